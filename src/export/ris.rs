//! Entries of RIS: the tables of the reading side, backwards.
//!
//! Each value is one line of plain text, CSL's inline markup among it, which Zotero reads in RIS too. What RIS has no tag for
//! goes to `M2`, which Zotero reads as its field Extra, as a line `variable: value`, which Zotero and we read as that
//! variable. Lines end as the format's specification has it, with a carriage return.

use super::dates;
use crate::bibliography::{self, Item, csl_variables, ris::key, ris::tables};
use crate::diagnostics::TextFile;
use serde_json::Value;

/// Items with their keys as entries, an empty line between each two.
pub(super) fn written<'a>(items: impl Iterator<Item = (&'a str, &'a Item)>) -> String {
    items.map(|(key, item)| entry(key, item)).collect::<Vec<_>>().join("\r\n")
}

/// An entry; what is not read of it as it stands is said again in Zotero's way.
fn entry(key: &str, item: &Item) -> String {
    let mut entry = Entry::new(key, item);
    let own = |entry: &Entry| {
        let text = format!("{}ER  - \r\n", entry.lines);
        let read = bibliography::parse(&[TextFile::new("export.ris", &text)], &[]).value;
        read.iter().next().map(|found| found.item.clone()).unwrap_or_default()
    };
    let read = own(&entry);
    if read.kind() != item.kind() {
        entry.put("M2", &format!("type: {}", item.kind()));
    }
    for variable in csl_variables::all().filter(|variable| item.0.contains_key(variable)) {
        if !read.0.contains_key(variable) {
            entry.extra(variable);
        }
    }
    format!("{}ER  - \r\n", entry.lines)
}

/// An entry while its lines are put together.
struct Entry<'a> {
    item: &'a Item,
    /// The type that is written, in CSL.
    kind: &'static str,
    lines: String,
}

impl<'a> Entry<'a> {
    fn new(key: &str, item: &'a Item) -> Self {
        let (name, kind) = tables::type_of(item.kind());
        let mut entry = Self { item, kind, lines: String::new() };
        entry.put("TY", name);
        match key::is_plausible(key) {
            true => entry.put("ID", key),
            // Every space of it counts.
            false => entry.lines.push_str(&format!("M2  - Citation Key: {}\r\n", key.replace(['\r', '\n'], " "))),
        }
        entry.people();
        entry.dates();
        entry.texts();
        entry.pages();
        entry.serial_numbers();
        entry.keywords();
        for line in item.text("note").unwrap_or_default().lines() {
            entry.put("N1", line);
        }
        entry
    }

