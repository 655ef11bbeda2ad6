//! One fixture for every diagnostic, which doubles as its documentation.

use crate::support::{cases, shown};
use sourcebook::diagnostics::Code;

/// Codes that no file of a review can be made to show, and what tests them instead.
const ELSEWHERE: &[(Code, &str)] =
    &[(Code::Unformattable, "an entry that breaks the citation engine: `citation::tests`")];

#[test]
fn each_case_shows_what_it_expects() {
    let failures: Vec<String> = cases("diagnostics")
        .iter()
        .filter_map(|case| case.check(&shown(&case.review().build().diagnostics)).err())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
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
        let code =
            Code::ALL.iter().find(|code| case.name.starts_with(code.name())).expect("a case is named after a code");
        let expected = format!("[{}]", code.name());
        assert!(case.files["expected"].contains(&expected), "{} does not show {expected}", case.name);
    }
}
