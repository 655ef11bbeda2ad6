//! Files as git keeps them: blobs, a tree, a commit, by plumbing alone.
//!
//! The files lie for a moment in a clean folder of their own, by number, so that no name is ever taken from a page; the
//! index is a file there, too. Filters and attributes of the repository change no byte.
#![allow(clippy::disallowed_methods, reason = "the room that fills a temporary folder for git")]

use super::Stop;
use super::branch::TRAILER;
use super::plan::Plan;
use super::repository::Repository;
use crate::site::Site;
use std::fs;
use tempfile::TempDir;

/// What becomes of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blob {
    /// Its name is found out.
    Named,
    /// It is kept among the objects of the repository.
    Kept,
}

/// The names of the blobs of these contents, in their order.
pub fn blobs<'a>(
    repository: &Repository,
    contents: impl IntoIterator<Item = &'a [u8]>,
    blob: Blob,
) -> Result<Vec<String>, Stop> {
    let folder = folder()?;
    let mut paths = String::new();
    for (number, bytes) in contents.into_iter().enumerate() {
        fs::write(folder.path().join(number.to_string()), bytes).map_err(disk)?;
        paths.push_str(&format!("{number}\n"));
    }
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let git = repository.git.within(folder.path(), &[("GIT_DIR", &repository.git_dir)]);
    let mut arguments = vec!["hash-object", "--no-filters", "--stdin-paths"];
    arguments.extend((blob == Blob::Kept).then_some("-w"));
    let out = git.feed_and_run(&arguments, paths.as_bytes(), "take the files")?;
    let names: Vec<String> = String::from_utf8_lossy(&out).lines().map(str::to_owned).collect();
    match names.len() == paths.lines().count() {
        true => Ok(names),
        false => Err(Stop::Environment("git did not take all files".to_owned())),
    }
}

/// Keeps what is new and makes the commit that turns the branch into the site. No ref leads to it yet.
pub fn commit(repository: &Repository, site: &Site, plan: &Plan, from: Option<&str>) -> Result<String, Stop> {
    let new = plan.new.iter().chain(&plan.changed).filter_map(|path| site.files.get(path));
    blobs(repository, new.map(|bytes| &**bytes), Blob::Kept)?;
    let folder = folder()?;
    let index = folder.path().join("index");
    let git = repository.git.within(folder.path(), &[("GIT_DIR", &repository.git_dir), ("GIT_INDEX_FILE", &index)]);
    let entries: String = plan.files.iter().map(|(path, blob)| format!("100644 {blob}\t{path}\0")).collect();
    git.feed_and_run(&["update-index", "-z", "--index-info"], entries.as_bytes(), "take the files")?;
    let tree = git.text(&["write-tree"], "make the tree")?;
    let mut arguments = vec!["commit-tree", &tree];
    arguments.extend(plan.seen.iter().flat_map(|seen| ["-p", seen]));
    let out = git.feed_and_run(&arguments, message(from, &tree).as_bytes(), "make the commit")?;
    Ok(String::from_utf8_lossy(&out).trim().to_owned())
}

fn message(from: Option<&str>, tree: &str) -> String {
    let from = from.and_then(|commit| commit.get(..12)).map(|commit| format!(" from {commit}")).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    format!("Publish the site\n\nMade{from} by `sourcebook publish` {version}.\n\n{TRAILER}{tree}\n")
}

fn folder() -> Result<TempDir, Stop> {
    tempfile::Builder::new().prefix("sourcebook-publish-").tempdir().map_err(disk)
}

fn disk(error: std::io::Error) -> Stop {
    Stop::Environment(format!("the folder for temporary files cannot be written: {error}"))
}
