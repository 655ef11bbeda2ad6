//! Entries of BibLaTeX and BibTeX: the tables of the reading side, backwards.
//!
//! Where several fields are read into one variable, the first of the table is written. What a variable is called then depends
//! on the type, as it does in reading: `number` is an issue, the number of a series, or the work's own. The two formats
//! differ in their types, in the names of a few fields, and in their dates: BibTeX has `year`, `month` and `day`, and
//! `date` beside them only for what these cannot say.

use super::{DataFormat, dates, tex_names, tex_text};
use crate::bibliography::bibtex::map::tables::{self as tables, Form, Numbering};
use crate::bibliography::{Item, SpelledTitle, csl_variables, model::language};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The roles beyond those with fields of their own, of which an entry can have three.
const EDITORS: [(&str, &str); 3] = [("editora", "editoratype"), ("editorb", "editorbtype"), ("editorc", "editorctype")];

/// Items with their keys as entries, an empty line between each two. Titles are spelled as these say, as far as they are
/// given and read as the item's again.
pub(super) fn written<'a>(
    items: impl Iterator<Item = (&'a str, &'a Item)>,
    spelled: &[&SpelledTitle],
    format: DataFormat,
) -> String {
    let spelled = spelled.iter().map(|spelled| Some(*spelled)).chain(std::iter::repeat(None));
    let entries = items.zip(spelled).map(|((key, item), spelled)| Entry::new(item, spelled, format).written(key));
    entries.collect::<Vec<_>>().join("\n")
}

/// An entry while its fields are put together.
struct Entry<'a> {
    item: &'a Item,
    /// The titles in the letters of the author's file.
    spelled: Option<&'a SpelledTitle>,
    format: DataFormat,
    kind: &'static str,
    numbering: Numbering,
    fields: Vec<(String, String)>,
}

impl<'a> Entry<'a> {
    fn new(item: &'a Item, spelled: Option<&'a SpelledTitle>, format: DataFormat) -> Self {
        let (own, subtype) = tables::kind_of(item.kind());
        let kind = if format == DataFormat::BibTex { of_bibtex(own, item) } else { own };
        let read = tables::kind(kind);
        let subtype = subtype.or_else(|| Some(item.kind()).filter(|csl| *csl != read.csl));
        let mut entry = Self { item, spelled, format, kind, numbering: read.numbering, fields: Vec::new() };
        entry.names();
        entry.titles();
        entry.put("entrysubtype", subtype.unwrap_or_default().to_owned());
        entry.dates();
        entry.numbers();
        entry.texts();
        entry.publisher();
        entry.language();
        entry.addresses();
        entry
    }

    fn written(mut self, key: &str) -> String {
        let width = self.fields.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        self.fields.retain(|(_, value)| !value.is_empty());
        let is_macro = |name: &str, value: &str| name == "month" && MONTHS.contains(&value);
        let field = |(name, value): &(String, String)| match is_macro(name, value) {
            true => format!("  {name:width$} = {value},\n"),
            false => format!("  {name:width$} = {{{value}}},\n"),
        };
        let fields: String = self.fields.iter().map(field).collect();
        format!("@{}{{{key},\n{fields}}}\n", self.kind)
    }

    fn is_bibtex(&self) -> bool {
        self.format == DataFormat::BibTex
    }

    fn put(&mut self, field: &str, value: String) {
        if !value.is_empty() {
            self.fields.push((field.to_owned(), value));
        }
    }

    fn text(&self, variable: &str) -> String {
        self.item.text(variable).map(|text| tex_text::text(&text)).unwrap_or_default()
    }

    /// A title, whose capitals are guarded where a style would make small letters of them.
    fn title(&self, variable: &str) -> String {
        let title = self.item.text(variable).unwrap_or_default();
        let keeps = !self.is_bibtex() && !language::is_english(self.item.text("language").as_deref());
        if keeps { tex_text::text(&title) } else { tex_text::title(&title, &self.spelling(variable)) }
    }

    /// How the author spells a title, where that is known.
    fn spelling(&self, variable: &str) -> String {
        let Some(spelled) = self.spelled else { return String::new() };
        match variable {
            "title" | "title-short" if spelled.addition.is_empty() => spelled.title.clone(),
            "title" | "title-short" => format!("{}. {}", spelled.title, spelled.addition),
            "container-title" => spelled.container.clone(),
            _ => String::new(),
        }
    }

