//! What is half-written: its last good version is shown and the error beside it, edits of other files go on, and what is
//! mended is shown.

use super::preview::Preview;
use crate::support::Review;

const LIBRARY: &str = "bibliography/references.bib";
const REFERENCES: &str = "/references/index.html";
const NOTE: &str = "content/sources/barr2015.md";
const PAGE: &str = "/sources/barr2015.html";
const TEMPLATE: &str = "themes/own/templates/tag.html";
const TAG: &str = "/tags/tradition.html";
const STYLE: &str = "bibliography/own.csl";

/// A review with a theme and a style of its own.
fn own() -> Preview {
    let review = Review::small();
    review.write("sourcebook.yaml", b"title: The first title\nstyle: own.csl\ntheme: own\n");
    review.write(TEMPLATE, b"<main>own template</main>");
    review.write(STYLE, csl("first: ").as_bytes());
    Preview::of(review, &[])
}

/// The smallest style, with this before each entry.
fn csl(prefix: &str) -> String {
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">
<info><title>Own</title><id>own</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable=\"title\"/></layout></citation>
<bibliography><layout prefix=\"{prefix}\"><text variable=\"title\"/></layout></bibliography>
</style>"
    )
}

fn library(preview: &Preview) -> String {
    std::fs::read_to_string(preview.review.root().join(LIBRARY)).unwrap()
}

/// The page keeps this while a file is broken so (`None`: gone), the error is told, a note that is edited meanwhile is
/// shown; then the file is as it is to be, and this is shown.
#[track_caller]
fn stays(
    preview: &Preview,
    path: &str,
    broken: Option<&str>,
    told: &str,
    (page, kept): (&str, &str),
    mended: (&str, &str),
) {
    assert!(preview.page(page).contains(kept), "{}", preview.page(page));
    match broken {
        Some(text) => preview.review.write(path, text.as_bytes()),
        None => preview.review.remove(path),
    }
    preview.until(told, |preview| preview.events().contains(told));
    assert!(preview.page(page).contains(kept), "while {path} is broken: {}", preview.page(page));
    assert!(preview.said().contains(&format!("the last good {path} stays")), "{}", preview.said());
    assert_eq!(preview.events().matches("\"severity\":\"error\"").count(), 1, "told once: {}", preview.events());

    let other = format!("Meanwhile {told}.");
    preview.review.write("content/other.md", format!("# Other\n\n{other}\n").as_bytes());
    preview.until("another note", |preview| preview.get("/other.html").1.contains(&other));
    assert!(preview.page(page).contains(kept) && preview.events().contains(told), "{}", preview.events());

    let (text, shown) = mended;
    preview.review.write(path, text.as_bytes());
    preview.until("what is mended", |preview| preview.page(page).contains(shown));
    preview.until("the end of the error", |preview| preview.events().contains("\"errors\":[]"));
}

#[test]
fn of_a_library_that_is_half_written_empty_or_gone() {
    let preview = Preview::start();
    let one = library(&preview);
    let [two, three, four] = ["New Wine", "Newer Wine", "Newest Wine"].map(|title| one.replace("Old Wine", title));
    let half = &one[..one.len() / 2];
    stays(&preview, LIBRARY, Some(half), "references.bib:1:7", (REFERENCES, "Old wine"), (&two, "New wine"));
    stays(&preview, LIBRARY, Some(""), "is empty", (REFERENCES, "New wine"), (&three, "Newer wine"));
    stays(&preview, LIBRARY, None, "is gone", (REFERENCES, "Newer wine"), (&four, "Newest wine"));
}

#[test]
fn of_a_library_that_the_configuration_names() {
    let review = Review::small();
    let text = std::fs::read_to_string(review.root().join(LIBRARY)).unwrap();
    review.write("library/all.bib", text.as_bytes());
    review.write("sourcebook.yaml", b"bibliography: [library/all.bib]\n");
    review.remove(LIBRARY);
    let preview = Preview::of(review, &[]);
    let mended = text.replace("Old Wine", "New Wine");
    stays(
        &preview,
        "library/all.bib",
        Some(&text[..40]),
        "all.bib:1:7",
        (REFERENCES, "Old wine"),
        (&mended, "New wine"),
    );
    stays(&preview, "library/all.bib", Some(" \n"), "is empty", (REFERENCES, "New wine"), (&text, "Old wine"));
    stays(&preview, "library/all.bib", None, "there is no file", (REFERENCES, "Old wine"), (&mended, "New wine"));
}

