//! A part of the evidence table in a text: the fenced block `evidence` with its lines `rows`, `tag`, `columns` and `order`.

use super::*;
use crate::collation::Collator;
use crate::diagnostics::{Diagnostic, did_you_mean};
use crate::html::escape;
use crate::note::FencedBlock;
use crate::page::block::{Unknown, lines, numbers, one_of};

/// What a block may say.
const NAMES: &[&str] = &["rows", "columns", "tag", "order"];
/// What its rows may be sorted by, besides a column.
const ORDERS: &[&str] = &["year", "name"];

impl Composer<'_> {
    /// The table that a block asks for, with its style sheet, on the page of that path; none where it has no rows or no columns.
    pub(in crate::page) fn evidence_block(
        &self,
        block: &FencedBlock,
        path: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let mut rows = self.evidence_rows();
        let mut columns: Vec<usize> = (0..self.review.columns.len()).collect();
        let names = self.review.columns.iter().map(|column| column.field.name.as_str());
        let orders: Vec<&str> = ORDERS.iter().copied().chain(names).collect();
        let mut order = None;
        for line in lines(block, NAMES, diagnostics) {
            match line.name.text() {
                "rows" => rows = numbers(&line.values, |key| self.source_named(key), diagnostics),
                "columns" => columns = numbers(&line.values, |name| self.column_named(name), diagnostics),
                "tag" => {
                    let tags = numbers(&line.values, |tag| self.tag_named(tag), diagnostics);
                    let tags = self.with_those_below(&tags);
                    rows.retain(|row| self.review.sources[*row].findings.iter().any(|found| tags.contains(&found.tag)));
                }
                _ => order = one_of(&line, &orders, "evidence", diagnostics),
            }
        }
        match order.and_then(|order| self.column_named(order).ok().filter(|_| !ORDERS.contains(&order))) {
            Some(column) => self.sort_by_column(&mut rows, column),
            None => self.sort_rows(&mut rows, order),
        }
        (!rows.is_empty() && !columns.is_empty()).then(|| {
            let limit = self.limit(&rows, &columns);
            let sheet = escape(&routes::relative(path, "assets/evidence.css"));
            let table = self.fields_html(path, &rows, &columns, limit);
            format!("<link rel=\"stylesheet\" href=\"{sheet}\">\n{table}")
        })
    }

    /// The number of the column that a name or a label means.
    fn column_named(&self, word: &str) -> Result<usize, Unknown> {
        let is_meant = |column: &Column| column.is_named(word) || self.column_label(column) == word;
        let names = || self.review.columns.iter().map(|column| column.field.name.as_str());
        self.review.columns.iter().position(is_meant).ok_or_else(|| ("field", did_you_mean(word, names())))
    }

    /// By what is said in a column, by number where all of it is numbers; sources that say nothing come last.
    fn sort_by_column(&self, rows: &mut [usize], column: usize) {
        let value = |row: usize| self.values(row, &[column])[0];
        let number = |row: usize| value(row).replace(char::is_whitespace, "").parse::<f64>().ok();
        let are_numbers = rows.iter().all(|row| value(*row).is_empty() || number(*row).is_some());
        let collator = Collator::new(&self.config.language);
        rows.sort_by(|a, b| {
            let (a, b) = (*a, *b);
            let by_value = match are_numbers {
                true => number(a).unwrap_or_default().total_cmp(&number(b).unwrap_or_default()),
                false => collator.compare(value(a), value(b)),
            };
            let order = value(a).is_empty().cmp(&value(b).is_empty()).then(by_value);
            order.then(self.review.rank[a].cmp(&self.review.rank[b]))
        });
    }
}
