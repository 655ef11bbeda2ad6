//! The programs whose settings are understood: the files that hold them, where in these each of ours stands, and where
//! the texts of a project lie.

use super::{Found, settings};
use crate::diagnostics::TextFile;
use crate::yaml::scalar_text;
use serde_yaml::Value;

/// What may be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Title,
    Description,
    Authors,
    Language,
    Style,
    License,
    Bibliography,
}

/// A program.
#[derive(Debug)]
pub(super) struct Program {
    /// Its name.
    pub(super) name: &'static str,
    /// Its files at the top of a project, the first that is there counts.
    pub(super) files: &'static [&'static str],
    /// The keys that name the folder of its texts, parted by `/`.
    pub(super) folder: &'static [&'static str],
    /// The folder of its texts where no key names one: a path from the top of the project.
    pub(super) usual: &'static str,
    /// Keys, parted by `/`, in the order of their weight.
    pub(super) keys: &'static [(Setting, &'static [&'static str])],
}

use Setting::*;

/// In the order in which they are looked for; Markdown with metadata for pandoc comes after all of them.
pub(super) const PROGRAMS: &[Program] = &[
    Program {
        name: "Quarto",
        files: &["_quarto.yml", "_quarto.yaml"],
        folder: &[],
        usual: "",
        keys: &[
            (Title, &["title", "book/title", "website/title", "manuscript/title"]),
            (Description, &["description", "book/description", "website/description", "abstract", "book/abstract"]),
            (Authors, &["author", "authors", "book/author"]),
            (Language, &["lang", "book/lang", "website/lang"]),
            (Style, &["csl", "book/csl", "format/html/csl"]),
            (License, &["license", "book/license"]),
            (Bibliography, &["bibliography", "book/bibliography", "format/html/bibliography"]),
        ],
    },
    Program {
        name: "MyST",
        files: &["myst.yml", "curvenote.yml"],
        folder: &[],
        usual: "",
        keys: &[
            (Title, &["project/title", "site/title"]),
            (Description, &["project/description"]),
            (Authors, &["project/authors", "project/author"]),
            (Language, &["project/language"]),
            (License, &["project/license/content", "project/license"]),
            (Bibliography, &["project/bibliography"]),
        ],
    },
    Program {
        name: "bookdown",
        files: &["_bookdown.yml", "_bookdown.yaml"],
        folder: &[],
        usual: "",
        keys: &[(Title, &["title"]), (Language, &["lang"])],
    },
    Program { name: "Jupyter Book", files: &["_toc.yml"], folder: &[], usual: "", keys: &[] },
    Program {
        name: "MkDocs",
        files: &["mkdocs.yml", "mkdocs.yaml"],
        folder: &["docs_dir"],
        usual: "docs",
        keys: &[
            (Title, &["site_name"]),
            (Description, &["site_description"]),
            (Authors, &["site_author"]),
            (Language, &["theme/language"]),
        ],
    },
    Program {
        name: "mdBook",
        files: &["book.toml"],
        folder: &["book/src"],
        usual: "src",
        keys: &[(Title, &["book/title"]), (Description, &["book/description"]), (Language, &["book/language"])],
    },
    Program {
        name: "Jekyll",
        files: &["_config.yml", "_config.yaml"],
        folder: &["collections_dir"],
        usual: "",
        keys: &[
            (Title, &["title"]),
            (Description, &["description"]),
            (Authors, &["author", "authors"]),
            (Language, &["scholar/locale", "lang", "locale"]),
            (Style, &["scholar/style"]),
            (Bibliography, &["scholar/bibliography", "bibtex_bibfiles"]),
        ],
    },
    Program {
        name: "Hugo",
        files: &["hugo.toml", "hugo.yaml", "hugo.yml", "config.toml", "config.yaml", "config.yml"],
        folder: &["contentDir"],
        usual: "content",
        keys: &[
            (Title, &["title"]),
            (Description, &["params/description", "description"]),
            (Authors, &["params/author", "author"]),
            (Language, &["languageCode", "defaultContentLanguage"]),
        ],
    },
    Program {
        name: "pandoc",
        files: &["defaults.yaml", "defaults.yml", "metadata.yaml", "metadata.yml"],
        folder: &[],
        usual: "",
        keys: PANDOC,
    },
];

