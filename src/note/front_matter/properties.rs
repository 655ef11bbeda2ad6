//! Logseq's properties of a page: lines `key:: value` at its head, which stay in its text. Its title and other names are
//! what links use.

use super::{FrontMatter, read as read_keys};
use crate::diagnostics::{Diagnostic, TextFile};
use crate::yaml::Document;
use serde_yaml::{Mapping, Value};

/// Adds the title and the aliases of a page to its front matter.
pub fn add_properties(file: &TextFile, start: usize, front: &mut FrontMatter) -> Vec<Diagnostic> {
    let text = file.text.get(start..).unwrap_or("");
    let property = |line: &str| {
        let (key, value) = line.split_once("::")?;
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        (is_key && value.starts_with(' ')).then(|| (key.to_lowercase(), value.trim().to_owned()))
    };
    let mut mapping = Mapping::new();
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        let Some((key, value)) = property(line) else { break };
        length += line.len();
        let names = value.split(',').map(|name| name.trim().trim_start_matches("[[").trim_end_matches("]]").to_owned());
        match key.as_str() {
            "title" => drop(mapping.insert("title".into(), value.into())),
            "alias" | "aliases" => {
                mapping.insert("aliases".into(), Value::Sequence(names.map(Value::String).collect()));
            }
            _ => {}
        }
    }
    if mapping.is_empty() {
        return Vec::new();
    }
    read_keys::add(&Document::of_value(file, start..start + length, Value::Mapping(mapping)), front)
}
