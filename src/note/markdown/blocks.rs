//! Blocks of a note as they begin and end: callouts, fenced divs, embeds that part a paragraph, names of blocks.

use crate::note::Piece;
use crate::note::callout::{self, FirstLine};
use crate::note::dialect::divs::Fence;
use crate::note::markdown::marks::Run;
use crate::note::markdown::{Body, Place};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The most of a quotation's first line that its place covers, in bytes.
const LONGEST_LINE: usize = 160;

/// The blocks that are open, and what is waiting to be put between them.
#[derive(Debug, Default)]
pub(in crate::note) struct Blocks {
    open: Vec<Open>,
    /// The block that ended last at each depth, and whether quotations are callouts.
    last: Vec<Option<usize>>,
    /// Fences of divs that are still to come, in order.
    fences: std::collections::VecDeque<Fence>,
    /// The pieces that end the divs that are open.
    divs: Vec<Piece>,
    /// The first line of the callout that has just begun.
    callout: Option<FirstLine>,
}

/// An open block.
#[derive(Debug)]
struct Open {
    kind: Kind,
    /// Where it begins among the pieces.
    start: usize,
}

/// What may stand in a block, as far as embeds and names go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Callout,
    /// Only phrases: a term.
    Phrase,
    Flow,
}

impl Blocks {
    pub fn new(fences: Vec<Fence>) -> Self {
        Self { fences: fences.into(), last: vec![None], ..Self::default() }
    }
}

