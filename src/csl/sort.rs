//! Sorting (specification, "Sorting"): keys by variable and by macro, in the order of the style's language.

use super::eval::{CiteData, Context, Purpose};
use super::program::Program;
use super::record::Record;
use super::{markup, numbers, token};
use crate::collation::Collator;
use citationberg::taxonomy::{NumberVariable, StandardVariable, Variable};
use citationberg::{Sort, SortDirection, SortKey};
use std::cmp::Ordering;
use std::ops::Range;

/// Puts items in order. `cite` gives an item's record and what is known of it; keys are made only where those before them
/// are the same.
pub fn order<'a>(
    program: &Program,
    sort: &Sort,
    purpose: Purpose,
    items: &mut [usize],
    cite: &dyn Fn(usize) -> (&'a Record, CiteData<'a>),
) {
    // Runs of items that are the same by the keys so far.
    let mut runs: Vec<Range<usize>> = std::iter::once(0..items.len()).collect();
    for key in &sort.keys {
        let mut smaller = Vec::new();
        for run in runs.into_iter().filter(|run| run.len() > 1) {
            let items = &mut items[run.clone()];
            let mut start = run.start;
            for length in order_by(program, key, purpose, items, cite) {
                smaller.push(start..start + length);
                start += length;
            }
        }
        runs = smaller;
    }
}

/// Puts items in the order of one key; the lengths of the runs that it does not part.
fn order_by<'a>(
    program: &Program,
    key: &SortKey,
    purpose: Purpose,
    items: &mut [usize],
    cite: &dyn Fn(usize) -> (&'a Record, CiteData<'a>),
) -> Vec<usize> {
    let valued = |item: &usize| {
        let (record, data) = cite(*item);
        (self::key(program, key, record, &data, purpose), *item)
    };
    let mut valued: Vec<(Option<String>, usize)> = items.iter().map(valued).collect();
    valued.sort_by(|(a, _), (b, _)| compare(key.sort_direction(), program.collator(), a.as_deref(), b.as_deref()));
    for (place, (_, item)) in items.iter_mut().zip(&valued) {
        *place = *item;
    }
    valued.chunk_by(|(a, _), (b, _)| a == b).map(<[_]>::len).collect()
}

fn key(program: &Program, key: &SortKey, record: &Record, cite: &CiteData<'_>, purpose: Purpose) -> Option<String> {
    let text = match key {
        SortKey::Variable { variable, .. } => by_variable(program, *variable, record, cite, purpose)?,
        SortKey::MacroName { name, names_min, names_use_first, names_use_last, .. } => {
            let mut context = Context::new(program, record, cite, purpose);
            context.sort_names = Some((*names_min, *names_use_first, *names_use_last));
            token::plain(&context.call(name).tokens)
        }
    };
    let text = text.trim();
    (!text.is_empty()).then(|| folded(text))
}

fn by_variable(
    program: &Program,
    variable: Variable,
    record: &Record,
    cite: &CiteData<'_>,
    purpose: Purpose,
) -> Option<String> {
    match variable {
        Variable::Date(date) => record.date(date)?.sort_key(),
        Variable::Name(name) => {
            let names = citationberg::Names::with_variables(vec![name]);
            let mut context = Context::new(program, record, cite, purpose);
            context.sort_names = Some((None, None, None));
            let element = citationberg::LayoutRenderingElement::Names(names);
            Some(token::plain(&context.sorted_names(&element)))
        }
        Variable::Number(NumberVariable::CitationNumber) => Some(padded(&cite.number.to_string())),
        Variable::Number(NumberVariable::Locator) => cite.locator.map(|(_, value)| padded(value)),
        Variable::Number(_) | Variable::Page(_) => record.text_of(variable).map(|text| padded(&text)),
        Variable::Standard(StandardVariable::CitationLabel) if !record.has(variable) => cite.label.clone(),
        Variable::Standard(_) => record.text_of(variable).map(|text| token::plain(&markup::field(&text))),
    }
}

/// A text with its first number made comparable by its letters.
pub fn padded(text: &str) -> String {
    let digits = text.trim().bytes().take_while(u8::is_ascii_digit).count();
    let number = &text.trim()[..digits];
    if digits == 0 || !numbers::is_numeric(text) {
        return text.to_owned();
    }
    format!("{:0>12}{}", number, &text.trim()[digits..])
}

/// Compares two values of a key; an item without one comes last either way.
fn compare(direction: SortDirection, collator: &Collator, a: Option<&str>, b: Option<&str>) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) if direction == SortDirection::Descending => collator.compare(b, a),
        (Some(a), Some(b)) => collator.compare(a, b),
    }
}

/// What does not count in sorting: quotation marks, brackets, and signs at the start.
fn folded(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '\u{2026}');
    text.chars().filter(|c| !matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{2018}' | '[' | ']' | '(' | ')')).collect()
}

/// Whether a list is sorted by the numbers of citation themselves: then they stay what they are.
pub fn by_number_only(program: &Program, sort: &Sort) -> bool {
    let number = Variable::Number(NumberVariable::CitationNumber);
    sort.keys.first().is_some_and(|key| match key {
        SortKey::Variable { variable, .. } => *variable == number,
        SortKey::MacroName { name, .. } => {
            program.macro_named(name).is_some_and(|elements| program.prints(elements, number))
        }
    })
}
