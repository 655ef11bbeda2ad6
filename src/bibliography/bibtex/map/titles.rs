//! The titles of a `.bib` entry: of the work, of what it is a part of, and short ones.
//!
//! Each is read once for both of its spellings: the case of CSL, and the letters of the file.

use super::Mapper;
use super::tables::Numbering;
use crate::bibliography::tex::{Case, Title};
use crate::bibliography::{SpelledTitle, tex};

impl Mapper<'_> {
    /// A title with its subtitle and its addition.
    fn title(&self, main: &str, subtitle: &str, addition: &str) -> Option<String> {
        self.with_parts(self.text(&[main], self.case), subtitle, addition, self.case)
    }

    /// A title alone.
    fn bare_title(&self, names: &[&str], case: Case) -> Option<Title> {
        self.source(names).map(|source| tex::title(source, case)).filter(|title| !title.kept.is_empty())
    }

    fn with_parts(&self, main: Option<String>, subtitle: &str, addition: &str, case: Case) -> Option<String> {
        let mut title = main.unwrap_or_default();
        for (part, separator) in [(subtitle, ": "), (addition, ". ")] {
            if let Some(part) = self.text(&[part], case) {
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

    /// Puts the titles, and says what they are in the letters of the file.
    pub fn titles(&mut self) -> SpelledTitle {
        let protect = if self.case == Case::Keep { Case::Keep } else { Case::Protect };
        let periodical = self.entry.kind == "periodical";
        let is_whole = self.item.get("type").is_some_and(|kind| kind.as_str() == Some("periodical"));
        let case = self.case;
        let own_case = if periodical { protect } else { case };
        let (alone, own_kept) = parted(self.bare_title(&["title"], own_case));
        let own = self.with_parts(alone.clone(), "subtitle", "titleaddon", own_case);
        let (main, main_kept) = parted(self.bare_title(&["maintitle"], case));
        let main = self.with_parts(main, "mainsubtitle", "maintitleaddon", case);
        let (book, book_kept) = parted(self.bare_title(&["booktitle"], case));
        let book = self.with_parts(book, "booksubtitle", "booktitleaddon", case);
        let book = book.filter(|_| self.numbering != Numbering::Book);
        let (journal, journal_kept) = parted(self.bare_title(&["journaltitle", "journal"], protect));
        let journal = [journal, self.text(&["journalsubtitle"], protect)];
        let journal = journal.into_iter().flatten().reduce(|title, part| format!("{title}: {part}"));
        let spelled = self.spelled([own_kept, main_kept, book_kept, journal_kept]);
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
        spelled
    }

    /// The titles in the letters of the file: of itself, of the whole, of the book, of the journal.
    fn spelled(&self, [own, main, book, journal]: [Option<String>; 4]) -> SpelledTitle {
        let (title, subtitle) = match self.source(&["title"]) {
            Some(_) => (own, "subtitle"),
            None => (main, "mainsubtitle"),
        };
        SpelledTitle {
            title: self.with_parts(title, subtitle, "", Case::Keep).unwrap_or_default(),
            addition: self.text(&["titleaddon"], Case::Keep).unwrap_or_default(),
            container: self.with_parts(book, "booksubtitle", "", Case::Keep).or(journal).unwrap_or_default(),
        }
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
}

/// The spellings of a title.
fn parted(title: Option<Title>) -> (Option<String>, Option<String>) {
    title.map(|Title { cased, kept }| (cased, kept)).unzip()
}

/// Whether all markup that starts in a text ends in it.
fn balanced(text: &str) -> bool {
    text.matches('<').count() == text.matches("</").count() * 2
}
