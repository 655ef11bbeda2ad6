//! Labels of works for styles that cite by them, such as `Doe99`: a few letters of the names, and the year.

use super::program::Program;
use super::record::Record;
use citationberg::taxonomy::{DateVariable, NameVariable, StandardVariable};

/// The label of each item; none where the style prints none.
pub fn labels(program: &Program, records: &[&Record]) -> Vec<Option<String>> {
    let prints = program.prints_label();
    records.iter().map(|record| prints.then(|| made(record))).collect()
}

/// Four letters of one name, two of each of two, one of each of more; and two digits of the year.
fn made(record: &Record) -> String {
    let names = record.names(NameVariable::Author);
    let letters = match names.len() {
        0 | 1 => 4,
        2 | 3 => 2,
        _ => 1,
    };
    let name = |name: &super::record::Name| {
        let family = if name.literal.is_empty() { &name.family } else { &name.literal };
        family.chars().filter(|c| c.is_alphanumeric()).take(letters).collect::<String>()
    };
    let mut label: String = names.iter().take(4).map(name).collect();
    if label.is_empty() {
        label = record
            .text(StandardVariable::Title.into())
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .take(4)
            .collect();
    }
    let year = record.date(DateVariable::Issued).and_then(|date| date.start).map(|point| point.year.rem_euclid(100));
    year.map_or(label.clone(), |year| format!("{label}{year:02}"))
}
