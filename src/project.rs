//! All inputs of a review, in memory. The only room that reads the disk.
//!
//! Only regular files inside the review are read: nothing hidden, no backups of editors, nothing that a symbolic link
//! leads to.
#![allow(clippy::disallowed_methods, reason = "the room that reads")]

use crate::config::{self, ChaptersConfig, Config};
use crate::decode;
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, TextFile, did_you_mean};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod disk;
pub mod left_out;
mod names;

pub use left_out::Why;
use left_out::{Git, made_of_others};
use names::is_apart;
pub use names::{ending, file_name, is_bibliography, is_ignored, is_noise, is_text};

/// The largest Markdown file and the largest other file that are read, in bytes.
const NOTE_LIMIT: u64 = 16 << 20;
const FILE_LIMIT: u64 = 512 << 20;

/// The formats of bibliographies, for messages.
pub const FORMATS: &str =
    "bibliographies are `.bib`, `.bibtex`, `.json` (CSL-JSON), `.yaml` (CSL-YAML or Hayagriva) and `.ris`";

/// Files of other reference managers: that they are not read is said, where other files are left alone.
pub const FOREIGN: &[&str] = &["enl", "enw", "enlx", "mods", "nbib", "rdf", "xml"];

/// Folders at the root that hold what is no note, where the root holds the notes.
pub const NO_NOTES: &[&str] = &["bibliography", "themes", "templates"];

/// The author's template of new notes.
pub const NOTE_TEMPLATE: &str = "templates/note.md";

/// The file that marks a folder as a site made by us.
pub const MARKER: &str = ".sourcebook";
/// In which a review says how it wants to be cited.
pub const CITATION_FILE: &str = "CITATION.cff";

/// Files by path, as bytes.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// Everything that a build starts from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// The configuration.
    pub config: Config,
    /// The file it stands in, where there is one.
    pub config_file: Option<TextFile>,
    /// `CITATION.cff`, where there is one.
    pub citation_file: Option<TextFile>,
    /// The Markdown files under `content/`, by path.
    pub notes: Vec<TextFile>,
    /// The other files under `content/`, by path: copied as they are.
    pub assets: Files,
    /// The bibliography files.
    pub bibliography: Vec<TextFile>,
    /// Other files, at the root and in `bibliography/`, that a note may name as its bibliography.
    pub shelf: Files,
    /// The file of another program that says in which order the texts are read.
    pub chapters_file: Option<TextFile>,
    /// The review's own `.csl` files.
    pub styles: Vec<TextFile>,
    /// The numbers of the screening.
    pub screening: Option<TextFile>,
    /// The files of the theme, by path below `themes/NAME/`.
    pub theme: Files,
    /// The texts that are not read, and why.
    pub left_out: Vec<(Why, String)>,
}

/// The nearest folder upwards that is a review: one with a `sourcebook.yaml` or a `content/`.
pub fn find_root(from: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| folder.join("sourcebook.yaml").is_file() || folder.join("content").is_dir();
    from.ancestors().find(is_root).map(Path::to_path_buf)
}

/// Reads the configuration alone.
pub fn configuration(root: &Path, stand_ins: &Files) -> Config {
    let mut loader = Loader { root, stand_ins, encoding: None, diagnostics: Vec::new() };
    let file = loader.is_there("sourcebook.yaml").then(|| loader.text("sourcebook.yaml")).flatten();
    file.map(|file| config::parse(&file).value).unwrap_or_default()
}

/// Reads the author's template of new notes, where there is one.
pub fn note_template(root: &Path) -> Checked<Option<TextFile>> {
    let mut loader = Loader { root, stand_ins: &Files::new(), encoding: None, diagnostics: Vec::new() };
    let value = if loader.is_there(NOTE_TEMPLATE) { loader.text(NOTE_TEMPLATE) } else { None };
    Checked { value, diagnostics: loader.diagnostics }
}

/// Reads a review.
pub fn load(root: &Path) -> Checked<Project> {
    load_with(root, &Files::new())
}

