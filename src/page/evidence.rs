//! The evidence table: what the notes say in their fields, a row for each source, and what they leave open.
//!
//! The table of the page, the one of a fenced block and the files beside the page are written from the same fields as the
//! records on the pages of sources.

use super::context::*;
use super::{Composer, Content, Page};
use crate::note::{Field, NoteSummary};
use crate::review::fields::Column;
use crate::review::routes;

mod block;
mod files;
mod table;

/// Where the evidence table stands.
pub const EVIDENCE: &str = "evidence/index.html";

/// The page has at most so many rows: it would be too heavy.
const ROWS: usize = 1_500;
/// A list of sources that leave a field open has at most so many entries.
const LISTED: usize = 60;

impl Composer<'_> {
    pub(super) fn evidence_page(&self) -> Page {
        let rows = self.evidence_rows();
        let columns: Vec<usize> = (0..self.review.columns.len()).collect();
        let shown = &rows[..rows.len().min(ROWS)];
        let limit = self.limit(shown, &columns);
        let is_empty = rows.is_empty() || columns.is_empty();
        let it = EvidencePage {
            sources: rows.len(),
            fields: columns.len(),
            table_html: if is_empty { String::new() } else { self.fields_html(EVIDENCE, shown, &columns, limit) },
            more_sources: rows.len() - shown.len(),
            cut: limit < usize::MAX,
            missing: columns.iter().filter_map(|column| self.missing(&rows, *column)).collect(),
        };
        let title = self.words.name("evidence_table", "title");
        self.page(EVIDENCE, title, None, None, Content::Evidence(Box::new(it)))
    }

    /// Whether a note fills a column.
    pub(super) fn has_evidence(&self) -> bool {
        self.evidence_rows()
            .iter()
            .any(|row| self.review.columns.iter().any(|column| self.said_in(*row, column).is_some()))
    }

    /// The sources with a note that are not left out of the review, by year.
    fn evidence_rows(&self) -> Vec<usize> {
        self.review.by_year.iter().copied().filter(|at| self.is_included(*at)).collect()
    }

    fn summary_of(&self, source: usize) -> Option<&NoteSummary> {
        self.review.sources[source].note.map(|note| &self.review.documents[note].note.summary)
    }

    /// What the note on a source says in a column.
    fn said_in(&self, source: usize, column: &Column) -> Option<&Field> {
        column.of(self.summary_of(source)?)
    }

    /// What a source says in each of these columns; empty where it says nothing.
    fn values(&self, source: usize, columns: &[usize]) -> Vec<&str> {
        let value =
            |column: &usize| self.said_in(source, &self.review.columns[*column]).map_or("", |field| &field.value);
        columns.iter().map(value).collect()
    }

    /// The label of a column, its unit behind it.
    fn column_head(&self, column: usize) -> String {
        let column = &self.review.columns[column];
        match column.field.unit.as_str() {
            "" => self.column_label(column),
            unit => format!("{} ({unit})", self.column_label(column)),
        }
    }

    fn missing(&self, rows: &[usize], column: usize) -> Option<MissingField> {
        let column = &self.review.columns[column];
        let open =
            rows.iter().filter(|row| self.said_in(**row, column).is_none()).map(|row| &self.review.sources[*row]);
        let link = |source: &crate::review::Source| LinkContext {
            label: source.title.clone(),
            url: routes::relative(EVIDENCE, &source.path),
        };
        let mut items: Vec<LinkContext> = open.map(link).collect();
        let more = items.len().saturating_sub(LISTED);
        items.truncate(LISTED);
        (!items.is_empty()).then(|| MissingField { label: self.column_label(column), items, more })
    }
}
