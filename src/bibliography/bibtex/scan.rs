//! A `.bib` file as blocks: entries with their fields, and `@string` definitions, each with its place.
//!
//! One pass over the bytes, without recursion. A broken entry ends where the next one starts a line,
//! so that it costs itself only; values are kept as written, TeX and all.

use super::delimiters::{Line, MAX_DEPTH, Source, Unclosed, is_name_byte, line_end, skip_blank};
use super::jabref;
use super::raw::{Block, Part, RawEntry, RawField, lower};
use crate::diagnostics::{Code, Diagnostic, TextFile};
use std::borrow::Cow;
use std::ops::Range;

mod recovery;

use recovery::Flaw;

/// The largest value that is read, in bytes.
pub(super) const MAX_VALUE: usize = 1 << 20;

/// The most problems that are told of one file: a file that is no bibliography has one in every line.
pub(super) const MAX_PROBLEMS: usize = 1000;

/// The blocks that begin in a stretch of a file.
pub(super) struct Stretch<'a> {
    /// In order.
    pub blocks: Vec<Block<'a>>,
    /// Where the first one begins, and the first one behind the stretch.
    pub first: Option<usize>,
    pub next: Option<usize>,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a stretch that begins at the start of a line.
pub(super) fn stretch(file: &TextFile, range: Range<usize>) -> Stretch<'_> {
    let mut stretch = Stretch { blocks: Vec::new(), first: None, next: None, diagnostics: Vec::new() };
    let mut scanner = Scanner::new(file, &mut stretch.diagnostics);
    (scanner.at, scanner.line) = (range.start, Line::starting(range.start));
    while let Some(head) = scanner.next_head() {
        if head.at >= range.end {
            stretch.next = Some(head.at);
            break;
        }
        stretch.first.get_or_insert(head.at);
        stretch.blocks.extend(scanner.block(head));
    }
    stretch
}

/// Whether the file has anything that looks like an entry or a definition.
pub(super) fn has_blocks(file: &TextFile) -> bool {
    Scanner::new(file, &mut Vec::new()).next_head().is_some()
}

/// `@type{`: where it starts, and what it says.
struct Head<'a> {
    at: usize,
    kind: Cow<'a, str>,
    close: u8,
}

struct Scanner<'a, 'd> {
    file: &'a TextFile,
    bytes: &'a [u8],
    at: usize,
    line: Line,
    problems: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a, 'd> Scanner<'a, 'd> {
    fn new(file: &'a TextFile, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { file, bytes: file.text.as_bytes(), at: 0, line: Line::default(), problems: 0, diagnostics }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn text(&self, range: Range<usize>) -> &'a str {
        self.file.text.get(range).unwrap_or("")
    }

    /// Past white space, and past lines that are comments.
    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.at = line_end(self.bytes, self.at),
                _ if byte.is_ascii_whitespace() => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next `@type{` or `@type(`, the cursor behind it.
    fn next_head(&mut self) -> Option<Head<'a>> {
        loop {
            let at = self.at + self.bytes.get(self.at..)?.iter().position(|byte| *byte == b'@')?;
            self.at = at + 1;
            let inside_word = at > 0 && self.bytes[at - 1].is_ascii_alphanumeric();
            if inside_word || self.line.is_comment(self.bytes, at) {
                continue;
            }
            if let Some(head) = self.head(at) {
                return Some(head);
            }
        }
    }

