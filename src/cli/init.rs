//! `init`: looks at a folder, asks the plan what to make of it, writes that and says what it made.
#![allow(clippy::disallowed_methods, reason = "a folder that is no review yet is no project to load")]

use super::{Common, Failure, called, load, print, problems_in_words, tally};
use crate::init::{self, Found, Library, OF_VAULTS, Plan, Repository, Wishes};
use crate::project::left_out::{Git, is_made};
use crate::project::{self, MARKER};
use crate::{Built, Memory, Options, decode};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use walkdir::WalkDir;

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the review, made where it is not there [default: this one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The bibliography; one that lies elsewhere is copied [default: what the folder holds]
    #[arg(long, value_name = "FILE")]
    bibliography: Option<PathBuf>,
    /// Make the sample review, whatever lies in the folder
    #[arg(long)]
    sample: bool,
    /// Add the workflow that publishes the review on GitHub Pages
    #[arg(long)]
    github_pages: bool,
}

/// What a workflow still needs where there is no repository.
const NO_REPOSITORY: &str = "this folder is in no git repository yet: run `git init --initial-branch=main`, commit, make an empty repository \
                             on GitHub, and push to it with `git remote add origin ADDRESS` and `git push --set-upstream origin main`";

/// How deep and how many files are looked at: enough for any review, and an end for a whole disk.
const DEEPEST: usize = 12;
const MOST_FILES: usize = 50_000;
/// The largest file that is read.
const LARGEST: u64 = 64 << 20;
/// Folders of other programs in which nobody keeps a review.
const REPLACED: &[&str] = &["_site", "_book", "node_modules", ".git"];

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let folder = arguments.folder.clone().or_else(|| common.root.clone()).unwrap_or_else(|| PathBuf::from("."));
    refuse(&folder)?;
    fs::create_dir_all(&folder).map_err(|error| cannot(&folder, &error))?;
    let found = look(&folder)?;
    let top = repository(&folder);
    let wishes = Wishes {
        bibliography: arguments.bibliography.as_deref().map(|file| library(file, &folder)).transpose()?,
        sample: arguments.sample,
        github_pages: arguments.github_pages.then(|| in_repository(&folder, top.as_deref())),
    };
    let mut plan = init::plan(&found, &wishes);
    if arguments.github_pages && top.is_none() {
        plan.said.push(NO_REPOSITORY.to_owned());
    }
    let mut lines = Vec::new();
    let workflow = plan.workflow.iter().map(|(path, text)| (top.as_deref().unwrap_or(&folder), path, text.as_bytes()));
    let files = plan.files.iter().map(|(path, bytes)| (folder.as_path(), path, bytes.as_slice()));
    for (below, path, bytes) in files.chain(workflow) {
        lines.push(if make(below, path, bytes)? { format!("made  {path}") } else { kept(path) });
    }
    lines.extend(plan.kept.iter().map(|path| kept(path)));
    if !common.quiet {
        let built = crate::build(&load(&folder), &Options::default(), &Memory::default());
        print(&said(&lines, &plan, &built, &folder))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn kept(path: &str) -> String {
    format!("kept  {path}, which is there already")
}

fn cannot(path: &Path, error: &std::io::Error) -> Failure {
    Failure(format!("`{}` cannot be written: {error}", path.display()))
}

/// What was made, what was found, what the review holds now, and what comes next.
fn said(lines: &[String], plan: &Plan, built: &Built, folder: &Path) -> String {
    let mut out: String = lines.iter().chain(&plan.said).map(|line| format!("{line}\n")).collect();
    let counts = &built.counts;
    let many = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let (sources, pages) = (many(counts.sources, "source"), many(counts.pages, "page"));
    let drafts =
        if counts.drafts == 0 { String::new() } else { format!(", {} left out", many(counts.drafts, "draft")) };
    out.push_str(&format!("the review has {sources}, {} of them with a note, and {pages}{drafts}: ", counts.noted));
    out.push_str(&format!("{}\n", problems_in_words(&built.diagnostics)));
    let there = if folder == Path::new(".") { String::new() } else { format!("cd {}\n  ", shell(folder)) };
    let check = match tally(&built.diagnostics) {
        (0, 0) => "",
        _ => "\n  sourcebook check   names every problem with its place",
    };
    let next = format!(
        "next:\n  {there}sourcebook serve   shows the site while you write\n  sourcebook note KEY   begins a note on a reference{check}\n"
    );
    out.push_str(&next.replace("sourcebook ", &format!("{} ", called())));
    out
}

/// A path as a shell takes it.
fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_alphanumeric() || "/._-~:\\".contains(c));
    if plain { text } else { format!("'{text}'") }
}

/// Refuses folders that are somebody else's: a site, a review's inside, what programs make, a home.
fn refuse(folder: &Path) -> Result<(), Failure> {
    let absolute = std::path::absolute(folder)?;
    let shown = folder.display();
    if is_home(folder) {
        return Err(Failure(format!(
            "`{shown}` is your home folder\nhint: `sourcebook init my-review` makes one in it"
        )));
    }
    for above in absolute.ancestors() {
        let name = above.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if above.join(MARKER).is_file() || REPLACED.contains(&name) {
            return Err(Failure(format!(
                "`{}` is made by a program and replaced as a whole\nhint: choose another folder",
                above.display()
            )));
        }
    }
    match absolute.ancestors().skip(1).find(|above| above.join("sourcebook.yaml").is_file()) {
        Some(above) => Err(Failure(format!(
            "`{shown}` lies inside a review, `{}`\nhint: choose a folder outside it",
            above.display()
        ))),
        None => Ok(()),
    }
}

