//! All notes and references linked: who is about whom, who cites whom and where, what carries which tag.
//!
//! One of the two places where all notes meet; it sees their summaries only.

use crate::bibliography::{Bibliography, Reference};
use crate::chapters::spoken;
use crate::config::{Config, Content, HOMES, stem};
use crate::diagnostics::Checked;
use crate::note::{Note, NoteSummary};
use crate::project::Why;
use crate::words::Words;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

pub mod authors;
pub mod crossrefs;
pub mod fields;
pub mod folders;
pub mod links;
mod mentions;
mod missing;
pub mod chapters;
pub mod names;
mod paths;
pub mod reading;
pub mod quotations;
pub mod relations;
mod roles;
pub mod routes;
mod slips;
mod sources;
pub mod tags;
mod vocabulary;

use authors::Author;
use chapters::Chapter;
use crossrefs::Labelled;
use fields::Column;
use folders::Folder;
use links::Target;
use missing::Missing;
use names::Names;
use quotations::Quoted;
use relations::{Kinds, Relation, Said};
pub use roles::Joins;
use tags::{SourceFinding, Vocabulary};

/// The pages that a site makes of itself; nothing else may stand at their paths, even where one is left out.
pub const FIXED_PAGES: &[&str] = &[
    "sources/index.html",
    "tags/index.html",
    "matrix/index.html",
    "references/index.html",
    "404.html",
    "annotated/index.html",
    "timeline/index.html",
    "authors/index.html",
    "search/index.html",
    "progress/index.html",
    "screening/index.html",
    "evidence/index.html",
    "map/index.html",
];

/// More chapters than this are listed folder by folder, and not at once.
pub const MOST_CHAPTERS: usize = 400;

/// A linked review.
#[derive(Debug)]
pub struct Review {
    /// That of the configuration, else of the home page, else a word for a review without one.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// Where its texts lie.
    pub content: Content,
    /// The Markdown files, the home page first, then by path.
    pub documents: Vec<Document>,
    /// The parts and chapters, in the order in which they are read; none where nothing says that order.
    pub chapters: Vec<Chapter>,
    /// The folders that texts lie in; none of a review that has chapters.
    pub folders: Vec<Folder>,
    /// Every reference, in the order of the bibliography.
    pub sources: Vec<Source>,
    /// The people and bodies behind the sources, in the order of the language.
    pub authors: Vec<Author>,
    /// The tags.
    pub vocabulary: Vocabulary,
    /// The quotations from sources, in the order of the documents.
    pub quotations: Vec<Quoted>,
    /// The columns of the evidence table.
    pub columns: Vec<Column>,
    /// The relations that a source may have to another.
    pub kinds: Kinds,
    /// Those that the notes say it has: by year of the one, kind, year of the other.
    pub relations: Vec<Relation>,
    /// Where the links of each document lead, in the order of its summary.
    pub targets: Vec<Vec<Target>>,
    /// The numbers of the sources by year, those without one last, then by author in the review's language.
    pub by_year: Vec<usize>,
    /// The place of each source in that order.
    pub rank: Vec<usize>,
    /// Those of the [`FIXED_PAGES`] that this site does not have.
    pub left_out: Vec<&'static str>,
    by_key: HashMap<String, usize>,
    /// What texts refer to by a label.
    labelled: HashMap<String, Labelled>,
    /// By output path, where paths are given out.
    by_path: HashMap<String, Place>,
}

/// What a page is about, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A Markdown file.
    Document(usize),
    /// A source without a note.
    Source(usize),
    /// A tag without an introduction.
    Tag(usize),
    /// The annotated bibliography of a tag.
    Annotated(usize),
    /// An author.
    Author(usize),
}

/// A Markdown file with its place in the review.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file, understood.
    pub note: Arc<Note>,
    /// What it is in the review.
    pub role: Role,
    /// Its output path.
    pub path: String,
    /// The number of its chapter, if it is one.
    pub chapter: Option<usize>,
    /// The tag that its folder gives it, where the configuration asks for that and it has none of its own.
    pub folder_tag: Option<String>,
    /// The number of the tag that each of its headings names.
    pub heading_tags: Vec<Option<usize>>,
}

