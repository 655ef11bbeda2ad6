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
    /// `noted`, `untagged`, `excluded` or `bare`.
    pub state: &'static str,
    /// Its tags with findings, heaviest first, then in the site's order.
    pub findings: Vec<FindingContext>,
    /// The note. Its first paragraph carries the class `lead`, its headings the balls of the tags they name.
    pub body: BodyContext,
    /// What the note cites.
    pub references: ReferenceList,
    /// The reference in the site's style.
    pub reference_html: String,
    /// The reference as files.
    pub downloads: Vec<LinkContext>,
    /// The record as BibTeX.
    pub bibtex: String,
    /// How a text would cite it, in plain words: "(Barr, 2015)"; empty in a style that cites by numbers.
    pub in_text: String,
    /// The rest of the record.
    pub record: Vec<RecordRow>,
    /// How it relates to other sources, as the notes say.
    pub relations: Vec<RelationGroup>,
    /// The passages of the review that cite it, by page.
    pub cited_in: Vec<CitedIn>,
    /// How many more there are.
    pub more_passages: usize,
    /// What the review uses of it, place by place: its pages in order, then its chapters and other parts.
    pub places: Vec<PlaceContext>,
    /// How many more places there are.
    pub more_places: usize,
    /// The sources that are cited in the same passages, most often first; of more than five, those in more than one passage.
    pub related: Vec<RelatedSource>,
    /// Quotations from it, by the page that they stand on; a passage is a quotation, without its marks.
    pub quotations: Vec<CitedIn>,
    /// How many more there are than the 60 that are listed.
    pub more_quotations: usize,
    /// The source before this one by year.
    pub earlier: Option<Neighbour>,
    /// The source after this one by year.
    pub later: Option<Neighbour>,
}

/// A place in a source, and what uses it.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PlaceContext {
    /// "p. 180–194".
    pub label: String,
    /// The passages that cite it, and those of its note that name it, by their headings.
    pub uses: Vec<LinkContext>,
    /// How many more there are.
    pub more: usize,
}

/// A source that is cited where another one is.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct RelatedSource {
    /// "Lai and Lu 2012".
    pub label: String,
    /// Its page.
    pub url: String,
    /// In how many passages.
    pub count: usize,
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
