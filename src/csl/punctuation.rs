//! Punctuation where rendered parts meet: what stands twice, what swallows what, what moves into quotation marks.
//!
//! The specification leaves this to processors ("Quotes", `punctuation-in-quote`); the table is what Zotero's users see.

use super::token::Token;

/// Settles a sequence of tokens in place. `in_quote`: commas and full stops move before a closing quotation mark.
pub fn settle(tokens: &mut Vec<Token>, in_quote: bool) {
    collide(tokens);
    if in_quote {
        move_into_quotes(tokens);
        collide(tokens);
    }
    tokens.retain(|token| !matches!(token, Token::Text(text) if text.is_empty()));
}

/// Settles every pair of texts that touch; marks between them do not part them, quotation marks do.
fn collide(tokens: &mut [Token]) {
    let mut left: Option<usize> = None;
    for at in 0..tokens.len() {
        match &tokens[at] {
            Token::Text(text) if text.is_empty() => {}
            Token::Text(_) => {
                if let Some(before) = left {
                    meet(tokens, before, at);
                }
                if !matches!(&tokens[at], Token::Text(text) if text.is_empty()) {
                    left = Some(at);
                }
            }
            Token::QuoteOpen => left = None,
            // What closes a quotation keeps its last sign in view: a full stop behind `?”` goes.
            Token::QuoteClose | Token::Open(_) | Token::Close => {}
        }
        if matches!(tokens[at], Token::QuoteClose) {
            after_quote(tokens, left, at);
            left = None;
        }
    }
}

/// A full stop behind a quotation that ends with a sign of its own.
fn after_quote(tokens: &mut [Token], left: Option<usize>, quote: usize) {
    let Some(Token::Text(before)) = left.map(|left| &tokens[left]) else { return };
    let Some(last) = before.chars().next_back().filter(|c| matches!(c, '!' | '?' | '.' | ',' | ';' | ':')) else {
        return;
    };
    for token in &mut tokens[quote + 1..] {
        match token {
            Token::Text(text) if text.is_empty() => {}
            Token::Text(text) => {
                let swallowed = match last {
                    '!' | '?' | '.' => text.starts_with('.'),
                    ',' => text.starts_with(','),
                    _ => false,
                };
                if swallowed {
                    text.remove(0);
                }
                return;
            }
            Token::Open(_) | Token::Close | Token::QuoteClose => {}
            Token::QuoteOpen => return,
        }
    }
}

/// Settles two texts that touch.
fn meet(tokens: &mut [Token], before: usize, at: usize) {
    let (head, tail) = tokens.split_at_mut(at);
    let (Token::Text(left), Some(Token::Text(right))) = (&mut head[before], tail.first_mut()) else { return };
    while let (Some(a), Some(b)) = (left.chars().next_back(), right.chars().next()) {
        if a == ' ' && b == ' ' {
            right.remove(0);
            continue;
        }
        // A space before a sign that was put by itself vanishes only where both are affixes; texts keep theirs.
        match together(a, b) {
            Some((keep_left, keep_right)) => {
                if !keep_left {
                    left.pop();
                }
                if !keep_right {
                    right.remove(0);
                }
                if keep_left && keep_right || right.is_empty() || left.is_empty() {
                    return;
                }
            }
            None => return,
        }
    }
}

/// Which of two signs stay: of the left and the right one.
fn together(left: char, right: char) -> Option<(bool, bool)> {
    const BOTH: (bool, bool) = (true, true);
    const LEFT: (bool, bool) = (true, false);
    const RIGHT: (bool, bool) = (false, true);
    let is_sign = |c: char| matches!(c, '!' | '?' | '.' | ',' | ';' | ':');
    if !is_sign(left) || !is_sign(right) {
        return None;
    }
    if left == right {
        return Some(LEFT);
    }
    Some(match (left, right) {
        ('!' | '?', '.' | ':') => LEFT,
        (':' | ';', '!' | '?') => RIGHT,
        (':' | ';', '.') => LEFT,
        (';', ':') => LEFT,
        _ => BOTH,
    })
}

/// Moves a comma or full stop that follows a closing quotation mark before it.
fn move_into_quotes(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        if tokens[at] != Token::QuoteClose {
            continue;
        }
        let mut next = at + 1;
        while matches!(tokens.get(next), Some(Token::Open(mark)) if *mark != super::token::Mark::Joined)
            || matches!(tokens.get(next), Some(Token::Close | Token::QuoteClose))
            || matches!(tokens.get(next), Some(Token::Text(text)) if text.is_empty())
        {
            next += 1;
        }
        let Some(Token::Text(text)) = tokens.get_mut(next) else { continue };
        let Some(sign) = text.chars().next().filter(|c| matches!(c, '.' | ',')) else { continue };
        text.remove(0);
        // Into the last text within; one that ends with a sign may swallow it.
        let inner = tokens[..at].iter_mut().rev().find_map(|token| match token {
            Token::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        });
        if let Some(inner) = inner {
            let last = inner.chars().next_back().unwrap_or(' ');
            match together(last, sign) {
                Some((true, false)) => {}
                _ => inner.push(sign),
            }
        }
    }
}
