//! The site on the disk: replaced as a whole, unchanged files kept, nothing of anybody else's touched.

use crate::support::program::{command, run, stderr};
use crate::support::{Review, build, repository};
use sourcebook::project;
use sourcebook::site::Site;
use sourcebook::site::write::{MARKER, WriteError, Written, write};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn site(files: &[(&str, &str)]) -> Site {
    let file = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().into());
    Site { files: files.iter().map(file).collect() }
}

fn small() -> Site {
    site(&[("index.html", "home"), ("sources/a.html", "a"), ("tags/b.html", "b")])
}

/// Everything below a folder by path, with the bytes of files and the targets of links; not the folders themselves.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let read = |path: &Path| match fs::read_link(path) {
        Ok(target) => target.into_os_string().into_encoded_bytes(),
        Err(_) => fs::read(path).unwrap(),
    };
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), read(entry.path()))).collect()
}

fn expected(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = site.files.iter().map(|(path, bytes)| (PathBuf::from(path), bytes.to_vec()));
    files.collect()
}

/// What a folder holds but for the marker.
fn written(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = contents(folder);
    assert!(files.remove(Path::new(MARKER)).is_some(), "the marker is there");
    files
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A folder of a review and one beside it for output.
fn places() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("review");
    fs::create_dir_all(root.join("content/sources")).unwrap();
    fs::write(root.join("content/index.md"), "# Review").unwrap();
    let output = root.join("public");
    (folder, root, output)
}

#[test]
fn the_first_write_makes_all_files() {
    let (_folder, root, output) = places();
    assert_eq!(write(&small(), &output, &root).unwrap(), Written { changed: 3, kept: 0, removed: 0 });
    assert_eq!(written(&output), expected(&small()));
    assert_eq!(names(&root), ["content", "public"], "nothing stays beside it");
}

#[test]
fn folders_above_the_output_are_made() {
    let (folder, root, _) = places();
    let output = folder.path().join("a/b/site");
    write(&small(), &output, &root).unwrap();
    assert_eq!(written(&output), expected(&small()));
}

#[test]
fn our_own_review_is_written_as_it_was_built() {
    let (_folder, root, output) = places();
    let site = build(&project::load(&repository())).site;
    write(&site, &output, &root).unwrap();
    assert_eq!(written(&output), expected(&site));
}

#[test]
fn a_second_write_of_the_same_changes_nothing() {
    let (_folder, root, output) = places();
    write(&small(), &output, &root).unwrap();
    assert_eq!(write(&small(), &output, &root).unwrap(), Written { changed: 0, kept: 3, removed: 0 });
    assert_eq!(written(&output), expected(&small()));
}

#[cfg(unix)]
#[test]
fn unchanged_files_stay_the_files_they_were() {
    use std::os::unix::fs::MetadataExt;
    let (_folder, root, output) = places();
    let inode = |path: &str| fs::metadata(output.join(path)).unwrap().ino();
    write(&small(), &output, &root).unwrap();
    let before = (inode("index.html"), inode("sources/a.html"));
    let edited = site(&[("index.html", "HOME"), ("sources/a.html", "a"), ("new.html", "new")]);
    assert_eq!(write(&edited, &output, &root).unwrap(), Written { changed: 2, kept: 1, removed: 1 });
    assert_eq!(inode("sources/a.html"), before.1);
    assert_ne!(inode("index.html"), before.0);
}

/// Our own review in a folder of its own.
fn copy_of_our_own_review() -> Review {
    let review = Review::new([]);
    for part in ["content", "bibliography"] {
        for (path, bytes) in contents(&repository().join(part)) {
            review.write(&format!("{part}/{}", path.display()), &bytes);
        }
    }
    review.write("sourcebook.yaml", &fs::read(repository().join("sourcebook.yaml")).unwrap());
    review
}

/// The files of a site that a change of this text makes anew; each of the others is the same file with the same time.
/// The files of words, few in a small review, count as one.
#[cfg(unix)]
fn made_anew(review: &Review, path: &str, text: &str, by: &str) -> Vec<String> {
    use std::os::unix::fs::MetadataExt;
    let output = review.root().join("public");
    let stamps = || -> BTreeMap<PathBuf, (u64, i64, i64)> {
        let stamp = |path: &PathBuf| fs::metadata(output.join(path)).unwrap();
        let stamp = |path: PathBuf| (stamp(&path).ino(), stamp(&path).mtime(), stamp(&path).mtime_nsec());
        written(&output).into_keys().map(|path| (path.clone(), stamp(path))).collect()
    };
    let build = || assert!(run(review.root(), &["build"]).status.success());
    build();
    let before = stamps();
    let old = fs::read_to_string(review.root().join(path)).unwrap();
    assert_eq!(old.matches(text).count(), 1, "{path}");
    review.write(path, old.replace(text, by).as_bytes());
    build();
    let after = stamps();
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let anew = after.iter().filter(|(path, stamp)| before[*path] != **stamp);
    let name = |path: &str| path.split_once("words/").map_or(path.to_owned(), |(folder, _)| format!("{folder}words"));
    let mut anew: Vec<String> = anew.map(|(path, _)| name(path.to_str().unwrap())).collect();
    anew.dedup();
    anew
}

