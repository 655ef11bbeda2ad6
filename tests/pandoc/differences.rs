//! Where we read a `.bib` file differently from pandoc on purpose, each with its reason.

use super::Difference;
use serde_json::Value;

/// Differences of one kind, wherever they are.
struct Class {
    variables: &'static [&'static str],
    holds: fn(&Option<Value>, &Option<Value>) -> bool,
    reason: &'static str,
}

/// Differences of single entries of the fixtures: file, entry, variable, reason.
const SINGLE: &[(&str, &str, &str, &str)] = &[
    (
        "people.bib",
        "braced-family",
        "author",
        "braces around a family name say that it is one name; pandoc takes it apart",
    ),
    ("people.bib", "trailing-comma", "author", "a comma behind the given name does not make it a suffix"),
    ("people.bib", "semicolons", "author", "semicolons part these names, and a warning says so"),
    ("people.bib", "commas", "author", "more than two commas: pandoc loses names, we keep them and warn"),
    ("people.bib", "shouting-and", "author", "`AND` is `and` for BibTeX"),
    ("people.bib", "holder", "author", "a patent without an author is by its holder"),
    ("syntax.bib", "twice", "title", "of two equal fields the first counts, as in BibTeX, and a warning says so"),
    ("syntax.bib", "lines", "note", "pandoc loses what parts paragraphs"),
    ("commands.bib", "symbols", "title", "pandoc drops symbols: daggers, trade marks, dashes by name"),
    ("commands.bib", "unknown", "title", "the argument of an unknown command is text; pandoc drops it"),
    ("commands.bib", "punctuation", "title", "pandoc drops BibLaTeX's punctuation commands"),
    ("commands.bib", "punctuation", "title-short", "pandoc drops BibLaTeX's punctuation commands"),
    ("commands.bib", "dollars", "title", "a dollar sign without a partner is one; pandoc loses the title"),
    ("commands.bib", "unbalanced", "title", "a dollar sign without a partner is one; pandoc loses the title"),
    ("edtf.bib", "forthcoming", "status", "a year in words is printed as the date, not as a status"),
    ("links.bib", "original", "original-title", "the language of the entry is French, which keeps its case"),
    ("fields.bib", "book", "language", "`langidopts` says more than `langid`"),
    ("jabref.bib", "Poe-2019", "annote", "the comments of a JabRef library stand behind the annotation"),
    ("names.bib", "odd", "author", "an `and` too many is no particle"),
    ("names.bib", "patent", "author", "a patent without an author is by its holder"),
    ("tex.bib", "accents", "title", "pandoc drops `\\th`"),
    ("tex.bib", "fonts", "title", "the argument of an unknown command is text; pandoc drops it"),
    ("tex.bib", "links", "DOI", "a DOI is not an address, and its underscore no TeX"),
    ("tex.bib", "links", "URL", "an address in `\\url` is that address"),
    ("tex.bib", "paragraphs", "abstract", "a dollar sign without a partner is one; pandoc loses the text"),
    ("tex.bib", "unbalanced", "title", "`\\emph b` has no group to set in italics"),
    (
        "titles.bib",
        "chapter",
        "container-title",
        "the subtitle of a volume belongs to the volume, not to the whole work",
    ),
    ("types.bib", "conference", "container-title", "what a conference paper is in is its `booktitle`"),
    ("links.bib", "periodical", "title", "the name of a journal keeps its case"),
];

const ANYWHERE: &[&str] = &[];
const TITLES: &[&str] = &["title", "title-short", "container-title", "volume-title", "original-title"];
const DATES: &[&str] = &["issued", "original-date", "event-date", "accessed"];
const NAMES: &[&str] = &["author", "editor", "translator", "container-author", "director"];

