//! Diagnostics as GitHub's workflow commands, which it shows as annotations at their lines.

use super::places::{Places, Region};
use super::{Diagnostic, Severity};

/// The command of one diagnostic. `folder` is the review's within its repository: empty, or ended by a slash.
pub fn render(diagnostic: &Diagnostic, folder: &str, places: &mut Places) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(span) = &diagnostic.span {
        properties.push(("file", format!("{folder}{}", span.file.path)));
        properties.extend(lines(places.region(span)));
    }
    properties.push(("title", diagnostic.code.name().to_owned()));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    format!("::{command} {}::{}", properties.join(","), data(&diagnostic.with_hint()))
}

/// GitHub knows columns within one line only, and an end behind the start.
fn lines(region: Region) -> Vec<(&'static str, String)> {
    let Region { line, column, end_line, end_column } = region;
    let mut numbers = vec![("line", line), ("endLine", end_line)];
    if line == end_line {
        numbers.extend([("col", column), ("endColumn", end_column)]);
    }
    numbers.into_iter().map(|(name, number)| (name, number.to_string())).collect()
}

/// A message, escaped as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before the message, in which `:` and `,` part things.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, TextFile};

    #[test]
    fn what_the_runner_reads_as_its_own_is_escaped() {
        let file = TextFile::new("content/a, b: 5%.md", "one\ntwo\n");
        let problem =
            Diagnostic::new(Code::BrokenLink, "50 %, no\r\n::error::line").at(file.span(4..6)).hint("mend: it");
        let shown = render(&problem, "review/", &mut Places::default());
        let expected = "::error file=review/content/a%2C b%3A 5%25.md,line=2,endLine=2,col=1,endColumn=3,title=broken-link::\
                        50 %25, no%0D%0A::error::line%0Ahint: mend: it";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_place_of_several_lines_has_no_columns_and_a_note_is_a_notice() {
        let file = TextFile::new("a.md", "one\ntwo\n");
        let mut problem = Diagnostic::new(Code::BadMaths, "wrong").at(file.span(1..6));
        problem.severity = Severity::Note;
        let shown = render(&problem, "", &mut Places::default());
        assert_eq!(shown, "::notice file=a.md,line=1,endLine=2,title=bad-maths::wrong");
        problem.span = None;
        assert_eq!(render(&problem, "", &mut Places::default()), "::notice title=bad-maths::wrong");
    }
}
