//! The last good version of each file, for the preview: what is half-written does not empty the page that is being
//! looked at.
//!
//! A file that has more errors than its last good version is replaced by that one until it is mended. Where it is the
//! same as before, the errors come from another file, which is replaced instead: a configuration names a style whose file
//! is broken. So is a library that is empty or gone from one moment to the next, as it is while a reference manager
//! replaces it.

use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::project::{Files, Project};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Problems of files that could not be understood.
const UNREADABLE: &[Code] = &[
    Code::UnreadableFile,
    Code::BadConfiguration,
    Code::BadCitationFile,
    Code::BadBibliography,
    Code::BadEntry,
    Code::BadFrontMatter,
    Code::BadTemplate,
    Code::UnknownStyle,
];

/// By path, the last good versions: a file that was never without errors stands as it is.
#[derive(Debug, Default)]
pub struct LastGood {
    files: BTreeMap<String, Version>,
    /// How many errors had no place in any file.
    placeless: usize,
}

/// A file as it was.
#[derive(Debug)]
struct Version {
    bytes: Arc<[u8]>,
    errors: usize,
    /// Whether the whole review draws on its references.
    is_library: bool,
}

/// The versions that stand in for files, and why.
#[derive(Debug, Default)]
pub struct StandIns {
    /// By path.
    pub files: Files,
    /// What is wrong with the files as they are.
    pub diagnostics: Vec<Diagnostic>,
}

impl LastGood {
    /// Which files of a project are worse than they were, by the diagnostics of its build.
    pub fn judge(&self, project: &Project, diagnostics: &[Diagnostic]) -> StandIns {
        let mut stand_ins = StandIns::default();
        let now: Files = inputs(project).collect();
        for (path, bytes) in &now {
            let Some(good) = self.files.get(path) else { continue };
            let errors: Vec<&Diagnostic> = errors_of(Some(path), diagnostics).collect();
            if errors.len() > good.errors {
                match *bytes == good.bytes {
                    true => self.blame_others(&errors, &now, &mut stand_ins),
                    false => stand_ins.put(path, good, errors.into_iter().cloned()),
                }
            } else if good.is_library && is_blank(bytes) && !is_blank(&good.bytes) {
                stand_ins.put(path, good, [vanished(path, "is empty")]);
            }
        }
        if project.bibliography.is_empty() && project.shelf.is_empty() {
            for (path, good) in self.files.iter().filter(|(_, good)| good.is_library && !is_blank(&good.bytes)) {
                if !stand_ins.files.contains_key(path) {
                    stand_ins.put(path, good, [vanished(path, "is gone")]);
                }
            }
        }
        let placeless: Vec<&Diagnostic> = errors_of(None, diagnostics).collect();
        if stand_ins.files.is_empty() && placeless.len() > self.placeless {
            self.blame_others(&placeless, &now, &mut stand_ins);
        }
        stand_ins
    }

    /// For errors without a place or in a file that is as it was: those stand in that changed or went and
    /// that such errors may come from.
    fn blame_others(&self, errors: &[&Diagnostic], now: &Files, stand_ins: &mut StandIns) {
        for error in errors {
            let is_other = |(path, good): &(&String, &Version)| {
                may_cause(path, good, error.code) && now.get(*path) != Some(&good.bytes)
            };
            for (path, good) in self.files.iter().filter(is_other) {
                stand_ins.put(path, good, [(*error).clone()]);
            }
        }
    }

    /// The files of this project, stand-ins among them, are the last good ones from now on.
    pub fn remember(&mut self, project: &Project, diagnostics: &[Diagnostic]) {
        let libraries: BTreeSet<&str> = project.bibliography.iter().map(|file| &*file.path).collect();
        let version = |(path, bytes): (String, Arc<[u8]>)| {
            let errors = errors_of(Some(&path), diagnostics).count();
            let is_library = libraries.contains(&*path);
            (path, Version { bytes, errors, is_library })
        };
        self.files = inputs(project).map(version).collect();
        self.placeless = errors_of(None, diagnostics).count();
    }
}

impl StandIns {
    fn put(&mut self, path: &str, good: &Version, why: impl IntoIterator<Item = Diagnostic>) {
        self.files.insert(path.to_owned(), Arc::clone(&good.bytes));
        self.diagnostics.extend(why);
        self.diagnostics.sort();
        self.diagnostics.dedup();
    }
}

/// The files that a project is understood from; a library that only notes name is one of them, too.
fn inputs(project: &Project) -> impl Iterator<Item = (String, Arc<[u8]>)> {
    let shelf = project.shelf.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes)));
    project.understood().chain(shelf)
}

