//! Accents of TeX and the letters that they stand on.

use super::reader::command_name;
use super::tables;
use unicode_normalization::char::compose;

/// The letters with these marks on the first of them, the innermost mark last.
pub(super) fn marked(letters: &str, marks: Vec<char>) -> String {
    if let ("", [mark]) = (letters, marks.as_slice())
        && let Some(alone) = tables::lone_accent(*mark)
    {
        return alone.to_string();
    }
    let mut letters = letters.chars();
    let mut letter = letters.next().unwrap_or(' ');
    let mut loose = String::new();
    for mark in marks.into_iter().rev() {
        match compose(letter, mark).filter(|_| loose.is_empty()) {
            Some(whole) => letter = whole,
            None => loose.push(mark),
        }
    }
    format!("{letter}{loose}{}", letters.as_str())
}

/// Past further accents before the letter, which join the marks.
pub(super) fn inner_accents<'a>(mut rest: &'a str, marks: &mut Vec<char>) -> &'a str {
    while let Some(behind) = rest.strip_prefix('\\') {
        let name = command_name(behind);
        let Some(mark) = tables::accent(name) else { break };
        marks.push(mark);
        rest = behind[name.len()..].trim_start();
    }
    rest
}

/// The letters of an accent's argument such as `\i}` or `oo}`.
pub(super) fn plain_argument(inner: &str) -> String {
    let letters = |text: &str| text.chars().filter(|c| !matches!(c, '{' | '}' | '\\')).collect::<String>();
    match inner.trim_start_matches('{').strip_prefix('\\') {
        Some(rest) => {
            let name = command_name(rest);
            base_letter(name).to_owned() + &letters(&rest[name.len()..])
        }
        None => letters(inner),
    }
}

/// The letter under an accent: `\i` and `\j` lose only their dot, which an accent replaces.
pub(super) fn base_letter(name: &str) -> &str {
    match name {
        "i" => "i",
        "j" => "j",
        _ => tables::symbol(name).unwrap_or(""),
    }
}

/// Whether a group is one letter for TeX: it starts with an accent, or is a symbol such as `{\o}`.
pub(super) fn starts_with_accent(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix('\\') else { return false };
    let name = command_name(rest);
    let symbol = || tables::symbol(name).is_some() && rest[name.len()..].trim_start().starts_with('}');
    tables::accent(name).is_some() || symbol()
}
