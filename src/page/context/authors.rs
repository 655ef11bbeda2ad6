//! The people and bodies behind the sources.

use super::{LinkContext, SourceLine};
use serde::Serialize;

/// `authors.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AuthorsIndex {
    /// How many there are.
    pub count: usize,
    /// In the order of the review's language, by first letter.
    pub letters: Vec<Letter>,
}

/// The authors of one first letter.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Letter {
    /// The letter; the anchor is `letter-N`, counted from 1.
    pub label: String,
    /// Its authors.
    pub authors: Vec<AuthorLine>,
}

/// An author in a list.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AuthorLine {
    /// The name: in the index as it is sorted ("Lai, Hongyi"), else as one says it.
    pub label: String,
    /// The author's page.
    pub url: String,
    /// In the index how many sources there are, among co-authors how many are shared.
    pub count: usize,
}

/// `author.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AuthorPage {
    /// The name as one says it: "Hongyi Lai".
    pub name: String,
    /// Other spellings in the records.
    pub variants: Vec<String>,
    /// The ORCID iD and its address; none where no record has it.
    pub orcid: Option<LinkContext>,
    /// "2012–2023"; empty without dated sources.
    pub years: String,
    /// The author's sources, by year.
    pub sources: Vec<SourceLine>,
    /// Sources by others in what the author edited, by year.
    pub edited: Vec<SourceLine>,
    /// All these sources as COinS, an empty span each for reference managers.
    pub coins_html: String,
    /// Those who made sources together with the author, most shared first, at most sixty.
    pub together: Vec<AuthorLine>,
    /// How many more of them there are.
    pub more: usize,
}
