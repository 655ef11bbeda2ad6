//! What a `.bib` entry takes from elsewhere: macros of `@string`, fields of `xdata` and of `crossref`.
//!
//! Everything here has a budget: chains of 32 entries, values of 1 MiB, 16 MiB more than the files hold, and an
//! entry that leads back to itself stops there. Macros count from where they are defined, so that they cannot form a cycle.

use super::scan::{Block, MAX_VALUE, Part, RawEntry, RawField};
use crate::diagnostics::{Code, Diagnostic, Span, TextFile, did_you_mean};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

const MAX_CHAIN: usize = 32;
/// How many bytes all values together may grow by.
const MAX_GROWTH: usize = 16 << 20;
/// How many hints are looked for among all names: each costs a comparison with every one of them.
const MAX_HINTS: usize = 20;
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A value, still in TeX, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Macros are in, `#` is done.
    pub text: Rc<str>,
    /// In the entry itself, or in the one that it was taken from.
    pub at: Span,
}

/// The fields of an entry by name.
pub(super) type Fields = BTreeMap<String, Field>;

/// An entry with its macros in.
#[derive(Debug)]
pub(super) struct Entry {
    /// In lower case.
    pub kind: String,
    /// As written.
    pub key: String,
    /// Where the key stands.
    pub place: Span,
    /// Its own fields or, once resolved, all of them.
    pub fields: Fields,
}

/// The entries of all files, each with the fields that it inherits.
pub(super) fn entries(files: Vec<(&TextFile, Vec<Block>)>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let budget = MAX_GROWTH + files.iter().map(|(file, _)| file.text.len()).sum::<usize>();
    let mut macros =
        Macros { known: BTreeMap::new(), undefined: BTreeSet::new(), left: budget, hints: MAX_HINTS, diagnostics };
    let mut entries = Vec::new();
    for (file, blocks) in files {
        for block in blocks {
            match block {
                Block::Macro(field) => macros.define(file, field),
                Block::Entry(raw) => entries.push(macros.expand(file, raw)),
                Block::JabRef(_) => {}
            }
        }
    }
    inherit(entries, diagnostics)
}

struct Macros<'a> {
    known: BTreeMap<String, Rc<str>>,
    undefined: BTreeSet<String>,
    left: usize,
    hints: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Macros<'_> {
    fn define(&mut self, file: &TextFile, field: RawField) {
        let text = self.value(file, &field);
        self.known.insert(field.name, text);
    }

    fn expand(&mut self, file: &TextFile, raw: RawEntry) -> Entry {
        let mut fields = Fields::new();
        for field in raw.fields {
            let at = file.span(field.at.clone());
            if let Some(first) = fields.get(&field.name) {
                let problem =
                    Diagnostic::new(Code::BadField, format!("`{}` is given twice; the first one counts", field.name));
                self.diagnostics.push(problem.at(at).related(Field::clone(first).at, "the first one"));
                continue;
            }
            let text = self.value(file, &field);
            if !text.trim().is_empty() {
                fields.insert(field.name, Field { text, at });
            }
        }
        Entry { kind: raw.kind, key: raw.key, place: file.span(raw.key_at), fields }
    }

    fn value(&mut self, file: &TextFile, field: &RawField) -> Rc<str> {
        let mut text = String::new();
        for part in &field.parts {
            let piece = match part {
                Part::Text(literal) => literal.as_str().into(),
                Part::Macro(name) => self.look_up(file, field, name),
            };
            if text.len() + piece.len() > MAX_VALUE.min(self.left) {
                let problem =
                    Diagnostic::new(Code::BadField, format!("`{}` grows too large and is left out", field.name));
                self.diagnostics
                    .push(problem.at(file.span(field.at.clone())).hint("shorten the `@string`s that it is made of"));
                return "".into();
            }
            text.push_str(&piece);
        }
        self.left -= text.len();
        text.into()
    }

    fn look_up(&mut self, file: &TextFile, field: &RawField, name: &str) -> Rc<str> {
        let lower = name.to_lowercase();
        if let Some(text) = self.known.get(&lower) {
            return text.clone();
        }
        if !MONTHS.contains(&lower.as_str()) && self.undefined.insert(lower.clone()) {
            let message = format!("`{name}` in `{}` is not defined and stands for itself", field.name);
            let near = did_you_mean(&lower, self.known.keys().map(String::as_str).take(spend(&mut self.hints)));
            let hint =
                near.unwrap_or_else(|| format!("write `{{{name}}}`, or define it with `@string{{{name} = {{...}}}}`"));
            self.diagnostics.push(Diagnostic::new(Code::BadField, message).at(file.span(field.at.clone())).hint(hint));
        }
        name.into()
    }
}

/// How many names may be compared for one more hint: all of them, until the hints are spent.
fn spend(hints: &mut usize) -> usize {
    let names = if *hints > 0 { usize::MAX } else { 0 };
    *hints = hints.saturating_sub(1);
    names
}

