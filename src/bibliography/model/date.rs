//! Dates of entries: BibLaTeX's part of EDTF, BibTeX's year and month, and what people write.
//!
//! All arithmetic is checked and only ASCII digits count. What is not understood is the caller's to keep
//! as a literal.

use crate::bibliography::{Day, ItemDate};

/// The months in English, German, French, Spanish, Italian, Portuguese and Dutch, as far as they differ in their start.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro"],
    &["february", "februar", "février", "fevrier", "febrero", "febbraio", "fevereiro"],
    &["march", "märz", "mrz", "mars", "marzo", "março", "maart"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "août", "aout", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];
const SEASONS: &[(&str, u8)] = &[("spring", 1), ("summer", 2), ("autumn", 3), ("fall", 3), ("winter", 4)];

/// A date that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Date {
    /// The date itself.
    pub value: ItemDate,
    /// What is left out, and why.
    pub lost: Option<&'static str>,
}

impl From<ItemDate> for Date {
    fn from(value: ItemDate) -> Self {
        Self { value, lost: None }
    }
}

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
    /// What is known of the day.
    fn known(self) -> Day {
        Day { year: self.year, month: self.month, day: self.month.and(self.day) }
    }
}

/// A `date` field: `2013-04-29`, `2010/2012`, `2010/`, `1920~`, `201X`, `2010-21` and their like.
pub(crate) fn edtf(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(decade) = decade(text) {
        return Some(decade.into());
    }
    match text.split_once('/') {
        Some((start, end)) => interval(start, end),
        None => point(text).map(single).or_else(|| written(text)).map(Date::from),
    }
}

/// A `year` field and, where there is one, a month and a day: numbers, names, ranges.
pub(crate) fn year_month_day(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Date> {
    let compact: String = year.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(start) = legacy_year(&compact) else {
        let dated = point(&compact).filter(|point| point.month.is_some()).map(single);
        return dated.or_else(|| year_range(&dashed(&compact))).map(Date::from).or_else(|| edtf(year));
    };
    let Some(month) = month.filter(|month| !month.trim().is_empty()) else { return Some(single(start).into()) };
    let dated = |part: Part| {
        let mut point = Point { day: part.day, ..start };
        set_month(&mut point, part.month);
        valid(point)
    };
    let read = match part_of_year(month, day.map(str::trim).filter(|day| !day.is_empty())) {
        Some((first, None)) => dated(first).map(single),
        Some((first, Some(last))) => dated(first).zip(dated(last)).map(|(first, last)| range(Some(first), Some(last))),
        None => None,
    };
    Some(read.map_or_else(
        || Date { value: single(start), lost: Some("the month is not understood and is left out") },
        Date::from,
    ))
}

/// A month or season, and perhaps a day of it.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// 1 to 12, or 21 to 24 for the seasons.
    month: u8,
    day: Option<u8>,
}

/// What a `month` says: `5`, `5--6`, `10~jan`, `March 5`, `28--31~mar`, `28 sep--3 oct`, `nov, dec`.
fn part_of_year(month: &str, day: Option<&str>) -> Option<(Part, Option<Part>)> {
    let parted = dashed(month).replace([',', '/', '&'], "-").replace(" and ", "-");
    let mut sides = parted.split('-').map(str::trim).filter(|side| !side.is_empty());
    let first = side(sides.next()?)?;
    let last = sides.next_back().map(side);
    match (first, last) {
        ((Some(month), written), None) => Some((Part { month, day: written.or(small(day)) }, None)),
        ((None, Some(month)), None) => Some((Part { month: month_number(month)?, day: small(day) }, None)),
        ((None, Some(from)), Some(Some((None, Some(to))))) => {
            let month = |month| month_number(month).map(|month| Part { month, day: None });
            Some((month(from)?, Some(month(to)?)))
        }
        ((Some(month), None), Some(Some((None, day)))) => Some((Part { month, day }, None)),
        ((from, from_day), Some(Some((to, to_day)))) => {
            let (from, to) = (from.or(to)?, to.or(from)?);
            Some((Part { month: from, day: from_day }, Some(Part { month: to, day: to_day })))
        }
        _ => None,
    }
}

/// The name of a month or season and a number, each of which may be missing.
fn side(text: &str) -> Option<(Option<u8>, Option<u8>)> {
    let (mut month, mut other) = (None, None);
    for word in text.split([' ', '\u{a0}', '\t', '\n', '~']).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(['.', 's', 't', 'n', 'd', 'r', 'h']);
        match small(Some(digits)) {
            Some(value) if other.is_none() => other = Some(value),
            None if month.is_none() => month = Some(month_or_season(word)?),
            _ => return None,
        }
    }
    Some((month, other))
}

fn small(text: Option<&str>) -> Option<u8> {
    text.and_then(number).and_then(|value| u8::try_from(value).ok())
}

fn month_number(month: u8) -> Option<u8> {
    Some(month).filter(|month| matches!(month, 1..=12 | 21..=24))
}

/// The text with every dash a hyphen.
fn dashed(text: &str) -> String {
    text.replace("---", "-").replace("--", "-").replace(['\u{2013}', '\u{2014}'], "-")
}

/// A month or a season by name or number: 1 to 12, or 21 to 24 for the seasons.
fn month_or_season(name: &str) -> Option<u8> {
    let lower = name.trim_end_matches('.').to_lowercase();
    if let Some(number) = number(&lower) {
        return u8::try_from(number).ok().and_then(month_number);
    }
    if let Some((_, season)) = SEASONS.iter().find(|(known, _)| *known == lower) {
        return Some(20 + season);
    }
    let names = |names: &&[&str]| lower.chars().count() >= 3 && names.iter().any(|month| month.starts_with(&lower));
    let at = MONTHS.iter().position(names).or_else(|| (lower == "sept").then_some(8));
    at.and_then(|at| u8::try_from(at + 1).ok())
}

