//! The text of a note: pulldown-cmark's events in one pass, blocks passed on, runs of inline events read for citations.
//!
//! Places count from the start of the file, front matter and byte order mark included.

use super::citation::OwnLocators;
use super::citation::labels::Labels;
use super::citation::locator;
use super::dialect::code;
use super::dialect::divs;
use super::dialect::divs::Seen;
use super::{
    Cluster, FencedBlock, FrontMatter, Heading, InlineTag, Link, Note, NoteSummary, OwnLocator, PartHeading, Passage,
    Piece, Record, front_matter, headings,
};
use super::{footnotes, quotations, record};
use crate::diagnostics::{Checked, Code, Diagnostic, Span, TextFile};
use blocks::Blocks;
use events::{is_inline, is_number_in_brackets};
use marks::Run;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, RefDefs, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

mod blocks;
pub(super) mod events;
pub(super) mod inline;
pub(super) mod marks;
mod run;
mod titles;

use super::footnotes::Footnotes;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_WIKILINKS
}

/// Understands a file: front matter first, then the text below it. Places of its own are read where `own` says so, and
/// in every file that is meant as a note on a source.
pub fn parse(file: &TextFile, language: &str, own: OwnLocators) -> Checked<Note> {
    let mut diagnostics = Vec::new();
    let (mut front, start) = front_matter::read(file).unpack(&mut diagnostics);
    diagnostics.extend(front_matter::add_properties(file, start, &mut front));
    let in_sources = ["content/sources/", "sources/"].iter().any(|folder| file.path.starts_with(folder));
    let record = record::read(file, start, &front);
    let is_on_source = front.citekey.is_some() || in_sources || record.is_some();
    let own = if is_on_source { OwnLocators::Read } else { own };
    let labels = Labels::of(front.lang.as_deref().unwrap_or(language));
    let Seen { text: seen, fences, labels: mut named, cells } = divs::seen(&file.text, start);
    let mut body = Body::new(file, &seen, own, labels, diagnostics);
    body.blocks = Blocks::new(fences);
    let events = Parser::new_ext(seen.get(start..).unwrap_or(""), options()).into_offset_iter();
    body.citations_as_definitions(events.reference_definitions(), start);
    for (event, range) in events {
        body.event(event, range.start + start..range.end + start);
    }
    let mut note = body.finish(front, record);
    headings::add_labels(&note.value.summary, &mut named);
    note.value.summary.labels = named;
    note.value.summary.cells = cells;
    note
}

/// A note in the making.
pub(super) struct Body<'a> {
    pub(super) file: &'a TextFile,
    /// The text of the file as Markdown sees it: white space where comments and the fences of divs stand, byte for byte.
    pub(super) seen: &'a str,
    pub(super) own: OwnLocators,
    pub(super) labels: Labels,
    pub(super) pieces: Vec<Piece>,
    pub(super) headings: Vec<Heading>,
    pub(super) own_locators: Vec<OwnLocator>,
    pub(super) passages: Vec<Passage>,
    pub(super) citations: Vec<Cluster>,
    pub(super) links: Vec<Link>,
    pub(super) latex: Vec<Span>,
    pub(super) footnotes: Footnotes,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) in_table: bool,
    pub(super) blocks: Blocks,
    pub(super) place: Place,
    /// Whether an embed has just parted a paragraph that may go on.
    pub(super) parted: bool,
    pub(super) quotes: Vec<Span>,
    pub(super) block_ids: Vec<String>,
    /// The name of the block that is being read.
    pub(super) block_id: Option<String>,
    pub(super) inline_tags: Vec<InlineTag>,
    /// Fields in the text: where their names and values stand.
    pub(super) fields: Vec<(Range<usize>, Range<usize>)>,
    run: Run<'a>,
    verbatim: bool,
    /// Whether the code block that is open is one that a page fills.
    in_fenced: bool,
    fenced: Vec<FencedBlock>,
    /// The end of a wikilink that is text after all; events before it are dropped.
    dropped_until: usize,
    heading_text: String,
    heading_title: Option<String>,
    /// The author's `{#id}` of it; may be empty.
    title_id: String,
    is_unnumbered: bool,
    part: Option<PartHeading>,
    excerpt: Option<String>,
    first_block: First,
}

/// Where inline events stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    /// In the heading that becomes the note's title.
    Title,
    Heading,
    /// Where no block may stand: in the title of a callout.
    Phrase,
}

/// What is known of the first block below the title.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Awaited,
    InParagraph,
    Done,
}

