//! Names as CSL-JSON writes them, with particles parted from family and given names.
//!
//! Programs write `van Gogh` as a family name; processors of CSL part it, and so does this.

use serde_json::{Map, Value};

/// The texts that a name consists of, each under its own key.
const PARTS: &[&str] = &["dropping-particle", "family", "given", "literal", "non-dropping-particle", "suffix"];
/// Whether a processor may part particles from the names; `citeproc-js` has it, and the schema of CSL-JSON.
const PARSE: &str = "parse-names";
/// Particles that are written together with the name.
const JOINED: &[&str] =
    &["d", "l", "dell", "dall", "nell", "all", "al", "el", "as", "ad", "an", "at", "ul", "ibn", "bin", "bint"];

/// A name: an object, or a text such as `World Bank` or `Doe, Jane`. None where it says nothing.
pub(crate) fn read(value: &Value) -> Option<Value> {
    let mut name = match value {
        Value::String(text) => from_text(text),
        Value::Object(parts) => from_object(parts),
        _ => return None,
    };
    if ["family", "given", "literal"].iter().all(|part| !name.contains_key(*part)) {
        return None;
    }
    let whole = value.get(PARSE).is_some_and(|parse| !is_true(parse));
    if !whole && !name.contains_key("literal") {
        part_particles(&mut name);
    }
    Some(Value::Object(name))
}

/// The value of a variable as CSL-JSON says it to programs that part particles: a name that they must leave as it is
/// has `"parse-names": false`.
pub(crate) fn written(value: &Value) -> Value {
    let whole = |value: &Value| {
        let name = value.as_object()?;
        let mut parted = name.clone();
        part_particles(&mut parted);
        (name.contains_key("family") && parted != *name).then_some(name.clone())
    };
    match value {
        Value::Array(values) => values.iter().map(written).collect(),
        value => match whole(value) {
            Some(mut name) => {
                name.insert(PARSE.to_owned(), Value::Bool(false));
                Value::Object(name)
            }
            None => value.clone(),
        },
    }
}

/// A name of a person as RIS and texts write it: `Family, Given, Suffix`; what has no comma is no person.
pub(crate) fn from_text(text: &str) -> Map<String, Value> {
    let mut parts = text.split(',').map(str::trim);
    let (family, given) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let suffix = parts.collect::<Vec<_>>().join(", ");
    let mut name = Map::new();
    if given.is_empty() && suffix.is_empty() {
        put(&mut name, "literal", family);
    } else {
        put(&mut name, "family", family);
        put(&mut name, "given", given);
        put(&mut name, "suffix", suffix.trim_end_matches([',', ' ']));
    }
    name
}

fn from_object(parts: &Map<String, Value>) -> Map<String, Value> {
    let mut name = Map::new();
    for (part, value) in parts {
        match value {
            Value::String(text) if PARTS.contains(&part.as_str()) => put(&mut name, part, text.trim()),
            Value::Number(number) if PARTS.contains(&part.as_str()) => put(&mut name, part, &number.to_string()),
            _ if matches!(part.as_str(), "isInstitution" | PARSE) || PARTS.contains(&part.as_str()) => {}
            other => drop(name.insert(part.clone(), other.clone())),
        }
    }
    let institution = parts.get("isInstitution").is_some_and(is_true);
    if let Some(family) = name.get("family").cloned().filter(|_| institution && !name.contains_key("literal")) {
        name.remove("family");
        name.insert("literal".to_owned(), family);
    }
    name
}

fn is_true(value: &Value) -> bool {
    let word = value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
    !matches!(word.as_str(), "" | "0" | "false" | "null")
}

fn put(name: &mut Map<String, Value>, part: &str, text: &str) {
    if !text.is_empty() {
        name.insert(part.to_owned(), Value::String(text.to_owned()));
    }
}

