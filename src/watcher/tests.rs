//! The watcher against a folder on the disk.

mod saves;

use super::*;
use std::fs;
use tempfile::TempDir;

/// Long enough for any change to be noticed, with a system that reports or without.
const SOON: Duration = Duration::from_secs(20);
/// Long enough for a burst to be over.
const WHILE: Duration = Duration::from_millis(900);

struct Review {
    folder: TempDir,
    watcher: Watcher,
}

impl Review {
    fn new() -> Self {
        Self::with_skip(vec!["public".into()])
    }

    fn with_skip(skip: Vec<PathBuf>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/sources")).unwrap();
        fs::create_dir(folder.path().join("public")).unwrap();
        fs::write(folder.path().join("content/index.md"), "one").unwrap();
        let watcher = Watcher::new(folder.path(), FOLDERS, skip);
        Self { folder, watcher }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    #[track_caller]
    fn expect(&mut self, paths: &[&str]) {
        let changes = self.watcher.wait_timeout(SOON).unwrap_or_default();
        assert_eq!(changes, Changes { paths: paths.iter().map(PathBuf::from).collect(), note: None });
    }

    #[track_caller]
    fn expect_quiet(&mut self) {
        assert_eq!(self.watcher.wait_timeout(WHILE), None);
    }
}

#[test]
fn nothing_happens_without_a_change() {
    Review::new().expect_quiet();
}

#[test]
fn a_changed_file_is_one_change() {
    let mut review = Review::new();
    review.write("content/index.md", "another");
    review.expect(&["content/index.md"]);
    review.expect_quiet();
}

#[test]
fn an_atomic_save_is_seen_again_and_again() {
    let mut review = Review::new();
    for text in ["same", "size"] {
        review.write("content/index.md.tmp", text);
        fs::rename(review.path("content/index.md.tmp"), review.path("content/index.md")).unwrap();
        review.expect(&["content/index.md"]);
    }
}

#[test]
fn a_new_folder_is_watched_with_what_it_holds() {
    let mut review = Review::new();
    review.write("content/deep/er/a.md", "a");
    review.expect(&["content/deep/er/a.md"]);
    review.write("content/deep/er/b.md", "b");
    review.expect(&["content/deep/er/b.md"]);
}

#[test]
fn a_usual_folder_may_come_later_and_be_replaced() {
    let mut review = Review::new();
    review.write("bibliography/references.bib", "@book{a}");
    review.expect(&["bibliography/references.bib"]);
    for text in ["first", "second one"] {
        fs::remove_dir_all(review.path("bibliography")).unwrap();
        review.write("bibliography/references.bib", text);
        review.expect(&["bibliography/references.bib"]);
    }
    assert_eq!(review.watcher.armed.len(), if review.watcher.system.is_some() { 3 } else { 0 });
}

#[test]
fn a_deletion_is_a_change() {
    let mut review = Review::new();
    fs::remove_file(review.path("content/index.md")).unwrap();
    review.expect(&["content/index.md"]);
    review.write("content/sources/a.md", "a");
    review.expect(&["content/sources/a.md"]);
    fs::remove_dir_all(review.path("content")).unwrap();
    review.expect(&["content/sources/a.md"]);
}

#[test]
fn the_configuration_stands_in_the_root() {
    let mut review = Review::new();
    review.write("sourcebook.yaml", "title: A");
    review.expect(&["sourcebook.yaml"]);
}

#[test]
fn what_editors_and_builds_leave_is_ignored() {
    let mut review = Review::with_skip(vec!["public".into(), "content/out".into()]);
    let noise = [
        "a.md~",
        ".#a.md",
        "4913",
        ".a.md.swp",
        "a.md.swx",
        "a.tmp",
        ".goutputstream-X",
        "___jb_tmp___",
        "#a.md#",
        "~$a.docx",
    ];
    for name in noise {
        review.write(&format!("content/{name}"), "x");
    }
    for path in [".git/index", "public/index.html", "target/x", "content/out/a.md", "content/.obsidian/workspace.json"]
    {
        review.write(path, "x");
    }
    review.expect_quiet();
}

#[test]
fn a_skipped_path_may_be_absolute() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("content/out");
    let mut watcher = Watcher::new(folder.path(), FOLDERS, vec![out.clone()]);
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("a.html"), "a").unwrap();
    assert_eq!(watcher.wait_timeout(WHILE), None);
}

#[test]
fn a_burst_is_one_change() {
    let mut review = Review::new();
    for number in 0..50 {
        review.write(&format!("content/sources/{number:02}.md"), "x");
    }
    let changes = review.watcher.wait_timeout(SOON).unwrap_or_default();
    assert_eq!(changes.paths.len(), 50);
    review.expect_quiet();
}

