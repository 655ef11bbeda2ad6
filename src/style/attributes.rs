//! The white space in the attributes of a `.csl` file, as XML has it (XML 1.0, "Attribute-Value Normalization").
//!
//! Tabs and line ends count as spaces there, and lists of words are parted by them; the reader of styles parts lists
//! by spaces alone.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// The file with each tab and line end in a tag as a space. Text, comments and references to characters (`&#9;`) stay.
pub fn normalised(xml: &str) -> Cow<'_, str> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    let mut kept = 0;
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let event = reader.read_event();
        let end = usize::try_from(reader.buffer_position()).unwrap_or_default();
        match event {
            Ok(Event::Start(_) | Event::Empty(_)) => {
                let tag = xml.get(start..end).unwrap_or_default();
                if tag.contains(['\t', '\n', '\r']) {
                    out.push_str(&xml[kept..start]);
                    out.push_str(&tag.replace("\r\n", " ").replace(['\t', '\n', '\r'], " "));
                    kept = end;
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    if kept == 0 {
        return Cow::Borrowed(xml);
    }
    out.push_str(&xml[kept..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn tabs_and_line_ends_in_tags_are_spaces() {
        for (xml, expected) in [
            ("<if variable=\"author\teditor\r\n\t\"/>", "<if variable=\"author editor  \"/>"),
            ("<text\n\tprefix='a\n>'>\n\t</text>", "<text  prefix='a >'>\n\t</text>"),
            ("<!-- <a\n> --><b>\t&#9;</b>", "<!-- <a\n> --><b>\t&#9;</b>"),
            ("<a\tb='é'/><c\n", "<a b='é'/><c\n"),
        ] {
            assert_eq!(normalised(xml), expected);
        }
    }
}
