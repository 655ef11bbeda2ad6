//! What Zotero keeps in a note because it has no field for it: lines such as `original-date: 1867`,
//! and citeproc's `{:original-date: 1867}`.

use super::{date, name};
use crate::bibliography::model::csl_variables;
use crate::bibliography::model::csl_variables::Kind;
use serde_json::{Map, Value};

/// A note taken apart.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Note {
    /// `Citation Key: x`
    pub key: Option<String>,
    /// What is a variable of CSL, or one of `tex.*`; what cannot be read as its kind stays in the text.
    pub variables: Map<String, Value>,
    /// The rest.
    pub text: String,
}

/// Takes the variables out of a note. Those that the item has already stay where they are.
pub(crate) fn read(note: &str, has: &dyn Fn(&str) -> bool) -> Note {
    let mut read = Note::default();
    let mut rest = Vec::new();
    for line in note.lines() {
        let mut text = String::new();
        let mut left = line;
        while let Some((before, after)) = left.split_once("{:") {
            let Some((inside, behind)) = after.split_once('}') else { break };
            text.push_str(before);
            if !read.take(inside, has) {
                text.push_str(&left[before.len()..left.len() - behind.len()]);
            }
            left = behind;
        }
        let whole = text.is_empty() && left.len() == line.len();
        text.push_str(left);
        let emptied = !whole && text.trim().is_empty();
        if !(emptied || whole && read.take(line, has)) {
            rest.push(if whole { text } else { text.trim().to_owned() });
        }
    }
    read.text = rest.join("\n").trim().to_owned();
    read
}

impl Note {
    /// Takes `name: value` as a variable; whether it is one.
    fn take(&mut self, line: &str, has: &dyn Fn(&str) -> bool) -> bool {
        let Some((name, value)) = line.split_once(':') else { return false };
        let (name, value) = (name.trim(), value.trim());
        if value.is_empty() || value.starts_with("//") {
            return false;
        }
        if is_key(name) {
            self.key.get_or_insert_with(|| value.to_owned());
            return true;
        }
        if name.starts_with("tex.") && !name.contains(char::is_whitespace) && !has(name) {
            return self.variables.insert(name.to_owned(), Value::String(value.to_owned())).is_none();
        }
        if name == "type" && csl_variables::TYPES.contains(&value) {
            return self.variables.insert(name.to_owned(), Value::String(value.to_owned())).is_none();
        }
        let Some(variable) = csl_variables::spelled(name).filter(|variable| !has(variable) && *variable != "note")
        else {
            return false;
        };
        match csl_variables::kind(variable) {
            Some(Kind::Names) => {
                let names = self.variables.entry(variable).or_insert_with(|| Value::Array(Vec::new()));
                names.as_array_mut().into_iter().for_each(|names| names.extend(name::read(&name_of(value))));
                true
            }
            Some(Kind::Date) => {
                let date = date::read(&Value::String(value.to_owned()));
                !self.variables.contains_key(variable)
                    && date.map(|date| self.variables.insert(variable.to_owned(), date)).is_some()
            }
            _ if self.variables.contains_key(variable) => false,
            _ => self.variables.insert(variable.to_owned(), Value::String(value.to_owned())).is_none(),
        }
    }
}

/// Whether this names the citation key, as Zotero and its extensions write it.
fn is_key(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().replace([' ', '_', '-'], "").as_str(), "citationkey" | "citekey" | "bibtex")
}

/// `Family || Given`, or a name without parts.
fn name_of(value: &str) -> Value {
    match value.split_once("||") {
        Some((family, given)) => serde_json::json!({ "family": family.trim(), "given": given.trim() }),
        None => serde_json::json!({ "literal": value }),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn variables_leave_the_note() {
        let note = read(
            "PMID: 123\nOriginal Date: 1867\neditor: Doe || Jane\neditor: World Bank\ntex.shorthand: X\nCitation Key: doe2000\n\
             A note: with a colon\nhttps://example.org\n{:original-title: Alt} and {:nonsense: x}\nvolume: 3\nissued: someday",
            &|name| name == "volume",
        );
        assert_eq!(note.key.as_deref(), Some("doe2000"));
        assert_eq!(
            serde_json::Value::Object(note.variables),
            json!({
                "PMID": "123",
                "editor": [{"family": "Doe", "given": "Jane"}, {"literal": "World Bank"}],
                "original-date": {"date-parts": [[1867]]},
                "original-title": "Alt",
                "tex.shorthand": "X",
            })
        );
        assert_eq!(
            note.text,
            "A note: with a colon\nhttps://example.org\nand {:nonsense: x}\nvolume: 3\nissued: someday"
        );
        assert_eq!(read("{:a", &|_| false).text, "{:a");
        assert_eq!(read("", &|_| false).text, "");
        assert_eq!(read(" and\nno variable", &|_| false).text, "and\nno variable");
    }
}
