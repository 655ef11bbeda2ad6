//! What is done about a flaw: it is reported at its place, and reading goes on at the next field or entry.

use super::{MAX_PROBLEMS, Scanner};
use crate::bibliography::bibtex::delimiters::{Source, is_name_byte, line_end};
use crate::bibliography::bibtex::raw::RawField;
use crate::diagnostics::{Code, Diagnostic};
use std::ops::Range;

/// Why a block cannot be read: what, what to do about it, and where the part begins that spoils it.
pub(super) struct Flaw {
    pub(super) message: String,
    pub(super) hint: String,
    pub(super) begins: Option<Range<usize>>,
}

impl Flaw {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), begins: None }
    }

    /// With the place where the value begins that is not closed.
    pub(super) fn beginning(mut self, line: Range<usize>) -> Self {
        self.begins = Some(line);
        self
    }
}

impl Scanner<'_, '_> {
    /// What is missing when an entry ends before its closing brace.
    pub(super) fn unclosed(&self, close: u8, fields: &[RawField]) -> Flaw {
        let swallowed = fields.iter().find(|field| looks_like_fields(self.text(field.at.clone())));
        match swallowed {
            Some(field) => Flaw::new(
                format!("field `{}` is not closed", field.name),
                format!("add the missing closing brace or quote to `{}`", field.name),
            )
            .beginning(self.line_from(field.at.start)),
            None => Flaw::new("it is not closed", format!("add `{}` at its end", close as char)),
        }
    }

    /// What stands from here to the end of the line.
    pub(super) fn line_from(&self, at: usize) -> Range<usize> {
        at..at + self.text(at..line_end(self.bytes, at)).trim_end().len()
    }

    /// After a value a comma or the end must follow; anything else is most likely the next field.
    pub(super) fn after_value(&mut self, close: u8, field: &RawField) {
        self.skip_space();
        match self.peek() {
            Some(byte) if byte != b',' && byte != close && byte != b'@' && is_name_byte(byte) => {
                self.missing_comma(field.at.clone());
            }
            _ => {}
        }
    }

    pub(super) fn missing_comma(&mut self, at: Range<usize>) {
        let flaw = Flaw::new("a comma is missing here", "end every field with a comma");
        self.report(Code::BadField, at.end.saturating_sub(1)..at.end, flaw);
    }

    /// Past something that is no field.
    pub(super) fn skip_junk(&mut self, close: u8) {
        let start = self.at;
        self.skip_to_separator(close);
        if self.at > start {
            let flaw = Flaw::new("this is not a field and is left out", "a field is `name = {value},`");
            let line = line_end(&self.bytes[..self.at], start);
            self.report(Code::BadField, start..line, flaw);
        }
    }

    /// To the next comma, the end of the entry or the start of another one.
    pub(super) fn skip_to_separator(&mut self, close: u8) {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'@' if self.at > start && Source(self.bytes).at_boundary(self.at) => return,
                b',' if depth == 0 => return,
                _ if byte == close && depth == 0 => return,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Moves to the next line that starts an entry, behind this place.
    pub(super) fn resume(&mut self, from: usize) {
        let (mut at, starts) = (from, Source(self.bytes).at_boundary(from));
        while at < self.bytes.len() && !starts {
            at = line_end(self.bytes, at);
            if Source(self.bytes).at_boundary(at + 1) {
                break;
            }
            at += 1;
        }
        self.at = at.min(self.bytes.len());
    }

    pub(super) fn report(&mut self, code: Code, at: Range<usize>, flaw: Flaw) {
        self.problems += 1;
        if self.problems > MAX_PROBLEMS + 1 {
            return;
        }
        let problem = Diagnostic::new(code, flaw.message).at(self.file.span(at)).hint(flaw.hint);
        self.diagnostics.push(match flaw.begins {
            Some(line) => problem.related(self.file.span(line), "it begins here"),
            None => problem,
        });
    }
}

/// Whether a value holds a line that starts like a field: the sign of a missing brace.
fn looks_like_fields(value: &str) -> bool {
    value.lines().skip(1).any(|line| {
        let name = line.trim_start().trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        name.len() < line.trim_start().len() && name.trim_start().starts_with('=')
    })
}
