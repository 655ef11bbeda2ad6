//! The words by which places are named are those of every CSL locale, in a file that the note's room reads.

use crate::support::repository;
use citationberg::{Locale, TermForm};
use std::collections::BTreeMap;

/// CSL's units: those that pandoc knows first, in its order, because a word that names two is the first one's.
const UNITS: &[&str] = &[
    "book",
    "chapter",
    "column",
    "figure",
    "folio",
    "issue",
    "line",
    "note",
    "opus",
    "page",
    "paragraph",
    "part",
    "section",
    "sub-verbo",
    "verse",
    "volume",
    "act",
    "appendix",
    "article-locator",
    "canon",
    "elocation",
    "equation",
    "rule",
    "scene",
    "supplement",
    "table",
    "timestamp",
    "title-locator",
    "version",
];

const HEAD: &str = "# The words for units of a place, from the CSL locales: language, unit, words. English first; a word that is\n\
# English for the same unit is left out. `BLESS=1 cargo test labels` writes this file.\n";

/// The words of each language and unit, of all dialects.
fn words() -> BTreeMap<String, BTreeMap<usize, Vec<String>>> {
    let mut words: BTreeMap<String, BTreeMap<usize, Vec<String>>> = BTreeMap::new();
    for bytes in hayagriva::archive::LOCALES {
        let locale: Locale = ciborium::from_reader(*bytes).unwrap();
        let language = locale.lang.as_ref().unwrap().0.split('-').next().unwrap().to_owned();
        let own = words.entry(language).or_default();
        for term in locale.terms.iter().flat_map(|terms| &terms.terms) {
            let name = serde_json::to_value(term.name).unwrap();
            let name = name.as_str().unwrap().replace("sub verbo", "sub-verbo");
            let Some(unit) = UNITS.iter().position(|unit| *unit == name) else { continue };
            let list = own.entry(unit).or_default();
            // `c.` for chapter is circa to most readers.
            let is_letters = term.single().is_some_and(|word| word.starts_with(char::is_alphabetic));
            if term.form == TermForm::Symbol && is_letters {
                continue;
            }
            for word in [term.single(), term.multiple()].into_iter().flatten() {
                let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
                if !word.is_empty() && !list.contains(&word) {
                    list.push(word);
                }
            }
        }
    }
    words
}

fn file() -> String {
    let mut words = words();
    let mut english = words.remove("en").unwrap();
    let line =
        |language: &str, unit: usize, words: &[String]| format!("{language}\t{}\t{}\n", UNITS[unit], words.join("\t"));
    let mut text = HEAD.to_owned();
    english.retain(|_, words| !words.is_empty());
    text.extend(english.iter().map(|(unit, words)| line("en", *unit, words)));
    for (language, units) in &words {
        for (unit, words) in units {
            let known = english.get(unit).map(Vec::as_slice).unwrap_or_default();
            let own: Vec<String> = words.iter().filter(|word| !known.contains(word)).cloned().collect();
            if !own.is_empty() {
                text.push_str(&line(language, *unit, &own));
            }
        }
    }
    text
}

#[test]
fn the_words_for_places_are_those_of_the_locales() {
    let path = repository().join("src/note/citation/labels.txt");
    let text = file();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == text,
        "`BLESS=1 cargo test labels` writes the words anew"
    );
}
