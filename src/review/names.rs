//! All that a link can name: notes, pages and files, by path, file name, title, alias and id.

use super::{Document, routes};
use crate::diagnostics::nearest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All that a link can name.
#[derive(Debug, Default)]
pub struct Names {
    pub(super) by_path: BTreeMap<String, usize>,
    by_stem: BTreeMap<String, Vec<usize>>,
    pub(super) by_title: BTreeMap<String, usize>,
    by_id: BTreeMap<String, usize>,
    pub(super) assets: BTreeMap<String, String>,
    asset_names: BTreeMap<String, Vec<String>>,
    drafts: BTreeSet<String>,
}

impl Names {
    /// The names of the documents and of the files copied beside them.
    pub fn new<'a>(documents: &[Document], assets: impl Iterator<Item = &'a str>, drafts: &[Arc<str>]) -> Self {
        let mut names = Self::default();
        for draft in drafts {
            let path = routes::fold(below_content(draft));
            names.drafts.extend(path.rsplit('/').next().map(|name| name.trim_end_matches(".md").to_owned()));
            names.drafts.insert(path);
        }
        for (at, document) in documents.iter().enumerate() {
            let note = &document.note.summary;
            let path = below_content(&note.path);
            let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
            names.by_path.insert(routes::fold(path), at);
            names.by_stem.entry(routes::fold(stem)).or_default().push(at);
            for id in note.front.id.as_deref().into_iter().chain(ids(stem)) {
                names.by_id.entry(id.to_owned()).or_insert(at);
            }
            for title in note.front.aliases.iter().chain(&note.front.title).chain(&note.heading_title) {
                names.by_title.entry(routes::fold(title)).or_insert(at);
            }
        }
        for asset in assets {
            let output = below_content(asset).to_owned();
            let name = output.rsplit('/').next().unwrap_or(&output).to_owned();
            names.assets.insert(routes::fold(&output), output.clone());
            names.asset_names.entry(routes::fold(&name)).or_default().push(output);
        }
        names
    }

    /// The document that a name means: by its file's name or the end of its path, or by Zettlr's id.
    pub(super) fn document(&self, name: &str) -> Option<usize> {
        let folded = routes::fold(name.trim_end_matches(".md"));
        let stem = folded.rsplit('/').next().unwrap_or(&folded);
        let found = self.by_stem.get(stem).map(Vec::as_slice).unwrap_or_default();
        let ending = format!("/{folded}.md");
        let in_folder = |at: &&usize| self.by_path.iter().any(|(path, other)| other == *at && path.ends_with(&ending));
        match folded == stem {
            true => found.first().copied().or_else(|| self.by_id.get(name).copied()),
            false => found.iter().find(in_folder).copied(),
        }
    }

    /// The file that is no note and has this name, or a path with this end.
    pub(super) fn asset(&self, name: &str) -> Option<String> {
        let folded = routes::fold(name);
        let found = self.asset_names.get(folded.rsplit('/').next().unwrap_or(&folded))?;
        let ending = format!("/{folded}");
        found.iter().find(|path| !folded.contains('/') || routes::fold(path).ends_with(&ending)).cloned()
    }

    /// Whether a name means a note that is left out.
    pub(super) fn is_draft(&self, name: &str) -> bool {
        let folded = routes::fold(name.trim_start_matches('@'));
        self.drafts.contains(&folded) || self.drafts.contains(&format!("{folded}.md"))
    }

    /// The known name nearest to one that is not known.
    pub(super) fn suggestion(&self, wanted: &str) -> Option<String> {
        let name = wanted.rsplit('/').next().unwrap_or(wanted).trim_end_matches(".md");
        let known = self.by_stem.keys().chain(self.asset_names.keys()).map(String::as_str);
        nearest(name, known).map(|best| format!("did you mean `{best}`?"))
    }
}

/// The ids in a file's name: rows of twelve digits or more, as Zettlr makes them of the time.
fn ids(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() >= 12)
}

/// A path below `content/`.
pub fn below_content(path: &str) -> &str {
    path.strip_prefix("content/").unwrap_or(path)
}
