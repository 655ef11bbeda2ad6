//! Citations and reference lists: from what is cited to formatted text.
//!
//! The only caller of the citation engine. A page is a document: all that decides how its citations look
//! is in its [`Job`], so that a result can be remembered by it.

use crate::bibliography::{Day, Item, ItemDate, Name, Value};
use crate::csl::{self, DateValue, Field, Point, Record};
use crate::note::{CiteMode, Locator, Run};
use crate::panics;
use crate::rich::{Look, Part, Rich};
use crate::style::Style;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

mod engine;

/// All that decides the look of one document's citations.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Job {
    /// The style, with its language.
    pub style: Style,
    /// What the reference list holds: first the works in the order of citation, then those only listed.
    pub works: Vec<Arc<Work>>,
    /// The citations in the order of the text.
    pub clusters: Vec<Cluster>,
}

/// A work that can be cited.
#[derive(Debug, Clone)]
pub struct Work {
    /// Its key.
    pub key: String,
    /// Its record.
    pub item: Item,
    record: Record,
    /// The hash of key and item: documents are many that cite it.
    digest: u64,
}

impl Work {
    /// A work, its record understood once for all documents that cite it.
    pub fn new(key: &str, item: &Item) -> Self {
        let mut hasher = DefaultHasher::new();
        (key, item).hash(&mut hasher);
        Self { key: key.to_owned(), item: item.clone(), record: record(key, item), digest: hasher.finish() }
    }
}

/// A work as the processor reads it.
pub fn record(key: &str, item: &Item) -> Record {
    Record::parted(key, item.0.iter().map(|(variable, value)| (variable, field(value))))
}

fn field(value: &Value) -> Field<'_> {
    match value {
        Value::Text(text) => Field::Text(text),
        Value::Names(names) => Field::Names(names.iter().map(name).collect()),
        Value::Date(found) => Field::Date(date(found)),
        Value::Other(json) => Field::Json(json),
    }
}

fn name(name: &Name) -> csl::Name {
    let part = |text: &String| text.trim().to_owned();
    let name = csl::Name {
        family: part(&name.family),
        given: part(&name.given),
        dropping: part(&name.dropping_particle),
        non_dropping: part(&name.particle),
        suffix: part(&name.suffix),
        literal: part(&name.literal),
        ..csl::Name::default()
    };
    name.with_family()
}

fn date(date: &ItemDate) -> DateValue {
    let point = |day: Day| Point::new(day.year.into(), day.month, day.day);
    let read = DateValue {
        start: date.start.map(point),
        end: date.end.map(point),
        open: date.open,
        circa: date.circa,
        literal: date.literal.clone(),
    };
    read.in_season(date.season.map(i64::from))
}

impl PartialEq for Work {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && self.key == other.key && self.item == other.item
    }
}

impl Eq for Work {}

impl Hash for Work {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

/// One citation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cluster {
    /// The works it cites, in order.
    pub cites: Vec<Cite>,
    /// The number of the footnote that it is in or, in a style of notes, that it makes.
    pub note: u32,
    /// How it stands in the text.
    pub setting: Setting,
}

/// How a citation stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Setting {
    /// In the text itself, of which a style of notes makes a footnote.
    #[default]
    Text,
    /// All that a footnote of the author says.
    WholeNote,
    /// At the start of a footnote of the author.
    StartOfNote,
    /// Among the words of a footnote of the author: in brackets, where the style is one of notes.
    WithinNote,
}

/// One work within a citation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cite {
    /// Its number among the job's works; none for a key that no bibliography holds.
    pub work: Option<usize>,
    /// The key as written.
    pub key: String,
    /// How it is cited.
    pub mode: CiteMode,
    /// What stands before it.
    pub prefix: Vec<Run>,
    /// What stands after it.
    pub suffix: Vec<Run>,
    /// The place in the work.
    pub locator: Option<Locator>,
}

/// The citations and the list of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Formatted {
    /// One for each cluster of the job, with [`Part::Item`] around what belongs to its n-th work.
    pub clusters: Vec<FormattedCluster>,
    /// The reference list in the style's order.
    pub entries: Vec<Entry>,
    /// Whether the style hangs the second and later lines of an entry.
    pub hanging: bool,
    /// Whether the first field of an entry (its number) is set apart.
    pub numbered: bool,
    /// Numbers of works that the engine could not format; they are shown by author, year and title.
    pub failed: Vec<usize>,
}

