//! Where each source of the map stands. From left to right its year decides, from top to bottom the lane that is nearest
//! to the sources it is joined with and has room for its name.

use super::scale::Scale;

/// The width of the map.
pub const WIDTH: i32 = 1340;
/// The least height of a lane: that of a name, and of what a finger needs.
pub const LANE: i32 = 28;
/// The greatest height of a lane, and the height of a map whose lanes are between.
const AIRY: (i32, i32) = (46, 420);
/// What lies above the first lane and below the last: the years, and room for lines to bend.
pub const MARGIN: i32 = 50;
/// The longest name, as drawn.
pub const LONGEST_NAME: i32 = 190;
/// The largest circle.
pub const LARGEST: i32 = 13;
/// Between a circle and its name, and between a name and what follows in its lane.
pub const SPACE: i32 = 5;
/// How often the lanes are given out anew; the one of the shortest lines is taken.
const ROUNDS: usize = 4;
/// How much a source in a lane counts against it, in lanes.
const CROWDED: f64 = 0.7;

/// A source to be placed.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its year, if it has one.
    pub year: Option<i32>,
    /// The radius of its circle.
    pub radius: f64,
    /// The width of its name.
    pub name: i32,
    /// Those that it is joined with, by their places.
    pub joined: Vec<usize>,
}

/// The map, measured.
#[derive(Debug)]
pub struct Layout {
    /// The middle of each circle, in the order of the nodes.
    pub places: Vec<(i32, i32)>,
    /// The years.
    pub scale: Scale,
    /// Where the sources without a year stand, if there are any.
    pub undated: Option<i32>,
    /// The height of the map.
    pub height: i32,
}

/// Places nodes, which are given by year, those without one last.
pub fn place(nodes: &[Node]) -> Layout {
    let (left, right) = (LARGEST + SPACE, WIDTH - LARGEST - 2 * SPACE);
    let longest_undated = nodes.iter().filter(|node| node.year.is_none()).map(|node| node.name).max();
    let undated = longest_undated.map(|longest| right - longest);
    let scale = fitting_scale(nodes, left, undated.map_or(right, |undated| undated - 3 * LARGEST));
    let x = |node: &Node| node.year.and_then(|year| scale.place(year)).or(undated).unwrap_or(left);
    let columns: Vec<i32> = nodes.iter().map(x).collect();
    let lanes = best_lanes(nodes, &columns);
    let first = lanes.iter().min().copied().unwrap_or(0);
    let count = lanes.iter().max().map_or(1, |last| last - first + 1);
    let height = (AIRY.1 / count).clamp(LANE, AIRY.0);
    let middle = |lane: i32| MARGIN + (lane - first) * height + height / 2;
    let places = columns.into_iter().zip(lanes).map(|(x, lane)| (x, middle(lane))).collect();
    Layout { places, scale, undated, height: 2 * MARGIN + count * height }
}

/// The years, as far apart as leaves every name its room: they stand behind circles, so the last year cannot be at the end.
fn fitting_scale(nodes: &[Node], left: i32, right: i32) -> Scale {
    let years = || nodes.iter().filter_map(|node| node.year);
    let whole = Scale::new(years(), left..right);
    let end = |node: &Node| {
        let (place, room) = (whole.place(node.year?)? - left, right - LARGEST - node.name - left);
        (place > 0).then(|| i64::from(room) * i64::from(right - left) / i64::from(place))
    };
    let end = nodes.iter().filter_map(end).min().unwrap_or(0);
    Scale::new(years(), left..i32::try_from(end).map_or(right, |end| (left + end).min(right)))
}

/// The lanes of the shortest lines, of a few rounds in which each source moves towards those it is joined with.
fn best_lanes(nodes: &[Node], columns: &[i32]) -> Vec<i32> {
    let length = |lanes: &[i32]| -> i64 {
        let pairs = nodes.iter().zip(lanes).flat_map(|(node, lane)| node.joined.iter().map(move |other| (lane, other)));
        pairs.map(|(lane, other)| i64::from((lane - lanes[*other]).abs())).sum()
    };
    let mut best = lanes(nodes, columns, None);
    let mut last = best.clone();
    for _ in 1..ROUNDS {
        last = lanes(nodes, columns, Some(&last));
        if length(&last) < length(&best) {
            best.clone_from(&last);
        }
    }
    best
}

/// The sources of a lane so far.
struct Lane {
    number: i32,
    end: i32,
    sources: u32,
}

/// Gives out lanes from left to right; `before` are those of the last round.
fn lanes(nodes: &[Node], columns: &[i32], before: Option<&[i32]>) -> Vec<i32> {
    let few = i32::try_from(nodes.len() / 2).unwrap_or(i32::MAX).clamp(3, 9);
    let mut open = vec![Lane { number: 0, end: i32::MIN, sources: 0 }];
    let (mut low, mut high) = (0, 0);
    let mut given: Vec<i32> = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        let joined = node.joined.iter().filter_map(|other| before.unwrap_or(&given).get(*other)).copied();
        let wish = mean(joined);
        let radius = node.radius.ceil() as i32;
        let start = columns[at] - radius - SPACE;
        let is_free = |lane: &Lane| lane.end <= start;
        if high - low + 1 < few || !open.iter().any(is_free) {
            // A new lane on the side where the source would rather be.
            let number = if wish < f64::from(low + high) / 2.0 { low - 1 } else { high + 1 };
            (low, high) = (low.min(number), high.max(number));
            open.push(Lane { number, end: i32::MIN, sources: 0 });
        }
        let cost = |lane: &Lane| (f64::from(lane.number) - wish).abs() + CROWDED * f64::from(lane.sources);
        let free = open.iter_mut().filter(|lane| is_free(lane));
        let Some(lane) = free.min_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.number.cmp(&b.number))) else {
            continue;
        };
        lane.end = columns[at] + radius + SPACE + node.name + SPACE;
        lane.sources += 1;
        given.push(lane.number);
    }
    given
}

