//! Headings, and which of them is the title of its text.

use super::{Body, First, Place};
use crate::note::{Heading, PartHeading, Piece, UNNUMBERED};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

impl Body<'_> {
    /// Whether nothing stands before this but comments.
    fn says_nothing(&self) -> bool {
        let mut html = String::new();
        let is_html = |piece: &Piece| match piece {
            Piece::Event(Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)) => true,
            Piece::Event(Event::Html(line)) => {
                html.push_str(line);
                true
            }
            _ => false,
        };
        let html_only = self.pieces.iter().all(is_html);
        let comment = html.trim();
        html_only
            && (comment.is_empty()
                || comment.starts_with("<!--") && comment.find("-->") == comment.len().checked_sub(3))
    }

    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: &str,
        mut classes: Vec<String>,
        range: Range<usize>,
    ) {
        // Markdown does not know pandoc's short form.
        if self.file.text.get(range.clone()).is_some_and(|line| line.trim_end().ends_with("{-}")) {
            classes.push(UNNUMBERED.to_owned());
        }
        if level == HeadingLevel::H1 && self.heading_title.is_none() && self.says_nothing() {
            self.place = Place::Title;
            id.clone_into(&mut self.title_id);
            self.is_unnumbered = classes.iter().any(|class| class == UNNUMBERED);
            return;
        }
        self.first_block = First::Done;
        self.place = Place::Heading;
        self.single_block();
        self.pieces.push(Piece::HeadingStart(self.headings.len()));
        let span = self.file.span(range);
        self.headings.push(Heading {
            level: level as u8,
            id: id.to_owned(),
            text: String::new(),
            classes,
            says: None,
            span,
        });
    }

    pub(super) fn end_heading(&mut self) {
        let text = std::mem::take(&mut self.heading_text);
        match std::mem::replace(&mut self.place, Place::Text) {
            Place::Title => match PartHeading::of(&text) {
                Some(part) => self.part = Some(part),
                None => self.heading_title = Some(text),
            },
            _ => {
                self.pieces.push(Piece::HeadingEnd(self.headings.len().saturating_sub(1)));
                if let Some(heading) = self.headings.last_mut() {
                    heading.text = text;
                }
            }
        }
    }
}
