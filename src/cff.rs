//! `CITATION.cff`, in which a review says how it wants to be cited: the Citation File Format 1.2.0, as one item.
//!
//! Only what a citation shows is read; of two works that the file may name, `preferred-citation` is the one to cite. What
//! is wrong is reported at its place, and the rest is taken.

use crate::bibliography::Item;
use crate::diagnostics::{Checked, Code, TextFile, did_you_mean};
use crate::project::CITATION_FILE as NAME;
use crate::yaml::{Document, Reader};
use serde_json::{Map, Value, json};

/// The largest file that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// Texts by their keys, and their variables in CSL.
const TEXTS: &[(&str, &str)] = &[
    ("title", "title"),
    ("version", "version"),
    ("license", "license"),
    ("journal", "container-title"),
    ("collection-title", "container-title"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("number", "number"),
    ("edition", "edition"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("url", "URL"),
];

/// Types of works, and what they are in CSL; the first two are those of the file itself.
const TYPES: &[(&str, &str)] = &[
    ("software", "software"),
    ("dataset", "dataset"),
    ("art", "graphic"),
    ("article", "article-journal"),
    ("audiovisual", "motion_picture"),
    ("bill", "bill"),
    ("blog", "post-weblog"),
    ("book", "book"),
    ("catalogue", "book"),
    ("conference", "event"),
    ("conference-paper", "paper-conference"),
    ("data", "dataset"),
    ("database", "dataset"),
    ("dictionary", "book"),
    ("edited-work", "book"),
    ("encyclopedia", "book"),
    ("film-broadcast", "broadcast"),
    ("generic", "document"),
    ("government-document", "report"),
    ("grant", "document"),
    ("hearing", "hearing"),
    ("historical-work", "classic"),
    ("legal-case", "legal_case"),
    ("legal-rule", "legislation"),
    ("magazine-article", "article-magazine"),
    ("manual", "report"),
    ("map", "map"),
    ("multimedia", "motion_picture"),
    ("music", "song"),
    ("newspaper-article", "article-newspaper"),
    ("pamphlet", "pamphlet"),
    ("patent", "patent"),
    ("personal-communication", "personal_communication"),
    ("proceedings", "book"),
    ("report", "report"),
    ("serial", "periodical"),
    ("slides", "speech"),
    ("software-code", "software"),
    ("software-container", "software"),
    ("software-executable", "software"),
    ("software-virtual-machine", "software"),
    ("sound-recording", "song"),
    ("standard", "standard"),
    ("statute", "legislation"),
    ("thesis", "thesis"),
    ("unpublished", "manuscript"),
    ("video", "motion_picture"),
    ("website", "webpage"),
];

/// Understands the file; nothing where it has no title.
pub fn parse(file: &TextFile) -> Checked<Option<Item>> {
    let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let document = match Document::parse(file, start..file.text.len(), LIMIT) {
        Ok(document) => document,
        Err(error) => {
            return Checked { value: None, diagnostics: vec![error.diagnostic(file, Code::BadCitationFile)] };
        }
    };
    let mut reader = Reader::new(&document, Code::BadCitationFile);
    let value = if document.value().is_mapping() {
        let preferred = document.get(&["preferred-citation"]).is_some_and(serde_yaml::Value::is_mapping);
        item(&mut reader, if preferred { &["preferred-citation"] } else { &[] })
    } else {
        reader.unexpected(&[], "keys with their values");
        None
    };
    Checked { value, diagnostics: reader.into_diagnostics() }
}

/// The work that stands under this key, or is the whole file.
fn item(reader: &mut Reader, base: &[&'static str]) -> Option<Item> {
    let mut map = Map::new();
    for (key, variable) in TEXTS {
        if let Some(text) = reader.string(&at(base, &[key])).filter(|text| !text.is_empty()) {
            map.insert((*variable).to_owned(), json!(text));
        }
    }
    if !map.contains_key("title") {
        reader.report(base, format!("`{NAME}` gives no `title`"), None);
        return None;
    }
    map.insert("type".to_owned(), json!(kind(reader, base)));
    let others = [
        ("author", authors(reader, base)),
        ("issued", date(reader, base)),
        ("DOI", doi(reader, base)),
        ("publisher", reader.string(&at(base, &["publisher", "name"])).map(Value::from)),
        ("page", pages(reader, base)),
    ];
    map.extend(others.into_iter().filter_map(|(variable, value)| Some((variable.to_owned(), value?))));
    if let Some(code) = reader.string(&at(base, &["repository-code"])).filter(|_| !map.contains_key("URL")) {
        map.insert("URL".to_owned(), json!(code));
    }
    Some(Item::new(map))
}

/// The path of a key below another one.
fn at<'k>(base: &[&'static str], key: &[&'k str]) -> Vec<&'k str> {
    base.iter().copied().chain(key.iter().copied()).collect()
}

/// The type; a review that gives none is a website, though the format would have it be software.
fn kind(reader: &mut Reader, base: &[&'static str]) -> &'static str {
    let known = if base.is_empty() { &TYPES[..2] } else { TYPES };
    let path = at(base, &["type"]);
    let Some(word) = reader.string(&path) else { return "webpage" };
    let found = known.iter().find(|(cff, _)| *cff == word);
    if found.is_none() {
        let words = known.iter().map(|(cff, _)| *cff);
        let hint = did_you_mean(&word, words)
            .unwrap_or_else(|| "for a review `website`, under `preferred-citation`".to_owned());
        reader.report(&path, format!("`{word}` is no type of work here"), Some(hint));
    }
    found.map_or("webpage", |(_, csl)| csl)
}

fn authors(reader: &mut Reader, base: &[&'static str]) -> Option<Value> {
    let path = at(base, &["authors"]);
    let count = reader.document().get(&path).and_then(|value| value.as_sequence().map(Vec::len)).unwrap_or_default();
    if count == 0 {
        let hint = "a list of people with `family-names` and `given-names`, or of bodies with `name`".to_owned();
        reader.report(&path, format!("`{NAME}` gives no `authors`"), Some(hint));
        return None;
    }
    let numbers: Vec<String> = (0..count).map(|number| number.to_string()).collect();
    let names: Vec<Value> =
        numbers.iter().filter_map(|number| author(reader, &at(base, &["authors", number]))).collect();
    (!names.is_empty()).then_some(Value::Array(names))
}

/// A person or a body.
fn author(reader: &mut Reader, path: &[&str]) -> Option<Value> {
    let parts = [
        ("name", "literal"),
        ("family-names", "family"),
        ("given-names", "given"),
        ("name-particle", "non-dropping-particle"),
        ("name-suffix", "suffix"),
        ("orcid", "ORCID"),
    ];
    let mut name = Map::new();
    for (key, part) in parts {
        let text = reader.string(&[path, &[key]].concat()).filter(|text| !text.is_empty());
        name.extend(text.map(|text| (part.to_owned(), json!(text))));
    }
    if !["literal", "family", "given"].iter().any(|part| name.contains_key(*part)) {
        match reader.string(&[path, &["alias"]].concat()) {
            Some(alias) => drop(name.insert("literal".to_owned(), json!(alias))),
            None => {
                let hint = "`family-names` and `given-names` of a person, or the `name` of a body".to_owned();
                reader.report(path, "an author without a name", Some(hint));
                return None;
            }
        }
    }
    Some(Value::Object(name))
}

/// The day of release, else year and month.
fn date(reader: &mut Reader, base: &[&'static str]) -> Option<Value> {
    for key in ["date-released", "date-published"] {
        let path = at(base, &[key]);
        let Some(text) = reader.string(&path) else { continue };
        match text.parse::<jiff::civil::Date>() {
            Ok(day) => return Some(json!({ "date-parts": [[day.year(), day.month(), day.day()]] })),
            Err(_) => {
                reader.report(&path, format!("`{text}` is no date"), Some("such as `2026-11-24`".to_owned()));
            }
        }
    }
    let mut number = |key: &str| reader.string(&at(base, &[key])).and_then(|text| text.parse::<i64>().ok());
    let (year, month) = (number("year")?, number("month"));
    let parts: Vec<i64> = std::iter::once(year).chain(month).collect();
    Some(json!({ "date-parts": [parts] }))
}

/// The DOI, without an address before it; else the first one among the identifiers.
fn doi(reader: &mut Reader, base: &[&'static str]) -> Option<Value> {
    let mut paths = vec![at(base, &["doi"])];
    let identifiers = at(base, &["identifiers"]);
    let count =
        reader.document().get(&identifiers).and_then(|list| list.as_sequence().map(Vec::len)).unwrap_or_default();
    let numbers: Vec<String> = (0..count).map(|number| number.to_string()).collect();
    for number in &numbers {
        if reader.string(&at(base, &["identifiers", number, "type"])).as_deref() == Some("doi") {
            paths.push(at(base, &["identifiers", number, "value"]));
        }
    }
    let (path, text) = paths.into_iter().find_map(|path| Some((path.clone(), reader.string(&path)?)))?;
    let bare = text.split_once("doi.org/").map_or(text.as_str(), |(_, doi)| doi).trim_start_matches("doi:");
    if !bare.starts_with("10.") {
        reader.report(&path, format!("`{text}` is no DOI"), Some("such as `10.5281/zenodo.1234567`".to_owned()));
        return None;
    }
    Some(json!(bare))
}

fn pages(reader: &mut Reader, base: &[&'static str]) -> Option<Value> {
    let (first, last) = (reader.string(&at(base, &["start"]))?, reader.string(&at(base, &["end"])));
    Some(json!(last.map_or(first.clone(), |last| format!("{first}-{last}"))))
}
