//! The order in which the texts of a review are read: as `sourcebook.yaml` lists them, as a file of another program does,
//! or by the names of the files in a folder.
//!
//! What is understood: Quarto's books and sidebars, bookdown's `rmd_files`, Jupyter Book's and MyST's `toc`, MkDocs'
//! `nav`, mdBook's and GitBook's `SUMMARY.md`, pandoc's `input-files`.

use crate::config::{ChaptersConfig, HOMES, stem};
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, TextFile};
use crate::project::{Project, ending, file_name};
use crate::yaml::Document;
use serde_yaml::Value;

mod names;
mod summary;
mod tree;

pub use names::{is_numbered, natural, spoken};

/// The largest file of chapters that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// Texts and the parts that they stand in, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chapters {
    /// The parts and the texts.
    pub entries: Vec<Entry>,
    /// Whether chapters have numbers, and sections, figures and tables those of their chapters.
    pub is_numbered: bool,
}

/// A part, or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// In how many others it stands.
    pub depth: usize,
    /// What it is called there; the text's own title where it is not said.
    pub title: Option<String>,
    /// The path of the text; of a part that has none nothing.
    pub path: Option<String>,
    /// What it is.
    pub kind: Kind,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What holds chapters and has no number.
    Part,
    /// A chapter.
    Chapter,
    /// A chapter that has a letter.
    Appendix,
}

/// The texts of a project, and where the names in a file of chapters are looked up.
#[derive(Debug, Clone, Copy)]
struct Texts<'a> {
    paths: &'a [&'a str],
    /// The folder that names are below.
    base: &'a str,
}

/// The chapters of a review; none where nothing says which they are.
pub fn find(project: &Project) -> Checked<Chapters> {
    let paths: Vec<&str> = project.notes.iter().map(|note| &*note.path).collect();
    match &project.config.chapters {
        None => Checked { value: Chapters::default(), diagnostics: Vec::new() },
        Some(ChaptersConfig::Listed) => {
            let Some(file) = &project.config_file else { return Checked::default() };
            in_own(file, project.config.content.prefix().trim_end_matches('/'), &paths)
        }
        Some(ChaptersConfig::Named(name, span)) => match &project.chapters_file {
            Some(file) => read(file, &paths),
            None => {
                // A folder of the review, or one among the texts.
                let below = inside(project.config.content.prefix().trim_end_matches('/'), name);
                let folders = [name, &below].into_iter().map(|folder| names::by_name(folder, &paths));
                let value =
                    folders.max_by_key(|chapters| usize::from(!chapters.entries.is_empty())).unwrap_or_default();
                let message = || format!("`chapters` is `{name}`, which is neither a file nor a folder with texts");
                let problem = || Diagnostic::new(Code::BadConfiguration, message()).at(span.clone());
                let diagnostics = if value.entries.is_empty() { vec![problem()] } else { Vec::new() };
                Checked { value, diagnostics }
            }
        },
    }
}

/// What a file of another program says of these texts.
pub fn read(file: &TextFile, paths: &[&str]) -> Checked<Chapters> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut lost = Vec::new();
    if ending(&file.path) == "md" {
        let value = summary::read(&file.text, Texts { paths, base: folder }, &mut lost);
        return Checked { diagnostics: missing(file, &lost).into_iter().collect(), value };
    }
    let document = match Document::parse(file, 0..file.text.len(), LIMIT) {
        Ok(document) => document,
        Err(error) => {
            let diagnostics = vec![error.diagnostic(file, Code::BadConfiguration)];
            return Checked { value: Chapters::default(), diagnostics };
        }
    };
    let value = document.value();
    let value = match file_name(&file.path) {
        "_bookdown.yml" | "_bookdown.yaml" => names::of_bookdown(value, Texts { paths, base: folder }, &mut lost),
        _ => of_program(value, folder, paths, &mut lost),
    };
    let mut diagnostics: Vec<Diagnostic> = missing(file, &lost).into_iter().collect();
    if value.entries.is_empty() && lost.is_empty() {
        let message = format!("`{}` does not say in which order the texts are read", file.path);
        let hint = "name them one by one under `chapters` in sourcebook.yaml, or a folder whose files have numbers";
        diagnostics.push(Diagnostic::new(Code::BadConfiguration, message).at(file.span(0..0)).hint(hint));
    }
    Checked { value, diagnostics }
}

