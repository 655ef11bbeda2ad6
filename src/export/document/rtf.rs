//! RTF 1.9, in ASCII: what is beyond it is `\uN`, so that no code page can spoil a name.

use super::super::language::Tag;
use super::{Document, Entry, Layout, Run, directed};
use crate::rich::Look;
use std::fmt::Write;

/// What programs call languages by number (the LCIDs of Windows).
const LANGUAGES: &[(&str, u16)] = &[
    ("ar", 0x0401),
    ("bg", 0x0402),
    ("ca", 0x0403),
    ("cs", 0x0405),
    ("da", 0x0406),
    ("de", 0x0407),
    ("el", 0x0408),
    ("en", 0x0409),
    ("en-GB", 0x0809),
    ("es", 0x0C0A),
    ("et", 0x0425),
    ("fa", 0x0429),
    ("fi", 0x040B),
    ("fr", 0x040C),
    ("he", 0x040D),
    ("hi", 0x0439),
    ("hr", 0x041A),
    ("hu", 0x040E),
    ("hy", 0x042B),
    ("id", 0x0421),
    ("it", 0x0410),
    ("ja", 0x0411),
    ("ka", 0x0437),
    ("kk", 0x043F),
    ("ko", 0x0412),
    ("ky", 0x0440),
    ("lt", 0x0427),
    ("lv", 0x0426),
    ("mn", 0x0450),
    ("nb", 0x0414),
    ("nl", 0x0413),
    ("nn", 0x0814),
    ("no", 0x0414),
    ("pl", 0x0415),
    ("pt", 0x0816),
    ("pt-BR", 0x0416),
    ("ro", 0x0418),
    ("ru", 0x0419),
    ("sk", 0x041B),
    ("sl", 0x0424),
    ("sr", 0x0C1A),
    ("sv", 0x041D),
    ("th", 0x041E),
    ("tr", 0x041F),
    ("uk", 0x0422),
    ("ur", 0x0420),
    ("uz", 0x0443),
    ("vi", 0x042A),
    ("zh", 0x0804),
    ("zh-TW", 0x0404),
    ("zh-HK", 0x0C04),
];

/// The file.
pub fn written(document: &Document) -> Vec<u8> {
    let language = document.language.as_ref().and_then(number).unwrap_or(0x0409);
    let indent = match document.layout {
        Layout::Plain => "",
        Layout::Hanging => "\\fi-720\\li720",
        Layout::Numbered => "\\fi-720\\li720\\tx720",
    };
    let note = if document.layout == Layout::Plain { "" } else { "\\li720" };
    let mut out = format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0\\deflang{language}\n\
         {{\\fonttbl{{\\f0\\froman\\fcharset0 Times New Roman;}}{{\\f1\\fmodern\\fcharset0 Courier New;}}}}\n\
         {{\\colortbl;\\red5\\green99\\blue193;}}\n\
         {{\\stylesheet{{\\s0 Normal;}}{{\\s1\\keepn\\b\\fs32 Title;}}{{\\s2\\keepn\\outlinelevel0\\b\\fs28 heading 1;}}\
         {{\\s3{indent} Bibliography;}}{{\\s4{note} Annotation;}}}}\n{{\\info{{\\title {}}}}}\n\
         \\paperw11906\\paperh16838\\margl1440\\margr1440\\margt1440\\margb1440\n",
        escape(&document.title)
    );
    let title = paragraph(document, "\\s1\\keepn\\sa240", &document.title);
    let _ = writeln!(out, "{{{title}\\b\\fs32 {}\\par}}", escape(&document.title));
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            let properties = paragraph(document, "\\s2\\keepn\\outlinelevel0\\sb240\\sa120", heading);
            let _ = writeln!(out, "{{{properties}\\b\\fs28 {}\\par}}", escape(heading));
        }
        for entry in &section.entries {
            out.push_str(&self::entry(document, entry, indent));
            for paragraph in &entry.annotation {
                let properties = self::paragraph(document, &format!("\\s4{note}\\sa120"), &paragraph.text);
                let language = marked(document, paragraph.language.as_ref());
                let _ = writeln!(out, "{{{properties}\\fs24{language} {}\\par}}", escape(&paragraph.text));
            }
        }
    }
    out.push_str("}\n");
    out.into_bytes()
}

fn entry(document: &Document, entry: &Entry, indent: &str) -> String {
    let (label, text) = (entry.label_runs(), entry.text_runs());
    let words: String = text.iter().map(|run| run.text.as_str()).collect();
    let keep = if entry.annotation.is_empty() { "" } else { "\\keepn" };
    let properties = paragraph(document, &format!("\\s3{indent}{keep}\\sa120"), &words);
    let is_rtl = document.runs_rtl(&words);
    let mut inner = runs(&label, is_rtl);
    if !label.is_empty() {
        inner.push_str("\\tab ");
    }
    inner.push_str(&runs(&text, is_rtl));
    format!("{{{properties}\\fs24{} {inner}\\par}}\n", marked(document, entry.language.as_ref()))
}

/// The properties of a paragraph: its style, written out for programs that know no style sheets, and its direction.
fn paragraph(document: &Document, style: &str, text: &str) -> String {
    let direction = if document.runs_rtl(text) { "\\rtlpar\\qr" } else { "\\ltrpar" };
    format!("\\pard\\plain{style}{direction}\\sl276\\slmult1\\f0")
}

fn marked(document: &Document, language: Option<&Tag>) -> String {
    let language = language.or(document.language.as_ref()).and_then(number);
    language.map(|number| format!("\\lang{number}")).unwrap_or_default()
}

fn number(tag: &Tag) -> Option<u16> {
    let of = |name: &str| LANGUAGES.iter().find(|(known, _)| *known == name).map(|(_, number)| *number);
    of(&tag.with_region()).or_else(|| of(tag.primary()))
}

fn runs(runs: &[Run<'_>], is_rtl: bool) -> String {
    let mut out = String::new();
    for (run, piece, is_rtl) in directed(runs, is_rtl) {
        let looks = looks(run.look, is_rtl);
        let text = escape(piece);
        let inner = if looks.is_empty() { text } else { format!("{{{looks} {text}}}") };
        match run.link {
            Some(url) => {
                let address = escape(&url.as_str().replace('"', "%22"));
                out.push_str(&format!(
                    "{{\\field{{\\*\\fldinst HYPERLINK \"{address}\"}}{{\\fldrslt \\ul\\cf1 {inner}}}}}"
                ));
            }
            None => out.push_str(&inner),
        }
    }
    out
}

/// What runs from right to left has bold and italics of its own (the "associated" properties).
fn looks(look: Look, is_rtl: bool) -> String {
    let parts = [
        (is_rtl, "\\rtlch"),
        (look.code, "\\f1"),
        (look.bold && !is_rtl, "\\b"),
        (look.bold && is_rtl, "\\ab"),
        (look.italic && !is_rtl, "\\i"),
        (look.italic && is_rtl, "\\ai"),
        (look.small_caps, "\\scaps"),
        (look.underline, "\\ul"),
        (look.superscript, "\\super"),
        (look.subscript, "\\sub"),
    ];
    parts.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect()
}

/// Text in which nothing is a command; beyond ASCII, UTF-16 in signed numbers, each with a question mark for old readers.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '{' | '}' => out.extend(['\\', c]),
            c if c.is_ascii() => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{}?", unit.cast_signed());
                }
            }
        }
    }
    out
}