fn mean(lanes: impl Iterator<Item = i32>) -> f64 {
    let (sum, count) = lanes.fold((0, 0), |(sum, count), lane| (sum + lane, count + 1));
    if count == 0 { 0.0 } else { f64::from(sum) / f64::from(count) }
}

/// How wide a text is drawn about, rather more than less; letters of all scripts.
pub fn width(text: &str) -> i32 {
    let tenths: i32 = text.chars().map(tenths).sum();
    (tenths + 9) / 10
}

/// A name no longer than the longest.
pub fn shortened(name: &str) -> String {
    if width(name) <= LONGEST_NAME {
        return name.to_owned();
    }
    let mut room = LONGEST_NAME * 10 - tenths('…');
    let fitting = name.chars().take_while(|c| {
        room -= tenths(*c);
        room >= 0
    });
    format!("{}…", fitting.collect::<String>().trim_end())
}

/// The width of a letter in tenths, at the size of the map's names.
fn tenths(c: char) -> i32 {
    match c as u32 {
        0x300..=0x36f | 0x610..=0x61a | 0x64b..=0x65f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f => 145,
        0xff00..=0xff60 | 0x1_f000..=0x3_fffd => 145,
        _ if "iljftr.,:;'’|!()[] I".contains(c) => 45,
        _ if "mwMWжшщюыЖШЩЮЫ—…".contains(c) => 130,
        _ if c.is_uppercase() => 95,
        _ => 80,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nodes of years and names that a generator of numbers gives out, joined at random, cycles included.
    fn nodes(count: usize, years: i64, mut seed: u64) -> Vec<Node> {
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below.max(1)
        };
        let mut nodes: Vec<Node> = (0..count)
            .map(|_| Node {
                year: (next(12) > 0).then(|| 1900 + next(years as usize) as i32),
                radius: 4.0 + next(10) as f64,
                name: 20 + next(150) as i32,
                joined: (0..next(6)).map(|_| next(count)).collect(),
            })
            .collect();
        nodes.sort_by_key(|node| node.year.unwrap_or(i32::MAX));
        nodes
    }

    #[test]
    fn no_two_names_overlap_and_all_stand_at_their_years_on_the_map() {
        for (count, years) in [(1, 1), (2, 40), (12, 30), (150, 40), (150, 1), (150, 2000)] {
            let nodes = nodes(count, years, 7);
            let layout = place(&nodes);
            let boxes: Vec<(i32, i32, i32)> = nodes
                .iter()
                .zip(&layout.places)
                .map(|(node, (x, y))| {
                    let radius = node.radius.ceil() as i32;
                    (x - radius, x + radius + SPACE + node.name, *y)
                })
                .collect();
            for (at, (start, end, y)) in boxes.iter().enumerate() {
                assert!(*start >= 0 && *end <= WIDTH && *y > 0 && *y < layout.height, "{count}: {start}–{end}, {y}");
                let apart = |(s, e, other): &(i32, i32, i32)| (other - y).abs() >= LANE || end < s || e < start;
                assert!(boxes[at + 1..].iter().all(apart), "{count} sources of {years} years, {at}");
            }
            for (a, b) in layout.places.iter().zip(&layout.places[1..]) {
                assert!(a.0 <= b.0, "a later year stands further right");
            }
        }
    }

    #[test]
    fn lanes_are_few_and_joined_sources_near() {
        let nodes = nodes(150, 40, 3);
        let lanes = place(&nodes).places.iter().map(|(_, y)| y).collect::<std::collections::BTreeSet<_>>().len();
        assert!(lanes < 40, "{lanes}");
        let lone = |joined: Vec<usize>, year| Node { year: Some(year), radius: 5.0, name: 40, joined };
        let pairs = [
            lone(vec![3], 2000),
            lone(vec![4], 2000),
            lone(vec![5], 2000),
            lone(vec![0], 2020),
            lone(vec![1], 2020),
            lone(vec![2], 2020),
        ];
        let places = place(&pairs).places;
        assert_eq!([places[0].1, places[1].1, places[2].1], [places[3].1, places[4].1, places[5].1]);
    }

    #[test]
    fn names_are_cut_to_the_longest_in_any_script() {
        for name in [
            "Barr",
            "Зуо и Ли",
            "李明和王芳的一篇非常长的论文题目还要更长",
            "a very long title of a work without an author",
        ] {
            let short = shortened(name);
            assert!(width(&short) <= LONGEST_NAME, "{short}");
            assert_eq!(short == name, width(name) <= LONGEST_NAME);
        }
        assert_eq!(width("e\u{301}"), width("e"));
    }
}
