//! What the index of the search holds, and what it does not. Questions are asked in `tests/browser/search.test.mjs`.

use crate::support::{Review, page};
use sourcebook::Built;

const PAGE: &str = "---\ntitle: A review\ndescription: In a sentence.\nabstract: {en: Short, ru: Коротко}\n---\n\nBefore.\n\n\
    ## One *and* only {#one}\n\nAs @barr2015 [p. 3] says,[^a] see [[barr2015]] and [there](about.md). #tradition\n\n\
    | A | B |\n|---|---|\n| cell | other |\n\n%% a comment %%\n\n<!-- another -->\n\n![[about]]\n\n\
    > [!note] Called out\n> Its text.\n\n[^a]: Noted, [@barr2015].[^b]\n[^b]: In turn.\n[^c]: Marked by nothing, [@barr2015].\n";

fn review() -> Review {
    let review = Review::small();
    review.write("content/index.md", PAGE.as_bytes());
    review.write("content/about.md", b"# About\n\nOnly here.\n");
    review.write("content/draft.md", b"---\ndraft: true\n---\nA draft.\n");
    review.write("content/private.md", b"---\npublish: false\n---\nA draft.\n");
    review
}

/// What the scripts hand over, one after another.
fn handed(built: &Built, folder: &str) -> Vec<String> {
    let paths = built.site.files.keys().filter(|path| path.starts_with(&format!("assets/search/{folder}")));
    paths.flat_map(|path| page(built, path).lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn a_page_is_found_by_its_sections_as_they_are_read() {
    let built = review().build();
    let home: serde_json::Value = {
        let script = page(&built, "assets/search/texts/0.js");
        let json = script.strip_prefix("sourcebook.found(").and_then(|rest| rest.strip_suffix(");\n"));
        serde_json::from_str(json.unwrap()).unwrap()
    };
    let text = "As Barr (2015, p. 3) says, see Barr 2015 and there. #tradition\nA\nB\ncell\nother\nCalled out\nIts text.\n\
         Noted, (Barr, 2015).\nIn turn.";
    let sections = serde_json::json!([
        ["", "", "In a sentence.\nShort\nКоротко"],
        ["", "", "Before."],
        ["one", "One and only", text],
    ]);
    assert_eq!(home, serde_json::json!(["index.html", "A review", [], sections]));
}

#[test]
fn records_tags_and_authors_are_found_by_all_their_names() {
    let review = review();
    review.write(
        "sourcebook.yaml",
        "tags: {tradition: {label: {en: Tradition, ar: تراث}, synonyms: [heritage]}}\n".as_bytes(),
    );
    let built = review.build();
    let texts = handed(&built, "texts/").join("\n");
    for found in [
        r#"["sources/barr2015.html","Barr 2015",["Old Wine","Michael Barr","barr2015"],[["","","Palgrave"]]]"#,
        r#"["tags/tradition.html","Tradition",["Tradition","تراث","heritage","tradition"],[]]"#,
        r#"["authors/barr-michael.html","Michael Barr",["Michael Barr"],[]]"#,
    ] {
        assert!(texts.contains(found), "{found} in {texts}");
    }
}

#[test]
fn what_is_not_published_is_not_found() {
    let texts = handed(&review().build(), "").join("\n");
    for hidden in ["draft", "comment", "another", "Marked by nothing", "private"] {
        assert!(!texts.contains(hidden), "{hidden} in {texts}");
    }
    assert_eq!(texts.matches("Only here").count(), 1, "what is embedded is found where it stands");
}

#[test]
fn a_page_without_scripts_lists_all_titles() {
    let html = page(&review().build(), "search/index.html");
    for link in [
        "<a href=\"../index.html\"><bdi>A review</bdi></a>",
        "<a href=\"../sources/barr2015.html\"><bdi>Barr 2015, Old Wine</bdi></a>",
        "<a href=\"../tags/tradition.html\"><bdi>Tradition</bdi></a>",
        "<a href=\"../authors/barr-michael.html\"><bdi>Barr, Michael</bdi></a>",
    ] {
        assert!(html.contains(link), "{link} in {html}");
    }
}
