//! The references as a file that readers take with them: the formatted list, or the records as data.
//!
//! What a data format loses is not known from a table: what was written is read again by our own reader, and compared.
//! What is private (`public.rs`) is in none of them.

use crate::bibliography::{Item, Reference, SpelledTitle};

mod arrange;
mod biblatex;
mod csl_json;
mod csv;
mod dates;
mod document;
mod hayagriva_yaml;
mod keys;
mod language;
mod losses;
mod markup;
mod public;
mod ris;
mod same;
mod select;
pub mod table;
mod tex_names;
mod tex_text;

pub use arrange::{GroupBy, Sort, sorted};
pub use csl_json::csl_json;
pub use document::{Document, Paragraph, one_line};
pub use losses::{Change, Loss};
pub use public::public;
pub use select::{Selection, Unknown, Years};

/// What references can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The formatted list.
    List(ListFormat),
    /// The records, not formatted.
    Data(DataFormat),
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
    /// A document of Word.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Rich text format.
    Rtf,
    /// A whole document of LaTeX.
    Latex,
    /// A whole document of Typst.
    Typst,
}

/// What the records can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataFormat {
    /// BibLaTeX, for biber.
    BibLatex,
    /// BibTeX with its fourteen types.
    BibTex,
    /// RIS, as Zotero, EndNote and Mendeley read it.
    Ris,
    /// CSL-JSON.
    CslJson,
    /// Hayagriva's YAML, for Typst.
    Hayagriva,
    /// A table, a row a reference.
    Csv,
}

impl Format {
    /// The names on the command line.
    pub const NAMES: &[(&str, Format)] = &[
        ("html", Format::List(ListFormat::Html)),
        ("md", Format::List(ListFormat::Markdown)),
        ("txt", Format::List(ListFormat::Text)),
        ("docx", Format::List(ListFormat::Docx)),
        ("odt", Format::List(ListFormat::Odt)),
        ("rtf", Format::List(ListFormat::Rtf)),
        ("tex", Format::List(ListFormat::Latex)),
        ("typ", Format::List(ListFormat::Typst)),
        ("bib", Format::Data(DataFormat::BibLatex)),
        ("bibtex", Format::Data(DataFormat::BibTex)),
        ("ris", Format::Data(DataFormat::Ris)),
        ("csl-json", Format::Data(DataFormat::CslJson)),
        ("yaml", Format::Data(DataFormat::Hayagriva)),
        ("csv", Format::Data(DataFormat::Csv)),
    ];

    /// The format of a file, by its ending.
    pub fn of_file(path: &str) -> Option<Self> {
        let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
        let ending = match ending.as_str() {
            "htm" => "html",
            "markdown" => "md",
            "text" => "txt",
            "latex" => "tex",
            "json" => "csl-json",
            "yml" => "yaml",
            other => other,
        };
        Self::NAMES.iter().find(|(name, _)| *name == ending).map(|(_, format)| *format)
    }
}

impl ListFormat {
    /// Whether it is no text that a terminal could show.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Docx | Self::Odt)
    }
}

impl DataFormat {
    /// All of them, in the order of the guide.
    pub const ALL: &[DataFormat] =
        &[Self::BibLatex, Self::BibTex, Self::Ris, Self::CslJson, Self::Hayagriva, Self::Csv];

    /// What people call the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::BibLatex => "BibLaTeX",
            Self::BibTex => "BibTeX",
            Self::Ris => "RIS",
            Self::CslJson => "CSL-JSON",
            Self::Hayagriva => "Hayagriva's YAML",
            Self::Csv => "CSV",
        }
    }

    /// The ending by which our own reader knows the format; none of what is not read.
    pub fn ending(self) -> Option<&'static str> {
        match self {
            Self::BibLatex | Self::BibTex => Some("bib"),
            Self::Ris => Some("ris"),
            Self::CslJson => Some("json"),
            Self::Hayagriva => Some("yaml"),
            Self::Csv => None,
        }
    }
}

/// The records as a file, and what it loses of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The file.
    pub text: String,
    /// What the records have and the file has not, by variable.
    pub losses: Vec<Loss>,
}

/// The formatted list as a file.
pub fn render(document: &Document, format: ListFormat) -> Vec<u8> {
    match format {
        ListFormat::Html => document::list::html(document).into_bytes(),
        ListFormat::Markdown => document::list::markdown(document).into_bytes(),
        ListFormat::Text => document::list::text(document).into_bytes(),
        ListFormat::Docx => document::docx::written(document),
        ListFormat::Odt => document::odt::written(document),
        ListFormat::Rtf => document::rtf::written(document),
        ListFormat::Latex => document::latex::written(document).into_bytes(),
        ListFormat::Typst => document::typst::written(document).into_bytes(),
    }
}

/// These references as a file, in their order.
pub fn text(references: &[&Reference], format: DataFormat) -> String {
    let records: Vec<(&str, &Item)> =
        references.iter().map(|reference| (reference.key.as_str(), &reference.item)).collect();
    let spelled: Vec<&SpelledTitle> = references.iter().map(|reference| &reference.spelled).collect();
    file(&records, &spelled, format)
}

/// Records with their keys as a file, in their order.
pub fn records_as(records: &[(&str, &Item)], format: DataFormat) -> String {
    file(records, &[], format)
}

/// Records as a file, with their titles as the author spells them, where these are known.
fn file(records: &[(&str, &Item)], spelled: &[&SpelledTitle], format: DataFormat) -> String {
    let items: Vec<Item> = records.iter().map(|(_, item)| public(item)).collect();
    let keys: Vec<&str> = records.iter().map(|(key, _)| *key).collect();
    let keys = keys::written(&keys, format);
    let records = || keys.iter().map(String::as_str).zip(&items);
    match format {
        DataFormat::BibLatex | DataFormat::BibTex => biblatex::written(records(), spelled, format),
        DataFormat::Ris => ris::written(records()),
        DataFormat::CslJson => csl_json::written(records()),
        DataFormat::Hayagriva => hayagriva_yaml::written(records()),
        DataFormat::Csv => csv::written(records()),
    }
}

/// These references as a file, and what it loses of them.
pub fn written(references: &[&Reference], format: DataFormat) -> Written {
    let text = text(references, format);
    let keys: Vec<&str> = references.iter().map(|reference| reference.key.as_str()).collect();
    let losses = losses::found(references, &keys::written(&keys, format), &text, format);
    Written { text, losses }
}
