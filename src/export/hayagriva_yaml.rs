//! Hayagriva's YAML, for Typst: an entry and, nested in it, what it appeared in.
//!
//! Texts have no markup there, but braces around letters that keep their case. A field that its reader would reject, and the
//! whole entry with it, such as a language that is no tag, is left out.

use super::dates;
use super::markup::{Mark, Piece, pieces};
use crate::bibliography::{self, Item};
use crate::diagnostics::TextFile;
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

/// The types of CSL, with the type of an entry and that of what it appears in; the first kind of entry that is read as that
/// type or, where none is, the nearest. All others are `misc`.
const TYPES: &[(&str, &str, &str)] = &[
    ("article", "article", ""),
    ("article-journal", "article", "periodical"),
    ("article-magazine", "article", "periodical"),
    ("article-newspaper", "article", "newspaper"),
    ("bill", "legislation", "periodical"),
    ("book", "book", "anthology"),
    ("broadcast", "video", "video"),
    ("chapter", "chapter", "book"),
    ("classic", "book", "anthology"),
    ("entry", "entry", "reference"),
    ("entry-dictionary", "entry", "reference"),
    ("entry-encyclopedia", "entry", "reference"),
    ("figure", "artwork", "misc"),
    ("graphic", "artwork", "misc"),
    ("hearing", "case", "periodical"),
    ("legal_case", "case", "periodical"),
    ("legislation", "legislation", "periodical"),
    ("manuscript", "manuscript", "misc"),
    ("motion_picture", "video", "video"),
    ("musical_score", "audio", "audio"),
    ("paper-conference", "article", "proceedings"),
    ("patent", "patent", "misc"),
    ("performance", "performance", "misc"),
    ("periodical", "periodical", "misc"),
    ("post", "post", "web"),
    ("post-weblog", "article", "blog"),
    ("regulation", "legislation", "periodical"),
    ("report", "report", "anthology"),
    ("review", "article", "periodical"),
    ("review-book", "article", "periodical"),
    ("software", "repository", "misc"),
    ("song", "audio", "audio"),
    ("speech", "conference", "misc"),
    ("thesis", "thesis", "anthology"),
    ("treaty", "legislation", "periodical"),
    ("webpage", "web", "web"),
];

/// The fields that are one variable.
const TEXTS: &[(&str, &str)] = &[
    ("issue", "issue"),
    ("volume", "volume"),
    ("volume-total", "number-of-volumes"),
    ("edition", "edition"),
    ("chapter", "chapter-number"),
    ("page-range", "page"),
    ("page-total", "number-of-pages"),
    ("runtime", "dimensions"),
    ("language", "language"),
];

/// The fields that are one variable of formatted text.
const FORMATTED: &[(&str, &str)] = &[
    ("archive", "archive"),
    ("archive-location", "archive-place"),
    ("call-number", "call-number"),
    ("note", "note"),
    ("abstract", "abstract"),
    ("genre", "genre"),
];

/// The roles beyond authors and editors.
const ROLES: &[(&str, &str)] = &[
    ("translator", "translator"),
    ("compiler", "compiler"),
    ("composer", "composer"),
    ("director", "director"),
    ("illustrator", "illustrator"),
    ("narrator", "narrator"),
    ("organizer", "organizer"),
    ("producer", "producer"),
    ("executive-producer", "executive-producer"),
    ("cast-member", "performer"),
    ("writer", "script-writer"),
    ("collaborator", "contributor"),
];

const SERIALS: &[(&str, &str)] =
    &[("doi", "DOI"), ("isbn", "ISBN"), ("issn", "ISSN"), ("pmid", "PMID"), ("pmcid", "PMCID"), ("serial", "number")];

/// Items with their keys as entries by key.
pub(super) fn written<'a>(items: impl Iterator<Item = (&'a str, &'a Item)>) -> String {
    let entries = items.map(|(key, item)| {
        let fields = serde_yaml::to_string(&entry(item)).unwrap_or_default();
        let fields: String = fields.lines().map(indented).collect();
        format!("{}:\n{fields}", key_of(key))
    });
    entries.collect::<Vec<_>>().join("\n")
}

