//! The types and variables of CSL 1.0.2 (appendices III and IV of its specification), by kind.

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text with CSL's inline markup, or a number.
    Text,
    /// An identifier or address: no markup.
    Verbatim,
    /// A list of names.
    Names,
    /// A date or a range of dates.
    Date,
}

/// The types of items.
pub const TYPES: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// The variables of text, numbers among them.
pub const TEXTS: &[&str] = &[
    "abstract",
    "annote",
    "archive",
    "archive-place",
    "archive_collection",
    "archive_location",
    "authority",
    "call-number",
    "chapter-number",
    "citation-label",
    "citation-number",
    "collection-number",
    "collection-title",
    "container-title",
    "container-title-short",
    "dimensions",
    "division",
    "edition",
    "event-place",
    "event-title",
    "first-reference-note-number",
    "genre",
    "issue",
    "jurisdiction",
    "keyword",
    "language",
    "license",
    "locator",
    "medium",
    "note",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "page",
    "page-first",
    "part-number",
    "part-title",
    "printing-number",
    "publisher",
    "publisher-place",
    "references",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "section",
    "source",
    "status",
    "supplement-number",
    "title",
    "title-short",
    "version",
    "volume",
    "volume-title",
    "year-suffix",
];

/// The variables of identifiers and addresses.
pub const VERBATIM: &[&str] = &["DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL", "citation-key"];

/// The variables of dates.
pub const DATES: &[&str] = &["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];

/// The variables of names.
pub const NAMES: &[&str] = &[
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editor-translator",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
];

/// Other names of variables that programs write: former ones, and those of pandoc's YAML.
const FORMER: &[(&str, &str)] = &[
    ("citationKey", "citation-key"),
    ("doi", "DOI"),
    ("editortranslator", "editor-translator"),
    ("event", "event-title"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("journalAbbreviation", "container-title-short"),
    ("pmcid", "PMCID"),
    ("pmid", "PMID"),
    ("shortTitle", "title-short"),
    ("url", "URL"),
];

/// All variables but `type` and `id`.
pub fn all() -> impl Iterator<Item = &'static str> {
    [TEXTS, VERBATIM, DATES, NAMES].into_iter().flatten().copied()
}

/// The present name of a variable.
pub(crate) fn present(name: &str) -> &str {
    FORMER.iter().find(|(former, _)| *former == name).map_or(name, |(_, present)| *present)
}

/// What a variable of this present name holds; none where CSL has no such variable.
pub(crate) fn kind(name: &str) -> Option<Kind> {
    let kinds = [(TEXTS, Kind::Text), (VERBATIM, Kind::Verbatim), (DATES, Kind::Date), (NAMES, Kind::Names)];
    kinds.into_iter().find(|(names, _)| names.contains(&name)).map(|(_, kind)| kind)
}

/// The variable that people mean by a name such as `Original Date` or `doi`.
pub(crate) fn spelled(name: &str) -> Option<&'static str> {
    let folded = |byte: u8| if matches!(byte, b' ' | b'_') { b'-' } else { byte.to_ascii_lowercase() };
    let name = name.trim();
    let same = |known: &str| known.len() == name.len() && known.bytes().map(folded).eq(name.bytes().map(folded));
    all().find(|known| same(known))
}
