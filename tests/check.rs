//! `check` as its readers get it: severities by configuration, and logs for services that review code.

use crate::support::program::{run, stdout};
use crate::support::{Review, cases, repository};
use serde_json::Value;
use sourcebook::checks::CODES;
use sourcebook::diagnostics::{Code, Diagnostic, Severity, sarif};
use sourcebook::{Memory, Options};
use std::collections::BTreeSet;
use std::io::{Write, stderr};
use std::process::{Command, Stdio};
use std::{env, fs};

/// All that `check` finds in a review.
pub fn check(review: &Review) -> Vec<Diagnostic> {
    let options = Options { checks: true, ..Options::default() };
    sourcebook::build(&review.load(), &options, &Memory::default()).diagnostics
}

/// A review with a problem of each kind: of a build, of `check`, and one that is off by itself.
fn review_with(checks: &str) -> Review {
    let review = Review::small();
    review.write("content/index.md", b"# Review\n\nSee @barr2015 [p. 3] and [[nowhere]].\n");
    review.write("content/other.md", b"A page.\n");
    review.write("sourcebook.yaml", format!("checks:\n{checks}").as_bytes());
    review
}

/// The severities of the problems of these kinds, in their order.
fn severities(review: &Review, codes: &[Code]) -> Vec<Option<Severity>> {
    let found = check(review);
    let of = |code: &Code| found.iter().find(|problem| problem.code == *code).map(|problem| problem.severity);
    codes.iter().map(of).collect()
}

#[test]
fn the_configuration_sets_the_severity_of_old_and_new_kinds() {
    use Severity::{Error, Warning};
    let codes = [Code::BrokenWikilink, Code::OrphanPage, Code::LoneTag];
    let set = |severity: &str| {
        let lines: Vec<String> = codes.iter().map(|code| format!("  {}: {severity}\n", code.name())).collect();
        severities(&review_with(&lines.concat()), &codes)
    };
    assert_eq!(severities(&review_with("  unknown-key: error\n"), &codes), [Some(Warning), Some(Warning), None]);
    assert_eq!(set("error"), [Some(Error); 3]);
    assert_eq!(set("warning"), [Some(Warning); 3]);
    assert_eq!(set("off"), [None; 3]);
}

#[test]
fn an_unknown_kind_is_answered_with_the_nearest_one() {
    let found = check(&review_with("  orphan-pages: off\n"));
    let problem = found.iter().find(|problem| problem.code == Code::BadConfiguration).unwrap();
    assert_eq!(problem.hint.as_deref(), Some("did you mean `orphan-page`?"));
    assert_eq!(problem.span.as_ref().unwrap().line_column().0, 2);
    assert!(found.iter().any(|problem| problem.code == Code::OrphanPage), "it sets nothing");
}

#[test]
fn kinds_that_are_off_are_named_as_such() {
    let off: Vec<Code> = Code::ALL.iter().copied().filter(|code| code.severity().is_none()).collect();
    assert_eq!(off, [Code::CitedWithoutNote, Code::LoneTag]);
    assert!(off.iter().all(|code| CODES.contains(code)));
}

/// The problems of every fixture.
fn all_problems() -> Vec<Diagnostic> {
    cases("diagnostics").iter().flat_map(|case| check(&case.review())).collect()
}

#[test]
fn a_sarif_log_holds_together() {
    let problems = all_problems();
    let log = sarif::render(&problems, "review/");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (Code::ALL.len(), problems.len()));
    let mut fingerprints = BTreeSet::new();
    for (result, problem) in results.iter().zip(&problems) {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!((&rule["id"], &result["ruleId"]), (&result["ruleId"], &Value::from(problem.code.name())));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let text = result["message"]["text"].as_str().unwrap();
        assert!(text.starts_with(&problem.message) && problem.hint.as_ref().is_none_or(|hint| text.ends_with(hint)));
        assert!(fingerprints.insert(result["partialFingerprints"]["sourcebook/v1"].to_string()), "{result}");
        let places = result["locations"].as_array().unwrap().iter().zip(&problem.span);
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for (location, span) in places.chain(related.zip(problem.related.iter().map(|(span, _)| span))) {
            let place = &location["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], format!("review/{}", span.file.path), "{location}");
            is_within(&place["region"], &span.file.text);
        }
    }
}

/// Whether a region begins and ends within its text, and not before it begins.
fn is_within(region: &Value, text: &str) {
    let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split('\n').collect();
    for (line, column) in [("startLine", "startColumn"), ("endLine", "endColumn")] {
        let line = lines.get(number(line) - 1).unwrap_or_else(|| panic!("{region} is not within its file"));
        assert!((1..=line.chars().count() + 1).contains(&number(column)), "{region}: {line}");
    }
    assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")), "{region}");
}

#[test]
fn a_sarif_log_is_what_the_schema_asks_for() {
    let folder = repository().join("tests/sarif");
    if !folder.join("node_modules").is_dir() {
        assert!(env::var_os("SOURCEBOOK_SARIF").is_none(), "no tests/sarif/node_modules");
        let why = "needs node and the schema; .ci/run installs them, as `npm ci --ignore-scripts` in tests/sarif does";
        // Not `eprintln!`: the test runner keeps that from those whose tests pass.
        writeln!(stderr(), "a_sarif_log_is_what_the_schema_asks_for skipped: {why}").unwrap();
        return;
    }
    for problems in [Vec::new(), all_problems()] {
        let mut node = Command::new("node");
        node.arg("validate.mjs").current_dir(&folder).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut node = node.spawn().expect("node starts");
        node.stdin.take().unwrap().write_all(sarif::render(&problems, "").to_string().as_bytes()).unwrap();
        let said = node.wait_with_output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }
}

#[test]
fn services_are_told_the_path_from_the_top_of_the_repository() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("a b/review");
    fs::create_dir_all(root.join("content")).unwrap();
    fs::create_dir(outer.path().join(".git")).unwrap();
    fs::write(root.join("content/index.md"), "# Review\n\n[[nowhere]]\n").unwrap();
    let said = |format: &str| stdout(&run(&root, &["check", "--format", format]));
    assert!(said("github").contains("::warning file=a b/review/content/index.md,line=3,endLine=3,col=1,endColumn=12,"));
    let log: Value = serde_json::from_str(&said("sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let broken = results.iter().find(|result| result["ruleId"] == "broken-wikilink").unwrap();
    let uri = &broken["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%20b/review/content/index.md");
}

#[test]
fn of_many_warnings_of_a_kind_a_person_is_shown_five_and_errors_last() {
    let bib: String =
        (0..45).map(|n| format!("@misc{{key{n}, author = {{A}}, title = {{Title {n}}}, date = 2000}}\n")).collect();
    let review = Review::new([("content/index.md", "# Review\n\n[@nobody]\n"), ("bibliography/references.bib", &bib)]);
    let output = run(review.root(), &["check"]);
    let said = stdout(&output);
    assert_eq!(said.matches("[unused-reference]").count(), 5, "{said}");
    let last =
        "\n\n… and 40 more of `unused-reference`; `sourcebook check --format json` lists all\n\nerror[unknown-key]: ";
    assert!(said.contains(last) && said.matches("error[").count() == 1, "{said}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "1 error and 45 warnings\n");
    assert_eq!(stdout(&run(review.root(), &["check", "--format", "json"])).lines().count(), 46);
}
