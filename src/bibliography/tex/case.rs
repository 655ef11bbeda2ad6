//! The case of English titles: sentence case from title case, sparing what braces protect.
//!
//! A word that has capitals or digits behind its first letter (`NASA`, `iPad`, `O'Brien`, `F00400`) keeps them all, and
//! so do `I` and initials; a first word, and one behind a colon or a question, starts with a capital.

use super::{Guard, Spelled};
use crate::stop_words::is_stop_word;
use std::ops::Range;

/// A letter that takes the place of another one, and the byte where that begins.
pub(super) type NewLetter = (usize, char);

/// What makes sentence case of a title: new letters, in order, for those that are free to change.
pub(super) fn sentence(title: &Spelled) -> Vec<NewLetter> {
    let mut letters = Vec::with_capacity(16);
    let mut guards = title.guards.iter().peekable();
    let mut end = 0;
    while let Some(word) = next_word(&title.text, end) {
        end = word.end;
        while guards.next_if(|(_, run)| run.end <= word.start).is_some() {}
        if guards.peek().is_none_or(|(_, run)| word.start < run.start) {
            letters.extend(new_letter(&title.text, &word).map(|letter| (word.start, letter)));
        }
    }
    letters
}

/// What the first letter of a word becomes, where it changes.
fn new_letter(text: &str, word: &Range<usize>) -> Option<char> {
    let mut letters = text[word.clone()].chars();
    let first = letters.next()?;
    if letters.clone().any(|c| c.is_uppercase() || c.is_ascii_digit()) {
        return None;
    }
    let start = &text[..word.start];
    let before = start.chars().rev().find(|c| !is_opening(*c) && !c.is_whitespace());
    let spaced = start.chars().next_back().is_none_or(|c| c.is_whitespace() || is_opening(c));
    let alone = letters.next().is_none() && (first == 'I' || text[word.end..].starts_with('.'));
    let new = match before {
        None => single(first.to_uppercase()),
        Some(':' | '?' | '!') if spaced => single(first.to_uppercase()),
        Some('.') if spaced => None,
        _ if alone => None,
        _ => single(first.to_lowercase()),
    };
    new.filter(|new| *new != first)
}

/// The first word behind a place: a run of letters, digits and what may stand between them without parting them.
pub(crate) fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = &text[from..];
    let inside = |(at, c): &(usize, char)| c.is_alphanumeric() || is_mark(*c) || joins(text, from + at, *c);
    let (start, _) = rest.char_indices().find(inside)?;
    let run = start + rest[start..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    let end = rest[run..].char_indices().map(|(at, c)| (run + at, c)).find(|letter| !inside(letter));
    Some(from + start..end.map_or(text.len(), |(end, _)| from + end))
}

/// Whether an apostrophe or full stop stands inside a word (`don't`, `U.S.A`).
fn joins(text: &str, at: usize, c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '.')
        && text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
        && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric)
}

/// The runs of guarded letters, without markup inside, that title case would spoil: those with a word in lower case, and
/// those with one that it makes small.
pub(super) fn guarded_runs(title: &Spelled, new: &[NewLetter]) -> Vec<Range<usize>> {
    let in_braces = title.guards.iter().filter(|(guard, _)| *guard == Guard::Braces).map(|(_, run)| run);
    let mut shouts = None;
    let mut runs = Vec::new();
    let mut tags = title.tags.iter().map(|(at, _)| *at).peekable();
    for run in in_braces {
        let mut start = run.start;
        while start < run.end {
            while tags.next_if(|tag| *tag <= start).is_some() {}
            let part = start..tags.peek().map_or(run.end, |tag| run.end.min(*tag));
            start = part.end;
            if has_changing_word(title, &part)
                || has_capitals(&title.text[part.clone()]) && *shouts.get_or_insert_with(|| is_shouted(title, new))
            {
                runs.push(part);
            }
        }
    }
    runs
}

/// Whether no letter of the title is a small one.
fn is_shouted(title: &Spelled, new: &[NewLetter]) -> bool {
    let stays = |at: &usize| new.binary_search_by_key(at, |(at, _)| *at).is_err();
    let small = title.text.char_indices().find(|(at, c)| c.is_lowercase() && stays(at));
    small.is_none() && !new.iter().any(|(_, c)| c.is_lowercase())
}

/// Whether title case would change a word that starts in this run: one in small letters, or a stop word with a capital.
fn has_changing_word(title: &Spelled, run: &Range<usize>) -> bool {
    let behind_tag = title.tags.binary_search_by_key(&run.start, |(at, _)| *at).is_ok();
    let mut at_start = behind_tag || !title.text[..run.start].ends_with(char::is_alphanumeric);
    title.text[run.clone()].char_indices().any(|(at, c)| {
        let starts = at_start;
        at_start = parts_words(c);
        let at = run.start + at;
        let becomes_small = || c.is_uppercase() && !begins_title(title, at) && is_stop_word(word_at(&title.text, at));
        starts && (c.is_lowercase() || becomes_small())
    })
}

/// Whether a title or its second part begins at this place: such a word is never made small.
fn begins_title(title: &Spelled, at: usize) -> bool {
    let before = title.text[..at].trim_end_matches(|c: char| c.is_whitespace() || is_opening(c));
    before.is_empty() || before.ends_with([':', '?', '!'])
}

/// The word that starts at this place, as title case parts them.
fn word_at(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    // Longer ones are no stop words.
    let end = rest.char_indices().take(32).find(|(_, c)| parts_words(*c) || is_closing(*c));
    &rest[..end.map_or(rest.floor_char_boundary(32), |(end, _)| end)]
}

fn parts_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '/' | '\u{2013}' | '\u{2014}') || is_opening(c)
}

fn is_closing(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '?' | '!' | ')' | ']' | '}' | '"' | '\u{201d}' | '\u{2019}' | '\u{bb}')
}

fn has_capitals(run: &str) -> bool {
    run.chars().filter(|c| c.is_uppercase()).count() > 1
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
