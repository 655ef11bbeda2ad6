//! The map of the review.

use super::{LinkContext, RelationGroup};
use serde::Serialize;

/// `map.html`: the sources by year, and the lines between them.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct MapPage {
    /// The drawing, an `svg` of the class `map`; empty without sources. What belongs to the source number N has the class
    /// `nN`: its circle, its lines, and the circles at their other ends.
    pub svg_html: String,
    /// The sources on it, by year.
    pub sources: Vec<MapSource>,
    /// How many sources the review has.
    pub count: usize,
    /// Which of them are on the map: `all`, those that are `connected`, or of these the `most_cited`.
    pub shown: &'static str,
    /// How many lines are left out because there are too many.
    pub more_lines: usize,
    /// How many relations the review has.
    pub relations: usize,
    /// The kinds of the relations that are drawn.
    pub kinds: Vec<MapKind>,
}

/// A kind of relation on the map.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct MapKind {
    /// "disputes".
    pub label: String,
    /// Its lines have the class `d1` to `d4`.
    pub dash: usize,
}

/// A source on the map.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct MapSource {
    /// Its number on the map, from 1; the anchor of its circle is `n` and this number.
    pub number: usize,
    /// The source as in its address.
    pub key: String,
    /// "Barr 2015".
    pub label: String,
    /// Its page.
    pub url: String,
    /// How often the review cites it.
    pub cited: usize,
    /// The sources on the map that its note cites, by year.
    pub cites: Vec<LinkContext>,
    /// How it relates to others.
    pub relations: Vec<RelationGroup>,
}
