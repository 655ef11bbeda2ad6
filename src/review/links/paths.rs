//! What the path or the name in a link leads to.

use super::Resolver;
use crate::config::stem;
use crate::review::{Place, Review, routes};

/// What a name or path can lead to.
pub(super) enum Found {
    Document(usize),
    Page(String, String),
    Asset(String),
}

impl Resolver<'_> {
    /// What the path of a Markdown link means: seen from the file, from the top of the texts, from the top of the review; else
    /// the file of that name, as Obsidian finds it.
    pub(super) fn by_path(&self, path: &str) -> Option<Found> {
        let (review, own) = (self.review, &*self.note.path);
        let from_here = join(folder_of(review.content.below(own)), path);
        let from_file = join(folder_of(own), path).map(|path| review.content.below(&path).to_owned());
        let from_top = join("", path).map(|path| review.content.below(&path).to_owned());
        let candidates = [from_here, from_file, from_top].into_iter().flatten();
        let mut found = candidates.filter_map(|wanted| self.find_path(&wanted));
        found.next().or_else(|| {
            let name = path.trim_start_matches("./").trim_start_matches("../");
            let document = || self.names.document(name, self.folder()).map(Found::Document);
            self.names.asset(name).map(Found::Asset).or_else(document)
        })
    }

    /// What a wikilink means, in Obsidian's order: a path from the top, a path from here, a file's name, then what we add: a key, a
    /// title or alias, a tag.
    pub(super) fn by_name(&self, name: &str) -> Option<Found> {
        let here = join(self.folder(), name);
        let by_path = self.find_path(name).or_else(|| self.find_path(&here?));
        let title = routes::fold(name);
        let key = name.strip_prefix('@').unwrap_or(name);
        by_path
            .or_else(|| self.names.document(name, self.folder()).map(Found::Document))
            .or_else(|| self.review.source_of(key).map(|source| page_of(self.review, source)))
            .or_else(|| self.names.by_title.get(&title).map(|at| Found::Document(*at)))
            .or_else(|| self.names.asset(name).map(Found::Asset))
            .or_else(|| generated(self.review, &format!("tags/{name}")))
    }

    /// The folder of the file, below that of the texts.
    fn folder(&self) -> &str {
        folder_of(self.review.content.below(&self.note.path))
    }

    fn find_path(&self, wanted: &str) -> Option<Found> {
        let folded = routes::fold(wanted.trim_matches('/'));
        self.names
            .text(&folded)
            .map(Found::Document)
            .or_else(|| self.names.assets.get(&folded).map(|asset| Found::Asset(asset.clone())))
            .or_else(|| {
                let folder = self.review.folders.iter().find(|folder| routes::fold(&folder.below) == folded)?;
                Some(Found::Page(folder.path.clone(), folder.title.clone()))
            })
            .or_else(|| generated(self.review, wanted))
    }
}

/// A page that the site makes without a file: by its output path, or `tags/NAME` and `sources/KEY` without a file of their own.
fn generated(review: &Review, wanted: &str) -> Option<Found> {
    let wanted = stem(wanted);
    let page = |path: &str, title: String| Some(Found::Page(path.to_owned(), title));
    if let Some(tag) = wanted.strip_prefix("tags/").and_then(|word| review.vocabulary.find(word)) {
        let tag = &review.vocabulary.tags[tag];
        return page(&tag.path, tag.label(&review.language));
    }
    if let Some(source) = wanted.strip_prefix("sources/").and_then(|key| review.source_of(key)) {
        return Some(page_of(review, source));
    }
    let output = if wanted.ends_with(".html") {
        wanted.to_owned()
    } else {
        format!("{}/index.html", wanted.trim_end_matches('/'))
    };
    let is_fixed = output == "index.html" || review.fixed_pages().any(|page| page == output);
    let title = match review.place_of(&output) {
        Some(Place::Document(at)) => return Some(Found::Document(at)),
        Some(Place::Source(at)) => review.sources[at].title.clone(),
        Some(Place::Author(at)) => review.authors[at].name.natural(),
        Some(Place::Tag(at) | Place::Annotated(at)) => review.vocabulary.tags[at].label(&review.language),
        None if is_fixed => output.clone(),
        None => return None,
    };
    Some(Found::Page(output, title))
}

/// The page of a source: its note, where there is one.
fn page_of(review: &Review, source: usize) -> Found {
    let source = &review.sources[source];
    source.note.map_or_else(|| Found::Page(source.path.clone(), source.title.clone()), Found::Document)
}

pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path as seen from a folder, `.` and `..` taken out; none where it leaves the review.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
