//! Where each page stands: who asks for which path, and what stands there in the end.

use super::authors::Author;
use super::tags::Tag;
use super::{Document, FIXED_PAGES, Place, Review, Role, routes};
use crate::config::{Config, Content, stem};
use crate::diagnostics::{Code, Diagnostic};
use std::collections::HashMap;

/// Gives every page its path. Pages that may not move come first; whoever meets one of them moves.
pub(super) fn assign(review: &mut Review) {
    let mut registry = routes::Registry::default();
    for fixed in FIXED_PAGES {
        let (folder, name) = fixed.rsplit_once('/').unwrap_or(("", fixed));
        registry.take(folder, name.trim_end_matches(".html"));
    }
    // The files of all references stand there, beside their page.
    registry.take("references", "references");
    let sources: Vec<usize> = review
        .sources
        .iter()
        .map(|source| registry.ask("sources", routes::key_name(&source.reference.key), &source.reference.key))
        .collect();
    let tags: Vec<usize> =
        review.vocabulary.tags.iter().map(|tag| registry.ask("tags", tag.slug.clone(), &tag.word)).collect();
    let noted = |tag: &&Tag| tag.sources.iter().any(|source| review.sources[*source].note.is_some());
    let mut annotate = |tag: &Tag| registry.ask("annotated", tag.slug.clone(), &tag.word);
    let annotated: Vec<Option<usize>> =
        review.vocabulary.tags.iter().map(|tag| Some(tag).filter(noted).map(&mut annotate)).collect();
    let name = |author: &Author| author.name.inverted();
    let authors: Vec<usize> = review
        .authors
        .iter()
        .map(|author| registry.ask("authors", routes::slug(&name(author)), &name(author)))
        .collect();
    // A folder's page stands at its head; so does the text that introduces it.
    let folders: Vec<usize> =
        review.folders.iter().map(|folder| registry.take(&slugs(&folder.below), "index")).collect();
    let introduced: HashMap<usize, usize> =
        review.folders.iter().zip(&folders).filter_map(|(folder, at)| Some((folder.introduction?, *at))).collect();
    let page = |(at, document): (usize, &Document)| {
        introduced.get(&at).copied().or_else(|| ask_for_page(&mut registry, &review.content, document))
    };
    let pages: Vec<Option<usize>> = review.documents.iter().enumerate().map(page).collect();
    let paths = registry.assign();
    for (source, at) in review.sources.iter_mut().zip(sources) {
        source.path.clone_from(&paths[at]);
    }
    for (folder, at) in review.folders.iter_mut().zip(folders) {
        folder.path.clone_from(&paths[at]);
    }
    for (author, at) in review.authors.iter_mut().zip(authors) {
        author.path.clone_from(&paths[at]);
    }
    for (tag, at) in review.vocabulary.tags.iter_mut().zip(annotated) {
        tag.annotated = at.map(|at| paths[at].clone());
    }
    for (tag, at) in review.vocabulary.tags.iter_mut().zip(tags) {
        tag.path.clone_from(&paths[at]);
        tag.slug = tag.path.trim_start_matches("tags/").trim_end_matches(".html").to_owned();
    }
    for (document, at) in review.documents.iter_mut().zip(pages) {
        document.path = match (document.role, at) {
            (Role::Source(source), _) => review.sources[source].path.clone(),
            (Role::Tag(tag), _) => review.vocabulary.tags[tag].path.clone(),
            (_, Some(at)) => paths[at].clone(),
            (_, None) => "index.html".to_owned(),
        };
    }
}

/// The fixed pages that a review does not have: those for which nothing is given, or which nobody asks for.
pub(super) fn left_out(config: &Config, documents: &[Document]) -> Vec<&'static str> {
    let is_screened = |document: &Document| {
        matches!(document.role, Role::Source(_)) && document.note.summary.front.screening.is_some()
    };
    let is_screened = config.screening.is_some() || documents.iter().any(is_screened);
    let asked = [("progress/index.html", config.progress == Some(true)), ("screening/index.html", is_screened)];
    asked.into_iter().filter(|(_, is_asked)| !is_asked).map(|(page, _)| page).collect()
}

/// What stands at each path; a note and an introduction stand for what they are about.
pub(super) fn places(review: &Review) -> HashMap<String, Place> {
    let tags = review.vocabulary.tags.iter().enumerate().map(|(at, tag)| (tag.path.clone(), Place::Tag(at)));
    let sources = review.sources.iter().enumerate().map(|(at, source)| (source.path.clone(), Place::Source(at)));
    let annotated = review.vocabulary.tags.iter().enumerate();
    let annotated = annotated.filter_map(|(at, tag)| Some((tag.annotated.clone()?, Place::Annotated(at))));
    let authors = review.authors.iter().enumerate().map(|(at, author)| (author.path.clone(), Place::Author(at)));
    let documents = review.documents.iter().enumerate();
    let documents = documents.map(|(at, document)| (document.path.clone(), Place::Document(at)));
    tags.chain(annotated).chain(sources).chain(authors).chain(documents).collect()
}

/// A page whose address the site needs for a page of its own.
pub(super) fn displaced(content: &Content, document: &Document) -> Option<Diagnostic> {
    let note = &document.note.summary;
    let wanted = stem(content.below(&note.path)).to_owned() + ".html";
    let taken = document.role == Role::Page && FIXED_PAGES.contains(&wanted.as_str());
    taken.then(|| {
        let message =
            format!("the site keeps `{wanted}` for a page of its own, so this one stands at `{}`", document.path);
        Diagnostic::new(Code::NameCollision, message).at(note.file.span(0..0)).hint("give the file another name")
    })
}

/// The path of a folder in the site.
pub(super) fn slugs(folder: &str) -> String {
    let parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(routes::slug).collect();
    parts.join("/")
}

fn ask_for_page(registry: &mut routes::Registry, content: &Content, document: &Document) -> Option<usize> {
    let path = stem(content.below(&document.note.summary.path));
    match document.role {
        Role::Home => Some(registry.take("", "index")),
        Role::Source(_) | Role::Tag(_) => None,
        Role::Page => {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let folder = slugs(folder);
            if name == "index" && !FIXED_PAGES.contains(&format!("{folder}/index.html").as_str()) {
                return Some(registry.take(&folder, "index"));
            }
            Some(registry.ask(&folder, routes::slug(name), path))
        }
    }
}
