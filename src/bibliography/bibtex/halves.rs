//! A large `.bib` file as blocks, both halves at once.
//!
//! The second half is read from a line that begins with `@`, on trust that no block of the first half reaches over it.
//! Where the first half ends there, the trust was right; else the file is read again from its start.

use super::raw::Block;
use super::scan::{MAX_PROBLEMS, Stretch, stretch};
use crate::diagnostics::{Diagnostic, TextFile};
use std::ops::Range;

/// Files of fewer bytes are read by one thread.
const LARGE: usize = 256 << 10;

/// The blocks of a file, in order.
pub(super) fn blocks<'a>(file: &'a TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Block<'a>> {
    let middle = (file.text.len() >= LARGE).then(|| entry_line(file, file.text.len() / 2)).flatten();
    let halves = middle.and_then(|middle| halves(file, middle));
    let Stretch { blocks, diagnostics: problems, .. } = halves.unwrap_or_else(|| stretch(file, 0..file.text.len()));
    diagnostics.extend(problems);
    blocks
}

/// The first line at or behind a place that begins with `@`.
fn entry_line(file: &TextFile, from: usize) -> Option<usize> {
    let found = file.text.as_bytes()[from..].windows(2).position(|pair| pair == b"\n@")?;
    Some(from + found + 1)
}

/// The whole file from two stretches that meet in the middle; none where they do not.
fn halves(file: &TextFile, middle: usize) -> Option<Stretch<'_>> {
    let read = |range: Range<usize>| stretch(file, range);
    let (mut first, second) = rayon::join(|| read(0..middle), || read(middle..file.text.len()));
    let fits = first.next == second.first && first.diagnostics.len() + second.diagnostics.len() < MAX_PROBLEMS;
    fits.then(|| {
        first.blocks.extend(second.blocks);
        first.diagnostics.extend(second.diagnostics);
        first
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys and fields as they stand in the file, and what is said of them.
    fn shown(stretch: &Stretch<'_>) -> String {
        format!("{:?}\n{:?}", stretch.blocks, stretch.diagnostics)
    }

    #[test]
    fn two_halves_are_the_whole_wherever_they_meet() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/bibliography");
        let mut met = 0;
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_none_or(|ending| ending != "bib") {
                continue;
            }
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            // Comments, entries that are cut off and blocks that hold an `@` at the start of a line.
            let text = format!(
                "{text}\n@comment{{\n@book{{inside, title = {{A}}}}\n}}\n% @book{{no,\n@misc{{open, note = {{\n@book{{last, title = {{B}}}}\n"
            );
            let file = TextFile::new("a.bib", &text);
            let whole = shown(&stretch(&file, 0..text.len()));
            let mut at = 0;
            while let Some(middle) = entry_line(&file, at) {
                if let Some(halves) = halves(&file, middle) {
                    met += 1;
                    assert_eq!(shown(&halves), whole, "{}: {middle}", path.display());
                }
                at = middle;
            }
        }
        assert!(met > 50, "{met}");
    }
}
