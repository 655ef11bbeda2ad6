//! The page of a source.

use super::body::{self, Headings};
use super::context::*;
use super::{Composer, Content, Page};
use crate::diagnostics::Diagnostic;
use crate::review::{Source, routes};
use crate::rich::Rich;

impl Composer<'_> {
    pub(super) fn source_page(&self, at: usize, diagnostics: &mut Vec<Diagnostic>) -> Page {
        let source = &self.review.sources[at];
        let path = &source.path;
        let (earlier, later) = self.neighbours(at);
        let (body, references) = match source.written(&self.review.documents) {
            Some(note) => (
                self.body(note, Headings::OfSource(at), diagnostics),
                self.reference_list(self.citations.document(note), path),
            ),
            None => (BodyContext::default(), ReferenceList::default()),
        };
        let item = &source.reference.item;
        let (cited_in, more_passages) = self.cited_in(path, &self.shown_mentions(at));
        let (places, more_places) = self.places(at);
        let (quotations, more_quotations) = self.quotations_from(at);
        let it = SourcePage {
            key: source.reference.key.clone(),
            kind_label: self.kind_label(item.kind()),
            year: source.year.clone(),
            language_label: self.language_label(source),
            title_language: self.title_language(source),
            title_html: self.title_html(source),
            second_title: second_title(source),
            authors: self.creators(source),
            venue_html: self.venue(source),
            state: self.state(source),
            findings: self.findings_of(source, path),
            body,
            references,
            reference_html: self.reference_html(at),
            downloads: self.record_downloads(at, path),
            bibtex: self.bibtex(at),
            in_text: self.in_text(at),
            record: self.record(source),
            relations: self.relations_of(at, path),
            cited_in,
            more_passages,
            places,
            more_places,
            related: self.related(at),
            quotations,
            more_quotations,
            earlier,
            later,
        };
        let title = format!("{}, {}", source.title, item.plain("title").unwrap_or_default());
        let note = source.note.map(|note| &self.review.documents[note].note.summary);
        let claim = Some(self.summary(source)).filter(|claim| !claim.is_empty());
        // Zotero takes a page's description for the abstract of the work: it has to say whose words it is.
        let description = claim.map(|claim| self.words.fill("reading_note", &[("claim", &claim)]));
        let language = note.and_then(|note| note.front.lang.as_deref());
        self.page(path, &title, description, language, Content::Source(Box::new(it)))
    }

    /// The findings of a source, heaviest first, then in the site's order, on the page of that path.
    pub(super) fn findings_of(&self, source: &Source, path: &str) -> Vec<FindingContext> {
        let mut findings: Vec<_> = source.findings.iter().collect();
        findings.sort_by_key(|finding| (std::cmp::Reverse(finding.weight), finding.tag));
        let context = |finding: &crate::review::tags::SourceFinding| {
            let tag = &self.review.vocabulary.tags[finding.tag];
            FindingContext {
                label: tag.label(&self.config.language),
                url: routes::relative(path, &tag.path),
                key: super::name_of(&source.path).to_owned(),
                ball: body::ball_of(finding.weight),
                text: finding.text.clone(),
                at: finding.at.clone(),
            }
        };
        findings.into_iter().map(context).collect()
    }

    /// The reference as the site's own list has it, without its number.
    fn reference_html(&self, at: usize) -> String {
        let entry = self.citations.entry_of(at);
        entry.map(|entry| entry.rest.html(&|_, inner| inner)).unwrap_or_default()
    }

    /// The sources before and after this one by year; of those with a note, if it has one.
    fn neighbours(&self, at: usize) -> (Option<Neighbour>, Option<Neighbour>) {
        let sources = &self.review.sources;
        let is_written = |source: usize| sources[source].written(&self.review.documents).is_some();
        let is_alike = |other: &&usize| is_written(**other) == is_written(at);
        let (earlier, later) = self.review.by_year.split_at(self.review.rank[at]);
        let earlier = earlier.iter().rev().find(is_alike);
        let later = later.iter().skip(1).find(is_alike);
        let neighbour = |other: &usize| {
            let source = &sources[*other];
            let url = routes::relative(&sources[at].path, &source.path);
            Neighbour { year: source.year.clone(), label: source.authors.clone(), url }
        };
        (earlier.map(neighbour), later.map(neighbour))
    }

    /// The little script that a card is filled from: `sourcebook.card("KEY", "HTML")`.
    pub fn card_script(&self, at: usize) -> String {
        let source = &self.review.sources[at];
        let name = super::name_of(&source.path);
        let claim = self.summary(source);
        let mut html = format!(
            "<b>{}</b> <span class=\"meta\">{}</span>",
            self.title_html(source),
            crate::html::escape(&source.title)
        );
        if !claim.is_empty() {
            html.push_str(&format!("<p>{}</p>", crate::html::escape(&claim)));
        }
        let heavy: Vec<_> =
            source.findings.iter().filter(|finding| finding.weight >= crate::note::Weight::Discussed).collect();
        if !heavy.is_empty() {
            html.push_str("<p class=\"balls\">");
            for finding in heavy {
                let label = self.review.vocabulary.tags[finding.tag].label(&self.config.language);
                html.push_str(&format!(
                    "<span>{} {}</span> ",
                    super::ball_html(finding.weight, self.words),
                    crate::html::escape(&label)
                ));
            }
            html.push_str("</p>");
        }
        let text = |text: &str| serde_json::Value::from(text).to_string().replace('<', "\\u003c");
        format!("sourcebook.card({}, {});\n", text(name), text(&html))
    }
}

/// The second title: a translation or an original.
fn second_title(source: &Source) -> String {
    let reference = &source.reference;
    let other = || ["translated-title", "original-title"].iter().find_map(|name| reference.item.plain(name));
    match reference.spelled.addition.as_str() {
        "" => other().unwrap_or_default(),
        addition => Rich::from_markup(addition).plain(),
    }
}
