//! The map as SVG: years behind, then lines, then sources, each a link with its name.
//!
//! Colours and the marking of neighbours are the style sheet's (`map.css`): the elements of source N, and those it is
//! joined with, have the class `nN`.

use super::graph::{Graph, Line};
use super::layout::{self, LANE, LARGEST, Layout, MARGIN, Node, SPACE, WIDTH};
use super::svg::Svg;
use super::{Composer, MAP};
use crate::bibliography::year_text;
use crate::review::routes;
use std::fmt::Display;

/// The smallest circle.
const SMALLEST: f64 = 4.0;
/// Above so many lines each is fainter.
const MANY: usize = 200;
/// So many kinds of relations look different.
const DASHES: usize = 4;
/// The furthest that a line bends, and how far for its length.
const BEND: (f64, f64) = (60.0, 0.16);

impl Composer<'_> {
    /// The map of these sources and lines.
    pub(super) fn drawing(&self, graph: &Graph) -> String {
        let names: Vec<String> = graph.sources.iter().map(|at| self.name_on_map(*at)).collect();
        let nodes = self.nodes(graph, &names);
        let layout = layout::place(&nodes);
        let mut svg = Svg::default();
        let size = format!("0 0 {WIDTH} {}", layout.height);
        svg.open(
            "svg",
            &[
                ("class", &"map"),
                ("viewBox", &size),
                ("width", &WIDTH),
                ("height", &layout.height),
                ("role", &"group"),
                ("aria-label", &self.words.name("nav", "map")),
            ],
        );
        self.draw_years(&layout, &mut svg);
        let kinds = graph.kinds();
        draw_head(&kinds, &mut svg);
        let many = if graph.lines.len() > MANY { "lines many" } else { "lines" };
        svg.open("g", &[("class", &many), ("aria-hidden", &"true")]);
        for line in &graph.lines {
            let path = bent(layout.places[line.from], layout.places[line.to]);
            self.draw_line(graph, line, &path, dash(&kinds, line.kinds.first()), &mut svg);
        }
        svg.close();
        for (at, node) in nodes.iter().enumerate() {
            svg.line();
            self.draw_source(graph.sources[at], &names[at], at, node, layout.places[at], &mut svg);
        }
        svg.finish()
    }

    /// The name of a source on the map: its authors, as its place says its year.
    fn name_on_map(&self, source: usize) -> String {
        layout::shortened(&self.review.sources[source].authors)
    }

    /// What decides where the sources stand.
    fn nodes(&self, graph: &Graph, names: &[String]) -> Vec<Node> {
        let cited = |at: &usize| self.review.sources[*at].mentions.len();
        let most = graph.sources.iter().map(cited).max().unwrap_or(0).max(1);
        let node = |(at, name): (&usize, &String)| {
            let source = &self.review.sources[*at];
            let share = source.mentions.len() as f64 / most as f64;
            Node {
                year: source.reference.item.year(),
                radius: SMALLEST + (f64::from(LARGEST) - SMALLEST) * share.sqrt(),
                name: layout::width(name),
                joined: Vec::new(),
            }
        };
        let mut nodes: Vec<Node> = graph.sources.iter().zip(names).map(node).collect();
        for line in &graph.lines {
            nodes[line.from].joined.push(line.to);
            nodes[line.to].joined.push(line.from);
        }
        for node in &mut nodes {
            node.joined.sort_unstable();
            node.joined.dedup();
        }
        nodes
    }

    /// The years above and below, each with its line, and where time is shortened.
    fn draw_years(&self, layout: &Layout, svg: &mut Svg) {
        let (top, bottom) = (MARGIN / 2, layout.height - MARGIN / 2);
        svg.open("g", &[("class", &"years"), ("aria-hidden", &"true")]);
        let years = layout.scale.marks.iter().map(|(year, x)| (year_text(*year), *x));
        let undated = layout.undated.map(|x| (self.words.text("no_date").to_owned(), x));
        for (label, x) in years.chain(undated) {
            svg.empty("path", &[("d", &format!("M{x} {top}V{bottom}"))]);
            svg.text("text", &[("x", &x), ("y", &(top - 8))], &label);
            svg.text("text", &[("x", &x), ("y", &(bottom + 18))], &label);
        }
        for x in &layout.scale.breaks {
            let y = top - 18;
            svg.empty("path", &[("class", &"break"), ("d", &format!("M{} {}l5 -12m1 12l5 -12", x - 6, y + 13))]);
        }
        svg.close();
    }

    /// A line between two sources along a path; a relation says which, and has a head and dashes of its kind.
    fn draw_line(&self, graph: &Graph, line: &Line, path: &str, dash: usize, svg: &mut Svg) {
        let ends = format!("n{} n{}", line.from + 1, line.to + 1);
        if line.kinds.is_empty() {
            svg.empty("path", &[("class", &ends), ("d", &path)]);
            return;
        }
        let title = |at: usize| self.review.sources[graph.sources[at]].title.as_str();
        let labels: Vec<&str> = line.kinds.iter().map(|kind| &*self.review.kinds.all[*kind].label).collect();
        let class = format!("r d{dash} {ends}");
        svg.open("path", &[("class", &class), ("d", &path), ("marker-mid", &"url(#head)")]);
        svg.text("title", &[], &format!("{} {} {}", title(line.from), labels.join(", "), title(line.to)));
        svg.close();
    }

    /// A source: a link with its circle and name, and room for a finger.
    fn draw_source(&self, source: usize, name: &str, at: usize, node: &Node, (x, y): (i32, i32), svg: &mut Svg) {
        let source = &self.review.sources[source];
        let number = at + 1;
        let joined: String = node.joined.iter().map(|other| format!(" n{}", other + 1)).collect();
        let bare = if source.note.is_none() { " bare" } else { "" };
        let class = format!("n{number}{joined}{bare}");
        let address = routes::relative(MAP, &source.path);
        svg.open("a", &[("id", &format!("n{number}")), ("class", &class), ("href", &address)]);
        let cited = self.words.count("cited_times", source.mentions.len());
        svg.text("title", &[], &format!("{}, {cited}", source.title));
        let radius = node.radius.ceil() as i32;
        let (left, width) = (x - LARGEST, LARGEST + radius + SPACE + node.name);
        svg.empty("rect", &[("x", &left), ("y", &(y - LANE / 2 + 1)), ("width", &width), ("height", &(LANE - 2))]);
        svg.empty("circle", &[("cx", &x), ("cy", &y), ("r", &format!("{:.1}", node.radius))]);
        svg.text("text", &[("x", &(x + radius + SPACE)), ("y", &(y + 5))], name);
        svg.close();
    }
}

