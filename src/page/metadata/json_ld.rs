//! Works, people and places in the vocabulary of schema.org, as JSON-LD for search engines.
//!
//! A work is known by the address of its DOI, a person by that of the ORCID iD; what has neither has no `@id`.

use super::{types, work};
use crate::bibliography::{Item, Name};
use crate::html::SafeUrl;
use serde_json::{Map, Value, json};

/// A thing of a type, to which properties are added; those without a value are left out.
#[derive(Debug, Clone)]
pub struct Thing(Map<String, Value>);

impl Thing {
    /// A thing of these types.
    pub fn new(kinds: &[&str]) -> Self {
        let mut thing = Self(Map::new());
        match kinds {
            [one] => thing.add("@type", *one),
            several => thing.add("@type", several.to_vec()),
        }
        thing
    }

    /// Adds a property; a list of one is its one value.
    pub fn add(&mut self, name: &str, value: impl Into<Value>) {
        match value.into() {
            Value::Null => {}
            Value::String(text) if text.trim().is_empty() => {}
            Value::Array(mut values) if values.len() < 2 => drop(values.pop().map(|value| self.add(name, value))),
            value => drop(self.0.insert(name.to_owned(), value)),
        }
    }

    /// Gives it another type.
    pub fn retype(&mut self, kind: &str) {
        self.add("@type", kind);
    }

    /// Whether it is only named, and nothing said of it.
    fn is_empty(&self) -> bool {
        self.0.len() < 2
    }
}

impl From<Thing> for Value {
    fn from(thing: Thing) -> Self {
        if thing.is_empty() { Self::Null } else { Self::Object(thing.0) }
    }
}

/// JSON that may stand in a `<script>`.
pub fn script(thing: Thing) -> String {
    let mut whole = thing.0;
    whole.insert("@context".to_owned(), json!("https://schema.org"));
    Value::Object(whole).to_string().replace('<', "\\u003c")
}

/// A work with all that its record says.
pub fn work(item: &Item) -> Thing {
    let mut thing = named(item);
    let text = |variable: &str| item.plain(variable);
    thing.add("author", people(&work::authors(item)));
    if types::zotero(item.kind()) != "bookSection" {
        thing.add("editor", people(&work::editors(item)));
    }
    thing.add("translator", people(&item.names("translator")));
    thing.add("datePublished", work::date(item, "-"));
    thing.add("inLanguage", text("language"));
    thing.add("abstract", text("abstract"));
    thing.add("identifier", work::doi(item).map_or(Value::Null, |doi| property("doi", &doi)));
    thing.add("url", work::url(item));
    if !matches!(item.kind(), "chapter" | "entry" | "entry-dictionary" | "entry-encyclopedia") {
        thing.add("publisher", organisation(text("publisher")));
    }
    thing.add("isPartOf", container(item));
    if let Some((first, last)) = work::pages(item) {
        thing.add(if last.is_some() { "pageStart" } else { "pagination" }, first);
        thing.add("pageEnd", last);
    }
    own(item, &mut thing);
    thing
}

/// A work as a list of references has it: what it is, its title and address.
pub fn named(item: &Item) -> Thing {
    let mut thing = Thing::new(types::schema(item.kind()));
    thing.add("@id", work::doi(item).map(|doi| SafeUrl::doi(&doi).as_str().to_owned()));
    thing.add("name", item.plain("title"));
    thing
}

/// What only works of some types have.
fn own(item: &Item, thing: &mut Thing) {
    let text = |variable: &str| item.plain(variable);
    match item.kind() {
        "book" | "classic" => {
            thing.add("isbn", text("ISBN"));
            thing.add("bookEdition", text("edition"));
            thing.add("numberOfPages", text("number-of-pages"));
        }
        "article" => thing.add("creativeWorkStatus", "Preprint"),
        "report" => thing.add("reportNumber", text("number")),
        "thesis" => thing.add("inSupportOf", text("genre")),
        "dataset" | "software" => thing.add("version", text("version")),
        "review" | "review-book" => thing.add("itemReviewed", whole("CreativeWork", text("reviewed-title"))),
        "legislation" | "bill" | "regulation" => thing.add("legislationIdentifier", text("number")),
        _ => {}
    }
}

/// What the work is a part of.
fn container(item: &Item) -> Value {
    let text = |variable: &str| item.plain(variable);
    let series = || whole("BookSeries", text("collection-title"));
    match item.kind() {
        "article-journal" | "article-magazine" | "article-newspaper" | "review" | "review-book" => periodical(item),
        "chapter" | "entry" | "entry-dictionary" | "entry-encyclopedia" | "paper-conference" => {
            let mut book = Thing::new(&["Book"]);
            book.add("name", text("container-title"));
            book.add("editor", people(&work::editors(item)));
            book.add("isbn", text("ISBN"));
            book.add("publisher", organisation(text("publisher")));
            book.add("isPartOf", series());
            book.into()
        }
        "webpage" | "post" | "post-weblog" => whole("WebSite", text("container-title")),
        "broadcast" => whole("CreativeWorkSeries", text("container-title")),
        _ => match whole("CreativeWork", text("container-title")) {
            Value::Null => series(),
            container => container,
        },
    }
}

/// The issue of a volume of a periodical, as far as they are known.
fn periodical(item: &Item) -> Value {
    let mut periodical = Thing::new(&["Periodical"]);
    periodical.add("name", item.plain("container-title"));
    periodical.add("issn", item.plain("ISSN"));
    let mut inner = Value::from(periodical);
    for (kind, number, variable) in
        [("PublicationVolume", "volumeNumber", "volume"), ("PublicationIssue", "issueNumber", "issue")]
    {
        if let Some(text) = item.plain(variable) {
            let mut part = Thing::new(&[kind]);
            part.add(number, text);
            part.add("isPartOf", inner);
            inner = part.into();
        }
    }
    inner
}

fn whole(kind: &str, title: Option<String>) -> Value {
    let mut thing = Thing::new(&[kind]);
    thing.add("name", title);
    thing.into()
}

fn organisation(name: Option<String>) -> Value {
    whole("Organization", name)
}

fn property(id: &str, value: &str) -> Value {
    json!({ "@type": "PropertyValue", "propertyID": id, "value": value })
}

/// People and bodies.
pub fn people(names: &[Name]) -> Vec<Value> {
    names.iter().filter(|name| !name.is_others()).map(|name| Value::from(person(name))).collect()
}

/// A person or a body.
pub fn person(name: &Name) -> Thing {
    let is_body = !name.literal.is_empty();
    let mut thing = Thing::new(&[if is_body { "Organization" } else { "Person" }]);
    thing.add("name", name.natural());
    thing.add("givenName", name.given.clone());
    thing.add("familyName", name.family.clone());
    if !name.orcid.is_empty() {
        thing.add("@id", format!("https://orcid.org/{}", name.orcid));
    }
    thing
}
