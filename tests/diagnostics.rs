//! One fixture for every diagnostic, which doubles as its documentation: `docs/diagnostics.md` is made of them.

use crate::check::check;
use crate::support::{Case, cases, repository, shown};
use sourcebook::checks::CODES;
use sourcebook::diagnostics::{Code, Severity};
use std::fmt::Write;
use std::fs;

/// Codes that no file of a review can be made to show, and what tests them instead.
const ELSEWHERE: &[(Code, &str)] =
    &[(Code::Unformattable, "no entry is known that breaks the engine; `citation::tests` breaks it otherwise")];

/// The code that a case is named after.
fn code_of(case: &Case) -> Code {
    let named = Code::ALL.iter().filter(|code| case.name.starts_with(code.name()));
    *named.max_by_key(|code| code.name().len()).expect("a case is named after a code")
}

#[test]
fn each_case_shows_what_it_expects_and_the_documentation_says_so() {
    let failures: Vec<String> = cases("diagnostics")
        .iter()
        .filter_map(|case| {
            let mut found = check(&case.review());
            // What else an author might mend is beside the point of the others.
            found.retain(|problem| CODES.contains(&code_of(case)) || !CODES.contains(&problem.code));
            case.check(&shown(&found)).err()
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    // Made of what the cases expect, so after them.
    let (made, path) = (reference(), repository().join("docs/diagnostics.md"));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "docs/diagnostics.md is not what the fixtures say; write it with `BLESS=1 cargo test`");
}

#[test]
fn a_build_names_only_what_readers_would_see() {
    for case in cases("diagnostics") {
        let found = case.review().build().diagnostics;
        assert!(found.iter().all(|problem| !CODES.contains(&problem.code)), "{}: {found:?}", case.name);
    }
}

#[test]
fn every_code_has_a_case_that_shows_it() {
    let names: Vec<String> = cases("diagnostics").iter().map(|case| case.name.clone()).collect();
    for code in Code::ALL {
        if ELSEWHERE.iter().any(|(other, _)| other == code) {
            continue;
        }
        assert!(
            names.iter().any(|name| name == code.name()),
            "no fixture tests/fixtures/diagnostics/{}.txt",
            code.name()
        );
    }
    for case in cases("diagnostics") {
        let expected = format!("[{}]", code_of(&case).name());
        assert!(case.files["expected"].contains(&expected), "{} does not show {expected}", case.name);
    }
}

/// `docs/diagnostics.md`: every code, its first fixture and what that shows.
fn reference() -> String {
    let mut out = String::from(PREFACE);
    let cases = cases("diagnostics");
    for code in Code::ALL {
        let severity = code.severity().map_or("off", Severity::name);
        let found_by = if CODES.contains(code) { "`check`" } else { "`build`, `serve` and `check`" };
        let _ =
            write!(out, "\n## {}\n\n{}\n\nSeverity: {severity}. Found by {found_by}.\n", code.name(), code.summary());
        let case = cases.iter().find(|case| case.name == code.name());
        let elsewhere = ELSEWHERE.iter().find(|(other, _)| other == code);
        match (case, elsewhere) {
            (Some(case), _) => out.push_str(&example(case)),
            (None, Some((_, what))) => drop(writeln!(out, "\nNo small example: {what}.")),
            (None, None) => panic!("no fixture tests/fixtures/diagnostics/{}.txt", code.name()),
        }
    }
    out
}

/// A case as documentation: the files that its messages name, and the messages.
fn example(case: &Case) -> String {
    let about = case.about.trim();
    let (what, mend) = about.split_once("Mend: ").unwrap_or((about, ""));
    let expected = &case.files["expected"];
    let inputs = case.files.iter().filter(|(path, _)| *path != "expected");
    let named: Vec<_> =
        inputs.clone().filter(|(path, _)| expected.contains(path.split(" as ").next().unwrap())).collect();
    let shown = if named.is_empty() { inputs.collect() } else { named };
    let mut out = format!("\n{}\n", what.trim());
    for (path, text) in shown {
        let _ = write!(out, "\n`{path}`:\n\n````text\n{text}````\n");
    }
    let _ = write!(out, "\n````text\n{expected}````\n");
    if !mend.is_empty() {
        let _ = writeln!(out, "\n{}", mend.trim());
    }
    out
}

const PREFACE: &str = "# Everything that `check` can name

Made from `tests/fixtures/diagnostics/`. `sourcebook build` and `serve` name what a reader would see broken; `sourcebook check` names \
that and what only an author asks for, and writes nothing. Drafts are left out, unless `--drafts` is given.

| `--format` | is |
|---|---|
| `text` | for people, the errors last; of one kind the first twenty errors or five warnings are shown and the others counted |
| `json` | one object a line: `code`, `severity`, `message`, `hint`, `file`, `line`, `column`, `end_line`, `end_column`, `start`, `end`, `related` |
| `github` | commands of GitHub's workflows: a step that runs `sourcebook check --format github` marks the lines of a pull request |
| `sarif` | SARIF 2.1.0, for services that collect results: `sourcebook check --format sarif > sourcebook.sarif` |

Lines and columns count from 1, columns in characters; `start` and `end` are bytes. The last two formats name files from the top of the \
git repository. 1 is the exit code where there is an error, with `--strict` also where there is a warning; else it is 0.

Each problem has a name and a severity, which `sourcebook.yaml` can change to `error`, `warning` or `off`:

```yaml
checks:
  unused-reference: off
  cited-without-note: warning
```
";

#[test]
fn every_case_says_how_to_mend_it() {
    for code in Code::ALL {
        for case in cases("diagnostics").iter().filter(|case| case.name == code.name()) {
            let says = case.files["expected"].contains("hint: ") || case.about.contains("\nMend: ");
            assert!(says, "{} has neither a hint nor a line `Mend: ...` before its first file", case.name);
        }
    }
}
