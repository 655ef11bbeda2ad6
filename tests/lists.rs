//! Pages that list sources in one more way: the annotated bibliography, the timeline, authors.

use crate::support::html::{main_of, tags, text};
use crate::support::site::Pages;
use crate::support::{Review, cases, page, shown};
use std::fmt::Write;

/// Each case names pages, and expects their text and whatever is wrong.
#[test]
fn pages_say_what_the_cases_expect() {
    let mut failures = Vec::new();
    for case in cases("lists") {
        let built = case.review().build();
        let mut said = String::new();
        for path in case.files["pages"].lines() {
            let _ = match built.site.files.contains_key(path) {
                true => writeln!(said, "== {path}\n{}\n", text(main_of(&page(&built, path)))),
                false => writeln!(said, "== no {path}\n"),
            };
        }
        said += &shown(&built.diagnostics);
        failures.extend(case.check(&said).err());
        let broken = Pages::of(&built).broken();
        assert!(broken.is_empty(), "{}: {broken:#?}", case.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn an_annotated_source_has_the_balls_of_its_note() {
    let built = Review::small().build();
    let balls = |path: &str| -> Vec<String> {
        let tags = tags(&page(&built, path));
        tags.iter()
            .filter(|tag| tag.has_class("b"))
            .filter_map(|tag| tag.get("aria-label").map(str::to_owned))
            .collect()
    };
    assert_eq!(balls("annotated/index.html"), ["discussed:"]);
    assert_eq!(balls("annotated/tradition.html"), ["discussed:"]);
}

/// A review of one noted source with so many tags.
fn tagged(count: usize) -> Review {
    let tags: Vec<String> = (1..=count).map(|n| format!("tag-{n}")).collect();
    let review = Review::small();
    let note = format!("---\ntags: [{}]\n---\nA claim.\n", tags.join(", "));
    review.write("content/sources/barr2015.md", note.as_bytes());
    review
}

#[test]
fn few_tags_filter_the_timeline_and_many_do_not() {
    for (count, radios) in [(1, 0), (2, 3), (12, 13), (60, 0)] {
        let built = tagged(count).build();
        let html = page(&built, "timeline/index.html");
        let found = tags(&html).iter().filter(|tag| tag.get("type") == Some("radio")).count();
        assert_eq!(found, radios, "{count} tags");
        assert_eq!(html.contains(":has(#t-tag-2:checked) .time li:not([data-tags~=\"tag-2\"])"), radios > 0);
        assert!(built.site.files.contains_key(&format!("annotated/tag-{count}.html")));
    }
}

#[test]
fn a_page_of_the_author_s_at_their_address_makes_way() {
    let review = Review::small();
    review.write("content/annotated/tradition.md", b"# Mine\n");
    review.write("content/timeline/index.md", b"# Mine, too\n");
    let built = review.build();
    assert!(shown(&built.diagnostics).contains("the site has a page `timeline/index.html` of its own"));
    let pages = Pages::of(&built);
    assert!(pages.broken().is_empty(), "{:?}", pages.broken());
    let annotated = pages.tags.keys().filter(|path| path.starts_with("annotated/tradition"));
    assert_eq!(annotated.count(), 2, "{:?}", pages.tags.keys());
}
