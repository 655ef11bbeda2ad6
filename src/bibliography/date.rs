//! Dates of entries as CSL-JSON: BibLaTeX's part of EDTF, BibTeX's year and month, and what people write.
//!
//! All arithmetic is checked and only ASCII digits count. What is not understood is the caller's to keep
//! as a literal.

use serde_json::{Value, json};

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEASONS: &[(&str, u8)] = &[("spring", 1), ("summer", 2), ("autumn", 3), ("fall", 3), ("winter", 4)];

/// One end of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Point {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
    season: Option<u8>,
    circa: bool,
}

impl Point {
    fn parts(self) -> Value {
        match (self.month, self.day) {
            (Some(month), Some(day)) => json!([self.year, month, day]),
            (Some(month), None) => json!([self.year, month]),
            _ => json!([self.year]),
        }
    }
}

/// A `date` field: `2013-04-29`, `2010/2012`, `2010/`, `1920~`, `201X`, `2010-21` and their like.
pub(super) fn edtf(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Some(decade) = decade(text) {
        return Some(decade);
    }
    match text.split_once('/') {
        Some((start, end)) => interval(start, end),
        None => point(text).map(single).or_else(|| written(text)),
    }
}

/// A `year` field and, where there is one, a month and a day: numbers, names, ranges.
pub(super) fn year_month_day(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Value> {
    let compact: String = year.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(mut start) = legacy_year(&compact) else {
        let dashed = compact.replace("--", "-").replace('\u{2013}', "-");
        return year_range(&dashed).or_else(|| edtf(year));
    };
    let Some(month) = month.filter(|month| !month.trim().is_empty()) else { return Some(single(start)) };
    let months = month.trim().replace("--", "-").replace(['\u{2013}', '/'], "-");
    let mut ends = months.splitn(2, '-').map(|name| month_or_season(name.trim()));
    let Some(first) = ends.next()? else { return written(&format!("{month} {compact}")) };
    set_month(&mut start, first);
    if let Some(end) = ends.next() {
        let mut last = Point { month: None, season: None, ..start };
        set_month(&mut last, end?);
        return Some(json!({ "date-parts": [start.parts(), last.parts()] }));
    }
    if let Some(day) = day.map(str::trim).filter(|day| !day.is_empty()) {
        start.day = number(day).and_then(|day| u8::try_from(day).ok());
        start.day?;
    }
    valid(start).map(single)
}

/// A month or a season by name or number: 1 to 12, or 21 to 24 for the seasons.
fn month_or_season(name: &str) -> Option<u8> {
    let lower = name.trim_end_matches('.').to_lowercase();
    if let Some(number) = number(&lower) {
        return u8::try_from(number).ok().filter(|month| matches!(month, 1..=12 | 21..=24));
    }
    if let Some((_, season)) = SEASONS.iter().find(|(known, _)| *known == lower) {
        return Some(20 + season);
    }
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = full
        .iter()
        .position(|month| lower.len() >= 3 && month.starts_with(&lower))
        .or_else(|| (lower == "sept").then_some(8));
    at.or_else(|| MONTHS.iter().position(|month| *month == lower)).and_then(|at| u8::try_from(at + 1).ok())
}

fn set_month(point: &mut Point, month: u8) {
    if month > 20 {
        point.season = Some(month - 20);
    } else {
        point.month = Some(month);
    }
}

fn single(point: Point) -> Value {
    let mut date = json!({ "date-parts": [point.parts()] });
    if point.circa {
        date["circa"] = Value::Bool(true);
    }
    if let Some(season) = point.season {
        date["season"] = Value::from(season);
    }
    date
}

/// A range; an open end is the year 0, as CSL processors expect it.
fn interval(start: &str, end: &str) -> Option<Value> {
    let open = |text: &str| matches!(text.trim(), "" | ".." | "open" | "unknown");
    let side = |text: &str| if open(text) { Some(None) } else { point(text.trim()).map(Some) };
    let (first, last) = (side(start)?, side(end)?);
    if first.is_none() && last.is_none() {
        return None;
    }
    let parts = |point: Option<Point>| point.map_or_else(|| json!([0]), Point::parts);
    let mut date = json!({ "date-parts": [parts(first), parts(last)] });
    if first.is_some_and(|point| point.circa) || last.is_some_and(|point| point.circa) {
        date["circa"] = Value::Bool(true);
    }
    if let Some(season) = first.and_then(|point| point.season) {
        date["season"] = Value::from(season);
    }
    Some(date)
}

/// `2013`, `2013-04`, `2013-04-29`, with a time behind it or a mark of doubt.
fn point(text: &str) -> Option<Point> {
    let (text, circa) = doubt(text);
    let text = text.split_once('T').map_or(text, |(date, _)| date);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = digits.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(number)?;
    let mut point = Point { year: historical(year.checked_mul(sign)?), circa, ..Point::default() };
    let fields: Vec<&str> = parts.filter(|part| !matches!(*part, "XX" | "uu" | "00")).collect();
    match fields.as_slice() {
        [] => {}
        [month] => set_month(&mut point, two_digits(month)?),
        [month, day] => {
            point.month = Some(two_digits(month)?);
            point.day = Some(two_digits(day)?);
        }
        _ => return None,
    }
    valid(point)
}

/// The text without `~`, `?` or `%`, and whether one of them was there.
fn doubt(text: &str) -> (&str, bool) {
    let bare = text.trim().trim_end_matches(['~', '?', '%', '\u{a0}']);
    (bare, bare.len() < text.trim().len())
}

/// A year of EDTF counts 1 BC as 0; CSL-JSON counts it as -1.
fn historical(year: i32) -> i32 {
    if year <= 0 { year - 1 } else { year }
}

fn valid(point: Point) -> Option<Point> {
    let month = point.month.unwrap_or(1);
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let fits = (1..=12).contains(&month) && (1..=days).contains(&point.day.unwrap_or(1));
    (fits && point.season.is_none_or(|season| (1..=4).contains(&season))).then_some(point)
}

/// `201X` and `19uu`: a decade or a century as a range.
fn decade(text: &str) -> Option<Value> {
    let digits = text.trim_end_matches(['X', 'u', 'x']);
    let open = text.len() - digits.len();
    if text.len() != 4 || !matches!(open, 1 | 2) {
        return None;
    }
    let span = 10_i32.pow(u32::try_from(open).ok()?);
    let start = number(digits)?.checked_mul(span)?;
    Some(json!({ "date-parts": [[start], [start + span - 1]] }))
}

/// `1998-2000` of a `year` field.
fn year_range(text: &str) -> Option<Value> {
    let (start, end) = text.split_once(['-', '/'])?;
    let first = legacy_year(start).filter(|_| start.len() == 4)?;
    let last = match end.len() {
        2 => number(end)?.checked_add(first.year / 100 * 100)?,
        _ => legacy_year(end).filter(|_| end.len() == 4)?.year,
    };
    (last > first.year).then(|| json!({ "date-parts": [[first.year], [last]] }))
}

/// A year of one to four digits, with a sign or a mark of doubt.
fn legacy_year(text: &str) -> Option<Point> {
    let (text, circa) = doubt(text);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let year = number(digits).filter(|year| *year != 0 && digits.len() <= 4)?;
    Some(Point { year: year * sign, circa, ..Point::default() })
}

/// `c. 1920`, `Autumn 2001`, `March 2010`, `3 May 2010`, `May 3, 2010`.
fn written(text: &str) -> Option<Value> {
    let mut point = Point::default();
    for word in text.split([' ', '\u{a0}', ',', '\t']).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        if matches!(lower.as_str(), "c." | "ca." | "ca" | "c" | "circa") && point.year == 0 {
            point.circa = true;
        } else if word.len() == 4 && number(word).is_some() && point.year == 0 {
            point.year = number(word)?;
        } else if let Some(day) = number(word).filter(|day| (1..=31).contains(day) && point.day.is_none()) {
            point.day = u8::try_from(day).ok();
        } else if point.month.is_none() && point.season.is_none() {
            set_month(&mut point, month_or_season(word)?);
        } else {
            return None;
        }
    }
    let complete = point.year != 0 && (point.day.is_none() || point.month.is_some());
    if complete { valid(point).map(single) } else { None }
}

/// A number of ASCII digits only.
fn number(text: &str) -> Option<i32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn two_digits(text: &str) -> Option<u8> {
    number(text).filter(|_| text.len() == 2).and_then(|value| u8::try_from(value).ok())
}
