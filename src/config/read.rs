//! The keys of `sourcebook.yaml` one by one, each into its type; what does not fit is reported and left out.

use super::*;
use crate::yaml::Split;

/// The whole configuration, with defaults for what is not there.
pub(super) fn read(reader: &mut Reader) -> Config {
    let default = Config::default();
    let place = |reader: &Reader, key: &str| reader.document().value_place(&[key]);
    Config {
        title: reader.string(&["title"]),
        description: reader.string(&["description"]),
        authors: authors(reader),
        license: reader.string(&["license"]),
        base_url: base_url(reader),
        language_place: place(reader, "language"),
        language: reader.string(&["language"]).unwrap_or(default.language),
        style_place: place(reader, "style"),
        style: reader.string(&["style"]).unwrap_or(default.style),
        term_language: match one_of(reader, "term-language", &["source", "review"]) {
            Some(0) => TermLanguage::Source,
            Some(_) => TermLanguage::Review,
            None => TermLanguage::ByStyle,
        },
        bibliography: reader.strings(&["bibliography"], Split::Never),
        tags: tags(reader),
        navigation: navigation(reader),
        theme: theme(reader),
        accent: accent(reader),
        web_fonts: one_of(reader, "fonts", &["built-in", "system"]) != Some(1),
        keywords: match one_of(reader, "keywords", &["known", "all", "off"]) {
            Some(1) => Keywords::All,
            Some(2) => Keywords::Off,
            _ => Keywords::Known,
        },
        html: match one_of(reader, "html", &["sanitise", "escape", "trust"]) {
            Some(1) => HtmlPolicy::Escape,
            Some(2) => HtmlPolicy::Trust,
            _ => HtmlPolicy::Sanitise,
        },
        highwire: highwire(reader),
        checks: checks(reader),
    }
}

/// Which of these words stands at a key.
fn one_of(reader: &mut Reader, key: &str, words: &[&str]) -> Option<usize> {
    let word = reader.string(&[key])?;
    let found = words.iter().position(|known| *known == word);
    if found.is_none() {
        let hint =
            did_you_mean(&word, words.iter().copied()).unwrap_or_else(|| format!("one of `{}`", words.join("`, `")));
        reader.report(&[key], format!("`{key}` cannot be `{word}`"), Some(hint));
    }
    found
}

fn authors(reader: &mut Reader) -> Vec<Author> {
    let count = reader.document().get(&["authors"]).and_then(|value| value.as_sequence().map(Vec::len));
    let Some(count) = count else {
        let names = reader.strings(&["authors"], Split::Never).unwrap_or_default();
        return names.into_iter().map(|(name, _)| Author { name, ..Author::default() }).collect();
    };
    let mut authors = Vec::new();
    for index in (0..count).map(|index| index.to_string()) {
        let is_mapping = reader.document().get(&["authors", &index]).is_some_and(serde_yaml::Value::is_mapping);
        let author = if is_mapping {
            Author {
                name: reader.string(&["authors", &index, "name"]).unwrap_or_default(),
                orcid: placed(reader, &["authors", &index, "orcid"]),
                affiliation: reader.string(&["authors", &index, "affiliation"]),
            }
        } else {
            Author { name: reader.string(&["authors", &index]).unwrap_or_default(), ..Author::default() }
        };
        if author.name.is_empty() {
            reader.report(&["authors", &index], "an author needs a `name`", None);
        } else {
            authors.push(author);
        }
    }
    authors
}

/// A text and where it stands.
fn placed(reader: &mut Reader, path: &[&str]) -> Option<(String, Span)> {
    let text = reader.string(path)?;
    Some((text, reader.document().value_place(path).unwrap_or_else(|| reader.document().nearest_place(path))))
}

fn base_url(reader: &mut Reader) -> Option<String> {
    let url = reader.string(&["base-url"])?;
    match checked_base_url(&url) {
        Some(url) => Some(url),
        None => {
            let hint = "such as `https://example.org/review/`".to_owned();
            reader.report(&["base-url"], format!("`{url}` is no address of a site"), Some(hint));
            None
        }
    }
}

