//! Which references are exported: by key, tag, type, year, and by what cites them.
//!
//! A pure step on the linked review. Different conditions all have to hold; of several values of one, any.

use crate::bibliography::{Item, csl_variables};
use crate::config::stem;
use crate::diagnostics::{did_you_mean, nearest};
use crate::review::Review;
use crate::review::tags::{Tag, Vocabulary};
use std::collections::BTreeSet;
use std::str::FromStr;

/// So many tags are named where one is asked for that is not there.
const LISTED: usize = 12;

/// What is asked for; an empty part asks for everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Keys of references.
    pub keys: Vec<String>,
    /// Whether only what some page or note cites.
    pub cited: bool,
    /// Tags, those below them included.
    pub tags: Vec<String>,
    /// CSL's types.
    pub types: Vec<String>,
    /// Years of publication.
    pub years: Option<Years>,
    /// The file of a page or its path in the site: what stands in its reference list.
    pub page: Option<String>,
    /// Whether only what the screening left in, beside what is named by its key.
    pub included: bool,
}

/// A range of years, both ends in it; none is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Years {
    /// The first year.
    pub from: Option<i32>,
    /// The last year.
    pub to: Option<i32>,
}

/// Something that is asked for and that the review does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What is not there.
    pub message: String,
    /// What may have been meant.
    pub hint: Option<String>,
}

impl Selection {
    /// Whether it asks for everything.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// For each source of the review, whether it is asked for; what a page lists is not looked at here.
    pub fn chosen(&self, review: &Review) -> Result<Vec<bool>, Unknown> {
        let keys: BTreeSet<usize> = each(&self.keys, |key| key_of(review, key))?;
        let tags: Vec<usize> = each(&self.tags, |tag| tag_of(review, tag))?;
        let tags: BTreeSet<usize> =
            tags.into_iter().flat_map(|tag| [vec![tag], review.vocabulary.below(tag)].concat()).collect();
        let types: BTreeSet<&str> = each(&self.types, type_of)?;
        let is_chosen = |(at, source): (usize, &crate::review::Source)| {
            let item = &source.reference.item;
            (self.keys.is_empty() || keys.contains(&at))
                && (!self.cited || !source.mentions.is_empty())
                && (self.tags.is_empty() || source.findings.iter().any(|finding| tags.contains(&finding.tag)))
                && (self.types.is_empty() || types.contains(item.kind()))
                && self.years.is_none_or(|years| years.has(item))
                && (!self.included || keys.contains(&at) || !source.is_excluded(&review.documents))
        };
        Ok(review.sources.iter().enumerate().map(is_chosen).collect())
    }

    /// The number of the document that is asked for: by its file, with or without `content/`, or by its path in the site.
    pub fn document(&self, review: &Review) -> Result<Option<usize>, Unknown> {
        let Some(page) = &self.page else { return Ok(None) };
        let wanted = page.replace('\\', "/");
        let wanted = wanted.trim_start_matches("./").trim_start_matches('/');
        let file = |at: usize| &*review.documents[at].note.summary.path;
        let is_it = |at: &usize| {
            let short = review.content.below(file(*at));
            [file(*at), short, stem(short), &review.documents[*at].path].contains(&wanted)
        };
        let found = (0..review.documents.len()).find(is_it);
        let known = || (0..review.documents.len()).map(file);
        let unknown = || Unknown {
            message: format!("no page of the review is called `{page}`"),
            hint: did_you_mean(wanted, known())
                .or_else(|| did_you_mean(&format!("content/{wanted}"), known()))
                .or_else(|| by_name(wanted, known())),
        };
        found.map(Some).ok_or_else(unknown)
    }
}

impl Years {
    /// Whether a work appeared within it, at least in part; what has no date did not.
    fn has(self, item: &Item) -> bool {
        let Some(date) = item.date("issued") else { return false };
        let (start, end) = (date.start.map(|day| day.year), date.end.map(|day| day.year));
        let last = end.or(if date.open { Some(i32::MAX) } else { start });
        let (Some(first), Some(last)) = (start.or(end), last) else { return false };
        self.from.is_none_or(|from| last >= from) && self.to.is_none_or(|to| first <= to)
    }
}

