//! What is to be formatted: one citation job for each page that has a reference list, one for the site's own list.

use super::embeds::{self, Layout, Placed};
use crate::bibliography::{Bibliography, Reference};
use crate::citation::{self, Cite, Cluster, Entry, Formatted, FormattedCluster, Job, Setting, Work};
use crate::memo::Memo;
use crate::note::{CiteItem, CiteMode};
use crate::pace::Pace;
use crate::review::{Review, Role};
use crate::style::Style;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

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

/// Every citation of the site, each document formatted when it is first asked for.
#[derive(Debug)]
pub struct Citations<'a> {
    jobs: Jobs<'a>,
    memo: &'a CitationMemo,
    /// By document; that of an introduction lists the sources of its tag, too.
    documents: Vec<OnceLock<Done>>,
    /// By tag, for those without an introduction.
    tags: Vec<OnceLock<Done>>,
    all: OnceLock<Whole>,
}

/// The list of all references, and the number of each source's entry in it.
#[derive(Debug)]
struct Whole {
    done: Done,
    entry_of: Vec<Option<usize>>,
}

impl<'a> Citations<'a> {
    /// Of this review in this style; `works` are those of its sources, in their order.
    pub fn new(review: &'a Review, style: &'a Style, works: &'a [Arc<Work>], memo: &'a CitationMemo) -> Self {
        let empty = |n: usize| std::iter::repeat_with(OnceLock::new).take(n).collect();
        Self {
            jobs: Jobs { review, style, works },
            memo,
            documents: empty(review.documents.len()),
            tags: empty(review.vocabulary.tags.len()),
            all: OnceLock::new(),
        }
    }

    /// The style.
    pub fn style(&self) -> &Style {
        self.jobs.style
    }

    /// Those of a document.
    pub fn document(&self, at: usize) -> &Done {
        self.documents[at].get_or_init(|| self.done(self.jobs.document(at)))
    }

    /// The list of a tag without an introduction.
    pub fn tag(&self, at: usize) -> &Done {
        self.tags[at].get_or_init(|| self.done(self.jobs.tag_without_introduction(at)))
    }

    /// The list of all references.
    pub fn all(&self) -> &Done {
        &self.whole().done
    }

    /// A citation as if it were the only one, out of the sentence.
    pub fn alone(&self, items: &[CiteItem]) -> Arc<Formatted> {
        let job = Arc::new(self.jobs.alone(items));
        self.memo.get(&job, |job| Arc::new(citation::format(job)))
    }

    /// A work in a list of its own.
    pub fn work_alone(&self, work: Work) -> Arc<Formatted> {
        let job = Job { style: self.jobs.style.clone(), works: vec![Arc::new(work)], clusters: Vec::new() };
        self.memo.get(&Arc::new(job), |job| Arc::new(citation::format(job)))
    }

    /// The entry of a source in that list.
    pub fn entry_of(&self, source: usize) -> Option<&Entry> {
        let whole = self.whole();
        whole.done.formatted.entries.get(whole.entry_of[source]?)
    }

    /// A source as a work.
    pub fn work(&self, source: usize) -> &Arc<Work> {
        &self.jobs.works[source]
    }

    /// How a text that cites nothing else would cite a source.
    pub fn source_alone(&self, source: usize) -> Done {
        let work = self.work(source);
        let cite = Cite {
            work: Some(0),
            key: work.key.clone(),
            mode: CiteMode::NormalCitation,
            prefix: Vec::new(),
            suffix: Vec::new(),
            locator: None,
        };
        let cluster = Cluster { cites: vec![cite], note: 0, setting: Setting::Text };
        let job = Job { style: self.jobs.style.clone(), works: vec![work.clone()], clusters: vec![cluster] };
        self.done((Layout::default(), job))
    }

    /// Formats the list of all references, and documents beside it: a page that asked for the list would have to wait.
    pub fn format_all(&self, pace: &Pace) {
        let documents = (0..self.documents.len()).into_par_iter().filter(|_| !pace.is_stopped());
        let format = |at: usize| {
            self.document(at);
            pace.step();
        };
        rayon::join(|| self.whole(), || documents.for_each(format));
    }

