//! Sources and tags in lists, on the home page and on their index pages.

use super::context::*;
use super::{Composer, body, is_part};
use crate::bibliography::year_text;
use crate::html::escape;
use crate::review::tags::{SourceFinding, Tag};
use crate::review::{Source, routes};
use crate::rich::Rich;
use std::collections::{BTreeMap, BTreeSet};

/// In a list of more sources than this each has its title alone: what it says and its themes stand on its own page.
const MOST_WHOLE: usize = 1_000;
/// The most tags that stand in a row, as balls or words.
pub(super) const MOST_TAGS: usize = 12;
/// The plate at the head of the home page has at most so many rows and columns.
const PLATE: (usize, usize) = (24, MOST_TAGS);

impl Composer<'_> {
    /// `noted`, `untagged`, `excluded` or `bare`.
    pub(super) fn state(&self, source: &Source) -> &'static str {
        match (source.written(&self.review.documents), source.findings.is_empty()) {
            (None, _) => "bare",
            (Some(_), _) if source.is_excluded(&self.review.documents) => "excluded",
            (Some(_), true) => "untagged",
            (Some(_), false) => "noted",
        }
    }

    /// Sources as lines of a list on the page of that path.
    pub(super) fn source_lines(&self, path: &str, sources: &[usize]) -> Vec<SourceLine> {
        sources.iter().map(|at| self.source_line(path, &self.review.sources[*at])).collect()
    }

    fn source_line(&self, path: &str, source: &Source) -> SourceLine {
        let item = &source.reference.item;
        let note = source.note.map(|note| &self.review.documents[note].note.summary);
        SourceLine {
            key: source.reference.key.clone(),
            url: routes::relative(path, &source.path),
            year: source.year.clone(),
            year_order: item.year().map_or(9999, i64::from),
            authors: source.authors.clone(),
            title_html: self.title_in_list(source),
            language: self.title_language(source),
            quoted: is_part(source),
            kind: item.kind().to_owned(),
            kind_label: self.kind_label(item.kind()),
            claim: self.summary(source),
            state: self.state(source),
            status: note.and_then(|note| note.front.status.clone()).unwrap_or_default(),
            strip: self.named_strip(&source.findings),
            tags: source.findings.iter().map(|finding| self.review.vocabulary.tags[finding.tag].slug.clone()).collect(),
        }
    }

    /// What the note on a source says in short: its description, else its first sentences; empty without a note.
    pub(super) fn summary(&self, source: &Source) -> String {
        let note = source.note.map(|note| &self.review.documents[note].note.summary);
        note.map(|note| note.front.description.clone().unwrap_or_else(|| note.excerpt.clone())).unwrap_or_default()
    }

    /// One ball for each tag of the site; none for a source without tags, or where there are too many tags for a row.
    fn strip(&self, findings: &[SourceFinding]) -> Vec<Ball> {
        if findings.is_empty() || self.review.vocabulary.themes().count() > MOST_TAGS {
            return Vec::new();
        }
        let ball = |(at, _): (usize, &Tag)| {
            let finding = findings.iter().find(|finding| finding.tag == at);
            finding.map_or(0, |finding| body::ball_of(finding.weight))
        };
        self.review.vocabulary.themes().map(ball).collect()
    }

    /// The same with the names of the tags that the balls are of.
    fn named_strip(&self, findings: &[SourceFinding]) -> Vec<StripBall> {
        let named = |(ball, (_, tag)): (Ball, (usize, &Tag))| StripBall {
            ball,
            tag: if ball > 0 { tag.label(&self.config.language) } else { String::new() },
        };
        self.strip(findings).into_iter().zip(self.review.vocabulary.themes()).map(named).collect()
    }

    /// The title as it stands in a list: where that puts it in quotation marks, those within are the inner ones.
    fn title_in_list(&self, source: &Source) -> String {
        let title = self.title_html(source);
        let marks = [["quote_open", "quote_inner_open"], ["quote_close", "quote_inner_close"]];
        let marks = marks.map(|pair| pair.map(|name| self.words.text(name)));
        // “ alone closes a German quotation, which has nothing to do with ours.
        let [opened, closed] = [0, 1].map(|end| title.matches(marks[end][0]).count());
        match is_part(source) && opened == closed {
            true => marks.iter().fold(title, |title, [outer, inner]| title.replace(outer, inner)),
            false => title,
        }
    }

    /// The title with CSL's inline markup as HTML.
    pub(super) fn title_html(&self, source: &Source) -> String {
        let spelled = &source.reference.spelled.title;
        let title = Some(spelled).filter(|title| !title.is_empty());
        title.map_or_else(|| escape(&source.reference.key), |title| Rich::from_markup(title).html(&|_, inner| inner))
    }

    /// The language of a title where it is not the review's.
    pub(super) fn title_language(&self, source: &Source) -> String {
        let primary = |language: &str| language.split('-').next().unwrap_or_default().to_lowercase();
        let language = source.reference.item.text("language").unwrap_or_default();
        let is_tag = !language.is_empty()
            && language.split('-').all(|part| part.len() <= 8 && part.chars().all(|c| c.is_ascii_alphanumeric()));
        let differs = is_tag && primary(&language) != primary(&self.config.language);
        if !differs {
            return String::new();
        }
        // A Chinese title in Latin letters is Latin: fonts for Han would set it badly.
        let title = source.reference.item.plain("title").unwrap_or_default();
        let latin = title.chars().filter(|c| c.is_alphabetic()).all(|c| (c as u32) < 0x250);
        match latin
            && matches!(
                primary(&language).as_str(),
                "zh" | "ja" | "ko" | "ru" | "kk" | "ar" | "fa" | "he" | "uk" | "el"
            ) {
            true => format!("{}-Latn", primary(&language)),
            false => language.to_string(),
        }
    }

    /// CSL's type in words.
    pub(super) fn kind_label(&self, kind: &str) -> String {
        self.words.of("types", kind).unwrap_or(kind).to_owned()
    }

    /// The tags as lines of a list on the page of that path.
    pub(super) fn tag_lines(&self, path: &str) -> Vec<TagLine> {
        self.review.vocabulary.themes().map(|(_, tag)| self.tag_line(path, tag)).collect()
    }

    /// A tag as a line of a list on the page of that path.
    pub(super) fn tag_line(&self, path: &str, tag: &Tag) -> TagLine {
        TagLine {
            slug: tag.slug.clone(),
            label: tag.label(&self.config.language),
            url: routes::relative(path, &tag.path),
            description: self.tag_description(tag),
            count: tag.sources.len(),
            years: self.years(&tag.sources),
            group: self.review.vocabulary.group_of(tag, &self.config.language).0,
        }
    }

    /// The definition of a tag: its introduction's description.
    pub(super) fn tag_description(&self, tag: &Tag) -> String {
        let introduction = tag.introduction.map(|at| &self.review.documents[at].note.summary.front);
        introduction.and_then(|front| front.description.clone()).unwrap_or_default()
    }

    /// "2012–2023" for these sources; empty where none is dated.
    pub(super) fn years(&self, sources: &[usize]) -> String {
        let years = sources.iter().filter_map(|at| self.review.sources[*at].reference.item.year());
        match (years.clone().min(), years.max()) {
            (Some(first), Some(last)) if first == last => year_text(first),
            (Some(first), Some(last)) => format!("{}–{}", year_text(first), year_text(last)),
            _ => String::new(),
        }
    }

    /// The table of sources and tags, where it fits.
    pub(super) fn plate(&self, path: &str) -> Option<Plate> {
        let tags: Vec<&Tag> = self.review.vocabulary.themes().map(|(_, tag)| tag).collect();
        let rows: Vec<usize> =
            self.review.by_year.iter().copied().filter(|at| !self.review.sources[*at].findings.is_empty()).collect();
        if rows.is_empty() || tags.is_empty() || rows.len() > PLATE.0 || tags.len() > PLATE.1 {
            return None;
        }
        let row = |at: &usize| {
            let source = &self.review.sources[*at];
            PlateRow {
                label: source.authors.clone(),
                year: source.year.clone(),
                url: routes::relative(path, &source.path),
                balls: self.strip(&source.findings),
            }
        };
        let head = |tag: &&Tag| LinkContext {
            label: tag.label(&self.config.language),
            url: routes::relative(path, &tag.path),
        };
        Some(Plate { tags: tags.iter().map(head).collect(), rows: rows.iter().map(row).collect() })
    }

    pub(super) fn sources_index(&self, path: &str) -> SourcesIndex {
        let mut sources = self.source_lines(path, &self.review.by_year);
        if sources.len() > MOST_WHOLE {
            for line in &mut sources {
                line.strip.clear();
                line.claim.clear();
            }
        }
        let kinds: BTreeMap<String, String> =
            sources.iter().map(|line| (line.kind.clone(), line.kind_label.clone())).collect();
        let mut statuses: Vec<String> =
            sources.iter().map(|line| line.status.clone()).filter(|status| !status.is_empty()).collect();
        statuses.sort();
        statuses.dedup();
        let noted = sources.iter().filter(|line| line.state != "bare").count();
        let kinds = kinds.into_iter().map(|(kind, label)| KindContext { kind, label }).collect();
        SourcesIndex { noted, tags: self.tag_lines(path), kinds, statuses, sources }
    }

    pub(super) fn tags_index(&self, path: &str) -> TagsIndex {
        let tags = self.tag_lines(path);
        let vocabulary = &self.review.vocabulary;
        let mut groups: Vec<LinkContext> = Vec::new();
        let mut known = BTreeSet::new();
        for tag in &vocabulary.tags {
            let (label, above) = vocabulary.group_of(tag, &self.config.language);
            if known.insert(label.clone()) {
                let url = above.map(|above| routes::relative(path, &vocabulary.tags[above].path)).unwrap_or_default();
                groups.push(LinkContext { label, url });
            }
        }
        TagsIndex { tags, groups }
    }
}
