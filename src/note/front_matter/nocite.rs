//! `nocite`: references to list without citing them, in pandoc's syntax: `@a, @b`, `[@a; @b]`, `@{odd key}`, `@*` for
//! all; a text, a block of text or a list of texts.

use crate::diagnostics::{Checked, Code, Diagnostic, Span};
use crate::note::citation::labels::Labels;
use crate::note::citation::{self, OwnLocators, What};
use std::ops::Range;

/// What stands around keys and between them.
const AROUND: &[char] = &['[', ']', ',', ';', '"', '\'', '|', '>', '-', '+', '.'];

/// The keys in a value, each with its place; what is no citation is reported.
pub fn read(value: &Span) -> Checked<Vec<(String, Span)>> {
    let text = value.text();
    let mut nocite = Nocite { value, keys: Vec::new(), diagnostics: Vec::new() };
    let mut read_until = 0;
    for region in citation::scan(text, OwnLocators::Ignore, Labels::of("en")).regions {
        nocite.uncited(read_until..region.range.start);
        read_until = region.range.end;
        if let What::Citation(cluster) = region.what {
            for item in cluster.items {
                nocite.keys.push((text[item.key.clone()].to_owned(), nocite.place(&item.key)));
            }
        }
    }
    nocite.uncited(read_until..text.len());
    Checked { value: nocite.keys, diagnostics: nocite.diagnostics }
}

struct Nocite<'a> {
    value: &'a Span,
    keys: Vec<(String, Span)>,
    diagnostics: Vec<Diagnostic>,
}

impl Nocite<'_> {
    /// Reads what is no citation with a key: `@*`, or something that has no business here.
    fn uncited(&mut self, range: Range<usize>) {
        let text = &self.value.text()[range.clone()];
        for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
            let start = range.start + (word.as_ptr() as usize - text.as_ptr() as usize);
            let bare = word.trim_matches(AROUND);
            let start = start + word.len() - word.trim_start_matches(AROUND).len();
            let place = start..start + bare.len();
            if bare == "@*" {
                self.keys.push(("*".to_owned(), self.place(&(start + 1..start + 2))));
            } else if bare.contains(char::is_alphanumeric) {
                let message = format!("`{bare}` in `nocite` is no citation");
                let key = bare.trim_start_matches('@');
                let hint = format!("write `@{key}` for the reference of that key, `@*` for all");
                let diagnostic = Diagnostic::new(Code::BadFrontMatter, message).at(self.place(&place));
                self.diagnostics.push(diagnostic.hint(hint));
            }
        }
    }

    fn place(&self, range: &Range<usize>) -> Span {
        let start = self.value.range().start;
        self.value.file.span(start + range.start..start + range.end)
    }
}
