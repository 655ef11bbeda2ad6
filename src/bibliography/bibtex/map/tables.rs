//! The types, fields and keys of BibLaTeX, and what they are in CSL.
//!
//! The export reads the tables backwards: of several rows for one type or variable, and of several fields in a row, the
//! first is the one that is written.

use crate::bibliography::bibtex::resolve::Entry;
use crate::bibliography::model::csl_variables;
use crate::diagnostics::slip_of;

/// What `number` counts in an entry of some type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// The issue of a periodical.
    Issue,
    /// The book in its series.
    Book,
    /// The book, in its series, that the entry is a part of.
    Inside,
    /// The entry itself.
    Other,
}

/// A type of entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// The type in CSL.
    pub csl: &'static str,
    /// What its `number` counts.
    pub numbering: Numbering,
}

const KINDS: &[(&str, &str, Numbering)] = &[
    ("article", "article-journal", Numbering::Issue),
    ("periodical", "article-journal", Numbering::Issue),
    ("suppperiodical", "article-journal", Numbering::Issue),
    ("review", "review", Numbering::Issue),
    ("book", "book", Numbering::Book),
    ("mvbook", "book", Numbering::Book),
    ("collection", "book", Numbering::Book),
    ("mvcollection", "book", Numbering::Book),
    ("proceedings", "book", Numbering::Book),
    ("mvproceedings", "book", Numbering::Book),
    ("reference", "book", Numbering::Book),
    ("mvreference", "book", Numbering::Book),
    ("incollection", "chapter", Numbering::Inside),
    ("inbook", "chapter", Numbering::Inside),
    ("bookinbook", "chapter", Numbering::Inside),
    ("suppbook", "chapter", Numbering::Inside),
    ("suppcollection", "chapter", Numbering::Inside),
    ("inproceedings", "paper-conference", Numbering::Inside),
    ("conference", "paper-conference", Numbering::Inside),
    ("inreference", "entry-encyclopedia", Numbering::Inside),
    ("booklet", "pamphlet", Numbering::Other),
    ("manual", "book", Numbering::Other),
    ("commentary", "book", Numbering::Other),
    ("dataset", "dataset", Numbering::Other),
    ("software", "software", Numbering::Other),
    ("online", "webpage", Numbering::Other),
    ("electronic", "webpage", Numbering::Other),
    ("www", "webpage", Numbering::Other),
    ("report", "report", Numbering::Other),
    ("techreport", "report", Numbering::Other),
    ("thesis", "thesis", Numbering::Other),
    ("phdthesis", "thesis", Numbering::Other),
    ("mastersthesis", "thesis", Numbering::Other),
    ("unpublished", "manuscript", Numbering::Other),
    ("patent", "patent", Numbering::Other),
    ("standard", "standard", Numbering::Other),
    ("legislation", "legislation", Numbering::Other),
    ("jurisdiction", "legal_case", Numbering::Other),
    ("legal", "treaty", Numbering::Other),
    ("letter", "personal_communication", Numbering::Other),
    ("artwork", "graphic", Numbering::Other),
    ("image", "graphic", Numbering::Other),
    ("audio", "song", Numbering::Other),
    ("music", "song", Numbering::Other),
    ("movie", "motion_picture", Numbering::Other),
    ("video", "motion_picture", Numbering::Other),
    ("performance", "performance", Numbering::Other),
    ("map", "map", Numbering::Other),
];

/// The types of CSL that BibLaTeX has no type for, and the one that they are written as; `entrysubtype` then names them.
const NEAREST: &[(&str, &str)] = &[
    ("article", "online"),
    ("article-magazine", "article"),
    ("article-newspaper", "article"),
    ("bill", "legislation"),
    ("broadcast", "video"),
    ("classic", "book"),
    ("entry", "inreference"),
    ("entry-dictionary", "inreference"),
    ("figure", "image"),
    ("musical_score", "music"),
    ("periodical", "periodical"),
    ("post", "online"),
    ("post-weblog", "online"),
    ("regulation", "legislation"),
    ("review-book", "review"),
    ("speech", "unpublished"),
];

