//! How editors and others save: each save is one change, and no other follows.

use super::*;

const FILE: &str = "content/index.md";

impl Review {
    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// Just this change, once.
    #[track_caller]
    fn expect_alone(&mut self, paths: &[&str]) {
        self.expect(paths);
        self.expect_quiet();
    }
}

#[test]
fn vim_tries_the_folder_keeps_a_backup_and_writes_anew() {
    let mut review = Review::new();
    review.write("content/.index.md.swp", "swap");
    review.expect_quiet();
    review.write("content/4913", "");
    review.remove("content/4913");
    review.rename(FILE, "content/index.md~");
    review.write(FILE, "another");
    review.remove("content/index.md~");
    review.expect_alone(&[FILE]);
    review.remove("content/.index.md.swp");
    review.expect_quiet();
}

#[cfg(unix)]
#[test]
fn emacs_locks_saves_by_itself_and_keeps_a_backup() {
    let mut review = Review::new();
    std::os::unix::fs::symlink("author@machine.1:2", review.path("content/.#index.md")).unwrap();
    review.write("content/#index.md#", "unsaved");
    review.expect_quiet();
    review.rename(FILE, "content/index.md~");
    review.write(FILE, "another");
    review.remove("content/.#index.md");
    review.remove("content/#index.md#");
    review.expect_alone(&[FILE]);
}

#[test]
fn vs_code_empties_the_file_and_writes_it() {
    let mut review = Review::new();
    review.write(FILE, "");
    sleep(Duration::from_millis(10));
    review.write(FILE, "another");
    review.expect_alone(&[FILE]);
}

#[test]
fn obsidian_writes_in_place_and_keeps_its_workspace() {
    let mut review = Review::new();
    review.write("content/.obsidian/workspace.json", "{}");
    review.write(FILE, "another");
    review.expect_alone(&[FILE]);
    review.write("content/.obsidian/workspace.json", "{\"active\": 1}");
    review.expect_quiet();
}

#[test]
fn syncthing_and_dropbox_write_elsewhere_and_rename() {
    let mut review = Review::new();
    for beside in ["content/.syncthing.index.md.tmp", "content/~syncthing~index.md.tmp", ".dropbox.cache/index.md"] {
        review.write(beside, beside);
        review.expect_quiet();
        review.rename(beside, FILE);
        review.expect_alone(&[FILE]);
    }
}

#[test]
fn what_an_office_locks_is_no_change() {
    let mut review = Review::new();
    for name in [".~lock.table.ods#", "~$table.xlsx", "~WRL0005.tmp", "~RF1a2b.TMP"] {
        review.write(&format!("content/{name}"), "lock");
    }
    review.expect_quiet();
}

#[test]
fn a_reference_manager_deletes_the_library_and_makes_it_again() {
    let mut review = Review::new();
    let library = "bibliography/references.bib";
    review.write(library, "one");
    review.expect(&[library]);
    review.remove(library);
    sleep(Duration::from_millis(30));
    review.write(library, "two");
    review.expect_alone(&[library]);
}

#[test]
fn another_branch_of_five_hundred_files_is_told_together() {
    let mut review = Review::new();
    let path = |number: usize| format!("content/sources/{number:03}.md");
    (0..500).for_each(|number| review.write(&path(number), "one"));
    let mut seen = BTreeSet::new();
    while seen.len() < 500 {
        seen.extend(review.watcher.wait_timeout(SOON).expect("all new files").paths);
    }
    (0..500).filter(|number| number % 5 > 0).for_each(|number| review.write(&path(number), "another"));
    (0..500).filter(|number| number % 5 == 0).for_each(|number| review.remove(&path(number)));
    let (mut seen, mut times) = (BTreeSet::new(), 0);
    while seen.len() < 500 {
        seen.extend(review.watcher.wait_timeout(SOON).expect("all changed files").paths);
        times += 1;
    }
    // A machine that is busy may take longer over it than a burst may last.
    assert!(times <= 3, "{times}");
    review.expect_quiet();
}

#[test]
fn a_renamed_folder_is_told_with_what_it_holds_and_watched_on() {
    let mut review = Review::new();
    review.write("content/sources/deep/a.md", "a");
    review.expect(&["content/sources/deep/a.md"]);
    review.rename("content/sources", "content/books");
    review.expect_alone(&["content/books/deep/a.md", "content/sources/deep/a.md"]);
    review.write("content/books/deep/a.md", "another");
    review.expect_alone(&["content/books/deep/a.md"]);
    review.rename("content/books", "content/sources");
    review.expect_alone(&["content/books/deep/a.md", "content/sources/deep/a.md"]);
    review.write("content/sources/deep/b.md", "b");
    review.expect_alone(&["content/sources/deep/b.md"]);
}

#[test]
fn a_folder_that_is_moved_in_is_watched_and_one_moved_out_is_not() {
    let mut review = Review::new();
    review.write("elsewhere/deep/a.md", "a");
    review.expect_quiet();
    review.rename("elsewhere", "content/moved");
    review.expect_alone(&["content/moved/deep/a.md"]);
    review.write("content/moved/deep/a.md", "another");
    review.expect_alone(&["content/moved/deep/a.md"]);
    review.rename("content/moved", "elsewhere");
    review.expect_alone(&["content/moved/deep/a.md"]);
    review.write("elsewhere/deep/a.md", "yet another");
    review.expect_quiet();
}

#[test]
fn an_empty_folder_is_no_change_and_is_watched() {
    let mut review = Review::new();
    fs::create_dir_all(review.path("content/new/folder")).unwrap();
    review.expect_quiet();
    review.write("content/new/folder/a.md", "a");
    review.expect_alone(&["content/new/folder/a.md"]);
}

#[test]
fn a_file_may_become_a_folder_and_a_file_again() {
    let mut review = Review::new();
    review.remove(FILE);
    review.write("content/index.md/inner.md", "inner");
    review.expect_alone(&[FILE, "content/index.md/inner.md"]);
    review.write("content/index.md/inner.md", "another");
    review.expect_alone(&["content/index.md/inner.md"]);
    fs::remove_dir_all(review.path(FILE)).unwrap();
    review.write(FILE, "a file");
    review.expect_alone(&[FILE, "content/index.md/inner.md"]);
    review.write(FILE, "another");
    review.expect_alone(&[FILE]);
}

#[cfg(unix)]
#[test]
fn a_link_may_take_the_place_of_a_file() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("a.md"), "a").unwrap();
    let mut review = Review::new();
    review.remove(FILE);
    std::os::unix::fs::symlink(outside.path().join("a.md"), review.path(FILE)).unwrap();
    review.expect_alone(&[FILE]);
    fs::write(outside.path().join("a.md"), "another").unwrap();
    review.expect_quiet();
    review.remove(FILE);
    review.write(FILE, "a file");
    review.expect_alone(&[FILE]);
}

#[test]
fn a_name_may_change_its_case_alone() {
    let mut review = Review::new();
    review.rename(FILE, "content/Index.md");
    review.expect_alone(&["content/Index.md", FILE]);
    review.write("content/Index.md", "another");
    review.expect_alone(&["content/Index.md"]);
}

#[test]
fn a_file_that_differs_for_a_moment_only_is_a_change_all_the_same() {
    let mut review = Review::new();
    review.write(FILE, "another");
    review.write(FILE, "one");
    review.expect_alone(&[FILE]);
}
