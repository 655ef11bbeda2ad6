//! A new review from what a folder holds: what is made and said, that it builds, and that nothing that was there is touched.
//!
//! A fixture holds a folder, `commands`, and what came of them; then the files that are new, but for those of a site.

use crate::cli::transcript;
use crate::support::program::{command, run, stderr, stdout};
use crate::support::{Review, cases};
use sourcebook::init::{Origin, Repository, workflow};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// All files below a folder but those of a site, by path.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let named = walk.map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        (path, fs::read(entry.path()).unwrap())
    });
    named.filter(|(path, _)| !path.split('/').any(|part| part == "public")).collect()
}

/// Runs the commands of each case of a folder, and compares what they said and made. What was there is as it was.
pub fn compare(fixtures: &str) {
    let mut failures = Vec::new();
    for case in cases(fixtures) {
        // A program that was compiled from a public clone, and optimized, writes that clone into the workflow.
        if case.files["expected"].contains("from crates.io") && Origin::of_this_program() != Origin::Unknown {
            continue;
        }
        let review = case.review();
        let before = files(review.root());
        let mut said: String = case.files["commands"].lines().map(|line| transcript(review.root(), line)).collect();
        let after = files(review.root());
        for (path, bytes) in &before {
            assert_eq!(after.get(path), Some(bytes), "{}: {path} is as it was", case.name);
        }
        for (path, bytes) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
            said.push_str(&format!("== {path}\n{}\n", String::from_utf8_lossy(bytes)));
        }
        let name = review.root().file_name().unwrap().to_str().unwrap();
        failures.extend(case.check(&said.replace(name, "FOLDER")).err());
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_folder_becomes_the_review_that_fits_it() {
    compare("init");
}

#[test]
fn folders_of_others_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [("site/.sourcebook", "Made"), ("review/sourcebook.yaml", "title: A"), ("_site/index.html", "")]
    {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), text).unwrap();
    }
    let before = files(folder.path());
    for target in ["site", "site/below", "review/content", "_site", "_site/x"] {
        let output = run(folder.path(), &["init", target]);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{target}");
        assert!(stderr(&output).contains("hint: "), "{target}: {}", stderr(&output));
    }
    let output = command(folder.path()).arg("init").env("HOME", folder.path()).output().unwrap();
    assert!(stderr(&output).contains("is your home folder"), "{}", stderr(&output));
    assert_eq!(files(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leads_out() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("content")).unwrap();
    let output = run(folder.path(), &["init"]);
    assert!(stderr(&output).contains("leads out of the review"), "{}", stderr(&output));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn in_a_repository_the_workflow_stands_at_its_top_and_names_the_folder_and_the_branch() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join(".git/HEAD"), "ref: refs/heads/trunk/on\n").unwrap();
    let output = run(folder.path(), &["init", "papers/a review", "--github-pages"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = fs::read_to_string(folder.path().join(workflow::PATH)).unwrap();
    for part in ["branches: [trunk/on]\n", "--root 'papers/a review'\n", "path: papers/a review/public\n"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!folder.path().join("papers/a review/.github").exists());
}

#[test]
fn the_workflow_of_this_repository_is_the_one_of_the_template() {
    let repository = Repository { branch: "main".to_owned(), folder: String::new() };
    let path = crate::support::repository().join(workflow::PATH);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, workflow::compiled(&repository)).unwrap();
    }
    assert_eq!(
        fs::read_to_string(path).unwrap(),
        workflow::compiled(&repository),
        "write it with `BLESS=1 cargo test`"
    );
}

#[test]
fn settings_and_notes_with_the_line_ends_of_windows_are_read() {
    let review = Review::new([
        ("_quarto.yml", "title: A review\r\nlang: de\r\nbibliography: .\\lib\\works.bib\r\n"),
        ("lib/works.bib", "@book{barr2015,\r\n  title = {Old Wine},\r\n  date = {2015},\r\n}\r\n"),
        (".gitignore", "/public\r\n"),
    ]);
    let output = run(review.root(), &["init"]);
    assert!(stdout(&output).contains("title, language, bibliography"), "{}", stdout(&output));
    assert!(stdout(&output).contains("kept  .gitignore"), "{}", stdout(&output));
    let made = fs::read_to_string(review.root().join("sourcebook.yaml")).unwrap();
    assert!(made.contains("\nlanguage: de\n") && made.contains("  - lib/works.bib\n"), "{made}");
    assert_eq!(run(review.root(), &["build", "--strict", "--quiet"]).status.code(), Some(0));
}
