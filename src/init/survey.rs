//! Where the texts of a folder lie, understood from what lies in it: a vault, a program's project, or folders of notes.

use super::Found;
use super::obsidian::{self, Vault};
use super::order;
use super::programs;
use crate::config::stem;
use crate::project::left_out::is_of_repository;
use crate::project::{NO_NOTES, ending, file_name, is_ignored, is_text};
use std::collections::{BTreeMap, BTreeSet};

/// Files by which a folder is known for the top of a program's source.
const OF_CODE: &[&str] = &[
    "Cargo.toml",
    "DESCRIPTION",
    "Gemfile",
    "Makefile.PL",
    "Setup.hs",
    "build.gradle",
    "go.mod",
    "package.json",
    "pom.xml",
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
];

/// Folders of a program's source that hold texts of no reader's.
const CODE: &[&str] = &[
    "R",
    "bin",
    "build",
    "ci",
    "config",
    "dist",
    "fixtures",
    "inst",
    "layouts",
    "_layouts",
    "_includes",
    "lib",
    "libs",
    "man",
    "packages",
    "plugins",
    "prompts",
    "quartz",
    "script",
    "scripts",
    "skills",
    "spec",
    "src",
    "test",
    "tests",
    "tools",
];

/// Folders that hold pictures and other files of texts elsewhere.
const MEDIA: &[&str] = &[
    "assets",
    "attachments",
    "figs",
    "figures",
    "files",
    "images",
    "img",
    "imgs",
    "media",
    "pics",
    "pictures",
    "resources",
    "static",
];

/// Folders of templates and of the notes of each day, in small letters, by the names that people and programs give them.
const TEMPLATES: &[&str] = &[
    "template",
    "templates",
    "_templates",
    "templater",
    "plantillas",
    "modèles",
    "vorlagen",
    "шаблоны",
    "模板",
    "テンプレート",
];
const DAILY: &[&str] = &[
    "daily",
    "daily notes",
    "dailies",
    "journal",
    "journals",
    "diary",
    "calendar",
    "periodic notes",
    "tagebuch",
    "diario",
    "日记",
    "日記",
    "дневник",
    "journal quotidien",
];

/// More folders than this are no themes.
const MOST_THEMES: usize = 1_000;

/// So many tops of folders are named one by one; of more the whole review is read.
const MOST_FOLDERS: usize = 6;

/// Where the texts lie, and what the author should know of that.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The folders; none for the usual one.
    pub(super) content: Vec<String>,
    /// What in them is not for others.
    pub(super) ignore: Vec<String>,
    /// What says in which order they are read.
    pub(super) chapters: Option<String>,
    /// Whether the folders that notes lie in may be their themes.
    pub(super) folders_are_themes: bool,
    /// How many texts are read.
    pub(super) texts: usize,
    pub(super) said: Vec<String>,
}

