//! Completions and pages of the manual, tried in the shells that are here; the others are skipped, and said to be.

use crate::support::Review;
use crate::support::program::{command, run, stderr, stdout};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LIBRARY: &str =
    "@book{barr2015, title = {Old Wine}}\n@book{knuth:1984, title = {TeX}}\n@book{lai2012, title = {Power}}\n";

fn review() -> Review {
    let review = Review::small();
    review.write("bibliography/references.bib", LIBRARY.as_bytes());
    review
}

/// The script for a shell, in a file of the review.
fn script(review: &Review, shell: &str) -> PathBuf {
    let output = run(review.root(), &["completions", shell]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{shell}");
    let path = review.root().join(format!("completions.{shell}"));
    fs::write(&path, stdout(&output)).unwrap();
    path
}

/// What a shell says to this command, with our program the first of its name; none where there is no such shell.
fn asked(review: &Review, shell: &str, arguments: &[&str]) -> Option<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_sourcebook")).parent().unwrap();
    let paths =
        std::env::join_paths([program.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH")?)));
    let output = Command::new(shell).args(arguments).current_dir(review.root()).env("PATH", paths.unwrap()).output();
    let Ok(output) = output else {
        println!("skipped: there is no {shell} here");
        return None;
    };
    assert_eq!(stderr(&output), "", "{shell}");
    Some(stdout(&output))
}

/// The words that bash offers for the last one of a line; a colon parts words there.
fn in_bash(review: &Review, words: &[&str]) -> Option<Vec<String>> {
    let script = script(review, "bash");
    let line = words.join(" ").replace(" : ", ":").replace(" :", ":");
    let listed = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let (last, before) = (words.last().unwrap(), words[words.len() - 2]);
    let text = format!(
        "source '{}'; COMP_WORDS=({listed}); COMP_CWORD={}; COMP_LINE='{line}'; COMP_POINT={}; \
         $(complete -p sourcebook | sed 's/.*-F \\([^ ]*\\).*/\\1/') sourcebook '{last}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display(),
        words.len() - 1,
        line.len()
    );
    Some(asked(review, "bash", &["-c", &text])?.lines().map(str::to_owned).collect())
}

#[test]
fn bash_completes_commands_and_keys() {
    let review = review();
    let Some(commands) = in_bash(&review, &["sourcebook", "no"]) else { return };
    assert_eq!(commands, ["note"]);
    assert_eq!(in_bash(&review, &["sourcebook", "note", "ba"]).unwrap(), ["barr2015"]);
    assert_eq!(in_bash(&review, &["sourcebook", "note", "barr2015", "l"]).unwrap(), ["lai2012"]);
    assert_eq!(in_bash(&review, &["sourcebook", "note", "knuth", ":", "19"]).unwrap(), ["1984"]);
    assert_eq!(in_bash(&review, &["sourcebook", "note", "--a"]).unwrap(), ["--all"]);
    assert!(!in_bash(&review, &["sourcebook", "build", "ba"]).unwrap().contains(&"barr2015".to_owned()));
    let all = in_bash(&review, &["sourcebook", "note", ""]).unwrap();
    assert!(["barr2015", "knuth:1984", "lai2012"].iter().all(|key| all.iter().any(|word| word == key)), "{all:?}");
}

#[test]
fn fish_completes_commands_and_keys() {
    let review = review();
    let script = script(&review, "fish");
    let ask = |line: &str| {
        let text = format!("source '{}'; complete -C '{line}'", script.display());
        asked(&review, "fish", &["--no-config", "-c", &text])
    };
    let Some(keys) = ask("sourcebook note ba") else { return };
    assert_eq!(keys.trim(), "barr2015");
    assert!(ask("sourcebook note kn").unwrap().contains("knuth:1984"));
    assert!(ask("sourcebook no").unwrap().starts_with("note\t"));
}

#[test]
fn zsh_reads_its_script_and_is_given_keys() {
    let review = review();
    let script = script(&review, "zsh");
    let text = fs::read_to_string(&script).unwrap();
    assert!(text.starts_with("#compdef sourcebook\n"), "{text}");
    assert!(
        text.contains("note)\n")
            && text.contains("'*::keys -- ")
            && !text.contains("'*::keys -- Keys of references, with or without @:_default'")
    );
    assert!(text.contains(":_sourcebook_keys'"), "of `note`");
    let text = format!(
        "autoload -Uz compinit && compinit -D -u && source '{}' && print $_comps[sourcebook]",
        script.display()
    );
    if let Some(said) = asked(&review, "zsh", &["-f", "-c", &text]) {
        assert_eq!(said.trim(), "_sourcebook");
    }
}

#[test]
fn every_shell_has_a_script_that_names_no_hidden_command() {
    let review = Review::small();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let text = fs::read_to_string(script(&review, shell)).unwrap();
        assert!(text.contains("serve"), "{shell}");
        assert!(!text.contains("'complete-keys") && !text.contains(" man "), "{shell}");
    }
}

#[test]
fn keys_are_listed_in_a_review_and_nothing_is_said_elsewhere() {
    let output = run(review().root(), &["complete-keys"]);
    assert_eq!(stdout(&output), "barr2015\nknuth:1984\nlai2012\n");
    let elsewhere = tempfile::tempdir().unwrap();
    let output = run(elsewhere.path(), &["complete-keys"]);
    assert_eq!((output.status.code(), stdout(&output), stderr(&output)), (Some(0), String::new(), String::new()));
}

#[test]
fn the_manual_has_a_page_for_the_program_and_each_command() {
    let here = tempfile::tempdir().unwrap();
    let main = stdout(&run(here.path(), &["man"]));
    let commands: Vec<&str> =
        main.lines().filter_map(|line| line.strip_prefix("sourcebook\\-")?.strip_suffix("(1)")).collect();
    assert!(commands.contains(&"note") && commands.contains(&"init"), "{main}");
    for name in commands.iter().filter(|name| **name != "help") {
        let page = stdout(&command(here.path()).args(["man", name]).output().unwrap());
        assert!(page.contains(&format!(".TH sourcebook-{name} 1")), "{name}: {page}");
    }
    let output = run(here.path(), &["man", "none"]);
    assert_eq!((output.status.code(), stderr(&output).trim()), (Some(2), "error: there is no command `none`"));
}
