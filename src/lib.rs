//! Sourcebook turns the notes that a researcher keeps on each source, and one bibliography, into the
//! cross-linked website of a literature review.
//!
//! This file is the pipeline; the modules stand in its order, and a step uses only those above it.
//!
//! ```text
//!  sourcebook.yaml   content/   bibliography/   themes/
//!                 │ project::load                        the only reading
//!                 ▼
//!              Project ───────────┬────────────────┬───────────┐
//!                 │ note::parse ∥ │ bibliography   │ style     │ theme
//!                 ▼               ▼ ::parse        ▼ ::find    ▼ ::load
//!               Notes ─────▶ Bibliography        Style       Theme
//!                 └───────┬───────┘                │           │
//!                         ▼ review::link           │           │
//!                       Review                     │           │
//!                         ├─ page::jobs::format ∥ ◀┘           │
//!                         ▼                                    │
//!                     Citations                                │
//!                         │ page::compose ∥                    │
//!                         ▼                                    │
//!                       Pages ── site::render ∥ ◀──────────────┘
//!                                    ▼
//!                                  Site ── site::write, server      the only writing
//! ```
//!
//! Every step yields its value and its [diagnostics]; none stops at a problem.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests may use the disk and the clock"))]

pub mod diagnostics;
pub mod memo;
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
pub mod server;
pub mod watcher;
pub mod cli;

use config::TermLanguage;
use diagnostics::{Checked, Code, Diagnostic, Span, TextFile};
use memo::Memo;
use note::Note;
use page::Composer;
use page::jobs::CitationMemo;
use project::Project;
use rayon::prelude::*;
use review::Review;
use site::Site;
use std::collections::BTreeSet;
use std::sync::Arc;
use style::Style;

/// What pure steps remember from one build to the next.
#[derive(Debug, Default)]
pub struct Memory {
    notes: Memo<(TextFile, String), Checked<Arc<Note>>>,
    citations: CitationMemo,
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
    let mut diagnostics = project.diagnostics.clone();
    let mut project = project.value.clone();
    project.config.base_url = options.base_url.clone().or(project.config.base_url);
    let config = &project.config;

    let theme_name = config.theme.as_ref().map_or("default", |(name, _)| name);
    let theme = theme::load(&project.theme, theme_name).unpack(&mut diagnostics);
    let words = words(&project).unpack(&mut diagnostics);

    let Linked { review, drafts, only_read } = link(&project, &words, options, memory, &mut diagnostics);
    project.assets.retain(|path, _| !only_read.contains(path));
    let style = find_style(&project, &review, &mut diagnostics);
    let config = &project.config;
    if options.checks {
        diagnostics.extend(checks::check(config, &review, &style));
    }
    let citations = page::jobs::format(&review, &style, &memory.citations);
    let composer = Composer { config, words: &words, review: &review, citations: &citations, style: &style.title };
    let (shared, pages) = page::compose(&composer).unpack(&mut diagnostics);
    let site = site::render(&project, &theme, &composer, &shared, &pages).unpack(&mut diagnostics);

    memory.notes.sweep();
    memory.citations.sweep();
    let counts = Counts { drafts, ..count(&review) };
    Built { site, diagnostics: judged(diagnostics, config), counts }
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
    let review = link(project, &words, options, memory, &mut diagnostics).review;
    let style = find_style(project, &review, &mut diagnostics);
    let job = page::jobs::whole_list(&review, &style);
    let formatted = citation::format(&job);
    (job, formatted, judged(diagnostics, &project.config))
}

/// All references of a review as they were read.
pub fn references(project: &Checked<Project>, memory: &Memory) -> (bibliography::Bibliography, Vec<Diagnostic>) {
    let mut diagnostics = project.diagnostics.clone();
    let project = &project.value;
    let (notes, _) = parse_notes(project, &Options::default(), memory, &mut Vec::new());
    let (bibliography, _) = read_references(project, &notes, &mut diagnostics);
    (bibliography, judged(diagnostics, &project.config))
}

/// The words of the interface in the review's language.
pub fn words(project: &Project) -> Checked<words::Words> {
    let name = project.config.theme.as_ref().map_or("default", |(name, _)| name);
    let files = words::ThemeFiles { built_in: &theme::built_in(), own: &project.theme, name };
    words::load(&project.config.language, &files)
}

/// A review, and what its site is to leave out.
struct Linked {
    review: Review,
    /// How many drafts were left out.
    drafts: usize,
    /// Bibliography files among the notes that are there to be read only.
    only_read: BTreeSet<String>,
}

/// Understands the notes and the bibliography and links them; drafts are left out and counted.
fn link(
    project: &Project,
    words: &words::Words,
    options: &Options,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Linked {
    let (notes, drafts) = parse_notes(project, options, memory, diagnostics);
    let (bibliography, only_read) = read_references(project, &notes, diagnostics);
    let assets = project.assets.keys().map(String::as_str).filter(|path| !only_read.contains(*path));
    let review = review::link(&project.config, words, notes, &bibliography, assets, &drafts).unpack(diagnostics);
    Linked { review, drafts: drafts.len(), only_read }
}

/// The notes, and the paths of the drafts that are left out.
fn parse_notes(
    project: &Project,
    options: &Options,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Note>>, Vec<Arc<str>>) {
    let parse = |file: &TextFile| memory.notes.get(&(file.clone(), project.config.language.clone()), understand);
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
    diagnostics: &mut Vec<Diagnostic>,
) -> (bibliography::Bibliography, BTreeSet<String>) {
    let shelf = bibliography::shelf(project, notes).unpack(diagnostics);
    let inline: Vec<Span> = notes.iter().filter_map(|note| note.summary.front.references.clone()).collect();
    (bibliography::parse(&shelf.files, &inline).unpack(diagnostics), shelf.only_read)
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

/// The style that the configuration names, APA where there is none such, with the terms of the languages that sources are
/// in, where those are wanted.
fn find_style(project: &Project, review: &Review, diagnostics: &mut Vec<Diagnostic>) -> Style {
    let config = &project.config;
    let at = |diagnostic: Diagnostic, place: &Option<Span>| match place {
        Some(span) if diagnostic.span.is_none() => diagnostic.at(span.clone()),
        _ => diagnostic,
    };
    let found = style::find(&config.style, &config.language, &project.styles).or_else(|diagnostic| {
        diagnostics.push(at(diagnostic, &config.style_place));
        style::find("apa", &config.language, &[])
    });
    match found {
        Ok((style, warnings)) => {
            diagnostics.extend(warnings.into_iter().map(|warning| at(warning, &config.language_place)));
            let is_by_source = match config.term_language {
                TermLanguage::ByStyle => style.wants_item_terms(),
                TermLanguage::Source => true,
                TermLanguage::Review => false,
            };
            let languages = review.sources.iter().filter_map(|source| source.reference.item.text("language"));
            if is_by_source { style.with_item_terms(languages) } else { style }
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
