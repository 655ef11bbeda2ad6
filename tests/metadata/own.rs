//! How the review itself is cited.

use super::*;

#[test]
fn a_review_says_how_to_cite_it() {
    let review = Review::small();
    let cite = |built: &Built| {
        let html = page(built, "index.html");
        html.split_once("id=\"cite-text\">")
            .map(|(_, after)| text(after.split_once("</p>").unwrap().0))
            .unwrap_or_default()
    };
    assert_eq!(cite(&review.build()), "", "it says nothing of itself");
    review.write(
        "sourcebook.yaml",
        "title: A review of roads\nauthors: [{name: Jane de Roe, orcid: 0000-0002-1825-0097}, Centre for Roads]\n"
            .as_bytes(),
    );
    assert_eq!(cite(&review.build()), "de Roe, J., & Centre for Roads. (n.d.). A review of roads.");
    review.write("content/index.md", b"---\ndate: 2026-11-23\n---\nText.\n");
    assert_eq!(
        cite(&build_at(&review, BASE)),
        format!("de Roe, J., & Centre for Roads. (2026, November 23). A review of roads. {BASE}")
    );
    review.write("CITATION.cff", example("cff").as_bytes());
    let built = build_at(&review, BASE);
    assert_eq!(shown(&built.diagnostics), "");
    assert_eq!(
        cite(&built),
        "van der Roe, J., Jr., & Centre for Roads. (2026). Roads: A review (Version 1.2) [Dataset]. https://doi.org/10.5281/zenodo.1234567"
    );
    let metas = metas(&page(&built, "index.html"));
    assert_eq!(of(&metas, "z:itemType"), ["dataset"]);
    assert_eq!(of(&metas, "citation_author"), ["van der Roe, Jane, Jr.", "Centre for Roads,"]);
    assert_eq!(of(&metas, "citation_publication_date"), ["2026/11/24"]);
    let document = json_ld::of_page(&page(&built, "index.html")).unwrap();
    assert_eq!(document["@type"], "Dataset");
    assert_eq!(document["@id"], "https://doi.org/10.5281/zenodo.1234567");
    assert!(!page(&built, "index.html").contains("Z3988"));
}

#[test]
fn it_is_cited_in_bibtex_too() {
    let review = Review::small();
    let bibtex = |built: &Built| {
        let tags = tags(&page(built, "index.html"));
        tags.iter().find_map(|tag| Some(tag.get("data-bibtex")?.to_owned()))
    };
    assert_eq!(bibtex(&review.build()), None, "it says nothing of itself");
    review.write("sourcebook.yaml", b"title: \"Roads & <paths>\"\nauthors: [Jane de Roe, Centre for Roads]\n");
    review.write("content/index.md", b"---\ndate: 2026-11-23\n---\nText.\n");
    let text = bibtex(&build_at(&review, BASE)).unwrap();
    let file = sourcebook::diagnostics::TextFile::new("a.bib", &text);
    let read = sourcebook::bibliography::parse(&[file], &[]);
    assert_eq!(shown(&read.diagnostics), "");
    let item = &read.value.get("review").unwrap().item;
    assert_eq!(item.plain("title").as_deref(), Some("Roads & <paths>"));
    assert_eq!(item.plain("URL").as_deref(), Some(BASE));
    assert_eq!(item.year(), Some(2026));
    let authors: Vec<String> =
        item.names("author").iter().map(|name| format!("{}{}|{}", name.literal, name.family, name.given)).collect();
    assert_eq!(authors, ["de Roe|Jane", "Centre for Roads|"]);
}

#[test]
fn a_preferred_citation_is_the_one_to_cite() {
    let review = Review::small();
    let preferred = "preferred-citation:\n  type: article\n  title: The article\n  authors: [{name: Centre for Roads}]\n  journal: Roads\n  volume: 3\n  start: 5\n  end: 9\n  year: 2025\n";
    review.write("CITATION.cff", format!("{}{preferred}", example("cff")).as_bytes());
    let built = review.build();
    assert_eq!(shown(&built.diagnostics), "");
    assert!(text(&page(&built, "index.html")).contains("Centre for Roads. (2025). The article. Roads, 3, 5–9."));
    let metas = metas(&page(&built, "index.html"));
    assert_eq!(of(&metas, "citation_journal_title"), ["Roads"]);
}

#[test]
fn the_citation_file_of_the_guide_is_valid() {
    let Some(mut command) = python() else {
        return println!("skipped: `SOURCEBOOK_PYTHON` names no Python that has `cffconvert`");
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("CITATION.cff");
    fs::write(&file, example("cff")).unwrap();
    let run = "import sys; from cffconvert.cli.cli import cli; cli()";
    let output = command.args(["-c", run, "--validate", "--infile"]).arg(file).output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
