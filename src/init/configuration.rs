//! The text of a `sourcebook.yaml` that fits a folder: short, with a line on what else there is.

use super::settings::{Person, Settings};
use super::survey::Layout;
use crate::yaml::scalar;

/// The whole file. Its title is the home page's where that is made, too.
pub(super) fn text(title: Option<&str>, settings: &Settings, libraries: &[String], layout: &Layout) -> String {
    let mut out = title.map_or_else(
        || "# The title is that of the home page.\n".to_owned(),
        |title| format!("title: {}\n", scalar(title)),
    );
    let mut line = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{key}: {}\n", scalar(value)));
        }
    };
    line("description", &settings.description);
    line("license", &settings.license);
    out.push_str(&authors(&settings.authors));
    out.push_str("\n# BCP 47: the words of the site, the terms of citations, sorting.\n");
    out.push_str(&format!("language: {}\n", scalar(settings.language.as_deref().unwrap_or("en"))));
    out.push_str("# `sourcebook styles` lists the names; the path of a .csl file works, too.\n");
    out.push_str(&format!("style: {}\n", scalar(settings.style.as_deref().unwrap_or("apa"))));
    let usual = |path: &String| path.starts_with("bibliography/") && path.matches('/').count() == 1;
    if !libraries.is_empty() && !libraries.iter().all(usual) {
        out.push_str(&list("\nbibliography", libraries));
    }
    if let Some(chapters) = &layout.chapters {
        out.push_str("\n# In which order the texts are read: a file of another program, a folder, or a list.\n");
        out.push_str(&format!("chapters: {}\n", scalar(chapters)));
    }
    if layout.folders_are_themes {
        out.push_str("\n# A note on a source that has no tags is under the theme of its folder.\ntags-from: folders\n");
    }
    if !layout.content.is_empty() {
        out.push_str("\n# Where the texts lie; `draft: true` or `publish: false` keeps one out of the site.\n");
        match layout.content.as_slice() {
            [one] => out.push_str(&format!("content: {}\n", scalar(one))),
            several => out.push_str(&list("content", several)),
        }
        out.push_str("# What in there is not for others: folders, files, endings of files.\n");
        let example = "# ignore: [Private, \"*.pdf\"]\n".to_owned();
        out.push_str(&if layout.ignore.is_empty() { example } else { list("ignore", &layout.ignore) });
    }
    out
}

fn authors(authors: &[Person]) -> String {
    let field = |name: &str, value: &Option<String>| {
        value.as_ref().map_or_else(String::new, |value| format!("    {name}: {}\n", scalar(value)))
    };
    let one = |author: &Person| {
        let rest = field("orcid", &author.orcid) + &field("affiliation", &author.affiliation);
        format!("  - name: {}\n{rest}", scalar(&author.name))
    };
    match authors {
        [] => String::new(),
        authors => format!("authors:\n{}", authors.iter().map(one).collect::<String>()),
    }
}

fn list(key: &str, items: &[String]) -> String {
    match items {
        [] => String::new(),
        items => format!("{key}:\n{}", items.iter().map(|item| format!("  - {}\n", scalar(item))).collect::<String>()),
    }
}
