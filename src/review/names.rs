//! All that a link can name: notes, pages and files, by path, file name, title, alias and id.

use super::tags::folded;
use super::{Aside, Document, Review, Role, routes};
use crate::config::{HOMES, stem};
use crate::diagnostics::{nearest, slip_of};
use crate::note::is_block_of_logseq;
use crate::project::Why;
use std::collections::{BTreeMap, BTreeSet};

/// The pages that other programs make of a text.
const PAGES: &[&str] = &[".html", ".htm", ".ipynb"];

/// All that a link can name.
#[derive(Debug, Default)]
pub struct Names {
    by_path: BTreeMap<String, usize>,
    /// By the path without the ending.
    by_bare: BTreeMap<String, usize>,
    by_stem: BTreeMap<String, Vec<usize>>,
    /// The folded path of each document, without its ending.
    bare_paths: Vec<String>,
    pub(super) by_title: BTreeMap<String, usize>,
    by_id: BTreeMap<String, usize>,
    /// By the id of a block of Logseq's in it.
    by_block: BTreeMap<String, usize>,
    pub(super) assets: BTreeMap<String, String>,
    asset_names: BTreeMap<String, Vec<String>>,
    drafts: BTreeSet<String>,
    /// Texts that are left out for another reason, by folded path.
    left_out: BTreeMap<String, Why>,
    /// What a link may say besides: titles, keys and tags, as they are written.
    words: BTreeSet<String>,
    /// The paths in the site, and those of files below `content/`.
    paths: BTreeSet<String>,
    /// Tags that only notes without their reference carry, folded.
    lost_tags: BTreeSet<String>,
}

