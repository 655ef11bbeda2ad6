//! What pure steps remember from one build to the next, and the steps whose whole argument is more than a file.

use crate::bibliography::{Bibliography, Description};
use crate::citation::Work;
use crate::config::TermLanguage;
use crate::diagnostics::{Checked, Code, Diagnostic, Span, TextFile};
use crate::memo::{Latest, Memo, Same};
use crate::note::{self, Note};
use crate::page::jobs::CitationMemo;
use crate::panics;
use crate::project::{Files, Project};
use crate::review::Review;
use crate::site::PageMemo;
use crate::style::{self, Style};
use crate::theme::{self, Theme};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A bibliography, and what notes describe besides.
type Described = (Same<Bibliography>, Vec<Description>);

/// The files of references, and where notes define some.
type BibliographyFiles = (Vec<TextFile>, Vec<Span>);

/// A style with its warnings, or why there is none.
type StyleFound = Result<(Arc<Style>, Vec<Diagnostic>), Diagnostic>;

/// What pure steps remember from one build to the next, each by its whole argument.
#[derive(Debug, Default)]
pub struct Memory {
    pub(super) themes: Memo<(Files, String), Checked<Arc<Theme>>>,
    /// By path.
    pub(super) notes: Latest<(TextFile, String), Checked<Arc<Note>>>,
    /// By path, too: those that the bibliography shows to be on a source.
    pub(super) notes_on_sources: Latest<(TextFile, String), Checked<Arc<Note>>>,
    pub(super) bibliographies: Memo<BibliographyFiles, Checked<Arc<Bibliography>>>,
    pub(super) described: Memo<Described, Checked<Arc<Bibliography>>>,
    pub(super) works: Memo<Same<Bibliography>, Arc<Vec<Arc<Work>>>>,
    styles: Memo<StyleWanted, StyleFound>,
    pub(super) citations: CitationMemo,
    pub(super) pages: PageMemo,
}

impl Memory {
    /// Forgets what the last build did not ask for.
    pub(super) fn sweep(&self) {
        let Self { themes, notes, notes_on_sources, bibliographies, described, works, styles, citations, pages } = self;
        themes.sweep();
        notes.sweep();
        notes_on_sources.sweep();
        bibliographies.sweep();
        described.sweep();
        works.sweep();
        styles.sweep();
        citations.sweep();
        pages.sweep();
    }
}

/// Parses a note by one of the two readers; one that breaks the Markdown parser is shown as plain text.
pub(super) fn understand(
    parse: fn(&TextFile, &str) -> Checked<Note>,
    (file, language): &(TextFile, String),
) -> Checked<Arc<Note>> {
    let parsed = panics::caught(|| parse(file, language)).unwrap_or_else(|| {
        let message = "this file broke the Markdown parser and is left out";
        let diagnostic = Diagnostic::new(Code::UnreadableFile, message).at(file.span(0..0));
        let empty = note::parse(&TextFile { path: file.path.clone(), text: "".into() }, language);
        Checked { value: empty.value, diagnostics: vec![diagnostic] }
    });
    Checked { value: Arc::new(parsed.value), diagnostics: parsed.diagnostics }
}

/// The theme that the configuration names.
pub(super) fn find_theme(project: &Project, memory: &Memory) -> Checked<Arc<Theme>> {
    let name = project.config.theme.as_ref().map_or("default", |(name, _)| name);
    memory.themes.get(&(project.theme.clone(), name.to_owned()), |(files, name)| {
        let Checked { value, diagnostics } = theme::load(files, name);
        Checked { value: Arc::new(value), diagnostics }
    })
}

/// All that decides a style.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct StyleWanted {
    name: String,
    language: String,
    files: Vec<TextFile>,
    terms: TermLanguage,
    /// The languages of the sources.
    languages: BTreeSet<String>,
}

impl StyleWanted {
    /// The style, with the terms of the languages that sources are in, where those are wanted.
    fn find(&self) -> StyleFound {
        let (style, warnings) = style::find(&self.name, &self.language, &self.files)?;
        let is_by_source = match self.terms {
            TermLanguage::ByStyle => style.wants_item_terms(),
            TermLanguage::Source => true,
            TermLanguage::Review => false,
        };
        let style = if is_by_source { style.with_item_terms(self.languages.clone()) } else { style };
        Ok((Arc::new(style), warnings))
    }
}

/// The style that the configuration names; APA where there is none such.
pub(super) fn find_style(
    project: &Project,
    review: &Review,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<Style> {
    let config = &project.config;
    let at = |diagnostic: Diagnostic, place: &Option<Span>| match place {
        Some(span) if diagnostic.span.is_none() => diagnostic.at(span.clone()),
        _ => diagnostic,
    };
    let languages = review.sources.iter().filter_map(|source| source.reference.item.text("language"));
    let wanted = StyleWanted {
        name: config.style.clone(),
        language: config.language.clone(),
        files: project.styles.clone(),
        terms: config.term_language,
        languages: languages.map(Cow::into_owned).collect(),
    };
    let found = memory.styles.get(&wanted, StyleWanted::find).or_else(|diagnostic| {
        diagnostics.push(at(diagnostic, &config.style_place));
        memory.styles.get(&StyleWanted { name: "apa".to_owned(), files: Vec::new(), ..wanted }, StyleWanted::find)
    });
    match found {
        Ok((style, warnings)) => {
            diagnostics.extend(warnings.into_iter().map(|warning| at(warning, &config.language_place)));
            style
        }
        Err(_) => unreachable!("the archive holds APA"),
    }
}
