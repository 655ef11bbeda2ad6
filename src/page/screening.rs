//! How the sources were chosen: the flow diagram of PRISMA 2020, the same as a table, and what was left out and why.

use super::Composer;
use super::context::*;
use crate::note::{FrontMatter, Verdict};
use crate::review::routes;
use crate::screening::{Flow, Number};
use std::collections::BTreeMap;

mod diagram;
mod layout;

/// Where the page stands.
pub const SCREENING: &str = "screening/index.html";

/// The most sources that are listed under one reason.
const LISTED: usize = 150;

/// The boxes of the diagram: column, row, heading, numbers. The columns are earlier versions, databases and registers,
/// what leaves there, other methods, what leaves there.
const BOXES: &[(usize, usize, &str, &[&str])] = &[
    (0, 0, "", &["previous_studies", "previous_reports"]),
    (1, 0, "identified", &["database_results", "register_results"]),
    (2, 0, "removed", &["duplicates", "excluded_automatic", "excluded_other"]),
    (3, 0, "identified_otherwise", &["website_results", "organisation_results", "citations_results"]),
    (1, 1, "", &["records_screened"]),
    (2, 1, "", &["records_excluded"]),
    (1, 2, "", &["dbr_sought_reports"]),
    (2, 2, "", &["dbr_notretrieved_reports"]),
    (3, 2, "", &["other_sought_reports"]),
    (4, 2, "", &["other_notretrieved_reports"]),
    (1, 3, "", &["dbr_assessed"]),
    (2, 3, "", &["dbr_excluded"]),
    (3, 3, "", &["other_assessed"]),
    (4, 3, "", &["other_excluded"]),
    (1, 4, "", &["new_studies", "new_reports"]),
    (1, 5, "", &["total_studies", "total_reports"]),
];

/// The phase of each row of boxes.
const PHASES: [&str; 6] = ["identification", "screening", "screening", "screening", "included", "included"];

/// A box with its numbers.
struct Filled<'a> {
    column: usize,
    row: usize,
    heading: &'static str,
    numbers: Vec<(&'static str, &'a Number)>,
}

/// The boxes that have numbers; those of other methods and earlier versions only where one of them is not zero.
fn filled(flow: &Flow) -> Vec<Filled<'_>> {
    let has = |columns: &[usize]| {
        let names = BOXES.iter().filter(|(column, ..)| columns.contains(column)).flat_map(|(.., names)| *names);
        names.filter_map(|name| flow.get(name)).any(|n| n > 0)
    };
    let (others, previous) = (has(&[3, 4]), has(&[0]));
    let is_asked = |column: usize, row: usize| match (column, row) {
        (0, _) | (_, 5) => previous,
        (3 | 4, _) => others,
        _ => true,
    };
    let fill = |(column, row, heading, names): &(usize, usize, &'static str, &'static [&'static str])| {
        let numbers: Vec<_> = names.iter().filter_map(|name| Some((*name, flow.numbers.get(name)?))).collect();
        let filled = Filled { column: *column, row: *row, heading, numbers };
        (is_asked(*column, *row) && !filled.numbers.is_empty()).then_some(filled)
    };
    BOXES.iter().filter_map(fill).collect()
}

impl Composer<'_> {
    pub(super) fn screening_page(&self) -> ScreeningPage {
        let empty = Flow::default();
        let flow = self.screening.unwrap_or(&empty);
        let boxes = filled(flow);
        let mut phases: Vec<ScreeningPhase> = Vec::new();
        for filled in &boxes {
            let label = self.words.name("screening", PHASES[filled.row]).to_owned();
            if phases.last().is_none_or(|phase| phase.label != label) {
                phases.push(ScreeningPhase { label, rows: Vec::new() });
            }
            if let Some(phase) = phases.last_mut() {
                phase.rows.extend(filled.numbers.iter().flat_map(|(name, number)| self.rows(name, number)));
            }
        }
        ScreeningPage {
            diagram_html: self.diagram(&boxes),
            from_notes: flow.from_notes,
            phases,
            excluded: self.excluded(),
        }
    }

    /// A number and its parts as rows of the table.
    fn rows(&self, name: &str, number: &Number) -> Vec<ScreeningRow> {
        let whole = ScreeningRow { label: self.words.name("prisma", name).to_owned(), count: number.n, part: false };
        let part = |(label, n): &(String, u64)| ScreeningRow { label: label.clone(), count: *n, part: true };
        std::iter::once(whole).chain(number.parts.iter().map(part)).collect()
    }

    /// The sources whose notes say that they are left out, by reason, the commonest first.
    fn excluded(&self) -> Vec<ExcludedList> {
        let mut lists: BTreeMap<String, ExcludedList> = BTreeMap::new();
        for source in self.review.by_year.iter().map(|at| &self.review.sources[*at]) {
            let front = source.note.map(|note| &self.review.documents[note].note.summary.front);
            let Some(Verdict::Excluded(reason)) = front.and_then(FrontMatter::verdict) else { continue };
            let list = lists.entry(reason.to_lowercase()).or_insert_with(|| ExcludedList {
                reason,
                count: 0,
                items: Vec::new(),
                more: 0,
            });
            list.count += 1;
            let url = routes::relative(SCREENING, &source.path);
            match list.items.len() < LISTED {
                true => list.items.push(LinkContext { label: source.title.clone(), url }),
                false => list.more += 1,
            }
        }
        let mut lists: Vec<ExcludedList> = lists.into_values().collect();
        lists.sort_by_key(|list| std::cmp::Reverse(list.count));
        lists
    }

    /// Whether a source has a note that does not leave it out of the review.
    pub(super) fn is_included(&self, source: usize) -> bool {
        let source = &self.review.sources[source];
        source.note.is_some() && !source.is_excluded(&self.review.documents)
    }

    /// What became of a source, for its record: "excluded: not in English".
    pub(super) fn verdict_text(&self, front: &FrontMatter) -> Option<String> {
        Some(match front.verdict()? {
            Verdict::Included => self.words.name("screening", "included_one").to_owned(),
            Verdict::Excluded(reason) if reason.is_empty() => self.words.name("screening", "excluded_one").to_owned(),
            Verdict::Excluded(reason) => format!("{}: {reason}", self.words.name("screening", "excluded_one")),
            Verdict::Other(word) => word,
        })
    }
}
