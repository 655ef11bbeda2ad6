//! YAML with places: serde_yaml's values, and where in the file each key and value stands.
//!
//! serde_yaml keeps no places, so a scan of the text (`yaml/scan.rs`) finds them by the path of keys.
//! A path is a list of keys, an item of a list being named by its number: `["tags", "0"]`.
//! The [`Reader`] takes typed values out and reports those of another type.

use crate::diagnostics::{Code, Diagnostic, Span, TextFile};
use serde_yaml::Value;
use std::ops::Range;

mod explain;
mod reader;
mod scan;
#[cfg(test)]
mod tests;

pub use reader::{Reader, Split, scalar_text};

/// How deep lists and mappings may stand in one another.
const MAX_DEPTH: usize = 64;

/// A YAML text and where its keys stand.
#[derive(Debug, Clone)]
pub struct Document {
    file: TextFile,
    range: Range<usize>,
    value: Value,
    tree: scan::Node,
}

/// Why a text is no YAML, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Lower case, without a full stop.
    pub message: String,
    /// The bytes of the file that it is about.
    pub range: Range<usize>,
    /// What to do about it, where that is known.
    pub hint: Option<String>,
}

impl YamlError {
    /// The error as a problem of this kind in this file.
    pub fn diagnostic(&self, file: &TextFile, code: Code) -> Diagnostic {
        Diagnostic::new(code, self.message.clone()).at(file.span(self.range.clone())).maybe_hint(self.hint.clone())
    }
}

impl Document {
    /// Reads these bytes of the file, at most `limit` of them. An empty text is a document without a value.
    pub fn parse(file: &TextFile, range: Range<usize>, limit: usize) -> Result<Self, YamlError> {
        let text = file.text.get(range.clone()).unwrap_or("");
        if text.len() > limit {
            let message =
                format!("{} KiB of YAML are more than the {} KiB allowed here", text.len() / 1024, limit / 1024);
            return Err(YamlError { message, range: range.start..range.start, hint: None });
        }
        let tree = scan::scan(&file.text, range.clone(), MAX_DEPTH).map_err(|at| YamlError {
            message: format!("lists and mappings stand more than {MAX_DEPTH} deep in one another"),
            range: at..at,
            hint: None,
        })?;
        if let Some(twice) = tree.duplicate() {
            let message = format!("the key `{}` is given twice", twice.key);
            return Err(YamlError { message, range: twice.key_range.clone(), hint: None });
        }
        let value = serde_yaml::from_str(text).map_err(|error| explain::explain(&error, text, range.start))?;
        Ok(Self { file: file.clone(), range, value, tree })
    }

    /// The same with a space in place of each tab, which YAML does not allow in indentation; places stay what they are.
    pub fn parse_with_tabs(file: &TextFile, range: Range<usize>, limit: usize) -> Result<Self, YamlError> {
        let spaced = TextFile { path: file.path.clone(), text: file.text.replace('\t', " ").into() };
        Ok(Self { file: file.clone(), ..Self::parse(&spaced, range, limit)? })
    }

    /// A document that says nothing, in this file.
    pub fn empty(file: &TextFile) -> Self {
        Self { file: file.clone(), range: 0..0, value: Value::Null, tree: scan::Node::default() }
    }

    /// A mapping in another form than YAML, in these bytes of the file: each key at the top has the place of the line that
    /// begins with it.
    pub fn of_value(file: &TextFile, range: Range<usize>, value: Value) -> Self {
        let text = file.text.get(range.clone()).unwrap_or("");
        let keys = value.as_mapping().into_iter().flat_map(|mapping| mapping.keys()).filter_map(scalar_text);
        let place = |key: &String| {
            let mut at = range.start;
            for line in text.split_inclusive('\n') {
                let begins = line.trim_start().trim_start_matches(['"', '\'']).starts_with(key.as_str());
                if begins {
                    let from = at + line.find(key.as_str()).unwrap_or(0);
                    return (from..from + key.len(), from + key.len()..at + line.trim_end().len());
                }
                at += line.len();
            }
            (range.start..range.start, range.start..range.start)
        };
        let tree = scan::Node::mapping(keys.map(|key| {
            let (key_range, range) = place(&key);
            (key, key_range, range)
        }));
        Self { file: file.clone(), range: range.clone(), value, tree }
    }

    /// A mapping of one key, which stands in the file as plain text; the value says this, quotes around it left out.
    pub fn of_entry(file: &TextFile, key: Range<usize>, value: Range<usize>, said: &str) -> Self {
        let name = file.text.get(key.clone()).unwrap_or("").to_owned();
        let content = said.trim().trim_matches(['"', '\'']).to_owned();
        let mapping = [(Value::String(name.clone()), Value::String(content))].into_iter().collect();
        let range = key.start..value.end;
        let tree = scan::Node::entry(name, key, value);
        Self { file: file.clone(), range, value: Value::Mapping(mapping), tree }
    }

    /// The whole value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The file that it is from.
    pub fn file(&self) -> &TextFile {
        &self.file
    }

    /// The value at this path, without YAML tags.
    pub fn get(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(untagged(&self.value), |value, step| child(value, step))
    }

    /// The keys of the mapping at the top, as text, in the order of the file.
    pub fn keys(&self) -> Vec<String> {
        let keys = untagged(&self.value).as_mapping().into_iter().flat_map(|mapping| mapping.keys());
        keys.filter_map(scalar_text).collect()
    }

    /// Where the key of this path stands; an item of a list has its whole self as its key.
    pub fn place(&self, path: &[&str]) -> Option<Span> {
        self.tree.find(path).map(|node| self.file.span(node.key_range.clone()))
    }

    /// Where the value of this path stands; an empty value has its key's place.
    pub fn value_place(&self, path: &[&str]) -> Option<Span> {
        let node = self.tree.find(path)?;
        let range = if node.range.is_empty() { &node.key_range } else { &node.range };
        Some(self.file.span(range.clone()))
    }

    /// The value's place, or that of the nearest key above it, or the start of the document: always some place.
    pub fn nearest_place(&self, path: &[&str]) -> Span {
        (1..=path.len())
            .rev()
            .find_map(|length| self.value_place(path.get(..length)?))
            .unwrap_or_else(|| self.file.span(self.range.start..self.range.start))
    }
}

fn untagged(value: &Value) -> &Value {
    match value {
        Value::Tagged(tagged) => untagged(&tagged.value),
        other => other,
    }
}

fn child<'a>(value: &'a Value, step: &str) -> Option<&'a Value> {
    let found = match value {
        Value::Mapping(mapping) => mapping.get(step).or_else(|| {
            mapping.iter().find(|(key, _)| scalar_text(key).as_deref() == Some(step)).map(|(_, value)| value)
        }),
        Value::Sequence(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    };
    found.map(untagged)
}

/// A text as YAML: plain where it cannot be taken for anything else, else in quotes.
pub fn scalar(text: &str) -> String {
    let begins = text.starts_with(|c: char| c.is_alphabetic());
    let plain = text.chars().all(|c| c.is_alphanumeric() || " ./_-’–()".contains(c)) && text.trim() == text;
    let is_text = serde_yaml::from_str(text).is_ok_and(|value: Value| value.as_str() == Some(text));
    let old_words = ["yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    match begins && plain && is_text && !old_words {
        true => text.to_owned(),
        false => serde_json::to_string(text).unwrap_or_default(),
    }
}
