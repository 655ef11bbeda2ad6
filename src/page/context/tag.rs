//! What the page of a tag is given.

use super::*;

/// `tag.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TagPage {
    /// As in its address.
    pub slug: String,
    /// The name.
    pub label: String,
    /// The name in other languages.
    pub names: Vec<InLanguage>,
    /// Other words that mean it.
    pub synonyms: Vec<String>,
    /// The tags above it, the highest first.
    pub broader: Vec<LinkContext>,
    /// The tags right below it.
    pub narrower: Vec<TagLine>,
    /// How many sources carry it or a tag below it.
    pub with_narrower: usize,
    /// The definition; empty where there is none.
    pub description: String,
    /// How many sources carry it.
    pub count: usize,
    /// How many sources have a note or a tag.
    pub of: usize,
    /// "2012–2023"; empty without dated sources.
    pub years: String,
    /// The introduction; its `html` is empty where there is none.
    pub body: BodyContext,
    /// What its sources say, by year.
    pub findings: Vec<FindingContext>,
    /// How its sources relate to one another, by year; at most 200 relations.
    pub debate: Vec<DebateRow>,
    /// How many more relations there are.
    pub more_debate: usize,
    /// The other tags of its sources, most shared first.
    pub shared: Vec<SharedTag>,
    /// On a line of time; empty where fewer than two sources are dated.
    pub timeline: Vec<TimePoint>,
    /// Where pages and other notes cite within an introduction or heading of this tag.
    pub cited_in: Vec<CitedIn>,
    /// How many more such passages there are.
    pub more_passages: usize,
    /// Quotations under it, by their sources; a passage is a quotation, without its marks.
    pub quotations: Vec<CitedIn>,
    /// How many more there are than the 60 that are listed.
    pub more_quotations: usize,
    /// Its annotated bibliography; empty where no source of it has a note.
    pub annotated_url: String,
    /// Its sources and what its introduction cites.
    pub references: ReferenceList,
}

/// Another tag that sources of a tag carry.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SharedTag {
    /// Its name.
    pub label: String,
    /// Its page.
    pub url: String,
    /// How many of the sources carry it too.
    pub count: usize,
    /// The same as a share in percent, 0 to 100.
    pub percent: usize,
}

/// A source on a line of time.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TimePoint {
    /// From the left, in percent, 4 to 94.
    pub x: String,
    /// "Barr".
    pub label: String,
    /// "2015".
    pub year: String,
    /// Its page.
    pub url: String,
    /// How much it says.
    pub ball: Ball,
}