impl Body<'_> {
    /// Puts the divs whose fences stand before this place, at the top level only.
    pub(in crate::note) fn fences_before(&mut self, at: usize) {
        while self.blocks.open.is_empty()
            && let Some(fence) = self.blocks.fences.front().filter(|fence| fence.at < at)
        {
            let piece = match fence.opens.clone() {
                Some(div) if div.id == "refs" => Some((Piece::References, Piece::References)),
                Some(div) => Some((Piece::DivStart(div), Piece::DivEnd)),
                None => None,
            };
            match piece {
                Some((start, end)) => {
                    self.pieces.push(start);
                    self.blocks.divs.push(end);
                }
                None => self.close_div(),
            }
            self.blocks.fences.pop_front();
        }
    }

    fn close_div(&mut self) {
        match self.blocks.divs.pop() {
            // The list is a point in the text: what pandoc's users write into its div stands behind it.
            None | Some(Piece::References) => {}
            Some(end) => self.pieces.push(end),
        }
    }

    /// Closes the divs that nothing closes.
    pub(in crate::note) fn close_divs(&mut self) {
        self.fences_before(usize::MAX);
        while !self.blocks.divs.is_empty() {
            self.close_div();
        }
    }

    /// A block that is no heading begins.
    pub(in crate::note) fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        if !matches!(tag, Tag::Paragraph) {
            self.untitled_callout();
        }
        let start = self.pieces.len();
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::DefinitionListTitle => Kind::Phrase,
            Tag::BlockQuote(_) => match self.quotation(range) {
                Some(first) => {
                    self.pieces.push(Piece::CalloutStart(first.callout.clone()));
                    self.blocks.callout = Some(first);
                    Kind::Callout
                }
                None => Kind::Flow,
            },
            _ => Kind::Flow,
        };
        self.blocks.open.push(Open { kind, start });
        self.blocks.last.push(None);
        if kind != Kind::Callout {
            self.pieces.push(Piece::Event(Event::Start(tag.clone()).into_static()));
        }
    }

    /// Notes the place of a quotation, and tells whether it is a callout.
    fn quotation(&mut self, range: &Range<usize>) -> Option<FirstLine> {
        let text = self.seen.get(range.clone()).unwrap_or_default();
        // The first line, or what is near of it: quotations may stand in one another by the thousand.
        let near = &text[..text.floor_char_boundary(text.len().min(LONGEST_LINE))];
        let length = near.split(['\n', '\r']).next().unwrap_or_default().len();
        self.quotes.push(self.file.span(range.start..range.start + length));
        callout::at(self.seen, range.start)
    }

    /// A block that is no heading ends.
    pub(in crate::note) fn end_block(&mut self, tag: TagEnd) {
        self.untitled_callout();
        let Some(open) = self.blocks.open.pop() else { return };
        self.blocks.last.pop();
        if let Some(last) = self.blocks.last.last_mut() {
            *last = Some(open.start);
        }
        let is_empty = matches!(self.pieces.last(), Some(Piece::Event(Event::Start(Tag::Paragraph))));
        match open.kind {
            Kind::Callout => self.pieces.push(Piece::CalloutEnd),
            Kind::Paragraph if is_empty => {
                self.pieces.pop();
            }
            // What parted the paragraph, or the title of a callout, was the last of it.
            Kind::Paragraph if matches!(self.pieces.last(), Some(Piece::Embed(_) | Piece::CalloutTitleEnd)) => {}
            _ => self.pieces.push(Piece::Event(Event::End(tag))),
        }
    }

    /// Ends the title of a callout whose first line was not read as one.
    fn untitled_callout(&mut self) {
        if self.blocks.callout.take().is_some() {
            self.pieces.push(Piece::CalloutTitleEnd);
        }
    }

    /// A block without an end of its own stands here: a heading, a rule.
    pub(in crate::note) fn single_block(&mut self) {
        if let Some(last) = self.blocks.last.last_mut() {
            *last = Some(self.pieces.len());
        }
    }

    /// The title of the callout that has just begun, read; gives back what is left of its first paragraph.
    pub(in crate::note) fn callout_title<'r>(&mut self, run: Run<'r>) -> Run<'r> {
        let in_paragraph = self.blocks.open.last().is_some_and(|open| open.kind == Kind::Paragraph);
        let begins = |first: &FirstLine| run.first().is_some_and(|(_, range)| range.start == first.marker.start);
        let Some(first) = self.blocks.callout.take_if(|first| in_paragraph && begins(first)) else { return run };
        self.pieces.pop();
        let (mut title, mut text): (Run<'r>, Run<'r>) = (Vec::new(), Vec::new());
        let mut depth = 0_usize;
        let mut run = run.into_iter();
        for (event, range) in run.by_ref() {
            match &event {
                Event::SoftBreak | Event::HardBreak if depth == 0 => break,
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if range.end > first.marker.end {
                title.push(without_marker(event, range, &first.marker, self.seen));
            }
        }
        text.extend(run);
        let place = std::mem::replace(&mut self.place, Place::Phrase);
        self.read_inline(title);
        self.place = place;
        self.pieces.push(Piece::CalloutTitleEnd);
        if !text.is_empty() {
            self.pieces.push(Piece::Event(Event::Start(Tag::Paragraph)));
        }
        text
    }

    /// An embed. It parts the paragraph around it; where only a phrase may stand, it becomes a link.
    pub(in crate::note) fn embed(&mut self, link: usize, inside: usize) {
        let kind = self.blocks.open.last().map_or(Kind::Flow, |open| open.kind);
        if inside > 0 || self.place != Place::Text || kind == Kind::Phrase {
            let name = self.links[link].target.clone();
            self.pieces.push(Piece::LinkStart(link));
            self.pieces.push(Piece::Event(Event::Text(name.into())));
            self.pieces.push(Piece::LinkEnd);
            return;
        }
        if kind != Kind::Paragraph {
            self.pieces.push(Piece::Embed(link));
            return;
        }
        match self.pieces.last() {
            Some(Piece::Event(Event::Start(Tag::Paragraph))) => {
                self.pieces.pop();
            }
            Some(Piece::Embed(_)) => {}
            _ => {
                if let Some(Piece::Event(Event::Text(text))) = self.pieces.last_mut() {
                    *text = text.trim_end().to_owned().into();
                }
                self.pieces.push(Piece::Event(Event::End(TagEnd::Paragraph)));
            }
        }
        self.pieces.push(Piece::Embed(link));
        self.parted = true;
    }

    /// Goes on with the paragraph that an embed parted, unless only white space follows.
    pub(in crate::note) fn go_on(&mut self, piece: &Piece) -> bool {
        if !std::mem::take(&mut self.parted) {
            return true;
        }
        let blank = match piece {
            Piece::Event(Event::SoftBreak | Event::HardBreak) => true,
            Piece::Event(Event::Text(text)) => text.trim().is_empty(),
            _ => false,
        };
        self.parted = blank;
        if !blank {
            self.pieces.push(Piece::Event(Event::Start(Tag::Paragraph)));
        }
        !blank
    }

    /// Names the block whose text begins at this piece; a paragraph that holds nothing but a name names the block before it.
    pub(in crate::note) fn name_block(&mut self, name: String, first: usize) {
        if self.block_ids.contains(&name) {
            return;
        }
        let alone = self.pieces.len() == first;
        let in_paragraph = self.blocks.open.last().is_some_and(|open| open.kind == Kind::Paragraph);
        let before = self.blocks.last.iter().rev().nth(1).copied().flatten();
        let at = match self.blocks.open.last() {
            Some(paragraph) if in_paragraph && alone => before.unwrap_or(paragraph.start),
            Some(paragraph) if in_paragraph => paragraph.start,
            _ if matches!(self.pieces.get(first.wrapping_sub(1)), Some(Piece::HeadingStart(_))) => first - 1,
            _ => first,
        };
        self.pieces.insert(at, Piece::Anchor(self.block_ids.len()));
        self.block_ids.push(name);
        // What is open begins one piece later now.
        for open in self.blocks.open.iter_mut().filter(|open| open.start > at) {
            open.start += 1;
        }
    }
}

/// An event of a first line without what it has of the marker.
fn without_marker<'a>(
    event: Event<'a>,
    range: Range<usize>,
    marker: &Range<usize>,
    file: &str,
) -> (Event<'a>, Range<usize>) {
    let cut = marker.end.saturating_sub(range.start);
    let event = match event {
        Event::Text(text) if cut > 0 && file.get(range.clone()) == Some(&*text) => {
            Event::Text(text.get(cut..).unwrap_or_default().to_owned().into())
        }
        other => other,
    };
    (event, range.start + cut..range.end)
}
