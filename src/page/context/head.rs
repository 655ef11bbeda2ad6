//! What stands in the head of a page for machines.

use serde::Serialize;

/// A `<meta>`.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct MetaContext {
    /// The attribute that has its name: `name`, or `property` for those of Open Graph.
    pub attribute: &'static str,
    /// Its name: `citation_title`, `z:itemType`, `dcterms.issued`, `og:title`, ...
    pub name: String,
    /// Its text.
    pub content: String,
}

/// A `<link>` that leads to what belongs to the page.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct HeadLink {
    /// Its relations, parted by spaces: `related`, `collection`, `prev`, ...
    pub rel: String,
    /// Where it leads.
    pub url: String,
    /// The media type of what is there; empty for pages.
    pub kind: &'static str,
}
