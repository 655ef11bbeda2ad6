//! What the preview says on a terminal and in a pipe, how it ends, and what it leaves alone.

use super::preview::Preview;
use crate::support::Review;
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Ending takes no time; a machine may be busy.
const AT_ONCE: Duration = Duration::from_secs(5);

/// The lines that tell of a build.
fn builds(preview: &Preview) -> Vec<String> {
    preview.said().lines().filter(|line| line.contains(" ms, ")).map(str::to_owned).collect()
}

/// A line with a number in place of the milliseconds.
fn timeless(line: &str) -> String {
    let (before, after) = line.split_once(" ms, ").unwrap();
    let (before, number) = before.rsplit_once(' ').unwrap();
    assert!(number.parse::<u64>().is_ok(), "{line}");
    format!("{before} N ms, {after}")
}

#[test]
fn each_rebuild_is_one_line() {
    let preview = Preview::start();
    preview.until("the first line", |preview| builds(preview).len() == 1);
    let edit = |path: &str, text: &str| {
        let before = builds(&preview).len();
        preview.review.write(path, text.as_bytes());
        preview.until(path, |preview| builds(preview).len() > before);
    };
    edit("content/more.md", "# More\n\nOn @barr2015.\n");
    edit("content/more.md", "# More\n\nOn @nobody.\n");
    edit("content/more.md", "# More\n\nOn @barr2015 again.\n");
    let lines: Vec<String> = builds(&preview).iter().map(|line| timeless(line)).collect();
    let pages = lines[0].strip_suffix(" pages in N ms, no problems").unwrap();
    let of = format!("of {} pages in N ms", pages.parse::<usize>().unwrap() + 1);
    let more = lines[1..].iter().map(|line| line.strip_prefix("content/more.md: ").unwrap());
    let told: Vec<&str> = more.map(|line| line.split_once(' ').unwrap().1).collect();
    assert_eq!(told, [format!("{of}, no problems"), format!("{of}, 1 error"), format!("{of}, no problems")]);

    preview.rest();
    let said = preview.said();
    assert_eq!(said.matches("error[unknown-key]").count(), 1, "{said}");
    assert_eq!(said.matches("waiting for changes; Ctrl-C ends the preview").count(), 1, "{said}");
    assert!(!said.contains('\x1b'), "no escape codes in a pipe: {said:?}");
}

#[test]
fn a_problem_that_stays_is_counted_and_told_once() {
    let preview = Preview::start();
    preview.until("the first line", |preview| builds(preview).len() == 1);
    let texts =
        ["# More\n\nOn @nobody.\n", "# More\n\nA line above.\n\nOn @nobody.\n", "# More\n\nOn @nobody and [@no].\n"];
    for text in texts {
        let before = builds(&preview).len();
        preview.review.write("content/more.md", text.as_bytes());
        preview.until(text, |preview| builds(preview).len() > before);
    }
    preview.rest();
    let ends: Vec<String> =
        builds(&preview)[1..].iter().map(|line| line.rsplit_once(", ").unwrap().1.to_owned()).collect();
    assert_eq!(ends, ["1 error", "1 error", "2 errors"]);
    let said = preview.said();
    assert_eq!((said.matches("`nobody`").count(), said.matches("key `no`").count()), (1, 1), "{said}");
}

#[test]
fn several_files_at_once_are_one_line() {
    let preview = Preview::start();
    for number in 0..5 {
        preview.review.write(&format!("content/pages/{number}.md"), b"# Page\n");
    }
    preview.until("the pages", |preview| preview.get("/pages/4.html").0 == 200);
    preview.rest();
    let lines = builds(&preview);
    assert!(lines.len() < 4 && lines.iter().any(|line| line.starts_with("content/pages/")), "{lines:?}");
}

#[test]
fn nothing_but_the_address_and_problems_is_said_quietly() {
    let mut preview = Preview::of(Review::small(), &["--quiet"]);
    preview.review.write("content/more.md", b"# More\n");
    preview.until("the new page", |preview| preview.get("/more.html").0 == 200);
    preview.rest();
    assert_eq!(preview.said(), "");
    preview.review.write("content/more.md", b"# More\n\nOn @nobody.\n");
    preview.until("the problem", |preview| preview.said().contains("content/more.md:3:5"));
    preview.rest();
    assert!(preview.said().starts_with("error[unknown-key]") && builds(&preview).is_empty(), "{}", preview.said());
    interrupt(&mut preview);
    assert_eq!(preview.output(), "", "the address and nothing more");
}

/// Whether Ctrl-C is ignored here, which programs inherit.
fn is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask & (1 << (Signal::INT.as_raw() - 1)) != 0
}

