//! Names as BibTeX and biber read them.
//!
//! A name is written in the plainest of several ways that our reader takes for that name: `von Last, Jr, First`, the same
//! with braces, or biber's `family=..., given=...`.

use super::DataFormat;
use super::same::same;
use super::tex_text::text;
use crate::bibliography::bibtex::names;
use serde_json::{Map, Value};

/// Whether particles of an entry belong to the family name, which its option `useprefix` says: where most do.
pub(super) fn use_prefix<'a>(names: impl Iterator<Item = &'a Value>) -> bool {
    let (mut kept, mut dropped) = (0, 0);
    for name in names.filter_map(Value::as_object) {
        let has = |part: &str| !part_of(name, part).is_empty();
        kept += usize::from(has("non-dropping-particle") && !is_attached(&part_of(name, "non-dropping-particle")));
        dropped += usize::from(has("dropping-particle"));
    }
    kept > dropped
}

/// A list of names, parted by `and`.
pub(super) fn list(values: &[Value], use_prefix: bool, format: DataFormat) -> String {
    let names = values.iter().filter_map(Value::as_object).map(|name| written(name, use_prefix, format));
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" and ")
}

/// The ORCID iDs of names, by their numbers, as an annotation of BibLaTeX.
pub(super) fn orcids(values: &[Value]) -> String {
    let orcid = |(at, name): (usize, &Value)| Some(format!("{}=\"{}\"", at + 1, name.get("ORCID")?.as_str()?));
    values.iter().enumerate().filter_map(orcid).collect::<Vec<_>>().join("; ")
}

fn part_of(name: &Map<String, Value>, part: &str) -> String {
    name.get(part).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// Whether a particle is written together with the name.
fn is_attached(particle: &str) -> bool {
    particle.ends_with(['\'', '\u{2019}', '-'])
}

fn written(name: &Map<String, Value>, use_prefix: bool, format: DataFormat) -> String {
    let ways = ways(name, use_prefix, format);
    let is_read = |way: &&String| {
        let read = names::list(way, use_prefix);
        let mut wanted = name.clone();
        wanted.remove("ORCID");
        read.len() == 1 && same("name", &read[0].to_json(), &Value::Object(wanted))
    };
    ways.iter().find(is_read).or(ways.first()).cloned().unwrap_or_default()
}

/// The ways of writing a name, the plainest first.
fn ways(name: &Map<String, Value>, use_prefix: bool, format: DataFormat) -> Vec<String> {
    let part = |key: &str| text(&part_of(name, key));
    let literal = part("literal");
    if !literal.is_empty() {
        return vec![if literal == "others" { literal } else { format!("{{{literal}}}") }];
    }
    let (family, given, suffix) = (part("family"), part("given"), part("suffix"));
    let (kept, dropped) = (part("non-dropping-particle"), part("dropping-particle"));
    let joined = if is_attached(&kept) { format!("{kept}{family}") } else { family.clone() };
    let particle = match (use_prefix, is_attached(&kept)) {
        (true, false) => &kept,
        (true, true) => "",
        (false, _) => &dropped,
    };
    let braced = |text: &str| if text.is_empty() { String::new() } else { format!("{{{text}}}") };
    let plain = |family: &str, given: &str, suffix: &str| {
        let before = if particle.is_empty() { String::new() } else { format!("{particle} ") };
        let parts = [format!("{before}{family}"), suffix.to_owned(), given.to_owned()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let mut ways = vec![
        plain(&joined, &given, &suffix),
        plain(&braced(&joined), &given, &suffix),
        plain(&braced(&joined), &braced(&given), &braced(&suffix)),
    ];
    if format == DataFormat::BibLatex {
        let keep = !kept.is_empty();
        let prefix = if keep { &kept } else { &dropped };
        let option = if prefix.is_empty() || keep == use_prefix {
            ""
        } else if keep {
            "true"
        } else {
            "false"
        };
        let parts = [("family", &family), ("given", &given), ("prefix", prefix), ("suffix", &suffix)];
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
        let mut parts: Vec<String> = parts.map(|(key, value)| format!("{key}={}", guarded(value))).collect();
        parts.extend(Some(format!("useprefix={option}")).filter(|_| !option.is_empty()));
        ways.push(parts.join(", "));
    }
    ways.push(format!("{},", braced(&joined)));
    ways
}

/// A part of a name in braces where it is more than one word.
fn guarded(value: &str) -> String {
    let is_word = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '\u{2019}'));
    if is_word { value.to_owned() } else { format!("{{{value}}}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_written_in_the_plainest_way() {
        for (given, prefix, expected) in [
            (json!({"family": "Barr", "given": "Michael"}), false, "Barr, Michael"),
            (json!({"literal": "World Bank"}), false, "{World Bank}"),
            (json!({"literal": "others"}), false, "others"),
            (json!({"family": "Plato"}), false, "Plato"),
            (json!({"family": "Van Dyke Parks"}), false, "family={Van Dyke Parks}"),
            (json!({"family": "King", "given": "Martin", "suffix": "Jr."}), false, "King, Jr., Martin"),
            (json!({"family": "Humboldt", "given": "A.", "dropping-particle": "von"}), false, "von Humboldt, A."),
            (json!({"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}), true, "van Gogh, V."),
            (
                json!({"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}),
                false,
                "family=Gogh, given=V., prefix=van, useprefix=true",
            ),
            (json!({"family": "Alembert", "given": "J.", "non-dropping-particle": "d’"}), false, "d’Alembert, J."),
            (json!({"family": "Sons and Co", "given": "A"}), false, "{Sons and Co}, A"),
            (json!({"family": "O'Neil", "given": "J.R."}), false, "O'Neil, J.R."),
            (json!({"family": "de Man", "given": "P"}), false, "{de Man}, P"),
        ] {
            assert_eq!(list(std::slice::from_ref(&given), prefix, DataFormat::BibLatex), expected, "{given}");
        }
        let family = json!({"family": "Van Dyke Parks"});
        assert_eq!(list(&[family], false, DataFormat::BibTex), "{Van Dyke Parks},");
        assert_eq!(orcids(&[json!({"family": "A"}), json!({"family": "B", "ORCID": "0-1"})]), "2=\"0-1\"");
    }
}
