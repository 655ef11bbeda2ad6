//! Typst markup: a whole document.

use super::super::language::Tag;
use super::{Document, Entry, Layout, Run};
use crate::rich::Look;

/// The file.
pub fn written(document: &Document) -> String {
    let mut out = preamble(document);
    out.push_str(&format!("#heading(level: 1)[{}]\n\n", escape(&document.title)));
    for section in &document.sections {
        out.extend(section.heading.iter().map(|heading| format!("#heading(level: 2)[{}]\n\n", escape(heading))));
        for entry in &section.entries {
            out.push_str(&self::entry(document, entry));
            for note in &entry.annotation {
                let text = marked(document, note.language.as_ref(), escape(&note.text));
                out.push_str(&format!("#annotation[{text}]\n\n"));
            }
        }
    }
    out
}

fn preamble(document: &Document) -> String {
    let indent = match document.layout {
        Layout::Plain => "0pt",
        _ => "2.5em",
    };
    let language = document.language.as_ref().map(|tag| format!("#set text({})\n", arguments(tag))).unwrap_or_default();
    format!(
        "#set document(title: {})\n#set page(paper: \"a4\")\n{language}#set smartquote(enabled: false)\n\
         #let entry(body) = block(par(hanging-indent: {indent}, body))\n\
         #let numbered(label, body) = block(grid(columns: ({indent}, 1fr), label, body))\n\
         #let annotation(body) = block(pad(left: {indent}, body))\n\n",
        quoted(&document.title)
    )
}

fn entry(document: &Document, entry: &Entry) -> String {
    let text: String = entry.text_runs().iter().map(run).collect();
    let text = marked(document, entry.language.as_ref(), text);
    let label: String = entry.label_runs().iter().map(run).collect();
    if label.is_empty() { format!("#entry[{text}]\n\n") } else { format!("#numbered[{label}][{text}]\n\n") }
}

fn marked(document: &Document, language: Option<&Tag>, text: String) -> String {
    match document.foreign(language) {
        Some(tag) => format!("#text({})[{text}]", arguments(tag)),
        None => text,
    }
}

/// A language and region; Typst takes regions of two letters.
fn arguments(tag: &Tag) -> String {
    let region = Some(tag.region()).filter(|region| region.len() == 2);
    let region = region.map(|region| format!(", region: \"{region}\"")).unwrap_or_default();
    format!("lang: \"{}\"{region}", tag.primary())
}

fn run(run: &Run<'_>) -> String {
    let text = looked(escape(&run.text), run.look);
    match run.link {
        Some(url) => format!("#link({})[{text}]", quoted(url.as_str())),
        None => text,
    }
}

fn looked(text: String, look: Look) -> String {
    let parts = [
        (look.superscript, "super"),
        (look.subscript, "sub"),
        (look.small_caps, "smallcaps"),
        (look.underline, "underline"),
        (look.bold, "strong"),
        (look.italic, "emph"),
    ];
    let looked = parts.iter().filter(|(is, _)| *is).fold(text, |text, (_, name)| format!("#{name}[{text}]"));
    if look.code { format!("#text(font: \"DejaVu Sans Mono\")[{looked}]") } else { looked }
}

/// A string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text in which nothing is markup: every sign that could begin some has a backslash before it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let within_word = |other: Option<&char>| other.is_some_and(|other| other.is_alphabetic());
        let is_markup = match c {
            // What follows a call directly could be taken for more of it.
            c if last.is_none() => c.is_ascii_punctuation(),
            '-' => !(within_word(last.as_ref()) && within_word(letters.peek())),
            '.' => letters.peek() == Some(&'.') || last == Some('.') || out.bytes().all(|byte| byte.is_ascii_digit()),
            c => c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '(' | ')' | '!' | '?' | '%' | '&' | '|'),
        };
        if is_markup {
            out.push('\\');
        }
        match c {
            '\u{a0}' => out.push('~'),
            c => out.push(c),
        }
        last = Some(c);
    }
    out
}
