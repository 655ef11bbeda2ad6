//! The text of a note as HTML: Markdown's events with citations, links and footnotes filled in.
//!
//! HTML is written once, in order; nothing is searched or patched afterwards.

use super::context::{BodyContext, ContentsItem, Footnote};
use super::raw_html;
use crate::citation::{Formatted, Job};
use crate::config::HtmlPolicy;
use crate::diagnostics::{Code, Diagnostic};
use crate::html::escape;
use crate::note::{LinkKind, Note, Piece, Weight};
use crate::review::links::Target;
use crate::review::{Review, Role, routes};
use crate::rich::Rich;
use crate::words::Words;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};
use std::collections::BTreeMap;

/// All that a text needs to become HTML.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The review.
    pub review: &'a Review,
    /// The number of the text among the documents.
    pub document: usize,
    /// The citations of its page.
    pub job: &'a Job,
    /// The same, formatted.
    pub formatted: &'a Formatted,
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

/// The number in front of each heading; empty for those that have none.
pub fn heading_numbers(note: &Note, headings: Headings) -> Vec<String> {
    let mut number = 0;
    let mut next = |level: u8| {
        let counts = headings == Headings::Numbered && level <= 2;
        number += usize::from(counts);
        if counts { number.to_string() } else { String::new() }
    };
    note.summary.headings.iter().map(|heading| next(heading.level)).collect()
}

/// Makes the HTML of a text.
pub fn compose(input: Input, diagnostics: &mut Vec<Diagnostic>) -> BodyContext {
    let note = &*input.review.documents[input.document].note;
    let (text, definitions) = split_footnotes(&note.body);
    let mut writer = Writer {
        input,
        note,
        numbers: heading_numbers(note, input.headings),
        definitions,
        marks: Vec::new(),
        diagnostics,
    };
    let html = format!("{}{}", lost_title(&input, note), writer.html(&text, true));
    let mut footnotes = Vec::new();
    while let Some(mark) = writer.marks.get(footnotes.len()).cloned() {
        let html = match mark {
            Mark::Author(label) => {
                let pieces = writer.definitions.get(&label).cloned().unwrap_or_default();
                writer.html(&pieces, false)
            }
            Mark::Citation(at) => writer.citation_note(at),
        };
        footnotes.push(Footnote { number: footnotes.len() + 1, html });
    }
    let contents = contents(note, &writer.numbers);
    BodyContext { html, footnotes, contents }
}

fn contents(note: &Note, numbers: &[String]) -> Vec<ContentsItem> {
    let items = note.summary.headings.iter().zip(numbers).filter(|(heading, _)| heading.level <= 2);
    items
        .map(|(heading, number)| ContentsItem {
            number: number.clone(),
            text: heading.text.clone(),
            id: heading.id.clone(),
        })
        .collect()
}

/// A title heading that stands nowhere else on the page: another than the title that the page has.
fn lost_title(input: &Input<'_>, note: &Note) -> String {
    let summary = &note.summary;
    let Some(heading) = &summary.heading_title else { return String::new() };
    let folded = routes::fold(heading);
    let shown = match input.review.documents[input.document].role {
        Role::Source(source) => {
            let source = &input.review.sources[source];
            let title = routes::fold(&source.reference.spelled.title);
            title.contains(&folded)
                || routes::fold(&source.title) == folded
                || routes::fold(&source.reference.key) == folded
        }
        _ => summary.front.title.as_ref().is_none_or(|title| routes::fold(title) == folded),
    };
    if shown { String::new() } else { format!("<h2>{}</h2>\n", escape(heading)) }
}

/// Parts the text from the definitions of its footnotes.
fn split_footnotes(body: &[Piece]) -> (Vec<Piece>, BTreeMap<String, Vec<Piece>>) {
    let (mut text, mut definitions) = (Vec::new(), BTreeMap::<String, Vec<Piece>>::new());
    let mut open: Vec<String> = Vec::new();
    for piece in body {
        match piece {
            Piece::Event(Event::Start(Tag::FootnoteDefinition(label))) => open.push(label.to_string()),
            Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => {
                open.pop();
            }
            piece => match open.last() {
                Some(label) => definitions.entry(label.clone()).or_default().push(piece.clone()),
                None => text.push(piece.clone()),
            },
        }
    }
    (text, definitions)
}

/// What a footnote mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    /// The author's footnote of this label.
    Author(String),
    /// The citation of this number, in a note style.
    Citation(usize),
}

