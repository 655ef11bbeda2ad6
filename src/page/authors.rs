//! The people and bodies behind the sources: their index, and a page for each.

use super::context::*;
use super::{Composer, Content, Page};
use crate::bibliography::Name;
use crate::collation::Collator;
use crate::html::SafeUrl;
use crate::review::authors::Author;
use crate::review::{Source, routes};
use std::collections::{BTreeMap, BTreeSet};

/// An author's page names so many co-authors.
const MOST_TOGETHER: usize = 60;
/// Sources of more authors say nothing of who works with whom.
const CROWD: usize = 100;

impl Composer<'_> {
    pub(super) fn authors_index(&self, path: &str) -> AuthorsIndex {
        let collator = Collator::new(&self.config.language);
        let mut letters: Vec<Letter> = Vec::new();
        for author in &self.review.authors {
            let label = author.name.inverted();
            let count = author.made.len() + author.edited.len();
            let letter = first_letter(&label);
            let line = AuthorLine { label, url: routes::relative(path, &author.path), count };
            match letters.last_mut().filter(|last| collator.is_one_letter(&last.label, &letter)) {
                Some(last) => last.authors.push(line),
                None => letters.push(Letter { label: letter, authors: vec![line] }),
            }
        }
        AuthorsIndex { count: self.review.authors.len(), letters }
    }

    pub(super) fn author_page(&self, at: usize) -> Page {
        let author = &self.review.authors[at];
        let path = &author.path;
        let lines = |sources: &[usize]| {
            let mut sources = sources.to_vec();
            sources.sort_by_key(|source| self.review.rank[*source]);
            self.source_lines(path, &sources)
        };
        let name = author.name.natural();
        let mut variants: Vec<String> = Vec::new();
        for variant in author.variants.iter().map(Name::natural) {
            if variant != name && !variants.contains(&variant) {
                variants.push(variant);
            }
        }
        let mut together = self.together(at, author);
        let more = together.len().saturating_sub(MOST_TOGETHER);
        together.truncate(MOST_TOGETHER);
        let orcid = author.orcid().map(|id| (id, SafeUrl::new(&format!("https://orcid.org/{id}"))));
        let it = AuthorPage {
            variants,
            orcid: orcid
                .and_then(|(id, url)| Some(LinkContext { label: id.to_owned(), url: url?.as_str().to_owned() })),
            years: self.years(&[&*author.made, &author.edited].concat()),
            sources: lines(&author.made),
            edited: lines(&author.edited),
            coins_html: self.coins(&[&*author.made, &author.edited].concat()),
            together,
            more,
            name: name.clone(),
        };
        self.page(path, &name, None, None, Content::Author(Box::new(it)))
    }

    /// Those who made sources together with this author, most shared first.
    fn together(&self, at: usize, author: &Author) -> Vec<AuthorLine> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let sources = author.made.iter().map(|source| &self.review.sources[*source].creators);
        for creators in sources.filter(|creators| creators.len() <= CROWD) {
            let others: BTreeSet<usize> = creators.iter().copied().filter(|other| *other != at).collect();
            others.into_iter().for_each(|other| *counts.entry(other).or_default() += 1);
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
        let line = |(other, count): (usize, usize)| {
            let other = &self.review.authors[other];
            AuthorLine { label: other.name.natural(), url: routes::relative(&author.path, &other.path), count }
        };
        counts.into_iter().map(line).collect()
    }

    /// Links to the pages of those that a source goes by, each as its record spells the name.
    pub(super) fn creators(&self, source: &Source) -> Vec<LinkContext> {
        let names = crate::review::authors::creators(&source.reference.item).1;
        let names = names.iter().filter(|name| !name.is_others()).map(Name::natural);
        let url = |author: &usize| routes::relative(&source.path, &self.review.authors[*author].path);
        names.zip(&source.creators).map(|(label, author)| LinkContext { label, url: url(author) }).collect()
    }
}

/// What a name begins with; names in Han or Hangul share one heading, as each of their first signs would be a letter of its own.
fn first_letter(label: &str) -> String {
    let first = label.chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
    match first as u32 {
        0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => "漢".to_owned(),
        0xAC00..=0xD7AF => "가".to_owned(),
        _ if first.is_numeric() => "0–9".to_owned(),
        _ => first.to_uppercase().collect(),
    }
}
