//! What a file loses of the records in it: the file is read again, and compared variable by variable.

use super::same::same;
use super::{DataFormat, public};
use crate::bibliography::{self, Item, Reference};
use crate::diagnostics::TextFile;
use std::collections::{BTreeMap, BTreeSet};

/// The most keys that are named of those that lose a variable.
const NAMED: usize = 5;

/// How a record differs once the file is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The variable is private, and in no export.
    Private,
    /// The file has no place for the variable.
    Gone,
    /// The file says something else or less.
    Changed,
    /// The file says more: a short title that a reader makes of the title, the kind of a thesis.
    Gained,
}

/// A variable that changes, and the references whose variable it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The variable, or `id` of a key.
    pub variable: String,
    /// How it changes.
    pub change: Change,
    /// The keys of the references, in their order.
    pub keys: Vec<String>,
}

impl Loss {
    /// The loss in a sentence, for the person who exports.
    pub fn message(&self, format: DataFormat) -> String {
        let (variable, name) = (&self.variable, format.name());
        let count = match self.keys.len() {
            1 => "1 reference".to_owned(),
            more => format!("{more} references"),
        };
        let mut named = self.keys.iter().take(NAMED).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        if self.keys.len() > NAMED {
            named.push_str(", ...");
        }
        match self.change {
            Change::Private => format!("`{variable}` of {count} is private and not written ({named})"),
            Change::Gone => format!("`{variable}` of {count} is not written: {name} has no place for it ({named})"),
            Change::Changed if variable == "id" => {
                format!("the key of {count} is changed: {name} cannot have it as it is ({named})")
            }
            Change::Changed => format!("`{variable}` of {count} is simplified: {name} cannot say all of it ({named})"),
            Change::Gained => format!("`{variable}` is added to {count} ({named})"),
        }
    }
}

/// What the file loses of these references, which have these keys in it, by variable.
pub(super) fn found(references: &[&Reference], keys: &[String], text: &str, format: DataFormat) -> Vec<Loss> {
    let mut losses: BTreeMap<(String, Change), Vec<String>> = BTreeMap::new();
    let mut add = |variable: &str, change, key: &str| {
        losses.entry((variable.to_owned(), change)).or_default().push(key.to_owned());
    };
    let read = format.ending().map(|ending| {
        let file = TextFile::new(&format!("export.{ending}"), text);
        bibliography::parse(&[file], &[]).value
    });
    for (reference, key) in references.iter().zip(keys) {
        let item = public(&reference.item);
        for variable in reference.item.0.keys().filter(|variable| !item.0.contains_key(variable)) {
            add(variable, Change::Private, &reference.key);
        }
        let Some(read) = &read else { continue };
        let again = read.get(key).map(|found| &found.item);
        if *key != reference.key || again.is_none() {
            add("id", Change::Changed, &reference.key);
        }
        let Some(again) = again else { continue };
        for (variable, change) in differences(&item, again) {
            add(&variable, change, &reference.key);
        }
    }
    let loss = |((variable, change), keys)| Loss { variable, change, keys };
    losses.into_iter().map(loss).collect()
}

/// The variables in which the second item does not say what the first one says.
fn differences(item: &Item, again: &Item) -> Vec<(String, Change)> {
    let variables: BTreeSet<&str> = item.0.keys().chain(again.0.keys()).collect();
    let change = |variable: &str| match (item.0.get(variable), again.0.get(variable)) {
        (Some(one), Some(other)) if one == other || same(variable, &one.to_json(), &other.to_json()) => None,
        (Some(_), Some(_)) => Some(Change::Changed),
        (Some(_), None) => Some(Change::Gone),
        (None, _) => Some(Change::Gained),
    };
    let found = variables.into_iter().map(|variable| (variable, change(variable)));
    found.filter_map(|(variable, change)| Some((variable.to_owned(), change?))).collect()
}
