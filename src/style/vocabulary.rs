//! What a `.csl` file says that CSL 1.0.2 does not have: elements, attributes and variables, each at its place.
//!
//! The reader of styles passes over what it does not know or refuses it without a name, so the file is looked through
//! a second time for the messages. The words are those of the specification and its schema.

use crate::bibliography::csl_variables;
use crate::diagnostics::{Code, Diagnostic, TextFile, nearest};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

const ELEMENTS: &[&str] = &[
    "bibliography",
    "choose",
    "citation",
    "date",
    "date-part",
    "else",
    "else-if",
    "et-al",
    "group",
    "if",
    "info",
    "key",
    "label",
    "layout",
    "locale",
    "macro",
    "multiple",
    "name",
    "name-part",
    "names",
    "number",
    "single",
    "sort",
    "style",
    "style-options",
    "substitute",
    "term",
    "terms",
    "text",
];

const ATTRIBUTES: &[&str] = &[
    "after-collapse-delimiter",
    "and",
    "cite-group-delimiter",
    "class",
    "collapse",
    "date-parts",
    "default-locale",
    "delimiter",
    "delimiter-precedes-et-al",
    "delimiter-precedes-last",
    "demote-non-dropping-particle",
    "disambiguate",
    "disambiguate-add-givenname",
    "disambiguate-add-names",
    "disambiguate-add-year-suffix",
    "display",
    "entry-spacing",
    "et-al-min",
    "et-al-subsequent-min",
    "et-al-subsequent-use-first",
    "et-al-use-first",
    "et-al-use-last",
    "font-style",
    "font-variant",
    "font-weight",
    "form",
    "gender",
    "gender-form",
    "givenname-disambiguation-rule",
    "hanging-indent",
    "initialize",
    "initialize-with",
    "initialize-with-hyphen",
    "is-numeric",
    "is-uncertain-date",
    "limit-day-ordinals-to-day-1",
    "line-spacing",
    "locator",
    "macro",
    "match",
    "name",
    "name-as-sort-order",
    "name-delimiter",
    "name-form",
    "names-delimiter",
    "names-min",
    "names-use-first",
    "names-use-last",
    "near-note-distance",
    "page-range-format",
    "plural",
    "position",
    "prefix",
    "punctuation-in-quote",
    "quotes",
    "range-delimiter",
    "second-field-align",
    "sort",
    "sort-separator",
    "strip-periods",
    "subsequent-author-substitute",
    "subsequent-author-substitute-rule",
    "suffix",
    "term",
    "text-case",
    "text-decoration",
    "type",
    "value",
    "variable",
    "version",
    "vertical-align",
    "year-suffix-delimiter",
];

/// Variables of a citation, which no item has, and the name that CSL 1.0.1 had for `event-title`.
const FURTHER: &[&str] =
    &["citation-label", "citation-number", "event", "first-reference-note-number", "locator", "year-suffix"];
/// Attributes whose value is a list of variables.
const LISTS: &[&str] = &["is-numeric", "is-uncertain-date", "variable"];

/// All that is unknown, in the order of the file. What stands in `cs:info` is not CSL's alone.
pub fn unknown(file: &TextFile) -> Vec<Diagnostic> {
    let mut reader = Reader::from_str(&file.text);
    let mut found = Vec::new();
    let (mut depth, mut info) = (0_usize, None);
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let event = match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return found,
            Ok(event) => event,
        };
        let end = usize::try_from(reader.buffer_position()).unwrap_or_default();
        match event {
            Event::Start(tag) => {
                if info.is_none() {
                    look(file, &tag, start..end, &mut found);
                    info = (tag.local_name().as_ref() == b"info").then_some(depth);
                }
                depth += 1;
            }
            Event::Empty(tag) if info.is_none() => look(file, &tag, start..end, &mut found),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                info = info.filter(|outer| *outer < depth);
            }
            _ => {}
        }
    }
}

/// A tag and its attributes.
fn look(file: &TextFile, tag: &BytesStart<'_>, place: Range<usize>, found: &mut Vec<Diagnostic>) {
    let element = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
    let mut report = |what: &str, word: &str, known: &mut dyn Iterator<Item = &'static str>| {
        let text = file.text.get(place.clone()).unwrap_or_default();
        let at = text.find(word).map_or(place.clone(), |at| place.start + at..place.start + at + word.len());
        let message = format!("CSL has no {what} `{word}`");
        let diagnostic = Diagnostic::new(Code::UnknownStyle, message).at(file.span(at));
        found.push(match nearest(word, known) {
            Some(best) => diagnostic.hint(format!("did you mean `{best}`?")),
            None => diagnostic.hint("the words of CSL 1.0.2 are at https://docs.citationstyles.org"),
        });
    };
    if !ELEMENTS.contains(&element.as_str()) {
        return report("element", &element, &mut ELEMENTS.iter().copied());
    }
    for attribute in tag.attributes().flatten() {
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        if name.starts_with("xml") || name.contains(':') {
            continue;
        }
        if !ATTRIBUTES.contains(&name.as_str()) {
            report("attribute", &name, &mut ATTRIBUTES.iter().copied());
        } else if LISTS.contains(&name.as_str()) {
            let known = || csl_variables::all().chain(FURTHER.iter().copied());
            for variable in value.split_whitespace().filter(|word| !known().any(|name| name == *word)) {
                report("variable", variable, &mut known());
            }
        }
    }
}
