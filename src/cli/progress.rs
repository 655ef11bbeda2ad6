//! How far a long build is, on a terminal.
#![allow(clippy::disallowed_methods, reason = "waiting is about time")]

use super::Common;
use crate::pace::Pace;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// Builds that end sooner show nothing.
const PATIENCE: Duration = Duration::from_millis(700);
const STEP: Duration = Duration::from_millis(100);
/// How many characters the bar has.
const WIDTH: usize = 30;

/// Does some work and shows meanwhile, where standard error is a terminal and it takes long, how far it is.
pub fn with_progress<R>(common: &Common, pace: &Pace, work: impl FnOnce() -> R) -> R {
    if common.quiet || !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, finished) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut limit = PATIENCE;
            let mut is_shown = false;
            while finished.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                limit = STEP;
                is_shown = true;
                draw(&bar(pace.progress()));
            }
            if is_shown {
                draw("");
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// Replaces the line of the terminal.
fn draw(line: &str) {
    let mut out = std::io::stderr().lock();
    // A terminal that is gone needs no bar.
    let _ = write!(out, "\r\x1b[K{line}").and_then(|()| out.flush());
}

fn bar((done, all): (usize, usize)) -> String {
    if all == 0 {
        return "reading the review".to_owned();
    }
    let full = WIDTH * done.min(all) / all;
    format!("[{}{}] {} %", "#".repeat(full), " ".repeat(WIDTH - full), 100 * done.min(all) / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills() {
        assert_eq!(bar((0, 0)), "reading the review");
        assert_eq!(bar((0, 4)), format!("[{}] 0 %", " ".repeat(WIDTH)));
        assert_eq!(bar((2, 4)), format!("[{}{}] 50 %", "#".repeat(15), " ".repeat(15)));
        assert_eq!(bar((4, 4)), format!("[{}] 100 %", "#".repeat(WIDTH)));
    }
}
