//! The matrix to take away: CSV for spreadsheets and statistics, a pipe table for Markdown; whatever its size, with all findings.

use super::super::{csv, weight_word};
use super::*;
use crate::rich::Rich;

impl Composer<'_> {
    /// The files beside the page of the matrix.
    pub fn matrix_files(&self) -> impl Iterator<Item = (&'static str, String)> {
        let rows = self.matrix_rows();
        let columns: Vec<usize> = self.review.vocabulary.themes().map(|(tag, _)| tag).collect();
        let csv = csv::write(self.csv_rows(&rows, &columns));
        [("matrix/matrix.csv", csv), ("matrix/matrix.md", self.pipe_table(&rows, &columns))].into_iter()
    }

    /// Key, authors, year, title, then what the source says under each tag.
    fn csv_rows(&self, rows: &[usize], columns: &[usize]) -> Vec<Vec<String>> {
        let heads = self.csv_heads().into_iter().chain(columns.iter().map(|tag| self.tag_label(*tag))).collect();
        let row = |at: &usize| {
            let source = &self.review.sources[*at];
            self.csv_source(source).into_iter().chain(self.said(source, columns)).collect()
        };
        std::iter::once(heads).chain(rows.iter().map(row)).collect()
    }

    fn pipe_table(&self, rows: &[usize], columns: &[usize]) -> String {
        let row = |at: &usize| self.said(&self.review.sources[*at], columns);
        self.pipes(rows, columns.iter().map(|tag| self.tag_label(*tag)).collect(), row)
    }

    /// The heads of the columns that say which source a row is.
    pub(in crate::page) fn csv_heads(&self) -> [String; 4] {
        ["key", "authors", "date", "title"].map(|name| self.words.name("record", name).to_owned())
    }

    /// What stands in them; names as in an export, `Lu, Y.`, which spreadsheets sort.
    pub(in crate::page) fn csv_source(&self, source: &Source) -> [String; 4] {
        let reference = &source.reference;
        let title = reference.item.plain("title").unwrap_or_default();
        let names = crate::review::authors::creators(&reference.item).1;
        let creators: Vec<String> =
            names.iter().filter(|name| !name.is_others()).map(crate::bibliography::Name::inverted).collect();
        [reference.key.clone(), creators.join("; "), source.year.clone(), title]
    }

    /// A pipe table of these sources, with these heads and what `row` says of each.
    pub(in crate::page) fn pipes(
        &self,
        rows: &[usize],
        heads: Vec<String>,
        row: impl Fn(&usize) -> Vec<String>,
    ) -> String {
        let line = |first: &str, cells: Vec<String>| {
            let cells = std::iter::once(first).chain(cells.iter().map(String::as_str)).map(|cell| {
                let one_line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
                format!(" {} |", Rich::text(&one_line).markdown())
            });
            format!("|{}\n", cells.collect::<String>())
        };
        let rule = format!("|{}\n", "---|".repeat(heads.len() + 1));
        let mut out = line(self.words.text("source"), heads) + &rule;
        for at in rows {
            out.push_str(&line(&self.review.sources[*at].title, row(at)));
        }
        out
    }

    /// What a source says under each of these tags, in words: "central: Means are not results (p. 194)".
    fn said(&self, source: &Source, columns: &[usize]) -> Vec<String> {
        let said = |finding: FindingContext| {
            let text = if finding.text.is_empty() { String::new() } else { format!(": {}", finding.text) };
            let at = if finding.at.is_empty() { String::new() } else { format!(" ({})", finding.at) };
            format!("{}{text}{at}", weight_word(finding.ball, self.words))
        };
        self.cells(MATRIX, source, columns).into_iter().map(|cell| cell.map(said).unwrap_or_default()).collect()
    }
}
