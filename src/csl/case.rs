//! `text-case` (specification, "Text-case"): letters of rendered tokens, markup kept, protected text left alone.

use super::letters::Rules;
use super::token::{Inline, Mark, Token};
use crate::stop_words::is_stop_word;
use citationberg::TextCase;

/// A letter, where it stands, and whether it may change.
struct Letter {
    token: usize,
    c: char,
    free: bool,
}

/// Changes the case of rendered tokens.
pub fn apply(tokens: &mut [Token], case: TextCase, rules: Rules) {
    let mut letters = letters(tokens);
    match case {
        TextCase::Lowercase => change(&mut letters, |c| rules.lower(c)),
        TextCase::Uppercase => change(&mut letters, |c| rules.upper(c)),
        TextCase::CapitalizeFirst => capitalize_first(&mut letters, rules),
        TextCase::CapitalizeAll => capitalize_all(&mut letters, rules),
        TextCase::SentenceCase if rules.english => sentence(&mut letters, rules),
        TextCase::TitleCase if rules.english => title(&mut letters, rules),
        TextCase::SentenceCase | TextCase::TitleCase => return,
    }
    write(tokens, &letters);
}

fn letters(tokens: &[Token]) -> Vec<Letter> {
    let mut open: Vec<bool> = Vec::new();
    let mut letters = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(mark) => {
                let fixed = matches!(
                    mark,
                    Mark::NoCase | Mark::Inline(Inline::Sup | Inline::Sub | Inline::SmallCaps | Inline::Plain)
                );
                open.push(fixed || open.last().copied().unwrap_or(false));
            }
            Token::Close => {
                open.pop();
            }
            Token::Text(text) => {
                let free = !open.last().copied().unwrap_or(false);
                letters.extend(text.chars().map(|c| Letter { token: at, c, free }));
            }
            // Quotation marks part words, as white space does not.
            Token::QuoteOpen | Token::QuoteClose => letters.push(Letter { token: at, c: '\u{fffc}', free: false }),
        }
    }
    letters
}

fn write(tokens: &mut [Token], letters: &[Letter]) {
    for token in tokens.iter_mut() {
        if let Token::Text(text) = token {
            text.clear();
        }
    }
    for letter in letters {
        if let Token::Text(text) = &mut tokens[letter.token] {
            text.push(letter.c);
        }
    }
}

/// Changes free letters one by one; a letter that becomes several (`ß`) is inserted as such.
fn change<I: Iterator<Item = char>>(letters: &mut Vec<Letter>, to: impl Fn(char) -> I) {
    let old = std::mem::take(letters);
    for letter in old {
        if letter.free {
            letters.extend(to(letter.c).map(|c| Letter { c, ..letter }));
        } else {
            letters.push(letter);
        }
    }
}

fn upper(letter: &mut Letter, rules: Rules) {
    let mut upper = rules.upper(letter.c);
    if let (Some(c), None) = (upper.next(), upper.next()) {
        letter.c = c;
    }
}

fn lower(letter: &mut Letter, rules: Rules) {
    let mut lower = rules.lower(letter.c);
    if let (Some(c), None) = (lower.next(), lower.next()) {
        letter.c = c;
    }
}

/// The first letter of the first word, where that is in small letters.
fn capitalize_first(letters: &mut [Letter], rules: Rules) {
    if let Some(word) = words(letters).into_iter().next() {
        capitalize(&mut letters[word], rules);
    }
}

fn capitalize_all(letters: &mut [Letter], rules: Rules) {
    for word in words(letters) {
        capitalize(&mut letters[word], rules);
    }
}

/// Capitalises a word in small letters; one with a capital within, such as `arXiv`, is meant so.
fn capitalize(word: &mut [Letter], rules: Rules) {
    if word[0].free && !word.iter().any(|letter| letter.c.is_uppercase()) {
        upper(&mut word[0], rules);
    }
}

