//! Identifiers and titles as they are compared: what does not tell two works apart is gone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text without case, diacritics, punctuation and spaces.
pub fn letters(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A DOI without its resolver, in lower case.
pub fn doi(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let bare = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme)).unwrap_or(&lower);
    let bare = ["dx.doi.org/", "www.doi.org/", "doi.org/", "doi:"]
        .iter()
        .find_map(|name| bare.strip_prefix(name))
        .unwrap_or(bare);
    bare.trim().to_owned()
}

/// The numbers of a field that may hold several, as its digits and `X`, each with its spelling.
pub fn numbers(field: &str, lengths: &[usize]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in field.split([',', ';', '/']).map(str::trim).filter(|part| !part.is_empty()) {
        let compact = compact(part);
        let words: Vec<&str> = part.split_whitespace().filter(|word| compact_len(word) > 0).collect();
        // A number may have spaces in it, or stand beside another one.
        if lengths.contains(&compact.len()) || !words.iter().any(|word| lengths.contains(&compact_len(word))) {
            found.push((compact, part.to_owned()));
        } else {
            found.extend(words.into_iter().map(|word| (self::compact(word), word.to_owned())));
        }
    }
    found
}

/// Letters and digits of a number, what stands in brackets and the name of the number left out.
fn compact(text: &str) -> String {
    let before = text.split('(').next().unwrap_or(text).to_uppercase();
    let bare = before
        .trim_start_matches("ISBN-13")
        .trim_start_matches("ISBN-10")
        .trim_start_matches("ISBN")
        .trim_start_matches("ISSN");
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn compact_len(word: &str) -> usize {
    compact(word).chars().count()
}

/// Whether the last digit of an ISBN of 10 or 13 digits is what the others demand.
pub fn is_isbn(compact: &str) -> bool {
    match compact.len() {
        10 => weighted(compact, |at| 10 - at as u32).is_some_and(|sum| sum % 11 == 0),
        13 => {
            let sum = weighted(compact, |at| if at % 2 == 0 { 1 } else { 3 });
            !compact.ends_with('X') && sum.is_some_and(|sum| sum % 10 == 0)
        }
        _ => false,
    }
}

/// Whether the last digit of an ISSN is what the others demand.
pub fn is_issn(compact: &str) -> bool {
    compact.len() == 8 && weighted(compact, |at| 8 - at as u32).is_some_and(|sum| sum % 11 == 0)
}

/// Whether an ORCID has four groups of four and the last digit that they demand (ISO 7064, 11-2).
pub fn is_orcid(text: &str) -> bool {
    let bare = text.trim();
    let bare = ["https://", "http://"].iter().find_map(|scheme| bare.strip_prefix(scheme)).unwrap_or(bare);
    let bare = bare.strip_prefix("orcid.org/").unwrap_or(bare);
    let groups: Vec<&str> = bare.split('-').collect();
    let digits: String = groups.concat();
    let well_formed = groups.len() == 4 && groups.iter().all(|group| group.len() == 4);
    let Some((main, last)) = digits.split_at_checked(15).filter(|_| well_formed) else { return false };
    let sum = main.chars().try_fold(0, |sum, digit| Some((sum + digit.to_digit(10)?) * 2 % 11));
    sum.map(|sum| (12 - sum) % 11) == digit(last.chars().next().unwrap_or(' '), true)
}

/// The sum of the digits of a number, each times its weight; none where something else stands in it.
fn weighted(compact: &str, weight: impl Fn(usize) -> u32) -> Option<u32> {
    let length = compact.len();
    compact.char_indices().try_fold(0, |sum, (at, c)| Some(sum + weight(at) * digit(c, at + 1 == length)?))
}

/// A digit; `X` is ten at the end of a number.
fn digit(c: char, last: bool) -> Option<u32> {
    c.to_digit(10).or((last && c == 'X').then_some(10))
}

/// The digits of an ISBN that name the book, the same for its short and its long form.
pub fn book_of_isbn(compact: &str) -> Option<String> {
    if !compact.trim_end_matches('X').bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match compact.len() {
        10 => compact.get(..9).map(|book| format!("978{book}")),
        13 => compact.get(..12).map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_equal_without_case_diacritics_and_punctuation() {
        assert_eq!(letters("Élan: “Vital” – 1st"), letters("elan vital 1ST"));
        assert_eq!(letters("软实力?"), "软实力");
        assert_ne!(letters("Part 1"), letters("Part 2"));
    }

    #[test]
    fn dois_lose_their_resolver() {
        for text in [
            "10.1000/ABC",
            "https://doi.org/10.1000/abc",
            "http://dx.doi.org/10.1000/ABC",
            "doi:10.1000/abc",
            " DOI: 10.1000/abc",
        ] {
            assert_eq!(doi(text), "10.1000/abc");
        }
    }

    #[test]
    fn numbers_of_a_field_are_parted() {
        let compact = |field: &str| numbers(field, &[10, 13]).into_iter().map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(compact("978-3-16-148410-0"), ["9783161484100"]);
        assert_eq!(compact("978 3 16 148410 0"), ["9783161484100"]);
        assert_eq!(compact("ISBN 0-306-40615-2 (pbk.), 978-3-16-148410-0"), ["0306406152", "9783161484100"]);
        assert_eq!(compact("0306406152 9783161484100"), ["0306406152", "9783161484100"]);
        assert_eq!(compact("no number"), ["NONUMBER"]);
    }

    #[test]
    fn check_digits_are_reckoned() {
        for (number, right) in [
            ("9783161484100", true),
            ("9783161484101", false),
            ("0306406152", true),
            ("080442957X", true),
            ("X804429570", false),
            ("978316148410X", false),
            ("٣٠٦", false),
        ] {
            assert_eq!(is_isbn(number), right, "{number}");
        }
        for (number, right) in [("03785955", true), ("2434561X", true), ("03785956", false), ("0378595", false)] {
            assert_eq!(is_issn(number), right, "{number}");
        }
        for (orcid, right) in [
            ("0000-0002-1825-0097", true),
            ("https://orcid.org/0000-0002-1694-233X", true),
            ("0000-0002-1825-0098", false),
            ("0000000218250097", false),
            ("0000-0002-1825-009é", false),
        ] {
            assert_eq!(is_orcid(orcid), right, "{orcid}");
        }
    }

    #[test]
    fn both_forms_of_an_isbn_name_one_book() {
        assert_eq!(book_of_isbn("0306406152"), book_of_isbn("9780306406157"));
        assert_eq!(book_of_isbn("97803064061"), None);
    }
}
