//! LaTeX: a whole document, for any engine; other scripts than Latin, Greek and Cyrillic need XeLaTeX or LuaLaTeX.

use super::super::language::Tag;
use super::{Document, Entry, Layout, Run};
use crate::html::SafeUrl;
use crate::rich::Look;
use std::collections::BTreeMap;

/// What babel calls languages (its manual, 1.27), without those whose shorthands or scripts need more than a name.
const LANGUAGES: &[(&str, &str)] = &[
    ("af", "afrikaans"),
    ("bg", "bulgarian"),
    ("ca", "catalan"),
    ("cs", "czech"),
    ("cy", "welsh"),
    ("da", "danish"),
    ("de", "ngerman"),
    ("el", "greek"),
    ("en", "english"),
    ("eo", "esperanto"),
    ("es", "spanish"),
    ("et", "estonian"),
    ("eu", "basque"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("ga", "irish"),
    ("gl", "galician"),
    ("hr", "croatian"),
    ("hu", "magyar"),
    ("id", "indonesian"),
    ("is", "icelandic"),
    ("it", "italian"),
    ("la", "latin"),
    ("lt", "lithuanian"),
    ("lv", "latvian"),
    ("nb", "norsk"),
    ("nl", "dutch"),
    ("nn", "nynorsk"),
    ("no", "norsk"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sk", "slovak"),
    ("sl", "slovene"),
    ("sr", "serbian"),
    ("sv", "swedish"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("vi", "vietnamese"),
];

/// The file.
pub fn written(document: &Document) -> String {
    let mut out = preamble(document);
    out.push_str(&format!("\\begin{{document}}\n\\section*{{{}}}\n\n", escape(&document.title)));
    for section in &document.sections {
        out.extend(section.heading.iter().map(|heading| format!("\\subsection*{{{}}}\n\n", escape(heading))));
        for entry in &section.entries {
            out.push_str(&self::entry(document, entry));
            for note in &entry.annotation {
                let text = marked(document, note.language.as_ref(), escape(&note.text));
                out.push_str(&format!("\\annotation{{{text}}}\n\n"));
            }
        }
    }
    out + "\\end{document}\n"
}

fn preamble(document: &Document) -> String {
    let (indent, note) = match document.layout {
        Layout::Plain => ("0pt", "0pt"),
        _ => ("2.5em", "2.5em"),
    };
    let languages = languages(document);
    let fonts: &str = if languages.values().any(|name| is_cyrillic(name)) { "T2A,T1" } else { "T1" };
    let names: Vec<&str> = languages.values().copied().collect();
    let babel = if names.is_empty() { "english".to_owned() } else { names.join(",") };
    format!(
        "\\documentclass[a4paper]{{article}}\n\
         \\usepackage{{iftex}}\n\
         \\ifPDFTeX\n  \\usepackage[{fonts}]{{fontenc}}\n  \\usepackage[utf8]{{inputenc}}\n\
         \\else\n  \\usepackage{{fontspec}}\n\\fi\n\
         \\usepackage[shorthands=off,{babel}]{{babel}}\n\
         \\usepackage[hidelinks]{{hyperref}}\n\
         \\usepackage[normalem]{{ulem}}\n\
         \\setlength{{\\parindent}}{{0pt}}\n\\setlength{{\\parskip}}{{.5em}}\n\\raggedright\n\
         \\newcommand{{\\entry}}[1]{{\\hangindent={indent}\\hangafter=1\\relax #1\\par}}\n\
         \\newcommand{{\\numbered}}[2]{{\\entry{{\\makebox[{indent}][l]{{#1}}#2}}}}\n\
         \\newcommand{{\\annotation}}[1]{{{{\\leftskip={note}\\relax #1\\par}}}}\n"
    )
}

fn is_cyrillic(name: &str) -> bool {
    matches!(name, "bulgarian" | "russian" | "serbian" | "ukrainian")
}

/// The languages that occur, the document's own last: babel takes the last for the main one.
fn languages(document: &Document) -> BTreeMap<(bool, String), &'static str> {
    let entries = document.sections.iter().flat_map(|section| &section.entries);
    let of_entry = |entry: &'_ Entry| -> Vec<Tag> {
        let notes = entry.annotation.iter().filter_map(|note| note.language.clone());
        entry.language.iter().cloned().chain(notes).collect()
    };
    let main = document.language.as_ref();
    let is_main = |tag: &Tag| main.is_some_and(|main| main.primary() == tag.primary());
    let all = entries.flat_map(of_entry).chain(main.cloned());
    all.filter_map(|tag| Some(((is_main(&tag), tag.primary().to_owned()), babel(&tag)?))).collect()
}

fn babel(tag: &Tag) -> Option<&'static str> {
    LANGUAGES.iter().find(|(code, _)| *code == tag.primary()).map(|(_, name)| *name)
}

fn entry(document: &Document, entry: &Entry) -> String {
    let text: String = entry.text_runs().iter().map(run).collect();
    let text = marked(document, entry.language.as_ref(), text);
    let label: String = entry.label_runs().iter().map(run).collect();
    if label.is_empty() { format!("\\entry{{{text}}}\n\n") } else { format!("\\numbered{{{label}}}{{{text}}}\n\n") }
}

/// Text in another language is marked for hyphenation.
fn marked(document: &Document, language: Option<&Tag>, text: String) -> String {
    match document.foreign(language).and_then(babel) {
        Some(name) => format!("\\foreignlanguage{{{name}}}{{{text}}}"),
        None => text,
    }
}

fn run(run: &Run<'_>) -> String {
    let text = looked(&escape(&run.text), run.look);
    match run.link {
        Some(url) => format!("\\href{{{}}}{{{text}}}", address(url)),
        None => text,
    }
}

fn looked(text: &str, look: Look) -> String {
    let parts = [
        (look.superscript, "textsuperscript"),
        (look.subscript, "textsubscript"),
        (look.code, "texttt"),
        (look.small_caps, "textsc"),
        (look.underline, "uline"),
        (look.bold, "textbf"),
        (look.italic, "emph"),
    ];
    parts.iter().filter(|(is, _)| *is).fold(text.to_owned(), |text, (_, command)| format!("\\{command}{{{text}}}"))
}

/// An address within the argument of a command, where comments and parameters are still read.
fn address(url: &SafeUrl) -> String {
    let mut out = String::new();
    for c in url.as_str().chars() {
        match c {
            '%' | '#' | '&' => out.extend(['\\', c]),
            '\\' | '{' | '}' | '^' | '"' | ' ' | '$' => {
                out.push_str(&format!("\\%{:02X}", c as u32));
            }
            c => out.push(c),
        }
    }
    out
}

/// Text in which nothing is a command, and no two characters become one.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '\u{a0}' => out.push('~'),
            '-' | '\'' | '`' | ',' if last == c || last == '?' || last == '!' => {
                out.push_str("{}");
                out.push(c);
            }
            c => out.push(c),
        }
        last = c;
    }
    out
}
