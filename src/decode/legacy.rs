//! Text in an encoding older than UTF-8: which one is a guess, made from what the text would be in it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1252};

/// How much of a word is shown.
const SHOWN: usize = 24;

/// What was taken for bytes that are not UTF-8.
pub(super) struct Taken {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Where in the text the first character in it stands.
    pub first: usize,
    /// The encoding that was named and does not have every byte.
    pub instead_of: Option<&'static Encoding>,
}

impl Taken {
    /// The word that the first character stands in.
    pub(super) fn sample<'a>(&self, text: &'a str) -> &'a str {
        let is_apart = |c: char| !c.is_alphanumeric();
        let start = text.get(..self.first).map_or(0, |before| before.rfind(is_apart).map_or(0, |at| at + 1));
        let start = if text.is_char_boundary(start) { start } else { self.first };
        let rest = text.get(start..).unwrap_or_default();
        let after = self.first.saturating_sub(start);
        let end = rest.char_indices().find(|(at, c)| *at > after && (is_apart(*c) || *at > SHOWN));
        &rest[..end.map_or(rest.len(), |(at, _)| at)]
    }
}

/// The text, and what was taken for the bytes of it that are not UTF-8; none where all are, or where a named encoding fits.
pub(super) fn text(bytes: &[u8], named: Option<&'static Encoding>) -> (String, Option<Taken>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let whole = !is_mostly_utf8(bytes);
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n');
    let is_other = |line: &[u8]| {
        if whole { !line.is_ascii() } else { std::str::from_utf8(line).is_err() && !is_mostly_utf8(line) }
    };
    let encoding = named.unwrap_or_else(|| guess(lines().filter(|line| is_other(line))));
    let mut text = String::with_capacity(bytes.len());
    let (mut first, mut fits) = (None, true);
    for line in lines() {
        if is_other(line) {
            let ascii = line.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
            first.get_or_insert(text.len() + ascii);
            let (decoded, failed) = encoding.decode_without_bom_handling(line);
            fits &= !failed;
            text.push_str(&decoded);
        } else {
            push_utf8(line, &mut text, &mut first);
        }
    }
    let first = first.unwrap_or_default();
    match named {
        Some(_) if fits => (text, None),
        None if fits => (text, Some(Taken { encoding, first, instead_of: None })),
        None => in_latin(bytes),
        Some(_) => {
            let (text, taken) = self::text(bytes, None);
            (text, taken.map(|taken| Taken { instead_of: named, ..taken }))
        }
    }
}

/// Whether more characters are UTF-8 than bytes are not.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > 0 && good >= bad
}

/// The encoding in which these lines are most like a language.
fn guess<'a>(lines: impl Iterator<Item = &'a [u8]>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in lines {
        detector.feed(line, false);
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-8 in which every byte that is none stands for a character of Windows-1252.
fn in_latin(bytes: &[u8]) -> (String, Option<Taken>) {
    let (mut text, mut first) = (String::with_capacity(bytes.len()), None);
    push_utf8(bytes, &mut text, &mut first);
    (text, first.map(|first| Taken { encoding: WINDOWS_1252, first, instead_of: None }))
}

fn push_utf8(bytes: &[u8], text: &mut String, first: &mut Option<usize>) {
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
}
