//! Lists of YAML parted into their items by lines, for where the whole is no YAML.
//!
//! An item is a line with a dash and the lines that are indented below it; its dash may be damaged, so that what
//! stands there is no item, or seems to belong to the one before.

use super::model::csl_variables;
use crate::diagnostics::{Code, Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// What begins with a dash.
    Item(Range<usize>),
    /// Lines where an item should stand, without a dash.
    Stray(Range<usize>),
}

impl Part {
    fn range(&mut self) -> &mut Range<usize> {
        match self {
            Self::Item(range) | Self::Stray(range) => range,
        }
    }
}

/// The parts of the list in these bytes of the text, in order.
pub(super) fn parts(text: &str, range: Range<usize>) -> Vec<Part> {
    let dash = dash_column(&text[range.clone()]);
    let mut parts: Vec<Part> = Vec::new();
    let mut at = range.start;
    // Whether lines belong to the last part; those below a key beside the list do not.
    let mut open = false;
    for line in text[range].split_inclusive('\n') {
        let whole = at..at + line.len();
        at = whole.end;
        let content = line.trim();
        let outer = Some(indent(line)) <= dash;
        if content.is_empty() || content.starts_with('#') || !outer && open {
            if let Some(last) = parts.last_mut().filter(|_| open) {
                last.range().end = whole.end;
            }
        } else if outer && is_item(line) && (open || parts.is_empty() || names_variable(item(content))) {
            parts.push(Part::Item(whole));
            open = true;
        } else if outer && is_beside(content) {
            open = false;
        } else if open || outer {
            parts.push(Part::Stray(whole));
            open = true;
        }
    }
    parts
}

/// The line of an entry that cannot belong to it, as the head of another one is lost: one that is indented less than the
/// entry's keys, is none of them, or gives one of them again.
pub(super) fn misfit(text: &str, entry: &Range<usize>) -> Option<usize> {
    let mut column = None;
    let mut seen = BTreeSet::new();
    let mut at = entry.start;
    for (number, line) in text[entry.clone()].split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let content = line.trim();
        // Tabs and control characters are no YAML, not even where nothing is said.
        let silent = content.is_empty() && !line.contains('\t')
            || content.starts_with('#') && !content.contains(char::is_control);
        if silent || number == 0 && !is_item(line) {
            continue;
        }
        let fields = if number == 0 { item(content) } else { content };
        let own = if number == 0 { line.find(fields).unwrap_or(0) } else { indent(line) };
        let column = *column.get_or_insert(own);
        let is_field = key(fields).map_or(is_item(fields), |key| seen.insert(key));
        if own < column || own == column && !is_field {
            return Some(start);
        }
    }
    None
}

/// What is wrong with an entry that is read up to the line that misfits.
pub(super) fn left_out(entry: &str, why: &str, line: Span) -> Diagnostic {
    let message = format!("{entry} is read up to here, and what follows is left out: {why}");
    let hint = "if another entry begins here, write its key; else mend this line";
    Diagnostic::new(Code::BadEntry, message).at(line).hint(hint)
}

/// A place without the lines below its first.
pub(super) fn first_line(place: &Span) -> Span {
    let start = place.range().start;
    place.file.span(start..start + place.text().find('\n').unwrap_or(place.text().len()))
}

/// The column of the dashes: where most items begin with a variable of CSL, or the leftmost of all.
fn dash_column(text: &str) -> Option<usize> {
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    let items = || text.lines().filter(|line| is_item(line));
    for line in items().filter(|line| names_variable(item(line.trim()))) {
        *columns.entry(indent(line)).or_default() += 1;
    }
    let most = columns.iter().rev().max_by_key(|(_, count)| **count).map(|(column, _)| *column);
    most.or_else(|| items().map(indent).min())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line is an item of a list.
pub(super) fn is_item(line: &str) -> bool {
    line.trim_start().strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Whether a line is the head of an entry, as Hayagriva's files have it: a key at the margin.
pub(super) fn is_entry(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\''))
        && (line.ends_with(':') || line.contains(": "))
}

/// Whether a line is an item that begins with its `id`.
pub(super) fn names_id(line: &str) -> bool {
    is_item(line) && key(item(line.trim())) == Some("id")
}

/// What stands behind the dash.
fn item(content: &str) -> &str {
    content.strip_prefix('-').unwrap_or(content).trim_start()
}

/// Whether this is a key of a reference.
fn names_variable(content: &str) -> bool {
    key(content)
        .is_some_and(|key| matches!(key, "id" | "type") || csl_variables::kind(csl_variables::present(key)).is_some())
}

/// Whether a line stands beside a list: a key that no reference has, or the mark of a document.
fn is_beside(content: &str) -> bool {
    matches!(content, "---" | "...")
        || key(content) == Some("references")
        || key(content).is_some() && !names_variable(content)
}

/// The plain key that begins a line.
fn key(content: &str) -> Option<&str> {
    let (key, value) = content.split_once(':')?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let plain = key.starts_with(char::is_alphabetic)
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    (plain && (value.is_empty() || value.starts_with(char::is_whitespace))).then_some(key)
}
