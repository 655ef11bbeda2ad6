//! Lists of hostile works as documents: nothing panics, every part is well-formed, no text becomes a command or is lost.

use super::none_of;
use super::random::Random;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use sourcebook::bibliography;
use sourcebook::citation::{self, Job, Work};
use sourcebook::diagnostics::TextFile;
use sourcebook::export::{self, Document, ListFormat, Paragraph};
use sourcebook::style::{self, Style};
use std::io::{Cursor, read_to_string};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use zip::ZipArchive;

/// How many lists.
const LISTS: usize = 200;

/// What has a meaning in some format, or in none.
const PIECES: &[&str] = &[
    "word",
    "Wörter",
    "слово",
    "中文",
    "עברית",
    "عربي",
    "👩‍🚀",
    "𝔘",
    "e\u{301}",
    " ",
    "  ",
    "\u{a0}",
    "\t",
    "\n",
    "\r\n",
    "\n\n",
    "\0",
    "\u{1}",
    "\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{9f}",
    "\u{2028}",
    "\u{2029}",
    "\u{ad}",
    "\u{fdd0}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{10ffff}",
    "\u{feff}",
    "\u{202e}",
    "\u{202a}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?xml?>",
    "<w:p>",
    "</text:p>",
    "<script>",
    "</li>",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&x",
    "<i>",
    "</i>",
    "<b>",
    "</b>",
    "<sup>",
    "</sup>",
    "<sub>",
    "</span>",
    "<span class=\"nocase\">",
    "<span style=\"font-variant: small-caps;\">",
    "{",
    "}",
    "\\",
    "\\par ",
    "\\u0?",
    "\\bin9 ",
    "\\'e9",
    "{\\*\\x",
    "\\end{document}",
    "\\input{x}",
    "%",
    "#",
    "$",
    "_",
    "^",
    "~",
    "``",
    "''",
    "--",
    "#let x = [",
    "#x()",
    "//",
    "/*",
    "*/",
    "= ",
    "- ",
    "1. ",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "'",
    "`",
    "*",
    "@x",
    "http://x.org/?a=\"b\"&c={d}#e",
    "doi:10.1/x<y>",
];

/// Values of `URL` and `DOI`.
const ADDRESSES: &[&str] = &[
    "",
    "https://x.org/",
    "https://x.org/a?b=\"c\"&d='e'<f>{g}\\h%25#i",
    "javascript:alert(1)",
    "https://x.org/\u{1}\n]]>",
    "https://й.рф/ж",
];

fn text(random: &mut Random) -> String {
    match random.below(24) {
        0 => String::new(),
        1 => random.pick(PIECES).repeat(1 + random.below(400)),
        2 => "<i><b><sup>".repeat(60) + &random.some(PIECES, 6) + &"</sup></b></i>".repeat(60),
        _ => random.some(PIECES, 14),
    }
}

fn name(random: &mut Random) -> Value {
    match random.below(3) {
        0 => json!({ "literal": text(random) }),
        1 => json!({ "family": text(random), "given": text(random), "non-dropping-particle": text(random) }),
        _ => json!({ "family": "Barr", "given": "Michael", "suffix": text(random) }),
    }
}

fn item(random: &mut Random, at: usize) -> Value {
    let kind = random.pick(&["book", "article-journal", "chapter", "thesis", "webpage", "legal_case", "document"]);
    let mut item = json!({ "id": format!("k{at}"), "type": kind, "title": text(random) });
    for variable in ["container-title", "publisher", "volume", "page", "edition", "number", "genre", "note", "medium"] {
        if random.below(3) == 0 {
            item[variable] = text(random).into();
        }
    }
    item["author"] = (0..random.below(3)).map(|_| name(random)).collect();
    item["issued"] =
        if random.below(2) == 0 { json!({ "raw": text(random) }) } else { json!({ "date-parts": [[2015]] }) };
    item["URL"] = random.pick(ADDRESSES).into();
    item["DOI"] = random.pick(&["", "10.1/x", "10.1/<x>&\"y\"{z}\\"]).into();
    item["language"] = random.pick(&["en", "ar", "zh-Hant", "\"><x>", "{\\x", ""]).into();
    item
}

