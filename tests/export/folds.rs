//! Items in one notation, whichever program read them; and a reader of CSV.

use serde_json::{Map, Value, json};

/// An item with its values folded, without what says nothing about the work.
pub fn item(item: &Map<String, Value>) -> Map<String, Value> {
    const LEFT: &[&str] = &["id", "citation-key", "_graph"];
    let kept = item.iter().filter(|(name, value)| !LEFT.contains(&name.as_str()) && !is_nothing(value));
    kept.map(|(name, value)| (present(name).to_owned(), folded(name, value))).collect()
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty)
}

/// The present names of variables.
fn present(name: &str) -> &str {
    match name {
        "event" => "event-title",
        "shortTitle" => "title-short",
        "journalAbbreviation" => "container-title-short",
        name => name,
    }
}

fn folded(variable: &str, value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::String(text) if variable == "type" => Value::String(text.replace('_', "-")),
        Value::String(words) => Value::String(text(variable, words)),
        Value::Array(values) if values.iter().all(Value::is_string) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            Value::String(text(variable, &texts.join("; ")))
        }
        Value::Array(names) => names.iter().map(name).collect(),
        Value::Object(date) => self::date(date),
        other => other.clone(),
    }
}

/// A name as `particles family | given | suffix`.
fn name(name: &Value) -> Value {
    let part = |part: &str| name.get(part).and_then(Value::as_str).unwrap_or_default().replace('\'', "\u{2019}");
    let family = format!("{} {} {}", part("dropping-particle"), part("non-dropping-particle"), part("family"));
    let family =
        family.split_whitespace().collect::<Vec<_>>().join(" ").replace("\u{2019} ", "\u{2019}").replace("- ", "-");
    Value::String(format!("{family}{} | {} | {}", part("literal"), part("given"), part("suffix")))
}

/// Days as numbers, a season of its own, and words.
fn date(date: &Map<String, Value>) -> Value {
    let mut season =
        date.get("season").and_then(|season| season.as_str().map_or(season.as_i64(), |text| text.parse().ok()));
    let mut points = Vec::new();
    for point in date.get("date-parts").and_then(Value::as_array).into_iter().flatten() {
        let parts = point.as_array().into_iter().flatten();
        let mut parts: Vec<i64> =
            parts.filter_map(|part| part.as_str().map_or(part.as_i64(), |text| text.parse().ok())).collect();
        if let Some(month) = parts.get(1).copied().filter(|month| *month > 20) {
            season = Some(month - 20);
            parts.truncate(1);
        }
        points.push(parts);
    }
    let circa = date.get("circa").is_some_and(|circa| circa != &Value::Bool(false));
    let words = date.get("literal").or(date.get("raw")).cloned().unwrap_or_default();
    json!([points, season, circa, words])
}

/// A text with one notation for markup, quotes, dashes and spaces, the beginnings of its sentences in small letters.
fn text(variable: &str, text: &str) -> String {
    let text = text
        .replace("<span class=\"nocase\">", "")
        .replace("<span style=\"font-variant: small-caps;\">", "")
        .replace("<span style=\"font-variant:small-caps;\">", "")
        .replace("</span>", "")
        .replace('\'', "\u{2019}")
        .replace("--", "-");
    let text = match variable {
        "page" => text.replace('\u{2013}', "-"),
        "keyword" => text.split([',', ';']).map(str::trim).collect::<Vec<_>>().join(", "),
        "abstract" | "note" | "URL" | "DOI" => text,
        _ => {
            let mut starts = true;
            let letter = |c: char| {
                let small = starts && c.is_alphabetic();
                starts = c == ':' || starts && !c.is_alphanumeric() && c != '<';
                if small { c.to_lowercase().next().unwrap_or(c) } else { c }
            };
            text.chars().map(letter).collect()
        }
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The cells of CSV, row by row (RFC 4180).
pub fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

/// Names that are written `von Last | Jr | First`, as `name` folds them.
pub fn parted(names: &[String]) -> Value {
    let fold = |name: &String| {
        let parts: Vec<&str> = name.split(" | ").collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or_default().replace('\'', "\u{2019}");
        let last = part(0).replace("\\&", "&");
        let whole = last.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(&last);
        Value::String(format!("{whole} | {} | {}", part(2), part(1)))
    };
    names.iter().map(fold).collect()
}

/// A text without tags and paragraphs.
pub fn plain(text: &str) -> String {
    let tags = ["<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>"];
    let plain = tags.iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""));
    let start = plain.chars().next().map(char::len_utf8).unwrap_or_default();
    plain[..start].to_lowercase() + &plain[start..]
}
