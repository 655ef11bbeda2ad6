//! What is on a page, by the template that shows it.

use super::context::*;
use serde::Serialize;

/// What is on a page, by its template.
#[derive(Debug, Clone, Serialize, PartialEq)]
#[serde(untagged)]
pub enum Content {
    /// `home.html`
    Home(Box<Home>),
    /// `page.html`
    Plain(Box<PlainPage>),
    /// `source.html`
    Source(Box<SourcePage>),
    /// `sources.html`
    Sources(SourcesIndex),
    /// `tags.html`
    Tags(TagsIndex),
    /// `tag.html`
    Tag(Box<TagPage>),
    /// `matrix.html`
    Matrix(Box<MatrixPage>),
    /// `references.html`
    References(ReferencesPage),
    /// `annotated.html`
    Annotated(Box<AnnotatedPage>),
    /// `timeline.html`
    Timeline(Box<TimelinePage>),
    /// `authors.html`
    Authors(AuthorsIndex),
    /// `author.html`
    Author(Box<AuthorPage>),
    /// `search.html`
    Search(SearchPage),
    /// `progress.html`
    Progress(Box<ProgressPage>),
    /// `screening.html`
    Screening(Box<ScreeningPage>),
    /// `evidence.html`
    Evidence(Box<EvidencePage>),
    /// `map.html`
    Map(Box<MapPage>),
    /// `404.html`
    NotFound(NotFound),
}

impl Content {
    /// The file of its template.
    pub(super) fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Plain(_) => "page.html",
            Self::Source(_) => "source.html",
            Self::Sources(_) => "sources.html",
            Self::Tags(_) => "tags.html",
            Self::Tag(_) => "tag.html",
            Self::Matrix(_) => "matrix.html",
            Self::References(_) => "references.html",
            Self::Annotated(_) => "annotated.html",
            Self::Timeline(_) => "timeline.html",
            Self::Authors(_) => "authors.html",
            Self::Author(_) => "author.html",
            Self::Search(_) => "search.html",
            Self::Progress(_) => "progress.html",
            Self::Screening(_) => "screening.html",
            Self::Evidence(_) => "evidence.html",
            Self::Map(_) => "map.html",
            Self::NotFound(_) => "404.html",
        }
    }
}
