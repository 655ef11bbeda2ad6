//! Every data format, with a library of all types and variables of CSL: what is written and read again is what was there,
//! but for the losses that the guide lists; and other programs read it as we do (`oracles.rs`).

use crate::support::repository;
use sourcebook::bibliography::{self, Bibliography, Reference, csl_variables};
use sourcebook::diagnostics::TextFile;
use sourcebook::export::{self, Change, DataFormat, Loss};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

mod documents;
mod folds;
mod oracles;

/// The formats that we read again.
const READ: &[DataFormat] =
    &[DataFormat::BibLatex, DataFormat::BibTex, DataFormat::Ris, DataFormat::CslJson, DataFormat::Hayagriva];

/// The library of all types and variables.
pub fn library() -> Bibliography {
    let text = fs::read_to_string(repository().join("tests/fixtures/export/all-types.json")).unwrap();
    parsed("json", &text)
}

fn parsed(ending: &str, text: &str) -> Bibliography {
    bibliography::parse(&[TextFile::new(&format!("a.{ending}"), text)], &[]).value
}

fn references(bibliography: &Bibliography) -> Vec<&Reference> {
    bibliography.iter().collect()
}

/// The name of a format on the command line.
fn name(format: DataFormat) -> &'static str {
    let names = export::Format::NAMES.iter();
    names.clone().find(|(_, known)| *known == export::Format::Data(format)).unwrap().0
}

#[test]
fn the_library_has_every_type_and_variable() {
    let library = library();
    let types: BTreeSet<&str> = library.iter().map(|reference| reference.item.kind()).collect();
    assert_eq!(types, csl_variables::TYPES.iter().copied().collect());
    for variable in csl_variables::all().filter(|variable| *variable != "citation-key") {
        assert!(library.iter().any(|reference| reference.item.0.contains_key(variable)), "{variable}");
    }
    assert!(library.len() >= 60);
}

#[test]
fn what_is_read_again_is_what_was_there_but_for_the_listed_losses() {
    let library = library();
    let mut found = String::new();
    for format in READ {
        for loss in export::written(&references(&library), *format).losses {
            let _ = writeln!(found, "{} {} {:?}: {}", name(*format), loss.variable, loss.change, loss.keys.join(", "));
        }
    }
    let path = repository().join("tests/fixtures/export/losses.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &found).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), found, "write it with `BLESS=1 cargo test` and read it");
}

#[test]
fn what_was_read_again_is_written_as_it_was() {
    let library = library();
    for format in READ {
        let again = |from: &Bibliography| {
            let text = export::text(&references(from), *format);
            (parsed(format.ending().unwrap(), &text), text)
        };
        let (second, _) = again(&library);
        let (third, written) = again(&second);
        let (_, once_more) = again(&third);
        assert_eq!(second.len(), library.len(), "{format:?}");
        assert!(written == once_more, "{format:?} changes every time that it is read and written");
    }
}

#[test]
fn the_number_of_an_article_stands_beside_its_pages() {
    let text =
        "@article{a, title = {T}, journaltitle = {J}, volume = {3}, number = {4}, eid = {e107}, pages = {1--12}}";
    let library = parsed("bib", text);
    let item = &library.get("a").unwrap().item;
    assert_eq!((item.text("number").as_deref(), item.text("page").as_deref()), (Some("e107"), Some("1-12")));
    for format in READ {
        let written = export::written(&references(&library), *format);
        assert_eq!(written.losses, Vec::new(), "{format:?}: {}", written.text);
    }
}

#[test]
fn no_file_is_read_with_problems() {
    let library = library();
    for format in READ {
        let text = export::text(&references(&library), *format);
        let read = bibliography::parse(&[TextFile::new(&format!("a.{}", format.ending().unwrap()), &text)], &[]);
        // A date in words is said to be none.
        let said = read.diagnostics.iter().filter(|problem| !problem.message.contains("in press"));
        assert_eq!(said.collect::<Vec<_>>(), Vec::<&sourcebook::diagnostics::Diagnostic>::new(), "{format:?}");
    }
}

#[test]
fn what_is_private_is_in_no_export() {
    let text = r#"[{"id": "a", "type": "book", "title": "Seen", "annote": "SECRET", "custom": {"x": "SECRET"},
        "note": "see zotero://select/items/SECRET", "ris.L1": "SECRET.pdf", "abstract": "At C:\\SECRET\\a.pdf",
        "URL": "file:///home/SECRET/a.pdf", "archive": "/home/me/SECRET", "source": "A: B http://x.org/",
        "author": [{"family": "Doe", "given": "J.", "email": "SECRET"}]}]"#;
    let library = parsed("json", text);
    for format in DataFormat::ALL {
        let written = export::written(&references(&library), *format);
        assert!(written.text.contains("Seen") && !written.text.contains("SECRET"), "{}", written.text);
        let private: Vec<&Loss> = written.losses.iter().filter(|loss| loss.change == Change::Private).collect();
        let private: Vec<&str> = private.iter().map(|loss| loss.variable.as_str()).collect();
        assert_eq!(private, ["URL", "abstract", "annote", "archive", "custom", "note", "ris.L1"], "{format:?}");
    }
    assert!(export::text(&references(&library), DataFormat::Csv).contains("A: B http://x.org/"));
}

