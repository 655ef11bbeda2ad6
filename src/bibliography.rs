//! The references of a review, by key, each with its place.
//!
//! Every format ends in one model: an item of CSL's types and variables, in the shape of CSL-JSON.
//! Files are read entry by entry, so that one bad entry costs that entry and no other.

use crate::diagnostics::{Checked, Code, Diagnostic, Span, TextFile};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

pub(crate) mod bibtex;
mod csl;
mod described;
mod files;
mod hayagriva;
pub mod model;
pub(crate) mod ris;
pub(crate) mod tex;
#[cfg(test)]
mod tests;
mod yaml_items;

pub(crate) use csl::name::written;
pub use described::{Description, descriptions, with as with_descriptions};
pub use files::{Shelf, is_plain_library, shelf};
pub(crate) use model::date::no_such_day;
pub use model::{Day, ItemDate, Name, Value, Variables, csl_variables, year_text};

/// One record of the bibliography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The key that citations use, exactly as the file spells it.
    pub key: String,
    /// The record itself.
    pub item: Item,
    /// Where the key stands.
    pub place: Span,
    /// The whole entry as its file has it.
    pub entry: Span,
    /// The keywords of the record, in the order of the file.
    pub keywords: Vec<String>,
    /// The title as the record spells it: an item has it in sentence case.
    pub spelled: SpelledTitle,
}

/// A title as the record spells it, with CSL's inline markup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpelledTitle {
    /// Title and subtitle.
    pub title: String,
    /// What is added to it: a translation, an alternative. May be empty.
    pub addition: String,
    /// The title of what it is a part of; empty where it is a work of its own.
    pub container: String,
}

/// A record as CSL sees it: the variables of an object of CSL-JSON (`type`, `title`, `author`, `issued`, ...) without its `id`.
///
/// Text may hold CSL's inline markup (`<i>`, `<b>`, `<sub>`, `<sup>`, `<span class="nocase">`,
/// `<span style="font-variant:small-caps;">`); a literal `<`, `>` or `&` stands as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Item(pub Variables);

/// All references, in the order of the files, each key once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bibliography {
    references: Vec<Reference>,
    /// The numbers of the references by key: in the order of keys in small letters, then of keys.
    by_key: Vec<usize>,
    broken: BTreeSet<String>,
    cut_off: bool,
    /// The keys of the works that notes describe, by the path of the note.
    of_notes: HashMap<Arc<str>, String>,
}

impl Bibliography {
    /// Whether the absence of this key is reported already: by its broken entry, or by a file that is cut off.
    pub fn explains(&self, key: &str) -> bool {
        self.cut_off || self.broken.contains(key)
    }

    /// The references in the order of the files.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Reference> + DoubleEndedIterator {
        self.references.iter()
    }

    /// The reference with exactly this key.
    pub fn get(&self, key: &str) -> Option<&Reference> {
        let wanted = (folded(key), key);
        let compare = |at: &usize| {
            let known = self.references[*at].key.as_str();
            (folded(known), known).cmp(&wanted)
        };
        let found = self.by_key.binary_search_by(compare).ok()?;
        self.references.get(self.by_key[found])
    }

    /// The notes that describe a work, by path, each with its key.
    pub fn described(&self) -> impl Iterator<Item = (&Arc<str>, &str)> {
        self.of_notes.iter().map(|(path, key)| (path, key.as_str()))
    }

    /// How many references there are.
    pub fn len(&self) -> usize {
        self.references.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.references.is_empty()
    }

    /// The keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let mut keys: Vec<&str> = self.references.iter().map(|reference| reference.key.as_str()).collect();
        keys.sort_unstable();
        keys.into_iter()
    }

    /// Of these references in this order; of several with one key the first one stays.
    fn new(mut references: Vec<Reference>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut order = sorted(&references);
        let mut left_out = BTreeSet::new();
        for alike in order.chunk_by(|a, b| a.folded == b.folded).filter(|alike| alike.len() > 1) {
            let mut numbers: Vec<usize> = alike.iter().map(|entry| entry.number).collect();
            numbers.sort_unstable();
            left_out.extend(similar(&references, &numbers, diagnostics));
        }
        if !left_out.is_empty() {
            let mut number = 0..;
            references.retain(|_| !left_out.contains(&number.next().unwrap_or_default()));
            order = sorted(&references);
        }
        let by_key = order.into_iter().map(|entry| entry.number).collect();
        Self { references, by_key, ..Self::default() }
    }
}

/// A reference as it is sorted: by its key in small letters, its key, its number.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sorted<'a> {
    folded: Cow<'a, str>,
    key: &'a str,
    number: usize,
}

/// A key in small letters.
fn folded(key: &str) -> Cow<'_, str> {
    let is_small = key.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_small { Cow::Borrowed(key) } else { Cow::Owned(key.to_lowercase()) }
}

fn sorted(references: &[Reference]) -> Vec<Sorted<'_>> {
    let entries = references.par_iter().enumerate().map(|(number, reference)| (number, reference.key.as_str()));
    let mut order: Vec<Sorted<'_>> = entries.map(|(number, key)| Sorted { folded: folded(key), key, number }).collect();
    order.par_sort_unstable();
    order
}

