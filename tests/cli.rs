//! The program from outside: arguments, both streams, exit codes.
//!
//! A fixture holds a review, `commands` (a line each, run one after the other in the review), and what
//! came of each: exit code, standard output, standard error. Seconds are replaced.

use crate::support::program::{run, stderr, stdout};
use crate::support::{Review, cases, repository};
use serde_json::Value;
use sourcebook::style;
use std::fs;
use std::path::Path;
use std::process::Output;

#[test]
fn each_command_says_what_it_should() {
    let failures: Vec<String> = cases("cli")
        .iter()
        .filter_map(|case| {
            let review = case.review();
            let said: String = case.files["commands"].lines().map(|line| transcript(review.root(), line)).collect();
            case.check(&said).err()
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A command and what came of it.
pub fn transcript(folder: &Path, line: &str) -> String {
    let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
    let output = run(folder, &arguments);
    let stream = |name: &str, text: String| match text.trim_end() {
        "" => String::new(),
        text => format!("{name}:\n{}\n", lasting(text, folder)),
    };
    let (out, err) = (stream("stdout", stdout(&output)), stream("stderr", stderr(&output)));
    format!("$ {line}\nexit code {}\n{out}{err}\n", code(&output))
}

/// A text with what differs from run to run or from version to version replaced.
fn lasting(text: &str, folder: &Path) -> String {
    let real = folder.canonicalize().unwrap();
    let text = text.replace(real.to_str().unwrap(), "REVIEW").replace(folder.to_str().unwrap(), "REVIEW");
    let text = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let lines =
        text.lines().map(|line| if line.starts_with("the site is in ") { counts(line) } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n")
}

/// `29 files (29 new or changed), made in 0.12 s`: what matters is whether all files are new, some or none.
fn counts(line: &str) -> String {
    let (before, rest) = line.split_once(": ").unwrap();
    let (files, rest) = rest.split_once(" files (").unwrap();
    let (changed, rest) = rest.split_once(' ').unwrap();
    let (rest, _) = rest.split_once(" in ").unwrap();
    format!("{before}: N files ({} {rest} in N s", if files == changed { "all" } else { changed })
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

/// Prints of the program in this repository.
fn here(arguments: &[&str]) -> String {
    let output = run(&repository(), arguments);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""), "{arguments:?}");
    stdout(&output)
}

#[test]
fn the_list_in_gost_is_numbered_and_in_the_languages_of_its_works() {
    let list = here(&["export", "--style", "gost-r-7-0-5-2008-numeric", "--language", "ru"]);
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 21);
    for (number, line) in (1..).zip(&lines) {
        assert!(line.starts_with(&format!("{number}. ")), "{line}");
    }
    for term in ["[Electronic resource]", " Vol. ", " № ", " / ed. ", "Modern Communication. 2023. Т. 9. С. 71–81"]
    {
        assert!(list.contains(term), "{term}: {list}");
    }
}

#[test]
fn the_list_in_apa_is_alphabetical_with_italics() {
    let list = here(&["export", "--style", "apa", "--format", "md"]);
    let paragraphs: Vec<&str> = list.trim_end().split("\n\n").collect();
    assert_eq!(paragraphs.len(), 21);
    let mut sorted = paragraphs.clone();
    sorted.sort_by_key(|entry| entry.to_lowercase());
    assert_eq!(paragraphs, sorted);
    for paragraph in paragraphs {
        assert!(paragraph.matches('*').count() >= 2 && !paragraph.contains('\n'), "{paragraph}");
    }
}

#[test]
fn a_document_has_the_title_of_the_home_page_where_the_configuration_has_none() {
    let review = Review::small();
    let output = run(review.root(), &["export", "--format", "html"]);
    assert!(stdout(&output).contains("<title>A review</title>"), "{}", stdout(&output));
    review.write("sourcebook.yaml", b"title: Configured\n");
    let output = run(review.root(), &["export", "--format", "html"]);
    assert!(stdout(&output).contains("<title>Configured</title>"), "{}", stdout(&output));
}

#[test]
fn the_format_follows_the_ending_of_the_file() {
    let review = Review::small();
    for (file, begin) in [
        ("list.html", "<!doctype html>"),
        ("list.md", "Barr, M. (2015). *Old wine*."),
        ("list.txt", "Barr, M. (2015). Old wine."),
        ("list.json", "[\n  {\n    \"id\": \"barr2015\",\n    \"type\": \"book\",\n    \"author\": ["),
    ] {
        let output = run(review.root(), &["export", "-o", file]);
        let made = format!("made  {file}\n");
        assert_eq!((code(&output), stdout(&output).as_str(), stderr(&output).as_str()), (0, "", made.as_str()));
        let quiet = run(review.root(), &["export", "--quiet", "-o", file]);
        assert_eq!((code(&quiet), stdout(&quiet).as_str(), stderr(&quiet).as_str()), (0, "", ""));
        let written = fs::read_to_string(review.root().join(file)).unwrap();
        assert!(written.starts_with(begin), "{written}");
    }
    assert!(stdout(&run(review.root(), &["export", "--format", "html"])).starts_with("<!doctype html>"));
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let review = Review::small();
    let output = run(review.root(), &["export", "-o", "no/such/folder/list.txt"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("`no/such/folder/list.txt`"), "{}", stderr(&output));
}

#[test]
fn problems_as_json_are_a_line_each() {
    let review = Review::small();
    review.write("content/index.md", b"# Review\n\nSee @bar2015 and [[nowhere]].\n\n<script>x</script>\n");
    let output = run(review.root(), &["check", "--format", "json"]);
    assert_eq!(code(&output), 1);
    let problems: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert_eq!(problems.len(), 3, "{problems:?}");
    let first = &problems[0];
    assert_eq!((&first["code"], &first["severity"]), (&"unknown-key".into(), &"error".into()));
    assert_eq!((&first["file"], &first["line"], &first["column"]), (&"content/index.md".into(), &3.into(), &6.into()));
    assert!(first["hint"].as_str().unwrap().contains("barr2015"));
}

#[test]
fn a_review_without_a_problem_is_silent_as_json() {
    let output = run(Review::small().root(), &["check", "--format", "json", "--quiet"]);
    assert_eq!((code(&output), stdout(&output), stderr(&output)), (0, String::new(), String::new()));
}

/// Breaks the small review, and expects one message of this beginning at this place, and a site.
fn one_problem(path: &str, text: &str, message: &str, place: &str) {
    let review = Review::small();
    review.write(path, text.as_bytes());
    let output = run(review.root(), &["build"]);
    let (kind, expected) = if message.starts_with("error") { ("error", 1) } else { ("warning", 0) };
    assert_eq!(code(&output), expected, "{}", stderr(&output));
    let said = stderr(&output);
    let problems: Vec<&str> =
        said.lines().filter(|line| line.starts_with("error") || line.starts_with("warning")).collect();
    assert_eq!(problems.len(), 1, "{said}");
    assert!(problems[0].starts_with(message) && said.contains(&format!("--> {place}\n")), "{said}");
    assert!(review.root().join("public/index.html").is_file());
    assert!(stdout(&output).contains(&format!("\n1 {kind}\n")), "{}", stdout(&output));
}

#[test]
fn an_entry_that_is_gone_is_one_problem() {
    let review = Review::small();
    review.remove("content/sources/barr2015.md");
    review.write(
        "bibliography/references.bib",
        b"@book{lai2012, author = {Lai, Hongyi}, title = {Soft Power}, publisher = {Routledge}, date = {2012}}\n",
    );
    review.write("content/index.md", b"As @barr2015 [p. 3] and @lai2012 [p. 4] say.\n");
    let output = run(review.root(), &["check", "--format", "json"]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (1, 1), "{}", stdout(&output));
    let problem: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&problem["code"], &problem["line"], &problem["column"]), (&"unknown-key".into(), &1.into(), &5.into()));
}

#[test]
fn a_misspelt_key_is_one_problem() {
    let text = "---\ntitle: A review\n---\n\nAs @bar2015 says.\n";
    one_problem("content/index.md", text, "error[unknown-key]: ", "content/index.md:5:5");
}

#[test]
fn broken_front_matter_is_one_problem() {
    let text = "---\ntags: [tradition\n---\nA claim.\n";
    one_problem("content/sources/barr2015.md", text, "warning[bad-front-matter]: ", "content/sources/barr2015.md:2:7");
}

#[test]
fn a_broken_configuration_is_one_problem() {
    one_problem("sourcebook.yaml", "title: A\nstyle: [apa\n", "error[bad-configuration]: ", "sourcebook.yaml:2:8");
}

#[test]
fn a_broken_entry_is_one_problem_where_it_is_cited_too() {
    let text = "@book{barr2015,\n  author = {Barr, Michael},\n  title = {Old Wine\n";
    one_problem(
        "bibliography/references.bib",
        text,
        "error[bad-entry]: entry `barr2015`",
        "bibliography/references.bib:1:7",
    );
}

#[test]
fn a_bibliography_cut_off_in_the_middle_is_one_problem() {
    let whole = "@book{barr2015,\n  author = {Barr, Michael},\n  title = {Old Wine},\n  date = {2015},\n}\n";
    let cut = format!("{whole}@book{{lai2012,\n  author = {{Lai, Hongyi}},\n  title = {{Soft Po");
    one_problem(
        "bibliography/references.bib",
        &cut,
        "error[bad-entry]: entry `lai2012`",
        "bibliography/references.bib:6:7",
    );
}

#[test]
fn a_bibliography_cut_off_anywhere_still_makes_a_site() {
    let whole = fs::read_to_string(repository().join("bibliography/references.bib")).unwrap();
    for part in 1..8 {
        let mut end = whole.len() * part / 8;
        while !whole.is_char_boundary(end) {
            end += 1;
        }
        let review = Review::new([("content/index.md", "# Review\n"), ("bibliography/references.bib", &whole[..end])]);
        let output = run(review.root(), &["build", "--quiet"]);
        assert!(stderr(&output).matches("error[").count() <= 1, "{part}: {}", stderr(&output));
        assert!(review.root().join("public/references/index.html").is_file());
    }
}

#[test]
fn the_review_is_found_from_a_folder_within() {
    let review = Review::small();
    let output = run(&review.root().join("content/sources"), &["build"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(review.root().join("public/index.html").is_file());
}

#[test]
fn the_review_can_be_named() {
    let (review, elsewhere) = (Review::small(), tempfile::tempdir().unwrap());
    let root = review.root().to_str().unwrap();
    let output = run(elsewhere.path(), &["--root", root, "build", "--output", "site"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(elsewhere.path().join("site/index.html").is_file(), "the output is meant from here");
    let output = run(elsewhere.path(), &["build", "--root", root]);
    assert!(code(&output) == 0 && review.root().join("public/index.html").is_file(), "{}", stderr(&output));
}

#[test]
fn a_folder_that_is_no_review_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["build", "check", "export", "serve"] {
        let output = run(folder.path(), &[command]);
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""), "{command}");
        assert!(stderr(&output).contains("is no review") && stderr(&output).contains("hint: "), "{}", stderr(&output));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn checking_and_exporting_write_nothing() {
    let review = Review::small();
    for arguments in [&["check"][..], &["export"], &["export", "--format", "html"]] {
        run(review.root(), arguments);
    }
    let mut names: Vec<_> = fs::read_dir(review.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["bibliography", "content"]);
}

#[test]
fn every_bundled_style_is_shown_with_an_example() {
    let output = run(&repository(), &["styles"]);
    let text = stdout(&output);
    let shown: Vec<&str> = text.split("\n\n").filter(|part| !part.starts_with("languages: ")).collect();
    let bundled = style::bundled();
    assert_eq!(shown.len(), bundled.len());
    for (part, (name, title)) in shown.iter().zip(bundled) {
        let lines: Vec<&str> = part.lines().map(str::trim).collect();
        assert_eq!(lines[..2], [name, title]);
        assert_eq!(lines.len(), 4, "a citation and an entry: {part}");
        assert!(lines[3].to_lowercase().contains("barr") && lines[3].contains("2015"), "{part}");
    }
    let languages = text.lines().last().unwrap();
    assert!(languages.starts_with("languages: ") && languages.split(' ').count() > 60, "{languages}");
}
