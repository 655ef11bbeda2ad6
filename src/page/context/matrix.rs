//! What the template of the synthesis matrix is given.

use super::LinkContext;
use serde::Serialize;

/// `matrix.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct MatrixPage {
    /// Its rows: sources with a note that has tags.
    pub sources: usize,
    /// All tags of the review.
    pub tags: usize,
    /// The table in a `div` of the class `scroll`; empty where no note has tags. Above 200 sources its cells hold marks only,
    /// above 1,000 marks without links; above 2,000 its rows are decades and its cells numbers.
    pub table_html: String,
    /// `findings` (and marks, as the reader likes), `marks` or `decades`.
    pub cells: &'static str,
    /// How many tags the table leaves out: those of the fewest sources, where there are more than 100.
    pub more_tags: usize,
    /// What nobody has said yet, one list a kind; a kind that does not occur is left out.
    pub gaps: Vec<GapList>,
    /// Sources without a note.
    pub unread: Option<GapList>,
}

/// Things that are missing in one and the same way.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct GapList {
    /// `no_source` (tags of none), `single` (of one source), `never_central`, `apart` (pairs of tags that no source
    /// joins), `untagged` (notes without tags) or `unread` (sources without a note). The sources of a tag are its own and
    /// those of the tags below it.
    pub kind: &'static str,
    /// The first 60 of them; of pairs, those of the most sources.
    pub items: Vec<Gap>,
    /// How many more there are.
    pub more: usize,
}

/// A tag or a source that something is missing of.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Gap {
    /// Its name.
    pub label: String,
    /// Its page.
    pub url: String,
    /// The one source that a tag has, or the tags that no source joins with it.
    pub others: Vec<LinkContext>,
}
