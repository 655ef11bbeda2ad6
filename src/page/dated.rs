//! The notes and pages that say when they were written: what a feed tells of, and a sitemap dates.

use super::{Composer, iso_date};
use crate::review::{Document, Role};

/// A page that says when it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// `2025-04-09`: when a source was read, or the date of a page.
    pub date: String,
    /// Its output path.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What it says in short; may be empty.
    pub summary: String,
}

impl Composer<'_> {
    /// Those pages, the newest first, then by path.
    pub fn dated(&self) -> Vec<Dated> {
        let mut dated: Vec<Dated> =
            self.review.documents.iter().filter_map(|document| self.dated_page(document)).collect();
        dated.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.path.cmp(&b.path)));
        dated
    }

    /// Whether a feed has anything to tell, and a place to stand.
    pub fn has_feed(&self) -> bool {
        self.config.base_url.is_some() && self.review.documents.iter().any(|document| !date(document).is_empty())
    }

    fn dated_page(&self, document: &Document) -> Option<Dated> {
        let date = Some(date(document)).filter(|date| !date.is_empty())?;
        let summary = match document.role {
            Role::Source(source) => self.summary(&self.review.sources[source]),
            _ => document.note.summary.front.description.clone().unwrap_or_default(),
        };
        Some(Dated { date, path: document.path.clone(), title: self.review.title_of(document), summary })
    }
}

fn date(document: &Document) -> String {
    let front = &document.note.summary.front;
    iso_date(front.read.as_deref().or(front.date.as_deref()))
}
