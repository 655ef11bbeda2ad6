//! Chapters by the names of their files: `01-introduction.md` comes before `02-methods.md` and before `10-end.md`.

use super::{Chapters, Entry, Kind, Texts, tree};
use crate::config::{HOMES, stem};
use crate::project::{ending, file_name};
use serde_yaml::Value;
use std::cmp::Ordering;

/// The texts in a folder and those below it, which is a part.
pub(super) fn by_name(folder: &str, paths: &[&str]) -> Chapters {
    let folder = folder.trim_start_matches("./").trim_matches('/');
    let folder = if folder == "." { "" } else { folder };
    let rest = |path: &&str| match folder {
        "" => Some((*path).to_owned()),
        folder => path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned),
    };
    let mut below: Vec<(String, &str)> = paths.iter().filter_map(|path| Some((rest(path)?, *path))).collect();
    below.sort_by(|(a, _), (b, _)| natural(&sorted(a), &sorted(b)));
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for (rest, path) in &below {
        let folders: Vec<&str> = rest.rsplit_once('/').map_or(Vec::new(), |(folders, _)| folders.split('/').collect());
        let same = open.iter().zip(&folders).take_while(|(a, b)| a == b).count();
        open.truncate(same);
        let is_own = is_own_page(rest);
        for (depth, name) in folders.iter().enumerate().skip(same) {
            // A folder's own page stands for it.
            if !(is_own && depth + 1 == folders.len()) {
                entries.push(Entry { depth, title: Some(spoken(name)), path: None, kind: Kind::Part });
            }
        }
        open = folders.clone();
        let depth = if is_own { folders.len().saturating_sub(1) } else { folders.len() };
        let kind = if is_own { Kind::Part } else { Kind::Chapter };
        entries.push(Entry { depth, title: None, path: Some((*path).to_owned()), kind });
    }
    Chapters { entries, is_numbered: false }
}

/// bookdown's: those that `rmd_files` names, else all in the folder and in `rmd_subdir` by name, `index` first (bookdown, 1.3
/// and 4.4). A name that begins with `_` is that of a part of another.
pub(super) fn of_bookdown(value: &Value, texts: Texts<'_>, lost: &mut Vec<String>) -> Chapters {
    let named = value.get("rmd_files").map(|files| files.get("html").unwrap_or(files));
    if let Some(named) = named {
        let mut reader = tree::Reader::new(texts, lost);
        reader.read(named, 0);
        return Chapters { entries: reader.entries, is_numbered: true };
    }
    let subfolders: Vec<String> = match value.get("rmd_subdir") {
        Some(Value::Sequence(folders)) => folders.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(folder)) => vec![folder.clone()],
        Some(Value::Bool(true)) => vec![String::new()],
        _ => Vec::new(),
    };
    let is_taken = |path: &&&str| {
        let Some(rest) = below(path, texts.base) else { return false };
        let in_folder = !rest.contains('/')
            || subfolders.iter().any(|folder| folder.is_empty() || below(rest, folder.trim_matches('/')).is_some());
        in_folder && ending(path) == "rmd" && !file_name(path).starts_with('_')
    };
    let mut paths: Vec<&str> = texts.paths.iter().filter(is_taken).copied().collect();
    let rank = |path: &str| !file_name(path).eq_ignore_ascii_case("index.Rmd");
    paths.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| natural(a, b)));
    let entry = |path: &str| Entry { depth: 0, title: None, path: Some(path.to_owned()), kind: Kind::Chapter };
    Chapters { entries: paths.into_iter().map(entry).collect(), is_numbered: true }
}

fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// Whether a file's name begins with a number that is no date and no id: `01-introduction`, `3. Methods`.
pub fn is_numbered(path: &str) -> bool {
    let name = stem(file_name(path));
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    (1..=3).contains(&digits) && rest.starts_with(['-', '_', '.', ' ', ')']) && rest.chars().any(char::is_alphabetic)
}

/// A folder's own page comes first in it.
fn sorted(path: &str) -> String {
    if !is_own_page(path) {
        return path.to_owned();
    }
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    format!("{folder}\u{1}")
}

fn is_own_page(path: &str) -> bool {
    path.contains('/') && HOMES.contains(&stem(file_name(path)).to_ascii_lowercase().as_str())
}

/// The name of a folder as a title: without its number.
pub fn spoken(name: &str) -> String {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' ', ')']);
    let said = if rest.is_empty() { name } else { rest };
    said.replace('_', " ")
}

/// Compares names in which numbers count as numbers.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (left, right) = (number(a), number(b));
        if left > 0 && right > 0 {
            let value = |text: &str| text.trim_start_matches('0').to_owned();
            let (x, y) = (value(&a[..left]), value(&b[..right]));
            match x.len().cmp(&y.len()).then_with(|| x.cmp(&y)) {
                Ordering::Equal => (a, b) = (&a[left..], &b[right..]),
                other => return other,
            }
            continue;
        }
        let (x, y) = (a.chars().next(), b.chars().next());
        match (x, y) {
            (Some(x), Some(y)) if x == y => (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]),
            (x, y) => return x.cmp(&y),
        }
    }
}
