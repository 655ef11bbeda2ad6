//! OpenDocument text (ODF 1.3), as LibreOffice and Word read it.
//!
//! ODF has no looks on a run itself: each kind of run that occurs has an automatic style, numbered as they come.

use super::super::language::{Scripts, Tag};
use super::package::{Part, package};
use super::{Document, Entry, Layout, Run, one_line};
use crate::html::escape;
use crate::rich::Look;
use zip::CompressionMethod;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const TYPE: &str = "application/vnd.oasis.opendocument.text";
const NAMESPACES: &str = concat!(
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" ",
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" ",
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" ",
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" ",
    "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" ",
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.3\"",
);

/// The file.
pub fn written(document: &Document) -> Vec<u8> {
    let mimetype = Part { path: "mimetype", text: TYPE.to_owned(), method: CompressionMethod::Stored };
    package(&[
        mimetype,
        Part::new("META-INF/manifest.xml", manifest()),
        Part::new("content.xml", content(document)),
        Part::new("styles.xml", styles(document)),
        Part::new("meta.xml", meta(document)),
    ])
}

fn manifest() -> String {
    let file = |path: &str, kind: &str| {
        format!("<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{kind}\"/>")
    };
    format!(
        "{HEAD}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" \
         manifest:version=\"1.3\">{}{}</manifest:manifest>",
        file("/", TYPE),
        ["content.xml", "styles.xml", "meta.xml"].map(|path| file(path, "text/xml")).concat()
    )
}

fn meta(document: &Document) -> String {
    let language = document.language.as_ref().map(Tag::given).unwrap_or_default();
    format!(
        "{HEAD}<office:document-meta {NAMESPACES}><office:meta><dc:title>{}</dc:title><dc:language>{language}\
         </dc:language></office:meta></office:document-meta>",
        escape(&document.title)
    )
}

fn styles(document: &Document) -> String {
    let language = document.language.as_ref().map(language).unwrap_or_default();
    let (entry, note) = match document.layout {
        Layout::Plain => ("fo:margin-left=\"0cm\"", "fo:margin-left=\"0cm\""),
        _ => ("fo:margin-left=\"1.27cm\" fo:text-indent=\"-1.27cm\"", "fo:margin-left=\"1.27cm\""),
    };
    let tabs = match document.layout {
        Layout::Numbered => "<style:tab-stops><style:tab-stop style:position=\"0cm\"/></style:tab-stops>",
        _ => "",
    };
    let style = |name: &str, shown: &str, paragraph: &str, tabs: &str, run: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:display-name=\"{shown}\" style:family=\"paragraph\" \
             style:parent-style-name=\"Standard\"><style:paragraph-properties {paragraph}>{tabs}\
             </style:paragraph-properties><style:text-properties {run}/></style:style>"
        )
    };
    let bold = |size: &str| {
        format!(
            "fo:font-size=\"{size}\" style:font-size-asian=\"{size}\" style:font-size-complex=\"{size}\" \
             fo:font-weight=\"bold\" style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\""
        )
    };
    [
        format!("{HEAD}<office:document-styles {NAMESPACES}><office:styles>"),
        "<style:default-style style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0.21cm\" \
         fo:line-height=\"115%\"/>"
            .into(),
        format!(
            "<style:text-properties fo:font-family=\"'Times New Roman'\" fo:font-size=\"12pt\" \
             style:font-size-asian=\"12pt\" style:font-size-complex=\"12pt\"{language}/></style:default-style>"
        ),
        "<style:style style:name=\"Standard\" style:family=\"paragraph\"/>".into(),
        style("Title", "Title", "fo:margin-bottom=\"0.42cm\" fo:keep-with-next=\"always\"", "", &bold("16pt")),
        style(
            "Heading_20_1",
            "Heading 1",
            "fo:margin-top=\"0.42cm\" fo:margin-bottom=\"0.21cm\" fo:keep-with-next=\"always\"",
            "",
            &bold("14pt"),
        ),
        style("Bibliography_20_1", "Bibliography 1", entry, tabs, ""),
        style("Annotation", "Annotation", note, "", ""),
        "</office:styles><office:automatic-styles><style:page-layout style:name=\"Page\"><style:page-layout-properties \
         fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin=\"2.54cm\"/></style:page-layout>\
         </office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" \
         style:page-layout-name=\"Page\"/></office:master-styles></office:document-styles>"
            .into(),
    ]
    .concat()
}

/// The kinds of runs that occur, by their properties.
#[derive(Default)]
struct Kinds(Vec<String>);

impl Kinds {
    fn name(&mut self, properties: String) -> String {
        let at = self.0.iter().position(|known| *known == properties).unwrap_or_else(|| {
            self.0.push(properties);
            self.0.len() - 1
        });
        format!("T{}", at + 1)
    }
}

