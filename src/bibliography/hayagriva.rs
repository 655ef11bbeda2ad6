//! Hayagriva's YAML as references.
//!
//! Every entry is given to the crate on its own, so that a bad one costs itself. Nesting is counted before
//! any YAML reader sees the file: deep nesting takes their time quadratically.

use super::{Item, Reference, SpelledTitle, map};
use crate::diagnostics::{Code, Diagnostic, Span, TextFile, did_you_mean};
use crate::panics;
use ::hayagriva::Entry;
use ::hayagriva::types::{ChunkKind, Date, EntryType, FormatString, Person, PersonRole};
use serde_json::{Map, Value, json};
use std::ops::Range;

const MAX_DEPTH: usize = 64;

/// The references of a file, in order.
pub(super) fn parse(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let offset = file.text.len() - text.len();
    if let Some(at) = too_deep(text) {
        let problem = Diagnostic::new(Code::BadBibliography, format!("nested deeper than {MAX_DEPTH} levels"));
        diagnostics.push(
            problem.at(file.span(offset + at..offset + at)).hint("remove brackets or indentation that are not needed"),
        );
        return Vec::new();
    }
    let chunks = chunks(text);
    let whole = serde_yaml::from_str::<serde_yaml::Value>(text);
    if chunks.is_empty() {
        return flow_entries(file, whole, diagnostics);
    }
    let mut references = Vec::new();
    for chunk in chunks {
        let key = chunk.key.clone();
        let place = file.span(offset + chunk.key_at.start..offset + chunk.key_at.end);
        let source = &text[chunk.at.clone()];
        let entry = read(source)
            .or_else(|reason| expanded(whole.as_ref().ok(), &key).and_then(|source| read(&source).ok()).ok_or(reason));
        match entry {
            Ok(entry) => references.push(reference(key, place, item(&entry))),
            Err(reason) => diagnostics.push(unreadable(&key, &reason).at(place)),
        }
    }
    references
}

fn reference(key: String, place: Span, item: Item) -> Reference {
    let title = item.text("title").unwrap_or_default().into_owned();
    Reference { key, item, place, keywords: Vec::new(), spelled: SpelledTitle { title, addition: String::new() } }
}

/// The entries of a file that has none at the start of a line, such as one in braces.
fn flow_entries(
    file: &TextFile,
    whole: Result<serde_yaml::Value, serde_yaml::Error>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reference> {
    let problem = match &whole {
        Err(error) => Some(format!("this is not YAML: {error}")),
        Ok(serde_yaml::Value::Null) => return Vec::new(),
        Ok(serde_yaml::Value::Mapping(_)) => None,
        Ok(_) => Some("this is not a list of entries by key".to_owned()),
    };
    if let Some(message) = problem {
        let problem = Diagnostic::new(Code::BadBibliography, message).at(file.span(0..0));
        diagnostics.push(problem.hint("an entry is `key:` with indented lines such as `type: book`"));
        return Vec::new();
    }
    let keys: Vec<String> = whole
        .iter()
        .filter_map(serde_yaml::Value::as_mapping)
        .flat_map(|entries| entries.keys())
        .filter_map(|key| key.as_str().map(str::to_owned))
        .collect();
    let mut references = Vec::new();
    for key in keys {
        let at = file.text.find(&key).unwrap_or(0);
        let place = file.span(at..at + key.len());
        let source = expanded(whole.as_ref().ok(), &key).unwrap_or_default();
        match read(&source) {
            Ok(entry) => references.push(reference(key, place, item(&entry))),
            Err(reason) => diagnostics.push(unreadable(&key, &reason).at(place)),
        }
    }
    references
}

/// The crate's reason without its list of all that would have been possible; of that, the nearest is the hint.
fn unreadable(key: &str, reason: &str) -> Diagnostic {
    let (what, possible) = reason.split_once(", expected one of ").unwrap_or((reason, ""));
    let word = what.split('`').nth(1).unwrap_or_default();
    let hint =
        did_you_mean(word, possible.split('`').skip(1).step_by(2).filter(|name| !name.starts_with(char::is_uppercase)));
    let what = what.split(" at line ").next().unwrap_or(what);
    Diagnostic::new(Code::BadEntry, format!("entry `{key}` cannot be read: {what}")).maybe_hint(hint)
}

/// A top-level entry: its key, the key's place, and its lines.
struct Chunk {
    key: String,
    key_at: Range<usize>,
    at: Range<usize>,
}

/// The file parted at the lines that start with a key.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match top_level_key(line) {
            Some(length) => {
                let key = line[..length].trim().trim_matches(['"', '\'']).to_owned();
                chunks.push(Chunk { key, key_at: at..at + length, at: at..end });
            }
            None => {
                if let Some(chunk) = chunks.last_mut().filter(|_| !line.starts_with("---") && !line.starts_with("..."))
                {
                    chunk.at.end = end;
                }
            }
        }
        at = end;
    }
    chunks
}

