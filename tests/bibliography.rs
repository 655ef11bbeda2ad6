//! Where a review has its references from: files of every format, those that notes name, and front matter.

use crate::support::{Review, page, shown};
use sourcebook::bibliography::{self, Bibliography};
use sourcebook::{Memory, export};

const RIS: &str = "TY  - BOOK\nAU  - Roe, Richard\nTI  - Of tags\nPY  - 2001\nER  - \n";

fn references(review: &Review) -> (Bibliography, String) {
    let (references, diagnostics) = sourcebook::references(&review.load(), &Memory::default());
    ((*references).clone(), shown(&diagnostics))
}

fn keys(bibliography: &Bibliography) -> Vec<&str> {
    bibliography.iter().map(|reference| reference.key.as_str()).collect()
}

#[test]
fn every_format_is_read_in_the_order_of_the_files() {
    let review = Review::small();
    review.write("bibliography/a.json", br#"[{"id": "json", "type": "book", "title": "A"}]"#);
    review.write("bibliography/b.yaml", b"- id: csl\n  type: book\n  title: B\n");
    review.write("bibliography/c.YML", b"haya:\n  type: book\n  title: C\n");
    review.write("bibliography/d.ris", RIS.as_bytes());
    review.write("bibliography/e.bibtex", b"@book{tex, title = {E}}");
    let utf16 = |text: &str| {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<u8>>()
    };
    review.write("bibliography/f.bib", &utf16("@book{wide, title = {Ünïcode}}"));
    let (found, said) = references(&review);
    assert_eq!((keys(&found).join(" "), said.as_str()), ("json csl haya roe2001 tex wide barr2015".to_owned(), ""));
    assert_eq!(found.get("wide").unwrap().item.plain("title").as_deref(), Some("Ünïcode"));
    let built = review.build();
    assert!(page(&built, "sources/roe2001.html").contains("Of tags"));
}

#[test]
fn notes_name_files_beside_them_at_the_root_and_in_the_folder() {
    let review = Review::small();
    review.write("content/refs/own.bib", b"@book{own, title = {Own}}");
    review.write("root.ris", RIS.as_bytes());
    review.write("bibliography/more/deep.json", br#"{"id": "deep", "type": "book", "title": "Deep"}"#);
    review.write("package.json", b"{}");
    let front = "---\nbibliography:\n- refs/own.bib\n- root.ris\n- more/deep.json\n- references.bib\n---\n";
    review.write("content/index.md", format!("{front}\nSee @own, @roe2001, @deep and @barr2015.\n").as_bytes());
    let (found, said) = references(&review);
    assert_eq!((keys(&found).join(" "), said.as_str()), ("barr2015 own roe2001 deep".to_owned(), ""));
    let built = review.build();
    assert_eq!(shown(&built.diagnostics), "");
    assert!(!built.site.files.contains_key("refs/own.bib"), "what is only read is no part of the site");
    review.write("content/about.md", b"[the references](refs/own.bib)\n");
    let built = review.build();
    assert_eq!(shown(&built.diagnostics), "");
    assert!(built.site.files.contains_key("refs/own.bib"), "what a page links to is");
}

#[test]
fn a_folder_of_its_own_is_read_when_a_note_names_it_and_named_otherwise() {
    let review = Review::small();
    review.write("bibliography/more/deep.bib", b"@book{deep, title = {Deep}}");
    let (found, said) = references(&review);
    assert_eq!(keys(&found), ["barr2015"]);
    assert!(said.starts_with("warning[bad-bibliography]: `bibliography/more/deep.bib` is not read"), "{said}");
    review.write("content/index.md", b"---\nbibliography: bibliography/more/deep.bib\n---\n");
    let (found, said) = references(&review);
    assert_eq!((keys(&found).join(" "), said.as_str()), ("barr2015 deep".to_owned(), ""));
}

#[test]
fn references_in_front_matter_win_over_files() {
    let review = Review::small();
    let text = "---\ntitle: A review\nreferences:\n  - id: barr2015\n    type: book\n    title: A *newer* wine\n    issued: 2016\n    \
                volume: {a: 1}\n  - id: doe2016\n    type: book\n    title: Another\n---\n\nSee @barr2015 and @doe2016.\n";
    review.write("content/index.md", text.as_bytes());
    let (found, said) = references(&review);
    assert_eq!(keys(&found), ["barr2015", "doe2016"]);
    let newer = found.get("barr2015").unwrap();
    assert_eq!(newer.item.text("title").as_deref(), Some("A <i>newer</i> wine"));
    assert_eq!(newer.item.year(), Some(2016));
    assert_eq!(newer.place.to_string(), "content/index.md:4:9");
    assert_eq!(newer.place.text(), "barr2015");
    assert!(newer.entry.text().starts_with("id: barr2015") && newer.entry.text().ends_with("volume: {a: 1}"));
    assert!(said.contains("--> content/index.md:8:13"), "{said}");
    assert_eq!(said.matches("[bad-field]").count(), 1, "{said}");
    // Other programs have other lists of this name.
    review.write("content/index.md", b"---\nreferences: ['[[barr2015]]', x]\n---\n");
    assert_eq!(references(&review).1, "");
    // A draft brings no references.
    review.write("content/index.md", b"---\ndraft: true\nreferences:\n- id: secret\n  title: S\n---\n");
    assert_eq!(keys(&references(&review).0), ["barr2015"]);
}

#[test]
fn keys_that_are_made_are_unique_across_files() {
    let review = Review::small();
    review.write("bibliography/a.ris", RIS.as_bytes());
    review.write("bibliography/b.ris", RIS.as_bytes());
    let (found, said) = references(&review);
    assert_eq!((keys(&found).join(" "), said.as_str()), ("roe2001 roe2001a barr2015".to_owned(), ""));
}

#[test]
fn a_cut_off_file_is_one_problem() {
    let review = Review::small();
    review.remove("bibliography/references.bib");
    review.write("bibliography/a.json", b"[{\"id\": \"first\", \"type\": \"book\", \"title\": \"F\"}, {\"id\": \"seco");
    review.write("content/index.md", b"See @first, @second and @third.\n");
    review.remove("content/sources/barr2015.md");
    let built = review.build();
    assert_eq!(built.diagnostics.len(), 1, "{}", shown(&built.diagnostics));
    assert_eq!(built.counts.sources, 1);
}

#[test]
fn the_export_of_our_own_references_is_read_as_the_same() {
    let project = sourcebook::project::load(&crate::support::repository());
    let (references, _) = sourcebook::references(&project, &Memory::default());
    let json = export::csl_json(&references);
    let file = sourcebook::diagnostics::TextFile::new("a.json", &json);
    let again = bibliography::parse(&[file], &[]);
    assert_eq!(again.diagnostics, []);
    let items =
        |from: &Bibliography| from.iter().map(|found| (found.key.clone(), found.item.clone())).collect::<Vec<_>>();
    assert_eq!(items(&again.value), items(&references));
    assert!(references.len() > 20);
}
