//! This repository's own review, which is also its example: without a single problem, every link alive.

use crate::support::html::{Tag, text, values};
use crate::support::site::Pages;
use crate::support::{build, page, repository, shown};
use sourcebook::{Built, bibliography, project};
use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

static DEMO: LazyLock<Demo> = LazyLock::new(Demo::new);

struct Demo {
    built: Built,
    keys: Vec<String>,
    pages: Pages,
}

impl Demo {
    fn new() -> Self {
        let project = project::load(&repository());
        let bibliography = bibliography::parse(&project.value.bibliography, &[]).value;
        let keys = bibliography.keys().map(str::to_owned).collect();
        let built = build(&project);
        let pages = Pages::of(&built);
        Self { built, keys, pages }
    }
}

#[test]
fn it_has_no_problem() {
    assert_eq!(shown(&DEMO.built.diagnostics), "");
}

#[test]
fn it_has_what_it_says_it_has() {
    let counts = DEMO.built.counts;
    assert_eq!((counts.sources, counts.noted, counts.drafts), (21, 6, 0));
    assert!(counts.tags >= 7 && counts.pages >= 2 && counts.citations >= 21, "{counts:?}");
    assert_eq!(DEMO.keys.len(), 21);
}

#[test]
fn every_address_leads_somewhere() {
    let broken = DEMO.pages.broken();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn ids_are_unique_on_a_page() {
    for path in DEMO.pages.tags.keys() {
        let ids = DEMO.pages.ids(path);
        let different: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(different.len(), ids.len(), "{path}: {ids:?}");
    }
}

#[test]
fn every_citation_leads_to_its_source_and_to_the_list() {
    let mut citations = 0;
    for (path, tags) in &DEMO.pages.tags {
        for tag in tags.iter().filter(|tag| tag.name == "a" && tag.has_class("cite")) {
            let (to, _) = DEMO.pages.follow(path, tag.get("href").unwrap()).unwrap();
            let key = tag.get("data-card").unwrap();
            assert_eq!(to, format!("sources/{key}.html"), "{path}");
            assert!(DEMO.pages.ids(path).contains(&tag.get("data-ref").unwrap()), "{path}: {tag:?}");
            citations += 1;
        }
    }
    assert!(citations >= DEMO.built.counts.citations, "{citations}");
}

#[test]
fn the_essay_cites_every_source() {
    let essay = content("index.md");
    for key in &DEMO.keys {
        assert!(essay.contains(&format!("@{key}")), "{key}");
    }
    assert!(words(&essay) >= 1_200, "{}", words(&essay));
}

#[test]
fn the_notes_are_no_stubs() {
    let notes: Vec<_> = fs::read_dir(repository().join("content/sources")).unwrap().map(Result::unwrap).collect();
    assert_eq!(notes.len(), 6);
    for note in notes {
        let name = note.file_name().into_string().unwrap();
        let count = words(&content(&format!("sources/{name}")));
        assert!(count >= 300, "{name}: {count}");
    }
}

#[test]
fn the_reference_list_is_whole() {
    let ids = DEMO.pages.ids("references/index.html");
    for key in &DEMO.keys {
        assert!(ids.contains(&format!("ref-{key}").as_str()), "{key}");
    }
}

#[test]
fn every_source_and_every_tag_has_its_page() {
    for key in &DEMO.keys {
        assert!(DEMO.pages.tags.contains_key(&format!("sources/{key}.html")), "{key}");
    }
    let tags = DEMO.pages.tags.keys().filter(|path| path.starts_with("tags/")).count();
    assert_eq!(tags, DEMO.built.counts.tags + 1);
}

#[test]
fn the_home_page_has_the_abstract_in_three_languages() {
    let home = page(&DEMO.built, "index.html");
    for (language, begin) in [("kk", "Қытайдың мәдениетті шетелде"), ("ru", "Сопоставлены шесть работ о том, как КНР")]
    {
        assert!(text(&home).contains(begin), "{language}");
        assert!(values(&home, "lang").iter().any(|known| known == language), "{language}");
    }
    assert!(text(&home).contains("Six works on how the People’s Republic of China"));
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    for (path, tags) in &DEMO.pages.tags {
        // These links only name what is elsewhere.
        let names = |tag: &Tag| ["schema.dcterms", "related"].contains(&tag.get("rel").unwrap_or_default());
        let fetched =
            |tag: &&Tag| ["script", "link", "img", "source", "iframe"].contains(&tag.name.as_str()) && !names(tag);
        for tag in tags.iter().filter(fetched) {
            let address = tag.get("src").or(tag.get("href")).unwrap_or_default();
            assert!(!address.contains("//"), "{path}: {address}");
        }
    }
    for (path, bytes) in DEMO.built.site.files.iter().filter(|(path, _)| path.ends_with(".css")) {
        let sheet = String::from_utf8_lossy(bytes);
        assert!(!sheet.contains("http") && !sheet.contains("//") && !sheet.contains("@import"), "{path}");
    }
}

#[test]
fn no_address_runs_a_script() {
    for (path, address) in DEMO.pages.addresses() {
        assert!(!address.trim().to_ascii_lowercase().starts_with("javascript:"), "{path}: {address}");
    }
}

#[test]
fn every_page_says_what_it_is() {
    for (path, tags) in &DEMO.pages.tags {
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        // What is drawn has titles of its own.
        let titles = tags.iter().take_while(|tag| tag.name != "body").filter(|tag| tag.name == "title").count();
        assert_eq!((titles, count("h1"), count("main")), (1, 1, 1), "{path}");
        let html = tags.iter().find(|tag| tag.name == "html").unwrap();
        assert_eq!((html.get("lang"), html.get("dir")), (Some("en"), Some("ltr")), "{path}");
        let nameless = tags.iter().find(|tag| tag.name == "img" && tag.get("alt").is_none());
        assert_eq!(nameless, None, "{path}");
    }
}

/// A file below `content/` without its front matter.
fn content(path: &str) -> String {
    let text = fs::read_to_string(repository().join("content").join(path)).unwrap();
    text.splitn(3, "---\n").last().unwrap().to_owned()
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count()
}
