//! Sourcebook turns the notes that a researcher keeps on each source, and one bibliography, into the
//! cross-linked website of a literature review.
//!
//! This file is the pipeline; the modules stand in its order, and a step uses only those above it.
//!
//! ```text
//!  sourcebook.yaml   content/   bibliography/   themes/
//!                 │ project::load                        the only reading
//!                 ▼
//!              Project ───────────┬───────────────┬────────────┐
//!                 │ note::parse ∥ │ bibliography  │ style      │ theme
//!                 ▼               ▼ ::parse       ▼ ::find     ▼ ::load
//!               Notes ─────▶ Bibliography       Style        Theme
//!                 └───────┬───────┘               │            │
//!                         ▼ review::link ∥        │            │
//!                       Review                    │            │
//!                         └────────── Edition ◀───┴────────────┘
//!                                        │ site::Press ∥, page by page:
//!                                        │ page::jobs, page::compose, Theme::render
//!                                        ▼
//!                                      Site ── site::write, server      the only writing
//! ```
//!
//! Every step yields its value and its [diagnostics]; none stops at a problem.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests may use the disk and the clock"))]

pub mod diagnostics;
pub mod memo;
pub mod pace;
pub mod panics;
pub mod html;
pub mod rich;
pub mod yaml;
pub mod collation;
pub mod decode;
pub mod config;
pub mod project;
pub mod words;
pub mod note;
pub mod bibliography;
pub mod csl;
pub mod style;
pub mod review;
pub mod checks;
pub mod citation;
pub mod page;
pub mod theme;
pub mod site;
pub mod export;
pub mod last_good;
pub mod server;
pub mod watcher;
pub mod cli;

use bibliography::Bibliography;
use citation::Work;
use config::TermLanguage;
use diagnostics::{Checked, Code, Diagnostic, Span, TextFile};
use memo::{Latest, Memo, Same};
use note::Note;
use pace::Pace;
use page::Composer;
use page::jobs::{CitationMemo, Citations};
use project::{Files, Project};
use rayon::prelude::*;
use review::Review;
use site::{PageMemo, Press, Site};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use style::Style;
use theme::Theme;
use words::Words;

/// The files of references, and where notes define some.
type BibliographyFiles = (Vec<TextFile>, Vec<Span>);

/// A style with its warnings, or why there is none.
type StyleFound = Result<(Arc<Style>, Vec<Diagnostic>), Diagnostic>;

/// What pure steps remember from one build to the next, each by its whole argument.
#[derive(Debug, Default)]
pub struct Memory {
    themes: Memo<(Files, String), Checked<Arc<Theme>>>,
    /// By path.
    notes: Latest<(TextFile, String), Checked<Arc<Note>>>,
    bibliographies: Memo<BibliographyFiles, Checked<Arc<Bibliography>>>,
    works: Memo<Same<Bibliography>, Arc<Vec<Arc<Work>>>>,
    styles: Memo<StyleWanted, StyleFound>,
    citations: CitationMemo,
    pages: PageMemo,
}

impl Memory {
    /// Forgets what the last build did not ask for.
    fn sweep(&self) {
        let Self { themes, notes, bibliographies, works, styles, citations, pages } = self;
        themes.sweep();
        notes.sweep();
        bibliographies.sweep();
        works.sweep();
        styles.sweep();
        citations.sweep();
        pages.sweep();
    }
}

/// What a command may ask for beyond the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Where the site will stand, in place of the configuration's `base-url`.
    pub base_url: Option<String>,
    /// Whether all is named that an author may want to know, and not only what a reader would see broken.
    pub checks: bool,
}

/// A finished build.
#[derive(Default)]
pub struct Built {
    /// The site, as far as it could be made.
    pub site: Site,
    /// Everything that is wrong, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was made of what.
    pub counts: Counts,
}

/// How much of everything a review has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// References.
    pub sources: usize,
    /// References with a note.
    pub noted: usize,
    /// Tags.
    pub tags: usize,
    /// Pages that are neither notes nor introductions of tags.
    pub pages: usize,
    /// Citations, each cited work counted.
    pub citations: usize,
    /// Drafts left out.
    pub drafts: usize,
}

