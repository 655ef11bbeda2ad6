//! The columns of the evidence table: the fields that the configuration declares, else those that several notes have.

use super::{Document, Role};
use crate::config::{Config, FieldConfig};
use crate::note::front_matter::folded;
use crate::note::{Field, NoteSummary};
use std::collections::BTreeMap;

/// The most columns where none is declared.
const MOST: usize = 12;

/// A field that notes fill, as a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What is said of it.
    pub field: FieldConfig,
    /// Its name as it is compared.
    key: String,
}

impl Column {
    fn new(field: FieldConfig) -> Self {
        Self { key: folded(&field.name), field }
    }

    /// Its label in a language: that of the language, or of any; none where it has neither.
    pub fn label(&self, language: &str) -> Option<&str> {
        let primary = language.split('-').next().unwrap_or(language);
        let of = |wanted: &str| self.field.labels.iter().find(|(language, _)| language == wanted);
        [language, primary, ""].into_iter().find_map(of).map(|(_, label)| label.as_str())
    }

    /// Whether a word is its name; case, spaces, hyphens and underscores do not count.
    pub fn is_named(&self, word: &str) -> bool {
        folded(word) == self.key
    }

    /// What a note says in it.
    pub fn of<'n>(&self, note: &'n NoteSummary) -> Option<&'n Field> {
        note.front.fields.iter().find(|field| self.is_named(&field.name) && !field.value.is_empty())
    }
}

/// The declared fields; where there are none, those of at least two notes on sources, in the order of use.
pub(super) fn columns(config: &Config, documents: &[Document]) -> Vec<Column> {
    if !config.fields.is_empty() {
        return config.fields.iter().cloned().map(Column::new).collect();
    }
    let on_sources = documents.iter().filter(|document| matches!(document.role, Role::Source(_)));
    let mut counts: BTreeMap<String, (usize, usize, &str)> = BTreeMap::new();
    for (order, field) in on_sources.flat_map(|document| &document.note.summary.front.fields).enumerate() {
        counts.entry(folded(&field.name)).or_insert((order, 0, &field.name)).1 += 1;
    }
    let mut used: Vec<_> = counts.into_values().filter(|(_, count, _)| *count > 1).collect();
    used.sort_unstable();
    let column = |name: &str| Column::new(FieldConfig { name: name.to_owned(), ..FieldConfig::default() });
    used.into_iter().take(MOST).map(|(_, _, name)| column(name)).collect()
}
