//! What a page shows besides its own text: other notes, or parts of them, that its text embeds.
//!
//! An embed is part of the page that it stands on: its citations are formatted with that page's, in the order of the
//! text, and those of a footnote where its mark stands. So the page is laid out once, for the citation job and for the
//! HTML, which then agree.

use crate::citation::Setting;
use crate::note::{Note, Piece, QuotationPart, footnotes};
use crate::review::Review;
use crate::review::links::{self, Target};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

/// How deep embeds may stand in one another, as in Obsidian, and how many a page may have.
const DEEPEST: usize = 5;
const MOST: usize = 200;

/// A page laid out: its own text first, then what is embedded, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The texts.
    pub texts: Vec<Text>,
    /// The citations in the order of the page.
    pub clusters: Vec<Placed>,
}

/// A citation, laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The number of its document.
    pub document: usize,
    /// Its number in the document.
    pub citation: usize,
    /// The number of the footnote that it is in or, in a style of notes, that it makes.
    pub note: u32,
    /// How it stands there.
    pub setting: Setting,
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
    let mut layouter = Layouter {
        review,
        layout: Layout::default(),
        open: Vec::new(),
        notes: 0,
        definitions: BTreeMap::new(),
        marked: BTreeSet::new(),
        marks: VecDeque::new(),
        footnote: None,
    };
    layouter.text(document, whole);
    // Marks within footnotes count behind those of the text.
    while let Some((text, document, label)) = layouter.marks.pop_front() {
        layouter.footnote(text, document, &label);
    }
    layouter.layout
}

struct Layouter<'a> {
    review: &'a Review,
    layout: Layout,
    /// The embeds around the text that is laid out: their documents, and their places among the pieces.
    open: Vec<(usize, usize)>,
    /// How many footnotes there are, those included that citations make in a style of notes.
    notes: u32,
    /// The footnotes of each document.
    definitions: BTreeMap<usize, BTreeMap<String, Range<usize>>>,
    /// The footnotes of the author that are marked, by text and label.
    marked: BTreeSet<(usize, String)>,
    /// The marks within footnotes: text, document, label.
    marks: VecDeque<(usize, usize, String)>,
    /// The footnote that is laid out.
    footnote: Option<Footnote>,
}

/// A footnote of the author.
#[derive(Debug, Clone)]
struct Footnote {
    number: u32,
    /// Where its words begin and end.
    words: Range<usize>,
}

impl Layouter<'_> {
    fn text(&mut self, document: usize, pieces: Range<usize>) -> usize {
        let at = self.layout.texts.len();
        let text = Text { document, pieces: pieces.clone(), clusters: BTreeMap::new(), embeds: BTreeMap::new() };
        self.layout.texts.push(text);
        self.pieces(at, document, pieces);
        at
    }

    fn pieces(&mut self, at: usize, document: usize, range: Range<usize>) {
        let body = &self.review.documents[document].note.body;
        let mut defining = 0_usize;
        for place in range {
            match &body[place] {
                // A footnote is laid out where it is marked.
                Piece::Event(Event::Start(Tag::FootnoteDefinition(_))) => defining += 1,
                Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => defining = defining.saturating_sub(1),
                _ if defining > 0 => {}
                Piece::Event(Event::FootnoteReference(label)) => match self.footnote {
                    Some(_) => self.marks.push_back((at, document, label.to_string())),
                    None => self.footnote(at, document, label),
                },
                Piece::Citation(n) => self.citation(at, document, *n, place),
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

    /// A footnote of the author at its first mark.
    fn footnote(&mut self, at: usize, document: usize, label: &str) {
        let label = label.to_lowercase();
        let body = &self.review.documents[document].note.body;
        let known = self.definitions.entry(document).or_insert_with(|| footnotes::definitions(body));
        let Some(words) = known.get(&label).cloned() else { return };
        if !self.marked.insert((at, label)) {
            return;
        }
        self.notes += 1;
        self.footnote = Some(Footnote { number: self.notes, words: words.clone() });
        self.pieces(at, document, words);
        self.footnote = None;
    }

    fn citation(&mut self, at: usize, document: usize, citation: usize, place: usize) {
        let note = &self.review.documents[document].note;
        let setting = match &self.footnote {
            None => Setting::Text,
            Some(footnote) if self.open.is_empty() => setting_in(&note.body, &footnote.words, place),
            Some(_) => Setting::WithinNote,
        };
        let items = &note.summary.citations[citation].items;
        if items.iter().all(|item| self.review.labelled(&item.key).is_some()) {
            // A reference to a figure or a section is no citation.
            return;
        }
        let known = |item: &crate::note::CiteItem| self.review.source_of(&item.key).is_some();
        if setting == Setting::Text && note.summary.citations[citation].items.iter().any(known) {
            self.notes += 1;
        }
        let number = self.footnote.as_ref().map_or(self.notes, |footnote| footnote.number);
        self.layout.texts[at].clusters.insert(citation, self.layout.clusters.len());
        self.layout.clusters.push(Placed { document, citation, note: number, setting });
    }

    /// Whether this text does not hold an embed that it would stand in, nor stands too deep, nor on too long a page.
    fn may_embed(&self, document: usize, pieces: &Range<usize>) -> bool {
        let inside = |(open, place): &(usize, usize)| *open == document && pieces.contains(place);
        self.open.len() <= DEEPEST && self.layout.texts.len() < MOST && !self.open.iter().any(inside)
    }
}

/// How a citation stands among the words of a footnote.
fn setting_in(body: &[Piece], words: &Range<usize>, place: usize) -> Setting {
    let is_edge =
        |piece: &Piece| matches!(piece, Piece::Event(Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)));
    let nothing = |range: Range<usize>| body[range].iter().all(is_edge);
    match (nothing(words.start..place), nothing(place + 1..words.end)) {
        (true, true) => Setting::WholeNote,
        (true, false) => Setting::StartOfNote,
        (false, _) => Setting::WithinNote,
    }
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
            Piece::Quotation(QuotationPart::Start, _) => 1,
            Piece::Quotation(QuotationPart::End, _) => -1,
            Piece::Event(Event::End(_)) | Piece::HeadingEnd(_) | Piece::CalloutEnd | Piece::DivEnd => -1,
            Piece::LinkEnd | Piece::ImageEnd | Piece::HighlightEnd => -1,
            _ => 0,
        };
        depth += change;
        if depth < 0 {
            return at;
        }
        let is_block = matches!(piece, Piece::Event(Event::End(tag)) if !crate::note::is_phrase(*tag))
            || matches!(piece, Piece::HeadingEnd(_) | Piece::CalloutEnd | Piece::DivEnd)
            || matches!(piece, Piece::Quotation(QuotationPart::End, _));
        if depth == 0 && is_block {
            return at + 1;
        }
    }
    pieces.len()
}
