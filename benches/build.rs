//! Where the time of a build goes: each step on its own, and the whole, on synthetic reviews of three sizes.
//!
//! `cargo bench` prints times; compare ratios within one run only. With `SOURCEBOOK_REVIEW=DIR` the review in that
//! folder is measured in place of the synthetic ones.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use divan::Bencher;
use sourcebook::citation::Work;
use sourcebook::diagnostics::{Checked, TextFile};
use sourcebook::pace::Pace;
use sourcebook::page::{Composer, jobs, jobs::Citations};
use sourcebook::project::{self, Project};
use sourcebook::{Memory, Options, bibliography, note, review, site, style, theme, words};
use std::sync::{Arc, OnceLock};

const SIZES: &[usize] = &[100, 300, 1000];

fn main() {
    divan::main();
}

/// A review of `n` sources: a note on each with nine citations, eight tags, an essay for every fifty.
fn synthetic(n: usize) -> Checked<Project> {
    if let Some(folder) = std::env::var_os("SOURCEBOOK_REVIEW") {
        return project::load(folder.as_ref());
    }
    let mut project = Project::default();
    let mut bib = String::new();
    for at in 0..n {
        let (family, year) = (at % 97, 1980 + at % 45);
        bib.push_str(&format!(
            "@article{{key{at},\n  author = {{Author{family}, Given and Second, B.}},\n  title = {{On the Matter of Things, Part {at}}},\n  \
             journaltitle = {{Journal of Matters}},\n  date = {{{year}}},\n  volume = {{{}}},\n  pages = {{{at}--{}}},\n}}\n",
            at % 40 + 1,
            at + 9
        ));
        let cite = |step: usize| format!("key{}", (at * 7 + step * 31) % n);
        let mut text = format!("---\ntags: [tag{}, tag{}]\n---\nA claim in one sentence.\n", at % 8, (at / 8) % 8);
        for section in 0..3 {
            text.push_str(&format!(
                "\n## Section {section}\n\nWhat is said here rests on much else [see @{}, p. 3; @{}]. As @{} [pp. 4--9] shows, \
                 nothing follows from it. {}\n",
                cite(section),
                cite(section + 3),
                cite(section + 6),
                "The rest of the paragraph is text without any citation at all. ".repeat(6)
            ));
        }
        project.notes.push(TextFile::new(&format!("content/sources/key{at}.md"), &text));
    }
    for essay in 0..n / 50 {
        let lines =
            (0..30).map(|line| format!("A line that cites [@key{}, p. {line}].\n\n", (essay * 50 + line * 13) % n));
        project.notes.push(TextFile::new(&format!("content/essays/{essay}.md"), &lines.collect::<String>()));
    }
    project.bibliography.push(TextFile::new("bibliography/references.bib", &bib));
    Checked { value: project, diagnostics: Vec::new() }
}

/// All that stands between the steps.
struct Steps {
    project: Project,
    words: words::Words,
    theme: Arc<theme::Theme>,
    style: style::Style,
    notes: Vec<Arc<note::Note>>,
    bibliography: bibliography::Bibliography,
    works: Vec<Arc<Work>>,
}

impl Steps {
    fn new(n: usize) -> Self {
        let project = synthetic(n).value;
        let notes =
            project.notes.iter().map(|file| Arc::new(note::parse(file, &project.config.language).value)).collect();
        let bibliography = bibliography::parse(&project.bibliography, &[]).value;
        Self {
            works: jobs::works(&bibliography),
            words: words(&project).value,
            theme: Arc::new(theme::load(&project.theme, "default").value),
            style: style::find(&project.config.style, &project.config.language, &project.styles).unwrap().0,
            notes,
            bibliography,
            project,
        }
    }

    fn composer<'a>(&'a self, review: &'a review::Review, memo: &'a jobs::CitationMemo) -> Composer<'a> {
        let citations = Citations::new(review, &self.style, &self.works, memo);
        Composer {
            config: &self.project.config,
            words: &self.words,
            review,
            screening: None,
            citations,
            own: None,
            spans: vec![OnceLock::new(); review.sources.len()],
        }
    }

    fn review(&self) -> review::Review {
        review::link(
            &self.project.config,
            &self.words,
            self.notes.clone(),
            &self.bibliography,
            std::iter::empty(),
            &Default::default(),
            &Default::default(),
        )
        .value
    }
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn a_notes(bencher: Bencher<'_, '_>, n: usize) {
    let project = synthetic(n).value;
    bencher.bench(|| project.notes.iter().map(|file| note::parse(file, "en")).collect::<Vec<_>>());
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn b_bibliography(bencher: Bencher<'_, '_>, n: usize) {
    let project = synthetic(n).value;
    bencher.bench(|| bibliography::parse(&project.bibliography, &[]));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn c_link(bencher: Bencher<'_, '_>, n: usize) {
    let steps = Steps::new(n);
    bencher.bench(|| steps.review());
}

#[divan::bench(args = SIZES, sample_count = 2)]
fn d_citations(bencher: Bencher<'_, '_>, n: usize) {
    let steps = Steps::new(n);
    let review = steps.review();
    bencher.bench(|| {
        let memo = jobs::CitationMemo::default();
        Citations::new(&review, &steps.style, &steps.works, &memo).format_all(&Pace::default());
    });
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn e_pages(bencher: Bencher<'_, '_>, n: usize) {
    let steps = Steps::new(n);
    let (review, memo) = (steps.review(), jobs::CitationMemo::default());
    let composer = steps.composer(&review, &memo);
    composer.citations.format_all(&Pace::default());
    bencher.bench(|| composer.subjects().into_values().map(|subject| composer.compose(subject)).collect::<Vec<_>>());
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn f_pages_and_templates(bencher: Bencher<'_, '_>, n: usize) {
    let steps = Steps::new(n);
    let (review, memo) = (steps.review(), jobs::CitationMemo::default());
    steps.composer(&review, &memo).citations.format_all(&Pace::default());
    bencher.bench(|| {
        let pages = site::PageMemo::default();
        let press = site::Press::new(&steps.project, &steps.theme, steps.composer(&review, &memo), &pages);
        press.all(&Pace::default())
    });
}

#[divan::bench(args = SIZES, sample_count = 2)]
fn g_whole(bencher: Bencher<'_, '_>, n: usize) {
    let project = synthetic(n);
    bencher.bench(|| sourcebook::build(&project, &Options::default(), &Memory::default()));
}

/// A build after one note was changed: what is remembered is not made again.
#[divan::bench(args = SIZES, sample_count = 2)]
fn h_rebuild(bencher: Bencher<'_, '_>, n: usize) {
    let mut project = synthetic(n);
    let memory = Memory::default();
    sourcebook::build(&project, &Options::default(), &memory);
    let mut edit = 0;
    bencher.bench_local(|| {
        edit += 1;
        let file = &mut project.value.notes[0];
        *file = TextFile::new(&file.path, &format!("{}\nEdit {edit}.\n", file.text));
        sourcebook::build(&project, &Options::default(), &memory)
    });
}
