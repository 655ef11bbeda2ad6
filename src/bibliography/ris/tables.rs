//! The types and tags of RIS, and what they are in CSL.
//!
//! The export reads the tables backwards: of several rows for one type or variable the first is the one that is written.
//! After Zotero's RIS translator and its mapping to CSL, and what EndNote and Mendeley write.

/// The types of RIS and their types in CSL.
pub(crate) const TYPES: &[(&str, &str)] = &[
    ("JOUR", "article-journal"),
    ("BOOK", "book"),
    ("CHAP", "chapter"),
    ("CONF", "paper-conference"),
    ("RPRT", "report"),
    ("GEN", "document"),
    ("FIGURE", "figure"),
    ("DATA", "dataset"),
    ("ELEC", "webpage"),
    ("CLSWK", "classic"),
    ("MPCT", "motion_picture"),
    ("PCOMM", "personal_communication"),
    ("STAND", "standard"),
    ("BILL", "bill"),
    ("MANSCPT", "manuscript"),
    ("ABST", "article-journal"),
    ("ADVS", "motion_picture"),
    ("AGGR", "dataset"),
    ("ANCIENT", "classic"),
    ("ART", "graphic"),
    ("BLOG", "post-weblog"),
    ("CASE", "legal_case"),
    ("CHART", "figure"),
    ("COMP", "software"),
    ("CPAPER", "paper-conference"),
    ("CTLG", "book"),
    ("DBASE", "dataset"),
    ("DICT", "entry-dictionary"),
    ("EBOOK", "book"),
    ("ECHAP", "chapter"),
    ("EDBOOK", "book"),
    ("EJOUR", "article-journal"),
    ("ENCYC", "entry-encyclopedia"),
    ("EQUA", "document"),
    ("GENERIC", "document"),
    ("GOVDOC", "report"),
    ("GRANT", "document"),
    ("GRNT", "document"),
    ("HEAR", "hearing"),
    ("ICOMM", "personal_communication"),
    ("INPR", "article-journal"),
    ("INTV", "interview"),
    ("JFULL", "periodical"),
    ("LEGAL", "regulation"),
    ("MAP", "map"),
    ("MGZN", "article-magazine"),
    ("MULTI", "webpage"),
    ("MUSIC", "musical_score"),
    ("NEWS", "article-newspaper"),
    ("PAMP", "pamphlet"),
    ("PAT", "patent"),
    ("POD", "broadcast"),
    ("PRESS", "document"),
    ("SER", "book"),
    ("SLIDE", "speech"),
    ("SOUND", "song"),
    ("STAT", "legislation"),
    ("STD", "standard"),
    ("THES", "thesis"),
    ("UNBILL", "bill"),
    ("UNPB", "manuscript"),
    ("UNPD", "manuscript"),
    ("VIDEO", "motion_picture"),
    ("WEB", "webpage"),
];

/// Tags that are one variable whatever the type.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("TI", "title"),
    ("J2", "container-title-short"),
    ("JF", "container-title"),
    ("UR", "URL"),
    ("AB", "abstract"),
    ("AN", "archive_location"),
    ("CN", "call-number"),
    ("CT", "title"),
    ("DB", "archive"),
    ("DP", "source"),
    ("J1", "container-title-short"),
    ("JA", "container-title-short"),
    ("LA", "language"),
    ("LK", "URL"),
    ("N2", "abstract"),
    ("NV", "number-of-volumes"),
    ("PB", "publisher"),
    ("PP", "publisher-place"),
    ("RI", "reviewed-title"),
    ("SE", "section"),
    ("ST", "title-short"),
    ("SV", "collection-number"),
    ("T1", "title"),
    ("VL", "volume"),
];

/// The types of CSL that RIS has no type for, and the one that they are written as.
const NEAREST: &[(&str, &str)] = &[
    ("article", "JOUR"),
    ("entry", "ENCYC"),
    ("post", "BLOG"),
    ("review", "JOUR"),
    ("review-book", "JOUR"),
    ("treaty", "STAT"),
];

/// The type that an item of some CSL type is written as, and what that is in CSL.
pub(crate) fn type_of(csl: &str) -> (&'static str, &'static str) {
    let own = TYPES.iter().find(|(_, known)| *known == csl);
    let near = || NEAREST.iter().find(|(known, _)| *known == csl).map_or("GEN", |(_, name)| name);
    own.or_else(|| TYPES.iter().find(|(name, _)| *name == near())).copied().unwrap_or(("GEN", "document"))
}

/// Tags of people, of those that depend on the type, and of the last resort, in the order in which they are tried.
const PEOPLE: &[&str] = &["AU", "A2", "ED", "A3", "A4", "C2"];
const BY_TYPE: &[&str] = &["C3", "T2", "T3", "ET", "C1", "C2", "C6", "C7"];
const NUMBERS: &[&str] = &["IS", "M1"];

