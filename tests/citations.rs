//! Citations as they are written, and what each style makes of them.
//!
//! A fixture holds a review and, as `expected`, the text of its home page: paragraphs, footnotes, the
//! reference list. `*` stands around what is in italics; the links behind citations are left out.

use crate::support::html::{inner, text};
use crate::support::{Review, cases, page, shown};
use sourcebook::style;

/// The home page's text, footnotes and list.
fn cited(review: &Review) -> String {
    let built = review.build();
    let html = page(&built, "index.html");
    let prose = inner(&html, "article")[0];
    let band = |start: &str| html.split_once(start).map(|(_, rest)| rest.split("</section>").next().unwrap_or(rest));
    let list =
        |html: &str| inner(html, "li").into_iter().map(plain).map(|item| format!("{item}\n")).collect::<String>();
    let paragraphs: String = inner(prose, "p").into_iter().map(plain).map(|text| format!("{text}\n")).collect();
    let notes = band("role=\"doc-endnotes\"").map(list).map(|notes| format!("\nNotes\n{notes}")).unwrap_or_default();
    let references =
        band("id=\"references\"").map(list).map(|list| format!("\nReferences\n{list}")).unwrap_or_default();
    format!("{paragraphs}{notes}{references}")
}

/// A piece of HTML as a line of text, without what only leads elsewhere.
fn plain(html: &str) -> String {
    let mut html = html.replace("<em>", "*").replace("</em>", "*").replace("<sup", "^<sup");
    for class in ["to-ref", "to-note"] {
        while let Some(at) = html.find(&format!("<a class=\"{class}\"")) {
            let end = html[at..].find("</a>").expect("a link ends") + at + 4;
            html.replace_range(at..end, "");
        }
    }
    text(&html).replace('\n', " ").replace('↩', "").replace(" ^", "^").trim().to_owned()
}

#[test]
fn each_style_says_it_in_its_way() {
    let failures: Vec<String> =
        cases("citations").iter().filter_map(|case| case.check(&cited(&case.review())).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The small review in this style.
fn in_style(style: &str, files: &[(&str, &str)]) -> Review {
    let review = Review::small();
    review.write("sourcebook.yaml", format!("style: {style}\nlanguage: ru\n").as_bytes());
    for (path, text) in files {
        review.write(path, text.as_bytes());
    }
    review
}

#[test]
fn an_archive_name_stands_for_the_name_in_the_repository() {
    for (alias, name) in
        [("gost-r-705-2008-numeric", "gost-r-7-0-5-2008-numeric"), ("chicago-notes", "chicago-notes-bibliography")]
    {
        let (by_alias, by_name) = (style::find(alias, "en", &[]).unwrap().0, style::find(name, "en", &[]).unwrap().0);
        assert!(by_alias == by_name, "{alias}");
        assert_eq!(cited(&in_style(alias, &[])), cited(&in_style(name, &[])), "{alias}");
    }
}

#[test]
fn every_bundled_style_is_found_by_its_name() {
    let bundled = style::bundled();
    assert!(bundled.len() > 50);
    for name in bundled.keys() {
        assert!(style::find(name, "en", &[]).is_ok(), "{name}");
    }
}

const OWN: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>House style</title><id>house</id><updated>2020-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="{" suffix="}" delimiter="; "><names variable="author"><name form="short"/></names><text variable="locator" prefix=" at "/></layout></citation>
  <bibliography><layout suffix="!"><names variable="author"><name/></names><text variable="title" prefix=": "/></layout></bibliography>
</style>
"#;

const DEPENDENT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0">
  <info><title>Journal of Dependence</title><id>journal</id>
  <link href="http://www.zotero.org/styles/ieee" rel="independent-parent"/><updated>2020-01-01T00:00:00+00:00</updated></info>
</style>
"#;

#[test]
fn a_style_of_the_review_is_found_by_path_and_by_name() {
    for (style, path) in [
        ("bibliography/styles/house.csl", "bibliography/styles/house.csl"),
        ("house.csl", "bibliography/styles/house.csl"),
        ("styles/house.csl", "styles/house.csl"),
    ] {
        let review = in_style(style, &[(path, OWN), ("content/index.md", "See [@barr2015, p. 3].\n")]);
        assert_eq!(shown(&review.build().diagnostics), "", "{style}");
        assert_eq!(cited(&review), "See {Barr at 3}.\n\nReferences\nMichael Barr: Old wine!\n", "{style}");
    }
}

#[test]
fn a_style_that_only_points_at_another_is_that_one() {
    let dependent = in_style("journal.csl", &[("bibliography/styles/journal.csl", DEPENDENT)]);
    assert_eq!(shown(&dependent.build().diagnostics), "");
    assert_eq!(cited(&dependent), cited(&in_style("ieee", &[])));
}

#[test]
fn a_style_that_points_at_none_is_reported_and_apa_is_used() {
    let lost = DEPENDENT.replace("styles/ieee", "styles/not-there");
    let review = in_style("journal.csl", &[("bibliography/styles/journal.csl", &lost)]);
    let said = shown(&review.build().diagnostics);
    assert!(said.contains("error[unknown-style]") && said.contains("sourcebook.yaml:1:8"), "{said}");
    assert_eq!(cited(&review), cited(&in_style("apa", &[])));
}

#[test]
fn a_hostile_style_is_refused() {
    let itself = OWN.replace("<citation>", "<macro name=\"a\"><text macro=\"a\"/></macro><citation>");
    let doubling: String = (0..40)
        .map(|n| format!("<macro name=\"m{n}\"><text macro=\"m{0}\"/><text macro=\"m{0}\"/></macro>", n + 1))
        .collect();
    let doubling =
        OWN.replace("<citation>", &format!("{doubling}<macro name=\"m40\"><text value=\"x\"/></macro><citation>"));
    let deep = OWN.replace("<names", &("<group>".repeat(20_000) + "<names")).replacen(
        "</layout>",
        &("</group>".repeat(20_000) + "</layout>"),
        1,
    );
    for csl in [itself.as_str(), &doubling, &deep, "", "<style/>", "no XML", &OWN[..300]] {
        let review = in_style("house.csl", &[("bibliography/styles/house.csl", csl)]);
        assert!(shown(&review.build().diagnostics).contains("[unknown-style]"), "{}", &csl[..csl.len().min(300)]);
        assert_eq!(cited(&review), cited(&in_style("apa", &[])));
    }
}
