//! All inputs of a review, in memory. The only room that reads the disk.
//!
//! Only regular files inside the review are read: nothing hidden, nothing that a symbolic link leads to.
#![allow(clippy::disallowed_methods, reason = "the room that reads")]

use crate::config::{self, Config};
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, TextFile};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The largest Markdown file and the largest other file that are read, in bytes.
const NOTE_LIMIT: u64 = 16 << 20;
const FILE_LIMIT: u64 = 512 << 20;

/// Files by path, as bytes.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// Everything that a build starts from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// The configuration.
    pub config: Config,
    /// The file it stands in, where there is one.
    pub config_file: Option<TextFile>,
    /// The Markdown files under `content/`, by path.
    pub notes: Vec<TextFile>,
    /// The other files under `content/`, by path: copied as they are.
    pub assets: Files,
    /// The bibliography files.
    pub bibliography: Vec<TextFile>,
    /// The review's own `.csl` files.
    pub styles: Vec<TextFile>,
    /// The files of the theme, by path below `themes/NAME/`.
    pub theme: Files,
}

/// The nearest folder upwards that is a review: one with a `sourcebook.yaml` or a `content/`.
pub fn find_root(from: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| folder.join("sourcebook.yaml").is_file() || folder.join("content").is_dir();
    from.ancestors().find(is_root).map(Path::to_path_buf)
}

/// Reads a review.
pub fn load(root: &Path) -> Checked<Project> {
    let mut loader = Loader { root, diagnostics: Vec::new() };
    let mut project = Project::default();
    if root.join("sourcebook.yaml").symlink_metadata().is_ok() {
        project.config_file = loader.text("sourcebook.yaml");
    }
    if let Some(file) = &project.config_file {
        project.config = config::parse(file).unpack(&mut loader.diagnostics);
    }
    loader.content(&mut project);
    loader.bibliography(&mut project);
    loader.theme(&mut project);
    if project.notes.is_empty() {
        let message = "there are no notes: `content/` holds no Markdown file";
        let hint = "write `content/index.md`, the review itself, and a note for each source in `content/sources/`";
        loader.diagnostics.push(
            Diagnostic { severity: Severity::Warning, ..Diagnostic::new(Code::UnreadableFile, message) }.hint(hint),
        );
    }
    Checked { value: project, diagnostics: loader.diagnostics }
}

