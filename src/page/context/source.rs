//! What the page of a source is given.

use super::*;

/// `source.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SourcePage {
    /// The key.
    pub key: String,
    /// "Book chapter".
    pub kind_label: String,
    /// "2015".
    pub year: String,
    /// "English"; empty where the record has no language.
    pub language_label: String,
    /// The language of the title where it is not the page's, else empty.
    pub title_language: String,
    /// The title.
    pub title_html: String,
    /// The translated or second title; empty where there is none.
    pub second_title: String,
    /// The authors as the record spells them, in natural order, and their pages; editors where there are no authors.
    pub authors: Vec<LinkContext>,
    /// Where it appeared, as a sentence; empty where nothing is known.
    pub venue_html: String,
    /// `noted`, `untagged` or `bare`.
    pub state: &'static str,
    /// Its tags with findings, heaviest first, then in the site's order.
    pub findings: Vec<FindingContext>,
    /// The note. Its first paragraph carries the class `lead`, its headings the balls of the tags they name.
    pub body: BodyContext,
    /// What the note cites.
    pub references: ReferenceList,
    /// The reference in the site's style.
    pub reference_html: String,
    /// The rest of the record.
    pub record: Vec<RecordRow>,
    /// How it relates to other sources, as the notes say.
    pub relations: Vec<RelationGroup>,
    /// Every passage of the review that cites it, by page.
    pub cited_in: Vec<CitedIn>,
    /// The source before this one by year.
    pub earlier: Option<Neighbour>,
    /// The source after this one by year.
    pub later: Option<Neighbour>,
}

/// A neighbour by year.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Neighbour {
    /// "2012".
    pub year: String,
    /// "Lai and Lu".
    pub label: String,
    /// Its page.
    pub url: String,
}
