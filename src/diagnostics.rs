//! What is wrong in a review, as data: a code, a severity, a place, a suggestion.
//!
//! Every step returns its value together with its diagnostics ([`Checked`]); none stops at a problem.
//! The wording stands where the problem is found, the look of it in `diagnostics/`.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub mod github;
pub mod json;
pub mod places;
pub mod sarif;
pub mod terminal;

/// A text read from the review: its path inside the review, with `/`, and its whole content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextFile {
    /// Relative to the root of the review, always with `/`.
    pub path: Arc<str>,
    /// The content as text (see [`decode`](crate::decode)), a byte order mark of UTF-8 included.
    pub text: Arc<str>,
}

impl TextFile {
    /// A file with this path and content.
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The place of these bytes in this file, widened to whole characters: a place never falls inside one.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.text.floor_char_boundary(range.start.min(range.end));
        let end = if range.is_empty() { start } else { self.text.ceil_char_boundary(range.end) };
        Span { file: self.clone(), start, end }
    }
}

/// A place: a file and a range of its bytes, counted from the start of the file. Both ends lie between characters, as
/// only [`TextFile::span`] makes one.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file itself, so that showing the place needs nothing else.
    pub file: TextFile,
    start: usize,
    end: usize,
}

impl Span {
    /// The bytes meant.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The text meant.
    pub fn text(&self) -> &str {
        self.file.text.get(self.range()).unwrap_or("")
    }

    /// Line and column of the start, both from 1; the column counts characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.file.text.as_bytes().get(..self.start).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line_text = String::from_utf8_lossy(&before[line_start..]);
        (line, line_text.trim_start_matches('\u{feff}').chars().count() + 1)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.file.path)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something that a reader would see broken.
    Error,
    /// All else that deserves the author's attention.
    Warning,
    /// Worth knowing, nothing to mend; never counted by `--strict`.
    Note,
}

impl Severity {
    /// The word in front of a message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! severity {
    (Off) => {
        None
    };
    ($severity:ident) => {
        Some(Severity::$severity)
    };
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// The kinds of problem. The name is the contract: it stands in messages, in JSON and in `checks:`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])* $variant,)* }

        impl Code {
            /// Every code, in the order of the pipeline.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The name, in lower case with hyphens.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity unless the configuration says otherwise; none where the problem is looked for on request only.
            pub fn severity(self) -> Option<Severity> {
                match self { $(Code::$variant => severity!($severity),)* }
            }

            /// What the problem is, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),*).trim_ascii(),)* }
            }
        }
    };
}

