//! References by what became of them: never used, cited unread, waiting to be read.

use super::places;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::note::NoteSummary;
use crate::review::reading::{Reading, reading};
use crate::review::{Review, Source};
use std::collections::BTreeSet;

pub fn find(review: &Review) -> Vec<Diagnostic> {
    let front = |at: usize| &review.documents[at].note.summary.front;
    let documents = 0..review.documents.len();
    let related = documents.clone().flat_map(|at| &front(at).relations).flat_map(|related| &related.keys);
    let listed = documents.flat_map(|at| &front(at).nocite).chain(related);
    let listed: BTreeSet<&str> = listed.map(|(key, _)| key.as_str()).collect();
    let mut found = Vec::new();
    for source in &review.sources {
        let key = &source.reference.key;
        let cited = citation(review, source);
        let note = source.note.map(|at| &review.documents[at].note.summary);
        match (note, cited) {
            (None, None) if !listed.contains(key.as_str()) && !listed.contains("*") => found.push(unused(source)),
            (None, Some(place)) => {
                let problem = Diagnostic::new(Code::CitedWithoutNote, format!("`{key}` is cited and has no note"));
                found.push(problem.at(place.clone()).hint(format!("write one: `content/sources/{key}.md`")));
            }
            (Some(note), cited) => found.extend(unread(key, note, cited)),
            _ => {}
        }
    }
    found
}

/// The first citation of a source but for those in its own note.
fn citation<'a>(review: &'a Review, source: &Source) -> Option<&'a Span> {
    let mention = source.mentions.iter().find(|mention| Some(mention.document) != source.note)?;
    let cluster = &review.documents[mention.document].note.summary.citations[mention.cluster];
    Some(&cluster.items[mention.cite].span)
}

fn unused(source: &Source) -> Diagnostic {
    let message = format!("`{}` is cited nowhere, and no note is about it", source.reference.key);
    let hint = "cite it, write a note on it, list it with `nocite` in the front matter of a page, or remove the entry";
    Diagnostic::new(Code::UnusedReference, message).at(source.reference.place.clone()).hint(hint)
}

fn unread(key: &str, note: &NoteSummary, cited: Option<&Span>) -> Option<Diagnostic> {
    let status = note.front.status.as_deref()?;
    if reading(&note.front) != Some(Reading::Unread) {
        return None;
    }
    let place = places::in_front_matter(&note.file, "status");
    Some(match cited {
        Some(citation) => {
            let message = format!("`{key}` is cited, and its note says `{status}`");
            let problem = Diagnostic::new(Code::CitedUnread, message).at(citation.clone());
            problem.related(place, "the note says so here").hint("read it, or change the `status` of its note")
        }
        None => {
            let message = format!("the note on `{key}` says `{status}`, and nothing cites it");
            let problem = Diagnostic::new(Code::UnreadReference, message).at(place);
            problem.hint("read it and change the `status` of its note, or let it go")
        }
    })
}
