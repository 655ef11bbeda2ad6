//! Whether the numbers of a flow diagram add up, and agree with the notes.

use super::Flow;
use crate::diagnostics::{Code, Diagnostic};

/// A number that others make by addition and subtraction.
type Sum = (&'static str, &'static [&'static str], &'static [&'static str]);

const SUMS: &[Sum] = &[
    (
        "records_screened",
        &["database_results", "register_results"],
        &["duplicates", "excluded_automatic", "excluded_other"],
    ),
    ("dbr_sought_reports", &["records_screened"], &["records_excluded"]),
    ("dbr_assessed", &["dbr_sought_reports"], &["dbr_notretrieved_reports"]),
    ("other_sought_reports", &["website_results", "organisation_results", "citations_results"], &[]),
    ("other_assessed", &["other_sought_reports"], &["other_notretrieved_reports"]),
    ("total_studies", &["previous_studies", "new_studies"], &[]),
    ("total_reports", &["previous_reports", "new_reports"], &[]),
];

/// What is left at the end, where a study may have several reports.
const LEFT: (&[&str], &[&str]) = (&["dbr_assessed", "other_assessed"], &["dbr_excluded", "other_excluded"]);

/// Sums that do not come out.
pub(super) fn check(flow: &Flow) -> Vec<Diagnostic> {
    let included = if flow.get("new_reports").is_some() { "new_reports" } else { "new_studies" };
    let sums = SUMS.iter().copied().chain([(included, LEFT.0, LEFT.1)]);
    let mut problems: Vec<Diagnostic> = sums.filter_map(|sum| wrong(flow, sum)).collect();
    if let (Some(studies), Some(reports)) = (flow.get("new_studies"), flow.get("new_reports"))
        && studies > reports
    {
        let message = format!("`new_studies` is {studies}, more than the {reports} of `new_reports`");
        problems.push(at(flow, "new_studies", message).hint("every study has at least one report"));
    }
    problems
}

/// What is wrong with a sum; a number to take away that is not given is none, one to add has to be given.
fn wrong(flow: &Flow, (name, plus, minus): Sum) -> Option<Diagnostic> {
    let given = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|name| flow.get(name).is_some()).collect()
    };
    let of = |names: &[&str]| names.iter().filter_map(|name| flow.get(name)).sum::<u64>();
    let (n, plus, minus) = (flow.get(name)?, given(plus), given(minus));
    if plus.is_empty() || i128::from(of(&plus)) - i128::from(of(&minus)) == i128::from(n) {
        return None;
    }
    let sum = i128::from(of(&plus)) - i128::from(of(&minus));
    let quoted = |names: &[&str], sign: &str| names.iter().map(|name| format!(" {sign} `{name}`")).collect::<String>();
    let terms = format!("{}{}", quoted(&plus, "+"), quoted(&minus, "−"));
    let terms = terms.trim_start_matches(" + ");
    let mut problem = at(flow, name, format!("`{name}` is {n}, but {terms} is {sum}"));
    for term in plus.iter().chain(&minus) {
        let place = flow.numbers.get(term).and_then(|number| number.place.clone());
        problem.related.extend(place.map(|place| (place, format!("`{term}`"))));
    }
    let hint = match name {
        "new_studies" => "correct one of them; where a study has several reports, give `new_reports`, too",
        _ => "correct one of them",
    };
    Some(problem.hint(hint))
}

/// What a file and the notes say of the same.
pub(super) fn compare(flow: &Flow, notes: &Flow) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let name = if flow.get("new_reports").is_some() { "new_reports" } else { "new_studies" };
    if let (Some(n), Some(noted)) = (flow.get(name), notes.get("new_studies").filter(|noted| *noted > 0))
        && n != noted
    {
        let message = format!("`{name}` is {n}, but {noted} of the notes say `screening: included`");
        problems.push(at(flow, name, message).hint("correct the number, or the `screening` of the notes"));
    }
    let reasons = notes.numbers.get("records_excluded").into_iter().flat_map(|excluded| &excluded.parts);
    for (reason, noted) in reasons {
        let same = |(label, _): &&(String, u64)| label.to_lowercase() == reason.to_lowercase();
        let names = ["records_excluded", "dbr_excluded", "other_excluded"];
        let found: Vec<_> = names
            .into_iter()
            .filter(|name| flow.numbers.get(name).is_some_and(|number| number.parts.iter().any(|part| same(&part))))
            .collect();
        let parts = found.iter().filter_map(|name| flow.numbers.get(name)).flat_map(|number| &number.parts);
        let n: u64 = parts.filter(same).map(|(_, n)| n).sum();
        if let Some(name) = found.first().filter(|_| *noted > n) {
            let message = format!("`{reason}` is the reason for {n} in this file, but for {noted} in the notes");
            problems.push(at(flow, name, message).hint("correct the number, or the `exclusion_reason` of the notes"));
        }
    }
    problems
}

fn at(flow: &Flow, name: &str, message: String) -> Diagnostic {
    let mut problem = Diagnostic::new(Code::ScreeningSum, message);
    problem.span = flow.numbers.get(name).and_then(|number| number.place.clone());
    problem
}
