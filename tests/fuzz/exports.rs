//! Whatever was read, of whole inputs and of broken ones, is exported and read again: every entry is there, with its key,
//! its type and its title.

use super::random::{Random, broken};
use super::{BIB, HAYAGRIVA, JSON, Kind, RIS, YAML, inputs, none_of};
use sourcebook::bibliography::{self, Bibliography, Reference};
use sourcebook::diagnostics::TextFile;
use sourcebook::export::{self, Change, DataFormat};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many inputs of each kind.
const EACH: usize = 200;

fn read(ending: &str, text: &str) -> Bibliography {
    bibliography::parse(&[TextFile::new(&format!("bibliography/a.{ending}"), text)], &[]).value
}

/// The letters and digits of a title, which no notation changes.
fn letters(reference: &Reference) -> String {
    let title = reference.item.plain("title").unwrap_or_default();
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Exports references in a format, and says what is wrong with what is read again.
fn lost(library: &Bibliography, format: DataFormat) -> Result<(), String> {
    let references: Vec<&Reference> = library.iter().collect();
    let written = export::written(&references, format);
    let Some(ending) = format.ending() else { return Ok(()) };
    let brackets = written.text.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count();
    if format == DataFormat::Hayagriva && brackets > 60 {
        // Our reader counts brackets before any YAML reader sees them, those in texts among them.
        return Ok(());
    }
    let again = read(ending, &written.text);
    if again.len() != library.len() {
        return Err(format!("{} entries are read again of {}\n{}", again.len(), library.len(), written.text));
    }
    let forced = |variable: &str, key: &str| {
        let losses = written.losses.iter().filter(|loss| loss.variable == variable);
        losses.into_iter().any(|loss| loss.keys.iter().any(|lost| lost == key))
    };
    for (one, other) in references.iter().zip(again.iter()) {
        let is_tex = matches!(format, DataFormat::BibLatex | DataFormat::BibTex);
        if one.key != other.key && !(is_tex && forced("id", &one.key)) {
            return Err(format!("the key {:?} is read as {:?}\n{}", one.key, other.key, written.text));
        }
        if one.item.kind() != other.item.kind() && format != DataFormat::Hayagriva {
            return Err(format!("{} is read as a {}\n{}", one.key, other.item.kind(), written.text));
        }
        let is_private = written
            .losses
            .iter()
            .any(|loss| loss.variable == "title" && loss.change == Change::Private && loss.keys.contains(&one.key));
        if letters(one) != letters(other) && !is_private {
            return Err(format!("{:?} is read as {:?}\n{}", letters(one), letters(other), written.text));
        }
    }
    Ok(())
}

fn fuzz(kind: &Kind, ending: &str) {
    let mut random = Random(kind.seed + 300);
    let mut failures = Vec::new();
    for at in 0..EACH {
        let input: inputs::Input = (kind.make)(&mut random);
        let text = if at % 2 == 0 { input.text() } else { broken(&mut random, &input.text()) };
        let library = read(ending, &text);
        for format in DataFormat::ALL {
            let tried = catch_unwind(AssertUnwindSafe(|| lost(&library, *format)));
            let failure = tried.unwrap_or_else(|_| Err("a panic".to_owned())).err();
            failures.extend(failure.map(|failure| format!("{format:?}: {failure}\nof:\n{text}")));
        }
    }
    none_of(failures);
}

#[test]
fn bib_files_are_exported_and_read_again() {
    fuzz(&BIB, "bib");
}

#[test]
fn csl_json_is_exported_and_read_again() {
    fuzz(&JSON, "json");
}

#[test]
fn csl_yaml_is_exported_and_read_again() {
    fuzz(&YAML, "yaml");
}

#[test]
fn hayagriva_yaml_is_exported_and_read_again() {
    fuzz(&HAYAGRIVA, "yml");
}

#[test]
fn ris_is_exported_and_read_again() {
    fuzz(&RIS, "ris");
}
