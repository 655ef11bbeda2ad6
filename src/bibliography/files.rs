//! Which files a bibliography is made of: those of the project, and those that notes name in their front matter.

use super::ENDINGS;
use crate::decode::{self, Encoding};
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, Span, TextFile, did_you_mean};
use crate::note::Note;
use crate::project::{Project, ending, file_name};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The bibliography files of a review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    /// All of them: the project's, then those that only notes name.
    pub files: Vec<TextFile>,
}

/// The files of a project, and those that its notes name as their `bibliography`: beside the note, at the root
/// of the review or in `bibliography/`.
pub fn shelf(project: &Project, notes: &[Arc<Note>]) -> Checked<Shelf> {
    let mut shelf = Shelf { files: project.bibliography.clone() };
    let mut diagnostics = Vec::new();
    for note in notes {
        for (name, place) in &note.summary.front.bibliography {
            match find(project, &note.summary.path, name) {
                Ok(Found::Loaded) => {}
                Ok(Found::Bytes(path, bytes)) => shelf.add(path, bytes, project.config.encoding, &mut diagnostics),
                Err(message) => {
                    let problem = Diagnostic::new(Code::UnreadableFile, message).at(place.clone());
                    diagnostics.push(problem.hint(suggestion(project, name)));
                }
            }
        }
    }
    diagnostics.extend(unread(project, &shelf));
    Checked { value: shelf, diagnostics }
}

/// Libraries that lie somewhere and are not read, though nothing says which are.
fn unread(project: &Project, shelf: &Shelf) -> Vec<Diagnostic> {
    let read: BTreeSet<&str> = shelf.files.iter().map(|file| &*file.path).collect();
    let is_library = |path: &&String| match path.starts_with("bibliography/") {
        true => project.config.bibliography.is_none(),
        false => {
            is_plain_library(path) && (project.config.bibliography.is_none() || project.assets.contains_key(*path))
        }
    };
    let aside: BTreeSet<&String> = project.shelf.keys().chain(project.assets.keys()).filter(is_library).collect();
    let problem = |path: &&String| {
        let why = match path.starts_with("bibliography/") {
            true => "it lies in a folder of its own",
            false => "it lies outside `bibliography/`, and nothing names it",
        };
        let message = format!("`{path}` is not read: {why}");
        let hint = "move it to `bibliography/`, or name it under `bibliography` in sourcebook.yaml";
        Diagnostic { severity: Severity::Warning, ..Diagnostic::new(Code::BadBibliography, message) }.hint(hint)
    };
    aside.iter().filter(|path| !read.contains(path.as_str())).map(problem).collect()
}

/// Whether a file holds references for certain: of JSON and YAML that cannot be known by the name.
pub fn is_plain_library(path: &str) -> bool {
    matches!(ending(path).as_str(), "bib" | "bibtex" | "ris")
}

impl Shelf {
    fn add(
        &mut self,
        path: String,
        bytes: &[u8],
        encoding: Option<&'static Encoding>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if self.files.iter().any(|file| *file.path == *path) {
            return;
        }
        let (file, warning) = decode::text(&path, bytes, encoding);
        diagnostics.extend(warning);
        self.files.push(file);
    }
}

enum Found<'a> {
    /// It is one of the project's.
    Loaded,
    /// Its path and what it holds.
    Bytes(String, &'a [u8]),
}

/// The file that a note means by a name, or why there is none.
fn find<'a>(project: &'a Project, note: &str, name: &str) -> Result<Found<'a>, String> {
    let name = name.replace('\\', "/");
    let folder = note.rsplit_once('/').map_or("", |(folder, _)| folder);
    let paths: Vec<String> = [folder, "", "bibliography"].iter().filter_map(|folder| joined(folder, &name)).collect();
    if paths.is_empty() {
        return Err(format!("`{name}` lies outside this review and is not read"));
    }
    for path in paths {
        if project.bibliography.iter().any(|file| *file.path == *path) {
            return Ok(Found::Loaded);
        }
        if let Some(bytes) = project.assets.get(&path).or_else(|| project.shelf.get(&path)) {
            return match ENDINGS.contains(&ending(&path).as_str()) {
                true => Ok(Found::Bytes(path, bytes)),
                false => Err(format!("`{path}` is not read: {}", crate::project::FORMATS)),
            };
        }
    }
    Err(format!("there is no file `{name}` in this review"))
}

/// A path below a folder of the review; none where it leads out of it.
fn joined(folder: &str, name: &str) -> Option<String> {
    if name.starts_with(['/', '~']) || name.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The file that was meant, or the files that there are.
fn suggestion(project: &Project, name: &str) -> String {
    let beside = project.assets.keys().filter(|path| ENDINGS.contains(&ending(path).as_str()));
    let loaded = project.bibliography.iter().map(|file| &*file.path);
    let likely = |path: &&String| path.contains('/') || is_plain_library(path);
    let aside = project.shelf.keys().filter(likely);
    let known: BTreeSet<&str> = loaded.chain(beside.chain(aside).map(String::as_str)).collect();
    let named = |path: &&&str| did_you_mean(file_name(name), [file_name(path)]).is_some();
    match known.iter().find(named) {
        Some(path) => format!("did you mean `{path}`?"),
        None if known.is_empty() => "put it into `bibliography/`".to_owned(),
        None => {
            format!("there are {}", known.iter().take(5).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

/// What is wrong with a file as a whole, whatever its format: nothing in it, or two versions at once.
pub(super) fn flaw(file: &TextFile) -> Option<Diagnostic> {
    if is_blank(file) {
        let problem = Diagnostic::new(Code::BadBibliography, format!("`{}` is empty", file.path)).at(file.span(0..0));
        let problem = Diagnostic { severity: Severity::Warning, ..problem };
        return Some(problem.hint("export the library again, or remove the file"));
    }
    let marker = conflict(file)?;
    let message = format!("`{}` holds a conflict of git that is not resolved", file.path);
    let hint = "keep one of the two versions and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    Some(Diagnostic::new(Code::BadBibliography, message).at(marker).hint(hint))
}

/// Whether a file holds nothing but white space.
pub(super) fn is_blank(file: &TextFile) -> bool {
    file.text.trim_start_matches('\u{feff}').trim().is_empty()
}

/// The first line that git puts above two versions.
fn conflict(file: &TextFile) -> Option<Span> {
    const MARKER: &str = "<<<<<<< ";
    let at = if file.text.starts_with(MARKER) { Some(0) } else { file.text.find("\n<<<<<<< ").map(|at| at + 1) }?;
    Some(file.span(at..at + MARKER.trim_end().len()))
}
