//! How far the review is: what is read, what waits, what is cited without being read, what has no words yet.
//!
//! For its authors: a preview has the page, a site only where the configuration asks for it.

use super::Composer;
use super::context::{LinkContext, ProgressList, ProgressPage};
use crate::review::reading::{Reading, reading};
use crate::review::{Source, routes};
use std::collections::BTreeMap;

/// Where the page stands.
pub const PROGRESS: &str = "progress/index.html";

/// The most entries of a list.
const LISTED: usize = 150;

/// The state of reading of a source, in the order of the page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Said(Reading),
    /// There is a note, and it does not say.
    Unsaid,
    /// There is no note.
    Bare,
}

impl Composer<'_> {
    pub(super) fn progress_page(&self) -> ProgressPage {
        let sources = &self.review.sources;
        let mut states: BTreeMap<State, Vec<usize>> = BTreeMap::new();
        for at in &self.review.by_year {
            states.entry(self.state_of(&sources[*at])).or_default().push(*at);
        }
        let of = |state: Reading, is_cited: bool| -> Vec<usize> {
            let all = states.get(&State::Said(state)).into_iter().flatten().copied();
            all.filter(|at| self.review.is_cited(&sources[*at]) == is_cited).collect()
        };
        let todo = [("cited_unread", of(Reading::Unread, true)), ("read_uncited", of(Reading::Read, false))];
        let todo = todo.into_iter().map(|(kind, all)| self.progress_list(kind, String::new(), &all));
        let todo = todo.filter(|list| list.count > 0).collect();
        let unwritten = std::iter::once(self.without_introduction()).filter(|list| list.count > 0).collect();
        let states = states.iter().map(|(state, all)| {
            let (kind, word) = match state {
                State::Said(Reading::Read) => ("read", ""),
                State::Said(Reading::Begun) => ("reading", ""),
                State::Said(Reading::Unread) => ("unread", ""),
                State::Said(Reading::Other(word)) => ("other", word.as_str()),
                State::Unsaid => ("unsaid", ""),
                State::Bare => ("bare", ""),
            };
            self.progress_list(kind, word.to_owned(), all)
        });
        ProgressPage { count: sources.len(), states: states.collect(), todo, unwritten }
    }

    fn state_of(&self, source: &Source) -> State {
        let Some(note) = source.note else { return State::Bare };
        reading(&self.review.documents[note].note.summary.front).map_or(State::Unsaid, State::Said)
    }

    fn progress_list(&self, kind: &'static str, word: String, sources: &[usize]) -> ProgressList {
        let link = |at: &usize| {
            let source = &self.review.sources[*at];
            LinkContext { label: source.title.clone(), url: routes::relative(PROGRESS, &source.path) }
        };
        listed(kind, word, sources.iter().map(link).collect())
    }

    fn without_introduction(&self) -> ProgressList {
        let tags = self.review.vocabulary.tags.iter().filter(|tag| tag.introduction.is_none());
        let link = |tag: &crate::review::tags::Tag| LinkContext {
            label: tag.label(&self.config.language),
            url: routes::relative(PROGRESS, &tag.path),
        };
        listed("no_introduction", String::new(), tags.map(link).collect())
    }
}

fn listed(kind: &'static str, word: String, mut items: Vec<LinkContext>) -> ProgressList {
    let count = items.len();
    items.truncate(LISTED);
    ProgressList { kind, word, count, more: count - items.len(), items }
}
