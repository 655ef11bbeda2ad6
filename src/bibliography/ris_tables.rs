//! The types and tags of RIS, and what they are in CSL.
//!
//! After Zotero's RIS translator and its mapping to CSL, and what EndNote and Mendeley write.

/// The types of RIS and their types in CSL.
pub(super) const TYPES: &[(&str, &str)] = &[
    ("ABST", "article-journal"),
    ("ADVS", "motion_picture"),
    ("AGGR", "dataset"),
    ("ANCIENT", "classic"),
    ("ART", "graphic"),
    ("BILL", "bill"),
    ("BLOG", "post-weblog"),
    ("BOOK", "book"),
    ("CASE", "legal_case"),
    ("CHAP", "chapter"),
    ("CHART", "figure"),
    ("CLSWK", "classic"),
    ("COMP", "software"),
    ("CONF", "paper-conference"),
    ("CPAPER", "paper-conference"),
    ("CTLG", "book"),
    ("DATA", "dataset"),
    ("DBASE", "dataset"),
    ("DICT", "entry-dictionary"),
    ("EBOOK", "book"),
    ("ECHAP", "chapter"),
    ("EDBOOK", "book"),
    ("EJOUR", "article-journal"),
    ("ELEC", "webpage"),
    ("ENCYC", "entry-encyclopedia"),
    ("EQUA", "document"),
    ("FIGURE", "figure"),
    ("GEN", "document"),
    ("GENERIC", "document"),
    ("GOVDOC", "report"),
    ("GRANT", "document"),
    ("GRNT", "document"),
    ("HEAR", "hearing"),
    ("ICOMM", "personal_communication"),
    ("INPR", "article-journal"),
    ("INTV", "interview"),
    ("JFULL", "periodical"),
    ("JOUR", "article-journal"),
    ("LEGAL", "regulation"),
    ("MANSCPT", "manuscript"),
    ("MAP", "map"),
    ("MGZN", "article-magazine"),
    ("MPCT", "motion_picture"),
    ("MULTI", "webpage"),
    ("MUSIC", "musical_score"),
    ("NEWS", "article-newspaper"),
    ("PAMP", "pamphlet"),
    ("PAT", "patent"),
    ("PCOMM", "personal_communication"),
    ("POD", "broadcast"),
    ("PRESS", "document"),
    ("RPRT", "report"),
    ("SER", "book"),
    ("SLIDE", "speech"),
    ("SOUND", "song"),
    ("STAND", "standard"),
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
pub(super) const TEXTS: &[(&str, &str)] = &[
    ("AB", "abstract"),
    ("AN", "archive_location"),
    ("CN", "call-number"),
    ("CT", "title"),
    ("DB", "archive"),
    ("DP", "source"),
    ("J1", "container-title-short"),
    ("J2", "container-title-short"),
    ("JA", "container-title-short"),
    ("JF", "container-title"),
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
    ("TI", "title"),
    ("UR", "URL"),
    ("VL", "volume"),
];

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
pub(super) fn role(tag: &str, kind: &str) -> Option<&'static str> {
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
pub(super) fn by_type(tag: &str, kind: &str) -> Option<&'static str> {
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
pub(super) fn is_serial(kind: &str) -> bool {
    matches!(kind, "article-journal" | "article-magazine" | "article-newspaper" | "periodical" | "review")
}

/// Whether `M3`, the kind of work, is printed as the genre of an item of this type.
pub(super) fn has_genre(kind: &str) -> bool {
    !is_serial(kind)
        && !matches!(kind, "book" | "chapter" | "paper-conference" | "entry-dictionary" | "entry-encyclopedia")
}

/// Whether `SP` without `EP` counts the pages of an item of this type.
pub(super) fn counts_pages(kind: &str) -> bool {
    matches!(kind, "book" | "thesis" | "manuscript" | "pamphlet" | "report" | "standard")
}
