//! TeX in field values as CSL's inline markup: accents, symbols, fonts, quotes, dashes, simple mathematics.
//!
//! The characters of a title are kept apart from its markup until their case is settled.

use case::NewLetter;
use reader::Sink;
use reader::read;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

mod accents;
pub(crate) mod case;
mod reader;
mod tables;

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
#[derive(Default)]
pub(super) struct Spelled {
    /// Its letters as the file has them.
    pub text: String,
    /// The stretches of it that are guarded, in order.
    pub guards: Vec<(Guard, Range<usize>)>,
    /// The markup, each before the byte of this number.
    pub tags: Vec<(usize, &'static str)>,
}

impl Spelled {
    /// What was added behind this place is guarded.
    fn guard(&mut self, from: usize, guard: Guard) {
        match self.guards.last_mut() {
            _ if guard == Guard::None || from == self.text.len() => {}
            Some((last, run)) if *last == guard && run.end == from => run.end = self.text.len(),
            _ => self.guards.push((guard, from..self.text.len())),
        }
    }

    /// As the file has it.
    fn kept(&self) -> String {
        self.written(&[], &[])
    }

    /// In this case.
    fn cased(&self, case: Case) -> String {
        let new = if case == Case::Sentence { case::sentence(self) } else { Vec::new() };
        let protected = if case == Case::Keep { Vec::new() } else { case::guarded_runs(self, &new) };
        self.written(&new, &protected)
    }

    /// The text with its markup, with new letters in their places, and with what title case would spoil marked.
    fn written(&self, new: &[NewLetter], protected: &[Range<usize>]) -> String {
        let starts = protected.iter().map(|run| (run.start, "<span class=\"nocase\">"));
        let ends = protected.iter().map(|run| (run.end, "</span>"));
        let mut marks: Vec<_> = ends.chain(self.tags.iter().copied()).chain(starts).collect();
        marks.sort_by_key(|(at, _)| *at);
        let mut out =
            Marked { text: &self.text, at: 0, marks: &marks, out: String::with_capacity(self.text.len() + 32) };
        for (at, letter) in new {
            out.copy_to(*at);
            out.replace(*letter);
        }
        out.copy_to(self.text.len());
        composed(trimmed(out.out))
    }
}

/// A text that is written out with marks between its letters.
struct Marked<'a> {
    text: &'a str,
    /// How far it is written.
    at: usize,
    /// The marks that are left, each before the byte of this number.
    marks: &'a [(usize, &'static str)],
    out: String,
}

impl Marked<'_> {
    /// As it is to this place, the marks there included.
    fn copy_to(&mut self, to: usize) {
        while let Some(((at, mark), rest)) = self.marks.split_first().filter(|((at, _), _)| *at <= to) {
            self.out.push_str(&self.text[self.at..*at]);
            self.out.push_str(mark);
            (self.at, self.marks) = (*at, rest);
        }
        self.out.push_str(&self.text[self.at..to]);
        self.at = to;
    }

    /// This letter for the next one.
    fn replace(&mut self, letter: char) {
        self.out.push(letter);
        self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8);
    }
}

impl Sink for Spelled {
    fn letter(&mut self, c: char, guard: Guard) {
        let from = self.text.len();
        self.text.push(c);
        self.guard(from, guard);
    }

    fn letters(&mut self, text: &str, guard: Guard) {
        let from = self.text.len();
        self.text.push_str(text);
        self.guard(from, guard);
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

/// A title in two spellings, with CSL's markup.
#[derive(Debug, Clone)]
pub(super) struct Title {
    /// In the case that was asked for.
    pub cased: String,
    /// As the file has it.
    pub kept: String,
}

/// A title in this case, and as the file has it.
pub(super) fn title(source: &str, case: Case) -> Title {
    if case == Case::Keep {
        let kept = text(source, Case::Keep);
        return Title { cased: kept.clone(), kept };
    }
    let title = spelled(source);
    Title { cased: title.cased(case), kept: title.kept() }
}

/// The value as text with CSL's markup.
pub(super) fn text(source: &str, case: Case) -> String {
    match (case, is_plain(source)) {
        (Case::Keep | Case::Protect, true) => source.trim().to_owned(),
        (Case::Keep, false) => composed(trimmed(read(source, String::with_capacity(source.len())))),
        (Case::Protect | Case::Sentence, _) => spelled(source).cased(case),
    }
}

/// The letters of a value, apart from its markup.
fn spelled(source: &str) -> Spelled {
    if is_plain(source) {
        return Spelled { text: source.trim().to_owned(), ..Spelled::default() };
    }
    read(source, Spelled { text: String::with_capacity(source.len()), ..Spelled::default() })
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
