//! The list as text: HTML, Markdown or plain.

use super::super::language::Tag;
use super::{Document, Entry, Layout, Paragraph, Run, Section};
use crate::html::escape;
use crate::rich::Rich;

/// A line an entry; what notes say follows it, and then an empty line.
pub fn text(document: &Document) -> String {
    let mut out = String::new();
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            let above = if out.is_empty() || out.ends_with("\n\n") { "" } else { "\n" };
            out.push_str(&format!("{above}{heading}\n\n"));
        }
        let is_annotated = section.entries.iter().any(|entry| !entry.annotation.is_empty());
        for entry in &section.entries {
            let lines = entry.annotation.iter().map(|paragraph| format!("{}\n", paragraph.text));
            let lines: String = lines.collect();
            let below = if is_annotated { "\n" } else { "" };
            out.push_str(&format!("{}\n{lines}{below}", entry_text(entry)));
        }
    }
    out.truncate(out.trim_end().len());
    if out.is_empty() { out } else { out + "\n" }
}

fn entry_text(entry: &Entry) -> String {
    let plain = |runs: Vec<Run<'_>>| runs.into_iter().map(|run| run.text).collect::<String>();
    let (label, text) = (plain(entry.label_runs()), plain(entry.text_runs()));
    if label.is_empty() { text } else { format!("{label} {text}") }
}

/// pandoc's Markdown, a paragraph an entry.
pub fn markdown(document: &Document) -> String {
    let mut out = String::new();
    for section in &document.sections {
        let heading = section.heading.iter().map(|heading| format!("## {}\n\n", Rich::text(heading).markdown()));
        out.extend(heading);
        for entry in &section.entries {
            out.push_str(&format!("{}\n\n", entry_markdown(entry)));
            out.extend(entry.annotation.iter().map(|paragraph| format!("{}\n\n", paragraph_markdown(&paragraph.text))));
        }
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

fn entry_markdown(entry: &Entry) -> String {
    let markdown = |rich: &Rich| {
        let lines = rich.markdown();
        lines.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let (label, text) = (markdown(&entry.label), markdown(&entry.text));
    if label.is_empty() { text } else { format!("{label} {text}") }
}

/// A paragraph that does not begin a list, a heading or a quotation.
fn paragraph_markdown(text: &str) -> String {
    let escaped = Rich::text(text).markdown();
    if escaped.starts_with(['#', '+', '-', '>', ':', '%']) { format!("\\{escaped}") } else { escaped }
}

/// A whole page with hanging indents.
pub fn html(document: &Document) -> String {
    let style = match document.layout {
        Layout::Numbered => "li { display: grid; grid-template-columns: 2.5em 1fr }",
        Layout::Hanging => "li { padding-inline-start: 2em; text-indent: -2em } li * { text-indent: 0 }",
        Layout::Plain => "",
    };
    let is_annotated = document.sections.iter().flat_map(|section| &section.entries).any(is_annotated);
    let note = if is_annotated { " li p { grid-column: 2; margin: .3em 0 }" } else { "" };
    let sections: String = document.sections.iter().map(|section| section_html(document, section)).collect();
    let language = document.language.as_ref().map(Tag::given).unwrap_or_default();
    let direction = if document.is_rtl() { " dir=\"rtl\"" } else { "" };
    let title = escape(&document.title);
    format!(
        "<!doctype html>\n<html lang=\"{language}\"{direction}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif }} \
         ol {{ list-style: none; padding: 0 }} li {{ margin-block: .5em }} \
         .small-caps {{ font-variant: small-caps }} {style}{note}</style>\n</head>\n\
         <body>\n<h1>{title}</h1>\n{sections}</body>\n</html>\n"
    )
}

fn is_annotated(entry: &Entry) -> bool {
    !entry.annotation.is_empty()
}

fn section_html(document: &Document, section: &Section) -> String {
    let heading: String = section.heading.iter().map(|heading| format!("<h2>{}</h2>\n", escape(heading))).collect();
    let entries: String = section.entries.iter().map(|entry| entry_html(document, entry)).collect();
    format!("{heading}<ol>\n{entries}</ol>\n")
}

fn entry_html(document: &Document, entry: &Entry) -> String {
    let (label, text) = (entry.label.html(&|_, inner| inner), entry.text.html(&|_, inner| inner));
    let attributes = attributes(document, entry.language.as_ref(), &entry_text(entry));
    let inner = match document.layout {
        Layout::Numbered => format!("<span>{label}</span><span>{text}</span>"),
        _ => text,
    };
    let annotation: String = entry.annotation.iter().map(|paragraph| paragraph_html(document, paragraph)).collect();
    format!("<li{attributes}>{inner}{annotation}</li>\n")
}

fn paragraph_html(document: &Document, paragraph: &Paragraph) -> String {
    // The entry around it may be in another language than the note.
    let language = paragraph.language.as_ref().or(document.language.as_ref());
    format!("<p{}>{}</p>", attributes(document, language, &paragraph.text), escape(&paragraph.text))
}

/// The language and, where it is not that of the page, the direction of an element.
fn attributes(document: &Document, language: Option<&Tag>, text: &str) -> String {
    let language = language.map(|language| format!(" lang=\"{}\"", language.given())).unwrap_or_default();
    let direction = match document.runs_rtl(text) {
        rtl if rtl == document.is_rtl() => "",
        true => " dir=\"rtl\"",
        false => " dir=\"ltr\"",
    };
    format!("{language}{direction}")
}
