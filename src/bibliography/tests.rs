//! Whole files against what they should become: fixtures side by side, pandoc's reading, and damage.
//!
//! `NAME.bib` (or `.json`, `.ris`, `.yaml`) stands beside `NAME.expected.json`, an array of items, and
//! `NAME.expected.txt`, the diagnostics, where there are any. With `UPDATE_FIXTURES` set, both are written anew.

use super::{Bibliography, parse};
use crate::diagnostics::{Checked, Code, TextFile};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bibliography")
}

fn read(name: &str, text: &str) -> Checked<Bibliography> {
    parse(&[TextFile::new(name, text)], &[])
}

/// What takes so long does not end: far above the noise of any machine.
const HANG: Duration = Duration::from_secs(120);

/// The reading of a `.bib` text, which must come to an end whatever it holds.
fn bib(text: &str) -> Checked<Bibliography> {
    let start = Instant::now();
    let checked = read("a.bib", text);
    assert!(start.elapsed() < HANG);
    checked
}

fn items(bibliography: &Bibliography) -> Vec<Value> {
    let with_id = |reference: &super::Reference| {
        let mut item: Map<String, Value> = reference.item.0.clone().into();
        item.insert("id".to_owned(), Value::String(reference.key.clone()));
        Value::Object(item)
    };
    bibliography.iter().map(with_id).collect()
}

fn messages(checked: &Checked<Bibliography>) -> Vec<String> {
    let line = |problem: &crate::diagnostics::Diagnostic| {
        let place = problem.span.as_ref().map(|span| format!("{span}: ")).unwrap_or_default();
        let hint = problem.hint.as_ref().map(|hint| format!(" (hint: {hint})")).unwrap_or_default();
        format!("{place}{}[{}]: {}{hint}", problem.severity.name(), problem.code.name(), problem.message)
    };
    checked.diagnostics.iter().map(line).collect()
}

fn codes(checked: &Checked<Bibliography>) -> Vec<Code> {
    checked.diagnostics.iter().map(|problem| problem.code).collect()
}

fn keys(checked: &Checked<Bibliography>) -> Vec<&str> {
    checked.value.iter().map(|reference| reference.key.as_str()).collect()
}

#[test]
fn fixtures_become_what_stands_beside_them() {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let mut sources: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let is_source = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        !name.contains(".expected.") && super::ENDINGS.contains(&crate::project::ending(name).as_str())
    };
    sources.retain(is_source);
    sources.sort();
    assert!(!sources.is_empty());
    for path in sources {
        let name = path.file_name().unwrap().to_str().unwrap();
        let checked = read(name, &fs::read_to_string(&path).unwrap());
        let found = serde_json::to_string_pretty(&items(&checked.value)).unwrap() + "\n";
        let said: String = messages(&checked).iter().map(|line| format!("{line}\n")).collect();
        let (expected, problems) = (path.with_extension("expected.json"), path.with_extension("expected.txt"));
        if update {
            fs::write(&expected, &found).unwrap();
            if said.is_empty() { drop(fs::remove_file(&problems)) } else { fs::write(&problems, &said).unwrap() }
        }
        assert_eq!(fs::read_to_string(&expected).unwrap_or_default(), found, "{name}");
        assert_eq!(fs::read_to_string(&problems).unwrap_or_default(), said, "{name}");
    }
}

/// Where pandoc and we differ on purpose: the variable, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    ("collection-title", "the name of a series is a proper name; pandoc puts it in sentence case"),
    ("language", "`chinese` is `zh` here; pandoc leaves names that it does not know as they are"),
];

/// The fields that both have or one lacks, by agreement.
fn compare(ours: &[Value], theirs: &[Value]) -> (usize, Vec<String>) {
    let (mut same, mut different) = (0, Vec::new());
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        let (ours, theirs) = (ours.as_object().unwrap(), theirs.as_object().unwrap());
        let mut variables: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
        variables.sort();
        variables.dedup();
        for variable in variables {
            if comparable(ours, variable) == comparable(theirs, variable) {
                same += 1;
            } else {
                different.push(format!(
                    "{} {variable}: {:?} / {:?}",
                    ours["id"],
                    ours.get(variable),
                    theirs.get(variable)
                ));
            }
        }
    }
    (same, different)
}

