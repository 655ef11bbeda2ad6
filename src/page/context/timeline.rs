//! The sources by year.

use super::{SourceLine, TagLine};
use serde::Serialize;

/// `timeline.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TimelinePage {
    /// The years from the first to the last, without gaps; a range of dates stands at its start.
    pub years: Vec<TimelineYear>,
    /// The sources without a year.
    pub undated: Vec<SourceLine>,
    /// "1948–2023"; empty without dated sources.
    pub span: String,
    /// How many sources there are.
    pub count: usize,
    /// The tags to filter by; empty where there are more than twelve, or one.
    pub tags: Vec<TagLine>,
}

/// A year with its sources, or years without any.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TimelineYear {
    /// "2015"; of several empty years "1980–1991".
    pub label: String,
    /// The anchor: `y2015`; empty for years without sources.
    pub id: String,
    /// How many years without sources this is; 0 for a year with sources.
    pub empty: usize,
    /// Its sources, by author.
    pub sources: Vec<SourceLine>,
}
