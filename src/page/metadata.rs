//! What machines read of a page: Highwire tags, Dublin Core, Open Graph, links of signposting, JSON-LD; and COinS in lists.
//!
//! The page of a source speaks of the work, the home page of the review itself, all other pages of nothing but
//! themselves. The files below are functions from a record to plain data; here it is decided which page has what.

use super::context::{HeadLink, MetaContext, PageContext, ReferenceEntry, ReferenceList};
use super::jobs::Done;
use super::{Composer, Content, Page, Subject, iso_date};
use crate::bibliography::Item;
use crate::review::{FIXED_PAGES, Role};
use json_ld::Thing;
use serde_json::Value;

pub mod coins;
pub mod dublin_core;
pub mod highwire;
pub mod json_ld;
pub mod open_graph;
pub mod signposting;
pub mod types;
pub mod work;

/// A list of more works has no COinS: they would double its weight, and nobody picks from so many.
pub const MOST_COINS: usize = 500;

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

    /// These sources as COinS; none beyond their number.
    pub(super) fn coins(&self, sources: &[usize]) -> String {
        let few = Some(sources).filter(|sources| sources.len() <= MOST_COINS).unwrap_or_default();
        let span = |source: usize| self.spans[source].get_or_init(|| coins::html(&self.record_of(source)));
        few.iter().map(|source| span(*source).as_str()).collect()
    }

    /// An entry of a list of so many works, to take away.
    pub(super) fn with_coins(&self, source: usize, entry: ReferenceEntry, listed: usize) -> ReferenceEntry {
        if listed > MOST_COINS {
            return entry;
        }
        ReferenceEntry { coins_html: self.coins(&[source]), ..entry }
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
        match (about, &page.it) {
            (About::Source(at), Content::Source(it)) => {
                let item = &self.review.sources[at].reference.item;
                std::iter::once(terms).chain(signposting::source(item, it, &page.page.root)).collect()
            }
            (About::Review, _) => vec![terms],
            _ => Vec::new(),
        }
    }

    /// What the page is in the words of schema.org; none where it would say no more than its title.
    fn json_ld(&self, about: About, page: &Page) -> Option<Thing> {
        match about {
            About::Source(at) => Some(self.source_thing(at, page)),
            About::Tag(at) => Some(self.tag_thing(at, page)),
            About::Author(at) => Some(self.author_thing(at, page)),
            About::Review => Some(self.review_thing(page)),
            About::Index => page.page.canonical.as_ref().map(|_| self.page_thing("CollectionPage", page)),
            About::Text => page.page.canonical.as_ref().map(|_| self.page_thing("WebPage", page)),
        }
    }

    /// A page as a part of the site. Addresses of its own stand only where it is known where the site will be.
    fn page_thing(&self, kind: &str, page: &Page) -> Thing {
        let mut thing = Thing::new(&[kind]);
        thing.add("@id", page.page.canonical.clone());
        thing.add("name", page.page.title.clone());
        thing.add("description", page.page.description.clone());
        thing.add("inLanguage", page.page.language.clone());
        let mut site = Thing::new(&["WebSite"]);
        site.add("@id", self.config.base_url.clone());
        site.add("name", self.site_title());
        thing.add("isPartOf", site);
        thing.add("breadcrumb", self.breadcrumb(page));
        thing
    }

    /// The way to a page from the home page, by way of the list that it stands in.
    fn breadcrumb(&self, page: &Page) -> Value {
        let folder = page.path.split('/').next().unwrap_or_default();
        let index = format!("{folder}/index.html");
        let above = (FIXED_PAGES.contains(&index.as_str()) && page.path != index).then_some(index);
        let above = above.map(|index| {
            let name = if folder == "tags" { "themes" } else { folder };
            (self.words.name("nav", name).to_owned(), self.address(&index))
        });
        let way = std::iter::once((self.site_title(), self.address("index.html"))).chain(above);
        let way = way.chain([(page.page.title.clone(), page.page.canonical.clone())]);
        let items = way.enumerate().filter_map(|(at, (name, address))| {
            let mut item = Thing::new(&["ListItem"]);
            item.add("position", at + 1);
            item.add("name", name);
            item.add("item", address?);
            Some(Value::from(item))
        });
        let mut list = Thing::new(&["BreadcrumbList"]);
        list.add("itemListElement", items.collect::<Vec<_>>());
        list.into()
    }

    /// The note as a page, the work as what it is about. How works relate to one another would be properties of the work.
    fn source_thing(&self, at: usize, page: &Page) -> Thing {
        let source = &self.review.sources[at];
        let mut thing = self.page_thing("WebPage", page);
        if let Some(note) = source.note {
            let front = &self.review.documents[note].note.summary.front;
            thing.add("dateModified", iso_date(front.read.as_deref().or(front.date.as_deref())));
            thing.add("citation", self.cited(self.listed(self.citations.document(note)).map(|(source, _)| source)));
        }
        thing.add("mainEntity", json_ld::work(&self.record_of(at)));
        thing
    }

    fn tag_thing(&self, at: usize, page: &Page) -> Thing {
        let tag = &self.review.vocabulary.tags[at];
        let label = tag.label(&self.config.language);
        let mut set = Thing::new(&["DefinedTermSet"]);
        set.add("@id", self.address("tags/index.html"));
        set.add("name", format!("{}: {}", self.site_title(), self.words.name("nav", "themes")));
        let mut term = Thing::new(&["DefinedTerm"]);
        let others = tag.labels.iter().map(|(_, name)| name.clone()).filter(|name| *name != label);
        term.add("alternateName", others.collect::<Vec<_>>());
        term.add("description", self.tag_description(tag));
        term.add("inDefinedTermSet", set);
        term.add("name", label);
        let mut thing = self.page_thing("CollectionPage", page);
        thing.add("mainEntity", term);
        thing.add("citation", self.cited(tag.sources.iter().copied()));
        thing
    }

    fn author_thing(&self, at: usize, page: &Page) -> Thing {
        let author = &self.review.authors[at];
        let mut person = json_ld::person(&author.name);
        person.add("@id", author.orcid().map(|id| format!("https://orcid.org/{id}")));
        let mut thing = self.page_thing("ProfilePage", page);
        thing.add("mainEntity", person);
        thing
    }

    /// The review itself: an article where it says who wrote it, unless `CITATION.cff` calls it something else.
    fn review_thing(&self, page: &Page) -> Thing {
        let named = || Item::new([("title".to_owned(), self.site_title().into())].into_iter().collect());
        let own = self.own_reference().unwrap_or_else(named);
        let is_article = matches!(own.kind(), "webpage" | "document");
        let kind = if own.names("author").is_empty() { "CollectionPage" } else { "ScholarlyArticle" };
        let mut thing = json_ld::work(&own);
        if is_article {
            thing.retype(kind);
        }
        thing.add("url", page.page.canonical.clone());
        thing.add("description", page.page.description.clone());
        thing.add("inLanguage", page.page.language.clone());
        thing.add(
            "license",
            self.config.license.as_ref().map_or(Value::Null, |license| {
                let mut text = Thing::new(&["CreativeWork"]);
                text.add("name", license.clone());
                text.into()
            }),
        );
        if self.home().is_some() {
            // The home page is the first of the documents.
            thing.add("citation", self.cited(self.listed(self.citations.document(0)).map(|(source, _)| source)));
        }
        thing
    }

    /// Works in short, each with its page here.
    fn cited(&self, sources: impl Iterator<Item = usize>) -> Vec<Value> {
        let named = sources.map(|at| {
            let source = &self.review.sources[at];
            let mut thing = json_ld::named(&self.record_of(at));
            thing.add(
                "subjectOf",
                self.address(&source.path).map_or(Value::Null, |address| {
                    let mut page = Thing::new(&["WebPage"]);
                    page.add("@id", address);
                    page.into()
                }),
            );
            Value::from(thing)
        });
        named.collect()
    }
}
