//! CSL-YAML as references: pandoc's `references:`, a list without a name, and the front matter of notes.
//!
//! The whole is read at once where it is YAML. Where it is not, it is parted at the dashes of the list
//! (`yaml_items.rs`) and each entry is read on its own, so that a bad one costs itself.

use super::item::{Field, Maker};
use super::markup;
use crate::bibliography::yaml_items::{Part, first_line};
use crate::bibliography::{Reference, yaml_items};
use crate::diagnostics::{Code, Diagnostic, Severity, Span, TextFile};
use crate::yaml::{Document, YamlError, scalar_text};
use serde_json::{Map, Value};
use serde_yaml::Value as Yaml;
use std::ops::Range;

/// How many fields an entry may have: the place of each is looked for among all of them.
const MAX_FIELDS: usize = 1000;

/// What a reference looks like.
const A_REFERENCE: &str = "a reference is `- id: key` with indented lines such as `type: book`";

/// Whether a file is CSL-YAML: a list, or a mapping with a list of `references`, the name of which may be damaged.
/// Else it is Hayagriva's.
pub(crate) fn is_csl(file: &TextFile) -> bool {
    let text = &file.text[body(&file.text)];
    let lines = content_lines(text);
    let count = |is: &dyn Fn(&str) -> bool| lines.clone().filter(|line| is(line)).count();
    let (entries, ids) = (count(&yaml_items::is_entry), count(&yaml_items::names_id));
    let items = ids.max(count(&|line| line.starts_with('-') && yaml_items::is_item(line)));
    let in_brackets = lines.clone().next().is_some_and(|first| first.starts_with('['));
    if items > entries || ids > 0 && ids == entries || entries == 0 && in_brackets {
        return true;
    }
    let mut lines = lines.peekable();
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

fn content_lines(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.lines().map(str::trim_end).filter(|line| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'))
}

/// The file without what surrounds its YAML: a byte order mark, and the lines `---` and `...` at its start and end.
fn body(text: &str) -> Range<usize> {
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let begins = text[start..at].trim().is_empty();
        at += line.len();
        match line.trim_end() {
            "---" if begins => start = at,
            "---" | "..." if text[at..].trim().is_empty() => return start..at - line.len(),
            _ => {}
        }
    }
    start..text.len()
}

/// The references of a file, in order.
pub(crate) fn parse(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    read(file, body(&file.text), diagnostics)
}

/// The references in the front matter of a note: `at` is the value of `references`.
pub(crate) fn parse_inline(at: &Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let range = at.range();
    let text = &at.file.text;
    let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let start = if text[line..range.start].trim().is_empty() { line } else { range.start };
    read(&at.file, start..range.end, diagnostics)
}

fn read(file: &TextFile, range: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let mut maker = Maker::new(file, markup::read, diagnostics);
    let document = Document::parse(file, range.clone(), usize::MAX);
    if let Ok(document) = &document
        && let Some(Yaml::Sequence(items)) = document.get(list_path(document))
        && (items.iter().any(|item| item.get("id").is_some())
            || !file.text[range.clone()].lines().any(yaml_items::names_id))
    {
        return list(document, &mut maker);
    }
    let parts = yaml_items::parts(&file.text, range);
    match document {
        Err(error) if parts.is_empty() => {
            maker.diagnostics.push(error.diagnostic(file, Code::BadBibliography));
            Vec::new()
        }
        Ok(document) if parts.is_empty() => list(&document, &mut maker),
        document => {
            let known = maker.diagnostics.len();
            let references = parts.into_iter().flat_map(|part| alone(file, part, &mut maker)).collect();
            if maker.diagnostics.len() == known {
                maker.diagnostics.push(read_all_the_same(file, document));
            }
            references
        }
    }
}

/// What is wrong with a list of which every entry was read.
fn read_all_the_same(file: &TextFile, document: Result<Document, YamlError>) -> Diagnostic {
    let problem = match document {
        Err(error) => error.diagnostic(file, Code::BadBibliography),
        Ok(document) => no_list(&document),
    };
    let message = format!("{}; it was read all the same", problem.message);
    Diagnostic { severity: Severity::Warning, message, ..problem }
}

fn list_path(document: &Document) -> &'static [&'static str] {
    if document.get(&["references"]).is_some() { &["references"] } else { &[] }
}

fn no_list(document: &Document) -> Diagnostic {
    let problem = Diagnostic::new(Code::BadBibliography, "this is not a list of references");
    let place = first_line(&document.nearest_place(list_path(document)));
    problem.at(place).hint(A_REFERENCE)
}

/// The references of a document that is a list, or has one.
fn list(document: &Document, maker: &mut Maker<'_>) -> Vec<Reference> {
    let path = list_path(document);
    let Some(Yaml::Sequence(items)) = document.get(path) else {
        maker.diagnostics.push(no_list(document));
        return Vec::new();
    };
    let item = |number: usize| reference(document, &[path, &[number.to_string().as_str()]].concat(), maker);
    (0..items.len()).filter_map(item).collect()
}

fn reference(document: &Document, path: &[&str], maker: &mut Maker<'_>) -> Option<Reference> {
    let entry = document.nearest_place(path);
    let Some(Yaml::Mapping(values)) = document.get(path) else {
        let problem = Diagnostic::new(Code::BadEntry, "this is not a reference and is left out").at(first_line(&entry));
        maker.diagnostics.push(problem.hint(A_REFERENCE));
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

/// One part of a list that is no YAML as a whole.
fn alone(file: &TextFile, part: Part, maker: &mut Maker<'_>) -> Vec<Reference> {
    let entry = match part {
        Part::Item(entry) => entry,
        Part::Stray(lines) => {
            let problem = Diagnostic::new(Code::BadEntry, "this is not a reference and is left out");
            maker.diagnostics.push(problem.at(first_line(&file.span(lines))).hint(A_REFERENCE));
            return Vec::new();
        }
    };
    let error = match Document::parse(file, entry.clone(), usize::MAX) {
        Ok(document) => return list(&document, maker),
        Err(error) => error,
    };
    let misfit = yaml_items::misfit(&file.text, &entry);
    let before = misfit.and_then(|end| Some((end, Document::parse(file, entry.start..end, usize::MAX).ok()?)));
    let key = key_of(&file.text, &entry);
    let name = key.as_ref().map_or("this entry".to_owned(), |key| format!("entry `{}`", &file.text[key.clone()]));
    match before {
        Some((end, document)) => {
            let line = first_line(&file.span(end..entry.end));
            maker.diagnostics.push(yaml_items::left_out(&name, &error.message, line));
            list(&document, maker)
        }
        None => {
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
