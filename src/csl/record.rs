//! An item as the processor reads it: CSL-JSON's object, understood once.

use super::date_value::{self, DateValue};
use citationberg::taxonomy::{
    DateVariable, Kind, NameVariable, NumberVariable, PageVariable, StandardVariable, Variable,
};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::str::FromStr;

/// An item.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// What citations name it by.
    pub id: String,
    /// Its type; none where it has none that CSL knows.
    pub kind: Option<Kind>,
    /// Its language, BCP 47; empty where that is not known.
    pub language: String,
    texts: Vec<(Variable, String)>,
    names: Vec<(NameVariable, Vec<Name>)>,
    dates: Vec<(DateVariable, DateValue)>,
}

/// The value of a variable as who asks has it.
#[derive(Debug, Clone)]
pub enum Field<'a> {
    /// As CSL-JSON has it.
    Json(&'a Value),
    /// A text.
    Text(&'a str),
    /// A list of names.
    Names(Vec<Name>),
    /// A date.
    Date(DateValue),
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Name {
    /// Without particles.
    pub family: String,
    /// As written.
    pub given: String,
    /// `van` in `Ludwig van Beethoven`: goes where only the family name stands.
    pub dropping: String,
    /// `de` in `Charles de Gaulle`: stays.
    pub non_dropping: String,
    /// `Jr.`
    pub suffix: String,
    /// Whether a comma stands before the suffix.
    pub comma_suffix: bool,
    /// A name without parts.
    pub literal: String,
    /// Family name first, whatever the style says.
    pub fixed_order: bool,
}

impl Record {
    /// Understands an item; what no variable of CSL takes is passed over. Particles and suffixes are looked for in names.
    pub fn new(id: &str, item: &Map<String, Value>) -> Self {
        Self::with_names(id, item.iter().map(|(name, value)| (name.as_str(), Field::Json(value))), Name::new)
    }

    /// Understands an item whose names have their particles and suffixes in fields of their own, and nowhere else.
    pub fn parted<'a>(id: &str, item: impl Iterator<Item = (&'a str, Field<'a>)>) -> Self {
        Self::with_names(id, item, Name::parted)
    }

    fn with_names<'a>(
        id: &str,
        item: impl Iterator<Item = (&'a str, Field<'a>)>,
        name: fn(&Map<String, Value>) -> Name,
    ) -> Self {
        let mut record = Self { id: id.to_owned(), ..Self::default() };
        for (key, value) in item {
            record.read(key, value, name);
        }
        record
    }

    fn read(&mut self, key: &str, value: Field<'_>, name: fn(&Map<String, Value>) -> Name) {
        match key {
            "type" => self.kind = value.text().and_then(|kind| Kind::from_str(&kind).ok()),
            "language" => {
                if let Some(text) = value.text().map(Cow::into_owned) {
                    self.language.clone_from(&text);
                    self.texts.push((Variable::Standard(StandardVariable::Language), text));
                }
            }
            "journalAbbreviation" => self.put(StandardVariable::ContainerTitleShort.into(), &value),
            "shortTitle" => self.put(StandardVariable::TitleShort.into(), &value),
            _ => match variable(key) {
                Some(Variable::Name(variable)) => {
                    let names = value.names(name);
                    if !names.is_empty() {
                        self.names.push((variable, names));
                    }
                }
                Some(Variable::Date(variable)) => self.dates.extend(value.date().map(|date| (variable, date))),
                Some(variable) => self.put(variable, &value),
                None => {}
            },
        }
    }

    fn put(&mut self, variable: Variable, value: &Field<'_>) {
        if let Some(text) = value.text().filter(|text| !text.is_empty())
            && !self.texts.iter().any(|(known, _)| *known == variable)
        {
            self.texts.push((variable, text.into_owned()));
        }
    }

    /// The text of a variable.
    pub fn text(&self, variable: Variable) -> Option<&str> {
        self.texts.iter().find(|(known, _)| *known == variable).map(|(_, text)| text.as_str())
    }

    /// A variable's text, with those that stand in for it: `page-first` from `page`, the old and the new name of an event.
    pub fn text_of(&self, variable: Variable) -> Option<Cow<'_, str>> {
        if let Some(text) = self.text(variable) {
            return Some(Cow::Borrowed(text));
        }
        match variable {
            Variable::Number(NumberVariable::PageFirst) => {
                let page = self.text(Variable::Page(PageVariable::Page))?;
                let end = page.find(['-', '\u{2013}', ',', '&', ' ']).unwrap_or(page.len());
                Some(Cow::Borrowed(page[..end].trim()))
            }
            Variable::Standard(StandardVariable::Event) => {
                self.text(StandardVariable::EventTitle.into()).map(Cow::Borrowed)
            }
            Variable::Standard(StandardVariable::EventTitle) => {
                self.text(StandardVariable::Event.into()).map(Cow::Borrowed)
            }
            _ => None,
        }
    }

    /// The names of a variable; none where it has none.
    pub fn names(&self, variable: NameVariable) -> &[Name] {
        self.names.iter().find(|(known, _)| *known == variable).map(|(_, names)| names.as_slice()).unwrap_or_default()
    }

    /// The date of a variable.
    pub fn date(&self, variable: DateVariable) -> Option<&DateValue> {
        self.dates.iter().find(|(known, _)| *known == variable).map(|(_, date)| date)
    }

    /// Whether a variable has a value.
    pub fn has(&self, variable: Variable) -> bool {
        match variable {
            Variable::Name(name) => !self.names(name).is_empty(),
            Variable::Date(date) => self.date(date).is_some(),
            other => self.text_of(other).is_some(),
        }
    }
}

