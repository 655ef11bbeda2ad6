//! Typed values from a document: what is of another type is reported at its place and left out.
//!
//! Numbers, dates and truth values are taken as text where text is wanted, as the file spells them.

use super::{Document, untagged};
use crate::diagnostics::{Code, Diagnostic, Span};
use serde_yaml::Value;

/// Takes values out of a document and collects what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a> {
    document: &'a Document,
    code: Code,
    diagnostics: Vec<Diagnostic>,
}

/// Whether one text may stand for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// A text is a list of one.
    Never,
    /// A text is parted at commas.
    Commas,
    /// A text is parted at commas and white space.
    CommasAndSpaces,
}

impl Split {
    fn parts(self, c: char) -> bool {
        match self {
            Self::Never => false,
            Self::Commas => c == ',' || c == '\n',
            Self::CommasAndSpaces => c == ',' || c.is_whitespace(),
        }
    }
}

impl<'a> Reader<'a> {
    /// A reader that reports problems of this kind.
    pub fn new(document: &'a Document, code: Code) -> Self {
        Self { document, code, diagnostics: Vec::new() }
    }

    /// The document that is read.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// What was wrong so far.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Reports a problem at the value of this path.
    pub fn report(&mut self, path: &[&str], message: impl Into<String>, hint: Option<String>) {
        let span = self.document.nearest_place(path);
        self.diagnostics.push(Diagnostic::new(self.code, message).at(span).maybe_hint(hint));
    }

    /// Reports a problem at the key of this path.
    pub fn report_key(&mut self, path: &[&str], message: impl Into<String>, hint: Option<String>) {
        let span = self.document.place(path).unwrap_or_else(|| self.document.nearest_place(path));
        self.diagnostics.push(Diagnostic::new(self.code, message).at(span).maybe_hint(hint));
    }

    /// Reports that something else was expected at this path than what stands there.
    pub fn unexpected(&mut self, path: &[&str], expected: &str) {
        let found = self.document.get(path).map_or("nothing", kind);
        let name = path.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
        self.report(path, format!("`{name}` should be {expected} and is {found}"), None);
    }

    fn present(&self, path: &[&str]) -> Option<&'a Value> {
        self.document.get(path).filter(|value| !value.is_null())
    }

    /// The text at this path.
    pub fn string(&mut self, path: &[&str]) -> Option<String> {
        let value = self.present(path)?;
        let text = self.spelled(path, value);
        if text.is_none() {
            self.unexpected(path, "a text");
        }
        text
    }

    /// A scalar as text, numbers as the file spells them.
    pub fn spelled(&self, path: &[&str], value: &Value) -> Option<String> {
        if let Value::String(text) = untagged(value) {
            return Some(text.trim().to_owned());
        }
        let text = scalar_text(value)?;
        let raw = self.document.value_place(path).map(|span| span.text().to_owned());
        let same = |raw: &String| serde_yaml::from_str::<Value>(raw).is_ok_and(|read| read == *untagged(value));
        Some(raw.filter(same).unwrap_or(text))
    }

    /// The truth value at this path; `yes` and `no` are understood.
    pub fn bool(&mut self, path: &[&str]) -> Option<bool> {
        let value = self.present(path)?;
        let word = scalar_text(value).map(|text| text.to_lowercase());
        let truth = match word.as_deref() {
            Some("true" | "yes" | "on") => Some(true),
            Some("false" | "no" | "off") => Some(false),
            _ => None,
        };
        if truth.is_none() {
            self.unexpected(path, "`true` or `false`");
        }
        truth
    }

    /// The texts of the list at this path, each with its place; one text may stand for a list.
    pub fn strings(&mut self, path: &[&str], split: Split) -> Option<Vec<(String, Span)>> {
        match self.present(path)? {
            Value::Sequence(items) => Some(self.items(path, items)),
            value => match self.spelled(path, value) {
                Some(text) => Some(self.split(path, &text, split)),
                None => {
                    self.unexpected(path, "a list of texts");
                    None
                }
            },
        }
    }

    fn items(&mut self, path: &[&str], items: &[Value]) -> Vec<(String, Span)> {
        let mut texts = Vec::new();
        for (number, item) in items.iter().enumerate() {
            let number = number.to_string();
            let path = [path, &[number.as_str()]].concat();
            match self.spelled(&path, item) {
                Some(text) if text.is_empty() => {}
                Some(text) => texts.push((text, self.inner_place(&path))),
                None if item.is_null() => {}
                None => self.unexpected(&path, "a text"),
            }
        }
        texts
    }

    /// The place of a value without its quotes.
    fn inner_place(&self, path: &[&str]) -> Span {
        let span = self.document.nearest_place(path);
        let (text, range) = (span.text(), span.range());
        let quoted = text.len() >= 2 && text.starts_with(['"', '\'']) && text.ends_with(['"', '\'']);
        if quoted { span.file.span(range.start + 1..range.end - 1) } else { span }
    }

    fn split(&self, path: &[&str], text: &str, split: Split) -> Vec<(String, Span)> {
        let whole = self.inner_place(path);
        let mut from = 0;
        let parts = text.split(|c| split.parts(c)).map(str::trim).filter(|part| !part.is_empty());
        let placed = parts.map(|part| {
            let found = whole.text().get(from..).and_then(|rest| rest.find(part)).map(|at| from + at);
            let span = found.map_or_else(
                || whole.clone(),
                |at| {
                    let start = whole.range().start + at;
                    whole.file.span(start..start + part.len())
                },
            );
            from = found.map_or(from, |at| at + part.len());
            (part.to_owned(), span)
        });
        placed.collect()
    }

    /// The entries of the mapping at this path, in the order of the file; the place of one is that of the path with its key.
    pub fn mapping(&mut self, path: &[&str]) -> Vec<(String, Value)> {
        match self.present(path) {
            None => Vec::new(),
            Some(Value::Mapping(entries)) => {
                entries.iter().filter_map(|(key, value)| Some((scalar_text(key)?, untagged(value).clone()))).collect()
            }
            Some(_) => {
                self.unexpected(path, "a mapping");
                Vec::new()
            }
        }
    }
}

/// A scalar as text; none for lists, mappings and nothing.
pub fn scalar_text(value: &Value) -> Option<String> {
    match untagged(value) {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match untagged(value) {
        Value::Null => "empty",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) | Value::Tagged(_) => "a mapping",
    }
}
