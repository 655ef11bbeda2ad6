//! What a new note on a source says: the author's template, filled with the record.

use crate::bibliography::Name;
use crate::citation::Entry;
use crate::diagnostics::{Code, Diagnostic, TextFile};
use crate::note;
use crate::review::{Review, Source, routes};
use crate::rich::Rich;
use crate::theme::NoteTemplate;
use serde::Serialize;
use serde_json::{Map, Value};

/// What a template may use.
#[derive(Debug, Serialize)]
pub struct Fields {
    /// The key of the reference.
    pub key: String,
    /// The title as the record spells it.
    pub title: String,
    /// The authors' names in natural order; the editors' where there are no authors.
    pub authors: Vec<String>,
    /// The year as lists show it; empty without a date.
    pub year: String,
    /// The type in CSL's words: `article-journal`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The journal, the book or the series that it is a part of; empty where it is a work of its own.
    pub container: String,
    /// The abstract of the record.
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    /// The keywords of the record.
    pub keywords: Vec<String>,
    /// The DOI without an address before it.
    pub doi: String,
    /// The address.
    pub url: String,
    /// How far it is read: `reading` where something cites it already, else `unread`.
    pub status: &'static str,
    /// The entry of the reference list in the review's style, as Markdown.
    pub reference: String,
    /// The day on which the note is made: `2026-11-24`.
    pub date: String,
    /// All variables of the record, as in CSL-JSON.
    pub item: Map<String, Value>,
}

impl Fields {
    /// The fields of a source of a review with its entry in the reference list.
    pub fn new(review: &Review, source: &Source, entry: Option<&Entry>, date: &str) -> Self {
        let item = &source.reference.item;
        let plain = |variable: &str| item.plain(variable).unwrap_or_default();
        let names = |variable: &str| -> Vec<String> {
            item.names(variable).iter().filter(|name| !name.is_others()).map(Name::natural).collect()
        };
        let authors = Some(names("author")).filter(|names| !names.is_empty()).unwrap_or_else(|| names("editor"));
        let reference = entry.map(|entry| entry.rest.markdown()).unwrap_or_default();
        Self {
            key: source.reference.key.clone(),
            title: spelled(&source.reference.spelled.title),
            authors,
            year: item.year_text().unwrap_or_default(),
            kind: item.kind().to_owned(),
            container: spelled(&source.reference.spelled.container),
            abstract_text: plain("abstract"),
            keywords: source.reference.keywords.clone(),
            doi: item.doi().unwrap_or_default(),
            url: plain("URL"),
            status: if review.is_cited(source) { "reading" } else { "unread" },
            reference: reference.split_whitespace().collect::<Vec<_>>().join(" "),
            date: date.to_owned(),
            item: item.0.clone().into(),
        }
    }
}

/// A title as the record spells it, without markup.
fn spelled(title: &str) -> String {
    Rich::from_markup(title).plain()
}

/// The file of a new note in this folder, and its text. A template whose note would not join its reference is a problem.
pub fn make(template: &NoteTemplate, folder: &str, fields: &Fields) -> Result<TextFile, Diagnostic> {
    let name = routes::key_name(&fields.key);
    let file = TextFile::new(&format!("{folder}{name}.md"), &template.fill(fields)?);
    let front = note::parse(&file, "en").value.summary.front;
    let joins = match &front.citekey {
        Some((key, _)) => *key == fields.key,
        None => name == fields.key,
    };
    let message = format!("a note by this template would not be about `{}`", fields.key);
    let problem = Diagnostic::new(Code::BadTemplate, message).at(template.file.span(0..0));
    joins.then_some(file).ok_or_else(|| problem.hint("write `citekey: {{ key | yaml }}` into its front matter"))
}
