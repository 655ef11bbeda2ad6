//! What each template is given: the contract with themes, one struct for each template.
//!
//! Everything is plain data. A field whose name ends in `_html` is HTML made and escaped here, to be
//! written with `| safe`; every other text is escaped by the template. A `url` is relative to the page.

use serde::Serialize;

mod annotated;
mod authors;
mod evidence;
mod head;
mod lists;
mod map;
mod matrix;
mod progress;
mod relations;
mod screening;
mod search;
mod source;
mod tag;
mod timeline;

pub use annotated::*;
pub use authors::*;
pub use evidence::*;
pub use head::*;
pub use lists::*;
pub use map::*;
pub use matrix::*;
pub use progress::*;
pub use relations::*;
pub use screening::*;
pub use search::*;
pub use source::*;
pub use tag::*;
pub use timeline::*;

/// Shared by every page; `site` in each template. Made once.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SiteContext {
    /// The title of the review.
    pub title: String,
    /// A shorter title for the masthead; the title where none is given.
    pub short_title: String,
    /// One sentence on the review.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// The licence of the notes, as the author wrote it.
    pub license: Option<String>,
    /// Authors of the review.
    pub authors: Vec<String>,
    /// `true` where the theme's web fonts are served, `false` for `fonts: system`.
    pub web_fonts: bool,
    /// A CSS colour in place of the theme's accent.
    pub accent: Option<String>,
    /// The name of the citation style, as the style gives it: "American Psychological Association 7th edition".
    pub style: String,
    /// Whether the site has a feed, `atom.xml`.
    pub has_feed: bool,
    /// Words of the interface by name; a value is a text, or a map of plural forms (`one`, `few`, `many`, `other`) with `{n}`.
    pub words: serde_json::Value,
}

/// What is said about the page itself; `page` in each template.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PageContext {
    /// What goes up to the root of the site: `""`, `"../"`, ...
    pub root: String,
    /// The output path: `sources/barr2015.html`.
    pub path: String,
    /// For the browser's title bar, without the site's name.
    pub title: String,
    /// One sentence for `<meta name="description">`.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The full address, where `base-url` is known.
    pub canonical: Option<String>,
    /// What machines read of the page and of what it is about.
    pub metas: Vec<MetaContext>,
    /// Where the work of the page is, what the page belongs to, what stands beside it; without those that each page has.
    pub links: Vec<HeadLink>,
    /// The same in the words of schema.org, for a `<script type="application/ld+json">`, to be written with `| safe`; may be
    /// empty.
    pub json_ld: String,
    /// The site's pages in the masthead; only those that exist.
    pub navigation: Vec<NavigationItem>,
    /// The page before it in the order of reading, where there is one.
    pub previous: Option<LinkContext>,
    /// The page behind it.
    pub next: Option<LinkContext>,
    /// More of the site's own pages, for its foot and the sources index; only those that exist and are not in the masthead.
    pub more: Vec<NavigationItem>,
}

/// A link in the masthead.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct NavigationItem {
    /// Its text.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// `page` on that very page, `true` on a page under it, else empty: the value of `aria-current`.
    pub current: &'static str,
}

/// A link with a text.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct LinkContext {
    /// Its text.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A text in a language of its own.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct InLanguage {
    /// BCP 47.
    pub language: String,
    /// The heading over it, in that language; may be empty.
    pub label: String,
    /// The text.
    pub text: String,
}

/// A heading in the table of contents.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ContentsItem {
    /// `1`, `2`, ...; empty where the page does not number its headings.
    pub number: String,
    /// The text.
    pub text: String,
    /// The anchor without `#`.
    pub id: String,
}

/// The text of a note or page, with all that hangs on it.
#[derive(Debug, Clone, Serialize, PartialEq, Default)]
pub struct BodyContext {
    /// The text; footnotes not included. Citations in it are
    /// `<span class="cites" id="cite-N"><a class="cite" href="..." data-card="KEY" data-ref="ref-KEY">...</a></span>`.
    pub html: String,
    /// Whether the author says where the reference list stands (`::: {#refs}`): between `html` and `after_references`.
    pub references_here: bool,
    /// The text behind that place; empty where there is none.
    pub after_references: String,
    /// Footnotes in the order of their marks. A mark is `<sup><a id="fnref-N" href="#fn-N" role="doc-noteref">N</a></sup>`.
    pub footnotes: Vec<Footnote>,
    /// Headings of level 2, for a table of contents.
    pub contents: Vec<ContentsItem>,
}

/// A footnote.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Footnote {
    /// From 1; its anchor is `fn-N`, that of its first mark `fnref-N`.
    pub number: usize,
    /// The text.
    pub html: String,
}

/// A formatted reference list.
#[derive(Debug, Clone, Serialize, PartialEq, Default)]
pub struct ReferenceList {
    /// The entries in the style's order.
    pub entries: Vec<ReferenceEntry>,
    /// Whether the style hangs the second and later lines.
    pub hanging: bool,
    /// Whether the style sets the first field (a number) apart from the rest.
    pub numbered: bool,
    /// The same as files; none on the page of a source, whose list is that of its note.
    pub downloads: Vec<LinkContext>,
}