#[cfg(unix)]
#[test]
fn one_changed_sentence_leaves_every_other_file_as_it_was() {
    let review = copy_of_our_own_review();
    let note = "content/sources/liu2019.md";
    let plain = made_anew(&review, note, "so no claim in this note has one", "and so this note has none");
    let index = ["assets/search/texts/4.js", "assets/search/words"];
    assert_eq!(plain, [index[0], index[1], "sources/liu2019.html"]);
    // One that cites a source is quoted on the page of that source.
    let citing = made_anew(&review, note, "language courses, exhibitions, films and lectures", "courses and films");
    assert_eq!(citing, [index[0], index[1], "sources/liu2019.html", "sources/yi2009.html"]);
    let page =
        made_anew(&review, "content/index.md", "Six works carry the comparison.", "The comparison rests on six works.");
    assert_eq!(page, ["assets/search/texts/0.js", index[1], "index.html"]);
    assert_eq!(made_anew(&review, note, "courses and films", "courses and films"), [""; 0], "nothing");
}

#[cfg(unix)]
#[test]
fn a_copy_of_the_last_site_is_not_changed_with_it() {
    let (folder, root, output) = places();
    write(&small(), &output, &root).unwrap();
    let copy = folder.path().join("kept.html");
    fs::hard_link(output.join("index.html"), &copy).unwrap();
    write(&site(&[("index.html", "else")]), &output, &root).unwrap();
    assert_eq!(fs::read_to_string(copy).unwrap(), "home");
}

#[test]
fn changed_files_are_replaced_and_old_ones_gone() {
    let (_folder, root, output) = places();
    write(&small(), &output, &root).unwrap();
    let edited = site(&[("index.html", "HOME"), ("sources/c.html", "c")]);
    assert_eq!(write(&edited, &output, &root).unwrap(), Written { changed: 2, kept: 0, removed: 2 });
    assert_eq!(written(&output), expected(&edited));
    assert!(!output.join("tags").exists(), "an empty folder is no part of the site");
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    let (_folder, root, output) = places();
    for files in [&[("a", "file")][..], &[("a/b", "folder")], &[("a", "file")]] {
        write(&site(files), &output, &root).unwrap();
        assert_eq!(written(&output), expected(&site(files)));
    }
}

#[test]
fn an_empty_folder_is_taken() {
    let (_folder, root, output) = places();
    fs::create_dir(&output).unwrap();
    write(&small(), &output, &root).unwrap();
    assert_eq!(written(&output), expected(&small()));
}

#[test]
fn what_was_added_to_a_site_is_refused_and_kept() {
    for added in ["CNAME", ".git/HEAD", "sources/mine.html"] {
        let (folder, root, output) = places();
        write(&small(), &output, &root).unwrap();
        fs::create_dir_all(output.join(added).parent().unwrap()).unwrap();
        fs::write(output.join(added), "mine").unwrap();
        refused(folder.path(), &output, &root, added.split("/HEAD").next().unwrap());
        fs::remove_file(output.join(added)).unwrap();
        let _ = fs::remove_dir(output.join(".git"));
        fs::write(output.join(".DS_Store"), "").unwrap();
        write(&small(), &output, &root).unwrap();
    }
}

/// Refuses this output, says so with this word, and touches nothing.
fn refused(folder: &Path, output: &Path, root: &Path, word: &str) {
    let before = contents(folder);
    match write(&small(), output, root) {
        Err(WriteError::Refused(why)) => assert!(why.contains(word), "{}: {why}", output.display()),
        other => panic!("{}: {other:?}", output.display()),
    }
    assert_eq!(contents(folder), before, "{}", output.display());
}

#[test]
fn the_review_and_what_holds_it_are_refused() {
    let (folder, root, _) = places();
    refused(folder.path(), &root, &root, "review");
    refused(folder.path(), folder.path(), &root, "review");
    refused(folder.path(), &root.join("content/.."), &root, "review");
    refused(folder.path(), &root.join("not-there/../."), &root, "review");
}

#[test]
fn the_review_is_refused_with_a_marker_in_it_too() {
    let (folder, root, _) = places();
    fs::write(root.join(MARKER), "").unwrap();
    fs::write(root.join("content").join(MARKER), "").unwrap();
    refused(folder.path(), &root, &root, "review");
    refused(folder.path(), &root.join("content"), &root, "content");
}

#[test]
fn the_folders_of_the_author_are_refused() {
    let (folder, root, _) = places();
    for own in ["content", "bibliography", "themes", ".git"] {
        refused(folder.path(), &root.join(own), &root, own);
        refused(folder.path(), &root.join(own).join("deep/er"), &root, own);
    }
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let (folder, root, output) = places();
    fs::create_dir_all(output.join("photos")).unwrap();
    refused(folder.path(), &output, &root, "did not make");
    fs::write(output.join("photos/one.jpg"), "jpg").unwrap();
    refused(folder.path(), &output, &root, "did not make");
}

