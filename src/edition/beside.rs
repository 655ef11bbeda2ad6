//! Which of the files beside the notes are part of the site.
//!
//! Below `content/` all are, but for libraries: what is private in one (annotations, paths of files) is in no export, and
//! would be in the file itself. In a vault, which holds much that is for nobody else, only what a note links to or shows.

use crate::bibliography::{Shelf, is_plain_library};
use crate::note::Note;
use crate::project::{Project, file_name};
use crate::review::routes;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// What hosts and browsers look for at the top of a site, linked or not.
const FOR_HOSTS: &[&str] = &["CNAME", "robots.txt", "favicon.ico", "favicon.svg"];

/// The paths of the files that are kept back. A file that any published note names is published.
pub(super) fn kept_back(project: &Project, notes: &[Arc<Note>], shelf: &Shelf) -> BTreeSet<String> {
    if project.assets.is_empty() {
        return BTreeSet::new();
    }
    let read: HashSet<&str> = shelf.files.iter().map(|file| &*file.path).collect();
    let named: HashSet<String> = notes.iter().flat_map(|note| names(note)).collect();
    let in_vault = !project.config.content.is_usual();
    let is_kept = |path: &&String| {
        let is_private = read.contains(path.as_str()) || is_plain_library(path);
        (is_private || in_vault && !FOR_HOSTS.contains(&path.as_str()))
            && !named.contains(&routes::fold(file_name(path)))
    };
    project.assets.keys().filter(is_kept).cloned().collect()
}

/// The names of the files that a note links to or shows, without their folders, folded.
fn names(note: &Note) -> impl Iterator<Item = String> {
    let linked = note.summary.links.iter().map(|link| &*link.target).chain(in_html(&note.summary.file.text));
    linked.map(|target| routes::fold(&routes::decode(file_name(target))))
}

/// What raw HTML shows or links to: the values of `src`, `href` and `poster`.
fn in_html(text: &str) -> impl Iterator<Item = &str> {
    let values = ["src=", "href=", "poster="].into_iter().flat_map(|name| text.split(name).skip(1));
    values.map(|rest| match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next().unwrap_or_default(),
        _ => rest.split([' ', '>', '\n']).next().unwrap_or_default(),
    })
}