/// A value without the spans that pandoc uses itself and does not write to CSL-JSON.
fn comparable(item: &Map<String, Value>, variable: &str) -> Option<Value> {
    let text =
        item.get(variable)?.as_str().map(|text| text.replace("<span class=\"nocase\">", "").replace("</span>", ""));
    text.map(Value::String).or_else(|| item.get(variable).cloned())
}

#[test]
fn our_references_are_read_as_pandoc_reads_them() {
    let text = fs::read_to_string(folder().join("pandoc/references.bib")).unwrap();
    let theirs: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(folder().join("pandoc/references.json")).unwrap()).unwrap();
    let checked = bib(&text);
    assert_eq!(messages(&checked), Vec::<String>::new());
    let (same, mut different) = compare(&items(&checked.value), &theirs);
    different.retain(|line| !DIFFERENCES.iter().any(|(variable, _)| line.contains(&format!(" {variable}: "))));
    assert_eq!(different, Vec::<String>::new());
    assert_eq!(same, 224, "fields that are the same");
}

#[test]
fn groups_are_keywords() {
    let checked = bib(&fs::read_to_string(folder().join("jabref.bib")).unwrap());
    let keywords = |key: &str| checked.value.get(key).unwrap().keywords.clone();
    assert_eq!(keywords("Doe-2017"), ["Own", "Part of it"]);
    assert_eq!(keywords("Roe:2018"), ["Own", "Theory", "Method, Mixed", "Part of it"]);
    assert_eq!(keywords("child"), ["Own", "Theory"]);
    assert_eq!(messages(&checked), Vec::<String>::new());
}

#[test]
fn nothing_is_no_problem() {
    for text in ["% a comment\n", "@comment{x}", "@string{a = {b}}"] {
        let checked = bib(text);
        assert!(checked.value.is_empty() && checked.diagnostics.is_empty(), "{text:?}: {:?}", messages(&checked));
    }
}

#[test]
fn garbage_is_one_problem() {
    for text in ["hello", "\u{1}\u{2}@", "{{{{", "TY  - JOUR\nER  -\n", "@", "a@b.c d@e"] {
        assert_eq!(codes(&bib(text)), [Code::BadBibliography], "{text:?}");
    }
}

#[test]
fn byte_order_mark_and_line_ends_change_nothing() {
    let text = "@book{a,\n title = {A\n B},\n}\n@book{b, title = {C}}\n";
    let plain = items(&bib(text).value);
    assert_eq!(items(&bib(&format!("\u{feff}{text}")).value), plain);
    assert_eq!(items(&bib(&text.replace('\n', "\r\n")).value), plain);
    assert_eq!(items(&bib(&text.replace('\n', "\r")).value), plain);
}

#[test]
fn a_broken_entry_costs_itself() {
    let rest = "\n@book{good, title = {Good}}\n";
    for broken in [
        "@book{bad, title = {Cut",
        "@book{bad, title = {Open, year = 2001}",
        "@book{bad,\n title = {Open,\n year = {2001}\n}\n",
        "@book{bad, title = \"Open, year = 2001}",
        "@book{bad, title = {A}",
        "@book{bad, title = {A},",
        "@book{bad",
    ] {
        let checked = bib(&format!("{broken}{rest}"));
        assert_eq!(keys(&checked), ["good"], "{broken}");
        assert_eq!(codes(&checked), [Code::BadEntry], "{broken}: {:?}", messages(&checked));
        assert_eq!(checked.diagnostics[0].span.as_ref().unwrap().text(), "bad");
        let alone = bib(broken);
        assert_eq!(codes(&alone), [Code::BadEntry], "{broken}");
    }
}

#[test]
fn a_missing_comma_costs_nothing() {
    let checked = bib("@book{a,\n title = {A}\n year = 2001\n date-added = {x}}\n@book{b title = {B}}");
    assert_eq!(keys(&checked), ["a", "b"]);
    assert_eq!(checked.value.get("a").unwrap().item.year(), Some(2001));
    assert_eq!(checked.value.get("b").unwrap().item.plain("title").as_deref(), Some("B"));
    assert_eq!(codes(&checked), [Code::BadField; 3]);
}

