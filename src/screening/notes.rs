//! What notes say of the choice of their sources.

use super::{Flow, Number};
use crate::diagnostics::{Code, Diagnostic};
use crate::note::{FrontMatter, Verdict};
use crate::review::Review;
use std::collections::BTreeMap;

/// The front matter of the notes on sources.
fn fronts(review: &Review) -> impl Iterator<Item = &FrontMatter> {
    let notes = review.sources.iter().filter_map(|source| source.note);
    notes.map(|note| &review.documents[note].note.summary.front)
}

/// The numbers that notes give; none where no note says anything.
pub(super) fn count(review: &Review) -> Option<Flow> {
    let verdicts: Vec<Verdict> = fronts(review).filter_map(FrontMatter::verdict).collect();
    let mut reasons: BTreeMap<String, (String, u64)> = BTreeMap::new();
    let (mut included, mut excluded) = (0, 0);
    for verdict in &verdicts {
        match verdict {
            Verdict::Included => included += 1,
            Verdict::Excluded(reason) => {
                excluded += 1;
                if !reason.is_empty() {
                    reasons.entry(reason.to_lowercase()).or_insert_with(|| (reason.clone(), 0)).1 += 1;
                }
            }
            Verdict::Other(_) => {}
        }
    }
    let mut parts: Vec<(String, u64)> = reasons.into_values().collect();
    parts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let number = |n: u64, parts| Number { n, parts, place: None };
    let numbers = [
        ("records_screened", number(verdicts.len() as u64, Vec::new())),
        ("records_excluded", number(excluded, parts)),
        ("new_studies", number(included, Vec::new())),
    ];
    (!verdicts.is_empty()).then(|| Flow { numbers: numbers.into_iter().collect(), from_notes: true })
}

/// Reasons for what was not excluded.
pub(super) fn contradictions(review: &Review) -> Vec<Diagnostic> {
    let is_odd = |front: &&FrontMatter| !front.is_excluded();
    let reasons = fronts(review).filter(is_odd).filter_map(|front| front.exclusion_reason.as_ref());
    let problem = |(_, place): &(String, crate::diagnostics::Span)| {
        let message = "this source has a reason for its exclusion, and is not excluded";
        let hint = "write `screening: excluded`, or leave the reason out";
        Diagnostic::new(Code::BadScreening, message).at(place.clone()).hint(hint)
    };
    reasons.map(problem).collect()
}
