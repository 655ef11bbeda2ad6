//! The fields of a CSL item as a reference: what CSL-JSON, CSL-YAML and the references in front matter share.
//!
//! Every field is judged on its own. One that is not what it should be costs itself, at its place; one that
//! CSL does not know is kept, reported once a file, and never printed.

use super::{date as csl_date, name, note};
use crate::bibliography::bibtex::map;
use crate::bibliography::model::csl_variables::Kind;
use crate::bibliography::model::{csl_variables, date, language};
use crate::bibliography::{Item, Reference, SpelledTitle};
use crate::diagnostics::{Code, Diagnostic, Span, TextFile, did_you_mean};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

#[cfg(test)]
mod tests;

/// How many hints are looked for in a file: each costs a comparison with every known name.
const MAX_HINTS: usize = 20;

/// A field as its file has it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// The name as written.
    pub name: String,
    /// Where the name stands.
    pub name_at: Range<usize>,
    /// The value; numbers at the top are texts, as the file spells them.
    pub value: Value,
    /// Where the value stands.
    pub at: Range<usize>,
    /// Where the items of a list stand.
    pub items: Vec<Range<usize>>,
}

/// Makes the references of one file.
pub(super) struct Maker<'a> {
    /// The file.
    pub file: &'a TextFile,
    /// What becomes of text that is printed, such as the reading of its Markdown.
    pub text: fn(&str) -> String,
    /// The names, unknown to CSL, that are reported already.
    unknown: BTreeSet<String>,
    /// How many hints were looked for.
    hints: usize,
    /// What is wrong.
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Maker<'a> {
    /// A maker for this file, with what becomes of its texts.
    pub fn new(file: &'a TextFile, text: fn(&str) -> String, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { file, text, unknown: BTreeSet::new(), hints: 0, diagnostics }
    }

    /// The nearest of these names, as long as there are hints left.
    fn nearest(&mut self, name: &str, known: impl Iterator<Item = &'static str>) -> Option<String> {
        self.hints += 1;
        (self.hints <= MAX_HINTS).then(|| did_you_mean(name, known)).flatten()
    }

    /// The reference that these fields are; none, and a problem, where it has no key.
    pub fn reference(&mut self, fields: Vec<Field>, entry: Range<usize>) -> Option<Reference> {
        let mut item = Map::new();
        let mut keys = Keys::default();
        let mut seen: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
        for field in &fields {
            let name = csl_variables::present(&field.name);
            if let Some(first) = seen.get(name) {
                let problem =
                    Diagnostic::new(Code::BadField, format!("`{}` is given twice; the first one counts", field.name));
                let problem = problem.at(self.file.span(field.name_at.clone()));
                self.diagnostics.push(problem.related(self.file.span((*first).clone()), "the first one"));
                continue;
            }
            seen.insert(name, &field.name_at);
            match name {
                "id" => keys.id = self.key(field),
                "citation-key" => keys.given = self.key(field),
                _ => drop(self.value(name, field).map(|value| item.insert(name.to_owned(), value))),
            }
        }
        self.note(&mut item, &mut keys);
        let Some((key, place)) = keys.best() else {
            let head = self.file.span(entry.start..self.first_line_end(&entry));
            let problem = Diagnostic::new(Code::BadEntry, "this item has no `id`, so that nothing can cite it");
            self.diagnostics.push(problem.at(head).hint("give it an `id`: the key of its citations"));
            return None;
        };
        let place = place.unwrap_or_else(|| self.file.span(entry.start..self.first_line_end(&entry)));
        Some(reference(key, place, self.file.span(entry), item))
    }

    fn first_line_end(&self, entry: &Range<usize>) -> usize {
        let text = self.file.text.get(entry.clone()).unwrap_or("");
        entry.start + text.find('\n').unwrap_or(text.len()).min(text.ceil_char_boundary(60))
    }

    /// A key and where it stands, its quotes left out.
    fn key(&mut self, field: &Field) -> Option<(String, Option<Span>)> {
        let Value::String(text) = &field.value else {
            self.report(
                field.at.clone(),
                format!("`{}` should be a text and is {}", field.name, kind_of(&field.value)),
                None,
            );
            return None;
        };
        let key = text.trim().trim_start_matches('@').to_owned();
        let written = self.file.span(field.at.clone());
        let start = written.text().find(&key).map(|at| written.range().start + at);
        let place = start.map_or(written, |start| self.file.span(start..start + key.len()));
        (!key.is_empty()).then_some((key, Some(place)))
    }

    /// The value of a variable as our items have it.
    fn value(&mut self, name: &str, field: &Field) -> Option<Value> {
        if name == "type" {
            return self.item_type(field);
        }
        match csl_variables::kind(name) {
            Some(Kind::Text) => self.plain(field).map(|text| (self.text)(&text)).map(Value::String),
            Some(Kind::Verbatim) => self.plain(field).map(Value::String),
            Some(Kind::Names) => self.names(field),
            Some(Kind::Date) => self.date(field),
            None => {
                self.unknown(field);
                Some(field.value.clone())
            }
        }
    }

    fn item_type(&mut self, field: &Field) -> Option<Value> {
        let name = self.plain(field).filter(|name| !name.is_empty())?;
        if csl_variables::TYPES.contains(&name.as_str()) {
            return Some(Value::String(name));
        }
        let hint = self.nearest(&name, csl_variables::TYPES.iter().copied());
        self.report(field.at.clone(), format!("`{name}` is not a type of CSL; the item is read as `document`"), hint);
        None
    }

    /// A text; a list of texts is one, too, parted by commas.
    fn plain(&mut self, field: &Field) -> Option<String> {
        let text = match &field.value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Array(values) => values.iter().map(scalar).collect::<Option<Vec<_>>>().map(|texts| texts.join(", ")),
            _ => None,
        };
        if text.is_none() {
            self.report(
                field.at.clone(),
                format!("`{}` should be a text and is {}; it is left out", field.name, kind_of(&field.value)),
                None,
            );
        }
        text.filter(|text| !text.is_empty())
    }

    fn names(&mut self, field: &Field) -> Option<Value> {
        let one = std::slice::from_ref(&field.value);
        let values = field.value.as_array().map_or(one, Vec::as_slice);
        let mut names = Vec::new();
        for (number, value) in values.iter().enumerate() {
            match name::read(value) {
                Some(name) => names.push(name),
                None => {
                    let at = field.items.get(number).unwrap_or(&field.at).clone();
                    let hint = "a name has `family` and `given`, or `literal`".to_owned();
                    self.report(at, format!("this is not a name of `{}`; it is left out", field.name), Some(hint));
                }
            }
        }
        (!names.is_empty()).then_some(Value::Array(names))
    }

    fn date(&mut self, field: &Field) -> Option<Value> {
        if let Some(date) = csl_date::read(&field.value) {
            return Some(date);
        }
        let words = csl_date::words(&field.value);
        let usual = "write `2013`, `2013-04`, `2013-04-29` or a range such as `2010/2012`, or `date-parts` of numbers";
        let hint = date::no_such_day(&words).unwrap_or_else(|| usual.to_owned());
        if words.is_empty() {
            self.report(field.at.clone(), format!("`{}` is not a date; it is left out", field.name), Some(hint));
            return None;
        }
        self.report(field.at.clone(), format!("`{words}` is not a date and is printed as it stands"), Some(hint));
        Some(serde_json::json!({ "literal": words }))
    }

    fn unknown(&mut self, field: &Field) {
        if matches!(field.name.as_str(), "custom") || field.name.starts_with("ris.") || field.name.starts_with("tex.") {
            return;
        }
        if self.unknown.insert(field.name.clone()) {
            let hint = self.nearest(&field.name, csl_variables::all());
            let message = format!("`{}` is not a variable of CSL; it is kept and never printed", field.name);
            self.report(field.name_at.clone(), message, hint);
        }
    }

    /// Moves what Zotero keeps in the note to where it belongs.
    fn note(&mut self, item: &mut Map<String, Value>, keys: &mut Keys) {
        let Some(text) = item.get("note").and_then(Value::as_str) else { return };
        let note = note::read(text, &|name| item.contains_key(name));
        keys.noted = note.key.map(|key| (key, None));
        item.remove("note");
        if !note.text.is_empty() {
            item.insert("note".to_owned(), Value::String(note.text));
        }
        item.extend(note.variables);
    }

    fn report(&mut self, at: Range<usize>, message: String, hint: Option<String>) {
        self.diagnostics.push(Diagnostic::new(Code::BadField, message).at(self.file.span(at)).maybe_hint(hint));
    }
}

