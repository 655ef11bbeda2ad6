//! How far a build is, and whether it is still wanted: the one thing that a build and those who wait for it share.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Seen from several threads at once.
#[derive(Debug, Default)]
pub struct Pace {
    done: AtomicUsize,
    all: AtomicUsize,
    stopped: AtomicBool,
}

impl Pace {
    /// So many steps are to be made: documents to format, then pages.
    pub fn begin(&self, all: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }

    /// One more step is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// How many steps are done, and of how many; none of none before they are known.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }

    /// The build is no longer wanted: what it was made from has changed.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it is no longer wanted.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
