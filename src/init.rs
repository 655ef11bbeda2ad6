//! A new review: what to write into a folder, by what lies there already.
//!
//! `Found` is the folder as plain data, `Plan` what is to be written and what is to be said. Nothing here reads or
//! writes; `cli/init.rs` does, and never over a file that is there.

use crate::bibliography::{self, Reference};
use crate::config::Content;
use crate::diagnostics::{Code, Severity, TextFile};
use crate::note;
use crate::project::{FOREIGN, ending, is_text};
use crate::yaml;
use std::collections::BTreeMap;

mod configuration;
mod obsidian;
mod order;
mod programs;
mod settings;
mod survey;
mod toml;
pub mod workflow;

pub use obsidian::OF_VAULTS;
use settings::Settings;
pub use workflow::{Origin, Repository};

/// What lies in a folder.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The name of the folder.
    pub name: String,
    /// The regular files below it, as paths with `/`, sorted: nothing hidden but for those of [`OF_VAULTS`] and `.gitignore`.
    pub files: Vec<String>,
    /// The folders in it that are vaults of Obsidian's, sorted; the empty one is the folder itself.
    pub vaults: Vec<String>,
    /// What those say that may matter, see [`is_read`].
    pub texts: BTreeMap<String, TextFile>,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The bibliography.
    pub bibliography: Option<Library>,
    /// Whether the sample review is asked for.
    pub sample: bool,
    /// The repository whose workflow publishes the review, where one is to.
    pub github_pages: Option<Repository>,
}

/// A bibliography that the author names.
#[derive(Debug, Clone)]
pub enum Library {
    /// It lies in the folder.
    Inside(String),
    /// It lies elsewhere and is copied: its name and what it holds.
    Copied(String, Vec<u8>),
}

/// What is to be written, and what is to be said of it.
#[derive(Debug, Default)]
pub struct Plan {
    /// Whether the settings say more than a review has without any.
    pub is_particular: bool,
    /// Files by their paths in the review. What is there already is not among them.
    pub files: Vec<(String, Vec<u8>)>,
    /// The workflow, by its path in the repository.
    pub workflow: Option<(String, String)>,
    /// Files that would have been made and are there already.
    pub kept: Vec<String>,
    /// What was found, and what was made of it.
    pub said: Vec<String>,
}

/// Formats of bibliographies, the richest first: files of one format are taken, for the others hold the same works.
const FORMATS: &[&[&str]] = &[&["bib"], &["bibtex"], &["json"], &["yaml", "yml"], &["ris"]];

const STARTER: &[(&str, &str)] = &[
    ("content/index.md", include_str!("init/starter/index.md")),
    ("content/sources/nye2005.md", include_str!("init/starter/nye2005.md")),
    ("bibliography/references.bib", include_str!("init/starter/references.bib")),
];

/// The largest file that is looked into for references where its ending does not say that it holds some.
const LARGEST_GUESS: u64 = 8 << 20;

/// Whether what this file says may matter: settings of programs, bibliographies, Markdown that may name one.
pub fn is_read(path: &str, size: u64) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_library = match ending(path).as_str() {
        "bib" | "bibtex" | "ris" => true,
        "json" | "yaml" | "yml" => size <= LARGEST_GUESS && !NO_LIBRARIES.contains(&name),
        _ => false,
    };
    let is_hidden = path == ".gitignore" || path.split('/').any(|part| part == ".obsidian");
    is_library
        || is_hidden
        || programs::is_settings(path)
        || order::is_order(path)
        || !path.contains('/') && is_text(path)
}

/// Files of JSON and YAML that are known for something else.
const NO_LIBRARIES: &[&str] = &[
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "manifest.json",
    "versions.json",
    "composer.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "_toc.yml",
    "_output.yml",
    "environment.yml",
    "docker-compose.yml",
];

