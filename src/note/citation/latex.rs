//! LaTeX's commands of citation, `\citep[see][12]{a, b}`: to Markdown they are text.

use std::ops::Range;

/// The longest options and keys of a command, in bytes.
const LONGEST: usize = 300;

/// The commands in a text, as bytes of it.
pub(in crate::note) fn commands(text: &str) -> Vec<Range<usize>> {
    let command = |(at, _)| Some(at..at + length(&text[at..])?);
    text.match_indices('\\').filter_map(command).collect()
}

/// The keys of a command.
pub fn keys(command: &str) -> impl Iterator<Item = &str> {
    let keys = command.rsplit('{').next().unwrap_or_default().trim_end_matches('}');
    keys.split(',').map(str::trim)
}

/// The length of the command that begins here.
fn length(text: &str) -> Option<usize> {
    let rest = &text[1..text.floor_char_boundary(LONGEST)];
    let name = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
    if !name.to_ascii_lowercase().contains("cite") {
        return None;
    }
    let mut rest = rest[name.len()..].trim_start_matches('*');
    while let Some(option) = rest.strip_prefix('[') {
        rest = option.split_once(']')?.1;
    }
    let close = rest.strip_prefix('{')?.find(['{', '}'])?;
    let keys = rest[1 + close..].starts_with('}');
    let end = text.floor_char_boundary(LONGEST) - rest.len() + close + 2;
    keys.then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_citation_are_found() {
        let text =
            r"So \cite{a}, \Parencite*[see][12]{b, c}; \emph{d}, \cite, \citep{e{f}}, \citep[g{h}, \textcite{é}.";
        let found: Vec<&str> = commands(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [r"\cite{a}", r"\Parencite*[see][12]{b, c}", r"\textcite{é}"]);
        assert_eq!(keys(found[1]).collect::<Vec<_>>(), ["b", "c"]);
    }
}
