//! DOCX, as Word and LibreOffice read it (ECMA-376, transitional).
//!
//! Word's own styles are used by their ids, so that a changed `Bibliography` changes every entry. Each run has the language of
//! its work, for spelling and fonts; what runs from right to left is marked so, by paragraph and by run.

use super::super::language::{Scripts, Tag};
use super::package::{Part, package};
use super::{Document, Entry, Layout, Paragraph, Run, directed, one_line};
use crate::html::{SafeUrl, escape};
use crate::rich::Look;
use std::collections::BTreeMap;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The file.
pub fn written(document: &Document) -> Vec<u8> {
    let mut links = Links::default();
    let body = body(document, &mut links);
    package(&[
        Part::new("[Content_Types].xml", content_types()),
        Part::new("_rels/.rels", relationships(&package_relationships())),
        Part::new("word/document.xml", body),
        Part::new("word/_rels/document.xml.rels", relationships(&links.relationships())),
        Part::new("word/styles.xml", styles(document)),
        Part::new("word/settings.xml", settings()),
        Part::new("docProps/core.xml", properties(document)),
    ])
}

/// The addresses that a document leads to, each with the number of its relationship.
#[derive(Default)]
struct Links<'a>(BTreeMap<&'a SafeUrl, usize>);

impl<'a> Links<'a> {
    fn id(&mut self, url: &'a SafeUrl) -> String {
        let next = self.0.len();
        format!("link{}", self.0.entry(url).or_insert(next))
    }

    fn relationships(&self) -> String {
        let own = ["styles", "settings"];
        let own = own.map(|name| relationship(name, name, &format!("{name}.xml"), ""));
        let links = self.0.iter().map(|(url, number)| {
            relationship(&format!("link{number}"), "hyperlink", &url.attribute(), " TargetMode=\"External\"")
        });
        own.into_iter().chain(links).collect()
    }
}

fn relationship(id: &str, kind: &str, target: &str, mode: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"{mode}/>")
}

fn relationships(inner: &str) -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
    )
}

fn package_relationships() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    relationship("document", "officeDocument", "word/document.xml", "")
        + &format!("<Relationship Id=\"core\" Type=\"{core}\" Target=\"docProps/core.xml\"/>")
}

fn content_types() -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part = |path: &str, kind: &str| format!("<Override PartName=\"{path}\" ContentType=\"{kind}+xml\"/>");
    [
        format!("{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"),
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>".into(),
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>".into(),
        part("/word/document.xml", &format!("{WORD}.document.main")),
        part("/word/styles.xml", &format!("{WORD}.styles")),
        part("/word/settings.xml", &format!("{WORD}.settings")),
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties"),
        "</Types>".into(),
    ]
    .concat()
}

/// Without the first mark Word opens a document as one of its older versions.
fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{MAIN}\"><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

fn properties(document: &Document) -> String {
    let language = document.language.as_ref().map(Tag::given).unwrap_or_default();
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{language}</dc:language>\
         </cp:coreProperties>",
        escape(&document.title)
    )
}

fn styles(document: &Document) -> String {
    let language = document.language.as_ref().map(language).unwrap_or_default();
    let indent = match document.layout {
        Layout::Plain => "",
        Layout::Hanging | Layout::Numbered => "<w:ind w:left=\"720\" w:hanging=\"720\"/>",
    };
    let tabs = match document.layout {
        Layout::Numbered => "<w:tabs><w:tab w:val=\"left\" w:pos=\"720\"/></w:tabs>",
        _ => "",
    };
    let note = if document.layout == Layout::Plain { "" } else { "<w:ind w:left=\"720\"/>" };
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    [
        format!("{HEAD}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr>"),
        "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>".into(),
        format!("<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>{language}</w:rPr></w:rPrDefault>"),
        "<w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>"
            .into(),
        "</w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:qFormat/></w:style>"
            .into(),
        style(
            "Title",
            "Title",
            "<w:keepNext/><w:spacing w:after=\"240\"/>",
            "<w:b/><w:bCs/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
        ),
        style(
            "Heading1",
            "heading 1",
            "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
            "<w:b/><w:bCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
        ),
        style("Bibliography", "Bibliography", &format!("{tabs}{indent}"), ""),
        style("Annotation", "Annotation", note, ""),
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr>\
         <w:color w:val=\"0563C1\"/><w:u w:val=\"single\"/></w:rPr></w:style></w:styles>"
            .into(),
    ]
    .concat()
}

