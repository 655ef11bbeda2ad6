//! An entry of Hayagriva as an item of CSL-JSON: its parents are what it appeared in.

use crate::bibliography::Item;
use crate::bibliography::bibtex::map;
use ::hayagriva::Entry;
use ::hayagriva::types::{ChunkKind, Date, EntryType, FormatString, Person, PersonRole};
use serde_json::{Map, Value, json};

/// The item of an entry, parents included.
pub(super) fn item(entry: &Entry) -> Item {
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
    let is_event = |parent: &&Entry| *parent.entry_type() == EntryType::Conference;
    let event = entry.parents().iter().find(is_event);
    put(item, "event-title", event.and_then(Entry::title).map(text_of));
    let book = matches!(item.get("type").and_then(Value::as_str), Some("book" | "report" | "thesis"));
    let title = parent.filter(|parent| !is_event(parent)).and_then(Entry::title);
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
    put(item, series(parent_volume), entry.map(Entry::volume).map(ToString::to_string));
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