codes! {
    /// A file or folder that cannot be read as text, or is no regular file inside the review.
    UnreadableFile = "unreadable-file", Error;
    /// A file that is not UTF-8; its characters are guessed.
    BadEncoding = "bad-encoding", Warning;
    /// A `sourcebook.yaml` that is not YAML, or a value of the wrong type in it.
    BadConfiguration = "bad-configuration", Error;
    /// A key that `sourcebook.yaml` does not know.
    UnknownConfigurationKey = "unknown-configuration-key", Error;
    /// A `CITATION.cff` that cannot be read, or a value in it that is not what it should be.
    BadCitationFile = "bad-citation-file", Error;
    /// A bibliography file that cannot be understood as a whole.
    BadBibliography = "bad-bibliography", Error;
    /// An entry of the bibliography that cannot be read; it is left out.
    BadEntry = "bad-entry", Error;
    /// A field of an entry that is not what it should be; the entry is kept.
    BadField = "bad-field", Warning;
    /// A key that two entries share; the first one counts.
    DuplicateKey = "duplicate-key", Error;
    /// Two keys that differ in upper and lower case only; both count.
    SimilarKeys = "similar-keys", Warning;
    /// A `style` that is neither bundled nor a readable `.csl` file.
    UnknownStyle = "unknown-style", Error;
    /// A `language` without a CSL locale of its own; English terms are used.
    UnknownLanguage = "unknown-language", Warning;
    /// A `theme` without a folder in `themes/`.
    UnknownTheme = "unknown-theme", Error;
    /// A template that cannot be read or filled.
    BadTemplate = "bad-template", Error;
    /// Front matter that is not YAML, or a value of the wrong type in it; the text of the note is kept.
    BadFrontMatter = "bad-front-matter", Error;
    /// A word that is a slip away from one that Sourcebook knows: a key of front matter, a relation, the name of a fenced block; or a
    /// citation of a known work as LaTeX writes it, or without the end of its brackets.
    NearMiss = "near-miss", Warning;
    /// A citation of a key that no bibliography holds.
    UnknownKey = "unknown-key", Error;
    /// Two keys in one citation, parted by a comma instead of a semicolon.
    CommaBetweenCitations = "comma-between-citations", Warning;
    /// A place in a work that stands in brackets within the brackets of its citation, where they are printed.
    BracketsInCitation = "brackets-in-citation", Warning;
    /// A line that looks like a citation and is a link definition to Markdown.
    CitationAsDefinition = "citation-as-definition", Warning;
    /// A footnote mark without a footnote.
    UndefinedFootnote = "undefined-footnote", Error;
    /// A footnote that is defined twice, or never used.
    UnusedFootnote = "unused-footnote", Warning;
    /// Mathematics that cannot be read as LaTeX.
    BadMaths = "bad-maths", Error;
    /// Raw HTML in a note, of which a part was removed.
    HtmlRemoved = "html-removed", Warning;
    /// A link whose address is of a scheme that a site must not use.
    UnsafeLink = "unsafe-link", Warning;
    /// A link into a program or to a file of the author's machine, such as Zotero; its text stays, with the page it names.
    LocalLink = "local-link", Note;
    /// A fenced block that a page fills, such as `matrix`, with a line that cannot be understood or a name that does not exist.
    BadBlock = "bad-block", Error;
    /// A note that embeds itself, or embeds nested too deep.
    EmbedLoop = "embed-loop", Warning;
    /// A link to a file or an anchor that the review does not have.
    BrokenLink = "broken-link", Error;
    /// A wikilink that leads nowhere: most often to a note that nobody has written yet.
    BrokenWikilink = "broken-wikilink", Warning;
    /// A note in `content/sources/`, or one that names a key, without a reference.
    NoteWithoutReference = "note-without-reference", Error;
    /// Two notes on the same reference; the first one counts, the second is a page.
    DuplicateNote = "duplicate-note", Warning;
    /// An introduction in `content/tags/` of a tag that nothing carries.
    UnusedTag = "unused-tag", Warning;
    /// A line of the screening's file that cannot be understood, or a reason for the exclusion of what is not excluded.
    BadScreening = "bad-screening", Error;
    /// Numbers of the screening that do not add up, or that notes contradict.
    ScreeningSum = "screening-sum", Warning;
    /// A relation in front matter that the review does not know, or on a page that is about no source.
    UnknownRelation = "unknown-relation", Error;
    /// A source that is said to relate to itself.
    SelfRelation = "self-relation", Warning;
    /// A reference that nothing cites and no note is about.
    UnusedReference = "unused-reference", Warning;
    /// A reference that is cited and has no note.
    CitedWithoutNote = "cited-without-note", Off;
    /// A note that says another title, year, first author or DOI of its source than the library does.
    RecordDiffers = "record-differs", Warning;
    /// A reference that is cited though its note says that it has not been read.
    CitedUnread = "cited-unread", Warning;
    /// A reference that has not been read, as its note says, and that nothing cites.
    UnreadReference = "unread-reference", Warning;
    /// Two references that are one work, by DOI, by ISBN and title, or by title, first author and year.
    DuplicateWork = "duplicate-work", Warning;
    /// An entry without a field that the review’s citation style prints for a work of its kind.
    MissingField = "missing-field", Warning;
    /// A DOI, ISBN, ISSN, ORCID, URL or date that cannot be right as it stands.
    MalformedIdentifier = "malformed-identifier", Warning;
    /// A page that neither the navigation nor another page leads to.
    OrphanPage = "orphan-page", Warning;
    /// A tag that one source alone carries.
    LoneTag = "lone-tag", Off;
    /// A tag that one source alone carries and that is a slip away from another one.
    SimilarTags = "similar-tags", Warning;
    /// A quotation that does not say on which page of its source it stands.
    QuoteWithoutPage = "quote-without-page", Warning;
    /// A field in the front matter of a note that `fields` in `sourcebook.yaml` does not declare.
    UnknownField = "unknown-field", Warning;
    /// A field with a value that is not among the `values` that `sourcebook.yaml` declares for it.
    UnknownValue = "unknown-value", Warning;
    /// A field of the evidence table to which a note gives two values.
    ContradictoryField = "contradictory-field", Warning;
    /// A note that fills some of the declared fields and leaves others open.
    MissingEvidence = "missing-evidence", Warning;
    /// A source that is said both to support and to dispute another.
    ContradictoryRelations = "contradictory-relations", Warning;
    /// An entry that the citation engine cannot format.
    Unformattable = "unformattable", Error;
    /// A file beside the notes that would take the place of a page.
    NameCollision = "name-collision", Error;
}

