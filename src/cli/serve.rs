//! `serve`: build, show, wait for a change, again. Nothing is written.
#![allow(clippy::disallowed_methods, reason = "how long it took is told to the author, not to a step")]

use super::progress::with_progress;
use super::{
    Common, Failure, called, open, print, print_error, problems_in_words, proposal, report, root, tally, verdict,
};
use crate::diagnostics::{Code, Diagnostic};
use crate::last_good::LastGood;
use crate::pace::Pace;
use crate::panics;
use crate::project::{Project, configuration, load_with};
use crate::server::{Options as ServerOptions, Server};
use crate::site::{Press, Site};
use crate::watcher::{self, Changes, Watch, Watcher};
use crate::{Built, Edition, Memory, Options};
use std::collections::HashMap;
use std::net::{IpAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The address to listen on; anything but the default shows the preview to others
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// The port, or the next free one after it; 0 is any
    #[arg(long, short, value_name = "PORT", default_value_t = 4000)]
    port: u16,
    /// Show drafts, too
    #[arg(long)]
    drafts: bool,
    /// Open the preview in the browser
    #[arg(long)]
    open: bool,
    /// The editor that a click on an error opens [default: $VISUAL or $EDITOR where it has windows, else vscode]
    #[arg(long, value_name = "NAME")]
    editor: Option<String>,
}

/// How many builds in a row may give way to a newer change; the next one is finished in any case.
const MOST_STOPPED: usize = 8;
/// How often a build may be made anew with stand-ins for broken files: a configuration may name others.
const MOST_STAND_INS: usize = 3;

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let root = root(common)?;
    let host = resolve(&arguments.host)?;
    if !host.is_loopback() {
        print_error(&format!("warning: everyone who can reach {host} can read this preview"));
    }
    let folders = if configuration(&root, &proposal::settings(&root)).content.is_usual() {
        watcher::FOLDERS
    } else {
        watcher::WHOLE
    };
    let watch = Watch::start(Watcher::new(&root, folders, vec![PathBuf::from("public"), PathBuf::from("target")]))?;
    let name = (arguments.host.parse::<IpAddr>().is_err()).then(|| arguments.host.clone());
    let editor = open::editor(arguments.editor.as_deref(), &root);
    let server = Server::start(ServerOptions { host, port: arguments.port, name, editor })
        .map_err(|error| Failure(format!("the preview cannot listen on {host}, port {}: {error}", arguments.port)))?;
    let options = Options { drafts: arguments.drafts, progress: true, ..Options::default() };
    let memory = Memory::default();
    let mut desk =
        Desk { root, options, memory, watch, server, last_good: LastGood::default(), shown: Site::default() };

    let start = Instant::now();
    let pace = Pace::default();
    let first = with_progress(common, &pace, || desk.build(&pace)).unwrap_or_default();
    if !common.quiet {
        proposal::said(&desk.root, called()).iter().for_each(|line| print_error(line));
    }
    report(&first.diagnostics);
    let address = format!("http://{}/", address(&desk.server));
    print(&format!("{address}\n"))?;
    if arguments.open {
        open::browser(&address);
    }
    if !common.quiet {
        print_error(&line(&Changes::default(), &first, start.elapsed()));
        print_error("waiting for changes; Ctrl-C ends the preview");
    }
    if common.strict && tally(&first.diagnostics).0 > 0 {
        return Ok(verdict(&first.diagnostics, common));
    }
    desk.work(first.diagnostics, common)
}

/// What an author's changes are made into pages with.
struct Desk {
    root: PathBuf,
    options: Options,
    memory: Memory,
    watch: Watch,
    server: Server,
    last_good: LastGood,
    /// The site that is served.
    shown: Site,
}

/// What a build came to.
#[derive(Default)]
struct Outcome {
    diagnostics: Vec<Diagnostic>,
    /// Pages, and how many of them are new or differ.
    pages: usize,
    changed: usize,
    /// Files whose last good version is shown.
    kept: Vec<String>,
}

impl Desk {
    /// Shows change after change, for ever.
    fn work(&mut self, mut last: Vec<Diagnostic>, common: &Common) -> Result<ExitCode, Failure> {
        let mut stopped = 0;
        let mut changes = Changes::default();
        loop {
            let more = self.watch.next();
            changes.paths.extend(more.paths);
            if let Some(note) = more.note {
                print_error(&note);
            }
            let start = Instant::now();
            let pace = if stopped < MOST_STOPPED { self.watch.pace() } else { Arc::default() };
            let Some(outcome) = self.build(&pace) else {
                stopped += 1;
                continue;
            };
            stopped = 0;
            report(&news(&outcome.diagnostics, &last));
            if !common.quiet {
                print_error(&line(&changes, &outcome, start.elapsed()));
            }
            last = outcome.diagnostics;
            changes = Changes::default();
        }
    }
}

