//! CSL-JSON: the model as it is, which loses nothing.

use crate::bibliography::{self, Bibliography, Item};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// The whole model in the order of the files, what is private and what CSL does not know included.
pub fn csl_json(bibliography: &Bibliography) -> String {
    let records = bibliography.iter().map(|reference| (reference.key.as_str(), &reference.item));
    written(records)
}

/// Items with their keys as a list of CSL-JSON.
pub(super) fn written<'a>(items: impl Iterator<Item = (&'a str, &'a Item)>) -> String {
    let records: Vec<Record<'_>> = items.map(|(key, item)| Record(key, item)).collect();
    serde_json::to_string_pretty(&records).unwrap_or_default() + "\n"
}

/// An item with its key: `id`, `type`, then its variables by name.
struct Record<'a>(&'a str, &'a Item);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(key, item) = self;
        let head = [("id", Value::from(*key)), ("type", Value::from(item.kind()))];
        let variables = item.0.iter().filter(|(name, _)| *name != "type");
        let variables = variables.map(|(name, value)| (name, bibliography::written(&value.to_json())));
        serializer.collect_map(head.into_iter().chain(variables))
    }
}
