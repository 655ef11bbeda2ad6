//! The case of English titles: sentence case from title case, sparing what braces protect.
//!
//! A word that has capitals or digits behind its first letter (`NASA`, `iPad`, `O'Brien`, `F00400`) keeps them all, and
//! so do `I` and initials; a first word, and one behind a colon or a question, starts with a capital.

use super::tex::{Guard, Spelled};
use std::ops::Range;

/// Makes sentence case of the letters that are free to change.
pub(super) fn sentence(text: &mut [char], is_free: impl Fn(usize) -> bool) {
    let mut end = 0;
    while let Some(word) = next_word(text, end) {
        let first = text[word.start];
        let changed = match change(text, &word).filter(|_| is_free(word.start)) {
            Some(Change::Lower) => single(first.to_lowercase()),
            Some(Change::Upper) => single(first.to_uppercase()),
            None => None,
        };
        text[word.start] = changed.unwrap_or(first);
        end = word.end;
    }
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

/// The first word behind a place: a run of letters, digits and what may stand between them without parting them.
pub(crate) fn next_word(text: &[char], from: usize) -> Option<Range<usize>> {
    let inside = |at: &usize| text[*at].is_alphanumeric() || is_mark(text[*at]) || joins(text, *at);
    let start = (from..text.len()).find(inside)?;
    let end = (start..text.len()).find(|at| !inside(at)).unwrap_or(text.len());
    Some(start..end)
}

/// Whether an apostrophe or full stop stands inside a word (`don't`, `U.S.A`).
fn joins(text: &[char], at: usize) -> bool {
    let letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| c.is_alphanumeric());
    matches!(text[at], '\'' | '\u{2019}' | '.') && letter(at.checked_sub(1)) && letter(Some(at + 1))
}

/// The runs of guarded letters, without markup inside, that title case would spoil: those with a word in lower case.
pub(super) fn guarded_runs(title: &Spelled) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    if !title.guards.contains(&Guard::Braces) {
        return runs;
    }
    let shouting = !title.text.iter().any(|c| c.is_lowercase());
    let mut tags = title.tags.iter().map(|(at, _)| *at).chain([title.text.len()]).peekable();
    let mut at = 0;
    while at < title.text.len() {
        while tags.next_if(|tag| *tag <= at).is_some() {}
        let behind = tags.peek().map_or(at, |tag| *tag);
        let length = title.guards[at..behind].iter().take_while(|guard| **guard == Guard::Braces).count();
        let run = at..at + length;
        if has_lower_word(title, &run) || shouting && has_letters(&title.text[run.clone()]) {
            runs.push(run);
        }
        at += length.max(1);
    }
    runs
}

/// Whether a word that starts in this run starts with a small letter.
fn has_lower_word(title: &Spelled, run: &Range<usize>) -> bool {
    let behind_tag = title.tags.binary_search_by_key(&run.start, |(at, _)| *at).is_ok();
    let mut at_start = behind_tag || title.text[..run.start].last().is_none_or(|c| !c.is_alphanumeric());
    title.text[run.clone()].iter().any(|c| {
        let found = at_start && c.is_lowercase();
        at_start = c.is_whitespace();
        found
    })
}

fn has_letters(run: &[char]) -> bool {
    run.iter().filter(|c| c.is_uppercase()).count() > 1
}

/// A combining mark, which belongs to the letter before it.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

pub(crate) fn is_opening(c: char) -> bool {
    matches!(c, '\u{201c}' | '\u{2018}' | '"' | '(' | '[' | '{' | '\u{ab}' | '\u{bf}' | '\u{a1}')
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    first.filter(|_| letters.next().is_none())
}