impl Desk {
    /// Builds and shows: the pages that are being looked at as soon as they are made, then all. None where `pace` was
    /// stopped.
    fn build(&mut self, pace: &Pace) -> Option<Outcome> {
        let mut stand_ins = proposal::settings(&self.root);
        let mut problems = Vec::new();
        let mut attempt = 0;
        loop {
            let project = load_with(&self.root, &stand_ins);
            if self.watch.also(named_elsewhere(&project.value)) {
                continue;
            }
            let Some(edition) = panics::caught(|| Edition::new(&project, &self.options, &self.memory)) else {
                return Some(self.broken());
            };
            let is_last = attempt >= MOST_STAND_INS;
            let worse = self.last_good.judge(&project.value, &edition.diagnostics());
            if !worse.files.is_empty() && !is_last {
                stand_ins.extend(worse.files);
                problems.extend(worse.diagnostics);
                attempt += 1;
                continue;
            }
            let press = edition.press(&self.memory);
            self.show_early(&press);
            let Some(built) = panics::caught(|| edition.finish(&press, &self.memory, pace)) else {
                return Some(self.broken());
            };
            let built = built?;
            let worse = self.last_good.judge(&project.value, &built.diagnostics);
            if !worse.files.is_empty() && !is_last {
                stand_ins.extend(worse.files);
                problems.extend(worse.diagnostics);
                attempt += 1;
                continue;
            }
            self.last_good.remember(&project.value, &built.diagnostics);
            return Some(self.show(built, problems, stand_ins.into_keys().collect()));
        }
    }

    /// What is shown where a build broke down: the last pages and a message.
    fn broken(&self) -> Outcome {
        let message = "the build broke down, which is a mistake of Sourcebook's; please report what you changed";
        let diagnostics = vec![Diagnostic::new(Code::UnreadableFile, message)];
        self.server.show(None, &diagnostics);
        Outcome { diagnostics, ..Outcome::default() }
    }

    /// Shows the pages that open tabs show, as far as they are sound.
    fn show_early(&self, press: &Press<'_>) {
        let page = |path: String| {
            let page = panics::caught(|| press.page(&path)).flatten()?;
            page.diagnostics.is_empty().then_some((path, page.value))
        };
        self.server.show_some(self.server.looked_at().into_iter().filter_map(page).collect());
    }

    /// Shows a whole site.
    fn show(&mut self, built: Built, mut problems: Vec<Diagnostic>, kept: Vec<String>) -> Outcome {
        problems.extend(built.diagnostics);
        let is_page = |path: &&String| path.ends_with(".html");
        let old = std::mem::replace(&mut self.shown, built.site.clone()).files;
        let pages = || built.site.files.iter().filter(|(path, _)| is_page(path));
        let changed = pages().filter(|(path, bytes)| old.get(*path) != Some(bytes)).count();
        let gone = old.keys().filter(|path| is_page(path) && !built.site.files.contains_key(*path)).count();
        let outcome = Outcome { pages: pages().count(), changed: changed + gone, kept, diagnostics: problems };
        self.server.show(Some(built.site), &outcome.diagnostics);
        outcome
    }
}

/// Those problems that the author was not told before: the others are counted, wherever an edit has moved them to.
fn news(now: &[Diagnostic], before: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut told: HashMap<_, usize> = HashMap::new();
    for diagnostic in before {
        *told.entry(identity(diagnostic)).or_default() += 1;
    }
    let mut news = Vec::new();
    for diagnostic in now {
        match told.get_mut(&identity(diagnostic)) {
            Some(times @ 1..) => *times -= 1,
            _ => news.push(diagnostic.clone()),
        }
    }
    news
}

/// What a problem is and of which file, wherever in it.
fn identity(diagnostic: &Diagnostic) -> (Code, &str, Option<&str>) {
    let path = diagnostic.span.as_ref().map(|span| &*span.file.path);
    (diagnostic.code, &diagnostic.message, path)
}

/// What changed, what that came to, and how long it took.
fn line(changes: &Changes, outcome: &Outcome, took: Duration) -> String {
    let what = match changes.paths.as_slice() {
        [] => String::new(),
        [one] => format!("{}: ", one.display()),
        [first, rest @ ..] => format!("{} and {} more: ", first.display(), rest.len()),
    };
    let pages = |n: usize| format!("{n} page{}", if n == 1 { "" } else { "s" });
    let pages = match changes.paths.is_empty() || outcome.changed == outcome.pages {
        true => pages(outcome.pages),
        false => format!("{} of {}", outcome.changed, pages(outcome.pages)),
    };
    let kept = match outcome.kept.as_slice() {
        [] => String::new(),
        kept => format!("; the last good {} stays", kept.join(", ")),
    };
    let problems = problems_in_words(&outcome.diagnostics);
    format!("{what}{pages} in {} ms, {problems}{kept}", took.as_millis())
}

/// Files that the configuration names outside the folders that are watched anyway, or that notes may name.
fn named_elsewhere(project: &Project) -> Vec<PathBuf> {
    let config = &project.config;
    let beside = project.shelf.keys().filter(|path| !path.contains('/')).map(PathBuf::from);
    let bibliography = config.bibliography.iter().flatten().map(|(path, _)| PathBuf::from(path));
    let style = config.style.ends_with(".csl").then(|| PathBuf::from(&config.style));
    let screening = config.screening.iter().map(|(path, _)| PathBuf::from(path));
    bibliography.chain(style).chain(screening).chain(beside).collect()
}

fn address(server: &Server) -> String {
    let address = server.address();
    match address.ip().is_loopback() {
        true => format!("localhost:{}", address.port()),
        false => address.to_string(),
    }
}

fn resolve(host: &str) -> Result<IpAddr, Failure> {
    let found = (host, 0).to_socket_addrs().ok().and_then(|mut found| found.next());
    found.map(|address| address.ip()).ok_or_else(|| Failure(format!("`{host}` is no address of this machine")))
}