/// The layout of a folder; none where nothing lies in it that could be a text.
pub(super) fn layout(found: &Found) -> Layout {
    let texts: Vec<&str> = found.files.iter().map(String::as_str).filter(|path| is_text(path)).collect();
    let own: Vec<&str> =
        texts.iter().copied().filter(|path| !is_of_repository(path) && !is_readme(path) && !is_ours(path)).collect();
    let vaults = obsidian::vaults(found);
    let mut layout = Layout::default();
    let said = folders(found, &own, &vaults, &mut layout.content);
    if own.is_empty() && texts.is_empty() {
        return layout;
    }
    if layout.content.is_empty() && !own.iter().any(|path| path.starts_with("content/")) {
        // Nothing but a page on the repository itself.
        layout.content.push(".".to_owned());
    }
    leave_out(found, &own, &vaults, &mut layout);
    let is_read = |path: &&&str| lies_in_any(path, &layout.content) && !is_ignored(path, &layout.ignore);
    layout.texts = own.iter().filter(is_read).count();
    let read: Vec<&str> = texts.iter().filter(is_read).copied().collect();
    layout.folders_are_themes = are_themes(&read);
    if vaults.is_empty() {
        let order = order::propose(found, &read, &layout.content);
        layout.said.extend(order.iter().map(|(_, said)| said.clone()));
        layout.chapters = order.map(|(chapters, _)| chapters);
    }
    layout.folders_are_themes &= layout.chapters.is_none();
    if layout.folders_are_themes {
        layout.said.push("a note on a source that has no tags is under the theme of its folder".to_owned());
    }
    if layout.content.is_empty() {
        layout.texts = own.iter().filter(|path| path.starts_with("content/")).count();
        return layout;
    }
    let number = match layout.texts {
        1 => "1 text".to_owned(),
        many => format!("{} texts", crate::diagnostics::terminal::thousands(many)),
    };
    let mut lines = vec![format!("{number} in {}: {said}", in_words(&layout.content))];
    lines.append(&mut layout.said);
    let away = own.iter().filter(|path| !lies_in_any(path, &layout.content)).count();
    if away > 0 {
        let tops: BTreeSet<String> = own
            .iter()
            .filter(|path| !lies_in_any(path, &layout.content))
            .map(|path| top(path).map_or_else(|| "the top".to_owned(), |top| format!("`{top}/`")))
            .collect();
        let shown: Vec<String> = tops.iter().take(4).cloned().collect();
        let more = if tops.len() > 4 { " …" } else { "" };
        lines.push(format!(
            "left out: {away} in {}{more}; name them under `content` if they belong here",
            shown.join(", ")
        ));
    }
    layout.said = lines;
    layout
}

/// The folders, and by what they are known.
fn folders(found: &Found, own: &[&str], vaults: &[Vault], content: &mut Vec<String>) -> String {
    let below = |folder: &str| own.iter().filter(|path| lies_in(path, folder)).count();
    // Texts where we keep them ourselves.
    let usual = below("content");
    if usual > 0 && usual * 10 >= own.iter().filter(|path| !is_code(found, path)).count() * 9 {
        return String::new();
    }
    if let [vault] = vaults
        && (vault.folder.is_empty() || below(&vault.folder) * 10 >= own.len() * 7)
    {
        content.push(if vault.folder.is_empty() { ".".to_owned() } else { vault.folder.clone() });
        return "a vault of Obsidian's".to_owned();
    }
    if found.has("logseq/config.edn") {
        let all = ["pages", "assets"];
        content.extend(all.iter().filter(|folder| found.holds(folder)).map(|folder| (*folder).to_owned()));
        if !content.is_empty() {
            return "a graph of Logseq's".to_owned();
        }
    }
    if let Some((program, file, folder)) = programs::texts_of(found)
        && below(&folder) > 0
    {
        content.push(if folder.is_empty() { ".".to_owned() } else { folder });
        return format!("`{file}` of {program} says so");
    }
    let mut tops: BTreeMap<&str, usize> = BTreeMap::new();
    for path in own {
        *tops.entry(top(path).unwrap_or_default()).or_default() += 1;
    }
    let all: usize = tops.values().sum();
    let of_code: Vec<&str> = tops.keys().copied().filter(|top| is_code(found, top)).collect();
    let in_code: usize = of_code.iter().map(|top| tops[top]).sum();
    if in_code * 2 < all {
        tops.retain(|top, _| !of_code.contains(top));
    }
    if tops.is_empty() {
        return String::new();
    }
    if tops.contains_key("") || tops.len() > MOST_FOLDERS {
        content.push(".".to_owned());
        return "the texts of this folder".to_owned();
    }
    content.extend(tops.keys().map(|top| (*top).to_owned()));
    let media = MEDIA.iter().filter(|folder| found.holds(folder) && !tops.contains_key(**folder));
    content.extend(media.map(|folder| (*folder).to_owned()));
    "where texts lie".to_owned()
}

