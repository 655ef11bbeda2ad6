//! The search page, and what is found from it: the texts and records of a review as entries of the index.

use super::Composer;
use super::context::*;
use crate::bibliography::Name;
use crate::review::authors::Author;
use crate::review::tags::Tag;
use crate::review::{Role, Source, routes};
use crate::rich::Rich;
use crate::search::{Entry, Kind, Section};
use rayon::prelude::*;
use std::sync::Arc;

mod text;

pub use text::TextMemo;

/// A kind of more pages than this is not listed on the search page: its own page lists them.
const MOST_TITLES: usize = 2_000;
/// The roles whose names a source is found by.
const ROLES: &[&str] =
    &["author", "editor", "translator", "container-author", "collection-editor", "director", "interviewer"];
/// What a record says beside titles and names.
const SAID: &[&str] = &[
    "container-title",
    "collection-title",
    "publisher",
    "event-title",
    "genre",
    "DOI",
    "ISBN",
    "archive",
    "call-number",
    "abstract",
];

impl Composer<'_> {
    pub(super) fn search_page(&self, path: &str) -> SearchPage {
        let review = self.review;
        let pages = review.documents.iter().filter(|document| matches!(document.role, Role::Home | Role::Page));
        let pages = pages.map(|document| (review.title_of(document), &document.path));
        let sources = review.by_year.iter().map(|at| &review.sources[*at]);
        let titled = |source: &Source| match title(source) {
            title if title.is_empty() => source.title.clone(),
            title => format!("{}, {title}", source.title),
        };
        let tags = review.vocabulary.tags.iter().map(|tag| (tag.label(&self.config.language), &tag.path));
        let authors = review.authors.iter().map(|author| (author.name.inverted(), &author.path));
        let groups = [
            group(path, "pages", "", pages.collect()),
            group(
                path,
                "sources",
                "sources/index.html",
                sources.map(|source| (titled(source), &source.path)).collect(),
            ),
            group(path, "themes", "tags/index.html", tags.collect()),
            group(path, "authors", "authors/index.html", authors.collect()),
        ];
        SearchPage { groups: groups.into_iter().filter(|group| group.count > 0).collect() }
    }

    /// All that can be found, the documents first.
    pub fn entries(&self, memo: &TextMemo) -> Vec<Entry> {
        let review = self.review;
        let mut sources: Vec<Entry> = review.sources.par_iter().map(|source| self.source_entry(source)).collect();
        let documents = (0..review.documents.len()).into_par_iter().map(|at| self.document_entry(at, &sources, memo));
        let mut entries: Vec<Entry> = documents.collect();
        entries.append(&mut sources);
        let bare = review.vocabulary.tags.iter().filter(|tag| tag.introduction.is_none());
        entries.extend(bare.map(|tag| self.tag_entry(tag, Arc::default())));
        entries.extend(review.authors.iter().map(author_entry));
        entries
    }

    /// The entry of a document; `sources` are those of the records.
    fn document_entry(&self, at: usize, sources: &[Entry], memo: &TextMemo) -> Entry {
        let document = &self.review.documents[at];
        let front = &document.note.summary.front;
        let described = front.description.iter().chain(front.abstracts.iter().map(|(_, text)| text));
        let said = match document.role {
            Role::Source(source) => &*self.review.sources[source].findings,
            _ => &[],
        };
        let said = said.iter().filter(|finding| finding.heading.is_none()).map(|finding| &finding.text);
        let sections = self.sections(at, section(described.chain(said)), memo);
        let (kind, title, names) = match document.role {
            Role::Source(at) => {
                let source = &sources[at];
                (Kind::Note, source.title.clone(), source.names.clone())
            }
            Role::Tag(tag) => return self.tag_entry(&self.review.vocabulary.tags[tag], sections),
            Role::Home | Role::Page => (Kind::Page, self.review.title_of(document), Vec::new()),
        };
        let names = each_once(names.into_iter().chain(document.note.summary.heading_title.clone()).collect());
        let language = front.lang.clone().filter(|language| *language != self.config.language).unwrap_or_default();
        Entry { kind, path: document.path.clone(), title, language, names, sections }
    }

    fn source_entry(&self, source: &Source) -> Entry {
        let item = &source.reference.item;
        let said: Vec<String> = SAID.iter().filter_map(|name| item.plain(name)).collect();
        let said = said.iter().chain(std::iter::once(&source.reference.keywords).flatten());
        let title = title(source);
        let language = if title.trim().is_empty() { String::new() } else { self.title_language(source) };
        Entry {
            kind: Kind::Source,
            path: source.path.clone(),
            title: source.title.clone(),
            language,
            names: self.source_names(source, title),
            sections: Arc::new(vec![section(said)]),
        }
    }

    /// The titles of a source, its own first, its people as this record and others spell them, its key.
    fn source_names(&self, source: &Source, title: String) -> Vec<String> {
        let item = &source.reference.item;
        let mut names = vec![title, Rich::from_markup(&source.reference.spelled.addition).plain()];
        names.extend(["original-title", "translated-title", "title-short"].iter().filter_map(|name| item.plain(name)));
        names.extend(ROLES.iter().flat_map(|role| item.names(role)).map(|name| name.natural()));
        let creators = source.creators.iter().map(|at| &self.review.authors[*at]);
        names.extend(creators.flat_map(spellings));
        names.push(source.reference.key.clone());
        each_once(names)
    }

    fn tag_entry(&self, tag: &Tag, sections: Arc<Vec<Section>>) -> Entry {
        let labels = tag.labels.iter().map(|(_, label)| label).chain(&tag.title);
        let names = labels.chain(&tag.synonyms).chain([&tag.word]).chain(&tag.group).cloned().collect();
        let title = tag.label(&self.config.language);
        Entry {
            kind: Kind::Tag,
            path: tag.path.clone(),
            title,
            language: String::new(),
            names: each_once(names),
            sections,
        }
    }
}

/// Texts as the blocks of a section without an anchor.
fn section<'t>(texts: impl Iterator<Item = &'t String>) -> Section {
    let mut section = Section::default();
    texts.for_each(|text| section.add(text));
    section
}

fn author_entry(author: &Author) -> Entry {
    let names = each_once(spellings(author).chain(author.orcid().map(str::to_owned)).collect());
    let title = author.name.natural();
    Entry {
        kind: Kind::Author,
        path: author.path.clone(),
        title,
        language: String::new(),
        names,
        sections: Arc::default(),
    }
}

/// A name as all records spell it.
fn spellings(author: &Author) -> impl Iterator<Item = String> {
    std::iter::once(&author.name).chain(&author.variants).map(Name::natural)
}

/// The title as the record spells it, without markup.
fn title(source: &Source) -> String {
    Rich::from_markup(&source.reference.spelled.title).plain()
}

/// Names without empty ones and repetitions, in order.
fn each_once(names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    names.into_iter().filter(|name| !name.trim().is_empty() && seen.insert(name.clone())).collect()
}

fn group(path: &str, kind: &str, url: &str, pages: Vec<(String, &String)>) -> TitleGroup {
    let link = |(label, target): (String, &String)| LinkContext { label, url: routes::relative(path, target) };
    let count = pages.len();
    let titles =
        if count > MOST_TITLES && !url.is_empty() { Vec::new() } else { pages.into_iter().map(link).collect() };
    let url = if url.is_empty() { String::new() } else { routes::relative(path, url) };
    TitleGroup { kind: kind.to_owned(), count, titles, url }
}
