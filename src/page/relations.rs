//! How works relate: on the page of a source from its end, on that of a tag as a debate, and as a table to take away.

use super::context::*;
use super::{Composer, csv, name_of};
use crate::review::relations::{End, Relation, Said, Statement};
use crate::review::{Role, Source, routes};
use std::collections::BTreeMap;

/// So many rows a debate has at most.
const ROWS: usize = 200;

impl Composer<'_> {
    /// The relations of a source by kind, first those that it has, then those that others have to it.
    pub(super) fn relations_of(&self, at: usize, path: &str) -> Vec<RelationGroup> {
        let mut groups: BTreeMap<(End, usize), Vec<RelationSource>> = BTreeMap::new();
        for number in &self.review.sources[at].relations {
            let relation = &self.review.relations[*number];
            let (end, other) = if relation.from == at { (End::From, relation.to) } else { (End::To, relation.from) };
            let source = self.relation_source(other, path, self.places_of(relation, path));
            groups.entry((end, relation.kind)).or_default().push(source);
        }
        let group = |((end, kind), sources): ((End, usize), Vec<RelationSource>)| RelationGroup {
            kind: self.review.kinds.all[kind].word.clone(),
            label: self.review.kinds.label(Said { kind, end }).to_owned(),
            cito: self.cito(kind),
            end: match end {
                End::From => "out",
                End::To => "in",
            },
            sources,
        };
        groups.into_iter().map(group).collect()
    }

    /// The relations among the sources of a tag, and those that they say under a heading that names it; and how many more there
    /// are than a page shows.
    pub(super) fn debate(&self, tag: usize, path: &str) -> (Vec<DebateRow>, usize) {
        let sources = &self.review.vocabulary.tags[tag].sources;
        let is_here = |number: &usize| {
            let relation = &self.review.relations[*number];
            let is_said_here =
                |said: &Statement| matches!(said, Statement::Passage(mention) if self.is_under(mention, tag));
            sources.binary_search(&relation.to).is_ok() || relation.statements.iter().any(is_said_here)
        };
        let numbers = sources.iter().flat_map(|source| {
            let own = &self.review.sources[*source].relations;
            own.iter().filter(|number| self.review.relations[**number].from == *source)
        });
        let mut numbers: Vec<usize> = numbers.copied().filter(is_here).collect();
        numbers.sort_unstable();
        let more = numbers.len().saturating_sub(ROWS);
        numbers.truncate(ROWS);
        let row = |number: usize| {
            let relation = &self.review.relations[number];
            let kind = &self.review.kinds.all[relation.kind];
            DebateRow {
                from: self.relation_source(relation.from, path, self.places_of(relation, path)),
                kind: kind.word.clone(),
                label: kind.label.clone(),
                cito: self.cito(relation.kind),
                to: self.relation_source(relation.to, path, Vec::new()),
            }
        };
        (numbers.into_iter().map(row).collect(), more)
    }

    /// Every relation with each of its places, as a table.
    pub(super) fn relations_csv(&self) -> String {
        let heads = ["from", "relation", "to", "place", "cito"].map(str::to_owned).to_vec();
        let key = |source: usize| self.review.sources[source].reference.key.clone();
        let rows = self.review.relations.iter().flat_map(|relation| {
            let word = &self.review.kinds.all[relation.kind].word;
            let mut places: Vec<String> =
                relation.statements.iter().map(|statement| self.address_of(statement)).collect();
            places.dedup();
            let row = |place| vec![key(relation.from), word.clone(), key(relation.to), place, self.cito(relation.kind)];
            places.into_iter().map(row).collect::<Vec<_>>()
        });
        csv::write(std::iter::once(heads).chain(rows))
    }

    fn relation_source(&self, at: usize, path: &str, places: Vec<RelationPlace>) -> RelationSource {
        let Source { path: page, title, .. } = &self.review.sources[at];
        RelationSource {
            key: name_of(page).to_owned(),
            label: title.clone(),
            url: routes::relative(path, page),
            places,
        }
    }

    fn places_of(&self, relation: &Relation, path: &str) -> Vec<RelationPlace> {
        let place = |statement: &Statement| {
            let Statement::Passage(mention) = statement else { return None };
            let document = &self.review.documents[mention.document];
            let note = &document.note.summary;
            let passage = &note.passages[note.citations[mention.cluster].passage];
            let url = format!("{}#cite-{}", routes::relative(path, &document.path), mention.cluster + 1);
            let label = match document.role {
                Role::Source(at) if at == relation.from => self.place_in(mention.document, passage.heading),
                _ => self.passage_name(mention.document, passage.heading),
            };
            Some(RelationPlace { label, url })
        };
        let mut places: Vec<RelationPlace> = relation.statements.iter().filter_map(place).collect();
        // One citation may name a work twice.
        places.dedup();
        places
    }

    /// Where on the site a relation is said, from its root.
    fn address_of(&self, statement: &Statement) -> String {
        let page = |document: usize| routes::encode(&self.review.documents[document].path);
        match statement {
            Statement::FrontMatter(document, _) => page(*document),
            Statement::Passage(mention) => format!("{}#cite-{}", page(mention.document), mention.cluster + 1),
        }
    }

    fn cito(&self, kind: usize) -> String {
        self.review.kinds.all[kind].cito.clone().unwrap_or_default()
    }
}