/// Whether folders group texts as themes would: several, of several texts each, that hold most of them.
fn are_themes(texts: &[&str]) -> bool {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in texts {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        *folders.entry(folder).or_default() += 1;
    }
    let is_group = |(folder, count): &(&&str, &usize)| folder.contains('/') && **count >= 2;
    let (groups, inside) =
        folders.iter().filter(is_group).fold((0, 0), |(groups, inside), (_, count)| (groups + 1, inside + count));
    (3..=MOST_THEMES).contains(&groups) && inside * 10 >= texts.len() * 7
}

/// Templates, and the notes of each day.
fn leave_out(found: &Found, own: &[&str], vaults: &[Vault], layout: &mut Layout) {
    let made: Vec<String> = programs::outputs(found);
    let made: Vec<String> = made
        .into_iter()
        .filter(|made| own.iter().any(|path| lies_in(path, made)) && own.iter().any(|path| !lies_in(path, made)))
        .collect();
    if let Some(first) = made.first() {
        layout.said.push(format!("left out: `{first}`, which another program writes"));
    }
    layout.ignore.extend(made);
    let already = layout.ignore.len();
    for vault in vaults {
        for folder in &vault.ignore {
            add(folder.clone(), &mut layout.ignore);
        }
    }
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for path in own {
        folders.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
    }
    for folder in folders {
        let name = file_name(folder).to_lowercase();
        let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || " -_.".contains(c));
        let inside: Vec<&str> = own.iter().copied().filter(|path| lies_in(path, folder)).collect();
        let is_template = TEMPLATES.contains(&bare);
        let is_daily = DAILY.contains(&bare) && inside.iter().filter(|path| is_dated(path)).count() * 2 > inside.len();
        if is_template || is_daily {
            add(folder.to_owned(), &mut layout.ignore);
        }
    }
    if layout.ignore.len() == already {
        return;
    }
    let named: Vec<String> = layout.ignore[already..].iter().map(|path| format!("`{path}`")).collect();
    layout.said.push(format!("left out: {}, which hold templates or the notes of each day", named.join(", ")));
    if found.files.iter().any(|path| ending(path) == "pdf") && layout.content == ["."] {
        layout.said.push("PDF files are left out of the site: most may not be published".to_owned());
        layout.ignore.push("*.pdf".to_owned());
    }
}

fn add(folder: String, ignore: &mut Vec<String>) {
    let is_there = ignore.iter().any(|known| lies_in(&folder, known));
    if !is_there && folder != "templates" {
        ignore.push(folder);
    }
}

/// Whether a note is of one day: its name is a date.
fn is_dated(path: &str) -> bool {
    let digits = stem(file_name(path)).chars().filter(char::is_ascii_digit).count();
    let others = stem(file_name(path)).chars().filter(|c| c.is_alphabetic()).count();
    digits >= 8 && others <= 12
}

fn is_code(found: &Found, path: &str) -> bool {
    let is_source = OF_CODE.iter().any(|file| found.has(file))
        || found.files.iter().any(|file| !file.contains('/') && ending(file) == "cabal");
    is_source && CODE.contains(&path.split('/').next().unwrap_or(path))
}

/// Whether a path lies in one of a review's other folders.
fn is_ours(path: &str) -> bool {
    top(path).is_some_and(|top| NO_NOTES.contains(&top))
}

fn is_readme(path: &str) -> bool {
    !path.contains('/') && stem(path).eq_ignore_ascii_case("readme")
}

fn top(path: &str) -> Option<&str> {
    path.split_once('/').map(|(top, _)| top)
}

fn lies_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn lies_in_any(path: &str, folders: &[String]) -> bool {
    folders.iter().any(|folder| folder == "." || lies_in(path, folder))
}

fn in_words(folders: &[String]) -> String {
    let name = |folder: &String| if folder == "." { "this folder".to_owned() } else { format!("`{folder}/`") };
    folders.iter().map(name).collect::<Vec<_>>().join(", ")
}
