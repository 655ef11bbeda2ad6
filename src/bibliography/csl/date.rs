//! Dates as CSL-JSON and pandoc's CSL-YAML write them, in one shape.
//!
//! That shape is `date-parts` with numbers, `season` from 1 to 4, `circa: true` and `literal`.

use crate::bibliography::model::date;
use serde_json::{Map, Value, json};

/// A date; none where it cannot be understood.
pub(crate) fn read(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => date::edtf(text).map(|date| date.value.to_json()),
        Value::Number(number) => date::edtf(&number.to_string()).map(|date| date.value.to_json()),
        Value::Array(points) => points_of(points).map(Map::from_iter).map(Value::Object),
        Value::Object(date) => object(date),
        Value::Bool(_) | Value::Null => None,
    }
}

/// The parts of a date that say something in words.
const WORDS: &[&str] = &["literal", "raw", "date-parts", "year", "month", "day", "season"];

/// What a date says in words, where it is no date.
pub(crate) fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => joined(values.iter()),
        Value::Object(date) => joined(WORDS.iter().filter_map(|name| date.get(*name))),
        Value::Bool(_) | Value::Null => String::new(),
    }
}

fn joined<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    values.map(words).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

fn object(date: &Map<String, Value>) -> Option<Value> {
    let given = |name: &str| date.get(name).filter(|value| !is_empty(value));
    let literal = given("literal").or_else(|| given("other"));
    let mut read: Map<String, Value> = if let Some(parts) = given("date-parts") {
        Map::from_iter(points_of(parts.as_array()?)?)
    } else if given("year").is_some() {
        Map::from_iter(points_of(&[Value::Object(date.clone())])?)
    } else if let Some(raw) = given("raw") {
        read(raw).and_then(|raw| raw.as_object().cloned()).or_else(|| literal.map(|_| Map::new()))?
    } else if literal.is_some() {
        Map::new()
    } else {
        return None;
    };
    if let Some(season) = given("season") {
        read.insert("season".to_owned(), season_of(season).map_or_else(|| season.clone(), Value::from));
    }
    if given("circa").is_some_and(is_true) {
        read.insert("circa".to_owned(), Value::Bool(true));
    }
    if let Some(literal) = literal {
        read.insert("literal".to_owned(), Value::String(words(literal)));
    }
    Some(Value::Object(read))
}

/// One day as numbers, a list of days of which the first and the last count, or days as mappings.
fn points_of(values: &[Value]) -> Option<Vec<(String, Value)>> {
    let (first, last) = (values.first()?, values.last()?);
    if !first.is_array() && !first.is_object() {
        return day(values).filter(|(parts, _)| parts != &[0]).map(single);
    }
    let start = point(first)?;
    let end = if values.len() > 1 { Some(point(last)?) } else { None };
    if start.0 == [0] && end.as_ref().is_none_or(|end| end.0 == [0]) {
        return None;
    }
    let mut read = single(start);
    if let (Some((_, Value::Array(parts))), Some(end)) = (read.first_mut(), end) {
        parts.push(json!(end.0));
    }
    Some(read)
}

/// The parts of a day, and its season.
type Day = (Vec<i32>, Option<u8>);

fn single((parts, season): Day) -> Vec<(String, Value)> {
    let season = season.map(|season| ("season".to_owned(), Value::from(season)));
    [("date-parts".to_owned(), json!([parts]))].into_iter().chain(season).collect()
}

fn point(value: &Value) -> Option<Day> {
    match value {
        Value::Array(parts) => day(parts),
        Value::Object(parts) => {
            let named: Vec<Value> =
                ["year", "month", "day"].iter().map_while(|name| parts.get(*name)).cloned().collect();
            day(&named)
        }
        _ => None,
    }
}

/// Year, month and day; an open end is a year 0, and months from 13 on are seasons.
fn day(parts: &[Value]) -> Option<Day> {
    let mut numbers = Vec::new();
    for part in parts.iter().filter(|part| !is_empty(part)) {
        numbers.push(integer(part)?);
    }
    match numbers.as_slice() {
        [] => Some((vec![0], None)),
        [_] => Some((numbers, None)),
        [year, season @ (13..=16 | 21..=24), ..] => {
            Some((vec![*year], u8::try_from(season % 10 - if *season < 20 { 2 } else { 0 }).ok()))
        }
        [_, 1..=12] => Some((numbers, None)),
        [_, 1..=12, 1..=31] => Some((numbers, None)),
        _ => None,
    }
}