/// Reads a review in which these texts stand in for those of the files of their paths, or for files that are gone.
pub fn load_with(root: &Path, stand_ins: &Files) -> Checked<Project> {
    let mut loader = Loader { root, stand_ins, encoding: None, diagnostics: Vec::new() };
    let mut project = Project::default();
    if loader.is_there("sourcebook.yaml") {
        project.config_file = loader.text("sourcebook.yaml");
    }
    if let Some(file) = &project.config_file {
        project.config = config::parse(file).unpack(&mut loader.diagnostics);
        loader.encoding = project.config.encoding;
    }
    if loader.is_there(CITATION_FILE) {
        project.citation_file = loader.text(CITATION_FILE);
    }
    loader.content(&mut project);
    loader.chapters(&mut project);
    loader.bibliography(&mut project);
    loader.screening(&mut project);
    loader.theme(&mut project);
    if project.notes.is_empty() {
        let below = project.config.content.prefix();
        let folder = if below.is_empty() { "the folder".to_owned() } else { format!("`{below}`") };
        let message = format!("there are no notes: {folder} holds no Markdown file");
        let hint =
            format!("write `{below}index.md`, the review itself, and a note for each source in `{below}sources/`");
        loader.diagnostics.push(
            Diagnostic { severity: Severity::Warning, ..Diagnostic::new(Code::UnreadableFile, message) }.hint(hint),
        );
    }
    Checked { value: project, diagnostics: loader.diagnostics }
}

impl Project {
    /// The files that are understood, and not only copied, by path.
    pub fn understood(&self) -> impl Iterator<Item = (String, Arc<[u8]>)> {
        let texts = self.config_file.iter().chain(&self.notes).chain(&self.bibliography).chain(&self.styles);
        let texts = texts.chain(&self.screening).chain(&self.citation_file).chain(&self.chapters_file);
        let texts = texts.map(|file| (file.path.to_string(), Arc::from(Arc::clone(&file.text))));
        let theme = self.config.theme.as_ref().map_or("default", |(name, _)| name);
        let files = self.theme.iter().filter(|(path, _)| !path.starts_with("assets/"));
        texts.chain(files.map(move |(path, bytes)| (format!("themes/{theme}/{path}"), Arc::clone(bytes))))
    }
}

