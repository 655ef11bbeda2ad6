//! What Obsidian, Zettlr and pandoc mark within a line and Markdown does not know: `==highlights==`, `#tags`, `^block-ids`,
//! `^[footnotes]` and Dataview's `key:: value`.
//!
//! A mark becomes an event of raw HTML whose text in the file does not begin with `<`, so that it passes through
//! everything that reads inline events as something that is no text.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// Inline events with their places in the file.
pub(in crate::note) type Run<'a> = Vec<(Event<'a>, Range<usize>)>;

/// The longest name of a field, and the longest field in brackets, in bytes.
const LONGEST_NAME: usize = 60;
const LONGEST_FIELD: usize = 400;

/// What a mark is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::note) enum Mark {
    /// `==`, which begins or ends a highlight.
    HighlightStart,
    /// The second of two.
    HighlightEnd,
    /// A tag, without its `#`.
    Tag(String),
    /// The name of the block that it ends, without its `^`.
    BlockId(String),
    /// The name of a field, at the start of a line; the value follows as text.
    FieldName(String),
    /// A field in brackets: its name, where readers are to see it, and its value.
    Field(Option<String>, String),
}

impl Mark {
    /// What a reader sees of it in plain text.
    pub fn plain(&self) -> String {
        match self {
            Self::FieldName(name) => format!("{name}:"),
            Self::Field(Some(name), value) => format!("{name}: {value}"),
            Self::Field(None, value) => value.clone(),
            Self::Tag(word) => format!("#{word}"),
            Self::HighlightStart | Self::HighlightEnd | Self::BlockId(_) => String::new(),
        }
    }

    /// The mark that an event stands for, given its text in the file.
    pub fn of(event: &Event<'_>, raw: &str) -> Option<Self> {
        let Event::InlineHtml(said) = event else { return None };
        if raw.starts_with('<') {
            return None;
        }
        Some(match raw.chars().next()? {
            '=' if said.starts_with('/') => Self::HighlightEnd,
            '=' => Self::HighlightStart,
            '#' => Self::Tag(said[1..].to_owned()),
            '^' => Self::BlockId(said[1..].to_owned()),
            '[' | '(' => {
                let (name, value) = said[1..said.len() - 1].split_once("::")?;
                let name = name.trim().to_owned();
                Self::Field(Some(name).filter(|_| raw.starts_with('[')), value.trim().to_owned())
            }
            _ => Self::FieldName(said.trim_end_matches(':').to_owned()),
        })
    }
}

/// A run, joined already, with its marks as events of their own.
pub(in crate::note) fn read<'a>(run: Run<'a>, file: &'a str) -> Run<'a> {
    let worth = |(event, _): &(Event<'_>, Range<usize>)| match event {
        Event::Text(text) => text.contains(['#', '^']) || text.contains("==") || text.contains("::"),
        _ => false,
    };
    if !run.iter().any(worth) {
        return run;
    }
    let mut splitter =
        Splitter { out: Vec::with_capacity(run.len() + 8), highlights: vec![None], links: 0, line: true };
    for (event, range) in run {
        splitter.event(event, range, file);
    }
    splitter.block_id(file);
    splitter.out
}

/// Texts that stand side by side in the file joined; one behind a backslash stays alone, for it is escaped.
pub(in crate::note) fn joined<'a>(run: Run<'a>, file: &'a str) -> Run<'a> {
    let mut out: Run<'a> = Vec::with_capacity(run.len());
    // Whether the last text is what stands in the file: it is not compared again as it grows.
    let mut as_written = false;
    for (event, range) in run {
        let written = matches!(&event, Event::Text(text) if file.get(range.clone()) == Some(&**text));
        if let Some((Event::Text(before), place)) = out.last_mut()
            && written
            && as_written
            && place.end == range.start
        {
            place.end = range.end;
            *before = CowStr::Borrowed(&file[place.clone()]);
        } else {
            out.push((event, range));
        }
        as_written = written;
    }
    out
}

struct Splitter<'a> {
    out: Run<'a>,
    /// By open element, where in `out` a highlight began.
    highlights: Vec<Option<usize>>,
    /// How many links and images are open: their text has no marks.
    links: usize,
    /// Whether the next text begins a line.
    line: bool,
}

