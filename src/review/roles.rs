//! What each Markdown file is in the review: the home page, the note on a source, the introduction of a tag, or a page.

use super::missing::Missing;
use super::{Document, Role, Source};
use crate::bibliography::Bibliography;
use crate::config::{Content, stem};
use crate::diagnostics::{Code, Diagnostic};
use crate::note::{Note, NoteSummary};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The references by all that a note may join one by.
#[derive(Debug)]
pub struct Joins {
    content: Content,
    pub(super) by_key: HashMap<String, usize>,
    by_doi: BTreeMap<String, usize>,
    /// By the path of the note that describes it.
    by_note: HashMap<Arc<str>, usize>,
}

impl Joins {
    /// Those of a bibliography, by their numbers in it.
    pub fn new(bibliography: &Bibliography, content: &Content) -> Self {
        let references = || bibliography.iter().enumerate();
        let by_key: HashMap<String, usize> = references().map(|(at, reference)| (reference.key.clone(), at)).collect();
        let by_note = bibliography.described().filter_map(|(path, key)| Some((path.clone(), *by_key.get(key)?)));
        Self {
            content: content.clone(),
            by_note: by_note.collect(),
            by_key,
            by_doi: references().filter_map(|(at, reference)| Some((reference.item.doi()?, at))).collect(),
        }
    }

    /// The reference that a note joins: by its front matter, its name, an alias, a DOI, in this order.
    pub fn source(&self, note: &NoteSummary) -> Option<usize> {
        if let Some(at) = self.by_note.get(&note.path) {
            return Some(*at);
        }
        let path = self.content.below(&note.path);
        if let Some((key, _)) = &note.front.citekey {
            return self.by_key.get(key).copied();
        }
        if path.starts_with("tags/") {
            return None;
        }
        let alias = |name: &str| self.by_key.get(name.strip_prefix('@').unwrap_or(name)).copied();
        alias(name(path))
            .or_else(|| note.front.aliases.iter().find_map(|name| alias(name)))
            .or_else(|| note.front.doi.as_ref().and_then(|doi| self.by_doi.get(doi).copied()))
    }
}

/// The name of a file without its folders and its ending.
fn name(path: &str) -> &str {
    stem(path.rsplit('/').next().unwrap_or(path))
}

/// Sorts the notes and gives each its role.
pub(super) fn documents(
    notes: Vec<Arc<Note>>,
    sources: &mut [Source],
    joins: &Joins,
    missing: &mut Missing,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let mut notes = notes;
    let home = joins.content.home(notes.iter().map(|note| &*note.summary.path)).map(str::to_owned);
    notes.sort_by_key(|note| (home.as_deref() != Some(&*note.summary.path), note.summary.path.clone()));
    let mut documents = Vec::with_capacity(notes.len());
    for note in notes {
        let role = match home.as_deref() == Some(&*note.summary.path) {
            true => Role::Home,
            false => role(&note.summary, joins, missing),
        };
        let role = match role {
            Role::Source(source) => match sources[source].note {
                None => {
                    sources[source].note = Some(documents.len());
                    role
                }
                Some(first) => {
                    let key = &sources[source].reference.key;
                    let other: &mut Document = &mut documents[first];
                    if is_named_after(&note.summary, key) && !is_named_after(&other.note.summary, key) {
                        other.role = Role::Page;
                        diagnostics.push(second_note(&other.note.summary, &note.summary, key));
                        sources[source].note = Some(documents.len());
                        role
                    } else {
                        diagnostics.push(second_note(&note.summary, &other.note.summary, key));
                        Role::Page
                    }
                }
            },
            other => other,
        };
        documents.push(Document {
            note,
            role,
            path: String::new(),
            chapter: None,
            folder_tag: None,
            heading_tags: Vec::new(),
        });
    }
    documents
}

/// Whether a note bears the key in its name: of several on one reference this is the one.
fn is_named_after(note: &NoteSummary, key: &str) -> bool {
    let name = name(&note.path);
    name.strip_prefix('@').unwrap_or(name) == key
}

fn second_note(note: &NoteSummary, first: &NoteSummary, key: &str) -> Diagnostic {
    let place = note.front.citekey.as_ref().map_or_else(|| note.file.span(0..0), |(_, span)| span.clone());
    Diagnostic::new(Code::DuplicateNote, format!("`{key}` has a note, `{}`; this one becomes a page", first.path))
        .at(place)
        .hint("join the two, or give this one another `citekey`")
}

/// The role of a note; a reference that it is meant to join and no bibliography has is taken down.
fn role(note: &NoteSummary, joins: &Joins, missing: &mut Missing) -> Role {
    let path = joins.content.below(&note.path);
    if let Some(source) = joins.source(note) {
        return Role::Source(source);
    }
    match &note.front.citekey {
        Some((key, span)) => missing.notes.push((key.clone(), span.clone(), "this note is about")),
        None if path.starts_with("tags/") => return Role::Tag(usize::MAX),
        None if path.starts_with("sources/") && name(path) != "index" => {
            missing.notes.push((name(path).to_owned(), note.file.span(0..0), "this note is named after"));
        }
        None => {}
    }
    Role::Page
}
