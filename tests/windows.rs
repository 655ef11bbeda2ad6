//! What Windows does otherwise: line ends, separators of paths, names that are taken.

use crate::support::{Review, build, page, repository, shown};
use sourcebook::project;
use sourcebook::review::routes;
use std::fs;
use walkdir::WalkDir;

/// This repository's review with the line ends of Windows.
fn with_line_ends_of_windows() -> Review {
    let review = Review::new([]);
    let root = repository();
    for folder in ["content", "bibliography", "sourcebook.yaml"] {
        for entry in
            WalkDir::new(root.join(folder)).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
        {
            let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            let bytes = fs::read(entry.path()).unwrap();
            match String::from_utf8(bytes) {
                Ok(text) => review.write(&path, text.replace("\r\n", "\n").replace('\n', "\r\n").as_bytes()),
                Err(error) => review.write(&path, error.as_bytes()),
            }
        }
    }
    review
}

#[test]
fn line_ends_of_windows_make_the_same_site() {
    let (unix, windows) = (build(&project::load(&repository())), with_line_ends_of_windows().build());
    assert_eq!(shown(&windows.diagnostics), "");
    assert_eq!(unix.site.files.keys().collect::<Vec<_>>(), windows.site.files.keys().collect::<Vec<_>>());
    for path in unix.site.files.keys().filter(|path| path.ends_with(".html") || path.ends_with(".csv")) {
        let [one, other] = [page(&unix, path), page(&windows, path)].map(|text| text.replace('\r', ""));
        let differ = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert!(one == other, "{path}: {differ:?}");
    }
}

#[test]
fn paths_of_the_configuration_may_have_backslashes() {
    let review = Review::small();
    review.write(
        "lib/works.bib",
        b"@book{lai2012, author = {Lai, Hongyi}, title = {Power}, publisher = {R}, date = {2012}}\r\n",
    );
    review.write("lib/diary/x.md", b"");
    review.write("content/diary/x.md", b"See [[nothing]].\r\n");
    review.write("content/index.md", b"As @lai2012 says.\r\n");
    review.remove("content/sources/barr2015.md");
    review.write("sourcebook.yaml", b"bibliography: lib\\works.bib\r\nignore: [.\\diary\\]\r\n");
    let built = review.build();
    assert_eq!(shown(&built.diagnostics), "");
    assert!(page(&built, "sources/lai2012.html").contains("Power"));
    assert!(!built.site.files.contains_key("diary/x.html"));
}

#[test]
fn no_page_has_a_name_that_windows_keeps_for_itself() {
    for name in ["con", "CON", "nul", "aux", "prn", "com1", "lpt9"] {
        for made in [routes::key_name(name), routes::slug(name)] {
            assert_ne!(made.to_lowercase(), name.to_lowercase(), "{made}");
        }
    }
    let bib = "@book{aux, title = {A}}\n@book{CON, title = {B}}\n@book{c:d, title = {C}}\n@book{e., title = {D}}\n";
    let review = Review::new([
        ("content/index.md", "See @aux, @CON, @c:d and @{e.}.\n"),
        ("content/nul/prn.md", "# A page\n"),
        ("content/tags/com1.md", "# A tag\n"),
        ("bibliography/references.bib", bib),
    ]);
    for path in review.build().site.files.keys() {
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap().to_lowercase();
            let taken = ["con", "prn", "aux", "nul", "com1"].contains(&&*stem);
            assert!(
                !taken && !part.ends_with(['.', ' ']) && !part.contains(['\\', ':', '*', '?', '"', '<', '>', '|']),
                "{path}"
            );
        }
    }
}
