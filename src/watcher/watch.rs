//! A watcher on a thread of its own: what changes while a build is under way stops that build.

use super::{Changes, Hint, Watcher};
use crate::pace::Pace;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// A watcher at work; its thread ends with the program.
pub struct Watch {
    changes: Receiver<Changes>,
    hinting: Sender<Hint>,
    current: Arc<Mutex<Arc<Pace>>>,
    also: BTreeSet<PathBuf>,
}

impl Watch {
    /// Sets a watcher to work.
    pub fn start(mut watcher: Watcher) -> std::io::Result<Self> {
        let (sender, changes) = mpsc::channel();
        let hinting = watcher.hinting.clone();
        let current = Arc::new(Mutex::new(Arc::new(Pace::default())));
        let pace = Arc::clone(&current);
        std::thread::Builder::new().name("watcher".to_owned()).spawn(move || {
            loop {
                let found = watcher.wait();
                // First the build that is under way, which is the one before this change, then the change.
                if !found.paths.is_empty() {
                    pace.lock().unwrap_or_else(PoisonError::into_inner).stop();
                }
                if sender.send(found).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { changes, hinting, current, also: BTreeSet::new() })
    }

    /// The pace of the build that begins now; the next change stops it.
    pub fn pace(&self) -> Arc<Pace> {
        let pace = Arc::new(Pace::default());
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&pace);
        pace
    }

    /// Watches these files too, relative to the root, before it returns; whether they are others than before.
    pub fn also(&mut self, files: impl IntoIterator<Item = PathBuf>) -> bool {
        let files: BTreeSet<PathBuf> = files.into_iter().collect();
        if files == self.also {
            return false;
        }
        let (sender, done) = mpsc::channel();
        let asked = self.hinting.send(Hint::Also(files.iter().cloned().collect(), sender)).is_ok();
        self.also = files;
        asked && done.recv().is_ok()
    }

    /// Blocks until something changed; all that did since the last call.
    pub fn next(&self) -> Changes {
        let mut all = self.changes.recv().unwrap_or_default();
        for more in self.changes.try_iter() {
            all.paths.extend(more.paths);
            all.note = more.note.or(all.note);
        }
        all.paths.sort();
        all.paths.dedup();
        all
    }
}
