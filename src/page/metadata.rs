//! What machines read of a page: Highwire tags, Dublin Core, Open Graph, links of signposting, JSON-LD; and COinS in lists.
//!
//! The page of a source speaks of the work, the home page of the review itself, all other pages of nothing but
//! themselves. The files below are functions from a record to plain data; here it is decided which page has what.

use super::context::{HeadLink, MetaContext, PageContext, ReferenceEntry, ReferenceList};
use super::jobs::Done;
use super::{Composer, Content, Page, Subject};
use crate::bibliography::Item;
use crate::review::Role;
use std::borrow::Cow;

pub mod coins;
pub mod dublin_core;
pub mod highwire;
pub mod json_ld;
pub mod open_graph;
mod pages;
pub mod signposting;
pub mod types;
pub mod work;

/// In a list of more works COinS say the main things only: whole ones would double its weight.
pub const MOST_COINS: usize = 500;

/// A list of more works has no COinS: nobody picks from so many.
pub const MOST_SHORT_COINS: usize = 1000;

/// Tags of the head in order; those without a text are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metas(pub Vec<MetaContext>);

impl Metas {
    fn push(&mut self, attribute: &'static str, name: &str, content: &str) {
        let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
        if !content.is_empty() {
            self.0.push(MetaContext { attribute, name: name.to_owned(), content });
        }
    }

    fn add(&mut self, name: &str, content: Option<String>) {
        self.push("name", name, &content.unwrap_or_default());
    }

    fn all(&mut self, name: &str, contents: impl Iterator<Item = String>) {
        contents.for_each(|content| self.push("name", name, &content));
    }

    fn property(&mut self, name: &str, content: Option<&str>) {
        self.push("property", name, content.unwrap_or_default());
    }

    fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }
}

/// What a page is about, to machines.
#[derive(Debug, Clone, Copy)]
enum About {
    Source(usize),
    Tag(usize),
    Author(usize),
    Review,
    /// Lists of all of something.
    Index,
    /// The text itself.
    Text,
}

impl Composer<'_> {
    /// The page with what machines read in its head; a page for lost readers has nothing of it.
    pub(super) fn with_metadata(&self, subject: Subject, page: Page) -> Page {
        if matches!(page.it, Content::NotFound(_)) {
            return page;
        }
        let about = self.about(subject);
        let metas = self.metas(about, &page).0;
        let links = self.head_links(about, &page);
        let json_ld = self.json_ld(about, &page).map(json_ld::script).unwrap_or_default();
        Page { page: PageContext { metas, links, json_ld, ..page.page }, ..page }
    }

    /// These sources as COinS.
    pub(super) fn coins(&self, sources: &[usize]) -> String {
        sources.iter().map(|source| self.coins_among(*source, sources.len())).collect()
    }

    /// A source as COinS in a list of so many works; none in the longest.
    fn coins_among(&self, source: usize, listed: usize) -> Cow<'_, str> {
        if listed > MOST_SHORT_COINS {
            "".into()
        } else if listed > MOST_COINS {
            coins::short_html(&self.record_of(source)).into()
        } else {
            self.spans[source].get_or_init(|| coins::html(&self.record_of(source))).as_str().into()
        }
    }

    /// An entry of a list of so many works, to take away.
    pub(super) fn with_coins(&self, source: usize, entry: ReferenceEntry, listed: usize) -> ReferenceEntry {
        ReferenceEntry { coins_html: self.coins_among(source, listed).into_owned(), ..entry }
    }

    /// A formatted list of works to take away.
    pub(super) fn list_with_coins(&self, done: &Done, path: &str) -> ReferenceList {
        let list = self.reference_list(done, path);
        let (count, sources) = (list.entries.len(), self.listed(done).map(|(source, _)| source));
        let entries = list.entries.into_iter().zip(sources);
        let entries = entries.map(|(entry, source)| self.with_coins(source, entry, count));
        ReferenceList { entries: entries.collect(), ..list }
    }

    /// The record of a source, its titles in the letters of its file.
    fn record_of(&self, source: usize) -> Item {
        work::spelled(&self.review.sources[source].reference)
    }

    fn about(&self, subject: Subject) -> About {
        match subject {
            Subject::Document(at) => match self.review.documents[at].role {
                Role::Home => About::Review,
                Role::Source(source) => About::Source(source),
                Role::Tag(tag) => About::Tag(tag),
                Role::Page => About::Text,
            },
            Subject::Home => About::Review,
            Subject::Source(at) => About::Source(at),
            Subject::Tag(at) => About::Tag(at),
            Subject::Author(at) => About::Author(at),
            _ => About::Index,
        }
    }

    fn metas(&self, about: About, page: &Page) -> Metas {
        let mut metas = Metas::default();
        let mut title = page.page.title.clone();
        match about {
            About::Source(at) => {
                let source = &self.review.sources[at];
                let item = &self.record_of(at);
                if self.config.highwire {
                    metas.extend(highwire::metas(item, &source.reference.keywords));
                }
                metas.extend(dublin_core::metas(item));
                title = open_graph::title(&source.title, item);
            }
            About::Review => {
                if let Some(own) = self.own_reference() {
                    metas.extend(highwire::metas(&own, &[]));
                    metas.extend(dublin_core::metas(&own));
                }
            }
            _ => {}
        }
        let (description, address) = (page.page.description.as_deref(), page.page.canonical.as_deref());
        metas.extend(open_graph::metas(&title, &self.site_title(), description, address));
        metas
    }

    fn head_links(&self, about: About, page: &Page) -> Vec<HeadLink> {
        let terms = HeadLink { rel: "schema.dcterms".to_owned(), url: dublin_core::TERMS.to_owned(), kind: "" };
        let turn = [("prev", &page.page.previous), ("next", &page.page.next)]
            .into_iter()
            .filter_map(|(rel, to)| Some(HeadLink { rel: rel.to_owned(), url: to.as_ref()?.url.clone(), kind: "" }));
        let of_kind: Vec<HeadLink> = match (about, &page.it) {
            (About::Source(at), Content::Source(it)) => {
                let item = &self.review.sources[at].reference.item;
                std::iter::once(terms).chain(signposting::source(item, it, &page.page.root)).collect()
            }
            (About::Review, _) => vec![terms],
            (_, Content::References(it)) => signposting::data(&it.references.downloads).collect(),
            _ => Vec::new(),
        };
        of_kind.into_iter().chain(turn).collect()
    }
}
