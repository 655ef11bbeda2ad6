//! The variables of an item by name: a sorted list, small enough that ten thousand items stay in the cache.

use crate::bibliography::Value;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// The name of a variable; that of CSL's variables takes no memory of its own.
pub type VariableName = Cow<'static, str>;

/// Variables and their values, by name; each once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Variables(Vec<(VariableName, Value)>);

impl Variables {
    /// None yet, with room for as many as most works have.
    pub fn new() -> Self {
        Self(Vec::with_capacity(16))
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name))
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).ok().map(|at| &self.0[at].1)
    }

    /// Whether a variable is there.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Gives a variable a value, in place of the one that it had.
    pub fn insert(&mut self, name: impl Into<VariableName>, value: Value) {
        let name = name.into();
        match self.place(&name) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Takes a variable out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.place(name).ok().map(|at| self.0.remove(at).1)
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// The names, sorted.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }
}

impl From<Map<String, Json>> for Variables {
    fn from(map: Map<String, Json>) -> Self {
        Self(map.into_iter().map(|(name, value)| (Cow::Owned(name), value.into())).collect())
    }
}

impl From<Variables> for Map<String, Json> {
    fn from(variables: Variables) -> Self {
        variables.0.into_iter().map(|(name, value)| (name.into_owned(), value.into())).collect()
    }
}