/// A key as it is, or in quotes where YAML would take it for something else.
fn key_of(key: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/');
    let is_text = || serde_yaml::from_str::<Value>(key).is_ok_and(|value| value.is_string());
    match key.starts_with(char::is_alphanumeric) && key.chars().all(is_plain) && is_text() {
        true => key.to_owned(),
        false => serde_json::to_string(key).unwrap_or_default(),
    }
}

/// A line of an entry; an empty one stays so.
fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }
}

fn entry(item: &Item) -> Mapping {
    let (_, kind, parent_kind) =
        TYPES.iter().find(|(csl, ..)| *csl == item.kind()).copied().unwrap_or(("document", "misc", "misc"));
    let mut entry = Mapping::new();
    put(&mut entry, "type", kind.into());
    put(&mut entry, "title", title(item, "title", "title-short"));
    put(&mut entry, "author", people(item, "author"));
    if let Some(date) = item.date("issued") {
        put_readable(&mut entry, "date", date_of(&date));
    }
    put(&mut entry, "editor", people(item, "editor"));
    put(&mut entry, "affiliated", affiliated(item));
    let publisher =
        [("name", "publisher"), ("location", "publisher-place")].map(|(key, name)| (key, formatted(item, name)));
    put(&mut entry, "publisher", mapping(publisher));
    for (field, variable) in TEXTS {
        put_readable(
            &mut entry,
            field,
            item.text(variable).map(|text| Value::from(text.into_owned())).unwrap_or_default(),
        );
    }
    put(&mut entry, "url", url(item));
    let serials = SERIALS.iter().map(|(key, variable)| {
        (*key, item.text(variable).map(|text| Value::from(text.into_owned())).unwrap_or_default())
    });
    put(&mut entry, "serial-number", mapping(serials));
    for (field, variable) in FORMATTED {
        put(&mut entry, field, formatted(item, variable));
    }
    put(&mut entry, "parent", parent(item, kind, parent_kind));
    entry
}

/// What the work appeared in; of books and their like, the series.
fn parent(item: &Item, entry_kind: &str, kind: &str) -> Value {
    if kind.is_empty() {
        return Value::Null;
    }
    let series = || title(item, "collection-title", "");
    if kind == "anthology" {
        let number = item.text("collection-number").filter(|_| !item.0.contains_key("volume"));
        let number = number.map(|number| Value::from(number.into_owned())).unwrap_or_default();
        let parent = mapping([("title", series()), ("volume", number)]);
        return with_type(kind, parent);
    }
    let event = formatted(item, "event-title");
    let container = title(item, "container-title", "container-title-short");
    let event = with_type("conference", mapping([("title", event)]));
    let above = with_type(if kind == "periodical" { kind } else { "anthology" }, mapping([("title", series())]));
    let parent = mapping([("title", container), ("author", people(item, "container-author")), ("parent", above)]);
    // An article is told by what it stands in from a preprint.
    let bare = parent.is_null() && event.is_null();
    let parent = match bare && entry_kind == "article" {
        true => mapping([("type", kind.into())]),
        false => with_type(kind, parent),
    };
    match (parent, event) {
        (parent, Value::Null) => parent,
        (Value::Null, event) => event,
        (parent, event) => Value::Sequence(vec![parent, event]),
    }
}

/// The mapping with its type first, unless it is empty.
fn with_type(kind: &str, value: Value) -> Value {
    let Value::Mapping(fields) = value else { return Value::Null };
    let head = (Value::from("type"), Value::from(kind));
    Value::Mapping(std::iter::once(head).chain(fields).collect())
}

fn put(entry: &mut Mapping, field: &str, value: Value) {
    if !value.is_null() {
        entry.insert(field.into(), value);
    }
}

/// Puts a value that has a syntax, if the reader of the format takes it.
fn put_readable(entry: &mut Mapping, field: &str, value: Value) {
    let trial = Mapping::from_iter([(Value::from("type"), Value::from("misc")), (field.into(), value.clone())]);
    let trial = Mapping::from_iter([(Value::from("a"), Value::Mapping(trial))]);
    let text = serde_yaml::to_string(&trial).unwrap_or_default();
    let is_read = || bibliography::parse(&[TextFile::new("a.yaml", &text)], &[]).value.len() == 1;
    if !value.is_null() && is_read() {
        put(entry, field, value);
    }
}