#[test]
fn a_table_has_a_row_for_each_reference() {
    let text = export::text(&references(&library()), DataFormat::Csv);
    let rows = folds::csv(text.strip_prefix('\u{feff}').unwrap());
    assert_eq!(rows.len(), library().len() + 1);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let cell = |key: &str, column: &str| {
        let at = rows[0].iter().position(|name| name == column).unwrap();
        rows.iter().find(|row| row[0] == key).unwrap()[at].clone()
    };
    for (key, column, expected) in [
        ("particles", "author", "van Gogh, Vincent; Humboldt, Alexander von; d’Alembert, Jean; al-Khwarizmi, Muhammad"),
        ("suffixes", "author", "King, Martin Luther, Jr.; Gates, William, III"),
        ("range-days", "issued", "2011-04-30/2011-05-01"),
        ("circa", "issued", "1750~"),
        ("in-press", "issued", "in press"),
        ("markup", "title", "Homo sapiens and H2O at 103 bars of Power"),
        ("post", "author", "'@hanban"),
        ("paragraphs", "abstract", "The first paragraph.\n\nThe second one, at length."),
    ] {
        assert_eq!(cell(key, column), expected);
    }
}

/// What stands before and behind the table in the guide.
const MARKS: [&str; 2] = ["<!-- losses -->\n", "<!-- end of losses -->\n"];

#[test]
fn the_guide_lists_every_loss() {
    let path = repository().join("docs/export.md");
    let guide = fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once(MARKS[0]).unwrap();
    let (table, behind) = rest.split_once(MARKS[1]).unwrap();
    let made = table_of_losses();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{before}{}{made}{}{behind}", MARKS[0], MARKS[1])).unwrap();
    }
    assert!(table == made, "docs/export.md is out of date; write it with `BLESS=1 cargo test`");
    for (name, _) in export::Format::NAMES {
        assert!(guide.contains(&format!("`{name}`")), "{name}");
    }
}

/// The variables that some format loses, with the types that lose them.
fn table_of_losses() -> String {
    let library = library();
    let formats = READ.iter().filter(|format| **format != DataFormat::CslJson);
    let losses: Vec<Vec<Loss>> = formats.map(|format| export::written(&references(&library), *format).losses).collect();
    let mut table = String::from("| variable | `bib` | `bibtex` | `ris` | `yaml` |\n|---|---|---|---|---|\n");
    for variable in ["type"].into_iter().chain(csl_variables::all()) {
        let cells: Vec<String> = losses.iter().map(|losses| cell(&library, variable, losses)).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let _ = writeln!(table, "| `{variable}` | {} |", cells.join(" | "));
        }
    }
    table
}

/// What becomes of a variable in a format: nothing is said where it is kept.
fn cell(library: &Bibliography, variable: &str, losses: &[Loss]) -> String {
    let has = library.iter().filter(|reference| reference.item.0.contains_key(variable)).count();
    let said = losses.iter().filter(|loss| loss.variable == variable).map(|loss| {
        let types = loss.keys.iter().map(|key| library.get(key).unwrap().item.kind());
        let types: BTreeSet<String> = types.map(|kind| format!("`{kind}`")).collect();
        let types = match types.len() {
            1..=4 => format!(" ({})", types.into_iter().collect::<Vec<_>>().join(", ")),
            _ => String::new(),
        };
        match loss.change {
            Change::Private => "private".to_owned(),
            Change::Gone if loss.keys.len() == has => "lost".to_owned(),
            Change::Gone => format!("lost of some{types}"),
            Change::Changed => format!("simpler for some{types}"),
            Change::Gained => format!("added to some{types}"),
        }
    });
    said.collect::<Vec<_>>().join("; ")
}