/// Those of `sourcebook.yaml` itself.
fn in_own(file: &TextFile, base: &str, paths: &[&str]) -> Checked<Chapters> {
    let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Ok(document) = Document::parse(file, start..file.text.len(), LIMIT) else { return Checked::default() };
    let mut lost = Vec::new();
    let mut reader = tree::Reader::new(Texts { paths, base }, &mut lost);
    if let Some(list) = document.get(&["chapters"]) {
        reader.read(list, 0);
    }
    let value = Chapters { entries: reader.entries, is_numbered: false };
    Checked { diagnostics: missing(file, &lost).into_iter().collect(), value }
}

/// Where programs keep their order, by keys: the first that is there counts.
const KEYS: &[&[&str]] = &[
    &["book", "chapters"],
    &["project", "toc"],
    &["site", "toc"],
    &["toc"],
    &["nav"],
    &["parts"],
    &["chapters"],
    &["sections"],
    &["input-files"],
    &["website", "sidebar"],
];

fn of_program(value: &Value, folder: &str, paths: &[&str], lost: &mut Vec<String>) -> Chapters {
    let get = |keys: &[&str]| keys.iter().try_fold(value, |value, key| value.get(key)).filter(|value| !value.is_null());
    // MkDocs keeps its texts in a folder of their own.
    let base = match get(&["nav"]) {
        Some(_) => inside(folder, get(&["docs_dir"]).and_then(Value::as_str).unwrap_or("docs")),
        None => folder.to_owned(),
    };
    let mut reader = tree::Reader::new(Texts { paths, base: &base }, lost);
    if let Some(root) = get(&["root"]).and_then(Value::as_str) {
        reader.text(root, None, 0);
    }
    match KEYS.iter().find_map(|keys| get(keys)) {
        Some(list) => reader.read(list, 0),
        None if value.is_sequence() => reader.read(value, 0),
        None => {}
    }
    if let Some(list) = get(&["book", "appendices"]) {
        reader.appendices(list);
    }
    let numbers = |keys: &[&str]| get(keys).and_then(Value::as_bool);
    let of_parts = || get(&["parts"])?.as_sequence()?.iter().find_map(|part| part.get("numbered")?.as_bool());
    let is_numbered = match get(&["book", "chapters"]) {
        Some(_) => {
            numbers(&["number-sections"]).or_else(|| numbers(&["format", "html", "number-sections"])) != Some(false)
        }
        None => numbers(&["options", "numbered"]).or_else(of_parts) == Some(true),
    };
    Chapters { entries: reader.entries, is_numbered }
}

/// Names that are no texts of the review, said once.
fn missing(file: &TextFile, lost: &[String]) -> Option<Diagnostic> {
    let first = lost.first()?;
    let message = match lost.len() {
        1 => format!("`{}` names `{first}`, which is no text of this review", file.path),
        many => format!("`{}` names {many} files that are no texts of this review, such as `{first}`", file.path),
    };
    let behind = |at: usize| file.text[at..].find(first.as_str()).map(|found| at + found);
    let at = file.text.find("chapters").and_then(behind).or_else(|| behind(0)).unwrap_or(0);
    let problem = Diagnostic::new(Code::BrokenLink, message).at(file.span(at..at + first.len()));
    Some(Diagnostic { severity: Severity::Warning, ..problem })
}

impl Texts<'_> {
    /// The text that a name means: with or without its ending, a folder's own page.
    fn find(&self, name: &str) -> Option<String> {
        let plain = name.split(['#', '?']).next().unwrap_or(name).replace('\\', "/");
        self.at(&inside(self.base, &plain)).or_else(|| self.at(&inside("", &plain)))
    }

    fn at(&self, path: &str) -> Option<String> {
        let is_it = |known: &&&str| **known == path || stem(known) == path;
        let exact = self.paths.iter().find(is_it);
        let exact = exact.or_else(|| self.paths.iter().find(|known| stem(known) == stem(path)));
        let is_own = |known: &str, page: &str| stem(known).eq_ignore_ascii_case(&inside(path, page));
        let own = || HOMES.iter().find_map(|page| self.paths.iter().find(|known| is_own(known, page)));
        exact.or_else(own).map(|path| (*path).to_owned())
    }
}

/// A path below a folder, without `.` and `..`.
fn inside(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests;
