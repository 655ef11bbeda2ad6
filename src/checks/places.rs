//! Places that the review no longer knows, found again in the text.

use crate::bibliography::Reference;
use crate::diagnostics::{Span, TextFile};

/// How far behind its key a value of an entry is looked for, in bytes.
const MAX_ENTRY: usize = 64 * 1024;

/// Where a value stands in an entry; the entry's key where it is not spelled so in the file.
pub fn in_entry(reference: &Reference, value: &str) -> Span {
    let key = &reference.place;
    let (start, text) = (key.range().end, &*key.file.text);
    let mut end = (start + MAX_ENTRY).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let rest = text.get(start..end).unwrap_or_default();
    let entry = rest.find("\n@").map_or(rest, |next| &rest[..next]);
    match entry.find(value).filter(|_| !value.is_empty()) {
        Some(at) => key.file.span(start + at..start + at + value.len()),
        None => key.clone(),
    }
}

/// Where the value of a key stands in the front matter of a note; the start of the file where it is written in a way of its own.
pub fn in_front_matter(file: &TextFile, key: &str) -> Span {
    let mut at = 0;
    for (number, line) in file.text.split_inclusive('\n').enumerate() {
        if number > 0 && matches!(line.trim_end(), "---" | "...") {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case(key)
            && !value.trim().is_empty()
        {
            let start = at + name.len() + 1 + (value.len() - value.trim_start().len());
            return file.span(start..start + value.trim().len());
        }
        at += line.len();
    }
    file.span(0..0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_front_matter_is_found() {
        let file = TextFile::new("a.md", "---\ntitle: x\nRead:  2025-13-01 \n---\nread: no\n");
        assert_eq!(in_front_matter(&file, "read").range(), 20..30);
        assert_eq!(in_front_matter(&file, "read").text(), "2025-13-01");
        assert_eq!(in_front_matter(&file, "date").range(), 0..0);
    }
}