/// From inputs to site: the whole pipeline but for reading and writing.
pub fn build(project: &Checked<Project>, options: &Options, memory: &Memory) -> Built {
    let edition = Edition::new(project, options, memory);
    edition.finish(&edition.press(memory), memory, &Pace::default()).unwrap_or_default()
}

/// A review, understood and linked: all that its pages are made from.
#[derive(Debug)]
pub struct Edition {
    project: Project,
    theme: Arc<Theme>,
    words: Words,
    style: Arc<Style>,
    review: Review,
    works: Arc<Vec<Arc<Work>>>,
    drafts: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Edition {
    /// Understands and links; no citation is formatted yet and no page made.
    pub fn new(project: &Checked<Project>, options: &Options, memory: &Memory) -> Self {
        let mut diagnostics = project.diagnostics.clone();
        let mut project = project.value.clone();
        project.config.base_url = options.base_url.clone().or(project.config.base_url);
        let theme = find_theme(&project, memory).unpack(&mut diagnostics);
        let words = words(&project).unpack(&mut diagnostics);
        let Linked { review, works, drafts, only_read } = link(&project, &words, options, memory, &mut diagnostics);
        project.assets.retain(|path, _| !only_read.contains(path));
        let style = find_style(&project, &review, memory, &mut diagnostics);
        if options.checks {
            diagnostics.extend(checks::check(&project.config, &review, &style));
        }
        Self { project, theme, words, style, review, works, drafts, diagnostics }
    }

    /// What is wrong so far.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        judged(self.diagnostics.clone(), &self.project.config)
    }

    /// What makes its pages.
    pub fn press<'a>(&'a self, memory: &'a Memory) -> Press<'a> {
        let citations = Citations::new(&self.review, &self.style, &self.works, &memory.citations);
        let composer = Composer { config: &self.project.config, words: &self.words, review: &self.review, citations };
        Press::new(&self.project, &self.theme, composer, &memory.pages)
    }

    /// The whole site; none where it is no longer wanted. Then what is remembered stays for the next one.
    pub fn finish(&self, press: &Press<'_>, memory: &Memory, pace: &Pace) -> Option<Built> {
        let mut diagnostics = self.diagnostics.clone();
        let site = press.all(pace)?.unpack(&mut diagnostics);
        memory.sweep();
        let counts = Counts { drafts: self.drafts, ..count(&self.review) };
        Some(Built { site, diagnostics: judged(diagnostics, &self.project.config), counts })
    }
}

/// The reference list of a whole review in any style and language, formatted.
pub fn reference_list(
    project: &Checked<Project>,
    options: &Options,
    memory: &Memory,
) -> (citation::Job, citation::Formatted, Vec<Diagnostic>) {
    let mut diagnostics = project.diagnostics.clone();
    let project = &project.value;
    let words = words(project).unpack(&mut diagnostics);
    let Linked { review, works, .. } = link(project, &words, options, memory, &mut diagnostics);
    let style = find_style(project, &review, memory, &mut diagnostics);
    let job = page::jobs::whole_list(&review, &style, &works);
    let formatted = citation::format(&job);
    (job, formatted, judged(diagnostics, &project.config))
}

/// All references of a review as they were read.
pub fn references(project: &Checked<Project>, memory: &Memory) -> (Arc<Bibliography>, Vec<Diagnostic>) {
    let mut diagnostics = project.diagnostics.clone();
    let project = &project.value;
    let (notes, _) = parse_notes(project, &Options::default(), memory, &mut Vec::new());
    let (bibliography, _) = read_references(project, &notes, memory, &mut diagnostics);
    (bibliography, judged(diagnostics, &project.config))
}

/// The words of the interface in the review's language.
pub fn words(project: &Project) -> Checked<Words> {
    let name = project.config.theme.as_ref().map_or("default", |(name, _)| name);
    let files = words::ThemeFiles { built_in: &theme::built_in(), own: &project.theme, name };
    words::load(&project.config.language, &files)
}

/// A review, and what its site is to leave out.
struct Linked {
    review: Review,
    /// Its references as works that can be cited, in the same order.
    works: Arc<Vec<Arc<Work>>>,
    /// How many drafts were left out.
    drafts: usize,
    /// Bibliography files among the notes that are there to be read only.
    only_read: BTreeSet<String>,
}