/// One problem, at its place, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// How much it matters here.
    pub severity: Severity,
    /// One line in lower case without a full stop; code in backticks.
    pub message: String,
    /// Where; none for what concerns the whole review.
    pub span: Option<Span>,
    /// Other places that belong to it, each with a label.
    pub related: Vec<(Span, String)>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A problem of this kind, of the severity of its code (a warning where that is off), without a place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let severity = code.severity().unwrap_or(Severity::Warning);
        Self { code, severity, message: message.into(), span: None, related: Vec::new(), hint: None }
    }

    /// At this place.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// With this advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With this advice, where there is one.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// Message and advice as one text.
    pub fn with_hint(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}\nhint: {hint}", self.message),
            None => self.message.clone(),
        }
    }

    /// With another place that belongs to it.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// A value, and everything that was wrong on the way to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checked<T> {
    /// What could be made.
    pub value: T,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// The value, its diagnostics moved to `all`.
    pub fn unpack(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}

/// "did you mean" for a word that is not among the known ones: the nearest, where one is near enough.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|best| format!("did you mean `{best}`?"))
}

/// The known word nearest to this one by edit distance, or the one that differs only in case or separators.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let asked = plain(word);
    let length = asked.chars().count();
    let allowed = (length / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (plain(candidate), candidate))
        .filter(|(plain, _)| plain.chars().count().abs_diff(length) <= allowed)
        .map(|(plain, candidate)| (strsim::damerau_levenshtein(&asked, &plain), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The known word that this one is a slip away from: one edit, two in a word of eight letters or more.
///
/// For words that may be an author's own: short words, and words that differ in a number, are never slips.
pub fn slip_of<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let length = word.chars().count();
    let allowed = if length < 8 { 1 } else { 2 };
    let is_near = |candidate: &&str| {
        let other = candidate.chars().count();
        other > 3 && other.abs_diff(length) <= allowed && digits(candidate) == digits(word)
    };
    let asked = word.to_lowercase();
    known
        .into_iter()
        .filter(is_near)
        .map(|candidate| (strsim::damerau_levenshtein(&asked, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| (1..=allowed).contains(distance))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_of_whole_characters_wherever_it_was_computed() {
        let file = TextFile::new("a.bib", "aй漢😀\r\né");
        let length = file.text.len() + 3;
        for (start, end) in (0..length).flat_map(|start| (0..length).map(move |end| (start, end))) {
            let span = file.span(start..end);
            let Range { start: from, end: to } = span.range();
            assert!(file.text.is_char_boundary(from) && file.text.is_char_boundary(to) && from <= to, "{start}..{end}");
            assert!(
                start >= end || from <= start && (to >= end || to == file.text.len()),
                "{start}..{end}: {from}..{to}"
            );
            assert_eq!(span.text().is_empty(), start >= end || start >= file.text.len(), "{start}..{end}");
        }
    }

    #[test]
    fn a_slip_is_an_edit_and_no_other_word() {
        let known = ["read", "status", "tags", "findings", "key", "doi", "bibliography", "part-1"];
        for (word, meant) in [
            ("raed", Some("read")),
            ("Stauts", Some("status")),
            ("findngs", Some("findings")),
            ("bibligrapy", Some("bibliography")),
            ("uid", None),
            ("keys", None),
            ("part-2", None),
            ("read", None),
            ("link-bibliography", None),
            ("rating", None),
        ] {
            assert_eq!(slip_of(word, known), meant, "{word}");
        }
    }
}
