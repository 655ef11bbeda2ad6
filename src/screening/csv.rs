//! A table of cells with their places: RFC 4180, with `;` or tabs between the cells, too, as spreadsheets write them.

use std::ops::Range;

/// A cell: its text without quotation marks, and the bytes where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The text, without white space around it.
    pub text: String,
    /// The place, quotation marks included.
    pub range: Range<usize>,
}

/// The rows of a text that have any text in them, and where a quotation mark opens that is never closed.
pub fn rows(text: &str) -> (Vec<Vec<Cell>>, Option<usize>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let delimiter = delimiter(text[start..].lines().next().unwrap_or(""));
    let (mut rows, mut row, mut at, mut unclosed) = (Vec::new(), Vec::new(), start, None);
    while at < text.len() || !row.is_empty() {
        let (cell, closed) = cell(text, at, delimiter);
        unclosed = unclosed.or((!closed).then_some(cell.range.start));
        at = cell.range.end;
        at += text[at..].find([delimiter, '\r', '\n']).unwrap_or(text.len() - at);
        row.push(cell);
        let rest = &text[at..];
        if rest.starts_with(delimiter) {
            at += 1;
            continue;
        }
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        rows.push(std::mem::take(&mut row));
    }
    rows.retain(|row: &Vec<Cell>| row.iter().any(|cell| !cell.text.is_empty()));
    (rows, unclosed)
}

/// What stands between the cells of a line.
fn delimiter(line: &str) -> char {
    let count = |of: &char| line.matches(*of).count();
    let most = [',', ';', '\t'].into_iter().rev().max_by_key(count).unwrap_or(',');
    if count(&most) == 0 { ',' } else { most }
}

/// The cell that begins here, and whether its quotation marks are closed.
fn cell(text: &str, start: usize, delimiter: char) -> (Cell, bool) {
    let from = start + text[start..].len() - text[start..].trim_start_matches(' ').len();
    let Some(quoted) = text[from..].strip_prefix('"') else {
        let end = start + text[start..].find([delimiter, '\r', '\n']).unwrap_or(text.len() - start);
        let said = text[from.min(end)..end].trim_end();
        return (Cell { text: said.to_owned(), range: from.min(end)..from.min(end) + said.len() }, true);
    };
    let (mut said, mut rest) = (String::new(), quoted);
    loop {
        let Some((before, after)) = rest.split_once('"') else {
            said.push_str(rest);
            return (Cell { text: said.trim().to_owned(), range: from..text.len() }, false);
        };
        said.push_str(before);
        rest = after;
        match rest.strip_prefix('"') {
            Some(after) => {
                said.push('"');
                rest = after;
            }
            None => return (Cell { text: said.trim().to_owned(), range: from..text.len() - rest.len() }, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        rows(text).0.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        assert_eq!(
            texts("\u{feff}a,b\r\n\r\n1, \"x, \"\"y\"\"\n z\" ,\n"),
            [vec!["a", "b"], vec!["1", "x, \"y\"\n z", ""]]
        );
        assert_eq!(texts("a;b\n\"1, 2\";3"), [["a", "b"], ["1, 2", "3"]]);
        assert_eq!(texts("a\tb\n1\t2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts(""), Vec::<Vec<String>>::new());
        assert_eq!(rows("a,\"b\n1,2").1, Some(2));
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        let whole = "data,n\n\"a\"\"b\",\"c;\r\n\u{a0}д\"x,\t;\r\r\n\"";
        for start in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
            for end in (start..=whole.len()).filter(|at| whole.is_char_boundary(*at)) {
                let text = &whole[start..end];
                for cell in rows(text).0.into_iter().flatten() {
                    assert!(text.get(cell.range.clone()).is_some(), "{text:?} {cell:?}");
                }
            }
        }
    }
}