struct Writer<'a, 'd> {
    input: Input<'a>,
    note: &'a Note,
    numbers: Vec<String>,
    definitions: BTreeMap<String, Vec<Piece>>,
    marks: Vec<Mark>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Writer<'_, '_> {
    fn html(&mut self, pieces: &[Piece], is_text: bool) -> String {
        let mut events: Vec<Event> = Vec::with_capacity(pieces.len());
        let mut closers: Vec<&'static str> = Vec::new();
        let mut open_html = raw_html::Open::default();
        let mut blocks = raw_html::Blocks::default();
        let mut rest = pieces.iter().enumerate();
        let is_lead = |at: usize| at == 0 && is_text && matches!(self.input.headings, Headings::OfSource(_));
        let lead = matches!(pieces.first(), Some(Piece::Event(Event::Start(Tag::Paragraph)))) && is_lead(0);
        let mut in_lead = false;
        while let Some((at, piece)) = rest.next() {
            match piece {
                Piece::Event(Event::Start(Tag::Paragraph)) if at == 0 && lead => {
                    in_lead = true;
                    events.push(inline("<p class=\"lead\">".to_owned()));
                }
                Piece::Event(Event::End(TagEnd::Paragraph)) if in_lead => {
                    in_lead = false;
                    events.push(inline(format!("{}</p>\n", open_html.close())));
                }
                Piece::Event(Event::Start(Tag::HtmlBlock)) => {
                    let lines = rest.by_ref().map_while(|(_, piece)| match piece {
                        Piece::Event(Event::Html(line)) => Some(&**line),
                        _ => None,
                    });
                    let html: String = lines.collect();
                    self.raw(&html.into(), &mut events, |html| blocks.block(html));
                }
                Piece::Event(event) => self.event(event, &mut open_html, &mut events),
                Piece::Citation(n) => events.push(inline(self.citation(*n))),
                Piece::OwnLocator(text) => events.push(inline(format!("<span class=\"loc\">{}</span>", escape(text)))),
                Piece::Maths(mathml) => events.push(inline(mathml.clone())),
                Piece::HeadingStart(n) => events.push(inline(self.heading(*n))),
                Piece::HeadingEnd(n) => events.push(inline(format!("{}</h{}>\n", open_html.close(), self.level(*n)))),
                Piece::LinkStart(n) => {
                    let (open, close) = self.link(*n);
                    events.push(inline(open));
                    if self.note.summary.links[*n].kind == LinkKind::Wikilink {
                        let end = |piece: &Piece| matches!(piece, Piece::LinkEnd);
                        let said = self.linked_title(*n);
                        events.push(Event::Text(said.into()));
                        events.push(inline(close.to_owned()));
                        while rest.next().is_some_and(|(_, piece)| !end(piece)) {}
                    } else {
                        closers.push(close);
                    }
                }
                Piece::LinkEnd => events.push(inline(closers.pop().unwrap_or_default().to_owned())),
                Piece::ImageStart(n) => {
                    let mut description = String::new();
                    for (_, piece) in rest.by_ref().take_while(|(_, piece)| !matches!(piece, Piece::ImageEnd)) {
                        if let Piece::Event(Event::Text(text) | Event::Code(text)) = piece {
                            description.push_str(text);
                        }
                    }
                    events.push(inline(self.image(*n, &description)));
                }
                Piece::ImageEnd => {}
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
            Event::FootnoteReference(label) => events.push(inline(self.footnote_mark(Mark::Author(label.to_string())))),
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
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                events.push(event.clone());
                let title = escape(self.input.words.of("callouts", kind_name(*kind)).unwrap_or(kind_name(*kind)));
                events.push(inline(format!("<p class=\"markdown-alert-title\">{title}</p>\n")));
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
        let file = &self.note.summary.file;
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

    fn level(&self, n: usize) -> u8 {
        self.note.summary.headings[n].level.max(2)
    }

    fn heading(&self, n: usize) -> String {
        let heading = &self.note.summary.headings[n];
        let classes = escape(&heading.classes.join(" "));
        let class = if classes.is_empty() { String::new() } else { format!(" class=\"{classes}\"") };
        let number = match self.numbers[n].as_str() {
            "" => String::new(),
            number => format!("<span class=\"no\">{number}</span>"),
        };
        let ball = self.ball(n).unwrap_or_default();
        format!("<h{} id=\"{}\"{class}>{number}{ball}", self.level(n), escape(&heading.id))
    }

    /// The ball of the tag that a heading names, on a source's page.
    fn ball(&self, n: usize) -> Option<String> {
        let Headings::OfSource(source) = self.input.headings else { return None };
        let finding = self.input.review.sources[source].findings.iter().find(|finding| finding.heading == Some(n))?;
        Some(format!("{} ", super::ball_html(finding.weight, self.input.words)))
    }

    fn link(&self, n: usize) -> (String, &'static str) {
        match &self.input.review.targets[self.input.document][n] {
            Target::Outside(url) => (format!("<a href=\"{}\">", url.attribute()), "</a>"),
            Target::Inside { path, anchor, .. } => (format!("<a href=\"{}\">", self.address(path, anchor)), "</a>"),
            Target::Nowhere => ("<span class=\"broken\">".to_owned(), "</span>"),
        }
    }

    fn address(&self, path: &str, anchor: &str) -> String {
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{}", routes::encode(anchor)) };
        match path == self.input.path && !anchor.is_empty() {
            true => escape(&anchor),
            false => escape(&format!("{}{anchor}", routes::relative(self.input.path, path))),
        }
    }

    fn linked_title(&self, n: usize) -> String {
        match &self.input.review.targets[self.input.document][n] {
            Target::Inside { title, .. } => title.clone(),
            _ => self.note.summary.links[n].target.clone(),
        }
    }

    fn image(&self, n: usize, description: &str) -> String {
        let source = match &self.input.review.targets[self.input.document][n] {
            Target::Outside(url) => url.attribute(),
            Target::Inside { path, .. } => self.address(path, ""),
            Target::Nowhere => return format!("<span class=\"broken\">{}</span>", escape(description)),
        };
        format!("<img src=\"{source}\" alt=\"{}\" loading=\"lazy\">", escape(description))
    }

    fn footnote_mark(&mut self, mark: Mark) -> String {
        let known = self.marks.iter().position(|known| *known == mark);
        let number = known.unwrap_or(self.marks.len()) + 1;
        // Only the first mark is what the footnote leads back to.
        let id = if known.is_none() { format!(" id=\"fnref-{number}\"") } else { String::new() };
        if known.is_none() {
            self.marks.push(mark);
        }
        format!("<sup><a{id} href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>")
    }

    fn citation(&mut self, n: usize) -> String {
        let Some(formatted) = self.input.formatted.clusters.get(n) else { return String::new() };
        let text = formatted.text.unlinked().html(&|cite, inner| self.cite(n, cite, &inner));
        let mark = match &formatted.note {
            Some(_) => self.footnote_mark(Mark::Citation(n)),
            None => String::new(),
        };
        format!("<span class=\"cites\" id=\"cite-{}\">{text}{mark}</span>", n + 1)
    }

    fn citation_note(&self, n: usize) -> String {
        let note: Option<&Rich> = self.input.formatted.clusters.get(n).and_then(|cluster| cluster.note.as_ref());
        let html = note.map(|note| note.unlinked().html(&|cite, inner| self.cite(n, cite, &inner))).unwrap_or_default();
        format!("<p>{html}</p>\n")
    }

    /// A cited work: a link to its page, and one to its entry in the page's own list.
    fn cite(&self, cluster: usize, cite: usize, inner: &str) -> String {
        let cite = &self.input.job.clusters[cluster].cites[cite];
        let Some(source) = self.input.review.source_of(&cite.key) else {
            let label = escape(self.input.words.text("missing"));
            return format!("<span class=\"missing\" title=\"{label}\">{inner}</span>");
        };
        let source = &self.input.review.sources[source];
        let anchor = escape(&super::reference_anchor(&source.path));
        let name = escape(super::name_of(&source.path));
        let class = if source.note.is_some() { "cite" } else { "cite bare" };
        let in_list = escape(&format!("{}: {}", self.input.words.text("in_list"), source.title));
        let href = self.address(&source.path, "");
        format!(
            "<a class=\"{class}\" href=\"{href}\" data-card=\"{name}\" data-ref=\"{anchor}\">{inner}</a>\
             <a class=\"to-ref\" href=\"#{anchor}\" aria-label=\"{in_list}\">*</a>"
        )
    }
}

fn inline(html: String) -> Event<'static> {
    Event::InlineHtml(html.into())
}

fn kind_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

/// How heavy a weight is, as pages count: 3 central, 2 discussed, 1 mentioned.
pub fn ball_of(weight: Weight) -> u8 {
    match weight {
        Weight::Central => 3,
        Weight::Discussed => 2,
        Weight::Mentioned => 1,
    }
}
