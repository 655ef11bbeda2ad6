//! Initials of given names (specification, `initialize-with`).

use super::token::{self, Token, Tokens};
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
        if first.is_lowercase() || !first.is_alphabetic() {
            // A particle or conjunction stays as it is, and what is in brackets or quotation marks.
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
        } else {
            push_initial(out, piece);
        }
        out.push_str(with);
    }
}

/// The initial of a name. Capitals before small letters stand for one sound, written with one capital: `TSerendorjiin` is
/// shortened to `Ts`.
fn push_initial(out: &mut String, name: &str) {
    let mut letters = name.chars();
    out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    let others = letters.as_str();
    let capitals = others.find(char::is_lowercase).map_or("", |small| &others[..small]);
    if capitals.chars().all(char::is_uppercase) {
        out.push_str(&capitals.to_lowercase());
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

/// Shortens given names that have markup, text by text: of what a mark holds, the initials stay in it.
pub fn marked(given: Tokens, shorten: impl Fn(&str) -> String) -> Tokens {
    /// Each text is shortened with all that stands before it, as a word may have begun there.
    const MOST_TEXTS: usize = 64;
    let is_text = |token: &&Token| matches!(token, Token::Text(_));
    let whole = shorten(&token::plain(&given));
    if given.iter().filter(is_text).count() > MOST_TEXTS {
        return token::text(whole);
    }
    let (mut before, mut shown) = (String::new(), String::new());
    let mut out = Tokens::new();
    for token in given {
        let Token::Text(text) = token else {
            out.push(token);
            continue;
        };
        before.push_str(&text);
        let short = shorten(&before);
        let Some(new) = short.strip_prefix(&shown) else { return token::text(whole) };
        let initial = new.trim_start();
        // The space behind an initial stands before the mark around the next one.
        let outside = out.iter().rposition(|token| !matches!(token, Token::Open(_))).map_or(0, |last| last + 1);
        out.splice(outside..outside, token::text(&new[..new.len() - initial.len()]));
        out.extend(token::text(initial));
        shown = short;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{initials, marked};
    use crate::csl::markup::field;
    use crate::csl::token::Token;

    fn shortened(given: &str) -> String {
        let tokens = marked(field(given), |given| initials(given, ". ", true, true));
        let shown = |token: &Token| match token {
            Token::Text(text) => text.clone(),
            Token::Open(_) => "[".to_owned(),
            _ => "]".to_owned(),
        };
        tokens.iter().map(shown).collect()
    }

    #[test]
    fn what_is_no_name_stays() {
        for (given, expected) in [
            ("William \"Bill\" Smith", "W. \"Bill\" S."),
            ("William (Bill)", "W. (Bill)"),
            ("Abd al-Rahman", "A. al-Rahman"),
            ("bell", "bell"),
            ("Jean-Luc", "J.-L."),
        ] {
            assert_eq!(initials(given, ". ", true, true), expected);
        }
    }

    #[test]
    fn an_initial_may_have_two_letters() {
        for (given, expected) in [("TSerendorjiin", "Ts."), ("JOHN", "J."), ("John", "J."), ("O\u{2019}Neill", "O.")] {
            assert_eq!(initials(given, ".", true, true), expected);
        }
    }

    #[test]
    fn initials_stay_in_the_marks_of_their_names() {
        for (given, expected) in [
            ("<b>John</b> Quiggly", "[J.] Q."),
            ("<b>John</b>-Quiggly", "[J.]-Q."),
            ("John <b>Quiggly</b>", "J. [Q.]"),
            ("<i>John</i> <b>Q</b>uiggly de <i>Silva</i>", "[J.] [Q.] de [S.]"),
            ("<b>John Quiggly</b>", "[J. Q.]"),
            ("Jo<i>.</i>", "Jo."),
        ] {
            assert_eq!(shortened(given), expected, "{given}");
        }
        assert_eq!(shortened(&"<b>Jo</b> ".repeat(100)), "J. ".repeat(100).trim_end());
    }
}
