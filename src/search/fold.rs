//! Words as they are compared, the same for texts and questions: `search.js` does all of this again.
//!
//! A word is a run of letters and digits, without case, width and most diacritics. Marks go from Latin, Greek, Arabic and
//! Hebrew letters; `ё` is `е`, and `й` stays `й`. Scripts that put no spaces between words are cut into pairs of
//! characters, each beginning with the next one, the last character of a run alone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut word = String::new();
    for run in text.split(|c| !is_letter(c)).filter(|run| !run.is_empty()) {
        if run.is_ascii() {
            word.clear();
            word.push_str(&run[..run.len().min(LONGEST)]);
            word.make_ascii_lowercase();
            found(&word);
            continue;
        }
        parts.clear();
        cut(run, &mut parts);
        for (at, (part, dense)) in parts.iter().enumerate() {
            match parts.get(at + 1) {
                Some((next, true)) if *dense => found(&format!("{part}{next}")),
                _ => found(part),
            }
        }
    }
}

/// The parts of a run: a character with its marks in dense scripts, else all up to the next such character; folded.
fn cut(run: &str, parts: &mut Vec<(String, bool)>) {
    let mut start = 0;
    let mut was_dense = None;
    let mut add = |part: &str, dense: bool| {
        let folded = fold(part);
        if !folded.is_empty() {
            parts.push((folded, dense));
        }
    };
    for (at, c) in run.char_indices() {
        let dense = is_dense(c);
        let goes_on =
            is_combining_mark(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}') || !dense && was_dense == Some(false);
        match was_dense {
            None => was_dense = Some(dense),
            Some(_) if goes_on => {}
            Some(was) => {
                add(&run[start..at], was);
                (start, was_dense) = (at, Some(dense));
            }
        }
    }
    add(&run[start..], was_dense.unwrap_or(false));
}

/// A word without case, width and diacritics, at most so long.
fn fold(word: &str) -> String {
    let mut base = '\0';
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase) {
        if is_combining_mark(c) {
            if !loses_marks(base) {
                folded.push(c);
            }
            continue;
        }
        base = c;
        match spelled_out(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded.nfc().take(LONGEST).collect()
}

fn is_letter(c: char) -> bool {
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
