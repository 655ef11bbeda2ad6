//! `sourcebook.yaml`, typed. A key that is unknown or of the wrong type is an error at its place, and is ignored.

use crate::decode::Encoding;
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, Span, TextFile, did_you_mean};
use crate::yaml::{Document, Reader};
use std::collections::BTreeMap;

mod content;
mod read;

pub use content::{Content, HOMES, TEXTS, stem};

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
    /// The encoding of files that are not UTF-8; none to guess it.
    pub encoding: Option<&'static Encoding>,
    /// Where the texts lie.
    pub content: Content,
    /// In which order the texts are read.
    pub chapters: Option<ChaptersConfig>,
    /// What of the notes and the files beside them is not read: paths of files and folders below theirs, `*.ENDING`.
    pub ignore: Vec<String>,
    /// Tags in the order of the site.
    pub tags: Vec<TagConfig>,
    /// Relations between works, in the order of the file.
    pub relations: Vec<RelationConfig>,
    /// What stands in the masthead: label, file or address, and where that is named; none for the pages that there are.
    pub navigation: Option<Vec<(String, String, Span)>>,
    /// A folder in `themes/`, and where it is named.
    pub theme: Option<(String, Span)>,
    /// A CSS colour.
    pub accent: Option<String>,
    /// Whether the theme's web fonts are served.
    pub web_fonts: bool,
    /// Whether the folder of a note is its tag, where it has none of its own.
    pub tags_from_folders: bool,
    /// Which keywords of references are tags.
    pub keywords: Keywords,
    /// The columns of the evidence table, in order.
    pub fields: Vec<FieldConfig>,
    /// What becomes of raw HTML in notes.
    pub html: HtmlPolicy,
    /// The file with the numbers of the screening, and where it is named.
    pub screening: Option<(String, Span)>,
    /// Whether the site says how far the review is; none where that is not said.
    pub progress: Option<bool>,
    /// Whether pages of sources carry the tags by which reference managers and search engines take them for the source.
    pub highwire: bool,
    /// Severity by code; none switches a code off.
    pub checks: BTreeMap<Code, Option<Severity>>,
    /// Where `publish` puts the site.
    pub publish: PublishConfig,
}

/// In which order the texts are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChaptersConfig {
    /// A file of another program, or a folder; and where it is named.
    Named(String, Span),
    /// As `sourcebook.yaml` lists them.
    Listed,
}

/// Where `publish` puts the site, and what its scan lets pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishConfig {
    /// The name of a git remote.
    pub remote: Option<String>,
    /// The branch that holds the site.
    pub branch: Option<String>,
    /// The site's own domain, for the file `CNAME`.
    pub domain: Option<String>,
    /// Files of the site that may hold what looks like a key.
    pub not_secret: Vec<String>,
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

/// What the configuration says of a field of notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldConfig {
    /// Its name, as notes write it.
    pub name: String,
    /// Its label by language, in the order of the file; the empty language stands for any.
    pub labels: Vec<(String, String)>,
    /// What its numbers count; may be empty.
    pub unit: String,
    /// The only values that it may have; none for any.
    pub values: Vec<String>,
}

/// What the configuration says of a relation between works.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelationConfig {
    /// The word, as notes write it.
    pub word: String,
    /// What it is called by language, as with tags: "disputes".
    pub labels: Vec<(String, String)>,
    /// What it is called from the other end: "disputed by".
    pub inverses: Vec<(String, String)>,
    /// Its name in the Citation Typing Ontology: `disputes`.
    pub cito: Option<String>,
    /// Whether the word is no relation in this review.
    pub is_off: bool,
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
            encoding: None,
            content: Content::default(),
            chapters: None,
            ignore: Vec::new(),
            tags: Vec::new(),
            relations: Vec::new(),
            navigation: None,
            theme: None,
            accent: None,
            web_fonts: true,
            tags_from_folders: false,
            keywords: Keywords::default(),
            fields: Vec::new(),
            html: HtmlPolicy::default(),
            screening: None,
            progress: None,
            highwire: true,
            checks: BTreeMap::new(),
            publish: PublishConfig::default(),
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
    "encoding",
    "content",
    "chapters",
    "ignore",
    "tags",
    "tags-from",
    "keywords",
    "fields",
    "relations",
    "navigation",
    "theme",
    "accent",
    "fonts",
    "html",
    "screening",
    "progress",
    "metadata",
    "checks",
    "publish",
];

/// What pandoc, Quarto, Jekyll, Hugo and MkDocs call some of them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("csl", "style"),
    ("citation-style", "style"),
    ("lang", "language"),
    ("locale", "language"),
    ("url", "base-url"),
    ("site-url", "base-url"),
    ("baseurl", "base-url"),
    ("references", "bibliography"),
    ("charset", "encoding"),
    ("toc", "chapters"),
    ("order", "chapters"),
    ("nav", "navigation"),
    ("navbar", "navigation"),
    ("menu", "navigation"),
    ("exclude", "ignore"),
    ("copyright", "license"),
];

/// The key that was meant by this one of `sourcebook.yaml`.
fn meant(key: &str, path: &[&str], known: &[&str]) -> Option<String> {
    let elsewhere = ELSEWHERE.iter().find(|(name, _)| path.is_empty() && name.eq_ignore_ascii_case(key));
    elsewhere
        .map(|(_, ours)| format!("it is called `{ours}` here"))
        .or_else(|| did_you_mean(key, known.iter().copied()))
}

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
    let value = read::read(&mut reader);
    let mut diagnostics = unknown_keys(&document, &[], KEYS);
    diagnostics.extend(unknown_keys(&document, &["metadata"], &["highwire"]));
    for tag in &value.tags {
        diagnostics.extend(unknown_keys(&document, &["tags", &tag.tag], &["label", "synonyms", "group"]));
    }
    for field in &value.fields {
        diagnostics.extend(unknown_keys(&document, &["fields", &field.name], &["label", "unit", "values"]));
    }
    for relation in &value.relations {
        diagnostics.extend(unknown_keys(&document, &["relations", &relation.word], &["label", "inverse", "cito"]));
    }
    let authors = document.get(&["authors"]).and_then(|authors| authors.as_sequence()).map_or(0, Vec::len);
    for author in (0..authors).map(|index| index.to_string()) {
        diagnostics.extend(unknown_keys(&document, &["authors", &author], &["name", "orcid", "affiliation"]));
    }
    diagnostics.extend(unknown_keys(&document, &["publish"], &["remote", "branch", "domain", "not-secret"]));
    diagnostics.extend(reader.into_diagnostics());
    Checked { value, diagnostics }
}

/// An address of a site, ended by a slash; none where it is none.
pub fn checked_base_url(url: &str) -> Option<String> {
    let after = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let clean = !after.is_empty() && !after.starts_with('/') && !after.contains(['?', '#', '"', '<', '>', ' ', '\\']);
    clean.then(|| format!("{}/", url.trim_end_matches('/')))
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
                .maybe_hint(meant(&key, path, known))
        })
        .collect()
}
