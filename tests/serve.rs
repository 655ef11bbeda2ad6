//! The preview as a running program: what a browser gets, before and after an edit.

mod edits;
mod last_good;
mod preview;
mod terminal;

use crate::support::Review;
use preview::Preview;

#[test]
fn the_preview_shows_what_a_build_makes() {
    let preview = Preview::start();
    let site = preview.review.build_for_preview().site;
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".css")) {
        let shown = preview.page(&format!("/{path}"));
        assert!(shown.starts_with(&*String::from_utf8_lossy(bytes)), "{path}");
    }
    assert_eq!(preview.page("/"), preview.page("/index.html"));
    assert_eq!(preview.get("/nowhere.html").0, 404);
    let (status, deep) = preview.get("/sources/nowhere.html");
    assert!(status == 404 && deep.contains("url=/404.html"), "relative links hold only at the root: {deep}");
    assert!(!preview.review.root().join("public").exists(), "nothing is written");
}

#[test]
fn an_edit_is_shown() {
    let preview = Preview::start();
    let page = "/sources/barr2015.html";
    assert!(!preview.page(page).contains("Another claim"));
    preview.review.write("content/sources/barr2015.md", b"---\ntags: [tradition]\n---\nAnother claim.\n");
    preview.until("the edited note", |preview| preview.page(page).contains("Another claim"));
    assert!(preview.events().contains("\"sources/barr2015.html\""), "{}", preview.events());
}

#[test]
fn files_come_and_go() {
    let preview = Preview::start();
    assert_eq!(preview.get("/more.html").0, 404);
    preview.review.write("content/more.md", b"# More\n\nOn @barr2015.\n");
    preview.until("the new page", |preview| preview.get("/more.html").0 == 200);
    preview.review.remove("content/more.md");
    preview.until("its end", |preview| preview.get("/more.html").0 == 404);
}

#[test]
fn what_editors_leave_beside_a_file_is_no_part_of_the_site() {
    let review = Review::small();
    let site = review.build().site.files;
    for name in ["index.md~", "#index.md#", "4913", "~$a.docx", "a.tmp", "~WRL0001.TMP", ".#index.md", ".~lock.a.odt#"]
    {
        review.write(&format!("content/{name}"), b"Not to be published.");
    }
    review.write("content/.syncthing.a.md.tmp", b"Not to be published.");
    assert_eq!(review.build().site.files, site);
}

#[test]
fn two_previews_find_two_ports() {
    let (one, other) = (Preview::start(), Preview::start());
    assert_ne!(one.address, other.address);
    assert_eq!((one.get("/").0, other.get("/").0), (200, 200));
}

#[test]
fn a_taken_port_leads_to_the_next() {
    let first = Preview::start();
    let port = first.address.rsplit(':').next().unwrap();
    let review = Review::small();
    let second = Preview::of(review, &["--port", port]);
    assert!(!second.address.ends_with(&format!(":{port}")), "{}", second.address);
}
