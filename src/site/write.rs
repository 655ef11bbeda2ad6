//! The site on the disk: staged beside its place, exchanged in one step, never over anything that is not ours.
//!
//! A folder is ours when it holds the marker file and nothing that the marker does not list; unchanged files are hard-linked from the last site.
#![allow(clippy::disallowed_methods, reason = "the room that writes")]

use super::Site;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

pub use crate::project::MARKER;

const MARKER_TEXT: &str =
    "Made by Sourcebook, which replaces this folder as a whole as long as it holds nothing but these files:\n";

/// How many files a write made anew, kept and removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Files that are new or differ.
    pub changed: usize,
    /// Files that are as they were.
    pub kept: usize,
    /// Files of the last site that this one does not have.
    pub removed: usize,
}

/// Why a folder may not be written to.
#[derive(Debug)]
pub enum WriteError {
    /// The folder is not ours to replace; the text says why.
    Refused(String),
    /// The disk said no, at this path.
    Disk(PathBuf, io::Error),
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(why) => f.write_str(why),
            Self::Disk(path, error) => write!(f, "`{}` cannot be written: {error}", path.display()),
        }
    }
}

/// Writes the site to a folder. Fails without having touched what was there.
pub fn write(site: &Site, output: &Path, root: &Path) -> Result<Written, WriteError> {
    let output = absolute(output).map_err(|error| WriteError::Disk(output.to_owned(), error))?;
    check(&output, root)?;
    let parent =
        output.parent().ok_or_else(|| WriteError::Refused("the root of the disk is no place for a site".to_owned()))?;
    fs::create_dir_all(parent).map_err(|error| WriteError::Disk(parent.to_owned(), error))?;
    let lock = lock(&output);
    sweep(parent, &output);
    let stage = parent.join(format!("{}{}", stage_prefix(&output), std::process::id()));
    let result = stage_and_exchange(site, &output, &stage);
    if stage.exists() {
        let _ = fs::remove_dir_all(&stage);
    }
    drop(lock);
    result
}

fn stage_and_exchange(site: &Site, output: &Path, stage: &Path) -> Result<Written, WriteError> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |error| WriteError::Disk(path, error)
    };
    fs::create_dir(stage).map_err(disk(stage))?;
    let mut written = Written::default();
    for (path, bytes) in &site.files {
        let to = stage.join(path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(disk(folder))?;
        }
        let old = output.join(path);
        if is_same(&old, bytes) && fs::hard_link(&old, &to).is_ok() {
            written.kept += 1;
        } else {
            File::create(&to).and_then(|mut file| file.write_all(bytes)).map_err(disk(&to))?;
            written.changed += 1;
        }
    }
    let marker = stage.join(MARKER);
    File::create(&marker)
        .and_then(|mut file| {
            file.write_all(MARKER_TEXT.as_bytes())?;
            for path in site.files.keys() {
                writeln!(file, "{path}")?;
            }
            file.sync_all()
        })
        .map_err(disk(&marker))?;
    written.removed = count_missing(output, site);
    exchange(stage, output).map_err(disk(output))?;
    Ok(written)
}

/// Refuses what would cost somebody their work: the review's own folders and what holds them, a home folder, a folder that is not ours.
fn check(output: &Path, root: &Path) -> Result<(), WriteError> {
    let refuse = |why: String| Err(WriteError::Refused(why));
    let shown = output.display();
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let real = real_path(output);
    if root.starts_with(&real) {
        return refuse(format!(
            "`{shown}` holds the review itself and would be replaced as a whole; choose a folder of its own, such as `public`"
        ));
    }
    let own = ["content", "bibliography", "themes", ".git"];
    if let Some(folder) = own.iter().find(|folder| real.starts_with(root.join(folder))) {
        return refuse(format!(
            "`{shown}` lies in the review's own folder `{folder}`; choose another, such as `public`"
        ));
    }
    let homes = ["HOME", "USERPROFILE"].iter().filter_map(std::env::var_os).map(PathBuf::from);
    if homes.into_iter().any(|home| home.canonicalize().unwrap_or(home).starts_with(&real)) {
        return refuse(format!("`{shown}` is or holds your home folder"));
    }
    match fs::symlink_metadata(output) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(WriteError::Disk(output.to_owned(), error)),
        Ok(data) if !data.is_dir() => refuse(format!("`{shown}` is no folder")),
        Ok(_) => match foreign_file(output) {
            None => Ok(()),
            Some(foreign) => refuse(format!(
                "`{shown}` holds `{foreign}`, which Sourcebook did not make; move it away, or choose another folder with `--output`"
            )),
        },
    }
}

