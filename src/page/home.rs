//! The home page: the review itself, or its sources and tags while that is not written.

use super::body::Headings;
use super::context::*;
use super::{Composer, Content, Page, iso_date};
use crate::diagnostics::Diagnostic;
use crate::note::FrontMatter;

/// The home page lists at most so many sources; the sources index lists all.
const LISTED: usize = 60;

impl Composer<'_> {
    /// The home page from the document of this number; from none where `content/index.md` is not written yet.
    pub(super) fn home_page(&self, at: Option<usize>, diagnostics: &mut Vec<Diagnostic>) -> Page {
        const PATH: &str = "index.html";
        let nothing = FrontMatter::default();
        let note = at.map(|at| &self.review.documents[at].note.summary);
        let front = note.map_or(&nothing, |note| &note.front);
        let lines = self.source_lines(PATH, &self.review.by_year);
        let all = lines.len();
        let (noted, bare): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.state != "bare");
        let counts = (noted.len(), bare.len());
        let shown = if all <= LISTED || noted.is_empty() { bare } else { Vec::new() };
        let sources: Vec<_> = noted.into_iter().chain(shown).take(LISTED).collect();
        let is_written = note.is_some_and(|note| !note.path.to_lowercase().contains("readme."));
        let (folders, pages, more_pages, latest) =
            if is_written { Default::default() } else { self.unwritten_home(PATH) };
        let it = Home {
            deck: front.description.clone().or_else(|| self.config.description.clone()).unwrap_or_default(),
            noted: counts.0,
            bare: counts.1,
            tag_count: self.review.vocabulary.themes().count(),
            date: iso_date(front.date.as_deref()),
            date_text: front.date.as_deref().map(|date| self.words.date(date)).unwrap_or_default(),
            plate: self.plate(PATH),
            abstracts: front.abstracts.iter().map(|(language, text)| self.abstract_of(language, text)).collect(),
            body: at.map(|at| self.body(at, Headings::Numbered, diagnostics)).unwrap_or_default(),
            chapters: self.chapter_lines(PATH),
            folders,
            pages,
            more_pages,
            latest,
            more_sources: all - sources.len(),
            sources,
            tags: self.tag_lines(PATH),
            own_reference_html: self.own_reference_html(),
            own_bibtex: self.own_bibtex(),
            references: at.map(|at| self.reference_list(self.citations.document(at), PATH)).unwrap_or_default(),
        };
        let title = at.map_or_else(|| self.site_title(), |at| self.review.title_of(&self.review.documents[at]));
        self.page(PATH, &title, front.description.clone(), front.lang.as_deref(), Content::Home(Box::new(it)))
    }

    fn abstract_of(&self, language: &str, text: &str) -> InLanguage {
        let language = if language.is_empty() { &self.config.language } else { language };
        let label = self.words.of("abstracts", language).unwrap_or_else(|| self.words.text("abstract"));
        InLanguage { language: language.to_owned(), label: label.to_owned(), text: text.to_owned() }
    }
}
