//! Citations in a text, and the marks of footnotes.

use super::super::{name_of, reference_anchor};
use super::{Mark, Writer};
use crate::citation::FormattedCluster;
use crate::html::escape;
use crate::note::{CiteItem, CiteMode, Piece};
use crate::rich::Rich;
use pulldown_cmark::Event;

impl<'a> Writer<'a, '_> {
    /// A citation of the text that is written: its place on the page, and what it looks like.
    fn cluster(&self, n: usize) -> Option<(usize, &'a FormattedCluster)> {
        let done = self.input.done;
        let place = *done.layout.texts.get(self.text)?.clusters.get(&n)?;
        Some((place, done.formatted.clusters.get(place)?))
    }

    pub(super) fn footnote_mark(&mut self, mark: Mark) -> String {
        let known = self.marks.iter().position(|known| *known == mark);
        let number = known.unwrap_or(self.marks.len()) + 1;
        // Only the first mark is what the footnote leads back to.
        let id = if known.is_none() { format!(" id=\"fnref-{number}\"") } else { String::new() };
        if known.is_none() {
            self.marks.push(mark);
        }
        format!("<sup><a{id} href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>")
    }

    /// Whether nothing of a citation stands in the sentence but the mark of its footnote.
    pub(super) fn is_mark_only(&self, n: usize) -> bool {
        self.cluster(n).is_some_and(|(_, formatted)| formatted.note.is_some() && formatted.text.is_empty())
    }

    pub(super) fn citation(&mut self, n: usize) -> String {
        let Some((place, formatted)) = self.cluster(n) else { return self.cross_reference(n) };
        let text = formatted.text.unlinked().html(&|cite, inner| self.cite(place, cite, &inner));
        let mark = match &formatted.note {
            Some(_) => self.footnote_mark(Mark::Citation(self.text, n)),
            None => String::new(),
        };
        // Passages lead to the citations of the text itself.
        let id = if self.text == 0 { format!(" id=\"cite-{}\"", n + 1) } else { String::new() };
        format!("<span class=\"cites\"{id}>{text}{mark}</span>")
    }

    /// References to figures, tables and sections, as links: their word and number, the number alone where the sentence has the
    /// word, or the heading.
    fn cross_reference(&self, n: usize) -> String {
        let Some(citation) = self.note().summary.citations.get(n) else { return String::new() };
        let link = |item: &CiteItem| {
            let to = self.input.review.labelled(&item.key)?;
            let document = &self.input.review.documents[to.document];
            // The heading that became the title of a page is its top.
            let is_title = document.note.summary.title_id.as_deref() == Some(item.key.as_str());
            let word = if is_title { "chapter" } else { to.kind.word() };
            let word = self.input.words.name("labels", word);
            let text = match (&to.number, item.mode) {
                (Some(number), CiteMode::SuppressAuthor) => number.to_string(),
                (Some(number), _) => format!("{word} {number}"),
                (None, _) => to.caption.clone(),
            };
            let text = if text.is_empty() { self.input.review.title_of(document) } else { text };
            let href = self.address(&document.path, if is_title { "" } else { &item.key });
            Some(format!("<a class=\"cross-reference\" href=\"{href}\">{}</a>", escape(&text)))
        };
        citation.items.iter().filter_map(link).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn citation_note(&self, n: usize) -> String {
        let html = self.cluster(n).and_then(|(place, cluster)| {
            let note: &Rich = cluster.note.as_ref()?;
            Some(note.unlinked().html(&|cite, inner| self.cite(place, cite, &inner)))
        });
        let html = html.unwrap_or_default();
        format!("<p>{html}</p>\n")
    }

    /// A cited work: a link to its page, and one to its entry in the page's own list.
    fn cite(&self, cluster: usize, cite: usize, inner: &str) -> String {
        let cite = &self.input.done.job.clusters[cluster].cites[cite];
        let Some(source) = self.input.review.source_of(&cite.key) else {
            let label = escape(self.input.words.text("missing"));
            return format!("<span class=\"missing\" title=\"{label}\">{inner}</span>");
        };
        let source = &self.input.review.sources[source];
        let anchor = escape(&reference_anchor(&source.path));
        let name = escape(name_of(&source.path));
        let class = if source.written(&self.input.review.documents).is_some() { "cite" } else { "cite bare" };
        let in_list = escape(&format!("{}: {}", self.input.words.text("in_list"), source.title));
        let href = self.address(&source.path, "");
        format!(
            "<a class=\"{class}\" href=\"{href}\" data-card=\"{name}\" data-ref=\"{anchor}\">{inner}</a>\
             <a class=\"to-ref\" href=\"#{anchor}\" aria-label=\"{in_list}\">*</a>"
        )
    }
}

/// Makes room for the mark of a footnote, as pandoc does (`notes-after-punctuation`): the space or line break before it
/// goes, and a punctuation mark right behind it comes first. Says how much of the text behind that is.
pub(super) fn before_mark(events: &mut Vec<Event<'_>>, behind: Option<&Piece>) -> usize {
    events.pop_if(|event| *event == Event::SoftBreak);
    if let Some(Event::Text(text)) = events.last_mut() {
        *text = text.trim_end().to_owned().into();
    }
    match behind {
        Some(Piece::Event(Event::Text(text))) if text.starts_with([',', '.', ';', ':', '!', '?']) => {
            events.push(Event::Text(text[..1].to_owned().into()));
            1
        }
        _ => 0,
    }
}
