//! What a note says of the work that it is about: in its front matter, and in the lines at its head.
//!
//! Nothing is decided here but whether it is certain that the note is about a work; what the values mean is the
//! bibliography's to say (`bibliography::described`).

pub(super) use head::parted as plain;

use super::front_matter::FrontMatter;
use crate::config::stem;
use crate::diagnostics::{Span, TextFile};

mod head;
pub mod labels;

/// A record as a note has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Record {
    /// What is said, in order: front matter first. Of one part the first that has a value counts.
    pub values: Vec<Said>,
    /// The heading of level 1 that opens the note, without markup; where there is none, the name of its file, if that is of words.
    pub heading: Option<String>,
    /// Where the note begins to speak of the work.
    pub span: Span,
}

/// A part of a record and its values: one, or the items of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Said {
    /// Which part.
    pub part: Part,
    /// As written, without Markdown's markup but for addresses.
    pub values: Vec<String>,
    /// Whether it stands in the front matter.
    pub in_front: bool,
}

/// A part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are called what they are")]
pub enum Part {
    Title,
    Author,
    Editor,
    Year,
    Published,
    /// Of the note, or of the work.
    Date,
    Journal,
    Conference,
    /// A journal, a conference, or anything else where the work appeared.
    Venue,
    Publisher,
    Place,
    School,
    Volume,
    Issue,
    Pages,
    Edition,
    Doi,
    Arxiv,
    Pmid,
    Isbn,
    Issn,
    Url,
    Kind,
    Key,
    Language,
    Abstract,
    /// A citation, or a place in a reference manager.
    Cite,
}

/// The record in a note; none unless it is certain that the note is about a work.
///
/// Certain is a note that names a key or an identifier of the work (a DOI, an ISBN, a PMID, a number of arXiv's), says of what kind of
/// work it is together with a title or an author, whose heading links to a paper, or that has an author and the year of a
/// publication. A `date` alone says nothing: diaries, essays and posts have one.
pub(super) fn read(file: &TextFile, start: usize, front: &FrontMatter) -> Option<Record> {
    let mut values: Vec<Said> = front.properties.clone();
    let key = front.citekey.iter().map(|(key, _)| Said { part: Part::Key, values: vec![key.clone()], in_front: true });
    values.extend(key);
    let head = head::read(file.text.get(start..).unwrap_or(""));
    let has_front = !values.is_empty();
    values.extend(head.values);
    let span = file.span(if has_front { 0..0 } else { start..start });
    let name = stem(file.path.rsplit('/').next().unwrap_or(&file.path));
    let words = || Some(name.trim_start_matches('@').to_owned()).filter(|name| name.contains(' '));
    let record = Record { values, heading: head.heading.or_else(words), span };
    (record.is_certain() || head.is_linked).then_some(record)
}

impl Record {
    /// The first values of a part.
    pub fn get(&self, part: Part) -> Option<&[String]> {
        self.values.iter().find(|said| said.part == part && !said.values.is_empty()).map(|said| said.values.as_slice())
    }

    /// The first value of a part.
    pub fn text(&self, part: Part) -> Option<&str> {
        self.get(part)?.first().map(String::as_str)
    }

    /// All values of a part, wherever they are said.
    pub fn all(&self, part: Part) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |said| said.part == part).flat_map(|said| &said.values).map(String::as_str)
    }

    fn is_certain(&self) -> bool {
        let has = |part| self.get(part).is_some();
        let is_identified = self.all(Part::Doi).any(|text| text.contains("10."))
            || self.all(Part::Arxiv).any(|text| arxiv_number(text).is_some())
            || self.all(Part::Pmid).any(|text| text.trim().chars().filter(char::is_ascii_digit).count() >= 5)
            || self.all(Part::Isbn).any(|text| text.chars().filter(char::is_ascii_digit).count() >= 9)
            || self.all(Part::Url).any(is_of_paper);
        let appeared = [Part::Journal, Part::Conference, Part::Venue, Part::Publisher].into_iter().any(has);
        let is_dated = has(Part::Year) || has(Part::Published);
        let is_work = self.all(Part::Kind).any(is_kind_of_work);
        let is_titled = has(Part::Title) || self.heading.is_some();
        let is_described = has(Part::Author) || is_dated || appeared || has(Part::School);
        is_titled
            && (has(Part::Key) && is_described
                || is_identified
                || is_work && has(Part::Author)
                || has(Part::Author) && (is_dated || appeared))
    }
}

