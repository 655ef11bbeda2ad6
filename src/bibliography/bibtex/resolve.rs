//! What a `.bib` entry takes from elsewhere: macros of `@string`, fields of `xdata` and of `crossref`.
//!
//! Everything here has a budget: chains of 32 entries, values of 1 MiB, 16 MiB more than the files hold, and an
//! entry that leads back to itself stops there. Macros count from where they are defined, so that they cannot form a cycle.

use super::fields::{Field, Fields, Name, Text};
use super::raw;
use super::raw::{Block, Part, RawEntry, RawField};
use super::scan::MAX_VALUE;
use crate::diagnostics::{Code, Diagnostic, Span, TextFile, did_you_mean};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

const MAX_CHAIN: usize = 32;
/// How many bytes all values together may grow by.
const MAX_GROWTH: usize = 16 << 20;
/// How many hints are looked for among all names: each costs a comparison with every one of them.
const MAX_HINTS: usize = 20;
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// An entry with its macros in.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// In lower case.
    pub kind: Cow<'a, str>,
    /// As written.
    pub key: &'a str,
    /// Where the key stands.
    pub place: Span,
    /// The whole entry.
    pub whole: Span,
    /// Its own fields or, once resolved, all of them.
    pub fields: Fields<'a>,
}

/// The entries of all files, each with the fields that it inherits.
pub(super) fn entries<'a>(
    files: Vec<(&'a TextFile, Vec<Block<'a>>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry<'a>> {
    let left = MAX_GROWTH + files.iter().map(|(file, _)| file.text.len()).sum::<usize>();
    let mut macros = Macros { known: BTreeMap::new(), undefined: BTreeSet::new(), left, hints: MAX_HINTS, diagnostics };
    let mut written = Vec::new();
    for (file, blocks) in files {
        for block in blocks {
            match block {
                Block::Macro(field) => macros.define(file, field),
                Block::Entry(raw) => written.push((file, macros.made(file, &raw), raw)),
                Block::JabRef(_) | Block::JabRefType(_) => {}
            }
        }
    }
    let own = written.into_par_iter().map(|(file, made, raw)| own(file, made, raw));
    let (entries, problems): (Vec<_>, Vec<_>) = own.unzip();
    diagnostics.extend(problems.into_iter().flatten());
    inherit(entries, diagnostics)
}

/// An entry with its own fields; those that were put together are among `made`, by their number.
fn own<'a>(file: &'a TextFile, made: Vec<(usize, Text<'a>)>, raw: RawEntry<'a>) -> (Entry<'a>, Vec<Diagnostic>) {
    let mut made = made.into_iter().peekable();
    let own = raw.fields.into_iter().enumerate().filter_map(|(at, field)| {
        let text = match (made.next_if(|(number, _)| *number == at), field.first) {
            (Some((_, text)), _) => text,
            (None, Some(Part::Text(text))) => Text::Written(text),
            (None, _) => Text::Written(""),
        };
        let is_empty = text.trim_ascii().is_empty();
        (!is_empty).then(|| (Name::new(field.name), Field { text, file, range: field.at }))
    });
    // In the memory of the fields as written.
    let own = own.collect();
    let mut problems = Vec::new();
    let mut fields = Fields::default();
    fields.extend(own, |name, first, second| {
        let problem = Diagnostic::new(Code::BadField, format!("`{name}` is given twice; the first one counts"));
        problems.push(problem.at(second.at()).related(first.at(), "the first one"));
    });
    let (place, whole) = (file.span(raw.key_at), file.span(raw.at));
    (Entry { kind: raw.kind, key: raw.key, place, whole, fields }, problems)
}

struct Macros<'a, 'd> {
    known: BTreeMap<String, Text<'a>>,
    undefined: BTreeSet<String>,
    left: usize,
    hints: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Macros<'a, '_> {
    fn define(&mut self, file: &'a TextFile, field: RawField<'a>) {
        let text = self.value(file, &field);
        self.known.insert(field.name.into_owned(), text);
    }

    /// The values of an entry that stand in no file as they are, by the numbers of their fields.
    fn made(&mut self, file: &'a TextFile, raw: &RawEntry<'a>) -> Vec<(usize, Text<'a>)> {
        let is_made = |field: &RawField| matches!(field.first, Some(Part::Macro(_))) || !field.more.is_empty();
        let made = raw.fields.iter().enumerate().filter(|(_, field)| is_made(field));
        made.map(|(at, field)| (at, self.value(file, field))).collect()
    }

    fn value(&mut self, file: &'a TextFile, field: &RawField<'a>) -> Text<'a> {
        let first = match field.first {
            None => return Text::Written(""),
            Some(Part::Text(text)) if field.more.is_empty() => return Text::Written(text),
            Some(part) => self.part(file, field, part),
        };
        let more: Vec<Text> = field.more.iter().map(|part| self.part(file, field, *part)).collect();
        let length = more.iter().fold(first.len(), |length, part| length.saturating_add(part.len()));
        if length > MAX_VALUE.min(self.left) {
            let problem = Diagnostic::new(Code::BadField, format!("`{}` grows too large and is left out", field.name));
            self.diagnostics
                .push(problem.at(file.span(field.at.clone())).hint("shorten the `@string`s that it is made of"));
            return Text::Written("");
        }
        self.left -= length;
        if more.is_empty() {
            return first;
        }
        let joined: String = [first].iter().chain(&more).map(|part| &**part).collect();
        Text::Made(joined.into())
    }

