//! TeX in field values as CSL's inline markup: accents, symbols, fonts, quotes, dashes, simple mathematics.
//!
//! A value becomes a list of pieces, on which the case of titles is settled before it is written out.

use super::case;
use super::tex_reader::{Sink, read};
use unicode_normalization::UnicodeNormalization;

/// What becomes of the letters' case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Stays as written; braces mean nothing.
    Keep,
    /// Stays as written; lower-case words in braces are protected from title case.
    Protect,
    /// Sentence case, except in braces.
    Sentence,
}

/// How a letter stands to changes of case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Free to change.
    None,
    /// In braces.
    Braces,
    /// In braces that TeX needs for one letter, as in `{\"u}` or `{\o}`.
    Accent,
}

/// The inline markup that CSL knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Italic,
    Bold,
    Sub,
    Sup,
    SmallCaps,
}

impl Tag {
    fn open(self) -> &'static str {
        match self {
            Self::Italic => "<i>",
            Self::Bold => "<b>",
            Self::Sub => "<sub>",
            Self::Sup => "<sup>",
            Self::SmallCaps => "<span style=\"font-variant:small-caps;\">",
        }
    }

    fn close(self) -> &'static str {
        match self {
            Self::Italic => "</i>",
            Self::Bold => "</b>",
            Self::Sub => "</sub>",
            Self::Sup => "</sup>",
            Self::SmallCaps => "</span>",
        }
    }
}

/// A letter or a change of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// One character of the text.
    Char(char, Guard),
    /// Markup starts.
    Open(Tag),
    /// Markup ends.
    Close(Tag),
}

impl Sink for Vec<Piece> {
    fn letter(&mut self, c: char, guard: Guard) {
        self.push(Piece::Char(c, guard));
    }

    fn letters(&mut self, text: &str, guard: Guard) {
        self.extend(text.chars().map(|c| Piece::Char(c, guard)));
    }

    fn open(&mut self, tag: Tag) {
        self.push(Piece::Open(tag));
    }

    fn close(&mut self, tag: Tag) {
        self.push(Piece::Close(tag));
    }
}

/// Text with its markup, in the case as written.
impl Sink for String {
    fn letter(&mut self, c: char, _: Guard) {
        self.push(c);
    }

    fn letters(&mut self, text: &str, _: Guard) {
        self.push_str(text);
    }

    fn open(&mut self, tag: Tag) {
        self.push_str(tag.open());
    }

    fn close(&mut self, tag: Tag) {
        self.push_str(tag.close());
    }
}

/// Text without markup.
struct Bare(String);

impl Sink for Bare {
    fn letter(&mut self, c: char, _: Guard) {
        self.0.push(c);
    }

    fn letters(&mut self, text: &str, _: Guard) {
        self.0.push_str(text);
    }

    fn open(&mut self, _: Tag) {}

    fn close(&mut self, _: Tag) {}
}

/// The value as text with CSL's markup.
pub(super) fn text(source: &str, case: Case) -> String {
    match (case, is_plain(source)) {
        (Case::Keep | Case::Protect, true) => source.trim().to_owned(),
        (Case::Sentence, true) => case::plain_sentence(source.trim()),
        (Case::Keep, false) => {
            let out = read(source, String::with_capacity(source.len()));
            composed(out.trim().to_owned())
        }
        (Case::Protect | Case::Sentence, false) => {
            let mut pieces = read(source, Vec::with_capacity(source.len()));
            if case == Case::Sentence {
                case::sentence(&mut pieces);
            }
            protected(&pieces)
        }
    }
}

/// The value as text without any markup, for names of things and for comparing.
pub(super) fn plain(source: &str) -> String {
    if is_plain(source) {
        return source.trim().to_owned();
    }
    composed(read(source, Bare(String::with_capacity(source.len()))).0)
}

/// Whether a value is what it stands for: Latin letters, single spaces and marks that mean nothing to TeX.
fn is_plain(source: &str) -> bool {
    let mut before = b'x';
    source.bytes().all(|byte| {
        let plain = match byte {
            b'\\' | b'{' | b'}' | b'$' | b'~' | b'`' | b'\'' => false,
            b'-' | b' ' => byte != before,
            // Letters up to U+02FF are composed already.
            0x21..=0x7e | 0x80..=0xcb => true,
            _ => false,
        };
        before = byte;
        plain
    })
}

/// The text with its accents on their letters.
fn composed(text: String) -> String {
    // Latin letters and punctuation are whole as they are.
    let is_whole = |c: char| matches!(c, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2044}');
    if text.chars().all(is_whole) { text } else { text.nfc().collect() }
}

/// An address or identifier: as written, but for `\url{}` around it, backslashes before special characters
/// and white space, of which a run is one space.
pub(super) fn verbatim(source: &str) -> String {
    let trimmed = source.trim();
    let inner = trimmed.strip_prefix("\\url").map(str::trim_start).unwrap_or(trimmed);
    let inner = inner.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(inner);
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        let escape = c == '\\' && chars.peek().is_some_and(|next| "_%&#$~{}".contains(*next));
        match c {
            _ if escape => {}
            _ if c.is_ascii_whitespace() && out.ends_with(' ') => {}
            _ if c.is_ascii_whitespace() => out.push(' '),
            _ => out.push(c),
        }
    }
    if out.contains("~{}") || out.contains("\\textasciitilde") {
        out = out.replace("~{}", "~").replace("{\\textasciitilde}", "~").replace("\\textasciitilde", "~");
    }
    out.truncate(out.trim_end().len());
    out
}

/// The pieces as text, with what title case would spoil marked.
fn protected(pieces: &[Piece]) -> String {
    let mut guarded = case::guarded_runs(pieces).into_iter().peekable();
    let mut out = String::with_capacity(pieces.len() + 32);
    for (at, piece) in pieces.iter().enumerate() {
        if guarded.peek().is_some_and(|run| run.start == at) {
            out.push_str("<span class=\"nocase\">");
        }
        match piece {
            Piece::Char(c, _) => out.push(*c),
            Piece::Open(tag) => out.push_str(tag.open()),
            Piece::Close(tag) => out.push_str(tag.close()),
        }
        if guarded.next_if(|run| run.end == at + 1).is_some() {
            out.push_str("</span>");
        }
    }
    composed(out.trim().to_owned())
}