fn body<'a>(document: &'a Document, links: &mut Links<'a>) -> String {
    let mut out = format!("{HEAD}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATIONSHIPS}\"><w:body>");
    out.push_str(&plain(document, "Title", &document.title, None));
    for section in &document.sections {
        out.extend(section.heading.iter().map(|heading| plain(document, "Heading1", heading, None)));
        for entry in &section.entries {
            out.push_str(&self::entry(document, entry, links));
            let note = |note: &Paragraph| plain(document, "Annotation", &note.text, note.language.as_ref());
            out.extend(entry.annotation.iter().map(note));
        }
    }
    // Margins of an inch, on A4.
    out + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" \
           w:left=\"1440\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
}

fn entry<'a>(document: &Document, entry: &'a Entry, links: &mut Links<'a>) -> String {
    let (label, text) = (entry.label_runs(), entry.text_runs());
    let language = document.foreign(entry.language.as_ref()).map(language).unwrap_or_default();
    let words: String = text.iter().map(|run| run.text.as_str()).collect();
    let is_rtl = document.runs_rtl(&words);
    let mut inner = runs(&label, is_rtl, "", links);
    if !label.is_empty() {
        inner.push_str("<w:r><w:tab/></w:r>");
    }
    inner.push_str(&runs(&text, is_rtl, &language, links));
    let keep = if entry.annotation.is_empty() { "" } else { "<w:keepNext/>" };
    paragraph("Bibliography", keep, is_rtl, &inner)
}

/// A paragraph of plain text.
fn plain(document: &Document, style: &str, text: &str, foreign: Option<&Tag>) -> String {
    let language = document.foreign(foreign).map(language).unwrap_or_default();
    let run = Run { text: one_line(text), look: Look::PLAIN, link: None };
    let is_rtl = document.runs_rtl(text);
    paragraph(style, "", is_rtl, &runs(&[run], is_rtl, &language, &mut Links::default()))
}

fn paragraph(style: &str, keep: &str, is_rtl: bool, inner: &str) -> String {
    let direction = if is_rtl { "<w:bidi/>" } else { "" };
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{keep}{direction}</w:pPr>{inner}</w:p>")
}

fn runs<'a>(runs: &[Run<'a>], is_rtl: bool, language: &str, links: &mut Links<'a>) -> String {
    let mut out = String::new();
    for (run, piece, is_rtl) in directed(runs, is_rtl) {
        let looks = looks(run, is_rtl, language);
        let looks = if looks.is_empty() { looks } else { format!("<w:rPr>{looks}</w:rPr>") };
        let inner = format!("<w:r>{looks}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(piece));
        match run.link {
            Some(url) => {
                let id = links.id(url);
                out.push_str(&format!("<w:hyperlink r:id=\"{id}\" w:history=\"1\">{inner}</w:hyperlink>"));
            }
            None => out.push_str(&inner),
        }
    }
    out
}

/// The properties of a run, in the order of the schema.
fn looks(run: &Run<'_>, is_rtl: bool, language: &str) -> String {
    let look = run.look;
    let parts = [
        (run.link.is_some(), "<w:rStyle w:val=\"Hyperlink\"/>"),
        (look.code, "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>"),
        (look.bold, "<w:b/><w:bCs/>"),
        (look.italic, "<w:i/><w:iCs/>"),
        (look.small_caps, "<w:smallCaps/>"),
        (look.underline, "<w:u w:val=\"single\"/>"),
        (look.superscript, "<w:vertAlign w:val=\"superscript\"/>"),
        (look.subscript, "<w:vertAlign w:val=\"subscript\"/>"),
        (is_rtl, "<w:rtl/>"),
    ];
    let looks: String = parts.iter().filter(|(is, _)| *is).map(|(_, xml)| *xml).collect();
    looks + language
}

/// A language for the letters of its script.
fn language(tag: &Tag) -> String {
    let attribute = match tag.scripts() {
        Scripts::Western => "val",
        Scripts::Asian => "eastAsia",
        Scripts::Complex => "bidi",
    };
    format!("<w:lang w:{attribute}=\"{}\"/>", tag.with_region())
}