/// The variable of a name of CSL-JSON.
pub fn variable(name: &str) -> Option<Variable> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}

impl Field<'_> {
    /// A text, or a number as text.
    fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Json(Value::String(text)) => Some(Cow::Borrowed(text)),
            Self::Json(Value::Number(number)) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    /// Names, those of CSL-JSON as `read` understands them.
    fn names(self, read: fn(&Map<String, Value>) -> Name) -> Vec<Name> {
        match self {
            Self::Names(names) => names,
            Self::Json(Value::Array(names)) => names.iter().filter_map(Value::as_object).map(read).collect(),
            _ => Vec::new(),
        }
    }

    fn date(self) -> Option<DateValue> {
        match self {
            Self::Date(date) => Some(date).filter(DateValue::says_something),
            Self::Json(value) => date_value::read(value),
            Self::Text(text) => date_value::parse(text),
            Self::Names(_) => None,
        }
    }
}

impl Name {
    /// A name whose parts each have a field.
    fn parted(value: &Map<String, Value>) -> Self {
        let part = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let truth = |key: &str| match value.get(key) {
            Some(Value::Bool(truth)) => *truth,
            Some(Value::Number(number)) => number.as_i64() != Some(0),
            Some(Value::String(text)) => text == "true" || text == "1",
            _ => false,
        };
        let name = Self {
            family: part("family"),
            given: part("given"),
            dropping: part("dropping-particle"),
            non_dropping: part("non-dropping-particle"),
            suffix: part("suffix"),
            comma_suffix: truth("comma-suffix"),
            literal: part("literal"),
            fixed_order: truth("static-ordering"),
        };
        name.with_family()
    }

    /// The name; one that has given names alone goes by them as by a family name.
    pub fn with_family(mut self) -> Self {
        if self.family.is_empty() && !self.given.is_empty() && self.literal.is_empty() {
            self.family = std::mem::take(&mut self.given);
        }
        self
    }

    /// A name whose family and given names may hold particles and a suffix, unless it says that they do not.
    fn new(value: &Map<String, Value>) -> Self {
        let mut name = Self::parted(value);
        let parse =
            value.get("parse-names").is_none_or(|parse| parse != &Value::Bool(false) && parse != &Value::from(0));
        if parse && name.literal.is_empty() {
            name.part();
        }
        name
    }

    /// Takes particles and suffixes out of the family and given names, where they have no fields of their own.
    fn part(&mut self) {
        if let Some(inner) = self.family.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            self.family = inner.to_owned();
        } else if self.non_dropping.is_empty()
            && let Some(at) = leading_particle(&self.family)
        {
            self.non_dropping = self.family[..at].trim_end().to_owned();
            self.family = self.family[at..].to_owned();
        }
        if self.suffix.is_empty()
            && let Some((given, suffix)) = self.given.split_once(',')
        {
            let (given, suffix) = (given.trim().to_owned(), suffix.trim());
            let (comma, suffix) = suffix.strip_prefix('!').map_or((false, suffix), |suffix| (true, suffix));
            self.comma_suffix |= comma;
            self.suffix = suffix.trim().to_owned();
            self.given = given;
        }
        if self.dropping.is_empty()
            && let Some(at) = trailing_particle(&self.given)
        {
            self.dropping = self.given[at..].trim().to_owned();
            self.given = self.given[..at].trim().to_owned();
        }
    }

    /// Whether the name is written in letters that part given and family names by spaces: Latin, Greek, Cyrillic and the like.
    pub fn is_romanesque(&self) -> bool {
        if self.family.is_ascii() && !self.family.is_empty() && self.given.is_ascii() {
            return true;
        }
        let letters = self.family.chars().chain(self.given.chars());
        let mut seen = false;
        for c in letters.filter(|c| c.is_alphabetic()) {
            let code = c as u32;
            seen = true;
            let far = matches!(code, 0x1100..=0x11FF | 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
            if far {
                return false;
            }
        }
        seen || !self.literal.is_empty() || !self.family.is_empty()
    }
}

