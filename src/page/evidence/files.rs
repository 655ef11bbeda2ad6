//! The evidence table to take away: CSV for spreadsheets and statistics, a pipe table for Markdown; all rows, all values whole.

use super::super::csv;
use super::*;

impl Composer<'_> {
    /// The files beside the page of the evidence table.
    pub fn evidence_files(&self) -> impl Iterator<Item = (&'static str, String)> {
        let rows = if self.review.columns.is_empty() { Vec::new() } else { self.evidence_rows() };
        let columns: Vec<usize> = (0..self.review.columns.len()).collect();
        let heads: Vec<String> = columns.iter().map(|column| self.column_head(*column)).collect();
        let said = |at: &usize| self.values(*at, &columns).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let row = |at: &usize| self.csv_source(&self.review.sources[*at]).into_iter().chain(said(at)).collect();
        let head = self.csv_heads().into_iter().chain(heads.iter().cloned()).collect();
        let csv = csv::write(std::iter::once(head).chain(rows.iter().map(row)));
        [("evidence/evidence.csv", csv), ("evidence/evidence.md", self.pipes(&rows, heads, said))].into_iter()
    }
}