/// Pandoc's keys: of files of defaults, of metadata, and of the front matter of Markdown.
pub(super) const PANDOC: &[(Setting, &[&str])] = &[
    (Title, &["title", "metadata/title"]),
    (Description, &["description", "metadata/description"]),
    (Authors, &["author", "metadata/author", "authors"]),
    (Language, &["lang", "metadata/lang"]),
    (Style, &["csl", "citation-style", "metadata/csl", "metadata/citation-style"]),
    (Bibliography, &["bibliography", "metadata/bibliography"]),
];

/// How deep a project may lie in a folder.
const DEEPEST: usize = 2;

/// Whether a file of this name holds settings of one of them.
pub(super) fn is_settings(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let depth = if folder.is_empty() { 0 } else { 1 + folder.matches('/').count() };
    // In a folder of its own, a name that others use, too, says nothing.
    let is_plain =
        |program: &Program| depth == 0 || !matches!(program.name, "Hugo" | "Jekyll" | "pandoc") || is_of_texts(folder);
    depth <= DEEPEST && PROGRAMS.iter().any(|program| program.files.contains(&name) && is_plain(program))
}

/// Whether a folder is called what people call that of their texts.
fn is_of_texts(folder: &str) -> bool {
    ["source", "src", "docs", "doc", "text", "thesis", "paper", "manuscript", "book", "content"].contains(&folder)
}

/// The first program that has left settings in this folder: itself, its file, and the folder of that.
pub(super) fn find(found: &Found) -> Option<(&'static Program, &TextFile, String)> {
    let depth = |path: &str| path.matches('/').count();
    let of = |program: &'static Program| {
        let files = program.files.iter().enumerate();
        // Many a program has a `config.yml`.
        let is_hugos = |path: &str| {
            let text = found.texts.get(path).map_or("", |file| &file.text);
            !path.contains("config.")
                || program.name != "Hugo"
                || ["baseURL", "baseurl", "languageCode", "contentDir"].iter().any(|key| text.contains(key))
        };
        let there = files.flat_map(|(rank, name)| {
            let is_it =
                move |path: &&String| path.rsplit('/').next() == Some(name) && is_settings(path) && is_hugos(path);
            found.texts.keys().filter(is_it).map(move |path| (depth(path), rank, path))
        });
        let (_, _, path) = there.min()?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Some((program, found.texts.get(path)?, folder.to_owned()))
    };
    let all: Vec<_> = PROGRAMS.iter().filter_map(of).collect();
    let nearest = all.iter().map(|(.., folder)| if folder.is_empty() { 0 } else { 1 + depth(folder) }).min()?;
    all.into_iter().find(|(.., folder)| if folder.is_empty() { nearest == 0 } else { nearest == 1 + depth(folder) })
}

/// Keys of the folder that a program writes into, parted by `/`.
const OUTPUTS: &[&str] =
    &["output_dir", "project/output-dir", "site_dir", "destination", "publishDir", "build/build-dir"];

/// The folders that other programs write into, among those that hold texts.
pub(super) fn outputs(found: &Found) -> Vec<String> {
    let mut folders = Vec::new();
    if let Some((_, file, base)) = find(found)
        && let Ok(value) = settings::value(file)
    {
        let named = OUTPUTS
            .iter()
            .find_map(|path| said_at(&value, path))
            .map(|name| name.trim_start_matches("./").trim_matches('/').to_owned());
        let named = named.filter(|name| !name.is_empty() && name != "." && !name.starts_with(".."));
        folders.extend(named.map(|name| if base.is_empty() { name } else { format!("{base}/{name}") }));
    }
    // pkgdown's.
    folders.extend(found.has("docs/pkgdown.yml").then(|| "docs".to_owned()));
    folders
}

/// The text at a path of keys, parted by `/`.
fn said_at(value: &Value, path: &str) -> Option<String> {
    path.split('/').try_fold(value, |value, key| value.get(key)).and_then(scalar_text)
}

/// The program that says where the texts lie, its file, and the folder.
pub(super) fn texts_of(found: &Found) -> Option<(&'static str, String, String)> {
    let (program, file, base) = find(found)?;
    if program.name == "pandoc" && base.is_empty() {
        return None;
    }
    let value = settings::value(file).ok();
    let named = program
        .folder
        .iter()
        .find_map(|path| said_at(value.as_ref()?, path))
        .unwrap_or_else(|| program.usual.to_owned());
    let named = named.trim_start_matches("./").trim_matches('/');
    let folder = [base.as_str(), named]
        .into_iter()
        .filter(|part| !part.is_empty() && *part != ".")
        .collect::<Vec<_>>()
        .join("/");
    Some((program.name, file.path.to_string(), folder))
}
