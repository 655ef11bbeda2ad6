//! All that one template needs, for every page of the site.

use crate::bibliography::Item;
use crate::config::Config;
use crate::diagnostics::{Checked, Diagnostic};
use crate::export::table as csv;
use crate::html::escape;
use crate::note::Weight;
use crate::review::{Document, Review, Role, Source, page_title, routes};
use crate::screening::Flow;
use crate::words::Words;
use std::sync::OnceLock;

mod annotated;
mod authors;
mod block;
mod chapters;
pub mod body;
mod content;
pub mod context;
mod dated;
pub mod downloads;
pub mod embeds;
mod evidence;
mod folders;
mod home;
pub mod jobs;
mod lists;
mod map;
mod matrix;
pub mod metadata;
mod navigation;
mod own;
mod passages;
mod places;
mod progress;
mod quotations;
mod raw_html;
mod record;
mod references;
pub mod search;
mod related;
mod screening;
mod relations;
mod source;
mod subject;
mod tag;
mod timeline;

use body::Headings;
use context::*;
use jobs::Citations;

pub use content::Content;
pub use dated::Dated;
pub use references::{name_of, reference_anchor};
pub use subject::Subject;

/// A page, ready for its template.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its output path.
    pub path: String,
    /// The file of its template.
    pub template: &'static str,
    /// `page` in the template.
    pub page: PageContext,
    /// `it` in the template.
    pub it: Content,
}

/// What every page is composed from.
#[derive(Debug)]
pub struct Composer<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The words of the interface.
    pub words: &'a Words,
    /// The linked review.
    pub review: &'a Review,
    /// How its sources were chosen, where that is said.
    pub screening: Option<&'a Flow>,
    /// Its citations, formatted.
    pub citations: Citations<'a>,
    /// What `CITATION.cff` says of the review itself.
    pub own: Option<&'a Item>,
    /// The sources as COinS, each made when a list first has it.
    pub spans: Vec<OnceLock<String>>,
}

/// How much a source says, in a word.
fn weight_word(ball: Ball, words: &Words) -> &str {
    let word = match ball {
        3 => "central",
        2 => "discussed",
        1 => "mentioned",
        _ => "absent",
    };
    words.name("weights", word)
}

/// A Harvey ball with its word for those who listen.
pub fn ball_html(weight: Weight, words: &Words) -> String {
    let ball = body::ball_of(weight);
    let word = weight_word(ball, words);
    format!("<i class=\"b b{ball}\" role=\"img\" aria-label=\"{}\"></i>", escape(word))
}

