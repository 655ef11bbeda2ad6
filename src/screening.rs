//! How the sources of a review were chosen: the numbers of the flow diagram of PRISMA 2020, from a CSV file or from notes.
//!
//! The file is the one that programs for such diagrams use, its names those of the PRISMA2020 package of R; two columns,
//! `name` and `n`, suffice. Without a file, what notes say by `screening` and `exclusion_reason` is counted.

use crate::diagnostics::{Checked, Span, TextFile};
use crate::review::Review;
use std::collections::BTreeMap;

mod csv;
mod notes;
mod read;
mod sums;

/// The numbers of a flow diagram.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    /// By their names, those of `NAMES`.
    pub numbers: BTreeMap<&'static str, Number>,
    /// Whether notes were counted, and no file read.
    pub from_notes: bool,
}

/// A number, and what it consists of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Number {
    /// How many.
    pub n: u64,
    /// Databases, registers or reasons with theirs, in the order of the file.
    pub parts: Vec<(String, u64)>,
    /// Where it is written; nowhere where notes were counted.
    pub place: Option<Span>,
}

/// What stands behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One number.
    Number,
    /// A number, or several with what each is of: `Wrong population, 12; Not in English, 3`.
    Parts,
    /// The parts of the number of another name.
    PartsOf(&'static str),
    /// A label of the diagram.
    Label,
}

/// Every name of a flow diagram's data.
const NAMES: &[(&str, Kind)] = &[
    ("previous_studies", Kind::Number),
    ("previous_reports", Kind::Number),
    ("database_results", Kind::Number),
    ("database_specific_results", Kind::PartsOf("database_results")),
    ("register_results", Kind::Number),
    ("register_specific_results", Kind::PartsOf("register_results")),
    ("website_results", Kind::Number),
    ("organisation_results", Kind::Number),
    ("citations_results", Kind::Number),
    ("duplicates", Kind::Number),
    ("excluded_automatic", Kind::Number),
    ("excluded_other", Kind::Number),
    ("records_screened", Kind::Number),
    ("records_excluded", Kind::Parts),
    ("dbr_sought_reports", Kind::Number),
    ("dbr_notretrieved_reports", Kind::Number),
    ("other_sought_reports", Kind::Number),
    ("other_notretrieved_reports", Kind::Number),
    ("dbr_assessed", Kind::Number),
    ("dbr_excluded", Kind::Parts),
    ("other_assessed", Kind::Number),
    ("other_excluded", Kind::Parts),
    ("new_studies", Kind::Number),
    ("new_reports", Kind::Number),
    ("total_studies", Kind::Number),
    ("total_reports", Kind::Number),
    ("identification", Kind::Label),
    ("screening", Kind::Label),
    ("included", Kind::Label),
];

impl Flow {
    /// The number of this name.
    pub fn get(&self, name: &str) -> Option<u64> {
        self.numbers.get(name).map(|number| number.n)
    }
}

/// The numbers of a review: those of its file, else those of its notes; none where neither says anything.
pub fn find(file: Option<&TextFile>, review: &Review) -> Checked<Option<Flow>> {
    let mut diagnostics = notes::contradictions(review);
    let counted = notes::count(review);
    let Some(file) = file else { return Checked { value: counted, diagnostics } };
    let flow = read::read(file).unpack(&mut diagnostics);
    diagnostics.extend(sums::check(&flow));
    if let Some(counted) = counted {
        diagnostics.extend(sums::compare(&flow, &counted));
    }
    Checked { value: Some(flow), diagnostics }
}
