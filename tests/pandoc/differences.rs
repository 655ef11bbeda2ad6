//! Where we read a `.bib` file differently from pandoc on purpose, each with its reason.

use super::comparison::Difference;
use super::single::SINGLE;
use super::texts::{bare, dotted, fold, one_dash, one_space, without_dashes};
use serde_json::Value;

/// Differences of one kind, wherever they are.
struct Class {
    variables: &'static [&'static str],
    holds: fn(&Option<Value>, &Option<Value>) -> bool,
    reason: &'static str,
}

const ANYWHERE: &[&str] = &[];
const TITLES: &[&str] = &["title", "title-short", "container-title", "volume-title", "original-title"];
const DATES: &[&str] = &["issued", "original-date", "event-date", "accessed"];
const NAMES: &[&str] = &["author", "editor", "translator", "container-author", "director"];

/// What is in the case of the file, always.
const SPELLED: &[&str] = &[
    "author",
    "editor",
    "container-title-short",
    "publisher",
    "publisher-place",
    "event-place",
    "original-publisher-place",
];

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
        variables: &["event-title"],
        holds: |ours, theirs| lower(ours) == lower(theirs),
        reason: "the name of a meeting is a proper name; pandoc puts it in sentence case",
    },
    Class {
        variables: &["collection-title"],
        holds: |ours, theirs| lower(ours) == lower(theirs).replace('\u{ad}', ""),
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
        holds: |ours, theirs| matches!(year(theirs).as_str(), "1997" | "1998") || year_only(ours) && is_range(theirs),
        reason: "the entry's own `year` counts; pandoc takes the `date` of its parent",
    },
    Class {
        variables: &["collection-title"],
        holds: |ours, theirs| text(theirs).ends_with(" series") && text(theirs).starts_with(&text(ours)),
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
        variables: &["title", "container-title"],
        holds: |ours, theirs| lower(theirs).starts_with(&(lower(ours) + ": ")),
        reason: "the subtitle of a volume belongs to the volume, not to the whole work",
    },
    Class {
        variables: &["title-short"],
        holds: |ours, theirs| lower(theirs).starts_with(&(lower(ours) + ": ")),
        reason: "a short title ends at the first colon",
    },
    Class {
        variables: &["publisher"],
        holds: |ours, theirs| ours.is_some() && theirs.is_none(),
        reason: "an empty field is none, and its entry takes that of its parent",
    },
    Class {
        variables: &["abstract"],
        holds: |ours, theirs| text(ours).contains('$') && theirs.is_none(),
        reason: "a dollar sign without a partner is one; pandoc loses the text",
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
        holds: |ours, theirs| (is(ours, "124106") || is(ours, "e1")) && theirs.is_none(),
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
        variables: &["URL", "DOI", "ISBN", "ISSN"],
        holds: |ours, theirs| bare(&text(ours)) == bare(&text(theirs)),
        reason: "an address or identifier has no backslash, brace or line break of its file, and no `arXiv:` twice",
    },
    Class {
        variables: &["genre"],
        holds: |_, theirs| text(theirs).contains(['{', '\\', '\'', '`', '\n']),
        reason: "`type` is TeX, too",
    },
    Class {
        variables: &["keyword"],
        holds: |ours, theirs| ours.is_some() && theirs.is_none(),
        reason: "`keyword` is read as `keywords`",
    },
    Class {
        variables: &["page"],
        holds: |ours, theirs| one_dash(&text(ours)) == one_dash(&text(theirs)),
        reason: "a range of pages has one hyphen, however many the file has",
    },
    Class {
        variables: NAMES,
        holds: |_, theirs| theirs.as_ref().is_some_and(|names| names.to_string().contains("AND ")),
        reason: "`AND` is `and` for BibTeX",
    },
    Class {
        variables: NAMES,
        holds: |ours, theirs| words(ours) == words(theirs),
        reason: "braces hold a family name together, and a letter, a mark or a word in brackets is no particle",
    },
    Class {
        variables: SPELLED,
        holds: |ours, theirs| same_but_case(ours, theirs),
        reason: "a name that no `@string` defines is kept as written; pandoc writes it in small letters",
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

/// Why a difference is meant, where it is.
pub fn reason(difference: &Difference) -> Option<&'static str> {
    let Difference { file, entry, variable, ours, theirs, .. } = difference;
    let single = SINGLE
        .iter()
        .find(|(known, key, name, _)| file.ends_with(known) && (key, name) == (&entry.as_str(), &variable.as_str()));
    let class = || {
        CLASSES
            .iter()
            .filter(|class| class.variables.is_empty() || class.variables.contains(&variable.as_str()))
            .find(|class| (class.holds)(ours, theirs))
            .map(|class| class.reason)
    };
    let is_title = TITLES.contains(&variable.as_str());
    let fold = || fold(ours.as_ref().map(flat)?, theirs.as_ref().map(flat)?, is_title);
    single.map(|(.., reason)| *reason).or_else(class).or_else(fold).or_else(|| case(difference))
}

/// Why a title is in another case: all of it, where pandoc takes it for an English one.
fn case(difference: &Difference) -> Option<&'static str> {
    let Difference { variable, ours, theirs, is_periodical, only_language, .. } = difference;
    let lowered = |value: &Option<Value>| without_dashes(&one_space(&dotted(&lower(value))));
    let reason = match (is_periodical, only_language) {
        (true, _) => "the name of a journal keeps its case",
        (_, true) => "an entry without `langid` is in its `language`, and a title that is not English keeps its case",
        _ => return None,
    };
    (TITLES.contains(&variable.as_str()) && lowered(ours) == lowered(theirs)).then_some(reason)
}

/// A text or a list of names as one text.
fn flat(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The words of names, whatever part of a name they are.
fn words(names: &Option<Value>) -> Vec<String> {
    let name = |name: &Value| {
        let mut words: Vec<String> = Vec::new();
        for part in name.as_object().into_iter().flat_map(|parts| parts.values()) {
            words.extend(part.as_str().unwrap_or_default().split_whitespace().map(str::to_owned));
        }
        words.sort();
        words.join(" ")
    };
    names.as_ref().and_then(Value::as_array).into_iter().flatten().map(name).collect()
}

fn same_but_case(ours: &Option<Value>, theirs: &Option<Value>) -> bool {
    let lower = |value: &Option<Value>| value.as_ref().map(|value| flat(value).to_lowercase());
    lower(ours) == lower(theirs)
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

fn is_range(value: &Option<Value>) -> bool {
    part(value, "date-parts").and_then(Value::as_array).is_some_and(|parts| parts.len() == 2)
}

/// Whether a text is a language tag of two or three letters, perhaps with more behind them.
fn is_tag(value: &Option<Value>) -> bool {
    matches!(text(value).split('-').next().unwrap_or_default().len(), 2 | 3)
}
