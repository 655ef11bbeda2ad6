//! A table of the records for spreadsheets: a row a reference, a column for each variable that any of them has.
//!
//! Names are `Family, Given; Family, Given`, dates ISO 8601 with `~` for a guess and `/` in ranges, texts plain. The file is
//! written as the evidence tables are (`page::csv`): with a byte order mark for Excel, and no cell is a formula.

use super::dates;
use crate::bibliography::{Item, Name, csl_variables};
use crate::page::csv;

/// The columns that come first, in the order in which people look for them.
const FIRST: &[&str] =
    &["author", "editor", "issued", "title", "container-title", "volume", "issue", "page", "DOI", "URL"];

/// Items with their keys as a table.
pub(super) fn written<'a>(items: impl Iterator<Item = (&'a str, &'a Item)>) -> String {
    let items: Vec<(&str, &Item)> = items.collect();
    let others = csl_variables::all().filter(|variable| !FIRST.contains(variable));
    let is_used = |variable: &&str| items.iter().any(|(_, item)| item.0.contains_key(variable));
    let variables: Vec<&str> = FIRST.iter().copied().chain(others).filter(is_used).collect();
    let head = ["key", "type"].iter().chain(&variables).map(|name| (*name).to_owned()).collect();
    let row = |(key, item): &(&str, &Item)| {
        let cells = variables.iter().map(|variable| cell(item, variable));
        [(*key).to_owned(), item.kind().to_owned()].into_iter().chain(cells).collect()
    };
    csv::write(std::iter::once(head).chain(items.iter().map(row)))
}

fn cell(item: &Item, variable: &str) -> String {
    let names = item.names(variable);
    if !names.is_empty() {
        return names.iter().map(Name::inverted).collect::<Vec<_>>().join("; ");
    }
    match item.date(variable) {
        Some(date) => dates::edtf(&date).or(date.literal).unwrap_or_default(),
        None => item.plain(variable).unwrap_or_default(),
    }
}
