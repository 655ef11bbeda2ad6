//! What the page on the progress of a review is given.

use super::LinkContext;
use serde::Serialize;

/// `progress.html`: only in a preview, or where the configuration asks for it.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ProgressPage {
    /// How many sources there are.
    pub count: usize,
    /// The sources by how far they are read; each is in one list.
    pub states: Vec<ProgressList>,
    /// What of the reading waits for its author; only lists that are not empty.
    pub todo: Vec<ProgressList>,
    /// What of the writing does.
    pub unwritten: Vec<ProgressList>,
}

/// Sources or tags of one kind.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ProgressList {
    /// `read`, `reading`, `unread`, `other`, `unsaid` or `bare`; `cited_unread`, `read_uncited` or `no_introduction`.
    pub kind: &'static str,
    /// The author's word for a state of reading that is `other`; else empty.
    pub word: String,
    /// How many there are.
    pub count: usize,
    /// The first of them: sources by year, tags in the site's order.
    pub items: Vec<LinkContext>,
    /// How many more.
    pub more: usize,
}
