//! What readers take with them: the references of a list and of a source as files, and their addresses.

use super::context::LinkContext;
use super::jobs::Done;
use super::{Composer, page_title};
use crate::bibliography::{Item, Reference};
use crate::export::{self, DataFormat, Document};
use crate::review::{Place, Role, routes};

/// References as data, beside their page.
pub struct DataFile {
    /// The ending of its name.
    pub ending: &'static str,
    /// What readers call it.
    pub label: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// The format.
    pub format: DataFormat,
}

/// The data that there is of each list and each source. BibTeX is read by more programs than BibLaTeX, biber among them.
pub const DATA: &[DataFile] = &[
    DataFile { ending: "bib", label: "BibTeX", kind: "application/x-bibtex", format: DataFormat::BibTex },
    DataFile { ending: "ris", label: "RIS", kind: "application/x-research-info-systems", format: DataFormat::Ris },
    DataFile {
        ending: "json",
        label: "CSL-JSON",
        kind: "application/vnd.citationstyles.csl+json",
        format: DataFormat::CslJson,
    },
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
    /// Its records, in the order of the works of its job.
    pub references: Vec<&'a Reference>,
}

/// A source that is a file, too.
pub struct Record<'a> {
    /// Its path without the ending.
    pub stem: String,
    /// Its record.
    pub reference: &'a Reference,
    /// Its reference as the page of the source has it; none where the list of all has no entry of it.
    pub document: Option<Document>,
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
        let list = |(stem, title, done)| List { stem, title, done, references: self.references_of(done) };
        lists.map(list).collect()
    }

    /// The records of the works of a list.
    fn references_of(&self, done: &Done) -> Vec<&Reference> {
        let sources = done.job.works.iter().filter_map(|work| self.review.source_of(&work.key));
        sources.map(|source| &self.review.sources[source].reference).collect()
    }

    /// The sources that are files.
    pub fn records(&self) -> Vec<Record<'_>> {
        let sources = self.review.sources.iter().enumerate();
        let records = sources.map(|(at, source)| Record {
            stem: stem(&source.path),
            reference: &source.reference,
            document: self.record_document(at),
        });
        records.collect()
    }

    fn record_document(&self, source: usize) -> Option<Document> {
        let done = self.citations.all();
        let entry = self.citations.entry_of(source)?;
        Some(Document::of_one(&self.review.sources[source].title, &done.job, &done.formatted, entry))
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
            false => links(path, &stem).chain([document(path, &stem)]).collect(),
        }
    }

    /// Links to the files of a source on its page.
    pub(super) fn record_downloads(&self, source: usize, path: &str) -> Vec<LinkContext> {
        let stem = stem(path);
        let document = self.citations.entry_of(source).map(|_| document(path, &stem));
        links(path, &stem).chain(document).collect()
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
        let reference = &self.review.sources[source].reference;
        export::text(&[reference], DataFormat::BibTex).trim_end().to_owned()
    }
}

/// A record that is in no library as BibTeX.
pub(super) fn bibtex(key: &str, item: &Item) -> String {
    export::records_as(&[(key, item)], DataFormat::BibTex).trim_end().to_owned()
}

fn stem(path: &str) -> String {
    path.strip_suffix(".html").unwrap_or(path).to_owned()
}

fn links(path: &str, stem: &str) -> impl Iterator<Item = LinkContext> {
    DATA.iter().map(move |file| link(path, stem, file.ending, file.label))
}

fn document(path: &str, stem: &str) -> LinkContext {
    link(path, stem, "docx", "Word")
}

fn link(path: &str, stem: &str, ending: &str, label: &str) -> LinkContext {
    LinkContext { label: label.to_owned(), url: routes::relative(path, &format!("{stem}.{ending}")) }
}
