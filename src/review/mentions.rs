//! Who cites whom, and where.

use super::missing::Missing;
use super::{Document, Mention, Review};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::note::{CiteItem, LabelKind};
use rayon::prelude::*;

/// Notes every citation at its source, and those of keys that no bibliography has.
pub(super) fn mention(review: &mut Review, missing: &mut Missing) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let documents = std::mem::take(&mut review.documents);
    let source = |item: &CiteItem| review.by_key.get(&item.key).copied();
    let cited = |document: &Document| -> Vec<Option<usize>> {
        document.note.summary.citations.iter().flat_map(|citation| &citation.items).map(source).collect()
    };
    let cited: Vec<Vec<Option<usize>>> = documents.par_iter().map(cited).collect();
    for (at, (document, cited)) in documents.iter().zip(cited).enumerate() {
        let note = &document.note.summary;
        let mut cited = cited.into_iter();
        for (cluster, citation) in note.citations.iter().enumerate() {
            for (cite, item) in citation.items.iter().enumerate() {
                match cited.next().flatten() {
                    // What is on no page cannot be shown as a passage.
                    Some(_) if note.unmarked.contains(&cluster) => {}
                    Some(source) => {
                        let relation = review.kinds.said_before(item);
                        review.sources[source].mentions.push(Mention { document: at, cluster, cite, relation });
                    }
                    None if review.labelled(&item.key).is_some() => {}
                    None if LabelKind::of_prefix(&item.key).is_some() => {
                        let message = format!("no text of this review has the label `{}`", item.key);
                        let problem = Diagnostic::new(Code::BrokenLink, message).at(item.span.clone());
                        let known = review.labelled.keys().map(String::as_str);
                        diagnostics.push(problem.maybe_hint(did_you_mean(&item.key, known)));
                    }
                    None => missing.cited(&item.key, &item.span),
                }
            }
        }
        for (key, span) in note.front.nocite.iter().filter(|(key, _)| key != "*" && !review.by_key.contains_key(key)) {
            missing.cited(key, span);
        }
    }
    review.documents = documents;
    diagnostics
}