/// A formatted citation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormattedCluster {
    /// What stands in the sentence.
    pub text: Rich,
    /// What a note style puts into a footnote; none where the style has none.
    pub note: Option<Rich>,
}

/// An entry of a reference list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number of its work.
    pub work: usize,
    /// The first field, where it is set apart; else empty.
    pub first: Rich,
    /// The entry, or the rest of it.
    pub rest: Rich,
}

impl Entry {
    /// The whole entry on one line.
    pub fn whole(&self) -> Rich {
        let mut all = self.first.clone();
        if !all.is_empty() && !all.plain().ends_with(char::is_whitespace) {
            all.push(" ", Look::PLAIN);
        }
        all.0.extend(self.rest.0.iter().cloned());
        all
    }
}

/// Formats a document. Never fails: works that break the engine are shown by author, year and title, and named in `failed`.
pub fn format(job: &Job) -> Formatted {
    let all: Vec<bool> = vec![true; job.works.len()];
    if let Some(formatted) = panics::caught(|| engine::format(job, &all)) {
        return finish(job, formatted, &all);
    }
    let alone = |at: usize| {
        let mut one = vec![false; job.works.len()];
        one[at] = true;
        panics::caught(|| engine::format(job, &one)).is_some()
    };
    let usable: Vec<bool> = (0..job.works.len()).map(alone).collect();
    let formatted = panics::caught(|| engine::format(job, &usable));
    match formatted {
        Some(formatted) => finish(job, formatted, &usable),
        None => finish(job, Formatted::default(), &vec![false; job.works.len()]),
    }
}

/// Adds what the engine did not do: missing keys in their place, and works that it could not format.
fn finish(job: &Job, mut formatted: Formatted, usable: &[bool]) -> Formatted {
    formatted.clusters.resize(job.clusters.len(), FormattedCluster::default());
    for (cluster, out) in job.clusters.iter().zip(&mut formatted.clusters) {
        for (at, cite) in cluster.cites.iter().enumerate() {
            if !cite.work.is_some_and(|work| usable[work]) {
                append_unformatted(job, at, cite, out);
            }
        }
    }
    formatted.failed = (0..job.works.len()).filter(|at| !usable[*at]).collect();
    // A style may leave works out of its list, such as letters; a page has an entry for each, so that citations lead there.
    let mut listed = vec![false; job.works.len()];
    for entry in &formatted.entries {
        listed[entry.work] = true;
    }
    for (at, work) in job.works.iter().enumerate() {
        if !listed[at] {
            let rest = Rich::text(&description(work));
            formatted.entries.push(Entry { work: at, first: Rich::default(), rest });
        }
    }
    formatted
}

fn append_unformatted(job: &Job, at: usize, cite: &Cite, out: &mut FormattedCluster) {
    let label = match cite.work {
        Some(work) => description(&job.works[work]),
        None => format!("@{}", cite.key),
    };
    let mut text = runs(&cite.prefix);
    if !text.is_empty() {
        text.push(" ", Look::PLAIN);
    }
    text.0.push(Part::Item(at, Rich::text(&label)));
    if let Some(locator) = &cite.locator {
        text.push(&format!(", {}", locator.value), Look::PLAIN);
    }
    text.0.extend(runs(&cite.suffix).0);
    let in_sentence = cite.mode == CiteMode::AuthorInText;
    if !out.text.0.is_empty() {
        out.text.push(" ", Look::PLAIN);
    }
    out.text.push(if in_sentence { "" } else { "(" }, Look::PLAIN);
    out.text.0.extend(text.0);
    out.text.push(if in_sentence { "" } else { ")" }, Look::PLAIN);
}

/// A prefix or suffix as formatted text.
fn runs(runs: &[Run]) -> Rich {
    let mut rich = Rich::default();
    for run in runs {
        rich.push(&run.text, Look { italic: run.emphasis, bold: run.strong, code: run.code, ..Look::PLAIN });
    }
    rich
}

/// Author, year and title in plain words, for a work that its style does not list.
fn description(work: &Work) -> String {
    let authors = work.item.short_authors().join(", ");
    let year = work.item.year().map(|year| year.to_string()).unwrap_or_default();
    let title = work.item.plain("title").unwrap_or_else(|| work.key.clone());
    [authors, year, title].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
