//! The value of a variable: what most values are in little memory, all else as CSL-JSON has it.
//!
//! Nothing is lost on the way from CSL-JSON and back: what a typed value would not say again stays as it is.

use crate::bibliography::{Day, ItemDate, Name};
use serde_json::{Map, Value as Json, json};

/// A value. Each has one shape only: what can be typed is never [`Value::Other`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A text, with its markup.
    Text(String),
    /// A list of names.
    Names(Vec<Name>),
    /// A date or a range of dates.
    Date(Box<ItemDate>),
    /// What is none of these: numbers, names and dates with parts that are not ours, whatever CSL does not know.
    Other(Box<Json>),
}

impl Value {
    /// The text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as CSL-JSON has it.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::from(text.as_str()),
            Self::Names(names) => names.iter().map(Name::to_json).collect(),
            Self::Date(date) => date.to_json(),
            Self::Other(json) => (**json).clone(),
        }
    }
}

impl From<ItemDate> for Value {
    fn from(date: ItemDate) -> Self {
        Self::Date(Box::new(date))
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        let typed = match &json {
            Json::Array(names) => names.iter().map(whole_name).collect::<Option<_>>().map(Self::Names),
            Json::Object(date) => Some(ItemDate::new(date)).filter(|date| date.to_json() == json).map(Self::from),
            _ => None,
        };
        match (typed, json) {
            (Some(typed), _) => typed,
            (None, Json::String(text)) => Self::Text(text),
            (None, other) => Self::Other(Box::new(other)),
        }
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::String(text),
            Value::Other(json) => *json,
            typed => typed.to_json(),
        }
    }
}

/// A name, if it says all that the object says.
fn whole_name(json: &Json) -> Option<Name> {
    let given = json.as_object()?;
    let name = Name::new(given);
    let same = name.parts().filter(|(part, text)| given.get(*part).and_then(Json::as_str) == Some(text));
    (same.count() == given.len()).then_some(name)
}

impl Name {
    /// The parts that it has, by their names in CSL-JSON.
    fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let parts = [
            ("ORCID", &self.orcid),
            ("dropping-particle", &self.dropping_particle),
            ("family", &self.family),
            ("given", &self.given),
            ("literal", &self.literal),
            ("non-dropping-particle", &self.particle),
            ("suffix", &self.suffix),
        ];
        parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(part, text)| (part, text.as_str()))
    }

    /// The name as CSL-JSON has it.
    pub(crate) fn to_json(&self) -> Json {
        Json::Object(self.parts().map(|(part, text)| (part.to_owned(), text.into())).collect())
    }
}

impl ItemDate {
    /// The date as CSL-JSON has it: an open end is the year 0, as its processors expect it.
    pub(crate) fn to_json(&self) -> Json {
        let mut date = Map::new();
        let is_range = self.end.is_some() || self.open;
        if self.start.is_some() || is_range {
            let points = [Some(self.start), is_range.then_some(self.end)];
            date.insert("date-parts".to_owned(), points.into_iter().flatten().map(point).collect());
        }
        if self.circa {
            date.insert("circa".to_owned(), true.into());
        }
        if let Some(season) = self.season {
            date.insert("season".to_owned(), season.into());
        }
        if let Some(literal) = &self.literal {
            date.insert("literal".to_owned(), literal.as_str().into());
        }
        Json::Object(date)
    }
}

fn point(day: Option<Day>) -> Json {
    match day {
        None => json!([0]),
        Some(Day { year, month: Some(month), day: Some(day) }) => json!([year, month, day]),
        Some(Day { year, month: Some(month), day: None }) => json!([year, month]),
        Some(Day { year, .. }) => json!([year]),
    }
}

#[cfg(test)]
mod tests {
    use super::Value;
    use serde_json::json;

    #[test]
    fn what_is_whole_is_typed_and_all_else_stays_as_it_is() {
        for (json, is_typed) in [
            (json!("A text"), true),
            (json!([{"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}, {"literal": "others"}]), true),
            (json!([{"family": "Barr", "ORCID": "0000-0002-1825-0097"}]), true),
            (json!([{"family": "Barr", "ORCID": "https://orcid.org/0000-0002-1825-0097"}]), false),
            (json!([{"family": "Barr", "orcid": "0000-0002-1825-0097"}]), false),
            (json!([{"family": "Barr", "comma-suffix": true}]), false),
            (json!([{"family": ["Barr"]}]), false),
            (json!([{"family": "Barr", "given": ""}]), false),
            (json!(["Barr"]), false),
            (json!({"date-parts": [[2005, 3, 1], [2006]], "circa": true}), true),
            (json!({"date-parts": [[2005], [0]]}), true),
            (json!({"date-parts": [[0], [-44]]}), true),
            (json!({"date-parts": [[2005]], "season": 3}), true),
            (json!({"literal": "in press"}), true),
            (json!({"date-parts": [[2005, "3"]]}), false),
            (json!({"date-parts": [[2005], [2006], [2007]]}), false),
            (json!({"date-parts": [[2005]], "season": "Trinity"}), false),
            (json!({"date-parts": [[2005]], "circa": false}), false),
            (json!({"raw": "2005"}), false),
            (json!(3), false),
            (json!(null), false),
        ] {
            let value = Value::from(json.clone());
            assert_eq!(!matches!(value, Value::Other(_)), is_typed, "{json}");
            assert_eq!((value.to_json(), serde_json::Value::from(value)), (json.clone(), json));
        }
    }
}
