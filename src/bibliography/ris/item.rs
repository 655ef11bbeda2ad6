//! The lines of an entry of RIS as an item: most by the tables, the rest by what depends on each other.
//!
//! What CSL has no variable for is kept as `ris.TAG`, which is never printed.

use super::{key, tables};
use crate::bibliography::csl::{name, note};
use crate::bibliography::model::date;
use crate::diagnostics::{Code, Diagnostic, TextFile, did_you_mean};
use serde_json::{Map, Value, json};
use std::ops::Range;

/// A line, those that continue it included.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Two letters or digits.
    pub tag: String,
    /// Where the tag stands.
    pub tag_at: Range<usize>,
    /// The value on one line.
    pub text: String,
    /// Where the value stands.
    pub at: Range<usize>,
}

/// What became of an entry.
pub(super) struct Made {
    /// The key that the entry has itself.
    pub key: Option<String>,
    /// Where that key stands.
    pub key_at: Option<Range<usize>>,
    /// The variables.
    pub item: Map<String, Value>,
}

/// Whether this tag is understood, or kept for what it is.
pub(super) fn is_known(tag: &str) -> bool {
    tables::READ.contains(&tag) || tables::KEPT.contains(&tag) || tables::TEXTS.iter().any(|(known, _)| *known == tag)
}

/// The item of an entry; what cannot be understood is kept as text and reported.
pub(super) fn item(file: &TextFile, lines: &[Line], diagnostics: &mut Vec<Diagnostic>) -> Made {
    let mut mapper = Mapper { file, lines, kind: "document", item: Map::new(), diagnostics };
    mapper.kind();
    mapper.texts();
    mapper.containers();
    mapper.people();
    mapper.pages();
    mapper.numbers();
    mapper.dates();
    mapper.keywords();
    let noted = mapper.notes();
    let own = lines.iter().find(|line| line.tag == "ID" && key::is_plausible(&line.text));
    if let Some(id) = lines.iter().find(|line| line.tag == "ID").filter(|_| own.is_none()) {
        mapper.keep(id);
    }
    let key_at = own.map(|line| line.at.clone());
    Made { key: own.map(|line| line.text.clone()).or(noted), key_at, item: mapper.item }
}

