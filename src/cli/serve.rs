//! `serve`: build, show, wait for a change, again. Nothing is written.
#![allow(clippy::disallowed_methods, reason = "how long it took is told to the author, not to a step")]

use super::{
    Common, Failure, UNREADABLE, load, open, print, print_error, problems_in_words, report, root, tally, verdict,
};
use crate::diagnostics::{Code, Diagnostic};
use crate::panics;
use crate::server::{Options as ServerOptions, Server};
use crate::watcher::Watcher;
use crate::{Built, Memory, Options};
use std::io::IsTerminal;
use std::net::{IpAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

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

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let root = root(common)?;
    let host = resolve(&arguments.host)?;
    if !host.is_loopback() {
        print_error(&format!("warning: everyone who can reach {host} can read this preview"));
    }
    let mut watcher = Watcher::new(&root, vec![PathBuf::from("public"), PathBuf::from("target")]);
    let name = (arguments.host.parse::<IpAddr>().is_err()).then(|| arguments.host.clone());
    let editor = open::editor(arguments.editor.as_deref(), &root);
    let server = Server::start(ServerOptions { host, port: arguments.port, name, editor })
        .map_err(|error| Failure(format!("the preview cannot listen on {host}, port {}: {error}", arguments.port)))?;
    let options = Options { drafts: arguments.drafts, ..Options::default() };
    let memory = Memory::default();
    let mut shown = false;
    let mut last: Vec<Diagnostic> = Vec::new();
    loop {
        let start = Instant::now();
        let project = load(&root);
        watcher.also(named_elsewhere(&project.value));
        let mut built = panics::caught(|| crate::build(&project, &options, &memory)).unwrap_or_else(broken);
        if built.diagnostics != last {
            report(&built.diagnostics);
        }
        // A file that cannot be understood, half-written perhaps, must not empty the page that is being looked at.
        let keep = shown && built.diagnostics.iter().any(|diagnostic| UNREADABLE.contains(&diagnostic.code));
        let pages = built.site.files.keys().filter(|path| path.ends_with(".html")).count();
        server.show((!keep).then(|| std::mem::take(&mut built.site)), &built.diagnostics);
        if !shown {
            print(&format!("http://{}/\n", address(&server)))?;
            if arguments.open {
                open::browser(&format!("http://{}/", address(&server)));
            }
        }
        if !common.quiet {
            let kept = if keep { "; the last good pages stay" } else { "" };
            let milliseconds = start.elapsed().as_millis();
            print_error(&format!(
                "{pages} pages in {milliseconds} ms, {}{kept}",
                problems_in_words(&built.diagnostics)
            ));
            if !shown && std::io::stderr().is_terminal() {
                print_error("waiting for changes; Ctrl-C ends the preview");
            }
        }
        if common.strict && !shown && tally(&built.diagnostics).0 > 0 {
            return Ok(verdict(&built.diagnostics, common));
        }
        shown = true;
        last = built.diagnostics;
        let changes = watcher.wait();
        if let Some(note) = changes.note {
            print_error(&note);
        }
    }
}

/// What is shown in place of a build that broke down: the last pages and a message.
fn broken() -> Built {
    let message = "the build broke down, which is a mistake of Sourcebook's; please report what you changed";
    Built { diagnostics: vec![Diagnostic::new(Code::UnreadableFile, message)], ..Built::default() }
}

/// Files that the configuration names outside the folders that are watched anyway, or that notes may name.
fn named_elsewhere(project: &crate::project::Project) -> Vec<PathBuf> {
    let config = &project.config;
    let beside = project.shelf.keys().filter(|path| !path.contains('/')).map(PathBuf::from);
    let bibliography = config.bibliography.iter().flatten().map(|(path, _)| PathBuf::from(path));
    let style = config.style.ends_with(".csl").then(|| PathBuf::from(&config.style));
    bibliography.chain(style).chain(beside).collect()
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
