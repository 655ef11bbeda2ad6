//! Anchors that the site makes itself: entries of lists, citations, footnotes, sections of pages without a file.
//!
//! Headings are looked up where links are resolved; what the pages add to them is known here.

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::note::{LinkKind, Piece};
use crate::review::links::Target;
use crate::review::{Document, Place, Review};
use crate::style::Style;
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeMap;

/// Sections of the pages of the built-in theme.
const SECTIONS: &[&str] = &[
    "main",
    "sources",
    "themes",
    "references",
    "chapters",
    "inside",
    "latest",
    "cite",
    "cite-text",
    "evidence",
    "time",
    "gaps",
    "unread",
    "missing",
    "quotations",
    "used",
    "v-text",
    "v-marks",
    "undated",
    "edited",
    "together",
    "all-tags",
    "q",
    "found",
    "titles",
    "states",
    "debate",
    "map-list",
];

pub fn find(config: &Config, review: &Review, style: &Style) -> Vec<Diagnostic> {
    let mut pages = Pages::new(review, config.theme.is_none());
    pages.citations_are_footnotes = style.is_note();
    let mut found = Vec::new();
    for (document, targets) in review.documents.iter().zip(&review.targets) {
        for (link, target) in document.note.summary.links.iter().zip(targets) {
            let Target::Inside { path, anchor, title } = target else { continue };
            if anchor.is_empty() || pages.has(path, anchor) {
                continue;
            }
            let code = if link.kind == LinkKind::Markdown { Code::BrokenLink } else { Code::BrokenWikilink };
            let page = if *path == document.path { "this page".to_owned() } else { format!("the page of `{title}`") };
            let message = format!("{page} has no place `{anchor}`");
            let problem = Diagnostic::new(code, message).at(link.span.clone());
            found.push(problem.hint("leave out what stands behind `#`, or name a heading"));
        }
    }
    found
}

/// What can be led to on each page.
struct Pages<'a> {
    review: &'a Review,
    /// The pages of the built-in theme have no other sections; those of an author's own may.
    sections_are_known: bool,
    citations_are_footnotes: bool,
    documents: BTreeMap<&'a str, usize>,
    /// How many footnotes each document defines.
    footnotes: Vec<usize>,
    sources: BTreeMap<&'a str, usize>,
    tags: BTreeMap<&'a str, usize>,
}

impl<'a> Pages<'a> {
    fn new(review: &'a Review, sections_are_known: bool) -> Self {
        let documents = review.documents.iter().enumerate();
        let sources = review.sources.iter().enumerate();
        let tags = review.vocabulary.tags.iter().enumerate();
        Self {
            review,
            sections_are_known,
            citations_are_footnotes: false,
            documents: documents.map(|(at, document)| (document.path.as_str(), at)).collect(),
            footnotes: review.documents.iter().map(footnotes).collect(),
            sources: sources.map(|(at, source)| (source.path.as_str(), at)).collect(),
            tags: tags.map(|(at, tag)| (tag.path.as_str(), at)).collect(),
        }
    }

    fn has(&self, path: &str, anchor: &str) -> bool {
        let at = self.documents.get(path).copied();
        let headings = at.map_or(&[][..], |at| &self.review.documents[at].note.summary.headings);
        if SECTIONS.contains(&anchor) || headings.iter().any(|heading| heading.id == anchor) {
            return true;
        }
        if let Some(name) = anchor.strip_prefix("ref-") {
            return self.lists(path, at, name);
        }
        match at {
            Some(at) => self.has_number(at, anchor),
            None => !self.is_made(path) || !self.sections_are_known || counts(self.review, path, anchor),
        }
    }

    /// Whether the site makes this page without a file; all else that has none is a file that is copied.
    fn is_made(&self, path: &str) -> bool {
        self.sources.contains_key(path)
            || self.tags.contains_key(path)
            || self.review.fixed_pages().any(|page| page == path)
    }

    /// Whether the reference list of a page has the source of this name.
    fn lists(&self, path: &str, document: Option<usize>, name: &str) -> bool {
        let Some(at) = self.sources.get(format!("sources/{name}.html").as_str()).copied() else { return false };
        let source = &self.review.sources[at];
        let is_cited = document.is_some_and(|document| {
            let listed = &self.review.documents[document].note.summary.front.nocite;
            let mentions = source.mentions.binary_search_by_key(&document, |mention| mention.document);
            mentions.is_ok() || listed.iter().any(|(key, _)| key == "*" || *key == source.reference.key)
        });
        let tag = self.tags.get(path).map(|tag| &self.review.vocabulary.tags[*tag]);
        let is_annotated = match self.review.place_of(path) {
            Some(Place::Annotated(tag)) => self.review.vocabulary.tags[tag].sources.contains(&at),
            _ => path == "annotated/index.html",
        };
        is_cited
            || tag.is_some_and(|tag| tag.sources.contains(&at))
            || is_annotated && source.note.is_some()
            || path == "references/index.html"
    }

    /// Whether a document has the citation, place or footnote that an anchor counts to. What counts nothing was looked up with the headings.
    fn has_number(&self, document: usize, anchor: &str) -> bool {
        let note = &self.review.documents[document].note.summary;
        let citations = note.citations.len();
        let number = |prefix: &str| anchor.strip_prefix(prefix).map(|number| number.parse::<usize>().unwrap_or(0));
        let (number, last) = match (number("cite-"), number("loc-"), number("fn-").or_else(|| number("fnref-"))) {
            (Some(number), ..) => (number, citations),
            (_, Some(number), _) => (number, note.own_locators.len()),
            (.., Some(number)) => {
                let cited = if self.citations_are_footnotes { citations } else { 0 };
                (number, cited + self.footnotes[document])
            }
            (None, None, None) => match number("quote-") {
                Some(number) => (number, note.quotations.len()),
                None => return true,
            },
        };
        (1..=last).contains(&number)
    }
}

fn footnotes(document: &Document) -> usize {
    let is_one = |piece: &&Piece| matches!(piece, Piece::Event(Event::Start(Tag::FootnoteDefinition(_))));
    document.note.body.iter().filter(is_one).count()
}

/// Whether an anchor is that of a year of the timeline, a letter of the authors or a list of the progress.
fn counts(review: &Review, path: &str, anchor: &str) -> bool {
    let year = anchor.strip_prefix('y').and_then(|year| year.parse::<i32>().ok());
    match path {
        "timeline/index.html" => {
            review.sources.iter().any(|source| year.is_some() && source.reference.item.year() == year)
        }
        "authors/index.html" => anchor.starts_with("letter-"),
        "progress/index.html" => anchor.starts_with("list-"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sections_are_those_of_the_theme() {
        let theme = crate::theme::built_in();
        let templates = theme.iter().filter(|(path, _)| path.ends_with(".html"));
        let texts: String = templates.map(|(_, bytes)| String::from_utf8(bytes.to_vec()).unwrap()).collect();
        let ids = texts.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut ids: Vec<&str> = ids.filter(|id| !id.contains("{{")).collect();
        let mut known = SECTIONS.to_vec();
        ids.sort_unstable();
        known.sort_unstable();
        ids.dedup();
        assert_eq!(ids, known, "SECTIONS lists what the templates name");
    }
}
