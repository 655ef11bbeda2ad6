//! Quotations: in the text, on the pages of their sources and tags, and what is copied of them.

use crate::support::html::{tags, text};
use crate::support::site::Pages;
use crate::support::{Review, page, shown};
use sourcebook::Built;

const BIB: &str = "@book{barr2015,\n  author = {Barr, Michael},\n  title = {Old Wine},\n  publisher = {Palgrave},\n  date = {2015},\n}\n\
    @book{lai2012,\n  author = {Lai, Hongyi},\n  title = {Soft Power},\n  publisher = {Routledge},\n  date = {2012},\n}\n";
const NOTE: &str = "---\ntags: [power]\n---\nA claim.\n\n> [!quote] p. 33\n> Means are *not* results.\n\n## Power\n\n### Of words\n\n\
    > [!quote]- On wine\n> “Old wine” in new bottles. [p. 4]\n\n> Harmony, says Lai. [@lai2012, p. 14] #harmony ^lai\n";

fn review(style: &str) -> Review {
    Review::new([
        ("sourcebook.yaml", format!("title: Words\nstyle: {style}\n").as_str()),
        ("bibliography/references.bib", BIB),
        (
            "content/index.md",
            "# Words\n\nAs @lai2012 says, see [[barr2015#^lai]].\n\n> 文化是资源。\n> — [@barr2015, p. 7]\n",
        ),
        ("content/sources/barr2015.md", NOTE),
        ("content/sources/lai2012.md", "---\ntags: [harmony]\n---\nA claim.\n"),
    ])
}

/// What the buttons of a page copy.
fn copied(built: &Built, path: &str) -> Vec<String> {
    tags(&page(built, path)).iter().filter_map(|tag| tag.get("data-text").map(str::to_owned)).collect()
}

/// The section of quotations on a page, as text.
fn listed(built: &Built, path: &str) -> String {
    let html = page(built, path);
    let start = html.find("id=\"quotations\"").map_or("", |at| &html[at..]);
    text(&format!("<p {}", start.split("</section>").next().unwrap()))
}

#[test]
fn a_quotation_is_a_figure_with_its_place_and_an_anchor() {
    let built = review("apa").build();
    assert_eq!(shown(&built.diagnostics), "");
    let html = page(&built, "sources/barr2015.html");
    let first = "<figure class=\"quote\" id=\"quote-1\">\n<blockquote cite=\"../sources/barr2015.html\" dir=\"auto\">\n\
                 <p>Means are <em>not</em> results.</p>\n</blockquote>\n<figcaption><span class=\"loc\" id=\"loc-2\">p. 33</span> <button";
    assert!(html.contains(first), "{html}");
    let folded = "<details class=\"callout\" data-callout=\"quote\">\n<summary>On wine</summary>\n<blockquote";
    assert!(html.contains(folded) && html.contains("<figure class=\"quote\" id=\"block-lai\">"), "{html}");
    assert_eq!(Pages::of(&built).broken(), [""; 0]);
}

#[test]
fn the_button_copies_the_words_and_a_citation_that_needs_no_context() {
    let apa = review("apa").build();
    let expected = [
        "“Means are not results.” (Barr, 2015, p. 33)",
        "““Old wine” in new bottles.” (Barr, 2015, p. 4)",
        "“Harmony, says Lai.” (Lai, 2012, p. 14)",
    ];
    assert_eq!(copied(&apa, "sources/barr2015.html"), expected);
    assert_eq!(copied(&apa, "index.html"), ["“文化是资源。” (Barr, 2015, p. 7)"]);
    // A style of numbers has no citation that could stand elsewhere, one of notes has its footnote.
    assert_eq!(copied(&review("ieee").build(), "index.html"), ["“文化是资源。” (Barr 2015, p.\u{a0}7)"]);
    let notes = copied(&review("chicago-shortened-notes-bibliography").build(), "index.html");
    assert!(notes[0].contains("Barr") && notes[0].contains("Old Wine") && notes[0].contains('7'), "{notes:?}");
}

#[test]
fn quotations_are_listed_under_their_source_and_their_tags() {
    let built = review("apa").build();
    let of_barr = listed(&built, "sources/barr2015.html");
    for (words, page) in [("“Means are not results.”", "33"), ("in new bottles.”", "4"), ("“文化是资源。”", "7")]
    {
        assert!(of_barr.contains(&format!("{words} p. {page}")), "{of_barr}");
    }
    assert!(!of_barr.contains("Harmony"), "{of_barr}");
    assert!(listed(&built, "sources/lai2012.html").contains("“Harmony, says Lai.”"));
    // By the heading above it, or by its own tag.
    let power = listed(&built, "tags/power.html");
    assert!(power.contains("in new bottles") && !power.contains("Means") && !power.contains("Harmony"), "{power}");
    let harmony = listed(&built, "tags/harmony.html");
    assert!(harmony.starts_with("Quotations\nLai 2012\n") && harmony.contains("“Harmony, says Lai.”"), "{harmony}");
    let links = page(&built, "tags/harmony.html");
    assert!(links.contains("href=\"../sources/barr2015.html#block-lai\""), "{links}");
}

#[test]
fn a_quotation_of_a_source_that_is_missing_stands_and_is_listed_nowhere() {
    let review = review("apa");
    review.write("content/index.md", b"# Words\n\n> Lost words. [@nobody1999, p. 3]\n");
    let built = review.build();
    assert!(shown(&built.diagnostics).contains("unknown-key"));
    let html = page(&built, "index.html");
    assert!(
        html.contains("<blockquote dir=\"auto\">\n<p>Lost words.</p>") && html.contains("class=\"missing\""),
        "{html}"
    );
    assert!(copied(&built, "index.html").is_empty());
}

#[test]
fn long_lists_of_quotations_end() {
    let review = review("apa");
    let quotations: String = (0..70).map(|n| format!("> Words {n}. [@lai2012, p. {n}]\n\n")).collect();
    review.write("content/many.md", format!("# Many\n\n{quotations}").as_bytes());
    let listed = listed(&review.build(), "sources/lai2012.html");
    assert!(
        listed.contains("Words 57.") && !listed.contains("Words 65.") && listed.contains("and 11 more"),
        "{listed}"
    );
}

#[test]
fn quotations_within_one_another_by_the_thousand_are_one() {
    let review = review("apa");
    review.write("content/deep.md", format!("{} deep [@lai2012, p. 1]\n", ">".repeat(20_000)).as_bytes());
    assert!(page(&review.build(), "deep.html").matches("<figure").count() <= 1);
}