fn set_month(point: &mut Point, month: u8) {
    if month > 20 {
        point.season = Some(month - 20);
    } else {
        point.month = Some(month);
    }
}

fn single(point: Point) -> ItemDate {
    ItemDate { start: Some(point.known()), circa: point.circa, season: point.season, ..ItemDate::default() }
}

/// A range as EDTF writes it.
fn interval(start: &str, end: &str) -> Option<Date> {
    let open = |text: &str| matches!(text.trim(), "" | ".." | "open" | "unknown");
    let side = |text: &str| if open(text) { Some(None) } else { point(text.trim()).map(Some) };
    let (first, last) = (side(start)?, side(end)?);
    if first.is_none() && last.is_none() {
        return None;
    }
    let season = |point: Option<Point>| point.and_then(|point| point.season);
    let lost = season(last)
        .filter(|last| season(first) != Some(*last))
        .map(|_| "the season of the end is left out: CSL has one season");
    Some(Date { value: range(first, last), lost })
}

fn range(first: Option<Point>, last: Option<Point>) -> ItemDate {
    ItemDate {
        start: first.map(Point::known),
        end: last.map(Point::known),
        open: last.is_none(),
        circa: first.is_some_and(|point| point.circa) || last.is_some_and(|point| point.circa),
        season: first.and_then(|point| point.season),
        literal: None,
    }
}

/// A range of years, of which there is no year 0: it is an end that is not known.
fn years(first: i32, last: i32) -> ItemDate {
    let point = |year| Some(Point { year, ..Point::default() }).filter(|point| point.year != 0);
    range(point(first), point(last))
}

/// `2013`, `2013-04`, `2013-04-29`, with a time behind it or a mark of doubt.
fn point(text: &str) -> Option<Point> {
    let (text, circa) = doubt(text);
    if let Some(year) = text.strip_prefix(['y', 'Y']) {
        let year = year.parse().ok().filter(|year: &i32| year.unsigned_abs() > 9999)?;
        return Some(Point { year: historical(year), circa, ..Point::default() });
    }
    let text = text.split_once('T').map_or(text, |(date, _)| date);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = digits.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(number)?;
    let mut point = Point { year: historical(year.checked_mul(sign)?), circa, ..Point::default() };
    let mut fields = parts.filter(|part| !matches!(*part, "XX" | "uu" | "00"));
    match [fields.next(), fields.next(), fields.next()] {
        [None, ..] => {}
        [month, None, _] => set_month(&mut point, small(month)?),
        [month, day, None] => {
            point.month = small(month);
            point.day = small(day);
            point.month.and(point.day)?;
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

/// Why a day as numbers, `2022-02-30` or `2022/02/30`, is none: the month has fewer, or there is no such month.
pub fn no_such_day(text: &str) -> Option<String> {
    let parts: Vec<Option<i32>> = text.trim().split(['-', '/']).map(number).collect();
    let [Some(year @ 1..=9999), Some(month), Some(day)] = parts[..] else { return None };
    let first = i16::try_from(year).ok().zip(i8::try_from(month).ok());
    match first.and_then(|(year, month)| jiff::civil::Date::new(year, month, 1).ok()) {
        None => Some(format!("there is no month {month}")),
        Some(first) if i32::from(first.days_in_month()) < day || day == 0 => {
            let name = MONTHS.get(usize::try_from(month - 1).ok()?)?[0];
            let name = name[..1].to_uppercase() + &name[1..];
            Some(format!("{name} {year} has {} days", first.days_in_month()))
        }
        Some(_) => None,
    }
}

/// `201X` and `19uu`: a decade or a century as a range.
fn decade(text: &str) -> Option<ItemDate> {
    let digits = text.trim_end_matches(['X', 'u', 'x']);
    let open = text.len() - digits.len();
    if text.len() != 4 || !matches!(open, 1 | 2) {
        return None;
    }
    let span = 10_i32.pow(u32::try_from(open).ok()?);
    let start = number(digits)?.checked_mul(span)?;
    Some(years(start, start + span - 1))
}

/// `1998-2000` and `1998-` of a `year` field.
fn year_range(text: &str) -> Option<ItemDate> {
    let (start, end) = text.split_once(['-', '/'])?;
    let first = legacy_year(start).filter(|_| start.len() == 4)?;
    let last = match end.len() {
        0 => return Some(range(Some(first), None)),
        2 if end == "00" => (first.year / 100 + 1) * 100,
        2 => number(end)?.checked_add(first.year / 100 * 100)?,
        _ if matches!(end.to_lowercase().as_str(), "date" | "present" | "today") => {
            return Some(range(Some(first), None));
        }
        _ => legacy_year(end).filter(|_| end.len() == 4)?.year,
    };
    (last > first.year).then(|| years(first.year, last))
}

/// A year of one to four digits, with a sign, an era or a mark of doubt.
fn legacy_year(text: &str) -> Option<Point> {
    let (text, circa) = doubt(text);
    let before_christ = ["BC", "BCE", "B.C.", "B.C.E."].iter().find_map(|era| text.strip_suffix(era));
    let (sign, digits) = match before_christ.or_else(|| text.strip_prefix('-')) {
        Some(rest) => (-1, rest),
        None => (1, text.trim_start_matches("AD").trim_end_matches("CE").trim_end_matches("AD")),
    };
    let year = number(digits).filter(|year| *year != 0 && digits.len() <= 4)?;
    Some(Point { year: year * sign, circa, ..Point::default() })
}

/// `c. 1920`, `Autumn 2001`, `March 2010`, `3 May 2010`, `May 3, 2010`.
fn written(text: &str) -> Option<ItemDate> {
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
