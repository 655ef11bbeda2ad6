//! The command line: arguments, dispatch, streams, exit codes. The only room that prints.
//!
//! Results go to standard output, everything else to standard error.
//! 0: fine. 1: something is wrong in the review. 2: usage or environment.

use crate::diagnostics::{Checked, Diagnostic, Severity, terminal};
use crate::project::{self, Project};
use annotate_snippets::Renderer;
use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod build;
mod check;
mod completions;
mod export;
mod init;
mod note;
mod open;
mod progress;
mod proposal;
mod publish;
mod serve;
mod styles;

/// Turns notes and one bibliography into the website of a literature review.
#[derive(Debug, Parser)]
#[command(name = "sourcebook", version = env!("SOURCEBOOK_VERSION"), about, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// The review's folder [default: the nearest one upwards with a sourcebook.yaml or a content/]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print nothing but results and problems
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Let warnings fail as errors do
    #[arg(long, global = true)]
    strict: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new review, or one of what a folder holds; nothing that exists is changed
    Init(init::Arguments),
    /// Begin a note on a reference, from templates/note.md where there is one; no note is ever changed
    Note(note::Arguments),
    /// Make the site
    Build(build::Arguments),
    /// Preview the site and rebuild it on every change; never writes public/
    Serve(serve::Arguments),
    /// Name everything that is wrong, with file, line and column
    Check(check::Arguments),
    /// Write the reference list, formatted or as data for other programs
    Export(export::Arguments),
    /// Put the site on a branch of a git remote, such as the one that GitHub Pages serves
    Publish(publish::Arguments),
    /// List the bundled citation styles, each with an example, and the languages of their terms
    Styles(styles::Arguments),
    /// Print what makes a shell complete commands, options and keys
    Completions(completions::Arguments),
    /// Print a page of the manual
    #[command(hide = true)]
    Man(completions::ManArguments),
    /// Print the keys of the review, for completions
    #[command(hide = true)]
    CompleteKeys,
}

/// What stops a command: usage or environment, never the review.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl<E: std::fmt::Display> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs the program with these arguments, its own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let Arguments { command, common } = arguments;
    let result = match command {
        Command::Init(arguments) => init::run(&arguments, &common),
        Command::Note(arguments) => note::run(&arguments, &common),
        Command::Build(arguments) => build::run(&arguments, &common),
        Command::Serve(arguments) => serve::run(&arguments, &common),
        Command::Check(arguments) => check::run(&arguments, &common),
        Command::Export(arguments) => export::run(&arguments, &common),
        Command::Publish(arguments) => publish::run(&arguments, &common),
        Command::Styles(arguments) => styles::run(&arguments, &common),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man(arguments) => completions::man(&arguments),
        Command::CompleteKeys => completions::keys(&common),
    };
    match result {
        Ok(code) => code,
        Err(Failure(message)) => {
            print_error(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

/// The folder of the review.
fn root(common: &Common) -> Result<PathBuf, Failure> {
    if let Some(root) = &common.root {
        return match root.is_dir() {
            true => Ok(root.clone()),
            false => Err(Failure(format!("there is no folder `{}`", root.display()))),
        };
    }
    let here = std::env::current_dir()?;
    let found = project::find_root(&here).or_else(|| proposal::has_something(&here).then(|| here.clone()));
    let root = found.ok_or_else(|| {
        let message = "this folder is no review: it holds no text and no library, and neither it nor one above it a `sourcebook.yaml` or a `content/`";
        Failure(format!("{message}\nhint: `sourcebook init` makes one here; `--root` names another folder"))
    })?;
    // Messages are shorter, and links of the terminal work, with paths from here.
    Ok(if found_is_here(&root, &here) { PathBuf::from(".") } else { root })
}

fn found_is_here(root: &Path, here: &Path) -> bool {
    root == here
}

/// The review in a folder; where it has no settings, with those that `init` would write.
fn load(root: &Path) -> Checked<Project> {
    project::load_with(root, &proposal::settings(root))
}

/// Prints diagnostics to standard error, in colour on a terminal.
fn report(diagnostics: &[Diagnostic]) {
    for text in terminal::list(diagnostics, &renderer(std::io::stderr().is_terminal())) {
        print_error(&format!("{text}\n"));
    }
}

/// Prints each kind of problem with its number and its first case.
fn report_kinds(diagnostics: &[Diagnostic]) {
    print_error("");
    terminal::overview(diagnostics).iter().for_each(|text| print_error(text));
    print_error(&format!("`{} check` shows them in their lines, with `--format json` all of them\n", called()));
}

fn renderer(colours: bool) -> Renderer {
    let colours = colours && std::env::var_os("NO_COLOR").is_none();
    if colours { Renderer::styled() } else { Renderer::plain() }
}

/// 1 where something is wrong, else 0.
fn verdict(diagnostics: &[Diagnostic], common: &Common) -> ExitCode {
    let (errors, warnings) = tally(diagnostics);
    ExitCode::from(u8::from(errors > 0 || common.strict && warnings > 0))
}

/// The numbers of errors and of warnings.
fn tally(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    (count(Severity::Error), count(Severity::Warning))
}

/// "no problems", "2 errors and 1 warning".
fn problems_in_words(diagnostics: &[Diagnostic]) -> String {
    let (errors, warnings) = tally(diagnostics);
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        (errors, 0) => count(errors, "error"),
        (0, warnings) => count(warnings, "warning"),
        (errors, warnings) => format!("{} and {}", count(errors, "error"), count(warnings, "warning")),
    }
}

/// Writes to standard output; a closed pipe ends quietly.
fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// Writes a file to standard output.
fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error.
fn print_error(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// How this program was called, for hints: through cargo, or by its name.
fn called() -> &'static str {
    if std::env::var_os("CARGO").is_some() { "cargo run --release --" } else { "sourcebook" }
}