struct Loader<'a> {
    root: &'a Path,
    stand_ins: &'a Files,
    encoding: Option<&'static decode::Encoding>,
    diagnostics: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn content(&mut self, project: &mut Project) {
        let paths = self.content_files(project);
        let (notes, assets): (Vec<String>, Vec<String>) = paths.into_iter().partition(|path| is_text(path));
        let note = |path: &String| self.read(path, NOTE_LIMIT).map(|bytes| decode::text(path, &bytes, self.encoding));
        let read: Vec<_> = notes.par_iter().map(note).collect();
        for read in read {
            match read {
                Ok((note, warning)) => {
                    project.notes.push(note);
                    self.diagnostics.extend(warning);
                }
                Err(problem) => self.diagnostics.push(problem),
            }
        }
        for path in assets {
            if let Some(bytes) = self.bytes(&path, FILE_LIMIT) {
                project.assets.insert(path, bytes);
            }
        }
    }

    /// The paths of the texts and of what lies beside them.
    fn content_files(&mut self, project: &mut Project) -> Vec<String> {
        let config = &project.config;
        let content = &config.content;
        let library = |path: &str| config.bibliography.iter().flatten().any(|(named, _)| named == path);
        let apart = |path: &str| !content.is_usual() && (is_apart(path) || library(path) || ending(path) == "csl");
        let mut paths: Vec<String> = content.folders().flat_map(|folder| self.files(folder)).collect();
        let order = match &config.chapters {
            Some(ChaptersConfig::Named(path, _)) => path.as_str(),
            _ => "",
        };
        paths.retain(|path| !apart(path) && path != order);
        if !content.is_usual() && content.home(paths.iter().map(String::as_str)).is_none() {
            // A repository's own page is the home page where there is no other.
            let top = self.root_files();
            paths.extend(content.home(top.iter().map(String::as_str)).map(str::to_owned));
        }
        let mut left: Vec<(Why, String)> = Vec::new();
        if !content.is_usual() && !content.is_whole() {
            let top = self.root_files().into_iter().filter(|path| is_text(path) && left_out::is_of_repository(path));
            left.extend(top.map(|path| (Why::Repository, path)));
        }
        let git = Git::new(self.root, &paths);
        let made = made_of_others(&paths);
        let home = content.home(paths.iter().map(String::as_str)).map(str::to_owned);
        let ignored = |path: &str| is_ignored(content.below(path), &config.ignore) || is_ignored(path, &config.ignore);
        let why = |path: &str| match () {
            () if ignored(path) => Some(Why::Configured),
            () if !content.is_usual() && git.leaves_out(self.root, path) => Some(Why::Gitignore),
            () if made.contains(path) => Some(Why::Made),
            () => left_out::why(content, home.as_deref(), path),
        };
        let mut kept = Vec::with_capacity(paths.len());
        for path in paths {
            match why(&path) {
                None => kept.push(path),
                Some(why) if is_text(&path) => left.push((why, path)),
                Some(_) => {}
            }
        }
        project.left_out = left;
        kept
    }

    fn bibliography(&mut self, project: &mut Project) {
        let all = self.files("bibliography");
        for path in all.iter().filter(|path| path.ends_with(".csl")) {
            project.styles.extend(self.text(path));
        }
        let style = project.config.style.clone();
        if style.ends_with(".csl")
            && !project.styles.iter().any(|file| file.path.ends_with(&*style))
            && self.is_inside(&style)
        {
            project.styles.extend(self.text(&style));
        }
        let top = |path: &String| path.matches('/').count() == 1;
        let chosen: Vec<String> = match &project.config.bibliography {
            Some(paths) => {
                paths.iter().filter(|(path, span)| self.exists(path, span)).map(|(path, _)| path.clone()).collect()
            }
            None => all.iter().filter(|path| top(path) && !path.ends_with(".csl")).cloned().collect(),
        };
        let named = project.config.bibliography.is_some();
        for path in &chosen {
            if is_bibliography(path) {
                project.bibliography.extend(self.text(path));
            } else if named || FOREIGN.contains(&ending(path).as_str()) {
                let message = format!("`{path}` is left out: {FORMATS}");
                self.warn(Code::BadBibliography, message, "export the same references as Better BibLaTeX");
            }
        }
        let others =
            all.into_iter().chain(self.root_files()).filter(|path| is_bibliography(path) && !chosen.contains(path));
        let bytes = |path: String| Some((path.clone(), self.read(&path, FILE_LIMIT).ok()?));
        project.shelf = others.filter_map(bytes).collect();
    }

    /// The file that has the order of the texts; a folder has none.
    fn chapters(&mut self, project: &mut Project) {
        let Some(ChaptersConfig::Named(path, place)) = &project.config.chapters else { return };
        if !self.root.join(path).is_dir() && self.exists(path, place) {
            project.chapters_file = self.text(path);
        }
    }

    /// The numbers of the screening; a file that cannot be read is as good as not named.
    fn screening(&mut self, project: &mut Project) {
        let Some((path, place)) = project.config.screening.take() else { return };
        project.screening = self.exists(&path, &place).then(|| self.text(&path)).flatten();
        project.config.screening = project.screening.is_some().then_some((path, place));
    }

    fn exists(&mut self, path: &str, span: &crate::diagnostics::Span) -> bool {
        let exists = self.is_there(path);
        let there = exists && self.is_inside(path);
        if !there {
            let message = match exists {
                true => format!("`{path}` lies outside this review and is not read"),
                false => format!("there is no file `{path}` in this review"),
            };
            let hint = if exists { None } else { self.meant(path) };
            self.diagnostics.push(Diagnostic::new(Code::UnreadableFile, message).at(span.clone()).maybe_hint(hint));
        }
        there
    }

    /// The file that was meant by this path: one of a similar name in that folder or in `bibliography/`, or of the same
    /// name there.
    fn meant(&mut self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let beside = match folder {
            "" => self.root_files(),
            folder if self.is_inside(folder) => self.files(folder),
            _ => Vec::new(),
        };
        let known: Vec<String> = beside.into_iter().chain(self.files("bibliography")).collect();
        let same = known.iter().find(|path| file_name(path) == name);
        let similar = || known.iter().find(|path| did_you_mean(name, [file_name(path)]).is_some());
        same.or_else(similar).map(|path| format!("did you mean `{path}`?"))
    }

    fn theme(&mut self, project: &mut Project) {
        let Some((name, span)) = &project.config.theme else { return };
        let folder = format!("themes/{name}");
        let files = self.files(&folder);
        if files.is_empty() && name != "default" {
            let themes: Vec<String> = self.folders("themes");
            let hint = did_you_mean(name, themes.iter().map(String::as_str))
                .unwrap_or_else(|| format!("make a folder `{folder}/` with `templates/` or `assets/`"));
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownTheme, format!("there is no theme `{name}`")).at(span.clone()).hint(hint),
            );
        }
        for path in files {
            if let Some(bytes) = self.bytes(&path, FILE_LIMIT) {
                project.theme.insert(path[folder.len() + 1..].to_owned(), bytes);
            }
        }
    }
}
