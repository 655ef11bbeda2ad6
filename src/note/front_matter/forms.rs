//! Front matter in other forms than YAML: Hugo's TOML and JSON, pandoc's title block.

use super::read as read_keys;
use super::{Cut, FrontMatter, LIMIT};
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, TextFile};
use crate::yaml::Document;
use serde_yaml::Value;
use std::ops::Range;

/// Front matter in another form than YAML, where the file begins with one.
pub(super) fn cut(text: &str, start: usize) -> Option<Cut> {
    let rest = &text[start..];
    if rest.starts_with('%') {
        let is_block = |line: &&str| {
            line.starts_with('%') && !line.starts_with("%%") || line.starts_with([' ', '\t']) && !line.trim().is_empty()
        };
        let lines: Vec<&str> = rest.split_inclusive('\n').take_while(is_block).collect();
        let length: usize = lines.iter().map(|line| line.len()).sum();
        let is_one = lines.iter().filter(|line| line.starts_with('%')).count() <= 3 && !rest.starts_with("%%");
        return is_one.then_some(Cut::Other(Form::TitleBlock, start..start + length, start + length));
    }
    let first = rest.split_inclusive('\n').next()?;
    if first.trim_end() == "+++" {
        let from = start + first.len();
        let mut at = from;
        for line in text[from..].split_inclusive('\n') {
            if line.trim_end() == "+++" {
                return Some(Cut::Other(Form::Toml, from..at, at + line.len()));
            }
            at += line.len();
        }
        return None;
    }
    if first.trim_end() == "{" {
        let mut values =
            serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Map<String, serde_json::Value>>();
        values.next()?.ok()?;
        let end = start + values.byte_offset();
        return Some(Cut::Other(Form::Json, start..end, end));
    }
    None
}

/// Forms of front matter besides YAML.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// Between lines `+++`, as Hugo and Zola have it.
    Toml,
    /// An object that begins the file, as Hugo has it.
    Json,
    /// pandoc's lines `% title`, `% authors`, `% date`.
    TitleBlock,
}

/// Reads what stands in another form.
pub(super) fn read(file: &TextFile, form: Form, range: Range<usize>) -> Checked<FrontMatter> {
    let mut front = FrontMatter::default();
    let text = &file.text[range.clone()];
    let document = match form {
        Form::Json => {
            Document::parse(file, range.clone(), LIMIT).map_err(|error| error.diagnostic(file, Code::BadFrontMatter))
        }
        Form::Toml => {
            let (value, problem) = toml(text);
            let mut diagnostics = read_keys::add(&Document::of_value(file, range.clone(), value), &mut front);
            diagnostics.extend(problem.map(|(message, at)| {
                let at = at.map_or(range.start..range.start, |at| range.start + at.start..range.start + at.end);
                let message = message.replace('\n', ", ");
                let message = format!("the front matter is no TOML: {message}; the other lines were read all the same");
                let problem = Diagnostic::new(Code::BadFrontMatter, message).at(file.span(at));
                Diagnostic { severity: Severity::Warning, ..problem }
            }));
            return Checked { value: front, diagnostics };
        }
        Form::TitleBlock => Ok(Document::of_value(file, range.clone(), title_block(text))),
    };
    match document {
        Ok(document) => {
            let diagnostics = read_keys::add(&document, &mut front);
            Checked { value: front, diagnostics }
        }
        Err(problem) => Checked { value: front, diagnostics: vec![problem] },
    }
}

/// What is wrong with TOML, and where.
type TomlError = (String, Option<Range<usize>>);

/// TOML as a value of YAML, and what is wrong with it, and where: then each line is read on its own.
fn toml(text: &str) -> (Value, Option<TomlError>) {
    let (table, problem) = match toml::from_str::<toml::Table>(text) {
        Ok(table) => (table, None),
        Err(error) => {
            let lines = text.lines().filter_map(|line| toml::from_str::<toml::Table>(line).ok());
            (lines.flatten().collect(), Some((error.message().to_owned(), error.span())))
        }
    };
    fn value(it: toml::Value) -> Value {
        match it {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(number) => Value::Number(number.into()),
            toml::Value::Float(number) => Value::Number(number.into()),
            toml::Value::Boolean(truth) => Value::Bool(truth),
            toml::Value::Datetime(date) => Value::String(date.to_string()),
            toml::Value::Array(items) => Value::Sequence(items.into_iter().map(value).collect()),
            toml::Value::Table(table) => table
                .into_iter()
                .map(|(key, it)| (Value::String(key), value(it)))
                .collect::<serde_yaml::Mapping>()
                .into(),
        }
    }
    let mut value = value(toml::Value::Table(table));
    // Hugo's taxonomies, and Zola's under a table of their own, are keys like others.
    let more: Vec<(Value, Value)> =
        ["taxonomies", "extra"].iter().filter_map(|table| value.get(*table)?.as_mapping().cloned()).flatten().collect();
    if let Some(mapping) = value.as_mapping_mut() {
        for (key, it) in more {
            mapping.entry(key).or_insert(it);
        }
    }
    (value, problem)
}

/// A title, authors and a date as pandoc's title block has them (MANUAL, "Extension: pandoc_title_block").
fn title_block(text: &str) -> Value {
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix('%'), parts.last_mut()) {
            (Some(part), _) => parts.push(part.trim().to_owned()),
            (None, Some(part)) => part.push_str(&format!("; {}", line.trim())),
            (None, None) => {}
        }
    }
    let keys = ["title", "author", "date"];
    let named = keys.iter().zip(parts).filter(|(_, part)| !part.is_empty());
    named.map(|(key, part)| (Value::from(*key), Value::from(part))).collect::<serde_yaml::Mapping>().into()
}