/// Where the family name begins behind words in small letters: `van der` of `van der Vlist`, `in ’t` of `in ’t Veld`,
/// `d’` of `d’Aubignac`.
fn leading_particle(family: &str) -> Option<usize> {
    let mut at = 0;
    for word in family.split_inclusive(' ') {
        let small = begins_small(word) && at + word.len() < family.len() && word.ends_with(' ');
        if !small {
            break;
        }
        at += word.len();
    }
    let rest = &family[at..];
    let joined = rest.char_indices().take(5).find(|(_, c)| matches!(c, '\'' | '\u{2019}' | '-'));
    if let Some((mark, c)) = joined {
        let before = &rest[..mark];
        let after = rest[mark + c.len_utf8()..].chars().next();
        let small = !before.is_empty() && before.chars().all(char::is_lowercase);
        let known = c != '-' || matches!(before, "al" | "el" | "ben" | "bin" | "ibn");
        if small && known && after.is_some_and(char::is_uppercase) {
            at += mark + c.len_utf8();
        }
    }
    (at > 0 && at < family.len()).then_some(at)
}

/// Where words in small letters begin at the end of the given names: `von` of `Alexander von`.
fn trailing_particle(given: &str) -> Option<usize> {
    let mut at = given.len();
    for word in given.split(' ').rev() {
        let small = begins_small(word) && !word.ends_with('.');
        if !small || at < word.len() + 1 {
            break;
        }
        at = at.saturating_sub(word.len() + usize::from(at != given.len() || at > word.len()));
        if at == 0 {
            return None;
        }
    }
    let at = at.min(given.len());
    (at < given.len() && at > 0 && given.is_char_boundary(at)).then_some(at)
}

/// Whether a particle has lost its vowel to the name behind it and is written with it: `d’`, `l’` and `dell’`, but not `de’`,
/// which has lost one of its own.
pub fn is_elided(particle: &str) -> bool {
    let bare = particle.trim_end_matches(['\'', '\u{2019}']);
    bare.len() < particle.len() && !bare.ends_with(['a', 'e', 'i', 'o', 'u'])
}

/// Whether a word is in small letters, an apostrophe before it passed over: `’t`.
fn begins_small(word: &str) -> bool {
    word.trim_start_matches(['\'', '\u{2019}']).chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{Name, is_elided};
    use serde_json::json;

    #[test]
    fn elided_particles_are_written_with_the_name() {
        assert!(["d'", "l\u{2019}", "de l'", "dell'"].into_iter().all(is_elided));
        assert!(!["de'", "da\u{2019}", "'t", "van", ""].into_iter().any(is_elided));
    }

    #[test]
    fn particles_may_begin_with_an_apostrophe() {
        for (family, given, expected) in [
            ("'t Hooft", "Gerard", ["'t", "Hooft", "Gerard", ""]),
            ("in \u{2019}t Veld", "Sophie", ["in \u{2019}t", "Veld", "Sophie", ""]),
            ("Veld", "Sophie in 't", ["", "Veld", "Sophie", "in 't"]),
            ("d'Aubignac", "Fran\u{e7}ois", ["d'", "Aubignac", "Fran\u{e7}ois", ""]),
            ("de' Medici", "Lorenzo", ["de'", "Medici", "Lorenzo", ""]),
            ("van '", "X", ["van", "'", "X", ""]),
            ("'T Hooft", "X", ["", "'T Hooft", "X", ""]),
        ] {
            let name = json!({ "family": family, "given": given });
            let name = Name::new(name.as_object().unwrap());
            assert_eq!([&*name.non_dropping, &*name.family, &*name.given, &*name.dropping], expected);
        }
    }
}
