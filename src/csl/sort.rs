//! Sorting (specification, "Sorting"): keys by variable and by macro, in the order of the style's language.

use super::eval::{CiteData, Context, Purpose};
use super::program::Program;
use super::record::Record;
use super::{markup, numbers, token};
use crate::collation::Collator;
use citationberg::taxonomy::{NumberVariable, StandardVariable, Variable};
use citationberg::{Sort, SortDirection, SortKey};
use std::cmp::Ordering;

/// The values of an item's sort keys; none where an item has no value, which comes last either way.
pub type Keys = Vec<Option<String>>;

/// What an item is sorted by.
pub fn keys(program: &Program, sort: &Sort, record: &Record, cite: &CiteData<'_>, purpose: Purpose) -> Keys {
    sort.keys.iter().map(|key| self::key(program, key, record, cite, purpose)).collect()
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
    (!text.is_empty()).then(|| text.to_owned())
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

/// Compares two items by their keys.
pub fn compare(sort: &Sort, collator: &Collator, a: &Keys, b: &Keys) -> Ordering {
    for ((key, a), b) in sort.keys.iter().zip(a).zip(b) {
        let order = match (a, b) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => return Ordering::Greater,
            (Some(_), None) => return Ordering::Less,
            (Some(a), Some(b)) => {
                let order = collator.compare(&folded(a), &folded(b));
                if key.sort_direction() == SortDirection::Descending { order.reverse() } else { order }
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
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