impl<'a> Splitter<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>, file: &'a str) {
        match &event {
            Event::Start(tag) => {
                self.links += usize::from(matches!(tag, Tag::Link { .. } | Tag::Image { .. }));
                self.highlights.push(None);
            }
            Event::End(tag) => {
                self.links -= usize::from(matches!(tag, TagEnd::Link | TagEnd::Image)).min(self.links);
                self.highlights.pop();
            }
            Event::Text(text) if self.links == 0 && file.get(range.clone()) == Some(&**text) => {
                let escaped = range.start > 0 && file.as_bytes()[range.start - 1] == b'\\';
                self.text(&file[range.clone()], range.start, escaped);
                self.line = false;
                return;
            }
            _ => {}
        }
        self.line = matches!(event, Event::SoftBreak | Event::HardBreak);
        self.out.push((event, range));
    }

    fn push(&mut self, text: &'a str, at: usize) {
        if !text.is_empty() {
            self.out.push((Event::Text(CowStr::Borrowed(text)), at..at + text.len()));
        }
    }

    fn mark(&mut self, said: impl Into<CowStr<'a>>, range: Range<usize>) {
        self.out.push((Event::InlineHtml(said.into()), range));
    }

    /// A text that begins at this byte of the file, parted at its marks; an escaped first character is none.
    fn text(&mut self, text: &'a str, start: usize, escaped: bool) {
        let mut from = 0;
        let mut at = if escaped { text.chars().next().map_or(0, char::len_utf8) } else { 0 };
        if let Some(name) = self.bold_name(text, start) {
            from = 2;
            at = 2;
            self.break_line();
            self.mark(format!("{name}::"), start..start + 2);
        } else if self.line
            && !escaped
            && let Some(length) = field_name(text)
        {
            self.break_line();
            self.mark(&text[..length], start..start + length);
            (from, at) = (length, length);
        }
        while let Some(found) = text[at..].find(['=', '#', '[', '(']) {
            at += found;
            let before = text[..at].chars().next_back();
            let length = match text.as_bytes()[at] {
                b'=' => highlight(text, at),
                b'#' if self.begins_word(before, at) => tag(&text[at..]),
                b'[' | b'(' => field(&text[at..]),
                _ => None,
            };
            let Some(length) = length else {
                at += text[at..].bytes().take_while(|byte| *byte == text.as_bytes()[at]).count();
                continue;
            };
            let range = start + at..start + at + length;
            if text.as_bytes()[at] == b'=' {
                let pushed = self.highlight(&text[from..at], start + from, &text[at..], range);
                from = if pushed { at + length } else { from };
            } else {
                self.push(&text[from..at], start + from);
                self.mark(&text[at..at + length], range);
                from = at + length;
            }
            at += length;
        }
        self.push(&text[from..], start + from);
    }

    /// The name of a field in bold, `**name**:: value`, taken from what stands before this text.
    fn bold_name(&mut self, text: &str, start: usize) -> Option<CowStr<'a>> {
        if !text.starts_with("::") || text[2..].chars().next().is_some_and(|c| !c.is_whitespace()) {
            return None;
        }
        let from = self.out.len().checked_sub(3)?;
        let [(Event::Start(Tag::Strong), _), (Event::Text(name), _), (Event::End(TagEnd::Strong), end)] =
            &self.out[from..]
        else {
            return None;
        };
        let begins =
            self.out[..from].last().is_none_or(|(event, _)| matches!(event, Event::SoftBreak | Event::HardBreak));
        let name = name.clone();
        if !begins || end.end != start || !is_field_name(&name) {
            return None;
        }
        self.out.truncate(from);
        Some(name)
    }

    /// Each field stands on a line of its own, as it does in the file.
    fn break_line(&mut self) {
        if let Some((event @ Event::SoftBreak, _)) = self.out.last_mut() {
            *event = Event::HardBreak;
        }
    }

    /// Whether a tag may begin here: behind white space, or where the line begins.
    fn begins_word(&self, before: Option<char>, at: usize) -> bool {
        match before {
            Some(c) => c.is_whitespace(),
            None => {
                at == 0 && self.out.last().is_none_or(|(event, _)| matches!(event, Event::SoftBreak | Event::HardBreak))
            }
        }
    }

    /// `==` opens a highlight before a word, and closes one behind a word; a lone one is text.
    fn highlight(&mut self, before: &'a str, start: usize, rest: &'a str, range: Range<usize>) -> bool {
        let after = rest[2..].chars().next();
        let behind_word = before.chars().next_back().map_or(self.ends_word(), |c| !c.is_whitespace());
        let open = self.highlights.last().copied().flatten();
        match open {
            Some(_) if behind_word => {
                self.push(before, start);
                self.mark("/", range);
            }
            None if after.is_none_or(|c| !c.is_whitespace()) => {
                self.push(before, start);
                self.mark("=", range);
            }
            _ => return false,
        }
        let opened = open.is_none().then_some(self.out.len() - 1);
        if let Some(last) = self.highlights.last_mut() {
            *last = opened;
        }
        true
    }

    /// Whether something that is no white space stands before the next text.
    fn ends_word(&self) -> bool {
        self.out.last().is_some_and(|(event, _)| !matches!(event, Event::SoftBreak | Event::HardBreak))
    }

    /// The name at the very end; and highlights that nothing closes become text again.
    fn block_id(&mut self, file: &'a str) {
        self.unclosed(file);
        let Some((Event::Text(text), range)) = self.out.last() else { return };
        if self.highlights.len() > 1 || file.get(range.clone()) != Some(&**text) {
            return;
        }
        let whole = &file[range.clone()];
        let text = whole.trim_end();
        let Some(at) = text.rfind('^') else { return };
        let id = &text[at + 1..];
        let alone = match text[..at].chars().next_back() {
            Some(c) => c.is_whitespace(),
            None => !self
                .out
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|(event, _)| !matches!(event, Event::SoftBreak | Event::HardBreak)),
        };
        if alone && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            let start = range.start;
            self.out.pop();
            self.push(text[..at].trim_end(), start);
            self.mark(&text[at..], start + at..start + text.len());
        }
    }

    fn unclosed(&mut self, file: &'a str) {
        let mut open: Vec<usize> = Vec::new();
        let mut lone: Vec<usize> = Vec::new();
        for (at, (event, range)) in self.out.iter().enumerate() {
            match (event, file.get(range.clone())) {
                (Event::InlineHtml(said), Some("==")) if &**said == "/" => {
                    open.pop();
                }
                (Event::InlineHtml(_), Some("==")) => open.push(at),
                // Elements close what was opened within them.
                (Event::Start(_), _) => open.push(usize::MAX),
                (Event::End(_), _) => {
                    let from = open.iter().rposition(|at| *at == usize::MAX).unwrap_or(open.len());
                    lone.extend(open.drain(from..).filter(|at| *at != usize::MAX));
                }
                _ => {}
            }
        }
        for at in lone.into_iter().chain(open).filter(|at| *at != usize::MAX) {
            let range = self.out[at].1.clone();
            self.out[at].0 = Event::Text(CowStr::Borrowed(&file[range]));
        }
    }
}

