//! The page of a tag.

use super::body::{self, Headings};
use super::context::*;
use super::{Composer, Content, Page};
use crate::diagnostics::Diagnostic;
use crate::review::tags::{SourceFinding, Tag};
use crate::review::{Mention, Role, Source, routes};
use std::collections::BTreeMap;

impl Composer<'_> {
    pub(super) fn tag_page(&self, at: usize, diagnostics: &mut Vec<Diagnostic>) -> Page {
        let tag = &self.review.vocabulary.tags[at];
        let label = tag.label(&self.config.language);
        let sources: Vec<usize> = {
            let mut sources = tag.sources.clone();
            sources.sort_by_key(|source| self.review.rank[*source]);
            sources
        };
        let body =
            tag.introduction.map(|document| self.body(document, Headings::Plain, diagnostics)).unwrap_or_default();
        let list = match tag.introduction {
            Some(document) => self.citations.document(document),
            None => self.citations.tag(at),
        };
        let description = self.tag_description(tag);
        let (cited_in, more_passages) = self.cited_in(&tag.path, &self.mentions_of(tag, at));
        let (quotations, more_quotations) = self.quotations_under(at);
        let (debate, more_debate) = self.debate(at, &tag.path);
        let it = TagPage {
            slug: tag.slug.clone(),
            names: self.names_of(tag, &label),
            synonyms: tag.synonyms.iter().filter(|word| **word != label).cloned().collect(),
            broader: self.broader(tag),
            narrower: tag
                .narrower
                .iter()
                .map(|at| self.tag_line(&tag.path, &self.review.vocabulary.tags[*at]))
                .collect(),
            with_narrower: self.review.vocabulary.sources_at_and_below(at).len(),
            description: description.clone(),
            count: sources.len(),
            of: self
                .review
                .sources
                .iter()
                .filter(|source| source.note.is_some() || !source.findings.is_empty())
                .count(),
            years: self.years(&sources),
            body,
            findings: self.findings_under(tag, at, &sources),
            debate,
            more_debate,
            shared: self.shared(tag, at),
            timeline: self.timeline(tag, at, &sources),
            cited_in,
            more_passages,
            quotations,
            more_quotations,
            annotated_url: tag.annotated.as_ref().map(|path| routes::relative(&tag.path, path)).unwrap_or_default(),
            references: self.list_with_coins(list, &tag.path),
            label: label.clone(),
        };
        let introduction = tag.introduction.map(|document| &self.review.documents[document].note.summary.front);
        let language = introduction.and_then(|front| front.lang.as_deref());
        let description = Some(description).filter(|text| !text.is_empty());
        self.page(&tag.path, &label, description, language, Content::Tag(Box::new(it)))
    }

    /// The tags above a tag, the highest first.
    fn broader(&self, tag: &Tag) -> Vec<LinkContext> {
        let tags = &self.review.vocabulary.tags;
        let link = |at: usize| LinkContext {
            label: tags[at].label(&self.config.language),
            url: routes::relative(&tag.path, &tags[at].path),
        };
        let mut above: Vec<_> =
            tag.broader.into_iter().flat_map(|at| self.review.vocabulary.at_and_above(at)).map(link).collect();
        above.reverse();
        above
    }

    /// The tag's names in languages other than the review's.
    fn names_of(&self, tag: &Tag, label: &str) -> Vec<InLanguage> {
        let others = tag.labels.iter().filter(|(language, text)| !language.is_empty() && text != label);
        others
            .map(|(language, text)| InLanguage { language: language.clone(), label: String::new(), text: text.clone() })
            .collect()
    }

    /// What these sources say under a tag.
    fn findings_under(&self, tag: &Tag, at: usize, sources: &[usize]) -> Vec<FindingContext> {
        let sources = sources.iter().map(|source| &self.review.sources[*source]);
        let findings = sources.filter_map(|source| Some((source, finding_of(source, at)?)));
        findings.map(|(source, finding)| self.evidence(&tag.path, source, finding)).collect()
    }

    /// A finding of a source on the page of that path, linked to the heading of the note that is the evidence.
    pub(super) fn evidence(&self, path: &str, source: &Source, finding: &SourceFinding) -> FindingContext {
        let anchor = finding
            .heading
            .and_then(|heading| Some(&self.review.documents[source.note?].note.summary.headings[heading].id));
        let anchor = anchor.map(|id| format!("#{}", routes::encode(id))).unwrap_or_default();
        FindingContext {
            label: source.title.clone(),
            url: format!("{}{anchor}", routes::relative(path, &source.path)),
            key: super::name_of(&source.path).to_owned(),
            ball: body::ball_of(finding.weight),
            text: finding.text.clone(),
            at: finding.at.clone(),
        }
    }

    /// The other tags of the tag's sources, most shared first.
    fn shared(&self, tag: &Tag, at: usize) -> Vec<SharedTag> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let findings = tag.sources.iter().flat_map(|source| &self.review.sources[*source].findings);
        for finding in findings.filter(|finding| finding.tag != at) {
            *counts.entry(finding.tag).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
        let shared = |(other, count): (usize, usize)| {
            let other = &self.review.vocabulary.tags[other];
            SharedTag {
                label: other.label(&self.config.language),
                url: routes::relative(&tag.path, &other.path),
                count,
                percent: 100 * count / tag.sources.len().max(1),
            }
        };
        counts.into_iter().take(12).map(shared).collect()
    }

    /// The tag's sources on a line from the first year to the last.
    fn timeline(&self, tag: &Tag, at: usize, sources: &[usize]) -> Vec<TimePoint> {
        let dated: Vec<(&Source, i32)> = sources
            .iter()
            .map(|at| &self.review.sources[*at])
            .filter_map(|source| Some((source, source.reference.item.year()?)))
            .collect();
        let (Some((_, first)), Some((_, last))) = (dated.first(), dated.last()) else { return Vec::new() };
        if first == last || dated.len() > 8 {
            return Vec::new();
        }
        let span = f64::from(last - first);
        let point = |(source, year): &(&Source, i32)| TimePoint {
            x: format!("{:.1}", 6.0 + 86.0 * f64::from(year - first) / span),
            label: source.authors.clone(),
            year: source.year.clone(),
            url: routes::relative(&tag.path, &source.path),
            ball: finding_of(source, at).map_or(0, |finding| body::ball_of(finding.weight)),
        };
        dated.iter().map(point).collect()
    }

    /// Citations of the tag's sources that stand, in pages and other notes, under a heading naming the tag or beside a link to it.
    fn mentions_of(&self, tag: &Tag, at: usize) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for source in &tag.sources {
            mentions.extend(self.review.sources[*source].mentions.iter().filter(|mention| self.is_under(mention, at)));
        }
        mentions.sort_by_key(|mention| (mention.document, mention.cluster, mention.cite));
        mentions.dedup_by_key(|mention| (mention.document, self.passage_of(mention)));
        mentions
    }

    fn passage_of(&self, mention: &Mention) -> usize {
        self.review.documents[mention.document].note.summary.citations[mention.cluster].passage
    }

    /// Whether a mention stands under a heading that names the tag.
    pub(super) fn is_under(&self, mention: &Mention, tag: usize) -> bool {
        let document = &self.review.documents[mention.document];
        if document.role == Role::Tag(tag) {
            return false;
        }
        let heading = document.note.summary.passages[self.passage_of(mention)].heading;
        heading.is_some_and(|heading| document.heading_tags[heading] == Some(tag))
    }
}

fn finding_of(source: &Source, tag: usize) -> Option<&SourceFinding> {
    source.findings.iter().find(|finding| finding.tag == tag)
}
