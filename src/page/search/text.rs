//! The text of a document as sections of plain text, citations as they look on its page.
//!
//! Footnotes stand in the section of their mark, and those without a mark nowhere. What a text embeds is found where it
//! stands itself; raw HTML and formulas are left out.

use crate::citation::Formatted;
use crate::memo::{Latest, Same};
use crate::note::{self, Note, Piece, footnotes};
use crate::page::Composer;
use crate::review::links::Target;
use crate::search::Section;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The sections of documents, remembered by path and all that decides them.
pub type TextMemo = Latest<Arc<Text>, Arc<Vec<Section>>>;

/// All that decides the sections of a document.
#[derive(Debug, PartialEq)]
pub struct Text {
    /// What is said in front of the text.
    said: Section,
    note: Same<Note>,
    formatted: Same<Formatted>,
    /// By the number of a citation in the document, its place among the formatted ones.
    places: BTreeMap<usize, usize>,
    /// What each link says that has no text of its own; empty for others.
    titles: Vec<String>,
}

impl Composer<'_> {
    /// The sections of a document: what is said in front of it, what stands before the first heading, and all others.
    pub(super) fn sections(&self, document: usize, said: Section, memo: &TextMemo) -> Arc<Vec<Section>> {
        let (targets, done) = (&self.review.targets[document], self.citations.document(document));
        let document = &self.review.documents[document];
        let title = |(link, target): (&note::Link, &Target)| match target {
            _ if !link.kind.is_named() => String::new(),
            Target::Inside { title, .. } => title.clone(),
            _ => link.target.clone(),
        };
        let text = Text {
            said,
            note: Same(document.note.clone()),
            formatted: Same(done.formatted.clone()),
            places: done.layout.texts.first().map(|text| text.clusters.clone()).unwrap_or_default(),
            titles: document.note.summary.links.iter().zip(targets).map(title).collect(),
        };
        memo.get(&document.path, Arc::new(text), |text| Arc::new(text.sections()))
    }
}

impl Text {
    /// Those that say anything.
    fn sections(&self) -> Vec<Section> {
        let mut reader = Reader {
            text: self,
            sections: vec![self.said.clone(), Section::default()],
            at: 1,
            block: String::new(),
            marks: VecDeque::new(),
        };
        let body = &self.note.0.body;
        reader.read(0..body.len());
        reader.end_block();
        let definitions = footnotes::definitions(body);
        let mut seen = BTreeSet::new();
        while let Some((section, label)) = reader.marks.pop_front() {
            if let Some(words) = definitions.get(&label).filter(|_| seen.insert(label)) {
                reader.at = section;
                reader.read(words.clone());
                reader.end_block();
            }
        }
        reader.sections.retain(|section| !section.heading.is_empty() || !section.text.is_empty());
        reader.sections
    }

    /// A citation as it looks on the page.
    fn citation(&self, n: usize) -> String {
        let cluster = self.places.get(&n).and_then(|place| self.formatted.0.clusters.get(*place));
        cluster.map(|cluster| cluster.text.plain()).unwrap_or_default()
    }
}

struct Reader<'a> {
    text: &'a Text,
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
        let note = &self.text.note.0;
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
                    self.block.push_str(&self.text.titles[*n]);
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
                let text = self.text.citation(*n);
                if self.block.ends_with(|c: char| c.is_alphanumeric() || ".,;:!?”»".contains(c)) {
                    self.block.push(' ');
                }
                self.block.push_str(&text);
            }
            Piece::OwnLocator(n) => self.block.push_str(&self.text.note.0.summary.own_locators[*n].text),
            Piece::FieldValue(text) => self.block.push_str(text),
            Piece::FieldName(name) => {
                self.block.push_str(name);
                self.block.push(':');
            }
            Piece::Tag(n) => {
                self.block.push('#');
                self.block.push_str(&self.text.note.0.summary.inline_tags[*n].word);
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
        let heading = &self.text.note.0.summary.headings[n];
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
