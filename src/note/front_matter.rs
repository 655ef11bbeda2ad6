//! What stands between the first two `---` lines, typed, with byte-exact places.
//!
//! Nothing wrong here costs the text below it: a value that cannot be understood is reported and left out.

use super::record::Said;
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, Span, TextFile};
use crate::yaml::Document;
use forms::Form;
use std::ops::Range;

mod forms;
mod properties;
mod nocite;
mod read;
mod verdict;

pub use properties::add_properties;

pub use read::folded;
pub use verdict::Verdict;

/// The most that a front matter may hold, in bytes.
const LIMIT: usize = 64 * 1024;

/// The front matter of a note or page. Unknown keys are kept out and not reported: other programs put theirs here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct FrontMatter {
    /// The key of the reference that the note is about, and where it stands.
    pub citekey: Option<(String, Span)>,
    /// Other names: `aliases`.
    pub aliases: Vec<String>,
    /// `id`, by which Zettlr links to a note.
    pub id: Option<String>,
    /// `doi`, without `https://doi.org/`, lower case.
    pub doi: Option<String>,
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `lang`, BCP 47.
    pub lang: Option<String>,
    /// `date`, as written.
    pub date: Option<String>,
    /// `draft: true`, or `publish: false`.
    pub draft: bool,
    /// `tags`, as written, in order, without a leading `#`, each with its place.
    pub tags: Vec<(String, Span)>,
    /// `findings`, in order.
    pub findings: Vec<Finding>,
    /// `status`: unread, reading, read; other words are kept.
    pub status: Option<String>,
    /// `read`: the date, as written.
    pub read: Option<String>,
    /// `screening`: included, excluded; other words are kept.
    pub screening: Option<(String, Span)>,
    /// `exclusion_reason`
    pub exclusion_reason: Option<(String, Span)>,
    /// `fields`, and those of the text, `name:: value`, in order.
    pub fields: Vec<Field>,
    /// `abstract`: by language (an empty language where it is one text), in order.
    pub abstracts: Vec<(String, String)>,
    /// `relations`: how the note's source relates to others, in order.
    pub relations: Vec<Related>,
    /// What may be said of a work: the keys that are labels of a record, in order.
    pub properties: Vec<Said>,
    /// `nocite`: keys without `@`; `*` is all.
    pub nocite: Vec<(String, Span)>,
    /// `bibliography`: files of references, as written.
    pub bibliography: Vec<(String, Span)>,
    /// `references`: where the value stands, if it is pandoc's list of references.
    pub references: Option<Span>,
}

/// What a note says of its source under a name of its author's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// The name, as written.
    pub name: String,
    /// The value, as text.
    pub value: String,
    /// Where the name stands.
    pub place: Span,
    /// Where the value stands.
    pub value_place: Span,
    /// Whether it stands in the text, where other programs have fields of their own.
    pub in_text: bool,
    /// Other values that the text gives it later on: the first one counts.
    pub rivals: Vec<Span>,
}

/// One relation of a note's source, as its front matter has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Related {
    /// The word, as written: `disputes`.
    pub word: String,
    /// Where the word stands.
    pub span: Span,
    /// The keys of the other sources, without `@`, each with its place.
    pub keys: Vec<(String, Span)>,
}

/// What a source says under a tag.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The tag, as written.
    pub tag: String,
    /// How much the source has to say.
    pub weight: Weight,
    /// The finding, one line; may be empty.
    pub text: String,
    /// The place in the source: `p. 194`.
    pub at: Option<String>,
    /// Where the tag stands.
    pub span: Span,
}

/// How much a source has to say under a tag, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// In passing.
    Mentioned,
    /// Among other things.
    Discussed,
    /// What the source is about.
    Central,
}

/// Where the front matter of a file stands.
enum Cut {
    /// There is none; the text begins here.
    None(usize),
    /// The YAML, and where the text begins.
    Found(Range<usize>, usize),
    /// It begins with this line and never ends; what may be meant as its YAML.
    Open(Range<usize>, Range<usize>),
    /// The same in another form than YAML.
    Other(Form, Range<usize>, usize),
}

/// Reads the front matter of a file; also tells where the text below it begins.
pub fn read(file: &TextFile) -> Checked<(FrontMatter, usize)> {
    match cut(&file.text) {
        Cut::None(start) => Checked { value: (FrontMatter::default(), start), diagnostics: Vec::new() },
        Cut::Open(line, yaml) => {
            let is_meant = keys(&file.text[yaml.clone()]).any(read::is_key);
            let (start, outcome) = if is_meant {
                (yaml.end, "it was read up to the first line that cannot belong to it")
            } else {
                (line.start, "everything is text")
            };
            let message = format!("the front matter that begins here has no end, so {outcome}");
            let diagnostic = Diagnostic::new(Code::BadFrontMatter, message).at(file.span(line));
            let mut diagnostics = vec![diagnostic.hint("close it with a line `---`")];
            let front = if is_meant { read_yaml(file, yaml).unpack(&mut diagnostics) } else { FrontMatter::default() };
            Checked { value: (front, start), diagnostics }
        }
        Cut::Found(yaml, start) => {
            let Checked { value, diagnostics } = read_yaml(file, yaml);
            Checked { value: (value, start), diagnostics }
        }
        Cut::Other(form, range, start) => {
            let Checked { value, diagnostics } = forms::read(file, form, range);
            Checked { value: (value, start), diagnostics }
        }
    }
}

