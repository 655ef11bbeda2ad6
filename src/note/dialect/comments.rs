//! Obsidian's comments, `%% so %%`, hidden before Markdown sees the text: they never leave the machine.
//!
//! What is hidden is replaced by as many bytes of white space, so that every place in the file stays true.

use crate::note::dialect::code::Fences;
use std::borrow::Cow;
use std::ops::Range;

/// Bytes that take no width and begin no indented code: for a comment with text behind it where a block begins.
const JOINER: &str = "\u{2060}";

/// How many bytes of marks may stand before a comment at the start of a block.
const LONGEST_MARKS: usize = 200;

/// The text without its comments. A `%%` in code, or without its partner, is text.
pub(in crate::note) fn hidden(text: &str) -> Cow<'_, str> {
    if !text.contains("%%") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for comment in comments(text) {
        out.push_str(&text[from..comment.start]);
        out.push_str(&blank(text, &comment));
        from = comment.end;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// White space of the same bytes and lines.
fn blank(text: &str, comment: &Range<usize>) -> String {
    let mut blank: String = text[comment.clone()]
        .bytes()
        .map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' })
        .collect();
    let last_line = blank.rfind('\n').map_or(0, |at| at + 1);
    let begins_block = last_line > 0 || begins_block(&text[..comment.start]);
    let goes_on = text[comment.end..].chars().find(|c| *c == '\n' || !c.is_whitespace()).is_some_and(|c| c != '\n');
    if begins_block && goes_on && blank.len() - last_line >= JOINER.len() {
        blank.replace_range(last_line..last_line + JOINER.len(), JOINER);
    }
    blank
}

/// Whether this text ends in a line that has nothing but the marks of lists, quotations, headings, definitions, tables
/// and footnotes so far.
fn begins_block(before: &str) -> bool {
    let near = before.ceil_char_boundary(before.len().saturating_sub(LONGEST_MARKS));
    let line = match before[near..].rfind('\n') {
        Some(end) => &before[near + end + 1..],
        None if near == 0 => before,
        None => return false,
    };
    let mark = |word: &str| {
        let number = word.trim_end_matches(['.', ')']);
        let numbered = number.len() < word.len() && number.bytes().all(|byte| byte.is_ascii_digit());
        let footnote = word.starts_with("[^") && word.ends_with("]:");
        footnote || numbered || word.bytes().all(|byte| b"-*+>#:|".contains(&byte))
    };
    line.split_whitespace().all(mark)
}

/// The comments, in order, their marks included.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut code = Fences::default();
    let mut open: Option<usize> = None;
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        if open.is_some() || !code.holds(line) {
            marks(line, line_start, &mut open, &mut found);
        }
        line_start += line.len();
    }
    found
}

/// Looks for the marks of comments in a line, inline code left out.
fn marks(line: &str, line_start: usize, open: &mut Option<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
        if rest.starts_with("%%") {
            match open.take() {
                Some(start) => found.push(start..line_start + at + 2),
                None => *open = Some(line_start + at),
            }
            at += 2;
        } else if ticks > 0 && open.is_none() {
            let code = rest[ticks..].find(&rest[..ticks]).map_or(0, |end| end + ticks);
            at += ticks + code;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn comments_are_hidden_and_places_stay() {
        let text = "One %% not this @a %% two.\n\n%%\nnor\nthis\n%%\n\nThree `%% code %%` and 50%% more.\n";
        let seen = hidden(text);
        assert_eq!(seen.len(), text.len());
        assert_eq!(seen.lines().count(), text.lines().count());
        assert!(!seen.contains("not this") && !seen.contains("nor"));
        assert!(seen.contains("`%% code %%`") && seen.contains("50%% more"));
        assert_eq!(seen.find("two"), text.find("two"));
    }

    #[test]
    fn code_and_lone_marks_are_text() {
        for text in ["```\n%% a %%\n```\n", "100%% of it", "~~~\n%%\n~~~\nand %% b"] {
            assert_eq!(hidden(text), text);
        }
    }

    #[test]
    fn what_follows_a_comment_is_no_indented_code() {
        for marks in ["", "  ", "- ", "> ", "> - ", "12. ", "1) ", "## ", ": ", "| ", "[^a]: ", "one\n> * "] {
            let seen = hidden(&format!("{marks}%% note to me %% Text.\n")).into_owned();
            assert!(seen[marks.len()..].starts_with('\u{2060}'), "{seen:?}");
        }
        assert!(!hidden("A %% note to me %% text, 1. %% and %% two.\n").contains('\u{2060}'));
    }
}