/// The length of the key that starts this line without indentation.
fn top_level_key(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if first.is_whitespace() || matches!(first, '#' | '-' | '{' | '}' | '[' | ']' | '?' | '%' | '&' | '*' | '!' | ',') {
        return None;
    }
    let colon = line.match_indices(':').find(|(at, _)| line[at + 1..].chars().next().is_none_or(char::is_whitespace));
    colon.map(|(at, _)| at).filter(|at| *at > 0)
}

/// The source of one entry with its aliases put in.
fn expanded(whole: Option<&serde_yaml::Value>, key: &str) -> Option<String> {
    let value = whole?.get(key)?;
    let mut entry = serde_yaml::Mapping::new();
    entry.insert(key.into(), value.clone());
    serde_yaml::to_string(&entry).ok()
}

fn read(source: &str) -> Result<Entry, String> {
    let library = panics::caught(|| ::hayagriva::io::from_yaml_str(source));
    let library = library.ok_or_else(|| "a value in it cannot be understood".to_owned())?;
    let library = library.map_err(|error| error.to_string().trim_end_matches('.').to_owned())?;
    library.nth(0).cloned().ok_or_else(|| "it is empty".to_owned())
}

/// Where nesting goes too deep, counted by indentation, list marks and brackets.
fn too_deep(text: &str) -> Option<usize> {
    let (mut at, mut indents, mut brackets) = (0, Vec::new(), 0_usize);
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        if !content.trim().is_empty() {
            indents.retain(|outer| *outer < indent);
            indents.push(indent);
            brackets = if indent == 0 && top_level_key(line).is_some() { 0 } else { brackets };
        }
        let marks = content.split(' ').take_while(|mark| matches!(*mark, "-" | "?")).count();
        for byte in content.bytes() {
            match byte {
                b'[' | b'{' => brackets += 1,
                b']' | b'}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if brackets + indents.len() + marks > MAX_DEPTH {
                return Some(at);
            }
        }
        at += line.len();
    }
    None
}

fn item(entry: &Entry) -> Item {
    let parent = entry.parents().first();
    let mut item = Map::new();
    put(&mut item, "type", Some(kind(entry, parent).to_owned()));
    titles(&mut item, entry, parent);
    people(&mut item, entry, parent);
    numbers(&mut item, entry);
    publication(&mut item, entry);
    for (variable, text) in [
        ("archive", entry.map(Entry::archive)),
        ("archive-place", entry.map(Entry::archive_location)),
        ("call-number", entry.map(Entry::call_number)),
        ("note", entry.note()),
        ("abstract", entry.abstract_()),
        ("genre", entry.genre()),
    ] {
        put(&mut item, variable, text.map(text_of));
    }
    put(&mut item, "language", entry.map(Entry::language).map(ToString::to_string));
    Item::new(item)
}

