//! CSL-JSON parted into its items without reading them, so that a broken item costs itself.
//!
//! One pass over the bytes that knows strings and brackets. Where they do not match, the next item is found
//! by what begins it: a brace with the name of a variable behind it. Where the file as a whole is no JSON, such a
//! brace ends the item before it if it begins a line as the first item does, or stands where a name belongs.

use crate::bibliography::model::csl_variables;
use serde::de::IgnoredAny;
use std::ops::Range;

/// How deep an item may be nested.
const MAX_DEPTH: usize = 64;
/// How many beginnings of items may be passed in search of the end of one: each is read again if there is none.
const MAX_PASSED: usize = 32;

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// An item between its braces.
    Item(Range<usize>),
    /// What begins like an item and ends where the next one begins, or with the file.
    Unclosed(Range<usize>),
    /// An item that is nested too deep, and where it becomes so.
    TooDeep(Range<usize>, usize),
    /// Something else where an item should stand.
    Stray(Range<usize>),
    /// The file ends before the list does.
    OpenList(usize),
}

/// The parts of a file in order; none where the file is neither a list nor an object and has no item.
pub(super) fn parts(text: &str) -> Option<Parts<'_>> {
    let bytes = text.as_bytes();
    let start = blank_end(bytes, if text.starts_with('\u{feff}') { 3 } else { 0 });
    let (at, list) = match bytes.get(start)? {
        b'[' => (start + 1, List::Open),
        b'{' => wrapped_list(bytes, start).map_or((start, List::None), |list| (list, List::Wrapped)),
        // Something in front: a mark too many, or another format.
        _ => {
            let mut braces = (start..bytes.len()).filter(|at| bytes[*at] == b'{');
            braces.find(|at| names_variable(bytes, at + 1))?;
            (start, List::None)
        }
    };
    let sound = serde_json::from_str::<IgnoredAny>(&text[start..]).is_ok();
    Some(Parts { bytes, at, list, again: None, sound })
}

/// What stands around the next item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// Nothing: one item, or one a line.
    None,
    /// A list.
    Open,
    /// A list that is a value of the outermost object, which may hold more behind it.
    Wrapped,
}

/// The walk over the parts.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    bytes: &'a [u8],
    at: usize,
    list: List,
    /// Where to go on instead of behind the last item, if that cannot be read.
    again: Option<usize>,
    /// Whether the whole is JSON, so that every item ends where its braces say.
    sound: bool,
}

impl Parts<'_> {
    /// Goes on at the item that seems to begin within the last one, which could not be read.
    pub(super) fn look_within(&mut self) {
        self.at = self.again.take().unwrap_or(self.at);
    }

    fn item(&mut self) -> Part {
        let start = self.at;
        let mut scan = Scan::new(self.bytes, start, self.sound);
        let closed = scan.run();
        self.again = scan.next;
        let end = if closed { scan.at } else { scan.next.unwrap_or(scan.at) };
        self.at = end;
        match (closed, scan.deep) {
            (_, Some(deep)) => Part::TooDeep(start..end, deep),
            (true, None) => Part::Item(start..end),
            (false, None) => Part::Unclosed(start..trimmed(self.bytes, start..end)),
        }
    }

    /// Past everything up to the next item or the end of the list.
    fn stray(&mut self) -> Part {
        let start = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    let end = string_end(self.bytes, self.at);
                    let brace = brace_before(self.bytes, end - 1).filter(|brace| *brace > self.at);
                    self.at = brace.unwrap_or(end);
                }
                b'{' | b']' => break,
                _ => self.at += 1,
            }
        }
        Part::Stray(start..trimmed(self.bytes, start..self.at))
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            self.at = blank_end(self.bytes, self.at);
            match (self.bytes.get(self.at), self.list) {
                (None, List::None) => return None,
                (None, _) => {
                    self.list = List::None;
                    return Some(Part::OpenList(self.at));
                }
                (Some(b'{'), _) => return Some(self.item()),
                (Some(b','), _) => self.at += 1,
                (Some(b']'), List::Wrapped) => self.at = more_items(self.bytes, self.at).filter(|_| !self.sound)?,
                (Some(b']'), _) => {
                    self.at += 1;
                    self.list = List::None;
                }
                (Some(b'['), List::None) => {
                    self.at += 1;
                    self.list = List::Open;
                }
                (Some(b'}'), _) => self.at += 1,
                (Some(_), _) => return Some(self.stray()),
            }
        }
    }
}