/// The errors for which this file, or one without a name, could not be understood.
fn errors_of<'a>(path: Option<&str>, diagnostics: &'a [Diagnostic]) -> impl Iterator<Item = &'a Diagnostic> {
    diagnostics.iter().filter(move |problem| {
        let is_here = problem.span.as_ref().map(|span| &*span.file.path) == path;
        is_here && problem.severity == Severity::Error && UNREADABLE.contains(&problem.code)
    })
}

/// Whether errors of this kind in another file may come from this one.
fn may_cause(path: &str, version: &Version, code: Code) -> bool {
    match code {
        Code::UnknownStyle => path.ends_with(".csl"),
        Code::BadTemplate => path.starts_with("themes/"),
        Code::UnreadableFile => version.is_library,
        _ => false,
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

fn vanished(path: &str, what: &str) -> Diagnostic {
    let message = format!("`{path}` {what}; the preview shows its last version");
    Diagnostic { severity: Severity::Error, ..Diagnostic::new(Code::BadBibliography, message) }
        .hint("wait until it is written; if this is meant, start the preview anew")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::TextFile;

    fn project(bib: &str) -> Project {
        let file = TextFile::new("bibliography/a.bib", bib);
        Project { bibliography: vec![file], ..Project::default() }
    }

    fn errors(project: &Project, n: usize) -> Vec<Diagnostic> {
        let error =
            |at: usize| Diagnostic::new(Code::BadEntry, format!("error {at}")).at(project.bibliography[0].span(0..0));
        (0..n).map(error).collect()
    }

    /// What stands in for each of these versions, with so many errors each.
    fn shown(versions: &[(&str, usize)]) -> Vec<Option<String>> {
        let mut last = LastGood::default();
        let mut one = |(text, n): &(&str, usize)| {
            let project = project(text);
            let stand_ins = last.judge(&project, &errors(&project, *n));
            assert_eq!(stand_ins.files.is_empty(), stand_ins.diagnostics.is_empty());
            if stand_ins.files.is_empty() {
                last.remember(&project, &errors(&project, *n));
            }
            stand_ins.files.get("bibliography/a.bib").map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        versions.iter().map(&mut one).collect()
    }

    #[test]
    fn a_file_that_is_worse_than_before_is_replaced_until_it_is_mended() {
        let good = Some("a".to_owned());
        assert_eq!(shown(&[("a", 0), ("b", 1), ("c", 2), ("d", 0), ("e", 0)]), [None, good.clone(), good, None, None]);
    }

    #[test]
    fn errors_in_a_file_that_is_as_it_was_are_the_fault_of_another() {
        let project = |style: Option<&str>| Project {
            config_file: Some(TextFile::new("sourcebook.yaml", "style: own.csl")),
            styles: style.map(|text| TextFile::new("bibliography/own.csl", text)).into_iter().collect(),
            ..project("a")
        };
        let whole = project(Some("<style/>"));
        let mut last = LastGood::default();
        last.remember(&whole, &[]);
        let error = |project: &Project, code| {
            let place = project.config_file.as_ref().unwrap().span(0..5);
            vec![Diagnostic::new(code, "no such style").at(place)]
        };
        for broken in [project(Some("<sty")), project(None)] {
            let found = last.judge(&broken, &error(&broken, Code::UnknownStyle));
            assert_eq!(found.files.keys().collect::<Vec<_>>(), ["bibliography/own.csl"]);
            assert_eq!(found.diagnostics.len(), 1);
        }
        let found = last.judge(&whole, &error(&whole, Code::UnknownStyle));
        assert!(found.files.is_empty() && found.diagnostics.is_empty(), "nothing changed: nothing can stand in");
    }

    #[test]
    fn old_errors_do_not_stop_new_text() {
        assert_eq!(shown(&[("a", 2), ("b", 2), ("c", 1), ("d", 2)]), [None, None, None, Some("c".to_owned())]);
    }

    #[test]
    fn an_empty_library_is_not_believed() {
        assert_eq!(shown(&[("a", 0), (" \n", 0), ("b", 0)]), [None, Some("a".to_owned()), None]);
        assert_eq!(shown(&[("", 0), ("", 0)]), [None, None]);
    }

    #[test]
    fn a_library_that_goes_stays_until_another_comes() {
        let mut last = LastGood::default();
        last.remember(&project("a"), &[]);
        let gone = last.judge(&Project::default(), &[]);
        assert_eq!(gone.files.keys().collect::<Vec<_>>(), ["bibliography/a.bib"]);
        let mut renamed = project("a");
        renamed.bibliography[0].path = "bibliography/b.bib".into();
        assert!(last.judge(&renamed, &[]).files.is_empty());
    }
}
