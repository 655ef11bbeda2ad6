//! What of a record is for readers.
//!
//! An author keeps things in a library that are nobody else's: annotations and the comments of JabRef (`annote`), the paths
//! of files, links into Zotero or a vault, fields that CSL does not know. No export has them.

use crate::bibliography::{Item, Value, Variables, csl_variables};
use serde_json::Value as Json;

/// How addresses begin that mean something on one machine only.
const LOCAL: &[&str] =
    &["file:", "zotero:", "obsidian:", "logseq:", "mendeley:", "papers:", "jabref:", "x-devonthink-item:"];

/// The record without what is private, and its parts that say nothing.
pub fn public(item: &Item) -> Item {
    let variables = item.0.iter().filter(|(name, value)| {
        let known = *name == "type" || csl_variables::all().any(|known| known == *name);
        known && *name != "annote" && !is_local(value)
    });
    let mut public = Variables::new();
    variables.for_each(|(name, value)| public.insert(name.to_owned(), public_value(value)));
    Item(public)
}

/// Names keep the parts that CSL has, and the ORCID iD.
fn public_value(value: &Value) -> Value {
    const PARTS: &[&str] =
        &["family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal", "ORCID"];
    let Value::Other(other) = value else { return value.clone() };
    let Json::Array(names) = &**other else { return value.clone() };
    let name = |name: &Json| match name {
        Json::Object(parts) => {
            let parts = parts.iter().filter(|(part, _)| PARTS.contains(&part.as_str()));
            Json::Object(parts.map(|(part, value)| (part.clone(), value.clone())).collect())
        }
        other => other.clone(),
    };
    names.iter().map(name).collect::<Json>().into()
}

/// Whether a text leads into a program or to a file of the author's machine.
fn is_local(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let words = || text.split(|c: char| c.is_whitespace() || matches!(c, '(' | '<' | '[' | '"' | '\''));
    let is_drive = |word: &str| {
        let bytes = word.as_bytes();
        bytes.len() > 3 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && matches!(bytes[2], b'\\' | b'/')
    };
    words().any(|word| {
        let lower = word.get(..word.floor_char_boundary(24)).unwrap_or_default().to_ascii_lowercase();
        let address = LOCAL.iter().any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("//")));
        let path = ["/home/", "/users/", "~/", "\\\\"].iter().any(|start| lower.starts_with(start));
        address || path || is_drive(word) && !word[2..].starts_with("//")
    })
}