fn tags(reader: &mut Reader) -> Vec<TagConfig> {
    let mut tags = Vec::new();
    for (tag, value) in reader.mapping(&["tags"]) {
        let mut read = TagConfig { tag: tag.clone(), ..TagConfig::default() };
        if value.is_mapping() {
            read.labels = labels(reader, &tag);
            let synonyms = reader.strings(&["tags", &tag, "synonyms"], Split::Never).unwrap_or_default();
            read.synonyms = synonyms.into_iter().map(|(word, _)| word).collect();
            read.group = reader.string(&["tags", &tag, "group"]);
        } else if !value.is_null() {
            read.labels = reader.string(&["tags", &tag]).map(|label| (String::new(), label)).into_iter().collect();
        }
        tags.push(read);
    }
    tags
}

fn labels(reader: &mut Reader, tag: &str) -> Vec<(String, String)> {
    let path = ["tags", tag, "label"];
    let is_mapping = reader.document().get(&path).is_some_and(serde_yaml::Value::is_mapping);
    if !is_mapping {
        return reader.string(&path).map(|label| (String::new(), label)).into_iter().collect();
    }
    let languages: Vec<String> = reader.mapping(&path).into_iter().map(|(language, _)| language).collect();
    languages
        .into_iter()
        .filter_map(|language| Some((language.clone(), reader.string(&["tags", tag, "label", &language])?)))
        .collect()
}

/// A mapping of labels to pages, in order: `About: about.md`.
fn navigation(reader: &mut Reader<'_>) -> Option<Vec<(String, String, Span)>> {
    reader.document().get(&["navigation"])?;
    let labels: Vec<String> = reader.mapping(&["navigation"]).into_iter().map(|(label, _)| label).collect();
    let mut items = Vec::new();
    for label in labels {
        if let Some(target) = reader.string(&["navigation", &label]) {
            let place = reader.document().nearest_place(&["navigation", &label]);
            items.push((label, target, place));
        }
    }
    Some(items)
}

fn theme(reader: &mut Reader) -> Option<(String, Span)> {
    let name = reader.string(&["theme"])?;
    let place = reader.document().nearest_place(&["theme"]);
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    if !plain {
        reader.report(&["theme"], format!("`{name}` is not the name of a folder in `themes/`"), None);
    }
    plain.then_some((name, place))
}

/// A colour goes into a style sheet, so it may hold only what colours are made of.
fn accent(reader: &mut Reader) -> Option<String> {
    let colour = reader.string(&["accent"])?;
    let plain = colour.len() < 100 && colour.chars().all(|c| c.is_ascii_alphanumeric() || "#(),.%/ -".contains(c));
    if !plain {
        reader.report(
            &["accent"],
            format!("`{colour}` is no CSS colour"),
            Some("such as `#2c3fb1` or `rgb(44 63 177)`".to_owned()),
        );
    }
    plain.then_some(colour)
}

fn highwire(reader: &mut Reader) -> bool {
    // That it is a mapping is said here, for all that it holds.
    reader.mapping(&["metadata"]);
    reader.bool(&["metadata", "highwire"]).unwrap_or(true)
}

fn checks(reader: &mut Reader) -> BTreeMap<Code, Option<Severity>> {
    let mut checks = BTreeMap::new();
    let names: Vec<String> = reader.mapping(&["checks"]).into_iter().map(|(name, _)| name).collect();
    for name in names {
        let known = Code::ALL.iter().find(|code| code.name() == name);
        let severity = match reader.string(&["checks", &name]).as_deref() {
            Some("error") => Some(Some(Severity::Error)),
            Some("warning") => Some(Some(Severity::Warning)),
            Some("off" | "false") => Some(None),
            _ => None,
        };
        match (known, severity) {
            (Some(code), Some(severity)) => {
                checks.insert(*code, severity);
            }
            (None, _) => {
                let hint = did_you_mean(&name, Code::ALL.iter().map(|code| code.name()));
                reader.report(&["checks", &name], format!("there is no check `{name}`"), hint);
            }
            (_, None) => reader.report(&["checks", &name], "a severity is `error`, `warning` or `off`", None),
        }
    }
    checks
}
