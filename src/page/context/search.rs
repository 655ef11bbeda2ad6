//! The search page, and what stands on it without scripts.

use super::LinkContext;
use serde::Serialize;

/// `search.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SearchPage {
    /// All that has a page, by kind; only kinds of which there is something.
    pub groups: Vec<TitleGroup>,
}

/// The titles of one kind of page.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TitleGroup {
    /// `pages`, `sources`, `themes` or `authors`: a word of `site.words.search`.
    pub kind: String,
    /// How many there are.
    pub count: usize,
    /// Their titles; none where there are more than 2,000.
    pub titles: Vec<LinkContext>,
    /// The page that lists them all; empty where there is none.
    pub url: String,
}
