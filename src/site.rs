//! Every file of the site, in memory; and the writer that puts them on the disk in one step.

use crate::diagnostics::{Checked, Code, Diagnostic};
use crate::page::{Composer, Page, context::SiteContext};
use crate::project::Project;
use crate::review::{names, routes};
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

pub mod write;

/// The files of a site by path.
#[derive(Clone, Default, PartialEq)]
pub struct Site {
    /// `index.html`, `sources/barr2015.html`, `assets/style.css`, ...
    pub files: BTreeMap<String, Arc<[u8]>>,
}

/// Makes all files: pages, cards, assets of the theme, files beside the notes, and what hosts expect.
pub fn render(
    project: &Project,
    theme: &Theme,
    composer: &Composer,
    site: &SiteContext,
    pages: &[Page],
) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let shared = Theme::shared(site);
    let render = |page: &Page| (page.path.clone(), theme.render(page.template, &shared, &page.page, &page.it));
    let rendered: Vec<_> = pages.par_iter().map(render).collect();
    let mut files: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    let mut failed: Vec<Diagnostic> = Vec::new();
    for (path, result) in rendered {
        files.insert(path, result.html.into_bytes().into());
        failed.extend(result.problem.map(|problem| *problem));
    }
    // One mistake in a template fails on every page that uses it: once is enough.
    failed.sort();
    failed.dedup();
    diagnostics.extend(failed);
    files.extend(cards(composer));
    let fonts = |path: &str| path.starts_with("assets/fonts");
    let theme_files = theme.assets.iter().filter(|(path, _)| site.web_fonts || !fonts(path));
    files.extend(theme_files.map(|(path, bytes)| (path.clone(), bytes.clone())));
    diagnostics.extend(add_assets(project, &mut files));
    files.extend(for_hosts(project));
    Checked { value: Site { files }, diagnostics }
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
    for (path, bytes) in &project.assets {
        let output = names::below_content(path).to_owned();
        match taken.meets(&output) {
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

/// What GitHub Pages and others expect at the root.
fn for_hosts(project: &Project) -> Vec<(String, Arc<[u8]>)> {
    let _ = project;
    vec![(".nojekyll".to_owned(), Arc::from(&b""[..]))]
}
