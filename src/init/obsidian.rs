//! A vault of Obsidian's: its own folder is the content.

use super::{Found, is_note};
use crate::project::{ending, is_ignored};

/// Files in hidden folders that say something about a vault, and the one that git reads.
pub const HIDDEN: &[&str] = &[
    ".gitignore",
    ".obsidian/app.json",
    ".obsidian/templates.json",
    ".obsidian/daily-notes.json",
    ".obsidian/plugins/templater-obsidian/data.json",
    ".obsidian/plugins/obsidian-citation-plugin/data.json",
];

/// Where plugins say in which folder they keep what is not for others: templates, and the notes of each day.
const FOLDERS: &[(&str, &str)] = &[
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
    (".obsidian/daily-notes.json", "folder"),
];

/// A vault, and what of it is to stay out of the site.
#[derive(Debug, Default)]
pub(super) struct Vault {
    /// Folders of templates and of the notes of each day, and endings of files that are rarely to be published.
    pub(super) ignore: Vec<String>,
    /// What the author should know.
    pub(super) said: Vec<String>,
}

/// The vault that this folder is; none where notes have a `content/`.
pub(super) fn vault(found: &Found) -> Option<Vault> {
    let is_vault = found.files.iter().any(|path| path.starts_with(".obsidian/"));
    let has_content = found.files.iter().any(|path| path.starts_with("content/"));
    if !is_vault || has_content {
        return None;
    }
    let mut vault = Vault::default();
    for (file, key) in FOLDERS {
        let folder = found.texts.get(*file).and_then(|file| text_at(&file.text, key));
        // `templates/` is never read; the vault itself is what the daily notes lie in where no folder is set.
        let folder = folder.filter(|folder| !matches!(folder.as_str(), "" | "." | "templates"));
        vault.ignore.extend(folder.filter(|folder| !vault.ignore.contains(folder)));
    }
    if found.files.iter().any(|path| ending(path) == "pdf") {
        vault.ignore.push("*.pdf".to_owned());
        vault.said.push("PDF files are left out of the site: most may not be published".to_owned());
    }
    let is_read = |path: &&String| is_note(path) && !is_ignored(path, &vault.ignore);
    let notes = found.files.iter().filter(is_read).count();
    let read = if notes == 1 { "1 note is read".to_owned() } else { format!("{notes} notes are read") };
    let whole = format!(
        "this is a vault of Obsidian's: {read}, and published but for those with `publish: false` or `draft: true`"
    );
    vault.said.insert(0, whole);
    vault.said.push("name folders that are not for others under `ignore` in sourcebook.yaml".to_owned());
    if !vault.ignore.is_empty() {
        vault.said.push(format!("there already: {}", vault.ignore.join(", ")));
    }
    Some(vault)
}

/// The text at a key of JSON, as a path without a slash at its ends.
fn text_at(json: &str, key: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(json).ok()?;
    Some(value.get(key)?.as_str()?.trim_matches('/').to_owned())
}