/// Ctrl-C; how it ended.
fn interrupt(preview: &mut Preview) -> ExitStatus {
    if is_ignored() {
        println!(
            "skipped: whoever runs these tests ignores Ctrl-C, as a shell does for what it runs in the background"
        );
        preview.program.kill().unwrap();
        return preview.program.wait().unwrap();
    }
    let start = Instant::now();
    kill_process(Pid::from_child(&preview.program), Signal::INT).unwrap();
    loop {
        if let Some(status) = preview.program.try_wait().unwrap() {
            return status;
        }
        assert!(start.elapsed() < AT_ONCE, "it still runs");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn ctrl_c_ends_it_with_connections_open() {
    let mut preview = Preview::start();
    let token = preview.page("/").rsplit("/_sourcebook/live-").next().unwrap().split(".js").next().unwrap().to_owned();
    // One waits for events, one has sent half a request, one nothing.
    let mut streams = [preview.connect(), preview.connect(), preview.connect()];
    let waiting =
        format!("GET /_sourcebook/events-{token} HTTP/1.1\r\nHost: {}\r\nLast-Event-ID: 99\r\n\r\n", preview.address);
    streams[0].write_all(waiting.as_bytes()).unwrap();
    streams[1].write_all(b"GET / HT").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    interrupt(&mut preview);
    for stream in &mut streams {
        // Closed, be it with an error.
        stream.set_read_timeout(Some(AT_ONCE)).unwrap();
        let error = stream.read_to_end(&mut Vec::new()).err().map(|error| error.kind());
        assert!(error.is_none_or(|kind| kind == std::io::ErrorKind::ConnectionReset), "{error:?}");
    }
}

#[test]
fn ctrl_c_ends_it_during_a_build() {
    let review = Review::small();
    for number in 0..150 {
        let entry =
            format!("@book{{key{number}, author = {{Author, A.}}, title = {{Title {number}}}, date = {{2001}}}}\n");
        review.write(&format!("bibliography/{number}.bib"), entry.as_bytes());
        let keys: Vec<String> = (0..40).map(|other| format!("[@key{}]", (number + other) % 150)).collect();
        review.write(&format!("content/sources/key{number}.md"), keys.join(" ").as_bytes());
    }
    let mut preview = Preview::of(review, &[]);
    // Everything is to be made anew, which takes long enough.
    preview.review.write("sourcebook.yaml", b"style: chicago-notes\n");
    std::thread::sleep(Duration::from_millis(300));
    let before = builds(&preview).len();
    interrupt(&mut preview);
    assert!(before <= 1, "the build was over before it was interrupted: {}", preview.said());
}

/// Every file and folder with its time and size.
fn listing(root: &Path) -> BTreeMap<PathBuf, (SystemTime, u64)> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let stamp =
        |entry: &walkdir::DirEntry| entry.metadata().map(|data| (data.modified().unwrap(), data.len())).unwrap();
    entries.map(|entry| (entry.path().to_owned(), stamp(&entry))).collect()
}

#[test]
fn nothing_is_written_into_the_review() {
    let preview = Preview::start();
    preview.review.write("public/index.html", b"what a build wrote");
    preview.review.write("content/more.md", b"# More\n");
    preview.until("the new page", |preview| preview.get("/more.html").0 == 200);
    let before = listing(preview.review.root());
    for page in ["/", "/more.html", "/nowhere.html", "/assets/style.css"] {
        preview.get(page);
    }
    preview.rest();
    assert_eq!(listing(preview.review.root()), before);

    let note = preview.review.root().join("content/more.md");
    std::fs::write(&note, "# Another\n").unwrap();
    preview.until("the edit", |preview| preview.page("/more.html").contains("Another"));
    preview.rest();
    let mut after = listing(preview.review.root());
    let edited = after.insert(note.clone(), before[&note]);
    assert!(edited != Some(before[&note]) && after == before, "only what was edited differs");
}

/// Without the system's help: a name space of our own may watch three folders, no more.
#[cfg(target_os = "linux")]
#[test]
fn where_no_more_folders_can_be_watched_it_looks_for_changes() {
    let limited = "echo 3 > /proc/sys/user/max_inotify_watches && exec \"$0\" serve --port 0";
    let unshare = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["-U", "-r", "sh", "-c", script, env!("CARGO_BIN_EXE_sourcebook")]);
        command
    };
    let can = unshare("echo 3 > /proc/sys/user/max_inotify_watches").stderr(Stdio::null()).status();
    if !can.is_ok_and(|status| status.success()) {
        println!("skipped: no name space of our own with a limit of its own");
        return;
    }
    let review = Review::small();
    review.write("content/a/b/c/d.md", b"# Deep\n");
    let mut command = unshare(limited);
    command.current_dir(review.root()).env("NO_COLOR", "1");
    let preview = Preview::run(review, command);
    preview.until("the note", |preview| preview.said().contains("max_user_watches"));
    preview.review.write("content/a/b/c/d.md", b"# Deeper\n");
    preview.until("the edit", |preview| preview.page("/a/b/c/d.html").contains("Deeper"));
    assert_eq!(preview.said().matches("max_user_watches").count(), 1, "{}", preview.said());
}
