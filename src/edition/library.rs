//! A review as an export needs it: linked, without theme and pages.

use super::memory::find_style;
use super::{Linked, Memory, Options, judged, link, words};
use crate::bibliography::Reference;
use crate::citation::{self, Job, Work};
use crate::diagnostics::{Checked, Diagnostic};
use crate::export::{Document, GroupBy, Selection, Sort, Unknown, sorted};
use crate::page::jobs;
use crate::project::Project;
use crate::review::Review;
use crate::style::Style;
use crate::words::Words;
use std::sync::Arc;

/// A linked review from which lists are taken.
#[derive(Debug)]
pub struct Library {
    title: Option<String>,
    review: Review,
    words: Words,
    works: Arc<Vec<Arc<Work>>>,
    style: Arc<Style>,
}

impl Library {
    /// The review of a project, and what is wrong with it; drafts are left out.
    pub fn new(project: &Checked<Project>, memory: &Memory) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = project.diagnostics.clone();
        let project = &project.value;
        let words = words(project).unpack(&mut diagnostics);
        let Linked { review, works, .. } = link(project, &words, &Options::default(), memory, &mut diagnostics);
        let style = find_style(project, &review, memory, &mut diagnostics);
        let title = project.config.title.clone().or_else(|| review.home_title());
        (Self { title, review, words, works, style }, judged(diagnostics, &project.config))
    }

    /// The numbers of the sources that are asked for: in the order of citation, which a style may go by, or as `sort` says.
    pub fn select(&self, selection: &Selection, sort: Option<Sort>) -> Result<Vec<usize>, Unknown> {
        let chosen = selection.chosen(&self.review)?;
        let listed = match selection.document(&self.review)? {
            Some(document) => jobs::listed_by(&self.review, &self.style, &self.works, document),
            None => jobs::whole_list(&self.review, &self.style, &self.works).works,
        };
        let sources = listed.iter().filter_map(|work| self.review.source_of(&work.key));
        let sources = sources.filter(|source| chosen[*source]).collect();
        Ok(match sort {
            Some(sort) => sorted(&self.review, sources, sort),
            None => sources,
        })
    }

    /// The records of these sources.
    pub fn references(&self, sources: &[usize]) -> Vec<&Reference> {
        sources.iter().map(|source| &self.review.sources[*source].reference).collect()
    }

    /// The list of these sources as a document: in the order of the style, or in theirs where they were sorted.
    pub fn document(&self, sources: &[usize], sort: Option<Sort>) -> Document {
        let style = Style::clone(&self.style);
        let job = Job {
            style: if sort.is_some() { style.unsorted() } else { style },
            works: sources.iter().map(|source| self.works[*source].clone()).collect(),
            clusters: Vec::new(),
        };
        let formatted = citation::format(&job);
        let title = self.title.as_deref().unwrap_or(self.words.name("nav", "references"));
        Document::list(title, &job, &formatted)
    }

    /// A document with what the notes say in short.
    pub fn annotated(&self, document: Document) -> Document {
        document.annotated(&self.review, &self.words)
    }

    /// A document under headings.
    pub fn grouped(&self, document: Document, by: GroupBy) -> Document {
        document.grouped(&self.review, &self.words, by)
    }
}
