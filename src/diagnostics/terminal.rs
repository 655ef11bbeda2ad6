//! Diagnostics for people: rustc's look, readable without colour.

use super::{Code, Diagnostic, Severity};
use crate::panics;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::BTreeMap;

/// How many other places are shown with their lines; of more the place is named.
const RELATED: usize = 2;

/// In their order, and how many problems of one kind are shown one by one. The errors come last: a terminal shows the end.
const SHOWN: &[(Severity, usize)] = &[(Severity::Note, 5), (Severity::Warning, 5), (Severity::Error, 20)];

/// The texts of many diagnostics, errors last, those of one kind beyond the first ones as their number.
pub fn list(diagnostics: &[Diagnostic], renderer: &Renderer) -> Vec<String> {
    let mut texts = Vec::new();
    for (severity, shown) in SHOWN {
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == *severity) {
            let count = counts.entry(diagnostic.code).or_default();
            *count += 1;
            if *count <= *shown {
                texts.push(render(diagnostic, renderer));
            }
        }
        for (code, count) in counts.into_iter().filter(|(_, count)| count > shown) {
            let (more, name) = (thousands(count - shown), code.name());
            texts.push(format!("… and {more} more of `{name}`; `sourcebook check --format json` lists all"));
        }
    }
    texts
}

/// Many diagnostics on one screen: each kind with its number and its first case, errors last.
pub fn overview(diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut kinds: BTreeMap<(Severity, Code), Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        kinds.entry((diagnostic.severity, diagnostic.code)).or_default().push(diagnostic);
    }
    let line = |((severity, code), all): ((Severity, Code), Vec<&Diagnostic>)| {
        let place = all[0].span.as_ref().map(|span| format!("{span}: ")).unwrap_or_default();
        let (count, such) = (thousands(all.len()), if all.len() == 1 { "" } else { ", such as" });
        format!("{count} {}[{}]{such}\n  {place}{}", severity.name(), code.name(), all[0].message)
    };
    SHOWN
        .iter()
        .flat_map(|(severity, _)| kinds.iter().filter(move |((of, _), _)| of == severity))
        .map(|(kind, all)| line((*kind, all.clone())))
        .collect()
}

/// `2870` as `2,870`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let parted = digits.char_indices().flat_map(|(at, digit)| {
        let comma = at > 0 && (digits.len() - at).is_multiple_of(3);
        comma.then_some(',').into_iter().chain([digit])
    });
    parted.collect()
}

/// The text of one diagnostic, with the lines it speaks of; ANSI colours where asked for. No message can end the program:
/// where the lines cannot be drawn, the place is named.
pub fn render(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    panics::caught(|| drawn(diagnostic, renderer)).unwrap_or_else(|| plain(diagnostic))
}

/// The text of one diagnostic without the lines it speaks of.
fn plain(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.as_ref().map(|span| format!("\n --> {span}")).unwrap_or_default();
    let hint = diagnostic.hint.as_ref().map(|hint| format!("\n = hint: {hint}")).unwrap_or_default();
    format!("{}[{}]: {}{place}{hint}", diagnostic.severity.name(), diagnostic.code.name(), diagnostic.message)
}

fn drawn(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::TextFile;

    #[test]
    fn of_many_problems_of_a_kind_the_first_are_shown_and_all_counted_and_the_errors_come_last() {
        let file = TextFile::new("a.md", &"line\n".repeat(2890));
        let many = |code, n| (0..n).map(move |_| Diagnostic::new(code, "wrong")).zip((0..).step_by(5));
        let problems: Vec<Diagnostic> = many(Code::UnknownKey, 20)
            .chain(many(Code::UnusedReference, 2890))
            .map(|(problem, at)| problem.at(file.span(at..at + 4)))
            .collect();
        let texts = list(&problems, &Renderer::plain());
        assert_eq!(texts.len(), 5 + 1 + 20);
        assert!(texts[..5].iter().all(|text| text.starts_with("warning[unused-reference]")), "{texts:?}");
        assert_eq!(texts[5], "… and 2,885 more of `unused-reference`; `sourcebook check --format json` lists all");
        assert!(texts[6..].iter().all(|text| text.starts_with("error[unknown-key]")), "{texts:?}");
    }

    #[test]
    fn an_overview_has_one_case_of_each_kind() {
        let file = TextFile::new("a.md", "line\nline\n");
        let problem = |code, at| Diagnostic::new(code, "wrong").at(file.span(at..at + 4));
        let problems = [problem(Code::UnknownKey, 0), problem(Code::UnknownKey, 5), problem(Code::UnusedReference, 5)];
        let lines = overview(&problems);
        assert_eq!(lines[0], "1 warning[unused-reference]\n  a.md:2:1: wrong");
        assert_eq!(lines[1..], ["2 error[unknown-key], such as\n  a.md:1:1: wrong".to_owned()]);
    }

    #[test]
    fn what_cannot_be_drawn_is_told_with_its_place() {
        let span = TextFile::new("a.bib", "@book{й}").span(6..8);
        let problem = Diagnostic::new(Code::BadEntry, "wrong").at(span).hint("mend it");
        assert_eq!(plain(&problem), "error[bad-entry]: wrong\n --> a.bib:1:7\n = hint: mend it");
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!([1, 999, 1000, 1_234_567].map(thousands), ["1", "999", "1,000", "1,234,567"]);
    }
}
