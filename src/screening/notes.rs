//! What notes say of the choice of their sources.

use super::{Flow, Number};
use crate::diagnostics::{Code, Diagnostic};
use crate::note::FrontMatter;
use crate::review::Review;
use std::collections::BTreeMap;

/// What became of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is part of the review.
    Included,
    /// It is not, for this reason; empty where none is given.
    Excluded(String),
    /// Another word of the author's.
    Other(String),
}

/// What a note says of its source.
pub fn verdict(front: &FrontMatter) -> Option<Verdict> {
    let (word, _) = front.screening.as_ref()?;
    Some(match word.to_lowercase().as_str() {
        "included" | "include" => Verdict::Included,
        "excluded" | "exclude" => {
            Verdict::Excluded(front.exclusion_reason.as_ref().map(|(reason, _)| reason.clone()).unwrap_or_default())
        }
        _ => Verdict::Other(word.clone()),
    })
}

/// The front matter of the notes on sources.
fn fronts(review: &Review) -> impl Iterator<Item = &FrontMatter> {
    let notes = review.sources.iter().filter_map(|source| source.note);
    notes.map(|note| &review.documents[note].note.summary.front)
}

/// The numbers that notes give; none where no note says anything.
pub(super) fn count(review: &Review) -> Option<Flow> {
    let verdicts: Vec<Verdict> = fronts(review).filter_map(verdict).collect();
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
    let is_odd = |front: &&FrontMatter| !matches!(verdict(front), Some(Verdict::Excluded(_)));
    let reasons = fronts(review).filter(is_odd).filter_map(|front| front.exclusion_reason.as_ref());
    let problem = |(_, place): &(String, crate::diagnostics::Span)| {
        let message = "this source has a reason for its exclusion, and is not excluded";
        let hint = "write `screening: excluded`, or leave the reason out";
        Diagnostic::new(Code::BadScreening, message).at(place.clone()).hint(hint)
    };
    reasons.map(problem).collect()
}
