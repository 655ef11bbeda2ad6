//! References that notes describe: the record in a note, where no library has the work, or has less of it.
//!
//! What a note says is what people type: names in any order, dates in any form, an address for an identifier. A library wins
//! over a note field by field.

use super::csl::item::reference;
use super::{Bibliography, Reference};
use crate::config::{Content, stem};
use crate::diagnostics::{Code, Diagnostic};
use crate::note::record::{Part, Record, arxiv_number, is_of_paper};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

mod dates;
mod key;
mod kinds;
mod names;

/// A note with the record in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Description {
    /// The path of the note.
    pub path: Arc<str>,
    /// What it says.
    pub record: Record,
    /// Other names of the note.
    pub aliases: Vec<String>,
}

/// The descriptions in these notes that may be of a work: neither the home page nor an introduction of a tag.
pub fn descriptions<'a>(
    notes: impl Iterator<Item = (&'a Arc<str>, &'a Record, &'a [String])>,
    content: &Content,
    home: Option<&str>,
) -> Vec<Description> {
    let is_apart = |path: &str| home == Some(path) || content.below(path).starts_with("tags/");
    let notes = notes.filter(|(path, ..)| !is_apart(path));
    notes
        .map(|(path, record, aliases)| Description {
            path: path.clone(),
            record: record.clone(),
            aliases: aliases.to_vec(),
        })
        .collect()
}

/// The bibliography with what the notes describe, and where the two disagree.
pub fn with(bibliography: &Bibliography, described: &[Description]) -> (Bibliography, Vec<Diagnostic>) {
    let mut references: Vec<Reference> = bibliography.references.clone();
    let mut by_key: HashMap<String, usize> =
        references.iter().enumerate().map(|(at, reference)| (reference.key.clone(), at)).collect();
    let mut by_doi: BTreeMap<String, usize> =
        references.iter().enumerate().filter_map(|(at, reference)| Some((reference.item.doi()?, at))).collect();
    let from_files = references.len();
    let mut diagnostics = Vec::new();
    let mut of_notes = HashMap::new();
    for description in described {
        let item = item(&description.record);
        let name = file_name(&description.path);
        let own = item.get("DOI").and_then(Json::as_str).map(str::to_lowercase);
        let keys = description
            .record
            .text(Part::Key)
            .into_iter()
            .chain([name])
            .chain(description.aliases.iter().map(String::as_str));
        let known = keys
            .map(|key| key.trim_start_matches('@'))
            .find_map(|key| by_key.get(key))
            .or_else(|| by_doi.get(own.as_ref()?));
        if let Some(at) = known.copied() {
            if at < from_files {
                diagnostics.extend(differences(&references[at], &item, description));
                fill(&mut references[at], item);
            }
            of_notes.entry(description.path.clone()).or_insert_with(|| references[at].key.clone());
            continue;
        }
        let key = key::of(description, &item, &|key| by_key.contains_key(key));
        let place = description.record.span.clone();
        let new = reference(key.clone(), place.clone(), place, item);
        by_key.insert(key.clone(), references.len());
        by_doi.extend(new.item.doi().map(|doi| (doi, references.len())));
        of_notes.insert(description.path.clone(), key);
        references.push(new);
    }
    let mut whole = Bibliography::new(references, &mut diagnostics);
    whole.broken.clone_from(&bibliography.broken);
    whole.cut_off = bibliography.cut_off;
    whole.of_notes = of_notes;
    (whole, diagnostics)
}

fn file_name(path: &str) -> &str {
    stem(path.rsplit('/').next().unwrap_or(path))
}

/// Takes what a library does not say from a note.
fn fill(reference: &mut Reference, item: Map<String, Json>) {
    let said = super::Item::new(item);
    for (variable, value) in said.0.iter().filter(|(variable, _)| *variable != "type") {
        if !reference.item.0.contains_key(variable) {
            reference.item.0.insert(variable.to_owned(), value.clone());
        }
    }
}

/// Where a note says something else than the library: of title, year, first author and DOI.
fn differences(reference: &Reference, item: &Map<String, Json>, description: &Description) -> Option<Diagnostic> {
    let folded =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let note = super::Item::new(item.clone());
    let mut found = Vec::new();
    let pair =
        |of: &super::Item, variable: &str| of.plain(variable).map(|text| folded(&text)).filter(|text| !text.is_empty());
    if let (Some(ours), Some(theirs)) = (pair(&note, "title"), pair(&reference.item, "title")) {
        let is_part = ours.starts_with(&theirs) || theirs.starts_with(&ours);
        if !is_part && strsim::normalized_damerau_levenshtein(&ours, &theirs) < 0.8 {
            found.push("title");
        }
    }
    if let (Some(ours), Some(theirs)) = (note.year(), reference.item.year())
        && ours != theirs
    {
        found.push("year");
    }
    let family = |of: &super::Item| of.short_authors().first().map(|name| folded(name));
    if let (Some(ours), Some(theirs)) = (family(&note), family(&reference.item))
        && !ours.contains(&theirs)
        && !theirs.contains(&ours)
    {
        found.push("first author");
    }
    if let (Some(ours), Some(theirs)) = (note.doi(), reference.item.doi())
        && ours != theirs
    {
        found.push("DOI");
    }
    let what = match found.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let message =
        format!("this note has another {what} than the library has for `{}`; the library counts", reference.key);
    let problem = Diagnostic::new(Code::RecordDiffers, message).at(description.record.span.clone());
    Some(
        problem
            .related(reference.place.clone(), "the library’s record")
            .hint("mend one of the two, or give the note another key"),
    )
}

