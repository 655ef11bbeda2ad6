//! The text of fields as tokens: CSL-JSON's HTML-like tags, and quotation marks and apostrophes as typography has them.

use super::token::{Inline, Mark, Token, Tokens};

/// A field's text with its markup and quotation marks.
pub fn field(source: &str) -> Tokens {
    // Typographic quotation marks begin with one of two bytes in UTF-8.
    if !source.bytes().any(|byte| matches!(byte, b'<' | b'"' | b'\'' | 0xc2 | 0xe2)) {
        return super::token::text(source);
    }
    let mut reader = Reader { out: Vec::new(), text: String::new(), open: Vec::new() };
    reader.read(source, true);
    reader.finish()
}

/// An affix: its tags count, its quotation marks stay what they are.
pub fn affix(source: &str) -> Tokens {
    let mut reader = Reader { out: Vec::new(), text: String::new(), open: Vec::new() };
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

struct Reader {
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
                '\u{2018}' | '\u{2019}' if quotes && self.in_quote() => self.quote(c, before, after),
                '"' | '\'' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' if quotes => {
                    self.quote(c, before, after);
                }
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
                || matches!(
                    c,
                    '(' | '[' | '{' | '-' | '\u{2013}' | '\u{2014}' | '/' | '"' | '\'' | '>' | '\u{201c}' | '\u{2018}'
                )
        });
        let word_after = after.is_some_and(|c| !c.is_whitespace());
        let double = matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}');
        let closes = match c {
            '\u{201c}' | '\u{2018}' | '\u{ab}' => false,
            _ => {
                before.is_some_and(|c| !c.is_whitespace())
                    && !(at_start && word_after && !matches!(before, Some('"' | '\'')))
            }
        };
        let kind = if double { '"' } else { '\'' };
        let in_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let opened = self.open.iter().rposition(|opened| matches!(opened, Opened::Quote(mark, _) if *mark == kind));
        let same_level = opened.is_some_and(|at| at + 1 == self.open.len());
        if closes && same_level && !(in_word && kind == '\'') {
            self.flush();
            self.open.pop();
            self.out.push(Token::QuoteClose);
        } else if !matches!(c, '\u{201d}' | '\u{2019}' | '\u{bb}')
            && at_start
            && word_after
            && (kind == '"' || !in_word)
        {
            self.flush();
            self.open.push(Opened::Quote(kind, self.out.len()));
            self.out.push(Token::QuoteOpen);
        } else {
            self.text.push(if kind == '"' { c } else { '\u{2019}' });
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

fn apostrophe(mark: char) -> char {
    if mark == '"' { '"' } else { '\u{2019}' }
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
