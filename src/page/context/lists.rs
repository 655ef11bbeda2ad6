//! What lists of sources and tags are given: their lines, the table of both on the home page, their index pages.

use super::*;

/// How much a source has to say under a tag: 3 central, 2 discussed, 1 mentioned, 0 absent.
pub type Ball = u8;

/// A ball in a row of them.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct StripBall {
    /// How much.
    pub ball: Ball,
    /// The tag; empty where the ball says nothing.
    pub tag: String,
}

/// A source in a list.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SourceLine {
    /// The key of the reference.
    pub key: String,
    /// Its page.
    pub url: String,
    /// "2015", "n.d." in the words of the interface, "2010–2012".
    pub year: String,
    /// For sorting: the year as a number, 9999 where there is none.
    pub year_order: i64,
    /// "Lai and Lu".
    pub authors: String,
    /// The title.
    pub title_html: String,
    /// The language of the title where it is not the page's, else empty.
    pub language: String,
    /// Whether the title stands in quotation marks (part of something) or is set as `<cite>` (a work of its own).
    pub quoted: bool,
    /// `article-journal`, ...: CSL's type.
    pub kind: String,
    /// The type in words.
    pub kind_label: String,
    /// The first sentences of the note; empty without a note.
    pub claim: String,
    /// `noted`, `untagged` (a note without tags), `excluded` (left out by the screening) or `bare` (no note).
    pub state: &'static str,
    /// unread, reading, read, or another word of the author's; empty where unknown.
    pub status: String,
    /// One ball for each tag of the site, in the site's order of tags; empty where the source has no tags.
    pub strip: Vec<StripBall>,
    /// The names of its tags as in their addresses.
    pub tags: Vec<String>,
}

/// A tag in a list.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TagLine {
    /// As in its address.
    pub slug: String,
    /// Its name in the language of the page.
    pub label: String,
    /// Its page.
    pub url: String,
    /// The definition; empty where there is none.
    pub description: String,
    /// How many sources carry it.
    pub count: usize,
    /// "2012–2023"; empty without dated sources.
    pub years: String,
    /// The group it stands in; empty where there is none.
    pub group: String,
}

/// The table of sources and tags at the head of the home page; only up to 24 sources and 12 tags.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Plate {
    /// The columns.
    pub tags: Vec<LinkContext>,
    /// The rows, by year.
    pub rows: Vec<PlateRow>,
}

/// A row of the plate.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PlateRow {
    /// "Barr".
    pub label: String,
    /// "2015".
    pub year: String,
    /// The source's page.
    pub url: String,
    /// One for each column.
    pub balls: Vec<Ball>,
}

/// `sources.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SourcesIndex {
    /// Every source, by year.
    pub sources: Vec<SourceLine>,
    /// Sources with a note.
    pub noted: usize,
    /// The tags, for filtering.
    pub tags: Vec<TagLine>,
    /// The types that occur, by CSL's name.
    pub kinds: Vec<KindContext>,
    /// The states of reading that occur.
    pub statuses: Vec<String>,
}

/// A type of source.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct KindContext {
    /// CSL's name: `article-journal`.
    pub kind: String,
    /// The same in words.
    pub label: String,
}

/// `tags.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TagsIndex {
    /// All tags in the site's order.
    pub tags: Vec<TagLine>,
    /// The groups in order, each with the page of its tag where it is one; one with an empty name where tags are not grouped.
    pub groups: Vec<LinkContext>,
}
