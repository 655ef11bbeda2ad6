//! The guide does what it says: in each document of it, the commands are run in order, and say what is shown.
//!
//! A fenced block `console` holds commands (`$ sourcebook …`, `$ cd …`) and what they print, to standard output and then to
//! standard error; `…` stands for the rest of a line, and on a line of its own for any lines. A block below a line that ends
//! with a path, "Save this as `a.bib`:", is that file. A comment `<!-- files of FIXTURE -->` begins a new folder with the files
//! of a fixture. A command succeeds unless it shows an error.

use crate::support::program::{run, stderr, stdout};
use crate::support::{Review, cases, named_file, repository};
use std::fs;
use std::path::PathBuf;

const GUIDE: &[&str] = &["start", "from-zotero", "from-obsidian", "from-others"];

/// A place in a document, and the folder that its commands are run in.
struct Reader {
    review: Review,
    here: PathBuf,
    ran: usize,
}

impl Reader {
    fn new(review: Review) -> Self {
        let here = review.root().to_owned();
        Self { review, here, ran: 0 }
    }

    /// Runs the commands of a block.
    fn console(&mut self, block: &str) {
        let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in block.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => commands.push((command, Vec::new())),
                None => commands.last_mut().expect("a command first").1.push(line),
            }
        }
        for (command, expected) in commands {
            self.command(command, &expected);
        }
    }

    fn command(&mut self, command: &str, expected: &[&str]) {
        self.ran += 1;
        if let Some(folder) = command.strip_prefix("cd ") {
            self.here = self.here.join(folder);
            assert!(self.here.is_dir(), "{command}");
            return;
        }
        let arguments = command.strip_prefix("sourcebook ").unwrap_or_else(|| panic!("no command of ours: {command}"));
        let output = run(&self.here, &arguments.split_whitespace().collect::<Vec<_>>());
        let said = format!("{}{}", stdout(&output), stderr(&output));
        let fails = expected.iter().any(|line| line.starts_with("error"));
        assert_eq!(output.status.success(), !fails, "$ {command}\n{said}");
        let lines: Vec<&str> = said.lines().collect();
        assert!(matches(expected, &lines), "$ {command}\nexpected:\n{}\nsaid:\n{said}", expected.join("\n"));
    }
}

/// Whether lines are as expected.
fn matches(expected: &[&str], said: &[&str]) -> bool {
    match expected.split_first() {
        None => said.is_empty(),
        Some((&"…", rest)) => (0..=said.len()).any(|skipped| matches(rest, &said[skipped..])),
        Some((line, rest)) => {
            let begin = line.strip_suffix('…');
            let fits = |said: &str| begin.map_or(said == *line, |begin| said.starts_with(begin));
            said.first().is_some_and(|first| fits(first)) && matches(rest, &said[1..])
        }
    }
}

#[test]
fn what_is_shown_is_compared_line_by_line() {
    assert!(matches(&["a", "…", "c"], &["a", "b", "b", "c"]) && matches(&["a…"], &["ab"]) && matches(&["…"], &[]));
    assert!(!matches(&["a"], &["a", "b"]) && !matches(&["a", "…", "c"], &["a", "b"]) && !matches(&["a"], &["ab"]));
}

#[test]
fn every_command_of_the_guide_says_what_it_says_there() {
    for name in GUIDE {
        let text = fs::read_to_string(repository().join(format!("docs/{name}.md"))).unwrap();
        let mut reader = Reader::new(Review::new([]));
        let mut ran = 0;
        let mut lines = text.lines();
        let mut named = None;
        while let Some(line) = lines.next() {
            if let Some(fixture) = line.strip_prefix("<!-- files of tests/fixtures/init/") {
                let fixture = fixture.strip_suffix(".txt -->").unwrap();
                ran += reader.ran;
                reader = Reader::new(cases("init").into_iter().find(|case| case.name == fixture).unwrap().review());
            } else if let Some(info) = line.strip_prefix("```") {
                let block: String =
                    lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
                match named.take() {
                    _ if info == "console" => reader.console(&block),
                    Some(path) => {
                        let path = reader.here.strip_prefix(reader.review.root()).unwrap().join::<&str>(path);
                        reader.review.write(path.to_str().unwrap(), block.as_bytes());
                    }
                    None => {}
                }
            } else if !line.is_empty() {
                named = named_file(line);
            }
        }
        assert!(ran + reader.ran > 1, "{name} shows commands");
    }
}
