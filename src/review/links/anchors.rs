//! Which place of a text an anchor means.

use super::{BLOCK, Resolved, Resolver, Target};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::note::{Link, LinkKind, NoteSummary};
use crate::review::{Document, Role, routes};

impl Resolver<'_> {
    /// A place in a document: its heading by anchor or by text, a block by its name, or what has a label.
    pub(super) fn with_anchor(&self, document: &Document, anchor: &str, link: &Link, code: Code) -> Resolved {
        let review = self.review;
        let inside =
            |anchor: String| Target::Inside { path: document.path.clone(), anchor, title: review.title_of(document) };
        if let Some(name) = anchor.strip_prefix('^') {
            let known = document.note.summary.block_ids.iter().map(String::as_str);
            if known.clone().any(|block| block == name) {
                return (inside(format!("{BLOCK}{name}")), None);
            }
            let message = format!("`{}` has no block `^{name}`", document.note.summary.path);
            let hint = nearest(name, known).map_or_else(
                || format!("write `^{name}` at the end of the block"),
                |best| format!("did you mean `^{best}`?"),
            );
            return (inside(String::new()), Some(Diagnostic::new(code, message).at(link.span.clone()).hint(hint)));
        }
        // ZotLit's `[[note#cite:locator=33]]` is a link to the note.
        if link.kind != LinkKind::Markdown && anchor.starts_with("cite:") {
            return (inside(String::new()), None);
        }
        if anchor.is_empty() {
            return (inside(String::new()), None);
        }
        let made_by_us =
            ["ref-", "cite-", "loc-", "quote-", "fn-", "fnref-"].iter().any(|prefix| anchor.starts_with(prefix));
        if let Some(place) = place_of(&document.note.summary, &routes::decode(anchor)) {
            return (inside(place), None);
        }
        if made_by_us || is_section(document, anchor) {
            return (inside(anchor.to_owned()), None);
        }
        // The parts of a book share their labels, and those of their headings.
        if let Some(labelled) = review.labelled(anchor) {
            let document = &review.documents[labelled.document];
            let title = review.title_of(document);
            let is_title = document.note.summary.title_id.as_deref() == Some(anchor);
            let anchor = if is_title { String::new() } else { anchor.to_owned() };
            return (Target::Inside { path: document.path.clone(), anchor, title }, None);
        }
        let hint = nearest(anchor, document.note.summary.headings.iter().map(|heading| heading.id.as_str()));
        let there = if document.note.summary.path == self.note.path {
            "this file".to_owned()
        } else {
            format!("`{}`", document.note.summary.path)
        };
        let problem = Diagnostic::new(code, format!("{there} has no heading `{anchor}`")).at(link.span.clone());
        (inside(String::new()), Some(problem.maybe_hint(hint.map(|id| format!("did you mean `#{id}`?")))))
    }
}

/// The anchor on the page of the heading that is meant: by its own anchor, by its text, by its text without the marks that
/// Obsidian leaves out of links, or by the anchor that GitHub or pandoc makes of it. The heading that became the title of the
/// page is its top.
fn place_of(note: &NoteSummary, anchor: &str) -> Option<String> {
    let NoteSummary { headings, heading_title, title_id, .. } = note;
    let wanted = routes::fold(anchor);
    let letters = letters(anchor);
    type Way<'a> = &'a dyn Fn(&str, &str) -> bool;
    let ways: [Way<'_>; 3] = [
        &|id, text| id == anchor || routes::fold(text) == wanted,
        &|_, text| !letters.is_empty() && self::letters(text) == letters,
        &|_, text| {
            !letters.is_empty() && self::letters(text).trim_start_matches(|c: char| c.is_ascii_digit()) == letters
        },
    ];
    ways.iter().find_map(|is_it| {
        let heading = headings.iter().find(|heading| is_it(&heading.id, &heading.text));
        let title = heading_title.as_ref().filter(|title| is_it(title_id.as_deref().unwrap_or_default(), title));
        heading.map(|heading| heading.id.clone()).or_else(|| title.map(|_| String::new()))
    })
}

/// The letters and digits of a text, in small letters.
fn letters(text: &str) -> String {
    routes::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Parts of a page that every page of its role has.
fn is_section(document: &Document, anchor: &str) -> bool {
    anchor == "references" || document.role == Role::Home && matches!(anchor, "sources" | "themes")
}
