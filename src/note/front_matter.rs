//! What stands between the first two `---` lines, typed, with byte-exact places.
//!
//! Nothing wrong here costs the text below it: a value that cannot be understood is reported and left out.

use crate::diagnostics::Span;

/// The front matter of a note or page. Unknown keys are kept out and not reported: other programs put theirs here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct FrontMatter {
    /// The key of the reference that the note is about, and where it stands.
    pub citekey: Option<(String, Span)>,
    /// Other names: `aliases`.
    pub aliases: Vec<String>,
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
    /// `fields`, in order; values as text.
    pub fields: Vec<(String, String)>,
    /// `abstract`: by language (an empty language where it is one text), in order.
    pub abstracts: Vec<(String, String)>,
    /// `nocite`: keys without `@`; `*` is all.
    pub nocite: Vec<(String, Span)>,
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
