//! The formatted list as a file: HTML, Markdown or plain text.

use super::ListFormat;
use crate::citation::{Formatted, Job};
use crate::html::escape;

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