    /// The head whose `@` stands here.
    fn head(&mut self, at: usize) -> Option<Head<'a>> {
        let start = skip_blank(self.bytes, at + 1);
        let end = start + self.bytes[start..].iter().take_while(|byte| is_name_byte(**byte)).count();
        let open = skip_blank(self.bytes, end);
        let close = match self.bytes.get(open)? {
            b'{' => b'}',
            b'(' => b')',
            _ => return None,
        };
        if start == end {
            return None;
        }
        let kind = lower(self.text(start..end));
        self.at = open + 1;
        Some(Head { at, kind, close })
    }

    fn block(&mut self, head: Head<'a>) -> Option<Block<'a>> {
        match &*head.kind {
            "comment" | "preamble" => {
                let start = self.at;
                self.skip_block(&head);
                let comment = self.text(start..self.at.saturating_sub(1));
                jabref::block(comment)
            }
            "string" => self.definition(&head).map(Block::Macro),
            _ => self.entry(head).map(Block::Entry),
        }
    }

    /// Past a comment: to its closing brace or, without one, to the next entry.
    fn skip_block(&mut self, head: &Head) {
        let start = self.at;
        match Source(self.bytes).delimited_end(start, head.close) {
            Ok(end) => self.at = end + 1,
            Err(_) => self.resume(line_end(self.bytes, start)),
        }
    }

    fn definition(&mut self, head: &Head) -> Option<RawField<'a>> {
        let start = self.at;
        self.skip_space();
        let field = if self.at_entry(start) { Err(self.unclosed(head.close, &[])) } else { self.field(head.close) };
        match field {
            Ok(field) => {
                self.skip_space();
                if self.peek() == Some(head.close) {
                    self.at += 1;
                }
                Some(field)
            }
            Err(flaw) => {
                self.report(Code::BadEntry, head.at..start, flaw);
                self.resume(start);
                None
            }
        }
    }

    fn entry(&mut self, head: Head<'a>) -> Option<RawEntry<'a>> {
        let start = self.at;
        self.skip_space();
        let key_at = if self.at_entry(start) { start..start } else { self.key(head.close) };
        let key = self.text(key_at.clone());
        let body = self.at;
        let mut fields = Vec::with_capacity(12);
        let outcome = self.fields(head.close, &mut fields);
        if key.is_empty() {
            let flaw = Flaw::new(
                format!("`@{}` has no key", head.kind),
                format!("write `@{}{{key,` and cite it by that key", head.kind),
            );
            self.report(Code::BadEntry, head.at..body, flaw);
        }
        if let Err(mut flaw) = outcome {
            if !key.is_empty() {
                flaw.message = format!("entry `{key}` cannot be read: {}", flaw.message);
                self.report(Code::BadEntry, key_at.clone(), flaw);
            }
            self.resume(body);
            return None;
        }
        (!key.is_empty()).then_some(RawEntry { kind: head.kind, key, key_at, at: head.at..self.at, fields })
    }

    /// Whether another entry starts here, in a line below this place.
    fn at_entry(&self, from: usize) -> bool {
        self.text(from..self.at).contains(['\n', '\r']) && Source(self.bytes).at_boundary(self.at)
    }

    /// The bytes of the key; the cursor behind it and its comma.
    fn key(&mut self, close: u8) -> Range<usize> {
        let start = self.at;
        let rest = &self.bytes[start..];
        let length = rest
            .iter()
            .position(|b| matches!(b, b',' | b'=' | b'{' | b'"' | b'\n' | b'\r') || *b == close)
            .unwrap_or(rest.len());
        let written = self.text(start..start + length).trim_end();
        let mut end = start + written.len();
        if rest.get(length) == Some(&b'=') {
            // `@book{key title = …`: the comma is missing; `@book{title = …`: the key is.
            let word = written.find(char::is_whitespace).unwrap_or(0);
            end = start + word;
            self.at = end;
            if word > 0 {
                self.missing_comma(start..end);
            }
            return start..end;
        }
        self.at = start + length;
        self.skip_space();
        if self.peek() == Some(b',') {
            self.at += 1;
        }
        start..end
    }

    fn fields(&mut self, close: u8, fields: &mut Vec<RawField<'a>>) -> Result<(), Flaw> {
        loop {
            self.skip_space();
            match self.peek() {
                None => return Err(self.unclosed(close, fields)),
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'@') if Source(self.bytes).at_boundary(self.at) => return Err(self.unclosed(close, fields)),
                Some(byte) if is_name_byte(byte) => {
                    let field = self.field(close)?;
                    self.after_value(close, &field);
                    fields.push(field);
                }
                Some(_) => self.skip_junk(close),
            }
        }
    }

    /// `name = value`, the cursor behind the value.
    fn field(&mut self, close: u8) -> Result<RawField<'a>, Flaw> {
        let start = self.at;
        while self.peek().is_some_and(is_name_byte) {
            self.at += self.bytes[self.at..].iter().take_while(|byte| is_name_byte(**byte)).count().max(1);
        }
        let name = lower(self.text(start..self.at));
        let name_at = start..self.at;
        self.skip_space();
        if self.peek() != Some(b'=') {
            let flaw = Flaw::new(format!("`{name}` has no value"), format!("write `{name} = {{...}},`"));
            self.report(Code::BadField, name_at.clone(), flaw);
            self.skip_to_separator(close);
            return Ok(RawField { name, first: None, more: Vec::new(), at: name_at });
        }
        self.at += 1;
        self.skip_space();
        let value = self.at;
        let (mut first, mut more) = (None, Vec::new());
        let mut end = value;
        loop {
            match (first, self.part(&name, close)?) {
                (None, part) => first = part,
                (Some(_), part) => more.extend(part),
            }
            end = self.at.max(end);
            self.skip_space();
            if self.peek() != Some(b'#') {
                self.at = end;
                return Ok(RawField { name, first, more, at: value..end });
            }
            self.at += 1;
            self.skip_space();
        }
    }

    /// One operand of `#`; nothing where the value is empty.
    fn part(&mut self, name: &str, close: u8) -> Result<Option<Part<'a>>, Flaw> {
        let start = self.at;
        let closer = match self.peek() {
            Some(b'{') => b'}',
            Some(b'"') => b'"',
            _ => return Ok(self.bare(close)),
        };
        let end = Source(self.bytes).delimited_end(start + 1, closer).map_err(|reason| match reason {
            Unclosed::TooDeep => Flaw::new(
                format!("the braces of `{name}` are nested deeper than {MAX_DEPTH}"),
                "remove braces that are not needed",
            ),
            Unclosed::Open => Flaw::new(
                format!("field `{name}` is not closed"),
                format!("add the missing `{}` to `{name}`", closer as char),
            )
            .beginning(self.line_from(start)),
        })?;
        self.at = end + 1;
        if end - start > MAX_VALUE {
            return Err(Flaw::new(format!("field `{name}` is larger than 1 MiB"), "shorten it"));
        }
        Ok(Some(Part::Text(self.text(start + 1..end))))
    }

    /// A number or the name of a macro.
    fn bare(&mut self, close: u8) -> Option<Part<'a>> {
        let start = self.at;
        let stop = |byte: &u8| {
            byte.is_ascii_whitespace() || matches!(byte, b',' | b'#' | b'}' | b'{' | b'"') || *byte == close
        };
        let rest = &self.bytes[start..];
        self.at = start + rest.iter().position(stop).unwrap_or(rest.len());
        let word = self.text(start..self.at);
        if word.is_empty() {
            return None;
        }
        let number = word.chars().all(|c| c.is_ascii_digit());
        Some(if number { Part::Text(word) } else { Part::Macro(word) })
    }
}
