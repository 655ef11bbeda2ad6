//! Quotations: callouts of the type `quote`, and block quotes that end in a citation or in a place of the note's own source.
//!
//! They are found among the pieces of a finished note, and rewritten as four parts: start (a title follows, if there is
//! one), text, source, end. Of quotations within one another the outermost counts.

use super::citation::OwnLocators;
use super::citation::labels::Labels;
use super::citation::locator;
use super::{Callout, CiteMode, Cluster, Fold, Locator, OwnLocator, Piece};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The words of another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quotation {
    /// The words without markup, citations and the quotation marks around them.
    pub text: String,
    /// Where they are from.
    pub from: QuotedFrom,
    /// The number of the nearest heading above, in the list of headings.
    pub heading: Option<usize>,
    /// The numbers of the tags in it, in the list of tags.
    pub tags: Vec<usize>,
    /// The number of its name, in the list of block names.
    pub block_id: Option<usize>,
    /// Whether it folds.
    pub fold: Option<Fold>,
    /// Whether it has a title besides its place.
    pub titled: bool,
}

/// Where a quotation is from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum QuotedFrom {
    /// The note's own source, at this place.
    Own(Option<Locator>),
    /// The first work of the citation of this number.
    Citation(usize),
}

/// The parts of a quotation among the pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotationPart {
    /// It begins; its title follows.
    Start,
    /// Its words follow.
    Text,
    /// Where they are from follows.
    Source,
    /// It ends.
    End,
}

/// What decides what a quotation is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub citations: &'a [Cluster],
    pub own: OwnLocators,
    pub labels: Labels,
}

/// A quotation among the pieces.
struct Found {
    /// The pieces from its start to its end, both included.
    range: Range<usize>,
    /// Where its words begin.
    text: usize,
    /// The piece that says where they are from.
    source: Option<usize>,
    heading: Option<usize>,
}

/// Rewrites the quotations among the pieces of a note, and lists them.
pub(super) fn rewrite(
    pieces: Vec<Piece>,
    context: Context<'_>,
    places: &mut Vec<OwnLocator>,
) -> (Vec<Piece>, Vec<Quotation>) {
    let found = find(&pieces, context);
    if found.is_empty() {
        return (pieces, Vec::new());
    }
    let (mut out, mut quotations) = (Vec::with_capacity(pieces.len() + 4 * found.len()), Vec::new());
    let mut at = 0;
    for quotation in found {
        let range = quotation.range.clone();
        out.extend_from_slice(&pieces[at..range.start]);
        at = range.end;
        let before = out.len();
        let places = Places { known: places, labels: context.labels, heading: quotation.heading };
        match put(&pieces, &quotation, quotations.len(), places, &mut out) {
            Some(made) => quotations.push(made),
            None => {
                out.truncate(before);
                out.extend_from_slice(&pieces[range]);
            }
        }
    }
    out.extend_from_slice(&pieces[at..]);
    (out, quotations)
}

/// The outermost quotations, in order; one pass, however deep they stand in one another.
fn find(pieces: &[Piece], context: Context<'_>) -> Vec<Found> {
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    let mut found: Vec<Found> = Vec::new();
    let (mut heading, mut last_said) = (None, None);
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Event(Event::Start(Tag::BlockQuote(_))) | Piece::CalloutStart(_) => open.push((at, heading)),
            Piece::Event(Event::End(TagEnd::BlockQuote(_))) | Piece::CalloutEnd => {
                let Some((start, heading)) = open.pop() else { continue };
                let Some((text, source)) = source(pieces, start, last_said, context) else { continue };
                while found.last().is_some_and(|inner| inner.range.start > start) {
                    found.pop();
                }
                found.push(Found { range: start..at + 1, text, source, heading });
            }
            Piece::HeadingStart(n) => heading = Some(*n),
            _ => {}
        }
        if !is_silent(piece) {
            last_said = Some(at);
        }
    }
    found
}