impl<'a> Body<'a> {
    fn new(file: &'a TextFile, seen: &'a str, own: OwnLocators, labels: Labels, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            file,
            seen,
            own,
            labels,
            pieces: Vec::new(),
            headings: Vec::new(),
            own_locators: Vec::new(),
            passages: Vec::new(),
            citations: Vec::new(),
            links: Vec::new(),
            latex: Vec::new(),
            footnotes: Footnotes::default(),
            diagnostics,
            in_table: false,
            blocks: Blocks::default(),
            place: Place::Text,
            parted: false,
            quotes: Vec::new(),
            block_ids: Vec::new(),
            block_id: None,
            inline_tags: Vec::new(),
            fields: Vec::new(),
            run: Vec::new(),
            verbatim: false,
            in_fenced: false,
            fenced: Vec::new(),
            dropped_until: 0,
            heading_text: String::new(),
            heading_title: None,
            title_id: String::new(),
            is_unnumbered: false,
            part: None,
            excerpt: None,
            first_block: First::Awaited,
        }
    }

    /// Whether `[label]` would be a citation or a place in the note's own source.
    fn is_citation(&self, label: &str) -> bool {
        let place = self.own == OwnLocators::Read && locator::is_place_alone(label, self.labels);
        label.trim_start_matches('-').starts_with('@') || place
    }

    fn citations_as_definitions(&mut self, definitions: &RefDefs<'_>, start: usize) {
        let mut found = definitions
            .iter()
            .filter(|(label, _)| self.is_citation(label))
            .map(|(label, definition)| (definition.span.start + start..definition.span.end + start, label))
            .collect::<Vec<_>>();
        found.sort_by_key(|(range, _)| range.start);
        for (range, label) in found {
            let message =
                format!("`[{label}]:` at the start of a line is a link definition to Markdown, not a citation");
            let hint = format!("write `[{label}] :`, or begin the line with a word");
            let diagnostic = Diagnostic::new(Code::CitationAsDefinition, message).at(self.file.span(range));
            self.diagnostics.push(diagnostic.hint(hint));
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.verbatim && !matches!(event, Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock)) {
            self.line_of_block(range);
            self.pieces.push(Piece::Event(event.into_static()));
        } else if is_inline(&event) {
            self.inline(event, range);
        } else {
            self.flush();
            self.fences_before(range.start);
            self.block(event, range);
        }
    }

    /// Adds what is verbatim to the fenced block that it stands in, line by line.
    fn line_of_block(&mut self, range: Range<usize>) {
        let (true, Some(block)) = (self.in_fenced, self.fenced.last_mut()) else { return };
        let mut start = range.start;
        for line in self.file.text.get(range).unwrap_or("").split_inclusive('\n') {
            let said = line.trim();
            let at = start + line.len() - line.trim_start().len();
            if !said.is_empty() {
                block.lines.push(self.file.span(at..at + said.len()));
            }
            start += line.len();
        }
    }

    fn inline(&mut self, event: Event<'a>, range: Range<usize>) {
        if range.start < self.dropped_until {
            return;
        }
        match &event {
            Event::Start(tag) if is_number_in_brackets(tag) => {
                self.dropped_until = range.end;
                let text = self.seen.get(range.clone()).unwrap_or("");
                self.run.push((Event::Text(text.into()), range));
            }
            _ => self.run.push((event, range)),
        }
    }

    fn block(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, id, classes, .. }) => {
                let classes = classes.iter().map(ToString::to_string).collect();
                self.start_heading(level, id.as_deref().unwrap_or(""), classes, range);
                return;
            }
            Event::End(TagEnd::Heading(_)) => {
                self.end_heading();
                return;
            }
            _ => {}
        }
        self.note_first(&event);
        match event {
            Event::Start(tag) => {
                match &tag {
                    Tag::CodeBlock(_) | Tag::HtmlBlock => self.verbatim = true,
                    Tag::Table(_) => self.in_table = true,
                    Tag::FootnoteDefinition(label) => self.footnotes.define(label, self.file.span(range.clone())),
                    _ => {}
                }
                self.start_block(&tag, &range);
                if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = &tag {
                    self.diagnostics.extend(code::slip(self.file, info, &range));
                }
                let filled = code::filled(&tag);
                self.in_fenced = filled.is_some();
                if let Some(name) = filled {
                    self.pieces.insert(self.pieces.len().saturating_sub(1), Piece::Block(self.fenced.len()));
                    let fence = self.file.text.get(range.clone()).and_then(|text| text.find(name)).unwrap_or(0);
                    let span = self.file.span(range.start + fence..range.start + fence + name.len());
                    self.fenced.push(FencedBlock { name, span, lines: Vec::new() });
                }
            }
            Event::End(tag) => {
                match tag {
                    TagEnd::CodeBlock | TagEnd::HtmlBlock => self.verbatim = false,
                    TagEnd::Table => self.in_table = false,
                    _ => {}
                }
                self.end_block(tag);
            }
            event => {
                self.single_block();
                self.pieces.push(Piece::Event(event.into_static()));
            }
        }
    }

    /// Only a paragraph that comes first is an excerpt.
    fn note_first(&mut self, event: &Event<'_>) {
        self.first_block = match (self.first_block, event) {
            (First::Awaited, Event::Start(Tag::Paragraph)) => First::InParagraph,
            (_, Event::End(TagEnd::Paragraph)) | (First::Awaited, _) => First::Done,
            (first, _) => first,
        };
    }

    /// Reads the inline events gathered so far.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        let run = marks::joined(run, self.seen);
        let (run, notes) = footnotes::inline(run, self.seen, self.footnotes.count());
        let run = self.callout_title(run);
        self.read_inline(run);
        for (label, place, run) in notes {
            self.footnotes.refer(&label);
            self.footnotes.define(&label, self.file.span(place));
            let [definition, paragraph] = [Tag::FootnoteDefinition(label.into()), Tag::Paragraph];
            let ends = [paragraph.to_end(), definition.to_end()].map(|end| Piece::Event(Event::End(end)));
            self.pieces.extend([definition, paragraph].map(|tag| Piece::Event(Event::Start(tag).into_static())));
            let place = std::mem::replace(&mut self.place, Place::Phrase);
            self.read_inline(run);
            self.place = place;
            self.pieces.extend(ends);
        }
    }

    /// Reads one run of inline events.
    pub(super) fn read_inline(&mut self, run: Run<'_>) {
        let run = marks::read(run, self.seen);
        let flat = inline::Flat::new(self.seen, &run);
        if matches!(self.place, Place::Title | Place::Heading) {
            let text = flat.plain(&(0..flat.text.len()));
            self.heading_text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if self.place == Place::Title {
            return;
        }
        let first = self.pieces.len();
        let regions = self.read_run(&flat);
        if let Some(name) = self.block_id.take() {
            self.name_block(name, first);
        }
        if self.first_block == First::InParagraph && self.excerpt.is_none() && self.place == Place::Text {
            self.excerpt = Some(flat.without(&regions));
        }
    }

    fn finish(mut self, mut front: FrontMatter, record: Option<Record>) -> Checked<Note> {
        self.flush();
        self.close_divs();
        headings::assign_ids(&mut self.headings);
        for (name, value) in std::mem::take(&mut self.fields) {
            front_matter::add_field(self.file, self.seen, (name, value), &mut front);
        }
        self.diagnostics.extend(self.footnotes.check());
        self.diagnostics.sort_by_key(|found| found.span.as_ref().map(|span| span.range().start));
        let context = quotations::Context { citations: &self.citations, own: self.own, labels: self.labels };
        let (mut own_locators, mut unmarked) = (self.own_locators, BTreeSet::new());
        let (pieces, quotations) = quotations::rewrite(self.pieces, context, &mut own_locators);
        let hidden = footnotes::unmarked(&pieces);
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Citation(n) if hidden.contains(&at) => drop(unmarked.insert(*n)),
                Piece::OwnLocator(n) => own_locators[*n].is_shown = !hidden.contains(&at),
                _ => {}
            }
        }
        let heading_title = self.heading_title.filter(|title| !title.is_empty());
        let summary = NoteSummary {
            path: self.file.path.clone(),
            file: self.file.clone(),
            front,
            record,
            labels: Vec::new(),
            cells: 0,
            title_id: heading_title.as_ref().map(|title| headings::id(&self.title_id, title)),
            heading_title,
            is_unnumbered: self.is_unnumbered,
            part: self.part,
            headings: self.headings,
            own: self.own,
            own_locators,
            quotes: self.quotes,
            quotations,
            block_ids: self.block_ids,
            inline_tags: self.inline_tags,
            passages: self.passages,
            citations: self.citations,
            unmarked,
            links: self.links,
            latex: self.latex,
            blocks: self.fenced,
            excerpt: self.excerpt.unwrap_or_default(),
        };
        Checked { value: Note { summary, body: pieces }, diagnostics: self.diagnostics }
    }
}