/// What to make in this folder.
pub fn plan(found: &Found, wishes: &Wishes) -> Plan {
    let mut plan = Plan::default();
    let is_new = !found.has("sourcebook.yaml");
    if is_new {
        let (settings, said) = Settings::read(found);
        plan.said.extend(said);
        begin(found, wishes, &settings, &mut plan);
    } else {
        plan.kept.push("sourcebook.yaml".to_owned());
        if wishes.bibliography.is_some() {
            plan.said.push("`sourcebook.yaml` stays as it is: name the bibliography there".to_owned());
        }
    }
    if let Some(repository) = &wishes.github_pages {
        let origin = Origin::of_this_program();
        plan.workflow = Some((workflow::PATH.to_owned(), workflow::installed(repository, origin)));
        if origin == Origin::Unknown {
            plan.said.push(format!(
                "the workflow installs Sourcebook {} from crates.io, but this program was compiled in a folder: if crates.io \
                 has no such version, give its `cargo install` `--git` and the address of the repository",
                env!("CARGO_PKG_VERSION")
            ));
        }
        plan.said.push("on GitHub, choose `GitHub Actions` under Settings, Pages, Source, once".to_owned());
    }
    ignore_site(found, &mut plan);
    plan
}

/// The configuration, and a sample of a review where nothing lies.
fn begin(found: &Found, wishes: &Wishes, settings: &Settings, plan: &mut Plan) {
    let libraries = libraries(found, wishes, settings, plan);
    let layout = survey::layout(found);
    plan.said.splice(0..0, layout.said.iter().cloned());
    if libraries.is_empty() {
        plan.said.extend(foreign(found));
    }
    let content = Content::new(layout.content.iter().cloned());
    let has_texts = layout.texts > 0;
    plan.is_particular = !layout.content.is_empty() || layout.chapters.is_some() || *settings != Settings::default();
    let home = content.home(found.files.iter().map(String::as_str).filter(|path| is_text(path)));
    let named = settings.title.clone();
    let title = named.clone().unwrap_or_else(|| title(&found.name));
    let is_sample = wishes.sample || libraries.is_empty() && !has_texts && home.is_none();
    // A page that is made or there says its title itself.
    let own_title = if has_texts { named.or_else(|| Some(title.clone()).filter(|_| home.is_none())) } else { None };
    plan.add(found, "sourcebook.yaml", configuration::text(own_title.as_deref(), settings, &libraries, &layout));
    if is_sample {
        for (path, text) in STARTER {
            plan.add(found, path, text.replace("TITLE", &yaml::scalar(&title)));
        }
        return;
    }
    if !has_texts && home.is_none() {
        plan.add(found, "content/index.md", home_page(&title, first_key(found, wishes, &libraries).as_deref()));
    }
}

/// A library that cannot be read, where there is none that can.
fn foreign(found: &Found) -> Option<String> {
    let file = found.files.iter().find(|path| FOREIGN.contains(&&*ending(path)))?;
    Some(format!(
        "`{file}` cannot be read: export the same references as Better BibLaTeX, to `bibliography/references.bib`"
    ))
}

/// The bibliography: what is named, what the settings name, what lies in `bibliography/`, what lies anywhere.
fn libraries(found: &Found, wishes: &Wishes, settings: &Settings, plan: &mut Plan) -> Vec<String> {
    match &wishes.bibliography {
        Some(Library::Inside(path)) => return vec![path.clone()],
        Some(Library::Copied(name, bytes)) => {
            let path = format!("bibliography/{name}");
            plan.said.push(format!("`{path}` is a copy: let your reference manager export to it from now on"));
            plan.files.push((path.clone(), bytes.clone()));
            return vec![path];
        }
        None if !settings.bibliography.is_empty() => return settings.bibliography.clone(),
        None => {}
    }
    let all: Vec<&String> = found.files.iter().filter(|path| found.is_library(path)).collect();
    let of = |endings: &&&[&str]| all.iter().any(|path| endings.contains(&&*ending(path)));
    let Some(endings) = FORMATS.iter().find(of) else { return Vec::new() };
    let (taken, left): (Vec<&String>, Vec<&String>) =
        all.into_iter().partition(|path| endings.contains(&&*ending(path)));
    for path in left {
        plan.said.push(format!(
            "`{path}` is not read: it may hold what `{}` holds; name it in sourcebook.yaml if not",
            taken[0]
        ));
    }
    taken.into_iter().cloned().collect()
}

