//! The flow diagram as SVG: boxes in columns and rows, arrows between them. The same numbers give the same drawing.

use super::layout::{SIZE, length, wrapped};
use super::{Filled, PHASES};
use crate::html::escape;
use crate::page::Composer;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The width of a box, its margins within, the gaps between boxes, the height of a line, the width of a phase's band.
const BOX: f64 = 216.0;
const PAD: f64 = 10.0;
const GAP: (f64, f64) = (34.0, 30.0);
const LINE: f64 = 17.0;
const BAND: f64 = 26.0;

/// A phase beside its rows.
struct Band {
    phase: &'static str,
    top: f64,
    height: f64,
}

/// A box where it stands.
struct Drawn {
    column: usize,
    row: usize,
    x: f64,
    y: f64,
    height: f64,
    lines: Vec<String>,
}

impl Drawn {
    fn middle(&self) -> (f64, f64) {
        (self.x + BOX / 2.0, self.y + self.height / 2.0)
    }

    fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

impl Composer<'_> {
    /// The diagram of these boxes; empty without any.
    pub(super) fn diagram(&self, boxes: &[Filled<'_>]) -> String {
        if boxes.is_empty() {
            return String::new();
        }
        let (drawn, bands) = self.drawn(boxes);
        let right = drawn.iter().map(|drawn| drawn.x + BOX).fold(0.0, f64::max);
        let bottom = bands.iter().map(|band| band.top + band.height).fold(0.0, f64::max);
        let label = escape(self.words.name("screening", "diagram"));
        let mut svg = format!(
            "<svg viewBox=\"0 0 {} {}\" width=\"{0}\" height=\"{1}\" font-size=\"{SIZE}\" text-anchor=\"middle\" role=\"img\" aria-label=\"{label}\">\n",
            right + 1.0,
            bottom + 1.0
        );
        bands.iter().for_each(|band| self.draw_band(band, &mut svg));
        arrows(&drawn, &mut svg);
        for drawn in &drawn {
            let (x, y, height) = (drawn.x, drawn.y, drawn.height);
            let _ = write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{height}\" rx=\"3\"/><text>");
            for (n, line) in drawn.lines.iter().enumerate() {
                let y = y + PAD + LINE * (n as f64 + 0.75);
                let _ = write!(svg, "<tspan x=\"{}\" y=\"{y}\">{}</tspan>", drawn.middle().0, escape(line));
            }
            svg.push_str("</text>\n");
        }
        svg.push_str("</svg>");
        svg
    }

    /// The boxes with their lines and places, and the phases beside them; a row is as high as its highest box.
    fn drawn(&self, boxes: &[Filled<'_>]) -> (Vec<Drawn>, Vec<Band>) {
        let mut columns: Vec<usize> = boxes.iter().map(|filled| filled.column).collect();
        columns.sort_unstable();
        columns.dedup();
        let x = |column: usize| {
            let place = columns.iter().position(|known| *known == column).unwrap_or_default();
            BAND + GAP.0 / 2.0 + place as f64 * (BOX + GAP.0)
        };
        let mut drawn: Vec<Drawn> = Vec::new();
        for filled in boxes {
            let lines = self.lines(filled);
            let height = 2.0 * PAD + LINE * lines.len() as f64;
            drawn.push(Drawn { column: filled.column, row: filled.row, x: x(filled.column), y: 0.0, height, lines });
        }
        let bands = self.place(&mut drawn);
        (drawn, bands)
    }

    /// Places the boxes row by row; the last row of a phase is so high that the phase has room for its name.
    fn place(&self, drawn: &mut [Drawn]) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        let rows: BTreeSet<usize> = drawn.iter().map(|drawn| drawn.row).collect();
        let mut y = 0.5;
        for row in &rows {
            let phase = PHASES[*row];
            let top = match bands.last() {
                Some(band) if band.phase == phase => band.top,
                _ => {
                    bands.push(Band { phase, top: y, height: 0.0 });
                    y
                }
            };
            let of_row = drawn.iter().filter(|drawn| drawn.row == *row);
            let mut height = of_row.map(|drawn| drawn.height).fold(0.0, f64::max);
            let is_last = rows.range(row + 1..).next().is_none_or(|next| PHASES[*next] != phase);
            if is_last {
                height = height.max(top + length(self.words.name("screening", phase)) + 2.0 * PAD - y);
            }
            for drawn in drawn.iter_mut().filter(|drawn| drawn.row == *row) {
                drawn.y = y + (height - drawn.height) / 2.0;
            }
            if let Some(band) = bands.last_mut() {
                band.height = y + height - top;
            }
            y += height + GAP.1;
        }
        bands
    }

