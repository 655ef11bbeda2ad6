//! pandoc's fenced divs, taken out before Markdown sees the text: `::: {#refs}` says where the reference list stands.
//!
//! A fence is replaced by as many bytes of white space, so that it parts paragraphs and every place in the file stays
//! true. Only fences at the left margin count, outside code; one that is never closed ends with the file.

use crate::note::dialect::code::Fences;
use crate::note::dialect::comments;
use crate::note::dialect::labels::theorem;
use crate::note::dialect::{self, Label, LabelKind};
use std::borrow::Cow;

/// A fence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::note) struct Fence {
    /// Where its line begins.
    pub at: usize,
    /// What it opens; none where it closes.
    pub opens: Option<Attributes>,
}

/// The attributes of a div.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Attributes {
    /// `#id`; may be empty.
    pub id: String,
    /// `.class`, or the one word that stands without braces.
    pub classes: Vec<String>,
}

/// A file with neither comments nor fences below its front matter, which ends here; and the fences that belong together.
pub(in crate::note) fn seen(text: &str, start: usize) -> Seen<'_> {
    let told = dialect::told(comments::hidden(text.get(start..).unwrap_or("")));
    let (below, mut found) = fences(told.text);
    found.extend(told.fences);
    // Those that a dialect brings stand close together, and within those that are written out.
    found.sort_by_key(|fence| fence.at);
    found.iter_mut().for_each(|fence| fence.at += start);
    let seen = match below {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        Cow::Owned(below) => Cow::Owned(format!("{}{below}", text.get(..start).unwrap_or(""))),
    };
    Seen { text: seen, fences: found, labels: told.labels, cells: told.cells }
}

/// A file as Markdown sees it.
#[derive(Debug)]
pub(in crate::note) struct Seen<'a> {
    /// The same bytes, white space where comments and fences stand.
    pub text: Cow<'a, str>,
    /// The fences that belong together.
    pub fences: Vec<Fence>,
    /// What other places may refer to.
    pub labels: Vec<Label>,
    /// How many cells of code have results that are not here.
    pub cells: usize,
}

/// The text without its fences, and the fences that belong together.
fn fences(text: Cow<'_, str>) -> (Cow<'_, str>, Vec<Fence>) {
    if !text.contains(":::") {
        return (text, Vec::new());
    }
    let (mut fences, mut open, mut at) = (Vec::new(), 0_usize, 0);
    let mut code = Fences::default();
    let mut blanked = text.clone().into_owned();
    for line in text.split_inclusive('\n') {
        if !code.holds(line)
            && let Some(opens) = fence(line, open)
        {
            open = if opens.is_some() { open + 1 } else { open - 1 };
            let length = line.trim_end().len();
            blanked.replace_range(at..at + length, &" ".repeat(length));
            fences.push(Fence { at, opens });
        }
        at += line.len();
    }
    (Cow::Owned(blanked), fences)
}

/// What a line opens, or that it closes what is open; none where it is no fence.
fn fence(line: &str, open: usize) -> Option<Option<Attributes>> {
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    let rest = line[colons..].trim().trim_end_matches(':').trim_end();
    if colons < 3 {
        return None;
    }
    if rest.is_empty() {
        return (open > 0).then_some(None);
    }
    let attributes = match rest.strip_prefix('{') {
        Some(inner) => attributes(inner.strip_suffix('}')?),
        None if rest.contains(char::is_whitespace) => return None,
        None => Attributes { classes: vec![rest.to_owned()], ..Attributes::default() },
    };
    Some(Some(attributes))
}

fn attributes(inner: &str) -> Attributes {
    let mut attributes = Attributes::default();
    for word in inner.split_whitespace() {
        if let Some(id) = word.strip_prefix('#') {
            id.clone_into(&mut attributes.id);
        } else if let Some(class) = word.strip_prefix('.') {
            attributes.classes.push(class.to_owned());
        }
    }
    // bookdown's theorems are referred to by the short name of their kind (2.2.2).
    let kind = attributes.classes.iter().find_map(|class| theorem(class));
    if let Some(prefix) = kind
        && !attributes.id.is_empty()
        && LabelKind::of_prefix(&attributes.id).is_none()
    {
        attributes.id = format!("{prefix}:{}", attributes.id);
    }
    attributes
}

/// What a fence opens that can be referred to: a figure, a table, a theorem.
pub(super) fn label(line: &str) -> Option<(String, LabelKind)> {
    let id = fence(line, 0)??.id;
    let kind = LabelKind::of_prefix(&id)?;
    Some((id, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_blanked_and_kept() {
        let text = "a\n::: {#refs .x}\n:::\n::: warning\nb\n::::\n:::\n```\n::: c\n```\n";
        let (blanked, fences) = fences(Cow::Borrowed(text));
        assert_eq!(blanked.len(), text.len());
        assert!(blanked.contains("::: c") && blanked.contains('b'));
        let said: Vec<String> = fences
            .iter()
            .map(|fence| match &fence.opens {
                Some(Attributes { id, classes }) => format!("{} #{id} .{}", fence.at, classes.join(".")),
                None => format!("{} end", fence.at),
            })
            .collect();
        assert_eq!(said, ["2 #refs .x", "17 end", "21 # .warning", "35 end"]);
        assert!(blanked.contains(":::\n```"), "a fence that closes nothing is text");
    }
}