/// Takes particles from before the family name, and particles and a suffix from behind the given names; a family
/// name in quotes keeps them.
pub(crate) fn part_particles(name: &mut Map<String, Value>) {
    let text =
        |name: &Map<String, Value>, part: &str| name.get(part).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (family, given) = (text(name, "family"), text(name, "given"));
    if let Some(quoted) = family.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return put(name, "family", quoted);
    }
    if !name.contains_key("non-dropping-particle") {
        let at = particle_end(&family);
        put(name, "non-dropping-particle", family[..at].trim_end());
        put(name, "family", &family[at..]);
    }
    if let Some((before, suffix)) = given.split_once(',').filter(|_| !name.contains_key("suffix")) {
        put(name, "given", before.trim_end());
        put(name, "suffix", suffix.trim());
    }
    let given = text(name, "given");
    if !name.contains_key("dropping-particle") {
        let kept = given.trim_end_matches(|c: char| c.is_whitespace() || is_particle_letter(c));
        let at = given[kept.len()..].find(char::is_whitespace).map_or(given.len(), |space| kept.len() + space);
        if !kept.is_empty() && at < given.len() {
            put(name, "dropping-particle", given[at..].trim_start());
            put(name, "given", &given[..at]);
        }
    }
}

/// Where the particles before a family name end: words without capitals, and those that an apostrophe or hyphen joins.
fn particle_end(family: &str) -> usize {
    let mut at = 0;
    while let Some(space) = family[at..].find(char::is_whitespace) {
        if !family[at..at + space].chars().all(is_particle_letter) {
            break;
        }
        at += space + (family[at + space..].len() - family[at + space..].trim_start().len());
    }
    let joint = family[at..].find(['\'', '\u{2019}', '-']).map(|joint| at + joint);
    let joined = joint.filter(|joint| JOINED.contains(&&family[at..*joint]));
    let end = joined.and_then(|joint| Some(joint + family[joint..].chars().next()?.len_utf8()));
    end.filter(|end| *end < family.len()).unwrap_or(at)
}

fn is_particle_letter(c: char) -> bool {
    c.is_lowercase() || matches!(c, '\'' | '\u{2019}' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::{Value, json};

    #[test]
    fn particles_are_parted_as_pandoc_does() {
        for (given, expected) in [
            (
                json!({"family": "van Gogh", "given": "V"}),
                json!({"non-dropping-particle": "van", "family": "Gogh", "given": "V"}),
            ),
            (json!({"family": "de  la Cruz"}), json!({"non-dropping-particle": "de  la", "family": "Cruz"})),
            (
                json!({"family": "Humboldt", "given": "Alexander von"}),
                json!({"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}),
            ),
            (
                json!({"family": "Cruz", "given": "A. de la"}),
                json!({"family": "Cruz", "given": "A.", "dropping-particle": "de la"}),
            ),
            (
                json!({"family": "d’Alembert", "given": "Jean"}),
                json!({"non-dropping-particle": "d’", "family": "Alembert", "given": "Jean"}),
            ),
            (
                json!({"family": "al-Hakim", "given": "T"}),
                json!({"non-dropping-particle": "al-", "family": "Hakim", "given": "T"}),
            ),
            (json!({"family": "\"van Gogh\"", "given": "V"}), json!({"family": "van Gogh", "given": "V"})),
            (json!({"family": "hooks", "given": "bell"}), json!({"family": "hooks", "given": "bell"})),
            (json!({"family": "von", "given": "x"}), json!({"family": "von", "given": "x"})),
            (
                json!({"family": "King", "given": "Martin, Jr."}),
                json!({"family": "King", "given": "Martin", "suffix": "Jr."}),
            ),
            (json!({"family": "李", "given": "小 龙"}), json!({"family": "李", "given": "小 龙"})),
            (json!({"family": "L'Estrange", "given": "J"}), json!({"family": "L'Estrange", "given": "J"})),
        ] {
            assert_eq!(read(&given), Some(expected), "{given}");
        }
    }

    #[test]
    fn names_without_parts_are_literal() {
        assert_eq!(read(&json!("World Bank")), Some(json!({"literal": "World Bank"})));
        assert_eq!(read(&json!("World Bank,")), Some(json!({"literal": "World Bank"})));
        assert_eq!(
            read(&json!("King, Martin Luther, Jr.")),
            Some(json!({"family": "King", "given": "Martin Luther", "suffix": "Jr."}))
        );
        assert_eq!(read(&json!({"family": "ifa", "isInstitution": true})), Some(json!({"literal": "ifa"})));
        assert_eq!(read(&json!({"family": "X", "ORCID": "0"})), Some(json!({"family": "X", "ORCID": "0"})));
        for nothing in [
            json!({}),
            json!({"family": ""}),
            json!(""),
            json!(3),
            Value::Null,
            json!({"suffix": "Jr."}),
            json!({"family": ["X"]}),
        ] {
            assert_eq!(read(&nothing), None, "{nothing}");
        }
    }
}
