//! `docs/templates.md`, what each template is given, is written from `src/page/context.rs`.
//!
//! `BLESS=1 cargo test` writes it anew; without, the test says when the two have come apart.

use crate::support::repository;
use std::fmt::Write;
use std::fs;

/// The reference of templates, from the structs and their comments.
fn reference(source: &str) -> String {
    let mut out = String::from(
        "# What templates are given\n\nMade from `src/page/context.rs`. Every template gets `site` (SiteContext), `page` (PageContext) and, as `it`, the \
         struct that is named after it below. A field that ends in `_html` is HTML, to be written with `| safe`; so are `html` of a \
         body, a footnote and an entry. Everything else is text, which the template escapes. `url` is relative to the page.\n\n\
         A filter of ours: `n | count(of=site.words.sources, lang=site.words.language)`, the plural form for a number.\n\n\
         To change a page, put a file of the same name into `themes/NAME/templates/` and name the theme in `sourcebook.yaml`: `theme: NAME`. \
         The built-in templates in `themes/default/` are the example to start from.\n",
    );
    let (mut comment, mut in_struct) = (String::new(), false);
    for line in source.lines() {
        let line = line.trim();
        if let Some(text) = line.strip_prefix("///") {
            let _ = write!(comment, "{}{}", if comment.is_empty() { "" } else { " " }, text.trim());
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            let name = rest.split([' ', '<']).next().unwrap();
            let _ = write!(
                out,
                "\n## {name}\n\n{}\n\n| field | type | means |\n|---|---|---|\n",
                std::mem::take(&mut comment)
            );
            in_struct = true;
        } else if let Some((name, kind)) =
            line.strip_prefix("pub ").filter(|_| in_struct).and_then(|rest| rest.split_once(": "))
        {
            let kind = kind.trim_end_matches(',').replace("serde_json::Value", "map");
            let _ = writeln!(out, "| `{name}` | `{kind}` | {} |", std::mem::take(&mut comment).replace('|', "\\|"));
        } else if line == "}" {
            in_struct = false;
        } else if !line.starts_with('#') {
            comment.clear();
        }
    }
    out
}

/// What templates are given: `src/page/context.rs` and the files below it, by name.
fn contexts() -> String {
    let folder = repository().join("src/page/context");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.insert(0, repository().join("src/page/context.rs"));
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn the_reference_of_templates_is_up_to_date() {
    let source = contexts();
    let made = reference(&source);
    let path = repository().join("docs/templates.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == made,
        "docs/templates.md is not what src/page/context.rs says; write it with `BLESS=1 cargo test`"
    );
    for template in [
        "home.html",
        "page.html",
        "source.html",
        "sources.html",
        "tag.html",
        "tags.html",
        "matrix.html",
        "references.html",
        "404.html",
        "annotated.html",
        "timeline.html",
        "authors.html",
        "author.html",
        "search.html",
        "evidence.html",
    ] {
        assert!(made.contains(&format!("`{template}`")), "{template}");
    }
}
