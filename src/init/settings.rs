//! What another program's settings say that a review has a word for.

use super::programs::{self, PANDOC, Setting};
use super::{Found, toml};
use crate::diagnostics::TextFile;
use crate::project::ending;
use crate::style;
use crate::yaml::scalar_text;
use serde_yaml::Value;

/// Settings, as far as they are there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Settings {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) authors: Vec<Person>,
    pub(super) language: Option<String>,
    pub(super) style: Option<String>,
    pub(super) license: Option<String>,
    pub(super) bibliography: Vec<String>,
}

/// An author.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) orcid: Option<String>,
    pub(super) affiliation: Option<String>,
}

/// The settings of one file while they are read.
struct Reading<'a> {
    found: &'a Found,
    file: &'a str,
    /// The folder of that file.
    base: String,
    value: Value,
    keys: &'static [(Setting, &'static [&'static str])],
    said: Vec<String>,
}

impl Settings {
    /// Those of the first program that has left some in this folder, and what is to be said of it.
    pub(super) fn read(found: &Found) -> (Self, Vec<String>) {
        if let Some((program, file, base)) = programs::find(found) {
            return match value(file) {
                Ok(value) => {
                    let reading =
                        Reading { found, file: &file.path, base, value, keys: program.keys, said: Vec::new() };
                    reading.all(program.name)
                }
                Err(error) => {
                    let said = format!("`{}` could not be read, and nothing was taken from it: {error}", file.path);
                    (Self::default(), vec![said])
                }
            };
        }
        let metadata = found.texts.values().find_map(|file| {
            let value = front_matter(&file.path, &file.text)?;
            value.get("bibliography").or_else(|| value.get("csl"))?;
            Some((&*file.path, value))
        });
        match metadata {
            Some((file, value)) => {
                Reading { found, file, base: String::new(), value, keys: PANDOC, said: Vec::new() }.all("pandoc")
            }
            None => (Self::default(), Vec::new()),
        }
    }
}

impl Reading<'_> {
    fn all(mut self, program: &str) -> (Settings, Vec<String>) {
        let settings = Settings {
            title: self.text(Setting::Title),
            description: self.text(Setting::Description),
            authors: self.get(Setting::Authors).map(people).unwrap_or_default(),
            language: self.text(Setting::Language),
            style: self.style(),
            license: self.text(Setting::License),
            bibliography: self.bibliography(),
        };
        let names = [
            ("title", settings.title.is_some()),
            ("description", settings.description.is_some()),
            ("authors", !settings.authors.is_empty()),
            ("language", settings.language.is_some()),
            ("style", settings.style.is_some()),
            ("licence", settings.license.is_some()),
            ("bibliography", !settings.bibliography.is_empty()),
        ];
        let taken: Vec<&str> = names.iter().filter(|(_, taken)| *taken).map(|(name, _)| *name).collect();
        let taken = if taken.is_empty() { "nothing".to_owned() } else { taken.join(", ") };
        self.said.insert(0, format!("from `{}` ({program}): {taken}", self.file));
        if let Some(left) = self.left() {
            self.said.push(left);
        }
        (settings, self.said)
    }

    fn get(&self, setting: Setting) -> Option<&Value> {
        let (_, paths) = self.keys.iter().find(|(known, _)| *known == setting)?;
        paths.iter().find_map(|path| {
            path.split('/').try_fold(&self.value, |value, key| value.get(key)).filter(|value| !value.is_null())
        })
    }

    fn text(&self, setting: Setting) -> Option<String> {
        let text = scalar_text(self.get(setting)?)?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// A style by the name of a bundled one, or the path of a file that is there.
    fn style(&mut self) -> Option<String> {
        let written = self.text(Setting::Style)?;
        let path = written.replace('\\', "/").trim_start_matches("./").to_owned();
        let beside = if self.base.is_empty() { path.clone() } else { format!("{}/{path}", self.base) };
        if let Some(file) =
            [beside, path.clone()].into_iter().find(|path| path.ends_with(".csl") && self.found.has(path))
        {
            return Some(file);
        }
        let name = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".csl");
        if style::find(name, "en", &[]).is_ok() {
            return Some(name.to_owned());
        }
        self.said.push(format!("the style `{written}` is not here: put its `.csl` file into `bibliography/styles/` and name it in sourcebook.yaml"));
        None
    }

    /// The files that are there; Jekyll Scholar keeps them in a folder of their own.
    fn bibliography(&mut self) -> Vec<String> {
        let folder = self.value.get("scholar").map(|scholar| {
            scholar.get("source").and_then(Value::as_str).unwrap_or("_bibliography").trim_matches(['.', '/']).to_owned()
        });
        let named = match (self.get(Setting::Bibliography), &folder) {
            (Some(value), _) => texts(value),
            (None, Some(_)) => vec!["references.bib".to_owned()],
            (None, None) => Vec::new(),
        };
        let mut files = Vec::new();
        for name in named {
            let plain = name.replace('\\', "/").trim_start_matches("./").to_owned();
            let below = folder.as_ref().map(|folder| format!("{folder}/{plain}"));
            let beside = Some(format!("{}/{plain}", self.base)).filter(|_| !self.base.is_empty());
            match below.into_iter().chain(beside).chain([plain.clone()]).find(|path| self.found.has(path)) {
                Some(path) => files.push(path),
                None if name.contains("://") => self.said.push(format!(
                    "`{name}` is not taken over: nothing is fetched from the network; save it into `bibliography/`"
                )),
                None => self
                    .said
                    .push(format!("the bibliography `{name}` that `{}` names is not in this folder", self.file)),
            }
        }
        files
    }

    /// The keys at the top from which nothing is taken.
    fn left(&self) -> Option<String> {
        let used: Vec<&str> =
            self.keys.iter().flat_map(|(_, paths)| paths.iter()).filter_map(|path| path.split('/').next()).collect();
        let keys = self.value.as_mapping()?.keys().filter_map(Value::as_str);
        let left: Vec<String> = keys.filter(|key| !used.contains(key)).map(|key| format!("`{key}`")).collect();
        (!left.is_empty()).then(|| format!("not taken over from `{}`: {}", self.file, left.join(", ")))
    }
}