/// What a Markdown file is in the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `content/index.md`: the review itself.
    Home,
    /// The note on the source of this number.
    Source(usize),
    /// The introduction of the tag of this number.
    Tag(usize),
    /// Any other page.
    Page,
}

/// A work under review.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its record.
    pub reference: Reference,
    /// The number of its note among the documents.
    pub note: Option<usize>,
    /// Its output path.
    pub path: String,
    /// "Lai and Lu".
    pub authors: String,
    /// "2012"; "n.d." in the words of the interface where there is no date.
    pub year: String,
    /// "Lai and Lu 2012".
    pub title: String,
    /// What it says under its tags, in the order of the site.
    pub findings: Vec<SourceFinding>,
    /// Every citation of it, in the order of the documents.
    pub mentions: Vec<Mention>,
    /// The numbers of the relations that it has to others or others have to it.
    pub relations: Vec<usize>,
    /// The numbers of the authors that it goes by, one for each name of the record.
    pub creators: Vec<usize>,
    /// The numbers of the editors, where others wrote it.
    pub editors: Vec<usize>,
}

/// A citation of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The number of the document.
    pub document: usize,
    /// The number of the citation in it.
    pub cluster: usize,
    /// The number of the work within the citation.
    pub cite: usize,
    /// The relation that stands before the work.
    pub relation: Option<Said>,
}

impl Source {
    /// Its note, one of these documents, if anything is written in it.
    pub fn written(&self, documents: &[Document]) -> Option<usize> {
        self.note.filter(|note| !documents[*note].note.is_blank())
    }

    /// Whether its note, one of these documents, leaves it out of the review: it carries no themes then.
    pub fn is_excluded(&self, documents: &[Document]) -> bool {
        self.note.is_some_and(|note| documents[note].note.summary.front.is_excluded())
    }
}

impl Review {
    /// The number of the source with this key.
    pub fn source_of(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The pages that this site makes of itself.
    pub fn fixed_pages(&self) -> impl Iterator<Item = &'static str> {
        FIXED_PAGES.iter().copied().filter(|page| !self.left_out.contains(page))
    }

    /// What a key refers to within the review, where no reference has it: a figure, a table, a section.
    pub fn labelled(&self, key: &str) -> Option<&Labelled> {
        if self.by_key.contains_key(key) {
            return None;
        }
        self.labelled.get(key).or_else(|| self.labelled.get(&crossrefs::plain(key)))
    }

    /// What the page of this output path is about; nothing for the pages that every site has.
    pub fn place_of(&self, path: &str) -> Option<Place> {
        self.by_path.get(path).copied()
    }

    /// The title of the home page; none where that is not written, or says no title.
    pub fn home_title(&self) -> Option<String> {
        let home = self.documents.first().filter(|document| document.role == Role::Home)?;
        own_title(&home.note.summary)
    }

    /// The chapter that a document is.
    pub fn chapter_of(&self, document: usize) -> Option<&Chapter> {
        self.chapters.get(self.documents[document].chapter?)
    }

    /// The number of the chapter that a document is; empty where it has none.
    pub fn chapter_number(&self, document: usize) -> &str {
        self.chapter_of(document).map_or("", |chapter| &chapter.number)
    }

    /// The title of a document, as links to it say it.
    pub fn title_of(&self, document: &Document) -> String {
        match document.role {
            Role::Source(source) => self.sources[source].title.clone(),
            Role::Tag(tag) => self.vocabulary.tags[tag].label(&self.language),
            Role::Home => own_title(&document.note.summary).unwrap_or_else(|| self.title.clone()),
            Role::Page => page_title(&document.note.summary),
        }
    }
}

/// The title of a page: its front matter's, its first heading's, its file's name without the id that Zettlr puts before it.
pub fn page_title(note: &NoteSummary) -> String {
    let name = || {
        let name = note.path.rsplit('/').next().unwrap_or(&note.path);
        let name = stem(name);
        if HOMES.contains(&name.to_ascii_lowercase().as_str())
            && let Some((folders, _)) = note.path.rsplit_once('/')
        {
            return spoken(folders.rsplit('/').next().unwrap_or(folders));
        }
        if let Some(title) = names::page_of_logseq(name) {
            return title;
        }
        let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
        let title = rest.trim_start_matches([' ', '-', '_']);
        if name.len() - rest.len() >= 12 && !title.is_empty() { title.to_owned() } else { name.to_owned() }
    };
    own_title(note).unwrap_or_else(name)
}

