//! What is most likely wrong with a text that is no YAML: the parser names the place where it gave up, which is often a
//! line below the fault.
//!
//! Looked for are the slips that authors make: a tab, a quotation mark or bracket that is not closed, a value that needs
//! quotes, a line that begins further left or right than its neighbours. What is none of these keeps the parser's words.

use super::YamlError;
use std::ops::Range;

/// A fault: its bytes in the text, what is wrong (none: the parser's words), what to do.
struct Fault {
    range: Range<usize>,
    message: Option<String>,
    hint: String,
}

/// A line that is neither empty nor a comment.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    /// Without white space at its end.
    text: &'a str,
}

/// serde_yaml's error about a text that begins at this byte of its file.
pub(super) fn explain(error: &serde_yaml::Error, text: &str, start: usize) -> YamlError {
    let index = error.location().map_or(0, |location| location.index());
    let at = text.floor_char_boundary(index.min(text.trim_end().len()));
    let message = without_places(&error.to_string());
    let lines = lines(text, at);
    let fault = tab(&lines)
        .or_else(|| lines.iter().find_map(|line| unclosed(text, *line, at)))
        .or_else(|| in_line(&message, &lines, text, at))
        .or_else(|| indentation(&message, &lines, text, at));
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    let length = next.filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
    let Some(fault) = fault else { return YamlError { message, range: start + at..start + at + length, hint: None } };
    let range = if fault.range.is_empty() { at..at + length } else { fault.range };
    let message = fault.message.unwrap_or(message);
    YamlError { message, range: start + range.start..start + range.end, hint: Some(fault.hint) }
}

/// The lines that say something, up to the one of this place.
fn lines(text: &str, at: usize) -> Vec<Line<'_>> {
    let mut start = 0;
    let all = text.split_inclusive('\n').map(|line| {
        start += line.len();
        Line { start: start - line.len(), text: line.trim_end() }
    });
    let says = |line: &Line| !line.text.is_empty() && !line.text.trim_start().starts_with('#');
    all.take_while(|line| line.start <= at).filter(says).collect()
}

impl Line<'_> {
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Where the first word begins that is no dash of a list.
    fn content(&self) -> usize {
        let mut at = self.indent();
        while self.text[at..].starts_with("- ") {
            at += 2 + (self.text[at + 2..].len() - self.text[at + 2..].trim_start_matches(' ').len());
        }
        at
    }

    /// Where the value begins: behind `key: `, else where the content does.
    fn value(&self) -> usize {
        let content = self.content();
        let rest = &self.text[content..];
        match rest.find(": ").filter(|_| !rest.starts_with(['"', '\'', '[', '{'])) {
            Some(colon) => self.text.len() - rest[colon + 2..].trim_start().len(),
            None => content,
        }
    }

    fn words(&self, from: usize) -> Range<usize> {
        self.start + from..self.start + self.text.len()
    }
}

/// A tab before the first word of the line where the parser gave up, or of the one above.
fn tab(lines: &[Line]) -> Option<Fault> {
    let line = lines.iter().rev().take(2).find(|line| line.text[line.indent()..].starts_with('\t'))?;
    let at = line.start + line.indent();
    let message = Some("this line is indented with a tab".to_owned());
    Some(Fault { range: at..at + 1, message, hint: "indent with spaces; YAML allows no tabs".to_owned() })
}

/// A value that begins with a quotation mark or bracket in this line, and does not end before the parser gave up.
fn unclosed(text: &str, line: Line, at: usize) -> Option<Fault> {
    let start = line.start + line.value();
    let open = text[start..].chars().next()?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        '"' | '\'' => open,
        _ => return None,
    };
    let line_end = line.start + line.text.len();
    let end = end_of(text, start);
    if end.is_some_and(|end| end <= line_end) {
        return None;
    }
    let below = text[line_end..end.unwrap_or(text.len()).max(line_end)].lines();
    let is_key = |line: &str| {
        let word = line.trim_start().split(':').next().unwrap_or_default();
        line.contains(':') && !word.is_empty() && !word.contains([' ', '"', '\'', ','])
    };
    // What is closed further down is closed by chance where keys of the lines below stand in it.
    let is_meant = end.is_some_and(|end| end < at) || end.is_some() && !below.clone().any(is_key);
    let message = Some(format!("a `{open}` is never closed"));
    (!is_meant).then(|| Fault { range: start..start + 1, message, hint: format!("close it with `{close}`") })
}

