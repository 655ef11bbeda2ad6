//! A part of the matrix in a text: the fenced block `matrix` with its lines `rows`, `tag`, `columns` and `order`.

use super::*;
use crate::collation::Collator;
use crate::diagnostics::{Code, Diagnostic, Span, did_you_mean};
use crate::note::FencedBlock;

/// What a block may say.
const NAMES: &[&str] = &["rows", "tag", "columns", "order"];
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
            rows.retain(|row| found(&self.review.sources[*row].findings, tag).is_some());
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
        for line in &block.lines {
            let parts = parts(line);
            let Some((name, values)) = parts.split_first().filter(|_| line.text().contains(':')) else {
                let message = "this line says nothing that a matrix knows";
                diagnostics
                    .push(bad(message.to_owned(), line).hint("write `rows: key1, key2` or `columns: tag1, tag2`"));
                continue;
            };
            match name.text() {
                "rows" => asked.rows = Some(self.numbers(values, |key| self.source_named(key), diagnostics)),
                "columns" => asked.columns = Some(self.numbers(values, |tag| self.tag_named(tag), diagnostics)),
                "tag" => asked.tag = self.numbers(values, |tag| self.tag_named(tag), diagnostics).first().copied(),
                "order" => {
                    let order = |word: &str| {
                        known(word, ORDERS).ok_or_else(|| ("order", did_you_mean(word, ORDERS.iter().copied())))
                    };
                    asked.order =
                        values.iter().filter_map(|value| or_report(value, order(value.text()), diagnostics)).next();
                }
                other => {
                    let message = format!("a matrix has no `{other}`");
                    let hint = did_you_mean(other, NAMES.iter().copied());
                    let hint = hint.or_else(|| Some("it has `rows`, `tag`, `columns` and `order`".to_owned()));
                    diagnostics.push(bad(message, name).maybe_hint(hint));
                }
            }
        }
        asked
    }

    /// What these names mean, each once; those that mean nothing are reported.
    fn numbers(
        &self,
        names: &[Span],
        find: impl Fn(&str) -> Result<usize, Unknown>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let found = names.iter().filter_map(|name| or_report(name, find(name.text()), diagnostics));
        found.filter(|number| seen.insert(*number)).collect()
    }

    fn source_named(&self, key: &str) -> Result<usize, Unknown> {
        let key = key.trim_start_matches('@');
        let keys = || self.review.sources.iter().map(|source| source.reference.key.as_str());
        self.review.source_of(key).ok_or_else(|| ("source", did_you_mean(key, keys())))
    }

    fn tag_named(&self, word: &str) -> Result<usize, Unknown> {
        let words = || self.review.vocabulary.tags.iter().map(|tag| tag.word.as_str());
        self.review.vocabulary.find(word.trim_start_matches('#')).ok_or_else(|| ("tag", did_you_mean(word, words())))
    }

    fn sort_rows(&self, rows: &mut [usize], order: Option<&str>) {
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

/// The kind of a name that means nothing, and the one that may be meant.
type Unknown = (&'static str, Option<String>);

fn known(word: &str, words: &[&'static str]) -> Option<&'static str> {
    words.iter().find(|known| **known == word).copied()
}

fn or_report<T>(name: &Span, found: Result<T, Unknown>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    let report = |(kind, hint): Unknown| {
        let message = format!("this review has no {kind} `{}`", name.text());
        let message = if kind == "order" { format!("a matrix has no order `{}`", name.text()) } else { message };
        let hint = hint.or_else(|| (kind == "order").then(|| "write `year`, `name` or `weight`".to_owned()));
        diagnostics.push(bad(message, name).maybe_hint(hint));
    };
    found.map_err(report).ok()
}

fn bad(message: String, place: &Span) -> Diagnostic {
    Diagnostic::new(Code::BadBlock, message).at(place.clone())
}

/// A line `name: value, value` in its parts, where they stand.
fn parts(line: &Span) -> Vec<Span> {
    let (text, start) = (line.text(), line.range().start);
    let colon = text.find(':').unwrap_or(text.len());
    let mut parts = Vec::new();
    let mut at = 0;
    for (place, _) in text.match_indices([':', ',']).filter(|(place, sign)| *place == colon || *sign == ",") {
        parts.push((at, place));
        at = place + 1;
    }
    parts.push((at, text.len()));
    let trimmed = |(from, to): (usize, usize)| {
        let part = &text[from..to];
        let from = start + from + part.len() - part.trim_start().len();
        line.file.span(from..from + part.trim().len())
    };
    parts.into_iter().map(trimmed).filter(|part| !part.range().is_empty()).collect()
}