/// Understands the notes and the bibliography and links them; drafts are left out and counted.
fn link(
    project: &Project,
    words: &Words,
    options: &Options,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Linked {
    let (notes, drafts) = parse_notes(project, options, memory, diagnostics);
    let (bibliography, only_read) = read_references(project, &notes, memory, diagnostics);
    let assets = project.assets.keys().map(String::as_str).filter(|path| !only_read.contains(*path));
    let review = review::link(&project.config, words, notes, &bibliography, assets, &drafts).unpack(diagnostics);
    let works = memory.works.get(&Same(bibliography), |bibliography| Arc::new(page::jobs::works(&bibliography.0)));
    Linked { review, works, drafts: drafts.len(), only_read }
}

/// The notes, and the paths of the drafts that are left out.
fn parse_notes(
    project: &Project,
    options: &Options,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Note>>, Vec<Arc<str>>) {
    let parse =
        |file: &TextFile| memory.notes.get(&file.path, (file.clone(), project.config.language.clone()), understand);
    let parsed: Vec<Checked<Arc<Note>>> = project.notes.par_iter().map(parse).collect();
    let (mut notes, mut drafts) = (Vec::new(), Vec::new());
    for note in parsed {
        match note.value.summary.front.draft && !options.drafts {
            true => drafts.push(note.value.summary.path.clone()),
            false => notes.push(note.unpack(diagnostics)),
        }
    }
    (notes, drafts)
}

/// The references of the files and of the notes, and the files among the notes that are there for this only.
fn read_references(
    project: &Project,
    notes: &[Arc<Note>],
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Arc<Bibliography>, BTreeSet<String>) {
    let shelf = bibliography::shelf(project, notes).unpack(diagnostics);
    let inline: Vec<Span> = notes.iter().filter_map(|note| note.summary.front.references.clone()).collect();
    let parsed = memory.bibliographies.get(&(shelf.files, inline), |(files, inline)| {
        let Checked { value, diagnostics } = bibliography::parse(files, inline);
        Checked { value: Arc::new(value), diagnostics }
    });
    (parsed.unpack(diagnostics), shelf.only_read)
}

/// Parses a note; one that breaks the Markdown parser is shown as plain text.
fn understand((file, language): &(TextFile, String)) -> Checked<Arc<Note>> {
    let parsed = panics::caught(|| note::parse(file, language)).unwrap_or_else(|| {
        let message = "this file broke the Markdown parser and is left out";
        let diagnostic = Diagnostic::new(Code::UnreadableFile, message).at(file.span(0..0));
        let empty = note::parse(&TextFile { path: file.path.clone(), text: "".into() }, language);
        Checked { value: empty.value, diagnostics: vec![diagnostic] }
    });
    Checked { value: Arc::new(parsed.value), diagnostics: parsed.diagnostics }
}

/// The theme that the configuration names.
fn find_theme(project: &Project, memory: &Memory) -> Checked<Arc<Theme>> {
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
fn find_style(project: &Project, review: &Review, memory: &Memory, diagnostics: &mut Vec<Diagnostic>) -> Arc<Style> {
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

/// Diagnostics as the configuration judges them, by file and place, each once.
fn judged(diagnostics: Vec<Diagnostic>, config: &config::Config) -> Vec<Diagnostic> {
    let judge = |mut diagnostic: Diagnostic| match config.checks.get(&diagnostic.code) {
        None => diagnostic.code.severity().map(|_| diagnostic),
        Some(severity) => {
            diagnostic.severity = (*severity)?;
            Some(diagnostic)
        }
    };
    let mut judged: Vec<Diagnostic> = diagnostics.into_iter().filter_map(judge).collect();
    let place =
        |diagnostic: &Diagnostic| diagnostic.span.as_ref().map(|span| (span.file.path.clone(), span.range().start));
    judged.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
    judged.dedup();
    judged
}

fn count(review: &Review) -> Counts {
    Counts {
        sources: review.sources.len(),
        noted: review.sources.iter().filter(|source| source.note.is_some()).count(),
        tags: review.vocabulary.tags.len(),
        pages: review
            .documents
            .iter()
            .filter(|document| matches!(document.role, review::Role::Home | review::Role::Page))
            .count(),
        citations: review.sources.iter().map(|source| source.mentions.len()).sum(),
        drafts: 0,
    }
}
