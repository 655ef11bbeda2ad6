//! One Markdown file, understood on its own: nothing here knows any other file.
//!
//! What other pages may depend on is the [`NoteSummary`]; the body is seen by its own page only.

use crate::diagnostics::{Checked, Span, TextFile};
use pulldown_cmark::{Event, TagEnd};
use std::collections::BTreeSet;
use std::sync::Arc;

mod callout;
pub mod citation;
mod dialect;
pub mod footnotes;
pub mod front_matter;
mod headings;
mod markdown;
mod maths;
mod quotations;
pub mod record;
mod statement;
#[cfg(test)]
mod tests;

pub use callout::{Callout, Fold};
pub use citation::latex::keys as keys_of_latex;
pub use citation::{OwnLocators, cited};
pub use dialect::divs::Attributes;
pub use dialect::logseq::is_id as is_block_of_logseq;
pub use dialect::{Label, LabelKind};
pub use front_matter::{Field, Finding, FrontMatter, Related, Verdict, Weight};
pub use quotations::{Quotation, QuotationPart, QuotedFrom, is_silent};
pub use record::Record;
pub use statement::Statement;

/// A file and what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// All that other pages may use.
    pub summary: NoteSummary,
    /// The text, in order.
    pub body: Vec<Piece>,
}

impl Note {
    /// Whether there is nothing in it but headings, as in a note that has just been begun from a template.
    pub fn is_blank(&self) -> bool {
        let (front, mut depth) = (&self.summary.front, 0_usize);
        let mut is_heading = |piece: &Piece| match piece {
            Piece::HeadingStart(_) => {
                depth += 1;
                true
            }
            Piece::HeadingEnd(_) => {
                depth = depth.saturating_sub(1);
                true
            }
            _ => depth > 0,
        };
        let says_nothing = front.tags.is_empty() && front.findings.is_empty() && front.fields.is_empty();
        let relates_to_nothing = front.relations.is_empty() && front.screening.is_none() && front.description.is_none();
        says_nothing && relates_to_nothing && self.body.iter().all(&mut is_heading)
    }
}

/// What the rest of the review may know of a note or page.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteSummary {
    /// The path inside the review: `content/sources/barr2015.md`.
    pub path: Arc<str>,
    /// The file itself.
    pub file: TextFile,
    /// The front matter, typed.
    pub front: FrontMatter,
    /// What it says of the work that it is about, if it is certain that it is about one.
    pub record: Option<Record>,
    /// What can be referred to from anywhere, in order, each id once in a file.
    pub labels: Vec<Label>,
    /// How many cells of code would have results that are not here.
    pub cells: usize,
    /// The text of a level-1 heading that opens the file; such a heading is no part of the body.
    pub heading_title: Option<String>,
    /// The anchor that links may give that heading: the author's `{#id}`, else made from its text.
    pub title_id: Option<String>,
    /// Whether that heading wants no number: `{-}`, `{.unnumbered}`.
    pub is_unnumbered: bool,
    /// The heading of a part of a book that stands before it, as bookdown has it.
    pub part: Option<PartHeading>,
    /// The headings, in order; pieces name them by their number in this list.
    pub headings: Vec<Heading>,
    /// Whether `[p. 33]` is a place in the note's own source here, and not text.
    pub own: OwnLocators,
    /// The places in the note's own source, in order; pieces name them by their number in this list.
    pub own_locators: Vec<OwnLocator>,
    /// The first lines of quotations and callouts, in the order of their pieces.
    pub quotes: Vec<Span>,
    /// The quotations, in order; pieces name them by their number in this list.
    pub quotations: Vec<Quotation>,
    /// The names of blocks, `^name`, in the order of their pieces.
    pub block_ids: Vec<String>,
    /// The tags in the text, `#tag`, in order; pieces name them by their number in this list.
    pub inline_tags: Vec<InlineTag>,
    /// The blocks of text that cite something, in order.
    pub passages: Vec<Passage>,
    /// The citations, in order; pieces name them by their number in this list.
    pub citations: Vec<Cluster>,
    /// The numbers of those in footnotes that no mark leads to: they are on no page.
    pub unmarked: BTreeSet<usize>,
    /// Links and images, in order; pieces name them by their number in this list.
    pub links: Vec<Link>,
    /// LaTeX's commands of citation, which are text here, in order.
    pub latex: Vec<Span>,
    /// Fenced blocks that a page fills from the review, in order; pieces name them by their number in this list.
    pub blocks: Vec<FencedBlock>,
    /// The first paragraph as plain text, citations left out; empty where a heading, list or table comes first.
    pub excerpt: String,
}

