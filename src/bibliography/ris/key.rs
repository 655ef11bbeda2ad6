//! Keys for entries of RIS, which seldom have one: the first author's family name and the year.
//!
//! `barr2015`, and `barr2015a`, `barr2015b` for the next ones, in the order of the files; in small ASCII
//! letters, so that they can be cited as they are. Without an author the editor counts, then the title.

use crate::bibliography::Item;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The keys that are given away.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    taken: BTreeSet<String>,
    /// The number of the next letter for a key that is taken.
    next: BTreeMap<String, usize>,
}

impl Keys {
    /// Keeps a key of an entry's own from being made.
    pub fn reserve(&mut self, key: Option<&str>) {
        self.taken.extend(key.map(str::to_lowercase));
    }

    /// A key for an item that has none.
    pub fn make(&mut self, item: &Map<String, Value>) -> String {
        let stem = stem(&Item::new(item.clone()));
        let next = self.next.entry(stem.clone()).or_default();
        loop {
            let key = format!("{stem}{}", letters(*next));
            *next += 1;
            if self.taken.insert(key.clone()) {
                return key;
            }
        }
    }
}

fn stem(item: &Item) -> String {
    let year = item.year().map_or("nd".to_owned(), |year| year.unsigned_abs().to_string());
    let family = ["author", "editor"].iter().flat_map(|role| item.names(role)).next();
    let named = family.map(|name| if name.family.is_empty() { name.short() } else { name.family });
    let words = named.or_else(|| item.plain("title")).unwrap_or_default();
    let first = words
        .split_whitespace()
        .map(folded)
        .find(|word| word.len() > 2 && word != "the")
        .unwrap_or_else(|| folded(&words));
    let stem: String = first.chars().take(32).collect();
    format!("{}{year}", if stem.is_empty() { "anon" } else { &stem })
}

/// Small ASCII letters only.
fn folded(text: &str) -> String {
    let ascii = any_ascii::any_ascii(&text.chars().take(200).collect::<String>()).to_ascii_lowercase();
    ascii.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Nothing, a, b, ..., z, aa, ab, ...
fn letters(number: usize) -> String {
    let mut letters = Vec::new();
    let mut left = number;
    while left > 0 {
        letters.push(char::from(b'a' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Whether an `ID` is a key that an author would cite: it has letters and no space.
pub(crate) fn is_plausible(id: &str) -> bool {
    let fits = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '_' | ':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/')
    };
    id.len() <= 100 && id.chars().all(fits) && id.chars().any(char::is_alphabetic) && !id.contains("://")
}

#[cfg(test)]
mod tests {
    use super::{Keys, letters};
    use serde_json::json;

    fn make(keys: &mut Keys, item: serde_json::Value) -> String {
        keys.make(item.as_object().unwrap())
    }

    #[test]
    fn keys_are_made_of_author_and_year() {
        let mut keys = Keys::default();
        keys.reserve(Some("Barr2015a"));
        let barr = json!({"author": [{"family": "Barr"}], "issued": {"date-parts": [[2015]]}});
        assert_eq!(
            [make(&mut keys, barr.clone()), make(&mut keys, barr.clone()), make(&mut keys, barr)],
            ["barr2015", "barr2015b", "barr2015c"]
        );
        for (item, key) in [
            (json!({"author": [{"family": "Müller-Lüdenscheidt"}]}), "mullerludenscheidtnd"),
            (json!({"author": [{"literal": "The World Bank"}], "issued": {"date-parts": [[2001]]}}), "world2001"),
            (json!({"editor": [{"family": "李"}], "issued": {"date-parts": [[2001]]}}), "li2001"),
            (json!({"title": "A <i>Tale</i>"}), "talend"),
            (json!({}), "anonnd"),
        ] {
            assert_eq!(make(&mut keys, item), key);
        }
        assert_eq!([0, 1, 26, 27, 52, 53, 703].map(letters), ["", "a", "z", "aa", "az", "ba", "aaa"]);
    }
}
