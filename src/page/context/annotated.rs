//! The annotated bibliography.

use super::{FindingContext, LinkContext, ReferenceEntry};
use serde::Serialize;

/// `annotated.html`: the sources with a note, of the whole review or of a tag.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AnnotatedPage {
    /// The tag and its page; none for the whole review.
    pub tag: Option<LinkContext>,
    /// `2025-06-02`, the date of the review; empty where it has none.
    pub date: String,
    /// The same in words.
    pub date_text: String,
    /// In the order of the site's reference list.
    pub entries: Vec<AnnotatedEntry>,
    /// Whether the style hangs the second and later lines.
    pub hanging: bool,
    /// How many sources are left out because they have no note.
    pub left_out: usize,
    /// The tags whose annotated bibliographies exist.
    pub by_tag: Vec<LinkContext>,
}

/// A source in the annotated bibliography.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AnnotatedEntry {
    /// Its reference in the site's style.
    pub reference: ReferenceEntry,
    /// What its note says in short; may be empty.
    pub summary: String,
    /// The language of the note where it is not the review's, else empty.
    pub language: String,
    /// Its tags, heaviest first.
    pub findings: Vec<FindingContext>,
}
