//! Whole small reviews in one text file, and the one helper that the tests share.
//!
//! `-- content/index.md --` begins a file; `-- expected --` is what the test compares with, and what
//! `BLESS=1 cargo test` writes anew. Text before the first such line says what the case is about.

use sourcebook::diagnostics::{Checked, Diagnostic, terminal};
use sourcebook::project::{self, Project};
use sourcebook::{Built, Memory, Options};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub mod author;
pub mod html;
pub mod program;
pub mod site;

/// A review in a folder of its own, gone with its end.
pub struct Review {
    folder: tempfile::TempDir,
}

impl Review {
    /// A review of these files.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let review = Self { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            review.write(path, text.as_bytes());
        }
        review
    }

    /// The smallest review that shows a citation.
    pub fn small() -> Self {
        Self::new([
            ("content/index.md", "---\ntitle: A review\n---\n\n## One {#one}\n\nAs @barr2015 [p. 3] says.\n"),
            ("content/sources/barr2015.md", "---\ntags: [tradition]\n---\nA claim.\n\n## Tradition\n\nMore [p. 7].\n"),
            (
                "bibliography/references.bib",
                "@book{barr2015,\n  author = {Barr, Michael},\n  title = {Old Wine},\n  publisher = {Palgrave},\n  date = {2015},\n}\n",
            ),
        ])
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    pub fn load(&self) -> Checked<Project> {
        project::load(self.root())
    }

    pub fn build(&self) -> Built {
        build(&self.load())
    }

    /// Builds it from scratch as the preview does: with the page that says how far it is.
    pub fn build_for_preview(&self) -> Built {
        let options = Options { progress: true, ..Options::default() };
        sourcebook::build(&self.load(), &options, &Memory::default())
    }
}

/// Builds from scratch.
pub fn build(project: &Checked<Project>) -> Built {
    sourcebook::build(project, &Options::default(), &Memory::default())
}

/// The text of a page.
pub fn page(built: &Built, path: &str) -> String {
    let bytes = built.site.files.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", built.site.files.keys()));
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Diagnostics as a terminal without colours shows them.
pub fn shown(diagnostics: &[Diagnostic]) -> String {
    let renderer = annotate_snippets::Renderer::plain();
    diagnostics.iter().map(|diagnostic| terminal::render(diagnostic, &renderer) + "\n\n").collect()
}

/// This repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The file that a line of the guide names for the fenced block below it, where a reader sees it: "Save this as `a.bib`:".
pub fn named_file(line: &str) -> Option<&str> {
    let (_, path) = line.strip_suffix("`:")?.rsplit_once('`')?;
    path.contains('.').then_some(path)
}

/// A text file of several files.
pub struct Case {
    pub path: PathBuf,
    pub name: String,
    pub files: BTreeMap<String, String>,
    order: Vec<String>,
    /// What stands before the first file.
    pub about: String,
}

/// The cases of a folder below `tests/fixtures/`, by name.
pub fn cases(folder: &str) -> Vec<Case> {
    let folder = repository().join("tests/fixtures").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "txt")).map(Case::read).collect()
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut case = Self { path, name, files: BTreeMap::new(), order: Vec::new(), about: String::new() };
        for line in text.split_inclusive('\n') {
            let header = line.strip_prefix("-- ").and_then(|rest| rest.trim_end().strip_suffix(" --"));
            match header {
                Some(file) => {
                    case.order.push(file.to_owned());
                    case.files.insert(file.to_owned(), String::new());
                }
                None => match case.order.last() {
                    Some(file) => case.files.get_mut(file).unwrap().push_str(line),
                    None => case.about.push_str(line),
                },
            }
        }
        case
    }

    /// The files on a disk. A name that ends in ` as windows-1251` is written in that encoding.
    pub fn review(&self) -> Review {
        let review = Review::new([]);
        for (path, text) in self.files.iter().filter(|(path, _)| !["commands", "expected"].contains(&path.as_str())) {
            match path.rsplit_once(" as ") {
                Some((path, label)) => {
                    let encoding = sourcebook::decode::by_label(label).unwrap();
                    review.write(path, &encoding.encode(text).0);
                }
                None => review.write(path, text.as_bytes()),
            }
        }
        review
    }

    /// Compares with what the case expects, or writes it where `BLESS` is set.
    pub fn check(&self, actual: &str) -> Result<(), String> {
        let actual = format!("{}\n", actual.trim_end());
        if std::env::var_os("BLESS").is_some() {
            let files = self
                .order
                .iter()
                .filter(|file| *file != "expected")
                .map(|file| format!("-- {file} --\n{}", self.files[file]));
            let text = format!("{}{}-- expected --\n{actual}", self.about, files.collect::<String>());
            fs::write(&self.path, text).unwrap();
            return Ok(());
        }
        let expected = self.files.get("expected").map(String::as_str).unwrap_or_default();
        (expected == actual)
            .then_some(())
            .ok_or_else(|| format!("{}:\nexpected:\n{expected}\nactual:\n{actual}", self.name))
    }
}