const CLASSES: &[Class] = &[
    Class {
        variables: &["type"],
        holds: |_, theirs| is(theirs, ""),
        reason: "CSL-JSON demands a type; pandoc gives `misc`, `conference` and types that it does not know none",
    },
    Class {
        variables: &["type"],
        holds: |ours, theirs| {
            is(ours, "standard") && is(theirs, "legislation") || is(ours, "performance") && is(theirs, "speech")
        },
        reason: "CSL 1.0.2 has the types `standard` and `performance`",
    },
    Class {
        variables: &["event", "event-title"],
        holds: |ours, theirs| ours.is_none() || theirs.is_none(),
        reason: "CSL 1.0.2 calls `event-title` what was `event`; the name of a meeting keeps its case",
    },
    Class {
        variables: &["collection-title"],
        holds: |ours, theirs| lower(ours) == lower(theirs),
        reason: "the name of a series is a proper name; pandoc puts it in sentence case",
    },
    Class {
        variables: &["language"],
        holds: |_, theirs| theirs.is_none(),
        reason: "the language of an entry without `langid` is that of its `language`",
    },
    Class {
        variables: &["language"],
        holds: |ours, theirs| is_tag(ours) && (!is_tag(theirs) || is(theirs, "sl-SL")),
        reason: "CSL wants a BCP 47 tag; pandoc leaves names of languages that it does not know",
    },
    Class { variables: &["other-ids"], holds: |ours, _| ours.is_none(), reason: "`other-ids` is no variable of CSL" },
    Class {
        variables: DATES,
        holds: |_, theirs| theirs.as_ref().is_none_or(|date| date["date-parts"] == Value::Array(Vec::new())),
        reason: "pandoc loses dates that are not plain EDTF: `..`, `199X`, `1999-XX`, ranges of years, words",
    },
    Class {
        variables: DATES,
        holds: |ours, _| ours.as_ref().is_some_and(|date| date.get("season").is_some()),
        reason: "CSL-JSON has `season`; pandoc writes months 21 to 24, or drops a season's name",
    },
    Class {
        variables: DATES,
        holds: |ours, theirs| {
            part(ours, "date-parts") == part(theirs, "date-parts") && part(ours, "circa") != part(theirs, "circa")
        },
        reason: "an uncertain date (`?`, `%`) is `circa` in CSL",
    },
    Class {
        variables: DATES,
        holds: |ours, theirs| year_only(theirs) && year(ours) == year(theirs),
        reason: "pandoc reads no month that is not a number or one of BibTeX's macros, and no day or range in it",
    },
    Class {
        variables: DATES,
        holds: |ours, theirs| year(ours) == "-1" && year(theirs) == "0" || part(ours, "literal").is_some(),
        reason: "the year 0000 of EDTF is 1 BC, and 30 February is no date",
    },
    Class {
        variables: &["issued"],
        holds: |ours, theirs| {
            part(theirs, "date-parts").is_some_and(|parts| parts[0][1] == "0") && part(ours, "date-parts").is_some()
        },
        reason: "`1999-00` is a range of years, not a month 0",
    },
    Class {
        variables: &["issued"],
        holds: |_, theirs| matches!(year(theirs).as_str(), "1997" | "1998"),
        reason: "the entry's own `year` counts; pandoc takes the `date` of its parent",
    },
    Class {
        variables: &["collection-title"],
        holds: |ours, theirs| is(ours, "2") && is(theirs, "2nd series"),
        reason: "journals have numbered series, books do not",
    },
    Class {
        variables: &["title", "title-short", "volume-title"],
        holds: |ours, theirs| [ours, theirs].iter().any(|title| lower(title).starts_with("the complete works")),
        reason: "subtitle and short title of a volume belong to the volume, not to the whole work",
    },
    Class {
        variables: &["container-title", "volume-title", "title"],
        holds: |ours, theirs| [ours, theirs].iter().any(|title| lower(title).ends_with(": a collection")),
        reason: "the subtitle of a parent is its child's `booksubtitle`",
    },
    Class {
        variables: &["title-short"],
        holds: |ours, theirs| ours.is_none() != theirs.is_none(),
        reason: "the short title of a volume belongs to the volume, and one that is given is kept",
    },
    Class {
        variables: &["compiler", "contributor", "director", "illustrator", "producer", "organizer"],
        holds: |_, theirs| theirs.is_none(),
        reason: "pandoc reads no `editora` to `editorc`",
    },
    Class {
        variables: &["number"],
        holds: |ours, theirs| is(ours, "124106") && theirs.is_none(),
        reason: "the number of an article (`eid`) is its `number`; pandoc drops it",
    },
    Class {
        variables: &["volume-title", "issue", "note"],
        holds: |ours, theirs| ours.is_some() && theirs.is_none(),
        reason: "pandoc drops `issuetitle`, an `issue` without `number` and the `note` of a periodical",
    },
    Class {
        variables: &["URL"],
        holds: |ours, theirs| text(ours).starts_with("https://hdl.handle.net/") && theirs.is_none(),
        reason: "a handle has an address",
    },
    Class {
        variables: &["DOI"],
        holds: |ours, theirs| text(theirs).ends_with(&text(ours)) && text(ours).starts_with("10."),
        reason: "a DOI is not an address",
    },
    Class {
        variables: &["container-title", "collection-number", "number", "volume-title", "title"],
        holds: |ours, theirs| ours.is_none() != theirs.is_none(),
        reason: "what a `conference`, `suppbook` or `suppcollection` is in, which pandoc does not read",
    },
    Class {
        variables: &["jurisdiction", "publisher-place"],
        holds: |ours, theirs| ours.is_none() != theirs.is_none(),
        reason: "`address` is `location`, in a patent too",
    },
    Class {
        variables: NAMES,
        holds: |ours, theirs| {
            ours.as_ref()
                .zip(theirs.as_ref())
                .is_some_and(|(ours, theirs)| dotted(&ours.to_string()) == dotted(&theirs.to_string()))
        },
        reason: "an accent takes the place of the dot of i: í, not ı with an accent",
    },
    Class {
        variables: ANYWHERE,
        holds: |ours, theirs| ours.is_none() && is(theirs, ""),
        reason: "an empty field is none",
    },
    Class {
        variables: ANYWHERE,
        holds: |_, theirs| text(theirs).contains('$'),
        reason: "mathematics becomes text that a citation can hold; pandoc leaves TeX",
    },
];

