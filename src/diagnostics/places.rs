//! Lines and columns of many places: each file is searched for its lines once.

use super::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a place begins and ends. Lines and columns count from 1, columns in characters; the end is behind the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The first line.
    pub line: usize,
    /// The column of the first character.
    pub column: usize,
    /// The line of the end.
    pub end_line: usize,
    /// The column of the end.
    pub end_column: usize,
}

/// The beginnings of the lines of each file met so far.
#[derive(Debug, Default)]
pub struct Places {
    lines: BTreeMap<Arc<str>, (Arc<str>, Vec<usize>)>,
}

impl Places {
    /// Lines and columns of a place.
    pub fn region(&mut self, span: &Span) -> Region {
        let (path, text) = (&span.file.path, &span.file.text);
        let is_known = self.lines.get(path).is_some_and(|(known, _)| Arc::ptr_eq(known, text));
        if !is_known {
            self.lines.insert(path.clone(), (text.clone(), line_starts(text)));
        }
        let lines = self.lines.get(path).map(|(_, lines)| lines.as_slice()).unwrap_or_default();
        let (line, column) = position(text, lines, span.range().start);
        let (end_line, end_column) = position(text, lines, span.range().end);
        Region { line, column, end_line, end_column }
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
        .collect()
}

fn position(text: &str, lines: &[usize], at: usize) -> (usize, usize) {
    let line = lines.partition_point(|start| *start <= at).max(1);
    let start = lines.get(line - 1).copied().unwrap_or_default();
    let before = text.as_bytes().get(start..at).unwrap_or_default();
    let before = String::from_utf8_lossy(before);
    (line, before.trim_start_matches('\u{feff}').chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::TextFile;

    #[test]
    fn lines_and_columns_are_those_of_each_place_alone() {
        let file = TextFile::new("a.md", "\u{feff}é𝒳\r\n\nlast");
        let mut places = Places::default();
        for start in 0..=file.text.len() {
            let span = file.span(start..start);
            let Region { line, column, end_line, end_column } = places.region(&span);
            assert_eq!(((line, column), (end_line, end_column)), (span.line_column(), span.line_column()), "{start}");
        }
        let whole = places.region(&file.span(0..file.text.len()));
        assert_eq!(whole, Region { line: 1, column: 1, end_line: 3, end_column: 5 });
    }
}
