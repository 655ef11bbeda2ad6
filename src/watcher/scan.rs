//! The files of a review without their content: enough to see that one changed.
//!
//! Symbolic links are looked at, never followed; what is noise to a build does not exist.

use crate::project;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// Every file by its path relative to the root.
pub type Scan = BTreeMap<PathBuf, Stamp>;

/// What changes when a file is written, or replaced by another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

/// The inode, which may be given again, and the time of creation, which not every system keeps.
pub type Identity = (u64, Option<SystemTime>);

/// The files directly in this root and everywhere in these folders of it, without what is to be skipped.
pub fn scan(root: &Path, folders: &[&str], skip: &[PathBuf]) -> Scan {
    let top = WalkDir::new(root).max_depth(1);
    let below = folders.iter().map(|folder| root.join(folder)).filter(|folder| is_folder(folder)).map(WalkDir::new);
    let mut found = Scan::new();
    for walk in std::iter::once(top).chain(below) {
        let wanted = |entry: &DirEntry| entry.path() == root || is_wanted(entry.path(), skip);
        let entries = walk.into_iter().filter_entry(wanted).filter_map(Result::ok);
        found.extend(entries.filter(|entry| !entry.file_type().is_dir()).filter_map(|entry| entry_stamp(root, &entry)));
    }
    found
}

fn is_wanted(path: &Path, skip: &[PathBuf]) -> bool {
    !project::is_noise(path) && !skip.iter().any(|skipped| path == skipped)
}

fn entry_stamp(root: &Path, entry: &DirEntry) -> Option<(PathBuf, Stamp)> {
    Some((entry.path().strip_prefix(root).ok()?.to_owned(), stamp(&entry.metadata().ok()?)))
}

/// Those of these files, relative to the root, that are there.
pub fn stamps(root: &Path, files: &BTreeSet<PathBuf>) -> Scan {
    let found = |file: &PathBuf| Some((file.clone(), stamp(&root.join(file).symlink_metadata().ok()?)));
    files.iter().filter_map(found).collect()
}

fn stamp(metadata: &Metadata) -> Stamp {
    Stamp { size: metadata.len(), modified: metadata.modified().ok(), inode: inode(metadata) }
}

/// The paths that are new, gone or of another stamp.
pub fn differences(old: &Scan, new: &Scan) -> Vec<PathBuf> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let changed = new.iter().filter(|(path, stamp)| old.get(*path) != Some(stamp)).map(|(path, _)| path);
    let mut paths: Vec<PathBuf> = gone.chain(changed).cloned().collect();
    paths.sort();
    paths
}

/// What tells this folder from another one of the same name; none where there is no folder, or only a link to one.
pub fn identity(folder: &Path) -> Option<Identity> {
    let metadata = folder.symlink_metadata().ok().filter(Metadata::is_dir)?;
    Some((inode(&metadata), metadata.created().ok()))
}

fn is_folder(path: &Path) -> bool {
    identity(path).is_some()
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}