/// Makes texts alike in one respect.
type Fold = fn(&str) -> String;

/// What is made alike in both texts, one after another, until they are equal: the last one is the reason.
const FOLDS: &[(Fold, &str)] = &[
    (dotted, "an accent takes the place of the dot of i: í, not ı with an accent"),
    (|text| text.replace('\u{ad}', ""), "a place where TeX may break a word is no letter of it"),
    (|text| text.replace(['“', '”'], "\"").replace(['‘', '’'], "\""), "single quotes stay single"),
    (|text| text.replace("…:", "…").replace("….", "…"), "an ellipsis needs no colon or full stop behind it"),
    (without_dashes, "pandoc drops `\\textendash`"),
    (
        spared,
        "in English titles `U.S.`, `H2O`, `O'Brien` and initials keep their capitals, and a new sentence gets one",
    ),
];

/// Why a difference is meant, where it is.
pub fn reason(difference: &Difference) -> Option<&'static str> {
    let Difference { file, entry, variable, ours, theirs, .. } = difference;
    let single = SINGLE
        .iter()
        .find(|(known, key, name, _)| (known, key, name) == (&file.as_str(), &entry.as_str(), &variable.as_str()));
    let class = || {
        CLASSES
            .iter()
            .filter(|class| class.variables.is_empty() || class.variables.contains(&variable.as_str()))
            .find(|class| (class.holds)(ours, theirs))
            .map(|class| class.reason)
    };
    let fold = || TITLES.contains(&variable.as_str()).then(|| fold(text(ours), text(theirs))).flatten();
    single.map(|(.., reason)| *reason).or_else(class).or_else(fold).or_else(|| case(difference))
}

/// Why a title is in another case: all of it, where pandoc takes it for an English one.
fn case(difference: &Difference) -> Option<&'static str> {
    let Difference { variable, ours, theirs, is_periodical, only_language, .. } = difference;
    let lowered = |value: &Option<Value>| without_dashes(&dotted(&lower(value)));
    let reason = match (is_periodical, only_language) {
        (true, _) => "the name of a journal keeps its case",
        (_, true) => "an entry without `langid` is in its `language`, and a title that is not English keeps its case",
        _ => return None,
    };
    (TITLES.contains(&variable.as_str()) && lowered(ours) == lowered(theirs)).then_some(reason)
}

fn fold(mut ours: String, mut theirs: String) -> Option<&'static str> {
    FOLDS.iter().find_map(|(fold, reason)| {
        (ours, theirs) = (fold(&ours), fold(&theirs));
        (ours == theirs).then_some(*reason)
    })
}

fn text(value: &Option<Value>) -> String {
    value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn lower(value: &Option<Value>) -> String {
    text(value).to_lowercase()
}

fn is(value: &Option<Value>, expected: &str) -> bool {
    value.as_ref().is_some_and(|value| value == expected)
}

fn part<'a>(value: &'a Option<Value>, name: &str) -> Option<&'a Value> {
    value.as_ref().and_then(|value| value.get(name))
}

fn year(value: &Option<Value>) -> String {
    part(value, "date-parts").and_then(|parts| parts[0][0].as_str()).unwrap_or_default().to_owned()
}

fn year_only(value: &Option<Value>) -> bool {
    part(value, "date-parts").is_some_and(|parts| {
        parts
            .as_array()
            .is_some_and(|parts| parts.len() == 1 && parts[0].as_array().is_some_and(|parts| parts.len() == 1))
    })
}

/// Whether a text is a language tag of two or three letters, perhaps with more behind them.
fn is_tag(value: &Option<Value>) -> bool {
    matches!(text(value).split('-').next().unwrap_or_default().len(), 2 | 3)
}

fn dotted(text: &str) -> String {
    [("ı\u{301}", "í"), ("ı\u{308}", "ï"), ("ı\u{302}", "î"), ("ı\u{300}", "ì")]
        .iter()
        .fold(text.to_owned(), |text, (loose, whole)| text.replace(loose, whole))
}

fn without_dashes(text: &str) -> String {
    text.replace('–', "").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text with those words in lower case that are abbreviations, hold digits or an apostrophe, or start a sentence.
fn spared(text: &str) -> String {
    let mut starts = true;
    let word = |word: &str| {
        let special = word.contains(['.', '\u{2019}', '"', '<']) || word.contains(|c: char| c.is_ascii_digit());
        let spare = starts || special;
        starts = word.ends_with([':', '.', '?', '!', '\u{2026}', '>']);
        if spare { word.to_lowercase() } else { word.to_owned() }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
