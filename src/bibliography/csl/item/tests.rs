//! One model from all formats, and damage that no format may mind.

use crate::bibliography::{Bibliography, Item, bibtex, csl_variables, parse, ris};
use crate::diagnostics::{Checked, Code, TextFile};
use crate::export;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What takes so long does not end: far above the noise of any machine.
const HANG: Duration = Duration::from_secs(120);

/// What a format cannot say, and what becomes of it: the format, the key, the variable.
const LOSSES: &[(&str, &str, &str)] = &[
    // RIS does not say which particles stay with a name.
    ("ris", "nye2017", "author"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bibliography")
}

fn read(name: &str, text: &str) -> Checked<Bibliography> {
    parse(&[TextFile::new(name, text)], &[])
}

fn keys(checked: &Checked<Bibliography>) -> Vec<&str> {
    checked.value.iter().map(|reference| reference.key.as_str()).collect()
}

fn codes(checked: &Checked<Bibliography>) -> Vec<Code> {
    checked.diagnostics.iter().map(|problem| problem.code).collect()
}

/// The files of the fixtures, by name, with their text.
fn fixtures(below: &str) -> Vec<(String, String)> {
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder().join(below)).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.is_file() && !path.to_str().unwrap().contains(".expected."));
    names.sort();
    let named = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    names.iter().map(|path| (named(path), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn ten_works_are_the_same_in_every_format() {
    let files = fixtures("same");
    let find = |ending: &str| files.iter().find(|(name, _)| name.ends_with(ending)).unwrap();
    let (name, text) = find(".bib");
    let first = read(name, text);
    assert_eq!((first.value.len(), codes(&first)), (10, vec![]));
    for ending in ["json", "yaml", "ris"] {
        let (name, text) = find(ending);
        let other = read(name, text);
        assert_eq!((keys(&other), codes(&other)), (keys(&first), vec![]), "{name}");
        for (ours, theirs) in first.value.iter().zip(other.value.iter()) {
            let without_losses = |item: &Item| {
                let mut item: Map<String, Value> = item.0.clone().into();
                item.retain(|variable, _| !LOSSES.contains(&(ending, ours.key.as_str(), variable)));
                item
            };
            assert_eq!(without_losses(&ours.item), without_losses(&theirs.item), "{name} {}", ours.key);
            assert_eq!(ours.keywords, theirs.keywords, "{name} {}", ours.key);
        }
    }
    for (ending, key, variable) in LOSSES {
        let (name, text) = find(ending);
        let other = read(name, text);
        let value = |from: &Checked<Bibliography>| from.value.get(key).unwrap().item.0.get(variable).cloned();
        assert_ne!(value(&first), value(&other), "no loss any more: {ending} {key} {variable}");
    }
}

#[test]
fn the_export_is_read_as_the_same_model() {
    let mut compared = 0;
    for (name, text) in fixtures("").into_iter().chain(fixtures("same")).chain(fixtures("pandoc")) {
        let first = read(&name, &text).value;
        let json = export::csl_json(&first);
        let again = read("a.json", &json);
        // A name that is unknown to CSL is said again.
        assert!(codes(&again).iter().all(|code| *code == Code::BadField), "{name}: {:?}", again.diagnostics);
        assert_eq!(again.value.len(), first.len(), "{name}");
        for (ours, theirs) in first.iter().zip(again.value.iter()) {
            assert_eq!((&ours.key, &ours.item), (&theirs.key, &theirs.item), "{name}");
            compared += 1;
        }
        assert_eq!(export::csl_json(&again.value), json, "{name}");
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn every_entry_is_kept_as_its_file_has_it() {
    for (name, text) in fixtures("same") {
        let checked = read(&name, &text);
        let entries: Vec<&str> = checked.value.iter().map(|reference| reference.entry.text()).collect();
        let (begin, end) = match name.rsplit_once('.').unwrap().1 {
            "bib" => ("@", "}"),
            "json" => ("{", "}"),
            "ris" => ("TY  - ", "ER  -"),
            _ => ("", ""),
        };
        for (entry, reference) in entries.iter().zip(checked.value.iter()) {
            assert!(
                entry.starts_with(begin) && entry.ends_with(end) && entry.contains(&reference.key),
                "{name}: {entry}"
            );
            assert_eq!(reference.place.text(), reference.key, "{name}");
            // Each entry alone is the same entry.
            let alone = if name.ends_with("json") { format!("[{entry}]") } else { (*entry).to_owned() };
            if !name.ends_with("yaml") {
                assert_eq!(read(&name, &alone).value.iter().next().map(|r| &r.item), Some(&reference.item), "{name}");
            }
        }
    }
}

#[test]
fn an_entry_in_braces_has_its_place() {
    let checked = read("a.yaml", "{first: {type: book, title: 'b'}, b: {type: book, title: B}}");
    let found: Vec<(&str, &str)> = checked.value.iter().map(|found| (found.place.text(), found.entry.text())).collect();
    assert_eq!(found, [("first", "first: {type: book, title: 'b'}"), ("b", "b: {type: book, title: B}")]);
}

#[test]
fn variables_are_those_of_csl_or_marked_as_foreign() {
    let known: BTreeSet<&str> = csl_variables::all().chain(["type"]).collect();
    for (name, text) in fixtures("").into_iter().chain(fixtures("same")).filter(|(name, _)| !name.ends_with(".json")) {
        for reference in read(&name, &text).value.iter() {
            let foreign = |variable: &&str| !known.contains(*variable) && !variable.starts_with("ris.");
            let foreign: Vec<&str> = reference.item.0.keys().filter(foreign).filter(|name| *name != "titel").collect();
            assert!(foreign.is_empty(), "{name} {}: {foreign:?}", reference.key);
        }
    }
}

#[test]
fn every_beginning_of_a_file_is_read() {
    let start = Instant::now();
    for (name, text) in fixtures("same").into_iter().chain(fixtures("")).filter(|(name, _)| !name.ends_with(".bib")) {
        let whole: BTreeSet<String> = keys(&read(&name, &text)).into_iter().map(str::to_owned).collect();
        let step = (text.len() / 150).max(1);
        let mut best = 0;
        for end in (0..text.len()).step_by(step).map(|end| text.floor_char_boundary(end)) {
            let checked = read(&name, &text[..end]);
            // Entries before the cut stay, whatever the cut does to the last one.
            assert!(checked.value.len() + 1 >= best, "{name} cut at {end}: {} after {best}", checked.value.len());
            best = best.max(checked.value.len());
            let strange = keys(&checked).into_iter().filter(|key| !whole.contains(*key)).count();
            assert!(strange <= 1 || !name.ends_with("json"), "{name} cut at {end}");
        }
        assert!(best + 1 >= whole.len() || name.contains("broken"), "{name}");
    }
    assert!(start.elapsed() < HANG);
}

#[test]
fn depth_and_size_are_no_danger() {
    let start = Instant::now();
    let long = "x".repeat(1 << 20);
    for (name, text, kept) in [
        (
            "a.json",
            format!("[{{\"id\": \"a\", \"x\": {}1{}}}, {{\"id\": \"b\"}}]", "[".repeat(200_000), "]".repeat(200_000)),
            vec!["b"],
        ),
        ("a.json", format!("[{{\"id\": \"a\"}}, {}", "[".repeat(1_000_000)), vec!["a"]),
        ("a.json", "{\"id\":".repeat(200_000), vec![]),
        ("a.json", "[".repeat(1_000_000), vec![]),
        ("a.json", format!("[{}", "{\"id\": \"a\", \"title\": \"x\n".repeat(50_000)), vec![]),
        ("a.json", format!("[{}", "{\"id\":\"a\",\"author\":[".repeat(50_000)), vec![]),
        ("a.json", format!("[{}{{\"id\": \"b\"}}]", "1,".repeat(500_000)), vec!["b"]),
        ("a.json", format!("[{{\"id\": \"a\", \"title\": \"{long}\"}}]"), vec!["a"]),
        ("a.json", format!("[{{\"id\": \"a\", \"note\": \"{}\"}}]", "{:a: b} ".repeat(100_000)), vec!["a"]),
        ("a.ris", format!("TY  - JOUR\nID  - a1\nAB  - {long}\nER  - \n"), vec!["a1"]),
        ("a.ris", format!("TY  - JOUR\nID  - a1\nAB  - x\n{}", "more\n".repeat(100_000)), vec!["a1"]),
        ("a.ris", format!("TY  - JOUR\nID  - a1\n{}ER  - \n", "KW  - word\n".repeat(100_000)), vec!["a1"]),
        ("a.yaml", format!("- id: a\n  title: {long}\n"), vec!["a"]),
        ("a.yaml", format!("- id: a\n  x: {}1{}\n- id: b\n", "[".repeat(100_000), "]".repeat(100_000)), vec!["b"]),
        ("a.yaml", format!("- id: a\n{}", (0..2_000).map(|n| format!("  x{n}: 1\n")).collect::<String>()), vec![]),
        (
            "a.json",
            format!("[{{\"id\": \"a\"{}}}]", (0..50_000).map(|n| format!(", \"x{n}\": 1")).collect::<String>()),
            vec!["a"],
        ),
        ("a.yaml", format!("references:\n{}", "- id: a\n  title: \"x\n".repeat(2_000)), vec![]),
    ] {
        let checked = read(name, &text);
        assert_eq!(keys(&checked), kept, "{name} {}", &text[..80]);
    }
    assert!(start.elapsed() < HANG, "{:?}", start.elapsed());
}

/// A small generator of numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn damage_costs_what_it_hits() {
    let start = Instant::now();
    let mut dice = Dice(7);
    for (name, text) in fixtures("same").iter().filter(|(name, _)| !name.ends_with(".bib")) {
        for _ in 0..400 {
            let mut bytes = text.clone().into_bytes();
            // What names the list is not an entry.
            let head = if name.ends_with("yaml") { text.find("- abstract").unwrap() } else { 0 };
            let at = head + dice.below(bytes.len() - head);
            let marks = b"{}[]\",:\n- @\\0";
            match dice.below(3) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, marks[dice.below(marks.len())]),
                _ => bytes[at] = marks[dice.below(marks.len())],
            }
            let damaged = String::from_utf8_lossy(&bytes).into_owned();
            let checked = read(name, &damaged);
            // The entry that is hit, and at most the one behind it.
            assert!(checked.value.len() >= 8, "{name} at {at}: {:?}\n{damaged}", keys(&checked));
        }
    }
    assert!(start.elapsed() < HANG);
}

#[test]
fn the_documented_model_is_that_of_the_tables() {
    let model = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md")).unwrap();
    let row = |name: &str| {
        let begin = format!("| `{name}` |");
        model.lines().find(|line| line.starts_with(&begin)).unwrap_or_else(|| panic!("no row for {name}"))
    };
    let column = |name: &str, number: usize| row(name).split('|').nth(number).unwrap().to_owned();
    for (name, csl) in ris::tables::TYPES {
        assert!(column(csl, 3).contains(&format!("`{name}`")), "{name} {csl}");
    }
    for (tag, variable) in ris::tables::TEXTS {
        assert!(column(variable, 3).contains(&format!("`{tag}`")), "{tag} {variable}");
    }
    for (fields, variable, _) in bibtex::map::tables::TEXTS {
        fields
            .iter()
            .for_each(|field| assert!(column(variable, 2).contains(&format!("`{field}`")), "{field} {variable}"));
    }
    for (field, variable) in bibtex::map::tables::NAMES {
        assert!(column(variable, 2).contains(&format!("`{field}`")), "{field} {variable}");
    }
    for (kind, (written, subtype)) in csl_variables::TYPES.iter().map(|kind| (kind, bibtex::map::tables::kind_of(kind)))
    {
        assert!(column(kind, 2).contains(&format!("`@{written}`")), "{written} {kind}");
        let named = subtype.is_none_or(|subtype| column(kind, 2).contains(&format!("`entrysubtype = {{{subtype}}}`")));
        assert!(named || *kind == "speech", "{kind}");
    }
    let own = |kind: &&&str| !kind.starts_with("article-") && bibtex::map::tables::kind_of(kind).1.is_none();
    for kind in csl_variables::TYPES.iter().filter(own) {
        for name in column(kind, 2).split("`@").skip(1).map(|rest| rest.split('`').next().unwrap()) {
            assert_eq!(&bibtex::map::tables::kind(name).csl, kind, "{name}");
        }
    }
    for tag in ["AU", "A1", "A2", "A3", "A4", "ED", "TA", "C2"] {
        for kind in csl_variables::TYPES {
            if let Some(role) = ris::tables::role(tag, kind) {
                assert!(column(role, 3).contains(&format!("`{tag}`")) || tag == "A1", "{tag} {kind} {role}");
            }
        }
    }
    for tag in ["BT", "T2", "T3", "JO", "ET", "IS", "M1", "C1", "C3", "C6", "C7", "C2"] {
        for kind in csl_variables::TYPES {
            if let Some(variable) = ris::tables::by_type(tag, kind) {
                assert!(column(variable, 3).contains(&format!("`{tag}`")), "{tag} {kind} {variable}");
            }
        }
    }
}
