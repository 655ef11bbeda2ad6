//! What machines read: the tags that reference managers follow, COinS, JSON-LD, the feed, the sitemap, `CITATION.cff`.
//!
//! The rules for tags and COinS are those that Zotero's own translators were seen to follow. `SOURCEBOOK_JSONLD` names the
//! folder with the `node_modules` that has the package `jsonld`, `SOURCEBOOK_PYTHON` a Python that has `feedparser` and
//! `cffconvert`.

use crate::support::html::{Tag, inner, tags, text};
use crate::support::{Review, build, page, repository, shown};
use serde_json::{Value, json};
use sourcebook::review::routes::key_name;
use sourcebook::{Built, Memory, Options, project};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

mod coins;
mod feed;
mod json_ld;
mod own;

/// Where the sites of these tests stand.
const BASE: &str = "https://example.org/review/";

/// Tags that make an item of a type, and which; others may not have them.
const DECIDING: &[(&str, &str)] = &[
    ("citation_journal_title", "journalArticle"),
    ("citation_conference_title", "conferencePaper"),
    ("citation_inbook_title", "bookSection"),
    ("citation_book_title", "bookSection"),
    ("citation_dissertation_institution", "thesis"),
    ("citation_technical_report_institution", "report"),
];

/// A work of each type, the same by a body, and the same without a date.
static TYPES: LazyLock<(Vec<Value>, Built)> = LazyLock::new(|| {
    let mut items = fixture("export/all-types.json");
    let by_body = |item: &Value| {
        with(item, "of-a-body", |item| {
            item.insert("author".to_owned(), json!([{ "literal": "Ministry of Education" }]));
        })
    };
    let undated = |item: &Value| with(item, "undated", |item| drop(item.remove("issued")));
    let more: Vec<Value> = items.iter().map(by_body).chain(items.iter().map(undated)).collect();
    items.extend(more);
    items.extend(fixture("metadata/edges.json"));
    let library = serde_json::to_string(&items).unwrap();
    let review = Review::new([("content/index.md", "# Every type\n"), ("bibliography/all.json", &library)]);
    (items, build_at(&review, BASE))
});

static DEMO: LazyLock<Built> = LazyLock::new(|| {
    let options = Options { base_url: Some(BASE.to_owned()), ..Options::default() };
    sourcebook::build(&project::load(&repository()), &options, &Memory::default())
});

fn fixture(name: &str) -> Vec<Value> {
    serde_json::from_str(&fs::read_to_string(repository().join("tests/fixtures").join(name)).unwrap()).unwrap()
}

/// An item with something else about it, and a name of its own.
fn with(item: &Value, name: &str, change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> Value {
    let mut item = item.as_object().unwrap().clone();
    let id = format!("{}-{name}", item["id"].as_str().unwrap());
    item.insert("id".to_owned(), json!(id));
    change(&mut item);
    Value::Object(item)
}

fn build_at(review: &Review, base: &str) -> Built {
    let options = Options { base_url: Some(base.to_owned()), ..Options::default() };
    sourcebook::build(&review.load(), &options, &Memory::default())
}

/// Names and contents of the `<meta>` of a page, in order.
fn metas(html: &str) -> Vec<(String, String)> {
    let named = |tag: &Tag| {
        let name = tag.get("name").or(tag.get("property"))?;
        Some((name.to_owned(), tag.get("content")?.to_owned()))
    };
    tags(html).iter().filter(|tag| tag.name == "meta").filter_map(named).collect()
}

fn of<'a>(metas: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    metas.iter().filter(|(known, _)| known == name).map(|(_, content)| content.as_str()).collect()
}

/// The page of the item of this number.
fn page_of(item: &Value, built: &Built) -> (String, Vec<(String, String)>) {
    let html = page(built, &format!("sources/{}.html", key_name(item["id"].as_str().unwrap())));
    let metas = metas(&html);
    (html, metas)
}

