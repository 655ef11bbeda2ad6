//! `check`: everything that is wrong, and nothing written.

use super::{Common, Failure, load, print, print_error, problems_in_words, renderer, root, verdict};
use crate::diagnostics::{json, terminal};
use crate::{Memory, Options};
use std::io::IsTerminal;
use std::process::ExitCode;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How problems are printed: `json` is one object a line
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
    /// Check drafts, too
    #[arg(long)]
    drafts: bool,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let options = Options { drafts: arguments.drafts, base_url: None };
    let built = crate::build(&load(&root(common)?), &options, &Memory::default());
    let renderer = renderer(std::io::stdout().is_terminal());
    for diagnostic in &built.diagnostics {
        match arguments.format.as_str() {
            "json" => print(&format!("{}\n", json::render(diagnostic)))?,
            _ => print(&format!("{}\n\n", terminal::render(diagnostic, &renderer)))?,
        }
    }
    if !common.quiet {
        print_error(&problems_in_words(&built.diagnostics));
    }
    Ok(verdict(&built.diagnostics, common))
}
