//! The vaults of Obsidian in a folder: the folders that hold an `.obsidian`.

use super::Found;

/// The hidden files of a vault that say something about it, as paths in it.
pub const OF_VAULTS: &[&str] = &[
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
    /// Its path; empty where the whole folder is the vault.
    pub(super) folder: String,
    /// Folders of templates and of the notes of each day, as paths from the top.
    pub(super) ignore: Vec<String>,
}

/// The vaults, those that lie in others left out.
pub(super) fn vaults(found: &Found) -> Vec<Vault> {
    let mut vaults: Vec<Vault> = Vec::new();
    for folder in &found.vaults {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        if vaults.iter().any(|vault| vault.folder.is_empty() || start.starts_with(&format!("{}/", vault.folder))) {
            continue;
        }
        let mut ignore: Vec<String> = Vec::new();
        for (file, key) in FOLDERS {
            let named = found.texts.get(&format!("{start}{file}")).and_then(|file| text_at(&file.text, key));
            // `templates/` is never read; the vault itself is what the daily notes lie in where no folder is set.
            let named = named.filter(|named| !matches!(named.as_str(), "" | "." | "templates"));
            let named = named.map(|named| format!("{start}{named}"));
            ignore.extend(named.filter(|named| !ignore.contains(named) && found.holds(named)));
        }
        vaults.push(Vault { folder: folder.clone(), ignore });
    }
    vaults
}

/// The text at a key of JSON, as a path without a slash at its ends.
fn text_at(json: &str, key: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(json).ok()?;
    Some(value.get(key)?.as_str()?.trim_matches('/').to_owned())
}