impl NoteSummary {
    /// Whether there is anything below a heading: text, or a heading of a lower level.
    pub fn says_below(&self, heading: usize) -> bool {
        let [this, next] = [heading, heading + 1].map(|at| self.headings.get(at));
        this.is_some_and(|this| this.says.is_some() || next.is_some_and(|next| next.level > this.level))
    }
}

/// One part of a body: what Markdown says, or one of the things that only the whole review can fill in.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// An event of Markdown that stands for itself: never a heading, link, image, citation or formula.
    Event(Event<'static>),
    /// The citation of this number.
    Citation(usize),
    /// The place of this number in the note's own source.
    OwnLocator(usize),
    /// The start of the heading of this number.
    HeadingStart(usize),
    /// The end of the heading of this number.
    HeadingEnd(usize),
    /// The start of the link of this number; its text follows.
    LinkStart(usize),
    /// The end of the innermost link.
    LinkEnd,
    /// The start of the image of this number; its description follows.
    ImageStart(usize),
    /// The end of the innermost image.
    ImageEnd,
    /// A formula as MathML, made and escaped by us.
    Maths(String),
    /// The start of a highlight, `==so==`.
    HighlightStart,
    /// Its end.
    HighlightEnd,
    /// The tag of this number.
    Tag(usize),
    /// The block that begins here has the name of this number; in a list item, the item.
    Anchor(usize),
    /// The start of a callout; its title follows, then its text.
    CalloutStart(Callout),
    /// The end of a callout's title.
    CalloutTitleEnd,
    /// The end of the innermost callout.
    CalloutEnd,
    /// A part of the quotation of this number: parts come in order, and no quotation stands in another.
    Quotation(QuotationPart, usize),
    /// The link of this number, which stands for what it names: another note, or a part of one.
    Embed(usize),
    /// The name of a field, `name:: value`; the value follows.
    FieldName(String),
    /// A field in brackets whose name is not shown: `(name:: value)`.
    FieldValue(String),
    /// The start of a fenced div.
    DivStart(Attributes),
    /// The end of the innermost div.
    DivEnd,
    /// Where the page's reference list stands: the div `refs`.
    References,
    /// The fenced block of this number; it follows as a code block, too, for where it cannot be filled.
    Block(usize),
}

/// A fenced block that asks for a part of the review: ```` ```matrix ````.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FencedBlock {
    /// Its language: one of [`BLOCKS`].
    pub name: &'static str,
    /// Where its name stands.
    pub span: Span,
    /// Its lines that say something, where they stand.
    pub lines: Vec<Span>,
}

/// The languages of code blocks that are no code.
pub const BLOCKS: &[&str] = &["matrix", "evidence"];

/// A tag in the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InlineTag {
    /// As written, without `#`.
    pub word: String,
    /// The number of the nearest heading above, in the list of headings.
    pub heading: Option<usize>,
    /// What its block says, if it says anything besides tags, and so is the evidence for it.
    pub says: Option<Statement>,
    /// Where it stands.
    pub span: Span,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor, unique in its file: the author's `{#id}`, else made from the text.
    pub id: String,
    /// The text without markup.
    pub text: String,
    /// Classes given by the author.
    pub classes: Vec<String>,
    /// What the first block of text below it says; nothing where another heading or the end of the file comes first.
    pub says: Option<Statement>,
    /// Where it stands.
    pub span: Span,
}

impl Heading {
    /// Whether it wants no number.
    pub fn is_unnumbered(&self) -> bool {
        self.classes.iter().any(|class| class == UNNUMBERED)
    }
}

/// The class of a heading that wants no number (pandoc, "Extension: header_attributes").
const UNNUMBERED: &str = "unnumbered";

/// `# (PART) Title` or `# (APPENDIX) Title`: what follows stands in a part, or is an appendix (bookdown, 2.2.2 and 2.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PartHeading {
    /// A part of this title.
    Part(String),
    /// The appendices, under this title.
    Appendix(String),
}