    /// What stands in a box: its heading, then each number with what it is of, and its parts.
    fn lines(&self, filled: &Filled<'_>) -> Vec<String> {
        let (short, most) = (!filled.heading.is_empty(), BOX - 2.0 * PAD);
        let heading = if short { self.words.name("screening", filled.heading) } else { "" };
        let mut lines = wrapped(heading, most);
        for (name, number) in &filled.numbers {
            let label = self.words.of("prisma_short", name).filter(|_| short);
            let label = label.unwrap_or_else(|| self.words.name("prisma", name));
            lines.extend(wrapped(&self.counted(label, number.n), most));
            for (part, n) in &number.parts {
                lines.extend(wrapped(&self.counted(part, *n), most - 2.0 * PAD));
            }
        }
        lines
    }

    /// "Reports assessed (n = 12)".
    fn counted(&self, label: &str, n: u64) -> String {
        format!("{label} (n\u{a0}=\u{a0}{n})")
    }

    /// A phase as a band at the start, its name along it.
    fn draw_band(&self, Band { phase, top, height }: &Band, svg: &mut String) {
        let (x, y) = (BAND / 2.0 + SIZE / 3.0, top + height / 2.0);
        let name = escape(self.words.name("screening", phase));
        let _ = writeln!(
            svg,
            "<rect class=\"phase\" x=\"0.5\" y=\"{top}\" width=\"{BAND}\" height=\"{height}\" rx=\"3\"/>\
             <text class=\"phase\" transform=\"translate({x} {y}) rotate(-90)\">{name}</text>"
        );
    }
}

/// The arrows: down each column, out to the side, and from other methods and earlier versions to where they meet the rest.
fn arrows(drawn: &[Drawn], svg: &mut String) {
    let of_column = |column: usize| drawn.iter().filter(move |drawn| drawn.column == column);
    for column in [1, 3] {
        for (from, to) in of_column(column).zip(of_column(column).skip(1)) {
            arrow(&[(from.middle().0, from.bottom()), (to.middle().0, to.y)], svg);
        }
        for from in of_column(column) {
            if let Some(to) = of_column(column + 1).find(|to| to.row == from.row) {
                arrow(&[(from.x + BOX, from.middle().1), (to.x, to.middle().1)], svg);
            }
        }
    }
    let last = |column: usize| of_column(column).next_back();
    if let (Some(from), Some(to)) = (last(3), of_column(1).find(|to| to.row == 4)) {
        let (x, y) = (from.middle().0, to.middle().1);
        arrow(&[(x, from.bottom()), (x, y), (to.x + BOX, y)], svg);
    }
    if let (Some(from), Some(to)) = (last(0), of_column(1).find(|to| to.row == 5)) {
        let (x, y) = (from.middle().0, to.middle().1);
        arrow(&[(x, from.bottom()), (x, y), (to.x, y)], svg);
    }
}

/// A line through these points with a head at its end.
fn arrow(points: &[(f64, f64)], svg: &mut String) {
    let [.., (fx, fy), (x, y)] = points else { return };
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{x} {y}", if at == 0 { 'M' } else { 'L' });
    }
    let (dx, dy) = ((x - fx).signum() * f64::from(fx != x), (y - fy).signum() * f64::from(fy != y));
    let (bx, by) = (x - 7.0 * dx, y - 7.0 * dy);
    let head = format!("M{x} {y}L{} {}M{x} {y}L{} {}", bx - 4.0 * dy, by - 4.0 * dx, bx + 4.0 * dy, by + 4.0 * dx);
    let _ = writeln!(svg, "<path d=\"{path}{head}\"/>");
}
