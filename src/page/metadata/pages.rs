//! Pages in the words of schema.org: what each is, what it is about, what it cites.

use super::About;
use super::json_ld::{self, Thing};
use crate::bibliography::Item;
use crate::page::{Composer, Page, iso_date};
use crate::review::FIXED_PAGES;
use serde_json::Value;

impl Composer<'_> {
    /// What the page is in the words of schema.org; none where it would say no more than its title.
    pub(super) fn json_ld(&self, about: About, page: &Page) -> Option<Thing> {
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

    /// The note as a page, the work as what it is about, with the works that it supports, disputes and so on by the names of
    /// CiTO, the Citation Typing Ontology.
    fn source_thing(&self, at: usize, page: &Page) -> Thing {
        let source = &self.review.sources[at];
        let mut thing = self.page_thing("WebPage", page);
        if let Some(note) = source.note {
            let front = &self.review.documents[note].note.summary.front;
            thing.add("dateModified", iso_date(front.read.as_deref().or(front.date.as_deref())));
            thing.add("citation", self.cited(self.listed(self.citations.document(note)).map(|(source, _)| source)));
        }
        let mut work = json_ld::work(&self.record_of(at));
        for (number, kind) in self.review.kinds.all.iter().enumerate() {
            let own = self.review.relations.iter().filter(|relation| (relation.from, relation.kind) == (at, number));
            if let Some(name) = &kind.cito {
                work.add(name, self.cited(own.map(|relation| relation.to)));
            }
        }
        thing.add("mainEntity", work);
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
