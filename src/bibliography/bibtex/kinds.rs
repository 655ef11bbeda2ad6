//! Types of entries that nobody knows: each is said once a file, where it stands first.
//!
//! Silent are those that BibLaTeX, its styles and other programs have, those that JabRef's users have made and described in a
//! comment, and those of entries whose `entrysubtype` says what they are.

use super::map::tables::{is_known_kind, meant_kind};
use super::raw::{Block, Part, RawEntry};
use crate::bibliography::model::csl_variables;
use crate::diagnostics::{Code, Diagnostic, TextFile};
use std::collections::BTreeSet;

/// Reports the unknown types of these files.
pub(super) fn report(files: &[(&TextFile, Vec<Block>)], diagnostics: &mut Vec<Diagnostic>) {
    let made: BTreeSet<String> = files.iter().flat_map(|(_, blocks)| blocks).filter_map(made_in_jabref).collect();
    for (file, blocks) in files {
        let mut said = BTreeSet::new();
        let entries =
            blocks.iter().filter_map(|block| if let Block::Entry(entry) = block { Some(entry) } else { None });
        let unknown = entries.filter(|entry| !is_known_kind(&entry.kind) && !made.contains(&*entry.kind));
        for entry in unknown.filter(|entry| !says_its_type(entry)) {
            if said.insert(&*entry.kind) {
                diagnostics.push(problem(file, entry));
            }
        }
    }
}

fn made_in_jabref(block: &Block) -> Option<String> {
    if let Block::JabRefType(name) = block { Some(name.to_lowercase()) } else { None }
}

/// Whether the field `entrysubtype` has a type of CSL.
fn says_its_type(entry: &RawEntry) -> bool {
    let subtype = entry.fields.iter().find(|field| field.name == "entrysubtype").and_then(|field| field.first);
    let Some(Part::Text(subtype)) = subtype else { return false };
    csl_variables::TYPES.iter().any(|known| known.eq_ignore_ascii_case(subtype.trim()))
}

fn problem(file: &TextFile, entry: &RawEntry) -> Diagnostic {
    let message = format!("`@{}` is no type of BibLaTeX and is read as `misc`", entry.kind);
    let hint = meant_kind(&entry.kind).map_or_else(
        || "say what it is in CSL's words: `entrysubtype = {article-newspaper}`; or write `@misc`".to_owned(),
        |meant| format!("did you mean `@{meant}`?"),
    );
    let at = file.span(entry.at.start..entry.at.start + 1 + entry.kind.len());
    Diagnostic::new(Code::BadField, message).at(at).hint(hint)
}
