//! Pages that list sources in one more way: the annotated bibliography, the timeline, authors.

use crate::support::html::{main_of, tags, text};
use crate::support::site::Pages;
use crate::support::{Review, cases, page, repository, shown};
use sourcebook::diagnostics::Code;
use sourcebook::{Memory, Options};
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

#[test]
fn the_foot_of_a_page_names_what_its_masthead_does_not() {
    let review = Review::small();
    review.write("sourcebook.yaml", b"navigation: {All sources: sources/index.html, Home: index.md}\n");
    let html = page(&review.build(), "index.html");
    let (head, foot) = html.split_once("<main").unwrap();
    assert!(head.contains("sources/index.html") && !head.contains("tags/index.html"), "{head}");
    let foot = &foot[foot.find("<footer").unwrap()..];
    let links: Vec<_> = tags(foot).iter().filter_map(|tag| tag.get("href").map(str::to_owned)).collect();
    let expected = ["tags", "matrix", "references", "timeline", "authors", "annotated", "search"];
    assert_eq!(links, expected.map(|name| format!("{name}/index.html")));
}

#[test]
fn each_ball_of_a_list_names_its_tag() {
    let html = page(&tagged(2).build(), "sources/index.html");
    let strip: Vec<_> = tags(&html).into_iter().filter(|tag| tag.name == "i" && tag.has_class("b")).collect();
    let titles: Vec<_> = strip.iter().filter_map(|tag| tag.get("title")).collect();
    assert_eq!(titles, ["Tag 1", "Tag 2"]);
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
    assert!(shown(&built.diagnostics).contains("the site keeps `timeline/index.html` for a page of its own"));
    let pages = Pages::of(&built);
    assert!(pages.broken().is_empty(), "{:?}", pages.broken());
    let annotated = pages.tags.keys().filter(|path| path.starts_with("annotated/tradition"));
    assert_eq!(annotated.count(), 2, "{:?}", pages.tags.keys());
}

#[test]
fn forty_authors_are_folded_and_each_has_a_page() {
    let names: Vec<String> = (1..=40).map(|n| format!("Family{n:02}, Given")).collect();
    let entry = |key: &str, names: &[String]| {
        format!("@book{{{key}, author = {{{}}}, title = {{A}}, date = {{2015}}}}\n", names.join(" and "))
    };
    let review = Review::small();
    review.write("bibliography/many.bib", (entry("many", &names) + &entry("two", &names[..2])).as_bytes());
    let built = review.build();
    let html = page(&built, "sources/many.html");
    assert!(html.contains("<details class=\"byline\"><summary>Given Family01, Given Family02, Given Family03 et al."));
    let pages = Pages::of(&built);
    let to =
        |html: &str| tags(html).iter().filter(|tag| tag.get("href").is_some_and(|to| to.contains("/family"))).count();
    assert_eq!(to(main_of(&html)), 40);
    let author = page(&built, "authors/family02-given.html");
    assert_eq!(to(main_of(&author)), 39);
    assert!(text(main_of(&author)).contains("Together with\nGiven Family01 2 sources\nGiven Family03 1 source"));
    assert!(pages.broken().is_empty(), "{:?}", pages.broken());
}

#[test]
fn pages_made_without_a_file_can_be_linked() {
    let review = Review::small();
    let text = "See [Barr](../authors/barr-michael.html), [all](../annotated/index.html#ref-barr2015), \
                [some](../annotated/tradition.html#ref-barr2015), [then](../timeline/index.html#y2015) and [B](../authors/index.html#letter-1); \
                not [this](../timeline/index.html#y1999) or [that](../authors/nobody.html).\n";
    review.write("content/pages/links.md", text.as_bytes());
    let options = Options { checks: true, ..Options::default() };
    let built = sourcebook::build(&review.load(), &options, &Memory::default());
    let said = shown(&built.diagnostics);
    assert_eq!(said.matches("broken-link").count(), 2, "{said}");
    assert!(said.contains("no place `y1999`") && said.contains("authors/nobody.html"), "{said}");
}

#[test]
fn a_source_cited_a_thousand_times_has_a_page_of_bounded_weight() {
    let review = Review::small();
    let passages: String = (1..=1000).map(|n| format!("Sentence {n} of many [@barr2015, p. {n}].\n\n")).collect();
    review.write("content/much.md", format!("# Much\n\n{passages}").as_bytes());
    let built = review.build();
    let html = page(&built, "sources/barr2015.html");
    let said = text(main_of(&html));
    assert_eq!(said.matches("Sentence ").count(), 199, "and the one of the home page");
    assert!(said.contains("and 801 more") && said.contains("and 850 more"), "{said}");
    assert!(html.len() < 150_000, "{} bytes", html.len());
    assert!(Pages::of(&built).broken().is_empty());
}

