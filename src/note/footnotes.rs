//! Footnotes that are defined twice or never used; pulldown-cmark is silent about both.

use crate::diagnostics::{Code, Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The footnotes of a note: marks and definitions.
#[derive(Debug, Default)]
pub struct Footnotes {
    used: BTreeSet<String>,
    defined: Vec<(String, Span)>,
}

impl Footnotes {
    /// A mark `[^label]`.
    pub fn refer(&mut self, label: &str) {
        self.used.insert(label.to_lowercase());
    }

    /// A footnote `[^label]: text`; its place is cut to the label.
    pub fn define(&mut self, label: &str, span: Span) {
        let range = span.range();
        let length = span.text().find("]:").map_or(range.len(), |at| at + 1);
        self.defined.push((label.to_owned(), span.file.span(range.start..range.start + length)));
    }

    /// What is wrong with them.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut first: BTreeMap<String, &Span> = BTreeMap::new();
        let mut found = Vec::new();
        for (label, span) in &self.defined {
            let folded = label.to_lowercase();
            if let Some(earlier) = first.get(&folded) {
                let message = format!("the footnote `[^{label}]` is defined twice");
                let diagnostic = Diagnostic::new(Code::UnusedFootnote, message).at(span.clone());
                found.push(diagnostic.related((*earlier).clone(), "the first definition counts"));
            } else if !self.used.contains(&folded) {
                let message = format!("the footnote `[^{label}]` is never used");
                found.push(Diagnostic::new(Code::UnusedFootnote, message).at(span.clone()));
            }
            first.entry(folded).or_insert(span);
        }
        found
    }

    /// The labels of the footnotes that are defined, as written.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.defined.iter().map(|(label, _)| label.as_str())
    }
}
