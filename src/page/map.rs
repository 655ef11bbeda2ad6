//! The map of the review: its sources by year, and the lines between them.
//!
//! A source stands at its year, larger the more often the review cites it. A line leads from a source to one that its note
//! cites; a dashed one with a head is a relation. What is drawn stands below as a list; both are written from one [`graph::Graph`].

use super::Composer;
use super::context::*;
use crate::review::routes;

mod draw;
mod graph;
mod layout;
mod scale;
mod svg;

use graph::Graph;

/// Where the map stands.
const MAP: &str = "map/index.html";
/// Where the relations stand as a table.
const RELATIONS: &str = "map/relations.csv";

impl Composer<'_> {
    pub(super) fn map_page(&self) -> MapPage {
        let graph = Graph::of(self.review);
        let source = |(at, source): (usize, &usize)| {
            let number = at + 1;
            let of = &self.review.sources[*source];
            let cited = graph.lines.iter().filter(|line| line.from == at && line.passages > 0);
            let link = |to: usize| {
                let source = &self.review.sources[graph.sources[to]];
                LinkContext { label: source.title.clone(), url: routes::relative(MAP, &source.path) }
            };
            MapSource {
                number,
                key: super::name_of(&of.path).to_owned(),
                label: of.title.clone(),
                url: routes::relative(MAP, &of.path),
                cited: of.mentions.len(),
                cites: cited.map(|line| link(line.to)).collect(),
                relations: self.relations_of(*source, MAP),
            }
        };
        let kinds = graph.kinds();
        let kind = |at: &usize| MapKind {
            label: self.review.kinds.all[*at].label.clone(),
            dash: draw::dash(&kinds, Some(at)),
        };
        MapPage {
            svg_html: if graph.sources.is_empty() { String::new() } else { self.drawing(&graph) },
            sources: graph.sources.iter().enumerate().map(source).collect(),
            count: self.review.sources.len(),
            shown: graph.shown,
            more_lines: graph.more_lines,
            relations: self.review.relations.len(),
            kinds: kinds.iter().map(kind).collect(),
        }
    }

    /// Whether the map has something to show: two sources at their years, or a line.
    pub(super) fn has_map(&self) -> bool {
        let review = self.review;
        let second = review.by_year.get(1).is_some_and(|at| review.sources[*at].reference.item.year().is_some());
        second || !review.relations.is_empty() || graph::has_citation(review)
    }

    /// The file beside the map.
    pub fn map_files(&self) -> impl Iterator<Item = (&'static str, String)> {
        (!self.review.relations.is_empty()).then(|| (RELATIONS, self.relations_csv())).into_iter()
    }
}
