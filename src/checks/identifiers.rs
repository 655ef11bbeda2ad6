//! Identifiers, addresses and dates that cannot be right as they stand.

use super::{places, spelling};
use crate::bibliography::{Reference, no_such_day};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::html::scheme;
use crate::note::NoteSummary;
use crate::review::Review;

/// Schemes of addresses that have a host.
const WITH_HOST: &[&str] = &["http", "https", "ftp", "ftps"];

pub fn find(config: &Config, review: &Review) -> Vec<Diagnostic> {
    let entries = review.sources.iter().flat_map(|source| entry(&source.reference));
    let notes = review.documents.iter().flat_map(|document| dates(&document.note.summary));
    let authors = config.authors.iter().filter_map(|author| author.orcid.as_ref());
    let orcids = authors.filter(|(orcid, _)| !spelling::is_orcid(orcid)).map(|(orcid, place)| {
        let message =
            format!("`{orcid}` is no ORCID: its last digit does not fit the others, or there are not sixteen");
        problem(message, place.clone(), "copy it again; it looks like `0000-0002-1825-0097`")
    });
    orcids.chain(entries).chain(notes).collect()
}

fn problem(message: String, place: Span, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedIdentifier, message).at(place).hint(hint)
}

fn entry(reference: &Reference) -> Vec<Diagnostic> {
    let text = |variable: &str| reference.item.plain(variable);
    let mut found = Vec::new();
    if let Some(value) = text("DOI")
        && let Some(why) = wrong_doi(&value)
    {
        let message = format!("the DOI `{}` of `{}` {why}", shortened(&value), reference.key);
        found.push(problem(message, places::in_entry(reference, &value), "a DOI looks like `10.1000/182`"));
    }
    if let Some(value) = text("URL")
        && let Some((why, hint)) = wrong_url(&value)
    {
        let message = format!("the URL `{}` of `{}` {why}", shortened(&value), reference.key);
        found.push(problem(message, places::in_entry(reference, &value), hint));
    }
    found.extend(NUMBERS.iter().flat_map(|kind| numbers(reference, kind)));
    found
}

/// A kind of number with a check digit.
struct Number {
    name: &'static str,
    lengths: &'static [usize],
    is_right: fn(&str) -> bool,
    hint: &'static str,
}

const NUMBERS: &[Number] = &[
    Number {
        name: "ISBN",
        lengths: &[10, 13],
        is_right: spelling::is_isbn,
        hint: "an ISBN has 10 or 13 digits, of which the last one is reckoned from the others",
    },
    Number {
        name: "ISSN",
        lengths: &[8],
        is_right: spelling::is_issn,
        hint: "an ISSN has 8 digits, of which the last one is reckoned from the others",
    },
];

fn numbers(reference: &Reference, kind: &Number) -> Vec<Diagnostic> {
    let field = reference.item.plain(kind.name).unwrap_or_default();
    let wrong = spelling::numbers(&field, kind.lengths).into_iter().filter(|(number, _)| !(kind.is_right)(number));
    let problem = |(number, spelled): (String, String)| {
        let has_length = kind.lengths.contains(&number.len());
        let why = if has_length { "has a wrong check digit" } else { "has a wrong number of digits" };
        let message = format!("the {} `{}` of `{}` {why}", kind.name, shortened(&spelled), reference.key);
        problem(message, places::in_entry(reference, &spelled), kind.hint)
    };
    wrong.map(problem).collect()
}

/// Why a text without its resolver is no DOI.
fn wrong_doi(text: &str) -> Option<&'static str> {
    let doi = spelling::doi(text);
    let (prefix, suffix) = doi.split_once('/').unwrap_or((&doi, ""));
    let registrant = prefix.strip_prefix("10.").unwrap_or_default();
    let parts = registrant.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if doi.contains(char::is_whitespace) {
        Some("has a space in it")
    } else if !parts || registrant.len() < 4 {
        Some("does not begin with `10.`, a number and a slash")
    } else if suffix.is_empty() {
        Some("has nothing behind its slash")
    } else if doi.ends_with(['.', ',', ';', ':']) {
        Some("ends in a punctuation mark")
    } else {
        None
    }
}

