//! Waits until something changed in a review.
//!
//! What the system reports is only a hint: after it, and every few seconds without one (network drives and
//! folders shared with a container never report), the folders are compared with how they were. A burst of
//! saves is one change. Folders are watched, never files: a watch on a file dies at the first atomic save.
#![allow(clippy::disallowed_methods, reason = "waiting is about time")]

mod scan;
#[cfg(test)]
mod tests;
mod watch;

use crate::project;
use notify::event::{Event, EventKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use scan::{Identity, Scan};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::sleep;
use std::time::{Duration, Instant};

pub use watch::Watch;

/// The folders of a review; in its root only files count, for the output and `.git` stand there too.
pub const FOLDERS: &[&str] = &["content", "bibliography", "themes"];
/// The folder of a review whose notes lie in its root.
pub const WHOLE: &[&str] = &[""];

/// A burst is over when nothing happened for this long,
const QUIET: Duration = Duration::from_millis(80);
/// or after this long in any case.
const LONGEST: Duration = Duration::from_millis(500);

/// How often the folders are compared without a hint, where hints are to be expected and where not.
const SWEEP: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_secs(1);

/// What happened while waiting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// New, changed and deleted files, relative to the root.
    pub paths: Vec<PathBuf>,
    /// Something to tell the author about the watching itself; may come without a changed file.
    pub note: Option<String>,
}

/// Watches one review.
pub struct Watcher {
    root: PathBuf,
    folders: &'static [&'static str],
    skip: Vec<PathBuf>,
    also: BTreeSet<PathBuf>,
    system: Option<RecommendedWatcher>,
    hints: Receiver<Hint>,
    hinting: Sender<Hint>,
    /// What is watched, with what tells a folder from another one of the same name.
    armed: BTreeMap<PathBuf, Identity>,
    last: Scan,
    note: Option<String>,
}

/// What is reported.
enum Hint {
    /// Something may have changed.
    Change,
    /// Reports were lost.
    Overflow,
    /// The system cannot report any more.
    Failure(String),
    /// These files are watched too, from the answer on.
    Also(Vec<PathBuf>, Sender<()>),
}