/// The tag that people of this role stand under in an item of some type.
pub(crate) fn tag_of_role(variable: &str, kind: &str) -> Option<&'static str> {
    PEOPLE.iter().copied().find(|tag| role(tag, kind) == Some(variable))
}

/// The tag of a text in an item of some type.
pub(crate) fn tag_of(variable: &str, kind: &str) -> Option<&'static str> {
    let decided = |tags: &[&'static str]| tags.iter().copied().find(|tag| by_type(tag, kind) == Some(variable));
    let plain = || TEXTS.iter().find(|(_, known)| *known == variable).map(|(tag, _)| *tag);
    decided(BY_TYPE).or_else(plain).or_else(|| decided(NUMBERS))
}

/// Tags that RIS or the programs that write it have and CSL has nothing for.
pub(super) const KEPT: &[&str] = &[
    "A5", "AD", "AV", "C4", "C5", "C8", "CA", "CR", "ER", "FD", "L1", "L2", "L3", "L4", "LB", "LL", "OP", "PA", "RN",
    "RP", "SL", "TT", "U1", "U2", "U3", "U4", "U5", "WP",
];

/// Tags that depend on the type or on each other; `ris_item` reads them.
pub(super) const READ: &[&str] = &[
    "A1", "A2", "A3", "A4", "AU", "BT", "C1", "C2", "C3", "C6", "C7", "CY", "DA", "DO", "ED", "EP", "ET", "ID", "IS",
    "JO", "KW", "M1", "M2", "M3", "N1", "PY", "RD", "SN", "SP", "T2", "T3", "TA", "TY", "Y1", "Y2",
];

/// The role of the people under a tag in an item of some type.
pub(crate) fn role(tag: &str, kind: &str) -> Option<&'static str> {
    Some(match (tag, kind) {
        ("AU" | "A1", "motion_picture" | "broadcast") => "director",
        ("AU" | "A1", "song" | "musical_score") => "composer",
        ("AU" | "A1", _) => "author",
        ("A2", "book" | "report" | "map" | "standard") => "collection-editor",
        ("A2", "personal_communication") => "recipient",
        ("A2", "song") => "performer",
        ("A2", "interview") => "interviewer",
        ("A2", "speech") => "chair",
        ("A2" | "ED", _) => "editor",
        ("A3", "book") => "editor",
        ("A3", "motion_picture" | "broadcast") => "producer",
        ("A3", _) => "collection-editor",
        ("A4", "paper-conference" | "motion_picture" | "legal_case") => "contributor",
        ("A4" | "TA", _) => "translator",
        ("C2", "chapter") => "container-author",
        _ => return None,
    })
}

/// The variable of a tag whose meaning the type decides.
pub(crate) fn by_type(tag: &str, kind: &str) -> Option<&'static str> {
    let serial = is_serial(kind);
    Some(match (tag, kind) {
        ("BT", "book" | "manuscript" | "report") => "title",
        ("BT", _) => "container-title",
        ("T2", "book" | "report" | "map" | "software" | "thesis" | "standard" | "pamphlet") => "collection-title",
        ("T2", "speech") => "event-title",
        ("T2", _) => "container-title",
        ("T3", "bill" | "hearing") => "authority",
        ("T3", _) => "collection-title",
        ("JO", _) => "container-title",
        ("ET", "software") => "version",
        ("ET", "bill" | "hearing" | "legislation") => "chapter-number",
        ("ET", _) => "edition",
        ("IS", _) if serial => "issue",
        ("IS", "book" | "chapter" | "paper-conference") => "collection-number",
        ("IS", _) => "number",
        ("M1", "software") => "medium",
        ("M1", "book" | "chapter" | "paper-conference") => "collection-number",
        ("M1", _) => "number",
        ("C1", "map") => "scale",
        ("C3", "paper-conference") => "container-title",
        ("C3", "graphic") => "dimensions",
        ("C6", "patent") => "status",
        ("C7", _) if serial => "number",
        ("C2", _) if serial => "PMCID",
        _ => return None,
    })
}

/// Whether an item of this type stands in a periodical, or is one.
pub(crate) fn is_serial(kind: &str) -> bool {
    matches!(kind, "article-journal" | "article-magazine" | "article-newspaper" | "periodical" | "review")
}

/// Whether `M3`, the kind of work, is printed as the genre of an item of this type.
pub(crate) fn has_genre(kind: &str) -> bool {
    !is_serial(kind)
        && !matches!(kind, "book" | "chapter" | "paper-conference" | "entry-dictionary" | "entry-encyclopedia")
}

/// Whether `SP` without `EP` counts the pages of an item of this type.
pub(crate) fn counts_pages(kind: &str) -> bool {
    matches!(kind, "book" | "thesis" | "manuscript" | "pamphlet" | "report" | "standard")
}
