//! What the preview shows: the last good site, when each path last changed, and what is wrong now.
//!
//! Every change has a number. A page says which number it knows and is told all that is newer, so that
//! a tab that slept misses nothing.

use super::{Editor, Place};
use crate::diagnostics::{Diagnostic, Severity, Span, terminal};
use crate::site::Site;
use annotate_snippets::Renderer;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many errors a page is shown.
const SHOWN: usize = 50;

/// For how many changes a path that went is remembered.
const REMEMBERED: u64 = 1000;

/// The state that requests are answered from.
#[derive(Default)]
pub struct Preview {
    /// None before the first site.
    pub site: Option<Site>,
    /// The number of the last change.
    pub version: u64,
    /// By output path, the number of its last change; paths that went are kept for a while.
    touched: BTreeMap<String, u64>,
    problems: Problems,
    /// The number of the change that brought these problems.
    judged: u64,
}

/// What is wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Problems {
    shown: Vec<Problem>,
    /// How many there are beyond these.
    more: usize,
}

/// An error as the overlay shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    code: &'static str,
    severity: &'static str,
    /// `file:line:column`.
    place: Option<String>,
    message: String,
    /// All of it for people: message, lines of the file, hint.
    text: String,
    /// Where a click on the place leads.
    open: Way,
    #[serde(skip)]
    at: Option<Place>,
}

/// The way from an error to its place, as the overlay is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Way {
    Copy,
    Link(String),
    Program,
}

/// What a page is told.
#[derive(Serialize)]
struct Message<'a> {
    version: u64,
    changed: Vec<&'a str>,
    errors: &'a [Problem],
    more: usize,
}

impl Preview {
    /// Takes over a site, where there is one, and these problems; whether that is anything new.
    pub fn show(&mut self, site: Option<Site>, problems: Problems) -> bool {
        let changed = site.as_ref().map(|site| differences(self.site.as_ref(), site)).unwrap_or_default();
        let first = self.site.is_none() && site.is_some();
        let same_problems = problems == self.problems;
        if changed.is_empty() && !first && same_problems {
            return false;
        }
        self.site = site.or(self.site.take());
        self.touch(changed);
        if !same_problems {
            self.problems = problems;
            self.judged = self.version;
        }
        true
    }

    /// Takes over these files of a newer site; whether any is new. Before the first site there is nothing to replace.
    pub fn show_some(&mut self, files: Vec<(String, Arc<[u8]>)>) -> bool {
        let Some(site) = &mut self.site else { return false };
        let mut changed = Vec::new();
        for (path, bytes) in files {
            if !same(site.files.get(&path), Some(&bytes)) {
                site.files.insert(path.clone(), bytes);
                changed.push(path);
            }
        }
        let is_new = !changed.is_empty();
        if is_new {
            self.touch(changed);
        }
        is_new
    }

    fn touch(&mut self, changed: Vec<String>) {
        self.version += 1;
        let (now, site) = (self.version, self.site.as_ref());
        self.touched.extend(changed.into_iter().map(|path| (path, now)));
        self.touched
            .retain(|path, at| now - *at < REMEMBERED || site.is_some_and(|site| site.files.contains_key(path)));
    }

    /// Where this problem is, if who asks knew this version and the problems are still those of then.
    pub fn place(&self, version: u64, number: usize) -> Option<&Place> {
        let is_known = (self.judged..=self.version).contains(&version);
        self.problems.shown.get(number).filter(|_| is_known)?.at.as_ref()
    }

    /// What is newer than this version, and what is wrong, as JSON on one line.
    pub fn message(&self, since: u64) -> String {
        let changed = self.touched.iter().filter(|(_, at)| **at > since).map(|(path, _)| path.as_str()).collect();
        let Problems { shown: errors, more } = &self.problems;
        let message = Message { version: self.version, changed, errors, more: *more };
        serde_json::to_string(&message).unwrap_or_default()
    }
}

/// The paths that are new, gone or of other content.
fn differences(old: Option<&Site>, new: &Site) -> Vec<String> {
    let nothing = BTreeMap::new();
    let old = old.map_or(&nothing, |site| &site.files);
    let paths: BTreeSet<&String> = old.keys().chain(new.files.keys()).collect();
    paths.into_iter().filter(|path| !same(old.get(*path), new.files.get(*path))).cloned().collect()
}

fn same(old: Option<&Arc<[u8]>>, new: Option<&Arc<[u8]>>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new) || old == new,
        _ => false,
    }
}

/// The errors among these; warnings are left to the terminal.
pub fn problems(diagnostics: &[Diagnostic], editor: &Editor) -> Problems {
    let renderer = Renderer::plain();
    let errors = || diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let shown = errors().take(SHOWN).map(|diagnostic| problem(diagnostic, editor, &renderer)).collect();
    Problems { shown, more: errors().count().saturating_sub(SHOWN) }
}

fn problem(diagnostic: &Diagnostic, editor: &Editor, renderer: &Renderer) -> Problem {
    let at = diagnostic.span.as_ref().map(place_of);
    let open = match (editor, &at) {
        (Editor::Link(link), Some(place)) => link(place).map_or(Way::Copy, Way::Link),
        (Editor::Program(_), Some(_)) => Way::Program,
        _ => Way::Copy,
    };
    Problem {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        place: diagnostic.span.as_ref().map(ToString::to_string),
        message: diagnostic.message.clone(),
        text: terminal::render(diagnostic, renderer),
        open,
        at,
    }
}

fn place_of(span: &Span) -> Place {
    let (line, column) = span.line_column();
    Place { path: span.file.path.to_string(), line, column }
}
