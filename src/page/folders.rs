//! Folders of texts: their own pages, and their lists on the home page.

use super::context::*;
use super::{Composer, Content, Page, begin, iso_date};
use crate::chapters::natural;
use crate::review::folders::Folder;
use crate::review::{Document, Role, routes};

/// So many texts that lie in no folder are listed on a home page that nobody has written.
const LISTED: usize = 60;
/// So many texts are the latest.
const LATEST: usize = 8;
/// So long is what a list says of a folder, in characters.
const DECK: usize = 200;

impl Composer<'_> {
    /// The page of a folder that no text introduces.
    pub(super) fn folder_page(&self, at: usize) -> Page {
        let folder = &self.review.folders[at];
        let it = PlainPage {
            number: String::new(),
            heading: folder.title.clone(),
            deck: String::new(),
            date: String::new(),
            date_text: String::new(),
            inside: self.crumbs(&folder.path, folder.outer),
            body: BodyContext::default(),
            folders: self.folder_lines(&folder.path, &folder.folders),
            pages: self.page_lines(&folder.path, &folder.documents),
            references: ReferenceList::default(),
        };
        self.page(&folder.path, &folder.title, None, None, Content::Plain(Box::new(it)))
    }

    /// The folders that a page lies in, the outermost first.
    pub(super) fn crumbs(&self, path: &str, inner: Option<usize>) -> Vec<LinkContext> {
        let mut all = Vec::new();
        let mut next = inner;
        while let Some(folder) = next.and_then(|at| self.review.folders.get(at)) {
            all.push(LinkContext { label: folder.title.clone(), url: routes::relative(path, &folder.path) });
            next = folder.outer;
        }
        all.reverse();
        all
    }

    /// The folder that a document introduces, and the one that it lies in.
    pub(super) fn folders_of(&self, document: usize) -> (Option<&Folder>, Option<usize>) {
        let own = self.review.folders.iter().find(|folder| folder.introduction == Some(document));
        let below = self.review.content.below(&self.review.documents[document].note.summary.path);
        let outer = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        let around = self.review.folders.iter().position(|folder| folder.below == outer);
        (own, own.map_or(around, |own| own.outer))
    }

    /// Folders as lines of a list on the page of that path.
    pub(super) fn folder_lines(&self, path: &str, folders: &[usize]) -> Vec<FolderLine> {
        let deck = |folder: &Folder| {
            let note = &self.review.documents[folder.introduction?].note.summary;
            Some(note.front.description.clone().unwrap_or_else(|| begin(&note.excerpt, DECK)))
        };
        let mut folders: Vec<&Folder> = folders.iter().map(|at| &self.review.folders[*at]).collect();
        folders.sort_by(|a, b| natural(&a.below, &b.below));
        let line = |folder: &&Folder| FolderLine {
            title: folder.title.clone(),
            url: routes::relative(path, &folder.path),
            count: folder.texts,
            deck: deck(folder).unwrap_or_default(),
        };
        folders.iter().map(line).collect()
    }

    /// Texts as lines of a list on the page of that path, by the names of their files.
    pub(super) fn page_lines(&self, path: &str, documents: &[usize]) -> Vec<PageLine> {
        let mut documents: Vec<&Document> = documents.iter().map(|at| &self.review.documents[*at]).collect();
        documents.sort_by(|a, b| natural(&a.note.summary.path, &b.note.summary.path));
        documents.into_iter().map(|document| self.page_line(path, document)).collect()
    }

    fn page_line(&self, path: &str, document: &Document) -> PageLine {
        let front = &document.note.summary.front;
        let title = self.review.title_of(document);
        let title = match document.role {
            Role::Source(source) => {
                let work = self.review.sources[source].reference.item.plain("title").unwrap_or_default();
                if work.is_empty() || title.starts_with(&work) { title } else { format!("{title}, {work}") }
            }
            _ => title,
        };
        PageLine {
            title,
            url: routes::relative(path, &document.path),
            date: iso_date(front.date.as_deref()),
            date_text: front.date.as_deref().map(|date| self.words.date(date)).unwrap_or_default(),
        }
    }

    /// The outermost folders, the texts that lie in none and are on no other list, how many more of these there are, and the
    /// latest: what a home page has that nobody has written.
    pub(super) fn unwritten_home(&self, path: &str) -> (Vec<FolderLine>, Vec<PageLine>, usize, Vec<PageLine>) {
        let outermost = self.review.folders.iter().enumerate().filter(|(_, folder)| folder.outer.is_none());
        let folders = self.folder_lines(path, &outermost.map(|(at, _)| at).collect::<Vec<_>>());
        let is_loose = |document: &(usize, &Document)| {
            document.1.role == Role::Page
                && document.1.chapter.is_none()
                && !self.review.content.below(&document.1.note.summary.path).contains('/')
        };
        let loose: Vec<usize> = self.review.documents.iter().enumerate().filter(is_loose).map(|(at, _)| at).collect();
        let mut pages = self.page_lines(path, &loose);
        let more = pages.len().saturating_sub(LISTED);
        pages.truncate(LISTED);
        let latest = self.dated().into_iter().filter(|page| page.path != path).take(LATEST).map(|page| PageLine {
            url: routes::relative(path, &page.path),
            date_text: self.words.date(&page.date),
            title: page.title,
            date: page.date,
        });
        (folders, pages, more, latest.collect())
    }
}
