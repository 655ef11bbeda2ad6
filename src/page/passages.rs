//! Where a source is cited: the sentences, with their headings and locators.

use super::body::{Headings, heading_numbers};
use super::context::{CitedIn, PassageContext};
use super::places::ranged;
use super::quotations::LONGEST as LONGEST_QUOTATION;
use super::{Composer, begin};
use crate::note::{Locator, PassagePart, Quotation, QuotedFrom};
use crate::review::{Document, Mention, Role, routes};
use crate::sentence;
use crate::style::term_of_locator;
use std::collections::BTreeMap;

/// The most passages that a page quotes: more would make it too heavy.
const MOST: usize = 200;
/// About how many characters of a passage are quoted around a citation.
const LONGEST: usize = 320;
/// How many bytes around a citation are looked at for the ends of its sentence.
const WINDOW: usize = 4 * LONGEST;

impl Composer<'_> {
    /// The passages of the first of these mentions by page, in the order of the pages, as seen from the page of that path;
    /// and how many more mentions there are.
    pub(super) fn cited_in(&self, path: &str, mentions: &[Mention]) -> (Vec<CitedIn>, usize) {
        let mut pages: BTreeMap<usize, Vec<Mention>> = BTreeMap::new();
        for mention in mentions.iter().take(MOST) {
            pages.entry(mention.document).or_default().push(*mention);
        }
        let page = |(document, mentions): (usize, Vec<Mention>)| {
            let document = &self.review.documents[document];
            CitedIn {
                title: self.origin(document),
                url: routes::relative(path, &document.path),
                passages: mentions.iter().map(|mention| self.passage(path, *mention)).collect(),
            }
        };
        (pages.into_iter().map(page).collect(), mentions.len().saturating_sub(MOST))
    }

    fn passage(&self, path: &str, mention: Mention) -> PassageContext {
        let document = &self.review.documents[mention.document];
        let note = &document.note;
        let cluster = &note.summary.citations[mention.cluster];
        let passage = &note.summary.passages[cluster.passage];
        let locator = cluster.items[mention.cite].locator.as_ref().map(|locator| self.locator(locator));
        PassageContext {
            heading: self.place_in(mention.document, passage.heading),
            url: format!("{}#cite-{}", routes::relative(path, &document.path), mention.cluster + 1),
            text: match self.quotation_before(&mention) {
                Some(quotation) => begin(&quotation.text, LONGEST_QUOTATION),
                None => self.quote(mention.document, &passage.parts, mention.cluster),
            },
            locator: locator.unwrap_or_default(),
            relation: mention.relation.map(|said| self.review.kinds.label(said).to_owned()).unwrap_or_default(),
        }
    }

    /// The quotation whose source a citation is.
    fn quotation_before(&self, mention: &Mention) -> Option<&Quotation> {
        let quotations = &self.review.documents[mention.document].note.summary.quotations;
        quotations.iter().find(|quotation| quotation.from == QuotedFrom::Citation(mention.cluster))
    }

    /// The mentions of a source that its page shows as passages: those beneath quotations from it only where there are no
    /// others, for the page lists the quotations.
    pub(super) fn shown_mentions(&self, at: usize) -> Vec<Mention> {
        let mentions = &self.review.sources[at].mentions;
        let is_listed = |mention: &Mention| {
            let quoted =
                self.review.quotations.iter().filter(|quoted| quoted.source == at).take(super::quotations::LISTED);
            let mut from = quoted.map(|quoted| (quoted.document, &self.review.quotation(quoted).from));
            mention.relation.is_none()
                && from.any(|from| from == (mention.document, &QuotedFrom::Citation(mention.cluster)))
        };
        let beside: Vec<Mention> = mentions.iter().filter(|mention| !is_listed(mention)).copied().collect();
        if beside.is_empty() { mentions.clone() } else { beside }
    }

    /// What a passage is from, as the heading over it: "Wood et al. 2019"; the name of a theme alone could be anything's.
    pub(super) fn origin(&self, document: &Document) -> String {
        let title = self.review.title_of(document);
        match document.role {
            Role::Tag(_) => format!("{}: {title}", self.words.text("theme")),
            _ => title,
        }
    }

    /// Where in its document a passage stands: "under Precarity"; on the home page, by the number, "2 What is open".
    pub(super) fn place_in(&self, document: usize, heading: Option<usize>) -> String {
        let name = self.heading_of(document, heading);
        match (heading, self.review.documents[document].role) {
            (None, _) => self.words.text("at_start").to_owned(),
            (_, Role::Home) => name,
            _ => self.words.fill("under", &[("heading", &name)]),
        }
    }

    /// A passage by its document and its place in it: "Okoye 2021, under Precarity".
    pub(super) fn passage_name(&self, document: usize, heading: Option<usize>) -> String {
        let (of, place) = (&self.review.documents[document], self.place_in(document, heading));
        match (heading, of.role) {
            (None, _) => self.origin(of),
            (_, Role::Home) => place,
            _ => format!("{}, {place}", self.origin(of)),
        }
    }

    /// The sentence around a citation, citations in it as they look in the text. Only what is near is looked at.
    fn quote(&self, document: usize, parts: &[PassagePart], cluster: usize) -> String {
        let at = parts.iter().position(|part| *part == PassagePart::Citation(cluster)).unwrap_or_default();
        let done = self.citations.document(document);
        let text = |part: &PassagePart| match part {
            PassagePart::Text(text) => text.clone(),
            PassagePart::Citation(n) => done.cluster(*n).map(|cluster| cluster.text.plain()).unwrap_or_default(),
        };
        let (mut before, mut after) = (String::new(), String::new());
        for part in parts[..at].iter().rev() {
            if before.len() > WINDOW {
                break;
            }
            before.insert_str(0, &text(part));
        }
        for part in parts.iter().skip(at + 1) {
            if after.len() > WINDOW {
                break;
            }
            after.push_str(&text(part));
        }
        let before = &before[before.floor_char_boundary(before.len().saturating_sub(WINDOW))..];
        let after = &after[..after.floor_char_boundary(WINDOW.min(after.len()))];
        quoted(before, &parts.get(at).map(text).unwrap_or_default(), after)
    }

    /// The heading that a passage stands under, with its number.
    pub(super) fn heading_of(&self, document: usize, heading: Option<usize>) -> String {
        let (number, document) = (document, &self.review.documents[document]);
        let headings = if document.role == Role::Home { Headings::Numbered } else { Headings::Plain };
        let Some(at) = heading else { return self.review.title_of(document) };
        let text = &document.note.summary.headings[at].text;
        match heading_numbers(self.review, number, headings)[at].as_str() {
            "" => text.clone(),
            number => format!("{number} {text}"),
        }
    }

    /// A locator in the words of the style's language: "p. 194".
    pub(super) fn locator(&self, locator: &Locator) -> String {
        let style = &self.citations.style();
        match term_of_locator(style, &locator.label, &locator.value) {
            Some(term) => format!("{term}\u{a0}{}", ranged(&locator.value)),
            None => ranged(&locator.value),
        }
    }
}

