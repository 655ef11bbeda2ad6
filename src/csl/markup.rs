//! The text of fields as tokens: CSL-JSON's HTML-like tags, and quotation marks and apostrophes as typography has them.

use super::token::{Inline, Mark, Token, Tokens};

/// The quotation marks of a language, opening and closing ones. Those of other languages are letters like any other:
/// a title keeps the marks of its own language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Around a quotation.
    pub outer: [char; 2],
    /// Around a quotation within one.
    pub inner: [char; 2],
}

impl Default for Marks {
    /// The English ones.
    fn default() -> Self {
        Self { outer: ['\u{201c}', '\u{201d}'], inner: ['\u{2018}', '\u{2019}'] }
    }
}

impl Marks {
    fn opens(self, c: char) -> bool {
        matches!(c, '"' | '\'') || c == self.outer[0] || c == self.inner[0]
    }

    fn closes(self, c: char) -> bool {
        matches!(c, '"' | '\'') || c == self.outer[1] || c == self.inner[1]
    }

    fn is_outer(self, c: char) -> bool {
        c == '"' || self.outer.contains(&c)
    }
}

/// A field's text with its markup and its quotation marks, which are straight or English.
pub fn field(source: &str) -> Tokens {
    field_with(source, Marks::default())
}

/// A field's text with its markup and its quotation marks, which are straight or these.
pub fn field_with(source: &str, marks: Marks) -> Tokens {
    // Typographic quotation marks of all languages begin with one of three bytes in UTF-8.
    if !source.bytes().any(|byte| matches!(byte, b'<' | b'"' | b'\'' | 0xc2 | 0xe2 | 0xe3)) {
        return super::token::text(source);
    }
    let mut reader = Reader { marks, ..Reader::default() };
    reader.read(source, true);
    reader.finish()
}

/// An affix: its tags count, its quotation marks stay what they are.
pub fn affix(source: &str) -> Tokens {
    let mut reader = Reader::default();
    reader.read(source, false);
    reader.finish()
}

/// What is open: a tag by its name, or a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Tag(&'static str),
    /// Its quotation mark, and where it stands among the tokens.
    Quote(char, usize),
}

#[derive(Default)]
struct Reader {
    marks: Marks,
    out: Tokens,
    text: String,
    open: Vec<Opened>,
}

impl Reader {
    fn read(&mut self, source: &str, quotes: bool) {
        let mut at = 0;
        while let Some(c) = source[at..].chars().next() {
            let rest = &source[at..];
            if c == '<'
                && let Some((length, tag)) = tag(rest)
                && self.tag(tag)
            {
                at += length;
                continue;
            }
            let before = source[..at].chars().next_back();
            let after = source[at + c.len_utf8()..].chars().next();
            match c {
                '\'' if quotes => self.quote(c, before, after),
                _ if quotes && self.marks.is_outer(c) => self.quote(c, before, after),
                _ if quotes && self.marks.inner.contains(&c) && self.in_quote() => self.quote(c, before, after),
                _ => self.text.push(c),
            }
            at += c.len_utf8();
        }
    }

