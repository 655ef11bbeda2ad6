//! `.bib` files as references: BibLaTeX, and BibTeX as far as it differs.
//!
//! Files share their macros and parents, as they do in LaTeX.

use super::{Reference, tex};
use crate::diagnostics::{Code, Diagnostic, TextFile};
use jabref::Groups;
use raw::Block;
use rayon::prelude::*;
use resolve::Entry;
use scan::MAX_PROBLEMS;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) mod delimiters;
mod fields;
mod halves;
mod jabref;
mod kinds;
pub(crate) mod map;
pub(crate) mod names;
mod raw;
mod resolve;
mod scan;

/// The references of these files, in order, duplicates among them.
pub(super) fn parse(files: &[&TextFile], diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let mut scanned = Vec::new();
    for file in files {
        let blocks = halves::blocks(file, diagnostics);
        if blocks.is_empty() && !is_blank(file) && !scan::has_blocks(file) {
            let problem = Diagnostic::new(Code::BadBibliography, format!("`{}` holds no entry", file.path));
            diagnostics.push(problem.at(file.span(0..0)).hint("an entry is `@book{key, title = {...}, ...}`"));
        }
        scanned.push((*file, blocks));
    }
    let groups = groups(&scanned);
    kinds::report(&scanned, diagnostics);
    let mut entries = resolve::entries(scanned, diagnostics);
    entries.retain(|entry| entry.kind != "xdata");
    let read = entries.into_par_iter().map(|entry| reference(entry, &groups));
    let (references, problems): (Vec<_>, Vec<_>) = read.unzip();
    diagnostics.extend(problems.into_iter().flatten());
    limit(files, diagnostics);
    references
}

/// Leaves the first problems of each file, errors before warnings, and says how many more there are.
fn limit(files: &[&TextFile], diagnostics: &mut Vec<Diagnostic>) {
    for file in files {
        let here =
            |problem: &Diagnostic| problem.span.as_ref().is_some_and(|span| Arc::ptr_eq(&span.file.text, &file.text));
        let more = diagnostics.iter().filter(|problem| here(problem)).count().saturating_sub(MAX_PROBLEMS);
        if more == 0 {
            continue;
        }
        diagnostics.sort_by_key(|problem| problem.severity);
        let mut left = MAX_PROBLEMS;
        diagnostics.retain(|problem| {
            let stays = !here(problem) || left > 0;
            left -= usize::from(here(problem) && stays);
            stays
        });
        let message = format!("`{}` has more than {MAX_PROBLEMS} problems; the others are not listed", file.path);
        diagnostics.push(Diagnostic::new(Code::BadBibliography, message).at(file.span(0..0)));
    }
}

/// JabRef's groups of all files.
fn groups(files: &[(&TextFile, Vec<Block>)]) -> Groups {
    let mut groups = Groups::new();
    for block in files.iter().flat_map(|(_, blocks)| blocks) {
        if let Block::JabRef(meta) = block {
            jabref::read_groups(meta, &mut groups);
        }
    }
    groups
}

fn reference(entry: Entry, groups: &Groups) -> (Reference, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let (item, spelled) = map::item(&entry, &mut problems);
    let (key, keywords) = (entry.key.to_owned(), keywords(&entry, groups));
    (Reference { key, item, place: entry.place, entry: entry.whole, keywords, spelled }, problems)
}

/// The keywords and groups of an entry, each where it stands first.
fn keywords(entry: &Entry, groups: &Groups) -> Vec<String> {
    let named = entry.fields.get("keywords").or_else(|| entry.fields.get("keyword"));
    let fields = named.into_iter().chain(entry.fields.get("groups"));
    let mut keywords: Vec<String> = fields.flat_map(|field| split_keywords(&field.text)).collect();
    keywords.extend(groups.get(entry.key).cloned().unwrap_or_default());
    let mut seen = BTreeSet::new();
    let mut first = keywords.iter().map(|keyword| seen.insert(keyword.as_str())).collect::<Vec<_>>().into_iter();
    keywords.retain(|_| first.next() == Some(true));
    keywords
}

/// Keywords, parted by commas or semicolons outside braces.
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
    parts.map(tex::plain).filter(|keyword| !keyword.is_empty()).collect()
}

/// Whether a file holds nothing but white space and comments.
fn is_blank(file: &TextFile) -> bool {
    let text = file.text.trim_start_matches('\u{feff}');
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('%'))
}
