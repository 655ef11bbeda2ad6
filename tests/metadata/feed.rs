//! The feed, the sitemap, and what tells robots of it.

use super::*;

/// A review with dated pages and notes.
fn dated() -> Review {
    let review = Review::small();
    review.write(
        "content/index.md",
        b"---\ntitle: A <review> & more\ndescription: Deck\ndate: 2025-01-02\n---\n\nAs @barr2015 [p. 3] says.\n",
    );
    review.write(
        "content/sources/barr2015.md",
        b"---\nread: 2025-04-09\ndate: 2020-01-01\n---\nA claim \x01 & another.\n",
    );
    review.write("content/later.md", b"---\ntitle: Later\ndate: 2025-05-01\n---\nText.\n");
    review.write("content/undated.md", b"---\ntitle: Undated\ndate: soon\n---\nText.\n");
    review
}

#[test]
fn the_feed_tells_of_dated_pages_newest_first() {
    let built = build_at(&dated(), BASE);
    let feed = page(&built, "atom.xml");
    let all = |name: &str| inner(&feed, name).into_iter().map(text).collect::<Vec<_>>();
    assert_eq!(all("title"), ["A <review> & more", "Later", "Barr 2015", "A <review> & more"]);
    assert_eq!(
        all("updated"),
        ["2025-05-01T00:00:00Z", "2025-05-01T00:00:00Z", "2025-04-09T00:00:00Z", "2025-01-02T00:00:00Z"]
    );
    assert_eq!(
        all("id"),
        [BASE.to_owned(), format!("{BASE}later.html"), format!("{BASE}sources/barr2015.html"), BASE.to_owned()]
    );
    assert_eq!(all("name"), ["A <review> & more"], "a feed names an author");
    assert!(all("summary")[0].starts_with("A claim") && !feed.contains('\u{1}'), "{feed}");
    assert!(page(&built, "later.html").contains("href=\"atom.xml\""));
    let many = dated();
    for n in 0..60 {
        many.write(
            &format!("content/many/p{n}.md"),
            format!("---\ndate: 2024-01-{:02}\n---\nText.\n", n % 28 + 1).as_bytes(),
        );
    }
    assert_eq!(page(&build_at(&many, BASE), "atom.xml").matches("<entry>").count(), 50);
}

#[test]
fn without_a_dated_page_there_is_no_feed() {
    let built = build_at(&Review::small(), BASE);
    assert!(!built.site.files.contains_key("atom.xml") && !page(&built, "index.html").contains("atom.xml"));
    assert!(built.site.files.contains_key("sitemap.xml"));
}

#[test]
fn the_sitemap_names_every_page_and_dates_those_that_say_when() {
    let built = build_at(&dated(), BASE);
    let sitemap = page(&built, "sitemap.xml");
    let pages: BTreeSet<String> = built
        .site
        .files
        .keys()
        .filter(|path| path.ends_with(".html") && *path != "404.html")
        .map(|path| format!("{BASE}{}", path.strip_suffix("index.html").unwrap_or(path)))
        .collect();
    let named: BTreeSet<String> = inner(&sitemap, "loc").into_iter().map(str::to_owned).collect();
    assert_eq!(named, pages);
    assert_eq!(inner(&sitemap, "lastmod"), ["2025-01-02", "2025-05-01", "2025-04-09"]);
    assert_eq!(page(&built, "robots.txt"), format!("User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"));
}

#[test]
fn a_sentence_changes_neither_feed_nor_sitemap() {
    let review = dated();
    let before = build_at(&review, BASE);
    review.write("content/later.md", b"---\ntitle: Later\ndate: 2025-05-01\n---\nText, and more of it.\n");
    let after = build_at(&review, BASE);
    let changed: Vec<&String> = after
        .site
        .files
        .iter()
        .filter(|(path, bytes)| before.site.files.get(*path) != Some(bytes) && !path.starts_with("assets/search/"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["later.html"]);
}

#[test]
fn an_author_may_have_a_robots_txt() {
    let review = Review::small();
    review.write("content/robots.txt", b"User-agent: *\nDisallow: /\n");
    let built = review.build();
    assert_eq!(page(&built, "robots.txt"), "User-agent: *\nDisallow: /\n");
    assert_eq!(shown(&built.diagnostics), "");
}

#[test]
fn the_feed_is_read_by_a_feed_reader() {
    let Some(mut command) = python() else {
        return println!("skipped: `SOURCEBOOK_PYTHON` names no Python that has `feedparser`");
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("atom.xml");
    fs::write(&file, page(&build_at(&dated(), BASE), "atom.xml")).unwrap();
    let output = command.arg(repository().join("tests/metadata/read.py")).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], format!("atom10\t{BASE}\t2025-05-01T00:00:00Z\tA <review> & more"));
    assert_eq!(
        lines[2],
        format!("{BASE}sources/barr2015.html\t{BASE}sources/barr2015.html\t2025-04-09T00:00:00Z\tBarr 2015")
    );
    assert_eq!(lines.len(), 4);
}