    /// Whether a quotation is open: only then single quotation marks are marks of one within.
    fn in_quote(&self) -> bool {
        self.open.iter().any(|opened| matches!(opened, Opened::Quote(..)))
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.out.push(Token::Text(std::mem::take(&mut self.text)));
        }
    }

    /// Opens or closes by a tag; one that closes nothing is text.
    fn tag(&mut self, tag: Tag) -> bool {
        match tag {
            Tag::Open(name, mark) => {
                self.flush();
                self.out.push(Token::Open(mark));
                self.open.push(Opened::Tag(name));
                true
            }
            Tag::Close(name) => {
                let Some(at) = self.open.iter().rposition(|opened| *opened == Opened::Tag(name)) else { return false };
                self.flush();
                while self.open.len() > at {
                    self.close();
                }
                true
            }
        }
    }

    /// Closes what was opened last; a quotation without an end was none.
    fn close(&mut self) {
        match self.open.pop() {
            Some(Opened::Tag(_)) => self.out.push(Token::Close),
            Some(Opened::Quote(mark, at)) => self.out[at] = Token::Text(apostrophe(mark).to_string()),
            None => {}
        }
    }

    fn quote(&mut self, c: char, before: Option<char>, after: Option<char>) {
        let at_start = before.is_none_or(|c| {
            c.is_whitespace()
                || self.marks.opens(c)
                || matches!(c, '(' | '[' | '{' | '-' | '\u{2013}' | '\u{2014}' | '/' | '>')
        });
        let word_after = after.is_some_and(|c| !c.is_whitespace());
        let begins = at_start && word_after && !matches!(before, Some('"' | '\''));
        let closes = self.marks.closes(c) && before.is_some_and(|c| !c.is_whitespace()) && !begins;
        let is_outer = self.marks.is_outer(c);
        let in_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let opened = self
            .open
            .iter()
            .rposition(|opened| matches!(opened, Opened::Quote(mark, _) if self.marks.is_outer(*mark) == is_outer));
        let same_level = opened.is_some_and(|at| at + 1 == self.open.len());
        if closes && same_level && (is_outer || !in_word) {
            self.flush();
            self.open.pop();
            self.out.push(Token::QuoteClose);
        } else if self.marks.opens(c) && at_start && word_after && (is_outer || !in_word) {
            self.flush();
            self.open.push(Opened::Quote(c, self.out.len()));
            self.out.push(Token::QuoteOpen);
        } else {
            self.text.push(apostrophe(c));
        }
    }

    fn finish(mut self) -> Tokens {
        self.flush();
        while !self.open.is_empty() {
            self.close();
        }
        // Quotations that were none leave texts side by side.
        let mut joined: Tokens = Vec::with_capacity(self.out.len());
        for token in self.out {
            match (joined.last_mut(), token) {
                (Some(Token::Text(before)), Token::Text(text)) => before.push_str(&text),
                (Some(Token::QuoteClose), Token::Text(text)) if text.starts_with(['.', ',']) => {
                    joined.extend([Token::Open(Mark::Joined), Token::Text(text), Token::Close]);
                }
                (_, token) => joined.push(token),
            }
        }
        joined
    }
}

/// A mark that is none of a quotation: a straight single one is an apostrophe.
fn apostrophe(mark: char) -> char {
    if mark == '\'' { '\u{2019}' } else { mark }
}

enum Tag {
    Open(&'static str, Mark),
    Close(&'static str),
}

/// The tag that a text begins with, and its length.
fn tag(text: &str) -> Option<(usize, Tag)> {
    let length = text.bytes().take(80).position(|byte| byte == b'>')? + 1;
    let tag = match &text[..length] {
        "<i>" => Tag::Open("i", Mark::Inline(Inline::Italic)),
        "<b>" => Tag::Open("b", Mark::Inline(Inline::Bold)),
        "<sc>" => Tag::Open("sc", Mark::Inline(Inline::SmallCaps)),
        "<sup>" => Tag::Open("sup", Mark::Inline(Inline::Sup)),
        "<sub>" => Tag::Open("sub", Mark::Inline(Inline::Sub)),
        "</i>" => Tag::Close("i"),
        "</b>" => Tag::Close("b"),
        "</sc>" => Tag::Close("sc"),
        "</sup>" => Tag::Close("sup"),
        "</sub>" => Tag::Close("sub"),
        "</span>" => Tag::Close("span"),
        span if span.starts_with("<span") && span.contains("nodecor") => Tag::Open("span", Mark::Inline(Inline::Plain)),
        span if span.starts_with("<span") && span.contains("nocase") => Tag::Open("span", Mark::NoCase),
        span if span.starts_with("<span") && span.contains("small-caps") => {
            Tag::Open("span", Mark::Inline(Inline::SmallCaps))
        }
        _ => return None,
    };
    Some((length, tag))
}