fn content(document: &Document) -> String {
    let mut kinds = Kinds::default();
    let mut body = plain(document, "Title", &document.title, None, &mut kinds);
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            let text = escape(heading);
            let style = directed("Heading_20_1", document.runs_rtl(heading));
            body.push_str(&format!("<text:h text:style-name=\"{style}\" text:outline-level=\"1\">{text}</text:h>"));
        }
        for entry in &section.entries {
            body.push_str(&self::entry(document, entry, &mut kinds));
            for note in &entry.annotation {
                body.push_str(&plain(document, "Annotation", &note.text, note.language.as_ref(), &mut kinds));
            }
        }
    }
    format!(
        "{HEAD}<office:document-content {NAMESPACES}><office:automatic-styles>{}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>",
        automatic(&kinds)
    )
}

/// The styles of runs, and each style of paragraphs once more from right to left.
fn automatic(kinds: &Kinds) -> String {
    let kind = |(at, properties): (usize, &String)| {
        format!(
            "<style:style style:name=\"T{}\" style:family=\"text\"><style:text-properties{properties}/></style:style>",
            at + 1
        )
    };
    let rtl = |name: &str| {
        format!(
            "<style:style style:name=\"{}\" style:family=\"paragraph\" style:parent-style-name=\"{name}\">\
             <style:paragraph-properties style:writing-mode=\"rl-tb\" fo:text-align=\"start\"/></style:style>",
            directed(name, true)
        )
    };
    let paragraphs = ["Title", "Heading_20_1", "Bibliography_20_1", "Annotation"].map(rtl).concat();
    paragraphs + &kinds.0.iter().enumerate().map(kind).collect::<String>()
}

fn directed(style: &str, is_rtl: bool) -> String {
    if is_rtl { format!("{style}_RTL") } else { style.to_owned() }
}

fn entry(document: &Document, entry: &Entry, kinds: &mut Kinds) -> String {
    let (label, text) = (entry.label_runs(), entry.text_runs());
    let words: String = text.iter().map(|run| run.text.as_str()).collect();
    let language = document.foreign(entry.language.as_ref()).map(language).unwrap_or_default();
    let mut inner: String = label.iter().map(|run| span(run, "", kinds)).collect();
    if !label.is_empty() {
        inner.push_str("<text:tab/>");
    }
    inner.extend(text.iter().map(|run| span(run, &language, kinds)));
    let style = directed("Bibliography_20_1", document.runs_rtl(&words));
    format!("<text:p text:style-name=\"{style}\">{inner}</text:p>")
}

/// A paragraph of plain text.
fn plain(document: &Document, style: &str, text: &str, foreign: Option<&Tag>, kinds: &mut Kinds) -> String {
    let language = document.foreign(foreign).map(language).unwrap_or_default();
    let run = Run { text: one_line(text), look: Look::PLAIN, link: None };
    let style = directed(style, document.runs_rtl(text));
    format!("<text:p text:style-name=\"{style}\">{}</text:p>", span(&run, &language, kinds))
}

fn span(run: &Run<'_>, language: &str, kinds: &mut Kinds) -> String {
    let text = escape(&run.text);
    let properties = looks(run.look) + language;
    let inner = match properties.is_empty() {
        true => text,
        false => format!("<text:span text:style-name=\"{}\">{text}</text:span>", kinds.name(properties)),
    };
    match run.link {
        Some(url) => format!("<text:a xlink:type=\"simple\" xlink:href=\"{}\">{inner}</text:a>", url.attribute()),
        None => inner,
    }
}

fn looks(look: Look) -> String {
    let parts = [
        (look.code, " fo:font-family=\"'Courier New'\""),
        (look.bold, " fo:font-weight=\"bold\" style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\""),
        (
            look.italic,
            " fo:font-style=\"italic\" style:font-style-asian=\"italic\" style:font-style-complex=\"italic\"",
        ),
        (look.small_caps, " fo:font-variant=\"small-caps\""),
        (look.underline, " style:text-underline-style=\"solid\" style:text-underline-width=\"auto\""),
        (look.superscript, " style:text-position=\"super 58%\""),
        (look.subscript, " style:text-position=\"sub 58%\""),
    ];
    parts.iter().filter(|(is, _)| *is).map(|(_, properties)| *properties).collect()
}

/// A language for the letters of its script.
fn language(tag: &Tag) -> String {
    let (prefix, suffix) = match tag.scripts() {
        Scripts::Western => ("fo", ""),
        Scripts::Asian => ("style", "-asian"),
        Scripts::Complex => ("style", "-complex"),
    };
    let (language, region) = (tag.primary(), tag.region());
    format!(" {prefix}:language{suffix}=\"{language}\" {prefix}:country{suffix}=\"{region}\"")
}