/// The words: runs without white space or quotation marks, from their first letter or digit.
fn words(letters: &[Letter]) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    for at in 0..=letters.len() {
        let inside = letters.get(at).is_some_and(|letter| !letter.c.is_whitespace() && letter.c != '\u{fffc}');
        match (start, inside) {
            (None, true) if letters[at].c.is_alphanumeric() => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Whether all letters are capitals: such a title is lowered first.
fn shouts(letters: &[Letter]) -> bool {
    let words = words(letters);
    let alphabetic = words.iter().filter(|word| letters[word.start].c.is_alphabetic()).count();
    alphabetic > 1
        && !letters.iter().any(|letter| letter.c.is_lowercase())
        && letters.iter().any(|letter| letter.c.is_uppercase())
}

fn sentence(letters: &mut [Letter], rules: Rules) {
    let shouts = shouts(letters);
    let words = words(letters);
    for (number, word) in words.iter().enumerate() {
        for at in word.clone().filter(|at| letters[*at].free).collect::<Vec<_>>() {
            let is_first = number == 0 && at == word.start;
            if is_first {
                upper(&mut letters[at], rules);
            } else if shouts {
                lower(&mut letters[at], rules);
            }
        }
        if !shouts && number > 0 {
            let capitals = letters[word.clone()].iter().skip(1).any(|letter| letter.c.is_uppercase());
            if !capitals && letters[word.start].free && word.len() > 1 {
                lower(&mut letters[word.start], rules);
            }
        }
    }
}

fn title(letters: &mut [Letter], rules: Rules) {
    let words = words(letters);
    let last = words.len().saturating_sub(1);
    for (number, word) in words.iter().enumerate() {
        let begins = number == 0 || follows_break(letters, word.start);
        let ends = number == last || precedes_break(letters, word.end);
        for part in parts(letters, word) {
            let text: String = letters[part.clone()].iter().map(|letter| letter.c).collect();
            let first_part = part.start == word.start;
            // Mixed case is meant.
            let mixed = text.chars().skip(1).any(char::is_uppercase) || !letters[part.start].free;
            if mixed || text.chars().next().is_some_and(char::is_uppercase) && !is_stop_word(&text) {
                continue;
            }
            // `07-x` is a number with a letter.
            let numbered = letters[word.start..part.start].iter().any(|letter| letter.c.is_ascii_digit());
            if !first_part && numbered {
                continue;
            }
            let compound = first_part && part.end < word.end;
            let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let small = is_stop_word(bare)
                || is_stop_word(bare.trim_end_matches('.')) && bare.len() > 2 && !bare.ends_with('.');
            let kept_up = ends || compound || begins && first_part;
            if kept_up || !small {
                upper(&mut letters[part.start], rules);
            } else if bare.chars().next().is_some_and(char::is_uppercase) && bare.chars().count() > 1 {
                lower(&mut letters[part.start], rules);
            }
        }
    }
}

/// The parts of a word between hyphens.
fn parts(letters: &[Letter], word: &std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let mut parts = Vec::new();
    let mut start = word.start;
    for at in word.clone() {
        if matches!(letters[at].c, '-' | '/' | '\u{2013}' | '\u{2014}') {
            if at > start {
                parts.push(start..at);
            }
            start = at + 1;
        }
    }
    if start < word.end {
        parts.push(start..word.end);
    }
    parts.retain(|part| letters[part.start].c.is_alphanumeric());
    parts
}

/// Whether a colon, question or the like stands before this place: a new title begins.
fn follows_break(letters: &[Letter], at: usize) -> bool {
    let is_space = |letter: &Letter| letter.c.is_whitespace() || letter.c == '\u{fffc}';
    let Some(end) = letters[..at].iter().rposition(|letter| !is_space(letter)) else { return false };
    match letters[end].c {
        ':' | '?' | '!' | '\u{2014}' => true,
        '.' => {
            let start = letters[..end].iter().rposition(is_space).map_or(0, |space| space + 1);
            !is_abbreviation(&letters[start..=end].iter().map(|letter| letter.c).collect::<String>())
        }
        _ => false,
    }
}

/// Whether a word with a full stop behind it is one like `U.S.` or `vs.`
fn is_abbreviation(word: &str) -> bool {
    word.matches('.').count() > 1 || word.chars().count() == 2 || is_stop_word(word)
}

fn precedes_break(letters: &[Letter], end: usize) -> bool {
    letters[..end].last().is_some_and(|letter| matches!(letter.c, ':' | '?' | '!'))
}