/// Whether a block is a quotation: where its words begin, and the piece that says where they are from.
fn source(
    pieces: &[Piece],
    start: usize,
    last_said: Option<usize>,
    context: Context<'_>,
) -> Option<(usize, Option<usize>)> {
    let last = last_said.filter(|last| *last > start)?;
    let on_source = context.own == OwnLocators::Read;
    let Piece::CalloutStart(Callout { kind, .. }) = &pieces[start] else {
        return says_source(pieces, last, context).then_some((start + 1, Some(last)));
    };
    if !matches!(kind.as_str(), "quote" | "cite") {
        return None;
    }
    let title = pieces[start..].iter().position(|piece| *piece == Piece::CalloutTitleEnd)? + start;
    if last < title {
        return None;
    }
    if says_source(pieces, last, context) {
        return Some((title + 1, Some(last)));
    }
    let in_title = (start + 1..title).rev().find(|at| !is_silent(&pieces[*at]));
    let in_title = in_title.filter(|at| match &pieces[*at] {
        Piece::Citation(_) => true,
        Piece::OwnLocator(_) => on_source,
        Piece::Event(Event::Text(text)) => on_source && locator::is_place_alone(text, context.labels),
        _ => false,
    });
    (in_title.is_some() || on_source).then_some((title + 1, in_title))
}

/// Whether the last piece of a block says where its words are from. A key that could stand in a sentence does so behind a
/// dash, in a paragraph of its own, or on a line of its own behind the end of a sentence.
fn says_source(pieces: &[Piece], last: usize, context: Context<'_>) -> bool {
    let Piece::Citation(n) = &pieces[last] else { return matches!(pieces[last], Piece::OwnLocator(_)) };
    let in_brackets = context.citations[*n].items.iter().all(|item| item.mode != CiteMode::AuthorInText);
    in_brackets
        || match &pieces[last - 1] {
            Piece::Event(Event::Text(text)) => text.trim_end().ends_with(DASHES),
            Piece::Event(Event::SoftBreak) => match last.checked_sub(2).map(|before| &pieces[before]) {
                Some(Piece::Event(Event::Text(text))) => text.trim_end().ends_with(ENDS),
                _ => false,
            },
            Piece::Event(Event::Start(_) | Event::HardBreak) => true,
            _ => false,
        }
}

/// What stands between words and their source.
const DASHES: &[char] = &['—', '–', '―', '-'];

/// What a sentence ends with.
const ENDS: &[char] = &['.', '!', '?', '…', '”', '’', '»', '"', '。', '！', '？', '」', '؟'];

/// Puts a quotation among the pieces; none where it has no words.
fn put(pieces: &[Piece], found: &Found, number: usize, places: Places<'_>, out: &mut Vec<Piece>) -> Option<Quotation> {
    let Found { range, text, source, heading } = found;
    let mut caption = Vec::new();
    let mut cut = |words: Range<usize>| match source.filter(|source| words.contains(source)) {
        Some(source) => without_source(&pieces[words.start..source], &pieces[source + 1..words.end], &mut caption),
        None => pieces[words].to_vec(),
    };
    let title = cut(range.start + 1..text.saturating_sub(1).max(range.start + 1));
    let mut words = cut(*text..range.end - 1);
    let said = plain(&words);
    if said.is_empty() {
        return None;
    }
    let (place, from) = places.from(source.map(|source| &pieces[source]));
    let callout = match &pieces[range.start] {
        Piece::CalloutStart(callout) => Some(callout),
        _ => None,
    };
    let titled = title.iter().any(|piece| !is_silent(piece));
    let mut block_id = match out.last() {
        Some(Piece::Anchor(n)) => Some(*n),
        _ => None,
    };
    if let (None, Some(Piece::Anchor(n))) = (block_id, words.first()) {
        block_id = Some(*n);
        out.push(words.remove(0));
    }
    let part = |part: QuotationPart| Piece::Quotation(part, number);
    out.push(part(QuotationPart::Start));
    out.extend(title.into_iter().filter(|_| titled));
    out.push(part(QuotationPart::Text));
    out.extend(words);
    out.push(part(QuotationPart::Source));
    out.extend(place);
    out.extend(caption);
    out.push(part(QuotationPart::End));
    let tag = |piece: &Piece| if let Piece::Tag(n) = piece { Some(*n) } else { None };
    Some(Quotation {
        text: unquoted(&said).to_owned(),
        from,
        heading: *heading,
        tags: pieces[range.clone()].iter().filter_map(tag).collect(),
        block_id,
        fold: callout.and_then(|callout| callout.fold),
        titled,
    })
}

/// The places in its own source that a note names; the title of a quotation may add one.
struct Places<'a> {
    known: &'a mut Vec<OwnLocator>,
    labels: Labels,
    /// The heading above the quotation.
    heading: Option<usize>,
}

