//! Logseq's blocks: their properties, which are for the program alone, and references to them by id.

use super::{blanked, fitted};
use std::borrow::Cow;

/// Properties of blocks and pages that say nothing to a reader.
const HIDDEN: &[&str] = &[
    "background-color",
    "card-ease-factor",
    "card-last-interval",
    "card-last-reviewed",
    "card-last-score",
    "card-next-schedule",
    "card-repeats",
    "collapsed",
    "created-at",
    "created_at",
    "heading",
    "icon",
    "ls-type",
    "query-properties",
    "query-table",
    "template-including-parent",
    "updated-at",
    "updated_at",
];

/// A line told in as many bytes; none where it holds nothing of Logseq's.
pub(super) fn line(line: &str) -> Option<String> {
    let bare = line.trim();
    if bare.starts_with("#+BEGIN_") || bare.starts_with("#+END_") {
        return Some(blanked(line));
    }
    if let Some((key, value)) = bare.split_once("::") {
        if HIDDEN.contains(&key) || key.starts_with("logseq.") || key.starts_with("hl-") || key.starts_with("ls-") {
            return Some(blanked(line));
        }
        if key == "id" && is_id(value.trim()) {
            let start = line.len() - line.trim_start().len();
            let told = fitted(&format!("^{}", value.trim()), bare)?;
            return Some(format!("{}{told}{}", &line[..start], &line[start + bare.len()..]));
        }
    }
    if !line.contains("((") && !line.contains("{{embed") {
        return None;
    }
    let told = embeds(line);
    let told = references(&told);
    (told != line).then(|| told.into_owned())
}

/// `{{embed ((id))}}` and `{{embed [[Page]]}}` as Obsidian's `![[id]]`.
fn embeds(line: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("{{embed ") {
        let Some(length) = rest[at..].find("}}").map(|end| end + 2) else { break };
        let whole = &rest[at..at + length];
        let inner = whole[8..length - 2].trim();
        let brackets = [("((", "))"), ("[[", "]]")];
        let name = brackets.iter().find_map(|(open, close)| inner.strip_prefix(open)?.strip_suffix(close));
        out.push_str(&rest[..at]);
        out.push_str(&name.and_then(|name| fitted(&format!("![[{name}]]"), whole)).unwrap_or_else(|| whole.to_owned()));
        rest = &rest[at + length..];
    }
    if out.is_empty() { Cow::Borrowed(line) } else { Cow::Owned(out + rest) }
}

/// `((id))` as a link, alone or as the address of one.
fn references(line: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("((") {
        let id = rest.get(at + 2..at + 38).filter(|id| is_id(id) && rest[at + 38..].starts_with("))"));
        let Some(id) = id else {
            out.push_str(&rest[..at + 1]);
            rest = &rest[at + 1..];
            continue;
        };
        out.push_str(&rest[..at]);
        let is_address = out.ends_with("](");
        out.push_str(&if is_address { format!("^{id}   ") } else { format!("[[{id}]]") });
        rest = &rest[at + 40..];
    }
    if out.is_empty() { Cow::Borrowed(line) } else { Cow::Owned(out + rest) }
}

/// Whether a text is the id of a block: a UUID.
pub fn is_id(text: &str) -> bool {
    let is_part = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "63bc6201-53b1-47a4-834f-83934b69ad49";

    #[test]
    fn what_is_told_has_the_bytes_that_it_had() {
        for (text, told) in [
            (format!("  id:: {ID}\n"), format!("^{ID}")),
            ("\tcollapsed:: true\n".to_owned(), String::new()),
            (format!("See (({ID})).\n"), format!("See [[{ID}]].")),
            (format!("See [this]((({ID}))) now\n"), format!("See [this](^{ID}   ) now")),
            (format!("- {{{{embed (({ID}))}}}}\n"), format!("- ![[{ID}]]")),
            ("- {{embed [[A page]]}}\n".to_owned(), "- ![[A page]]".to_owned()),
            ("#+BEGIN_QUOTE\n".to_owned(), String::new()),
        ] {
            let line = line(&text).unwrap();
            assert_eq!(line.len(), text.len(), "{text}");
            assert_eq!(line.trim(), told, "{text}");
        }
        assert_eq!(line("A ((plain)) text:: of mine\n"), None);
    }
}
