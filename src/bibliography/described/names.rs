//! Names as people write them in notes: one after another in any order, parted by anything.

use crate::bibliography::bibtex::names;
use serde_json::{Value, json};

/// Words by which an author is a body and no person.
const BODIES: &[&str] = &[
    "university",
    "institute",
    "institution",
    "organization",
    "organisation",
    "ministry",
    "committee",
    "group",
    "team",
    "consortium",
    "association",
    "foundation",
    "center",
    "centre",
    "society",
    "agency",
    "council",
    "inc",
    "ltd",
    "lab",
    "labs",
    "laboratory",
    "bank",
    "nations",
    "commission",
    "department",
    "openai",
    "deepmind",
    "universität",
    "université",
    "universidad",
    "министерство",
    "институт",
    "университет",
];

/// The names in these texts, as CSL-JSON has them; "et al." goes.
pub(super) fn read(values: &[String]) -> Vec<Value> {
    let one = |text: &String| if values.len() > 1 { vec![text.trim().to_owned()] } else { parted(text) };
    let all = values.iter().filter(|text| !text.contains("://")).flat_map(one);
    all.filter_map(|text| name(&text)).collect()
}

/// One text as its names: parted by semicolons, by "and", by commas where these do not stand within names.
fn parted(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches([',', ';']);
    // The full stop of a sentence goes, that of initials stays.
    let last = text.rsplit([' ', ',']).next().unwrap_or_default();
    let text = if is_initials(last) { text } else { text.trim_end_matches('.') };
    let split = |by: &[char]| {
        text.split(by).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>()
    };
    for by in [&[';', '；'][..], &['、'], &['·', '•', '|']] {
        if text.contains(by) {
            return split(by);
        }
    }
    let and = [" and ", " & ", " und ", " et ", " y ", " и ", " e "]
        .iter()
        .find(|word| text.contains(**word) && !text.contains(&format!("{word}al")));
    let parts: Vec<String> =
        text.split([',', '，']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    if let Some(word) = and {
        let halves: Vec<String> = text
            .split(*word)
            .flat_map(|half| {
                if is_inverted(half) { vec![half.trim().trim_matches(',').trim().to_owned()] } else { commas(half) }
            })
            .collect();
        return halves.into_iter().filter(|part| !part.is_empty()).collect();
    }
    if parts.len() > 1 && parts.iter().all(|part| is_of_the_east(part)) {
        return parts;
    }
    commas(text)
}

/// Names with commas between or within them: `Ann Lee, Bo Li` are two, `Lee, Ann` is one, `Lee, A., Li, B.` are two.
fn commas(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split([',', '，']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let rest: Vec<&str> = parts.iter().copied().filter(|part| !is_others(part)).collect();
    let is_pairs =
        rest.len() >= 2 && rest.len().is_multiple_of(2) && rest.iter().skip(1).step_by(2).all(|part| is_initials(part));
    // Names in full, too: where most parts are one word, these are family and given names by turns.
    let single = rest.iter().filter(|part| !part.contains(' ')).count();
    let is_turns = rest.len() >= 4 && rest.len().is_multiple_of(2) && single * 5 >= rest.len() * 3;
    if is_pairs || is_turns {
        return rest.chunks(2).map(|pair| pair.join(", ")).collect();
    }
    if is_inverted(text) {
        return vec![text.trim().to_owned()];
    }
    parts.into_iter().map(str::to_owned).collect()
}

/// Whether a text is one name with its family name first: one comma, one word before it.
fn is_inverted(text: &str) -> bool {
    let mut parts = text.trim().trim_end_matches(',').split(',').map(str::trim);
    let (Some(family), Some(given), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    let words = |part: &str| part.split_whitespace().count();
    !is_others(given) && words(family) == 1 && words(given) <= 3
}

/// Whether a text is initials: `A.`, `J. K.`, `AB`.
fn is_initials(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    !letters.is_empty() && letters.len() <= 4 && letters.iter().all(|c| c.is_uppercase())
        || text.split(['.', ' ', '-']).filter(|part| !part.is_empty()).all(|part| part.chars().count() == 1)
}

fn is_others(text: &str) -> bool {
    let lower = text.trim().trim_matches(['.', '…', '*', '_']).to_lowercase();
    matches!(
        lower.as_str(),
        "et al" | "and others" | "others" | "al" | "u.a" | "u. a" | "etc" | "等" | "等人" | "ほか" | "他" | "и др" | ""
    )
}

/// Whether a text is a name in Chinese, Japanese or Korean letters.
fn is_of_the_east(text: &str) -> bool {
    let is_letter = |c: char| matches!(c as u32, 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3);
    let count = text.chars().filter(|c| !c.is_whitespace()).count();
    (2..=8).contains(&count) && text.chars().all(|c| is_letter(c) || c.is_whitespace())
}

/// One name; none where nothing is left of it.
fn name(text: &str) -> Option<Value> {
    let end =
        ["et al", " 等", "等人", "等", "ほか"].iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    let text = text[..end].trim().trim_end_matches(',');
    let plain: String = text
        .chars()
        .filter(|c| {
            !matches!(c, '{' | '}' | '\\' | '*' | '†' | '‡' | '#' | '"' | '\u{b9}' | '\u{b2}' | '\u{b3}')
                && !c.is_ascii_digit()
        })
        .collect();
    let plain = plain.split('(').next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_start_matches("by ").trim_matches(['@', ',', ';', ':']).trim();
    if plain.is_empty() || is_others(plain) {
        return None;
    }
    let is_body = plain.split_whitespace().any(|word| BODIES.contains(&word.to_lowercase().trim_matches(['.', ','])));
    if is_body
        || is_of_the_east(plain)
        || !plain.contains([' ', ',']) && plain.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
    {
        return Some(json!({ "literal": plain }));
    }
    let words: Vec<&str> = plain.split(' ').collect();
    // A family name before initials, as in Russia and in medicine.
    let plain = match words.as_slice() {
        [family, rest @ ..]
            if !rest.is_empty()
                && !plain.contains(',')
                && !is_initials(family)
                && rest.iter().all(|word| is_initials(word)) =>
        {
            format!("{family}, {}", rest.join(" "))
        }
        _ => plain.to_owned(),
    };
    let protected = plain.replace('&', r"\&").replace('%', r"\%").replace('_', r"\_").replace('$', r"\$");
    let protected = protected.replace(" and ", " ");
    let name = names::list(&protected, false).into_iter().next()?;
    let parts = [
        ("family", name.family),
        ("given", name.given),
        ("dropping-particle", name.dropping_particle),
        ("non-dropping-particle", name.particle),
        ("suffix", name.suffix),
        ("literal", name.literal),
    ];
    Some(Value::Object(
        parts
            .into_iter()
            .filter(|(_, part)| !part.is_empty())
            .map(|(key, part)| (key.to_owned(), part.into()))
            .collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let part = |name: &Value, key: &str| name.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let one = |name: &Value| {
            format!(
                "{}{}{}|{}",
                part(name, "literal"),
                part(name, "non-dropping-particle"),
                part(name, "family"),
                part(name, "given")
            )
        };
        read(&[text.to_owned()]).iter().map(one).collect::<Vec<_>>().join(" + ")
    }

    #[test]
    fn names_are_parted_whatever_stands_between_them() {
        for (text, names) in [
            ("Ann Lee, Bo Li", "Lee|Ann + Li|Bo"),
            ("Lee, Ann; Li, Bo", "Lee|Ann + Li|Bo"),
            ("Li, Weihong;Liu, Xiaoqiong", "Li|Weihong + Liu|Xiaoqiong"),
            ("Lee, Ann", "Lee|Ann"),
            ("Lee, Ann Bo", "Lee|Ann Bo"),
            ("Di Rossi, Dario, Lee, Ann, Li, Bo", "Di Rossi|Dario + Lee|Ann + Li|Bo"),
            ("Lee, A., Li, B. C.", "Lee|A. + Li|B. C."),
            ("Ann Lee and Bo Li", "Lee|Ann + Li|Bo"),
            ("Ann Lee, Bo Li, and Cy Ott", "Lee|Ann + Li|Bo + Ott|Cy"),
            ("Lee, Ann and Li, Bo", "Lee|Ann + Li|Bo"),
            ("Ann Lee et al.", "Lee|Ann"),
            ("Lee et al", "Lee|"),
            ("王小明，李华", "王小明| + 李华|"),
            ("王小明、李华 等", "王小明| + 李华|"),
            ("World Health Organization", "World Health Organization|"),
            ("Иванов И. И., Петров П. П.", "Иванов|И. И. + Петров|П. П."),
            ("", ""),
        ] {
            assert_eq!(said(text), names, "{text}");
        }
        let list = ["Lee, Ann".to_owned(), "Bo Li".to_owned()];
        assert_eq!(read(&list).len(), 2);
    }
}
