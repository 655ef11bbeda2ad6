//! A thousand random edits while the preview runs: at the end it serves what a fresh build makes, and weighs no more
//! than it did near the beginning.

use super::preview::{PATIENCE, Preview};
use crate::support::Review;
use crate::support::author::{self, Author};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::{Duration, Instant};

const EDITS: usize = 1000;
/// After so many the memory is measured first.
const WARM: usize = 100;
/// So many pages that what the review takes up counts for more than how the heap is cut.
const PAGES: usize = 150;
/// By so many hundredths it may be larger at the end.
const MORE: u64 = 10;
/// A page is answered sooner, whatever is being built.
const SOON: Duration = Duration::from_secs(10);

#[test]
fn after_a_thousand_random_edits_it_serves_what_a_fresh_build_makes() {
    let seed = author::seed(1000);
    let review = Rc::new(Review::new([]));
    let mut author = Author::new(&review, seed, PAGES);
    let preview = Preview::of(review, &[]);
    let mut trial = Trial { preview, paths: BTreeSet::new(), log: Vec::new(), seed };

    trial.settle();
    trial.work(&mut author, WARM);
    let early = trial.weigh(&mut author);
    trial.work(&mut author, EDITS - WARM);
    author.mend();
    trial.settle();
    let late = trial.weigh(&mut author);

    match (early, late) {
        (Some(early), Some(late)) => {
            println!("memory in KiB after {WARM} edits: {early}, after {EDITS}: {late}");
            assert!(late * 100 <= early * (100 + MORE), "seed {seed}: from {early} to {late} KiB");
        }
        _ => println!("the memory was not compared: this system has no /proc/PID/status"),
    }
}

/// A preview under random edits.
struct Trial {
    preview: Preview,
    /// All that was part of the site at some time.
    paths: BTreeSet<String>,
    log: Vec<String>,
    seed: u64,
}

impl Trial {
    /// Makes so many edits, in bursts and alone.
    fn work(&mut self, author: &mut Author, edits: usize) {
        let end = self.log.len() + edits;
        while self.log.len() < end {
            let burst = (1 + author.luck(20)).min(end - self.log.len());
            for _ in 0..burst {
                self.log.push(author.edit());
            }
            // Sometimes shorter than the end of a burst, sometimes in the middle of a build, sometimes after it.
            std::thread::sleep(Duration::from_millis(author.luck(400) as u64));
            if author.luck(3) == 0 {
                self.paths.extend(self.preview.review.build_for_preview().site.files.into_keys());
            }
            let start = Instant::now();
            let path = self.paths.iter().nth(author.luck(self.paths.len())).unwrap();
            let status = self.preview.get(&format!("/{path}")).0;
            assert!(status == 200 || status == 404, "{}: {path}: {status}", self.about());
            assert!(start.elapsed() < SOON, "{}: {path} took {:?}", self.about(), start.elapsed());
        }
    }

    /// Waits until the preview serves what a fresh build makes, every file of it and not one more.
    fn settle(&mut self) {
        let fresh = self.preview.review.build_for_preview().site.files;
        self.paths.extend(fresh.keys().cloned());
        let start = Instant::now();
        loop {
            let differs = |path: &&String| self.preview.file(path).as_deref() != fresh.get(*path).map(|bytes| &**bytes);
            let different: Vec<&String> = self.paths.iter().filter(differs).collect();
            if different.is_empty() {
                return;
            }
            let found = || format!("{different:?} differ from a fresh build; {}", self.preview.events());
            assert!(start.elapsed() < PATIENCE, "{}: {}", self.about(), found());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The memory with the review as it was on the first day and nothing to do.
    ///
    /// Before that comes, each time, the same hard day: the review as large as it will be, in every style and language, all
    /// of it broken and mended. So what is loaded once and kept is there, and the heap has been as high as it will be.
    fn weigh(&mut self, author: &mut Author) -> Option<u64> {
        author.mend();
        for look in author::LOOKS {
            author.dress(*look);
            author.grow();
            self.settle();
            author.spoil_all();
            std::thread::sleep(Duration::from_millis(300));
            author.mend();
        }
        self.settle();
        author.begin_anew();
        self.settle();
        self.preview.rest();
        self.preview.memory()
    }

    fn about(&self) -> String {
        let last = &self.log[self.log.len().saturating_sub(25)..];
        format!("SOURCEBOOK_SEED={}, after {} edits, the last: {last:#?}", self.seed, self.log.len())
    }
}
