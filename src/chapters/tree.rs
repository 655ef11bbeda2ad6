//! Chapters as YAML has them: names of files, and mappings that give them titles and put them into one another.

use super::{Entry, Kind, Texts, inside, names};
use crate::config::TEXTS;
use crate::project::ending;
use crate::yaml::scalar_text;
use serde_yaml::Value;

/// Keys of the file that an entry is (Jupyter Book, MyST, Quarto, Docusaurus).
const FILES: &[&str] = &["file", "href", "doc", "id"];
/// Keys of its title; `part` and `section` may name a file, too.
const TITLES: &[&str] = &["title", "caption", "text", "part", "section", "label"];
/// Keys of what stands in it.
const CHILDREN: &[&str] = &["chapters", "sections", "contents", "children", "pages", "items", "entries", "parts"];
/// Keys of patterns of names.
const PATTERNS: &[&str] = &["glob", "pattern"];

/// Reads a tree.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    texts: Texts<'a>,
    lost: &'a mut Vec<String>,
    kind: Kind,
    pub(super) entries: Vec<Entry>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(texts: Texts<'a>, lost: &'a mut Vec<String>) -> Self {
        Self { texts, lost, kind: Kind::Chapter, entries: Vec::new() }
    }

    /// Everything in a value, so many levels deep.
    pub(super) fn read(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Sequence(items) => items.iter().for_each(|item| self.read(item, depth)),
            Value::Mapping(_) => self.mapping(value, depth),
            one => {
                if let Some(name) = scalar_text(one) {
                    self.text(&name, None, depth);
                }
            }
        }
    }

    /// Those that have letters.
    pub(super) fn appendices(&mut self, value: &Value) {
        self.kind = Kind::Appendix;
        self.read(value, 0);
    }

    fn mapping(&mut self, value: &Value, depth: usize) {
        let first = |keys: &[&str]| keys.iter().find_map(|key| value.get(key));
        let known = [FILES, TITLES, CHILDREN, PATTERNS].concat();
        if !known.iter().any(|key| value.get(key).is_some()) {
            // MkDocs: the key is the title.
            for (key, value) in value.as_mapping().into_iter().flatten() {
                let title = scalar_text(key).unwrap_or_default();
                match scalar_text(value) {
                    Some(name) => self.text(&name, Some(title), depth),
                    None => {
                        self.part(title, depth);
                        self.read(value, depth + 1);
                    }
                }
            }
            return;
        }
        let said = first(TITLES).and_then(scalar_text);
        let named = first(FILES).and_then(scalar_text);
        let (title, file) = match (said, named) {
            // A part that is a page of its own.
            (Some(said), None) if is_text(&said) => (None, Some(said)),
            other => other,
        };
        let children = first(CHILDREN);
        match (file, title) {
            (Some(file), title) => {
                let before = self.entries.len();
                self.text(&file, title, depth);
                let is_part = value.get("part").is_some();
                if let Some(entry) = self.entries.get_mut(before).filter(|_| is_part) {
                    entry.kind = Kind::Part;
                }
            }
            (None, Some(title)) => self.part(title, depth),
            (None, None) => {}
        }
        if let Some(children) = children {
            let is_under = self.entries.last().is_some_and(|entry| entry.depth >= depth);
            self.read(children, if is_under { depth + 1 } else { depth });
        }
        if let Some(pattern) = first(PATTERNS).and_then(scalar_text) {
            self.text(&pattern, None, depth);
        }
    }

    fn part(&mut self, title: String, depth: usize) {
        self.entries.push(Entry { depth, title: Some(title), path: None, kind: Kind::Part });
    }

    /// A text by its name, those of a pattern, or those of a folder.
    pub(super) fn text(&mut self, name: &str, title: Option<String>, depth: usize) {
        let name = name.trim();
        if name.is_empty() || name.contains("://") || name.starts_with("mailto:") || name == "auto" {
            return;
        }
        if let Some((before, after)) = name.split_once('*') {
            let [before, after] = [inside(self.texts.base, before), after.trim_start_matches('*').to_owned()];
            let texts = self.texts.paths.iter().filter(|path| {
                path.strip_prefix(before.as_str()).is_some_and(|rest| rest.ends_with(after.trim_start_matches('/')))
            });
            let mut texts: Vec<&str> = texts.copied().collect();
            texts.sort_by(|a, b| names::natural(a, b));
            texts.retain(|path| self.entries.iter().all(|entry| entry.path.as_deref() != Some(path)));
            let entry = |path: &str| Entry { depth, title: None, path: Some(path.to_owned()), kind: self.kind };
            self.entries.extend(texts.into_iter().map(entry));
            return;
        }
        match self.texts.find(name) {
            Some(path) => self.entries.push(Entry { depth, title, path: Some(path), kind: self.kind }),
            None => {
                let folder = inside(self.texts.base, name);
                let found = names::by_name(&folder, self.texts.paths).entries;
                if found.is_empty() {
                    self.lost.push(name.to_owned());
                } else if let Some(title) = title {
                    self.part(title, depth);
                    self.entries
                        .extend(found.into_iter().map(|entry| Entry { depth: entry.depth + depth + 1, ..entry }));
                } else {
                    self.entries.extend(found.into_iter().map(|entry| Entry { depth: entry.depth + depth, ..entry }));
                }
            }
        }
    }
}

fn is_text(name: &str) -> bool {
    TEXTS.contains(&ending(name).as_str())
}
