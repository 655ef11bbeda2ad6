//! Diagnostics for programs: one JSON object a line.

use super::{Diagnostic, Span};
use serde_json::{Value, json};

/// The object of one diagnostic: `code`, `severity`, `message`, `file`, `line`, `column`, `start`, `end`, `hint`, `related`.
///
/// Lines and columns count from 1, columns in characters; `start` and `end` are bytes from the start of the file.
pub fn render(diagnostic: &Diagnostic) -> Value {
    let mut object = json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "related": diagnostic.related.iter().map(|(span, label)| {
            let mut place = place(span);
            place["label"] = json!(label);
            place
        }).collect::<Vec<_>>(),
    });
    if let (Some(Value::Object(place)), Some(fields)) = (diagnostic.span.as_ref().map(place), object.as_object_mut()) {
        fields.extend(place);
    }
    object
}

fn place(span: &Span) -> Value {
    let (line, column) = span.line_column();
    json!({ "file": &*span.file.path, "line": line, "column": column, "start": span.range().start, "end": span.range().end })
}
