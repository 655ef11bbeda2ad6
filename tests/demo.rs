//! This repository's own review, which is also its example: without a single problem, every link alive.

use crate::support::html::{Tag, tags, text, values};
use crate::support::{build, page, repository, shown};
use sourcebook::{Built, bibliography, project};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

static DEMO: LazyLock<Demo> = LazyLock::new(Demo::new);

struct Demo {
    built: Built,
    keys: Vec<String>,
    /// The tags of every page.
    pages: BTreeMap<String, Vec<Tag>>,
}

impl Demo {
    fn new() -> Self {
        let project = project::load(&repository());
        let bibliography = bibliography::parse(&project.value.bibliography, &[]).value;
        let keys = bibliography.keys().map(str::to_owned).collect();
        let built = build(&project);
        let paths = built.site.files.keys().filter(|path| path.ends_with(".html"));
        let pages = paths.map(|path| (path.clone(), tags(&page(&built, path)))).collect();
        Self { built, keys, pages }
    }

    fn ids(&self, path: &str) -> Vec<&str> {
        self.pages[path].iter().filter_map(|tag| tag.get("id")).collect()
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
    let mut broken = Vec::new();
    for (path, address) in addresses() {
        if let Err(problem) = follow(&path, &address) {
            broken.push(format!("{path}: {address}: {problem}"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn ids_are_unique_on_a_page() {
    for path in DEMO.pages.keys() {
        let ids = DEMO.ids(path);
        let different: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(different.len(), ids.len(), "{path}: {ids:?}");
    }
}

#[test]
fn every_citation_leads_to_its_source_and_to_the_list() {
    let mut citations = 0;
    for (path, tags) in &DEMO.pages {
        for tag in tags.iter().filter(|tag| tag.name == "a" && tag.has_class("cite")) {
            let (to, _) = follow(path, tag.get("href").unwrap()).unwrap();
            let key = tag.get("data-card").unwrap();
            assert_eq!(to, format!("sources/{key}.html"), "{path}");
            assert!(DEMO.ids(path).contains(&tag.get("data-ref").unwrap()), "{path}: {tag:?}");
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
    let ids = DEMO.ids("references/index.html");
    for key in &DEMO.keys {
        assert!(ids.contains(&format!("ref-{key}").as_str()), "{key}");
    }
}

#[test]
fn every_source_and_every_tag_has_its_page() {
    for key in &DEMO.keys {
        assert!(DEMO.pages.contains_key(&format!("sources/{key}.html")), "{key}");
    }
    let tags = DEMO.pages.keys().filter(|path| path.starts_with("tags/")).count();
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
    for (path, tags) in &DEMO.pages {
        for tag in tags.iter().filter(|tag| ["script", "link", "img", "source", "iframe"].contains(&tag.name.as_str()))
        {
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
    for (path, address) in addresses() {
        assert!(!address.trim().to_ascii_lowercase().starts_with("javascript:"), "{path}: {address}");
    }
}

#[test]
fn every_page_says_what_it_is() {
    for (path, tags) in &DEMO.pages {
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        assert_eq!((count("title"), count("h1"), count("main")), (1, 1, 1), "{path}");
        let html = tags.iter().find(|tag| tag.name == "html").unwrap();
        assert_eq!((html.get("lang"), html.get("dir")), (Some("en"), Some("ltr")), "{path}");
        let nameless = tags.iter().find(|tag| tag.name == "img" && tag.get("alt").is_none());
        assert_eq!(nameless, None, "{path}");
    }
}

/// Every address on every page.
fn addresses() -> Vec<(String, String)> {
    let of_tag = |tag: &Tag| ["href", "src"].into_iter().filter_map(|name| tag.get(name).map(str::to_owned)).collect();
    let of_page = |(path, tags): (&String, &Vec<Tag>)| {
        let addresses: Vec<String> = tags.iter().flat_map(|tag| -> Vec<String> { of_tag(tag) }).collect();
        addresses.into_iter().map(|address| (path.clone(), address)).collect::<Vec<_>>()
    };
    DEMO.pages.iter().flat_map(of_page).collect()
}

/// Where an address leads inside the site: path and anchor, both there.
fn follow(from: &str, address: &str) -> Result<(String, String), &'static str> {
    if ["http://", "https://", "mailto:", "data:"].iter().any(|scheme| address.starts_with(scheme)) {
        return Ok((address.to_owned(), String::new()));
    }
    let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
    let to = if path.is_empty() { from.to_owned() } else { joined(from, path).ok_or("leaves the site")? };
    if !DEMO.built.site.files.contains_key(&to) {
        return Err("no such file");
    }
    if address.contains('#') && !DEMO.ids(&to).contains(&anchor) {
        return Err("no such anchor");
    }
    Ok((to, anchor.to_owned()))
}

fn joined(from: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        if part == ".." {
            parts.pop()?;
        } else if part != "." {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

/// A file below `content/` without its front matter.
fn content(path: &str) -> String {
    let text = fs::read_to_string(repository().join("content").join(path)).unwrap();
    text.splitn(3, "---\n").last().unwrap().to_owned()
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count()
}
