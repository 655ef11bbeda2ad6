//! The pages that a review has, and what each is about.

use super::Composer;
use crate::review::FIXED_PAGES;
use std::collections::BTreeMap;

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A Markdown file: the review itself, the note on a source, the introduction of a tag, any other page.
    Document(usize),
    /// A source without a note.
    Source(usize),
    /// A tag without an introduction.
    Tag(usize),
    /// The review itself, where it is not written yet.
    Home,
    /// All sources.
    Sources,
    /// All tags.
    Tags,
    /// All sources and tags in one table.
    Matrix,
    /// All references.
    References,
    /// The annotated bibliography, of a tag or of all.
    Annotated(Option<usize>),
    /// The sources by year.
    Timeline,
    /// All authors.
    Authors,
    /// An author.
    Author(usize),
    /// A folder without an introduction.
    Folder(usize),
    /// What the review can be searched from.
    Search,
    /// How far the review is.
    Progress,
    /// How the sources were chosen.
    Screening,
    /// What the notes say in their fields.
    Evidence,
    /// The sources by year, and the lines between them.
    Map,
    /// For lost readers.
    NotFound,
}

impl Composer<'_> {
    /// Every page of the site by its path.
    pub fn subjects(&self) -> BTreeMap<&str, Subject> {
        let documents = self.review.documents.iter().enumerate();
        let sources = self.review.sources.iter().enumerate().filter(|(_, source)| source.note.is_none());
        let tags = self.review.vocabulary.tags.iter().enumerate().filter(|(_, tag)| tag.introduction.is_none());
        let mut subjects: BTreeMap<&str, Subject> = documents
            .map(|(at, document)| (&*document.path, Subject::Document(at)))
            .chain(sources.map(|(at, source)| (&*source.path, Subject::Source(at))))
            .chain(tags.map(|(at, tag)| (&*tag.path, Subject::Tag(at))))
            .collect();
        let tags = self.review.vocabulary.tags.iter().enumerate();
        subjects.extend(tags.filter_map(|(at, tag)| Some((tag.annotated.as_deref()?, Subject::Annotated(Some(at))))));
        let authors = self.review.authors.iter().enumerate();
        subjects.extend(authors.map(|(at, author)| (&*author.path, Subject::Author(at))));
        let folders = self.review.folders.iter().enumerate().filter(|(_, folder)| folder.introduction.is_none());
        subjects.extend(folders.map(|(at, folder)| (&*folder.path, Subject::Folder(at))));
        if self.home().is_none() {
            subjects.insert("index.html", Subject::Home);
        }
        let fixed = [
            Subject::Sources,
            Subject::Tags,
            Subject::Matrix,
            Subject::References,
            Subject::NotFound,
            Subject::Annotated(None),
            Subject::Timeline,
            Subject::Authors,
            Subject::Search,
            Subject::Progress,
            Subject::Screening,
            Subject::Evidence,
            Subject::Map,
        ];
        subjects.extend(FIXED_PAGES.iter().copied().zip(fixed));
        subjects.retain(|path, _| !self.review.left_out.contains(path));
        subjects
    }
}
