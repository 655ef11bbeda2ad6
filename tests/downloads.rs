//! The references as files of the site: of all, of each tag, page and source; nothing private, nothing of the author's replaced.

use crate::support::{Review, shown};
use sourcebook::bibliography;
use sourcebook::diagnostics::{Severity, TextFile};
use sourcebook::{Built, Memory, Options};
use std::sync::Arc;

/// A review with a tag without introduction, a page that cites, one that does not, and keys that no path can have.
fn review() -> Review {
    Review::new([
        ("content/index.md", "---\ntitle: A review\n---\n\nAs @barr2015 [p. 3] says, and @{a/b}.\n"),
        ("content/more/page.md", "Only @nye2004.\n"),
        ("content/quiet.md", "Nothing.\n"),
        ("content/references/references.md", "On references: @nye2004.\n"),
        ("content/sources/barr2015.md", "---\ntags: [tradition]\n---\nA claim, by @nye2004.\n"),
        (
            "bibliography/references.bib",
            "@book{barr2015,\n  author = {Barr, Michael},\n  title = {Old Wine},\n  date = {2015},\n  annotation = {SECRET},\n  file = {/home/SECRET.pdf},\n}\n\
             @book{nye2004,\n  author = {Nye, Joseph},\n  title = {Means},\n  date = {2004},\n}\n\
             @book{a/b,\n  author = {Bee, Ann},\n  title = {Slash},\n  date = {2001},\n}\n",
        ),
    ])
}

fn text(built: &Built, path: &str) -> String {
    let bytes = built.site.files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The keys in a file, as our reader has them.
fn keys(built: &Built, path: &str) -> Vec<String> {
    let bibliography = bibliography::parse(&[TextFile::new(path, &text(built, path))], &[]).value;
    bibliography.iter().map(|reference| reference.key.clone()).collect()
}

#[test]
fn every_list_and_source_is_a_file() {
    let built = review().build();
    for ending in ["bib", "ris", "json"] {
        for (stem, expected) in [
            ("references/references", &["barr2015", "nye2004", "a/b"][..]),
            ("index", &["barr2015", "a/b"]),
            ("more/page", &["nye2004"]),
            ("tags/tradition", &["barr2015"]),
            ("sources/barr2015", &["barr2015"]),
            ("sources/nye2004", &["nye2004"]),
        ] {
            assert_eq!(keys(&built, &format!("{stem}.{ending}")), expected, "{stem}.{ending}");
        }
        assert!(!built.site.files.contains_key(&format!("quiet.{ending}")));
    }
    for stem in ["references/references", "index", "more/page", "tags/tradition", "sources/barr2015", "sources/nye2004"]
    {
        assert!(built.site.files[&format!("{stem}.docx")].starts_with(b"PK"), "{stem}");
    }
    // A page that would have its files where those of all references are moves.
    let moved = built.site.files.keys().filter(|path| path.starts_with("references/references-")).count();
    assert_eq!(moved, 5, "{:?}", built.site.files.keys().collect::<Vec<_>>());
}

#[test]
fn titles_are_spelled_as_an_export_spells_them() {
    let library =
        "@book{barr2015, author = {Barr, Michael}, title = {Old Wine: A Social Autopsy in {Chicago}}, date = {2015}}\n";
    let (review, memory) = (review(), Memory::default());
    review.write("bibliography/references.bib", library.as_bytes());
    let build = || sourcebook::build(&review.load(), &Options::default(), &memory);
    let title = "= {Old Wine: A Social Autopsy in {Chicago}}";
    let built = build();
    for path in ["sources/barr2015.bib", "references/references.bib", "index.bib", "tags/tradition.bib"] {
        assert!(text(&built, path).contains(title), "{path}: {}", text(&built, path));
    }
    // In the page, for the button that copies it.
    assert!(text(&built, "sources/barr2015.html").contains("{Old Wine: A Social Autopsy in {Chicago}}"));
    // Letters alone change no item.
    review.write("bibliography/references.bib", library.replace("Social Autopsy", "social autopsy").as_bytes());
    let built = build();
    for path in ["sources/barr2015.bib", "references/references.bib"] {
        assert!(text(&built, path).contains("A social autopsy"), "{path}");
    }
}

/// The part with the text of a document.
fn document(built: &Built, path: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(built.site.files[path].to_vec())).unwrap();
    std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap()
}

#[test]
fn the_document_of_a_source_is_its_reference_without_a_number() {
    for (style, layout) in [("apa", "Barr, M. (2015). "), ("ieee", "M. Barr, ")] {
        let review = review();
        review.write("sourcebook.yaml", format!("style: {style}\n").as_bytes());
        let built = review.build();
        let text = document(&built, "sources/barr2015.docx");
        assert_eq!(text.matches("<w:p>").count(), 2, "a title and an entry: {text}");
        assert!(text.contains(&format!("preserve\">{layout}")) && text.contains("<w:i/>"), "{style}: {text}");
        assert!(!text.contains("[1]") && !text.contains("<w:tab/>"), "{text}");
        assert!(crate::support::page(&built, "sources/barr2015.html").contains("href=\"../sources/barr2015.docx\""));
    }
}

#[test]
fn what_is_private_is_in_no_file() {
    let built = review().build();
    let files = built
        .site
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".bib") || path.ends_with(".json") || path.ends_with(".ris"));
    assert!(files.clone().count() > 10);
    for (path, bytes) in files {
        assert!(!String::from_utf8_lossy(bytes).contains("SECRET"), "{path}");
    }
    assert!(!text(&built, "sources/barr2015.html").contains("SECRET"));
}

#[test]
fn a_file_of_the_author_at_such_a_path_is_named() {
    let review = review();
    review.write("content/index.json", b"mine");
    let built = review.build();
    let named = built.diagnostics.iter().filter(|problem| problem.message.contains("content/index.json"));
    let named: Vec<_> = named.collect();
    assert_eq!(named.len(), 1, "{}", shown(&built.diagnostics));
    assert_eq!(named[0].severity, Severity::Error);
}

#[test]
fn files_that_nothing_changed_are_not_made_again() {
    let (review, memory) = (review(), Memory::default());
    let build = || sourcebook::build(&review.load(), &Options::default(), &memory);
    let first = build();
    review.write("content/more/page.md", b"Only @nye2004, and nobody else.\n");
    let second = build();
    for (path, bytes) in first.site.files.iter().filter(|(path, _)| path.ends_with(".docx") || path.ends_with(".ris")) {
        assert!(Arc::ptr_eq(bytes, &second.site.files[path]), "{path}");
    }
    // A second work of that author and year: the letter of its year is in the document, and not in the data.
    review
        .write("bibliography/more.bib", b"@book{barr, author = {Barr, Michael}, title = {New Wine}, date = {2015}}\n");
    let third = build();
    for (path, is_kept) in
        [("sources/barr2015.docx", false), ("sources/barr2015.ris", true), ("sources/nye2004.docx", true)]
    {
        assert_eq!(Arc::ptr_eq(&second.site.files[path], &third.site.files[path]), is_kept, "{path}");
    }
    assert!(document(&third, "sources/barr2015.docx").contains("2015b"));
}