#[test]
fn saves_in_quick_succession_are_told_together() {
    let mut review = Review::new();
    let folder = review.path("content/sources");
    let writer = std::thread::spawn(move || {
        for number in 0..8 {
            sleep(Duration::from_millis(20));
            fs::write(folder.join(format!("{number}.md")), "x").unwrap();
        }
    });
    let (mut times, mut seen) = (0, BTreeSet::new());
    while seen.len() < 8 {
        seen.extend(review.watcher.wait_timeout(SOON).expect("a change").paths);
        times += 1;
    }
    assert!(times < 4, "{times}");
    writer.join().unwrap();
}

#[test]
fn a_save_during_a_build_is_not_missed() {
    let mut review = Review::new();
    review.write("content/index.md", "another");
    review.expect(&["content/index.md"]);
    review.write("content/index.md", "yet another");
    sleep(Duration::from_millis(200));
    review.expect(&["content/index.md"]);
}

#[test]
fn files_that_the_configuration_names_are_watched_too() {
    let mut review = Review::new();
    review.write("library/all.bib", "a");
    review.expect_quiet();
    review.watcher.also(["library/all.bib".into()]);
    review.expect_quiet();
    review.write("library/all.bib", "another");
    review.expect(&["library/all.bib"]);
    review.watcher.also([]);
    review.write("library/all.bib", "yet another");
    review.expect_quiet();
}

#[cfg(unix)]
#[test]
fn a_link_is_looked_at_and_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("a.md"), "a").unwrap();
    let mut review = Review::new();
    std::os::unix::fs::symlink(outside.path(), review.path("content/link")).unwrap();
    std::os::unix::fs::symlink(outside.path(), review.path("themes")).unwrap();
    review.expect(&["content/link", "themes"]);
    fs::write(outside.path().join("b.md"), "b").unwrap();
    review.expect_quiet();
}

#[test]
fn without_the_system_it_looks_every_second_and_says_so_once() {
    let mut review = Review::new();
    review.watcher.poll_instead("no more watches");
    let told = review.watcher.wait_timeout(SOON).unwrap_or_default();
    assert!(told.paths.is_empty() && told.note.is_some_and(|note| note.contains("no more watches")));
    review.expect_quiet();
    review.write("content/sources/a.md", "a");
    review.expect(&["content/sources/a.md"]);
}

#[test]
fn lost_reports_and_a_vanished_folder_are_no_failure() {
    let overflow = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
    assert!(matches!(hint_of(Ok(overflow), &[]), Some(Hint::Overflow)));
    assert!(matches!(hint_of(Err(notify::Error::path_not_found()), &[]), Some(Hint::Change)));
    assert!(matches!(hint_of(Err(notify::Error::new(ErrorKind::MaxFilesWatch)), &[]), Some(Hint::Failure(_))));
}

#[test]
fn reports_that_wait_are_taken_together() {
    let mut review = Review::new();
    for _ in 0..1000 {
        review.watcher.hinting.send(Hint::Change).unwrap();
    }
    let (sender, done) = mpsc::channel();
    review.watcher.hinting.send(Hint::Also(vec!["library/all.bib".into()], sender)).unwrap();
    assert!(review.watcher.hint(SOON));
    assert!(done.try_recv().is_ok() && review.watcher.hints.try_recv().is_err(), "each costs a look at all folders");
}

#[test]
fn after_lost_reports_everything_is_watched_anew() {
    let mut review = Review::new();
    review.watcher.hinting.send(Hint::Overflow).unwrap();
    review.expect_quiet();
    review.write("content/sources/a.md", "a");
    review.expect(&["content/sources/a.md"]);
    review.write("content/new/b.md", "b");
    review.expect(&["content/new/b.md"]);
}

#[test]
fn a_change_stops_the_build_that_is_under_way_and_only_that() {
    let Review { folder, watcher } = Review::new();
    let mut watch = Watch::start(watcher).unwrap();
    let write = |path: &str| {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), "x").unwrap();
    };
    let building = watch.pace();
    assert!(!building.is_stopped());
    write("content/a.md");
    assert_eq!(watch.next().paths, [PathBuf::from("content/a.md")]);
    assert!(building.is_stopped() && !watch.pace().is_stopped());
    assert!(watch.also([PathBuf::from("library/all.bib")]) && !watch.also([PathBuf::from("library/all.bib")]));
    write("library/all.bib");
    assert_eq!(watch.next().paths, [PathBuf::from("library/all.bib")]);
}

#[test]
fn reading_a_file_is_no_hint() {
    let event = Event::new(EventKind::Access(notify::event::AccessKind::Any)).add_path("content/a.md".into());
    assert!(hint_of(Ok(event), &[]).is_none());
}

#[test]
fn where_notes_lie_in_the_root_new_folders_of_it_count() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("index.md"), "one").unwrap();
    let watcher = Watcher::new(folder.path(), WHOLE, vec!["public".into()]);
    let mut review = Review { folder, watcher };
    review.write("Reading notes/a.md", "two");
    review.expect(&["Reading notes/a.md"]);
    review.write("public/index.html", "not ours");
    review.write(".obsidian/workspace.json", "{}");
    review.expect_quiet();
}
