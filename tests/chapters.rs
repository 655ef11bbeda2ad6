//! Texts that are read in an order: contents, numbers, what stands before and after, references to figures and sections.

use crate::support::html::{inner, text};
use crate::support::site::Pages;
use crate::support::{cases, page, shown};
use sourcebook::Built;

/// The title and the text of every page that has one, and where it leads on.
fn read(built: &Built) -> String {
    let mut out = String::new();
    for path in built.site.files.keys().filter(|path| path.ends_with(".html")) {
        let html = page(built, path);
        let prose = inner(&html, "article").into_iter().next();
        let title = inner(&html, "h1").first().map(|title| text(title)).unwrap_or_default();
        let lists = inner(&html, "section")
            .into_iter()
            .filter(|section| section.contains("class=\"chapters\"") || section.contains("class=\"texts\""));
        let lists: String = lists.map(|list| lines_of(list, "li")).collect();
        if prose.is_none() && lists.is_empty() {
            continue;
        }
        let prose = prose.unwrap_or_default();
        let prose = prose.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let turns = inner(&html, "nav").into_iter().filter(|nav| nav.contains(" rel=\""));
        let turns: String = turns.map(|nav| lines_of(nav, "a")).collect();
        out.push_str(&format!("== {path}\n# {title}\n{prose}\n{lists}{turns}"));
    }
    format!("{out}{}", shown(&built.diagnostics))
}

fn lines_of(html: &str, element: &str) -> String {
    inner(html, element).iter().map(|inside| format!("- {}\n", text(inside).trim())).collect()
}

#[test]
fn each_book_reads_as_expected() {
    let failures: Vec<String> =
        cases("chapters").iter().filter_map(|case| case.check(&read(&case.review().build())).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_link_of_a_book_leads_somewhere() {
    for case in cases("chapters") {
        let broken = Pages::of(&case.review().build()).broken();
        assert!(broken.is_empty(), "{}: {}", case.name, broken.join("\n"));
    }
}
