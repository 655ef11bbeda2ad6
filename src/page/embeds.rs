//! What a page shows besides its own text: other notes, or parts of them, that its text embeds.
//!
//! An embed is part of the page that it stands on: its citations are formatted with that page's, in the order of the
//! text. So the page is laid out once, for the citation job and for the HTML, which then agree.

use crate::note::{Note, Piece};
use crate::review::Review;
use crate::review::links::{self, Target};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// How deep embeds may stand in one another, as in Obsidian, and how many a page may have.
const DEEPEST: usize = 5;
const MOST: usize = 200;

/// A page laid out: its own text first, then what is embedded, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The texts.
    pub texts: Vec<Text>,
    /// The citations in the order of the page: the number of the document, and that of the citation in it.
    pub clusters: Vec<(usize, usize)>,
}

/// A text, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The number of its document.
    pub document: usize,
    /// Its pieces.
    pub pieces: Range<usize>,
    /// By the number of a citation in the document, its place on the page.
    pub clusters: BTreeMap<usize, usize>,
    /// By the number of a link, the text that stands in its place.
    pub embeds: BTreeMap<usize, usize>,
}

/// Lays out the page of a document.
pub fn layout(review: &Review, document: usize) -> Layout {
    let whole = 0..review.documents[document].note.body.len();
    let mut layouter = Layouter { review, layout: Layout::default(), open: Vec::new() };
    layouter.text(document, whole);
    layouter.layout
}

struct Layouter<'a> {
    review: &'a Review,
    layout: Layout,
    /// The embeds around the text that is laid out: their documents, and their places among the pieces.
    open: Vec<(usize, usize)>,
}

impl Layouter<'_> {
    fn text(&mut self, document: usize, pieces: Range<usize>) -> usize {
        let at = self.layout.texts.len();
        let text = Text { document, pieces: pieces.clone(), clusters: BTreeMap::new(), embeds: BTreeMap::new() };
        self.layout.texts.push(text);
        let body = &self.review.documents[document].note.body;
        let footnotes = if pieces.len() < body.len() { footnotes_of(body, &pieces) } else { Vec::new() };
        for range in std::iter::once(pieces).chain(footnotes) {
            self.pieces(at, document, range);
        }
        at
    }

    fn pieces(&mut self, at: usize, document: usize, range: Range<usize>) {
        let body = &self.review.documents[document].note.body;
        for place in range {
            match &body[place] {
                Piece::Citation(n) => {
                    self.layout.texts[at].clusters.insert(*n, self.layout.clusters.len());
                    self.layout.clusters.push((document, *n));
                }
                Piece::Embed(n) => {
                    let Target::Embedded(other, part) = &self.review.targets[document][*n] else { continue };
                    let pieces = part_of(&self.review.documents[*other].note, *part);
                    self.open.push((document, place));
                    if self.may_embed(*other, &pieces) {
                        let embedded = self.text(*other, pieces);
                        self.layout.texts[at].embeds.insert(*n, embedded);
                    }
                    self.open.pop();
                }
                _ => {}
            }
        }
    }

    /// Whether this text does not hold an embed that it would stand in, nor stands too deep, nor on too long a page.
    fn may_embed(&self, document: usize, pieces: &Range<usize>) -> bool {
        let inside = |(open, place): &(usize, usize)| *open == document && pieces.contains(place);
        self.open.len() <= DEEPEST && self.layout.texts.len() < MOST && !self.open.iter().any(inside)
    }
}

/// The definitions outside a part of a body of the footnotes that it marks.
fn footnotes_of(body: &[Piece], part: &Range<usize>) -> Vec<Range<usize>> {
    let marks: Vec<&str> = body[part.clone()]
        .iter()
        .filter_map(|piece| match piece {
            Piece::Event(Event::FootnoteReference(label)) => Some(&**label),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    let mut start = None;
    for (at, piece) in body.iter().enumerate().filter(|(at, _)| !part.contains(at)) {
        match piece {
            Piece::Event(Event::Start(Tag::FootnoteDefinition(label))) if marks.contains(&&**label) => start = Some(at),
            Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => found.extend(start.take().map(|start| start..at)),
            _ => {}
        }
    }
    found
}

/// The pieces of a part of a note.
fn part_of(note: &Note, part: links::Part) -> Range<usize> {
    let body = &note.body;
    let begins = |wanted: &dyn Fn(&Piece) -> bool| body.iter().position(wanted);
    match part {
        links::Part::Whole => 0..body.len(),
        links::Part::Section(heading) => {
            let level = note.summary.headings[heading].level;
            let start = begins(&|piece| *piece == Piece::HeadingStart(heading)).unwrap_or(body.len());
            let ends = |piece: &Piece| match piece {
                Piece::HeadingStart(n) => *n != heading && note.summary.headings[*n].level <= level,
                _ => false,
            };
            let length = body[start..].iter().position(ends).unwrap_or(body.len() - start);
            start..start + length
        }
        links::Part::Block(name) => {
            let start = begins(&|piece| *piece == Piece::Anchor(name)).map_or(body.len(), |at| at + 1);
            start..start + block_length(&body[start.min(body.len())..])
        }
    }
}

/// How many pieces the block has with which these begin; where they begin with text, what is left of the item around.
fn block_length(pieces: &[Piece]) -> usize {
    let mut depth = 0_i32;
    for (at, piece) in pieces.iter().enumerate() {
        let change = match piece {
            // Footnotes are put together elsewhere, wherever they are defined.
            Piece::Event(Event::Start(Tag::FootnoteDefinition(_))) if depth == 0 => return at,
            Piece::Event(Event::Start(_)) | Piece::HeadingStart(_) | Piece::CalloutStart(_) | Piece::DivStart(_) => 1,
            Piece::LinkStart(_) | Piece::ImageStart(_) | Piece::HighlightStart => 1,
            Piece::Event(Event::End(_)) | Piece::HeadingEnd(_) | Piece::CalloutEnd | Piece::DivEnd => -1,
            Piece::LinkEnd | Piece::ImageEnd | Piece::HighlightEnd => -1,
            _ => 0,
        };
        depth += change;
        if depth < 0 {
            return at;
        }
        let is_block = matches!(piece, Piece::Event(Event::End(tag)) if !crate::note::is_phrase(*tag))
            || matches!(piece, Piece::HeadingEnd(_) | Piece::CalloutEnd | Piece::DivEnd);
        if depth == 0 && is_block {
            return at + 1;
        }
    }
    pieces.len()
}
