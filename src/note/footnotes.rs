//! Footnotes that are defined twice or never used, about which pulldown-cmark is silent, and `^[footnotes]` within a line.

use super::Piece;
use super::markdown::marks::Run;
use crate::diagnostics::{Code, Diagnostic, Span};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The footnotes of a note: marks and definitions.
#[derive(Debug, Default)]
pub struct Footnotes {
    used: BTreeSet<String>,
    defined: Vec<(String, Span)>,
}

impl Footnotes {
    /// A mark `[^label]`.
    pub fn refer(&mut self, label: &str) {
        self.used.insert(label.to_lowercase());
    }

    /// A footnote `[^label]: text`; its place is cut to the label.
    pub fn define(&mut self, label: &str, span: Span) {
        let range = span.range();
        let length = span.text().find("]:").map_or(range.len(), |at| at + 1);
        self.defined.push((label.to_owned(), span.file.span(range.start..range.start + length)));
    }

    /// How many are defined.
    pub fn count(&self) -> usize {
        self.defined.len()
    }

    /// What is wrong with them.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut first: BTreeMap<String, &Span> = BTreeMap::new();
        let mut found = Vec::new();
        for (label, span) in &self.defined {
            let folded = label.to_lowercase();
            if let Some(earlier) = first.get(&folded) {
                let message = format!("the footnote `[^{label}]` is defined twice");
                let diagnostic = Diagnostic::new(Code::UnusedFootnote, message).at(span.clone());
                found.push(diagnostic.related((*earlier).clone(), "the first definition counts"));
            } else if !self.used.contains(&folded) {
                let message = format!("the footnote `[^{label}]` is never used");
                found.push(Diagnostic::new(Code::UnusedFootnote, message).at(span.clone()));
            }
            first.entry(folded).or_insert(span);
        }
        found
    }

    /// The labels of the footnotes that are defined, as written.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.defined.iter().map(|(label, _)| label.as_str())
    }
}

/// The footnotes that a text defines, by their labels in small letters: the place of what each says.
pub fn definitions(body: &[Piece]) -> BTreeMap<String, Range<usize>> {
    let (mut found, mut open) = (BTreeMap::new(), Vec::new());
    for (at, piece) in body.iter().enumerate() {
        match piece {
            Piece::Event(Event::Start(Tag::FootnoteDefinition(label))) => open.push((label.to_lowercase(), at + 1)),
            Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => {
                if let Some((label, start)) = open.pop() {
                    found.entry(label).or_insert(start..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// The numbers of the pieces of a text that stand in footnotes which nothing marks: they are on no page.
pub fn unmarked(body: &[Piece]) -> BTreeSet<usize> {
    let definitions = definitions(body);
    let mut hidden: BTreeSet<usize> = definitions.values().flat_map(Clone::clone).collect();
    let mut todo: Vec<usize> = (0..body.len()).filter(|at| !hidden.contains(at)).collect();
    let mut seen = BTreeSet::new();
    while let Some(at) = todo.pop() {
        let Piece::Event(Event::FootnoteReference(label)) = &body[at] else { continue };
        let label = label.to_lowercase();
        if let Some(words) = definitions.get(&label).filter(|_| seen.insert(label)) {
            todo.extend(words.clone().filter(|at| hidden.remove(at)));
        }
    }
    hidden
}

/// A footnote written where its mark stands: a label that no author can give, its place, and its text.
type InlineNote<'a> = (String, Range<usize>, Run<'a>);

/// A run with a mark in place of each `^[footnote]`, and the footnotes; one within another stays text.
pub(super) fn inline<'a>(run: Run<'a>, file: &'a str, known: usize) -> (Run<'a>, Vec<InlineNote<'a>>) {
    let places = places(&run, file);
    if places.is_empty() {
        return (run, Vec::new());
    }
    let (mut rest, mut notes): (Run<'a>, Vec<InlineNote<'a>>) = (Vec::new(), Vec::new());
    let mut places = places.into_iter().peekable();
    for (event, range) in run {
        let mut from = range.start;
        let cut = |to: Range<usize>, out: &mut Run<'a>| match &event {
            Event::Text(text) if file.get(range.clone()) == Some(&**text) => {
                if !to.is_empty() {
                    out.push((Event::Text(CowStr::Borrowed(&file[to.clone()])), to));
                }
            }
            event => out.push((event.clone(), range.clone())),
        };
        while let Some(place) = places.peek().filter(|place| place.start < range.end) {
            if from <= place.start {
                cut(from..place.start.max(from), &mut rest);
                let label = format!("^[{}", known + notes.len());
                rest.push((Event::FootnoteReference(label.clone().into()), place.clone()));
                notes.push((label, place.clone(), Vec::new()));
                from = place.start + 2;
            }
            let end = range.end.min(place.end - 1);
            if let Some((_, _, note)) = notes.last_mut().filter(|_| from < end) {
                cut(from..end, note);
            }
            if place.end > range.end {
                from = range.end;
                break;
            }
            from = place.end;
            places.next();
        }
        if from < range.end || range.is_empty() {
            cut(from..range.end, &mut rest);
        }
    }
    (rest, notes)
}

/// The bytes of the file that hold the outermost `^[...]` whose brackets stand in one element.
fn places(run: &Run<'_>, file: &str) -> Vec<Range<usize>> {
    let mut open: Vec<Vec<(usize, bool)>> = vec![Vec::new()];
    let mut found: Vec<Range<usize>> = Vec::new();
    for (event, range) in run {
        match event {
            Event::Start(_) => open.push(Vec::new()),
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) if file.get(range.clone()) == Some(&**text) => {
                let escaped = range.start > 0 && file.as_bytes()[range.start - 1] == b'\\';
                let bytes = text.bytes().enumerate().skip(usize::from(escaped));
                for (at, byte) in bytes.filter(|(_, byte)| matches!(byte, b'[' | b']')) {
                    let place = range.start + at;
                    let Some(brackets) = open.last_mut() else { continue };
                    if byte == b'[' {
                        let caret =
                            file.as_bytes()[..place].ends_with(b"^") && !file.as_bytes()[..place].ends_with(b"\\^");
                        brackets.push((place, caret));
                    } else if let Some((start, true)) = brackets.pop() {
                        while found.last().is_some_and(|inner| inner.start > start) {
                            found.pop();
                        }
                        if place > start + 1 {
                            found.push(start - 1..place + 1);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    found
}
