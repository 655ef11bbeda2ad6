//! The references of a review, by key, each with its place.
//!
//! Every format ends in one model: an item of CSL's types and variables, in the shape of CSL-JSON.
//! Files are read entry by entry, so that one bad entry costs that entry and no other.

use crate::diagnostics::{Checked, Span, TextFile};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One record of the bibliography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The key that citations use, exactly as the file spells it.
    pub key: String,
    /// The record itself.
    pub item: Item,
    /// Where the key stands.
    pub place: Span,
    /// The keywords of the record, in the order of the file.
    pub keywords: Vec<String>,
}

/// A record as CSL sees it: an object of CSL-JSON (`type`, `title`, `author`, `issued`, ...) without its `id`.
///
/// Text may hold CSL's inline markup (`<i>`, `<b>`, `<sub>`, `<sup>`, `<span class="nocase">`,
/// `<span style="font-variant: small-caps;">`); a literal `<`, `>` or `&` stands as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Item(pub Map<String, Value>);

/// All references, in the order of the files, each key once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bibliography {
    references: Vec<Reference>,
    by_key: BTreeMap<String, usize>,
}
