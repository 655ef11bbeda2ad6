//! TeX in field values as CSL's inline markup: accents, symbols, fonts, quotes, dashes, simple mathematics.
//!
//! The characters of a title are kept apart from its markup until their case is settled.

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

/// A text whose case is to be settled before it is written out.
pub(super) struct Spelled {
    /// Its characters.
    pub text: Vec<char>,
    /// What each of them may become.
    pub guards: Vec<Guard>,
    /// The markup, each before the character of this number.
    pub tags: Vec<(usize, &'static str)>,
}

impl Spelled {
    fn with_capacity(length: usize) -> Self {
        Self { text: Vec::with_capacity(length), guards: Vec::with_capacity(length), tags: Vec::new() }
    }
}

impl Sink for Spelled {
    fn letter(&mut self, c: char, guard: Guard) {
        self.text.push(c);
        self.guards.push(guard);
    }

    fn letters(&mut self, text: &str, guard: Guard) {
        self.text.extend(text.chars());
        self.guards.resize(self.text.len(), guard);
    }

    fn open(&mut self, tag: Tag) {
        self.tags.push((self.text.len(), tag.open()));
    }

    fn close(&mut self, tag: Tag) {
        self.tags.push((self.text.len(), tag.close()));
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
        (Case::Sentence, true) => {
            let mut text: Vec<char> = source.trim().chars().collect();
            case::sentence(&mut text, |_| true);
            text.into_iter().collect()
        }
        (Case::Keep, false) => {
            let out = read(source, String::with_capacity(source.len()));
            composed(trimmed(out))
        }
        (Case::Protect | Case::Sentence, false) => {
            let mut title = read(source, Spelled::with_capacity(source.len()));
            if case == Case::Sentence {
                case::sentence(&mut title.text, |at| title.guards[at] == Guard::None);
            }
            protected(&title)
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
    let bytes = source.as_bytes();
    // No loop ends early, so that each takes many bytes at once. Letters up to U+02FF are composed already.
    let usual = bytes.iter().fold(true, |usual, byte| usual & (*byte >= b' ') & (*byte != 0x7f) & (*byte <= 0xcb));
    let marked =
        bytes.iter().fold(false, |marked, byte| b"\\{}$~`'".iter().fold(marked, |any, mark| any | (byte == mark)));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    usual && !marked && !pairs.fold(false, |any, (a, b)| any | ((a == b) & ((*a == b'-') | (*a == b' '))))
}

/// The text without white space around it, moved only where some stands before it.
fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    if text.starts_with(char::is_whitespace) { text.trim_start().to_owned() } else { text }
}

/// The text with its accents on their letters.
fn composed(text: String) -> String {
    // Latin letters and punctuation are whole as they are.
    let is_whole = |c: char| matches!(c, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2044}');
    if text.is_ascii() || text.chars().all(is_whole) { text } else { text.nfc().collect() }
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
    if out.contains(['~', '\\']) {
        out = out.replace("~{}", "~").replace("{\\textasciitilde}", "~").replace("\\textasciitilde", "~");
    }
    out.truncate(out.trim_end().len());
    out
}

/// The text with its markup, and with what title case would spoil marked.
fn protected(title: &Spelled) -> String {
    let mut guarded = case::guarded_runs(title).into_iter().peekable();
    let mut tags = title.tags.iter().peekable();
    let mut out = String::with_capacity(title.text.len() + 32);
    for (at, c) in title.text.iter().enumerate() {
        while let Some((_, tag)) = tags.next_if(|(place, _)| *place == at) {
            out.push_str(tag);
        }
        if guarded.peek().is_some_and(|run| run.start == at) {
            out.push_str("<span class=\"nocase\">");
        }
        out.push(*c);
        if guarded.next_if(|run| run.end == at + 1).is_some() {
            out.push_str("</span>");
        }
    }
    out.extend(tags.map(|(_, tag)| *tag));
    composed(trimmed(out))
}
