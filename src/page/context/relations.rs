//! How works relate, on the pages of sources and tags and on the map.

use serde::Serialize;

/// Relations of one kind that a source has to others, or others to it.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct RelationGroup {
    /// The word of the notes: `disputes`.
    pub kind: String,
    /// What it is called from this source's end: "disputes", "disputed by".
    pub label: String,
    /// Its address in CiTO; empty where it has none.
    pub cito: String,
    /// `out` where the source disputes, `in` where it is disputed.
    pub end: &'static str,
    /// The other sources, by year.
    pub sources: Vec<RelationSource>,
}

/// A source at an end of a relation.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct RelationSource {
    /// The source as in its address.
    pub key: String,
    /// "Sterling 2018".
    pub label: String,
    /// Its page.
    pub url: String,
    /// The passages that say so; none where only the front matter of a note does.
    pub places: Vec<RelationPlace>,
}

/// A passage that says how two works relate.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct RelationPlace {
    /// Where it stands: "under Precarity" in the note on the work that relates to the other, else "Okoye 2021, under Precarity".
    pub label: String,
    /// The place of the citation.
    pub url: String,
}

/// A relation between two sources of a tag.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DebateRow {
    /// The source that disputes; its `places` are those of the relation.
    pub from: RelationSource,
    /// The word of the notes: `disputes`.
    pub kind: String,
    /// What it is called: "disputes".
    pub label: String,
    /// Its address in CiTO; empty where it has none.
    pub cito: String,
    /// The source that is disputed.
    pub to: RelationSource,
}
