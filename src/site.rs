//! Every file of the site, in memory; and the writer that puts them on the disk in one step.

use crate::config::stem;
use crate::diagnostics::{Checked, Code, Diagnostic, Severity};
use crate::memo::{Latest, Same};
use crate::pace::Pace;
use crate::page::search::TextMemo;
use crate::page::{Composer, Page, Subject, context::SiteContext};
use crate::project::Project;
use crate::review::routes;
use crate::search::{self, EntryMemo};
use crate::theme::{Shared, Theme};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod downloads;
pub mod feed;
pub mod sitemap;
pub mod write;
mod xml;

/// The files of a site by path.
#[derive(Clone, Default, PartialEq)]
pub struct Site {
    /// `index.html`, `sources/barr2015.html`, `assets/style.css`, ...
    pub files: BTreeMap<String, Arc<[u8]>>,
}

/// A page's bytes, and what was wrong with its template.
type Made = (Arc<[u8]>, Option<Box<Diagnostic>>);

/// Rendered pages, remembered by all that they are made from.
#[derive(Debug, Default)]
pub struct PageMemo {
    /// What all templates share: one value for all pages that are remembered.
    shared: Latest<Arc<SiteContext>, Arc<SiteContext>>,
    leaves: Latest<Arc<Leaf>, Made>,
    texts: TextMemo,
    entries: EntryMemo,
    downloads: downloads::DownloadMemo,
}

impl PageMemo {
    /// Forgets what was not asked for since the last sweep.
    pub fn sweep(&self) {
        self.shared.sweep();
        self.leaves.sweep();
        self.texts.sweep();
        self.entries.sweep();
        self.downloads.sweep();
    }
}

/// All that decides the bytes of a page.
#[derive(Debug, PartialEq)]
pub struct Leaf {
    theme: Same<Theme>,
    site: Same<SiteContext>,
    page: Page,
}

/// Makes the pages of a review, one by one or all of them.
pub struct Press<'a> {
    project: &'a Project,
    theme: Same<Theme>,
    composer: Composer<'a>,
    site: Same<SiteContext>,
    shared: Shared,
    memo: &'a PageMemo,
}

impl<'a> Press<'a> {
    /// For this review in this theme.
    pub fn new(project: &'a Project, theme: &Arc<Theme>, composer: Composer<'a>, memo: &'a PageMemo) -> Self {
        let site = memo.shared.get("", Arc::new(composer.site()), Arc::clone);
        let shared = Theme::shared(&*site);
        Self { project, theme: Same(Arc::clone(theme)), composer, site: Same(site), shared, memo }
    }

    /// The page of this path alone; none where there is none such.
    pub fn page(&self, path: &str) -> Option<Checked<Arc<[u8]>>> {
        let subject = *self.composer.subjects().get(path)?;
        Some(self.leaf(subject))
    }

    /// All files: pages, cards, assets of the theme, files beside the notes, and what hosts expect. None where they are no
    /// longer wanted.
    pub fn all(&self, pace: &Pace) -> Option<Checked<Site>> {
        let subjects: Vec<(&str, Subject)> = self.composer.subjects().into_iter().collect();
        pace.begin(self.composer.citations.len() + subjects.len());
        self.composer.citations.format_all(pace);
        let made: Vec<Option<Checked<Arc<[u8]>>>> = subjects
            .par_iter()
            .map(|(_, subject)| {
                let leaf = (!pace.is_stopped()).then(|| self.leaf(*subject));
                pace.step();
                leaf
            })
            .collect();
        let mut diagnostics = self.composer.problems();
        let mut files: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
        for ((path, _), made) in subjects.iter().zip(made) {
            files.insert((*path).to_owned(), made?.unpack(&mut diagnostics));
        }
        // One mistake in a template fails on every page that uses it: once is enough.
        diagnostics.sort();
        diagnostics.dedup();
        files.extend(cards(&self.composer));
        let documents = self.composer.review.documents.len();
        files.extend(search::files(self.composer.entries(&self.memo.texts), documents, &self.memo.entries));
        let tables = self.composer.matrix_files().chain(self.composer.evidence_files());
        files.extend(tables.map(|(path, text)| (path.to_owned(), text.into_bytes().into())));
        files.extend(self.composer.map_files().map(|(path, text)| (path.to_owned(), text.into_bytes().into())));
        files.extend(downloads::files(&self.composer, &self.memo.downloads));
        let fonts = |path: &str| path.starts_with("assets/fonts");
        let theme_files = self.theme.0.assets.iter().filter(|(path, _)| self.site.0.web_fonts || !fonts(path));
        files.extend(theme_files.map(|(path, bytes)| (path.clone(), bytes.clone())));
        let feed = feed::write(&self.composer).map(|text| (feed::PATH.to_owned(), text));
        let machines = feed.into_iter().chain(sitemap::write(&self.composer));
        files.extend(machines.map(|(path, text)| (path, text.into_bytes().into())));
        let domain = self.composer.config.publish.domain.as_ref();
        files.extend(domain.map(|domain| ("CNAME".to_owned(), format!("{domain}\n").into_bytes().into())));
        diagnostics.extend(add_assets(self.project, &mut files));
        for (path, text) in for_hosts(&self.composer) {
            // An author's own file of that name is there for the same end.
            files.entry(path).or_insert_with(|| text.into_bytes().into());
        }
        Some(Checked { value: Site { files }, diagnostics })
    }

