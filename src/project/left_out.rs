//! What of a folder is no text of the review, though it lies among them, and why.

use super::names::{ending, file_name, is_text};
use crate::config::{Content, stem};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::BTreeSet;
use std::path::Path;

/// Folders that other programs fill, wherever they lie: dependencies, environments, output.
pub const MADE: &[&str] = &[
    "node_modules",
    "bower_components",
    "vendor",
    "site-packages",
    "venv",
    "env",
    "__pycache__",
    "renv",
    "packrat",
    "target",
    "_site",
    "_book",
    "_build",
    "_freeze",
    "_bookdown_files",
    "_minted",
    "_extensions",
];

/// Files of a repository, and none of a text, by their names in small letters without an ending.
const OF_REPOSITORIES: &[&str] = &[
    "license",
    "licence",
    "copying",
    "changelog",
    "changes",
    "contributing",
    "contributors",
    "code_of_conduct",
    "conduct",
    "codeowners",
    "security",
    "support",
    "agents",
    "claude",
    "gemini",
    "pull_request_template",
    "issue_template",
];

/// Why a file is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// `ignore` in `sourcebook.yaml` names it.
    Configured,
    /// `.gitignore` does.
    Gitignore,
    /// A file of the repository, such as its licence.
    Repository,
    /// A program made it of another text beside it.
    Made,
}

impl Why {
    /// What is said of such files.
    pub fn said(self) -> &'static str {
        match self {
            Self::Configured => "named under `ignore` in sourcebook.yaml",
            Self::Gitignore => "named in `.gitignore`",
            Self::Repository => "about the repository",
            Self::Made => "made by a program of the text of the same name",
        }
    }
}

/// Whether a file at the top of a review is about its repository.
pub fn is_of_repository(path: &str) -> bool {
    !path.contains('/') && OF_REPOSITORIES.contains(&stem(path).to_ascii_lowercase().replace('-', "_").as_str())
}

/// Whether a folder of this name is one that programs fill.
pub fn is_made(name: &str) -> bool {
    MADE.contains(&name) || name.ends_with("_files") || name.ends_with("_cache") || name.ends_with(".Rcheck")
}

/// What git leaves out below a folder.
pub struct Git {
    rules: Vec<Gitignore>,
}

impl Git {
    /// The rules that apply to these files of a review.
    pub fn new(root: &Path, paths: &[String]) -> Self {
        let above = |path: &String| path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
        let folders: BTreeSet<String> = paths.iter().flat_map(above).chain([String::new()]).collect();
        let rules = folders.iter().filter_map(|folder| {
            let folder = root.join(folder);
            let file = folder.join(".gitignore");
            let is_file = file.symlink_metadata().is_ok_and(|data| data.is_file());
            let mut builder = GitignoreBuilder::new(folder);
            (is_file && builder.add(file).is_none()).then(|| builder.build().ok()).flatten()
        });
        Self { rules: rules.collect() }
    }

    /// Whether git leaves this file out; the rules of the innermost folder decide.
    pub fn leaves_out(&self, root: &Path, path: &str) -> bool {
        let full = root.join(path);
        let said = self.rules.iter().rev().filter(|rules| full.starts_with(rules.path()));
        let said = said.map(|rules| rules.matched_path_or_any_parents(&full, false));
        said.into_iter().find(|said| !said.is_none()).is_some_and(|said| said.is_ignore())
    }
}

/// The texts among these files that a program made of another one: `a.md` beside `a.Rmd` or `a.qmd`.
pub fn made_of_others(paths: &[String]) -> BTreeSet<String> {
    let is_computed = |path: &&String| matches!(ending(path).as_str(), "qmd" | "rmd");
    let computed: BTreeSet<&str> = paths.iter().filter(is_computed).map(|path| stem(path)).collect();
    let is_made = |path: &&String| {
        let bare = stem(path).trim_end_matches(".knit").trim_end_matches(".utf8");
        matches!(ending(path).as_str(), "md" | "markdown") && computed.contains(bare)
    };
    paths.iter().filter(is_made).cloned().collect()
}

/// Why a file among the texts is left out; none where it is read. What a review names as its texts' folder is its own
/// business, so that the usual folder has fewer of these rules.
pub fn why(content: &Content, home: Option<&str>, path: &str) -> Option<Why> {
    let is_apart = !content.is_usual() && is_text(path) && home != Some(path);
    let is_readme = !path.contains('/') && stem(file_name(path)).eq_ignore_ascii_case("readme");
    (is_apart && (is_of_repository(path) || is_readme)).then_some(Why::Repository)
}
