//! CSL-JSON parted into its items without reading them, so that a broken item costs itself.
//!
//! One pass over the bytes that knows strings and brackets. Where they do not match, the next item is found
//! by what begins it: a brace that no colon precedes, and the name of a variable behind it. Nothing within a
//! well-formed item looks like that but the objects of a variable that CSL does not know.

use super::csl_variables;
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
    match bytes.get(start)? {
        b'[' => Some(Parts { bytes, at: start + 1, list: List::Open, again: None }),
        b'{' => Some(match wrapped_list(bytes, start) {
            Some(list) => Parts { bytes, at: list, list: List::Wrapped, again: None },
            None => Parts { bytes, at: start, list: List::None, again: None },
        }),
        // Something in front: a mark too many, or another format.
        _ => {
            let mut braces = (start..bytes.len()).filter(|at| bytes[*at] == b'{');
            let first = braces.find(|at| names_variable(bytes, at + 1));
            first.map(|_| Parts { bytes, at: start, list: List::None, again: None })
        }
    }
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
}

impl Parts<'_> {
    /// Goes on at the item that seems to begin within the last one, which could not be read.
    pub(super) fn look_within(&mut self) {
        self.at = self.again.take().unwrap_or(self.at);
    }

    fn item(&mut self) -> Part {
        let start = self.at;
        let mut scan = Scan { bytes: self.bytes, at: start, open: Vec::new(), deep: None, next: None, passed: 0 };
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
                b'"' => self.at = string_end(self.bytes, self.at),
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
                (Some(b']'), List::Wrapped) => return None,
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
    open: Vec<u8>,
    deep: Option<usize>,
    next: Option<usize>,
    passed: usize,
}

impl Scan<'_> {
    /// Moves behind the item; whether it is closed.
    fn run(&mut self) -> bool {
        let start = self.at;
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
                    let names_expected = self.open.last() == Some(&b'{') && before != b':';
                    if self.at > start && byte == b'{' && self.begins_item(self.at, before) && names_expected {
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

    /// Whether an item seems to begin at this brace; the first such place is kept.
    fn begins_item(&mut self, at: usize, before: u8) -> bool {
        let begins = before != b':' && names_variable(self.bytes, at + 1);
        if begins {
            self.next.get_or_insert(at);
            self.passed += 1;
        }
        begins
    }

    /// Whether what was taken for the end of a string is the first name of an item: its quotes do not match then.
    fn begins_in_string(&mut self, end: usize) -> bool {
        let quote = end - 1;
        let gap =
            self.bytes[..quote].iter().rev().take(MAX_DEPTH).take_while(|byte| byte.is_ascii_whitespace()).count();
        let Some(brace) = quote.checked_sub(gap + 1).filter(|brace| *brace > self.at) else { return false };
        self.bytes[brace] == b'{' && self.begins_item(brace, b',')
    }
}

/// Behind the string that begins here: a line end ends it, too, as no string of JSON holds one.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
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
    matches!(name, "id" | "type") || csl_variables::kind(csl_variables::present(name)).is_some()
}

/// Behind the bracket of the list that the outermost object has as its `items` or `references`.
fn wrapped_list(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                let colon = blank_end(bytes, end);
                let list = blank_end(bytes, colon + 1);
                let named = depth == 1 && matches!(&bytes[at..end], b"\"items\"" | b"\"references\"");
                if named && bytes.get(colon) == Some(&b':') && bytes.get(list) == Some(&b'[') {
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
