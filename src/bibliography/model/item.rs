//! Reading an item: texts, names and dates as pages need them.

use crate::bibliography::{Item, Value};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// A name of an item: of a person, or `literal` for all else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Name {
    /// Without particles.
    pub family: String,
    /// The names before it, or initials.
    pub given: String,
    /// Particles that go when only the family name stands (`von` in `von Humboldt`).
    pub dropping_particle: String,
    /// Particles that stay (`de` in `de Gaulle`).
    pub particle: String,
    /// `Jr.` and the like.
    pub suffix: String,
    /// A name that has no parts: an organisation, or `others`.
    pub literal: String,
    /// The ORCID iD without an address before it; empty where the record has none.
    pub orcid: String,
}

impl Name {
    /// The name that an object of CSL-JSON is.
    pub(super) fn new(value: &Map<String, Json>) -> Self {
        let part = |key: &str| value.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        Self {
            family: part("family"),
            given: part("given"),
            dropping_particle: part("dropping-particle"),
            particle: part("non-dropping-particle"),
            suffix: part("suffix"),
            literal: part("literal"),
            orcid: orcid(&[part("ORCID"), part("orcid")].concat()),
        }
    }

    /// The name as one says it: `Ludwig van Beethoven`.
    pub fn natural(&self) -> String {
        if !self.literal.is_empty() {
            return self.literal.clone();
        }
        if self.is_family_first() {
            return format!("{}{}", self.family, self.given);
        }
        let family = attach(&self.particle, &self.family);
        let family = attach(&self.dropping_particle, &family);
        [self.given.as_str(), &family, &self.suffix]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The name as lists sort it: `Beethoven, Ludwig van`, `de Gaulle, Charles`.
    pub fn inverted(&self) -> String {
        if !self.literal.is_empty() || self.family.is_empty() || self.is_family_first() {
            return self.natural();
        }
        let given = [self.given.as_str(), &self.dropping_particle].join(" ");
        let parts = [&*attach(&self.particle, &self.family), given.trim(), &self.suffix];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    }

    /// Whether a name in Chinese, Japanese or Korean letters stands in its own order, family name first, without a space.
    fn is_family_first(&self) -> bool {
        let is_own = |c: char| matches!(c as u32, 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
        [&self.family, &self.given].iter().all(|part| !part.is_empty() && part.chars().all(is_own))
    }

    /// The family name, with the particle that stays; for all else the name itself.
    pub fn short(&self) -> String {
        match (self.literal.is_empty(), self.family.is_empty()) {
            (false, _) => self.literal.clone(),
            (true, true) => self.given.clone(),
            (true, false) => attach(&self.particle, &self.family),
        }
    }

    /// Whether this stands for all the names that are not given.
    pub fn is_others(&self) -> bool {
        self.literal == "others"
    }
}

/// `0000-0002-1825-0097` of an iD or its address; empty where there is none.
fn orcid(text: &str) -> String {
    let id = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_uppercase();
    let digits = id.bytes().filter(|byte| byte.is_ascii_digit() || *byte == b'X').count();
    let groups = id.split('-').all(|group| group.len() == 4);
    if digits == 16 && id.len() == 19 && groups { id } else { String::new() }
}

/// A particle before a name; a hyphen joins them, and an elision (`d’`, but not `de’`, which stands for `dei`).
fn attach(particle: &str, name: &str) -> String {
    let bare = particle.trim_end_matches(['\u{2019}', '\'']);
    let elided = bare.len() < particle.len() && !bare.ends_with(['a', 'e', 'i', 'o', 'u']);
    let space = if particle.is_empty() || elided || particle.ends_with('-') { "" } else { " " };
    format!("{particle}{space}{name}")
}

/// A day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    /// Negative before Christ: -45 is 45 BC.
    pub year: i32,
    /// From 1.
    pub month: Option<u8>,
    /// From 1.
    pub day: Option<u8>,
}

/// A date of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ItemDate {
    /// The date, or the start of the range; none where only the end is known or nothing was understood.
    pub start: Option<Day>,
    /// The end of the range.
    pub end: Option<Day>,
    /// The range has no end yet.
    pub open: bool,
    /// The date is a guess.
    pub circa: bool,
    /// 1 for spring to 4 for winter.
    pub season: Option<u8>,
    /// What stands there instead of a date.
    pub literal: Option<String>,
}

