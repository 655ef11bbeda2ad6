//! Fenced blocks that a page fills from the review: their lines `name: value, value`, and what the values name.

use super::Composer;
use crate::diagnostics::{Code, Diagnostic, Span, did_you_mean};
use crate::html::escape;
use crate::note::FencedBlock;
use std::collections::BTreeSet;

/// A line of a block.
pub(super) struct Line {
    /// What it is about.
    pub name: Span,
    /// What it says of it.
    pub values: Vec<Span>,
}

/// The kind of a name that means nothing, and a hint.
pub(super) type Unknown = (&'static str, Option<String>);

impl Composer<'_> {
    /// What a block asks for, as HTML for the page of that path: a sentence where it asks for nothing that there is.
    pub(super) fn block(&self, block: &FencedBlock, path: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
        let reported = diagnostics.len();
        let table = match block.name {
            "matrix" => self.matrix_block(block, path, diagnostics),
            _ => self.evidence_block(block, path, diagnostics),
        };
        table.unwrap_or_else(|| {
            // A name that means nothing is the reason.
            if diagnostics.len() == reported {
                let message = format!("this `{}` shows nothing: no note has what all of its lines ask for", block.name);
                diagnostics.push(bad(message, &block.span).hint("ask for another tag, or leave a line out"));
            }
            format!("<p class=\"meta\">{}</p>\n", escape(self.words.text("block_empty")))
        })
    }

    /// These tags and all that stand below them.
    pub(super) fn with_those_below(&self, tags: &[usize]) -> BTreeSet<usize> {
        let below = tags.iter().flat_map(|tag| self.review.vocabulary.below(*tag));
        tags.iter().copied().chain(below).collect()
    }

    /// The number of the source with this key, with or without `@`.
    pub(super) fn source_named(&self, key: &str) -> Result<usize, Unknown> {
        let key = key.trim_start_matches('@');
        let keys = || self.review.sources.iter().map(|source| source.reference.key.as_str());
        self.review.source_of(key).ok_or_else(|| ("source", did_you_mean(key, keys())))
    }

    /// The number of the tag that a word means, with or without `#`.
    pub(super) fn tag_named(&self, word: &str) -> Result<usize, Unknown> {
        let words = || self.review.vocabulary.tags.iter().map(|tag| tag.word.as_str());
        self.review.vocabulary.find(word.trim_start_matches('#')).ok_or_else(|| ("tag", did_you_mean(word, words())))
    }
}

/// The lines of a block that are about one of `names`; others are reported.
pub(super) fn lines(block: &FencedBlock, names: &[&str], diagnostics: &mut Vec<Diagnostic>) -> Vec<Line> {
    let of = block.name;
    let mut lines = Vec::new();
    for line in &block.lines {
        let mut parts = parts(line);
        if parts.is_empty() || !line.text().contains(':') {
            let hint = format!("write a line such as `{}: one, two`", names.first().unwrap_or(&of));
            diagnostics.push(bad(format!("this line says nothing that `{of}` knows"), line).hint(hint));
            continue;
        }
        let name = parts.remove(0);
        if names.contains(&name.text()) {
            lines.push(Line { name, values: parts });
        } else {
            let hint = did_you_mean(name.text(), names.iter().copied());
            let hint = hint.unwrap_or_else(|| format!("it has `{}`", names.join("`, `")));
            diagnostics.push(bad(format!("`{of}` has no `{}`", name.text()), &name).hint(hint));
        }
    }
    lines
}

/// What these names mean, each once; those that mean nothing are reported.
pub(super) fn numbers(
    names: &[Span],
    find: impl Fn(&str) -> Result<usize, Unknown>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let found = names.iter().filter_map(|name| or_report(name, find(name.text()), diagnostics));
    found.filter(|number| seen.insert(*number)).collect()
}

/// The one of these words that a line says; another is reported.
pub(super) fn one_of<'w>(
    line: &Line,
    words: &[&'w str],
    of: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'w str> {
    let value = line.values.first()?;
    let known = words.iter().find(|known| **known == value.text()).copied();
    if known.is_none() {
        let hint = did_you_mean(value.text(), words.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("one of `{}`", words.join("`, `")));
        let message = format!("`{of}` has no {} `{}`", line.name.text(), value.text());
        diagnostics.push(bad(message, value).hint(hint));
    }
    known
}

fn or_report<T>(name: &Span, found: Result<T, Unknown>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    let report = |(kind, hint): Unknown| {
        diagnostics.push(bad(format!("this review has no {kind} `{}`", name.text()), name).maybe_hint(hint));
    };
    found.map_err(report).ok()
}

fn bad(message: String, place: &Span) -> Diagnostic {
    Diagnostic::new(Code::BadBlock, message).at(place.clone())
}

/// A line `name: value, value` in its parts, where they stand.
fn parts(line: &Span) -> Vec<Span> {
    let (text, start) = (line.text(), line.range().start);
    let colon = text.find(':').unwrap_or(text.len());
    let mut parts = Vec::new();
    let mut at = 0;
    for (place, _) in text.match_indices([':', ',']).filter(|(place, sign)| *place == colon || *sign == ",") {
        parts.push((at, place));
        at = place + 1;
    }
    parts.push((at, text.len()));
    let trimmed = |(from, to): (usize, usize)| {
        let part = &text[from..to];
        let from = start + from + part.len() - part.trim_start().len();
        line.file.span(from..from + part.trim().len())
    };
    parts.into_iter().map(trimmed).filter(|part| !part.range().is_empty()).collect()
}
