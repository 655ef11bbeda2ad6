//! The whole way: from an empty folder to a site that is served from a clone of its branch, to the next version of it, and
//! to a remote that refuses.

use super::repositories::Repositories;
use super::served::Served;
use super::{code, files_of, published, state};
use crate::support::Review;
use crate::support::program::{run, stderr, stdout};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Runs a command that succeeds; what it printed.
fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

/// Follows every link from the home page, the sitemap and a page that is not there; what was come across.
fn every_link_works(served: &Served, address: &str) -> BTreeSet<String> {
    let (walked, mapped) = (served.walk("/repo/"), served.walk("/repo/sitemap.xml"));
    assert_eq!([walked.broken(), mapped.broken()], [Vec::<String>::new(), Vec::new()]);
    let (status, body) = served.get("/repo/a/b/nowhere.html");
    assert!(status == 404 && String::from_utf8(body).unwrap().contains(&format!("href=\"{address}index.html")));
    let mut lost = served.walk("/repo/a/b/nowhere.html");
    lost.statuses.remove("/repo/a/b/nowhere.html");
    assert!(lost.statuses.len() > 10 && lost.broken().is_empty(), "{:?}", lost.broken());
    walked.statuses.into_keys().chain(mapped.statuses.into_keys()).collect()
}

/// What no link leads to: files for hosts, lawyers and the script of the search, and what waits for a review with more in it.
fn is_for_others(path: &str) -> bool {
    let files = [".nojekyll", "404.html", "robots.txt"];
    let begins = [
        "assets/search/",
        "assets/fonts/OFL-",
        "assets/contents.",
        "assets/evidence.",
        "assets/progress.",
        "assets/screening.",
        "evidence/",
    ];
    files.contains(&path) || begins.iter().any(|begin| path.starts_with(begin))
}

#[test]
fn from_an_empty_folder_to_a_published_site_and_to_the_next_version_of_it() {
    // From nothing to a site.
    let review = Review::new([]);
    let (listener, address) = Served::listener();
    assert!(succeeds(review.root(), &["init"]).contains("made  content/index.md\n"));
    assert_eq!(succeeds(review.root(), &["note", "barr2015"]), "made  content/sources/barr2015.md\n");
    assert_eq!(succeeds(review.root(), &["note", "--all"]), "every reference has a note\n");
    let settings = fs::read_to_string(review.root().join("sourcebook.yaml")).unwrap();
    review.write("sourcebook.yaml", format!("{settings}base-url: {address}\n").as_bytes());
    review.write("content/about.md", b"---\ntitle: About\ndate: 2026-11-24\n---\nWritten by Ann.\n");
    let home = fs::read_to_string(review.root().join("content/index.md")).unwrap();
    review.write("content/index.md", format!("{home}\nSee [how it was made](about.md).\n").as_bytes());
    assert_eq!(succeeds(review.root(), &["check", "--strict"]), "");
    assert!(succeeds(review.root(), &["build", "--strict"]).contains("\nno problems\nopen public/index.html in"));

    // To a branch of a bare repository, and a clone of it under a path: what was built is there, and every link works.
    let repositories = Repositories::of(review);
    let said = published(&repositories, &[]);
    assert!(said.ends_with(&format!("\n{address}\n")), "{said}");
    let folder = repositories.clone_of("gh-pages", "served");
    let mut built = files_of(&repositories.review.root().join("public"));
    assert!(built.remove(".sourcebook").is_some(), "the marker of a folder is none of the site");
    let cloned = files_of(&folder);
    assert!(cloned == built, "{:?} {:?}", cloned.keys(), built.keys());
    let served = Served::start(listener, &folder);
    let reached = every_link_works(&served, &address);
    let unreached = cloned.keys().filter(|path| !reached.contains(&format!("/repo/{path}")) && !is_for_others(path));
    assert_eq!(unreached.collect::<Vec<_>>(), [] as [&str; 0], "what nothing leads to");

    // The next version: one commit with one page and what is made of that page alone.
    let first = repositories.tip("gh-pages").unwrap();
    repositories
        .review
        .write("content/about.md", b"---\ntitle: About\ndate: 2026-11-24\n---\nWritten by Ann, twice.\n");
    repositories.commit();
    published(&repositories, &[]);
    let remote = repositories.remote();
    let parents = repositories.git_in(&remote, &["log", "--format=%P", "gh-pages"]);
    assert_eq!(parents, first, "one commit more, on top of the first");
    let changed = repositories.git_in(&remote, &["diff", "--name-status", &first, "gh-pages"]);
    let expected = ["M\tabout.html", "M\tassets/search/texts/1.js", "M\tassets/search/words/0.js"];
    assert_eq!(changed.lines().collect::<Vec<_>>(), expected, "the page, its text and its words in the search");
    repositories.git_in(&folder, &["pull", "--quiet", "--ff-only"]);
    assert_eq!(every_link_works(&served, &address), reached);
    assert_eq!(repositories.git_in(&folder, &["status", "--porcelain"]), "", "no file is converted on the way");

    #[cfg(unix)]
    a_remote_that_refuses_is_left_as_it_is(&repositories);
}

/// The third time: the remote takes nothing, and all is as it was; when it takes again, the same command goes through.
#[cfg(unix)]
fn a_remote_that_refuses_is_left_as_it_is(repositories: &Repositories) {
    let (tip, tracked) = (repositories.tip("gh-pages"), repositories.git(&["rev-parse", "origin/gh-pages"]));
    repositories.hook(&repositories.remote(), "pre-receive", "echo 'closed on Sundays' >&2; exit 1");
    repositories.review.write("content/about.md", b"---\ntitle: About\ndate: 2026-11-24\n---\nWritten thrice.\n");
    repositories.commit();
    let before = state(repositories);
    let output = repositories.publish(&[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("closed on Sundays") && stderr(&output).contains("nothing was published"));
    assert!(!stdout(&output).contains("published on"));
    assert_eq!(repositories.tip("gh-pages"), tip);
    assert_eq!(repositories.git(&["rev-parse", "origin/gh-pages"]), tracked);
    assert_eq!(state(repositories), before);
    // What stopped it is gone: the same command goes through.
    fs::remove_file(repositories.remote().join("hooks/pre-receive")).unwrap();
    published(repositories, &[]);
    assert_ne!(repositories.tip("gh-pages"), tip);
}