/// The type that an item of some CSL type is written as, and the `entrysubtype` that it then needs.
pub(crate) fn kind_of(csl: &str) -> (&'static str, Option<&str>) {
    if let Some((kind, ..)) = KINDS.iter().find(|(_, known, _)| *known == csl) {
        return (kind, None);
    }
    let near = NEAREST.iter().find(|(known, _)| *known == csl).map_or("misc", |(_, kind)| kind);
    (near, Some(csl.strip_prefix("article-").unwrap_or(csl)).filter(|csl| *csl != "document"))
}

/// Types that are silently a `document`: what BibLaTeX keeps for styles and commands, those of biblatex-apa and
/// biblatex-software, which JabRef has, too, of IEEEtran and REVTeX, and what Mendeley and EndNote write.
const DOCUMENTS: &[&str] = &[
    "misc",
    "set",
    "xdata",
    "bibnote",
    "customa",
    "customb",
    "customc",
    "customd",
    "custome",
    "customf",
    "constitution",
    "legadminmaterial",
    "legmaterial",
    "nameonly",
    "softwareversion",
    "softwaremodule",
    "codefragment",
    "ieeetranbstctl",
    "control",
    "footnote",
    "generic",
];

/// Whether BibLaTeX, one of its styles or another program has this type.
pub(crate) fn is_known_kind(name: &str) -> bool {
    DOCUMENTS.contains(&name) || KINDS.iter().any(|(known, ..)| *known == name)
}

/// The type that an unknown one is a slip away from.
pub(crate) fn meant_kind(name: &str) -> Option<&'static str> {
    slip_of(name, KINDS.iter().map(|(known, ..)| *known).chain(["misc"]))
}

/// The type of an entry; one that is not known is a `document`.
pub(crate) fn kind(name: &str) -> Kind {
    let known = KINDS.iter().find(|(known, ..)| *known == name);
    known.map_or(Kind { csl: "document", numbering: Numbering::Other }, |(_, csl, numbering)| Kind {
        csl,
        numbering: *numbering,
    })
}

/// The CSL type, which `entrysubtype` (a type of CSL, `magazine` or `newspaper`) and the event of a talk refine.
pub(super) fn csl_type(entry: &Entry, kind: Kind) -> &'static str {
    let subtype =
        entry.fields.get("entrysubtype").map(|field| field.text.trim().to_ascii_lowercase()).unwrap_or_default();
    if let Some(named) = csl_variables::TYPES.iter().find(|known| **known == subtype) {
        return named;
    }
    match (kind.csl, subtype.as_str()) {
        ("article-journal", "magazine") => "article-magazine",
        ("article-journal", "newspaper") => "article-newspaper",
        ("manuscript", _)
            if ["eventtitle", "eventdate", "venue"].iter().any(|name| entry.fields.get(name).is_some()) =>
        {
            "speech"
        }
        (csl, _) => csl,
    }
}

/// How a field's value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// TeX, in sentence case where it is English.
    Title,
    /// TeX, in the case as written.
    Text,
    /// One of BibLaTeX's keys, or TeX.
    Term,
    /// An identifier or address.
    Verbatim,
    /// TeX with ranges.
    Range,
}

/// The fields that are a variable of their own: the first that an entry has, the variable, the form.
pub(crate) const TEXTS: &[(&[&str], &str, Form)] = &[
    (&["origtitle"], "original-title", Form::Title),
    (&["eventtitle"], "event-title", Form::Text),
    (&["venue"], "event-place", Form::Text),
    (&["type"], "genre", Form::Term),
    (&["pubstate"], "status", Form::Term),
    (&["edition"], "edition", Form::Text),
    (&["chapter"], "chapter-number", Form::Text),
    (&["version"], "version", Form::Text),
    (&["volumes"], "number-of-volumes", Form::Text),
    (&["pages"], "page", Form::Range),
    (&["pagetotal"], "number-of-pages", Form::Text),
    (&["isbn"], "ISBN", Form::Verbatim),
    (&["issn"], "ISSN", Form::Verbatim),
    (&["pmid"], "PMID", Form::Verbatim),
    (&["pmcid"], "PMCID", Form::Verbatim),
    (&["library"], "call-number", Form::Text),
    (&["annotation", "annote"], "annote", Form::Text),
    (&["abstract"], "abstract", Form::Text),
    (&["keywords", "keyword"], "keyword", Form::Text),
];

