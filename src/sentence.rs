//! Where the sentences of a plain text begin and end.
//!
//! Abbreviations and initials are told from full stops by their looks: a wrong guess shows a sentence more or less.

/// Where a sentence ends: a full stop (or its like), then white space, then no lower-case letter; or the full stop of a script without spaces.
fn stops_at(text: &str, at: usize, c: char) -> bool {
    let after = &text[at + c.len_utf8()..];
    if matches!(c, '。' | '！' | '？') {
        return true;
    }
    if !matches!(c, '.' | '!' | '?' | '…') {
        return false;
    }
    let rest = after.trim_start_matches(['”', '’', '"', ')', ']', '»']);
    let next = rest.trim_start().chars().next();
    let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let short = word.chars().count() <= 2 && word.chars().all(char::is_alphabetic);
    let abbreviated = c == '.' && (short || word.contains('.') || matches!(word, "al" | "pp" | "vol" | "eds" | "cf"));
    rest.starts_with(char::is_whitespace) && next.is_some_and(|c| !c.is_lowercase()) && !abbreviated
}

/// Where the sentence of this place begins.
pub fn start(text: &str, at: usize) -> usize {
    let before = text[..at].char_indices().rev();
    let mut stops = before.filter(|(i, c)| stops_at(text, *i, *c)).map(|(i, c)| i + c.len_utf8());
    let start = stops.next().unwrap_or(0);
    let skipped = text[start..at]
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '”' | '’' | '"' | ')' | ']' | '»'));
    at - skipped.len()
}

/// Where the sentence of this place ends, its full stop included.
pub fn end(text: &str, at: usize) -> usize {
    let after = text[at..].char_indices().map(|(i, c)| (at + i, c));
    let mut stops = after.filter(|(i, c)| stops_at(text, *i, *c)).map(|(i, c)| i + c.len_utf8());
    stops.next().unwrap_or(text.len())
}

/// The start of a text of so many characters at most, cut at a word with a mark of omission.
pub fn clipped(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let word = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{} …", text[..word].trim_end())
}
