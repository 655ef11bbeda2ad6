//! Headings of a text: their numbers, levels and anchors, and what is made of a title.

use super::{Headings, Input, Writer};
use crate::html::escape;
use crate::note::{Heading, Note};
use crate::page::context::ContentsItem;
use crate::review::chapters::section_numbers;
use crate::review::links::BLOCK;
use crate::review::{Review, Role, routes};

/// The number in front of each heading of a document; empty for those that have none. Where chapters have numbers, those of
/// sections begin with theirs.
pub fn heading_numbers(review: &Review, document: usize, headings: Headings) -> Vec<String> {
    let note = &review.documents[document].note.summary;
    let chapter = review.chapter_number(document);
    if !chapter.is_empty() {
        return section_numbers(&note.headings, chapter);
    }
    let is_book = review.chapters.iter().any(|chapter| !chapter.number.is_empty());
    let mut number = 0;
    let next = |heading: &Heading| {
        let counts = headings == Headings::Numbered && !is_book && heading.level <= 2;
        number += usize::from(counts);
        if counts { number.to_string() } else { String::new() }
    };
    note.headings.iter().map(next).collect()
}

pub(super) fn contents(note: &Note, numbers: &[String]) -> Vec<ContentsItem> {
    let items = note.summary.headings.iter().zip(numbers).filter(|(heading, _)| heading.level <= 2);
    items
        .map(|(heading, number)| ContentsItem {
            number: number.clone(),
            text: heading.text.clone(),
            id: heading.id.clone(),
        })
        .collect()
}

/// A title heading that stands nowhere else on the page: another than the title that the page has.
pub(super) fn lost_title(input: &Input<'_>, note: &Note) -> String {
    let summary = &note.summary;
    let Some(heading) = &summary.heading_title else { return String::new() };
    let folded = routes::fold(heading);
    let shown = match input.review.documents[input.document].role {
        Role::Source(source) => {
            let source = &input.review.sources[source];
            let title = routes::fold(&source.reference.spelled.title);
            title.contains(&folded)
                || routes::fold(&source.title) == folded
                || routes::fold(&source.reference.key) == folded
        }
        _ => summary.front.title.as_ref().is_none_or(|title| routes::fold(title) == folded),
    };
    if shown { String::new() } else { format!("<h2>{}</h2>\n", escape(heading)) }
}

impl Writer<'_, '_> {
    /// The level of a heading on the page: that of the page itself has level 1, and what is embedded stands below.
    pub(super) fn level(&self, n: usize) -> u8 {
        let level = self.note().summary.headings[n].level.max(2);
        (level + u8::from(self.text > 0)).min(6)
    }

    pub(super) fn heading(&self, n: usize) -> String {
        if self.text > 0 {
            return format!("<h{}>", self.level(n));
        }
        let heading = &self.note().summary.headings[n];
        let classes = escape(&heading.classes.join(" "));
        let class = if classes.is_empty() { String::new() } else { format!(" class=\"{classes}\"") };
        let number = match self.numbers[n].as_str() {
            "" => String::new(),
            number => format!("<span class=\"no\">{number}</span>"),
        };
        let ball = self.ball(n).unwrap_or_default();
        format!("<h{} id=\"{}\"{class}>{number}{ball}", self.level(n), escape(&heading.id))
    }

    /// The attribute by which a block can be linked to; only that of the page's own text.
    pub(super) fn anchor(&self, n: usize) -> String {
        let name = &self.note().summary.block_ids[n];
        if self.text > 0 { String::new() } else { format!(" id=\"{BLOCK}{}\"", escape(name)) }
    }

    /// The ball of the tag that a heading names, on a source's page.
    fn ball(&self, n: usize) -> Option<String> {
        let Headings::OfSource(source) = self.input.headings else { return None };
        let finding = self.input.review.sources[source].findings.iter().find(|finding| finding.heading == Some(n))?;
        Some(format!("{} ", crate::page::ball_html(finding.weight, self.input.words)))
    }
}
