//! `export`: the formatted reference list or the records, to a file or to standard output.

use super::{Common, Failure, load, print_bytes, print_error, report, root, verdict};
use crate::diagnostics::{Checked, Code, Diagnostic, Severity};
use crate::export::{self, Change, Format, GroupBy, ListFormat, Loss, Selection, Sort, Unknown, Years};
use crate::project::Project;
use crate::{Library, Memory};
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only these references
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// The list as html, md, txt, docx, odt, rtf, tex or typ, or the records as bib, bibtex, ris, csl-json, yaml
    /// (Hayagriva) or csv [default: by the ending of the file, else txt]
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
    /// Only what a page or a note cites
    #[arg(long)]
    cited: bool,
    /// Only what carries this tag or one below it; several times for any of several
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only this type of CSL, such as book or article-journal; several times for any of several
    #[arg(long = "type", value_name = "TYPE")]
    kind: Vec<String>,
    /// Only what appeared in these years, such as 2015, 2010..2019 or 2010..
    #[arg(long, value_name = "YEARS", allow_hyphen_values = true)]
    year: Option<Years>,
    /// Only what stands in the reference list of this page, such as index.md
    #[arg(long, value_name = "PATH")]
    page: Option<String>,
    /// The list under headings; a work in several tags stands under each
    #[arg(long, value_name = "WHAT", value_enum)]
    group_by: Option<Heading>,
    /// Another order than that of the style, which numbers follow
    #[arg(long, value_name = "WHAT", value_enum)]
    sort: Option<Order>,
    /// Each entry of the list with what its note says in short
    #[arg(long)]
    annotated: bool,
}

/// What a list can be divided by.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Heading {
    Tag,
    Type,
    Year,
    Language,
}

/// What a list can be sorted by.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Order {
    Author,
    Year,
    YearDesc,
    Title,
    Key,
    Added,
}

impl Arguments {
    fn selection(&self) -> Selection {
        Selection {
            keys: self.keys.clone(),
            cited: self.cited,
            tags: self.tag.clone(),
            types: self.kind.clone(),
            years: self.year,
            page: self.page.clone(),
            included: self.annotated,
        }
    }

    fn sort(&self) -> Option<Sort> {
        self.sort.map(|order| match order {
            Order::Author => Sort::Author,
            Order::Year => Sort::Year,
            Order::YearDesc => Sort::YearDescending,
            Order::Title => Sort::Title,
            Order::Key => Sort::Key,
            Order::Added => Sort::Added,
        })
    }

    fn group_by(&self) -> Option<GroupBy> {
        self.group_by.map(|heading| match heading {
            Heading::Tag => GroupBy::Tag,
            Heading::Type => GroupBy::Type,
            Heading::Year => GroupBy::Year,
            Heading::Language => GroupBy::Language,
        })
    }
}

impl From<Unknown> for Failure {
    fn from(Unknown { message, hint }: Unknown) -> Self {
        Self(message + &hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default())
    }
}

/// A file, and what came up in making it.
struct Made {
    bytes: Vec<u8>,
    count: usize,
    diagnostics: Vec<Diagnostic>,
    /// What the format loses, in words.
    losses: Vec<String>,
}

fn format(name: &str) -> Result<Format, String> {
    let found = Format::NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format);
    let names = || Format::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| format!("it is one of {}", names()))
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let root = root(common)?;
    let format = format_of(arguments)?;
    check_terminal(arguments, format)?;
    check_options(arguments, format)?;
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
    let made = match format {
        Format::Data(format) => data(&project, arguments, format)?,
        Format::List(format) => list(&project, arguments, format)?,
    };
    report(&made.diagnostics);
    made.losses.iter().for_each(|loss| print_error(&format!("note: {loss}")));
    match &arguments.output {
        Some(path) => {
            write(path, &made.bytes)?;
            if !common.quiet {
                print_error(&format!("made  {}", path.display()));
            }
        }
        None => print_bytes(&made.bytes)?,
    }
    if !common.quiet {
        let (count, s) = (made.count, if made.count == 1 { "" } else { "s" });
        if may_lack_some(&made.diagnostics, arguments) {
            print_error(&format!("{count} reference{s} exported; the problems above may have left some out"));
        } else if count == 0 && !arguments.selection().is_all() {
            print_error("note: no reference of the review is what was asked for");
        }
    }
    Ok(verdict(&made.diagnostics, common))
}

/// Whether a problem may have cost references: one of the library or, where notes choose, of a note that cannot be read.
fn may_lack_some(diagnostics: &[Diagnostic], arguments: &Arguments) -> bool {
    use Code::{BadBibliography, BadEncoding, BadEntry, BadFrontMatter, DuplicateKey, UnreadableFile};
    let is_all = arguments.selection().is_all();
    let costs = |code| match code {
        BadBibliography | BadEncoding | BadEntry | DuplicateKey | UnreadableFile => true,
        BadFrontMatter => !is_all,
        _ => false,
    };
    diagnostics.iter().any(|problem| problem.severity == Severity::Error && costs(problem.code))
}

