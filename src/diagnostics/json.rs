//! Diagnostics for programs: one JSON object a line.

use super::places::Places;
use super::{Diagnostic, Span};
use serde_json::{Value, json};

/// The object of one diagnostic: `code`, `severity`, `message`, `file`, `line`, `column`, `end_line`, `end_column`, `start`, `end`,
/// `hint`, `related`.
///
/// Lines and columns count from 1, columns in characters; `start` and `end` are bytes from the start of the file.
pub fn render(diagnostic: &Diagnostic, places: &mut Places) -> Value {
    let mut object = json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "related": diagnostic.related.iter().map(|(span, label)| {
            let mut place = place(span, places);
            place["label"] = json!(label);
            place
        }).collect::<Vec<_>>(),
    });
    let place = diagnostic.span.as_ref().map(|span| place(span, places));
    if let (Some(Value::Object(place)), Some(fields)) = (place, object.as_object_mut()) {
        fields.extend(place);
    }
    object
}

fn place(span: &Span, places: &mut Places) -> Value {
    let region = places.region(span);
    json!({
        "file": &*span.file.path,
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
        "start": span.range().start,
        "end": span.range().end,
    })
}
