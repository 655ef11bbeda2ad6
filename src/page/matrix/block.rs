//! A part of the matrix in a text: the fenced block `matrix` with its lines `rows`, `tag`, `columns` and `order`.

use super::*;
use crate::collation::Collator;
use crate::diagnostics::Diagnostic;
use crate::note::FencedBlock;
use crate::page::block::{lines, numbers, one_of};

/// What a block may say.
const NAMES: &[&str] = &["rows", "columns", "tag", "order"];
/// What its rows may be sorted by.
const ORDERS: &[&str] = &["year", "name", "weight"];

/// What a block asks for; what it does not say is left open.
#[derive(Debug, Default)]
struct Asked {
    rows: Option<Vec<usize>>,
    tag: Option<usize>,
    columns: Option<Vec<usize>>,
    order: Option<&'static str>,
}

impl Composer<'_> {
    /// The table that a block asks for, on the page of that path; none where it has no rows or no columns.
    pub(in crate::page) fn matrix_block(
        &self,
        block: &FencedBlock,
        path: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let asked = self.asked(block, diagnostics);
        let mut rows = asked.rows.unwrap_or_else(|| self.matrix_rows());
        if let Some(tag) = asked.tag {
            let tags = self.with_those_below(&[tag]);
            rows.retain(|row| self.review.sources[*row].findings.iter().any(|found| tags.contains(&found.tag)));
        }
        self.sort_rows(&mut rows, asked.order);
        let columns = asked.columns.unwrap_or_else(|| {
            let counts = self.counts(&rows);
            (0..counts.len()).filter(|tag| counts[*tag] > 0).collect()
        });
        let cells = if rows.len() > FINDINGS { Cells::Marks } else { Cells::Switched };
        (!rows.is_empty() && !columns.is_empty()).then(|| self.table_html(path, &rows, &columns, cells))
    }

    fn asked(&self, block: &FencedBlock, diagnostics: &mut Vec<Diagnostic>) -> Asked {
        let mut asked = Asked::default();
        for line in lines(block, NAMES, diagnostics) {
            match line.name.text() {
                "rows" => asked.rows = Some(numbers(&line.values, |key| self.source_named(key), diagnostics)),
                "columns" => asked.columns = Some(numbers(&line.values, |tag| self.tag_named(tag), diagnostics)),
                "tag" => asked.tag = numbers(&line.values, |tag| self.tag_named(tag), diagnostics).first().copied(),
                _ => asked.order = one_of(&line, ORDERS, "matrix", diagnostics),
            }
        }
        asked
    }

    pub(in crate::page) fn sort_rows(&self, rows: &mut [usize], order: Option<&str>) {
        let review = self.review;
        match order {
            Some("year") => rows.sort_by_key(|row| review.rank[*row]),
            Some("name") => {
                let collator = Collator::new(&self.config.language);
                let title = |row: usize| &review.sources[row].title;
                rows.sort_by(|a, b| collator.compare(title(*a), title(*b)).then(review.rank[*a].cmp(&review.rank[*b])));
            }
            Some("weight") => {
                rows.sort_by_key(|row| (std::cmp::Reverse(weight(&review.sources[*row])), review.rank[*row]));
            }
            _ => {}
        }
    }
}
