//! The words of the interface, one file a language, in the theme: `words/LANGUAGE.yaml`.

use crate::diagnostics::{Checked, Code, Diagnostic, TextFile};
use crate::project::Files;
use icu_plurals::{PluralCategory, PluralRules};
use serde_json::Value;

/// The words of a language, English where it has none.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The primary language they are in.
    pub language: String,
    /// By name: a text, a list of texts, or a mapping of texts.
    pub all: Value,
}

/// The words for a language: those of the author's theme over the built-in ones, word by word. A language without a
/// file gets English; a file that cannot be read is reported.
pub fn load(language: &str, files: &ThemeFiles<'_>) -> Checked<Words> {
    let mut diagnostics = Vec::new();
    let primary = language.split(['-', '_']).next().unwrap_or("en").to_lowercase();
    let mut read = |language: &str| read(language, files, &mut diagnostics);
    let english = read("en").unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    let own = if primary == "en" { None } else { read(&primary) };
    let (language, mut all) = match own {
        Some(own) => (primary, merged(english, own)),
        None => ("en".to_owned(), english),
    };
    all["abstracts"] = abstracts(files);
    all["language"] = Value::from(language.as_str());
    Checked { value: Words { language, all }, diagnostics }
}

/// Where words stand.
#[derive(Debug, Clone, Copy)]
pub struct ThemeFiles<'a> {
    /// The built-in files.
    pub built_in: &'a Files,
    /// Those of the author's theme.
    pub own: &'a Files,
    /// Its name.
    pub name: &'a str,
}

/// What an abstract is called in each language that has words: abstracts stand side by side in several.
fn abstracts(files: &ThemeFiles<'_>) -> Value {
    let paths = files.built_in.keys().chain(files.own.keys());
    let languages = paths.filter_map(|path| path.strip_prefix("words/")?.strip_suffix(".yaml"));
    let mut ignored = Vec::new();
    let mut called = serde_json::Map::new();
    for language in languages {
        let word = read(language, files, &mut ignored).and_then(|words| words.get("abstract").cloned());
        called.extend(word.map(|word| (language.to_owned(), word)));
    }
    Value::Object(called)
}

/// The words of one language, those of the author's file over those of the built-in one.
fn read(language: &str, files: &ThemeFiles<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let path = format!("words/{language}.yaml");
    let given =
        files.built_in.get(&path).and_then(|bytes| parse(&TextFile::new(&path, &String::from_utf8_lossy(bytes))).ok());
    let own = files
        .own
        .get(&path)
        .map(|bytes| parse(&TextFile::new(&format!("themes/{}/{path}", files.name), &String::from_utf8_lossy(bytes))));
    match (given, own) {
        (given, None) => given,
        (given, Some(Err(problem))) => {
            diagnostics.push(*problem);
            given
        }
        (None, Some(Ok(own))) => Some(own),
        (Some(given), Some(Ok(own))) => Some(merged(given, own)),
    }
}

fn parse(file: &TextFile) -> Result<Value, Box<Diagnostic>> {
    let bad = |message: String, at: usize| {
        Box::new(Diagnostic::new(Code::BadTemplate, message).at(file.span(at..at)).hint("the built-in words are used"))
    };
    match serde_yaml::from_str::<Value>(&file.text) {
        Ok(value) if value.is_object() => Ok(value),
        Ok(_) => Err(bad("the words should be a mapping".to_owned(), 0)),
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index());
            Err(bad(format!("the words cannot be read: {error}"), at))
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