/// Whether this is somebody's home folder.
pub(super) fn is_home(folder: &Path) -> bool {
    let here = folder.canonicalize().ok();
    let is_it = |home: PathBuf| home.canonicalize().is_ok_and(|home| here.as_ref() == Some(&home));
    ["HOME", "USERPROFILE"].iter().filter_map(std::env::var_os).map(PathBuf::from).any(is_it)
}

/// The folder as data.
pub(super) fn look(folder: &Path) -> Result<Found, Failure> {
    let real = folder.canonicalize().map_err(|error| cannot(folder, &error))?;
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let wanted = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_str().unwrap_or_default();
        let is_made = entry.file_type().is_dir() && (is_made(name) || entry.path().join(MARKER).is_file());
        entry.depth() == 0 || !project::is_noise(entry.path()) && !is_made
    };
    let mut files = Vec::new();
    let mut vaults = Vec::new();
    for entry in WalkDir::new(&real).max_depth(DEEPEST).into_iter().filter_entry(wanted).flatten() {
        let Some(path) = entry.path().strip_prefix(&real).ok().and_then(Path::to_str) else { continue };
        let path = path.replace('\\', "/");
        if entry.file_type().is_file() {
            files.push(path);
        } else if entry.file_type().is_dir() && entry.path().join(".obsidian").is_dir() {
            vaults.push(path);
        }
        if files.len() > MOST_FILES {
            return Err(Failure(format!(
                "`{}` holds more than {MOST_FILES} files: that is no review",
                folder.display()
            )));
        }
    }
    let git = Git::new(&real, &files);
    files.retain(|path| !git.leaves_out(&real, path));
    let inside =
        |folder: &String, file: &str| if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
    let of_vaults = vaults.iter().flat_map(|vault| OF_VAULTS.iter().map(move |file| inside(vault, file)));
    let hidden: Vec<String> =
        of_vaults.chain([".gitignore".to_owned()]).filter(|path| real.join(path).is_file()).collect();
    files.extend(hidden);
    files.sort();
    vaults.sort();
    let read = |path: &&String| {
        let size = real.join(path).metadata().map_or(u64::MAX, |data| data.len());
        size <= LARGEST && init::is_read(path, size)
    };
    let text = |path: &String| Some((path.clone(), decode::text(path, &fs::read(real.join(path)).ok()?, None).0));
    let texts = files.iter().filter(read).filter_map(text).collect();
    Ok(Found { name, files, vaults, texts })
}

/// The bibliography that is named: a path in the folder, or a file to be copied.
fn library(file: &Path, folder: &Path) -> Result<Library, Failure> {
    let real = file.canonicalize().map_err(|error| Failure(format!("`{}` cannot be read: {error}", file.display())))?;
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    if !project::is_bibliography(&name) {
        return Err(Failure(format!("`{}` is no bibliography\nhint: {}", file.display(), project::FORMATS)));
    }
    let inside = folder.canonicalize().ok().and_then(|root| real.strip_prefix(root).ok().map(Path::to_path_buf));
    match inside.as_deref().and_then(Path::to_str) {
        Some(path) => Ok(Library::Inside(path.replace('\\', "/"))),
        None => Ok(Library::Copied(name, fs::read(&real)?)),
    }
}

/// The top of the git repository that the folder lies in.
fn repository(folder: &Path) -> Option<PathBuf> {
    let real = folder.canonicalize().ok()?;
    real.ancestors().find(|above| above.join(".git").exists()).map(Path::to_path_buf)
}

/// The branch that is checked out, and where the review lies below the top.
fn in_repository(folder: &Path, top: Option<&Path>) -> Repository {
    let head = top.and_then(|top| fs::read_to_string(top.join(".git/HEAD")).ok()).unwrap_or_default();
    let branch = head.trim().strip_prefix("ref: refs/heads/").unwrap_or("main").to_owned();
    let below = folder.canonicalize().ok().and_then(|real| Some(real.strip_prefix(top?).ok()?.to_path_buf()));
    let parts = below.unwrap_or_default();
    let folder = parts.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect();
    Repository { branch, folder }
}

/// Writes a file that is not there yet, under a temporary name beside its place first: whoever comes between is not overwritten.
/// Whether it was written.
pub(super) fn make(root: &Path, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
    let full = root.join(path);
    let failed = |error: std::io::Error| cannot(&full, &error);
    let folder = full.parent().unwrap_or(root);
    if full.symlink_metadata().is_ok() {
        return Ok(false);
    }
    let there = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(root);
    let is_inside = || Some(there.canonicalize().ok()?.starts_with(root.canonicalize().ok()?));
    if is_inside() != Some(true) {
        return Err(Failure(format!("`{}` leads out of the review and is not written to", folder.display())));
    }
    fs::create_dir_all(folder).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    match file.persist_noclobber(&full) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error.error)),
    }
}