/// The search for the end of one item.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the item begins, and how far its line is indented if nothing else stands before it.
    start: usize,
    indent: Option<usize>,
    sound: bool,
    open: Vec<u8>,
    deep: Option<usize>,
    next: Option<usize>,
    passed: usize,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8], start: usize, sound: bool) -> Self {
        let indent = indent(bytes, start);
        Self { bytes, at: start, start, indent, sound, open: Vec::new(), deep: None, next: None, passed: 0 }
    }

    /// Moves behind the item; whether it is closed.
    fn run(&mut self) -> bool {
        let mut before = b',';
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'"' => {
                    let end = string_end(self.bytes, self.at);
                    if self.begins_in_string(end) {
                        return false;
                    }
                    self.at = end - 1;
                }
                b'{' | b'[' => {
                    if byte == b'{' && self.begins_item(before) {
                        return false;
                    }
                    self.open.push(byte);
                    if self.open.len() > MAX_DEPTH {
                        self.deep.get_or_insert(self.at);
                    }
                }
                b'}' | b']' => self.close(if byte == b'}' { b'{' } else { b'[' }),
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                before = byte;
            }
            self.at += 1;
            if self.open.is_empty() {
                return true;
            }
            if self.passed > MAX_PASSED {
                return false;
            }
        }
        false
    }

    /// Closes down to the nearest bracket of this kind, if one is open.
    fn close(&mut self, kind: u8) {
        if let Some(at) = self.open.iter().rposition(|open| *open == kind) {
            self.open.truncate(at);
        }
    }

    /// Whether the next item begins at this brace for certain; where it may, the place is kept.
    fn begins_item(&mut self, before: u8) -> bool {
        if self.sound || self.at == self.start || !names_variable(self.bytes, self.at + 1) {
            return false;
        }
        let indent = indent(self.bytes, self.at);
        if before != b':' || indent.is_some() {
            self.may_begin(self.at);
        }
        let name_expected = self.open.last() == Some(&b'{') && before != b':';
        name_expected || indent.is_some_and(|indent| self.indent.is_none_or(|own| indent <= own))
    }

    /// Keeps the first place where the next item may begin.
    fn may_begin(&mut self, at: usize) {
        self.next.get_or_insert(at);
        self.passed += 1;
    }

    /// Whether what was taken for the end of a string is the first name of an item: its quotes do not match then.
    fn begins_in_string(&mut self, end: usize) -> bool {
        let brace = brace_before(self.bytes, end - 1).filter(|brace| *brace > self.at && !self.sound);
        brace.inspect(|brace| self.may_begin(*brace)).is_some()
    }
}

/// The brace before this quote, if the two begin an item.
fn brace_before(bytes: &[u8], quote: usize) -> Option<usize> {
    let blank = bytes[..quote].iter().rev().take(MAX_DEPTH).take_while(|byte| byte.is_ascii_whitespace()).count();
    let brace = quote.checked_sub(blank + 1)?;
    (bytes[brace] == b'{' && names_variable(bytes, brace + 1)).then_some(brace)
}

/// How far this place is indented, if only white space stands before it in its line.
fn indent(bytes: &[u8], at: usize) -> Option<usize> {
    let blank = bytes[..at].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    matches!(bytes[..at - blank].last(), None | Some(b'\n' | b'\r')).then_some(blank)
}

/// Where more items, or what is left of a broken one, stand behind this bracket: anything but a name that no item has,
/// with what looks like an item as its value.
fn more_items(bytes: &[u8], bracket: usize) -> Option<usize> {
    let rest = bytes[bracket..].iter();
    let at = bracket + rest.take_while(|byte| byte.is_ascii_whitespace() || b"]},".contains(byte)).count();
    if *bytes.get(at)? != b'"' || names_variable(bytes, at) {
        return Some(at);
    }
    let value = blank_end(bytes, blank_end(bytes, string_end(bytes, at)) + 1);
    let first = if bytes.get(value) == Some(&b'[') { blank_end(bytes, value + 1) } else { value };
    let foreign = bytes.get(first) == Some(&b'{') && names_variable(bytes, first + 1);
    (!foreign).then_some(at)
}

/// Behind the string that begins here: a line end ends it, too, as no string of JSON holds one.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1) != Some(&b'\n') => at += 1,
            b'"' => return at + 1,
            b'\n' => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len().max(start + 1)
}

/// Whether the name of a variable in quotes stands behind this place.
fn names_variable(bytes: &[u8], from: usize) -> bool {
    let start = blank_end(bytes, from);
    let Some(rest) = bytes.get(start..).and_then(|rest| rest.strip_prefix(b"\"")) else { return false };
    let Some(length) = rest.iter().take(40).position(|byte| *byte == b'"') else { return false };
    let Ok(name) = std::str::from_utf8(&rest[..length]) else { return false };
    matches!(name, "id" | "type" | "custom" | "categories")
        || csl_variables::kind(csl_variables::present(name)).is_some()
}

/// Behind the bracket of the list that the outermost object has as its `items` or `references`, or of any list of
/// items where that object is none itself.
fn wrapped_list(bytes: &[u8], start: usize) -> Option<usize> {
    let is_item = names_variable(bytes, start + 1);
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                let colon = blank_end(bytes, end);
                let list = blank_end(bytes, colon + 1);
                let named = matches!(&bytes[at..end], b"\"items\"" | b"\"references\"");
                let is_list = bytes.get(colon) == Some(&b':') && bytes.get(list) == Some(&b'[');
                let first = blank_end(bytes, list + 1);
                let of_items = bytes.get(first) == Some(&b'{') && names_variable(bytes, first + 1);
                if depth == 1 && is_list && (named || of_items && !is_item) {
                    return Some(list + 1);
                }
                at = end;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return None;
        }
    }
    None
}

/// Past white space.
fn blank_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The end of a range without the white space and the commas before it.
fn trimmed(bytes: &[u8], range: Range<usize>) -> usize {
    let kept = bytes[range.clone()].iter().rposition(|byte| !byte.is_ascii_whitespace() && *byte != b',');
    range.start + kept.map_or(0, |at| at + 1)
}
