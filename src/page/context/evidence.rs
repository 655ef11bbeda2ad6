//! What the template of the evidence table is given.

use super::LinkContext;
use serde::Serialize;

/// `evidence.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct EvidencePage {
    /// Sources with a note.
    pub sources: usize,
    /// Its columns.
    pub fields: usize,
    /// The table in a `div` of the class `scroll`; empty where there are no rows or no columns. Of very many long values
    /// it has the beginnings.
    pub table_html: String,
    /// How many sources the table leaves out: the latest, where there are more than 1,500.
    pub more_sources: usize,
    /// Whether it shows beginnings of values: the files have the whole of them.
    pub cut: bool,
    /// The sources whose notes leave a field open, one list a field; a field that all notes fill is left out.
    pub missing: Vec<MissingField>,
}

/// A field, and who leaves it open.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct MissingField {
    /// Its name.
    pub label: String,
    /// The first 60 of the sources.
    pub items: Vec<LinkContext>,
    /// How many more there are.
    pub more: usize,
}
