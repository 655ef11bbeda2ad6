//! Relations that cannot both hold.

use crate::diagnostics::{Code, Diagnostic};
use crate::review::Review;
use crate::review::relations::Relation;
use std::collections::BTreeMap;

pub fn find(review: &Review) -> Vec<Diagnostic> {
    let of = |word: &str| {
        let kind = review.kinds.all.iter().position(|kind| kind.word == word);
        review.relations.iter().filter(move |relation| Some(relation.kind) == kind)
    };
    let supports: BTreeMap<(usize, usize), &Relation> =
        of("supports").map(|relation| ((relation.from, relation.to), relation)).collect();
    let both = of("disputes").filter_map(|disputes| Some((disputes, *supports.get(&(disputes.from, disputes.to))?)));
    both.filter_map(|(disputes, supports)| contradiction(review, disputes, supports)).collect()
}

fn contradiction(review: &Review, disputes: &Relation, supports: &Relation) -> Option<Diagnostic> {
    let key = |source: usize| &review.sources[source].reference.key;
    let (from, to) = (key(disputes.from), key(disputes.to));
    let message = format!("`{from}` is said both to dispute `{to}` and to support it");
    let place = |relation: &Relation| Some(review.place_of_statement(relation.statements.first()?));
    let problem = Diagnostic::new(Code::ContradictoryRelations, message).at(place(disputes)?);
    Some(problem.related(place(supports)?, "it supports it here").hint("keep the one that holds of the whole work"))
}