/// A formatted list of a few works, under a heading, with notes.
fn document(random: &mut Random, style: &Style) -> Document {
    let items: Value = (0..1 + random.below(3)).map(|at| item(random, at)).collect();
    let library = bibliography::parse(&[TextFile::new("a.json", &items.to_string())], &[]).value;
    let works = library.iter().map(|reference| Arc::new(Work::new(&reference.key, &reference.item))).collect();
    let job = Job { style: style.clone(), works, clusters: Vec::new() };
    let mut document = Document::list(&text(random), &job, &citation::format(&job));
    let section = &mut document.sections[0];
    section.heading = (random.below(2) == 0).then(|| export::one_line(&text(random)));
    for entry in &mut section.entries {
        let paragraph = |random: &mut Random| Paragraph { text: export::one_line(&text(random)), language: None };
        entry.annotation = (0..random.below(2)).map(|_| paragraph(random)).collect();
    }
    document
}

/// What is wrong with the files of a document.
fn faults(document: &Document) -> Vec<String> {
    let file = |format| export::render(document, format);
    let text = |format| String::from_utf8(file(format)).map_err(|error| error.to_string());
    let plain = text(ListFormat::Text).map(|text| lines(&format!("{}\n{text}", document.title)));
    let office = |format, paragraph: &str| {
        let read = paragraphs(file(format), paragraph)?;
        let plain = plain.clone()?;
        if lines(&read) == plain { Ok(()) } else { Err(format!("holds {:?} and not {plain:?}", lines(&read))) }
    };
    let checked = [
        ("docx", office(ListFormat::Docx, "w:p")),
        ("odt", office(ListFormat::Odt, "text:p")),
        ("rtf", text(ListFormat::Rtf).and_then(|text| ascii(&text).and_then(|()| balanced(&text, "{}")))),
        ("tex", text(ListFormat::Latex).and_then(|text| whole(&text))),
        (
            "typ",
            text(ListFormat::Typst)
                .and_then(|text| printable(&text).and_then(|()| balanced(&without_strings(&text), "[]"))),
        ),
        ("html", text(ListFormat::Html).and_then(|text| printable(&text).and_then(|()| html(&text)))),
        ("md", text(ListFormat::Markdown).and_then(|text| printable(&text))),
        ("txt", text(ListFormat::Text).and_then(|text| printable(&text))),
    ];
    checked.into_iter().filter_map(|(name, result)| Some(format!("{name}: {}", result.err()?))).collect()
}

