//! The last good version of each file, for the preview: what is half-written does not empty the page that is being
//! looked at.
//!
//! A file that has more errors than its last good version is replaced by that one until it is mended; so is a library that
//! is empty or gone from one moment to the next, as it is while a reference manager replaces it.

use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::project::{self, Files, Project};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Problems of files that could not be understood.
const UNREADABLE: &[Code] = &[
    Code::UnreadableFile,
    Code::BadConfiguration,
    Code::BadBibliography,
    Code::BadEntry,
    Code::BadFrontMatter,
    Code::BadTemplate,
    Code::UnknownStyle,
];

/// By path, the last good version and how many errors it had: a file that was never without stands as it is.
#[derive(Debug, Default)]
pub struct LastGood {
    files: BTreeMap<String, (Arc<[u8]>, usize)>,
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
        for (path, bytes) in project.understood() {
            let Some((good, before)) = self.files.get(&path) else { continue };
            let errors: Vec<&Diagnostic> = errors_of(&path, diagnostics).collect();
            if errors.len() > *before {
                stand_ins.diagnostics.extend(errors.into_iter().cloned());
                stand_ins.files.insert(path, Arc::clone(good));
            } else if is_library(&path) && is_blank(&bytes) && !is_blank(good) {
                stand_ins.diagnostics.push(vanished(&path, "is empty"));
                stand_ins.files.insert(path, Arc::clone(good));
            }
        }
        if project.bibliography.is_empty() && project.shelf.is_empty() {
            for (path, (good, _)) in self.files.iter().filter(|(path, (good, _))| is_library(path) && !is_blank(good)) {
                stand_ins.diagnostics.push(vanished(path, "is gone"));
                stand_ins.files.insert(path.clone(), Arc::clone(good));
            }
        }
        stand_ins
    }

    /// The files of this project, stand-ins among them, are the last good ones from now on.
    pub fn remember(&mut self, project: &Project, diagnostics: &[Diagnostic]) {
        let counted = project.understood().map(|(path, bytes)| {
            let errors = errors_of(&path, diagnostics).count();
            (path, (bytes, errors))
        });
        self.files = counted.collect();
    }
}

/// The errors for which this file could not be understood.
fn errors_of<'a>(path: &str, diagnostics: &'a [Diagnostic]) -> impl Iterator<Item = &'a Diagnostic> {
    diagnostics.iter().filter(move |problem| {
        let is_here = problem.span.as_ref().is_some_and(|span| &*span.file.path == path);
        is_here && problem.severity == Severity::Error && UNREADABLE.contains(&problem.code)
    })
}

fn is_library(path: &str) -> bool {
    path.starts_with("bibliography/") && crate::bibliography::ENDINGS.contains(&project::ending(path).as_str())
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
