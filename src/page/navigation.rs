//! What stands in the masthead: the site's own pages, or what the configuration names.

use super::Composer;
use super::context::NavigationItem;
use super::evidence::EVIDENCE;
use super::matrix::MATRIX;
use super::progress::PROGRESS;
use super::screening::SCREENING;
use crate::diagnostics::{Code, Diagnostic};
use crate::html::SafeUrl;
use crate::review::{Document, routes};

impl Composer<'_> {
    /// The masthead of the page of that path; only pages that exist.
    pub(super) fn navigation(&self, path: &str, root: &str) -> Vec<NavigationItem> {
        let item = |label: &str, target: &str| item(path, root, label, target);
        if let Some(chosen) = &self.config.navigation {
            let found = chosen.iter().filter_map(|(label, target, _)| match self.navigation_target(target)? {
                Ok(path) => Some(item(label, &path)),
                Err(url) => Some(NavigationItem { label: label.clone(), url: url.as_str().to_owned(), current: "" }),
            });
            return found.collect();
        }
        let mut items = Vec::new();
        if !self.review.sources.is_empty() {
            items.push(item(self.words.name("nav", "sources"), "sources/index.html"));
        }
        if !self.review.vocabulary.tags.is_empty() {
            items.push(item(self.words.name("nav", "themes"), "tags/index.html"));
        }
        if self.has_matrix() {
            items.push(item(self.words.name("nav", "matrix"), MATRIX));
        }
        if !self.config.fields.is_empty() && self.has_evidence() {
            items.push(item(self.words.name("nav", "evidence"), EVIDENCE));
        }
        if !self.review.sources.is_empty() {
            items.push(item(self.words.name("nav", "references"), "references/index.html"));
        }
        items
    }

    /// The site's own pages that its masthead does not name.
    pub(super) fn more(&self, path: &str, root: &str) -> Vec<NavigationItem> {
        let is_chosen = self.config.navigation.is_some();
        let in_masthead = !is_chosen && !self.config.fields.is_empty();
        let pages = [
            ("sources", "sources", is_chosen),
            ("themes", "tags", is_chosen && !self.review.vocabulary.tags.is_empty()),
            ("matrix", "matrix", is_chosen && self.has_matrix()),
            ("evidence", "evidence", self.has_evidence() && !in_masthead),
            ("references", "references", is_chosen),
            ("timeline", "timeline", !self.review.sources.is_empty()),
            ("authors", "authors", !self.review.authors.is_empty()),
            ("map", "map", self.has_map()),
            ("annotated", "annotated", self.review.sources.iter().any(|source| source.note.is_some())),
            ("search", "search", true),
            ("screening", "screening", self.review.fixed_pages().any(|page| page == SCREENING)),
            ("progress", "progress", self.review.fixed_pages().any(|page| page == PROGRESS)),
        ];
        let chosen = self.config.navigation.iter().flatten();
        let named: Vec<String> = chosen.filter_map(|(_, target, _)| self.navigation_target(target)?.ok()).collect();
        let made = pages.iter().filter(|(.., is_made)| *is_made);
        let made = made.map(|(name, folder, _)| (*name, format!("{folder}/index.html")));
        made.filter(|(_, target)| !named.contains(target))
            .map(|(name, target)| item(path, root, self.words.name("nav", name), &target))
            .collect()
    }

    /// The page that `navigation` means, by its file or by its address; or another place of the web.
    fn navigation_target(&self, target: &str) -> Option<Result<String, SafeUrl>> {
        if crate::html::scheme(target).is_some() {
            return SafeUrl::new(target).map(Err);
        }
        let plain = target.trim_start_matches('/').trim_start_matches("content/");
        let folder = format!("{}/index.html", plain.trim_end_matches('/'));
        let file = |document: &&Document| {
            self.config.content.below(&document.note.summary.path) == plain || document.path == plain
        };
        let document = self.review.documents.iter().find(file).map(|document| document.path.clone());
        let fixed = || self.review.fixed_pages().find(|fixed| *fixed == plain || *fixed == folder).map(str::to_owned);
        document.or_else(fixed).map(Ok)
    }

    /// Entries of `navigation` that lead nowhere.
    pub(super) fn lost_navigation(&self) -> Vec<Diagnostic> {
        let lost =
            self.config.navigation.iter().flatten().filter(|(_, target, _)| self.navigation_target(target).is_none());
        lost.map(|(_, target, place)| {
            Diagnostic::new(Code::BrokenLink, format!("`navigation` names `{target}`, which is no page of this review"))
                .at(place.clone())
                .hint("name a file below `content/`, such as `about.md`, or an address")
        })
        .collect()
    }
}

/// A link to a page of the site from the page of that path.
fn item(path: &str, root: &str, label: &str, target: &str) -> NavigationItem {
    let folder = target.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
    let current = match path {
        path if path == target => "page",
        path if folder.is_some_and(|folder| path.starts_with(folder)) => "true",
        _ => "",
    };
    NavigationItem { label: label.to_owned(), url: format!("{root}{}", routes::encode(target)), current }
}