/// A home page that says what there is to do.
fn home_page(title: &str, key: Option<&str>) -> String {
    let example = key.map_or_else(String::new, |key| {
        let key = note::cited(key);
        format!("\nA citation is a key in brackets: `[{key}]` becomes [{key}].\n")
    });
    let title = yaml::scalar(title);
    format!("---\ntitle: {title}\n---\n\nThis is the home page of the review: replace its text with yours.\n{example}")
}

/// The key of the first reference, to show a citation with.
fn first_key(found: &Found, wishes: &Wishes, libraries: &[String]) -> Option<String> {
    let file = match &wishes.bibliography {
        Some(Library::Copied(name, bytes)) => crate::decode::text(name, bytes, None).0,
        _ => found.texts.get(libraries.first()?)?.clone(),
    };
    let references = bibliography::parse(&[file], &[]).value;
    references.iter().map(|reference| reference.key.clone()).find(|key| !key.contains(['{', '}', '`', ' ']))
}

/// Lets git leave the site alone.
fn ignore_site(found: &Found, plan: &mut Plan) {
    match found.texts.get(".gitignore") {
        None => plan.add(found, ".gitignore", "/public\n".to_owned()),
        Some(file) if file.text.lines().any(|line| matches!(line.trim().trim_matches('/'), "public")) => {
            plan.kept.push(".gitignore".to_owned());
        }
        Some(_) => plan.said.push("add a line `/public` to `.gitignore`: the site need not be in git".to_owned()),
    }
}

/// `my-review_2` as "My review 2".
fn title(name: &str) -> String {
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    first.map_or_else(|| "A review".to_owned(), |first| first + letters.as_str())
}

impl Found {
    fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|known| known.as_str().cmp(path)).is_ok()
    }

    /// Whether anything lies in a folder.
    fn holds(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        let at = self.files.partition_point(|path| path.as_str() < start.as_str());
        self.files.get(at).is_some_and(|path| path.starts_with(&start))
    }

    /// Whether a file holds references: any `.bib` or `.ris`, and JSON and YAML whose every entry is one: a work with a
    /// title, of a type that the format knows.
    pub fn is_library(&self, path: &str) -> bool {
        match ending(path).as_str() {
            "bib" | "bibtex" | "ris" => true,
            "json" | "yaml" | "yml" if !programs::is_settings(path) => {
                let Some(file) = self.texts.get(path) else { return false };
                // What does not say of anything which type it is cannot be one.
                if !file.text.contains("type") {
                    return false;
                }
                let read = bibliography::parse(std::slice::from_ref(file), &[]);
                let is_work = |reference: &Reference| {
                    reference.item.text("title").is_some() && reference.entry.text().contains("type")
                };
                // Other data has a title, too, and little else that a reference has.
                let strange = read.diagnostics.iter().filter(|problem| problem.code == Code::BadField).count();
                !read.value.is_empty()
                    && strange < read.value.iter().count()
                    && read.value.iter().all(is_work)
                    && read.diagnostics.iter().all(|problem| problem.severity != Severity::Error)
            }
            _ => false,
        }
    }
}

impl Plan {
    /// The settings that would be written.
    pub fn settings(&self) -> Option<&[u8]> {
        self.files.iter().find(|(path, _)| path == "sourcebook.yaml").map(|(_, bytes)| bytes.as_slice())
    }

    /// A file to be made, unless it is there.
    fn add(&mut self, found: &Found, path: &str, text: String) {
        match found.has(path) {
            true => self.kept.push(path.to_owned()),
            false => self.files.push((path.to_owned(), text.into_bytes())),
        }
    }
}
