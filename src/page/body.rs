//! The text of a note as HTML: Markdown's events with citations, links, embeds and footnotes filled in.
//!
//! HTML is written once, in order; nothing is searched or patched afterwards.

use super::Composer;
use super::context::{BodyContext, Footnote};
use super::jobs::Done;
use super::raw_html;
use crate::config::HtmlPolicy;
use crate::diagnostics::{Code, Diagnostic};
use crate::html::escape;
use crate::note::{Note, Piece, QuotationPart, Weight, footnotes};
use crate::review::Review;
use crate::words::Words;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

mod callouts;
mod citations;
mod headings;
mod links;
mod quotations;

pub use headings::heading_numbers;
use headings::{contents, lost_title};

/// All that a text needs to become HTML.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the page is composed from.
    pub composer: &'a Composer<'a>,
    /// The review.
    pub review: &'a Review,
    /// The number of the text among the documents.
    pub document: usize,
    /// The page laid out, its citations formatted.
    pub done: &'a Done,
    /// The output path of the page that it stands on.
    pub path: &'a str,
    /// The words of the interface.
    pub words: &'a Words,
    /// What becomes of raw HTML.
    pub html: HtmlPolicy,
    /// How headings look.
    pub headings: Headings,
}

/// How the headings of a text look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headings {
    /// As they are.
    Plain,
    /// Those of level 2 are numbered.
    Numbered,
    /// Those that name a tag carry its ball, and the first paragraph is the lead: the note on the source of this number.
    OfSource(usize),
}

/// Makes the HTML of a text.
pub fn compose(input: Input, diagnostics: &mut Vec<Diagnostic>) -> BodyContext {
    let note = &*input.review.documents[input.document].note;
    let numbers = heading_numbers(input.review, input.document, input.headings);
    let mut writer = Writer { input, text: 0, numbers, definitions: BTreeMap::new(), marks: Vec::new(), diagnostics };
    let pieces = without_footnotes(&note.body);
    let (before, after) = match pieces.iter().position(|piece| *piece == Piece::References) {
        Some(at) => pieces.split_at(at),
        None => (&*pieces, &[] as &[Piece]),
    };
    let references_here = !after.is_empty();
    let html = format!("{}{}", lost_title(&input, note), writer.html(before, Part::Text));
    let after_references = writer.html(after, Part::Other);
    let mut footnotes = Vec::new();
    while let Some(mark) = writer.marks.get(footnotes.len()).cloned() {
        let html = match mark {
            Mark::Author(text, label) => {
                writer.text = text;
                let pieces = writer.definition(&label);
                writer.html(&pieces, Part::Other)
            }
            Mark::Citation(text, at) => {
                writer.text = text;
                writer.citation_note(at)
            }
        };
        footnotes.push(Footnote { number: footnotes.len() + 1, html });
    }
    let contents = contents(note, &writer.numbers);
    BodyContext { html, references_here, after_references, footnotes, contents }
}

/// A text without the definitions of its footnotes.
fn without_footnotes(body: &[Piece]) -> Vec<Piece> {
    let mut open = 0_usize;
    let mut text = Vec::with_capacity(body.len());
    for piece in body {
        match piece {
            Piece::Event(Event::Start(Tag::FootnoteDefinition(_))) => open += 1,
            Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => open = open.saturating_sub(1),
            piece if open == 0 => text.push(piece.clone()),
            _ => {}
        }
    }
    text
}

/// What a footnote mark stands for, in the text of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    /// The author's footnote of this label.
    Author(usize, String),
    /// The citation of this number, in a note style.
    Citation(usize, usize),
}

/// Whether the first paragraph of some pieces opens a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    Other,
}