    fn names(&mut self) {
        let values = |variable: &str| self.item.names_json(variable);
        let everyone: Vec<_> = csl_variables::NAMES.iter().flat_map(|variable| values(variable)).collect();
        let use_prefix = tex_names::use_prefix(everyone.iter());
        let mut fields = Vec::new();
        for (field, variable) in tables::NAMES {
            fields.push(((*field).to_owned(), tex_names::list(&values(variable), use_prefix, self.format)));
            if !self.is_bibtex() {
                fields.push((format!("{field}+an:orcid"), tex_names::orcids(&values(variable))));
            }
        }
        let is_other = |variable: &&&str| tables::NAMES.iter().all(|(_, known)| known != *variable);
        let others = csl_variables::NAMES.iter().filter(is_other).filter(|variable| !values(variable).is_empty());
        for (variable, (field, kind)) in others.zip(EDITORS) {
            fields.push((field.to_owned(), tex_names::list(&values(variable), use_prefix, self.format)));
            let named = if *variable == "contributor" { "collaborator" } else { variable };
            fields.push((kind.to_owned(), named.to_owned()));
        }
        if use_prefix {
            fields.push(("options".to_owned(), "useprefix=true".to_owned()));
        }
        fields.into_iter().for_each(|(field, value)| self.put(&field, value));
    }

    fn titles(&mut self) {
        let (title, volume) = (self.title("title"), self.title("volume-title"));
        let container = match self.numbering {
            Numbering::Inside => self.title("container-title"),
            // Nobody makes small letters of the titles of periodicals.
            _ => self.text("container-title"),
        };
        let journal = if self.is_bibtex() { "journal" } else { "journaltitle" };
        match (self.numbering, volume.is_empty()) {
            (Numbering::Inside, true) => {
                self.put("title", title);
                self.put("booktitle", container);
            }
            (Numbering::Inside, false) => {
                self.put("title", title);
                self.put("booktitle", volume);
                self.put("maintitle", container);
            }
            (Numbering::Issue, _) => {
                self.put("title", title);
                self.put(journal, container);
                self.put("issuetitle", volume);
            }
            (Numbering::Book | Numbering::Other, false) => {
                self.put("title", volume);
                self.put("maintitle", title);
                self.put(journal, container);
            }
            (Numbering::Book | Numbering::Other, true) => {
                self.put("title", title);
                self.put(journal, container);
            }
        }
        self.put("shorttitle", self.title("title-short"));
        self.put("shortjournal", self.text("container-title-short"));
        self.put("series", self.series());
    }

    /// The title of a series; one that looks like a key of BibLaTeX or a number stands in braces.
    fn series(&self) -> String {
        let series = self.title("collection-title");
        let is_key = tables::term(&series).is_some() || series.parse::<u16>().is_ok();
        if is_key { format!("{{{series}}}") } else { series }
    }

    fn dates(&mut self) {
        for ([date, year, month, day, _], variable) in tables::DATES {
            let Some(value) = self.item.date(variable) else { continue };
            let edtf = dates::edtf(&value);
            let words = value.literal.as_deref().filter(|_| edtf.is_none()).map(tex_text::text).unwrap_or_default();
            self.put(year, words);
            let Some(edtf) = edtf else { continue };
            let Some(start) = value.start.filter(|_| self.is_bibtex() && *variable == "issued") else {
                self.put(date, edtf);
                continue;
            };
            self.put(year, start.year.to_string());
            let number = start.month.and_then(|month| MONTHS.get(usize::from(month) - 1));
            self.put(month, number.map(|name| (*name).to_owned()).unwrap_or_default());
            self.put(day, start.day.map(|day| day.to_string()).unwrap_or_default());
            let is_plain = value.end.is_none() && !value.open && !value.circa && value.season.is_none();
            if !is_plain || start.year < 1000 {
                self.put(date, edtf);
            }
        }
    }