#[test]
fn labels_of_other_languages_say_which_and_sixty_tags_are_all_listed() {
    let review = tagged(60);
    let labels = "{en: First, ar: الأول, zh-Hans: 第一, ru: Первая}";
    review.write("sourcebook.yaml", format!("tags: {{tag-1: {{label: {labels}}}}}\n").as_bytes());
    let built = review.build();
    let listed = page(&built, "tags/index.html");
    assert_eq!(tags(main_of(&listed)).iter().filter(|tag| tag.name == "li").count(), 60);
    let first = tags(&page(&built, "tags/tag-1.html"));
    let named: Vec<(&str, &str)> = first
        .iter()
        .filter(|tag| tag.name == "span")
        .filter_map(|tag| Some((tag.get("lang")?, tag.get("dir")?)))
        .collect();
    assert_eq!(named, [("ar", "auto"), ("zh-Hans", "auto"), ("ru", "auto")]);
    assert!(Pages::of(&built).broken().is_empty());
}

#[test]
fn the_progress_is_in_the_preview_and_on_a_site_that_asks_for_it() {
    const PROGRESS: &str = "progress/index.html";
    let review = Review::small();
    review.write("content/more.md", b"See [how far](progress/).\n");
    let built = |yaml: &str, progress: bool| {
        review.write("sourcebook.yaml", yaml.as_bytes());
        let options = Options { progress, ..Options::default() };
        let built = sourcebook::build(&review.load(), &options, &Memory::default());
        assert!(Pages::of(&built).broken().is_empty());
        let links = page(&built, "index.html").contains(PROGRESS);
        let linked = built.diagnostics.iter().all(|problem| problem.code != Code::BrokenLink);
        let is_there = built.site.files.contains_key(PROGRESS);
        assert_eq!((links, linked), (is_there, is_there), "{yaml} {progress}");
        is_there
    };
    let asked = ["", "progress: true", "progress: false"].map(|yaml| (built(yaml, false), built(yaml, true)));
    assert_eq!(asked, [(false, true), (true, true), (false, false)]);
}

#[test]
fn the_screening_of_the_guide_adds_up_and_names_every_number() {
    let guide = std::fs::read_to_string(repository().join("docs/writing.md")).unwrap();
    let csv = guide.split("`bibliography/screening.csv`:\n\n```csv\n").nth(1).unwrap().split("```").next().unwrap();
    let review = Review::small();
    review.write("sourcebook.yaml", b"screening: bibliography/screening.csv\n");
    review.write("bibliography/screening.csv", csv.as_bytes());
    let built = review.build();
    assert!(built.diagnostics.is_empty(), "{}", shown(&built.diagnostics));
    let html = page(&built, "screening/index.html");
    assert!(html.contains("<svg viewBox=") && text(main_of(&html)).contains("Wrong population\n40"));
    let words: String = std::fs::read_to_string(repository().join("themes/default/words/en.yaml")).unwrap();
    let names = words.split("\nprisma:\n").nth(1).unwrap().lines().map_while(|line| line.strip_prefix("  "));
    for name in names.map(|line| line.split(':').next().unwrap()) {
        assert!(guide.contains(&format!("`{name}`")) || csv.contains(name), "{name}");
    }
}

#[test]
fn a_home_page_without_a_title_is_called_as_the_review_is() {
    let review = Review::new([
        ("sourcebook.yaml", "title: On rain\n"),
        ("content/index.md", "As @a [p. 3] says.\n"),
        ("bibliography/r.bib", "@book{a, author = {Ash, A.}, title = {A}, publisher = {P}, date = {2001}}\n"),
    ]);
    let built = review.build();
    for path in ["sources/a.html", "search/index.html"] {
        let page = text(&page(&built, path));
        assert!(
            page.contains("On rain") && !page.lines().any(|line| line.trim().starts_with("index")),
            "{path}: {page}"
        );
    }
}

#[test]
fn a_note_that_has_only_been_begun_is_shown_as_none() {
    let begun = "---\ncitekey: a\ntags: []\nstatus: unread\n---\n\n## Summary\n\n## Findings\n";
    let review = Review::new([
        ("sourcebook.yaml", "title: On rain\n"),
        ("content/index.md", "As @a and @b say.\n"),
        ("content/sources/a.md", begun),
        ("content/sources/b.md", "A claim.\n"),
        (
            "bibliography/r.bib",
            "@book{a, author = {Ash, A.}, title = {A}, date = {2001}}\n@book{b, author = {Birch, B.}, title = {B}, date = {2002}}\n",
        ),
    ]);
    let built = review.build();
    assert!(text(&page(&built, "index.html")).contains("1 source with a note"));
    let annotated = page(&built, "annotated/index.html");
    assert!(annotated.contains("sources/b.html") && !annotated.contains("sources/a.html"));
    assert!(!main_of(&page(&built, "sources/a.html")).contains("Findings</h"), "no bare headings");
    review.write("content/sources/a.md", format!("{begun}\nA word.\n").as_bytes());
    let built = review.build();
    assert!(main_of(&page(&built, "sources/a.html")).contains("Findings"), "all of a note that says something");
    assert!(page(&built, "annotated/index.html").contains("sources/a.html"));
}