fn spans(html: &str) -> Vec<Tag> {
    tags(html).into_iter().filter(|tag| tag.has_class("Z3988")).collect()
}

#[test]
fn the_page_of_each_type_has_these_tags() {
    let (items, built) = &*TYPES;
    let edges: Vec<Value> = fixture("metadata/edges.json");
    let mut out = String::new();
    let plain = items.iter().filter(|item| {
        !["-of-a-body", "-undated"].iter().any(|end| item["id"].as_str().unwrap().ends_with(end))
            || edges.contains(item)
    });
    for item in plain {
        let _ = writeln!(out, "== {} ({})", item["id"].as_str().unwrap(), item["type"].as_str().unwrap());
        for (name, content) in page_of(item, built).1.iter().filter(|(name, _)| {
            name.contains("citation_")
                || name.starts_with("z:")
                || name.starts_with("prism")
                || name.starts_with("dcterms")
        }) {
            let _ = writeln!(out, "{name}: {content}");
        }
    }
    golden("metadata/tags.txt", &out);
}

/// Compares with a file of the fixtures, or writes it where `BLESS` is set.
fn golden(name: &str, actual: &str) {
    let path = repository().join("tests/fixtures").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, actual).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == actual,
        "{name} is out of date; write it with `BLESS=1 cargo test`, and read it"
    );
}

#[test]
fn tags_keep_to_what_zotero_follows() {
    let (items, built) = &*TYPES;
    let types: BTreeSet<&str> = items.iter().map(|item| item["type"].as_str().unwrap()).collect();
    assert_eq!(types.len(), 45, "every type of CSL");
    for item in items {
        let (html, metas) = page_of(item, built);
        let id = &item["id"];
        let [kind] = of(&metas, "z:itemType")[..] else { panic!("{id}: one type") };
        for (tag, decides) in DECIDING {
            assert!(of(&metas, tag).is_empty() || kind == *decides, "{id} is a {kind} and has `{tag}`");
        }
        // What is not there must be nowhere: Zotero would take the first date of the page.
        let dates = of(&metas, "citation_publication_date").len();
        assert_eq!(dates, usize::from(item.get("issued").is_some()), "{id}");
        assert!(dates == 1 || !html.contains("<time"), "{id}: a page without a date has no time at all");
        assert!(spans(&html).is_empty(), "{id}: COinS would win over the tags");
        for name in ["citation_pdf_url", "citation_fulltext_html_url"] {
            assert_eq!(of(&metas, name), Vec::<&str>::new(), "{id}: the text is not here");
        }
        assert!(of(&metas, "citation_public_url").iter().all(|url| !url.starts_with(BASE)), "{id}");
        assert_eq!(of(&metas, "og:type"), ["website"], "{id}");
        assert!(metas.iter().all(|(_, content)| !content.trim().is_empty()), "{id}: {metas:?}");
    }
}

#[test]
fn a_body_ends_in_a_comma_and_a_person_does_not() {
    let (items, built) = &*TYPES;
    let mut bodies = 0;
    for item in items {
        let (_, metas) = page_of(item, built);
        for (tag, role) in [("citation_author", "author"), ("citation_editor", "editor")] {
            let Some(names) = item.get(role).and_then(Value::as_array) else { continue };
            let names: Vec<&Value> = names.iter().filter(|name| name["literal"] != "others").collect();
            let written = of(&metas, tag);
            assert_eq!(written.len(), names.len(), "{}: {written:?}", item["id"]);
            for (name, written) in names.iter().zip(written) {
                match name["literal"].as_str() {
                    Some(literal) => assert_eq!(written, format!("{literal},")),
                    None if name.get("given").is_none() => assert!(written.ends_with(',')),
                    None => assert!(written.contains(", ") && !written.ends_with(','), "{written}"),
                }
                bodies += usize::from(name["literal"].is_string());
            }
        }
    }
    assert!(bodies > 80, "{bodies}");
}

