//! What only an author asks for: references never used, works met twice, fields a style misses, pages nobody finds.
//!
//! `check` names these besides what a build reports. Nothing here changes a page.

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::review::Review;
use crate::style::Style;

mod anchors;
mod duplicates;
mod evidence;
mod fields;
mod identifiers;
mod pages;
mod places;
mod quotes;
mod reading;
mod relations;
mod spelling;

/// What is reported here and by no other step.
pub const CODES: &[Code] = &[
    Code::UnusedReference,
    Code::CitedWithoutNote,
    Code::CitedUnread,
    Code::UnreadReference,
    Code::DuplicateWork,
    Code::MissingField,
    Code::MalformedIdentifier,
    Code::OrphanPage,
    Code::LoneTag,
    Code::SimilarTags,
    Code::QuoteWithoutPage,
    Code::UnknownField,
    Code::UnknownValue,
    Code::ContradictoryField,
    Code::MissingEvidence,
    Code::ContradictoryRelations,
];

/// Looks through a linked review.
pub fn check(config: &Config, review: &Review, style: &Style) -> Vec<Diagnostic> {
    [
        reading::find(review),
        duplicates::find(review),
        fields::find(review, style),
        identifiers::find(config, review),
        anchors::find(config, review, style),
        pages::find(config, review),
        quotes::find(review),
        evidence::find(config, review),
        relations::find(review),
    ]
    .concat()
}
