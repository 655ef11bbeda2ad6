//! Vaults of notes as other programs leave them: every link, embed, callout and block reference finds its place.

use crate::support::html::{inner, text};
use crate::support::site::Pages;
use crate::support::{Review, cases, page, shown};
use sourcebook::Built;

/// The text of every page that has prose, its footnotes, and what is wrong.
fn read(built: &Built) -> String {
    let mut out = String::new();
    for path in built.site.files.keys().filter(|path| path.ends_with(".html")) {
        let html = page(built, path);
        let footnotes = inner(&html, "section").into_iter().filter(|section| section.contains(" id=\"fn-1\""));
        for prose in inner(&html, "article").into_iter().chain(footnotes) {
            out.push_str(&format!(
                "== {path}\n{}\n",
                prose.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
            ));
        }
    }
    format!("{out}{}", shown(&built.diagnostics))
}

#[test]
fn each_vault_reads_as_expected() {
    let failures: Vec<String> =
        cases("vaults").iter().filter_map(|case| case.check(&read(&case.review().build())).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_link_of_a_vault_leads_somewhere() {
    for case in cases("vaults") {
        let broken = Pages::of(&case.review().build()).broken();
        assert!(broken.is_empty(), "{}: {}", case.name, broken.join("\n"));
    }
}

#[test]
fn what_is_not_to_be_published_leaves_no_trace() {
    let case = cases("vaults").into_iter().find(|case| case.name == "obsidian").unwrap();
    let built = case.review().build();
    for (path, bytes) in &built.site.files {
        let html = String::from_utf8_lossy(bytes);
        for trace in ["Never to leave", "secret", "zotero://", "file:///", "/home/me", "annotations %%"] {
            assert!(!html.contains(trace), "{path} holds {trace}: {}", text(&html));
        }
    }
}

/// The files of a site that no step makes: those that lie beside its notes.
fn copied(configuration: &str, files: &[(&str, &str)]) -> Vec<String> {
    let review = Review::new(files.iter().copied().chain([("sourcebook.yaml", configuration)]));
    let built = review.build();
    let names = files.iter().map(|(path, _)| path.strip_prefix("content/").unwrap_or(path).to_owned());
    names.filter(|path| built.site.files.contains_key(path)).collect()
}

#[test]
fn of_a_vault_only_what_a_note_shows_or_links_to_is_published() {
    let files = [
        (
            "barr2015.md",
            "As [@barr2015]. ![[Shown one.png]] [data](att/linked%20%C3%A9.csv) <img src=\"att/raw%20two.png\">\n",
        ),
        ("secret.md", "---\npublish: false\n---\n![[draft.png]]\n"),
        (
            "library.bib",
            "@book{barr2015, author = {Barr, M.}, title = {Old}, publisher = {P}, date = {2015}, annote = {private}}\n",
        ),
        ("export.bib", "@book{a, title = {A}, annote = {private}}\n"),
        ("att/Shown one.png", "x"),
        ("att/linked \u{e9}.csv", "x"),
        ("att/raw two.png", "x"),
        ("att/draft.png", "x"),
        ("att/other.png", "x"),
        ("board.canvas", "{}"),
        ("data.sqlite", "x"),
        ("favicon.ico", "x"),
    ];
    let found = copied("content: .\nbibliography: [library.bib]\n", &files);
    assert_eq!(found, ["att/Shown one.png", "att/linked \u{e9}.csv", "att/raw two.png", "favicon.ico"]);
}

#[test]
fn a_library_among_the_notes_is_published_if_a_note_links_to_it() {
    let library = "@book{barr2015, author = {Barr, M.}, title = {Old}, publisher = {P}, date = {2015}}\n";
    let files = [
        ("content/index.md", "Take [ours](open.bib).\n"),
        ("content/open.bib", library),
        ("content/mine.bib", library),
        ("content/mine.ris", "TY  - BOOK\nER  - \n"),
        ("content/data.json", "{}"),
        ("content/unlinked.png", "x"),
    ];
    assert_eq!(copied("title: A review\n", &files), ["open.bib", "data.json", "unlinked.png"]);
}