/// The CSL type, from the entry's own type and from what it appeared in.
fn kind(entry: &Entry, parent: Option<&Entry>) -> &'static str {
    match (entry.entry_type(), parent.map(Entry::entry_type)) {
        (EntryType::Article, Some(EntryType::Newspaper)) => "article-newspaper",
        (EntryType::Article, Some(EntryType::Blog)) => "post-weblog",
        (EntryType::Article, Some(EntryType::Web)) => "webpage",
        (EntryType::Article, Some(EntryType::Proceedings | EntryType::Conference)) => "paper-conference",
        (EntryType::Article, Some(EntryType::Book | EntryType::Anthology)) => "chapter",
        (EntryType::Article, Some(EntryType::Reference)) | (EntryType::Entry, _) => "entry-encyclopedia",
        (EntryType::Article, None) => "article",
        (EntryType::Article, _) => "article-journal",
        (EntryType::Chapter | EntryType::Anthos, _) => "chapter",
        (EntryType::Report, _) => "report",
        (EntryType::Thesis, _) => "thesis",
        (EntryType::Web, _) => "webpage",
        (EntryType::Blog, _) => "post-weblog",
        (EntryType::Scene | EntryType::Video, _) => "motion_picture",
        (EntryType::Artwork, _) => "graphic",
        (EntryType::Patent, _) => "patent",
        (EntryType::Case, _) => "legal_case",
        (EntryType::Legislation, _) => "legislation",
        (EntryType::Newspaper | EntryType::Periodical, _) => "periodical",
        (EntryType::Manuscript, _) => "manuscript",
        (EntryType::Post | EntryType::Thread, _) => "post",
        (EntryType::Performance, _) => "performance",
        (EntryType::Conference, _) => "speech",
        (EntryType::Proceedings | EntryType::Book | EntryType::Reference | EntryType::Anthology, _) => "book",
        (EntryType::Repository, _) => "software",
        (EntryType::Audio, _) => "song",
        _ => "document",
    }
}

fn titles(item: &mut Map<String, Value>, entry: &Entry, parent: Option<&Entry>) {
    put(item, "title", entry.title().map(text_of));
    put(item, "title-short", entry.title().and_then(short_of));
    let conference = parent.filter(|parent| *parent.entry_type() == EntryType::Conference);
    put(item, "event-title", conference.and_then(Entry::title).map(text_of));
    let book = matches!(item.get("type").and_then(Value::as_str), Some("book" | "report" | "thesis"));
    let title = parent.filter(|_| conference.is_none()).and_then(Entry::title);
    let series = parent.and_then(|parent| parent.parents().first()).and_then(Entry::title);
    if book {
        put(item, "collection-title", title.map(text_of));
    } else {
        put(item, "container-title", title.map(text_of));
        put(item, "container-title-short", title.and_then(short_of));
        put(item, "collection-title", series.map(text_of));
    }
}

fn people(item: &mut Map<String, Value>, entry: &Entry, parent: Option<&Entry>) {
    put_people(item, "author", entry.authors().unwrap_or_default());
    put_people(item, "editor", entry.map(Entry::editors).unwrap_or_default());
    put_people(item, "container-author", parent.and_then(Entry::authors).unwrap_or_default());
    for group in entry.affiliated().unwrap_or_default() {
        let variable = match group.role {
            PersonRole::Translator => "translator",
            PersonRole::Compiler => "compiler",
            PersonRole::Composer => "composer",
            PersonRole::Director => "director",
            PersonRole::Illustrator => "illustrator",
            PersonRole::Narrator => "narrator",
            PersonRole::Organizer => "organizer",
            PersonRole::Producer => "producer",
            PersonRole::ExecutiveProducer => "executive-producer",
            PersonRole::CastMember => "performer",
            PersonRole::Writer => "script-writer",
            _ => "contributor",
        };
        put_people(item, variable, &group.names);
    }
}

fn put_people(item: &mut Map<String, Value>, variable: &str, people: &[Person]) {
    if people.is_empty() {
        return;
    }
    let names = item.entry(variable).or_insert_with(|| json!([]));
    if let Some(names) = names.as_array_mut() {
        names.extend(people.iter().map(name));
    }
}

fn name(person: &Person) -> Value {
    let mut name = Map::new();
    if person.given_name.is_none() && person.prefix.is_none() && person.suffix.is_none() {
        put(&mut name, "literal", Some(person.name.clone()));
        return Value::Object(name);
    }
    put(&mut name, "family", Some(person.name.clone()));
    put(&mut name, "given", person.given_name.clone());
    put(&mut name, "dropping-particle", person.prefix.clone());
    put(&mut name, "suffix", person.suffix.clone());
    Value::Object(name)
}

