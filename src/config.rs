//! `sourcebook.yaml`, typed. A key that is unknown or of the wrong type is an error at its place, and is ignored.

use crate::diagnostics::{Checked, Code, Diagnostic, Severity, Span, TextFile, did_you_mean};
use crate::yaml::{Document, Reader, Split};
use std::collections::BTreeMap;

/// The largest `sourcebook.yaml` that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// The configuration of a review, with its defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The title of the review; the home page's where it is not given.
    pub title: Option<String>,
    /// One sentence on the review.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// Its licence, as a text.
    pub license: Option<String>,
    /// Where the site will stand, with a slash at its end.
    pub base_url: Option<String>,
    /// BCP 47.
    pub language: String,
    /// A CSL style by name or path.
    pub style: String,
    /// In whose language the terms of citations are.
    pub term_language: TermLanguage,
    /// Where the style is named.
    pub style_place: Option<Span>,
    /// Where the language is named.
    pub language_place: Option<Span>,
    /// Bibliography files; none for every file in `bibliography/`.
    pub bibliography: Option<Vec<(String, Span)>>,
    /// Tags in the order of the site.
    pub tags: Vec<TagConfig>,
    /// What stands in the masthead: label, file or address, and where that is named; none for the pages that there are.
    pub navigation: Option<Vec<(String, String, Span)>>,
    /// A folder in `themes/`, and where it is named.
    pub theme: Option<(String, Span)>,
    /// A CSS colour.
    pub accent: Option<String>,
    /// Whether the theme's web fonts are served.
    pub web_fonts: bool,
    /// Which keywords of references are tags.
    pub keywords: Keywords,
    /// What becomes of raw HTML in notes.
    pub html: HtmlPolicy,
    /// Severity by code; none switches a code off.
    pub checks: BTreeMap<Code, Option<Severity>>,
}

/// An author of the review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Author {
    /// The name in natural order.
    pub name: String,
    /// The ORCID, as written, and where.
    pub orcid: Option<(String, Span)>,
    /// The affiliation.
    pub affiliation: Option<String>,
}

/// What the configuration says of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagConfig {
    /// The tag, as notes write it.
    pub tag: String,
    /// Its label by language, in the order of the file; the empty language stands for any.
    pub labels: Vec<(String, String)>,
    /// Other words that notes use for it.
    pub synonyms: Vec<String>,
    /// The group it stands in.
    pub group: Option<String>,
}

/// What becomes of raw HTML in notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum HtmlPolicy {
    /// Harmless elements and attributes stay.
    #[default]
    Sanitise,
    /// It is shown as text.
    Escape,
    /// It passes through.
    Trust,
}

/// In whose language the terms of citations are: "et al.", "vol.", "ed.", the months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TermLanguage {
    /// The source's where the standard behind the style says so, else the review's.
    #[default]
    ByStyle,
    /// The language of the source.
    Source,
    /// The language of the review.
    Review,
}

/// Which keywords of references are tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Keywords {
    /// Those that are tags already: of a note, of the configuration, or with an introduction.
    #[default]
    Known,
    /// All of them.
    All,
    /// None.
    Off,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            authors: Vec::new(),
            license: None,
            base_url: None,
            language: "en".to_owned(),
            style: "apa".to_owned(),
            term_language: TermLanguage::default(),
            style_place: None,
            language_place: None,
            bibliography: None,
            tags: Vec::new(),
            navigation: None,
            theme: None,
            accent: None,
            web_fonts: true,
            keywords: Keywords::default(),
            html: HtmlPolicy::default(),
            checks: BTreeMap::new(),
        }
    }
}

/// Every key of `sourcebook.yaml`.
pub const KEYS: &[&str] = &[
    "title",
    "description",
    "authors",
    "license",
    "base-url",
    "language",
    "style",
    "term-language",
    "bibliography",
    "tags",
    "keywords",
    "fields",
    "relations",
    "navigation",
    "theme",
    "accent",
    "fonts",
    "html",
    "checks",
    "publish",
];

/// Understands a `sourcebook.yaml`.
pub fn parse(file: &TextFile) -> Checked<Config> {
    let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let document = match Document::parse(file, start..file.text.len(), LIMIT) {
        Ok(document) => document,
        Err(error) => {
            let diagnostics = vec![error.diagnostic(file, Code::BadConfiguration)];
            return Checked { value: Config::default(), diagnostics };
        }
    };
    let mut reader = Reader::new(&document, Code::BadConfiguration);
    if !document.value().is_mapping() && !document.value().is_null() {
        reader.unexpected(&[], "keys with their values");
    }
    let value = read(&mut reader);
    let mut diagnostics = unknown_keys(&document, &[], KEYS);
    for tag in &value.tags {
        diagnostics.extend(unknown_keys(&document, &["tags", &tag.tag], &["label", "synonyms", "group"]));
    }
    let authors = document.get(&["authors"]).and_then(|authors| authors.as_sequence()).map_or(0, Vec::len);
    for author in (0..authors).map(|index| index.to_string()) {
        diagnostics.extend(unknown_keys(&document, &["authors", &author], &["name", "orcid", "affiliation"]));
    }
    diagnostics.extend(reader.into_diagnostics());
    Checked { value, diagnostics }
}

fn read(reader: &mut Reader) -> Config {
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

/// An address of a site, ended by a slash; none where it is none.
pub fn checked_base_url(url: &str) -> Option<String> {
    let after = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let clean = !after.is_empty() && !after.starts_with('/') && !after.contains(['?', '#', '"', '<', '>', ' ', '\\']);
    clean.then(|| format!("{}/", url.trim_end_matches('/')))
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

/// The keys of the mapping at a path that are not among these.
fn unknown_keys(document: &Document, path: &[&str], known: &[&str]) -> Vec<Diagnostic> {
    let mapping = document.get(path).and_then(|value| value.as_mapping());
    let keys = mapping.into_iter().flat_map(|mapping| mapping.keys()).filter_map(crate::yaml::scalar_text);
    let unknown = keys.filter(|key| !known.contains(&key.as_str()));
    unknown
        .map(|key| {
            let place = document.place(&[path, &[key.as_str()]].concat());
            let place = place.unwrap_or_else(|| document.nearest_place(path));
            let whose = if path.is_empty() { "`sourcebook.yaml`".to_owned() } else { format!("`{}`", path[0]) };
            Diagnostic::new(Code::UnknownConfigurationKey, format!("`{key}` is no key of {whose}"))
                .at(place)
                .maybe_hint(did_you_mean(&key, known.iter().copied()))
        })
        .collect()
}