impl Names {
    /// The names of a review's documents and of the files copied beside them.
    pub fn new<'a>(review: &Review, assets: impl Iterator<Item = &'a str>, aside: &Aside<'_>) -> Self {
        let mut names = Self::default();
        names.add_generated(review);
        for (why, path) in aside.left_out {
            names.left_out.insert(routes::fold(path), *why);
            names.left_out.entry(routes::fold(review.content.below(path))).or_insert(*why);
        }
        for draft in aside.drafts {
            let path = routes::fold(review.content.below(draft));
            names.drafts.extend(path.rsplit('/').next().map(|name| stem(name).to_owned()));
            names.drafts.insert(path);
        }
        for (at, document) in review.documents.iter().enumerate() {
            let note = &document.note.summary;
            let path = review.content.below(&note.path);
            names.paths.insert(path.to_owned());
            names.words.extend(note.front.aliases.iter().chain(&note.front.title).chain(&note.heading_title).cloned());
            names.add_lost(document);
            let name = stem(path.rsplit('/').next().unwrap_or(path));
            names.by_path.insert(routes::fold(path), at);
            names.bare_paths.push(routes::fold(stem(path)));
            names.by_bare.entry(names.bare_paths[at].clone()).or_insert(at);
            names.by_stem.entry(routes::fold(name)).or_default().push(at);
            for id in note.front.id.as_deref().into_iter().chain(ids(name)) {
                names.by_id.entry(id.to_owned()).or_insert(at);
            }
            for block in note.block_ids.iter().filter(|block| is_block_of_logseq(block)) {
                names.by_block.entry(block.clone()).or_insert(at);
            }
            if let Some(title) = page_of_logseq(name) {
                names.by_title.entry(routes::fold(&title)).or_insert(at);
            }
            for title in note.front.aliases.iter().chain(&note.front.title).chain(&note.heading_title) {
                names.by_title.entry(routes::fold(title)).or_insert(at);
            }
        }
        for asset in assets {
            let output = review.content.below(asset).to_owned();
            let name = output.rsplit('/').next().unwrap_or(&output).to_owned();
            names.paths.insert(output.clone());
            names.assets.insert(routes::fold(&output), output.clone());
            names.asset_names.entry(routes::fold(&name)).or_default().push(output);
        }
        names
    }

    /// What the site makes without a file: its own pages, and those of references and tags.
    fn add_generated(&mut self, review: &Review) {
        self.paths.extend(review.fixed_pages().map(str::to_owned));
        self.words.extend(review.sources.iter().map(|source| source.reference.key.clone()));
        self.words.extend(review.vocabulary.tags.iter().map(|tag| tag.word.clone()));
    }

    /// Takes down the tags of a note whose reference is missing.
    fn add_lost(&mut self, document: &Document) {
        let note = &document.note.summary;
        if document.role == Role::Page && note.is_about_a_source() {
            let front =
                note.front.tags.iter().map(|(word, _)| word).chain(note.front.findings.iter().map(|of| &of.tag));
            self.lost_tags.extend(front.chain(note.inline_tags.iter().map(|tag| &tag.word)).map(|word| folded(word)));
        }
    }

    /// Whether a name means a tag that is missing only because the references of the notes that carry it are.
    pub(super) fn is_lost(&self, name: &str) -> bool {
        self.lost_tags.contains(&folded(name.trim_start_matches("tags/")))
    }

    /// The text of a folded path: with or without its ending, with that of the page that other programs make of it, or a folder's
    /// own page.
    pub(super) fn text(&self, path: &str) -> Option<usize> {
        let page = PAGES.iter().find_map(|ending| path.strip_suffix(ending));
        let own =
            |path: &str| HOMES.iter().find_map(|name| self.by_bare.get(format!("{path}/{name}").trim_matches('/')));
        let exact = self.by_path.get(path).or_else(|| self.by_bare.get(path)).or_else(|| own(path));
        exact.or_else(|| self.by_bare.get(page?)).or_else(|| own(page?.strip_suffix("/index")?)).copied()
    }

    /// The document that a name means, in a file of this folder: by its file's name or the end of its path, the nearest below
    /// that folder or else the one of the shortest path, as Obsidian chooses; or by Zettlr's id.
    pub(super) fn document(&self, name: &str, folder: &str) -> Option<usize> {
        let folded = routes::fold(stem(name));
        let bare = folded.rsplit('/').next().unwrap_or(&folded);
        let found = self.by_stem.get(bare).map(Vec::as_slice).unwrap_or_default();
        let ending = format!("/{folded}");
        let folder = routes::fold(folder);
        let rank = |(path, at): &(String, usize)| (!path.starts_with(&folder), path.len(), *at);
        let named = found.iter().map(|at| (self.bare_paths[*at].clone(), *at));
        let named = named.filter(|(path, _)| *path == folded || path.ends_with(&ending));
        named.min_by_key(rank).map(|(_, at)| at).or_else(|| self.by_id.get(name).copied())
    }

    /// The file that is no note and has this name, or a path with this end.
    pub(super) fn asset(&self, name: &str) -> Option<String> {
        let folded = routes::fold(name);
        let found = self.asset_names.get(folded.rsplit('/').next().unwrap_or(&folded))?;
        let ending = format!("/{folded}");
        found.iter().find(|path| !folded.contains('/') || routes::fold(path).ends_with(&ending)).cloned()
    }

    /// Why the text of a path is left out, if it is.
    pub(super) fn left_out(&self, path: &str) -> Option<Why> {
        let folded = routes::fold(path.trim_start_matches("./"));
        self.left_out.get(&folded).or_else(|| self.left_out.get(&format!("{folded}.md"))).copied()
    }

    /// The document that has the block of this id.
    pub(super) fn block(&self, id: &str) -> Option<usize> {
        self.by_block.get(id).copied()
    }

    /// Whether a name means a note that is left out.
    pub(super) fn is_draft(&self, name: &str) -> bool {
        let folded = routes::fold(name.trim_start_matches('@'));
        self.drafts.contains(&folded) || self.drafts.contains(&format!("{folded}.md"))
    }

    /// The known name nearest to one that is not known: a path that is a slip away, else the nearest name, title, key or tag.
    pub(super) fn suggestion(&self, wanted: &str) -> Option<String> {
        let name = wanted.rsplit('/').next().unwrap_or(wanted);
        let name = stem(name);
        let path = wanted.trim_start_matches(['.', '/']);
        let by_path = slip_of(path, self.paths.iter().map(String::as_str));
        let by_name = || nearest(name, self.by_stem.keys().chain(self.asset_names.keys()).map(String::as_str));
        let by_word = || nearest(name, self.words.iter().map(String::as_str));
        by_path.or_else(by_name).or_else(by_word).map(|best| format!("did you mean `{best}`?"))
    }
}

/// The title of a page of Logseq's by the name of its file, where that cannot say it: `a___b` and `a%3F` (Logseq, "File name
/// format").
pub(super) fn page_of_logseq(name: &str) -> Option<String> {
    let title = routes::decode(&name.replace("___", "/"));
    (title != name).then_some(title)
}

/// The ids in a file's name: rows of twelve digits or more, as Zettlr makes them of the time.
fn ids(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() >= 12)
}
