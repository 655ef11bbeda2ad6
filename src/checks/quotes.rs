//! Quotations that do not say where in their source they stand.
//!
//! One that ends in a citation names its page there or in its title, and nowhere else: what stands around it may be of
//! another source. Any other names it by a place in it, right after it, or right before it in a sentence that has not
//! ended: "He goes on [p. 4] in this way:". A place is a citation with one or, in a note on a source, `[p. 33]`.

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::note::{Cluster, Note, Piece, QuotationPart, QuotedFrom, is_silent};
use crate::review::{Document, Review, Role};
use pulldown_cmark::{Event, Tag, TagEnd};

/// CSL's types of works that have pages.
const PAGED: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "book",
    "chapter",
    "classic",
    "collection",
    "document",
    "manuscript",
    "pamphlet",
    "paper-conference",
    "periodical",
    "report",
    "review",
    "review-book",
    "thesis",
];

pub fn find(review: &Review) -> Vec<Diagnostic> {
    review.documents.iter().flat_map(|document| Reader::new(review, document).read()).collect()
}

/// One document, read from its beginning.
struct Reader<'a> {
    review: &'a Review,
    note: &'a Note,
    /// Whether it is about a work that has pages.
    on_paged: bool,
    /// How many block quotes are open, how many there were, and where the outermost one began.
    depth: usize,
    count: usize,
    start: usize,
    /// Whether a place stands in the block before, and whether its sentence has ended.
    place_before: bool,
    ended: bool,
    /// A quotation without a place, unless one follows.
    pending: Option<Diagnostic>,
    /// The place of the outermost one.
    place: Option<&'a Span>,
    found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(review: &'a Review, document: &'a Document) -> Self {
        let note = &*document.note;
        let on_paged = matches!(document.role, Role::Source(source) if is_paged(review, source));
        Self {
            review,
            note,
            on_paged,
            depth: 0,
            count: 0,
            start: 0,
            place_before: false,
            ended: false,
            pending: None,
            place: None,
            found: Vec::new(),
        }
    }

    fn read(mut self) -> Vec<Diagnostic> {
        for (at, piece) in self.note.body.iter().enumerate() {
            match piece {
                Piece::Event(Event::Start(Tag::BlockQuote(_)))
                | Piece::CalloutStart(_)
                | Piece::Quotation(QuotationPart::Start, _) => {
                    if self.depth == 0 {
                        self.found.extend(self.pending.take());
                        self.start = at;
                        self.place = self.note.summary.quotes.get(self.count);
                    }
                    self.depth += 1;
                    self.count += 1;
                }
                Piece::Event(Event::End(TagEnd::BlockQuote(_)))
                | Piece::CalloutEnd
                | Piece::Quotation(QuotationPart::End, _) => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        self.quotation(&self.note.body[self.start..at]);
                        self.place_before = false;
                    }
                }
                _ if self.depth == 0 => self.outside(piece),
                _ => {}
            }
        }
        self.found.extend(self.pending);
        self.found
    }

    fn outside(&mut self, piece: &Piece) {
        match piece {
            piece if self.names_place(piece) => {
                (self.place_before, self.ended) = (true, false);
                self.pending = None;
            }
            Piece::Event(Event::Start(Tag::Paragraph | Tag::Item | Tag::CodeBlock(_))) => self.place_before = false,
            piece if is_silent(piece) => self.ended |= ends_sentence(piece),
            piece => {
                self.ended = ends_sentence(piece);
                self.place_before &= !matches!(piece, Piece::HeadingStart(_));
                self.found.extend(self.pending.take());
            }
        }
    }

    /// Looks at a quotation, from its start to before its end.
    fn quotation(&mut self, quote: &[Piece]) {
        if !is_quotation(quote) || title_names_place(quote) {
            return;
        }
        if let Some(Piece::Quotation(_, number)) = quote.first()
            && let QuotedFrom::Citation(number) = self.note.summary.quotations[*number].from
        {
            let names_place = self.names_place(&Piece::Citation(number));
            self.found.extend(self.cited(number).filter(|_| !names_place));
            return;
        }
        let place_before = self.place_before && !self.ended;
        if !place_before && !quote.iter().any(|piece| self.names_place(piece)) {
            self.pending = match quote.iter().rev().find(|piece| !is_silent(piece)) {
                Some(Piece::Citation(number)) => self.cited(*number).or_else(|| self.own()),
                _ => self.own(),
            };
        }
    }

    /// What is wrong where words are from this citation, which says no place.
    fn cited(&self, number: usize) -> Option<Diagnostic> {
        let citation = &self.note.summary.citations[number];
        let key = self.paged_work(citation)?;
        let message = format!("this quotation does not say on which page of `{key}` it stands");
        let problem = Diagnostic::new(Code::QuoteWithoutPage, message).at(citation.span.clone());
        Some(problem.hint(format!("add the page to the citation: `[@{key}, p. 33]`")))
    }

    /// What is wrong where words are from the source that the note is about.
    fn own(&self) -> Option<Diagnostic> {
        let place = self.place.filter(|_| self.on_paged)?;
        let message = "this quotation does not say on which page it stands";
        let problem = Diagnostic::new(Code::QuoteWithoutPage, message).at(place.clone());
        Some(problem.hint("write the page behind it: `[p. 33]`"))
    }

    fn names_place(&self, piece: &Piece) -> bool {
        match piece {
            Piece::OwnLocator(_) => true,
            Piece::Citation(number) => self.note.summary.citations[*number].items.iter().any(|item| {
                let suffix = item.suffix.iter().any(|run| run.text.contains(|c: char| c.is_ascii_digit()));
                item.locator.is_some() || suffix
            }),
            _ => false,
        }
    }

    /// The first work of a citation that has pages.
    fn paged_work(&self, cluster: &'a Cluster) -> Option<&'a str> {
        let keys = cluster.items.iter().map(|item| item.key.as_str());
        keys.into_iter().find(|key| self.review.source_of(key).is_some_and(|source| is_paged(self.review, source)))
    }
}

fn is_paged(review: &Review, source: usize) -> bool {
    PAGED.contains(&review.sources[source].reference.item.kind())
}

/// Whether a text ends where a sentence does.
fn ends_sentence(piece: &Piece) -> bool {
    let Piece::Event(Event::Text(text)) = piece else { return false };
    let text = text.trim_end().trim_end_matches(['”', '’', '"', '»', ')']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Whether these pieces begin with a quotation: no callout but `> [!quote]` is.
fn is_quotation(quote: &[Piece]) -> bool {
    match quote.first() {
        Some(Piece::CalloutStart(callout)) => matches!(callout.kind.as_str(), "quote" | "cite"),
        first => first.is_some(),
    }
}

/// Whether the title of a callout has a number: `> [!quote] p. 33`.
fn title_names_place(quote: &[Piece]) -> bool {
    let ends = |piece: &Piece| matches!(piece, Piece::CalloutTitleEnd | Piece::Quotation(QuotationPart::Text, _));
    let title = quote.iter().take_while(|piece| !ends(piece));
    let has_title = matches!(quote.first(), Some(Piece::CalloutStart(_) | Piece::Quotation(..)));
    let numbered =
        |piece: &Piece| matches!(piece, Piece::Event(Event::Text(text)) if text.contains(|c: char| c.is_numeric()));
    has_title && title.into_iter().any(numbered)
}