fn season_of(value: &Value) -> Option<u8> {
    let named = match value.as_str().map(str::to_lowercase).as_deref() {
        Some("spring") => Some(1),
        Some("summer") => Some(2),
        Some("autumn" | "fall") => Some(3),
        Some("winter") => Some(4),
        _ => integer(value),
    };
    named
        .map(|season| if season > 20 { season - 20 } else { season })
        .filter(|season| (1..=4).contains(season))
        .and_then(|season| u8::try_from(season).ok())
}

fn integer(value: &Value) -> Option<i32> {
    match value {
        Value::Number(number) => number.as_i64().and_then(|number| i32::try_from(number).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null()
        || value.as_str().is_some_and(|text| text.trim().is_empty())
        || value.as_array().is_some_and(Vec::is_empty)
}

fn is_true(value: &Value) -> bool {
    !matches!(words(value).as_str(), "0" | "false" | "no") && value != &Value::Bool(false)
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::{Value, json};

    #[test]
    fn dates_of_every_spelling() {
        for (given, expected) in [
            (json!({"date-parts": [["2005", "3", 1]]}), json!({"date-parts": [[2005, 3, 1]]})),
            (json!({"date-parts": [[2005, 3], [2006, ""]]}), json!({"date-parts": [[2005, 3], [2006]]})),
            (json!({"date-parts": [2005, "03"]}), json!({"date-parts": [[2005, 3]]})),
            (json!({"date-parts": [[2005], [0]]}), json!({"date-parts": [[2005], [0]]})),
            (json!({"date-parts": [[-44, 3, 15]]}), json!({"date-parts": [[-44, 3, 15]]})),
            (json!({"date-parts": [[2005, 21]]}), json!({"date-parts": [[2005]], "season": 1})),
            (json!({"date-parts": [[2005, 16]]}), json!({"date-parts": [[2005]], "season": 4})),
            (json!({"date-parts": [[2005]], "season": "Summer"}), json!({"date-parts": [[2005]], "season": 2})),
            (
                json!({"date-parts": [[2005]], "season": "Trinity"}),
                json!({"date-parts": [[2005]], "season": "Trinity"}),
            ),
            (json!({"date-parts": [[2005]], "circa": 1}), json!({"date-parts": [[2005]], "circa": true})),
            (json!({"date-parts": [[2005]], "circa": false}), json!({"date-parts": [[2005]]})),
            (json!({"date-parts": [[2005]], "circa": "0"}), json!({"date-parts": [[2005]]})),
            (json!({"date-parts": [], "literal": "n.d."}), json!({"literal": "n.d."})),
            (json!({"raw": "2005-03/2006"}), json!({"date-parts": [[2005, 3], [2006]]})),
            (json!({"raw": "March 2005"}), json!({"date-parts": [[2005, 3]]})),
            (json!({"year": 2005, "month": "3"}), json!({"date-parts": [[2005, 3]]})),
            (
                json!({"year": 2005, "season": 4, "circa": true}),
                json!({"date-parts": [[2005]], "season": 4, "circa": true}),
            ),
            (json!([{"year": 2005}, {"year": 2006, "month": 2}]), json!({"date-parts": [[2005], [2006, 2]]})),
            (json!([2005, 3]), json!({"date-parts": [[2005, 3]]})),
            (json!([[2005], [2006], [2007]]), json!({"date-parts": [[2005], [2007]]})),
            (json!(2005), json!({"date-parts": [[2005]]})),
            (json!("2005-03-01"), json!({"date-parts": [[2005, 3, 1]]})),
            (json!("~1920"), Value::Null),
            (json!({"other": "spring term"}), json!({"literal": "spring term"})),
            (json!({"date-parts": [[2005, 17]]}), Value::Null),
            (json!({"date-parts": [[2005, 2, 32]]}), Value::Null),
            (json!({"date-parts": [["x"]]}), Value::Null),
            (json!({"date-parts": [[0]]}), Value::Null),
            (json!({"date-parts": "2005"}), Value::Null),
            (json!({"date-parts": [[99_999_999_999_i64]]}), Value::Null),
            (json!({}), Value::Null),
            (json!([]), Value::Null),
            (json!([null]), Value::Null),
            (json!(true), Value::Null),
        ] {
            assert_eq!(read(&given).unwrap_or_default(), expected, "{given}");
        }
    }

    #[test]
    fn a_date_is_read_as_it_is_written() {
        for date in [
            json!({"date-parts": [[2005, 3, 1], [0]], "circa": true}),
            json!({"date-parts": [[0], [2005]]}),
            json!({"date-parts": [[2005]], "season": 3}),
            json!({"literal": "in press"}),
        ] {
            assert_eq!(read(&date), Some(date));
        }
    }
}
