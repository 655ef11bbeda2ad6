//! `export`: the formatted reference list or the records, to a file or to standard output.

use super::{Common, Failure, load, print, print_error, report, root, tally, verdict};
use crate::diagnostics::{Checked, Diagnostic};
use crate::export::{self, Change, Format, ListFormat, Loss, render};
use crate::project::Project;
use crate::{Memory, Options};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The list as html, md or txt, or the records as bib, bibtex, ris, csl-json, yaml (Hayagriva) or csv
    /// [default: by the ending of the file, else txt]
    #[arg(long, short, value_name = "FORMAT", value_parser = format)]
    format: Option<Format>,
    /// A citation style by name, or a .csl file of the review [default: the review's]
    #[arg(long, short, value_name = "STYLE")]
    style: Option<String>,
    /// The language of the terms, BCP 47 [default: the review's]
    #[arg(long, short, value_name = "LANG")]
    language: Option<String>,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn format(name: &str) -> Result<Format, String> {
    let found = Format::NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format);
    let names = || Format::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| format!("it is one of {}", names()))
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let root = root(common)?;
    let format = format_of(arguments)?;
    if let Some(path) = &arguments.output {
        check_output(path, &root)?;
    }
    let mut project = load(&root);
    let config = &mut project.value.config;
    if let Some(style) = &arguments.style {
        // What is asked for on the command line and not there is wrong usage, not a flaw of the review.
        let language = arguments.language.as_ref().unwrap_or(&config.language);
        if let Err(diagnostic) = crate::style::find(style, language, &project.value.styles) {
            let hint = diagnostic.hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
            return Err(Failure(format!("{}{hint}", diagnostic.message)));
        }
        config.style.clone_from(style);
        config.style_place = None;
    }
    if let Some(language) = &arguments.language {
        config.language.clone_from(language);
        config.language_place = None;
    }
    let (text, count, diagnostics, losses) = written(&project, format);
    report(&diagnostics);
    losses.iter().for_each(|loss| print_error(&format!("note: {loss}")));
    match &arguments.output {
        Some(path) => write(path, &text)?,
        None => print(&text)?,
    }
    if !common.quiet && tally(&diagnostics).0 > 0 {
        let s = if count == 1 { "" } else { "s" };
        print_error(&format!("{count} reference{s} exported; the problems above may have left some out"));
    }
    Ok(verdict(&diagnostics, common))
}

/// The file, how many references it has, what is wrong, and what the format loses, in words.
fn written(project: &Checked<Project>, format: Format) -> (String, usize, Vec<Diagnostic>, Vec<String>) {
    match format {
        Format::Data(format) => {
            let (bibliography, diagnostics) = crate::references(project, &Memory::default());
            let references: Vec<_> = bibliography.iter().collect();
            let written = export::written(&references, format);
            // What a reader makes of a file beside what is in it is no loss.
            let lost = written.losses.iter().filter(|loss| loss.change != Change::Gained);
            let losses = lost.map(|loss: &Loss| loss.message(format)).collect();
            (written.text, references.len(), diagnostics, losses)
        }
        Format::List(format) => {
            let title = project.value.config.title.clone().unwrap_or_else(|| "References".to_owned());
            let (job, formatted, diagnostics) = crate::reference_list(project, &Options::default(), &Memory::default());
            (render(&job, &formatted, format, &title), formatted.entries.len(), diagnostics, Vec::new())
        }
    }
}

/// The format of a file by its ending; without a known one the format has to be named.
fn format_of(arguments: &Arguments) -> Result<Format, Failure> {
    let by_ending = arguments.output.as_deref().and_then(Path::to_str).map(Format::of_file);
    match (arguments.format, by_ending) {
        (Some(format), _) | (None, Some(Some(format))) => Ok(format),
        (None, None) => Ok(Format::List(ListFormat::Text)),
        (None, Some(None)) => Err(Failure(
            "the ending of the file names no format\nhint: `.html`, `.md`, `.txt`, `.bib`, `.ris`, `.json`, `.yaml` or `.csv`, or name it with `--format`".into(),
        )),
    }
}

/// Refuses to write over what the review is made of.
fn check_output(path: &Path, root: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(folder), Ok(root)) = (folder.canonicalize(), root.canonicalize()) else { return Ok(()) };
    let own = ["content", "bibliography", "themes"].iter().any(|name| folder.starts_with(root.join(name)));
    let configuration = folder == root && path.file_name().is_some_and(|name| name == "sourcebook.yaml");
    match own || configuration {
        true => Err(Failure(format!(
            "`{}` belongs to the review itself; choose a file outside its folders",
            path.display()
        ))),
        false => Ok(()),
    }
}

/// Writes a file under a temporary name beside its place and renames it; what is no regular file is written to as it is.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure(format!("`{}` cannot be written: {error}", path.display()));
    let is_other = path.symlink_metadata().is_ok_and(|data| !data.is_file());
    if is_other {
        let mut file = File::options().write(true).truncate(true).open(path).map_err(failed)?;
        return file.write_all(text.as_bytes()).map_err(failed);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
