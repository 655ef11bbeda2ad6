//! Words as they are compared, the same for texts and questions: `search.js` does all of this again.
//!
//! A word is a run of letters and digits, without case, width and most diacritics. Marks go from Latin, Greek, Arabic and
//! Hebrew letters; `ё` is `е`, and `й` stays `й`. Scripts that put no spaces between words are cut into pairs of
//! characters, each beginning with the next one, the last character of a run alone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The longest word; what is longer is cut.
const LONGEST: usize = 40;

/// Scripts that put no spaces between words, and Hangul, whose words have endings: first and last character of each range.
const DENSE: &[(u32, u32)] = &[
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x318F),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),
    (0x20000, 0x3FFFF),
];

/// Whether words of this character's script are cut into pairs.
pub fn is_dense(c: char) -> bool {
    let c = u32::from(c);
    c >= 0x0E00 && DENSE.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Calls with each word of a text, in order.
pub fn words(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    let mut parts = Parts::default();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        at += text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let next = text[at..].chars().next();
        let end = match next {
            Some(c) if !c.is_ascii() => at + text[at..].find(|c| !is_letter(c)).unwrap_or(text.len() - at),
            _ => at,
        };
        if end > at {
            parts.cut(&text[start..end]);
            parts.each(&mut found);
            at = end;
        } else {
            if at > start {
                word.clear();
                word.push_str(&text[start..at.min(start + LONGEST)]);
                word.make_ascii_lowercase();
                found(&word);
            }
            at += next.map_or(0, char::len_utf8);
        }
    }
}

/// A run of letters in parts: a character with its marks in dense scripts, else all up to the next such character.
#[derive(Default)]
struct Parts {
    /// All of them, folded.
    folded: String,
    /// Where each ends, and whether its script is dense.
    ends: Vec<(usize, bool)>,
}

impl Parts {
    fn cut(&mut self, run: &str) {
        self.folded.clear();
        self.ends.clear();
        let mut start = 0;
        let mut was_dense = None;
        for (at, c) in run.char_indices() {
            let dense = is_dense(c);
            match was_dense {
                None => was_dense = Some(dense),
                Some(false) if !dense => {}
                Some(_) if is_combining_mark(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}') => {}
                Some(was) => {
                    self.add(&run[start..at], was);
                    (start, was_dense) = (at, Some(dense));
                }
            }
        }
        self.add(&run[start..], was_dense.unwrap_or(false));
    }

    fn add(&mut self, part: &str, dense: bool) {
        let start = self.folded.len();
        fold(part, &mut self.folded);
        if self.folded.len() > start {
            self.ends.push((self.folded.len(), dense));
        }
    }

    /// Calls with each word: a part, or two that are dense.
    fn each(&self, found: &mut impl FnMut(&str)) {
        let mut start = 0;
        for (at, (end, dense)) in self.ends.iter().enumerate() {
            let last = match self.ends.get(at + 1) {
                Some((next, true)) if *dense => next,
                _ => end,
            };
            found(&self.folded[start..*last]);
            start = *end;
        }
    }
}

/// Adds a word without case, width and diacritics, at most so long.
pub(super) fn fold(word: &str, out: &mut String) {
    let start = out.len();
    if !fold_each(word, out) {
        out.truncate(start);
        fold_composed(word, out);
    }
    if out.len() - start > LONGEST {
        let end = out[start..].char_indices().nth(LONGEST).map_or(out.len(), |(at, _)| start + at);
        out.truncate(end);
    }
}

/// Folds character by character; whether that is all there is to do: a mark that stays may have to be composed.
fn fold_each(word: &str, out: &mut String) -> bool {
    let mut base = '\0';
    let mut is_done = true;
    let mut add = |c: char| match c {
        _ if is_combining_mark(c) => is_done &= loses_marks(base),
        _ => {
            base = c;
            push(c, out);
            is_done &= !composes(c);
        }
    };
    for c in word.chars() {
        match c {
            'а'..='я' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => add(c),
            'А'..='Я' => c.to_lowercase().for_each(&mut add),
            _ if c.is_ascii() => add(c.to_ascii_lowercase()),
            _ => decompose_compatible(c, |c| c.to_lowercase().for_each(&mut add)),
        }
    }
    is_done
}

/// Folds what [`fold_each`] cannot: marks in their order, letters composed with those that stay.
pub(super) fn fold_composed(word: &str, out: &mut String) {
    let mut base = '\0';
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase) {
        if !is_combining_mark(c) {
            base = c;
            push(c, &mut folded);
        } else if !loses_marks(base) {
            folded.push(c);
        }
    }
    out.extend(folded.nfc());
}

fn push(c: char, out: &mut String) {
    match spelled_out(c) {
        Some(letters) => out.push_str(letters),
        None => out.push(c),
    }
}

/// Whether a letter may be composed with the one before it, though it is no mark: parts of Hangul syllables, Kirat Rai vowels.
fn composes(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}' | '\u{16D60}'..='\u{16D6F}')
}

pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && (c == '\u{AD}' || is_combining_mark(c))
}

/// Latin, Greek, Hebrew and Arabic letters, and the `е` of `ё`.
fn loses_marks(base: char) -> bool {
    matches!(u32::from(base), 0..=0x3FF | 0x435 | 0x590..=0x77F | 0x8A0..=0x8FF | 0x1E00..=0x1FFF)
}

/// Letters that Unicode does not take apart, and characters that only stretch or divide a word.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' => "d",
        'ł' => "l",
        'ı' => "i",
        'ħ' => "h",
        'ς' => "σ",
        '\u{640}' | '\u{AD}' => "",
        _ => return None,
    })
}
