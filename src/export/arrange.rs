//! In which order the chosen references stand, and under which headings.

use super::language::Tag;
use crate::bibliography::{Name, csl_variables, year_text};
use crate::collation::Collator;
use crate::review::Review;
use crate::words::Words;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// An order other than that of the style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// By author in the review's language, then year and title.
    Author,
    /// The oldest first, what has no date last.
    Year,
    /// The newest first, what has no date last.
    YearDescending,
    /// By title in the review's language.
    Title,
    /// By key.
    Key,
    /// As in the files of the bibliography.
    Added,
}

/// What a list is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The tags in the order of the site; a work stands under each of its own.
    Tag,
    /// CSL's types, in the order of the specification.
    Type,
    /// Years, the oldest first.
    Year,
    /// Languages in the order of their names.
    Language,
}

/// These sources in another order.
pub fn sorted(review: &Review, mut sources: Vec<usize>, sort: Sort) -> Vec<usize> {
    let collator = Collator::new(&review.language);
    let item = |at: usize| &review.sources[at].reference.item;
    let title = |at: usize| item(at).plain("title").unwrap_or_default();
    // A year that is missing comes last in both directions.
    let year = |at: usize| item(at).year().map_or((true, 0), |year| (false, i64::from(year)));
    let newest = |at: usize| (year(at).0, Reverse(year(at).1));
    let text = |a: &str, b: &str| collator.compare(a, b);
    let by_author = |a: usize, b: usize| {
        let (one, other) = (author(review, a), author(review, b));
        text(&one, &other).then_with(|| year(a).cmp(&year(b))).then_with(|| text(&title(a), &title(b)))
    };
    sources.sort_by(|a, b| {
        let (a, b) = (*a, *b);
        let order = match sort {
            Sort::Author => by_author(a, b),
            Sort::Year => year(a).cmp(&year(b)).then_with(|| by_author(a, b)),
            Sort::YearDescending => newest(a).cmp(&newest(b)).then_with(|| by_author(a, b)),
            Sort::Title => text(&title(a), &title(b)).then_with(|| by_author(a, b)),
            Sort::Key => review.sources[a].reference.key.cmp(&review.sources[b].reference.key),
            Sort::Added => Ordering::Equal,
        };
        order.then(a.cmp(&b))
    });
    sources
}

/// The names that a work is sorted by, else its title.
fn author(review: &Review, source: usize) -> String {
    let item = &review.sources[source].reference.item;
    let names = ["author", "editor", "director", "compiler", "translator"].map(|role| item.names(role));
    let names = names.iter().find(|names| !names.is_empty());
    let names = names.map(|names| names.iter().map(Name::inverted).collect::<Vec<_>>().join("; "));
    names.or_else(|| item.plain("title")).unwrap_or_default()
}

/// The headings, with the places of what stands under each in the given list; what has no tag or language stands last.
pub fn groups(review: &Review, words: &Words, listed: &[usize], by: GroupBy) -> Vec<(String, Vec<usize>)> {
    let mut groups: BTreeMap<(i64, String), Vec<usize>> = BTreeMap::new();
    for (place, source) in listed.iter().enumerate() {
        for heading in headings(review, words, *source, by) {
            groups.entry(heading).or_default().push(place);
        }
    }
    let mut groups: Vec<((i64, String), Vec<usize>)> = groups.into_iter().collect();
    let collator = Collator::new(&review.language);
    groups.sort_by(|((a, one), _), ((b, other), _)| a.cmp(b).then_with(|| collator.compare(one, other)));
    groups.into_iter().map(|((_, heading), places)| (heading, places)).collect()
}

/// The headings that a source stands under, each with its rank.
fn headings(review: &Review, words: &Words, source: usize, by: GroupBy) -> Vec<(i64, String)> {
    let source = &review.sources[source];
    let item = &source.reference.item;
    let rank = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    let none = |name: &str| vec![(i64::MAX, words.text(name).to_owned())];
    match by {
        GroupBy::Tag if source.findings.is_empty() => none("without_tag"),
        GroupBy::Tag => {
            let label = |tag: usize| review.vocabulary.tags[tag].label(&review.language);
            source.findings.iter().map(|finding| (rank(finding.tag), label(finding.tag))).collect()
        }
        GroupBy::Type => {
            let kind = item.kind();
            let place = csl_variables::TYPES.iter().position(|known| *known == kind);
            vec![(place.map_or(i64::MAX, rank), words.of("types", kind).unwrap_or(kind).to_owned())]
        }
        GroupBy::Year => match item.year() {
            Some(year) => vec![(i64::from(year), year_text(year))],
            None => none("no_date"),
        },
        GroupBy::Language => match item.text("language").and_then(|language| Tag::new(&language)) {
            Some(tag) => vec![(0, capitalised(words.of("languages", tag.primary()).unwrap_or(tag.primary())))],
            None => none("without_language"),
        },
    }
}

/// A heading begins with a capital; names of languages do not in every language.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
