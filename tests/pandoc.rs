//! `.bib` files read by us and by pandoc, variable by variable.
//!
//! Where `SOURCEBOOK_PANDOC` or `pandoc` on the `PATH` is no pandoc, these tests say so and pass. Folded is notation alone
//! (`folds.rs`): the order of keys, numbers and strings of the same digits, the `nocase` spans, which pandoc makes as we do
//! but does not write to CSL-JSON, a language by babel's name and by its tag, and `event`, which CSL 1.0.2 calls
//! `event-title`. Every other difference is one that `differences.rs` lists with its reason: an unlisted one fails. Of files
//! as people have them, 97 % of all fields must be the same, listed differences counted as differences; entries that pandoc
//! rejects are left out.

use comparison::{Comparison, compare};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod comparison;
mod differences;
mod folds;
mod library;
mod single;
mod texts;

/// The least part of the fields that must be the same.
const AGREEMENT: f64 = 0.97;

/// The program, or why there is none.
fn pandoc() -> Result<PathBuf, String> {
    let program = std::env::var_os("SOURCEBOOK_PANDOC").map_or_else(|| PathBuf::from("pandoc"), PathBuf::from);
    let output = Command::new(&program).arg("--version").output();
    match output {
        Ok(output) if output.status.success() => Ok(program),
        Ok(output) => Err(format!("`{} --version` ends with {}", program.display(), output.status)),
        Err(error) => Err(format!("`{}` cannot be run: {error}", program.display())),
    }
}

/// Runs a comparison where there is a pandoc.
pub fn with_pandoc(test: impl FnOnce(&Path)) {
    match pandoc() {
        Ok(program) => test(&program),
        Err(reason) => println!("skipped: {reason}"),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The folder that a variable of the environment names; where it names none, the test says so and passes.
fn named_folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: {variable} names no folder");
    }
    folder
}

/// All `.bib` files below a folder, in order.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending == "bib")).collect()
}

/// The text of a file in UTF-8 or, where it is none, in Latin-1.
fn read(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}

fn assert_agrees(comparison: &Comparison) {
    assert!(comparison.unlisted.is_empty(), "differences that are not listed");
    assert!(comparison.raw() >= AGREEMENT, "only {:.2} % agree", 100.0 * comparison.raw());
}

#[test]
fn our_own_references_are_read_as_pandoc_reads_them() {
    with_pandoc(|pandoc| {
        let text = fs::read_to_string(folder().join("bibliography/references.bib")).unwrap();
        let comparison = compare(pandoc, "references.bib", &text);
        comparison.report("our own references");
        comparison.report_differences();
        assert_agrees(&comparison);
        assert!(comparison.same > 200);
    });
}

#[test]
fn fixtures_are_read_as_pandoc_reads_them() {
    with_pandoc(|pandoc| {
        let mut unlisted = 0;
        for path in files_below(&folder().join("tests/fixtures/bibliography")) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let comparison = compare(pandoc, name, &fs::read_to_string(&path).unwrap());
            comparison.report(name);
            comparison.report_differences();
            unlisted += comparison.unlisted.len();
        }
        assert_eq!(unlisted, 0, "differences that are not listed");
    });
}

#[test]
fn a_thousand_entries_are_read_as_pandoc_reads_them() {
    with_pandoc(|pandoc| {
        let comparison = compare(pandoc, "library.bib", &library::generate(1000));
        comparison.report("a thousand generated entries");
        comparison.report_differences();
        assert!(comparison.agreement() >= AGREEMENT);
        assert!(comparison.rejected == 0 && comparison.same > 5_000);
    });
}

#[test]
fn the_synthetic_thousand_is_read_as_pandoc_reads_it() {
    let Some(shared) = named_folder("SOURCEBOOK_SHARED") else { return };
    with_pandoc(|pandoc| {
        let made = tempfile::tempdir().unwrap();
        let script = shared.join("bench/gen_corpus.py");
        match Command::new("python3").arg(&script).arg("1000").arg(made.path()).args(["--peers", "none"]).output() {
            Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => return println!("skipped: `python3` cannot be run: {error}"),
        }
        let comparison = compare(pandoc, "refs.bib", &read(&made.path().join("refs.bib")));
        comparison.report("the synthetic thousand");
        comparison.report_differences();
        assert_agrees(&comparison);
        assert!(comparison.rejected == 0 && comparison.same > 5_000);
    });
}

#[test]
fn gathered_files_are_read_as_pandoc_reads_them() {
    let Some(gathered) = named_folder("SOURCEBOOK_BIB_FILES") else { return };
    with_pandoc(|pandoc| {
        let mut all = Comparison::default();
        for path in files_below(&gathered) {
            let name = path.strip_prefix(&gathered).unwrap().display().to_string();
            let comparison = compare(pandoc, &name, &read(&path));
            comparison.report(&name);
            all.append(comparison);
        }
        all.report("all gathered files");
        all.report_differences();
        assert_agrees(&all);
        assert!(all.same > 100);
    });
}
