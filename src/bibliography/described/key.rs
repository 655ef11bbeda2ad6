//! The key of a work that only a note describes: stable, so that citations of it stay right whatever else is added.

use super::{Description, Taken, file_name, significant};
use crate::note::record::Part;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The key that the note gives, else its file's name where that is one, else author, words of the title, year.
pub(super) fn of(description: &Description, item: &Map<String, Value>, is_taken: Taken<'_>) -> String {
    let given = description.record.text(Part::Key).map(|key| key.trim_start_matches('@').trim().to_owned());
    let name = file_name(&description.path);
    let own = || (is_key(name)).then(|| name.trim_start_matches('@').to_owned());
    let key = given.filter(|key| !key.is_empty()).or_else(own).unwrap_or_else(|| made(item));
    if !is_taken(&key) && !key.is_empty() {
        return key;
    }
    let digest = Sha256::digest(description.path.as_bytes());
    let hash: String = digest.iter().take(3).map(|byte| format!("{byte:02x}")).collect();
    format!("{key}-{hash}").trim_start_matches('-').to_owned()
}

/// Whether a file's name is a key: one word of letters with a year or an `@`, as reference managers make them.
fn is_key(name: &str) -> bool {
    let bare = name.trim_start_matches('@');
    let is_word = bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '+'));
    let begins = bare.chars().next().is_some_and(char::is_alphabetic);
    let digits = bare
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && matches!(&digits[..2], "17" | "18" | "19" | "20"));
    is_word && begins && (name.starts_with('@') || digits && bare.matches(['-', '_']).count() <= 2 && bare.len() <= 60)
}

/// `agrawalMachineLearningPrecipitation2019`, as Better BibTeX makes it.
fn made(item: &Map<String, Value>) -> String {
    let text = |variable: &str| item.get(variable).and_then(Value::as_str).unwrap_or_default();
    let author = item.get("author").and_then(Value::as_array).and_then(|names| names.first());
    let part = |name: &str| author.and_then(|author| author.get(name)).and_then(Value::as_str);
    let family = part("family").or_else(|| part("literal")).unwrap_or_default();
    let family: String = any_ascii::any_ascii(family)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .flat_map(char::to_lowercase)
        .take(24)
        .collect();
    let title: String = significant(text("title")).take(3).map(|word| capitalised(&word)).collect();
    let year = item.get("issued").and_then(|date| date.pointer("/date-parts/0/0")).and_then(Value::as_i64);
    let title = if family.is_empty() {
        title.chars().take(1).flat_map(char::to_lowercase).chain(title.chars().skip(1)).collect()
    } else {
        title
    };
    format!("{family}{title}{}", year.map(|year| year.to_string()).unwrap_or_default())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_of_files_are_keys_where_they_look_like_some() {
        for name in ["@anything", "barr2015", "agrawalMachineLearning2019", "Paci2025-ag", "müller_1998"] {
            assert!(is_key(name), "{name}");
        }
        for name in ["2019-05-01", "Notes", "how-to-read-a-paper-in-2019-well", "A title of 2019", "1984"] {
            assert!(!is_key(name), "{name}");
        }
    }

    #[test]
    fn keys_are_made_of_author_title_and_year() {
        let item = json!({ "title": "The Rise of a Machine: Learning", "author": [{ "family": "Łee" }], "issued": { "date-parts": [[2019]] } });
        assert_eq!(made(item.as_object().unwrap()), "leeRiseMachineLearning2019");
        assert_eq!(made(json!({ "title": "On Law" }).as_object().unwrap()), "law");
    }
}