    /// A line, where there is something to say.
    fn put(&mut self, tag: &str, text: &str) {
        let text = text.split(|c: char| c.is_whitespace() || c.is_control());
        let text = text.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.lines.push_str(&format!("{tag}  - {text}\r\n"));
        }
    }

    /// A variable as Zotero's field Extra has it.
    fn extra(&mut self, variable: &str) {
        for name in self.item.names_json(variable) {
            self.put("M2", &format!("{variable}: {}", of_extra(&name)));
        }
        if let Some(date) = self.item.date(variable) {
            let text = dates::edtf(&date).or(date.literal).unwrap_or_default();
            self.put("M2", &format!("{variable}: {text}"));
        } else if let Some(text) = self.item.text(variable).filter(|_| variable != "note") {
            self.put("M2", &format!("{variable}: {text}"));
        }
    }

    fn people(&mut self) {
        for variable in csl_variables::NAMES {
            let Some(tag) = tables::tag_of_role(variable, self.kind) else { continue };
            self.item.names_json(variable).iter().for_each(|name| self.put(tag, &inverted(name)));
        }
    }

    /// `PY` has the year, `DA` more than that.
    fn dates(&mut self) {
        if let Some(date) = self.item.date("issued") {
            let Some(start) = date.start else {
                return self.put("PY", date.literal.as_deref().unwrap_or_default());
            };
            let year = dates::point(bibliography::Day { month: None, day: None, ..start }, None);
            self.put("PY", &year);
            let parted = || format!("{year}/{:02}/", start.month.unwrap_or_default());
            let exact = match (start.month, start.day, date.season) {
                _ if date.circa => format!("{}~", dates::point(start, date.season)),
                (Some(_), Some(day), _) => format!("{}{day:02}/", parted()),
                (Some(_), None, _) => format!("{}/", parted()),
                (None, _, Some(season)) => {
                    let names = ["spring", "summer", "autumn", "winter"];
                    let name = names.get(usize::from(season) - 1);
                    name.map(|name| format!("{year}///{name}")).unwrap_or_default()
                }
                (None, _, None) => String::new(),
            };
            self.put("DA", &exact);
        }
        if let Some(date) = self.item.date("accessed").and_then(|date| date.start) {
            self.put("Y2", &dates::point(date, None).replace('-', "/"));
        }
    }

    fn texts(&mut self) {
        let talk = self.kind == "paper-conference";
        let has = |variable: &str| self.item.0.contains_key(variable);
        let (has_event, has_place) = (has("event-title") && has("container-title"), has("publisher-place"));
        for variable in csl_variables::TEXTS.iter().chain(csl_variables::VERBATIM) {
            let Some(text) = self.item.text(variable) else { continue };
            let tag = match *variable {
                "DOI" => Some("DO"),
                "genre" => Some("M3").filter(|_| tables::has_genre(self.kind) && !text.starts_with("10.")),
                // A talk has its own place in `CY`, and that of its publisher in `C1`.
                "publisher-place" => Some(if talk { "C1" } else { "CY" }),
                "event-place" => Some("CY").filter(|_| talk && (has_event || has_place)),
                "event-title" if talk => Some("T2").filter(|_| has_event),
                variable => tables::tag_of(variable, self.kind),
            };
            tag.into_iter().for_each(|tag| self.put(tag, &text));
        }
    }

    /// `SP` and `EP`; `SP` alone counts the pages of books.
    fn pages(&mut self) {
        let page = self.item.text("page").unwrap_or_default().replace(['\u{2013}', '\u{2014}'], "-");
        let counts = tables::counts_pages(self.kind);
        match page.split_once('-') {
            Some((first, last)) if !last.contains('-') && !first.trim().is_empty() && first != last => {
                self.put("SP", first);
                self.put("EP", last);
            }
            Some(_) => self.put("SP", &page),
            None if !counts && self.kind != "motion_picture" => self.put("SP", &page),
            None => {}
        }
        let alone = match self.kind {
            "motion_picture" => "dimensions",
            _ if counts => "number-of-pages",
            _ => return,
        };
        if !page.contains('-') {
            self.put("SP", &self.item.text(alone).unwrap_or_default());
        }
    }

    fn serial_numbers(&mut self) {
        for variable in ["ISBN", "ISSN"] {
            let text = self.item.text(variable).unwrap_or_default();
            text.split(", ").for_each(|number| self.put("SN", number));
        }
    }

    fn keywords(&mut self) {
        let text = self.item.text("keyword").unwrap_or_default();
        let separator = if text.contains(';') { ';' } else { ',' };
        text.split(separator).for_each(|word| self.put("KW", word));
    }
}

fn part<'a>(name: &'a Value, part: &str) -> &'a str {
    name.get(part).and_then(Value::as_str).unwrap_or_default()
}

/// A particle and what follows it.
fn joined(particle: &str, name: &str) -> String {
    let space = if particle.is_empty() || particle.ends_with(['\'', '\u{2019}', '-']) { "" } else { " " };
    format!("{particle}{space}{name}")
}

/// `van Gogh, Vincent`, `Humboldt, Alexander von`, `King, Martin Luther, Jr.`, `World Bank`.
fn inverted(name: &Value) -> String {
    if !part(name, "literal").is_empty() {
        return part(name, "literal").to_owned();
    }
    let family = joined(part(name, "non-dropping-particle"), part(name, "family"));
    let given = format!("{} {}", part(name, "given"), part(name, "dropping-particle"));
    let parts = [family.as_str(), given.trim(), part(name, "suffix")];
    // A comma tells a person from an organisation.
    let parts = parts.iter().enumerate().filter(|(at, part)| *at < 2 || !part.is_empty());
    parts.map(|(_, part)| *part).collect::<Vec<_>>().join(", ")
}

/// `Gogh || Vincent van`, `World Bank`.
fn of_extra(name: &Value) -> String {
    if !part(name, "literal").is_empty() {
        return part(name, "literal").to_owned();
    }
    let given = format!("{} {}", part(name, "given"), part(name, "dropping-particle"));
    let family = joined(part(name, "non-dropping-particle"), part(name, "family"));
    match part(name, "suffix") {
        "" => format!("{family} || {}", given.trim()),
        suffix => format!("{family} || {}, {suffix}", given.trim()),
    }
}
