//! Reference lists: their entries, with the anchors and pages of the sources.

use super::Composer;
use super::context::*;
use super::jobs::Done;
use crate::citation::Entry;
use crate::diagnostics::{Code, Diagnostic};
use crate::review::routes;

/// The name of a source in its addresses: `barr2015` of `sources/barr2015.html`.
pub fn name_of(path: &str) -> &str {
    path.trim_start_matches("sources/").trim_end_matches(".html")
}

/// The anchor of a source's entry in a reference list.
pub fn reference_anchor(path: &str) -> String {
    format!("ref-{}", name_of(path))
}

impl Composer<'_> {
    /// Entries that the engine could not format.
    pub(super) fn unformattable(&self) -> Vec<Diagnostic> {
        let all = self.citations.all();
        let works = &all.job.works;
        let failed = all.formatted.failed.iter().filter_map(|at| self.review.source_of(&works[*at].key));
        failed
            .map(|source| {
                let reference = &self.review.sources[source].reference;
                Diagnostic::new(Code::Unformattable, format!("`{}` cannot be formatted in this style", reference.key))
                    .at(reference.place.clone())
                    .hint("it is shown by author, year and title; look for an unusual date or name in it")
            })
            .collect()
    }

    /// A formatted list, its entries with the pages of their sources.
    pub(super) fn reference_list(&self, done: &Done, path: &str) -> ReferenceList {
        ReferenceList {
            entries: self.listed(done).map(|(source, entry)| self.reference_entry(source, entry, path)).collect(),
            hanging: done.formatted.hanging,
            numbered: done.formatted.numbered,
            downloads: if done.formatted.entries.is_empty() { Vec::new() } else { self.list_downloads(path) },
        }
    }

    /// The entries of a formatted list with the numbers of their sources.
    pub(super) fn listed<'d>(&self, done: &'d Done) -> impl Iterator<Item = (usize, &'d Entry)> {
        let source = |entry: &'d Entry| Some((self.review.source_of(&done.job.works[entry.work].key)?, entry));
        done.formatted.entries.iter().filter_map(source)
    }

    pub(super) fn reference_entry(&self, source: usize, entry: &Entry, path: &str) -> ReferenceEntry {
        let source = &self.review.sources[source];
        ReferenceEntry {
            id: reference_anchor(&source.path),
            url: routes::relative(path, &source.path),
            label: source.title.clone(),
            first_html: entry.first.html(&|_, inner| inner),
            html: entry.rest.html(&|_, inner| inner),
            has_note: source.written(&self.review.documents).is_some(),
            coins_html: String::new(),
        }
    }
}
