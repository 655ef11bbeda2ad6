//! The Markdown that pandoc reads in the texts of CSL-YAML, as CSL's inline markup.
//!
//! `*x*` and `_x_`, `**x**`, `^x^`, `~x~`, `[x]{.nocase}` and `[x]{.smallcaps}`; a backslash takes the
//! meaning from what follows it. What does not match stays as it is.

/// How far the end of a piece of markup may be from its start, in bytes.
const REACH: usize = 500;
/// How many marks are tried as the end of a piece of markup.
const MAX_ENDS: usize = 32;

/// A mark, and the tags that stand for it.
const MARKS: &[(&str, &str, &str)] = &[
    ("**", "<b>", "</b>"),
    ("*", "<i>", "</i>"),
    ("_", "<i>", "</i>"),
    ("^", "<sup>", "</sup>"),
    ("~", "<sub>", "</sub>"),
];
const SPANS: &[(&str, &str)] =
    &[("{.nocase}", "<span class=\"nocase\">"), ("{.smallcaps}", "<span style=\"font-variant: small-caps;\">")];

/// The text with tags for its markup.
pub(super) fn read(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut ends: Vec<(usize, usize, &str)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some((_, length, tag)) = ends.pop_if(|(end, ..)| *end == at) {
            out.push_str(tag);
            at += length;
            continue;
        }
        let escaped =
            text[at..].strip_prefix('\\').and_then(|rest| rest.chars().next()).filter(char::is_ascii_punctuation);
        if let Some(escaped) = escaped {
            out.push(escaped);
            at += 2;
            continue;
        }
        let limit = ends.last().map_or(text.len(), |(end, ..)| *end);
        match opening(text, at, limit) {
            Some((length, open, end)) => {
                out.push_str(open);
                at += length;
                ends.push(end);
            }
            None => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    out
}

/// The end of a piece of markup: where it stands, how long it is, and its tag.
type End = (usize, usize, &'static str);

/// The markup that begins here and ends before the limit: the length of its mark, its tag, its end.
fn opening(text: &str, at: usize, limit: usize) -> Option<(usize, &'static str, End)> {
    let limit = text.floor_char_boundary(limit.min(at + REACH));
    let rest = &text[at..limit];
    if rest.starts_with('[') {
        let close = rest.find("]{.").filter(|close| !rest[1..*close].contains(['[', ']']))?;
        let (attribute, tag) = SPANS.iter().find(|(attribute, _)| rest[close + 1..].starts_with(attribute))?;
        return Some((1, tag, (at + close, attribute.len() + 1, "</span>")));
    }
    let (mark, open, close) = MARKS.iter().find(|(mark, ..)| rest.starts_with(mark))?;
    let inside = &rest[mark.len()..];
    let before = text[..at].chars().next_back();
    let script = matches!(*mark, "^" | "~");
    if inside.starts_with(char::is_whitespace) || (*mark == "_" && before.is_some_and(char::is_alphanumeric)) {
        return None;
    }
    let ends = |found: usize| {
        let (body, behind) = (&inside[..found], &inside[found + mark.len()..]);
        let alone = *mark != "*" || !(behind.starts_with('*') || body.ends_with('*'));
        let word = *mark != "_" || !behind.starts_with(char::is_alphanumeric);
        let spaced = if script { body.contains(char::is_whitespace) } else { body.ends_with(char::is_whitespace) };
        found > 0 && !spaced && alone && word && !body.ends_with('\\')
    };
    let found = inside.match_indices(mark).map(|(found, _)| found).take(MAX_ENDS).find(|found| ends(*found))?;
    Some((mark.len(), open, (at + mark.len() + found, mark.len(), close)))
}

#[cfg(test)]
mod tests {
    use super::read;
    use std::time::{Duration, Instant};

    #[test]
    fn markdown_becomes_markup() {
        for (given, expected) in [
            ("A *b* c", "A <i>b</i> c"),
            ("A **b *c* d**", "A <b>b <i>c</i> d</b>"),
            ("*Homo* _sapiens_", "<i>Homo</i> <i>sapiens</i>"),
            ("snake_case_name", "snake_case_name"),
            ("H~2~O, 10^3^", "H<sub>2</sub>O, 10<sup>3</sup>"),
            ("a ~ b ~ c", "a ~ b ~ c"),
            ("2 * 3 * 4", "2 * 3 * 4"),
            (
                "The [iPad]{.nocase} [Age]{.smallcaps} [x] [y]{.z}",
                "The <span class=\"nocase\">iPad</span> <span style=\"font-variant: small-caps;\">Age</span> [x] [y]{.z}",
            ),
            (r"\*no\* \[x\] \a", r"*no* [x] \a"),
            ("*open", "*open"),
            ("<i>kept</i> & so", "<i>kept</i> & so"),
            ("", ""),
        ] {
            assert_eq!(read(given), expected, "{given}");
        }
    }

    #[test]
    fn long_texts_end() {
        let start = Instant::now();
        for sample in ["*", "**a ", "[", "[x]{", "_a", "^", "\\", "*a*", "é*"] {
            read(&sample.repeat(20_000));
        }
        assert!(start.elapsed() < Duration::from_secs(60));
    }
}
