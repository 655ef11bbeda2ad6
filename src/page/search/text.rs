//! The text of a document as sections of plain text, citations as they look on its page.
//!
//! Footnotes stand in the section of their mark, and those without a mark nowhere. What a text embeds is found where it
//! stands itself; raw HTML and formulas are left out.

use crate::note::{self, Note, Piece, footnotes};
use crate::page::Composer;
use crate::page::jobs::Done;
use crate::review::links::Target;
use crate::search::Section;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

impl Composer<'_> {
    /// The sections of a document; the first has what stands before the first heading.
    pub(super) fn sections(&self, document: usize) -> Vec<Section> {
        let note = &*self.review.documents[document].note;
        let mut reader = Reader {
            note,
            targets: &self.review.targets[document],
            done: self.citations.document(document),
            sections: vec![Section::default()],
            at: 0,
            block: String::new(),
            marks: VecDeque::new(),
        };
        reader.read(0..note.body.len());
        reader.end_block();
        let definitions = footnotes::definitions(&note.body);
        let mut seen = BTreeSet::new();
        while let Some((section, label)) = reader.marks.pop_front() {
            if let Some(words) = definitions.get(&label).filter(|_| seen.insert(label)) {
                reader.at = section;
                reader.read(words.clone());
                reader.end_block();
            }
        }
        reader.sections
    }
}

struct Reader<'a> {
    note: &'a Note,
    targets: &'a [Target],
    done: &'a Done,
    sections: Vec<Section>,
    /// The number of the section that is read.
    at: usize,
    block: String,
    /// The footnotes that are marked, with the sections of their marks.
    marks: VecDeque<(usize, String)>,
}

impl Reader<'_> {
    /// Reads some pieces but for the footnotes that they define.
    fn read(&mut self, pieces: Range<usize>) {
        let note = self.note;
        let mut pieces = note.body[pieces].iter();
        let mut defining = 0_usize;
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Event(Event::Start(Tag::FootnoteDefinition(_))) => defining += 1,
                Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => defining = defining.saturating_sub(1),
                _ if defining > 0 => {}
                Piece::HeadingStart(n) => {
                    self.heading(*n);
                    pieces.by_ref().find(|piece| matches!(piece, Piece::HeadingEnd(_)));
                }
                Piece::LinkStart(n) if note.summary.links[*n].kind.is_named() => {
                    let title = match &self.targets[*n] {
                        Target::Inside { title, .. } => title,
                        _ => &note.summary.links[*n].target,
                    };
                    self.block.push_str(title);
                    pieces.by_ref().find(|piece| **piece == Piece::LinkEnd);
                }
                Piece::Block(_) => {
                    pieces.by_ref().find(|piece| **piece == Piece::Event(Event::End(TagEnd::CodeBlock)));
                }
                piece => self.piece(piece),
            }
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Event(event) => self.event(event),
            Piece::Citation(n) => {
                let text = self.done.cluster(*n).map(|cluster| cluster.text.plain()).unwrap_or_default();
                if self.block.ends_with(|c: char| c.is_alphanumeric() || ".,;:!?”»".contains(c)) {
                    self.block.push(' ');
                }
                self.block.push_str(&text);
            }
            Piece::OwnLocator(n) => self.block.push_str(&self.note.summary.own_locators[*n].text),
            Piece::FieldValue(text) => self.block.push_str(text),
            Piece::FieldName(name) => {
                self.block.push_str(name);
                self.block.push(':');
            }
            Piece::Tag(n) => {
                self.block.push('#');
                self.block.push_str(&self.note.summary.inline_tags[*n].word);
            }
            Piece::Maths(_) => self.block.push(' '),
            Piece::CalloutStart(_)
            | Piece::CalloutTitleEnd
            | Piece::CalloutEnd
            | Piece::DivStart(_)
            | Piece::DivEnd => {
                self.end_block();
            }
            _ => {}
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.block.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.block.push(' '),
            Event::FootnoteReference(label) => self.marks.push_back((self.at, label.to_lowercase())),
            Event::Start(tag) if !note::is_phrase(tag.to_end()) => self.end_block(),
            Event::End(tag) if !note::is_phrase(*tag) => self.end_block(),
            _ => {}
        }
    }

    /// Begins the section of a heading.
    fn heading(&mut self, n: usize) {
        self.end_block();
        let heading = &self.note.summary.headings[n];
        let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let section = Section { anchor: heading.id.clone(), heading: text.nfc().collect(), text: String::new() };
        self.sections.push(section);
        self.at = self.sections.len() - 1;
    }

    fn end_block(&mut self) {
        self.sections[self.at].add(&self.block);
        self.block.clear();
    }
}