/// The records as a file. What is not selected by the review is read without it: the problems of notes are none of an export.
fn data(project: &Checked<Project>, arguments: &Arguments, format: export::DataFormat) -> Result<Made, Failure> {
    let (selection, sort) = (arguments.selection(), arguments.sort());
    let made = |references: &[&crate::bibliography::Reference], diagnostics| {
        let written = export::written(references, format);
        // What a reader makes of a file beside what is in it is no loss.
        let lost = written.losses.iter().filter(|loss| loss.change != Change::Gained);
        let losses = lost.map(|loss: &Loss| loss.message(format)).collect();
        Made { bytes: written.text.into_bytes(), count: references.len(), diagnostics, losses }
    };
    if selection.is_all() && sort.is_none() {
        let (bibliography, diagnostics) = crate::references(project, &Memory::default());
        return Ok(made(&bibliography.iter().collect::<Vec<_>>(), diagnostics));
    }
    let (library, diagnostics) = Library::new(project, &Memory::default());
    // Records without an order of their own stay in that of their files.
    let sources = library.select(&selection, sort.or(Some(Sort::Added)))?;
    Ok(made(&library.references(&sources), diagnostics))
}

/// The formatted list as a file.
fn list(project: &Checked<Project>, arguments: &Arguments, format: ListFormat) -> Result<Made, Failure> {
    let (library, diagnostics) = Library::new(project, &Memory::default());
    let sort = arguments.sort();
    let sources = library.select(&arguments.selection(), sort)?;
    let mut document = library.document(&sources, sort);
    if arguments.annotated {
        document = library.annotated(document);
    }
    if let Some(by) = arguments.group_by() {
        document = library.grouped(document, by);
    }
    let bytes = export::render(&document, format);
    Ok(Made { bytes, count: sources.len(), diagnostics, losses: Vec::new() })
}

/// The format of a file by its ending; without a known one the format has to be named.
fn format_of(arguments: &Arguments) -> Result<Format, Failure> {
    let by_ending = arguments.output.as_deref().and_then(Path::to_str).map(Format::of_file);
    match (arguments.format, by_ending) {
        (Some(format), _) | (None, Some(Some(format))) => Ok(format),
        (None, None) => Ok(Format::List(ListFormat::Text)),
        (None, Some(None)) => Err(Failure(
            "the ending of the file names no format\nhint: `.docx`, `.odt`, `.rtf`, `.tex`, `.typ`, `.html`, `.md`, `.txt`, `.bib`, `.ris`, `.json`, `.yaml` or `.csv`, or name it with `--format`".into(),
        )),
    }
}

/// Bytes that are no text belong into a file or a pipe.
fn check_terminal(arguments: &Arguments, format: Format) -> Result<(), Failure> {
    let is_binary = matches!(format, Format::List(format) if format.is_binary());
    match is_binary && arguments.output.is_none() && std::io::stdout().is_terminal() {
        true => Err(Failure(
            "a terminal cannot show this format\nhint: name a file, such as `--output references.docx`".into(),
        )),
        false => Ok(()),
    }
}

/// Refuses options of the formatted list where the records are asked for.
fn check_options(arguments: &Arguments, format: Format) -> Result<(), Failure> {
    let Format::Data(format) = format else { return Ok(()) };
    let given = [
        ("--style", arguments.style.is_some()),
        ("--language", arguments.language.is_some()),
        ("--group-by", arguments.group_by.is_some()),
        ("--annotated", arguments.annotated),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) => Err(Failure(format!(
            "`{option}` is for the formatted list, and {} holds records\nhint: leave it out, or choose a format of the list, such as `--format docx`",
            format.name()
        ))),
        None => Ok(()),
    }
}

/// Refuses to write into a folder that is not there, and over what the review is made of.
fn check_output(path: &Path, root: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let (path, folder) = (path.display(), folder.display());
        return Err(Failure(format!("`{path}` cannot be written: there is no folder `{folder}`\nhint: make it first")));
    }
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
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure(format!("`{}` cannot be written: {error}", path.display()));
    let is_other = path.symlink_metadata().is_ok_and(|data| !data.is_file());
    if is_other {
        let mut file = File::options().write(true).truncate(true).open(path).map_err(failed)?;
        return file.write_all(bytes).map_err(failed);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // Its error names the temporary file.
    let mut file = builder.tempfile_in(folder).map_err(|error| failed(error.kind().into()))?;
    file.write_all(bytes).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
