//! What other programs read in our exports, field by field.
//!
//! Each program is asked where it is at hand: pandoc by `SOURCEBOOK_PANDOC` or on the `PATH`, citation-js in the folder that
//! `SOURCEBOOK_CITATION_JS` names (with its `node_modules`), rispy and bibtexparser by the Python that `SOURCEBOOK_PYTHON`
//! names. Else its test says that it was skipped. What our own reader loses of a format is no difference (`losses.txt`); all
//! other differences are listed with their reasons in `differences.txt`: an unlisted one fails, and so does one too many.

use super::{folds, library, name, references};
use crate::pandoc::with_pandoc;
use crate::support::repository;
use serde_json::{Map, Value};
use sourcebook::export::{self, Change, DataFormat};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Items by key.
type Items = BTreeMap<String, Map<String, Value>>;

/// The program or folder that a variable of the environment names; where it names none, the test says so and passes.
pub fn named(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        println!("skipped: {variable} names nothing");
    }
    found
}

/// Runs a program and gives what it prints, as JSON.
fn json(command: &mut Command) -> Value {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The library in a format, as a file.
fn written(folder: &Path, format: DataFormat, ending: &str) -> PathBuf {
    let path = folder.join(format!("library.{ending}"));
    fs::write(&path, export::text(&references(&library()), format)).unwrap();
    path
}

fn by_key(items: &Value) -> Items {
    let item = |item: &Value| (item["id"].as_str().unwrap_or_default().to_owned(), item.as_object().unwrap().clone());
    items.as_array().unwrap().iter().map(item).collect()
}

/// Compares what a program read of a format with what was written, but for what the format loses: what is not listed.
fn compare(program: &str, format: DataFormat, theirs: &Items) -> String {
    let library = library();
    let losses = export::written(&references(&library), format).losses;
    let is_lost = |key: &String, variable: &str| {
        let here = losses.iter().filter(|loss| loss.variable == variable && loss.change != Change::Gained);
        here.clone().any(|loss| loss.keys.contains(key))
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut same, mut shown) = (0, String::new());
    for reference in library.iter() {
        let key = &reference.key;
        let ours = folds::item(&export::public(&reference.item).0.into());
        let theirs = match theirs.get(key) {
            Some(item) => folds::item(item),
            None if is_lost(key, "id") => continue,
            None => {
                found.entry("id".to_owned()).or_default().push(key.clone());
                continue;
            }
        };
        let variables: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for variable in variables.into_iter().filter(|variable| !is_lost(key, variable)) {
            let (one, other) = (ours.get(variable), theirs.get(variable));
            if one == other {
                same += 1;
                continue;
            }
            let shown_value = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
            shown +=
                &format!("  {key} {variable}\n    ours   {}\n    theirs {}\n", shown_value(one), shown_value(other));
            found.entry(variable.clone()).or_default().push(key.clone());
        }
    }
    println!("{program} {}: {same} fields are the same\n{shown}", name(format));
    assert!(same > 300, "{program} {}: {same}", name(format));
    unlisted(&format!("{program} {}", name(format)), &found)
}

/// Compares differences with the lines of `differences.txt`: `program format variable | keys | reason`.
fn unlisted(subject: &str, found: &BTreeMap<String, Vec<String>>) -> String {
    let path = repository().join("tests/export/differences.txt");
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix(subject)?.strip_prefix(' '));
    let listed: BTreeMap<&str, Vec<&str>> =
        lines.map(|line| line.split(" | ").collect::<Vec<_>>()).map(|parts| (parts[0], parts[1..].to_vec())).collect();
    let mut wrong = String::new();
    for (variable, keys) in found {
        let keys = keys.join(", ");
        let line = listed.get(variable.as_str());
        if line.is_none_or(|parts| parts[0] != keys || parts.get(1).is_none_or(|reason| reason.is_empty())) {
            wrong += &format!("{subject} {variable} | {keys} | \n");
        }
    }
    for variable in listed.keys().filter(|variable| !found.contains_key(**variable)) {
        wrong += &format!("no difference any more: {subject} {variable}\n");
    }
    wrong
}

#[test]
fn pandoc_reads_what_we_write() {
    with_pandoc(|pandoc| {
        let folder = tempfile::tempdir().unwrap();
        let mut wrong = String::new();
        for (format, from) in [
            (DataFormat::BibLatex, "biblatex"),
            (DataFormat::BibTex, "bibtex"),
            (DataFormat::Ris, "ris"),
            (DataFormat::CslJson, "csljson"),
        ] {
            let file = written(folder.path(), format, name(format));
            let items = json(Command::new(pandoc).args(["-f", from, "-t", "csljson"]).arg(file));
            wrong += &compare("pandoc", format, &by_key(&items));
        }
        assert!(wrong.is_empty(), "unlisted:\n{wrong}");
    });
}

