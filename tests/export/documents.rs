//! The formatted list as documents: what is in the files, and what other programs read in them.
//!
//! LibreOffice (`SOURCEBOOK_LIBREOFFICE` names its program) reads DOCX, ODT and RTF and gives their text; Typst (the Python
//! package in the folder that `SOURCEBOOK_TYPST` names) and pdflatex, where it is at hand, set what is made for them.

use crate::support::program::{run, stderr, stdout};
use crate::support::{Case, cases};
use std::fmt::Write;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use zip::ZipArchive;

/// The formats that LibreOffice reads.
const OFFICE: [&str; 3] = ["docx", "odt", "rtf"];

/// The review of a case, exported in a format with the arguments that it names.
fn exported(case: &Case, format: &str) -> Vec<u8> {
    let arguments = case.files["commands"].split_whitespace();
    let arguments: Vec<&str> = ["export", "--format", format].into_iter().chain(arguments).collect();
    let output = run(case.review().root(), &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    output.stdout
}

/// The files in an archive, by name.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |at: usize| {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().to_owned(), text)
    };
    (0..count).map(part).collect()
}

#[test]
fn documents_are_written_as_they_should() {
    let failures: Vec<String> = cases("documents").iter().filter_map(|case| case.check(&all(case)).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A case in every format; of archives the part with the text, a line a paragraph.
fn all(case: &Case) -> String {
    let mut out = String::new();
    for format in ["txt", "md", "html", "rtf", "tex", "typ"] {
        let _ = writeln!(out, "$ {format}\n{}\n", String::from_utf8(exported(case, format)).unwrap().trim_end());
    }
    for (format, name, paragraph) in [("docx", "word/document.xml", "<w:p>"), ("odt", "content.xml", "<text:p ")] {
        let part = parts(exported(case, format)).into_iter().find(|(part, _)| part == name).unwrap().1;
        let _ = writeln!(out, "$ {format}\n{}\n", part.replace(paragraph, &format!("\n{paragraph}")).trim_end());
    }
    out
}

#[test]
fn every_part_is_well_formed_and_holds_no_forbidden_character() {
    for (case, format) in cases("documents").iter().flat_map(|case| ["docx", "odt"].map(|format| (case, format))) {
        for (name, text) in parts(exported(case, format)).iter().filter(|(name, _)| name != "mimetype") {
            let mut reader = quick_xml::Reader::from_str(text);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(quick_xml::events::Event::Text(text)) => drop(text.decode().expect(name)),
                    event => drop(event.unwrap_or_else(|error| panic!("{name}: {error}"))),
                }
            }
            let forbidden = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
            assert!(!text.contains(forbidden), "{format}: {name}");
        }
    }
}

#[test]
fn the_same_review_gives_the_same_bytes() {
    for (case, format) in cases("documents").iter().flat_map(|case| ["docx", "odt"].map(|format| (case, format))) {
        assert!(exported(case, format) == exported(case, format), "{format}");
    }
    let odt = exported(&cases("documents")[0], "odt");
    assert_eq!(
        &odt[30..77],
        b"mimetypeapplication/vnd.oasis.opendocument.text",
        "the type is where programs look for it"
    );
}

#[test]
fn libreoffice_reads_the_text_of_the_plain_list() {
    let Some(office) = super::oracles::named("SOURCEBOOK_LIBREOFFICE") else { return };
    for case in cases("documents") {
        let folder = tempfile::tempdir().unwrap();
        let files = OFFICE.map(|format| {
            let path = folder.path().join(format!("{format}.{format}"));
            fs::write(&path, exported(&case, format)).unwrap();
            path
        });
        let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
        let output = Command::new(&office)
            .args([&profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"])
            .arg(folder.path())
            .args(files)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let plain = String::from_utf8(exported(&case, "txt")).unwrap();
        for format in OFFICE {
            let read = fs::read_to_string(folder.path().join(format!("{format}.txt"))).unwrap();
            let (title, read) = read.trim_start_matches('\u{feff}').split_once('\n').unwrap();
            let expected = if case.name == "author-date" { "Power & <culture>" } else { "A review" };
            assert_eq!(title.trim_end(), expected);
            // Between a number and its entry the plain list has a space, and a document a tab.
            assert_eq!(lines(&read.replace('\t', " ")), lines(&plain), "{format} of {}", case.name);
        }
    }
}

/// The lines of a text but for the empty ones.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect()
}

#[test]
fn typst_sets_its_documents() {
    let Some(package) = super::oracles::named("SOURCEBOOK_TYPST") else { return };
    for case in cases("documents") {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("list.typ"), exported(&case, "typ")).unwrap();
        let script = "import typst; typst.compile('list.typ', output='list.pdf')";
        sets(folder.path(), Command::new("python3").args(["-c", script]).env("PYTHONPATH", &package));
    }
}

#[test]
fn pdflatex_sets_its_documents() {
    let is_there = Command::new("pdflatex").arg("--version").output().is_ok();
    if !is_there {
        println!("skipped: there is no pdflatex");
        return;
    }
    // Other scripts need another engine.
    for case in cases("documents").iter().filter(|case| case.name == "numbered") {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("list.tex"), exported(case, "tex")).unwrap();
        sets(folder.path(), Command::new("pdflatex").args(["-halt-on-error", "-interaction=nonstopmode", "list.tex"]));
    }
}

/// Runs a program that makes `list.pdf` in a folder.
fn sets(folder: &Path, command: &mut Command) {
    let output = command.current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(fs::read(folder.join("list.pdf")).unwrap().starts_with(b"%PDF"));
}
