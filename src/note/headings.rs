//! Anchors of headings: the author's `{#id}`, else made from the text, unique in a file.

use super::{Heading, Label, LabelKind, NoteSummary};
use std::collections::BTreeMap;

/// Prefixes of anchors that pages make themselves.
const RESERVED: &[&str] = &["ref-", "cite-", "loc-", "fn", "block-"];
/// Anchors of parts that pages have around the text.
const PARTS: &[&str] = &["references", "sources", "themes", "evidence", "time", "main", "cite-text", "card"];

/// Gives every heading its final anchor; those that have one keep it where they can.
pub fn assign_ids(headings: &mut [Heading]) {
    let mut taken = BTreeMap::new();
    for heading in headings.iter_mut().filter(|heading| !heading.id.is_empty()) {
        heading.id = free(&id(&heading.id, ""), &mut taken);
    }
    for heading in headings.iter_mut().filter(|heading| heading.id.is_empty()) {
        heading.id = free(&id("", &heading.text), &mut taken);
    }
}

/// The anchor of a heading with this one of its own, if it has one, and this text; others may have the same.
pub fn id(own: &str, text: &str) -> String {
    unreserved(&if own.is_empty() { slug(text) } else { own.to_owned() })
}

/// The text as an anchor: lower case, letters of any script, hyphens for spaces.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c) {
            slug.push(c);
        } else if (c.is_whitespace() || matches!(c, '-' | '–' | '—')) && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

fn unreserved(id: &str) -> String {
    let reserved = RESERVED.iter().any(|prefix| id.starts_with(prefix)) || PARTS.contains(&id);
    if reserved { format!("h-{id}") } else { id.to_owned() }
}

/// The anchor itself or with the next number that is free; `taken` holds the number to try next.
fn free(id: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let mut number = taken.get(id).copied().unwrap_or(0);
    let free = loop {
        let candidate = if number == 0 { id.to_owned() } else { format!("{id}-{number}") };
        number += 1;
        if !taken.contains_key(&candidate) {
            break candidate;
        }
    };
    taken.insert(id.to_owned(), number);
    taken.entry(free.clone()).or_insert(1);
    free
}

/// Adds the headings, the one that is the title among them, to what can be referred to: by their own ids.
pub(super) fn add_labels(note: &NoteSummary, labels: &mut Vec<Label>) {
    let title = note.title_id.iter().zip(&note.heading_title);
    labels.extend(title.map(|(id, text)| Label { id: id.clone(), kind: LabelKind::Section, caption: text.clone() }));
    let sections = note.headings.iter().map(|heading| Label {
        id: heading.id.clone(),
        kind: LabelKind::Section,
        caption: heading.text.clone(),
    });
    labels.extend(sections);
}