#[test]
fn citation_js_reads_what_we_write() {
    let Some(packages) = named("SOURCEBOOK_CITATION_JS") else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = repository().join("tests/export/read.mjs");
    let mut wrong = String::new();
    for (format, ending, from) in [
        (DataFormat::BibLatex, "bib", "@biblatex/text"),
        (DataFormat::BibTex, "bibtex", "@bibtex/text"),
        (DataFormat::Ris, "ris", "@ris/file"),
    ] {
        let file = written(folder.path(), format, ending);
        let items = json(Command::new("node").arg(&script).arg(&packages).arg(file).arg(from));
        wrong += &compare("citation-js", format, &by_key(&items));
    }
    assert!(wrong.is_empty(), "unlisted:\n{wrong}");
}

/// The entries that a parser of Python reads, each a list of pairs.
fn by_python(parser: &str, format: DataFormat) -> Option<Vec<Vec<(String, String)>>> {
    let python = named("SOURCEBOOK_PYTHON")?;
    let folder = tempfile::tempdir().unwrap();
    let script = repository().join("tests/export/read.py");
    let found = json(Command::new(python).arg(script).arg(parser).arg(written(folder.path(), format, name(format))));
    Some(serde_json::from_value(found).unwrap())
}

#[test]
fn rispy_reads_every_line_of_ris() {
    let Some(entries) = by_python("rispy", DataFormat::Ris) else { return };
    let text = export::text(&references(&library()), DataFormat::Ris);
    let mut ours: Vec<Vec<(String, String)>> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (tag, value) = line.split_once("  - ").unwrap();
        match tag {
            "TY" => ours.push(vec![(tag.to_owned(), value.to_owned())]),
            "ER" => ours.last_mut().unwrap().sort(),
            _ => ours.last_mut().unwrap().push((tag.to_owned(), value.to_owned())),
        }
    }
    let theirs: Vec<Vec<(String, String)>> = entries
        .into_iter()
        .map(|mut entry| {
            entry.sort();
            entry
        })
        .collect();
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(theirs.len(), library().len());
}

#[test]
fn bibtexparser_reads_every_field_of_bibtex() {
    let Some(entries) = by_python("bibtexparser", DataFormat::BibTex) else { return };
    const FIELDS: &[(&str, &str)] = &[
        ("title", "title"),
        ("shorttitle", "title-short"),
        ("shortjournal", "container-title-short"),
        ("journal", "container-title"),
        ("series", "collection-title"),
        ("edition", "edition"),
        ("volume", "volume"),
        ("chapter", "chapter-number"),
        ("pagetotal", "number-of-pages"),
        ("volumes", "number-of-volumes"),
        ("pages", "page"),
        ("isbn", "ISBN"),
        ("issn", "ISSN"),
        ("pmid", "PMID"),
        ("pmcid", "PMCID"),
        ("doi", "DOI"),
        ("url", "URL"),
        ("abstract", "abstract"),
        ("keywords", "keyword"),
        ("note", "note"),
        ("version", "version"),
        ("eventtitle", "event-title"),
        ("venue", "event-place"),
        ("author", "author"),
        ("editor", "editor"),
        ("translator", "translator"),
    ];
    let library = library();
    let mut theirs = Items::new();
    let names = ["author", "editor", "translator"];
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut same = 0;
    for entry in entries {
        let values = |field: &str| {
            entry.iter().filter(|(name, _)| name == field).map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let Some(reference) = library.get(&values("ID")[0]) else { continue };
        for (field, variable) in FIELDS {
            let theirs = values(field);
            if theirs.is_empty() {
                continue;
            }
            let ours = folds::item(&reference.item.0.clone().into()).get(*variable).cloned().unwrap_or_default();
            let theirs = match names.contains(field) {
                true => folds::parted(&theirs),
                false => folds::item(&Map::from_iter([((*variable).to_owned(), Value::from(theirs[0].clone()))]))
                    [*variable]
                    .clone(),
            };
            let plain = |value: &Value| value.as_str().map_or(value.clone(), |text| Value::from(folds::plain(text)));
            match plain(&ours) == plain(&theirs) {
                true => same += 1,
                false => {
                    println!("  {} {field}\n    ours   {ours}\n    theirs {theirs}", reference.key);
                    found.entry((*field).to_owned()).or_default().push(reference.key.clone());
                }
            }
        }
        theirs.insert(reference.key.clone(), Map::new());
    }
    println!("bibtexparser: {same} fields are the same");
    assert!(theirs.len() + 1 == library.len() && same > 250, "{} {same}", theirs.len());
    let wrong = unlisted("bibtexparser bibtex", &found);
    assert!(wrong.is_empty(), "unlisted:\n{wrong}");
}
