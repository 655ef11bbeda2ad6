//! The case of English titles: sentence case from title case, sparing what braces protect.
//!
//! A word that has capitals or digits behind its first letter (`NASA`, `iPad`, `O'Brien`, `F00400`) keeps them all, and
//! so do `I` and initials; a first word, and one behind a colon or a question, starts with a capital.

use super::tex::{Guard, Piece};
use std::ops::Range;

/// Makes sentence case of the letters that no braces guard.
pub(super) fn sentence(pieces: &mut [Piece]) {
    let letters: Vec<usize> = (0..pieces.len()).filter(|at| matches!(pieces[*at], Piece::Char(..))).collect();
    let text: Vec<char> = letters.iter().map(|at| char_of(pieces[*at])).collect();
    for word in words(&text) {
        let Some(change) = change(&text, &word) else { continue };
        let at = letters[word.start];
        if let Piece::Char(c, Guard::None) = pieces[at] {
            let changed = match change {
                Change::Lower => single(c.to_lowercase()),
                Change::Upper => single(c.to_uppercase()),
            };
            pieces[at] = Piece::Char(changed.unwrap_or(c), Guard::None);
        }
    }
}

/// The sentence case of a text that holds no TeX.
pub(super) fn plain_sentence(text: &str) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for word in words(&text) {
        let changed = match change(&text, &word) {
            Some(Change::Lower) => single(text[word.start].to_lowercase()),
            Some(Change::Upper) => single(text[word.start].to_uppercase()),
            None => None,
        };
        if let Some(changed) = changed {
            text[word.start] = changed;
        }
    }
    text.into_iter().collect()
}

enum Change {
    Lower,
    Upper,
}

/// What happens to the first letter of a word.
fn change(text: &[char], word: &Range<usize>) -> Option<Change> {
    let first = *text.get(word.start)?;
    if text[word.start + 1..word.end].iter().any(|c| c.is_uppercase() || c.is_ascii_digit()) {
        return None;
    }
    let before = text[..word.start].iter().rev().find(|c| !is_opening(**c) && !c.is_whitespace());
    let spaced = text[..word.start].last().is_none_or(|c| c.is_whitespace() || is_opening(*c));
    match before {
        None => Some(Change::Upper),
        Some(':' | '?' | '!') if spaced => Some(Change::Upper),
        Some('.') if spaced => None,
        _ if word.len() == 1 && (first == 'I' || text.get(word.end) == Some(&'.')) => None,
        _ => Some(Change::Lower),
    }
}

/// The words: runs of letters, digits and what may stand between them without parting them.
fn words(text: &[char]) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for at in 0..=text.len() {
        let inside = text.get(at).is_some_and(|c| c.is_alphanumeric() || is_mark(*c) || joins(text, at));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Whether an apostrophe or full stop stands inside a word (`don't`, `U.S.A`).
fn joins(text: &[char], at: usize) -> bool {
    let letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| c.is_alphanumeric());
    matches!(text[at], '\'' | '\u{2019}' | '.') && letter(at.checked_sub(1)) && letter(Some(at + 1))
}

/// The runs of guarded letters that title case would spoil: those with a word in lower case.
pub(super) fn guarded_runs(pieces: &[Piece]) -> Vec<Range<usize>> {
    if !pieces.iter().any(|piece| matches!(piece, Piece::Char(_, Guard::Braces))) {
        return Vec::new();
    }
    let shouting = !pieces.iter().any(|piece| matches!(piece, Piece::Char(c, _) if c.is_lowercase()));
    let mut runs = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let length = pieces[at..].iter().take_while(|piece| matches!(piece, Piece::Char(_, Guard::Braces))).count();
        let run = at..at + length;
        if has_lower_word(pieces, &run) || shouting && has_letters(&pieces[run.clone()]) {
            runs.push(run);
        }
        at += length.max(1);
    }
    runs
}

/// Whether a word that starts in this run starts with a small letter.
fn has_lower_word(pieces: &[Piece], run: &Range<usize>) -> bool {
    let mut at_start = pieces[..run.start].last().is_none_or(|piece| !char_of(*piece).is_alphanumeric());
    pieces[run.clone()].iter().any(|piece| {
        let c = char_of(*piece);
        let found = at_start && c.is_lowercase();
        at_start = c.is_whitespace();
        found
    })
}

fn has_letters(run: &[Piece]) -> bool {
    run.iter().filter(|piece| char_of(**piece).is_uppercase()).count() > 1
}

fn char_of(piece: Piece) -> char {
    match piece {
        Piece::Char(c, _) => c,
        Piece::Open(_) | Piece::Close(_) => ' ',
    }
}

/// A combining mark, which belongs to the letter before it.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_opening(c: char) -> bool {
    matches!(c, '\u{201c}' | '\u{2018}' | '"' | '(' | '[' | '{' | '\u{ab}' | '\u{bf}' | '\u{a1}')
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    first.filter(|_| letters.next().is_none())
}