#[test]
fn descriptions_say_whose_words_they_are() {
    let html = page(&DEMO, "sources/barr2015.html");
    let metas = metas(&html);
    for name in ["description", "og:description"] {
        assert!(of(&metas, name)[0].starts_with("Reading note: "), "{metas:?}");
    }
    assert_eq!(of(&metas, "og:title"), ["Barr 2015: Chinese Cultural Diplomacy"]);
    assert_eq!(
        of(&metas, "citation_title"),
        ["Chinese Cultural Diplomacy: Old Wine in New Bottles?"],
        "as the record spells it"
    );
}

#[test]
fn tags_for_reference_managers_can_be_left_out() {
    let review = Review::small();
    review.write("sourcebook.yaml", example("yaml").as_bytes());
    let html = page(&review.build(), "sources/barr2015.html");
    assert!(!html.contains("citation_") && !html.contains("z:itemType") && html.contains("dcterms.title"));
}

#[test]
fn links_lead_to_the_work_its_neighbours_and_the_review() {
    let html = page(&DEMO, "sources/barr2015.html");
    let links: BTreeMap<String, String> = tags(&html)
        .iter()
        .filter(|tag| tag.name == "link")
        .filter_map(|tag| Some((tag.get("rel")?.to_owned(), tag.get("href")?.to_owned())))
        .collect();
    for (rel, url) in [
        ("related", "https://doi.org/10.1057/9781137478979_8"),
        ("collection", "../index.html"),
        ("prev", "../sources/lai2012.html"),
        ("next", "../sources/winter2016.html"),
        ("canonical", "https://example.org/review/sources/barr2015.html"),
        ("schema.dcterms", "http://purl.org/dc/terms/"),
        ("alternate", "../atom.xml"),
    ] {
        assert_eq!(links.get(rel).map(String::as_str), Some(url), "{rel}");
    }
}

#[test]
fn links_lead_to_the_records_as_data() {
    for (path, stem) in [("sources/barr2015.html", "barr2015"), ("references/index.html", "references")] {
        let html = page(&DEMO, path);
        let found: Vec<(String, String)> = tags(&html)
            .iter()
            .filter(|tag| tag.name == "link" && tag.get("rel") == Some("alternate describedby"))
            .map(|tag| (tag.get("href").unwrap().to_owned(), tag.get("type").unwrap().to_owned()))
            .collect();
        let folder = path.split('/').next().unwrap();
        let expected = [
            ("bib", "application/x-bibtex"),
            ("ris", "application/x-research-info-systems"),
            ("json", "application/vnd.citationstyles.csl+json"),
        ]
        .map(|(ending, kind)| (format!("../{folder}/{stem}.{ending}"), kind.to_owned()));
        assert_eq!(found, expected);
        for (url, _) in found {
            assert!(DEMO.site.files.contains_key(url.trim_start_matches("../")), "{url}");
        }
    }
    let others = ["index.html", "annotated/index.html", "tags/index.html", "404.html"];
    assert!(others.iter().all(|path| !page(&DEMO, path).contains("describedby")));
}

#[test]
fn a_list_has_each_work_once_and_its_fields_come_back() {
    let (items, built) = &*TYPES;
    let html = page(built, "references/index.html");
    let spans = spans(&html);
    assert_eq!(spans.len(), items.len());
    let mut found: Vec<coins::Work> = spans.iter().map(|span| coins::read(span.get("title").unwrap())).collect();
    let mut faults = Vec::new();
    for item in items {
        let wanted = coins::expected(item);
        match found.iter().position(|work| *work == wanted) {
            Some(at) => drop(found.swap_remove(at)),
            None => faults.push(format!("{} is not there: {wanted:?}", item["id"])),
        }
    }
    assert!(faults.is_empty(), "{}\nleft:\n{}", faults.join("\n"), left(&found));
}

fn left(works: &[coins::Work]) -> String {
    works.iter().map(|work| format!("{work:?}\n")).collect()
}