/// The number of a paper on arXiv in a text or an address: `2410.13857`, `cs/0112017`.
pub fn arxiv_number(text: &str) -> Option<&str> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let after = ["arxiv.org/abs/", "arxiv.org/pdf/", "arxiv.org/html/", "arxiv:", "arxiv."]
        .iter()
        .find_map(|start| lower.find(start).map(|at| at + start.len()));
    let rest = text.get(after.unwrap_or(0)..)?.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-'))).unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches(['.', '/']).trim_end_matches(".pdf");
    let bare = number
        .rsplit_once('v')
        .filter(|(_, version)| version.bytes().all(|b| b.is_ascii_digit()))
        .map_or(number, |(bare, _)| bare);
    let digits = |text: &str, least: usize, most: usize| {
        (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_new = bare.split_once('.').is_some_and(|(month, number)| digits(month, 4, 4) && digits(number, 4, 5));
    let is_old = after.is_some() && bare.split_once('/').is_some_and(|(_, number)| digits(number, 7, 7));
    (is_new || is_old).then_some(bare)
}

/// Whether an address is that of a paper: of a server of papers or a publisher, or a PDF.
pub fn is_of_paper(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    let Some(at) = lower.find("://") else { return false };
    let rest = &lower[at + 3..];
    let host = rest.split('/').next().unwrap_or_default();
    const HOSTS: &[&str] = &[
        "arxiv.org",
        "doi.org",
        "openreview.net",
        "aclanthology.org",
        "aclweb.org",
        "thecvf.com",
        "proceedings.mlr.press",
        "papers.nips.cc",
        "proceedings.neurips.cc",
        "dl.acm.org",
        "ieeexplore.ieee.org",
        "pubmed.ncbi.nlm.nih.gov",
        "jstor.org",
        "biorxiv.org",
        "medrxiv.org",
        "sciencedirect.com",
        "link.springer.com",
        "ssrn.com",
        "semanticscholar.org",
        "hal.science",
    ];
    HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}"))) && rest.len() > host.len() + 1
}

/// Words of which one says that a note is about a work: the types of CSL, BibTeX and Zotero, and plain words for them.
const KINDS: &[&str] = &[
    "article",
    "journalarticle",
    "articlejournal",
    "conferencepaper",
    "paperconference",
    "inproceedings",
    "proceedings",
    "paper",
    "researchpaper",
    "book",
    "books",
    "booksection",
    "chapter",
    "incollection",
    "inbook",
    "thesis",
    "phdthesis",
    "mastersthesis",
    "dissertation",
    "report",
    "techreport",
    "preprint",
    "magazinearticle",
    "newspaperarticle",
    "webpage",
    "blogpost",
    "film",
    "movie",
    "podcast",
    "video",
    "dataset",
    "software",
    "manuscript",
    "presentation",
    "articles",
    "papers",
    "literature",
    "literaturenote",
    "literaturenotes",
    "paper-note",
    "papernote",
    "sourcenote",
    "bookreview",
    "buch",
    "artikel",
    "libro",
    "artículo",
    "livre",
    "книга",
    "статья",
    "论文",
    "图书",
    "书籍",
    "論文",
    "書籍",
    "期刊论文",
    "会议论文",
];

/// Whether a word is that of a kind of work.
pub fn is_kind_of_work(word: &str) -> bool {
    let folded: String = word
        .trim()
        .trim_start_matches('#')
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_' | '[' | ']'))
        .flat_map(char::to_lowercase)
        .collect();
    KINDS.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_arxiv_are_found_in_texts_and_addresses() {
        for (text, number) in [
            ("2410.13857", Some("2410.13857")),
            ("https://arxiv.org/abs/2410.13857v2", Some("2410.13857")),
            ("arXiv:cs/0112017", Some("cs/0112017")),
            ("[2410.13857](https://arxiv.org/pdf/2410.13857.pdf)", Some("2410.13857")),
            ("12.5", None),
            ("2019", None),
            ("hep", None),
        ] {
            assert_eq!(arxiv_number(text), number, "{text}");
        }
    }

    #[test]
    fn an_address_is_a_papers_by_its_host() {
        assert!(is_of_paper("https://www.aclanthology.org/P19-1001/") && is_of_paper("https://doi.org/10.1/x"));
        assert!(!is_of_paper("https://example.org/x") && !is_of_paper("https://arxiv.org/") && !is_of_paper("arxiv"));
    }
}
