//! What is to be formatted: one citation job for each page that has a reference list, one for the site's own list.

use super::embeds::{self, Layout, Placed};
use crate::citation::{self, Cite, Cluster, Formatted, FormattedCluster, Job, Work};
use crate::memo::Memo;
use crate::review::{Review, Role, Source};
use crate::style::Style;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Formatted citations, remembered by their job.
pub type CitationMemo = Memo<Arc<Job>, Arc<Formatted>>;

/// A job and what became of it.
#[derive(Debug, Clone)]
pub struct Done {
    /// The job.
    pub job: Arc<Job>,
    /// The result.
    pub formatted: Arc<Formatted>,
    /// The texts of the page.
    pub layout: Layout,
}

impl Done {
    /// A citation of the page's own text, formatted.
    pub fn cluster(&self, n: usize) -> Option<&FormattedCluster> {
        self.formatted.clusters.get(*self.layout.texts.first()?.clusters.get(&n)?)
    }
}

/// Every citation of the site, formatted.
#[derive(Debug)]
pub struct Citations {
    /// By document; that of an introduction lists the sources of its tag, too.
    pub documents: Vec<Done>,
    /// By tag, for those without an introduction.
    pub tags: Vec<Option<Done>>,
    /// The list of all references.
    pub all: Done,
    /// The number of each source's entry in that list.
    pub entry_of: Vec<Option<usize>>,
}

/// Formats all citations of a review, pages in parallel.
pub fn format(review: &Review, style: &Style, memo: &CitationMemo) -> Citations {
    let works = works(review);
    let jobs = Jobs { review, style, works: &works };
    let whole = |job: Job| {
        let job = Arc::new(job);
        let formatted = memo.get(&job, |job| Arc::new(citation::format(job)));
        Done { job, formatted, layout: Layout::default() }
    };
    let all = whole(jobs.whole_list());
    let mut entry_of = vec![None; review.sources.len()];
    for (at, entry) in all.formatted.entries.iter().enumerate() {
        if let Some(source) = review.source_of(&all.job.works[entry.work].key) {
            entry_of[source] = Some(at);
        }
    }
    let run = |(layout, job): (Layout, Job)| {
        let job = Arc::new(job);
        let formatted = memo.get(&job, |job| Arc::new(citation::format(job)));
        Done { job, formatted, layout }
    };
    let documents = (0..review.documents.len()).into_par_iter();
    let tags = (0..review.vocabulary.tags.len()).into_par_iter();
    let (documents, tags) = rayon::join(
        || documents.map(|at| run(jobs.document(at))).collect(),
        || tags.map(|tag| jobs.tag_without_introduction(tag).map(run)).collect(),
    );
    Citations { documents, tags, all, entry_of }
}

/// The job of the reference list of the whole review: in the order of first citation, the home page first.
pub fn whole_list(review: &Review, style: &Style) -> Job {
    let works = works(review);
    Jobs { review, style, works: &works }.whole_list()
}

fn works(review: &Review) -> Vec<Arc<Work>> {
    let work = |source: &Source| Arc::new(Work::new(&source.reference.key, &source.reference.item));
    review.sources.iter().map(work).collect()
}

struct Jobs<'a> {
    review: &'a Review,
    style: &'a Style,
    works: &'a [Arc<Work>],
}

impl Jobs<'_> {
    /// The citations of a document, and a list of what it cites and what its front matter adds.
    fn document(&self, at: usize) -> (Layout, Job) {
        let document = &self.review.documents[at];
        let front = &document.note.summary.front;
        let mut listed: Vec<usize> = Vec::new();
        if front.nocite.iter().any(|(key, _)| key == "*") {
            listed.extend(0..self.works.len());
        }
        listed.extend(front.nocite.iter().filter_map(|(key, _)| self.review.source_of(key)));
        if let Role::Tag(tag) = document.role {
            listed.extend(&self.review.vocabulary.tags[tag].sources);
        }
        let layout = embeds::layout(self.review, at);
        let job = self.job(&layout, &listed);
        (layout, job)
    }

    fn tag_without_introduction(&self, tag: usize) -> Option<(Layout, Job)> {
        let tag = &self.review.vocabulary.tags[tag];
        tag.introduction.is_none().then(|| (Layout::default(), self.job(&Layout::default(), &tag.sources)))
    }

    fn whole_list(&self) -> Job {
        let cited = self.review.documents.iter().flat_map(|document| &document.note.summary.citations);
        let cited = cited.flat_map(|cluster| &cluster.items).filter_map(|item| self.review.source_of(&item.key));
        let all: Vec<usize> = cited.chain(0..self.works.len()).collect();
        self.job(&Layout::default(), &all)
    }

    fn job(&self, layout: &Layout, listed: &[usize]) -> Job {
        let citation = |placed: &Placed| {
            (&self.review.documents[placed.document].note.summary.citations[placed.citation].items, *placed)
        };
        let citations: Vec<_> = layout.clusters.iter().map(citation).collect();
        let cited = citations.iter().flat_map(|(items, _)| *items).filter_map(|item| self.review.source_of(&item.key));
        let mut seen = BTreeSet::new();
        let order: Vec<usize> = cited.chain(listed.iter().copied()).filter(|source| seen.insert(*source)).collect();
        let numbers: BTreeMap<usize, usize> = order.iter().enumerate().map(|(at, source)| (*source, at)).collect();
        let number = |key: &str| numbers.get(&self.review.source_of(key)?).copied();
        let cite = |item: &crate::note::CiteItem| Cite {
            work: number(&item.key),
            key: item.key.clone(),
            mode: item.mode,
            prefix: item.prefix.clone(),
            suffix: item.suffix.clone(),
            locator: item.locator.clone(),
        };
        let clusters = citations.iter().map(|(items, placed)| Cluster {
            cites: items.iter().map(cite).collect(),
            note: placed.note,
            setting: placed.setting,
        });
        let clusters = clusters.collect();
        Job {
            style: self.style.clone(),
            works: order.iter().map(|source| self.works[*source].clone()).collect(),
            clusters,
        }
    }
}
