//! Citations are read as pandoc reads them: on the cases of the fixtures, on those of the folder that
//! `SOURCEBOOK_SHARED` names, and on 500 combinations of everything that the syntax knows.
//!
//! pandoc is run where it is installed. Each side is written in one notation, [`written`], and compared as text:
//! mode, key, what stands before, place, what stands behind, and the text around.

use crate::support::repository;
use generated::{Grouping, Source};

use std::collections::BTreeMap;

mod generated;
mod oracle;
mod ours;

/// How many combinations must agree.
const COMBINATIONS: usize = 500;

/// Where Sourcebook reads something else on purpose: the reason, and what a combination of that kind has.
type Difference = (&'static str, fn(&Source) -> bool);

const DIFFERENCES: &[Difference] = &[
    ("`[@a, @b]` is two works, with a warning", |source| source.grouping == Grouping::Commas),
    ("a citation cannot hold another: the outer brackets are text", |source| source.grouping == Grouping::InSuffix),
    ("pandoc reads a numbered example at the start of a line", |source| begins_example(&source.text)),
    ("the text of a link is the link's own", |source| source.around.starts_with("[link")),
    ("an address is no citation", |source| source.around.starts_with("https:")),
    ("`ch.`, `par.`, `app.` and the units of CSL 1.0.2 are understood, too", |source| source.text.contains("ch. 2")),
    ("a full stop may be missing before a digit", |source| source.text.contains("p 33")),
    ("a range may have spaces around its dash", |source| source.text.contains("33 -- 35")),
    ("a colon behind a number is no part of it", |source| source.text.contains(": so")),
    ("an emphasised phrase or code is no number", |source| {
        ["*p. 3*", "`3`", "**note 3**"].iter().any(|phrase| source.text.contains(phrase))
    }),
    ("a wikilink comes first", |source| source.text.contains("[[")),
    ("quotes may stand in quotes", |source| source.around.contains('"') && source.text.contains("\"x; y\"")),
    ("typographic quotes are quotes", |source| source.text.contains("“x; y”")),
];

/// Words that name another unit to us than to pandoc in one language, and why.
const WORDS: &[(&str, &str)] = &[
    ("§", "a section, as in English: the French and Spanish terms name paragraphs, too"),
    ("стр.", "Russian pages: CSL has lines"),
    ("r.", "a rule, as in English: Italian lines"),
];

/// Whether a block begins with `(@a)` or `@a.`, a numbered example to pandoc.
fn begins_example(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches(|c: char| "-> |".contains(c)).trim_start_matches("1. ");
        let line = line.strip_prefix('(').unwrap_or(line);
        line.strip_prefix('@').is_some_and(|key| {
            let end = key.find(|c: char| !c.is_alphanumeric() && !"_-".contains(c)).unwrap_or(key.len());
            key[end..].starts_with(") ") || key[end..].starts_with(". ") || [")", "."].contains(&&key[end..])
        })
    })
}

/// One work of a citation.
#[derive(Debug, Clone, Default)]
pub struct Work {
    mode: &'static str,
    key: String,
    before: String,
    place: Option<(String, String)>,
    behind: String,
}

/// A citation in the notation of the comparison.
fn written(works: &[Work]) -> String {
    let works = works.iter().map(|work| {
        let mut text = format!("{} {}", work.mode, work.key);
        let mut add = |name: &str, value: &str| {
            if !value.trim().is_empty() {
                text.push_str(&format!(" {name}={:?}", plain(value)));
            }
        };
        add("before", work.before.trim());
        if let Some((label, value)) = &work.place {
            add(label, &value.replace(['–', '—'], "-"));
        }
        // pandoc's processor leaves out a space before code.
        add("behind", &plain(work.behind.trim()).replace(" `", "`"));
        text
    });
    format!("{{{}}}", works.collect::<Vec<_>>().join("; "))
}

/// A text with single plain spaces and plain quotes: which way they turn is typography.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            c if c.is_whitespace() && plain.ends_with(' ') => {}
            c if c.is_whitespace() => plain.push(' '),
            '“' | '”' => plain.push('"'),
            '‘' | '’' => plain.push('\''),
            c => plain.push(c),
        }
    }
    plain
}

