//! From a CSV file to the numbers of a flow diagram.

use super::csv::{self, Cell};
use super::{Flow, Kind, NAMES, Number};
use crate::diagnostics::{Checked, Code, Diagnostic, TextFile, did_you_mean};

/// The names of the column of names and of that of numbers.
const NAME: &[&str] = &["data", "name"];
const COUNT: &[&str] = &["n", "number", "count"];

/// No number has more digits, so that no sum can overflow.
const DIGITS: usize = 12;

/// The most bytes of a file that are read.
const LIMIT: usize = 1 << 20;

/// Reads a file; a line that cannot be understood is reported and left out.
pub(super) fn read(file: &TextFile) -> Checked<Flow> {
    let mut reader = Reader { file, flow: Flow::default(), diagnostics: Vec::new() };
    if file.text.len() > LIMIT {
        reader.report("this file is too long for the numbers of one diagram", 0..0, None);
    } else {
        reader.read();
    }
    Checked { value: reader.flow, diagnostics: reader.diagnostics }
}

struct Reader<'a> {
    file: &'a TextFile,
    flow: Flow,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let (rows, unclosed) = csv::rows(&self.file.text);
        if let Some(at) = unclosed {
            self.report("this quotation mark is never closed", at..at + 1, None);
        }
        let column = |names: &[&str]| {
            let head = rows.first()?;
            head.iter().position(|cell| names.iter().any(|name| cell.text.eq_ignore_ascii_case(name)))
        };
        let (names, counts, rows) = match (column(NAME), column(COUNT)) {
            (Some(names), Some(counts)) => (names, counts, &rows[1..]),
            (None, None) => (0, 1, &rows[..]),
            _ => {
                let range = rows[0].first().map_or(0..0, |cell| cell.range.clone());
                let hint = "name the columns `data` and `n`, or `name` and `n`".to_owned();
                return self.report("one of the two columns for names and numbers is missing", range, Some(hint));
            }
        };
        for row in rows {
            let Some(name) = row.get(names).filter(|cell| !is_blank(&cell.text)) else { continue };
            self.row(name, row.get(counts));
        }
        self.join_parts();
    }

    fn row(&mut self, name: &Cell, count: Option<&Cell>) {
        let folded = name.text.to_lowercase().replace([' ', '-'], "_");
        let Some((known, kind)) = NAMES.iter().find(|(known, _)| *known == folded) else {
            let names = NAMES.iter().filter(|(_, kind)| *kind != Kind::Label).map(|(name, _)| *name);
            let hint = did_you_mean(&name.text, names);
            let message = format!("`{}` is no number of a PRISMA flow diagram", name.text);
            return self.report(&message, name.range.clone(), hint);
        };
        let Some(count) = count.filter(|cell| *kind != Kind::Label && !is_blank(&cell.text)) else { return };
        if self.flow.numbers.contains_key(known) {
            let hint = "the first one counts".to_owned();
            return self.report(&format!("`{known}` is given twice"), name.range.clone(), Some(hint));
        }
        let number = match kind {
            Kind::Number => whole(&count.text).map(|n| Number { n, ..Number::default() }),
            _ => whole(&count.text).map(|n| Number { n, ..Number::default() }).or_else(|| parts(&count.text)),
        };
        match number {
            Some(number) => {
                let place = Some(self.file.span(count.range.clone()));
                self.flow.numbers.insert(known, Number { place, ..number });
            }
            // A template that was not filled in yet.
            None if count.text.contains("xxx") => {}
            None => {
                let hint = match kind {
                    Kind::Number => "write digits alone, such as `120`",
                    _ => {
                        "write a number, or numbers behind what they are of: `Wrong population, 12; Not in English, 3`"
                    }
                };
                let message = format!("`{}` is no number", count.text);
                self.report(&message, count.range.clone(), Some(hint.to_owned()));
            }
        }
    }

    /// Gives the numbers of databases and registers to the numbers that they are parts of.
    fn join_parts(&mut self) {
        for (name, kind) in NAMES {
            let Kind::PartsOf(whole) = *kind else { continue };
            let Some(found) = self.flow.numbers.remove(name) else { continue };
            let sum = found.n;
            let number = self.flow.numbers.entry(whole).or_insert(Number {
                n: sum,
                parts: Vec::new(),
                place: found.place.clone(),
            });
            number.parts = found.parts;
            let given = number.n;
            if given != sum {
                let message = format!("`{name}` has {sum} in all, but `{whole}` is {given}");
                let mut problem = Diagnostic::new(Code::ScreeningSum, message);
                problem.span = found.place;
                self.diagnostics.push(problem.hint("correct one of the two"));
            }
        }
    }

    fn report(&mut self, message: &str, range: std::ops::Range<usize>, hint: Option<String>) {
        let problem = Diagnostic::new(Code::BadScreening, message).at(self.file.span(range));
        self.diagnostics.push(problem.maybe_hint(hint));
    }
}

/// Whether a cell says nothing: R writes `NA` for that.
fn is_blank(text: &str) -> bool {
    text.is_empty() || text == "NA"
}

/// A number in digits, with or without marks between thousands.
fn whole(text: &str) -> Option<u64> {
    let mut groups = text.split([',', '.', '\'', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let grouped = groups.clone().all(|group| group.len() == 3) && (1..=3).contains(&first.len());
    let digits: String = std::iter::once(first).chain(groups.clone()).collect();
    let is_number = digits.chars().all(|c| c.is_ascii_digit()) && (1..=DIGITS).contains(&digits.len());
    (is_number && (grouped || groups.next().is_none())).then(|| digits.parse().ok()).flatten()
}

/// Numbers behind what they are of, with `;` between them.
fn parts(text: &str) -> Option<Number> {
    let part = |part: &str| {
        let (label, n) = part.rsplit_once([',', ':'])?;
        Some((label.trim().to_owned(), whole(n.trim())?)).filter(|(label, _)| !label.is_empty())
    };
    let parts: Vec<(String, u64)> =
        text.split(';').map(str::trim).filter(|text| !text.is_empty()).map(part).collect::<Option<_>>()?;
    Some(Number { n: parts.iter().map(|(_, n)| n).sum(), parts, place: None }).filter(|number| !number.parts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_with_or_without_thousands() {
        for (text, n) in
            [("12", 12), ("1,151", 1151), ("1 151", 1151), ("12.000.000", 12_000_000), ("0", 0), ("1234", 1234)]
        {
            assert_eq!(whole(text), Some(n), "{text}");
        }
        for text in ["", "-1", "1,15", "1.5", "12a", "225 [215 + 10]", "1234,567", "9999999999999", "n = 4"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn reasons_have_numbers_behind_them() {
        let number = parts("Wrong population, in part, 12; Not in English, 3;").unwrap();
        assert_eq!(number.n, 15);
        assert_eq!(number.parts[0], ("Wrong population, in part".to_owned(), 12));
        for text in ["Reason", "Reason, xxx", ", 3", ";", "A, 3; B"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
