//! A formatted list as a document: title, headings, entries with their notes. Every written form is made from this.

use super::arrange::{self, GroupBy};
use super::language::{self, Tag};
use crate::citation::{self, Formatted, Job};
use crate::html::SafeUrl;
use crate::note::Weight;
use crate::review::{Review, Source};
use crate::rich::{Display, Look, Part, Rich};
use crate::words::Words;
use std::cmp::Reverse;

pub(super) mod docx;
pub(super) mod latex;
pub(super) mod list;
pub(super) mod odt;
mod package;
pub(super) mod rtf;
pub(super) mod typst;

/// A document, whatever it will be written as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// The language of its terms and headings; none where the review's is no tag.
    pub language: Option<Tag>,
    /// How its entries are set.
    pub layout: Layout,
    /// The entries, in one section without a heading where nothing divides them.
    pub sections: Vec<Section>,
}

/// How entries are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// As any paragraph.
    Plain,
    /// The second and later lines are indented.
    Hanging,
    /// The number or label stands before the indented entry.
    Numbered,
}

/// Entries under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading, where there is one.
    pub heading: Option<String>,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// A reference, and what the review says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key of the work.
    pub key: String,
    /// The number or label; may be empty.
    pub label: Rich,
    /// The reference.
    pub text: Rich,
    /// The language of the work.
    pub language: Option<Tag>,
    /// What its note says in short, then what it says under its tags.
    pub annotation: Vec<Paragraph>,
}

/// A paragraph of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text, on one line.
    pub text: String,
    /// Its language, where it is not that of the document.
    pub language: Option<Tag>,
}

/// Text of one look, on one line with single spaces, without characters that a file may not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<'a> {
    /// The text.
    pub text: String,
    /// How it looks.
    pub look: Look,
    /// Where it leads.
    pub link: Option<&'a SafeUrl>,
}

impl Document {
    /// The formatted list of a job.
    pub fn list(title: &str, job: &Job, formatted: &Formatted) -> Self {
        let entries = formatted.entries.iter().map(|entry| Entry::new(job, entry)).collect();
        let layout = match (formatted.numbered, formatted.hanging) {
            (true, _) => Layout::Numbered,
            (false, true) => Layout::Hanging,
            (false, false) => Layout::Plain,
        };
        Self::of_entries(title, job, layout, entries)
    }

    /// One entry of the formatted list of a job, without its number.
    pub fn of_one(title: &str, job: &Job, formatted: &Formatted, entry: &citation::Entry) -> Self {
        let layout = if formatted.hanging { Layout::Hanging } else { Layout::Plain };
        let entry = Entry { label: Rich::default(), ..Entry::new(job, entry) };
        Self::of_entries(title, job, layout, vec![entry])
    }

    fn of_entries(title: &str, job: &Job, layout: Layout, entries: Vec<Entry>) -> Self {
        let sections = vec![Section { heading: None, entries }];
        Self { title: one_line(title), language: Tag::new(&job.style.language), layout, sections }
    }

    /// With what the notes of the review say in short.
    pub fn annotated(mut self, review: &Review, words: &Words) -> Self {
        for entry in self.sections.iter_mut().flat_map(|section| &mut section.entries) {
            if let Some(source) = review.source_of(&entry.key) {
                entry.annotation = annotation(review, words, &review.sources[source]);
            }
        }
        self
    }

    /// Under headings. The list is formatted before it is divided: years and numbers stay what they are in the whole.
    pub fn grouped(mut self, review: &Review, words: &Words, by: GroupBy) -> Self {
        let entries: Vec<Entry> = self.sections.into_iter().flat_map(|section| section.entries).collect();
        let sources: Vec<usize> = entries.iter().filter_map(|entry| review.source_of(&entry.key)).collect();
        let section = |(heading, places): (String, Vec<usize>)| Section {
            heading: Some(one_line(&heading)),
            entries: places.into_iter().map(|place| entries[place].clone()).collect(),
        };
        self.sections = arrange::groups(review, words, &sources, by).into_iter().map(section).collect();
        self
    }

    /// Whether it reads from right to left.
    pub fn is_rtl(&self) -> bool {
        self.language.as_ref().is_some_and(Tag::is_rtl)
    }

    /// Whether a paragraph of it runs from right to left: as its first letter does.
    pub fn runs_rtl(&self, text: &str) -> bool {
        language::starts_rtl(text).unwrap_or_else(|| self.is_rtl())
    }

    /// The language of a part, where it is not that of the document.
    pub fn foreign<'a>(&self, part: Option<&'a Tag>) -> Option<&'a Tag> {
        part.filter(|part| Some(part.given()) != self.language.as_ref().map(Tag::given))
    }
}

impl Entry {
    fn new(job: &Job, entry: &citation::Entry) -> Self {
        let work = &job.works[entry.work];
        let language = work.item.text("language").and_then(|language| Tag::new(&language));
        let (label, text) = (printable(&entry.first), printable(&entry.rest));
        Self { key: work.key.clone(), label, text, language, annotation: Vec::new() }
    }

    /// The number or label, without the space behind it; none where the entry has none.
    pub fn label_runs(&self) -> Vec<Run<'_>> {
        let mut runs = runs(&self.label);
        while let Some(last) = runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            match last.text.is_empty() {
                true => drop(runs.pop()),
                false => break,
            }
        }
        runs
    }

    /// The entry without its label.
    pub fn text_runs(&self) -> Vec<Run<'_>> {
        runs(&self.text)
    }
}

