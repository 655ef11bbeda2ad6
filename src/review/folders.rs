//! The folders in which texts lie: each has a page that lists what is in it, under its introduction where it has one.

use super::paths::slugs;
use super::{Document, FIXED_PAGES, Role, own_title};
use crate::chapters::spoken;
use crate::config::{Content, HOMES, stem};
use std::collections::BTreeMap;

/// Folders whose texts are sources and tags and have pages of their own.
const APART: &[&str] = &["sources", "tags"];

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folder {
    /// Its path below the texts.
    pub below: String,
    /// What its introduction is called, else its name.
    pub title: String,
    /// Its output path: `notes/index.html`.
    pub path: String,
    /// The number of the document that introduces it, at the same path.
    pub introduction: Option<usize>,
    /// The numbers of the other documents in it, by name.
    pub documents: Vec<usize>,
    /// The numbers of the folders in it.
    pub folders: Vec<usize>,
    /// The number of the folder that it lies in.
    pub outer: Option<usize>,
    /// How many documents lie in it and below.
    pub texts: usize,
}

/// The folders of these documents, each behind the one that it lies in. Where texts are kept as we advise, the notes on sources
/// have lists enough; elsewhere they lie where their author looks for them.
pub(super) fn of_documents(content: &Content, documents: &[Document]) -> Vec<Folder> {
    let mut inside: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        let below = content.below(&document.note.summary.path);
        let is_listed = match document.role {
            Role::Page => true,
            Role::Source(_) => !content.is_usual(),
            Role::Home | Role::Tag(_) => false,
        };
        let Some((folder, _)) = below.rsplit_once('/').filter(|_| is_listed) else { continue };
        if APART.contains(&folder.split('/').next().unwrap_or(folder)) {
            continue;
        }
        // The site has pages of its own at some places.
        let is_free = |folder: &str| !FIXED_PAGES.contains(&format!("{}/index.html", slugs(folder)).as_str());
        for (end, _) in folder.match_indices('/').filter(|(end, _)| is_free(&folder[..*end])) {
            inside.entry(&folder[..end]).or_default();
        }
        if is_free(folder) {
            inside.entry(folder).or_default().push(at);
        }
    }
    let numbers: BTreeMap<&str, usize> = inside.keys().enumerate().map(|(at, folder)| (*folder, at)).collect();
    let mut folders: Vec<Folder> = inside
        .iter()
        .map(|(below, texts)| {
            let introduction = introduction(below, texts, documents);
            let name = spoken(below.rsplit('/').next().unwrap_or(below));
            let title = introduction.and_then(|at| own_title(&documents[at].note.summary)).unwrap_or(name);
            let documents = texts.iter().copied().filter(|at| Some(*at) != introduction).collect();
            let outer = below.rsplit_once('/').and_then(|(outer, _)| numbers.get(outer).copied());
            Folder {
                below: (*below).to_owned(),
                title,
                introduction,
                documents,
                outer,
                texts: texts.len(),
                ..Folder::default()
            }
        })
        .collect();
    for at in (0..folders.len()).rev() {
        if let Some(outer) = folders[at].outer {
            folders[outer].texts += folders[at].texts;
            folders[outer].folders.insert(0, at);
        }
    }
    folders
}

/// The text that introduces a folder: its own page, else the one numbered `00`, else the one of its name.
fn introduction(folder: &str, texts: &[usize], documents: &[Document]) -> Option<usize> {
    let name = |at: &usize| {
        let path = &documents[*at].note.summary.path;
        stem(path.rsplit('/').next().unwrap_or(path)).to_lowercase()
    };
    let pages = || texts.iter().filter(|at| documents[**at].role == Role::Page);
    let own = HOMES.iter().find_map(|own| pages().find(|at| name(at) == *own));
    let first = || {
        let mut first = pages().filter(|at| name(at).starts_with("00") && !name(at).starts_with("000"));
        first.next().filter(|_| first.next().is_none())
    };
    let folder = folder.rsplit('/').next().unwrap_or(folder).to_lowercase();
    own.or_else(first).or_else(|| pages().find(|at| name(at) == folder)).copied()
}