impl FromStr for Years {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "it is a year, or a range such as 2010..2019, 2010.. or ..2019".to_owned();
        let year = |text: &str| text.trim().parse::<i32>().map_err(|_| wrong());
        let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { year(text).map(Some) };
        let Some((from, to)) = text.split_once("..") else {
            let only = year(text)?;
            return Ok(Self { from: Some(only), to: Some(only) });
        };
        let years = Self { from: end(from)?, to: end(to)? };
        match (years.from, years.to) {
            (None, None) => Err(wrong()),
            (Some(from), Some(to)) if from > to => Err("the first year is later than the last one".to_owned()),
            _ => Ok(years),
        }
    }
}

fn each<'a, T, C: FromIterator<T>>(
    asked: &'a [String],
    find: impl Fn(&'a str) -> Result<T, Unknown>,
) -> Result<C, Unknown> {
    asked.iter().map(|word| find(word)).collect()
}

fn key_of(review: &Review, key: &str) -> Result<usize, Unknown> {
    let bare = key.strip_prefix('@').unwrap_or(key);
    let found = review.source_of(key).or_else(|| review.source_of(bare));
    found.ok_or_else(|| Unknown {
        message: format!("no reference has the key `{key}`"),
        hint: did_you_mean(bare, review.sources.iter().map(|source| source.reference.key.as_str())),
    })
}

/// The file whose name, without folders and ending, is nearest to that of a path.
fn by_name<'a>(wanted: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    fn stem(path: &str) -> &str {
        path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md").trim_end_matches(".html")
    }
    let best = nearest(stem(wanted), known.clone().map(stem))?;
    known.clone().find(|path| stem(path) == best).map(|path| format!("did you mean `{path}`?"))
}

fn tag_of(review: &Review, word: &str) -> Result<usize, Unknown> {
    let vocabulary = &review.vocabulary;
    let label = |tag: usize| vocabulary.tags[tag].label(&review.language);
    let by_label = || (0..vocabulary.tags.len()).find(|tag| label(*tag).to_lowercase() == word.to_lowercase());
    vocabulary.find(word).or_else(by_label).ok_or_else(|| Unknown {
        message: format!("the review has no tag `{word}`"),
        hint: meant_tag(vocabulary, word),
    })
}

/// The tag nearest to a word, by all of it or by its lowest level; else what tags there are.
fn meant_tag(vocabulary: &Vocabulary, word: &str) -> Option<String> {
    let lowest = |tag: &Tag| tag.word.rsplit('/').next().unwrap_or_default().to_owned();
    let words = || vocabulary.tags.iter().map(|tag| tag.word.as_str());
    let by_level = || {
        let levels: Vec<String> = vocabulary.tags.iter().map(lowest).collect();
        let level = nearest(word, levels.iter().map(String::as_str))?;
        let tag = vocabulary.tags.iter().find(|tag| lowest(tag) == level)?;
        Some(format!("did you mean `{}`?", tag.word))
    };
    let known: Vec<&str> = words().take(LISTED).collect();
    let more = vocabulary.tags.len() - known.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let all = (!known.is_empty()).then(|| format!("it has `{}`{more}", known.join("`, `")));
    did_you_mean(word, words()).or_else(by_level).or(all)
}

fn type_of(word: &str) -> Result<&'static str, Unknown> {
    csl_variables::TYPES.iter().find(|kind| **kind == word).copied().ok_or_else(|| Unknown {
        message: format!("CSL has no type `{word}`"),
        hint: did_you_mean(word, csl_variables::TYPES.iter().copied())
            .or_else(|| Some("such as `article-journal`, `book`, `chapter` or `thesis`".to_owned())),
    })
}
