//! Sources that are cited in the same passages as another one.

use super::Composer;
use super::context::RelatedSource;
use crate::note::PassagePart;
use crate::review::routes;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most related sources that are listed.
const LISTED: usize = 12;
/// With more of them, those that share one passage alone are left out: one long list of citations relates all to all.
const FEW: usize = 5;
/// A passage of more citations is a list, and brings no two sources together.
const CITATIONS: usize = 30;

impl Composer<'_> {
    /// The sources cited in the same passages, most often first, then by year; of many, those in more than one passage.
    pub(super) fn related(&self, at: usize) -> Vec<RelatedSource> {
        let source = &self.review.sources[at];
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut before = None;
        for mention in &source.mentions {
            let summary = &self.review.documents[mention.document].note.summary;
            let passage = summary.citations[mention.cluster].passage;
            // The mentions of one passage follow one another.
            if before.replace((mention.document, passage)) == Some((mention.document, passage)) {
                continue;
            }
            let cited = summary.passages[passage].parts.iter().filter_map(|part| match part {
                PassagePart::Citation(n) => Some(&summary.citations[*n].items),
                PassagePart::Text(_) => None,
            });
            let cited: Vec<&str> = cited.flatten().map(|item| item.key.as_str()).take(CITATIONS + 1).collect();
            if cited.len() > CITATIONS {
                continue;
            }
            let others: BTreeSet<usize> = cited.into_iter().filter_map(|key| self.review.source_of(key)).collect();
            for other in others.into_iter().filter(|other| *other != at) {
                *counts.entry(other).or_default() += 1;
            }
        }
        let mut counts: Vec<(usize, usize)> = counts.into_iter().collect();
        if counts.len() > FEW {
            counts.retain(|(_, count)| *count > 1);
        }
        counts.sort_by_key(|(other, count)| (Reverse(*count), self.review.rank[*other]));
        let related = |(other, count): (usize, usize)| {
            let other = &self.review.sources[other];
            RelatedSource { label: other.title.clone(), url: routes::relative(&source.path, &other.path), count }
        };
        counts.into_iter().take(LISTED).map(related).collect()
    }
}
