//! What two readings may write differently and mean the same.

use serde_json::{Map, Value};

/// The names of languages that pandoc leaves as they are, with the primary subtags of BCP 47.
const LANGUAGES: &[(&str, &str)] = &[("chinese", "zh"), ("japanese", "ja"), ("korean", "ko")];

/// An item in one notation: the name of a meeting in `event-title`, no `id`, and values folded.
pub fn item(item: &Map<String, Value>) -> Map<String, Value> {
    let mut folded: Map<String, Value> =
        item.iter().filter(|(name, _)| *name != "id").map(|(name, value)| (name.clone(), fold(value))).collect();
    if let Some(event) = folded.remove("event") {
        folded.entry("event-title").or_insert(event);
    }
    if let Some(language) = folded.get_mut("language") {
        let name = language.as_str().unwrap_or_default().to_lowercase();
        if let Some((_, tag)) = LANGUAGES.iter().find(|(known, _)| *known == name) {
            *language = Value::from(*tag);
        }
    }
    folded
}

/// A value with numbers as text and without `nocase` spans.
fn fold(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::String(text) => Value::String(without_nocase(text)),
        Value::Array(values) => values.iter().map(fold).collect(),
        Value::Object(map) => Value::Object(map.iter().map(|(key, value)| (key.clone(), fold(value))).collect()),
        Value::Null | Value::Bool(_) => value.clone(),
    }
}

fn without_nocase(text: &str) -> String {
    const OPEN: &str = "<span class=\"nocase\">";
    let (mut out, mut rest, mut spans) = (String::new(), text, Vec::new());
    while let Some(c) = rest.chars().next() {
        let nocase = rest.starts_with(OPEN);
        if nocase || rest.starts_with("<span ") {
            spans.push(nocase);
            let tag = if nocase { OPEN.len() } else { "<span ".len() };
            out.push_str(if nocase { "" } else { &rest[..tag] });
            rest = &rest[tag..];
        } else if rest.starts_with("</span>") && spans.pop() == Some(true) {
            rest = &rest["</span>".len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}