struct Mapper<'a> {
    file: &'a TextFile,
    lines: &'a [Line],
    kind: &'static str,
    item: Map<String, Value>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Mapper<'a> {
    /// The lines of these tags that say something, in the order of the entry.
    fn lines<'t>(&self, tags: &'t [&'t str]) -> impl Iterator<Item = &'a Line> + use<'a, 't> {
        self.lines.iter().filter(move |line| tags.contains(&line.tag.as_str()) && !line.text.is_empty())
    }

    fn has(&self, tag: &str) -> bool {
        self.lines(&[tag]).next().is_some()
    }

    /// Gives a variable its value, unless it has another one: then the line is kept aside.
    fn put(&mut self, variable: &str, line: &Line, text: &str) {
        match self.item.get(variable) {
            None => drop(self.item.insert(variable.to_owned(), text.into())),
            Some(same) if same == text => {}
            Some(_) => self.keep(line),
        }
    }

    /// Keeps what CSL has no variable for.
    fn keep(&mut self, line: &Line) {
        let name = format!("ris.{}", line.tag);
        let text = match self.item.get(&name).and_then(Value::as_str) {
            Some(before) => format!("{before}; {}", line.text),
            None => line.text.clone(),
        };
        self.item.insert(name, Value::String(text));
    }

    fn report(&mut self, at: &Range<usize>, message: String, hint: Option<String>) {
        self.diagnostics.push(Diagnostic::new(Code::BadField, message).at(self.file.span(at.clone())).maybe_hint(hint));
    }

    fn kind(&mut self) {
        let Some(line) = self.lines(&["TY"]).next() else { return };
        let name = line.text.to_ascii_uppercase();
        match tables::TYPES.iter().find(|(known, _)| *known == name) {
            Some((_, kind)) => self.kind = kind,
            None => {
                let hint = did_you_mean(&name, tables::TYPES.iter().map(|(known, _)| *known));
                self.report(
                    &line.at,
                    format!("`{}` is not a type of RIS; the entry is read as `GEN`", line.text),
                    hint,
                );
            }
        }
        self.item.insert("type".to_owned(), self.kind.into());
    }

    fn texts(&mut self) {
        for line in self.lines.iter().filter(|line| !line.text.is_empty()) {
            let tag = line.tag.as_str();
            if let Some((_, variable)) = tables::TEXTS.iter().find(|(known, _)| *known == tag) {
                self.put(variable, line, &line.text);
            } else if tables::KEPT.contains(&tag) || !is_known(tag) {
                self.keep(line);
            }
        }
        for line in self.lines(&["DO"]) {
            self.put("DOI", line, crate::bibliography::bibtex::map::bare_doi(&line.text));
        }
        for line in self.lines(&["M3"]) {
            match line.text.starts_with("10.") {
                true => self.put("DOI", line, &line.text),
                false if tables::has_genre(self.kind) => self.put("genre", line, &line.text),
                false => self.keep(line),
            }
        }
    }

    /// What the work stands in. A talk's `T2` is its event where another tag names the proceedings.
    fn containers(&mut self) {
        for tag in ["C3", "T2", "BT", "JO", "T3"] {
            for line in self.lines(&[tag]) {
                let Some(variable) = tables::by_type(tag, self.kind) else {
                    self.keep(line);
                    continue;
                };
                let taken = self.item.get(variable).is_some_and(|value| value != line.text.as_str());
                let instead = match (tag, self.kind) {
                    ("T2", "paper-conference") if taken => "event-title",
                    ("JO", _) if taken => "container-title-short",
                    _ => variable,
                };
                self.put(instead, line, &line.text);
            }
        }
    }

    fn people(&mut self) {
        for line in self.lines(&["AU", "A1", "A2", "A3", "A4", "ED", "TA", "C2"]) {
            let Some(role) = tables::role(&line.tag, self.kind) else { continue };
            let mut name = name::from_text(&line.text);
            name::part_particles(&mut name);
            if name
                .get("literal")
                .and_then(Value::as_str)
                .is_some_and(|text| matches!(text, "et al." | "et al" | "others"))
            {
                name.insert("literal".to_owned(), "others".into());
            }
            let names = self.item.entry(role).or_insert_with(|| json!([]));
            names.as_array_mut().into_iter().for_each(|names| names.push(Value::Object(name.clone())));
        }
    }

    fn pages(&mut self) {
        let (first, last) = (self.lines(&["SP"]).next(), self.lines(&["EP"]).next());
        let dashed = |text: &str| text.replace("--", "-").replace(['\u{2013}', '\u{2014}'], "-");
        match (first, last) {
            (Some(first), None) if self.kind == "motion_picture" => self.put("dimensions", first, &first.text),
            (Some(first), None) if tables::counts_pages(self.kind) && !dashed(&first.text).contains('-') => {
                let count = first.text.trim_end_matches(['p', '.', ' ']);
                self.put("number-of-pages", first, count);
            }
            (Some(first), Some(last)) if !dashed(&first.text).contains('-') && first.text != last.text => {
                let range = format!("{}-{}", first.text, last.text);
                self.put("page", first, &range);
            }
            (Some(first), _) => self.put("page", first, &dashed(&first.text)),
            (None, Some(last)) => self.put("page", last, &dashed(&last.text)),
            (None, None) => {}
        }
    }

    fn numbers(&mut self) {
        for line in self.lines(&["IS", "M1", "ET", "C1", "C2", "C6", "C7"]) {
            let talk = line.tag == "C1" && self.kind == "paper-conference";
            match tables::by_type(&line.tag, self.kind) {
                Some(variable) => self.put(variable, line, &line.text),
                None if talk => self.put("publisher-place", line, &line.text),
                None if tables::role(&line.tag, self.kind).is_some() => {}
                None => self.keep(line),
            }
        }
        let event = self.kind == "paper-conference" && (self.has("C1") || self.item.contains_key("event-title"));
        for line in self.lines(&["CY"]) {
            self.put(if event { "event-place" } else { "publisher-place" }, line, &line.text);
        }
        for line in self.lines(&["SN"]) {
            self.serial_number(line);
        }
    }

    /// An ISBN or ISSN by its shape; else by the type, as reports and patents have numbers there.
    fn serial_number(&mut self, line: &Line) {
        let bare = line.text.split('(').next().unwrap_or_default().trim();
        let digits = bare.bytes().filter(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'X')).count();
        let variable = match (digits, self.kind) {
            (8, _) => "ISSN",
            (10 | 13, _) => "ISBN",
            (_, "patent" | "report" | "standard") => "number",
            (_, kind) if tables::is_serial(kind) => "ISSN",
            _ => "ISBN",
        };
        match self.item.get(variable).and_then(Value::as_str).filter(|known| *known != bare && variable != "number") {
            Some(known) => drop(self.item.insert(variable.to_owned(), format!("{known}, {bare}").into())),
            None => self.put(variable, line, bare),
        }
    }

    /// `DA` is the exact date where it names a year; else the year of `PY` or `Y1` counts.
    fn dates(&mut self) {
        let (exact, year) = (self.lines(&["DA"]).next(), self.lines(&["PY", "Y1"]).next());
        let joined = exact.zip(year).and_then(|(exact, year)| {
            let year: String = year.text.chars().take(4).collect();
            ris_date(&format!("{} {year}", exact.text))
        });
        let exact_date = exact.and_then(|line| ris_date(&line.text)).or(joined);
        if let Some(line) = exact.filter(|_| exact_date.is_none() && year.is_some()) {
            self.keep(line);
        }
        let date = exact_date.or_else(|| year.and_then(|line| ris_date(&line.text)));
        match (date, year.or(exact)) {
            (Some(date), _) => drop(self.item.insert("issued".to_owned(), date)),
            (None, Some(line)) => self.unreadable_date("issued", line),
            (None, None) => {}
        }
        for line in self.lines(&["Y2", "RD"]).take(1) {
            match ris_date(&line.text) {
                Some(date) => drop(self.item.insert("accessed".to_owned(), date)),
                None => self.unreadable_date("accessed", line),
            }
        }
    }

    fn unreadable_date(&mut self, variable: &str, line: &Line) {
        let hint =
            date::no_such_day(&line.text).unwrap_or_else(|| "write `2013`, `2013/04` or `2013/04/29`".to_owned());
        self.report(&line.at, format!("`{}` is not a date and is printed as it stands", line.text), Some(hint));
        self.item.insert(variable.to_owned(), json!({ "literal": line.text }));
    }

    fn keywords(&mut self) {
        let parts =
            self.lines(&["KW"]).flat_map(|line| line.text.split(';')).map(str::trim).filter(|word| !word.is_empty());
        let words: Vec<&str> = parts.collect();
        if !words.is_empty() {
            let separator = if words.iter().any(|word| word.contains(',')) { "; " } else { ", " };
            self.item.insert("keyword".to_owned(), words.join(separator).into());
        }
    }

    /// The notes without what Zotero keeps in them; a citation key among that is the entry's.
    fn notes(&mut self) -> Option<String> {
        let notes: Vec<&str> = self.lines(&["N1", "M2"]).map(|line| line.text.as_str()).collect();
        let note = note::read(&notes.join("\n"), &|name| self.item.contains_key(name));
        if !note.text.is_empty() {
            self.item.insert("note".to_owned(), note.text.into());
        }
        self.item.extend(note.variables);
        note.key
    }
}

/// `2005/03/01/Spring`, any of its parts but the year left out, or a date in words.
fn ris_date(text: &str) -> Option<Value> {
    let Some((year, rest)) = text.split_once('/') else { return date::edtf(text).map(|date| date.value.to_json()) };
    let mut rest = rest.splitn(3, '/').map(str::trim);
    let (month, day, other) = (rest.next().unwrap_or(""), rest.next().unwrap_or(""), rest.next().unwrap_or(""));
    let two = |number: &str| format!("{number:0>2}");
    let written = match (month, day) {
        ("", _) if other.is_empty() => year.trim().to_owned(),
        ("", _) => format!("{other} {}", year.trim()),
        (month, "") => format!("{}-{}", year.trim(), two(month)),
        (month, day) => format!("{}-{}-{}", year.trim(), two(month), two(day)),
    };
    date::edtf(&written).or_else(|| date::edtf(year.trim())).map(|date| date.value.to_json())
}