/// One entry of a reference list; its anchor is `ref-KEY`, given in `id`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ReferenceEntry {
    /// The anchor.
    pub id: String,
    /// The page of the source.
    pub url: String,
    /// "Barr 2015": for labels.
    pub label: String,
    /// The first field where the list is numbered, else empty.
    pub first_html: String,
    /// The entry, or the rest of it.
    pub html: String,
    /// Whether there is a note on it.
    pub has_note: bool,
    /// The work as COinS, an empty span for reference managers; empty on pages that are not lists of works.
    pub coins_html: String,
}

/// What a source says under a tag, seen from either.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct FindingContext {
    /// On a source's page the name of the tag, on other pages "Barr 2015".
    pub label: String,
    /// On a source's page the tag's page, on other pages the place in the source's page.
    pub url: String,
    /// The source as in its address: anchors and cards are named so.
    pub key: String,
    /// How much.
    pub ball: Ball,
    /// The finding; may be empty.
    pub text: String,
    /// "p. 194"; may be empty.
    pub at: String,
}

/// A page that cites a source or a tag's sources, with the passages.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct CitedIn {
    /// What they are from: the title of the citing page, or "Theme: Precarity".
    pub title: String,
    /// Its address.
    pub url: String,
    /// The passages, in the order of the page.
    pub passages: Vec<PassageContext>,
}

/// A passage that cites.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PassageContext {
    /// Where it stands on its page: "under Precarity", "at the beginning"; on the home page the heading with its number.
    pub heading: String,
    /// The place of the citation.
    pub url: String,
    /// The sentence, citations formatted, as text.
    pub text: String,
    /// The place in the source: "p. 194"; empty where none is given.
    pub locator: String,
    /// How the passage relates to the source: "disputes"; empty where it does not say.
    pub relation: String,
}

/// A row of the record of a source.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct RecordRow {
    /// "DOI".
    pub label: String,
    /// Its value.
    pub text: String,
    /// Where it leads; empty where it is no link.
    pub url: String,
}

/// `home.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Home {
    /// The sentence under the title; empty where there is none.
    pub deck: String,
    /// Sources with a note.
    pub noted: usize,
    /// Sources without a note.
    pub bare: usize,
    /// Tags.
    pub tag_count: usize,
    /// `2025-06-02`; empty where the page has no date.
    pub date: String,
    /// The same in words.
    pub date_text: String,
    /// None beyond its size, or without notes or tags.
    pub plate: Option<Plate>,
    /// One a language.
    pub abstracts: Vec<InLanguage>,
    /// The text, its headings numbered.
    pub body: BodyContext,
    /// The parts and chapters in the order of reading; none where nothing says that order.
    pub chapters: Vec<ChapterLine>,
    /// The outermost folders of texts, where the author has not written the home page.
    pub folders: Vec<FolderLine>,
    /// Texts that lie in no folder, likewise; at most 60.
    pub pages: Vec<PageLine>,
    /// How many more of them the search page lists.
    pub more_pages: usize,
    /// The latest notes and texts with a date, likewise; at most 8.
    pub latest: Vec<PageLine>,
    /// The sources with a note, by year; then, where there are at most 60 in all, those without.
    pub sources: Vec<SourceLine>,
    /// How many more sources the sources index has.
    pub more_sources: usize,
    /// All tags, in the site's order.
    pub tags: Vec<TagLine>,
    /// How to cite the review itself, in its style; empty where it does not say enough of itself.
    pub own_reference_html: String,
    /// The same as BibTeX.
    pub own_bibtex: String,
    /// What the page cites.
    pub references: ReferenceList,
}

/// A part or a chapter in a list of all.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ChapterLine {
    /// In how many others it stands.
    pub depth: usize,
    /// `1`, `2.1`, `A`; empty where it has none.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its page; empty for a part without a text.
    pub url: String,
}

/// A folder of texts in a list.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct FolderLine {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// How many texts lie in it and below.
    pub count: usize,
    /// What introduces it, in a sentence or two; may be empty.
    pub deck: String,
}

/// A text in a list.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PageLine {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// `2025-06-02`; empty where it has no date.
    pub date: String,
    /// The same in words.
    pub date_text: String,
}

/// `page.html`: any other Markdown file.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PlainPage {
    /// The number of the chapter that it is; empty where it has none.
    pub number: String,
    /// The title.
    pub heading: String,
    /// The sentence under it; empty where there is none.
    pub deck: String,
    /// `2025-06-02`; empty where the page has no date.
    pub date: String,
    /// The same in words.
    pub date_text: String,
    /// The folders that it lies in, the outermost first.
    pub inside: Vec<LinkContext>,
    /// The text.
    pub body: BodyContext,
    /// The folders in the one that it introduces.
    pub folders: Vec<FolderLine>,
    /// The texts in the folder that it introduces.
    pub pages: Vec<PageLine>,
    /// What it cites.
    pub references: ReferenceList,
}

/// `references.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ReferencesPage {
    /// Every reference of the review.
    pub references: ReferenceList,
}

/// `404.html`
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct NotFound {
    /// The pages a lost reader may want.
    pub pages: Vec<LinkContext>,
}
