//! CSL-JSON as references: a list of items as Zotero, Better BibTeX and pandoc write it, one item, or one a line.
//!
//! Items are parted before any of them is read (`json_items.rs`); serde_json then reads each on its own, and
//! each field on its own, in place, so that everything has its place in the file.

use super::item::{Field, Maker};
use super::json_items::{Part, parts};
use crate::bibliography::Reference;
use crate::diagnostics::{Code, Diagnostic, TextFile};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Range;

/// The references of a file, in order.
pub(crate) fn parse(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let Some(mut parts) = parts(&file.text) else {
        let problem = Diagnostic::new(
            Code::BadBibliography,
            format!("`{}` is no CSL-JSON: a list of items in `[` and `]`", file.path),
        );
        diagnostics.push(problem.at(file.span(0..0)).hint("export the library as CSL JSON or Better CSL JSON"));
        return Vec::new();
    };
    let mut maker = Maker::new(file, str::to_owned, diagnostics);
    let mut references = Vec::new();
    let mut cut_off = false;
    while let Some(part) = parts.next() {
        match part {
            Part::Item(range) => match fields(&file.text, &range) {
                Ok(fields) => references.extend(maker.reference(fields, range)),
                Err(error) => {
                    maker.diagnostics.push(broken(file, &range, &error));
                    parts.look_within();
                }
            },
            Part::Unclosed(range) => {
                cut_off = file.text[range.end..].trim_end_matches([',', ']', '}']).trim().is_empty();
                let message =
                    if cut_off { "it is not closed" } else { "the next item begins before its closing brace" };
                maker.diagnostics.push(bad_entry(file, &range, message).hint("add the missing `}`, `]` or quote"));
            }
            Part::TooDeep(range, at) => {
                let problem = bad_entry(file, &range, "it is nested too deep")
                    .hint("remove lists and objects that are not needed");
                maker.diagnostics.push(problem.related(file.span(at..at + 1), "here it becomes too deep"));
            }
            Part::Stray(range) => {
                let problem = Diagnostic::new(Code::BadEntry, "this is not an item and is left out");
                let line = file.text[range.clone()].find('\n').unwrap_or(range.len());
                maker.diagnostics.push(
                    problem
                        .at(file.span(range.start..range.start + line))
                        .hint("an item is `{\"id\": \"key\", \"type\": \"book\", ...}`"),
                );
            }
            Part::OpenList(_) if cut_off => {}
            Part::OpenList(at) => {
                let problem = Diagnostic::new(Code::BadEntry, "the list of items is not closed").at(file.span(at..at));
                maker.diagnostics.push(problem.hint("add `]` at its end"));
            }
        }
    }
    references
}

/// A problem with an item as a whole, at its key where that can be found.
fn bad_entry(file: &TextFile, range: &Range<usize>, why: &str) -> Diagnostic {
    let key = key_of(&file.text, range);
    let name = key.as_ref().map_or("this item".to_owned(), |key| format!("entry `{}`", &file.text[key.clone()]));
    let at = key.unwrap_or(range.start..range.start + 1);
    Diagnostic::new(Code::BadEntry, format!("{name} cannot be read: {why}")).at(file.span(at))
}

fn broken(file: &TextFile, range: &Range<usize>, error: &serde_json::Error) -> Diagnostic {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    let at = range.start + offset(&file.text[range.clone()], error.line(), error.column());
    bad_entry(file, range, what).related(file.span(at..at), "here")
}

/// The byte that serde_json means by a line and a column.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((before + column.saturating_sub(1)).min(text.len()))
}

/// Where the key of an item stands that cannot be read: what follows the first `"id":`.
fn key_of(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let item = &text[range.clone()];
    let after = item.find("\"id\"")? + "\"id\"".len();
    let value = item[after..].trim_start().strip_prefix(':')?.trim_start();
    let start = range.start + item.len() - value.len();
    let (start, inside) = match value.strip_prefix('"') {
        Some(inside) => (start + 1, inside),
        None => (start, value),
    };
    let length = inside.find(['"', ',', '\n', '}']).unwrap_or(inside.len());
    (length > 0).then_some(start..start + length)
}

/// The fields of an object, in order, those that are given twice among them.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

fn fields(text: &str, range: &Range<usize>) -> Result<Vec<Field>, serde_json::Error> {
    let members: Members<'_> = serde_json::from_str(&text[range.clone()])?;
    Ok(members.0.into_iter().map(|(name, raw)| field(text, name, raw)).collect())
}

/// A field with its places; a text that is no Unicode, such as half a surrogate, stays as it is written.
fn field(text: &str, name: String, raw: &RawValue) -> Field {
    let at = place(text, raw);
    let value = match serde_json::from_str(raw.get()) {
        Ok(Value::Number(_)) => Value::String(raw.get().to_owned()),
        Ok(value) => value,
        Err(_) => Value::String(raw.get().trim_matches('"').to_owned()),
    };
    let items = match &value {
        Value::Array(_) => serde_json::from_str::<Vec<&RawValue>>(raw.get()).unwrap_or_default(),
        _ => Vec::new(),
    };
    let items = items.into_iter().map(|item| place(text, item)).collect();
    let before = text[..at.start].trim_end().trim_end_matches(':').trim_end().trim_end_matches('"');
    let name_start = before.rfind('"').map_or(at.start, |quote| quote + 1);
    Field { name, name_at: name_start..before.len().max(name_start), value, at, items }
}

/// Where a value stands that was read in place.
fn place(text: &str, raw: &RawValue) -> Range<usize> {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + raw.get().len()
}