    fn numbers(&mut self) {
        self.put("volume", self.text("volume"));
        let number = match self.numbering {
            Numbering::Issue => "issue",
            Numbering::Book | Numbering::Inside => "collection-number",
            Numbering::Other => "number",
        };
        self.put("number", self.text(number));
        if self.numbering != Numbering::Other {
            self.put("eid", self.text("number"));
        }
    }

    fn texts(&mut self) {
        for (fields, variable, form) in tables::TEXTS {
            let value = match form {
                Form::Title => self.title(variable),
                // pandoc makes small letters of it, too.
                Form::Text if *variable == "event-title" => self.title(variable),
                Form::Text => self.text(variable),
                Form::Term => self.term(variable),
                Form::Verbatim => self.verbatim(variable),
                Form::Range => self.text(variable).replace(['\u{2013}', '\u{2014}'], "-").replace('-', "--"),
            };
            if let Some(field) = fields.first() {
                self.put(field, value);
            }
        }
        self.put("note", self.text("note"));
    }

    /// A kind of publication or a state of it by BibLaTeX's key, or in words, in braces where they look like a key.
    fn term(&self, variable: &str) -> String {
        let words = self.text(variable);
        let implied = tables::genre(self.kind);
        match self.item.text(variable) {
            Some(text) if variable == "genre" && implied == Some(&*text) => String::new(),
            None if variable == "genre" && implied.is_some() => "Thesis".to_owned(),
            Some(text) if !self.is_bibtex() && tables::key_of_term(&text).is_some() => {
                tables::key_of_term(&text).unwrap_or_default().to_owned()
            }
            Some(text) if tables::term(&text).is_some() => format!("{{{words}}}"),
            _ => words,
        }
    }

    fn verbatim(&self, variable: &str) -> String {
        self.item.text(variable).map(|text| tex_text::verbatim(&text)).unwrap_or_default()
    }

    /// Who published the work, and where, in the fields that styles print for its type.
    fn publisher(&mut self) {
        let field = match (self.kind, self.is_bibtex()) {
            ("thesis" | "report", false) | ("techreport", true) => "institution",
            ("phdthesis" | "mastersthesis", true) => "school",
            ("online" | "manual", false) => "organization",
            ("misc" | "booklet", true) => "howpublished",
            _ => "publisher",
        };
        let publisher = match field {
            "howpublished" => self.text("publisher"),
            _ => self.list("publisher"),
        };
        self.put(field, publisher);
        let place = if self.kind == "patent" { "jurisdiction" } else { "publisher-place" };
        self.put(if self.is_bibtex() { "address" } else { "location" }, self.list(place));
        self.put("origpublisher", self.list("original-publisher"));
        self.put("origlocation", self.list("original-publisher-place"));
    }

    /// What semicolons part, parted by `and` as BibLaTeX has it.
    fn list(&self, variable: &str) -> String {
        let text = self.item.text(variable).unwrap_or_default();
        let guarded = |item: &str| {
            let written = tex_text::text(item);
            let has_and = item.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
            if has_and { format!("{{{written}}}") } else { written }
        };
        if self.is_bibtex() {
            return guarded(&text);
        }
        text.split("; ").map(guarded).filter(|item| !item.is_empty()).collect::<Vec<_>>().join(" and ")
    }

    /// By its name in LaTeX; a tag that LaTeX has no name for stays one.
    fn language(&mut self) {
        let Some(tag) = self.item.text("language") else { return };
        let name = language::name(&tag).map_or_else(|| tex_text::text(&tag), str::to_owned);
        self.put(if self.is_bibtex() { "language" } else { "langid" }, name);
    }

    fn addresses(&mut self) {
        self.put("doi", self.verbatim("DOI"));
        self.put("url", self.verbatim("URL"));
    }
}

/// The type of BibTeX nearest to one of BibLaTeX.
fn of_bibtex(kind: &'static str, item: &Item) -> &'static str {
    let master = tables::genre("mastersthesis");
    match kind {
        "article" | "book" | "booklet" | "incollection" | "inproceedings" | "manual" | "unpublished" => kind,
        "report" => "techreport",
        "thesis" if item.text("genre").as_deref() == master => "mastersthesis",
        "thesis" => "phdthesis",
        "inreference" => "incollection",
        "review" => "article",
        _ => "misc",
    }
}
