//! A `.bib` entry as an item of CSL-JSON: which field is which variable.
//!
//! The tables say most of it; titles, numbers and links, which depend on each other, have functions.

use super::fields::Field;
use super::resolve::Entry;
use super::{jabref, names};
use crate::bibliography::model::date::Date;
use crate::bibliography::model::{date, language};
use crate::bibliography::tex::Case;
use crate::bibliography::{Item, ItemDate, SpelledTitle, Value, Variables, tex};
use crate::diagnostics::{Code, Diagnostic};
use tables::Form;
use tables::Numbering;

pub(crate) mod tables;
mod titles;

/// The item of an entry, and its title in the letters of the file; what cannot be understood is kept as text and
/// reported.
pub(super) fn item(entry: &Entry, diagnostics: &mut Vec<Diagnostic>) -> (Item, SpelledTitle) {
    let kind = tables::kind(&entry.kind);
    let mut mapper =
        Mapper { entry, numbering: kind.numbering, case: Case::Sentence, item: Variables::new(), diagnostics };
    mapper.put("type", tables::csl_type(entry, kind));
    mapper.language();
    let spelled = mapper.titles();
    mapper.texts();
    mapper.names();
    mapper.numbers();
    mapper.publisher();
    mapper.dates();
    mapper.links();
    (Item(mapper.item), spelled)
}