/// Why a text is no address, and what to do about it.
fn wrong_url(text: &str) -> Option<(&'static str, &'static str)> {
    let text = text.trim();
    let scheme = scheme(text);
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if text.contains(char::is_whitespace) {
        Some(("has a space in it", "write `%20` for a space; of several addresses keep one"))
    } else if scheme.is_none() {
        Some(("does not say its scheme", "begin it with `https://`"))
    } else if scheme.is_some_and(|scheme| WITH_HOST.contains(&scheme.as_str())) && !host.contains(char::is_alphanumeric)
    {
        Some(("names no host", "an address looks like `https://example.org/page`"))
    } else {
        None
    }
}

fn dates(note: &NoteSummary) -> Vec<Diagnostic> {
    let fields = [("date", &note.front.date), ("read", &note.front.read)];
    let given = fields.into_iter().filter_map(|(key, date)| Some((key, date.as_deref()?)));
    let wrong = given.filter(|(_, date)| !is_date(date.trim()));
    let problem = |(key, date): (&str, &str)| {
        let message = format!("`{key}` is `{}`, which is no date", shortened(date));
        let hint = no_such_day(date).unwrap_or_else(|| "write `2025`, `2025-04` or `2025-04-09`".to_owned());
        problem(message, places::in_front_matter(&note.file, key), &hint)
    };
    wrong.map(problem).collect()
}

/// Whether a text is a year, a month or a day that there is, with or without a time of the day.
fn is_date(text: &str) -> bool {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let number = |at: usize, length: usize| {
        let part = parts.get(at).copied().unwrap_or("01");
        (at == 0 || part.len() == length).then(|| part.parse().ok()).flatten()
    };
    let year: Option<i16> = number(0, 4).filter(|_| parts[0].len() == 4 && parts.len() <= 3);
    let [month, of_month] = [number(1, 2), number(2, 2)].map(|part| part.and_then(|part| i8::try_from(part).ok()));
    match (year, month, of_month) {
        (Some(year), Some(month), Some(day)) => jiff::civil::Date::new(year, month, day).is_ok(),
        _ => false,
    }
}

/// A value as a message shows it.
fn shortened(text: &str) -> String {
    let start: String = text.chars().take(80).collect();
    if start.len() < text.len() { start + "…" } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois() {
        for right in [
            "10.1000/182",
            "10.1000.10/123",
            "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        ] {
            assert_eq!(wrong_doi(right), None, "{right}");
        }
        for wrong in [
            "",
            "10.1/x",
            "10.1000",
            "10.1000/",
            "10.1000/182.",
            "see 10.1000/182",
            "https://example.org/10.1000/182",
            "10.10a0/1",
        ] {
            assert!(wrong_doi(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn addresses() {
        for right in
            ["https://example.org", "http://例え.jp/a?b#c", "mailto:a@example.org", "urn:nbn:de:1", "ftp://[::1]/x"]
        {
            assert_eq!(wrong_url(right), None, "{right}");
        }
        for wrong in [
            "www.example.org",
            "https:///x",
            "https://",
            "https:/example.org",
            "https://a.org and https://b.org",
            "/page",
        ] {
            assert!(wrong_url(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn dates_of_notes() {
        for right in ["2025", "2025-04", "2025-04-09", "2024-02-29", "2025-04-09T10:00:00Z", "2025-04-09 10:00"] {
            assert!(is_date(right), "{right}");
        }
        for wrong in [
            "",
            "25",
            "2025-4-9",
            "2025-13",
            "2025-02-29",
            "09.04.2025",
            "April 2025",
            "2025-04-09-01",
            "[[2025-04-09]]",
            "-2025",
        ] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }
}
