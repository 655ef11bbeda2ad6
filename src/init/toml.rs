//! As much of TOML as the settings of Hugo need: `key = "text"` at the top and in tables, everything else left out.

use serde_yaml::{Mapping, Value};

/// The texts of a file, by table.
pub(super) fn read(text: &str) -> Value {
    let mut top = Mapping::new();
    let mut table: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            let name = name.split(']').next().unwrap_or_default();
            table =
                name.trim_start_matches('[').split('.').map(|part| part.trim().trim_matches('"').to_owned()).collect();
        } else if let Some((key, value)) = line.split_once('=').and_then(|(key, value)| Some((key, text_of(value)?))) {
            let place = match table.as_slice() {
                [] => Some(&mut top),
                // Deeper tables hold nothing that is asked for.
                [one] => top.entry(one.clone().into()).or_insert_with(|| Mapping::new().into()).as_mapping_mut(),
                _ => None,
            };
            if let Some(place) = place {
                place.insert(key.trim().trim_matches('"').into(), value.into());
            }
        }
    }
    Value::Mapping(top)
}

/// A string in quotes of one line; escapes other than those of quotes and backslashes make it none.
fn text_of(value: &str) -> Option<String> {
    let value = value.trim();
    if let Some(literal) = value.strip_prefix('\'') {
        return literal.split_once('\'').map(|(text, _)| text.to_owned());
    }
    let mut out = String::new();
    let mut letters = value.strip_prefix('"')?.chars();
    loop {
        match letters.next()? {
            '"' => return Some(out),
            '\\' => out.push(letters.next().filter(|c| ['"', '\\'].contains(c))?),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn texts_are_found_at_the_top_and_in_tables() {
        let value = read(
            "title = \"A \\\"site\\\"\" # x\nbuild = true\n[params]\r\n  author = 'Ann'\n[params.social]\nx = 'y'\n[[menu]]\nname = \"Z\"\n",
        );
        assert_eq!(value["title"].as_str(), Some("A \"site\""));
        assert_eq!(value["params"]["author"].as_str(), Some("Ann"));
        assert!(value.get("build").is_none() && value["params"].get("x").is_none());
    }
}