struct Writer<'a, 'd> {
    input: Input<'a>,
    /// The number of the text that is written: the page's own, or one that is embedded.
    text: usize,
    numbers: Vec<String>,
    /// The footnotes of each document.
    definitions: BTreeMap<usize, BTreeMap<String, Range<usize>>>,
    marks: Vec<Mark>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Writer<'a, '_> {
    /// The number of the document whose text is written.
    fn document(&self) -> usize {
        self.input.done.layout.texts.get(self.text).map_or(self.input.document, |text| text.document)
    }

    fn note(&self) -> &'a Note {
        &self.input.review.documents[self.document()].note
    }

    /// The footnote of this label in the document that is written.
    fn definition(&mut self, label: &str) -> Vec<Piece> {
        let (document, note) = (self.document(), self.note());
        let definitions = self.definitions.entry(document).or_insert_with(|| footnotes::definitions(&note.body));
        definitions.get(label).map(|words| without_footnotes(&note.body[words.clone()])).unwrap_or_default()
    }

    fn html(&mut self, pieces: &[Piece], part: Part) -> String {
        let mut events: Vec<Event> = Vec::with_capacity(pieces.len());
        let mut closers: Vec<String> = Vec::new();
        let mut callouts: Vec<callouts::Ends> = Vec::new();
        let mut open_html = raw_html::Open::default();
        let mut blocks = raw_html::Blocks::default();
        let mut rest = pieces.iter();
        let is_lead = part == Part::Text && matches!(self.input.headings, Headings::OfSource(_));
        let mut lead =
            is_lead && matches!(pieces.first(), Some(Piece::Event(Event::Start(Tag::Paragraph)) | Piece::Anchor(_)));
        let mut anchor = String::new();
        // How much of the next text stands before the mark of a footnote already.
        let mut moved = 0;
        while let Some(piece) = rest.next() {
            if let Piece::Event(Event::Start(Tag::Paragraph)) = piece {
                let class = if std::mem::take(&mut lead) { " class=\"lead\"" } else { "" };
                match class.is_empty() && anchor.is_empty() {
                    true => events.push(Event::Start(Tag::Paragraph)),
                    false => events.push(inline(format!("<p{}{class}>", std::mem::take(&mut anchor)))),
                }
                continue;
            }
            if let Piece::Quotation(QuotationPart::Start, n) = piece {
                events.push(inline(self.quotation_start(*n, std::mem::take(&mut anchor))));
                continue;
            }
            if !anchor.is_empty() {
                events.push(inline(format!("<span class=\"anchor\"{}></span>", std::mem::take(&mut anchor))));
            }
            match piece {
                Piece::Event(Event::Start(Tag::HtmlBlock)) => {
                    let lines = rest.by_ref().map_while(|piece| match piece {
                        Piece::Event(Event::Html(line)) => Some(&**line),
                        _ => None,
                    });
                    let html: String = lines.collect();
                    self.raw(&html.into(), &mut events, |html| blocks.block(html));
                }
                Piece::Event(Event::Text(text)) if moved > 0 => {
                    events.push(Event::Text(text[std::mem::take(&mut moved)..].to_owned().into()));
                }
                Piece::Event(event) => self.event(event, &mut open_html, &mut events),
                Piece::Citation(n) => {
                    if self.is_mark_only(*n) {
                        moved = citations::before_mark(&mut events, rest.clone().next());
                    }
                    events.push(inline(self.citation(*n)));
                }
                Piece::OwnLocator(n) => events.push(inline(self.own_locator(*n))),
                Piece::Maths(mathml) => events.push(inline(mathml.clone())),
                Piece::HeadingStart(n) => events.push(inline(self.heading(*n))),
                Piece::HeadingEnd(n) => events.push(inline(format!("{}</h{}>\n", open_html.close(), self.level(*n)))),
                Piece::LinkStart(n) => {
                    let said: String =
                        rest.clone().take_while(|piece| **piece != Piece::LinkEnd).filter_map(text_of).collect();
                    let (open, close) = self.link(*n, &said);
                    events.push(inline(open));
                    let shows =
                        |piece: &Piece| matches!(piece, Piece::ImageStart(_) | Piece::Maths(_) | Piece::Citation(_));
                    let is_empty = said.trim().is_empty()
                        && !rest.clone().take_while(|piece| **piece != Piece::LinkEnd).any(shows);
                    if is_empty || self.note().summary.links[*n].kind.is_named() {
                        events.push(Event::Text(self.linked_title(*n).into()));
                        events.push(inline(close));
                        while rest.next().is_some_and(|piece| *piece != Piece::LinkEnd) {}
                    } else {
                        closers.push(close);
                    }
                }
                Piece::LinkEnd => events.push(inline(closers.pop().unwrap_or_default())),
                Piece::ImageStart(n) => {
                    let pieces = rest.by_ref().take_while(|piece| **piece != Piece::ImageEnd);
                    let description: String = pieces.filter_map(text_of).collect();
                    events.push(inline(self.image(*n, &description)));
                }
                Piece::Embed(n) => events.push(inline(self.embedded(*n))),
                Piece::HighlightStart => events.push(inline("<mark>".to_owned())),
                Piece::HighlightEnd => events.push(inline("</mark>".to_owned())),
                Piece::Tag(n) => events.push(inline(self.tag(*n))),
                Piece::Anchor(n) => anchor = self.anchor(*n),
                Piece::CalloutStart(callout) => {
                    let (open, close) = self.callout(callout);
                    events.push(inline(open));
                    callouts.push(close);
                }
                Piece::CalloutTitleEnd => {
                    events.push(inline(callouts.last().copied().unwrap_or_default().title.to_owned()));
                }
                Piece::Quotation(part, n) => events.push(inline(self.quotation(*part, *n))),
                Piece::CalloutEnd => events.push(inline(callouts.pop().unwrap_or_default().whole.to_owned())),
                Piece::FieldName(name) => events.push(inline(format!("<b class=\"field\">{}:</b>", escape(name)))),
                Piece::FieldValue(value) => events.push(Event::Text(value.as_str().into())),
                Piece::DivStart(attributes) => {
                    events.push(inline(div(attributes)));
                    events.push(inline(self.caption(&attributes.id)));
                }
                Piece::DivEnd => events.push(inline("</div>\n".to_owned())),
                Piece::Block(n) => {
                    events.push(inline(self.block(*n)));
                    rest.by_ref().find(|piece| **piece == Piece::Event(Event::End(TagEnd::CodeBlock)));
                }
                Piece::References | Piece::ImageEnd => {}
            }
        }
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events.into_iter());
        html.push_str(&open_html.close());
        html.push_str(&blocks.close());
        html
    }

    fn event<'e>(&mut self, event: &Event<'e>, open_html: &mut raw_html::Open, events: &mut Vec<Event<'e>>) {
        match event {
            Event::FootnoteReference(label) => {
                events.push(inline(self.footnote_mark(Mark::Author(self.text, label.to_lowercase()))));
            }
            Event::InlineHtml(html) => self.raw(html, events, |html| open_html.inline(html)),
            Event::TaskListMarker(done) => {
                let label = self.input.words.text(if *done { "task_done" } else { "task_open" });
                let checked = if *done { " checked" } else { "" };
                let label = escape(label);
                events.push(inline(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ")));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                let class = if language.is_empty() {
                    String::new()
                } else {
                    format!(" class=\"language-{}\"", escape(&language))
                };
                events.push(inline(format!("<pre tabindex=\"0\"><code{class}>")));
            }
            Event::End(TagEnd::CodeBlock) => events.push(inline("</code></pre>\n".to_owned())),
            Event::Start(Tag::Table(alignment)) => {
                let label = escape(self.input.words.text("table"));
                events.push(inline(format!(
                    "<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">\n"
                )));
                events.push(Event::Start(Tag::Table(alignment.clone())));
            }
            Event::End(TagEnd::Table) => {
                events.push(event.clone());
                events.push(inline("</div>\n".to_owned()));
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => {
                events.push(inline(open_html.close()));
                events.push(event.clone());
            }
            event => events.push(event.clone()),
        }
    }

    /// Raw HTML by the review's policy.
    fn raw<'e>(
        &mut self,
        html: &CowStr<'e>,
        events: &mut Vec<Event<'e>>,
        sanitise: impl FnOnce(&str) -> raw_html::Cleaned,
    ) {
        match self.input.html {
            HtmlPolicy::Trust => events.push(Event::Html(html.clone())),
            HtmlPolicy::Escape => events.push(Event::Text(html.clone())),
            HtmlPolicy::Sanitise => {
                let cleaned = sanitise(html);
                if cleaned.removed {
                    self.removed(html);
                }
                events.push(inline(cleaned.html));
            }
        }
    }

    fn removed(&mut self, html: &str) {
        let file = &self.note().summary.file;
        let at = file.text.find(html).unwrap_or_default();
        let first_line = html.lines().next().unwrap_or_default();
        let diagnostic = Diagnostic::new(
            Code::HtmlRemoved,
            "a part of this HTML is left out: it could run a script or change the page",
        )
        .at(file.span(at..at + first_line.len()))
        .hint("`html: trust` in sourcebook.yaml lets all HTML of the notes through");
        self.diagnostics.push(diagnostic);
    }

    /// What a fenced block asks for.
    fn block(&mut self, n: usize) -> String {
        let asked = &self.note().summary.blocks[n];
        self.input.composer.block(asked, self.input.path, self.diagnostics)
    }

    /// The number and the caption of what has this label in the text that is written; nothing where nothing has.
    fn caption(&self, id: &str) -> String {
        let labelled = self.input.review.labelled(id).filter(|it| it.document == self.document());
        let Some((it, number)) = labelled.and_then(|it| Some((it, it.number.as_ref()?))) else { return String::new() };
        let word = escape(self.input.words.name("labels", it.kind.word()));
        let caption = if it.caption.is_empty() { String::new() } else { format!(". {}", escape(&it.caption)) };
        format!("<p class=\"caption\"><b>{word} {number}</b>{caption}</p>\n")
    }

    /// A place in the note's own source; on its own page it can be led to.
    fn own_locator(&self, n: usize) -> String {
        let id = if self.text == 0 { format!(" id=\"{}{}\"", super::places::ANCHOR, n + 1) } else { String::new() };
        format!("<span class=\"loc\"{id}>{}</span>", escape(&self.note().summary.own_locators[n].text))
    }

    /// A tag as a link to its page.
    fn tag(&self, n: usize) -> String {
        let word = &self.note().summary.inline_tags[n].word;
        let vocabulary = &self.input.review.vocabulary;
        match vocabulary.find(word) {
            Some(tag) => {
                let address = self.address(&vocabulary.tags[tag].path, "");
                format!("<a class=\"tag\" href=\"{address}\">#{}</a>", escape(word))
            }
            None => format!("#{}", escape(word)),
        }
    }
}

/// What a reader sees of a piece of a line.
fn text_of(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Event(Event::Text(text) | Event::Code(text)) => Some(text),
        Piece::FieldValue(text) => Some(text),
        _ => None,
    }
}

fn div(attributes: &crate::note::Attributes) -> String {
    let attribute = |name: &str, value: &str| match value.is_empty() {
        true => String::new(),
        false => format!(" {name}=\"{}\"", escape(value)),
    };
    format!("<div{}{}>\n", attribute("id", &attributes.id), attribute("class", &attributes.classes.join(" ")))
}

fn inline(html: String) -> Event<'static> {
    Event::InlineHtml(html.into())
}

/// How heavy a weight is, as pages count: 3 central, 2 discussed, 1 mentioned.
pub fn ball_of(weight: Weight) -> u8 {
    match weight {
        Weight::Central => 3,
        Weight::Discussed => 2,
        Weight::Mentioned => 1,
    }
}
