//! The synthesis matrix: what each source says under each tag, and what none has said yet.
//!
//! A row is a source whose note has tags, a column a tag in the site's order. The table of the page, the one of a fenced
//! block and the files beside the page are written from the same findings as the pages of sources and tags.

use super::context::*;
use super::{Composer, Content, Page, body};
use crate::review::tags::SourceFinding;
use crate::review::{Role, Source, routes};
use std::collections::BTreeSet;

mod block;
mod files;
mod gaps;
mod table;

use table::Cells;

/// Where the matrix stands.
pub const MATRIX: &str = "matrix/index.html";

/// Up to so many rows the cells hold findings; above, marks.
const FINDINGS: usize = 200;
/// Above so many rows the marks are no links: the page would be too heavy.
const LINKED: usize = 1_000;
/// Above so many rows only decades are shown.
const ROWS: usize = 2_000;
/// The table has at most so many columns.
const COLUMNS: usize = 100;

impl Composer<'_> {
    pub(super) fn matrix_page(&self) -> Page {
        let rows = self.matrix_rows();
        let (columns, more_tags) = self.matrix_columns(&rows);
        let (cells, table_html) = match rows.len() {
            0 => ("marks", String::new()),
            n if n > ROWS => ("decades", self.decades_html(&rows, &columns)),
            n if n > LINKED => ("marks", self.table_html(MATRIX, &rows, &columns, Cells::Unlinked)),
            n if n > FINDINGS => ("marks", self.table_html(MATRIX, &rows, &columns, Cells::Marks)),
            _ => ("findings", self.table_html(MATRIX, &rows, &columns, Cells::Switched)),
        };
        let it = MatrixPage {
            sources: rows.len(),
            tags: self.review.vocabulary.themes().count(),
            table_html,
            cells,
            more_tags,
            gaps: self.gaps(&rows, &columns),
            unread: self.unread(),
        };
        let title = self.words.name("matrix", "title");
        self.page(MATRIX, title, None, None, Content::Matrix(Box::new(it)))
    }

    /// Whether a note says anything under a tag.
    pub(super) fn has_matrix(&self) -> bool {
        let has_findings = |source: usize| !self.review.sources[source].findings.is_empty();
        self.review.documents.iter().any(|document| matches!(document.role, Role::Source(at) if has_findings(at)))
    }

    /// The sources whose notes have tags, by year.
    fn matrix_rows(&self) -> Vec<usize> {
        let is_row = |at: &usize| self.is_included(*at) && !self.review.sources[*at].findings.is_empty();
        self.review.by_year.iter().copied().filter(is_row).collect()
    }

    /// The tags in the site's order, and how many are left out because there are too many.
    fn matrix_columns(&self, rows: &[usize]) -> (Vec<usize>, usize) {
        let counts = self.counts(rows);
        let mut columns: Vec<usize> = self.review.vocabulary.themes().map(|(tag, _)| tag).collect();
        let more = columns.len().saturating_sub(COLUMNS);
        if more > 0 {
            columns.sort_by_key(|tag| (std::cmp::Reverse(counts[*tag]), *tag));
            columns.truncate(COLUMNS);
            columns.sort_unstable();
        }
        (columns, more)
    }

    /// How many of these sources carry each tag.
    fn counts(&self, rows: &[usize]) -> Vec<usize> {
        let mut counts = vec![0; self.review.vocabulary.tags.len()];
        for finding in rows.iter().flat_map(|row| &self.review.sources[*row].findings) {
            counts[finding.tag] += 1;
        }
        counts
    }

    /// What a source says under each of these tags, on the page of that path; nothing where it does not carry one.
    fn cells(&self, path: &str, source: &Source, columns: &[usize]) -> Vec<Option<FindingContext>> {
        let cell = |tag: &usize| Some(self.evidence(path, source, found(&source.findings, *tag)?));
        columns.iter().map(cell).collect()
    }

    fn tag_label(&self, tag: usize) -> String {
        self.review.vocabulary.tags[tag].label(&self.config.language)
    }

    /// The decades of these sources with the sources of each, those without a year last.
    fn decades(&self, rows: &[usize]) -> Vec<(String, Vec<usize>)> {
        let decade = |row: usize| self.review.sources[row].reference.item.year().map(|year| year.div_euclid(10) * 10);
        let of = |chunk: &[usize]| {
            let undated = || self.words.text("no_date").to_owned();
            let label = decade(chunk[0]).map_or_else(undated, |first| format!("{first}–{}", first + 9));
            (label, chunk.to_vec())
        };
        rows.chunk_by(|a, b| decade(*a) == decade(*b)).map(of).collect()
    }
}

/// The finding under a tag; a source's findings stand in the order of the tags.
fn found(findings: &[SourceFinding], tag: usize) -> Option<&SourceFinding> {
    findings.binary_search_by_key(&tag, |finding| finding.tag).ok().map(|at| &findings[at])
}

/// How much a source says under all its tags together.
fn weight(source: &Source) -> u32 {
    source.findings.iter().map(|finding| u32::from(body::ball_of(finding.weight))).sum()
}
