//! The programs whose settings are understood: the files that hold them, and where in these each of ours stands.

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
    /// Its files at the root of a project, the first that is there counts.
    pub(super) files: &'static [&'static str],
    /// Keys, parted by `/`, in the order of their weight.
    pub(super) keys: &'static [(Setting, &'static [&'static str])],
}

use Setting::*;

/// In the order in which they are looked for; Markdown with metadata for pandoc comes after all of them.
pub(super) const PROGRAMS: &[Program] = &[
    Program {
        name: "Quarto",
        files: &["_quarto.yml", "_quarto.yaml"],
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
        name: "Jekyll",
        files: &["_config.yml", "_config.yaml"],
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

/// Whether a file of this name holds settings of one of them.
pub(super) fn is_settings(path: &str) -> bool {
    PROGRAMS.iter().any(|program| program.files.contains(&path))
}