#[test]
fn a_folder_named_as_the_marker_marks_nothing() {
    let (folder, root, output) = places();
    fs::create_dir_all(output.join(MARKER)).unwrap();
    fs::write(output.join("work.txt"), "work").unwrap();
    refused(folder.path(), &output, &root, "did not make");
}

#[test]
fn a_file_is_refused() {
    let (folder, root, output) = places();
    fs::write(&output, "text").unwrap();
    refused(folder.path(), &output, &root, "no folder");
}

#[cfg(unix)]
#[test]
fn links_are_refused() {
    use std::os::unix::fs::symlink;
    let (folder, root, output) = places();
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    for (target, word) in [(root.join("content"), "content"), (root.clone(), "review"), (elsewhere, "no folder")] {
        symlink(&target, &output).unwrap();
        refused(folder.path(), &output, &root, word);
        fs::remove_file(&output).unwrap();
    }
    symlink(folder.path().join("nowhere"), &output).unwrap();
    refused(folder.path(), &output, &root, "no folder");
}

#[cfg(unix)]
#[test]
fn a_link_on_the_way_does_not_hide_where_it_leads() {
    let (folder, root, _) = places();
    let alias = folder.path().join("alias");
    std::os::unix::fs::symlink(&root, &alias).unwrap();
    refused(folder.path(), &alias.join("content/site"), &root, "content");
    refused(folder.path(), &root.join("content/site"), &alias, "content");
    write(&small(), &alias.join("public"), &root).unwrap();
    assert_eq!(written(&root.join("public")), expected(&small()));
}

#[test]
fn the_home_folder_is_refused() {
    let review = Review::small();
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("empty")).unwrap();
    for output in [home.path().to_owned(), home.path().join("empty/..")] {
        let mut command = command(review.root());
        let output = command.env("HOME", home.path()).args(["build", "--output"]).arg(output).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("home folder"), "{}", stderr(&output));
    }
    assert_eq!(names(home.path()), ["empty"]);
}

#[test]
fn a_site_that_cannot_be_written_leaves_the_old_one() {
    let (_folder, root, output) = places();
    write(&small(), &output, &root).unwrap();
    let impossible = site(&[("a", "a file"), ("a/b", "and a folder"), ("index.html", "new")]);
    assert!(matches!(write(&impossible, &output, &root), Err(WriteError::Disk(..))));
    assert_eq!(written(&output), expected(&small()));
    assert_eq!(names(&root), ["content", "public"], "no stage stays");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_leaves_the_old_site() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, root, output) = places();
    write(&small(), &output, &root).unwrap();
    let allow = |mode| fs::set_permissions(&root, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    let is_root = fs::write(root.join("try"), "").is_ok();
    let result = write(&site(&[("index.html", "new")]), &output, &root);
    allow(0o755);
    if is_root {
        println!("skipped: permissions mean nothing to root");
        return;
    }
    assert!(matches!(result, Err(WriteError::Disk(..))), "{result:?}");
    assert_eq!(written(&output), expected(&small()));
}

#[test]
fn the_stage_of_a_killed_build_is_swept() {
    let (_folder, root, output) = places();
    write(&small(), &output, &root).unwrap();
    let stage = root.join(".public.sourcebook-999999");
    fs::create_dir_all(stage.join("sources")).unwrap();
    fs::write(stage.join("sources/half.html"), "<p>ha").unwrap();
    fs::create_dir(root.join(".other.sourcebook-1")).unwrap();
    write(&small(), &output, &root).unwrap();
    assert_eq!(names(&root), [".other.sourcebook-1", "content", "public"]);
    assert_eq!(written(&output), expected(&small()));
}

#[test]
fn a_site_that_was_moved_away_and_never_replaced_comes_back() {
    let (_folder, root, output) = places();
    write(&small(), &output, &root).unwrap();
    fs::rename(&output, root.join(".public.sourcebook-old")).unwrap();
    let impossible = site(&[("a", "a file"), ("a/b", "and a folder")]);
    assert!(write(&impossible, &output, &root).is_err());
    assert_eq!(written(&output), expected(&small()));
}

#[test]
fn two_writers_at_once_both_succeed() {
    let review = Review::small();
    let build = || command(review.root()).args(["build", "--quiet"]).spawn().unwrap();
    let mut running: Vec<_> = (0..4).map(|_| build()).collect();
    for child in &mut running {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(names(review.root()), ["bibliography", "content", "public"]);
    assert_eq!(written(&review.root().join("public")), expected(&review.build().site));
}

#[test]
fn two_writers_of_one_program_both_succeed() {
    let (_folder, root, output) = places();
    let sites = [small(), site(&[("index.html", "other")])];
    std::thread::scope(|scope| {
        let writers: Vec<_> = sites.iter().map(|site| scope.spawn(|| write(site, &output, &root))).collect();
        for writer in writers {
            writer.join().unwrap().unwrap();
        }
    });
    assert!(sites.iter().any(|site| written(&output) == expected(site)));
    assert_eq!(names(&root), ["content", "public"]);
}

#[test]
fn a_review_below_the_output_of_another_is_safe() {
    let review = Review::small();
    let output = run(review.root(), &["build", "--output", ".."]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(review.root().join("content/index.md").is_file());
}
