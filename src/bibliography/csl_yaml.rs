//! CSL-YAML as references: pandoc's `references:`, a list without a name, and the front matter of notes.
//!
//! The whole is read at once where it is YAML. Where it is not, it is parted at the dashes of the list and
//! each entry is read on its own, so that a bad one costs itself.

use super::Reference;
use super::csl_item::{Field, Maker};
use super::csl_markup;
use crate::diagnostics::{Code, Diagnostic, Span, TextFile};
use crate::yaml::{Document, scalar_text};
use serde_json::{Map, Value};
use serde_yaml::Value as Yaml;
use std::ops::Range;

/// How many fields an entry may have: the place of each is looked for among all of them.
const MAX_FIELDS: usize = 1000;

/// Whether a file is CSL-YAML: a list, or a mapping with a list of `references`. Else it is Hayagriva's.
pub(super) fn is_csl(file: &TextFile) -> bool {
    let text = &file.text[body(&file.text)];
    let mut lines = content_lines(text).peekable();
    if lines.peek().is_some_and(|first| is_list(first)) {
        return true;
    }
    while let Some(line) = lines.next() {
        let Some(value) = line.trim_start_matches(['{', ' ']).strip_prefix("references:").map(str::trim) else {
            continue;
        };
        let below = value.is_empty() || value.starts_with('#');
        let listed = lines.peek().is_some_and(|next| next.trim_start().starts_with(['-', '[']));
        let of_csl = if below { listed } else { !value.starts_with('{') };
        if of_csl {
            return true;
        }
    }
    false
}

fn is_list(line: &str) -> bool {
    line.starts_with('[')
        || line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

fn content_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'))
}

/// The file without what surrounds its YAML: a byte order mark, and the lines `---` and `...`.
fn body(text: &str) -> Range<usize> {
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let begins = text[start..at].trim().is_empty();
        at += line.len();
        match line.trim_end() {
            "---" if begins => start = at,
            "---" | "..." => return start..at - line.len(),
            _ => {}
        }
    }
    start..text.len()
}

/// The references of a file, in order.
pub(super) fn parse(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    read(file, body(&file.text), diagnostics)
}

/// The references in the front matter of a note: `at` is the value of `references`.
pub(super) fn parse_inline(at: &Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let range = at.range();
    let text = &at.file.text;
    let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let start = if text[line..range.start].trim().is_empty() { line } else { range.start };
    read(&at.file, start..range.end, diagnostics)
}

fn read(file: &TextFile, range: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let mut maker = Maker::new(file, csl_markup::read, diagnostics);
    match Document::parse(file, range.clone(), usize::MAX) {
        Ok(document) => list(&document, &mut maker),
        Err(error) => {
            let entries = entries(&file.text, range);
            if entries.is_empty() {
                maker.diagnostics.push(error.diagnostic(file, Code::BadBibliography));
            }
            entries.into_iter().flat_map(|entry| alone(file, entry, &mut maker)).collect()
        }
    }
}

/// The references of a document that is a list, or has one.
fn list(document: &Document, maker: &mut Maker<'_>) -> Vec<Reference> {
    let path: &[&str] = if document.get(&["references"]).is_some() { &["references"] } else { &[] };
    let Some(Yaml::Sequence(items)) = document.get(path) else {
        let problem = Diagnostic::new(Code::BadBibliography, "this is not a list of references");
        maker.diagnostics.push(
            problem
                .at(document.nearest_place(path))
                .hint("a reference is `- id: key` with indented lines such as `type: book`"),
        );
        return Vec::new();
    };
    let item = |number: usize| reference(document, &[path, &[number.to_string().as_str()]].concat(), maker);
    (0..items.len()).filter_map(item).collect()
}

fn reference(document: &Document, path: &[&str], maker: &mut Maker<'_>) -> Option<Reference> {
    let entry = document.nearest_place(path);
    let Some(Yaml::Mapping(values)) = document.get(path) else {
        let problem = Diagnostic::new(Code::BadEntry, "this is not a reference and is left out").at(first_line(&entry));
        maker.diagnostics.push(problem.hint("a reference is `- id: key` with indented lines such as `type: book`"));
        return None;
    };
    if values.len() > MAX_FIELDS {
        let message = format!("this reference has more than {MAX_FIELDS} fields and is left out");
        maker.diagnostics.push(Diagnostic::new(Code::BadEntry, message).at(first_line(&entry)));
        return None;
    }
    let names = values.iter().filter_map(|(name, value)| Some((scalar_text(name)?, value)));
    let fields = names.map(|(name, value)| field(document, path, name, value)).collect();
    maker.reference(fields, entry.range())
}

