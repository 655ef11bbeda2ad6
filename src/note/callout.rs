//! Callouts: a quotation that begins with `[!type]`, with `+` or `-` where it folds, and a title behind.
//!
//! The syntax is Obsidian's; GitHub's alerts are the part of it without folding and titles.

use std::ops::Range;

/// The longest type, in bytes.
const LONGEST: usize = 40;

/// A callout, its title and text apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Callout {
    /// The type in lower case, as the author spells it: `info`, `quote`, `tldr`.
    pub kind: String,
    /// Whether it folds.
    pub fold: Option<Fold>,
    /// Whether the author gives it a title; else it has that of its type.
    pub titled: bool,
}

/// How a callout that folds is shown at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// `+`
    Open,
    /// `-`
    Closed,
}

/// The first line of a callout, in bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FirstLine {
    pub callout: Callout,
    /// `[!type]`, its sign, and the blanks behind.
    pub marker: Range<usize>,
    /// The end of the line: of the title.
    pub end: usize,
}

/// The callout that begins with the quotation at this place of the file.
pub(super) fn at(text: &str, quotation: usize) -> Option<FirstLine> {
    let behind = text.get(quotation..)?.strip_prefix('>')?.trim_start_matches([' ', '\t']);
    // Quotations may stand in one another by the thousand: the line is looked at only where one is a callout.
    let inner = behind.strip_prefix("[!")?.split(['\n', '\r']).next()?;
    let end = text.len() - behind.len() + "[!".len() + inner.len();
    let behind = &text[end - inner.len() - "[!".len()..end];
    let (name, rest) = inner.split_once(']')?;
    let kind = name.split('|').next().unwrap_or_default().trim().to_lowercase();
    let plain = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    if kind.is_empty() || kind.len() > LONGEST || !plain {
        return None;
    }
    let (fold, title) = match rest.as_bytes().first() {
        Some(b'+') => (Some(Fold::Open), &rest[1..]),
        Some(b'-') => (Some(Fold::Closed), &rest[1..]),
        _ => (None, rest),
    };
    let title = title.trim_start_matches([' ', '\t']);
    let marker = end - behind.len()..end - title.len();
    Some(FirstLine { callout: Callout { kind, fold, titled: !title.trim().is_empty() }, marker, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, Option<Fold>, &str, &str)> {
        let found = at(line, 0)?;
        Some((found.callout.kind, found.callout.fold, &line[found.marker.clone()], &line[found.marker.end..found.end]))
    }

    #[test]
    fn the_first_line_says_it_all() {
        assert_eq!(read("> [!note]\n> text"), Some(("note".into(), None, "[!note]", "")));
        assert_eq!(
            read(">[!Abstract]- Ziel *x*"),
            Some(("abstract".into(), Some(Fold::Closed), "[!Abstract]- ", "Ziel *x*"))
        );
        assert_eq!(read("> [!q|wide]+"), Some(("q".into(), Some(Fold::Open), "[!q|wide]+", "")));
        for text in ["> text", "> [!]", "> [!a<b]", "[!note]", "> [note]", "> [!note", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