/// Takes a field of the text, `name:: value`, into the front matter: one of its keys where it has none yet, else one of its fields.
/// `seen` is the file without its comments.
pub(super) fn add_field(
    file: &TextFile,
    seen: &str,
    (name, value): (Range<usize>, Range<usize>),
    front: &mut FrontMatter,
) {
    let trimmed = |range: Range<usize>| {
        let text = seen.get(range.clone()).unwrap_or("");
        let start = range.start + (text.len() - text.trim_start().len());
        start..start.max(range.end - (text.len() - text.trim_end().len()))
    };
    let (name, value) = (trimmed(name), trimmed(value));
    let (key, said) = (file.span(name.clone()), seen.get(value.clone()).unwrap_or(""));
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = said.trim_start_matches("[[").trim_end_matches("]]").to_owned();
    if text.is_empty() {
        return;
    }
    if read::is_key(key.text()) {
        read::add(&Document::of_entry(file, name, value, &said), front);
        return;
    }
    match front.fields.iter_mut().find(|field| read::is_same(&field.name, key.text())) {
        Some(known) if known.value == text => {}
        Some(known) => known.rivals.push(file.span(value)),
        None => {
            let (name, value_place) = (key.text().to_owned(), file.span(value));
            front.fields.push(Field { name, value: text, place: key, value_place, in_text: true, rivals: Vec::new() });
        }
    }
}

fn read_yaml(file: &TextFile, range: Range<usize>) -> Checked<FrontMatter> {
    let mut front = FrontMatter::default();
    let error = match Document::parse(file, range.clone(), LIMIT) {
        Ok(document) => {
            let diagnostics = read::add(&document, &mut front);
            return Checked { value: front, diagnostics };
        }
        Err(error) => error,
    };
    let mut whole = error.diagnostic(file, Code::BadFrontMatter);
    let mut lost = range.len() > LIMIT;
    let mut diagnostics = Vec::new();
    if !lost {
        for entry in entries(&file.text, range) {
            let (document, complete) = recovered(file, entry.clone());
            diagnostics.extend(read::add(&document, &mut front));
            let references = broken_references(file, entry);
            lost |= !complete && references.is_none();
            front.references = front.references.or(references);
        }
    }
    if !lost {
        whole.severity = Severity::Warning;
        whole.message.push_str("; it was read all the same");
    }
    diagnostics.insert(0, whole);
    Checked { value: front, diagnostics }
}

/// One entry of a front matter that is no YAML as a whole, and whether all of it was understood: as YAML, with spaces for
/// tabs, or as plain text.
fn recovered(file: &TextFile, entry: Range<usize>) -> (Document, bool) {
    if let Ok(document) = Document::parse(file, entry.clone(), LIMIT) {
        return (document, true);
    }
    if let Ok(document) = Document::parse_with_tabs(file, entry.clone(), LIMIT) {
        return (document, true);
    }
    let text = &file.text[entry.clone()];
    let mut lines = text.lines();
    let line = lines.next().unwrap_or("");
    let Some((key, value)) = line.split_once(':') else { return (Document::empty(file), false) };
    let value_start = entry.start + key.len() + 1 + (value.len() - value.trim_start().len());
    let value_end = entry.start + line.trim_end().len();
    let key = entry.start..entry.start + key.trim_end().len();
    let complete = lines.all(|line| line.trim().is_empty());
    let value = value_start..value_end.max(value_start);
    let said = file.text.get(value.clone()).unwrap_or("");
    (Document::of_entry(file, key, value, said), complete)
}

/// The lines below `references:`, of which each reference is then read on its own.
fn broken_references(file: &TextFile, entry: Range<usize>) -> Option<Span> {
    let below = file.text[entry.clone()].strip_prefix("references:")?;
    let listed = below.trim_start().starts_with('-');
    listed.then(|| file.span(entry.end - below.len()..entry.end))
}

/// The entries at the left margin, each with the lines that are indented below it.
fn entries(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let begins = is_entry(line);
        match entries.last_mut() {
            Some(last) if !begins => last.end = at + line.len(),
            _ if begins => entries.push(at..at + line.len()),
            _ => {}
        }
        at += line.len();
    }
    entries
}

fn cut(text: &str) -> Cut {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if let Some(other) = forms::cut(text, start) {
        return other;
    }
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return Cut::None(start) };
    let yaml = start + first.len();
    let mut at = yaml;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Cut::Found(yaml..at, at + line.len());
        }
        at += line.len();
    }
    let lines = text[yaml..].split_inclusive('\n');
    let meant = lines.take_while(|line| is_entry(line) || line.starts_with([' ', '\t', '-', '#'])).map(str::len);
    Cut::Open(start..start + first.trim_end().len(), yaml..yaml + meant.sum::<usize>())
}

/// The keys at the left margin.
fn keys(yaml: &str) -> impl Iterator<Item = &str> {
    yaml.lines().filter(|line| is_entry(line)).filter_map(|line| Some(line.split_once(':')?.0))
}

/// Whether a line begins an entry at the left margin.
fn is_entry(line: &str) -> bool {
    line.contains(':') && !line.starts_with([' ', '\t', '-', '#', '\r', '\n', ']', '}'])
}