/// The length of `==` that is not part of a longer row.
fn highlight(text: &str, at: usize) -> Option<usize> {
    let length = text[at..].bytes().take_while(|byte| *byte == b'=').count();
    (length == 2).then_some(2)
}

/// The length of a tag with its `#`: letters, digits, `_`, `-`, `/`, of which one is no digit.
fn tag(text: &str) -> Option<usize> {
    let name = &text[1..];
    let length = name
        .char_indices()
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/')))
        .map_or(name.len(), |(at, _)| at);
    let name = name[..length].trim_end_matches('/');
    let says = name.chars().any(|c| c.is_alphabetic() || c == '_');
    (says && !name.starts_with('/')).then_some(name.len() + 1)
}

/// The length of `name::` at the start of a line, where white space or the end follows.
fn field_name(text: &str) -> Option<usize> {
    let at = text[..text.floor_char_boundary(LONGEST_NAME)].find("::")?;
    let after = text[at + 2..].chars().next();
    (is_field_name(&text[..at]) && after.is_none_or(char::is_whitespace)).then_some(at + 2)
}

/// The length of `[name:: value]` or `(name:: value)`.
fn field(text: &str) -> Option<usize> {
    let close = if text.starts_with('[') { ']' } else { ')' };
    let end = text[..text.floor_char_boundary(LONGEST_FIELD)].find(close)?;
    let (name, value) = text[1..end].split_once("::")?;
    let plain = !value.contains(['@', '[', '(']) && value.starts_with([' ', '\t']);
    (is_field_name(name) && plain && !value.trim().is_empty()).then_some(end + 1)
}

fn is_field_name(name: &str) -> bool {
    let starts = name.chars().next().is_some_and(char::is_alphabetic);
    let inner = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/');
    starts && name.len() <= LONGEST_NAME && name.chars().all(inner)
}