/// The inputs of a file of cases, each with the reason why it differs from pandoc, if it does.
fn cases(text: &str) -> Vec<(String, Option<String>)> {
    let mut cases: Vec<(String, Option<String>)> = Vec::new();
    for line in text.lines() {
        if let Some(reason) = line.trim_start().strip_prefix("why: ") {
            cases.last_mut().expect("a case").1 = Some(reason.to_owned());
        } else if !line.is_empty() && !line.starts_with([' ', '#']) || line.starts_with("## ") {
            cases.push((line.to_owned(), None));
        }
    }
    cases
}

/// What pandoc reads, or nothing where it cannot be asked.
fn asked(texts: &[&str], language: &str) -> Option<Vec<String>> {
    let theirs = oracle::read(texts, language);
    theirs.inspect_err(|reason| println!("skipped: {reason}")).ok()
}

/// Compares all, and holds each reason to at least one case that does differ.
fn check(inputs: &[(String, Option<String>)]) {
    let texts: Vec<&str> = inputs.iter().map(|(text, _)| text.as_str()).collect();
    let Some(theirs) = asked(&texts, "en") else { return };
    let mut wrong = Vec::new();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for ((text, why), theirs) in inputs.iter().zip(theirs) {
        let ours = ours::read(text, "en");
        match why {
            Some(why) => *reasons.entry(why).or_default() += usize::from(ours != theirs),
            None if ours != theirs => wrong.push(format!("{text}\n  ours   {ours}\n  pandoc {theirs}")),
            None => {}
        }
    }
    wrong.extend(
        reasons.iter().filter(|(_, differ)| **differ == 0).map(|(why, _)| format!("nothing differs by: {why}")),
    );
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), inputs.len(), wrong.join("\n"));
}

fn our_cases() -> Vec<(String, Option<String>)> {
    let path = repository().join("tests/fixtures/note/pandoc-citations.cases");
    cases(&std::fs::read_to_string(path).unwrap())
}

#[test]
fn the_cases_of_the_fixtures_read_as_in_pandoc() {
    check(&our_cases());
}

#[test]
fn the_shared_cases_read_as_in_pandoc() {
    let Some(folder) = std::env::var_os("SOURCEBOOK_SHARED") else {
        println!("skipped: SOURCEBOOK_SHARED does not name the folder of the shared cases");
        return;
    };
    let path = std::path::Path::new(&folder).join("reference/pandoc-citation-cases.txt");
    let known = our_cases();
    let mut shared = cases(&std::fs::read_to_string(path).unwrap());
    for (text, why) in &mut shared {
        *why = known.iter().find(|(known, _)| known == text).and_then(|(_, why)| why.clone());
    }
    check(&shared);
}

#[test]
fn combinations_read_as_in_pandoc() {
    let mut inputs = Vec::new();
    let mut agreeing = 0;
    for number in 0.. {
        let source = generated::source(number);
        let why = DIFFERENCES.iter().find(|(_, differs)| differs(&source)).map(|(why, _)| (*why).to_owned());
        agreeing += usize::from(why.is_none());
        inputs.push((source.text, why));
        if agreeing == COMBINATIONS {
            break;
        }
    }
    for (why, _) in DIFFERENCES {
        assert!(inputs.iter().any(|(_, reason)| reason.as_deref() == Some(why)), "no combination shows: {why}");
    }
    check(&inputs);
}

/// The words that pandoc takes for a unit in these languages name the same unit to us.
#[test]
fn labels_of_other_languages_read_as_in_pandoc() {
    let words = std::fs::read_to_string(repository().join("src/note/citation/labels.txt")).unwrap();
    let mut wrong = Vec::new();
    for language in ["de-DE", "fr-FR", "ru-RU", "es-ES", "it-IT", "pl-PL", "tr-TR", "zh-CN"] {
        let lines = words.lines().filter(|line| line.split('\t').next() == language.split('-').next());
        let words = lines.flat_map(|line| line.split('\t').skip(2));
        let texts: Vec<String> = words.map(|word| format!("[@a, {word} 33]")).collect();
        let Some(theirs) = asked(&texts.iter().map(String::as_str).collect::<Vec<_>>(), language) else { return };
        let read = texts.iter().zip(theirs).filter(|(_, theirs)| !theirs.contains(" behind="));
        let mut known = 0;
        for (text, theirs) in read {
            known += 1;
            let ours = ours::read(text, language);
            let differs = WORDS.iter().any(|(word, _)| text.contains(&format!(" {word} ")));
            if ours != theirs && !differs {
                wrong.push(format!("{language} {text}\n  ours   {ours}\n  pandoc {theirs}"));
            }
        }
        assert!(known > 10, "pandoc knows {known} words of {language}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
