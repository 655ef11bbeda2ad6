//! How works relate: what notes say, and what the pages of sources and tags, the map and its table make of it.

use crate::check::check;
use crate::support::html::{inner, main_of, tags, text};
use crate::support::site::Pages;
use crate::support::{Review, build, cases, page, repository, shown};
use sourcebook::diagnostics::Code;
use sourcebook::project;
use std::fmt::Write;

/// Each case names pages and files, and expects their text and whatever is wrong.
#[test]
fn pages_say_what_the_cases_expect() {
    let mut failures = Vec::new();
    for case in cases("relations") {
        let built = case.review().build();
        let mut said = String::new();
        for path in case.files["pages"].lines() {
            let file = page(&built, path);
            let shown =
                if path.ends_with(".html") { text(main_of(&file)) } else { file.replace(['\r', '\u{feff}'], "") };
            let _ = writeln!(said, "== {path}\n{shown}\n");
        }
        said += &shown(&built.diagnostics);
        failures.extend(case.check(&said).err());
        let broken = Pages::of(&built).broken();
        assert!(broken.is_empty(), "{}: {broken:#?}", case.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A review of three sources, of which the first says this of the second.
fn saying(citation: &str) -> Review {
    let entry = |key: &str, year: u16| {
        format!("@book{{{key},\n  author = {{Author{key}, Ann}},\n  title = {{On {key}}},\n  date = {{{year}}},\n}}\n")
    };
    let library = entry("one", 2001) + &entry("two", 2002) + &entry("three", 2003);
    let first = format!("---\ntags: [power]\n---\nA claim.\n\n## Ground\n\nSo it is [{citation}@two, p. 4].\n");
    Review::new([
        ("bibliography/references.bib", &*library),
        ("content/index.md", "# A review\n\nSee @one, @two and @three.\n"),
        ("content/sources/one.md", &*first),
        ("content/sources/two.md", "---\ntags: [power]\n---\nAnother.\n"),
        ("content/sources/three.md", "---\ntags: [culture]\n---\nA third on @one.\n"),
    ])
}

#[test]
fn a_relation_changes_the_pages_of_both_sources_of_their_tag_and_the_map_and_nothing_else() {
    let (before, after) = (saying("supports: ").build(), saying("disputes: ").build());
    let changed: Vec<&String> = after
        .site
        .files
        .iter()
        .filter(|(path, bytes)| before.site.files.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    let expected = ["map/index.html", "map/relations.csv", "sources/one.html", "sources/two.html", "tags/power.html"];
    assert_eq!(changed, expected);
    assert_eq!(before.site.files.len(), after.site.files.len());
    let without = saying("").build();
    assert!(!without.site.files.contains_key("map/relations.csv"), "no table of nothing");
}

#[test]
fn a_word_is_data_and_an_unknown_one_a_prefix() {
    let said = |citation: &str| {
        let built = saying(citation).build();
        let body = page(&built, "sources/one.html");
        text(inner(&body, "article")[0]).lines().last().unwrap().to_owned()
    };
    assert_eq!(said("disputes: "), said(""));
    assert_eq!(said("uses method of："), said(""), "with a colon of full width, and without hyphens");
    assert!(said("denies: ").contains("(denies: Authortwo, 2002, p. 4"), "{}", said("denies: "));
}

#[test]
fn the_map_is_named_where_it_shows_something() {
    let named = |review: &Review| page(&review.build(), "index.html").contains("map/index.html");
    assert!(named(&saying("")));
    assert!(!named(&Review::small()), "one source is no map");
    let empty = Review::new([("content/index.md", "# Nothing yet\n")]).build();
    assert!(text(main_of(&page(&empty, "map/index.html"))).contains("There are no sources yet."));
}

/// The list below the map.
fn list_of(html: &str) -> &str {
    html.split_once("id=\"map-list\"").and_then(|(_, rest)| rest.split("</section>").next()).unwrap()
}

/// A review of so many sources; each but every tenth cites the one before and the first.
fn many(count: usize) -> Review {
    let review = Review::new([("content/index.md", "# Many\n")]);
    let mut library = String::new();
    for at in 0..count {
        let _ = write!(
            library,
            "@book{{k{at},\n  author = {{Author{at}, Ann}},\n  title = {{On {at}}},\n  date = {{{}}},\n}}\n",
            1990 + at % 30
        );
        if at > 0 && at % 10 > 0 {
            review.write(&format!("content/sources/k{at}.md"), format!("On @k{} and @k0.\n", at - 1).as_bytes());
        }
    }
    review.write("bibliography/references.bib", library.as_bytes());
    review
}

#[test]
fn past_150_sources_only_those_that_are_connected_are_drawn_and_of_these_the_most_cited() {
    let drawn = |review: &Review| {
        let html = page(&review.build(), "map/index.html");
        let circles = tags(&html).iter().filter(|tag| tag.name == "circle").count();
        let listed = inner(list_of(&html), "li").len();
        assert_eq!(circles, listed);
        (circles, text(main_of(&html)))
    };
    let (all, said) = drawn(&many(150));
    assert!(all == 150 && said.contains("All sources are on the map."), "{all}");
    let lonely = many(100);
    for at in 0..60 {
        let entry = format!(
            "@book{{lone{at},\n  author = {{Lone{at}, Ann}},\n  title = {{Alone {at}}},\n  date = {{2000}},\n}}\n"
        );
        lonely.write(&format!("bibliography/lone{at}.bib"), entry.as_bytes());
    }
    let (connected, said) = drawn(&lonely);
    assert!(
        connected == 100 && said.contains("100 sources that cite another source") && said.contains("of 160 sources")
    );
    let (most, said) = drawn(&many(400));
    assert!(most == 150 && said.contains("150 sources, those that this review cites most, of 400 sources"), "{most}");
}

#[test]
fn every_source_and_line_of_the_map_is_in_the_list_below() {
    let built = build(&project::load(&repository()));
    let html = page(&built, "map/index.html");
    let (drawing, list) = (html.split("</svg>").next().unwrap(), list_of(&html));
    let tags = tags(drawing);
    let circles = tags.iter().filter(|tag| tag.name == "circle").count();
    assert_eq!(circles, inner(list, "li").len());
    let lines =
        tags.iter().filter(|tag| tag.name == "path" && tag.get("class").is_some_and(|class| class.contains('n')));
    // A relation stands at both its ends, and beside a citation where a passage says it.
    let relations = page(&built, "map/relations.csv").lines().count() - 1;
    let listed: usize = inner(list, "dd")
        .iter()
        .map(|dd| dd.matches("<a href=\"../sources/").count() - dd.matches("#cite-").count())
        .sum();
    assert!(relations > 2 && lines.count() <= listed - relations, "{listed}");
    assert_eq!(inner(drawing, "a").iter().filter(|a| a.contains("<title>")).count(), circles, "each has a name");
}

#[test]
fn a_source_that_another_relates_to_is_no_unused_reference() {
    let review = saying("");
    review.write("content/index.md", b"# A review\n");
    review.write("content/sources/three.md", b"A third.\n");
    let one = |front: &str| format!("---\n{front}tags: [power]\n---\nA claim.\n");
    review.remove("content/sources/two.md");
    let unused = |front: &str| {
        review.write("content/sources/one.md", one(front).as_bytes());
        let found = check(&review).into_iter().filter(|problem| problem.code == Code::UnusedReference);
        found.map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(unused(""), ["`two` is cited nowhere, and no note is about it"]);
    assert!(unused("relations: {extends: two}\n").is_empty());
}
