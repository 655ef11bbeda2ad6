//! Our items as the engine takes them: text with its markup in disguise, dates and names made safe.
//!
//! The engine prints CSL's inline markup as text and changes the case of protected words. So a mark is
//! sent as a private-use character, and where the style changes case a protected letter as one, too.

use super::Work;
use crate::bibliography::Item;
use crate::rich::{Look, Part, Rich};
use citationberg::json;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

const LETTERS: u32 = 0xE000;
const LAST_LETTER: u32 = 0xF7FF;
const MARKS: &[(char, &str)] = &[
    ('\u{F8E0}', "<i>"),
    ('\u{F8E1}', "</i>"),
    ('\u{F8E2}', "<b>"),
    ('\u{F8E3}', "</b>"),
    ('\u{F8E4}', "<sup>"),
    ('\u{F8E5}', "</sup>"),
    ('\u{F8E6}', "<sub>"),
    ('\u{F8E7}', "</sub>"),
    ('\u{F8E8}', "<span style=\"font-variant: small-caps;\">"),
    ('\u{F8E8}', "<span style=\"font-variant:small-caps;\">"),
];
const SPAN_ENDS: char = '\u{F8E9}';

/// The item for the engine, its key as `id`. Fields of shapes that CSL does not know are left out.
pub fn for_engine(work: &Work, protect: bool) -> json::Item {
    let mut fields = BTreeMap::new();
    for (name, value) in &work.item.0 {
        if let Some(value) = field(name, value, protect) {
            fields.insert(name.clone(), value);
        }
    }
    fields.insert("id".to_owned(), json::Value::String(work.key.clone()));
    json::Item(fields)
}

fn field(name: &str, value: &Value, protect: bool) -> Option<json::Value> {
    match value {
        Value::String(text) if name == "type" || name == "language" => Some(json::Value::String(text.clone())),
        Value::String(text) => Some(json::Value::String(disguise(text, protect))),
        Value::Number(number) => Some(json::Value::String(number.to_string())),
        Value::Array(names) => names_field(names),
        Value::Object(date) => date_field(date),
        Value::Bool(_) | Value::Null => None,
    }
}

fn names_field(names: &[Value]) -> Option<json::Value> {
    let part =
        |name: &Map<String, Value>, key: &str| name.get(key).and_then(Value::as_str).map(|text| disguise(text, false));
    let name = |value: &Value| {
        let name = value.as_object()?;
        if let Some(literal) = part(name, "literal") {
            return Some(json::NameValue::Literal(json::LiteralName { literal }));
        }
        let (family, given) = (part(name, "family"), part(name, "given"));
        let Some(family) = family else {
            return given.map(|literal| json::NameValue::Literal(json::LiteralName { literal }));
        };
        Some(json::NameValue::Item(json::NameItem {
            family,
            given,
            non_dropping_particle: part(name, "non-dropping-particle"),
            dropping_particle: part(name, "dropping-particle"),
            suffix: part(name, "suffix"),
            comma_suffix: name.get("comma-suffix").and_then(Value::as_bool),
        }))
    };
    let names: Vec<_> = names.iter().filter_map(name).collect();
    (!names.is_empty()).then_some(json::Value::Names(names))
}

