//! The bytes of a file as text, whatever program wrote them.
//!
//! The text may have other bytes than the file: what was not UTF-8 is UTF-8 now, NUL characters are gone,
//! and line ends that are a carriage return alone are line feeds. Spans count bytes of this text.

use crate::diagnostics::{Code, Diagnostic, TextFile};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a file without a byte order mark is looked at to tell UTF-16.
const SAMPLE: usize = 4096;

/// The text of a file, and a warning where its characters were guessed or left out.
pub fn text(path: &str, bytes: &[u8]) -> (TextFile, Option<Diagnostic>) {
    let (text, guess) = match utf16(bytes) {
        Some((encoding, body)) => (encoding.decode_without_bom_handling(body).0.into_owned(), None),
        None => utf8(bytes),
    };
    let nul = text.find('\0');
    let text = if nul.is_some() { text.replace('\0', "") } else { text };
    let text = if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text };
    let file = TextFile::new(path, &text);
    let warning = guess.map(|at| guessed(&file, at)).or_else(|| nul.map(|at| left_out(&file, at)));
    (file, warning)
}

fn guessed(file: &TextFile, at: usize) -> Diagnostic {
    let end = file.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
    let span = file.span(at..end);
    let line = span.line_column().0;
    let message = format!(
        "`{}` is not UTF-8: what is not, from line {line} on, is read as Windows-1252 (Latin-1), here as `{}`",
        file.path,
        span.text()
    );
    Diagnostic::new(Code::BadEncoding, message).at(span).hint("save the file as UTF-8")
}

fn left_out(file: &TextFile, at: usize) -> Diagnostic {
    let span = file.span(at..at);
    let message =
        format!("`{}` holds NUL characters, the first in line {}; they are left out", file.path, span.line_column().0);
    Diagnostic::new(Code::BadEncoding, message).at(span).hint("save the file as UTF-8 text")
}

/// The encoding and the text behind the byte order mark, where the file is UTF-16.
fn utf16(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    match bytes {
        [0xFF, 0xFE, body @ ..] => Some((UTF_16LE, body)),
        [0xFE, 0xFF, body @ ..] => Some((UTF_16BE, body)),
        _ => evident_utf16(bytes).map(|encoding| (encoding, bytes)),
    }
}

/// UTF-16 of mostly Latin letters: most of every second byte is zero, and hardly any other is.
fn evident_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE) & !1)?;
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    let evident = |zeros: usize, others: usize| zeros > sample.len() * 7 / 20 && others < zeros / 8 + 1;
    match (high_first, low_first) {
        (others, zeros) if evident(zeros, others) => Some(UTF_16LE),
        (zeros, others) if evident(zeros, others) => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-8 in which every byte that is none stands for a character of Windows-1252; also where the first such byte stood.
fn utf8(bytes: &[u8]) -> (String, Option<usize>) {
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    (text, first)
}

#[cfg(test)]
mod tests {
    use super::text;

    fn read(bytes: &[u8]) -> (String, Option<String>) {
        let (file, warning) = text("a.bib", bytes);
        (file.text.to_string(), warning.map(|warning| format!("{} {}", warning.span.unwrap(), warning.message)))
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_stays_as_it_is() {
        for sample in ["", "\u{feff}@book", "@böök\r\n", "a\r\nb\rc", "漢字"] {
            assert_eq!(read(sample.as_bytes()), (sample.to_owned(), None));
        }
    }

    #[test]
    fn utf16_is_found_by_its_mark_or_by_its_zeros() {
        let sample = "@book{müller,\n title = {漢字 and \u{1F600}}}";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(read(&utf16(sample, bytes)), (sample.to_owned(), None));
            assert_eq!(read(&utf16(&format!("\u{feff}{sample}"), bytes)), (sample.to_owned(), None));
        }
        assert_eq!(read(&[0xFF, 0xFE, b'a']).0, "\u{fffd}");
        assert_eq!(read(&[0xFE, 0xFF, 0xD8, 0x00]).0, "\u{fffd}");
    }

    #[test]
    fn other_bytes_are_windows_1252() {
        let (text, warning) = read(b"a\nM\xFCller \x96 \x80\n");
        assert_eq!(text, "a\nMüller \u{2013} €\n");
        assert_eq!(
            warning.as_deref(),
            Some(
                "a.bib:2:2 `a.bib` is not UTF-8: what is not, from line 2 on, is read as Windows-1252 (Latin-1), here as `ü`"
            )
        );
        assert_eq!(
            read("é and ".as_bytes().iter().chain(b"\xE9").copied().collect::<Vec<_>>().as_slice()).0,
            "é and é"
        );
    }

    #[test]
    fn nul_and_lone_carriage_returns_go() {
        assert_eq!(read(b"a\rb\rc").0, "a\nb\nc");
        let (text, warning) = read(b"ab\ncd\0e and more text");
        assert_eq!(text, "ab\ncde and more text");
        assert_eq!(
            warning.as_deref(),
            Some("a.bib:2:3 `a.bib` holds NUL characters, the first in line 2; they are left out")
        );
    }

    #[test]
    fn any_bytes_are_text() {
        let mut state = 1_u32;
        for length in 0..2_000_usize {
            let bytes: Vec<u8> = (0..length % 40)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8 & if length % 3 == 0 { 0x80 } else { 0xFF }
                })
                .collect();
            let (text, warning) = read(&bytes);
            assert!(!text.contains('\0'), "{bytes:?}");
            assert!(warning.is_some() || bytes.is_empty() || std::str::from_utf8(&bytes).is_ok() || !text.is_empty());
        }
    }
}
