//! Places in a work as authors write them: `, p. 33`, `{pp. iv, vi-xi}`, `ch. 2`, `第33页`.
//!
//! The rules are pandoc's: with a label a Roman numeral suffices, without one the first word needs a digit
//! and means a page; words go on over commas as long as they are numbers.

use crate::note::Locator;
use crate::note::citation::labels::{LabelMatch, Labels};
use crate::note::markdown::inline::{ENTER, ESCAPED, OBJECT};
use std::ops::Range;

/// A place in a work, as ranges of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// CSL's name of the unit.
    pub label: &'static str,
    /// The number or numbers; empty for `{}`, which says that there is no place.
    pub value: Range<usize>,
    /// Where the place ends and the suffix begins.
    pub end: usize,
    /// Whether the author named the unit.
    pub labelled: bool,
}

/// The place at the start of what follows a key, if there is one.
pub fn parse(text: &str, labels: Labels) -> Option<Found> {
    let mut at = skip_spaces(text, 0);
    if text[at..].starts_with(',') {
        at = skip_spaces(text, at + 1);
    }
    if text[at..].is_empty() {
        return None;
    }
    if text[at..].starts_with('{') { braced(text, at, labels) } else { plain(text, at, labels) }
}

/// Whether the text is a place with its unit named, or several with `;` between them, and nothing else.
pub fn is_place_alone(text: &str, labels: Labels) -> bool {
    let place = |text: &str| {
        let found = plain(text, skip_spaces(text, 0), labels)?;
        matches!(text[found.end..].trim(), "" | "." | "f." | "ff.").then_some(found.labelled)
    };
    let mut parts = text.split(';').map(place);
    parts.next() == Some(Some(true)) && parts.all(|part| part.is_some())
}

/// The places that a text names, with `;` between them.
pub(in crate::note) fn places(text: &str, labels: Labels) -> Vec<Locator> {
    let place = |part: &str| {
        let found = parse(part, labels)?;
        Some(Locator { label: found.label.to_owned(), value: part[found.value].to_owned() })
    };
    text.split(';').filter_map(place).filter(|place| !place.value.is_empty()).collect()
}

fn braced(text: &str, at: usize, labels: Labels) -> Option<Found> {
    let end = at + balanced(&text[at..])?;
    let start = skip_spaces(text, at + 1);
    let inside = &text[..end - 1];
    let label = labels.at(&inside[start.min(end - 1)..]);
    let from = label.as_ref().map_or(start, |label| skip_spaces(inside, start + label.length));
    let value = from.min(end - 1)..inside.trim_end().len().max(from.min(end - 1));
    Some(Found { label: label.as_ref().map_or("page", |label| label.label), value, end, labelled: label.is_some() })
}

fn plain(text: &str, at: usize, labels: Labels) -> Option<Found> {
    let labelled = labels.all_at(&text[at..]).into_iter().find_map(|label| after_label(text, at, &label));
    labelled.or_else(|| without_label(text, at, labels))
}

fn after_label(text: &str, at: usize, label: &LabelMatch) -> Option<Found> {
    let start = skip_spaces(text, at + label.length);
    let first = unit_end(text, start);
    let word = &text[start..first];
    if !(has_digit(word) || (is_roman(word) && !label.needs_digit)) {
        return None;
    }
    let end = more_words(text, first, |word, apart| has_digit(word) || (apart && is_roman(word)));
    Some(Found { label: label.label, value: start..end, end, labelled: true })
}

fn without_label(text: &str, at: usize, labels: Labels) -> Option<Found> {
    let first = unit_end(text, at);
    if !has_digit(&text[at..first]) {
        return None;
    }
    let end = more_words(text, first, |word, _| has_digit(word));
    if let Some((label, value, end)) = labels.behind(text, at..end) {
        return Some(Found { label, value, end, labelled: true });
    }
    Some(Found { label: "page", value: at..end, end, labelled: false })
}

/// Where the last of the words ends that go on with the numbers; the question gets a word and whether a comma stands before it.
fn more_words(text: &str, first: usize, fits: impl Fn(&str, bool) -> bool) -> usize {
    let mut end = first;
    loop {
        let apart = text[end..].starts_with([',', ';']);
        let mut start = skip_spaces(text, if apart { end + 1 } else { end });
        let dash = text[start..].len() - text[start..].trim_start_matches(['-', '–']).len();
        if dash > 0 {
            start = skip_spaces(text, start + dash);
        }
        let next = unit_end(text, start);
        let word = &text[start..next];
        if next <= start || start == end || !fits(word, apart) {
            return end;
        }
        end = next;
    }
}

/// Where the word that begins here ends: at white space or punctuation, ranges, `1.2`, `3(1)` and emphasis in it kept whole.
fn unit_end(text: &str, start: usize) -> usize {
    let mut end = start;
    loop {
        end = plain_end(text, end);
        match bracketed_end(text, end) {
            Some(closed) => end = closed,
            None => break,
        }
    }
    start + text[start..end].trim_end_matches(['-', '–', ':', ENTER]).len()
}

/// Where a word without brackets ends.
fn plain_end(text: &str, start: usize) -> usize {
    let mut end = start;
    while let Some(c) = text[end..].chars().next() {
        let next = text[end + c.len_utf8()..].chars().next();
        match c {
            OBJECT | ESCAPED => break,
            '-' | '–' | ':' => {}
            '.' if next.is_some_and(char::is_alphanumeric) => {}
            c if c.is_whitespace() || is_punctuation(c) => break,
            _ => {}
        }
        end += c.len_utf8();
    }
    end
}

