//! `check`: everything that is wrong, and nothing written.

use super::{Common, Failure, load, print, print_error, problems_in_words, renderer, root, verdict};
use crate::diagnostics::places::Places;
use crate::diagnostics::{Diagnostic, github, json, sarif, terminal};
use crate::{Memory, Options};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How problems are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Check drafts, too
    #[arg(long)]
    drafts: bool,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people, with the lines they are about
    Text,
    /// One object a line
    Json,
    /// Commands of GitHub's workflows, shown as annotations
    Github,
    /// SARIF 2.1.0, one log
    Sarif,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let options = Options { drafts: arguments.drafts, checks: true, ..Options::default() };
    let root = root(common)?;
    let built = crate::build(&load(&root), &options, &Memory::default());
    print(&shown(&built.diagnostics, arguments.format, &root))?;
    if !common.quiet {
        print_error(&problems_in_words(&built.diagnostics));
    }
    Ok(verdict(&built.diagnostics, common))
}

fn shown(diagnostics: &[Diagnostic], format: Format, root: &Path) -> String {
    let mut places = Places::default();
    let folder = folder_in_repository(root);
    match format {
        Format::Text => {
            let texts = terminal::list(diagnostics, &renderer(std::io::stdout().is_terminal()));
            texts.iter().map(|text| format!("{text}\n\n")).collect()
        }
        Format::Json => diagnostics.iter().map(|problem| format!("{}\n", json::render(problem, &mut places))).collect(),
        Format::Github => {
            diagnostics.iter().map(|problem| github::render(problem, &folder, &mut places) + "\n").collect()
        }
        Format::Sarif => format!("{:#}\n", sarif::render(diagnostics, &folder)),
    }
}

/// The review's folder as seen from the top of its git repository, which is how services name files: empty, or ended by a slash.
fn folder_in_repository(root: &Path) -> String {
    let Ok(root) = root.canonicalize() else { return String::new() };
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    let inside = top.and_then(|top| root.strip_prefix(top).ok()).unwrap_or(Path::new(""));
    inside.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}