impl Places<'_> {
    /// What says where words are from, as a piece of its own and as data.
    fn from(self, source: Option<&Piece>) -> (Option<Piece>, QuotedFrom) {
        let number = match source {
            Some(Piece::Citation(n)) => return (Some(Piece::Citation(*n)), QuotedFrom::Citation(*n)),
            Some(Piece::OwnLocator(n)) => *n,
            Some(Piece::Event(Event::Text(text))) => {
                let text = text.trim().to_owned();
                let places = locator::places(&text, self.labels);
                self.known.push(OwnLocator { text, places, heading: self.heading, is_shown: false });
                self.known.len() - 1
            }
            _ => return (None, QuotedFrom::Own(None)),
        };
        (Some(Piece::OwnLocator(number)), QuotedFrom::Own(self.known[number].places.first().cloned()))
    }
}

/// The pieces around a source, without what parted it from the words; tags behind it go to the caption.
fn without_source(before: &[Piece], after: &[Piece], caption: &mut Vec<Piece>) -> Vec<Piece> {
    let mut out = before.to_vec();
    while let Some(last) = out.last_mut() {
        match last {
            Piece::Event(Event::Text(text)) => {
                let words = without_dash(text).to_owned();
                if words.is_empty() {
                    out.pop();
                    continue;
                }
                *text = words.into();
            }
            Piece::Event(Event::SoftBreak | Event::HardBreak) => {
                out.pop();
                continue;
            }
            _ => {}
        }
        break;
    }
    for piece in after {
        match piece {
            Piece::Tag(_) => caption.extend([Piece::Event(Event::Text(" ".into())), piece.clone()]),
            // "word [@a]." without its citation is "word."
            Piece::Event(Event::Text(sign)) => {
                if let Some(Piece::Event(Event::Text(text))) = out.last_mut()
                    && text.ends_with(char::is_alphanumeric)
                {
                    *text = format!("{text}{}", sign.trim()).into();
                }
            }
            Piece::Event(Event::SoftBreak | Event::HardBreak) => {}
            Piece::Event(Event::End(end)) => match out.last() {
                Some(Piece::Event(Event::Start(start))) if start.to_end() == *end => drop(out.pop()),
                _ => out.push(piece.clone()),
            },
            piece => out.push(piece.clone()),
        }
    }
    out
}

/// A text without the dash and the space behind it.
fn without_dash(text: &str) -> &str {
    let words = text.trim_end();
    let rest = words.trim_end_matches(DASHES);
    if rest.is_empty() || rest.ends_with(char::is_whitespace) { rest.trim_end() } else { words }
}

/// What pieces say, on one line.
fn plain(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Event(Event::Text(text) | Event::Code(text)) => out.push_str(text),
            Piece::FieldName(text) | Piece::FieldValue(text) => out.push_str(text),
            Piece::Event(Event::SoftBreak | Event::HardBreak) => out.push(' '),
            Piece::Event(Event::End(tag)) if !super::is_phrase(*tag) => out.push(' '),
            Piece::CalloutTitleEnd | Piece::CalloutEnd => out.push(' '),
            Piece::Citation(_) | Piece::OwnLocator(_) | Piece::Tag(_) => out.truncate(out.trim_end().len()),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Pairs of quotation marks.
const MARKS: &[(char, char)] =
    &[('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('「', '」'), ('『', '』'), ('"', '"')];

/// A text without the one pair of quotation marks around the whole of it.
fn unquoted(text: &str) -> &str {
    let inner = |(open, close): &(char, char)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    };
    MARKS.iter().find_map(inner).unwrap_or(text)
}

/// Whether a piece says nothing: the bounds of blocks, punctuation, tags.
pub fn is_silent(piece: &Piece) -> bool {
    match piece {
        Piece::Event(Event::Text(text)) => !text.contains(char::is_alphanumeric),
        Piece::Event(Event::Start(_) | Event::End(_) | Event::SoftBreak | Event::HardBreak) => true,
        Piece::Anchor(_) | Piece::Tag(_) | Piece::CalloutTitleEnd | Piece::Quotation(..) => true,
        Piece::CalloutStart(_) | Piece::CalloutEnd | Piece::HighlightStart | Piece::HighlightEnd => true,
        _ => false,
    }
}
