//! The texts in the order in which they are read: their parts, and the numbers of chapters and sections.

use super::{Document, page_title};
use crate::chapters::{self, Kind};
use crate::note::{Heading, PartHeading};
use std::collections::HashMap;

/// A part, or a text in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// In how many others it stands.
    pub depth: usize,
    /// What it is called in a list of all.
    pub title: String,
    /// The number of the document; of a part without a text none.
    pub document: Option<usize>,
    /// `1`, `2.1`, `A`; empty where it has none.
    pub number: String,
}

/// What is found, as the documents have it; each document learns its chapter.
pub(super) fn of_documents(found: &chapters::Chapters, documents: &mut [Document], home: Option<&str>) -> Vec<Chapter> {
    let at: HashMap<String, usize> =
        documents.iter().enumerate().map(|(at, document)| (document.note.summary.path.to_string(), at)).collect();
    let mut all: Vec<Chapter> = Vec::new();
    let mut numbers = Numbers::default();
    // bookdown's parts stand in the texts themselves, and hold those that follow.
    let (mut shift, mut in_appendix) = (0, false);
    for entry in &found.entries {
        let Some(path) = &entry.path else {
            let title = entry.title.clone().unwrap_or_default();
            numbers.close(entry.depth);
            all.push(Chapter { depth: entry.depth, title, document: None, number: String::new() });
            continue;
        };
        let Some(document) = at.get(path).copied().filter(|at| documents[*at].chapter.is_none()) else { continue };
        let note = &documents[document].note.summary;
        if let Some(heading) = &note.part {
            in_appendix |= matches!(heading, PartHeading::Appendix(_));
            shift = 1;
            numbers.close(0);
            all.push(Chapter { depth: 0, title: heading.title().to_owned(), document: None, number: String::new() });
        }
        let title = match (&entry.title, documents[document].role) {
            (Some(title), _) => title.clone(),
            (None, super::Role::Home) => {
                super::own_title(note).or(home.map(str::to_owned)).unwrap_or_else(|| page_title(note))
            }
            (None, _) => page_title(note),
        };
        let kind = if in_appendix { Kind::Appendix } else { entry.kind };
        let depth = entry.depth + shift;
        // The first page of a book is its preface where nothing else is said.
        let is_preface = documents[document].role == super::Role::Home && note.heading_title.is_none();
        let number = match found.is_numbered && !note.is_unnumbered && !is_preface {
            true => numbers.next(kind, depth),
            false => String::new(),
        };
        documents[document].chapter = Some(all.len());
        all.push(Chapter { depth, title, document: Some(document), number });
    }
    // A part of which nothing is left.
    let is_kept = |at: usize| {
        let is_part = all[at].document.is_none();
        !is_part
            || all[at + 1..].iter().take_while(|next| next.depth > all[at].depth).any(|next| next.document.is_some())
    };
    let kept: Vec<bool> = (0..all.len()).map(is_kept).collect();
    let mut keep = kept.iter();
    all.retain(|_| keep.next() == Some(&true));
    for (at, chapter) in all.iter().enumerate() {
        if let Some(document) = chapter.document {
            documents[document].chapter = Some(at);
        }
    }
    all
}

/// The numbers given so far.
#[derive(Debug, Default)]
struct Numbers {
    chapters: usize,
    appendices: usize,
    /// The chapters that are open: how deep they are, their number, and how many stand in each.
    open: Vec<(usize, String, usize)>,
}

impl Numbers {
    /// Nothing as deep as this holds what follows.
    fn close(&mut self, depth: usize) {
        self.open.retain(|(outer, ..)| *outer < depth);
    }

    fn next(&mut self, kind: Kind, depth: usize) -> String {
        self.close(depth);
        let number = match (kind, self.open.last_mut()) {
            (Kind::Part, _) => return String::new(),
            (_, Some((_, outer, inner))) => {
                *inner += 1;
                format!("{outer}.{inner}")
            }
            (Kind::Chapter, None) => {
                self.chapters += 1;
                self.chapters.to_string()
            }
            (Kind::Appendix, None) => {
                self.appendices += 1;
                letters(self.appendices)
            }
        };
        self.open.push((depth, number.clone(), 0));
        number
    }
}

/// 1 as `A`, 26 as `Z`, 27 as `AA`.
fn letters(number: usize) -> String {
    let (mut rest, mut out) = (number, Vec::new());
    while rest > 0 {
        out.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default());
        rest = (rest - 1) / 26;
    }
    out.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// The numbers of the headings of a chapter with this one; none of one without a number, and of a heading that wants none.
pub fn section_numbers(headings: &[Heading], chapter: &str) -> Vec<String> {
    let mut counts = [0_usize; 7];
    let number = |heading: &Heading| {
        if chapter.is_empty() || heading.is_unnumbered() {
            return String::new();
        }
        let level = usize::from(heading.level.clamp(2, 6));
        counts[level] += 1;
        counts[level + 1..].fill(0);
        let sections = counts[2..=level].iter().map(|count| format!(".{count}"));
        format!("{chapter}{}", sections.collect::<String>())
    };
    headings.iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_within_chapters_and_appendices_have_numbers() {
        let mut numbers = Numbers::default();
        let given = [
            (Kind::Chapter, 0),
            (Kind::Part, 0),
            (Kind::Chapter, 1),
            (Kind::Chapter, 2),
            (Kind::Chapter, 2),
            (Kind::Chapter, 1),
            (Kind::Appendix, 0),
        ];
        let given = given.map(|(kind, depth)| numbers.next(kind, depth));
        assert_eq!(given, ["1", "", "2", "2.1", "2.2", "3", "A"]);
        assert_eq!([26, 27, 52, 53].map(letters), ["Z", "AA", "AZ", "BA"]);
    }
}