#[test]
fn an_entry_needs_a_key() {
    assert_eq!(codes(&bib("@book{, title = {A}}")), [Code::BadEntry]);
    assert_eq!(codes(&bib("@book{title = {A}, year = 2001}")), [Code::BadEntry]);
}

#[test]
fn the_first_of_two_entries_counts() {
    let files = [
        TextFile::new("a.bib", "@book{k, title = {First}}"),
        TextFile::new("b.yaml", "k:\n  type: book\n  title: Second\n"),
    ];
    let checked = parse(&files, &[]);
    assert_eq!(checked.value.get("k").unwrap().item.plain("title").as_deref(), Some("First"));
    assert_eq!(codes(&checked), [Code::DuplicateKey]);
    let problem = &checked.diagnostics[0];
    assert_eq!(problem.span.as_ref().unwrap().to_string(), "b.yaml:1:1");
    assert_eq!(problem.related[0].0.to_string(), "a.bib:1:7");
    assert_eq!(keys(&bib("@book{k}@book{K}")), ["k", "K"]);
}

#[test]
fn cycles_end() {
    for text in [
        "@book{a, crossref = {a}, title = {A}}",
        "@book{a, crossref = {b}, title = {A}}@book{b, crossref = {a}, title = {B}}",
        "@book{a, xdata = {b}, title = {A}}@xdata{b, xdata = {a}}",
        "@string{a = a}@string{b = c}@string{c = b}@book{a, title = b # a}",
    ] {
        let checked = bib(text);
        assert!(
            !checked.value.is_empty() && codes(&checked).iter().all(|code| *code == Code::BadField),
            "{:?}",
            messages(&checked)
        );
    }
}

#[test]
fn bombs_do_not_go_off() {
    let doubling: String = (1..60).map(|n| format!("@string{{s{n} = s{} # s{}}}\n", n - 1, n - 1)).collect();
    let checked = bib(&format!("@string{{s0 = {{0123456789}}}}\n{doubling}@book{{a, title = s59, year = 2001}}"));
    assert_eq!(keys(&checked), ["a"]);

    let braces = format!("@book{{a, title = {{{}x{}}}}}\n@book{{b}}", "{".repeat(100_000), "}".repeat(100_000));
    let checked = bib(&braces);
    assert_eq!((keys(&checked), codes(&checked)), (vec!["b"], vec![Code::BadEntry]));
    bib(&format!("@book{{a, title = {}", "{".repeat(100_000)));
    bib(&"@book{a, title = {".repeat(20_000));
    bib(&"@book{a, title = {\n".repeat(20_000));
    bib(&" @comment{\n".repeat(20_000));
    bib(&"@book{a, crossref = {b}, title = c}\n".repeat(3_000));

    for piece in [
        "@",
        "@comment{",
        "@comment(",
        "@string{",
        "@string(a=\"",
        "@book{a,",
        "@book(a,",
        "@book{a, t = {x} ",
        "\"",
        "\\",
        "{",
    ] {
        bib(&piece.repeat(200_000 / piece.len()));
    }
    let around = |value: &str| format!("@book{{b, title = {{B}}}}\n@book{{a, {value}}}\n@book{{c, title = {{C}}}}");
    for piece in ["?,", "x,", "x y,", "title = {a} ", "% \n"] {
        let checked = bib(&around(&piece.repeat(100_000 / piece.len())));
        assert_eq!(keys(&checked), ["b", "a", "c"], "{piece}");
        assert!(checked.diagnostics.len() <= 1001, "{}", checked.diagnostics.len());
    }
    for field in ["title", "author", "keywords", "date", "year", "month", "pages", "url"] {
        for piece in [
            "a and ",
            "a;",
            "a, ",
            "\\",
            "\\'",
            "\\~\\^",
            "\\'{\\^e}",
            "$x^{2}$",
            "$",
            "''",
            "--",
            "~",
            "a: B ",
            "1-",
            "\\verb|",
        ] {
            let value = piece.repeat(40_000 / piece.len());
            assert_eq!(keys(&bib(&around(&format!("{field} = {{{value}}}")))), ["b", "a", "c"], "{field} {piece}");
        }
    }

    let chain: String =
        (0..3_000).map(|n| format!("@book{{k{n}, crossref = {{k{}}}, title = {{T}}}}\n", n + 1)).collect();
    assert_eq!(bib(&chain).value.len(), 3_000);

    let fan: String = (0..40)
        .map(|n| format!("@xdata{{x{n}, xdata = {{{}}}, note = {{n}}}}\n", vec![format!("x{}", n + 1); 20].join(",")))
        .collect();
    bib(&format!("{fan}@book{{a, xdata = {{x0}}}}"));
    bib(&format!("@book{{a, title = {{{}}}}}", "$\\'\\url{\\textbf{a}} ^".repeat(3_000)));
    bib(&format!("@book{{a, author = {{{}}}}}", "and \\c and ~".repeat(6_000)));
}