/// The sentence around a citation, or before it where it stands alone; a longer one is cut at words, with marks of omission.
fn quoted(before: &str, citation: &str, after: &str) -> String {
    let text = format!("{before}{citation}{after}");
    let at = before.len()..before.len() + citation.len();
    let start = sentence::start(&text, at.start);
    let end = sentence::end(&text, at.end);
    let says = |from: usize, to: usize| text[from..to].contains(char::is_alphanumeric);
    let start = match says(start, at.start) || says(at.end, end) {
        true => start,
        false => sentence::start(&text, text[..start].trim_end_matches(|c: char| !c.is_alphanumeric()).len()),
    };
    let (start, end) = (cut_start(&text, start, at.start), cut_end(&text, end, at.end));
    let sentence = text[start.0..end.0].split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}{sentence}{}", if start.1 { "… " } else { "" }, if end.1 { " …" } else { "" })
}

/// The start moved to a word at most half the longest length before the citation, and whether it was moved.
fn cut_start(text: &str, start: usize, at: usize) -> (usize, bool) {
    let length = text[start..at].chars().count();
    if length <= LONGEST / 2 {
        return (start, false);
    }
    let from = text[start..at].char_indices().nth(length - LONGEST / 2).map_or(start, |(i, _)| start + i);
    let word = text[from..at].find(char::is_whitespace).map_or(from, |i| from + i);
    (word, true)
}

/// The end moved to a word at most half the longest length behind the citation, and whether it was moved.
fn cut_end(text: &str, end: usize, at: usize) -> (usize, bool) {
    let Some((i, _)) = text[at..end].char_indices().nth(LONGEST / 2) else { return (end, false) };
    let word = text[at..at + i].rfind(char::is_whitespace).map_or(at + i, |space| at + space);
    (word, true)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn the_sentence_is_quoted_and_no_more() {
        let after = " shows it, e.g. at home. Another (Nye, 2017).";
        let text = quoted("The first one. For many, ", "Barr (2015, p. 191)", after);
        assert_eq!(text, "For many, Barr (2015, p. 191) shows it, e.g. at home.");
        assert_eq!(
            quoted("One. The past is a resource. — ", "(Barr, 2015)", ""),
            "The past is a resource. — (Barr, 2015)"
        );
        assert_eq!(quoted("Barr shows it (p. 2). Another ", "(Nye, 2017)", "."), "Another (Nye, 2017).");
    }

    #[test]
    fn a_long_sentence_is_cut_at_words() {
        let text = quoted(&"word ".repeat(100), "(X)", &" слово".repeat(100));
        assert!(text.starts_with("… word") && text.ends_with("слово …") && text.chars().count() < 340, "{text}");
    }
}