/// Which of these references, whose keys differ in case at most, are left out for having the key of one before them.
fn similar(references: &[Reference], numbers: &[usize], diagnostics: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut kept: BTreeMap<&str, &Reference> = BTreeMap::new();
    let mut first_of_all: Option<&Reference> = None;
    let mut left_out = Vec::new();
    for number in numbers {
        let reference = &references[*number];
        let key = &reference.key;
        if let Some(first) = kept.get(key.as_str()) {
            let message = format!("`{key}` is the key of two entries; the first one counts");
            let problem = Diagnostic::new(Code::DuplicateKey, message).at(reference.place.clone());
            let problem = problem.related(first.place.clone(), "the first one");
            diagnostics.push(problem.hint("give one of them another key, or remove it"));
            left_out.push(*number);
            continue;
        }
        if let Some(first) = first_of_all {
            let message = format!("`{key}` and `{}` differ in upper and lower case only", first.key);
            let problem = Diagnostic::new(Code::SimilarKeys, message).at(reference.place.clone());
            let problem = problem.related(first.place.clone(), "the first one");
            diagnostics.push(problem.hint("if they are one work, keep one of them; else rename one"));
        }
        first_of_all.get_or_insert(reference);
        kept.insert(key, reference);
    }
    left_out
}

/// The endings of the files that are read, in lower case.
pub const ENDINGS: &[&str] = &["bib", "bibtex", "json", "ris", "yaml", "yml"];

/// Reads all files of references, each in the format that its ending names, and the references in the front
/// matter of notes, which win over those of files. Other files are left alone.
pub fn parse(files: &[TextFile], inline: &[Span]) -> Checked<Bibliography> {
    let mut diagnostics: Vec<Diagnostic> = files.iter().filter_map(files::flaw).collect();
    let mut references: Vec<Reference> = read(files, &mut diagnostics);
    let own: Vec<Reference> = inline.iter().flat_map(|at| csl::yaml::parse_inline(at, &mut diagnostics)).collect();
    let own_keys: BTreeSet<&str> = own.iter().map(|reference| reference.key.as_str()).collect();
    references.retain(|reference| !own_keys.contains(reference.key.as_str()));
    references.extend(own);
    let order: BTreeMap<&str, usize> = files.iter().enumerate().map(|(at, file)| (&*file.path, at)).collect();
    let position = |place: &Span| {
        let path = place.file.path.clone();
        (order.get(&*path).copied().unwrap_or(usize::MAX), path, place.range().start)
    };
    let in_order = |one: &Span, other: &Span| match Arc::ptr_eq(&one.file.path, &other.file.path) {
        true => one.range().start <= other.range().start,
        false => position(one) <= position(other),
    };
    if !references.is_sorted_by(|one, other| in_order(&one.place, &other.place)) {
        references.sort_by_cached_key(|reference| position(&reference.place));
    }
    let mut bibliography = Bibliography::new(references, &mut diagnostics);
    diagnostics.sort_by_key(|problem| problem.span.as_ref().map(position));
    // What else is wrong with an entry that ends with its file follows from that.
    let cut: Vec<Span> = diagnostics
        .iter()
        .filter(|problem| problem.code == Code::BadEntry)
        .filter_map(|problem| problem.span.clone().filter(|span| is_cut_off(problem, span)))
        .collect();
    let follows =
        |span: &Span| cut.iter().any(|entry| entry.file == span.file && entry.range().start < span.range().start);
    diagnostics.retain(|problem| problem.code != Code::BadField || !problem.span.as_ref().is_some_and(follows));
    for problem in diagnostics.iter_mut().filter(|problem| problem.code == Code::BadEntry) {
        let Some(span) = &problem.span else { continue };
        bibliography.broken.insert(span.text().to_owned());
        if is_cut_off(problem, span) {
            bibliography.cut_off = true;
            let hint = problem.hint.take().map(|hint| format!("{hint}; ")).unwrap_or_default();
            let missing = "the file ends here, and citations of what stood below are not reported one by one";
            problem.hint = Some(format!("{hint}{missing}"));
        }
    }
    Checked { value: bibliography, diagnostics }
}

/// The references of files, format by format, duplicates among them.
fn read(files: &[TextFile], diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let tex: Vec<&TextFile> = files.iter().filter(|file| matches!(ending(file).as_str(), "bib" | "bibtex")).collect();
    let mut references = bibtex::parse(&tex, diagnostics);
    let mut keys = ris::key::Keys::default();
    for file in files.iter().filter(|file| !files::is_blank(file)) {
        references.extend(match ending(file).as_str() {
            "json" => csl::json::parse(file, diagnostics),
            "ris" => ris::parse(file, &mut keys, diagnostics),
            "yaml" | "yml" if csl::yaml::is_csl(file) => csl::yaml::parse(file, diagnostics),
            "yaml" | "yml" => hayagriva::parse(file, diagnostics),
            _ => Vec::new(),
        });
    }
    references
}

/// Whether an entry is open at the end of its file, which then may lack more.
fn is_cut_off(problem: &Diagnostic, entry: &Span) -> bool {
    let below = entry.file.text.get(entry.range().end..).unwrap_or_default();
    problem.message.ends_with("not closed") && !below.contains("\n@")
}

fn ending(file: &TextFile) -> String {
    crate::project::ending(&file.path)
}
