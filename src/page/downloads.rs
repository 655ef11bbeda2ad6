//! What readers take with them: the references of a list and of a source as files, and their addresses.

use super::context::LinkContext;
use super::jobs::Done;
use super::{Composer, page_title};
use crate::citation::{Job, Work};
use crate::export::{self, DataFormat};
use crate::review::{Place, Role, routes};
use std::sync::Arc;

/// The data that there is of each list and each source: the ending, and what readers call it. BibTeX is read by more programs
/// than BibLaTeX, biber among them.
pub const DATA: &[(&str, &str, DataFormat)] = &[
    ("bib", "BibTeX", DataFormat::BibTex),
    ("ris", "RIS", DataFormat::Ris),
    ("json", "CSL-JSON", DataFormat::CslJson),
];

/// The files of all references, beside their page.
const ALL: &str = "references/references";

/// A reference list that is a file, too.
pub struct List<'a> {
    /// Its path without the ending.
    pub stem: String,
    /// The title of a document of it.
    pub title: String,
    /// The list.
    pub done: &'a Done,
}

impl Composer<'_> {
    /// The lists that are files: of all references, of each tag, of each page that has one.
    pub fn lists(&self) -> Vec<List<'_>> {
        let review = self.review;
        let all = (ALL.to_owned(), self.words.name("nav", "references").to_owned(), self.citations.all());
        let tags = review.vocabulary.tags.iter().enumerate().map(|(at, tag)| {
            let done = match tag.introduction {
                Some(document) => self.citations.document(document),
                None => self.citations.tag(at),
            };
            (stem(&tag.path), tag.label(&self.config.language), done)
        });
        let documents = review.documents.iter().enumerate();
        let pages = documents.filter(|(_, document)| matches!(document.role, Role::Home | Role::Page));
        let pages = pages.map(|(at, document)| {
            let title = match document.role {
                Role::Home => self.site_title(),
                _ => page_title(&document.note.summary),
            };
            (stem(&document.path), title, self.citations.document(at))
        });
        let lists = std::iter::once(all).chain(tags).chain(pages);
        let lists = lists.filter(|(_, _, done)| !done.formatted.entries.is_empty());
        lists.map(|(stem, title, done)| List { stem, title, done }).collect()
    }

    /// The sources that are files: the path of each without the ending, and the work.
    pub fn records(&self) -> Vec<(String, &Arc<Work>)> {
        let sources = self.review.sources.iter().enumerate();
        sources.map(|(at, source)| (stem(&source.path), self.citations.work(at))).collect()
    }

    /// Links to the files of the list that stands on the page of that path; none on the page of a source, which has its own.
    pub(super) fn list_downloads(&self, path: &str) -> Vec<LinkContext> {
        let is_source = self.review.place_of(path).is_some_and(|place| match place {
            Place::Document(at) => matches!(self.review.documents[at].role, Role::Source(_)),
            place => matches!(place, Place::Source(_)),
        });
        let stem = if path == "references/index.html" { ALL.to_owned() } else { stem(path) };
        match is_source {
            true => Vec::new(),
            false => links(path, &stem).chain(std::iter::once(link(path, &stem, "docx", "Word"))).collect(),
        }
    }

    /// Links to the files of the source on the page of that path.
    pub(super) fn record_downloads(&self, path: &str) -> Vec<LinkContext> {
        links(path, &stem(path)).collect()
    }

    /// How a text would cite a source, in plain words; empty where that is a number in its own list.
    pub(super) fn in_text(&self, source: usize) -> String {
        let done = self.citations.source_alone(source);
        let cluster = done.formatted.clusters.first();
        let text = cluster.map(|cluster| cluster.note.as_ref().unwrap_or(&cluster.text).plain()).unwrap_or_default();
        if text.contains(char::is_alphabetic) { text.trim().to_owned() } else { String::new() }
    }

    /// A source as BibTeX.
    pub(super) fn bibtex(&self, source: usize) -> String {
        let work = self.citations.work(source);
        export::records_as(&[(&work.key, &work.item)], DataFormat::BibTex).trim_end().to_owned()
    }
}

/// The works of a job as a file.
pub fn data(job: &Job, format: DataFormat) -> String {
    let records: Vec<_> = job.works.iter().map(|work| (work.key.as_str(), &work.item)).collect();
    export::records_as(&records, format)
}

fn stem(path: &str) -> String {
    path.strip_suffix(".html").unwrap_or(path).to_owned()
}

fn links(path: &str, stem: &str) -> impl Iterator<Item = LinkContext> {
    DATA.iter().map(move |(ending, label, _)| link(path, stem, ending, label))
}

fn link(path: &str, stem: &str, ending: &str, label: &str) -> LinkContext {
    LinkContext { label: label.to_owned(), url: routes::relative(path, &format!("{stem}.{ending}")) }
}
