//! Of what kind a described work is, and in what it appeared.

use super::dates;
use crate::note::record::{Part, Record};

/// CSL's types by the words for them, in small letters without spaces, hyphens and underscores.
const KINDS: &[(&str, &[&str])] = &[
    (
        "article-journal",
        &["article", "journalarticle", "articlejournal", "artikel", "artículo", "статья", "期刊论文", "journalpaper"],
    ),
    (
        "paper-conference",
        &["conferencepaper", "paperconference", "inproceedings", "proceedings", "会议论文", "conference"],
    ),
    ("book", &["book", "books", "buch", "libro", "livre", "книга", "图书", "书籍", "書籍", "书"]),
    ("chapter", &["booksection", "chapter", "incollection", "inbook"]),
    ("thesis", &["thesis", "phdthesis", "mastersthesis", "dissertation"]),
    ("report", &["report", "techreport"]),
    ("article", &["preprint"]),
    ("article-magazine", &["magazinearticle"]),
    ("article-newspaper", &["newspaperarticle"]),
    ("webpage", &["webpage", "website"]),
    ("post-weblog", &["blogpost"]),
    ("motion_picture", &["film", "movie", "video"]),
    ("broadcast", &["podcast"]),
    ("dataset", &["dataset"]),
    ("software", &["software", "computerprogram"]),
    ("manuscript", &["manuscript"]),
    ("speech", &["presentation", "talk"]),
];

/// Words in the names of journals and of conferences, in small letters.
const OF_JOURNALS: &[&str] = &[
    "journal",
    "transactions",
    "letters",
    "review",
    "nature",
    "science",
    "annals",
    "quarterly",
    "bulletin",
    "magazine",
    "zeitschrift",
    "revue",
    "revista",
    "журнал",
    "学报",
    "杂志",
    "期刊",
    "plos",
    "frontiers",
    "jmlr",
    "tacl",
    "tpami",
    "computing surveys",
];
const OF_CONFERENCES: &[&str] = &[
    "conference",
    "proceedings",
    "workshop",
    "symposium",
    "congress",
    "meeting",
    "会议",
    "大会",
    "конференци",
    "tagung",
];

/// In what a work appeared.
#[derive(Debug, Default)]
pub(super) struct Venue {
    pub(super) variables: Vec<(&'static str, String)>,
    pub(super) kind: Option<&'static str>,
    pub(super) year: Option<i32>,
}

/// The journal or conference that a record names.
pub(super) fn venue(record: &Record) -> Venue {
    if let Some(journal) = record.text(Part::Journal) {
        return of(journal, !looks_like_conference(journal));
    }
    if let Some(conference) = record.text(Part::Conference) {
        return of(conference, false);
    }
    match record.text(Part::Venue) {
        Some(venue) if looks_like_conference(venue) => of(venue, false),
        Some(venue) if looks_like_journal(venue) => of(venue, true),
        // Anything may be called a source or a venue.
        Some(venue) => Venue { year: dates::in_name(venue), ..Venue::default() },
        None => Venue::default(),
    }
}

fn of(name: &str, is_journal: bool) -> Venue {
    let year = dates::in_name(name);
    let is_preprint = name.to_lowercase().contains("arxiv");
    if is_preprint {
        return Venue { variables: Vec::new(), kind: Some("article"), year };
    }
    let kind = if is_journal { "article-journal" } else { "paper-conference" };
    Venue { variables: vec![("container-title", name.to_owned())], kind: Some(kind), year }
}

fn looks_like_journal(name: &str) -> bool {
    let lower = name.to_lowercase();
    OF_JOURNALS.iter().any(|word| lower.contains(word))
}

/// A name with one of their words, or capitals with a year: `ICRA 2025`, `NeurIPS'19`.
fn looks_like_conference(name: &str) -> bool {
    let lower = name.to_lowercase();
    let first = name.split([' ', '\'', '’', '-', ',']).next().unwrap_or_default();
    let capitals = first.chars().filter(char::is_ascii_uppercase).count();
    let is_acronym = capitals >= 3 && first.chars().all(|c| c.is_ascii_alphanumeric());
    OF_CONFERENCES.iter().any(|word| lower.contains(word))
        || is_acronym && !looks_like_journal(name) && dates::in_name(name).is_some()
}

/// The type of a work: what is said, else what it appeared in, else what it has.
pub(super) fn kind(record: &Record, venue: Option<&'static str>, is_on_arxiv: bool) -> &'static str {
    let folded = |word: &str| -> String {
        word.trim()
            .trim_start_matches('#')
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '_'))
            .flat_map(char::to_lowercase)
            .collect()
    };
    let named = record.all(Part::Kind).find_map(|word| {
        let folded = folded(word);
        KINDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(kind, _)| *kind)
    });
    let has = |part| record.get(part).is_some();
    match named {
        // An article with a conference is a paper at it.
        Some("article-journal") => venue.unwrap_or(if is_on_arxiv { "article" } else { "article-journal" }),
        Some(kind) => kind,
        None if venue.is_some() => venue.unwrap_or_default(),
        None if has(Part::School) => "thesis",
        None if has(Part::Publisher) || has(Part::Isbn) => "book",
        None if is_on_arxiv => "article",
        None if has(Part::Doi) || has(Part::Pmid) || has(Part::Volume) => "article-journal",
        None => "document",
    }
}
