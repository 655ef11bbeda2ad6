//! The references as a file: the formatted list as HTML, Markdown or plain text, or the records as CSL-JSON.

use crate::bibliography::{self, Bibliography, Reference};
use crate::citation::{Formatted, Job};
use crate::html::escape;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// What references can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The formatted list.
    List(ListFormat),
    /// The records, not formatted: CSL-JSON.
    CslJson,
}

/// What the formatted list can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListFormat {
    /// A whole HTML page with hanging indents.
    Html,
    /// pandoc's Markdown, a paragraph an entry.
    Markdown,
    /// Plain text, a line an entry.
    Text,
}

impl Format {
    /// The names on the command line.
    pub const NAMES: &[(&str, Format)] = &[
        ("html", Format::List(ListFormat::Html)),
        ("md", Format::List(ListFormat::Markdown)),
        ("txt", Format::List(ListFormat::Text)),
        ("csl-json", Format::CslJson),
    ];

    /// The format of a file, by its ending.
    pub fn of_file(path: &str) -> Option<Self> {
        let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
        let ending = match ending.as_str() {
            "htm" => "html",
            "markdown" => "md",
            "text" => "txt",
            "json" => "csl-json",
            other => other,
        };
        Self::NAMES.iter().find(|(name, _)| *name == ending).map(|(_, format)| *format)
    }
}

/// The records in the order of the files, as a list of CSL-JSON.
pub fn csl_json(bibliography: &Bibliography) -> String {
    let records: Vec<Record<'_>> = bibliography.iter().map(Record).collect();
    serde_json::to_string_pretty(&records).unwrap_or_default() + "\n"
}

/// A reference as an item: `id`, `type`, then its variables by name.
struct Record<'a>(&'a Reference);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(reference) = self;
        let head = [("id", Value::from(&*reference.key)), ("type", Value::from(reference.item.kind()))];
        let variables = reference.item.0.iter().filter(|(name, _)| *name != "type");
        let variables = variables.map(|(name, value)| (name, bibliography::written(value)));
        serializer.collect_map(head.into_iter().chain(variables))
    }
}

/// Writes a formatted list.
pub fn render(job: &Job, formatted: &Formatted, format: ListFormat, title: &str) -> String {
    match format {
        ListFormat::Html => html(job, formatted, title),
        ListFormat::Markdown => {
            formatted
                .entries
                .iter()
                .map(|entry| format!("{}\n\n", one_line(&entry.whole().markdown())))
                .collect::<String>()
                .trim_end()
                .to_owned()
                + "\n"
        }
        ListFormat::Text => {
            formatted.entries.iter().map(|entry| format!("{}\n", one_line(&entry.whole().plain()))).collect()
        }
    }
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn html(job: &Job, formatted: &Formatted, title: &str) -> String {
    let style = match (formatted.numbered, formatted.hanging) {
        (true, _) => "li { display: grid; grid-template-columns: 2.5em 1fr }",
        (false, true) => "li { padding-inline-start: 2em; text-indent: -2em } li * { text-indent: 0 }",
        (false, false) => "",
    };
    let mut entries = String::new();
    for entry in &formatted.entries {
        let work = &job.works[entry.work];
        let language =
            work.item.text("language").map(|language| format!(" lang=\"{}\"", escape(&language))).unwrap_or_default();
        let (first, rest) = (entry.first.html(&|_, inner| inner), entry.rest.html(&|_, inner| inner));
        let entry = if formatted.numbered { format!("<span>{first}</span><span>{rest}</span>") } else { rest };
        entries.push_str(&format!("<li{language}>{entry}</li>\n"));
    }
    let (language, title) = (escape(&job.style.language), escape(title));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif }} \
         ol {{ list-style: none; padding: 0 }} li {{ margin-block: .5em }} \
         .small-caps {{ font-variant: small-caps }} {style}</style>\n</head>\n\
         <body>\n<h1>{title}</h1>\n<ol>\n{entries}</ol>\n</body>\n</html>\n"
    )
}
