//! Diagnostics for people: rustc's look, readable without colour.

use super::{Diagnostic, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// How many other places are shown with their lines; of more the place is named.
const RELATED: usize = 2;

/// The text of one diagnostic, with the lines it speaks of; ANSI colours where asked for.
pub fn render(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(span) = &diagnostic.span {
        let snippet = Snippet::source(&*span.file.text)
            .path(&*span.file.path)
            .annotation(AnnotationKind::Primary.span(span.range()));
        group = group.element(snippet);
    }
    for (span, label) in diagnostic.related.iter().take(RELATED) {
        let snippet = Snippet::source(&*span.file.text)
            .path(&*span.file.path)
            .annotation(AnnotationKind::Context.span(span.range()).label(label.as_str()));
        group = group.element(snippet);
    }
    let more: Vec<String> = diagnostic.related.iter().skip(RELATED).map(|(span, _)| span.to_string()).collect();
    let more = format!("and at {}", more.join(", "));
    if diagnostic.related.len() > RELATED {
        group = group.element(Level::NOTE.message(more.as_str()));
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    renderer.render(&[group])
}