impl PartHeading {
    fn of(heading: &str) -> Option<Self> {
        let title = |rest: &str| rest.trim().to_owned();
        let part = heading.strip_prefix("(PART)").or_else(|| heading.strip_prefix("(PART*)"));
        part.map(|rest| Self::Part(title(rest)))
            .or_else(|| heading.strip_prefix("(APPENDIX)").map(|rest| Self::Appendix(title(rest))))
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        match self {
            Self::Part(title) | Self::Appendix(title) => title,
        }
    }
}

/// A block of text (paragraph, list item, table cell, heading, definition) that cites something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Passage {
    /// The number of the nearest heading above, in the list of headings.
    pub heading: Option<usize>,
    /// The text without markup, in parts.
    pub parts: Vec<PassagePart>,
}

/// A part of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PassagePart {
    /// Plain text.
    Text(String),
    /// The citation of this number.
    Citation(usize),
}

/// One citation as an author writes it, with all that stands in its brackets: pandoc's `[see @a, p. 3; @b]` or `@a [p. 3]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cluster {
    /// What is cited, in order; never empty.
    pub items: Vec<CiteItem>,
    /// The whole of it in the file.
    pub span: Span,
    /// The number of its passage.
    pub passage: usize,
}

/// One work within a citation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CiteItem {
    /// The key.
    pub key: String,
    /// How it is cited.
    pub mode: CiteMode,
    /// What stands before it.
    pub prefix: Vec<Run>,
    /// What stands after it, the locator taken out; begins with the author's own punctuation and space.
    pub suffix: Vec<Run>,
    /// The place in the work.
    pub locator: Option<Locator>,
    /// Where the key stands, without its `@`.
    pub span: Span,
}

/// pandoc's citation modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CiteMode {
    /// `[@key]`
    NormalCitation,
    /// `@key`, in the sentence
    AuthorInText,
    /// `[-@key]`
    SuppressAuthor,
}

/// A place in a work.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locator {
    /// CSL's name of the unit: `page`, `chapter`, `section`, ...
    pub label: String,
    /// The number or numbers as the file has them: `33`, `iv`, `3-5`, `3, 7`.
    pub value: String,
}

/// A place in the source that the note is about: `[p. 33]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OwnLocator {
    /// What stands between the brackets.
    pub text: String,
    /// The same, understood: several where `;` parts them.
    pub places: Vec<Locator>,
    /// The number of the nearest heading above, in the list of headings.
    pub heading: Option<usize>,
    /// Whether it is on the page: not in a footnote that no mark leads to.
    pub is_shown: bool,
}

/// A run of text of one look, in a prefix or suffix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Run {
    /// The text.
    pub text: String,
    /// `*so*`
    pub emphasis: bool,
    /// `**so**`
    pub strong: bool,
    /// `` `so` ``
    pub code: bool,
}

/// A link or image, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// The address or name, decoded from Markdown's escapes, still with its `#fragment`.
    pub target: String,
    /// What kind.
    pub kind: LinkKind,
    /// The whole of it in the file.
    pub span: Span,
}

/// How a link was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](address)`, `<https://...>`, `![description](address)`
    Markdown,
    /// `[[name]]`: its text is the name, to be replaced by the title of what it names.
    Wikilink,
    /// `[[name|text]]`
    WikilinkWithText,
    /// `![[name]]`: what it names is to stand here, or a picture, sound or film.
    Embed,
}

impl NoteSummary {
    /// Whether the file is meant as a note on a source: it names a key, or lies in `sources/`.
    pub fn is_about_a_source(&self) -> bool {
        let below = ["content/sources/", "sources/"].iter().find_map(|folder| self.path.strip_prefix(folder));
        below.is_some_and(|name| name != "index.md") || self.front.citekey.is_some()
    }
}

/// Whether what ends so is part of a line, not a block.
pub fn is_phrase(tag: TagEnd) -> bool {
    markdown::events::is_inline_end(tag)
}

impl LinkKind {
    /// Whether the link has no text of its own and says the title of what it names.
    pub fn is_named(self) -> bool {
        matches!(self, Self::Wikilink | Self::Embed)
    }
}

/// Understands a file of a review in this language. Never fails: a broken front matter keeps the text, an unknown
/// construct is text.
pub fn parse(file: &TextFile, language: &str) -> Checked<Note> {
    markdown::parse(file, language, OwnLocators::Ignore)
}

/// The same of a file that the bibliography shows to be a note on a source, whatever its folder and front matter say.
pub fn parse_on_source(file: &TextFile, language: &str) -> Checked<Note> {
    markdown::parse(file, language, OwnLocators::Read)
}