/// A mapping of what says something; nothing where nothing does.
fn mapping<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    let fields: Mapping = fields.map(|(key, value)| (Value::from(key), value)).collect();
    if fields.is_empty() { Value::Null } else { Value::Mapping(fields) }
}

fn title(item: &Item, variable: &str, short: &str) -> Value {
    match formatted(item, short) {
        Value::Null => formatted(item, variable),
        short => mapping([("value", formatted(item, variable)), ("short", short)]),
    }
}

/// A text without markup, braces around letters that keep their case.
fn formatted(item: &Item, variable: &str) -> Value {
    let Some(text) = item.text(variable) else { return Value::Null };
    let mut out = String::with_capacity(text.len());
    for piece in pieces(&text) {
        match piece {
            Piece::Text(text) => {
                for c in text.chars() {
                    out.extend(Some('\\').filter(|_| matches!(c, '{' | '}' | '$' | '\\')));
                    out.push(c);
                }
            }
            Piece::Open(Mark::NoCase) => out.push('{'),
            Piece::Close(Mark::NoCase) => out.push('}'),
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
    if out.is_empty() { Value::Null } else { Value::from(out) }
}

fn people(item: &Item, variable: &str) -> Value {
    let people: Vec<Value> = item.names_json(variable).iter().map(person).filter(|person| !person.is_null()).collect();
    if people.is_empty() { Value::Null } else { Value::Sequence(people) }
}

/// `Family, Given`, or all parts by name.
fn person(name: &Json) -> Value {
    let part = |part: &str| name.get(part).and_then(Json::as_str).unwrap_or_default().to_owned();
    let (family, given, literal) = (part("family"), part("given"), part("literal"));
    let prefix = [part("non-dropping-particle"), part("dropping-particle")].concat();
    let is_simple = |text: &str| text.starts_with(char::is_uppercase) && !text.contains([',', ' ']);
    if prefix.is_empty() && part("suffix").is_empty() && is_simple(&family) && !given.is_empty() && !given.contains(',')
    {
        return Value::from(format!("{family}, {given}"));
    }
    let named = if family.is_empty() { if literal.is_empty() { given.clone() } else { literal } } else { family };
    let given = if named == given { String::new() } else { given };
    let parts = [("name", named), ("given-name", given), ("prefix", prefix), ("suffix", part("suffix"))];
    let some = |text: String| if text.is_empty() { Value::Null } else { Value::from(text) };
    mapping(parts.map(|(key, text)| (key, some(text))))
}

fn affiliated(item: &Item) -> Value {
    let groups = ROLES.iter().filter_map(|(role, variable)| {
        let names = people(item, variable);
        (!names.is_null()).then(|| mapping([("role", Value::from(*role)), ("names", names)]))
    });
    let groups: Vec<Value> = groups.collect();
    if groups.is_empty() { Value::Null } else { Value::Sequence(groups) }
}

/// The first day of a date: the format has no ranges.
fn date_of(date: &bibliography::ItemDate) -> Value {
    let Some(start) = date.start else { return Value::Null };
    match (date.season, start.month, start.year) {
        (Some(season), None, year) => mapping([
            ("year", year.into()),
            ("season", season.into()),
            ("approximate", if date.circa { true.into() } else { Value::Null }),
        ]),
        (_, None, 1000..=9999) if !date.circa => start.year.into(),
        _ => format!("{}{}", if date.circa { "~" } else { "" }, dates::point(start, None)).into(),
    }
}

fn url(item: &Item) -> Value {
    let mut trial = Mapping::new();
    let address = item.text("URL").map(|url| Value::from(url.into_owned())).unwrap_or_default();
    put_readable(&mut trial, "url", address.clone());
    if trial.is_empty() {
        return Value::Null;
    }
    match item.date("accessed").map(|date| date_of(&date)).unwrap_or_default() {
        Value::Null => address,
        date => {
            let dated = mapping([("value", address.clone()), ("date", date)]);
            put_readable(&mut trial, "url", dated);
            trial.get("url").cloned().unwrap_or(address)
        }
    }
}