/// The number of the dashes of a kind, from 1; there are only so many.
pub(super) fn dash(kinds: &[usize], kind: Option<&usize>) -> usize {
    kinds.iter().position(|known| Some(known) == kind).unwrap_or_default() % DASHES + 1
}

/// The head of an arrow, for lines of these kinds.
fn draw_head(kinds: &[usize], svg: &mut Svg) {
    if kinds.is_empty() {
        return;
    }
    let size = [("viewBox", &"0 0 10 8" as &dyn Display), ("markerWidth", &10), ("markerHeight", &8)];
    let place = [("refX", &5 as &dyn Display), ("refY", &4), ("orient", &"auto"), ("markerUnits", &"userSpaceOnUse")];
    svg.open("defs", &[]);
    svg.open("marker", &[&[("id", &"head" as &dyn Display)], &size[..], &place[..]].concat());
    svg.empty("path", &[("d", &"M0 0L10 4L0 8z")]);
    svg.close();
    svg.close();
}

/// A line from one place to another, bent to its left: the way back is another line. It has a joint in its middle, where a
/// head is not in the way of names.
fn bent((x1, y1): (i32, i32), (x2, y2): (i32, i32)) -> String {
    let (dx, dy) = (f64::from(x2 - x1), f64::from(y2 - y1));
    let length = dx.hypot(dy).max(1.0);
    let bend = (length * BEND.1).clamp(14.0, BEND.0) / length;
    let middle = |a: i32, b: i32, shift: f64| (f64::from(a + b) / 2.0 + shift * bend).round() as i32;
    let (cx, cy) = (middle(x1, x2, dy), middle(y1, y2, -dx));
    let half = |a: i32, b: i32| (a + b) / 2;
    let (first, last) = ((half(x1, cx), half(y1, cy)), (half(cx, x2), half(cy, y2)));
    let joint = (half(first.0, last.0), half(first.1, last.1));
    format!("M{x1} {y1}Q{} {} {} {}T{x2} {y2}", first.0, first.1, joint.0, joint.1)
}