/// The title that a note gives itself.
fn own_title(note: &NoteSummary) -> Option<String> {
    note.front.title.clone().or_else(|| note.heading_title.clone())
}

/// The texts that are no part of a review.
#[derive(Debug, Clone, Copy, Default)]
pub struct Aside<'a> {
    /// The paths of drafts.
    pub drafts: &'a [Arc<str>],
    /// Those of other texts, and why they are none.
    pub left_out: &'a [(Why, String)],
}

/// Links the notes of a review with its references. `assets` are the paths of the other files under `content/`.
pub fn link<'a>(
    config: &Config,
    words: &Words,
    notes: Vec<Arc<Note>>,
    bibliography: &Bibliography,
    assets: impl Iterator<Item = &'a str>,
    aside: &Aside<'_>,
    order: &crate::chapters::Chapters,
) -> Checked<Review> {
    let mut diagnostics = Vec::new();
    let references: Vec<&Reference> = bibliography.iter().collect();
    let mut sources: Vec<Source> = references.par_iter().map(|reference| sources::source(reference, words)).collect();
    let joins = Joins::new(bibliography, &config.content);
    let mut missing = Missing::new(config.bibliography.as_deref());
    let mut documents = roles::documents(notes, &mut sources, &joins, &mut missing, &mut diagnostics);
    let vocabulary = vocabulary::of_review(config, &mut documents, &mut sources, &mut diagnostics);
    let columns = fields::columns(config, &documents);
    let authors = authors::authors(&mut sources, &config.language);
    let by_year = sources::by_year(&sources, &config.language);
    let mut rank = vec![0; sources.len()];
    for (place, source) in by_year.iter().enumerate() {
        rank[*source] = place;
    }
    let left_out = paths::left_out(config, &documents);
    let mut review = Review {
        title: String::new(),
        language: config.language.clone(),
        content: config.content.clone(),
        by_year,
        rank,
        documents,
        chapters: Vec::new(),
        folders: Vec::new(),
        sources,
        authors,
        vocabulary,
        quotations: Vec::new(),
        columns,
        kinds: Kinds::new(config, words),
        relations: Vec::new(),
        targets: Vec::new(),
        left_out,
        by_key: joins.by_key,
        labelled: HashMap::new(),
        by_path: HashMap::new(),
    };
    let title = config.title.clone().or_else(|| review.home_title());
    review.title = title.unwrap_or_else(|| words.text("untitled").to_owned());
    review.chapters = chapters::of_documents(order, &mut review.documents, config.title.as_deref());
    if review.chapters.len() > MOST_CHAPTERS || review.chapters.is_empty() {
        review.folders = folders::of_documents(&review.content, &review.documents);
    }
    paths::assign(&mut review);
    review.by_path = paths::places(&review);
    diagnostics.extend(review.documents.iter().filter_map(|document| paths::displaced(&review.content, document)));
    review.labelled = crossrefs::labelled(&review);
    diagnostics.extend(mentions::mention(&mut review, &mut missing));
    review.quotations = quotations::quotations(&review);
    relations::relate(&mut review, &mut missing, &mut diagnostics);
    diagnostics.extend(slips::find(&review));
    diagnostics.extend(missing.report(&review.by_key, bibliography));
    let names = Names::new(&review, assets, aside);
    let resolve = |document: &Document| {
        let mut problems = Vec::new();
        let targets = links::resolve(&review, &names, document, &mut problems);
        Checked { value: targets, diagnostics: problems }
    };
    let resolved: Vec<Checked<Vec<Target>>> = review.documents.par_iter().map(resolve).collect();
    review.targets = resolved.into_iter().map(|resolved| resolved.unpack(&mut diagnostics)).collect();
    Checked { value: review, diagnostics }
}