/// A file in a folder that the marker does not name; what file managers leave everywhere does not count.
fn foreign_file(output: &Path) -> Option<String> {
    const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];
    let marker = output.join(MARKER);
    let is_marker = fs::symlink_metadata(&marker).is_ok_and(|data| data.is_file());
    let listed = if is_marker { fs::read_to_string(&marker).unwrap_or_default() } else { String::new() };
    let made: BTreeSet<&str> = listed.lines().skip(1).collect();
    let files = walkdir::WalkDir::new(output).min_depth(1).sort_by_file_name().into_iter();
    let name = |path: &Path| path.strip_prefix(output).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let paths = files.filter_map(|entry| match entry {
        Ok(entry) if entry.file_type().is_dir() => {
            let folder = name(entry.path()) + "/";
            let next = made.range(folder.as_str()..).next();
            (!next.is_some_and(|path| path.starts_with(&folder))).then_some(folder)
        }
        Ok(entry) => Some(name(entry.path())),
        Err(error) => Some(error.path().unwrap_or(output).display().to_string()),
    });
    let ours = |path: &str| {
        made.contains(path) || is_marker && path == MARKER || LITTER.contains(&path.rsplit('/').next().unwrap_or(path))
    };
    let mut foreign = paths.filter(|path| !ours(path));
    foreign.next()
}

/// A path with its links followed as far as it exists.
fn real_path(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut there = path;
    loop {
        if let Ok(real) = there.canonicalize() {
            return missing.iter().rev().fold(real, |real, part| real.join(part));
        }
        match (there.parent(), there.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                there = parent;
            }
            _ => return path.to_owned(),
        }
    }
}

/// A path from the root of the disk, `..` taken out as the system would.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    let mut out = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            std::path::Component::ParentDir => {
                out = out.canonicalize().unwrap_or(out);
                out.pop();
            }
            part => out.push(part),
        }
    }
    Ok(out)
}

fn stage_prefix(output: &Path) -> String {
    format!(".{}.sourcebook-", output.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes the stages of builds that were killed, and puts back a site that was moved away and never replaced.
fn sweep(parent: &Path, output: &Path) {
    let prefix = stage_prefix(output);
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        match name.strip_prefix(&prefix) {
            Some("old") if !output.exists() => drop(fs::rename(entry.path(), output)),
            None => {}
            Some(id) if id.chars().all(|c| c.is_ascii_digit()) || id == "old" => drop(fs::remove_dir_all(entry.path())),
            Some(_) => {}
        }
    }
}

/// Only one build at a time writes to a folder; a second one waits for it. The lock ends with the process, whatever its end.
/// It stands among the temporary files, not beside the site; where that cannot be, there is none.
fn lock(output: &Path) -> Option<File> {
    let digest = Sha256::digest(output.as_os_str().as_encoded_bytes());
    let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let path = std::env::temp_dir().join(format!("sourcebook-{name}.lock"));
    let file = File::options().create(true).truncate(false).write(true).open(path).ok()?;
    file.lock().ok()?;
    Some(file)
}

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let Ok(data) = fs::symlink_metadata(path) else { return false };
    if !data.is_file() || data.len() != bytes.len() as u64 {
        return false;
    }
    let mut old = Vec::with_capacity(bytes.len());
    File::open(path).and_then(|mut file| file.read_to_end(&mut old)).is_ok() && old == bytes
}

fn count_missing(output: &Path, site: &Site) -> usize {
    let files = walkdir::WalkDir::new(output).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let paths = files.filter_map(|entry| Some(entry.path().strip_prefix(output).ok()?.to_str()?.replace('\\', "/")));
    paths.filter(|path| path != MARKER && !site.files.contains_key(path)).count()
}

/// Puts the stage in the place of the output. Where the system can exchange two folders in one step, nobody sees a moment without a site.
fn exchange(stage: &Path, output: &Path) -> io::Result<()> {
    if !output.exists() {
        return fs::rename(stage, output);
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, stage, CWD, output, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let old = output.with_file_name(format!("{}old", stage_prefix(output)));
    fs::rename(output, &old)?;
    fs::rename(stage, output).inspect_err(|_| drop(fs::rename(&old, output)))?;
    let _ = fs::remove_dir_all(&old);
    Ok(())
}