/// Only the start of a range: the engine panics on ranges, and on years beyond 16 bits.
fn date_field(date: &Map<String, Value>) -> Option<json::Value> {
    let parts: Vec<i64> = date.get("date-parts")?.get(0)?.as_array()?.iter().map_while(number).collect();
    let year = i16::try_from(*parts.first()?).ok()?;
    let mut kept = vec![i64::from(year)];
    if let Some(month @ 1..=12) = parts.get(1) {
        kept.push(*month);
        if let Some(day @ 1..=31) = parts.get(2) {
            kept.push(*day);
        }
    }
    let mut safe = serde_json::json!({ "date-parts": [kept] });
    if date.get("circa").is_some_and(|circa| circa.as_bool() != Some(false)) {
        safe["circa"] = Value::Bool(true);
    }
    match serde_json::from_value(safe).ok()? {
        json::Value::Date(date) => Some(json::Value::Date(date)),
        _ => None,
    }
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Text whose markup, and where asked for the letters within `nocase`, stand as private-use characters.
fn disguise(text: &str, protect: bool) -> String {
    let text = if protect { protect_mixed_case(text) } else { text.into() };
    if !text.contains('<') && !text.chars().any(is_private) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut spans: Vec<bool> = Vec::new();
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        if let Some((mark, tag)) = MARKS.iter().find(|(_, tag)| rest.starts_with(tag)) {
            if tag.starts_with("<span") {
                spans.push(true);
            }
            out.push(*mark);
            rest = &rest[tag.len()..];
        } else if rest.starts_with("<span class=\"nocase\">") {
            spans.push(false);
            rest = &rest["<span class=\"nocase\">".len()..];
        } else if rest.starts_with("</span>") && !spans.is_empty() {
            if spans.pop() == Some(true) {
                out.push(SPAN_ENDS);
            }
            rest = &rest["</span>".len()..];
        } else {
            if !is_private(c) {
                out.push(if protect && spans.contains(&false) { protected(c) } else { c });
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Words with capitals within them, such as `HAPSc`, protected: title case leaves them as they are (CSL specification,
/// "Text-case"), which the engine does not.
fn protect_mixed_case(text: &str) -> Cow<'_, str> {
    let mixed = |word: &str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic()).skip(1);
        letters.clone().any(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    if text.contains('<') || !text.split(' ').any(mixed) {
        return Cow::Borrowed(text);
    }
    let protect =
        |word: &str| if mixed(word) { format!("<span class=\"nocase\">{word}</span>") } else { word.to_owned() };
    Cow::Owned(text.split(' ').map(protect).collect::<Vec<_>>().join(" "))
}

fn is_private(c: char) -> bool {
    (LETTERS..=0xF8FF).contains(&(c as u32))
}

fn protected(c: char) -> char {
    let code = LETTERS + c as u32;
    match c.is_alphabetic() && code <= LAST_LETTER {
        true => char::from_u32(code).unwrap_or(c),
        false => c,
    }
}

/// Turns the private-use characters in what the engine made back into letters and looks.
pub fn reveal(rich: Rich) -> Rich {
    reveal_in(rich, &mut Look::PLAIN.clone())
}

fn reveal_in(rich: Rich, marks: &mut Look) -> Rich {
    let mut out = Rich::default();
    for part in rich.0 {
        match part {
            Part::Text(text, look) => reveal_text(&text, look, marks, &mut out),
            Part::Link(url, inner) => out.0.push(Part::Link(url, reveal_in(inner, marks))),
            Part::Item(n, inner) => out.0.push(Part::Item(n, reveal_in(inner, marks))),
            Part::Block(display, inner) => out.0.push(Part::Block(display, reveal_in(inner, marks))),
        }
    }
    out
}

fn reveal_text(text: &str, look: Look, marks: &mut Look, out: &mut Rich) {
    let mut buffer = [0; 4];
    for c in text.chars() {
        match c {
            '\u{F8E0}' => marks.italic = true,
            '\u{F8E1}' => marks.italic = false,
            '\u{F8E2}' => marks.bold = true,
            '\u{F8E3}' => marks.bold = false,
            '\u{F8E4}' => marks.superscript = true,
            '\u{F8E5}' => marks.superscript = false,
            '\u{F8E6}' => marks.subscript = true,
            '\u{F8E7}' => marks.subscript = false,
            '\u{F8E8}' => marks.small_caps = true,
            SPAN_ENDS => marks.small_caps = false,
            _ => {
                let c = if is_private(c) { char::from_u32(c as u32 - LETTERS).unwrap_or(c) } else { c };
                out.push(c.encode_utf8(&mut buffer), combined(look, *marks));
            }
        }
    }
}

/// Italic within italic is upright, as bold within bold; everything else adds up.
fn combined(look: Look, marks: Look) -> Look {
    Look {
        italic: look.italic != marks.italic,
        bold: look.bold != marks.bold,
        small_caps: look.small_caps || marks.small_caps,
        superscript: look.superscript || marks.superscript,
        subscript: look.subscript || marks.subscript,
        ..look
    }
}

/// Author, year and title in plain words, for a work that the engine cannot format.
pub fn description(work: &Work) -> String {
    let authors = work.item.short_authors().join(", ");
    let year = work.item.year().map(|year| year.to_string()).unwrap_or_default();
    let title = work.item.plain("title").unwrap_or_else(|| work.key.clone());
    [authors, year, title].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Whether two of these records may be cited alike: the same year, and the same names as far as a citation shows them.
/// Then the order of the list decides the letters.
pub fn may_collide(items: &[&Item]) -> bool {
    let shown = |item: &Item| {
        let names = item.short_authors();
        let count = if names.len() > 2 { 1 } else { names.len() };
        (names.len().min(3), names.into_iter().take(count).collect::<Vec<_>>(), item.year())
    };
    let mut seen = std::collections::BTreeSet::new();
    items.iter().any(|item| !seen.insert(shown(item)))
}
