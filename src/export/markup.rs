//! CSL's inline markup in a text, taken apart: `<i>`, `<b>`, `<sub>`, `<sup>` and the two spans.
//!
//! A tag without its partner is text.

/// How deep markup may be nested; what is deeper is text.
const MAX_DEPTH: usize = 20;

/// The longest tag, in bytes.
const MAX_TAG: usize = 60;

/// A kind of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Italic,
    Bold,
    Sub,
    Sup,
    SmallCaps,
    /// Letters that keep their case.
    NoCase,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Open(Mark),
    Close(Mark),
}

/// The names of elements, with what they mark; a span is known by its attribute.
const ELEMENTS: &[(&str, Mark)] =
    &[("i", Mark::Italic), ("b", Mark::Bold), ("sub", Mark::Sub), ("sup", Mark::Sup), ("sc", Mark::SmallCaps)];

/// The pieces of a text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut open: Vec<(usize, Mark, &str, &str)> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        pieces.push(Piece::Text(&rest[..at]));
        rest = &rest[at..];
        let length = rest.bytes().take(MAX_TAG).position(|byte| byte == b'>').map_or(1, |end| end + 1);
        let (tag, behind) = rest.split_at(length);
        let inner = tag.trim_matches(['<', '>']);
        let closes = open.last().filter(|(_, _, name, _)| inner.strip_prefix('/') == Some(*name)).map(|last| last.1);
        match (closes, opening(inner)) {
            (Some(mark), _) => {
                open.pop();
                pieces.push(Piece::Close(mark));
                rest = behind;
            }
            (None, Some((name, mark))) if open.len() < MAX_DEPTH => {
                open.push((pieces.len(), mark, name, tag));
                pieces.push(Piece::Open(mark));
                rest = behind;
            }
            _ => {
                pieces.push(Piece::Text(&rest[..1]));
                rest = &rest[1..];
            }
        }
    }
    pieces.push(Piece::Text(rest));
    for (at, _, _, tag) in open {
        pieces[at] = Piece::Text(tag);
    }
    pieces
}

/// The name and the mark of an opening tag.
fn opening(inner: &str) -> Option<(&'static str, Mark)> {
    if let Some((name, mark)) = ELEMENTS.iter().find(|(name, _)| *name == inner) {
        return Some((name, *mark));
    }
    let attribute = inner.strip_prefix("span ")?;
    match (attribute.contains("nocase"), attribute.contains("small-caps")) {
        (true, _) => Some(("span", Mark::NoCase)),
        (_, true) => Some(("span", Mark::SmallCaps)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Piece, pieces};

    #[test]
    fn tags_without_partners_are_text() {
        let shown = |text| {
            let shown = |piece: Piece<'_>| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Open(mark) => format!("[{mark:?}"),
                Piece::Close(_) => "]".to_owned(),
            };
            pieces(text).into_iter().map(shown).collect::<String>()
        };
        for (given, expected) in [
            ("a <i>b <b>c</b></i> d", "a [Italicb [Boldc]] d"),
            ("a < b > c", "a < b > c"),
            ("<i>a", "<i>a"),
            ("a</i>", "a</i>"),
            ("<i>a</b>", "<i>a</b>"),
            ("<span class=\"nocase\">iPad</span> <span>x</span>", "[NoCaseiPad] <span>x</span>"),
            ("<span style=\"font-variant:small-caps;\">x</span>", "[SmallCapsx]"),
            ("<", "<"),
        ] {
            assert_eq!(shown(given), expected);
        }
        assert!(matches!(pieces(&"<i>".repeat(1000)).as_slice(), [Piece::Text(""), Piece::Text("<i>"), ..]));
        assert_eq!(pieces("<sub>2</sub>")[1], Piece::Open(Mark::Sub));
    }
}