impl Composer<'_> {
    /// What all templates share.
    pub fn site(&self) -> SiteContext {
        let config = self.config;
        let title = self.site_title();
        SiteContext {
            short_title: title.clone(),
            title,
            description: config.description.clone().or_else(|| self.home()?.note.summary.front.description.clone()),
            language: config.language.clone(),
            license: config.license.clone(),
            authors: config.authors.iter().map(|author| author.name.clone()).collect(),
            web_fonts: config.web_fonts,
            accent: config.accent.clone(),
            style: self.citations.style().title.clone(),
            has_feed: self.has_feed(),
            words: self.words.all.clone(),
        }
    }

    fn home(&self) -> Option<&Document> {
        self.review.documents.first().filter(|document| document.role == Role::Home)
    }

    fn site_title(&self) -> String {
        self.review.title.clone()
    }

    /// The context that every page has.
    fn page(&self, path: &str, title: &str, description: Option<String>, language: Option<&str>, it: Content) -> Page {
        let language = language.unwrap_or(&self.config.language);
        let is_lost = matches!(it, Content::NotFound(_));
        // A host shows 404.html at any depth: only an absolute address leads home from there.
        let root = self.config.base_url.clone().filter(|_| is_lost).unwrap_or_else(|| routes::root_of(path));
        let (previous, next) = self.before_and_after(path);
        let page = PageContext {
            previous,
            next,
            navigation: self.navigation(path, &root),
            more: self.more(path, &root),
            root,
            path: path.to_owned(),
            title: title.to_owned(),
            description,
            language: language.to_owned(),
            direction: direction(language),
            canonical: self.address(path).filter(|_| !is_lost),
            metas: Vec::new(),
            links: Vec::new(),
            json_ld: String::new(),
        };
        Page { path: path.to_owned(), template: it.template(), page, it }
    }

    /// The whole address of a page, where it is known where the site will stand; that of a folder for its index.
    pub fn address(&self, path: &str) -> Option<String> {
        let folder = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let base = self.config.base_url.as_ref()?;
        Some(format!("{base}{}", routes::encode(folder.unwrap_or(path))))
    }

    /// All that a page's template needs.
    pub fn compose(&self, subject: Subject) -> Checked<Page> {
        let mut diagnostics = Vec::new();
        let page = match subject {
            Subject::Document(at) => match self.review.documents[at].role {
                Role::Home => self.home_page(Some(at), &mut diagnostics),
                Role::Source(source) => self.source_page(source, &mut diagnostics),
                Role::Tag(tag) => self.tag_page(tag, &mut diagnostics),
                Role::Page => self.plain_page(at, &mut diagnostics),
            },
            Subject::Source(at) => self.source_page(at, &mut diagnostics),
            Subject::Tag(at) => self.tag_page(at, &mut diagnostics),
            Subject::Home => self.home_page(None, &mut diagnostics),
            Subject::Sources => self.index("sources", Content::Sources(self.sources_index("sources/index.html"))),
            Subject::Tags => self.index("tags", Content::Tags(self.tags_index("tags/index.html"))),
            Subject::Matrix => self.matrix_page(),
            Subject::References => {
                let references = self.list_with_coins(self.citations.all(), "references/index.html");
                self.index("references", Content::References(ReferencesPage { references }))
            }
            Subject::Annotated(tag) => self.annotated_page(tag),
            Subject::Timeline => {
                self.index("timeline", Content::Timeline(Box::new(self.timeline_page("timeline/index.html"))))
            }
            Subject::Authors => self.index("authors", Content::Authors(self.authors_index("authors/index.html"))),
            Subject::Author(at) => self.author_page(at),
            Subject::Folder(at) => self.folder_page(at),
            Subject::Search => self.index("search", Content::Search(self.search_page("search/index.html"))),
            Subject::Progress => self.index("progress", Content::Progress(Box::new(self.progress_page()))),
            Subject::Screening => self.index("screening", Content::Screening(Box::new(self.screening_page()))),
            Subject::Evidence => self.evidence_page(),
            Subject::Map => self.index("map", Content::Map(Box::new(self.map_page()))),
            Subject::NotFound => self.not_found(),
        };
        Checked { value: self.with_metadata(subject, page), diagnostics }
    }

    /// What is wrong with the site as a whole.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.unformattable();
        problems.extend(self.lost_navigation());
        problems
    }

    /// The text of a document, on the page of that path.
    fn body(&self, document: usize, headings: Headings, diagnostics: &mut Vec<Diagnostic>) -> BodyContext {
        let done = self.citations.document(document);
        let input = body::Input {
            composer: self,
            review: self.review,
            document,
            done,
            path: &self.review.documents[document].path,
            words: self.words,
            html: self.config.html,
            headings,
        };
        body::compose(input, diagnostics)
    }

    fn plain_page(&self, at: usize, diagnostics: &mut Vec<Diagnostic>) -> Page {
        let document = &self.review.documents[at];
        let front = &document.note.summary.front;
        let heading = page_title(&document.note.summary);
        let path = &document.path;
        let (own, outer) = self.folders_of(at);
        let it = PlainPage {
            number: self.review.chapter_number(at).to_owned(),
            heading: heading.clone(),
            deck: front.description.clone().unwrap_or_default(),
            date: iso_date(front.date.as_deref()),
            date_text: front.date.as_deref().map(|date| self.words.date(date)).unwrap_or_default(),
            inside: self.crumbs(path, outer),
            folders: own.map(|own| self.folder_lines(path, &own.folders)).unwrap_or_default(),
            pages: own.map(|own| self.page_lines(path, &own.documents)).unwrap_or_default(),
            body: self.body(at, Headings::Plain, diagnostics),
            references: self.reference_list(self.citations.document(at), &document.path),
        };
        self.page(
            &document.path,
            &heading,
            front.description.clone(),
            front.lang.as_deref(),
            Content::Plain(Box::new(it)),
        )
    }

    /// A page that lists all of something.
    fn index(&self, folder: &str, it: Content) -> Page {
        let name = if folder == "tags" { "themes" } else { folder };
        self.page(&format!("{folder}/index.html"), self.words.name("nav", name), None, None, it)
    }

    /// What a host shows for an address that is none.
    fn not_found(&self) -> Page {
        let title = self.words.name("not_found", "title");
        let page = self.page("404.html", title, None, None, Content::NotFound(NotFound { pages: Vec::new() }));
        let home = LinkContext { label: self.site_title(), url: format!("{}index.html", page.page.root) };
        let others = page
            .page
            .navigation
            .iter()
            .chain(&page.page.more)
            .map(|item| LinkContext { label: item.label.clone(), url: item.url.clone() });
        let it = Content::NotFound(NotFound { pages: std::iter::once(home).chain(others).collect() });
        Page { it, ..page }
    }
}

/// A date that `<time datetime>` takes; else empty.
fn iso_date(date: Option<&str>) -> String {
    let date = date.unwrap_or_default().trim();
    let plain = date.get(..10).unwrap_or(date);
    let is_iso = plain.parse::<jiff::civil::Date>().is_ok();
    if is_iso { plain.to_owned() } else { String::new() }
}

/// The first characters of a text, with a mark of omission where it is longer.
fn begin(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// The direction of a language's script.
fn direction(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "ar" | "fa" | "he" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" => "rtl",
        _ => "ltr",
    }
}

/// Whether a source is a work of its own, whose title is set in italics, or part of one, in quotation marks.
fn is_part(source: &Source) -> bool {
    let item = &source.reference.item;
    item.text("container-title").is_some()
        || item.kind().starts_with("article")
        || matches!(item.kind(), "chapter" | "webpage" | "post" | "post-weblog")
}