    fn part(&mut self, file: &TextFile, field: &RawField, part: Part<'a>) -> Text<'a> {
        let name = match part {
            Part::Text(text) => return Text::Written(text),
            Part::Macro(name) => name,
        };
        let lower = raw::lower(name);
        if let Some(text) = self.known.get(&*lower) {
            return text.clone();
        }
        if !MONTHS.contains(&&*lower) && self.undefined.insert(lower.clone().into_owned()) {
            let message = format!("`{name}` in `{}` is not defined and stands for itself", field.name);
            let near = did_you_mean(&lower, self.known.keys().map(String::as_str).take(spend(&mut self.hints)));
            let hint =
                near.unwrap_or_else(|| format!("write `{{{name}}}`, or define it with `@string{{{name} = {{...}}}}`"));
            self.diagnostics.push(Diagnostic::new(Code::BadField, message).at(file.span(field.at.clone())).hint(hint));
        }
        Text::Written(name)
    }
}

/// How many names may be compared for one more hint: all of them, until the hints are spent.
fn spend(hints: &mut usize) -> usize {
    let names = if *hints > 0 { usize::MAX } else { 0 };
    *hints = hints.saturating_sub(1);
    names
}

/// How far the fields of an entry are.
enum State<'a> {
    Own,
    Open,
    Done(Fields<'a>),
}

struct Inheritance<'a, 'e, 'd> {
    entries: &'e [Entry<'a>],
    by_key: BTreeMap<&'a str, usize>,
    states: Vec<State<'a>>,
    left: usize,
    hints: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

fn inherit<'a>(mut entries: Vec<Entry<'a>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry<'a>> {
    let inherits = |entry: &Entry| ["xdata", "crossref"].iter().any(|name| entry.fields.get(name).is_some());
    if !entries.iter().any(inherits) {
        return entries;
    }
    let mut by_key = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_key.entry(entry.key).or_insert(index);
    }
    let states = entries.iter().map(|_| State::Own).collect();
    let mut inheritance =
        Inheritance { entries: &entries, by_key, states, left: MAX_GROWTH, hints: MAX_HINTS, diagnostics };
    for index in 0..entries.len() {
        inheritance.resolve(index, 0);
    }
    let states = inheritance.states;
    for (entry, state) in entries.iter_mut().zip(states) {
        if let State::Done(fields) = state {
            entry.fields = fields;
        }
    }
    entries
}

impl<'a> Inheritance<'a, '_, '_> {
    /// Completes the fields of an entry, where it inherits any.
    fn resolve(&mut self, index: usize, chain: usize) {
        let entry = &self.entries[index];
        let sources = ["xdata", "crossref"].map(|name| entry.fields.get(name).map(|field| (name, field)));
        if matches!(self.states[index], State::Done(_)) || sources.iter().all(Option::is_none) {
            return;
        }
        let mut fields = entry.fields.clone();
        self.states[index] = State::Open;
        for (name, field) in sources.into_iter().flatten() {
            for key in field.text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
                self.take(&mut fields, entry, (name, field), key, chain);
            }
        }
        self.states[index] = State::Done(fields);
    }

    /// Adds what `key` gives to an entry by its field `xdata` or `crossref`.
    fn take(&mut self, fields: &mut Fields<'a>, entry: &Entry, (name, field): (&str, &Field), key: &str, chain: usize) {
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
        self.resolve(parent, chain + 1);
        let kind = &self.entries[parent].kind;
        let inherited = match &self.states[parent] {
            State::Done(fields) => fields,
            State::Own | State::Open => &self.entries[parent].fields,
        };
        let mut taken = Vec::new();
        for (source, value) in inherited.iter() {
            let targets = if name == "xdata" { plain_copy(source) } else { targets(kind, &entry.kind, source) };
            for target in targets.into_iter().filter(|target| !target.is_empty()) {
                let own = fields.get(target).is_some() || alias(target).is_some_and(|name| fields.get(name).is_some());
                if own || value.text.len() > self.left {
                    continue;
                }
                self.left -= value.text.len();
                taken.push((Name::new(Cow::Owned(target.to_owned())), value.clone()));
            }
        }
        fields.extend(taken, |_, _, _| {});
    }

    fn warn(&mut self, field: &Field, message: String, hint: Option<String>) {
        self.diagnostics.push(Diagnostic::new(Code::BadField, message).at(field.at()).maybe_hint(hint));
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

/// The other name that an entry may have given a field, which then counts.
fn alias(field: &str) -> Option<&'static str> {
    Some(match field {
        "location" => "address",
        "address" => "location",
        "journaltitle" => "journal",
        "journal" => "journaltitle",
        "institution" => "school",
        "school" => "institution",
        "annotation" => "annote",
        "annote" => "annotation",
        "date" => "year",
        "eprinttype" => "archiveprefix",
        "keywords" => "keyword",
        "langid" => "hyphenation",
        _ => return None,
    })
}

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