    /// How many documents [`Citations::format_all`] formats.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    fn whole(&self) -> &Whole {
        self.all.get_or_init(|| {
            let done = self.done((Layout::default(), self.jobs.whole_list()));
            let mut entry_of = vec![None; self.jobs.review.sources.len()];
            for (at, entry) in done.formatted.entries.iter().enumerate() {
                if let Some(source) = self.jobs.review.source_of(&done.job.works[entry.work].key) {
                    entry_of[source] = Some(at);
                }
            }
            Whole { done, entry_of }
        })
    }

    fn done(&self, (layout, job): (Layout, Job)) -> Done {
        let job = Arc::new(job);
        let formatted = self.memo.get(&job, |job| Arc::new(citation::format(job)));
        Done { job, formatted, layout }
    }
}

/// The job of the reference list of the whole review: in the order of first citation, the home page first.
pub fn whole_list(review: &Review, style: &Style, works: &[Arc<Work>]) -> Job {
    Jobs { review, style, works }.whole_list()
}

/// The works of the reference list of a document, in the order of citation.
pub fn listed_by(review: &Review, style: &Style, works: &[Arc<Work>], document: usize) -> Vec<Arc<Work>> {
    Jobs { review, style, works }.document(document).1.works
}

/// The references as works, in their order, which is that of a review's sources.
pub fn works(bibliography: &Bibliography) -> Vec<Arc<Work>> {
    let references: Vec<&Reference> = bibliography.iter().collect();
    references.par_iter().map(|reference| Arc::new(Work::new(&reference.key, &reference.item))).collect()
}

#[derive(Debug)]
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

    fn tag_without_introduction(&self, tag: usize) -> (Layout, Job) {
        (Layout::default(), self.job(&Layout::default(), &self.review.vocabulary.tags[tag].sources))
    }

    fn whole_list(&self) -> Job {
        if !self.style.lists_by_citation() {
            // Sorted by the style: the order of citation decides nothing, and a new citation leaves the list as it is.
            return self.job(&Layout::default(), &(0..self.works.len()).collect::<Vec<_>>());
        }
        let cited = self.review.documents.iter().flat_map(|document| &document.note.summary.citations);
        let cited = cited.flat_map(|cluster| &cluster.items).filter_map(|item| self.review.source_of(&item.key));
        let all: Vec<usize> = cited.chain(0..self.works.len()).collect();
        self.job(&Layout::default(), &all)
    }

    fn alone(&self, items: &[CiteItem]) -> Job {
        let sources: Vec<Option<usize>> = items.iter().map(|item| self.review.source_of(&item.key)).collect();
        let mut order: Vec<usize> = sources.iter().flatten().copied().collect();
        order.sort_unstable();
        order.dedup();
        let work = |source: &Option<usize>| order.binary_search(source.as_ref()?).ok();
        let cite = |(item, source): (&CiteItem, &Option<usize>)| {
            let mode = CiteMode::NormalCitation;
            Cite { mode, ..cite(self.review, item, work(source)) }
        };
        let cites = items.iter().zip(&sources).map(cite).collect();
        Job {
            style: self.style.clone(),
            works: order.iter().map(|source| self.works[*source].clone()).collect(),
            clusters: vec![Cluster { cites, note: 1, setting: Setting::Text }],
        }
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
        let clusters = citations.iter().map(|(items, placed)| Cluster {
            cites: items.iter().map(|item| cite(self.review, item, number(&item.key))).collect(),
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

/// A work of a note's citation, by its number in the job.
fn cite(review: &Review, item: &CiteItem, work: Option<usize>) -> Cite {
    Cite {
        work,
        key: item.key.clone(),
        mode: item.mode,
        prefix: review.kinds.prefix_of(item),
        suffix: item.suffix.clone(),
        locator: item.locator.clone(),
    }
}
