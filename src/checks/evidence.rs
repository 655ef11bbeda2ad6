//! The fields of notes against those that the configuration declares.

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::note::{Field, NoteSummary};
use crate::review::fields::Column;
use crate::review::{Review, Role};

pub fn find(config: &Config, review: &Review) -> Vec<Diagnostic> {
    let notes = review.documents.iter().filter(|document| matches!(document.role, Role::Source(_)));
    let notes = notes.map(|document| &document.note.summary);
    match config.fields.is_empty() {
        true => notes.flat_map(|note| contradictory(note, &review.columns)).collect(),
        false => notes.flat_map(|note| of_note(note, &review.columns)).collect(),
    }
}

fn of_note(note: &NoteSummary, columns: &[Column]) -> Vec<Diagnostic> {
    let unknown = note.front.fields.iter().filter(|field| !field.in_text).filter_map(|field| unknown(field, columns));
    let values = columns.iter().filter_map(|column| unknown_value(column.of(note)?, column));
    unknown.chain(values).chain(contradictory(note, columns)).chain(missing(note, columns)).collect()
}

/// A field of the front matter that no column is named after.
fn unknown(field: &Field, columns: &[Column]) -> Option<Diagnostic> {
    if columns.iter().any(|column| column.is_named(&field.name)) {
        return None;
    }
    let message = format!("`sourcebook.yaml` declares no field `{}`", field.name);
    let hint = did_you_mean(&field.name, columns.iter().map(|column| column.field.name.as_str()));
    let hint = hint.unwrap_or_else(|| "declare it in `fields`, or leave it out".to_owned());
    Some(Diagnostic::new(Code::UnknownField, message).at(field.place.clone()).hint(hint))
}

/// A value, or one of several between commas, that a column does not allow.
fn unknown_value(field: &Field, column: &Column) -> Option<Diagnostic> {
    let known = &column.field.values;
    if known.is_empty() || known.contains(&field.value) {
        return None;
    }
    let word = field.value.split(',').map(str::trim).find(|word| !known.iter().any(|known| known == word))?;
    let message = format!("the field `{}` cannot be `{word}`", column.field.name);
    let hint = did_you_mean(word, known.iter().map(String::as_str));
    let hint = hint.unwrap_or_else(|| format!("one of `{}`", known.join("`, `")));
    Some(Diagnostic::new(Code::UnknownValue, message).at(field.value_place.clone()).hint(hint))
}

/// Columns to which a note gives two values.
fn contradictory(note: &NoteSummary, columns: &[Column]) -> Vec<Diagnostic> {
    let of = |field: &Field| {
        let rival = field.rivals.first()?;
        let message =
            format!("the field `{}` is `{}` and `{}`: the first one counts", field.name, field.value, rival.text());
        let problem = Diagnostic::new(Code::ContradictoryField, message).at(rival.clone());
        Some(problem.related(field.value_place.clone(), "the first one").hint("leave one of them out"))
    };
    columns.iter().filter_map(|column| of(column.of(note)?)).collect()
}

/// Columns that a note leaves open though it fills others.
fn missing(note: &NoteSummary, columns: &[Column]) -> Option<Diagnostic> {
    let filled = columns.iter().find_map(|column| column.of(note))?;
    let open = columns.iter().filter(|column| column.of(note).is_none());
    let names: Vec<String> = open.map(|column| format!("`{}`", column.field.name)).collect();
    let (last, before) = names.split_last()?;
    let list = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
    let message = format!("this note says nothing in {list}");
    let problem = Diagnostic::new(Code::MissingEvidence, message).at(filled.place.clone());
    Some(problem.hint("add it, or write `n/a` where there is nothing to say"))
}
