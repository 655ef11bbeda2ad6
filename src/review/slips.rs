//! What was meant as the citation of a work that the review has, and is printed: LaTeX's commands, brackets without an end.

use super::Review;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::note::{Cluster, NoteSummary, cited, keys_of_latex};

/// How far the end of a bracket is looked for, in bytes.
const LONGEST: usize = 2000;

/// The slips of all documents.
pub(super) fn find(review: &Review) -> Vec<Diagnostic> {
    let notes = || review.documents.iter().map(|document| &document.note.summary);
    let latex = notes().flat_map(|note| &note.latex).filter_map(|command| latex(review, command));
    let citations = notes().flat_map(|note| note.citations.iter().map(move |citation| (note, citation)));
    latex.chain(citations.filter_map(|(note, citation)| unclosed(review, note, citation))).collect()
}

/// A command of LaTeX that names a known key.
fn latex(review: &Review, command: &Span) -> Option<Diagnostic> {
    let keys: Vec<String> = keys_of_latex(command.text()).map(cited).collect();
    let is_known = keys_of_latex(command.text()).any(|key| review.source_of(key).is_some());
    let problem = Diagnostic::new(Code::NearMiss, format!("`{}` is printed as it stands", command.text()));
    is_known.then(|| problem.at(command.clone()).hint(format!("write `[{}]`", keys.join("; "))))
}

/// A known key right behind a bracket that nothing closes in its paragraph.
fn unclosed(review: &Review, note: &NoteSummary, citation: &Cluster) -> Option<Diagnostic> {
    let Cluster { items, span, .. } = citation;
    let key = items.first().map(|item| item.key.as_str()).filter(|key| review.source_of(key).is_some())?;
    let text = &*note.file.text;
    let before = text.get(..span.range().start)?.strip_suffix('[')?;
    if before.ends_with(['[', '\\', '!']) || is_closed(text.get(span.range().end..)?) {
        return None;
    }
    let message = "this bracket is printed: it is not closed in its paragraph";
    let problem = Diagnostic::new(Code::NearMiss, message).at(note.file.span(before.len()..before.len() + 1));
    Some(problem.hint(format!("write `]` behind the citation: `[{}, p. 33]`", cited(key))))
}

/// Whether a bracket that is open where this text begins is closed before the paragraph ends.
fn is_closed(text: &str) -> bool {
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let lines = near.lines().enumerate().take_while(|(number, line)| *number == 0 || !line.trim().is_empty());
    let mut depth = 1_usize;
    for sign in lines.flat_map(|(_, line)| line.bytes()) {
        match sign {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return true;
        }
    }
    false
}
