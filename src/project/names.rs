//! What a file is by its name and its folder.

use super::left_out::is_made;
use super::{MARKER, NO_NOTES};
use crate::config::TEXTS;
use std::path::Path;

/// Whether a file of this name is none of the author's: hidden, a backup, or a step of an editor's saving.
pub fn is_noise(path: &Path) -> bool {
    let Some(name) = path.file_name() else { return false };
    let name = name.to_string_lossy().to_ascii_lowercase();
    let start = [".", "~$", "___jb_"].iter().any(|start| name.starts_with(start));
    let end = ["~", ".swp", ".swx", ".tmp", "___jb_tmp___", "___jb_old___"].iter().any(|end| name.ends_with(end));
    let emacs = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    start || end || emacs || name == "4913"
}

/// Whether a folder holds no texts: one of the review's other folders, what programs fill, or a site. `root` is the review
/// where its texts lie anywhere in it.
pub(super) fn is_no_content(entry: &walkdir::DirEntry, root: Option<&Path>) -> bool {
    let Some(root) = root.filter(|_| entry.file_type().is_dir()) else { return false };
    let path = entry.path();
    let named = path.strip_prefix(root).is_ok_and(|path| path.to_str().is_some_and(is_apart));
    named || entry.file_name().to_str().is_some_and(is_made) || path.join(MARKER).is_file()
}

/// Whether a file is a text by its name.
pub fn is_text(path: &str) -> bool {
    TEXTS.contains(&ending(path).as_str())
}

/// Whether a path below the root belongs to what is no note.
pub(super) fn is_apart(path: &str) -> bool {
    NO_NOTES.contains(&path.split('/').next().unwrap_or_default()) || path == "sourcebook.yaml"
}

/// Whether a path below the notes' folder is to be left out: by itself, by a folder it lies in, or by its ending.
pub fn is_ignored(path: &str, ignore: &[String]) -> bool {
    ignore.iter().any(|pattern| match pattern.strip_prefix("*.") {
        Some(wanted) => ending(path) == wanted.to_lowercase(),
        None => path.strip_prefix(pattern.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    })
}

/// The name of a file without its folders and what a link may add, `#page=3`.
pub fn file_name(path: &str) -> &str {
    let path = path.split(['#', '?']).next().unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
}

/// The ending of a file's name, in lower case.
pub fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a file of this name can be a bibliography.
pub fn is_bibliography(path: &str) -> bool {
    matches!(ending(path).as_str(), "bib" | "bibtex" | "json" | "ris" | "yaml" | "yml")
}