#[test]
fn lists_of_works_have_coins_and_other_pages_have_none() {
    for (path, bytes) in &DEMO.site.files {
        let Ok(html) = std::str::from_utf8(bytes) else { continue };
        if path.ends_with(".card.js") {
            assert!(!html.contains("Z3988"), "{path}");
        }
        if !path.ends_with(".html") {
            continue;
        }
        let spans: Vec<String> = spans(html).iter().filter_map(|span| span.get("title").map(str::to_owned)).collect();
        let folder = path.split('/').next().unwrap();
        let listed = match folder {
            "references" | "tags" => inner(html, "ol").iter().map(|list| list.matches("<li id=\"ref-").count()).sum(),
            "annotated" => html.matches("<li id=\"ref-").count(),
            "authors" if path != "authors/index.html" => {
                inner(html, "ol").iter().map(|list| list.matches("<li").count()).sum()
            }
            _ => 0,
        };
        assert_eq!(spans.len(), listed, "{path}");
        assert_eq!(spans.iter().collect::<BTreeSet<_>>().len(), spans.len(), "{path}: each once");
    }
}

#[test]
fn a_long_list_says_the_main_things_of_each_work() {
    let count = sourcebook::page::metadata::MOST_COINS + 1;
    let titled = |(at, item): (usize, &Value)| {
        with(item, &at.to_string(), |item| drop(item.insert("title".to_owned(), json!(format!("Work {at}")))))
    };
    let items: Vec<Value> = TYPES.0.iter().cycle().take(count).enumerate().map(titled).collect();
    let library = serde_json::to_string(&items).unwrap();
    let review = Review::new([("content/index.md", "# One\n"), ("bibliography/all.json", &library)]);
    let spans = spans(&page(&review.build(), "references/index.html"));
    let found: BTreeSet<_> = spans.iter().map(|span| coins::read(span.get("title").unwrap())).collect();
    let expected: BTreeSet<_> = items.iter().map(coins::expected_in_short).collect();
    assert!(found == expected, "{:?}", found.symmetric_difference(&expected).take(4).collect::<Vec<_>>());
    assert_eq!((spans.len(), found.len()), (count, count));
}

/// A review of so many works of a title each.
fn of_works(count: usize) -> Review {
    let entries: String = (0..count).map(|n| format!("@misc{{k{n}, title = {{Work {n}}}}}\n")).collect();
    Review::new([("content/index.md", "# One\n"), ("bibliography/all.bib", &entries)])
}

#[test]
fn a_list_of_very_many_works_has_none() {
    let most = sourcebook::page::metadata::MOST_SHORT_COINS;
    for (count, expected) in [(most, most), (most + 1, 0)] {
        assert_eq!(spans(&page(&of_works(count).build(), "references/index.html")).len(), expected);
    }
}

#[test]
fn a_long_list_with_notes_has_coins_and_leaves_out_what_is_only_mentioned() {
    use sourcebook::page::metadata::MOST_COINS;
    for (count, mentioned) in [(MOST_COINS, MOST_COINS), (MOST_COINS + 1, 0)] {
        let review = of_works(count);
        (0..count)
            .for_each(|n| review.write(&format!("content/sources/k{n}.md"), b"---\ntags: [power]\n---\nIt says so.\n"));
        let built = review.build();
        let annotated = page(&built, "annotated/index.html");
        assert_eq!(spans(&annotated).len(), count);
        assert_eq!(annotated.matches("aria-label=\"mentioned:\"").count(), mentioned);
        assert_eq!(spans(&page(&built, "references/index.html")).len(), count);
    }
}

/// An example of the guide.
fn example(language: &str) -> String {
    let guide = fs::read_to_string(repository().join("docs/metadata.md")).unwrap();
    let (_, after) = guide.split_once(&format!("```{language}\n")).unwrap();
    after.split_once("```").unwrap().0.to_owned()
}

/// The Python that has the packages; none where none is named.
fn python() -> Option<Command> {
    Some(Command::new(std::env::var_os("SOURCEBOOK_PYTHON")?))
}
