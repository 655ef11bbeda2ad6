//! What the page on the choice of the sources is given.

use super::LinkContext;
use serde::Serialize;

/// `screening.html`: only where a file or the notes say how the sources were chosen.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ScreeningPage {
    /// The flow diagram of PRISMA 2020 as SVG; its texts are those of the table. Empty without numbers.
    pub diagram_html: String,
    /// Whether the notes were counted, and no file read.
    pub from_notes: bool,
    /// The same as a table, by phase.
    pub phases: Vec<ScreeningPhase>,
    /// The sources with notes that are left out, by reason.
    pub excluded: Vec<ExcludedList>,
}

/// Identification, screening or inclusion.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ScreeningPhase {
    /// Its name.
    pub label: String,
    /// Its numbers, in the order of the diagram.
    pub rows: Vec<ScreeningRow>,
}

/// A number.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ScreeningRow {
    /// What it is of.
    pub label: String,
    /// How many.
    pub count: u64,
    /// Whether it is part of the number above: a database, a register, a reason.
    pub part: bool,
}

/// Sources left out for one reason.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ExcludedList {
    /// The reason; empty where none is given.
    pub reason: String,
    /// How many there are.
    pub count: usize,
    /// The first of them, by year.
    pub items: Vec<LinkContext>,
    /// How many more.
    pub more: usize,
}
