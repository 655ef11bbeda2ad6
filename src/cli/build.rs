//! `build`: the site in a folder.
#![allow(clippy::disallowed_methods, reason = "how long it took is told to the author, not to a step")]

use super::progress::with_progress;
use super::{
    Common, Failure, called, load, print, print_error, problems_in_words, proposal, report, report_kinds, root, verdict,
};
use crate::config::checked_base_url;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::terminal::thousands;
use crate::pace::Pace;
use crate::project::Why;
use crate::site::sitemap;
use crate::site::write::{Written, write};
use crate::{Counts, Edition, Memory, Options};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// The arguments of `build`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where the site goes; replaced as a whole [default: public/ in the review]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand, such as https://example.org/review/
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Make drafts part of the site
    #[arg(long)]
    drafts: bool,
}

/// So many problems are shown one by one with the first site; of more there is an overview.
const MOST_AT_FIRST: usize = 20;

/// What is said once, with the first site, where it is not known where that will stand.
const NO_ADDRESS: &str = "note: without a `base-url` the site has no feed, no sitemap and no canonical links";

fn base_url(text: &str) -> Result<String, String> {
    checked_base_url(text).ok_or_else(|| "not an address such as https://example.org/review/".to_owned())
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let root = root(common)?;
    let options = Options { drafts: arguments.drafts, base_url: arguments.base_url.clone(), ..Options::default() };
    let pace = Pace::default();
    let memory = Memory::default();
    let (edition, built) = with_progress(common, &pace, || {
        let edition = Edition::new(&load(&root), &options, &memory);
        let built = edition.finish(&edition.press(&memory), &memory, &pace).unwrap_or_default();
        (edition, built)
    });
    if !common.quiet {
        proposal::said(&root, called()).iter().for_each(|line| print_error(line));
    }
    let output = arguments.output.clone().unwrap_or_else(|| root.join("public"));
    let is_first = !output.exists();
    if is_first && !common.quiet {
        beside(&edition).iter().for_each(|line| print_error(line));
    }
    match is_first && built.diagnostics.len() > MOST_AT_FIRST {
        true => report_kinds(&built.diagnostics),
        false => report(&built.diagnostics),
    }
    let written = write(&built.site, &output, &root)?;
    if !common.quiet {
        let output = output.strip_prefix(".").ok().filter(|path| !path.as_os_str().is_empty()).unwrap_or(&output);
        print(&summary(&built.counts, output, written, start.elapsed().as_secs_f64()))?;
        print(&format!("{}\n{}", problems_in_words(&built.diagnostics), more(&edition.checks())))?;
        print(&format!(
            "open {} in a browser, or run `{} serve` for a live preview\n",
            output.join("index.html").display(),
            called()
        ))?;
        if is_first && !built.site.files.contains_key(sitemap::PATH) {
            print_error(NO_ADDRESS);
        }
    }
    Ok(verdict(&built.diagnostics, common))
}

/// What the first site does not have, and why.
fn beside(edition: &Edition) -> Vec<String> {
    let mut reasons: BTreeMap<Why, Vec<&str>> = BTreeMap::new();
    for (why, path) in edition.left_out() {
        reasons.entry(*why).or_default().push(path);
    }
    let texts = |n: usize| format!("{} text{}", thousands(n), if n == 1 { "" } else { "s" });
    let line = |(why, paths): (Why, Vec<&str>)| {
        let such = if paths.len() == 1 { "" } else { ", such as" };
        format!("left out: {}{such} `{}`: {}", texts(paths.len()), paths[0], why.said())
    };
    let mut lines: Vec<String> = reasons.into_iter().map(line).collect();
    if edition.cells() > 0 {
        lines.push(format!("nothing is run: the results of {} cells of code are missing", thousands(edition.cells())));
    }
    lines
}

/// What `check` names besides; nothing where that is nothing.
fn more(found: &[Diagnostic]) -> String {
    match found {
        [] => String::new(),
        found => format!("`{} check` names more: {}\n", called(), problems_in_words(found)),
    }
}

/// What was made of what, and where it is.
fn summary(counts: &Counts, output: &Path, written: Written, seconds: f64) -> String {
    let many = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let drafts = if counts.drafts > 0 { format!("; {} left out", many(counts.drafts, "draft")) } else { String::new() };
    let removed = if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
    format!(
        "read {} ({} with a note), {}, {} and {}{drafts}\n\
         the site is in {}: {} ({} new or changed{removed}), made in {seconds:.2} s\n",
        many(counts.sources, "source"),
        counts.noted,
        many(counts.tags, "tag"),
        many(counts.pages, "page"),
        many(counts.citations, "citation"),
        output.display(),
        many(written.changed + written.kept, "file"),
        written.changed,
    )
}
