//! A new review: what to write into a folder, by what lies there already.
//!
//! `Found` is the folder as plain data, `Plan` what is to be written and what is to be said. Nothing here reads or
//! writes; `cli/init.rs` does, and never over a file that is there.

use crate::bibliography;
use crate::diagnostics::{Severity, TextFile};
use crate::note;
use crate::project::{FOREIGN, ending};
use crate::yaml;
use std::collections::BTreeMap;

mod configuration;
mod obsidian;
mod programs;
mod settings;
mod toml;
pub mod workflow;

pub use obsidian::HIDDEN;
use settings::Settings;
pub use workflow::{Origin, Repository};

/// What lies in a folder.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The name of the folder.
    pub name: String,
    /// The regular files below it, as paths with `/`, sorted: nothing hidden but for those of [`HIDDEN`].
    pub files: Vec<String>,
    /// What those say that may matter, see [`is_read`].
    pub texts: BTreeMap<String, TextFile>,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The bibliography.
    pub bibliography: Option<Library>,
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

/// Whether what this file says may matter: settings of programs, bibliographies, Markdown that may name one.
pub fn is_read(path: &str) -> bool {
    let is_library = FORMATS.iter().flat_map(|endings| endings.iter()).any(|known| *known == ending(path));
    is_library || HIDDEN.contains(&path) || !path.contains('/') && (programs::is_settings(path) || ending(path) == "md")
}

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

/// The configuration, the home page, and a first source where there is none.
fn begin(found: &Found, wishes: &Wishes, settings: &Settings, plan: &mut Plan) {
    let libraries = libraries(found, wishes, settings, plan);
    let vault = obsidian::vault(found);
    if vault.is_none() {
        plan.said.extend(unread(found, settings));
    }
    if libraries.is_empty() {
        plan.said.extend(foreign(found));
    }
    if let Some(vault) = &vault {
        plan.said.extend(vault.said.iter().cloned());
    }
    let has_notes = vault.is_some() || found.files.iter().any(|path| path.starts_with("content/") && is_note(path));
    let title = settings.title.clone().unwrap_or_else(|| title(&found.name));
    let home = if vault.is_some() { "index.md" } else { "content/index.md" };
    let own_title = Some(title.as_str()).filter(|_| found.has(home));
    plan.add(found, "sourcebook.yaml", configuration::text(own_title, settings, &libraries, vault.as_ref()));
    if libraries.is_empty() && !has_notes {
        for (path, text) in STARTER {
            plan.add(found, path, text.replace("TITLE", &yaml::scalar(&title)));
        }
        return;
    }
    if libraries.is_empty() {
        let advice = "no bibliography was found: export your library, from Zotero as Better BibLaTeX with `Keep updated`, \
                      to `bibliography/references.bib`";
        plan.said.push(advice.to_owned());
    }
    plan.add(found, home, home_page(&title, first_key(found, wishes, &libraries).as_deref()));
}

/// The texts of another program's project, which stay where they are.
fn unread(found: &Found, settings: &Settings) -> Option<String> {
    let is_text = |path: &&String| {
        let is_apart = ["content/", "templates/", "themes/"].iter().any(|folder| path.starts_with(folder));
        let name = path.rsplit('/').next().unwrap_or(path);
        !is_apart && matches!(ending(path).as_str(), "qmd" | "rmd" | "md" | "markdown") && !is_about_project(name)
    };
    let texts: Vec<&String> = found.files.iter().filter(is_text).collect();
    let first = texts.first().filter(|_| *settings != Settings::default())?;
    let more = if texts.len() > 1 { format!(" and {} more", texts.len() - 1) } else { String::new() };
    Some(format!("not read: `{first}`{more}; what belongs to the review goes into `content/`, as `.md`"))
}

/// Whether a file of this name is about a repository, and no text of a project.
fn is_about_project(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    matches!(&*stem, "readme" | "changelog" | "license" | "licence" | "contributing" | "code_of_conduct" | "news")
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
        Some(Library::Copied(name, bytes)) => crate::decode::text(name, bytes).0,
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

fn is_note(path: &str) -> bool {
    ending(path) == "md"
}

impl Found {
    fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|known| known.as_str().cmp(path)).is_ok()
    }

    /// Whether a file holds references: any `.bib` or `.ris`, and what else can be read as such.
    fn is_library(&self, path: &str) -> bool {
        match ending(path).as_str() {
            "bib" | "bibtex" | "ris" => true,
            "json" | "yaml" | "yml" if !programs::is_settings(path) => {
                let Some(file) = self.texts.get(path) else { return false };
                let read = bibliography::parse(std::slice::from_ref(file), &[]);
                read.value.iter().len() > 0
                    && read.diagnostics.iter().all(|problem| problem.severity != Severity::Error)
            }
            _ => false,
        }
    }
}

impl Plan {
    /// A file to be made, unless it is there.
    fn add(&mut self, found: &Found, path: &str, text: String) {
        match found.has(path) {
            true => self.kept.push(path.to_owned()),
            false => self.files.push((path.to_owned(), text.into_bytes())),
        }
    }
}
