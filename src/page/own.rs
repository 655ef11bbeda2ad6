//! The review itself as a work: what `CITATION.cff` says of it, else the configuration and the date of the home page.

use super::{Composer, downloads, iso_date};
use crate::bibliography::Item;
use crate::citation::Work;
use crate::config::Author;
use serde_json::{Map, Value, json};

/// Words that are in the names of bodies, and not of people.
const OF_BODIES: &[&str] = &["of", "for", "the", "and", "&", "on", "in"];

impl Composer<'_> {
    /// The review itself as a record; none where it has neither a `CITATION.cff` nor authors nor a date.
    pub(super) fn own_reference(&self) -> Option<Item> {
        self.own.cloned().or_else(|| self.configured())
    }

    /// How to cite the review, in its own style; empty where it does not say enough of itself.
    pub(super) fn own_reference_html(&self) -> String {
        let Some(item) = self.own_reference() else { return String::new() };
        let formatted = self.citations.work_alone(Work::new("review", &item));
        formatted.entries.first().map(|entry| entry.rest.html(&|_, inner| inner)).unwrap_or_default()
    }

    /// The same record as BibTeX; empty likewise.
    pub(super) fn own_bibtex(&self) -> String {
        self.own_reference().map(|item| downloads::bibtex("review", &item)).unwrap_or_default()
    }

    fn configured(&self) -> Option<Item> {
        let home = self.home().map(|home| &home.note.summary.front);
        let date = iso_date(home.and_then(|front| front.date.as_deref()));
        if self.config.authors.is_empty() && date.is_empty() {
            return None;
        }
        let mut map = Map::new();
        map.insert("type".to_owned(), json!("webpage"));
        map.insert("title".to_owned(), json!(self.site_title()));
        map.insert("language".to_owned(), json!(self.config.language));
        if !self.config.authors.is_empty() {
            map.insert("author".to_owned(), self.config.authors.iter().map(name).collect());
        }
        let parts: Vec<i32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
        if !parts.is_empty() {
            map.insert("issued".to_owned(), json!({ "date-parts": [parts] }));
        }
        if let Some(base) = &self.config.base_url {
            map.insert("URL".to_owned(), json!(base));
        }
        Some(Item::new(map))
    }
}

/// A name of the configuration in its parts: "Barr, Michael" or "Michael Barr", a body where it is one word or has words
/// such as "of".
fn name(author: &Author) -> Value {
    let text = author.name.trim();
    let mut name = match text.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() => parts(family, given),
        _ => natural(text),
    };
    if let (Some((orcid, _)), Some(name)) = (&author.orcid, name.as_object_mut()) {
        name.insert("ORCID".to_owned(), json!(orcid));
    }
    name
}

fn natural(text: &str) -> Value {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_body = words.len() < 2 || words.iter().any(|word| OF_BODIES.contains(word));
    if is_body {
        return json!({ "literal": text });
    }
    // A particle begins the family name: "Charles de Gaulle".
    let particle = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    let family = words.iter().skip(1).position(particle).map_or(words.len() - 1, |at| at + 1);
    parts(&words[family..].join(" "), &words[..family].join(" "))
}

fn parts(family: &str, given: &str) -> Value {
    json!({ "family": family.trim(), "given": given.trim() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let name = name(&Author { name: text.to_owned(), ..Author::default() });
        let part = |key: &str| name.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        [part("literal"), part("family"), part("given")].join("|")
    }

    #[test]
    fn names_of_people_are_parted_and_those_of_bodies_are_not() {
        assert_eq!(read("M. B. Assyl"), "|Assyl|M. B.");
        assert_eq!(read("Assyl, M. B."), "|Assyl|M. B.");
        assert_eq!(read("Charles de Gaulle"), "|de Gaulle|Charles");
        assert_eq!(read("Centre for the Study of Roads"), "Centre for the Study of Roads||");
        assert_eq!(read("UNESCO"), "UNESCO||");
        assert_eq!(read("a b"), "|b|a");
    }
}
