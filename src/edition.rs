//! A review understood and linked, from which its pages are made one by one.

mod beside;
mod library;
mod memory;

use crate::bibliography::{self, Bibliography, Item};
use crate::cff;
use crate::chapters;
use crate::checks;
use crate::citation::Work;
use crate::config::Config;
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, Span, TextFile};
use crate::memo::Same;
use crate::note::{self, Note, OwnLocators};
use crate::pace::Pace;
use crate::page::Composer;
use crate::page::jobs::{self, Citations};
use crate::project::{Project, Why};
use crate::review::{self, Aside, Joins, Review, Role};
use crate::screening::{self, Flow};
use crate::site::{Press, Site};
use crate::style::Style;
use crate::theme::{self, Theme};
use crate::words::{self, Words};
use memory::{find_style, find_theme, understand};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

pub use library::Library;
pub use memory::Memory;

/// What a command may ask for beyond the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Where the site will stand, in place of the configuration's `base-url`.
    pub base_url: Option<String>,
    /// Whether the site says how far the review is, where the configuration does not say.
    pub progress: bool,
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

/// A review, understood and linked: all that its pages are made from.
#[derive(Debug)]
pub struct Edition {
    project: Project,
    theme: Arc<Theme>,
    words: Words,
    style: Arc<Style>,
    review: Review,
    screening: Option<Flow>,
    works: Arc<Vec<Arc<Work>>>,
    /// What `CITATION.cff` says of the review itself.
    own: Option<Item>,
    drafts: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Edition {
    /// Understands and links; no citation is formatted yet and no page made.
    pub fn new(project: &Checked<Project>, options: &Options, memory: &Memory) -> Self {
        let mut diagnostics = project.diagnostics.clone();
        let mut project = project.value.clone();
        project.config.base_url = options.base_url.clone().or(project.config.base_url);
        project.config.progress = project.config.progress.or(Some(options.progress));
        let theme = find_theme(&project, memory).unpack(&mut diagnostics);
        let words = words(&project).unpack(&mut diagnostics);
        let Linked { review, works, drafts, kept_back } = link(&project, &words, options, memory, &mut diagnostics);
        let screening = screening::find(project.screening.as_ref(), &review).unpack(&mut diagnostics);
        project.assets.retain(|path, _| !kept_back.contains(path));
        let style = find_style(&project, &review, memory, &mut diagnostics);
        let own = project.citation_file.as_ref().and_then(|file| cff::parse(file).unpack(&mut diagnostics));
        if options.checks {
            diagnostics.extend(checks::check(&project.config, &review, &style));
        } else {
            diagnostics.retain(|problem| problem.code != Code::RecordDiffers);
        }
        Self { project, theme, words, style, review, screening, works, own, drafts, diagnostics }
    }

    /// The notes and references, linked.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// The texts that are no part of the review, and why.
    pub fn left_out(&self) -> &[(Why, String)] {
        &self.project.left_out
    }

    /// How many cells of code have results that are not here.
    pub fn cells(&self) -> usize {
        self.review.documents.iter().map(|document| document.note.summary.cells).sum()
    }

    /// What is wrong so far.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        judged(self.diagnostics.clone(), &self.project.config)
    }

    /// What an author may want to know besides: what `check` names and a build does not.
    pub fn checks(&self) -> Vec<Diagnostic> {
        let known: BTreeSet<Diagnostic> = self.diagnostics().into_iter().collect();
        let mut found = judged(checks::check(&self.project.config, &self.review, &self.style), &self.project.config);
        found.retain(|problem| !known.contains(problem));
        found
    }

    /// Its citations and lists, each formatted when it is first asked for.
    pub fn citations<'a>(&'a self, memory: &'a Memory) -> Citations<'a> {
        Citations::new(&self.review, &self.style, &self.works, &memory.citations)
    }

