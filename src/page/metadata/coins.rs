//! COinS: a work as a context object of OpenURL (ANSI/NISO Z39.88-2004) in the title of an empty span, by which reference
//! managers offer a list of works to choose from.
//!
//! Of a journal article, a book or part of one, a paper and a thesis the object is in the format made for it; all else is in
//! Dublin Core, its type named as Zotero names it. A page of one source has none: Zotero would take it instead of the tags
//! in the head, which say more.

use super::{types, work};
use crate::bibliography::Item;
use crate::html::escape;
use std::fmt::Write;

/// A span names so many people: a work of a crowd stands on the page of each of them.
const MOST_NAMES: usize = 100;

/// Keys and values of a context object, not encoded.
pub type Pairs = Vec<(&'static str, String)>;

/// What the span of a work says in a long list: what reference managers need to offer it, and to look up the rest.
const MAIN: &[&str] = &[
    "ctx_ver",
    "rft_val_fmt",
    "rft.genre",
    "rft.type",
    "rft.title",
    "rft.atitle",
    "rft.btitle",
    "rft.date",
    "rft.au",
    "rft_id",
];

/// The span of a work.
pub fn html(item: &Item) -> String {
    span(&pairs(item))
}

/// The span of a work in a long list: its type, title, year and identifiers. Where these lead to its record (a DOI, a PMID)
/// it names nobody, whereupon Zotero looks the work up; else its first author.
pub fn short_html(item: &Item) -> String {
    span(&short(pairs(item)))
}

/// The main pairs of a context object.
pub fn short(pairs: Pairs) -> Pairs {
    let is_found = pairs.iter().any(|(key, value)| *key == "rft_id" && value.starts_with("info:"));
    let names = if is_found { 0 } else { 1 };
    let main = pairs.into_iter().filter(|(key, _)| MAIN.contains(key));
    let (people, rest): (Pairs, Pairs) = main.partition(|(key, _)| *key == "rft.au");
    let shortened = |(key, value): (&'static str, String)| match key {
        "rft.date" => (key, year(value)),
        _ => (key, value),
    };
    rest.into_iter().map(shortened).chain(people.into_iter().take(names)).collect()
}

/// The year of a date with a month; else the date as it is.
fn year(date: String) -> String {
    match date.split_once('-') {
        Some((year, _)) if year.parse::<u32>().is_ok() => year.to_owned(),
        _ => date,
    }
}

fn span(pairs: &Pairs) -> String {
    let encoded: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
    format!("<span class=\"Z3988\" aria-hidden=\"true\" title=\"{}\"></span>", escape(&encoded.join("&")))
}

/// The context object of a work.
pub fn pairs(item: &Item) -> Pairs {
    let kind = types::zotero(item.kind());
    let mut pairs = Pairs::new();
    pairs.push(("ctx_ver", "Z39.88-2004".to_owned()));
    pairs.push(("rft_val_fmt", format!("info:ofi/fmt:kev:mtx:{}", format_of(kind))));
    let mut add = |key, value: Option<String>| {
        let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        pairs.extend(value.map(|value| (key, value)));
    };
    add("rft.genre", genre(kind).map(str::to_owned));
    for (key, variable) in fields(kind) {
        add(key, item.plain(variable));
    }
    if format_of(kind) == "dc" {
        add("rft.type", Some(kind.to_owned()));
    } else {
        add(
            "rft.pages",
            work::pages(item).map(|(first, last)| last.map_or(first.clone(), |last| format!("{first}-{last}"))),
        );
    }
    add("rft.date", work::date_in_words(item, "-"));
    for name in work::creators(item).into_iter().take(MOST_NAMES) {
        add("rft.au", Some(work::inverted(&name)));
    }
    add("rft.language", item.plain("language"));
    let doi = work::doi(item);
    add("rft_id", doi.as_ref().map(|doi| format!("info:doi/{doi}")));
    add("rft_id", item.plain("PMID").map(|id| format!("info:pmid/{id}")));
    add("rft_id", work::url(item).filter(|_| doi.is_none()));
    pairs
}

/// The format for one of Zotero's types.
fn format_of(kind: &str) -> &'static str {
    match kind {
        "journalArticle" => "journal",
        "book" | "bookSection" | "conferencePaper" | "report" => "book",
        "thesis" => "dissertation",
        "patent" => "patent",
        _ => "dc",
    }
}

/// What a work is within its format.
fn genre(kind: &str) -> Option<&'static str> {
    match kind {
        "journalArticle" => Some("article"),
        "book" => Some("book"),
        "bookSection" => Some("bookitem"),
        "conferencePaper" => Some("proceeding"),
        "report" => Some("report"),
        _ => None,
    }
}

/// The keys of a format, and the variables of CSL that they hold.
fn fields(kind: &str) -> &'static [(&'static str, &'static str)] {
    const WITHIN: &[(&str, &str)] = &[
        ("rft.atitle", "title"),
        ("rft.btitle", "container-title"),
        ("rft.series", "collection-title"),
        ("rft.edition", "edition"),
        ("rft.place", "publisher-place"),
        ("rft.pub", "publisher"),
        ("rft.isbn", "ISBN"),
        ("rft.issn", "ISSN"),
    ];
    const WHOLE: &[(&str, &str)] = &[
        ("rft.btitle", "title"),
        ("rft.series", "collection-title"),
        ("rft.edition", "edition"),
        ("rft.place", "publisher-place"),
        ("rft.pub", "publisher"),
        ("rft.tpages", "number-of-pages"),
        ("rft.isbn", "ISBN"),
    ];
    match kind {
        "journalArticle" => &[
            ("rft.atitle", "title"),
            ("rft.jtitle", "container-title"),
            ("rft.stitle", "container-title-short"),
            ("rft.volume", "volume"),
            ("rft.issue", "issue"),
            ("rft.issn", "ISSN"),
        ],
        "bookSection" | "conferencePaper" => WITHIN,
        "book" | "report" => WHOLE,
        "thesis" => &[("rft.title", "title"), ("rft.inst", "publisher"), ("rft.degree", "genre")],
        "patent" => &[("rft.title", "title"), ("rft.number", "number")],
        _ => &[("rft.title", "title"), ("rft.source", "container-title"), ("rft.publisher", "publisher")],
    }
}

/// UTF-8 with `%XX` for what is no letter or digit and means something in an address, and `+` for a space, as forms are
/// encoded: a tenth shorter than with everything encoded.
fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len() * 2);
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(byte as char),
            b'-' | b'.' | b'_' | b'~' | b',' | b':' | b'/' | b'(' | b')' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}
