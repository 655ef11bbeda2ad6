//! `.bib` files as references: BibLaTeX, and BibTeX as far as it differs.
//!
//! Files share their macros and parents, as they do in LaTeX.

use super::map;
use super::resolve;
use super::scan;
use super::{Reference, tex};
use crate::diagnostics::{Code, Diagnostic, TextFile};

/// The references of these files, in order, duplicates among them.
pub(super) fn parse(files: &[&TextFile], diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let mut scanned = Vec::new();
    for file in files {
        let blocks = scan::blocks(file, diagnostics);
        if blocks.is_empty() && !is_blank(file) && !scan::has_blocks(file) {
            let problem = Diagnostic::new(Code::BadBibliography, format!("`{}` holds no entry", file.path));
            diagnostics.push(problem.at(file.span(0..0)).hint("an entry is `@book{key, title = {...}, ...}`"));
        }
        scanned.push((*file, blocks));
    }
    let entries = resolve::entries(scanned, diagnostics);
    entries.iter().filter(|entry| entry.kind != "xdata").map(|entry| reference(entry, diagnostics)).collect()
}

fn reference(entry: &resolve::Entry, diagnostics: &mut Vec<Diagnostic>) -> Reference {
    let keywords = entry.fields.get("keywords").or_else(|| entry.fields.get("keyword"));
    Reference {
        key: entry.key.clone(),
        item: map::item(entry, diagnostics),
        place: entry.place.clone(),
        entry: entry.whole.clone(),
        spelled: map::spelled_title(entry),
        keywords: keywords.map(|field| split_keywords(&field.text)).unwrap_or_default(),
    }
}

/// Keywords, parted by commas or semicolons outside braces, each once.
fn split_keywords(source: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let parts = source.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    });
    let mut keywords = Vec::new();
    for keyword in parts.map(tex::plain).filter(|keyword| !keyword.is_empty()) {
        if !keywords.contains(&keyword) {
            keywords.push(keyword);
        }
    }
    keywords
}

/// Whether a file holds nothing but white space and comments.
fn is_blank(file: &TextFile) -> bool {
    let text = file.text.trim_start_matches('\u{feff}');
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('%'))
}
