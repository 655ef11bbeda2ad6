//! In which order the texts of a folder are read: as a program's file says, or by the numbers in the names of the files.

use super::Found;
use crate::chapters;
use crate::project::file_name;

/// The files that may say it, the weightiest first.
const FILES: &[&str] = &[
    "_quarto.yml",
    "_quarto.yaml",
    "_bookdown.yml",
    "_bookdown.yaml",
    "myst.yml",
    "curvenote.yml",
    "_toc.yml",
    "SUMMARY.md",
    "mkdocs.yml",
    "mkdocs.yaml",
    "defaults.yaml",
    "defaults.yml",
];

/// How deep in a folder such a file may lie.
const DEEPEST: usize = 2;

/// Whether a file may say in which order texts are read.
pub(super) fn is_order(path: &str) -> bool {
    path.matches('/').count() <= DEEPEST && FILES.contains(&file_name(path))
}

/// What `chapters` is to be for these texts in these folders, and what is said of it.
pub(super) fn propose(found: &Found, texts: &[&str], content: &[String]) -> Option<(String, String)> {
    let named = FILES.iter().find_map(|name| {
        let files = found.texts.values().filter(|file| file_name(&file.path) == *name);
        files.filter_map(|file| Some((file, chapters_of(file, texts)?))).next()
    });
    if let Some((file, count)) = named {
        return Some((
            file.path.to_string(),
            format!("`{}` says in which order they are read: {count} chapters", file.path),
        ));
    }
    let folder = match content {
        [] => "content",
        [one] => one.as_str(),
        _ => return None,
    };
    let inside = |path: &&&str| match folder {
        "." => !path.contains('/'),
        folder => {
            path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|rest| !rest.contains('/'))
        }
    };
    let direct: Vec<&str> = texts.iter().filter(inside).copied().collect();
    let numbered = direct.iter().filter(|path| chapters::is_numbered(path)).count();
    let is_by_number = numbered >= 3 && numbered * 10 >= direct.len() * 6;
    is_by_number.then(|| (folder.to_owned(), "they are read in the order of the numbers in their names".to_owned()))
}

/// How many of these texts are chapters by this file; none where it names hardly any.
fn chapters_of(file: &crate::diagnostics::TextFile, texts: &[&str]) -> Option<usize> {
    let found = chapters::read(file, texts).value;
    let count = found.entries.iter().filter(|entry| entry.path.is_some()).count();
    (count >= 2).then_some(count)
}