/// Where brackets around one word end, if they begin here.
fn bracketed_end(text: &str, start: usize) -> Option<usize> {
    let close = match text[start..].chars().next()? {
        '(' => ')',
        '[' if !text[start..].starts_with("[^") => ']',
        '{' => '}',
        _ => return None,
    };
    let end = plain_end(text, start + 1);
    text[end..].starts_with(close).then(|| end + 1)
}

/// The length of the text in braces at the start, braces and square brackets in it in balance.
fn balanced(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' if open.pop() != Some(c) => return None,
            _ => {}
        }
        if open.is_empty() {
            return Some(at + c.len_utf8());
        }
    }
    None
}

fn skip_spaces(text: &str, at: usize) -> usize {
    at + text[at..].len() - text[at..].trim_start().len()
}

fn has_digit(word: &str) -> bool {
    word.chars().any(char::is_numeric)
}

/// Whether a character is punctuation in Unicode's sense, by which `+` and `|` are none: it ends a number, and a suffix
/// that begins with it needs no comma of ours.
pub fn is_punctuation(c: char) -> bool {
    match c {
        '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~' | '\u{2044}' | '\u{2052}' => false,
        '§' | '¶' | '«' | '»' | '·' | '¿' | '¡' => true,
        '\u{2010}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' => true,
        '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}' => true,
        c => c.is_ascii_punctuation(),
    }
}

/// Whether a word is a Roman numeral or a range of them, in one case.
fn is_roman(word: &str) -> bool {
    let mut numerals = word.split(['-', '–', '(', ')', '[', ']']).filter(|part| !part.is_empty()).peekable();
    numerals.peek().is_some() && numerals.all(is_numeral)
}

fn is_numeral(word: &str) -> bool {
    let one_case = word.chars().all(|c| c.is_ascii_lowercase()) || word.chars().all(|c| c.is_ascii_uppercase());
    let lower = word.to_ascii_lowercase();
    let mut rest = lower.trim_start_matches('m');
    if !one_case || lower.len() - rest.len() > 4 {
        return false;
    }
    for (one, five, ten) in [('c', 'd', 'm'), ('x', 'l', 'c'), ('i', 'v', 'x')] {
        rest = numeral_digit(rest, one, five, ten);
    }
    rest.is_empty()
}

fn numeral_digit(text: &str, one: char, five: char, ten: char) -> &str {
    let nine_or_four = text.strip_prefix(one).and_then(|rest| rest.strip_prefix([ten, five]));
    if let Some(rest) = nine_or_four {
        return rest;
    }
    let mut rest = text.strip_prefix(five).unwrap_or(text);
    for _ in 0..3 {
        rest = rest.strip_prefix(one).unwrap_or(rest);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{is_place_alone, parse};
    use crate::note::citation::labels::Labels;

    fn read(text: &str, language: &str) -> Option<String> {
        parse(text, Labels::of(language)).map(|found| format!("{} {}", found.label, &text[found.value]))
    }

    #[test]
    fn numerals_and_labels_are_places() {
        let read = |text: &str| read(text, "en");
        let cases = [
            (", p. 33", "page 33"),
            (", pp. iv, vi-xi and more", "page iv, vi-xi"),
            (" ch. 2", "chapter 2"),
            (", Kap. 3", "chapter 3"),
            (", с. 33–35", "page 33–35"),
            (", стр. 5", "page 5"),
            (", 33-б.", "page 33"),
            (", б. 12", "page 12"),
            (", 第33页", "page 33"),
            (", 页 33", "page 33"),
            (", § 4.2", "section 4.2"),
            (", vol. 2", "volume 2"),
            (", n° 7", "issue 7"),
            (", s.v. 3", "sub-verbo 3"),
            (", p.3", "page 3"),
            (", p3", "page 3"),
            (", 3", "page 3"),
            (", 1999a", "page 1999a"),
            ("{ii, A, D-Z}, more", "page ii, A, D-Z"),
            (", {ch. 2}", "chapter 2"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).as_deref(), Some(expected), "{text:?}");
        }
        for text in [", and more", " part of it", ", civil war", ", page", "", ","] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn labels_are_those_of_the_language_behind_english() {
        let cases = [
            (", s. 33", "hu", "line 33"),
            (", s. 33", "sv-SE", "page 33"),
            (", s. 33", "en", "page 33"),
            (", S. 33", "de_AT", "page 33"),
            (", p. 33", "hu", "page 33"),
            (", o. 33", "hu", "page 33"),
            (", lk 33", "et", "page 33"),
            (", 33ページ", "ja", "page 33"),
            (", 33페이지", "ko-KR", "page 33"),
            (", б. 33", "kk", "page 33"),
            (", гл. 3", "uk", "chapter 3"),
            (", стр. 3", "ru", "page 3"),
            (", act 3", "fr", "act 3"),
            (", tableau 3", "fr", "table 3"),
            (", suppl. 3", "xx", "supplement 3"),
        ];
        for (text, language, expected) in cases {
            assert_eq!(read(text, language).as_deref(), Some(expected), "{text:?} {language}");
        }
        assert_eq!(read(", o. 33", "en"), None);
        assert_eq!(read(", c. 1850", "en"), None);
    }

    #[test]
    fn a_place_alone_has_a_unit() {
        let alone = |text: &str| is_place_alone(text, Labels::of("en"));
        for text in ["p. 33", " pp. 33–35; ch. 2 ", "p. 3; 7", "§ 4.", "p. iv", "p. 33 f.", "p. 3, 5"] {
            assert!(alone(text), "{text:?}");
        }
        for text in ["33", "", "p.", "see p. 33", "p. 33 and more", "33; p. 5", "{p. 3}", "p. 3; more", "part of it"] {
            assert!(!alone(text), "{text:?}");
        }
    }
}