/// Where the quotation or the brackets that begin here end.
fn end_of(text: &str, start: usize) -> Option<usize> {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (at, c) in text[start..].char_indices() {
        match (quote, c) {
            _ if std::mem::take(&mut escaped) => {}
            (Some('"'), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => continue,
            (None, '"' | '\'') if at == 0 || depth > 0 && text[..start + at].ends_with([' ', '[', '{', ',', ':']) => {
                quote = Some(c);
            }
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && quote.is_none() {
            return Some(start + at + c.len_utf8());
        }
    }
    None
}

/// A fault within the line where the parser gave up.
fn in_line(message: &str, lines: &[Line], text: &str, at: usize) -> Option<Fault> {
    let line = lines.last()?;
    let column = at.checked_sub(line.start).filter(|column| *column <= line.text.len())?;
    let hint = |hint: &str| Some(Fault { range: 0..0, message: None, hint: hint.to_owned() });
    let value = line.value();
    if message.contains("mapping values are not allowed") && line.text[..column].contains(": ") {
        return hint("put a value that holds `: ` in quotes");
    }
    if message.contains("cannot start any token") || message.contains("an alias") || message.contains("an anchor") {
        return hint("put the value in quotes");
    }
    let ends = end_of(text, line.start + value).filter(|_| line.text[value..].starts_with(['"', '\'', '[', '{']))?;
    if ends > at || ends >= line.start + line.text.len() {
        return if message.contains("flow") {
            hint("part the items by commas, and put one with a sign in it in quotes")
        } else {
            None
        };
    }
    match line.text[value..].chars().next() {
        Some('"') => hint("the value ends at its second quotation mark: write `\\\"` for those within it"),
        Some('\'') => hint("the value ends at its second `'`: write `''` for those within it"),
        _ => hint("put the value in quotes"),
    }
}

/// A line that begins further left or right than its neighbours.
fn indentation(message: &str, lines: &[Line], text: &str, at: usize) -> Option<Fault> {
    let told = ["mapping values are not allowed", "expected key", "'-' indicator", "block end", "document start"];
    if message.contains("expected ':'") {
        // The parser takes the line for a key until it meets the next one.
        let line = lines.iter().rev().find(|line| !line.text.contains(':') && line.start < at)?;
        let hint = "write `key: value`, or indent it if it goes on with the line above".to_owned();
        return Some(Fault {
            range: line.words(line.indent()),
            message: Some("this line has no key".to_owned()),
            hint,
        });
    }
    let [.., above, line] = lines else { return None };
    if !told.iter().any(|told| message.contains(told)) || !text[line.start..at].trim().chars().all(|c| c != '#') {
        return None;
    }
    let (indent, beside) = (line.indent(), above.indent());
    let spaces = |n: usize| if n == 1 { "1 space".to_owned() } else { format!("{n} spaces") };
    let side = |line: &Line, side: &str, n: usize| Fault {
        range: line.words(line.indent()),
        message: Some(format!("this line begins further {side} than those around it")),
        hint: match n {
            0 => "begin it at the left margin".to_owned(),
            n => format!("begin it with {}", spaces(n)),
        },
    };
    let is_open = |line: &Line| line.text.ends_with([':', '-', '|', '>']);
    if indent > beside && !is_open(above) && indent != above.content() {
        // The line above is a dip: what stands before it is as deep as this one, or waits for something deeper.
        let is_dip = |before: &Line| before.indent() >= indent || is_open(before) && before.indent() >= beside;
        return Some(match lines.iter().rev().nth(2) {
            Some(before) if is_dip(before) => side(above, "left", indent),
            _ => side(line, "right", beside),
        });
    }
    let begun =
        |column: usize| lines.iter().rev().skip(1).any(|line| line.indent() == column || line.content() == column);
    (indent < beside && !begun(indent)).then(|| side(line, "left", beside))
}

/// The message without its ` at line 3 column 5`.
fn without_places(message: &str) -> String {
    let mut rest = message;
    let mut clean = String::new();
    while let Some((before, after)) = rest.split_once(" at line ") {
        clean.push_str(before);
        let digits = |c: char| c.is_ascii_digit();
        let after = after.trim_start_matches(digits);
        rest = after.strip_prefix(" column ").map_or(after, |column| column.trim_start_matches(digits));
    }
    clean.push_str(rest);
    clean
}