#[test]
fn of_a_library_that_a_note_names() {
    let review = Review::small();
    review.write("shelf.bib", b"@book{nye1990, author = {Nye, Joseph}, title = {Bound to Lead}, date = {1990}}");
    review.write("sourcebook.yaml", b"bibliography: [bibliography/references.bib]\n");
    review.write("content/page.md", b"---\nbibliography: shelf.bib\n---\n\nAs @nye1990.\n");
    let preview = Preview::of(review, &[]);
    let mended = "@book{nye1990, author = {Nye, Joseph}, title = {Soft Power}, date = {1990}}";
    stays(
        &preview,
        "shelf.bib",
        Some("@book{nye1990, auth"),
        "shelf.bib:1:7",
        ("/page.html", "Bound to lead"),
        (mended, "Soft power"),
    );
}

#[test]
fn of_a_note() {
    let preview = Preview::start();
    let broken = "---\ntags: [tradition]\nBroken.\n";
    stays(&preview, NOTE, Some(broken), "barr2015.md:", (PAGE, "A claim"), ("Another claim.\n", "Another claim"));
}

#[test]
fn of_the_configuration() {
    let preview = own();
    let mended = "title: The second title\n";
    stays(
        &preview,
        "sourcebook.yaml",
        Some("title: [\n"),
        "bad-configuration",
        ("/", "The first title"),
        (mended, "The second title"),
    );
}

#[test]
fn of_a_template_that_cannot_be_read_or_filled() {
    let preview = own();
    let (two, three) = ("<main>second template</main>", "<main>third template</main>");
    stays(
        &preview,
        TEMPLATE,
        Some("<main>{% if %}</main>"),
        "bad-template",
        (TAG, "own template"),
        (two, "second template"),
    );
    let only_when_filled = "<main>{{ it.not.there }}</main>";
    stays(
        &preview,
        TEMPLATE,
        Some(only_when_filled),
        "bad-template",
        (TAG, "second template"),
        (three, "third template"),
    );
}

#[test]
fn of_a_template_that_another_needs() {
    let review = Review::small();
    review.write("sourcebook.yaml", b"theme: own\n");
    review.write(TEMPLATE, b"{% include \"part.html\" %}");
    let part = "themes/own/templates/part.html";
    review.write(part, b"<main>first part</main>");
    let preview = Preview::of(review, &[]);
    stays(&preview, part, Some("{{"), "bad-template", (TAG, "first part"), ("<main>second part</main>", "second part"));
    stays(&preview, part, None, "bad-template", (TAG, "second part"), ("<main>third part</main>", "third part"));
}

#[test]
fn of_a_style() {
    let preview = own();
    let (two, three) = (csl("second: "), csl("third: "));
    stays(&preview, STYLE, Some(&two[..80]), "unknown-style", (REFERENCES, "first: "), (&two, "second: "));
    stays(&preview, STYLE, None, "unknown-style", (REFERENCES, "second: "), (&three, "third: "));
}

#[test]
fn of_all_at_once() {
    let preview = own();
    let one = library(&preview);
    preview.review.write(TEMPLATE, b"<main>{{ it.not.there }}</main>");
    preview.review.write(STYLE, b"<style");
    preview.review.write("sourcebook.yaml", b"title: [\n");
    preview.review.write(NOTE, b"---\ntags: [tradition]\n");
    preview.review.write(LIBRARY, &one.as_bytes()[..60]);
    let codes = ["bad-template", "unknown-style", "bad-configuration", "bad-front-matter", "bad-entry"];
    preview.until("all errors", |preview| codes.iter().all(|code| preview.events().contains(code)));
    let kept = [(TAG, "own template"), (REFERENCES, "first: "), ("/", "The first title"), (PAGE, "A claim")];
    for (page, text) in kept {
        assert!(preview.page(page).contains(text), "{page}: {}", preview.page(page));
    }
}
