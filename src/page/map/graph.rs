//! What is on the map: which sources, and which lines between them.

use crate::review::{Mention, Review, Role};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many sources are drawn at most.
const SOURCES: usize = 150;
/// So many lines are drawn at most.
const LINES: usize = 1_000;

/// Sources and the lines between them.
#[derive(Debug, Default)]
pub struct Graph {
    /// The numbers of the sources, by year.
    pub sources: Vec<usize>,
    /// By their ends.
    pub lines: Vec<Line>,
    /// `all`, `connected` or `most_cited`.
    pub shown: &'static str,
    /// How many lines are left out.
    pub more_lines: usize,
}

/// A line between two sources of the graph, by their places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The one that cites, or disputes.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// How often the note on the one cites the other.
    pub passages: usize,
    /// The kinds of its relations to it.
    pub kinds: Vec<usize>,
}

impl Graph {
    /// The sources of a review; where they are too many, those that cite or are cited, and of these those cited most.
    pub fn of(review: &Review) -> Self {
        let lines = lines(review);
        let (sources, shown) = choice(review, &lines);
        let place: BTreeMap<usize, usize> = sources.iter().enumerate().map(|(at, source)| (*source, at)).collect();
        let here = |line: Line| Some(Line { from: *place.get(&line.from)?, to: *place.get(&line.to)?, ..line });
        let mut lines: Vec<Line> = lines.into_iter().filter_map(here).collect();
        lines.sort_by_key(|line| (Reverse(line.kinds.len()), Reverse(line.passages), line.from, line.to));
        let more_lines = lines.len().saturating_sub(LINES);
        lines.truncate(LINES);
        lines.sort_by_key(|line| (line.from, line.to));
        Self { sources, lines, shown, more_lines }
    }

    /// The kinds of relations among its lines, in their order.
    pub fn kinds(&self) -> Vec<usize> {
        let kinds: BTreeSet<usize> = self.lines.iter().flat_map(|line| &line.kinds).copied().collect();
        kinds.into_iter().collect()
    }
}

/// Whether the note on a source cites another source.
pub fn has_citation(review: &Review) -> bool {
    let cited = review.sources.iter().enumerate();
    cited.flat_map(|(at, source)| source.mentions.iter().map(move |mention| (at, mention))).any(|(at, mention)| {
        let citing = citing(review, mention);
        citing.is_some_and(|citing| citing != at)
    })
}

/// The source whose note has this citation.
fn citing(review: &Review, mention: &Mention) -> Option<usize> {
    match review.documents[mention.document].role {
        Role::Source(source) => Some(source),
        _ => None,
    }
}

/// All lines, their ends as numbers of sources.
fn lines(review: &Review) -> Vec<Line> {
    let mut lines: BTreeMap<(usize, usize), Line> = BTreeMap::new();
    let mut line = |from: usize, to: usize, add: &dyn Fn(&mut Line)| {
        add(lines.entry((from, to)).or_insert(Line { from, to, passages: 0, kinds: Vec::new() }));
    };
    for (to, source) in review.sources.iter().enumerate() {
        for from in source.mentions.iter().filter_map(|mention| citing(review, mention)).filter(|from| *from != to) {
            line(from, to, &|line| line.passages += 1);
        }
    }
    for relation in &review.relations {
        line(relation.from, relation.to, &|line| line.kinds.push(relation.kind));
    }
    lines.into_values().collect()
}

fn choice(review: &Review, lines: &[Line]) -> (Vec<usize>, &'static str) {
    if review.sources.len() <= SOURCES {
        return (review.by_year.clone(), "all");
    }
    let ends: BTreeSet<usize> = lines.iter().flat_map(|line| [line.from, line.to]).collect();
    let mut sources: Vec<usize> = ends.into_iter().collect();
    let shown = if sources.len() > SOURCES { "most_cited" } else { "connected" };
    sources.sort_by_key(|at| (Reverse(review.sources[*at].mentions.len()), review.rank[*at]));
    sources.truncate(SOURCES);
    sources.sort_by_key(|at| review.rank[*at]);
    (sources, shown)
}
