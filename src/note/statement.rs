//! What a block of text says first, for the places where a note is quoted in a line.

use super::CiteMode;
use super::citation::{Region, What};
use super::markdown::inline::{Flat, Part};
use super::markdown::marks::Mark;
use crate::sentence;

/// The most characters of a statement.
const LONGEST: usize = 240;
/// So many bytes of a block are looked at.
const WINDOW: usize = 4 * LONGEST;
/// Stands for a citation that is a part of its sentence.
const CITATION: char = '\u{fffc}';
/// Stands for a place in the note's own source.
const PLACE: char = '\u{fff9}';
/// Stands for a tag, which is a word of its sentence unless it stands at the end.
const TAG: char = '\u{fffa}';

/// A sentence as plain text, and the place in the note's own source that it gives.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Statement {
    /// The sentence, citations in brackets left out; empty where each of the block has a citation that cannot be left out.
    pub text: String,
    /// As written, "p. 194"; may be empty.
    pub at: String,
}

/// The start of a text, with signs for what is not text in it.
#[derive(Default)]
struct Signed {
    text: String,
    /// The places in the note's own source, in order.
    places: Vec<String>,
    /// The tags, in order.
    tags: Vec<String>,
}

impl Flat<'_> {
    /// The first sentence that can stand without its citations.
    pub fn statement(&self, regions: &[Region]) -> Statement {
        let Signed { text, places, tags } = self.signed(regions);
        let (mut places, mut tags) = (places.into_iter(), tags.into_iter());
        let mut from = 0;
        while from < text.len() {
            let said = &text[from..sentence::end(&text, from)];
            from += said.len();
            let at: Vec<String> = places.by_ref().take(said.matches(PLACE).count()).collect();
            let words: Vec<String> = tags.by_ref().take(said.matches(TAG).count()).collect();
            if !said.contains(CITATION) && said.contains(char::is_alphanumeric) {
                return Statement { text: sentence::clipped(&spoken(said, words), LONGEST), at: at.join(", ") };
            }
        }
        Statement::default()
    }

    fn signed(&self, regions: &[Region]) -> Signed {
        let mut out = Signed::default();
        for part in self.parts(regions) {
            if out.text.len() > WINDOW {
                break;
            }
            let region = if let Part::Region(number) = part { regions.get(number) } else { None };
            match (region, self.mark(&part)) {
                (Some(Region { what: What::Citation(raw), .. }), _) => {
                    let in_text = raw.items.iter().any(|item| item.mode == CiteMode::AuthorInText);
                    out.text.truncate(out.text.trim_end().len());
                    out.text.extend(in_text.then_some(CITATION));
                }
                (Some(Region { what: What::OwnLocator, range }), _) => {
                    out.text.truncate(out.text.trim_end().len());
                    out.text.push(PLACE);
                    out.places.push(self.spelled(&(range.start + 1..range.end - 1)));
                }
                (None, Some(Mark::Tag(word))) => {
                    out.text.push(TAG);
                    out.tags.push(word);
                }
                (None, _) => {
                    let text = self.part_text(&part, regions);
                    let start = &text[..text.floor_char_boundary(WINDOW)];
                    out.text.push_str(&start.replace([CITATION, PLACE, TAG], ""));
                }
            }
        }
        out
    }
}

/// A sentence without its signs, but for the words of tags that stand within it.
fn spoken(said: &str, words: Vec<String>) -> String {
    let said = said.replace(PLACE, "");
    let said = said.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    let said = said.trim_end_matches(|c: char| c.is_whitespace() || c == TAG);
    let mut words = words.into_iter();
    let mut out = String::with_capacity(said.len());
    for part in said.split_inclusive(TAG) {
        match part.strip_suffix(TAG) {
            Some(before) => out.extend([before, &words.next().unwrap_or_default()]),
            None => out.push_str(part),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