/// The record as an item of CSL-JSON.
fn item(record: &Record) -> Map<String, Json> {
    let mut item = Map::new();
    let mut put = |variable: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            item.entry(variable.to_owned()).or_insert(Json::String(value.trim().to_owned()));
        }
    };
    let text = |part| record.text(part).map(str::to_owned);
    put("title", title(record));
    put("publisher", text(Part::Publisher).or_else(|| text(Part::School)));
    put("publisher-place", text(Part::Place).filter(|_| record.get(Part::Publisher).is_some()));
    put("volume", text(Part::Volume));
    put("issue", text(Part::Issue));
    put("page", text(Part::Pages).filter(|pages| pages.contains(|c: char| c.is_ascii_digit())));
    put("edition", text(Part::Edition));
    put("DOI", record.all(Part::Doi).chain(record.all(Part::Url)).find_map(doi));
    put("ISBN", text(Part::Isbn).filter(|isbn| isbn.chars().filter(char::is_ascii_digit).count() >= 9));
    put("ISSN", text(Part::Issn));
    put("PMID", text(Part::Pmid).map(|pmid| pmid.chars().filter(char::is_ascii_digit).collect()));
    put("language", text(Part::Language));
    put("abstract", text(Part::Abstract).filter(|text| text.chars().count() > 40));
    let arxiv = record.all(Part::Arxiv).chain(record.all(Part::Url)).find_map(arxiv_number).map(str::to_owned);
    put("number", arxiv.as_ref().map(|number| format!("arXiv:{number}")));
    let address = |part| record.all(part).find(|text| text.starts_with("http")).map(str::to_owned);
    let papers = record.all(Part::Url).find(|text| is_of_paper(text)).map(str::to_owned);
    put(
        "URL",
        papers
            .or_else(|| address(Part::Url))
            .or_else(|| address(Part::Arxiv))
            .or_else(|| arxiv.as_ref().map(|number| format!("https://arxiv.org/abs/{number}"))),
    );
    let venue = kinds::venue(record);
    for (variable, value) in venue.variables {
        put(variable, Some(value));
    }
    item.insert("type".to_owned(), Json::String(kinds::kind(record, venue.kind, arxiv.is_some()).to_owned()));
    for (part, variable) in [(Part::Author, "author"), (Part::Editor, "editor")] {
        let names = record.get(part).map(names::read).unwrap_or_default();
        if !names.is_empty() {
            item.insert(variable.to_owned(), Json::Array(names));
        }
    }
    let is_bibliographic =
        [Part::Journal, Part::Publisher, Part::Doi, Part::Isbn].into_iter().any(|part| record.get(part).is_some());
    let date = [Part::Published, Part::Year].into_iter().find_map(|part| dates::read(record.text(part)?));
    let date = date.or_else(|| dates::read(record.text(Part::Date).filter(|_| is_bibliographic)?));
    let date = date.or_else(|| venue.year.map(|year| vec![year]));
    let date = date.or_else(|| dates::of_arxiv(arxiv.as_deref()?).map(|year| vec![year]));
    let date = date.or_else(|| dates::in_brackets(record.heading.as_deref()?).map(|year| vec![year]));
    if let Some(parts) = date {
        item.insert("issued".to_owned(), json!({ "date-parts": [parts] }));
    }
    item
}

/// The title that is said, else the heading without what people put around it.
fn title(record: &Record) -> Option<String> {
    let said = record.text(Part::Title).map(str::to_owned);
    let heading = || {
        let heading = record.heading.as_deref()?;
        let year = dates::in_brackets(heading);
        let bare = match year {
            Some(year) => heading.replace(&format!("({year})"), "").replace(&format!("[{year}]"), ""),
            None => heading.to_owned(),
        };
        Some(bare.trim().trim_end_matches(['-', '–', ',']).trim().to_owned())
    };
    said.or_else(heading).filter(|title| !title.is_empty())
}

/// The DOI in a text or an address.
fn doi(text: &str) -> Option<String> {
    let at = text.find("10.")?;
    let is_start = at == 0 || text[..at].ends_with(['/', ':', ' ', '=']);
    let end = text[at..].find([' ', ')', ']', '>', '"', ',', ';']).map_or(text.len(), |end| at + end);
    let doi = text[at..end].trim_end_matches(['.', '/']);
    let (registrant, rest) = doi.split_once('/')?;
    let is_doi =
        is_start && registrant.len() >= 7 && registrant[3..].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_doi && !rest.is_empty()).then(|| doi.to_owned())
}

/// The letters that identify words in titles: what keys are made of.
fn significant(title: &str) -> impl Iterator<Item = String> {
    const SMALL: &[&str] = &[
        "a", "an", "the", "of", "on", "in", "for", "and", "to", "with", "from", "by", "at", "is", "are", "as", "via",
        "der", "die", "das", "und", "ein", "eine", "von", "zur", "le", "la", "les", "de", "des", "du", "et", "un",
        "une", "el", "los", "las", "y", "en", "o", "и", "в", "на", "о", "за", "что",
    ];
    let plain = any_ascii::any_ascii(title);
    let words: Vec<String> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL.contains(&word.to_ascii_lowercase().as_str()))
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Names that are set already, to tell them apart.
type Taken<'a> = &'a dyn Fn(&str) -> bool;