fn numbers(item: &mut Map<String, Value>, entry: &Entry) {
    let series = |book: bool| if book { "collection-number" } else { "volume" };
    let parent_volume =
        entry.volume().is_none() && item.contains_key("collection-title") && !item.contains_key("container-title");
    put(item, series(parent_volume), entry.map(Entry::volume).map(|volume| volume.to_string()));
    for (variable, text) in [
        ("issue", entry.map(Entry::issue).map(ToString::to_string)),
        ("chapter-number", entry.map(Entry::chapter).map(ToString::to_string)),
        ("number-of-volumes", entry.map(Entry::volume_total).map(ToString::to_string)),
        ("edition", entry.map(Entry::edition).map(ToString::to_string)),
        ("page", entry.page_range().map(|pages| pages.to_string().replace('\u{2013}', "-"))),
        ("number-of-pages", entry.page_total().map(ToString::to_string)),
        ("dimensions", entry.runtime().map(ToString::to_string)),
    ] {
        put(item, variable, text);
    }
    for serial in std::iter::once(entry).chain(entry.parents()).filter_map(Entry::serial_number) {
        for (key, value) in &serial.0 {
            let (variable, value) = match key.as_str() {
                "doi" => ("DOI", map::bare_doi(value).to_owned()),
                "isbn" => ("ISBN", value.clone()),
                "issn" => ("ISSN", value.clone()),
                "pmid" => ("PMID", value.clone()),
                "pmcid" => ("PMCID", value.clone()),
                "arxiv" => ("URL", format!("https://arxiv.org/abs/{value}")),
                _ => ("number", value.clone()),
            };
            if !item.contains_key(variable) {
                put(item, variable, Some(value));
            }
        }
    }
}

fn publication(item: &mut Map<String, Value>, entry: &Entry) {
    let publisher = entry.map(Entry::publisher);
    let named = publisher.and_then(|publisher| publisher.name()).or_else(|| entry.map(Entry::organization));
    put(item, "publisher", named.map(text_of));
    put(
        item,
        "publisher-place",
        publisher.and_then(|publisher| publisher.location()).or_else(|| entry.map(Entry::location)).map(text_of),
    );
    if let Some(date) = entry.date_any() {
        item.insert("issued".to_owned(), date_of(date));
    }
    if let Some(url) = entry.url_any() {
        put(item, "URL", Some(url.value.to_string()));
        if let Some(date) = &url.visit_date {
            item.insert("accessed".to_owned(), date_of(date));
        }
    }
}

/// The crate counts years and months from 0: the year 0 is 1 BC.
fn date_of(date: &Date) -> Value {
    let year = if date.year <= 0 { date.year.saturating_sub(1) } else { date.year };
    let parts = match (date.month, date.day) {
        (Some(month), Some(day)) => json!([year, u16::from(month) + 1, u16::from(day) + 1]),
        (Some(month), None) => json!([year, u16::from(month) + 1]),
        _ => json!([year]),
    };
    let mut value = json!({ "date-parts": [parts] });
    if date.approximate {
        value["circa"] = Value::Bool(true);
    }
    if let Some(season) = date.season {
        value["season"] = Value::from(season as u8 + 1);
    }
    value
}

fn text_of(text: &FormatString) -> String {
    chunks_of(&text.value.0)
}

fn short_of(text: &FormatString) -> Option<String> {
    text.short.as_ref().map(|short| chunks_of(&short.0))
}

/// Text in which what stood in braces is protected, where title case would change it.
fn chunks_of(chunks: &[::hayagriva::types::StringChunk]) -> String {
    chunks
        .iter()
        .map(|chunk| match chunk.kind {
            ChunkKind::Verbatim if chunk.value.split_whitespace().any(|word| word.starts_with(char::is_lowercase)) => {
                format!("<span class=\"nocase\">{}</span>", chunk.value)
            }
            _ => chunk.value.clone(),
        })
        .collect()
}

fn put(item: &mut Map<String, Value>, variable: &str, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        item.insert(variable.to_owned(), Value::String(text));
    }
}
