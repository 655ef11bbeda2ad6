//! The annotated bibliography: each reference with what its note says in short.

use super::context::*;
use super::metadata::MOST_COINS;
use super::{Composer, Content, Page, body, iso_date};
use crate::note::Weight;
use crate::review::routes;
use std::collections::BTreeSet;

/// The annotated bibliography of the whole review.
pub(super) const PATH: &str = "annotated/index.html";

/// Leaves out of an entry what a long list has elsewhere: themes that are only mentioned, the name of the link to its note.
fn lighten(entry: &mut AnnotatedEntry) {
    entry.reference.label.clear();
    entry.findings.retain(|finding| finding.ball > body::ball_of(Weight::Mentioned));
}

impl Composer<'_> {
    /// The annotated bibliography of a tag; of the whole review without one.
    pub(super) fn annotated_page(&self, tag: Option<usize>) -> Page {
        let name = self.words.name("nav", "annotated");
        let tag = tag.map(|at| &self.review.vocabulary.tags[at]);
        let path = tag.and_then(|tag| tag.annotated.as_deref()).unwrap_or(PATH);
        let label = tag.map(|tag| tag.label(&self.config.language));
        let chosen: Option<BTreeSet<usize>> = tag.map(|tag| tag.sources.iter().copied().collect());
        let is_chosen = |source: &usize| chosen.as_ref().is_none_or(|chosen| chosen.contains(source));
        let all = self.citations.all();
        let listed: Vec<(usize, ReferenceEntry)> = self
            .listed(all)
            .filter(|(source, _)| {
                is_chosen(source) && !self.review.sources[*source].is_excluded(&self.review.documents)
            })
            .map(|(source, entry)| (source, self.reference_entry(source, entry, path)))
            .collect();
        let of = listed.len();
        let listed: Vec<_> = listed
            .into_iter()
            .filter(|(source, _)| self.review.sources[*source].written(&self.review.documents).is_some())
            .collect();
        let count = listed.len();
        let mut entries: Vec<AnnotatedEntry> = listed
            .into_iter()
            .map(|(source, reference)| (source, self.with_coins(source, reference, count)))
            .filter_map(|(source, reference)| self.annotated_entry(source, reference, path))
            .collect();
        if count > MOST_COINS {
            entries.iter_mut().for_each(lighten);
        }
        let date = self.home().and_then(|home| home.note.summary.front.date.as_deref());
        let it = AnnotatedPage {
            tag: tag
                .zip(label.clone())
                .map(|(tag, label)| LinkContext { label, url: routes::relative(path, &tag.path) }),
            date: iso_date(date),
            date_text: date.map(|date| self.words.date(date)).unwrap_or_default(),
            left_out: of - entries.len(),
            entries,
            hanging: all.formatted.hanging,
            by_tag: self.annotated_tags(path),
        };
        let title = label.map_or_else(|| name.to_owned(), |label| format!("{label}: {name}"));
        self.page(path, &title, None, None, Content::Annotated(Box::new(it)))
    }

    fn annotated_entry(&self, source: usize, reference: ReferenceEntry, path: &str) -> Option<AnnotatedEntry> {
        let source = &self.review.sources[source];
        let front = &self.review.documents[source.note?].note.summary.front;
        let language = front.lang.clone().filter(|language| *language != self.config.language);
        Some(AnnotatedEntry {
            reference,
            summary: self.summary(source),
            language: language.unwrap_or_default(),
            findings: self.findings_of(source, path),
        })
    }

    /// Links to the annotated bibliographies of the tags, as seen from the page of that path.
    fn annotated_tags(&self, path: &str) -> Vec<LinkContext> {
        let tags = self.review.vocabulary.tags.iter();
        let links = tags.filter_map(|tag| {
            let url = routes::relative(path, tag.annotated.as_deref()?);
            Some(LinkContext { label: tag.label(&self.config.language), url })
        });
        links.collect()
    }
}