/// What a file of settings says.
pub(super) fn value(file: &TextFile) -> Result<Value, String> {
    match ending(&file.path).as_str() {
        "toml" => Ok(toml::read(&file.text)),
        _ => yaml(&file.text),
    }
}

fn yaml(text: &str) -> Result<Value, String> {
    // Files of metadata for pandoc stand between lines of hyphens; only the first document counts.
    let begins = text.strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r']));
    let ends = |rest: &str| rest.match_indices("\n---").chain(rest.match_indices("\n...")).map(|(at, _)| at).min();
    let text = begins.map_or(text, |rest| &rest[..ends(rest).map_or(rest.len(), |at| at + 1)]);
    let file = TextFile::new("", text);
    // The reader of YAML has limits that a bare one has not.
    let document = crate::yaml::Document::parse(&file, 0..text.len(), 1 << 20).map_err(|error| error.message)?;
    Ok(document.value().clone())
}

/// What stands between the first two lines of hyphens of a Markdown file at the root.
fn front_matter(path: &str, text: &str) -> Option<Value> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let below = text.strip_prefix("---").filter(|_| ending(path) == "md" && !path.contains('/'))?;
    let end = below.lines().skip(1).scan(0, |at, line| Some((std::mem::replace(at, *at + 1), line)));
    let length = end.skip_while(|(_, line)| !matches!(line.trim_end(), "---" | "...")).map(|(at, _)| at).next()?;
    let yaml_text: String = below.lines().skip(1).take(length).map(|line| format!("{line}\n")).collect();
    yaml(&yaml_text).ok()
}

/// A text, or a list of texts.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(items) => items.iter().filter_map(scalar_text).collect(),
        one => scalar_text(one).into_iter().collect(),
    }
}

/// A name, a mapping, or a list of either.
fn people(value: &Value) -> Vec<Person> {
    match value {
        Value::Sequence(items) => items.iter().filter_map(person).collect(),
        one => person(one).into_iter().collect(),
    }
}

fn person(value: &Value) -> Option<Person> {
    let text = |key: &str| value.get(key).and_then(scalar_text);
    if !value.is_mapping() {
        return Some(Person { name: scalar_text(value)?, ..Person::default() });
    }
    let name = match value.get("name") {
        Some(parts) if parts.is_mapping() => parts.get("literal").and_then(scalar_text).or_else(|| {
            let part = |key: &str| parts.get(key).and_then(scalar_text);
            let whole: Vec<String> = [part("given"), part("family")].into_iter().flatten().collect();
            (!whole.is_empty()).then(|| whole.join(" "))
        }),
        _ => text("name"),
    }?;
    let affiliation = ["affiliation", "affiliations", "institute"].iter().find_map(|key| value.get(*key));
    let affiliation = affiliation.and_then(|value| match value {
        Value::Sequence(items) => items.first(),
        one => Some(one),
    });
    let affiliation = affiliation.and_then(|one| one.get("name").and_then(scalar_text).or_else(|| scalar_text(one)));
    Some(Person { name, orcid: text("orcid"), affiliation })
}