/// The lines of a text that are not empty, with single spaces.
fn lines(text: &str) -> Vec<String> {
    let lines = text
        .split('\n')
        .map(|line| line.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

fn printable(text: &str) -> Result<(), String> {
    let forbidden = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
    let before = |at: usize| &text[text.floor_char_boundary(at.saturating_sub(40))..at];
    text.find(forbidden).map_or(Ok(()), |at| Err(format!("a forbidden character behind {:?}", before(at))))
}

fn ascii(text: &str) -> Result<(), String> {
    printable(text)?;
    if text.is_ascii() { Ok(()) } else { Err("is not ASCII".to_owned()) }
}

/// Whether every bracket of a kind that has no backslash before it has its other half.
fn balanced(text: &str, kind: &str) -> Result<(), String> {
    let (open, close) = kind.split_at(1);
    let (mut depth, mut letters) = (0, text.chars());
    while let Some(c) = letters.next() {
        match c {
            '\\' => drop(letters.next()),
            c if open.starts_with(c) => depth += 1,
            c if close.starts_with(c) => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return Err(format!("a {close} too many"));
        }
    }
    if depth == 0 { Ok(()) } else { Err(format!("{depth} times {open} too many")) }
}

/// LaTeX that ends where the document does, and reads no other file.
fn whole(text: &str) -> Result<(), String> {
    printable(text)?;
    balanced(text, "{}")?;
    let is_one = text.matches("\\end{document}").count() == 1 && text.trim_end().ends_with("\\end{document}");
    if is_one && !text.contains("\\input") { Ok(()) } else { Err("a command of the text".to_owned()) }
}

/// Typst without its strings, in which brackets are text.
fn without_strings(text: &str) -> String {
    let (mut out, mut letters, mut within) = (String::new(), text.chars(), false);
    while let Some(c) = letters.next() {
        match c {
            '\\' => {
                let next = letters.next();
                if !within {
                    out.push(c);
                    out.extend(next);
                }
            }
            '"' => within = !within,
            c if !within => out.push(c),
            _ => {}
        }
    }
    out
}

/// The elements that a list has, each closed, with nothing in them that could run.
fn html(text: &str) -> Result<(), String> {
    let known = [
        "!doctype", "html", "head", "meta", "title", "style", "body", "h1", "h2", "ol", "li", "p", "a", "span", "em",
        "strong", "sup", "sub", "code", "u", "div",
    ];
    let (mut open, mut rest) = (Vec::new(), text);
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').ok_or("a tag without an end")?;
        let name: String = tag.trim_start_matches('/').chars().take_while(|c| !c.is_whitespace()).collect();
        if !known.contains(&name.as_str()) || tag.contains("javascript:") {
            return Err(format!("an element <{tag}>"));
        }
        match (tag.starts_with('/'), name.as_str()) {
            (_, "!doctype" | "meta") => {}
            (false, _) => open.push(name),
            (true, _) if open.pop().as_ref() == Some(&name) => {}
            (true, _) => return Err(format!("</{name}> in {open:?}")),
        }
        rest = behind;
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} are open")) }
}

/// The text of an archive's parts, a line a paragraph, all of them parsed.
fn paragraphs(bytes: Vec<u8>, paragraph: &str) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut shown = String::new();
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| error.to_string())?;
        let name = file.name().to_owned();
        let text = read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
        printable(&text).map_err(|error| format!("{name}: {error}"))?;
        if name != "mimetype" {
            let read = parsed(&text, paragraph).map_err(|error| format!("{name}: {error} in {text}"))?;
            if matches!(name.as_str(), "word/document.xml" | "content.xml") {
                shown = read;
            }
        }
    }
    Ok(shown)
}

/// The text of XML, its paragraphs and headings ended by a line break.
fn parsed(xml: &str, paragraph: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (true, false, false);
    let (mut out, mut depth, mut properties) = (String::new(), 0, Vec::new());
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Empty(element) if element.name().as_ref().ends_with(b":tab") => out.push('\t'),
            Event::Start(element) => {
                depth += 1;
                properties.clear();
                attributes(&element)?;
            }
            Event::Empty(element) => {
                attributes(&element)?;
                let name = element.name().as_ref().to_vec();
                if name.starts_with(b"w:") && properties.contains(&name) {
                    return Err(format!("a second {}", String::from_utf8_lossy(&name)));
                }
                properties.push(name);
            }
            Event::End(element) => {
                depth -= 1;
                properties.clear();
                if element.name().as_ref() == paragraph.as_bytes() || element.name().as_ref() == b"text:h" {
                    out.push('\n');
                }
            }
            Event::Text(text) => out.push_str(&text.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(name) => out.push_str(&entity(&name)?),
            Event::Decl(_) => {}
            Event::Eof if depth == 0 => return Ok(out),
            event => return Err(format!("{event:?}")),
        }
    }
}

fn attributes(element: &quick_xml::events::BytesStart<'_>) -> Result<(), String> {
    element.attributes().try_for_each(|attribute| {
        let attribute = attribute.map_err(|error| error.to_string())?;
        attribute.unescape_value().map(drop).map_err(|error| error.to_string())
    })
}

fn entity(name: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    let name = name.decode().map_err(|error| error.to_string())?;
    quick_xml::escape::unescape(&format!("&{name};")).map(Into::into).map_err(|error| error.to_string())
}

#[test]
fn lists_of_hostile_works_are_written_whole() {
    let styles = ["apa", "ieee", "chicago-notes-bibliography"].map(|name| style::find(name, "en", &[]).unwrap().0);
    let mut random = Random(31);
    let mut failures = Vec::new();
    for at in 0..LISTS {
        let seed = random.0;
        let tried = catch_unwind(AssertUnwindSafe(|| faults(&document(&mut random, &styles[at % styles.len()]))));
        let found = tried.unwrap_or_else(|_| vec!["a panic".to_owned()]);
        failures.extend(found.into_iter().map(|fault| format!("list {at} (seed {seed}): {fault}")));
    }
    none_of(failures);
}
