//! What is read from the disk: regular files inside the review, of a bounded size; what is left out is reported.

use super::names::{is_no_content, is_noise};
use super::{FILE_LIMIT, Loader};
use crate::decode;
use crate::diagnostics::{Code, Diagnostic, Severity, TextFile};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use walkdir::WalkDir;

impl Loader<'_> {
    /// The regular files at the root of the review but for the configuration, by name; nothing hidden, no links.
    pub(super) fn root_files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.root).into_iter().flatten().flatten();
        let files =
            entries.filter(|entry| entry.metadata().is_ok_and(|data| data.is_file() && data.len() <= FILE_LIMIT));
        let names = files.filter_map(|entry| entry.file_name().into_string().ok());
        names.filter(|name| !is_noise(Path::new(name)) && name != "sourcebook.yaml").collect()
    }

    /// The regular files below a folder, as paths inside the review, sorted; nothing hidden, no links.
    pub(super) fn files(&mut self, folder: &str) -> Vec<String> {
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
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let gone = self.stand_ins.keys().filter(|path| path.starts_with(&start));
        let gone = gone.filter(|path| !self.root.join(path).exists()).cloned();
        if !top.is_dir() {
            return gone.collect();
        }
        let mut paths: Vec<String> = gone.collect();
        // Wherever authors keep their texts, the site may lie, and what other programs keep.
        let is_ours = matches!(folder.split('/').next(), Some("content" | "bibliography" | "themes"));
        let root = (!is_ours).then_some(self.root);
        let visible =
            |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_noise(entry.path()) && !is_no_content(entry, root);
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
        // By components, so that a stand-in takes the place that its file had.
        paths.sort_by(|a, b| a.split('/').cmp(b.split('/')));
        paths
    }

    /// Whether a path names anything.
    pub(super) fn is_there(&self, path: &str) -> bool {
        self.stand_ins.contains_key(path) || self.root.join(path).symlink_metadata().is_ok()
    }

    pub(super) fn folders(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(folder)).into_iter().flatten().flatten();
        entries.filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    /// Whether a path names something inside the review, links followed.
    pub(super) fn is_inside(&self, path: &str) -> bool {
        let (Ok(root), Ok(real)) = (self.root.canonicalize(), self.root.join(path).canonicalize()) else {
            return self.stand_ins.contains_key(path);
        };
        real.starts_with(root)
    }

    pub(super) fn text(&mut self, path: &str) -> Option<TextFile> {
        let bytes = self.bytes(path, FILE_LIMIT)?;
        let (file, warning) = decode::text(path, &bytes, self.encoding);
        self.diagnostics.extend(warning);
        Some(file)
    }

    pub(super) fn bytes(&mut self, path: &str, limit: u64) -> Option<Arc<[u8]>> {
        self.read(path, limit).map_err(|problem| self.diagnostics.push(problem)).ok()
    }

    pub(super) fn read(&self, path: &str, limit: u64) -> Result<Arc<[u8]>, Diagnostic> {
        if let Some(stand_in) = self.stand_ins.get(path) {
            return Ok(Arc::clone(stand_in));
        }
        let full = self.root.join(path);
        let problem = match full.symlink_metadata() {
            Err(error) => error.to_string(),
            Ok(data) if !data.is_file() => "it is no regular file".to_owned(),
            Ok(data) if data.len() > limit => {
                format!("it has {} MiB, more than the {} MiB allowed", data.len() >> 20, limit >> 20)
            }
            Ok(_) => match fs::read(&full) {
                Ok(bytes) => return Ok(bytes.into()),
                Err(error) => error.to_string(),
            },
        };
        Err(Diagnostic::new(Code::UnreadableFile, format!("`{path}` cannot be read: {problem}")))
    }

    pub(super) fn warn(&mut self, code: Code, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..Diagnostic::new(code, message) }.hint(hint));
    }
}