/// A place without the lines below its first.
fn first_line(place: &Span) -> Span {
    let start = place.range().start;
    place.file.span(start..start + place.text().find('\n').unwrap_or(place.text().len()))
}

fn field(document: &Document, path: &[&str], name: String, value: &Yaml) -> Field {
    let path = [path, &[name.as_str()]].concat();
    let at = document.nearest_place(&path);
    let value = match value {
        Yaml::Number(_) => Value::String(spelled(at.text(), value)),
        value => json(value),
    };
    let items = (0..value.as_array().map_or(0, Vec::len))
        .filter_map(|number| document.value_place(&[path.as_slice(), &[number.to_string().as_str()]].concat()))
        .map(|place| place.range())
        .collect();
    let name_at = document.place(&path).unwrap_or_else(|| at.clone()).range();
    Field { name, name_at, value, at: at.range(), items }
}

/// A number as the file spells it, such as `010` or `1.10`.
fn spelled(raw: &str, value: &Yaml) -> String {
    let same = serde_yaml::from_str::<Yaml>(raw).is_ok_and(|read| read == *value);
    if same { raw.trim().to_owned() } else { scalar_text(value).unwrap_or_default() }
}

/// A value of YAML as one of JSON. serde_yaml bounds its depth.
fn json(value: &Yaml) -> Value {
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(truth) => Value::Bool(*truth),
        Yaml::Number(number) => serde_json::to_value(number).unwrap_or_default(),
        Yaml::String(text) => Value::String(text.clone()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(json).collect()),
        Yaml::Mapping(entries) => {
            let entries = entries.iter().filter_map(|(key, value)| Some((scalar_text(key)?, json(value))));
            Value::Object(Map::from_iter(entries))
        }
        Yaml::Tagged(tagged) => json(&tagged.value),
    }
}

/// The entries of a list by its dashes, each with the lines that are indented below it.
fn entries(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_item = |line: &str| line.trim_start().starts_with('-') && is_list(line.trim());
    let dash = text[range.clone()].lines().filter(|line| is_item(line)).map(indent).min();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let begins = is_item(line) && Some(indent(line)) == dash;
        let within = line.trim().is_empty() || Some(indent(line)) > dash || line.trim_start().starts_with('#');
        match entries.last_mut() {
            _ if begins => entries.push(at..at + line.len()),
            Some(last) if within && last.end == at => last.end = at + line.len(),
            _ => {}
        }
        at += line.len();
    }
    entries
}

/// One entry of a list that is no YAML as a whole.
fn alone(file: &TextFile, entry: Range<usize>, maker: &mut Maker<'_>) -> Vec<Reference> {
    match Document::parse(file, entry.clone(), usize::MAX) {
        Ok(document) => list(&document, maker),
        Err(error) => {
            let key = key_of(&file.text, &entry);
            let name =
                key.as_ref().map_or("this entry".to_owned(), |key| format!("entry `{}`", &file.text[key.clone()]));
            let problem = Diagnostic::new(Code::BadEntry, format!("{name} cannot be read: {}", error.message));
            let problem = problem.at(file.span(key.unwrap_or(entry.start..entry.start))).maybe_hint(error.hint);
            maker.diagnostics.push(problem.related(file.span(error.range), "here"));
            Vec::new()
        }
    }
}

/// Where the key of an entry stands that cannot be read: what follows the first `id:`.
fn key_of(text: &str, entry: &Range<usize>) -> Option<Range<usize>> {
    let mut at = entry.start;
    for line in text[entry.clone()].split_inclusive('\n') {
        let value = line.trim_start_matches([' ', '-']).strip_prefix("id:").map(str::trim);
        if let Some(value) = value.map(|value| value.trim_matches(['"', '\''])).filter(|value| !value.is_empty()) {
            let start = at + line.find(value)?;
            return Some(start..start + value.len());
        }
        at += line.len();
    }
    None
}
