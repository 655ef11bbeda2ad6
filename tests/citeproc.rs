//! Our text is that of citeproc-js: the references of our own review in twelve styles and four languages, each cited
//! alone, cited again with a place, and listed.
//!
//! `SOURCEBOOK_CITEPROC` names the folder with the `node_modules` that has the package `citeproc`, `SOURCEBOOK_SHARED`
//! the folder with `csl-suite/styles` and `csl-suite/locales`. Where the two differ on purpose, `differences.txt` has
//! both lines and the reason; a difference more and a difference less both fail.

use crate::support::repository;
use citationberg::{IndependentStyle, Locale, LocaleFile};
use serde_json::Value;
use sourcebook::csl::output::{self, Writer};
use sourcebook::csl::token::{Mark, State, Token};
use sourcebook::csl::{Cite, Cluster, Formatter, Locator, Program, Record};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

mod differences;

const LANGUAGES: [&str; 4] = ["en-US", "ru-RU", "zh-CN", "de-DE"];

/// A key and which text of it, and the text.
type Lines = BTreeMap<(String, String), String>;

/// The text of tokens, looks left out.
#[derive(Default)]
struct Plain(String);

impl Writer for Plain {
    fn text(&mut self, text: &str, _: State) {
        self.0.push_str(text);
    }

    fn open(&mut self, _: &Mark, _: State, _: State) {}

    fn close(&mut self, _: &Mark, _: State, _: State) {}
}

fn plain(tokens: &[Token], program: &Program) -> String {
    let mut plain = Plain::default();
    output::write(tokens, program.terms(), &mut plain);
    plain.0
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The locales of the folder for a language, in order of rising precedence.
fn locales(folder: &Path, language: &str) -> Vec<Locale> {
    let file = |name: &str| folder.join(format!("locales-{name}.xml"));
    let names = if language == "en-US" { vec![language] } else { vec!["en-US", language] };
    names.into_iter().map(|name| LocaleFile::from_xml(&read(&file(name))).unwrap().into()).collect()
}

/// What our processor makes of the items.
fn ours(items: &str, style: &Path, locale_folder: &Path, language: &str) -> Lines {
    let items: Vec<Value> = serde_json::from_str(items).unwrap();
    let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    let records: Vec<Record> = items.iter().map(|item| Record::new(&id(item), item.as_object().unwrap())).collect();
    let records: Vec<&Record> = records.iter().collect();
    let locales = locales(locale_folder, language);
    let style = IndependentStyle::from_xml(&read(style)).unwrap();
    let program = Program::new(style, &locales.iter().collect::<Vec<_>>(), language);
    let clusters: Vec<Cluster> = (0..2 * items.len()).map(|at| cited(at, program.is_note())).collect();
    let listed: Vec<usize> = (0..items.len()).collect();
    let formatter = Formatter::in_order(&program, &records, &clusters, &listed);
    let mut lines = Lines::new();
    let mut add = |item: usize, which: &str, text: &str| {
        lines.insert((records[item].id.clone(), which.to_owned()), text.trim().to_owned());
    };
    for at in 0..clusters.len() {
        let which = if at % 2 == 0 { "first" } else { "place" };
        add(at / 2, which, &plain(&formatter.citation(at), &program));
    }
    for entry in formatter.bibliography() {
        let [first, rest] = [&entry.first, &entry.rest].map(|tokens| plain(tokens, &program));
        add(entry.item, "entry", &format!("{} {}", first.trim(), rest.trim()));
    }
    lines
}

/// The citation at this place: each item alone, then with a place.
fn cited(at: usize, in_note: bool) -> Cluster {
    let locator = (at % 2 == 1).then(|| Locator { label: "page".to_owned(), value: "12".to_owned() });
    let note = if in_note { u32::try_from(at).unwrap() + 1 } else { 0 };
    Cluster { cites: vec![Cite { item: at / 2, locator, ..Cite::default() }], note, ..Cluster::default() }
}

/// What citeproc-js makes of the items.
fn theirs(packages: &Path, items: &Path, style: &Path, locales: &Path, language: &str) -> Lines {
    let script = repository().join("tests/citeproc/compare.mjs");
    let output =
        Command::new("node").arg(script).args([packages, items, style, locales]).arg(language).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let fields = text.lines().map(|line| line.splitn(3, '\t').map(str::to_owned).collect::<Vec<_>>());
    fields
        .map(|mut fields| (fields.remove(2), fields))
        .map(|(text, mut key)| ((key.remove(0), key.remove(0)), text))
        .collect()
}

/// The folders that the comparison needs, or why it is left out.
fn folders() -> Result<(PathBuf, PathBuf), String> {
    let folder =
        |name: &str| std::env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("`{name}` names no folder"));
    Ok((folder("SOURCEBOOK_CITEPROC")?, folder("SOURCEBOOK_SHARED")?.join("csl-suite")))
}

fn styles(folder: &Path) -> Vec<PathBuf> {
    let mut styles: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    styles.retain(|path| path.extension().is_some_and(|ending| ending == "csl"));
    styles.sort();
    styles
}

#[test]
fn our_lines_are_those_of_citeproc_js() {
    let (packages, suite) = match folders() {
        Ok(folders) => folders,
        Err(reason) => return println!("skipped: {reason}"),
    };
    let project = sourcebook::project::load(&repository());
    let (references, _) = sourcebook::references(&project, &sourcebook::Memory::default());
    let items = sourcebook::export::csl_json(&references);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("items.json");
    std::fs::write(&file, &items).unwrap();
    let mut found = differences::Found::default();
    for style in styles(&suite.join("styles")) {
        for language in LANGUAGES {
            let locales = suite.join("locales");
            let name = style.file_stem().unwrap().to_str().unwrap();
            let theirs = theirs(&packages, &file, &style, &locales, language);
            found.compare(name, language, &ours(&items, &style, &locales, language), &theirs);
        }
    }
    found.check();
}
