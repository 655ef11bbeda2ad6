//! Initials of given names (specification, `initialize-with`).

use std::borrow::Cow;

/// `Jean-Luc Marie` as `J.-L. M.`; without `initialize` only the initials that are there are spaced and pointed.
pub fn initials(given: &str, with: &str, hyphens: bool, initialize: bool) -> String {
    let mut out = String::new();
    let joined = if given.contains(['-', '\u{2011}']) {
        Cow::Owned(given.replace(" -", "-").replace("- ", "-").replace('\u{2011}', "-"))
    } else {
        Cow::Borrowed(given)
    };
    for word in joined.split_whitespace() {
        let first = word.chars().next().unwrap_or(' ');
        if first.is_lowercase() && !word.contains('-') {
            // A particle or conjunction stays as it is.
            push_word(&mut out, word);
            continue;
        }
        if !initialize && !word.contains('.') && word.chars().count() > 1 {
            push_word(&mut out, word);
            continue;
        }
        for (at, part) in word.split('-').filter(|part| !part.is_empty()).enumerate() {
            if at > 0 && hyphens {
                trim_end(&mut out);
                out.push('-');
            }
            push_part(&mut out, part, with, initialize);
        }
    }
    trim_end(&mut out);
    out
}

/// One part of a given name, piece by piece between full stops: a piece with one behind it is an initial of its own.
fn push_part(out: &mut String, part: &str, with: &str, initialize: bool) {
    let mut rest = part;
    while !rest.is_empty() {
        let (piece, pointed, after) = match rest.find('.') {
            Some(at) => (&rest[..at], true, &rest[at + 1..]),
            None => (rest, false, ""),
        };
        rest = after;
        let letters = piece.chars().count();
        if letters == 0 {
            continue;
        }
        if pointed || letters == 1 || !initialize {
            out.push_str(piece);
        } else if let Some(first) = piece.chars().next() {
            out.extend(first.to_uppercase());
        }
        out.push_str(with);
    }
}

fn push_word(out: &mut String, word: &str) {
    trim_end(out);
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
    out.push(' ');
}

fn trim_end(out: &mut String) {
    out.truncate(out.trim_end_matches([' ', '\u{a0}']).len());
}
