//! Notes that the program begins: from which template, for which references, and never over one that is there.

use crate::init::compare;
use crate::support::program::{run, stderr, stdout};
use crate::support::{Review, repository};
use std::fs;

#[test]
fn each_command_makes_the_notes_it_should() {
    compare("new-note");
}

#[test]
fn the_day_is_that_on_which_the_note_is_made() {
    let review = Review::small();
    review.remove("content/sources/barr2015.md");
    review.write("templates/note.md", b"{{ date }}");
    let before = jiff::Zoned::now().date();
    assert_eq!(stdout(&run(review.root(), &["note", "barr2015"])), "made  content/sources/barr2015.md\n");
    let written = fs::read_to_string(review.root().join("content/sources/barr2015.md")).unwrap();
    let day: jiff::civil::Date = written.parse().unwrap();
    assert!(before <= day && day <= jiff::Zoned::now().date());
}

#[test]
fn a_note_with_the_line_ends_of_windows_is_one_that_exists() {
    let review = Review::small();
    review.remove("content/sources/barr2015.md");
    review.write("content/Barr.md", b"---\r\ncitekey: barr2015\r\n---\r\nA claim.\r\n");
    let output = run(review.root(), &["note", "barr2015"]);
    assert_eq!(stdout(&output), "kept  content/Barr.md, the note on `barr2015`\n", "{}", stderr(&output));
    assert!(!review.root().join("content/sources/barr2015.md").exists());
}

#[test]
fn the_template_of_the_guide_works_and_names_every_field() {
    let guide = fs::read_to_string(repository().join("docs/configuration.md")).unwrap();
    let section = guide.split("## A template of your own").nth(1).unwrap();
    let template = section.split("```\n").nth(1).unwrap();
    let review = Review::small();
    review.remove("content/sources/barr2015.md");
    review.write("templates/note.md", template.as_bytes());
    let output = run(review.root(), &["note", "barr2015"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written = fs::read_to_string(review.root().join("content/sources/barr2015.md")).unwrap();
    assert!(written.contains("Barr, M. (2015). *Old wine*. Palgrave."), "{written}");
    let fields = include_str!("../src/new_note.rs");
    let struct_text = fields.split("pub struct Fields {").nth(1).unwrap().split("\n}").next().unwrap();
    let renamed = |name: &str| match name {
        "kind" => "type".to_owned(),
        "abstract_text" => "abstract".to_owned(),
        other => other.to_owned(),
    };
    let names = struct_text.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next());
    let missing: Vec<String> = names.map(renamed).filter(|name| !section.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
