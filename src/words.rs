//! The words of the interface, one file a language, in the theme: `words/LANGUAGE.yaml`.

use crate::diagnostics::{Checked, Code, Diagnostic, TextFile};
use icu_plurals::{PluralCategory, PluralRules};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The words of a language, English where it has none.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The primary language they are in.
    pub language: String,
    /// By name: a text, a list of texts, or a mapping of texts.
    pub all: Value,
}

/// The files of the theme below `words/`, the author's over the built-in ones.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// The words for a language. A language without a file gets English; a file that cannot be read is reported.
pub fn load(language: &str, files: &Files) -> Checked<Words> {
    let mut diagnostics = Vec::new();
    let primary = language.split(['-', '_']).next().unwrap_or("en").to_lowercase();
    let mut read = |language: &str| read(language, files, &mut diagnostics);
    let english = read("en").unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    let own = if primary == "en" { None } else { read(&primary) };
    let (language, mut all) = match own {
        Some(own) => (primary, merged(english, own)),
        None => ("en".to_owned(), english),
    };
    all["abstracts"] = abstracts(files, &mut diagnostics);
    Checked { value: Words { language, all }, diagnostics }
}

/// What an abstract is called in each language that has words: abstracts stand side by side in several.
fn abstracts(files: &Files, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let languages = files.keys().filter_map(|path| path.strip_prefix("words/")?.strip_suffix(".yaml"));
    let called = languages.filter_map(|language| {
        Some((language.to_owned(), read(language, files, diagnostics)?.get("abstract")?.clone()))
    });
    Value::Object(called.collect())
}

fn read(language: &str, files: &Files, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let path = format!("words/{language}.yaml");
    let text = String::from_utf8_lossy(files.get(&path)?).into_owned();
    match serde_yaml::from_str::<Value>(&text) {
        Ok(value) if value.is_object() => Some(value),
        Ok(_) => None,
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index());
            let file = TextFile::new(&path, &text);
            diagnostics.push(
                Diagnostic::new(Code::BadTemplate, format!("the words cannot be read: {error}")).at(file.span(at..at)),
            );
            None
        }
    }
}

/// The first with what the second has in its place, mappings joined.
fn merged(base: Value, over: Value) -> Value {
    match (base, over) {
        (Value::Object(mut base), Value::Object(over)) => {
            for (key, value) in over {
                let before = base.remove(&key).unwrap_or(Value::Null);
                // Plural forms belong together: those of another language would be no better than none.
                let plural = value.get("other").is_some();
                base.insert(key, if plural { value } else { merged(before, value) });
            }
            Value::Object(base)
        }
        (_, over) => over,
    }
}

impl Words {
    /// A word; its name where there is none.
    pub fn text<'a>(&'a self, name: &'a str) -> &'a str {
        self.all.get(name).and_then(Value::as_str).unwrap_or(name)
    }

    /// A word of a group, such as `types`.
    pub fn of(&self, group: &str, name: &str) -> Option<&str> {
        self.all.get(group)?.get(name)?.as_str()
    }

    /// A word of a group; its name where there is none.
    pub fn name<'a>(&'a self, group: &str, name: &'a str) -> &'a str {
        self.of(group, name).unwrap_or(name)
    }

    /// The words as they are when `name` is replaced by `value` in them.
    pub fn fill(&self, name: &str, holes: &[(&str, &str)]) -> String {
        holes.iter().fold(self.text(name).to_owned(), |text, (hole, value)| text.replace(&format!("{{{hole}}}"), value))
    }

    /// A date of `2025`, `2025-06` or `2025-06-02` in words; any other text as it is.
    pub fn date(&self, date: &str) -> String {
        let date = date.trim();
        let parts: Vec<&str> = date.split('T').next().unwrap_or(date).split('-').collect();
        let month_of = |list: &str, text: &str| {
            let at: usize = text.parse().ok()?;
            self.all.get(list)?.get(at.checked_sub(1)?)?.as_str()
        };
        let said = match parts.as_slice() {
            [year, m] => {
                month_of("months_alone", m).map(|month| self.fill("month_date", &[("month", month), ("year", year)]))
            }
            [year, m, day] => month_of("months", m).and_then(|month| {
                let day: u8 = day.parse().ok()?;
                Some(self.fill("date", &[("day", &day.to_string()), ("month", month), ("year", year)]))
            }),
            _ => None,
        };
        said.unwrap_or_else(|| date.to_owned())
    }

    /// The form of a counted word, such as "4 sources".
    pub fn count(&self, name: &str, n: usize) -> String {
        self.all.get(name).map_or_else(|| n.to_string(), |forms| counted(forms, &self.language, n))
    }
}

/// The form of a plural word for a number, by CLDR's rules of the language, `{n}` filled in.
pub fn counted(forms: &Value, language: &str, n: usize) -> String {
    let locale: icu_locale::Locale = language.parse().unwrap_or(icu_locale::Locale::UNKNOWN);
    let rules = PluralRules::try_new_cardinal((&locale).into());
    let category = rules.map_or(PluralCategory::Other, |rules| rules.category_for(n));
    let name = match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    };
    let form = forms.get(name).or_else(|| forms.get("other")).or(Some(forms)).and_then(Value::as_str).unwrap_or("{n}");
    form.replace("{n}", &n.to_string())
}