/// An item that is being made of an entry.
pub(super) struct Mapper<'a> {
    /// What it is made of.
    pub entry: &'a Entry<'a>,
    /// What its numbers count.
    pub numbering: Numbering,
    /// What becomes of its titles.
    pub case: Case,
    /// What is there of it.
    pub item: Variables,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Mapper<'a> {
    /// The first of these fields that the entry has.
    fn field(&self, names: &[&str]) -> Option<&'a Field<'a>> {
        names.iter().find_map(|name| self.entry.fields.get(name))
    }

    /// The value of the first of these fields that the entry has.
    pub fn source(&self, names: &[&str]) -> Option<&'a str> {
        self.field(names).map(|field| &*field.text)
    }

    /// It as text, where that is not empty.
    pub fn text(&self, names: &[&str], case: Case) -> Option<String> {
        self.source(names).map(|source| tex::text(source, case)).filter(|text| !text.is_empty())
    }

    /// Gives a variable a text that is not empty.
    pub fn put(&mut self, variable: &'static str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.item.insert(variable, Value::Text(value));
        }
    }

    /// The same with a text, if there is one.
    pub fn put_some(&mut self, variable: &'static str, value: Option<String>) {
        self.put(variable, value.unwrap_or_default());
    }

    fn language(&mut self) {
        let named = self.source(&["langid", "hyphenation"]).or_else(|| self.source(&["language"]));
        let Some(name) = named.map(tex::plain) else { return };
        let variant = self.source(&["langidopts"]).and_then(language::variant).map(str::to_owned);
        let tag = variant.or_else(|| language::tag(&name));
        if !language::is_english(Some(tag.as_deref().unwrap_or(&name))) {
            self.case = Case::Keep;
        }
        self.put("language", tag.unwrap_or(name));
    }

    fn texts(&mut self) {
        for (fields, variable, form) in tables::TEXTS {
            let Some(source) = self.source(fields) else { continue };
            let text = match form {
                Form::Title => tex::text(source, self.case),
                Form::Text => tex::text(source, Case::Keep),
                Form::Term => self.term(source),
                Form::Verbatim => tex::verbatim(source),
                Form::Range => tex::text(source, Case::Keep).replace(['\u{2013}', '\u{2014}'], "-"),
            };
            self.put(variable, text);
        }
        let notes = [self.text(&["note"], Case::Keep), self.text(&["addendum"], Case::Keep)];
        let note = notes.into_iter().flatten().reduce(|note, more| match note.ends_with(['.', '?', '!']) {
            true => format!("{note} {more}"),
            false => format!("{note}. {more}"),
        });
        self.put_some("note", note);
        self.genre();
        self.comments();
    }

    /// The genre that the type of an entry says where `type` does not.
    fn genre(&mut self) {
        if !self.item.contains_key("genre")
            && let Some(genre) = tables::genre(&self.entry.kind)
        {
            self.put("genre", genre);
        }
    }

    /// What people who share a JabRef library wrote about the entry, behind its annotation.
    fn comments(&mut self) {
        let annotation = self.item.get("annote").and_then(Value::as_str).map(str::to_owned);
        let parts: Vec<String> = annotation.into_iter().chain(jabref::comments(&self.entry.fields)).collect();
        self.put("annote", parts.join("\n\n"));
    }

    /// A key of BibLaTeX such as `phdthesis`, spelled out, or the text itself.
    fn term(&self, source: &str) -> String {
        tables::term(source.trim()).map_or_else(|| tex::text(source, Case::Keep), str::to_owned)
    }

    fn names(&mut self) {
        let use_prefix = self.source(&["options"]).is_some_and(|options| {
            options.split(',').any(|option| matches!(option.replace(' ', "").as_str(), "useprefix" | "useprefix=true"))
        });
        for (field, variable) in tables::NAMES {
            self.put_names(field, variable, use_prefix);
        }
        for (field, kind) in [("editora", "editoratype"), ("editorb", "editorbtype"), ("editorc", "editorctype")] {
            let role = self.source(&[kind]).map(tables::role).unwrap_or("contributor");
            self.put_names(field, role, use_prefix);
        }
        if self.entry.kind == "patent" && !self.item.contains_key("author") {
            self.put_names("holder", "author", use_prefix);
        }
        if self.source(&["editortype"]) == Some("director")
            && let Some(names) = self.item.remove("editor")
        {
            self.item.insert("director", names);
        }
    }

    fn put_names(&mut self, name: &str, variable: &'static str, use_prefix: bool) {
        let Some(field) = self.field(&[name]) else { return };
        let names = names::list(&field.text, use_prefix);
        if let Some(flaw) = names::flaw(&field.text) {
            let problem = Diagnostic::new(Code::BadField, flaw).at(field.at());
            self.diagnostics.push(problem.hint("part names by `and`: `Lai, Hongyi and Barr, Michael`"));
        }
        if !names.is_empty() && !self.item.contains_key(variable) {
            let is_orcid = |(field, _): &(&str, &Field)| field.strip_suffix("+an:orcid") == Some(name);
            let orcids = self.entry.fields.iter().find(is_orcid).map(|(_, field)| &*field.text);
            let names = match orcids {
                Some(orcids) => names::annotated(&names, "ORCID", orcids),
                None => Value::Names(names),
            };
            self.item.insert(variable, names);
        }
    }

    fn numbers(&mut self) {
        let number = self.text(&["number"], Case::Keep);
        let issue = self.text(&["issue"], Case::Keep);
        match self.numbering {
            Numbering::Issue => {
                let both = [number, issue].into_iter().flatten().reduce(|number, issue| format!("{number}, {issue}"));
                self.put_some("issue", both);
            }
            Numbering::Book | Numbering::Inside => self.put_some("collection-number", number),
            Numbering::Other => self.put_some("number", number),
        }
        let (volume, part) = (self.text(&["volume"], Case::Keep), self.text(&["part"], Case::Keep));
        let whole = [volume, part].into_iter().flatten().reduce(|volume, part| format!("{volume}.{part}"));
        self.put_some("volume", whole);
        if !self.item.contains_key("number") {
            let article = self.text(&["eid"], Case::Keep);
            self.put_some("number", article);
        }
        let series = self.source(&["series"]).map(|source| self.series(source));
        self.put_some("collection-title", series);
    }

    /// A series by its name, or a numbered one of a journal.
    fn series(&self, source: &str) -> String {
        let number = source.trim().parse::<u16>().ok().filter(|_| self.numbering == Numbering::Issue);
        match number {
            Some(number) => format!("{number}{} series", tables::ordinal(number)),
            _ => match source.trim() {
                "newseries" => "New series".to_owned(),
                "oldseries" => "Old series".to_owned(),
                _ => tex::text(source, Case::Protect),
            },
        }
    }

    fn publisher(&mut self) {
        let list = |name: &&str| self.source(&[name]).into_iter().flat_map(names::items);
        let by = ["school", "institution", "organization"];
        let how = self.text(&["howpublished"], Case::Keep);
        let publishers = by.iter().flat_map(list).chain(how).chain(list(&"publisher"));
        let publishers = joined(publishers);
        self.put("publisher", publishers);
        let country = |place: String| match tables::term(&place).filter(|_| place.starts_with("country")) {
            Some(country) => country.to_owned(),
            None => place,
        };
        let places = self.source(&["address", "location"]).map(|list| joined(names::items(list).map(country)));
        let variable = if self.entry.kind == "patent" { "jurisdiction" } else { "publisher-place" };
        self.put_some(variable, places);
        for (field, variable) in [("origlocation", "original-publisher-place"), ("origpublisher", "original-publisher")]
        {
            self.put_some(variable, self.source(&[field]).map(|list| joined(names::items(list))));
        }
    }

    fn dates(&mut self) {
        for ([date, year, month, day, end_year], variable) in tables::DATES {
            if let Some(field) = self.field(&[date]) {
                let date = date::edtf(&tex::verbatim(&field.text));
                self.put_date(variable, field, date, &[&field.text]);
            } else if let Some(field) = self.field(&[year]) {
                let part = |part: &str| self.source(&[part]).map(tex::plain);
                let (month, day) = (part(month), part(day));
                let date = self.year_month_day(field, end_year, month.as_deref(), day.as_deref());
                let words: Vec<&str> =
                    day.as_deref().into_iter().chain(month.as_deref()).chain([&*field.text]).collect();
                self.put_date(variable, field, date, &words);
            }
        }
    }

    fn year_month_day(&self, field: &Field, end: &str, month: Option<&str>, day: Option<&str>) -> Option<Date> {
        let mut date = date::year_month_day(&tex::plain(&field.text), month, day)?;
        if let Some(year) = self.source(&[end]) {
            let month = self.source(&["endmonth"]).map(tex::plain);
            let end = date::year_month_day(&tex::plain(year), month.as_deref(), None)?;
            if date.value.end.is_none() {
                date.value.end = end.value.start;
                date.value.open |= end.value.start.is_none();
            }
        }
        Some(date)
    }

    /// A date or, where it was not understood, its text and a warning.
    fn put_date(&mut self, variable: &'static str, field: &Field, date: Option<Date>, words: &[&str]) {
        let literal = || words.iter().map(|word| tex::plain(word)).collect::<Vec<_>>().join(" ");
        let (value, problem) = match date {
            Some(Date { value, lost: None }) => (value, None),
            Some(Date { value, lost: Some(part) }) => (value, Some(format!("`{}`: {part}", literal()))),
            None => {
                let literal = literal();
                if literal.trim().is_empty() {
                    return;
                }
                let problem = format!("`{literal}` is not a date and is printed as it stands");
                (ItemDate { literal: Some(literal), ..ItemDate::default() }, Some(problem))
            }
        };
        if let Some(problem) = problem {
            let usual = || "write `2013`, `2013-04`, `2013-04-29` or a range such as `2010/2012`".to_owned();
            let hint = date::no_such_day(&words.join(" ")).unwrap_or_else(usual);
            self.diagnostics.push(Diagnostic::new(Code::BadField, problem).at(field.at()).hint(hint));
        }
        self.item.insert(variable, value.into());
    }

    fn links(&mut self) {
        let doi = self.source(&["doi"]).map(tex::verbatim);
        self.put_some("DOI", doi.map(|doi| bare_doi(&doi).to_owned()));
        let eprint = self.source(&["eprint"]).map(tex::verbatim).unwrap_or_default();
        let archive = self.source(&["eprinttype", "archiveprefix"]).map(tex::plain).unwrap_or_default();
        let url = self.source(&["url"]).map(tex::verbatim).or_else(|| tables::eprint_url(&archive, &eprint));
        self.put_some("URL", url);
    }
}

/// The items of a list as one text.
fn joined(items: impl Iterator<Item = String>) -> String {
    items.reduce(|list, item| list + "; " + &item).unwrap_or_default()
}

/// A DOI without the address of its resolver.
pub(crate) fn bare_doi(doi: &str) -> &str {
    let doi = doi.trim();
    let prefixes =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "doi:"];
    let behind = |prefix: &&str| {
        let (start, rest) = doi.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    prefixes.iter().find_map(behind).map_or(doi, str::trim_start)
}