/// What a note says in short, and what it says under each tag of which it says something, heaviest first.
fn annotation(review: &Review, words: &Words, source: &Source) -> Vec<Paragraph> {
    let note = source.note.map(|note| &review.documents[note].note.summary);
    let mut paragraphs = Vec::new();
    if let Some(note) = note {
        let text = one_line(note.front.description.as_ref().unwrap_or(&note.excerpt));
        let language = note.front.lang.as_deref().and_then(Tag::new);
        paragraphs.extend((!text.is_empty()).then_some(Paragraph { text, language }));
    }
    let mut findings: Vec<_> = source.findings.iter().collect();
    // A tag that says nothing would be a paragraph of its name.
    findings.retain(|finding| !finding.text.is_empty() || !finding.at.is_empty());
    findings.sort_by_key(|finding| (Reverse(finding.weight), finding.tag));
    let said = |finding: &crate::review::tags::SourceFinding| {
        let label = review.vocabulary.tags[finding.tag].label(&review.language);
        let weight = words.name("weights", weight(finding.weight));
        let text = if finding.text.is_empty() { String::new() } else { format!(": {}", finding.text) };
        let at = if finding.at.is_empty() { String::new() } else { format!(" ({})", finding.at) };
        Paragraph { text: one_line(&format!("{label} ({weight}){text}{at}")), language: None }
    };
    paragraphs.extend(findings.into_iter().map(said));
    paragraphs
}

/// The name of a weight among the words of the interface.
fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Central => "central",
        Weight::Discussed => "discussed",
        Weight::Mentioned => "mentioned",
    }
}

/// Runs cut where their direction changes, in a paragraph of this direction: each piece, and whether it runs from right to left.
fn directed<'r, 'a>(runs: &'r [Run<'a>], is_rtl: bool) -> Vec<(&'r Run<'a>, &'r str, bool)> {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut directions = language::directions(&text, is_rtl).into_iter();
    let mut pieces = Vec::new();
    for run in runs {
        let directions: Vec<bool> = directions.by_ref().take(run.text.chars().count()).collect();
        let (mut rest, mut at) = (run.text.as_str(), 0);
        while let Some(direction) = directions.get(at) {
            let count = directions[at..].iter().take_while(|other| *other == direction).count();
            let end = rest.char_indices().nth(count).map_or(rest.len(), |(end, _)| end);
            let (piece, behind) = rest.split_at(end);
            pieces.push((run, piece, *direction));
            (rest, at) = (behind, at + count);
        }
    }
    pieces
}

/// Formatted text as runs on one line.
pub fn runs(rich: &Rich) -> Vec<Run<'_>> {
    let mut line = Line::default();
    line.add(rich, None);
    if let Some(last) = line.runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    line.runs
}

/// Plain text on one line, without characters that a file may not hold.
pub fn one_line(text: &str) -> String {
    runs(&Rich::text(text)).into_iter().map(|run| run.text).collect()
}

/// The same text without breaks of lines and characters that a file may not hold.
fn printable(rich: &Rich) -> Rich {
    let part = |part: &Part| match part {
        Part::Text(text, look) => Part::Text(text.chars().filter_map(printed).collect(), *look),
        Part::Link(url, inner) => Part::Link(url.clone(), printable(inner)),
        Part::Item(n, inner) => Part::Item(*n, printable(inner)),
        Part::Block(display, inner) => Part::Block(*display, printable(inner)),
    };
    Rich(rich.0.iter().map(part).collect())
}

/// What is written of a character: a space for one that breaks lines or moves on, nothing for one that XML forbids.
fn printed(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => None,
        c => Some(c),
    }
}

/// Runs in the making.
#[derive(Default)]
struct Line<'a> {
    runs: Vec<Run<'a>>,
    last: Option<char>,
}

impl<'a> Line<'a> {
    fn add(&mut self, rich: &'a Rich, link: Option<&'a SafeUrl>) {
        for part in &rich.0 {
            match part {
                Part::Text(text, look) => self.push(text, *look, link),
                Part::Link(url, inner) => self.add(inner, Some(url)),
                Part::Item(_, inner) => self.add(inner, link),
                Part::Block(display, inner) => {
                    if *display != Display::LeftMargin && self.last.is_some_and(|last| last != ' ') {
                        self.push(" ", Look::PLAIN, None);
                    }
                    self.add(inner, link);
                }
            }
        }
    }

    fn push(&mut self, text: &str, look: Look, link: Option<&'a SafeUrl>) {
        let mut out = String::with_capacity(text.len());
        for c in text.chars().filter_map(printed) {
            let is_second = c == ' ' && self.last.is_none_or(|last| last == ' ');
            if !is_second {
                self.last = Some(c);
                out.push(c);
            }
        }
        // No format knows text above and below the line at once; two properties of one name make a file that does not open.
        let look = Look { subscript: look.subscript && !look.superscript, ..look };
        match self.runs.last_mut() {
            _ if out.is_empty() => {}
            Some(last) if last.look == look && last.link == link => last.text.push_str(&out),
            _ => self.runs.push(Run { text: out, look, link }),
        }
    }
}
