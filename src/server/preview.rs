//! What the preview shows: the last good site, when each path last changed, and what is wrong now.
//!
//! Every change has a number. A page says which number it knows and is told all that is newer, so that
//! a tab that slept misses nothing.

use crate::diagnostics::{Diagnostic, Severity, terminal};
use crate::site::Site;
use annotate_snippets::Renderer;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The state that requests are answered from.
#[derive(Default)]
pub struct Preview {
    /// None before the first site.
    pub site: Option<Site>,
    /// The number of the last change.
    pub version: u64,
    /// By output path, the number of its last change; paths that went are kept.
    touched: BTreeMap<String, u64>,
    problems: Vec<Problem>,
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
}

/// What a page is told.
#[derive(Serialize)]
struct Message<'a> {
    version: u64,
    changed: Vec<&'a str>,
    errors: &'a [Problem],
}

impl Preview {
    /// Takes over a site, where there is one, and these problems; whether that is anything new.
    pub fn show(&mut self, site: Option<Site>, problems: Vec<Problem>) -> bool {
        let changed = site.as_ref().map(|site| differences(self.site.as_ref(), site)).unwrap_or_default();
        let first = self.site.is_none() && site.is_some();
        if changed.is_empty() && !first && problems == self.problems {
            return false;
        }
        self.version += 1;
        self.touched.extend(changed.into_iter().map(|path| (path, self.version)));
        self.site = site.or(self.site.take());
        self.problems = problems;
        true
    }

    /// What is newer than this version, and what is wrong, as JSON on one line.
    pub fn message(&self, since: u64) -> String {
        let changed = self.touched.iter().filter(|(_, at)| **at > since).map(|(path, _)| path.as_str()).collect();
        let message = Message { version: self.version, changed, errors: &self.problems };
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
pub fn problems(diagnostics: &[Diagnostic]) -> Vec<Problem> {
    let renderer = Renderer::plain();
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| problem(diagnostic, &renderer)).collect()
}

fn problem(diagnostic: &Diagnostic, renderer: &Renderer) -> Problem {
    Problem {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        place: diagnostic.span.as_ref().map(ToString::to_string),
        message: diagnostic.message.clone(),
        text: terminal::render(diagnostic, renderer),
    }
}
