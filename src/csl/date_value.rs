//! What CSL-JSON says of a date: its parts, or a text with the forms that citeproc-js understands.

use serde_json::Value;

/// A date of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateValue {
    /// The day, month or year; the start of a range.
    pub start: Option<Point>,
    /// The end of a range.
    pub end: Option<Point>,
    /// Whether the range has no end yet.
    pub open: bool,
    /// Whether it is a guess.
    pub circa: bool,
    /// Words in place of a date.
    pub literal: Option<String>,
}

/// A year, with what is known of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Point {
    /// Negative before Christ.
    pub year: i64,
    /// 1 to 12; 13 to 16 are seasons.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// Reads a date of CSL-JSON.
pub fn read(value: &Value) -> Option<DateValue> {
    let mut date = DateValue::default();
    match value {
        Value::String(text) => return parse(text),
        Value::Object(fields) => {
            date.circa = fields
                .get("circa")
                .is_some_and(|circa| !matches!(circa, Value::Bool(false) | Value::Null) && circa != 0);
            if let Some(literal) = fields.get("literal").and_then(Value::as_str) {
                date.literal = Some(literal.to_owned());
            }
            let parts = fields.get("date-parts").and_then(Value::as_array);
            let point =
                |at: usize| parts.and_then(|parts| parts.get(at)).and_then(Value::as_array).map(|parts| point(parts));
            date.start = point(0).flatten();
            date.end = point(1).flatten();
            date.open = matches!(point(1), Some(None));
            date = date.in_season(fields.get("season").and_then(number));
            if date.start.is_none() && date.literal.is_none() {
                let raw = fields.get("raw").and_then(Value::as_str)?;
                let circa = date.circa;
                date = parse(raw)?;
                date.circa |= circa;
            }
        }
        _ => return None,
    }
    Some(date).filter(DateValue::says_something)
}

impl DateValue {
    /// The date with a season, from 1 to 4, in place of a month.
    pub fn in_season(mut self, season: Option<i64>) -> Self {
        if let (Some(start), Some(season)) = (&mut self.start, season) {
            start.month = u8::try_from(season).ok().filter(|season| (1..=4).contains(season)).map(|season| season + 12);
            start.day = None;
        }
        self
    }

    /// Whether there is anything to print.
    pub fn says_something(&self) -> bool {
        self.start.is_some() || self.end.is_some() || self.literal.is_some()
    }
}

impl Point {
    /// A day of CSL-JSON, whose months may be EDTF's seasons.
    pub fn new(year: i64, month: Option<u8>, day: Option<u8>) -> Self {
        Self { year, month: month.map(season), day }
    }
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

fn point(parts: &[Value]) -> Option<Point> {
    let year = number(parts.first()?).filter(|year| *year != 0)?;
    let small = |at: usize| parts.get(at).and_then(number).filter(|n| *n > 0).and_then(|n| u8::try_from(n).ok());
    Some(Point::new(year, small(1), small(2)))
}

/// EDTF's seasons, 21 to 24, as CSL counts them.
fn season(month: u8) -> u8 {
    match month {
        21..=24 => month - 8,
        17..=20 => month - 4,
        other => other,
    }
}

/// A date in words or digits: EDTF, `12/31/2005`, `21 March 2005`; all else is a literal.
pub(super) fn parse(text: &str) -> Option<DateValue> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let circa = text.ends_with('~') || text.ends_with('?') || text.starts_with("c. ") || text.starts_with("ca. ");
    let bare = text.trim_end_matches(['~', '?']).trim_start_matches("ca. ").trim_start_matches("c. ");
    let halves: Vec<&str> = bare.split('/').collect();
    if let [one, two] = halves.as_slice()
        && one.len() >= 4
        && let Some(start) = simple(one)
    {
        let open = two.is_empty() || *two == "..";
        return Some(DateValue { start: Some(start), end: simple(two), open, circa, literal: None });
    }
    let words = simple(bare).or_else(|| american(&halves)).or_else(|| spoken(bare));
    match words {
        Some(start) => Some(DateValue { start: Some(start), circa, ..DateValue::default() }),
        None => Some(DateValue { literal: Some(text.to_owned()), ..DateValue::default() }),
    }
}

fn simple(text: &str) -> Option<Point> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let mut small = || match parts.next() {
        None => Some(None),
        Some(part) => part.parse::<u8>().ok().filter(|n| *n <= 31).map(Some),
    };
    let (month, day) = (small()?, small()?);
    Some(Point { year: sign * year, month: month.map(season), day })
}

/// `12/31/2005`
fn american(parts: &[&str]) -> Option<Point> {
    let [month, day, year] = parts else { return None };
    let (month, day, year): (u8, u8, i64) = (month.parse().ok()?, day.parse().ok()?, year.parse().ok()?);
    let (month, day) = if month > 12 { (day, month) } else { (month, day) };
    Some(Point { year, month: Some(month), day: Some(day) })
}

/// `March 21, 2005`, `21 March 2005`, `Spring 2005`
fn spoken(text: &str) -> Option<Point> {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "spr", "sum", "fal", "win",
    ];
    let mut point = Point::default();
    let mut year = None;
    for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        let start: String = lower.chars().take(3).collect();
        if let Ok(number) = word.parse::<i64>() {
            if number > 31 || word.len() > 2 {
                year = Some(number);
            } else {
                point.day = u8::try_from(number).ok();
            }
        } else if let Some(month) = MONTHS.iter().position(|month| *month == start).or((start == "aut").then_some(14)) {
            point.month = u8::try_from(month + 1).ok();
        } else {
            return None;
        }
    }
    point.year = year?;
    Some(point)
}

impl DateValue {
    /// What dates are sorted by.
    pub fn sort_key(&self) -> Option<String> {
        let point = self.start.or(self.end)?;
        let key = |point: &Point| {
            let year = point.year + 5_000_000;
            format!("{year:08}{:02}{:02}", point.month.unwrap_or(0), point.day.unwrap_or(0))
        };
        let end = self.end.map(|end| key(&end)).unwrap_or_default();
        Some(format!("{}{}{end}", key(&point), if end.is_empty() { "" } else { "-" }))
    }
}