/// The fields of dates (date, year, month, day, end of a range of years), and their variables.
pub(crate) const DATES: &[([&str; 5], &str)] = &[
    (["date", "year", "month", "day", "endyear"], "issued"),
    (["origdate", "origyear", "origmonth", "origday", "origendyear"], "original-date"),
    (["eventdate", "eventyear", "eventmonth", "eventday", "eventendyear"], "event-date"),
    (["urldate", "urlyear", "urlmonth", "urlday", "urlendyear"], "accessed"),
];

/// The fields of names, and their variables.
pub(crate) const NAMES: &[(&str, &str)] = &[
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("bookauthor", "container-author"),
    ("director", "director"),
    ("illustrator", "illustrator"),
];

/// The variable for the editors of some `editoratype`: that of this name, but for authors.
pub(super) fn role(kind: &str) -> &'static str {
    let known = csl_variables::NAMES.iter().find(|name| **name == kind.trim() && **name != "author");
    known.copied().unwrap_or("contributor")
}

/// BibLaTeX's keys for kinds of publication and states of it, in English.
const TERMS: &[(&str, &str)] = &[
    ("phdthesis", "PhD thesis"),
    ("mathesis", "Master\u{2019}s thesis"),
    ("bathesis", "Bachelor\u{2019}s thesis"),
    ("candthesis", "Candidate thesis"),
    ("techreport", "technical report"),
    ("resreport", "research report"),
    ("software", "computer software"),
    ("datacd", "CD-ROM"),
    ("audiocd", "audio CD"),
    ("patent", "patent"),
    ("patentde", "German patent"),
    ("patenteu", "European patent"),
    ("patentfr", "French patent"),
    ("patentuk", "British patent"),
    ("patentus", "U.S. patent"),
    ("patreq", "patent request"),
    ("patreqde", "German patent request"),
    ("patreqeu", "European patent request"),
    ("patreqfr", "French patent request"),
    ("patrequk", "British patent request"),
    ("patreqeus", "U.S. patent request"),
    ("patrequs", "U.S. patent request"),
    ("inpreparation", "in preparation"),
    ("submitted", "submitted"),
    ("forthcoming", "forthcoming"),
    ("inpress", "in press"),
    ("prepublished", "pre-published"),
    ("newseries", "new series"),
    ("oldseries", "old series"),
    ("jourser", "series"),
    ("reviewof", "review of"),
    ("andothers", "et al."),
    ("countryde", "Germany"),
    ("countryep", "European Union"),
    ("countryeu", "European Union"),
    ("countryfr", "France"),
    ("countryuk", "United Kingdom"),
    ("countryus", "United States of America"),
];

/// What a key of BibLaTeX says in English.
pub(crate) fn term(key: &str) -> Option<&'static str> {
    TERMS.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, words)| *words)
}

/// The key that says this in English.
pub(crate) fn key_of_term(words: &str) -> Option<&'static str> {
    TERMS.iter().find(|(_, known)| *known == words).map(|(key, _)| *key)
}

/// The genre that a type of BibTeX stands for.
pub(crate) fn genre(kind: &str) -> Option<&'static str> {
    match kind {
        "phdthesis" => term(kind),
        "mastersthesis" => term("mathesis"),
        _ => None,
    }
}

/// The ending of an English ordinal.
pub(super) fn ordinal(number: u16) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

/// The address of a preprint in its archive.
pub(super) fn eprint_url(archive: &str, eprint: &str) -> Option<String> {
    let base = match archive.to_ascii_lowercase().as_str() {
        "arxiv" => "https://arxiv.org/abs/",
        "pubmed" => "https://www.ncbi.nlm.nih.gov/pubmed/",
        "jstor" => "https://www.jstor.org/stable/",
        "googlebooks" => "https://books.google.com?id=",
        "hdl" => "https://hdl.handle.net/",
        _ => return None,
    };
    let id = if archive.eq_ignore_ascii_case("arxiv") { eprint.trim_start_matches("arXiv:") } else { eprint };
    (!id.is_empty()).then(|| format!("{base}{id}"))
}
