//! Fenced code, line by line: for what is read before Markdown sees the text (CommonMark 0.31, 4.5); and code that was meant
//! as a block that a page fills.

use crate::diagnostics::{Code, Diagnostic, TextFile, slip_of};
use crate::note::BLOCKS;
use pulldown_cmark::{CodeBlockKind, Tag};
use std::ops::Range;

/// A block of code whose language is a slip away from a block that a page fills, and whose lines look like one's.
pub(in crate::note) fn slip(file: &TextFile, info: &str, range: &Range<usize>) -> Option<Diagnostic> {
    let (name, text) = (info.trim(), file.text.get(range.clone())?);
    let meant = slip_of(name, BLOCKS.iter().copied())?;
    let bare = |line: &str| line.trim_start_matches([' ', '\t', '>']).trim_end().to_owned();
    let mut lines = text.lines().skip(1).map(bare).filter(|line| !line.is_empty() && !line.starts_with(['`', '~']));
    let is_entry = |line: String| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().all(char::is_alphabetic)
    };
    let start = range.start + text.find(name)?;
    let problem = Diagnostic::new(Code::NearMiss, format!("this block is shown as code: there is no block `{name}`"));
    let problem = problem.at(file.span(start..start + name.len())).hint(format!("did you mean `{meant}`?"));
    lines.all(is_entry).then_some(problem)
}

/// The name of a block that a page fills.
pub(in crate::note) fn filled(tag: &Tag<'_>) -> Option<&'static str> {
    let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = tag else { return None };
    BLOCKS.iter().find(|name| **name == info.trim()).copied()
}

/// Whether a fence is open, and which.
#[derive(Debug, Default)]
pub(in crate::note) struct Fences(Option<(u8, usize)>);

impl Fences {
    /// Whether a fence is open.
    pub fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Whether this line is code or a fence; lines are given in order.
    pub fn holds(&mut self, line: &str) -> bool {
        let fence = fence(line);
        match (self.0, fence) {
            (None, None) => false,
            (None, Some((mark, length, _))) => {
                self.0 = Some((mark, length));
                true
            }
            (Some((mark, length)), Some((found, count, true))) if mark == found && count >= length => {
                self.0 = None;
                true
            }
            (Some(_), _) => true,
        }
    }
}

/// The mark and length of a fence, and whether nothing stands behind it, as where one closes.
fn fence(line: &str) -> Option<(u8, usize, bool)> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let mark = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = line.bytes().take_while(|byte| *byte == mark).count();
    let behind = &line[length..];
    // A line such as ```` ```a``` ```` is code within a line.
    (length >= 3 && !(mark == b'`' && behind.contains('`'))).then_some((mark, length, behind.trim().is_empty()))
}
