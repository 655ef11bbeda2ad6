//! What machines read: the tags that reference managers follow, COinS, JSON-LD, the feed, the sitemap, `CITATION.cff`.
//!
//! The rules for tags and COinS are those that Zotero's own translators were seen to follow. `SOURCEBOOK_JSONLD` names the
//! folder with the `node_modules` that has the package `jsonld`, `SOURCEBOOK_PYTHON` one with the packages `feedparser` and
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
            drop(item.insert("author".to_owned(), json!([{ "literal": "Ministry of Education" }])))
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
fn page_of<'a>(item: &Value, built: &'a Built) -> (String, Vec<(String, String)>) {
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
fn a_list_of_very_many_works_has_none() {
    let most = sourcebook::page::metadata::MOST_COINS;
    for (count, expected) in [(most, most), (most + 1, 0)] {
        let entries: String = (0..count).map(|n| format!("@misc{{k{n}, title = {{Work {n}}}}}\n")).collect();
        let review = Review::new([("content/index.md", "# One\n"), ("bibliography/all.bib", &entries)]);
        assert_eq!(spans(&page(&review.build(), "references/index.html")).len(), expected);
    }
}

/// The JSON-LD of a page; none where it has none.
fn json_ld(html: &str) -> Option<Value> {
    let (_, after) = html.split_once("<script type=\"application/ld+json\">")?;
    let (json, _) = after.split_once("</script>")?;
    assert!(!json.contains('<'), "{json}");
    Some(serde_json::from_str(json).unwrap())
}

fn documents(built: &Built) -> BTreeMap<String, Value> {
    let pages = built.site.files.keys().filter(|path| path.ends_with(".html"));
    pages.filter_map(|path| Some((path.clone(), json_ld(&page(built, path))?))).collect()
}

/// Every `@id` of a document.
fn ids(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().flat_map(ids).collect(),
        Value::Object(map) => {
            map.get("@id").and_then(Value::as_str).into_iter().chain(map.values().flat_map(ids)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn pages_speak_schema_org() {
    let all = documents(&DEMO);
    let at = |path: &str, pointer: &str| all[path].pointer(pointer).cloned().unwrap_or_default();
    assert!(!all.contains_key("404.html") && all.len() > 50, "{}", all.len());
    let source = "sources/barr2015.html";
    assert_eq!(at(source, "/@type"), "WebPage");
    assert_eq!(at(source, "/mainEntity/@type"), json!(["Chapter", "ScholarlyArticle"]));
    assert_eq!(at(source, "/mainEntity/@id"), "https://doi.org/10.1057/9781137478979_8");
    assert_eq!(at(source, "/mainEntity/isPartOf/@type"), "Book");
    assert_eq!(at(source, "/mainEntity/isPartOf/editor/name"), "D. Kerr");
    assert_eq!(at(source, "/breadcrumb/itemListElement/1/item"), "https://example.org/review/sources/");
    assert_eq!(at(source, "/citation").as_array().map(Vec::len), Some(5));
    let tag = "tags/tradition.html";
    assert_eq!(at(tag, "/mainEntity/@type"), "DefinedTerm");
    assert_eq!(at(tag, "/mainEntity/alternateName"), json!(["Дәстүр", "Традиция", "传统"]));
    assert_eq!(at(tag, "/mainEntity/inDefinedTermSet/@type"), "DefinedTermSet");
    assert_eq!(at("index.html", "/@type"), "CollectionPage", "our review names no authors");
    assert_eq!(at("index.html", "/citation").as_array().map(Vec::len), Some(21));
}

#[test]
fn without_an_address_of_the_site_no_page_has_one() {
    let built = build(&project::load(&repository()));
    let all = documents(&built);
    assert!(
        all.contains_key("index.html") && all.contains_key("sources/barr2015.html") && !all.contains_key("about.html")
    );
    for (path, document) in &all {
        let ids = ids(document);
        assert!(
            ids.iter().all(|id| ["https://doi.org/", "https://orcid.org/"].iter().any(|start| id.starts_with(start))),
            "{path}: {ids:?}"
        );
    }
    for path in ["atom.xml", "sitemap.xml"] {
        assert!(!built.site.files.contains_key(path), "{path}");
    }
    assert_eq!(page(&built, "robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(!page(&built, "index.html").contains("atom.xml"));
}

#[test]
fn json_ld_expands() {
    let Some(packages) = std::env::var_os("SOURCEBOOK_JSONLD").map(PathBuf::from) else {
        return println!("skipped: `SOURCEBOOK_JSONLD` names no folder with the package `jsonld`");
    };
    let mut all = documents(&DEMO);
    all.extend(documents(&TYPES.1).into_iter().map(|(path, document)| (format!("types/{path}"), document)));
    let bare = build(&project::load(&repository()));
    all.extend(documents(&bare).into_iter().map(|(path, document)| (format!("bare/{path}"), document)));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("documents.json");
    fs::write(&file, serde_json::to_string(&all).unwrap()).unwrap();
    let script = repository().join("tests/metadata/expand.mjs");
    let output = Command::new("node").arg(script).arg(packages).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().count(), all.len());
    assert!(said.contains("\nsources/barr2015.html ") || said.starts_with("404"), "{said}");
    let line = said.lines().find(|line| line.starts_with("sources/barr2015.html")).unwrap();
    for kind in
        ["WebPage", "WebSite", "BreadcrumbList", "Chapter", "ScholarlyArticle", "Person", "Book", "PropertyValue"]
    {
        assert!(line.split(' ').any(|known| known == kind), "{kind}: {line}");
    }
}

/// A review with dated pages and notes.
fn dated() -> Review {
    let review = Review::small();
    review.write(
        "content/index.md",
        b"---\ntitle: A <review> & more\ndescription: Deck\ndate: 2025-01-02\n---\n\nAs @barr2015 [p. 3] says.\n",
    );
    review.write(
        "content/sources/barr2015.md",
        b"---\nread: 2025-04-09\ndate: 2020-01-01\n---\nA claim \x01 & another.\n",
    );
    review.write("content/later.md", b"---\ntitle: Later\ndate: 2025-05-01\n---\nText.\n");
    review.write("content/undated.md", b"---\ntitle: Undated\ndate: soon\n---\nText.\n");
    review
}

#[test]
fn the_feed_tells_of_dated_pages_newest_first() {
    let built = build_at(&dated(), BASE);
    let feed = page(&built, "atom.xml");
    let all = |name: &str| inner(&feed, name).into_iter().map(text).collect::<Vec<_>>();
    assert_eq!(all("title"), ["A <review> & more", "Later", "Barr 2015", "A <review> & more"]);
    assert_eq!(
        all("updated"),
        ["2025-05-01T00:00:00Z", "2025-05-01T00:00:00Z", "2025-04-09T00:00:00Z", "2025-01-02T00:00:00Z"]
    );
    assert_eq!(
        all("id"),
        [BASE.to_owned(), format!("{BASE}later.html"), format!("{BASE}sources/barr2015.html"), BASE.to_owned()]
    );
    assert_eq!(all("name"), ["A <review> & more"], "a feed names an author");
    assert!(all("summary")[0].starts_with("A claim") && !feed.contains('\u{1}'), "{feed}");
    assert!(page(&built, "later.html").contains("href=\"atom.xml\""));
    let many = dated();
    for n in 0..60 {
        many.write(
            &format!("content/many/p{n}.md"),
            format!("---\ndate: 2024-01-{:02}\n---\nText.\n", n % 28 + 1).as_bytes(),
        );
    }
    assert_eq!(page(&build_at(&many, BASE), "atom.xml").matches("<entry>").count(), 50);
}

#[test]
fn without_a_dated_page_there_is_no_feed() {
    let built = build_at(&Review::small(), BASE);
    assert!(!built.site.files.contains_key("atom.xml") && !page(&built, "index.html").contains("atom.xml"));
    assert!(built.site.files.contains_key("sitemap.xml"));
}

#[test]
fn the_sitemap_names_every_page_and_dates_those_that_say_when() {
    let built = build_at(&dated(), BASE);
    let sitemap = page(&built, "sitemap.xml");
    let pages: BTreeSet<String> = built
        .site
        .files
        .keys()
        .filter(|path| path.ends_with(".html") && *path != "404.html")
        .map(|path| format!("{BASE}{}", path.strip_suffix("index.html").unwrap_or(path)))
        .collect();
    let named: BTreeSet<String> = inner(&sitemap, "loc").into_iter().map(str::to_owned).collect();
    assert_eq!(named, pages);
    assert_eq!(inner(&sitemap, "lastmod"), ["2025-01-02", "2025-05-01", "2025-04-09"]);
    assert_eq!(page(&built, "robots.txt"), format!("User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"));
}

#[test]
fn a_sentence_changes_neither_feed_nor_sitemap() {
    let review = dated();
    let before = build_at(&review, BASE);
    review.write("content/later.md", b"---\ntitle: Later\ndate: 2025-05-01\n---\nText, and more of it.\n");
    let after = build_at(&review, BASE);
    let changed: Vec<&String> = after
        .site
        .files
        .iter()
        .filter(|(path, bytes)| before.site.files.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["later.html"]);
}

#[test]
fn an_author_may_have_a_robots_txt() {
    let review = Review::small();
    review.write("content/robots.txt", b"User-agent: *\nDisallow: /\n");
    let built = review.build();
    assert_eq!(page(&built, "robots.txt"), "User-agent: *\nDisallow: /\n");
    assert_eq!(shown(&built.diagnostics), "");
}

/// A program of a Python package in the folder that is named for it; none where there is no folder.
fn python() -> Option<Command> {
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", std::env::var_os("SOURCEBOOK_PYTHON")?);
    Some(command)
}

#[test]
fn the_feed_is_read_by_a_feed_reader() {
    let Some(mut command) = python() else {
        return println!("skipped: `SOURCEBOOK_PYTHON` names no folder with the package `feedparser`");
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("atom.xml");
    fs::write(&file, page(&build_at(&dated(), BASE), "atom.xml")).unwrap();
    let output = command.arg(repository().join("tests/metadata/read.py")).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], format!("atom10\t{BASE}\t2025-05-01T00:00:00Z\tA <review> & more"));
    assert_eq!(
        lines[2],
        format!("{BASE}sources/barr2015.html\t{BASE}sources/barr2015.html\t2025-04-09T00:00:00Z\tBarr 2015")
    );
    assert_eq!(lines.len(), 4);
}

/// An example of the guide.
fn example(language: &str) -> String {
    let guide = fs::read_to_string(repository().join("docs/metadata.md")).unwrap();
    let (_, after) = guide.split_once(&format!("```{language}\n")).unwrap();
    after.split_once("```").unwrap().0.to_owned()
}

#[test]
fn a_review_says_how_to_cite_it() {
    let review = Review::small();
    let cite = |built: &Built| {
        let html = page(built, "index.html");
        html.split_once("id=\"cite-text\">")
            .map(|(_, after)| text(after.split_once("</p>").unwrap().0))
            .unwrap_or_default()
    };
    assert_eq!(cite(&review.build()), "", "it says nothing of itself");
    review.write(
        "sourcebook.yaml",
        "title: A review of roads\nauthors: [{name: Jane de Roe, orcid: 0000-0002-1825-0097}, Centre for Roads]\n"
            .as_bytes(),
    );
    assert_eq!(cite(&review.build()), "de Roe, J., & Centre for Roads. (n.d.). A review of roads.");
    review.write("content/index.md", b"---\ndate: 2026-11-23\n---\nText.\n");
    assert_eq!(
        cite(&build_at(&review, BASE)),
        format!("de Roe, J., & Centre for Roads. (2026, November 23). A review of roads. {BASE}")
    );
    review.write("CITATION.cff", example("cff").as_bytes());
    let built = build_at(&review, BASE);
    assert_eq!(shown(&built.diagnostics), "");
    assert_eq!(
        cite(&built),
        "van der Roe, J., Jr., & Centre for Roads. (2026). Roads: A review (Version 1.2) [Dataset]. https://doi.org/10.5281/zenodo.1234567"
    );
    let metas = metas(&page(&built, "index.html"));
    assert_eq!(of(&metas, "z:itemType"), ["dataset"]);
    assert_eq!(of(&metas, "citation_author"), ["van der Roe, Jane, Jr.", "Centre for Roads,"]);
    assert_eq!(of(&metas, "citation_publication_date"), ["2026/11/24"]);
    let document = json_ld(&page(&built, "index.html")).unwrap();
    assert_eq!(document["@type"], "Dataset");
    assert_eq!(document["@id"], "https://doi.org/10.5281/zenodo.1234567");
    assert!(!page(&built, "index.html").contains("Z3988"));
}

#[test]
fn a_preferred_citation_is_the_one_to_cite() {
    let review = Review::small();
    let preferred = "preferred-citation:\n  type: article\n  title: The article\n  authors: [{name: Centre for Roads}]\n  journal: Roads\n  volume: 3\n  start: 5\n  end: 9\n  year: 2025\n";
    review.write("CITATION.cff", format!("{}{preferred}", example("cff")).as_bytes());
    let built = review.build();
    assert_eq!(shown(&built.diagnostics), "");
    assert!(text(&page(&built, "index.html")).contains("Centre for Roads. (2025). The article. Roads, 3, 5–9."));
    let metas = metas(&page(&built, "index.html"));
    assert_eq!(of(&metas, "citation_journal_title"), ["Roads"]);
}

#[test]
fn the_citation_file_of_the_guide_is_valid() {
    let Some(mut command) = python() else {
        return println!("skipped: `SOURCEBOOK_PYTHON` names no folder with the package `cffconvert`");
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("CITATION.cff");
    fs::write(&file, example("cff")).unwrap();
    let run = "import sys; from cffconvert.cli.cli import cli; cli()";
    let output = command.args(["-c", run, "--validate", "--infile"]).arg(file).output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
