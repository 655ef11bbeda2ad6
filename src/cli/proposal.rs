//! The settings of a review that has none: what `init` would write, kept in memory.

use super::init::{is_home, look};
use crate::init::{self, Plan, Wishes};
use crate::project::{Files, is_bibliography, is_text};
use std::path::Path;
use std::sync::Arc;

/// What `init` would make of a folder without settings.
pub(super) fn plan(root: &Path) -> Option<Plan> {
    if root.join("sourcebook.yaml").symlink_metadata().is_ok() {
        return None;
    }
    Some(init::plan(&look(root).ok()?, &Wishes::default()))
}

/// The settings that stand in for those that a folder does not have.
pub(super) fn settings(root: &Path) -> Files {
    let plan = plan(root).filter(|plan| plan.is_particular);
    let settings = plan.as_ref().and_then(Plan::settings).map(Arc::from);
    settings.map(|bytes| ("sourcebook.yaml".to_owned(), bytes)).into_iter().collect()
}

/// What is said, once, of settings that were not written by anybody.
pub(super) fn said(root: &Path, program: &str) -> Vec<String> {
    let Some(plan) = plan(root).filter(|plan| plan.is_particular) else { return Vec::new() };
    let mut lines = plan.said;
    lines.push(format!("there is no sourcebook.yaml: this is what `{program} init` would write into one"));
    lines
}

/// Whether a folder that is no review holds what one is made of.
pub(super) fn has_something(folder: &Path) -> bool {
    let Ok(found) = look(folder) else { return false };
    !is_home(folder) && found.files.iter().any(|path| is_text(path) || is_bibliography(path) && found.is_library(path))
}