/// The keys that an item may have, each with its place where it is a field.
#[derive(Default)]
struct Keys {
    id: Option<(String, Option<Span>)>,
    given: Option<(String, Option<Span>)>,
    noted: Option<(String, Option<Span>)>,
}

impl Keys {
    /// The `id`, unless that is an address or a number of Zotero's and there is a citation key.
    fn best(self) -> Option<(String, Option<Span>)> {
        match self.id {
            Some((id, place)) if !is_number_of_library(&id) => Some((id, place)),
            id => self.given.or(self.noted).or(id),
        }
    }
}

/// Whether an `id` is one that a program gave: an address, a number, or a library and an item of Zotero's.
fn is_number_of_library(id: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let item =
        |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    id.contains("://")
        || number(id)
        || id.split_once(['/', '_']).is_some_and(|(library, key)| number(library) && item(key))
        || item(id)
}

/// A reference of these variables, the ones that all formats treat alike brought into form.
pub(crate) fn reference(key: String, place: Span, entry: Span, mut item: Map<String, Value>) -> Reference {
    item.entry("type").or_insert_with(|| "document".into());
    if let Some(Value::String(doi)) = item.get_mut("DOI") {
        *doi = map::bare_doi(doi).to_owned();
    }
    if let Some(Value::String(name)) = item.get_mut("language") {
        *name = language::tag(name).unwrap_or_else(|| std::mem::take(name));
    }
    let item = Item::new(item);
    let text = |variable: &str| item.text(variable).unwrap_or_default().into_owned();
    let spelled = SpelledTitle { title: text("title"), addition: String::new(), container: text("container-title") };
    let keywords = keywords(&text("keyword"));
    Reference { key, item, place, entry, keywords, spelled }
}

/// Keywords, parted by semicolons or else by commas, each once.
fn keywords(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let separator = if text.contains(';') { ';' } else { ',' };
    let parts = text.split(separator).map(str::trim).filter(|keyword| !keyword.is_empty());
    parts.filter(|keyword| seen.insert(*keyword)).map(str::to_owned).collect()
}

/// A text or number as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a value is, in words.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