impl ItemDate {
    /// The date that an object of CSL-JSON is, as far as it is understood.
    pub(super) fn new(value: &Map<String, Json>) -> Self {
        let parts = value.get("date-parts").and_then(Json::as_array);
        let point = |at: usize| parts.and_then(|parts| parts.get(at)).and_then(Json::as_array).map(|parts| day(parts));
        Self {
            start: point(0).flatten(),
            end: point(1).flatten(),
            open: point(1) == Some(None),
            circa: value.get("circa").is_some_and(|circa| circa != &Json::Bool(false)),
            season: value.get("season").and_then(small),
            literal: value.get("literal").and_then(Json::as_str).map(str::to_owned),
        }
    }
}

impl Item {
    /// An item of these variables.
    pub fn new(map: Map<String, Json>) -> Self {
        Self(map.into())
    }

    /// The CSL type; `document` where there is none.
    pub fn kind(&self) -> &str {
        self.0.get("type").and_then(Value::as_str).filter(|kind| !kind.is_empty()).unwrap_or("document")
    }

    /// The text of a variable, with its markup; numbers as text.
    pub fn text(&self, variable: &str) -> Option<Cow<'_, str>> {
        match self.0.get(variable)? {
            Value::Text(text) => Some(Cow::Borrowed(text.as_str())),
            Value::Other(json) => json.as_number().map(|number| Cow::Owned(number.to_string())),
            Value::Names(_) | Value::Date(_) => None,
        }
    }

    /// The text of a variable without its markup.
    pub fn plain(&self, variable: &str) -> Option<String> {
        self.text(variable).map(|text| without_markup(&text))
    }

    /// The names of a variable, in order.
    pub fn names(&self, variable: &str) -> Vec<Name> {
        match self.0.get(variable) {
            Some(Value::Names(names)) => names.clone(),
            Some(Value::Other(json)) => {
                json.as_array().into_iter().flatten().filter_map(Json::as_object).map(Name::new).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The names of a variable as CSL-JSON has them, with all that they say.
    pub(crate) fn names_json(&self, variable: &str) -> Vec<Json> {
        match self.0.get(variable).map(Value::to_json) {
            Some(Json::Array(names)) => names,
            _ => Vec::new(),
        }
    }

    /// The names that a work goes by, in short form: of its authors, else of its editors, else of others.
    pub fn short_authors(&self) -> Vec<String> {
        const ROLES: &[&str] = &["author", "editor", "director", "compiler", "translator", "container-author"];
        let names = ROLES.iter().map(|role| self.names(role)).find(|names| !names.is_empty());
        names.into_iter().flatten().map(|name| name.short()).collect()
    }

    /// The year of publication, where the date was understood.
    pub fn year(&self) -> Option<i32> {
        let date = self.date("issued")?;
        date.start.or(date.end).map(|day| day.year)
    }

    /// The date of a variable.
    pub fn date(&self, variable: &str) -> Option<ItemDate> {
        match self.0.get(variable)? {
            Value::Date(date) => Some((**date).clone()),
            Value::Other(json) => json.as_object().map(ItemDate::new),
            Value::Text(_) | Value::Names(_) => None,
        }
    }
}

/// A point of `date-parts`; the year 0 stands for an open end.
fn day(parts: &[Json]) -> Option<Day> {
    let year = integer(parts.first()?).and_then(|year| i32::try_from(year).ok()).filter(|year| *year != 0)?;
    Some(Day { year, month: parts.get(1).and_then(small), day: parts.get(2).and_then(small) })
}

fn integer(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

fn small(value: &Json) -> Option<u8> {
    integer(value).and_then(|value| u8::try_from(value).ok()).filter(|value| *value > 0)
}

/// The text without CSL's tags; any other `<` stays.
fn without_markup(text: &str) -> String {
    const TAGS: &[&str] =
        &["<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>", "<sc>", "</sc>", "</span>"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = TAGS.iter().find(|tag| rest.starts_with(**tag)).map(|tag| tag.len());
        let span = rest.starts_with("<span ").then(|| rest.bytes().take(80).position(|byte| byte == b'>')).flatten();
        let length = tag.or(span.map(|end| end + 1));
        match length {
            Some(length) => rest = &rest[length..],
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}