impl Watcher {
    /// Watches these folders of the root from now on; `skip` are paths, relative to the root or absolute, whose content does not count.
    pub fn new(root: &Path, folders: &'static [&'static str], skip: Vec<PathBuf>) -> Self {
        let given = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let root = root.canonicalize().unwrap_or_else(|_| given.clone());
        let skip: Vec<PathBuf> = skip.iter().map(|path| root.join(path.strip_prefix(&given).unwrap_or(path))).collect();
        let (sender, hints) = mpsc::channel();
        let (system, failure) = match system_watcher(sender.clone(), skip.clone()) {
            Ok(system) => (Some(system), None),
            Err(error) => (None, Some(reason(&error))),
        };
        let armed = BTreeMap::new();
        let mut watcher = Self {
            root,
            folders,
            skip,
            also: BTreeSet::new(),
            system,
            hints,
            hinting: sender,
            armed,
            last: Scan::new(),
            note: None,
        };
        if let Some(reason) = failure {
            watcher.poll_instead(&reason);
        }
        watcher.arm();
        watcher.last = watcher.scan();
        watcher
    }

    /// Watches these files too, relative to the root: what a configuration names outside the usual folders.
    pub fn also(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        let folders = self.folders;
        let usual = |file: &PathBuf| folders.iter().any(|folder| file.starts_with(folder));
        self.also = files.into_iter().filter(|file| file.is_relative() && !usual(file)).collect();
        self.arm();
        self.last.retain(|path, _| usual(path) || path.components().count() == 1 || self.also.contains(path));
        for (path, stamp) in scan::stamps(&self.root, &self.also) {
            self.last.entry(path).or_insert(stamp);
        }
    }

    /// Blocks until something changed.
    pub fn wait(&mut self) -> Changes {
        loop {
            if let Some(changes) = self.wait_timeout(Duration::from_hours(1)) {
                return changes;
            }
        }
    }

    /// Blocks until something changed, about this long at most.
    pub fn wait_timeout(&mut self, limit: Duration) -> Option<Changes> {
        let begin = Instant::now();
        let mut hinted = false;
        loop {
            self.arm();
            let mut now = self.scan();
            if hinted || now != self.last {
                now = self.settle(now);
            }
            if let Some(changes) = self.advance(now) {
                return Some(changes);
            }
            let left = limit.checked_sub(begin.elapsed()).filter(|left| !left.is_zero())?;
            hinted = self.hint(left.min(if self.system.is_some() { SWEEP } else { POLL }));
        }
    }

    /// Waits for a hint, this long at most, and takes all that are there; whether something may have changed.
    fn hint(&mut self, limit: Duration) -> bool {
        let mut hinted = match self.hints.recv_timeout(limit) {
            Ok(hint) => self.take(hint),
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                sleep(limit);
                false
            }
        };
        while let Ok(hint) = self.hints.try_recv() {
            hinted |= self.take(hint);
        }
        hinted
    }

    /// Does what a hint asks for; whether something may have changed.
    fn take(&mut self, hint: Hint) -> bool {
        match hint {
            Hint::Change => {}
            // Folders that were made meanwhile may not be watched.
            Hint::Overflow => self.rearm(),
            Hint::Failure(reason) => self.poll_instead(&reason),
            Hint::Also(files, done) => {
                self.also(files);
                // Whoever asked may be gone.
                let _ = done.send(());
                return false;
            }
        }
        true
    }

    /// Waits for the end of a burst; how things are then.
    fn settle(&mut self, mut now: Scan) -> Scan {
        let begin = Instant::now();
        while begin.elapsed() < LONGEST {
            let hinted = self.hint(QUIET);
            let next = self.scan();
            if !hinted && next == now {
                break;
            }
            now = next;
        }
        now
    }

    /// Makes this the last scan; what differs from the one before, or is to be told.
    fn advance(&mut self, now: Scan) -> Option<Changes> {
        let paths = scan::differences(&self.last, &now);
        self.last = now;
        let note = self.note.take();
        (!paths.is_empty() || note.is_some()).then_some(Changes { paths, note })
    }

    fn scan(&self) -> Scan {
        let mut scan = scan::scan(&self.root, self.folders, &self.skip);
        scan.extend(scan::stamps(&self.root, &self.also));
        scan
    }

    /// Watches all folders that are there, anew where one was replaced.
    fn arm(&mut self) {
        let whole = if self.folders == WHOLE { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        self.arm_folder(self.root.clone(), whole);
        for folder in self.folders.iter().filter(|folder| !folder.is_empty()) {
            self.arm_folder(self.root.join(folder), RecursiveMode::Recursive);
        }
        let others: BTreeSet<PathBuf> =
            self.also.iter().filter_map(|file| self.root.join(file).parent().map(Path::to_owned)).collect();
        for folder in others {
            self.arm_folder(folder, RecursiveMode::NonRecursive);
        }
    }

    /// Watches everything anew.
    fn rearm(&mut self) {
        for folder in std::mem::take(&mut self.armed).into_keys() {
            if let Some(system) = &mut self.system {
                // The system may have dropped the watch with the folder already.
                let _ = system.unwatch(&folder);
            }
        }
        self.arm();
    }

    fn arm_folder(&mut self, folder: PathBuf, mode: RecursiveMode) {
        let Some(system) = &mut self.system else { return };
        let now = scan::identity(&folder);
        if self.armed.get(&folder) == now.as_ref() {
            return;
        }
        if self.armed.remove(&folder).is_some() {
            // The system may have dropped the watch with the folder already.
            let _ = system.unwatch(&folder);
        }
        let Some(identity) = now else { return };
        match system.watch(&folder, mode) {
            Ok(()) => drop(self.armed.insert(folder, identity)),
            Err(error) if is_gone(&error) => {}
            Err(error) => self.poll_instead(&reason(&error)),
        }
    }

    /// Goes on without the system's help.
    fn poll_instead(&mut self, reason: &str) {
        self.system = None;
        self.armed.clear();
        self.note = Some(format!("the system cannot report changes ({reason}): looking for them every second instead"));
    }
}

/// The system's own watcher; it sends a hint for everything that may matter.
fn system_watcher(sender: Sender<Hint>, skip: Vec<PathBuf>) -> notify::Result<RecommendedWatcher> {
    let handler = move |report: notify::Result<Event>| {
        if let Some(hint) = hint_of(report, &skip) {
            // Nobody listens any more when the watcher is being dropped.
            let _ = sender.send(hint);
        }
    };
    RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false))
}

fn hint_of(report: notify::Result<Event>, skip: &[PathBuf]) -> Option<Hint> {
    let relevant = |path: &PathBuf| !project::is_noise(path) && !skip.iter().any(|skipped| path.starts_with(skipped));
    match report {
        Err(error) if is_gone(&error) => Some(Hint::Change),
        Err(error) => Some(Hint::Failure(reason(&error))),
        Ok(event) if event.need_rescan() => Some(Hint::Overflow),
        Ok(Event { kind: EventKind::Access(_), .. }) => None,
        Ok(event) => event.paths.iter().any(relevant).then_some(Hint::Change),
    }
}

/// Whether it failed only because a folder has just been deleted.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "more folders than fs.inotify.max_user_watches allows".to_owned(),
        ErrorKind::Io(cause) => cause.to_string(),
        _ => error.to_string(),
    }
}
