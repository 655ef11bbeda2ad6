//! The texts in the order in which they are read: all of them on the home page, what stands before and after on each.

use super::Composer;
use super::context::{ChapterLine, LinkContext};
use crate::review::chapters::Chapter;
use crate::review::{MOST_CHAPTERS, Place, routes};

impl Composer<'_> {
    /// The parts and chapters, as lines of a list on the page of that path.
    pub(super) fn chapter_lines(&self, path: &str) -> Vec<ChapterLine> {
        if self.review.chapters.len() > MOST_CHAPTERS {
            return Vec::new();
        }
        let home = self.review.documents.iter().position(|document| document.path == path);
        let chapters =
            self.review.chapters.iter().filter(|chapter| chapter.document.is_none() || chapter.document != home);
        chapters
            .map(|chapter| ChapterLine {
                depth: chapter.depth,
                number: chapter.number.clone(),
                title: chapter.title.clone(),
                url: self.chapter_address(path, chapter).unwrap_or_default(),
            })
            .collect()
    }

    /// What stands before and after the page of that path.
    pub(super) fn before_and_after(&self, path: &str) -> (Option<LinkContext>, Option<LinkContext>) {
        let Some(Place::Document(document)) = self.review.place_of(path) else { return (None, None) };
        let Some(at) = self.review.documents[document].chapter else { return (None, None) };
        let chapters = &self.review.chapters;
        let link = |chapter: &Chapter| {
            let number = if chapter.number.is_empty() { String::new() } else { format!("{} ", chapter.number) };
            Some(LinkContext { label: format!("{number}{}", chapter.title), url: self.chapter_address(path, chapter)? })
        };
        (chapters[..at].iter().rev().find_map(link), chapters[at + 1..].iter().find_map(link))
    }

    fn chapter_address(&self, path: &str, chapter: &Chapter) -> Option<String> {
        Some(routes::relative(path, &self.review.documents[chapter.document?].path))
    }
}