#[test]
fn dates_that_are_none_are_kept_as_text() {
    for field in ["date = {١٢}", "date = {2010-02-31}", "year = {in press}", "date = {y99999999999}", "date={2010-13}"]
    {
        let checked = bib(&format!("@book{{a, {field}}}"));
        let date = checked.value.get("a").unwrap().item.date("issued").unwrap();
        assert!(date.literal.is_some(), "{field}: {date:?}");
        assert_eq!(codes(&checked), [Code::BadField], "{field}");
    }
    let checked = bib("@book{a, year = {2010}, month = {½}}");
    assert_eq!((checked.value.get("a").unwrap().item.year(), codes(&checked)), (Some(2010), vec![Code::BadField]));
    assert_eq!(bib("@book{a, year = {- 5}}").value.get("a").unwrap().item.year(), Some(-5));
}

#[test]
fn deep_yaml_is_refused() {
    for text in [
        format!("a: {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect(),
        format!("a:\n  {}1", "- ".repeat(100_000)),
    ] {
        let start = Instant::now();
        assert_eq!(codes(&read("a.yaml", &text)), [Code::BadEntry]);
        assert!(start.elapsed() < HANG);
    }
}

#[test]
fn a_bad_yaml_entry_costs_itself() {
    let checked = read(
        "a.yaml",
        "a:\n  type: book\n  title: A\nb:\n  type: nonsense\n'c':\n  title: [\nd:\n  type: book\n  title: D\n",
    );
    assert_eq!(keys(&checked), ["a", "d"]);
    assert_eq!(codes(&checked), [Code::BadEntry, Code::BadEntry]);
    assert_eq!(checked.diagnostics[0].span.as_ref().unwrap().to_string(), "a.yaml:4:1");
    assert_eq!(codes(&read("a.yaml", "- a\n- b\n")), [Code::BadEntry; 2]);
    assert_eq!(keys(&read("a.yaml", "{a: {type: book, title: A}}")), ["a"]);
    assert_eq!(codes(&read("a.yaml", "# nothing yet\n")), []);
}

#[test]
fn an_item_answers_what_pages_ask() {
    let checked = bib(
        "@book{a, author = {van Gogh, Vincent and {World Bank} and Barr, Michael}, title = {The {iPad} \\emph{Age}}, date = {2010/2012~}, volume = 3}",
    );
    let item = &checked.value.get("a").unwrap().item;
    assert_eq!(item.kind(), "book");
    assert_eq!(item.text("title").as_deref(), Some("The <span class=\"nocase\">iPad</span> <i>age</i>"));
    assert_eq!(item.plain("title").as_deref(), Some("The iPad age"));
    assert_eq!(item.short_authors(), ["Gogh", "World Bank", "Barr"]);
    assert_eq!(item.names("author")[0].natural(), "Vincent van Gogh");
    assert_eq!(item.year(), Some(2010));
    let date = item.date("issued").unwrap();
    assert_eq!((date.end.map(|day| day.year), date.circa, date.open), (Some(2012), true, false));
    let checked = bib("@book{a, date = {2010/}}");
    assert!(checked.value.get("a").unwrap().item.date("issued").unwrap().open);
}
