//! The quotations of a review: from which source, and under which tags.

use super::{Document, Review, Role};
use crate::note::{Locator, Quotation, QuotedFrom};

/// A quotation from a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The number of the document that it stands in.
    pub document: usize,
    /// Its number there.
    pub number: usize,
    /// The number of the source.
    pub source: usize,
    /// The numbers of its tags: those in it, else that of the nearest heading that names one.
    pub tags: Vec<usize>,
}

impl Review {
    /// A quotation as its note has it.
    pub fn quotation(&self, quoted: &Quoted) -> &Quotation {
        &self.documents[quoted.document].note.summary.quotations[quoted.number]
    }

    /// Its place in the source.
    pub fn place_of_quotation(&self, quoted: &Quoted) -> Option<&Locator> {
        match &self.quotation(quoted).from {
            QuotedFrom::Own(place) => place.as_ref(),
            QuotedFrom::Citation(n) => {
                self.documents[quoted.document].note.summary.citations[*n].items.first()?.locator.as_ref()
            }
        }
    }

    /// The number of the source that a document quotes.
    pub fn quoted_source(&self, document: usize, quotation: &Quotation) -> Option<usize> {
        let document = &self.documents[document];
        match &quotation.from {
            QuotedFrom::Own(_) => match document.role {
                Role::Source(source) => Some(source),
                _ => None,
            },
            QuotedFrom::Citation(n) => self.source_of(&document.note.summary.citations[*n].items.first()?.key),
        }
    }
}

/// The quotations that stand on pages, from sources that the review has.
pub(super) fn quotations(review: &Review) -> Vec<Quoted> {
    let mut all = Vec::new();
    for (at, document) in review.documents.iter().enumerate() {
        let note = &document.note.summary;
        for (number, quotation) in note.quotations.iter().enumerate() {
            let is_lost = matches!(&quotation.from, QuotedFrom::Citation(n) if note.unmarked.contains(n));
            if let Some(source) = review.quoted_source(at, quotation).filter(|_| !is_lost) {
                all.push(Quoted { document: at, number, source, tags: tags(review, document, quotation) });
            }
        }
    }
    all
}

fn tags(review: &Review, document: &Document, quotation: &Quotation) -> Vec<usize> {
    let note = &document.note.summary;
    let find = |tag: &usize| review.vocabulary.find(&note.inline_tags[*tag].word);
    let own: Vec<usize> = quotation.tags.iter().filter_map(find).collect();
    if !own.is_empty() {
        return own;
    }
    // Up from the nearest heading to those above it.
    let mut level = u8::MAX;
    for heading in (0..quotation.heading.map_or(0, |heading| heading + 1)).rev() {
        if note.headings[heading].level >= level {
            continue;
        }
        level = note.headings[heading].level;
        if let Some(tag) = document.heading_tags[heading] {
            return vec![tag];
        }
        if level == 1 {
            break;
        }
    }
    Vec::new()
}
