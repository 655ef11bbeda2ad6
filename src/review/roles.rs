//! What each Markdown file is in the review: the home page, the note on a source, the introduction of a tag, or a page.

use super::missing::Missing;
use super::{Document, Role, Source, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::note::{Note, NoteSummary};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Sorts the notes and gives each its role.
pub(super) fn documents(
    notes: Vec<Arc<Note>>,
    sources: &mut [Source],
    by_key: &HashMap<String, usize>,
    missing: &mut Missing,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let mut notes = notes;
    notes.sort_by_key(|note| (names::below_content(&note.summary.path) != "index.md", note.summary.path.clone()));
    let by_doi: BTreeMap<String, usize> =
        sources.iter().enumerate().filter_map(|(at, source)| Some((source.reference.item.doi()?, at))).collect();
    let mut documents = Vec::with_capacity(notes.len());
    for note in notes {
        let role = role(&note.summary, by_key, &by_doi, missing);
        let role = match role {
            Role::Source(source) => match sources[source].note {
                None => {
                    sources[source].note = Some(documents.len());
                    role
                }
                Some(first) => {
                    let first: &Document = &documents[first];
                    diagnostics.push(second_note(&note.summary, &first.note.summary, &sources[source].reference.key));
                    Role::Page
                }
            },
            other => other,
        };
        documents.push(Document { note, role, path: String::new(), heading_tags: Vec::new() });
    }
    documents
}

fn second_note(note: &NoteSummary, first: &NoteSummary, key: &str) -> Diagnostic {
    let place = note.front.citekey.as_ref().map_or_else(|| note.file.span(0..0), |(_, span)| span.clone());
    Diagnostic::new(
        Code::DuplicateNote,
        format!("`{key}` already has a note, `{}`; this one becomes a page", first.path),
    )
    .at(place)
    .hint("join the two, or give this one another `citekey`")
}

/// A note joins its reference by its front matter, its name, an alias, a DOI, in this order.
fn role(
    note: &NoteSummary,
    by_key: &HashMap<String, usize>,
    by_doi: &BTreeMap<String, usize>,
    missing: &mut Missing,
) -> Role {
    let path = names::below_content(&note.path);
    if path == "index.md" {
        return Role::Home;
    }
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
    if let Some((key, span)) = &note.front.citekey {
        if let Some(source) = by_key.get(key) {
            return Role::Source(*source);
        }
        missing.notes.push((key.clone(), span.clone(), "this note is about"));
        return Role::Page;
    }
    if path.starts_with("tags/") {
        return Role::Tag(usize::MAX);
    }
    let alias = |name: &str| by_key.get(name.strip_prefix('@').unwrap_or(name)).copied();
    let found = alias(stem)
        .or_else(|| note.front.aliases.iter().find_map(|name| alias(name)))
        .or_else(|| note.front.doi.as_ref().and_then(|doi| by_doi.get(doi).copied()));
    if found.is_none() && path.starts_with("sources/") && stem != "index" {
        missing.notes.push((stem.to_owned(), note.file.span(0..0), "this note is named after"));
    }
    found.map_or(Role::Page, Role::Source)
}
