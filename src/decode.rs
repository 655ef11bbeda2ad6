//! The bytes of a file as text, whatever program wrote them.
//!
//! The text may have other bytes than the file: what was not UTF-8 is UTF-8 now, NUL characters are gone,
//! and line ends that are a carriage return alone are line feeds. Spans count bytes of this text.

use crate::diagnostics::{Code, Diagnostic, TextFile};
pub use encoding_rs::Encoding;
use encoding_rs::{UTF_16BE, UTF_16LE};

mod legacy;

/// How much of a file without a byte order mark is looked at to tell UTF-16.
const SAMPLE: usize = 4096;

/// An encoding by one of its labels in the Encoding Standard, such as `windows-1251`, `gbk` or `shift_jis`.
pub fn by_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes())
}

/// The text of a file, and a warning where its encoding was guessed, did not fit, or characters were left out.
/// `named` is the encoding of files that are neither UTF-8 nor UTF-16; without it, it is guessed.
pub fn text(path: &str, bytes: &[u8], named: Option<&'static Encoding>) -> (TextFile, Option<Diagnostic>) {
    let (text, taken) = match utf16(bytes) {
        Some((encoding, body)) => (encoding.decode_without_bom_handling(body).0.into_owned(), None),
        None => legacy::text(bytes, named),
    };
    let nul = text.find('\0');
    let text = if nul.is_some() { text.replace('\0', "") } else { text };
    let text = if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text };
    let file = TextFile::new(path, &text);
    let warning = taken.map(|taken| not_utf8(&file, &taken)).or_else(|| nul.map(|at| left_out(&file, at)));
    (file, warning)
}

fn not_utf8(file: &TextFile, taken: &legacy::Taken) -> Diagnostic {
    let at = taken.first;
    let end = file.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
    let span = file.span(at..end);
    let (path, line, sample, name) =
        (&file.path, span.line_column().0, taken.sample(&file.text), taken.encoding.name());
    let not = match taken.instead_of {
        None => "not UTF-8".to_owned(),
        Some(named) => format!("neither UTF-8 nor {}, which `encoding` names", named.name()),
    };
    let message = format!("`{path}` is {not}: from line {line} on it is read as {name}, here as `{sample}`");
    let hint = "save the file as UTF-8, or name its encoding in sourcebook.yaml, such as `encoding: windows-1251`";
    Diagnostic::new(Code::BadEncoding, message).at(span).hint(hint)
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

#[cfg(test)]
mod tests {
    use super::{by_label, text};

    fn read(bytes: &[u8]) -> (String, Option<String>) {
        let (file, warning) = text("a.bib", bytes, None);
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
            Some("a.bib:2:2 `a.bib` is not UTF-8: from line 2 on it is read as windows-1252, here as `Müller`")
        );
        assert_eq!(
            read("é and ".as_bytes().iter().chain(b"\xE9").copied().collect::<Vec<_>>().as_slice()).0,
            "é and é"
        );
    }

    #[test]
    fn an_encoding_is_told_by_what_the_text_is_in_it() {
        for (label, text) in LEGACY {
            let (bytes, ..) = by_label(label).unwrap().encode(text);
            let (read, warning) = read(&bytes);
            assert_eq!(read, *text, "{label}");
            let name = by_label(label).unwrap().name();
            assert!(warning.as_deref().is_some_and(|warning| warning.contains(name)), "{label}: {warning:?}");
        }
    }

    #[test]
    fn a_named_encoding_is_taken_without_a_word_where_it_fits() {
        let koi8 = by_label("koi8-r").unwrap();
        let (bytes, ..) = koi8.encode("@book{a, author = {Иванов}}");
        let (file, warning) = text("a.bib", &bytes, Some(koi8));
        assert_eq!((&*file.text, warning), ("@book{a, author = {Иванов}}", None));
        let (_, warning) = text("a.bib", b"a\n\x82\xFF", by_label("shift_jis"));
        assert!(warning.unwrap().message.contains("neither UTF-8 nor Shift_JIS"));
    }

    #[test]
    fn lines_in_another_encoding_stand_among_those_in_utf8() {
        let mut bytes = "title = {Москва и Пекин},\nauthor = {Петров},\n".as_bytes().to_vec();
        bytes.extend(by_label("windows-1251").unwrap().encode("author = {Иванов Сергей},\n").0.iter());
        let (text, warning) = read(&bytes);
        assert_eq!(text, "title = {Москва и Пекин},\nauthor = {Петров},\nauthor = {Иванов Сергей},\n");
        assert!(warning.is_some_and(|warning| warning.starts_with("a.bib:3:11")));
    }

    /// What files of libraries and notes look like.
    const LEGACY: &[(&str, &str)] = &[
        ("windows-1251", "@book{ivanov, author = {Иванов, Сергей}, title = {Дипломатия Китая}, year = 2010}\n"),
        ("gbk", "@book{wang, author = {王小明}, title = {中国文化外交研究}, year = 2010}\n"),
        ("gbk", "TY  - JOUR\r\nAU  - 李华\r\nTI  - 论中国的公共外交\r\nJO  - 国际问题研究\r\nER  - \r\n"),
        ("big5", "@book{chen, author = {陳大文}, title = {臺灣的文化外交與軟實力}, year = 2010}\n"),
        ("shift_jis", "@book{tanaka, author = {田中太郎}, title = {日本の文化外交について}, year = 2010}\n"),
        ("euc-jp", "@book{tanaka, author = {田中太郎}, title = {日本の文化外交について}, year = 2010}\n"),
        ("euc-kr", "@book{kim, author = {김철수}, title = {한국의 문화 외교와 소프트 파워}, year = 2010}\n"),
        ("windows-1252", "@article{muller, author = {Müller, Jürgen}, title = {Die Außenpolitik – ein Überblick}}\n"),
        (
            "windows-1250",
            "@book{novak, author = {Dvořák, Jiří}, title = {Čínská kulturní diplomacie ve střední Evropě}}\n",
        ),
    ];

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
