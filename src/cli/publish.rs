//! `publish`: the site on a branch of a git remote.

use super::progress::with_progress;
use super::{Common, Failure, load, print, print_error, problems_in_words, report, root, tally};
use crate::pace::Pace;
use crate::publish::{Destination, Foreign, Plan, Stop, check_secrets, first};
use crate::{Built, Edition, Memory, Options};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

/// The arguments of `publish`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The git remote [default: that of sourcebook.yaml, else origin]
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,
    /// The branch of the site [default: that of sourcebook.yaml, else gh-pages]
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Put the site on a branch whose last commit Sourcebook did not make
    #[arg(long)]
    adopt: bool,
    /// Publish what is not committed, too
    #[arg(long)]
    allow_dirty: bool,
}

/// How many names of files of a kind are shown.
const MOST: usize = 10;

/// A site that may be published, and where.
struct Ready {
    destination: Destination,
    built: Built,
    plan: Plan,
    /// Where it will stand.
    address: Option<String>,
    /// The commit that the review was read from; none where it may differ from that.
    from: Option<String>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let root = root(common)?;
    let ready = match prepare(&root, arguments, common) {
        Ok(ready) => ready,
        Err(stop) => return stopped(stop),
    };
    let Ready { destination, built, plan, address, from } = &ready;
    let place = format!("`{}` on `{}`", destination.branch, destination.remote);
    if !common.quiet {
        print(&drafts(built.counts.drafts))?;
        print(&changes(plan))?;
        notes(&ready).iter().for_each(|note| print_error(note));
    }
    let said = if plan.is_empty() {
        format!("nothing to publish: {place} has this site already\n")
    } else if arguments.dry_run {
        format!("nothing was published: this is what would change {place}\n")
    } else {
        if !common.quiet && std::io::stderr().is_terminal() {
            print_error(&format!("pushing to {place}"));
        }
        match destination.publish(&built.site, plan, from.as_deref()) {
            Ok(commit) => format!("published on {place} as {}\n", commit.get(..12).unwrap_or(&commit)),
            Err(stop) => return stopped(stop),
        }
    };
    if !common.quiet {
        print(&said)?;
    }
    if let Some(address) = address {
        print(&format!("{address}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the site and asks everything that speaks against publishing it: first the review, then the remote.
fn prepare(root: &Path, arguments: &Arguments, common: &Common) -> Result<Ready, Stop> {
    let project = load(root);
    let config = &project.value.config;
    let named = (arguments.remote.as_deref(), arguments.branch.as_deref());
    let destination = Destination::find(root, &config.publish, named.0, named.1)?;
    let address = config.base_url.clone().or_else(|| destination.address());
    let options = Options { base_url: address.clone(), ..Options::default() };
    let pace = Pace::default();
    let built = with_progress(common, &pace, || {
        let memory = Memory::default();
        let edition = Edition::new(&project, &options, &memory);
        edition.finish(&edition.press(&memory), &memory, &pace).unwrap_or_default()
    });
    report(&built.diagnostics);
    let (errors, warnings) = tally(&built.diagnostics);
    if errors > 0 || common.strict && warnings > 0 {
        let hint = "mend what is named above, or say in `checks:` of `sourcebook.yaml` how much it matters";
        let message = format!("nothing is published: {}\nhint: {hint}", problems_in_words(&built.diagnostics));
        return Err(Stop::Review(message));
    }
    let from = if arguments.allow_dirty { None } else { destination.check_committed(&project.value)? };
    check_secrets(&built.site, &project.value)?;
    let foreign = if arguments.adopt { Foreign::Adopt } else { Foreign::Refuse };
    let plan = destination.plan(&built.site, foreign)?;
    Ok(Ready { destination, built, plan, address, from })
}

fn stopped(stop: Stop) -> Result<ExitCode, Failure> {
    match stop {
        Stop::Environment(message) => Err(Failure(message)),
        Stop::Review(message) => {
            print_error(&format!("error: {message}"));
            Ok(ExitCode::from(1))
        }
    }
}

fn drafts(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 draft is left out\n".to_owned(),
        count => format!("{count} drafts are left out\n"),
    }
}

/// What becomes of which files, pages first.
fn changes(plan: &Plan) -> String {
    let kinds = [("new", &plan.new), ("changed", &plan.changed), ("removed", &plan.removed)];
    let kinds = kinds.into_iter().filter(|(_, paths)| !paths.is_empty());
    let shown = kinds.map(|(kind, paths)| {
        let (pages, others): (Vec<&String>, Vec<&String>) = paths.iter().partition(|path| path.ends_with(".html"));
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let counted = match (pages.len(), others.len()) {
            (pages, 0) => count(pages, "page"),
            (0, others) => count(others, "file"),
            (pages, others) => format!("{} and {}", count(pages, "page"), count(others, "other file")),
        };
        let names: Vec<String> = pages.into_iter().chain(others).cloned().collect();
        format!("{kind}: {counted}\n{}\n", first(names.into_iter(), MOST))
    });
    shown.collect()
}

/// What an author has to know besides.
fn notes(ready: &Ready) -> Vec<String> {
    let Ready { destination, plan, address, .. } = ready;
    let mut notes = Vec::new();
    if address.is_none() {
        let hint = "`base-url` in `sourcebook.yaml` says it; without it canonical links are left out";
        notes.push(format!("note: this remote does not tell where the site will stand\nhint: {hint}"));
    }
    if plan.removed.iter().any(|path| path == "CNAME") {
        let hint = "`publish: {domain: ...}` in `sourcebook.yaml` keeps it";
        notes.push(format!("note: the file `CNAME` is removed, and with it the site's own domain\nhint: {hint}"));
    }
    if plan.seen.is_none() && destination.is_github() {
        let branch = &destination.branch;
        let place = format!("Settings, Pages, \"Deploy from a branch\", `{branch}`, `/ (root)`");
        notes.push(format!("note: once, on GitHub: {place}"));
    }
    notes
}
