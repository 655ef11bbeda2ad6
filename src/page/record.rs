//! The record of a source in words: who, where it appeared, and the rest by rows.

use super::Composer;
use super::context::RecordRow;
use crate::html::{SafeUrl, escape};
use crate::note::Field;
use crate::review::fields::Column;
use crate::review::{Source, routes};
use crate::rich::Rich;

/// The most names that a sentence about editors has.
const EDITORS: usize = 3;

impl Composer<'_> {
    /// "English"; empty where the record has no language.
    pub(super) fn language_label(&self, source: &Source) -> String {
        let language = source.reference.item.text("language").unwrap_or_default();
        let primary = language.split('-').next().unwrap_or_default().to_lowercase();
        self.words.of("languages", &primary).unwrap_or_default().to_owned()
    }

    /// Where it appeared: "In *China's Many Dreams*, edited by D. Kerr. London: Palgrave Macmillan, pages 180–200."
    pub(super) fn venue(&self, source: &Source) -> String {
        let item = &source.reference.item;
        let text = |name: &str| item.plain(name).map(|text| escape(&text));
        let is_chapter =
            matches!(item.kind(), "chapter" | "paper-conference" | "entry-encyclopedia" | "entry-dictionary" | "entry");
        let mut sentences = Vec::new();
        let spelled = &source.reference.spelled.container;
        let container = Some(spelled).filter(|spelled| !spelled.is_empty());
        let container = container.map(|spelled| Rich::from_markup(spelled).html(&|_, inner| inner));
        if let Some(container) = container.or_else(|| text("container-title")) {
            let container = format!("<cite>{container}</cite>");
            let mut whole = if is_chapter { self.words.fill("in", &[("container", &container)]) } else { container };
            if is_chapter && !source.editors.is_empty() {
                whole.push_str(&format!(", {}", self.edited_by(source)));
            }
            if let Some(volume) = text("volume") {
                let issue = text("issue").map(|issue| format!("({issue})")).unwrap_or_default();
                whole.push_str(&format!(" {volume}{issue}"));
            } else if let Some(issue) = text("issue") {
                whole.push_str(&format!(", {}", self.words.fill("issue", &[("n", &issue)])));
            }
            sentences.push(whole);
        }
        let publisher =
            [text("publisher-place"), text("publisher")].into_iter().flatten().collect::<Vec<_>>().join(": ");
        let pages = item.plain("page").map(|range| self.pages(&range));
        let total = item
            .plain("number-of-pages")
            .map(|n| n.parse().map_or_else(|_| escape(&n), |n| self.words.count("page_count", n)));
        let place = [Some(publisher).filter(|text| !text.is_empty()), pages.or(total)];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
        match (sentences.pop(), place.is_empty()) {
            (Some(container), true) => stopped(container),
            (Some(container), false) if container.ends_with(['.', '?', '!']) => stopped(format!("{container} {place}")),
            (Some(container), false) if is_chapter => stopped(format!("{container}. {place}")),
            (Some(container), false) => stopped(format!("{container}, {place}")),
            (None, false) => stopped(place),
            (None, true) => String::new(),
        }
    }

    /// "pages 180–200", "page 7".
    fn pages(&self, range: &str) -> String {
        let word = if range.contains(['-', '–', ',']) { "pages" } else { "page" };
        self.words.fill(word, &[("range", &escape(&range.replace('-', "–")))])
    }

    /// "edited by D. Kerr", each name with its page.
    fn edited_by(&self, source: &Source) -> String {
        let link = |author: &usize| {
            let author = &self.review.authors[*author];
            let url = routes::relative(&source.path, &author.path);
            format!("<a href=\"{}\">{}</a>", escape(&url), escape(&author.name.natural()))
        };
        let editors = &source.editors;
        let shown: Vec<String> = editors.iter().take(EDITORS).map(link).collect();
        let names = match shown.as_slice() {
            [first @ .., last] if !first.is_empty() && editors.len() <= EDITORS => {
                format!("{} {} {last}", first.join(", "), self.words.text("and"))
            }
            [first, ..] if editors.len() > EDITORS => format!("{first} {}", self.words.text("others")),
            _ => shown.join(", "),
        };
        self.words.fill("edited_by", &[("names", &names)])
    }

    /// What else the record says, a row each.
    pub(super) fn record(&self, source: &Source) -> Vec<RecordRow> {
        let item = &source.reference.item;
        let label = |name: &str| self.words.of("record", name).unwrap_or(name).to_owned();
        let row = |name: &str, text: String, url: String| RecordRow { label: label(name), text, url };
        let mut rows = vec![row("key", source.reference.key.clone(), String::new())];
        for (name, variable) in [
            ("series", "collection-title"),
            ("edition", "edition"),
            ("isbn", "ISBN"),
            ("issn", "ISSN"),
            ("archive", "archive"),
        ] {
            rows.extend(item.plain(variable).map(|text| row(name, text, String::new())));
        }
        if let Some(doi) = item.text("DOI") {
            let url = SafeUrl::doi(&doi).as_str().to_owned();
            rows.push(row("doi", doi.to_string(), url));
        }
        if let Some(url) = item.text("URL").and_then(|url| SafeUrl::new(&url)) {
            rows.push(row("url", host(url.as_str()), url.as_str().to_owned()));
        }
        let front = source.note.map(|note| &self.review.documents[note].note.summary.front);
        if let Some(front) = front {
            rows.extend(self.reading(front));
            rows.extend(self.verdict_text(front).map(|text| row("screening", text, String::new())));
            rows.extend(front.fields.iter().map(|field| self.field_row(field)));
        }
        rows
    }

    fn field_row(&self, field: &Field) -> RecordRow {
        let column = self.review.columns.iter().find(|column| column.is_named(&field.name));
        let label = column.map_or_else(|| self.field_name(&field.name), |column| self.column_label(column));
        let unit = column.map(|column| column.field.unit.as_str()).unwrap_or_default();
        let text = format!("{} {unit}", field.value).trim_end().to_owned();
        RecordRow { label, text, url: String::new() }
    }

    /// What a column is called in the review's language.
    pub(super) fn column_label(&self, column: &Column) -> String {
        column.label(&self.config.language).map_or_else(|| self.field_name(&column.field.name), str::to_owned)
    }

    fn field_name(&self, name: &str) -> String {
        self.words.of("fields", name).map_or_else(|| capitalised(&name.replace(['-', '_'], " ")), str::to_owned)
    }

    /// Whether and when it was read.
    fn reading(&self, front: &crate::note::FrontMatter) -> Option<RecordRow> {
        let status = front.status.as_ref().map(|status| self.words.of("statuses", status).unwrap_or(status).to_owned());
        let date = front.read.as_ref().map(|date| self.words.date(date));
        let text = [status, date].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let label = self.words.of("record", "status").unwrap_or("status").to_owned();
        (!text.is_empty()).then_some(RecordRow { label, text, url: String::new() })
    }
}

/// The host of an address: what a reader wants to know before following it.
fn host(url: &str) -> String {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    after.split('/').next().unwrap_or(after).trim_start_matches("www.").to_owned()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A sentence with its full stop, if it does not end with one.
fn stopped(sentence: String) -> String {
    let ended = sentence.ends_with(['.', '?', '!']);
    sentence + if ended { "" } else { "." }
}