    fn leaf(&self, subject: Subject) -> Checked<Arc<[u8]>> {
        let mut diagnostics = Vec::new();
        let page = self.composer.compose(subject).unpack(&mut diagnostics);
        let path = page.path.clone();
        let leaf = Arc::new(Leaf { theme: self.theme.clone(), site: self.site.clone(), page });
        let (bytes, problem) = self.memo.leaves.get(&path, leaf, |leaf| {
            let Leaf { theme, page, .. } = &**leaf;
            let rendered = theme.0.render(page.template, &self.shared, &page.page, &page.it);
            (rendered.html.into_bytes().into(), rendered.problem)
        });
        diagnostics.extend(problem.map(|problem| *problem));
        Checked { value: bytes, diagnostics }
    }
}

/// What a card of each source is filled from.
fn cards(composer: &Composer) -> Vec<(String, Arc<[u8]>)> {
    let card = |(at, source): (usize, &crate::review::Source)| {
        let path = source.path.replace(".html", ".card.js");
        (path, composer.card_script(at).into_bytes().into())
    };
    composer.review.sources.iter().enumerate().map(card).collect()
}

/// Files beside the notes keep their path. None takes the place of a page.
fn add_assets(project: &Project, files: &mut BTreeMap<String, Arc<[u8]>>) -> Vec<Diagnostic> {
    let mut taken = Taken::default();
    files.keys().for_each(|path| taken.add(path));
    let mut diagnostics = Vec::new();
    let texts: BTreeSet<&str> = project.notes.iter().map(|note| stem(&note.path)).collect();
    for (path, bytes) in &project.assets {
        let output = project.config.content.below(path).to_owned();
        match taken.meets(&output) {
            // What another program made of the text is nothing to mend.
            Some(_) if texts.contains(path.trim_end_matches(".html")) => {
                let message = format!("`{path}` is left out: the page of the text of that name stands there");
                let problem = Diagnostic::new(Code::NameCollision, message);
                diagnostics.push(Diagnostic { severity: Severity::Warning, ..problem });
            }
            Some(other) => {
                let message = format!("`{path}` is left out: the site has `{other}` of its own there");
                diagnostics.push(Diagnostic::new(Code::NameCollision, message).hint("rename the file"));
            }
            None => {
                taken.add(&output);
                files.insert(output, bytes.clone());
            }
        }
    }
    diagnostics
}

/// The files and folders of a site, case and normalisation folded.
#[derive(Default)]
struct Taken {
    files: BTreeMap<String, String>,
    folders: BTreeMap<String, String>,
}

impl Taken {
    fn add(&mut self, path: &str) {
        self.files.insert(routes::fold(path), path.to_owned());
        for (at, _) in path.match_indices('/') {
            self.folders.insert(routes::fold(&path[..at]), path[..at].to_owned());
        }
    }

    /// What stands where this path, or a folder on it, would have to.
    fn meets(&self, path: &str) -> Option<&String> {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        let folded = routes::fold(path);
        let same = self.files.get(&folded).or_else(|| self.folders.get(&folded));
        same.or_else(|| above.map(routes::fold).find_map(|folder| self.files.get(&folder)))
    }
}

/// What GitHub Pages and others expect at the root: no processing of their own, and what robots may read.
fn for_hosts(composer: &Composer) -> [(String, String); 2] {
    [(".nojekyll".to_owned(), String::new()), (sitemap::ROBOTS.to_owned(), sitemap::robots(composer))]
}
