//! A `.bib` entry as an item of CSL-JSON: which field is which variable.
//!
//! The tables say most of it; titles, numbers and links, which depend on each other, have functions.

use super::date::Date;
use super::fields::Field;
use super::map_tables::{self as tables, Form, Numbering};
use super::resolve::Entry;
use super::tex::{self, Case};
use super::{Item, ItemDate, SpelledTitle, Value, Variables, date, jabref, language, names};
use crate::diagnostics::{Code, Diagnostic};

/// The item of an entry, and its title in the letters of the file; what cannot be understood is kept as text and
/// reported.
pub(super) fn item(entry: &Entry, diagnostics: &mut Vec<Diagnostic>) -> (Item, SpelledTitle) {
    let kind = tables::kind(&entry.kind);
    let mut mapper =
        Mapper { entry, numbering: kind.numbering, case: Case::Sentence, item: Variables::new(), diagnostics };
    mapper.put("type", tables::csl_type(entry, kind));
    mapper.language();
    mapper.titles();
    mapper.texts();
    mapper.names();
    mapper.numbers();
    mapper.publisher();
    mapper.dates();
    mapper.links();
    let spelled = mapper.spelled_title();
    (Item(mapper.item), spelled)
}

struct Mapper<'a> {
    entry: &'a Entry<'a>,
    numbering: Numbering,
    case: Case,
    item: Variables,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Mapper<'a> {
    /// The title of an entry in the letters of the file.
    fn spelled_title(&mut self) -> SpelledTitle {
        self.case = Case::Keep;
        let (main, subtitle) = match self.source(&["title"]) {
            Some(_) => ("title", "subtitle"),
            None => ("maintitle", "mainsubtitle"),
        };
        SpelledTitle {
            title: self.title(main, subtitle, "").unwrap_or_default(),
            addition: self.text(&["titleaddon"], Case::Keep).unwrap_or_default(),
            container: self
                .title("booktitle", "booksubtitle", "")
                .or_else(|| self.text(&["journaltitle", "journal"], Case::Keep))
                .unwrap_or_default(),
        }
    }

    /// The first of these fields that the entry has.
    fn field(&self, names: &[&str]) -> Option<&'a Field<'a>> {
        names.iter().find_map(|name| self.entry.fields.get(name))
    }

    fn source(&self, names: &[&str]) -> Option<&'a str> {
        self.field(names).map(|field| &*field.text)
    }

    fn text(&self, names: &[&str], case: Case) -> Option<String> {
        self.source(names).map(|source| tex::text(source, case)).filter(|text| !text.is_empty())
    }

    fn put(&mut self, variable: &'static str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.item.insert(variable, Value::Text(value));
        }
    }

    fn put_some(&mut self, variable: &'static str, value: Option<String>) {
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

    /// A title with its subtitle and its addition.
    fn title(&self, main: &str, subtitle: &str, addition: &str) -> Option<String> {
        self.with_parts(self.text(&[main], self.case), subtitle, addition)
    }

    fn with_parts(&self, main: Option<String>, subtitle: &str, addition: &str) -> Option<String> {
        let mut title = main.unwrap_or_default();
        for (part, separator) in [(subtitle, ": "), (addition, ". ")] {
            if let Some(part) = self.text(&[part], self.case) {
                let separator = match title.chars().next_back() {
                    None => "",
                    Some('.' | '?' | '!' | ':' | '\u{2026}') => " ",
                    Some(_) => separator,
                };
                title = title + separator + &part;
            }
        }
        (!title.is_empty()).then_some(title)
    }

    fn titles(&mut self) {
        let protect = if self.case == Case::Keep { Case::Keep } else { Case::Protect };
        let periodical = self.entry.kind == "periodical";
        let is_whole = self.item.get("type").is_some_and(|kind| kind.as_str() == Some("periodical"));
        let case = self.case;
        self.case = if periodical { protect } else { case };
        let alone = self.text(&["title"], self.case);
        let own = self.with_parts(alone.clone(), "subtitle", "titleaddon");
        self.case = case;
        let main = self.title("maintitle", "mainsubtitle", "maintitleaddon");
        let book = self.title("booktitle", "booksubtitle", "booktitleaddon");
        let book = book.filter(|_| self.numbering != Numbering::Book);
        let journal = [self.text(&["journaltitle", "journal"], protect), self.text(&["journalsubtitle"], protect)];
        let journal = journal.into_iter().flatten().reduce(|title, part| format!("{title}: {part}"));
        let issue = self.title("issuetitle", "issuesubtitle", "issuetitleaddon");
        let has_main = main.is_some();
        let (title, container, volume) = match (self.numbering, main, book) {
            _ if periodical => (issue.or_else(|| own.clone()), own.filter(|_| !is_whole), None),
            (Numbering::Inside, Some(main), book) => (own, Some(main), book),
            (Numbering::Inside, None, Some(book)) => (own, Some(book), None),
            (_, Some(main), _) => (Some(main), journal, own),
            (_, None, book) => (own, journal.or(book), None),
        };
        self.short_title(alone.filter(|_| !has_main || self.numbering == Numbering::Inside));
        self.put_some("title", title);
        self.put_some("container-title", container);
        self.put_some("volume-title", volume.or_else(|| self.issue_title()));
        let short: &[&str] = if periodical { &["shorttitle", "shortjournal"] } else { &["shortjournal"] };
        let short = self.text(short, protect);
        self.put_some("container-title-short", short);
    }

    /// The title of a special issue, for an article in it.
    fn issue_title(&self) -> Option<String> {
        let article = self.numbering == Numbering::Issue && self.entry.kind != "periodical";
        article.then(|| self.title("issuetitle", "issuesubtitle", "issuetitleaddon")).flatten()
    }

    /// The short title that the entry gives or, where the title has two parts, the first of them.
    fn short_title(&mut self, title: Option<String>) {
        if let Some(short) = self.text(&["shorttitle"], self.case) {
            return self.put("title-short", short);
        }
        let Some(title) = title else { return };
        match title.split_once(": ").filter(|(before, _)| balanced(before)) {
            Some((before, _)) => self.put("title-short", before),
            None if self.source(&["subtitle", "titleaddon"]).is_some() => self.put("title-short", title),
            None => {}
        }
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
            let orcids = self.source(&[&format!("{name}+an:orcid")]);
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
        if !self.item.contains_key("page") && !self.item.contains_key("number") {
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

/// Whether all markup that starts in a text ends in it.
fn balanced(text: &str) -> bool {
    text.matches('<').count() == text.matches("</").count() * 2
}