    /// What makes its pages.
    pub fn press<'a>(&'a self, memory: &'a Memory) -> Press<'a> {
        let citations = self.citations(memory);
        let composer = Composer {
            config: &self.project.config,
            words: &self.words,
            review: &self.review,
            screening: self.screening.as_ref(),
            citations,
            own: self.own.as_ref(),
            spans: vec![OnceLock::new(); self.review.sources.len()],
        };
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
    /// The files beside the notes that are no part of the site.
    kept_back: BTreeSet<String>,
}

/// Understands the notes and the bibliography and links them; drafts are left out and counted.
fn link(
    project: &Project,
    words: &Words,
    options: &Options,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Linked {
    let (mut notes, drafts) = parse_notes(project, options, memory, diagnostics);
    let (bibliography, kept_back) = read_references(project, &notes, memory, diagnostics);
    parse_joined(&mut notes, &bibliography, project, memory, diagnostics);
    let assets = project.assets.keys().map(String::as_str).filter(|path| !kept_back.contains(*path));
    let aside = Aside { drafts: &drafts, left_out: &project.left_out };
    let order = chapters::find(project).unpack(diagnostics);
    let review = review::link(&project.config, words, notes, &bibliography, assets, &aside, &order).unpack(diagnostics);
    let works = memory.works.get(&Same(bibliography), |bibliography| Arc::new(jobs::works(&bibliography.0)));
    Linked { review, works, drafts: drafts.len(), kept_back }
}

/// The notes, and the paths of the drafts that are left out.
fn parse_notes(
    project: &Project,
    options: &Options,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Note>>, Vec<Arc<str>>) {
    let parse = |file: &TextFile| {
        let argument = (file.clone(), project.config.language.clone());
        memory.notes.get(&file.path, argument, |argument| understand(note::parse, argument))
    };
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

/// Reads those notes again that nothing but the bibliography shows to be on a source: by their name, an alias or a DOI.
/// What is wrong with them is found a second time, and named once.
fn parse_joined(
    notes: &mut [Arc<Note>],
    bibliography: &Bibliography,
    project: &Project,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let joins = Joins::new(bibliography, &project.config.content);
    let paths = notes.iter().map(|note| note.summary.path.clone()).collect::<Vec<_>>();
    let home = project.config.content.home(paths.iter().map(|path| &**path));
    let parse = |note: &mut Arc<Note>| {
        let summary = &note.summary;
        if summary.own == OwnLocators::Read || home == Some(&*summary.path) || joins.source(summary).is_none() {
            return Vec::new();
        }
        let argument = (summary.file.clone(), project.config.language.clone());
        let parse = |argument: &_| understand(note::parse_on_source, argument);
        let Checked { value, diagnostics } = memory.notes_on_sources.get(&summary.path, argument, parse);
        *note = value;
        diagnostics
    };
    let found: Vec<Vec<Diagnostic>> = notes.par_iter_mut().map(parse).collect();
    diagnostics.extend(found.into_iter().flatten());
}

/// The references of the files and of the notes, and the files among the notes that are no part of the site.
fn read_references(
    project: &Project,
    notes: &[Arc<Note>],
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Arc<Bibliography>, BTreeSet<String>) {
    let shelf = bibliography::shelf(project, notes).unpack(diagnostics);
    let kept_back = beside::kept_back(project, notes, &shelf);
    let inline: Vec<Span> = notes.iter().filter_map(|note| note.summary.front.references.clone()).collect();
    let parsed = memory.bibliographies.get(&(shelf.files, inline), |(files, inline)| {
        let Checked { value, diagnostics } = bibliography::parse(files, inline);
        Checked { value: Arc::new(value), diagnostics }
    });
    let parsed = parsed.unpack(diagnostics);
    let content = &project.config.content;
    let home = content.home(notes.iter().map(|note| &*note.summary.path)).map(str::to_owned);
    let records = notes.iter().filter_map(|note| {
        let summary = &note.summary;
        Some((&summary.path, summary.record.as_ref()?, summary.front.aliases.as_slice()))
    });
    let described = bibliography::descriptions(records, content, home.as_deref());
    if described.is_empty() {
        diagnostics.extend(without_references(project, &parsed));
        return (parsed, kept_back);
    }
    let whole = memory.described.get(&(Same(parsed), described), |(parsed, described)| {
        let (value, diagnostics) = bibliography::with_descriptions(&parsed.0, described);
        Checked { value: Arc::new(value), diagnostics }
    });
    (whole.unpack(diagnostics), kept_back)
}

/// That there is no reference anywhere; files that are named and are not there are reported where they are named.
fn without_references(project: &Project, bibliography: &Bibliography) -> Option<Diagnostic> {
    let is_none = bibliography.is_empty() && project.bibliography.is_empty() && project.shelf.is_empty();
    if !is_none || project.config.bibliography.is_some() {
        return None;
    }
    let message = "there are no references: `bibliography/` holds no file that is read";
    let problem = Diagnostic { severity: Severity::Warning, ..Diagnostic::new(Code::BadBibliography, message) };
    Some(problem.hint("export your library as Better BibLaTeX to `bibliography/references.bib`"))
}

/// Diagnostics as the configuration judges them, by file and place, each once.
fn judged(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
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
        pages: review.documents.iter().filter(|document| matches!(document.role, Role::Home | Role::Page)).count(),
        citations: review.sources.iter().map(|source| source.mentions.len()).sum(),
        drafts: 0,
    }
}
