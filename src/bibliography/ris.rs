//! RIS files as references: lines such as `TI  - A title`, entry by entry, from `TY` to `ER`.
//!
//! Read here and not by the crate `biblib`: that gives one error for a whole file, no places, and one list of
//! people whatever their role. An entry without an end ends where the next begins.

use super::Reference;
use super::csl;
use crate::diagnostics::{Code, Diagnostic, TextFile};
use item::Line;
use key::Keys;
use std::collections::BTreeSet;
use std::ops::Range;

mod item;
pub(crate) mod key;
pub(crate) mod tables;

/// The references of a file, in order; the keys that are made for them are not those of other files.
pub(super) fn parse(file: &TextFile, keys: &mut Keys, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let entries = entries(file, diagnostics);
    if entries.is_empty() && !file.text.trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']).is_empty() {
        let problem = Diagnostic::new(Code::BadBibliography, format!("`{}` holds no entry", file.path));
        diagnostics.push(problem.at(file.span(0..0)).hint("an entry begins with `TY  - JOUR` and ends with `ER  - `"));
    }
    let mut unknown = BTreeSet::new();
    for entry in &entries {
        for line in entry.lines.iter().filter(|line| !item::is_known(&line.tag)) {
            if unknown.insert(&line.tag) {
                let message =
                    format!("`{}` is not a tag of RIS; it is kept as `ris.{}` and never printed", line.tag, line.tag);
                diagnostics.push(Diagnostic::new(Code::BadField, message).at(file.span(line.tag_at.clone())));
            }
        }
    }
    let made: Vec<_> = entries.iter().map(|entry| item::item(file, &entry.lines, diagnostics)).collect();
    made.iter().for_each(|made| keys.reserve(made.key.as_deref()));
    let mut references = Vec::new();
    for (entry, made) in entries.into_iter().zip(made) {
        let place = made
            .key_at
            .unwrap_or_else(|| entry.lines.first().map_or(entry.at.clone(), |line| line.tag_at.start..line.at.end));
        let key = made.key.unwrap_or_else(|| keys.make(&made.item));
        references.push(csl::item::reference(key, file.span(place), file.span(entry.at), made.item));
    }
    references
}

/// An entry: its lines, and all of it.
struct Entry {
    lines: Vec<Line>,
    at: Range<usize>,
}

fn entries(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let (mut open, mut outside) = (false, None);
    let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    for text in file.text[start..].split_inclusive('\n') {
        let range = at..at + text.trim_end().len();
        at += text.len();
        let line = tagged(text, range.clone());
        match (line, entries.last_mut()) {
            (Some(line), _) if line.tag == "TY" => {
                entries.push(Entry { at: range, lines: vec![line] });
                open = true;
            }
            (Some(line), Some(entry)) if open && line.tag == "ER" => {
                entry.at.end = range.end;
                open = false;
            }
            (Some(line), Some(entry)) if open => {
                entry.at.end = range.end;
                entry.lines.push(line);
            }
            (None, Some(entry)) if open => {
                if let Some(last) = entry.lines.last_mut().filter(|_| !text.trim().is_empty()) {
                    last.text.push_str(if last.text.is_empty() { "" } else { " " });
                    last.text.push_str(text.trim());
                    last.at.end = range.end;
                    entry.at.end = range.end;
                }
            }
            (Some(line), last) if line.tag != "ER" || last.is_none() => drop(outside.get_or_insert((line.tag, range))),
            _ => {}
        }
    }
    if let Some((tag, range)) = outside {
        let message = format!("`{tag}` stands outside of an entry and is left out, as are all such lines");
        let problem = Diagnostic::new(Code::BadEntry, message).at(file.span(range));
        diagnostics.push(problem.hint("an entry begins with `TY  - JOUR` and ends with `ER  - `"));
    }
    if let Some(entry) = entries.last().filter(|_| open) {
        let head = entry.lines.first().map_or(entry.at.clone(), |line| line.tag_at.start..line.at.end);
        let problem = Diagnostic::new(Code::BadField, "the file ends within this entry, which may lack something");
        diagnostics.push(problem.at(file.span(head)).hint("end it with a line `ER  - `"));
    }
    entries
}

/// `AU  - Doe, Jane`; one space more or less does not count, nor the space behind the hyphen.
fn tagged(text: &str, range: Range<usize>) -> Option<Line> {
    let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
    let rest = &text[indent..];
    let tag = rest.get(..2)?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let gap = rest[2..].len() - rest[2..].trim_start_matches([' ', '\t']).len();
    let value = rest[2 + gap..].strip_prefix('-').filter(|_| is_tag && (1..=4).contains(&gap))?;
    if !value.is_empty() && !value.starts_with(char::is_whitespace) {
        return None;
    }
    let start = range.start + indent;
    let text_start = start + 2 + gap + 1 + (value.len() - value.trim_start().len());
    let at = text_start.min(range.end)..range.end;
    Some(Line { tag: tag.to_owned(), tag_at: start..start + 2, text: value.trim().to_owned(), at })
}
