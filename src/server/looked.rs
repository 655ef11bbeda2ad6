//! Which pages are being looked at: those that an open tab shows, and those that were asked for a moment ago.
#![allow(
    clippy::disallowed_methods,
    reason = "how long ago a page was asked for decides what is rendered first, not what"
)]

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A tab asks again within this time, and a page that is loading begins to.
const MOMENT: Duration = Duration::from_secs(5);

/// The pages, by output path, each once.
#[derive(Debug, Default)]
pub struct Looked(Mutex<Vec<Page>>);

#[derive(Debug)]
struct Page {
    path: String,
    /// When it was last asked for.
    last: Instant,
    /// How many tabs are waiting for its changes.
    tabs: usize,
}

/// A tab that waits for changes of its page, as long as this value lives.
#[derive(Debug)]
pub struct Waiting<'a> {
    looked: &'a Looked,
    path: String,
}

impl Looked {
    /// A page was asked for.
    pub fn asked(&self, path: &str) {
        self.touch(path, |_| {});
    }

    /// A tab waits for changes of this page.
    pub fn waits(&self, path: String) -> Waiting<'_> {
        self.touch(&path, |page| page.tabs += 1);
        Waiting { looked: self, path }
    }

    /// The pages that are looked at now, the latest first.
    pub fn paths(&self) -> Vec<String> {
        let mut pages = self.pages();
        pages.retain(Page::is_looked_at);
        pages.sort_by_key(|page| std::cmp::Reverse(page.last));
        pages.iter().map(|page| page.path.clone()).collect()
    }

    fn touch(&self, path: &str, change: impl FnOnce(&mut Page)) {
        let mut pages = self.pages();
        pages.retain(|page| page.path == path || page.is_looked_at());
        let at = pages.iter().position(|page| page.path == path).unwrap_or_else(|| {
            pages.push(Page { path: path.to_owned(), last: Instant::now(), tabs: 0 });
            pages.len() - 1
        });
        if let Some(page) = pages.get_mut(at) {
            page.last = Instant::now();
            change(page);
        }
    }

    fn pages(&self) -> MutexGuard<'_, Vec<Page>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Page {
    fn is_looked_at(&self) -> bool {
        self.tabs > 0 || self.last.elapsed() < MOMENT
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.looked.touch(&self.path, |page| page.tabs = page.tabs.saturating_sub(1));
    }
}