/// How far the fields of an entry are.
enum State {
    Own,
    Open,
    Done(Rc<Fields>),
}

struct Inheritance<'a> {
    entries: &'a [Entry],
    by_key: BTreeMap<&'a str, usize>,
    states: Vec<State>,
    left: usize,
    hints: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

fn inherit(mut entries: Vec<Entry>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut by_key = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_key.entry(entry.key.as_str()).or_insert(index);
    }
    let states = entries.iter().map(|_| State::Own).collect();
    let mut inheritance =
        Inheritance { entries: &entries, by_key, states, left: MAX_GROWTH, hints: MAX_HINTS, diagnostics };
    let resolved: Vec<_> = (0..entries.len()).map(|index| inheritance.fields(index, 0)).collect();
    for (entry, fields) in entries.iter_mut().zip(resolved) {
        entry.fields = Rc::unwrap_or_clone(fields);
    }
    entries
}

impl Inheritance<'_> {
    fn fields(&mut self, index: usize, chain: usize) -> Rc<Fields> {
        if let State::Done(fields) = &self.states[index] {
            return fields.clone();
        }
        let entry = &self.entries[index];
        let mut fields = entry.fields.clone();
        self.states[index] = State::Open;
        for (name, source) in [("xdata", &entry.fields), ("crossref", &entry.fields)] {
            let Some(field) = source.get(name) else { continue };
            for key in field.text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
                self.take(&mut fields, entry, (name, field), key, chain);
            }
        }
        let fields = Rc::new(fields);
        self.states[index] = State::Done(fields.clone());
        fields
    }

    /// Adds what `key` gives to an entry by its field `xdata` or `crossref`.
    fn take(&mut self, fields: &mut Fields, entry: &Entry, (name, field): (&str, &Field), key: &str, chain: usize) {
        let Some(&parent) = self.by_key.get(key) else {
            let hint = did_you_mean(key, self.by_key.keys().copied().take(spend(&mut self.hints)));
            return self.warn(field, format!("`{name}` names `{key}`, which is not in the bibliography"), hint);
        };
        if matches!(self.states[parent], State::Open) {
            return self.warn(field, format!("`{name}` leads from `{key}` back to itself"), None);
        }
        if chain >= MAX_CHAIN {
            return self.warn(field, format!("`{name}` is a chain of more than {MAX_CHAIN} entries"), None);
        }
        let inherited = self.fields(parent, chain + 1);
        let parent = &self.entries[parent];
        for (source, value) in inherited.iter() {
            let targets = if name == "xdata" { plain_copy(source) } else { targets(&parent.kind, &entry.kind, source) };
            for target in targets.into_iter().filter(|target| !target.is_empty()) {
                if fields.contains_key(target) || value.text.len() > self.left {
                    continue;
                }
                self.left -= value.text.len();
                fields.insert(target.to_owned(), value.clone());
            }
        }
    }

    fn warn(&mut self, field: &Field, message: String, hint: Option<String>) {
        self.diagnostics.push(Diagnostic::new(Code::BadField, message).at(field.at.clone()).maybe_hint(hint));
    }
}

/// Fields that belong to one entry alone.
const PRIVATE: &[&str] = &[
    "crossref",
    "xref",
    "xdata",
    "ids",
    "entryset",
    "entrysubtype",
    "execute",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shorthand",
    "shorthandintro",
    "sortkey",
    "sorttitle",
    "indextitle",
    "indexsorttitle",
    "shorttitle",
    "file",
    "groups",
];

/// The fields that a title's parts become in a child, where they are not copied as they are.
const TITLES: &[&str] = &["title", "subtitle", "titleaddon"];

fn plain_copy(source: &str) -> Vec<&str> {
    if matches!(source, "ids" | "crossref" | "xdata" | "options") { Vec::new() } else { vec![source] }
}

/// What a field of a parent is called in its child.
fn targets<'a>(parent: &str, child: &str, source: &'a str) -> Vec<&'a str> {
    if PRIVATE.contains(&source) || source.starts_with("comment-") {
        return Vec::new();
    }
    let inside = child.starts_with("in") || child.starts_with("supp") || matches!(child, "bookinbook" | "conference");
    let main = parent.starts_with("mv");
    if TITLES.contains(&source) {
        let renamed = match (parent, source) {
            ("periodical", "title") => "journaltitle",
            ("periodical", "subtitle") => "journalsubtitle",
            ("periodical", _) => "",
            (_, "title") if main => "maintitle",
            (_, "subtitle") if main => "mainsubtitle",
            (_, "titleaddon") if main => "maintitleaddon",
            (_, "title") if inside => "booktitle",
            (_, "subtitle") if inside => "booksubtitle",
            (_, "titleaddon") if inside => "booktitleaddon",
            _ => source,
        };
        return vec![renamed];
    }
    if source == "author" && inside && parent.ends_with("book") {
        return vec!["author", "bookauthor"];
    }
    vec![source]
}