struct Loader<'a> {
    root: &'a Path,
    diagnostics: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn content(&mut self, project: &mut Project) {
        for path in self.files("content") {
            if path.ends_with(".md") {
                project.notes.extend(self.text_up_to(&path, NOTE_LIMIT));
            } else if let Some(bytes) = self.bytes(&path, FILE_LIMIT) {
                project.assets.insert(path, bytes.into());
            }
        }
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
            None => {
                for path in all.iter().filter(|path| !top(path) && is_bibliography(path)) {
                    let message = format!("`{path}` is not read: it lies in a folder of its own");
                    self.warn(
                        Code::BadBibliography,
                        message,
                        "move it to `bibliography/`, or name it under `bibliography` in sourcebook.yaml",
                    );
                }
                all.into_iter().filter(|path| top(path) && !path.ends_with(".csl")).collect()
            }
        };
        for path in chosen {
            match ending(&path).as_str() {
                "bib" | "bibtex" | "yaml" | "yml" => project.bibliography.extend(self.text(&path)),
                other => {
                    let named = project.config.bibliography.is_some();
                    if named || matches!(other, "json" | "ris") {
                        let message = format!(
                            "`{path}` is left out: this version reads `.bib`, `.bibtex` and Hayagriva's `.yaml`"
                        );
                        self.warn(Code::BadBibliography, message, "export the same references as Better BibLaTeX");
                    }
                }
            }
        }
        if project.bibliography.is_empty() {
            let message = "there are no references: `bibliography/` holds no file that is read".to_owned();
            self.warn(
                Code::BadBibliography,
                message,
                "export your library as Better BibLaTeX to `bibliography/references.bib`",
            );
        }
    }

    fn exists(&mut self, path: &str, span: &crate::diagnostics::Span) -> bool {
        let exists = self.root.join(path).symlink_metadata().is_ok();
        let there = exists && self.is_inside(path);
        if !there {
            let message = match exists {
                true => format!("`{path}` lies outside this review and is not read"),
                false => format!("there is no file `{path}` in this review"),
            };
            self.diagnostics.push(Diagnostic::new(Code::UnreadableFile, message).at(span.clone()));
        }
        there
    }

    fn theme(&mut self, project: &mut Project) {
        let Some((name, span)) = &project.config.theme else { return };
        let folder = format!("themes/{name}");
        let files = self.files(&folder);
        if files.is_empty() && name != "default" {
            let themes: Vec<String> = self.folders("themes");
            let hint = crate::diagnostics::did_you_mean(name, themes.iter().map(String::as_str))
                .unwrap_or_else(|| format!("make a folder `{folder}/` with `templates/` or `assets/`"));
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownTheme, format!("there is no theme `{name}`")).at(span.clone()).hint(hint),
            );
        }
        for path in files {
            if let Some(bytes) = self.bytes(&path, FILE_LIMIT) {
                project.theme.insert(path[folder.len() + 1..].to_owned(), bytes.into());
            }
        }
    }

    /// The regular files below a folder, as paths inside the review, sorted; nothing hidden, no links.
    fn files(&mut self, folder: &str) -> Vec<String> {
        let top = self.root.join(folder);
        if top.symlink_metadata().is_ok() && !self.is_inside(folder) {
            let message = format!("`{folder}/` is not read: it is a link that leads out of the review");
            self.warn(
                Code::UnreadableFile,
                message,
                "put the files themselves into the review, or keep the whole review there",
            );
            return Vec::new();
        }
        if !top.is_dir() {
            return Vec::new();
        }
        let mut paths = Vec::new();
        let visible =
            |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        for entry in WalkDir::new(&top).sort_by_file_name().into_iter().filter_entry(visible) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.warn(
                        Code::UnreadableFile,
                        format!("a folder below `{folder}/` cannot be read: {error}"),
                        "check its permissions",
                    );
                    continue;
                }
            };
            let Ok(relative) = entry.path().strip_prefix(self.root) else { continue };
            match relative.to_str() {
                _ if entry.file_type().is_dir() => {}
                None => {
                    let message = format!("`{}` is left out: its name is not UTF-8", relative.display());
                    self.warn(Code::UnreadableFile, message, "rename it");
                }
                Some(path) if entry.file_type().is_file() => paths.push(path.replace('\\', "/")),
                Some(path) => {
                    let message = format!("`{path}` is left out: it is no regular file");
                    self.warn(Code::UnreadableFile, message, "put the file itself into the review, not a link to it");
                }
            }
        }
        paths
    }

    fn folders(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(folder)).into_iter().flatten().flatten();
        entries.filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    /// Whether a path names something inside the review, links followed.
    fn is_inside(&self, path: &str) -> bool {
        let (Ok(root), Ok(real)) = (self.root.canonicalize(), self.root.join(path).canonicalize()) else {
            return false;
        };
        real.starts_with(root)
    }

    fn text(&mut self, path: &str) -> Option<TextFile> {
        self.text_up_to(path, FILE_LIMIT)
    }

    fn text_up_to(&mut self, path: &str, limit: u64) -> Option<TextFile> {
        let bytes = self.bytes(path, limit)?;
        match String::from_utf8(bytes) {
            Ok(text) => Some(TextFile::new(path, &text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                let message = format!("`{path}` is not UTF-8: line {line} holds a byte that no character begins with");
                self.diagnostics.push(Diagnostic::new(Code::UnreadableFile, message).hint("save the file as UTF-8"));
                None
            }
        }
    }

    fn bytes(&mut self, path: &str, limit: u64) -> Option<Vec<u8>> {
        let full = self.root.join(path);
        let problem = match full.symlink_metadata() {
            Err(error) => error.to_string(),
            Ok(data) if !data.is_file() => "it is no regular file".to_owned(),
            Ok(data) if data.len() > limit => {
                format!("it has {} MiB, more than the {} MiB allowed", data.len() >> 20, limit >> 20)
            }
            Ok(_) => match fs::read(&full) {
                Ok(bytes) => return Some(bytes),
                Err(error) => error.to_string(),
            },
        };
        self.diagnostics.push(Diagnostic::new(Code::UnreadableFile, format!("`{path}` cannot be read: {problem}")));
        None
    }

    fn warn(&mut self, code: Code, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..Diagnostic::new(code, message) }.hint(hint));
    }
}

/// The ending of a file's name, in lower case.
fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn is_bibliography(path: &str) -> bool {
    matches!(ending(path).as_str(), "bib" | "bibtex" | "yaml" | "yml" | "json" | "ris")
}
