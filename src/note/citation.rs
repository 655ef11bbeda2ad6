//! pandoc's citation syntax, read from the flattened text of one run of inline elements.
//!
//! One pass from left to right keeps a stack of open brackets, each with the keys that stand directly in it.
//! Innermost brackets are decided first: one that holds keys is a citation, unless a citation stands in it.
//! A key outside such brackets is a citation in the sentence and takes the brackets behind it as its place.

use super::inline::{ESCAPED, MARK, OBJECT};
use super::{CiteMode, locator};
use std::ops::Range;

/// The longest key, in bytes; longer ones are text, so that reading stays linear.
const MAX_KEY: usize = 300;
/// The longest footnote label or place of one's own, in bytes.
const MAX_LABEL: usize = 120;

/// What was found in a text; all ranges are bytes of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// Citations and places, in order, never in one another.
    pub regions: Vec<Region>,
    /// Footnote marks without a footnote, brackets included.
    pub footnotes: Vec<Range<usize>>,
}

/// A stretch of text that is something else than text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// All of it, brackets included.
    pub range: Range<usize>,
    /// What it is.
    pub what: What,
}

/// What a stretch of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A citation with all that belongs to it.
    Citation(RawCluster),
    /// A place in the note's own source, between brackets.
    OwnLocator,
}

/// A citation whose parts are still ranges of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawCluster {
    /// What is cited, in order.
    pub items: Vec<RawItem>,
    /// Where a `;` is missing between two keys: at the comma, or at the second key.
    pub slips: Vec<Range<usize>>,
}

/// One work within a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawItem {
    /// The key without `@` and braces.
    pub key: Range<usize>,
    /// How it is cited.
    pub mode: CiteMode,
    /// What stands before it.
    pub prefix: Range<usize>,
    /// All that follows the key: place and suffix.
    pub rest: Range<usize>,
}

/// Whether `[p. 33]` is a place in the note's own source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnLocators {
    /// It is: the note is about a source.
    Read,
    /// It is text.
    Ignore,
}

/// Finds the citations in a text; `container` tells the element in which a byte stands.
pub fn scan(text: &str, own: OwnLocators, container: impl Fn(usize) -> usize) -> Scan {
    let mut scanner = Scanner { text, own, container, frames: vec![Frame::default()], found: Scan::default() };
    scanner.run();
    scanner.found.outermost()
}

impl Scan {
    fn outermost(mut self) -> Self {
        self.regions.sort_by_key(|region| (region.range.start, std::cmp::Reverse(region.range.end)));
        let mut end = 0;
        self.regions.retain(|region| {
            let free = region.range.start >= end;
            end = if free { region.range.end } else { end };
            free
        });
        self
    }
}

/// An open bracket, or the whole text.
#[derive(Debug, Default)]
struct Frame {
    open: usize,
    container: usize,
    keys: Vec<Key>,
    semicolons: Vec<usize>,
    braces: usize,
    /// Whether a key of the frame around stands directly before the bracket.
    after_key: bool,
    /// Whether a citation stands in it that is not to be taken apart.
    holds_citation: bool,
}

#[derive(Debug)]
struct Key {
    /// With its `-` and `@`.
    start: usize,
    name: Range<usize>,
    end: usize,
    mode: CiteMode,
    tail: Option<Tail>,
}

/// The brackets behind a key in the sentence.
#[derive(Debug)]
struct Tail {
    end: usize,
    rest: Range<usize>,
    cluster: RawCluster,
}

struct Scanner<'a, F> {
    text: &'a str,
    own: OwnLocators,
    container: F,
    frames: Vec<Frame>,
    found: Scan,
}

impl<F: Fn(usize) -> usize> Scanner<'_, F> {
    fn run(&mut self) {
        let closed_braces = closed_braces(self.text);
        let (mut at, mut in_address, mut after_key, mut before) = (0, false, false, None);
        while let Some(c) = self.text[at..].chars().next() {
            let mut next = at + c.len_utf8();
            let directly_after = std::mem::take(&mut after_key);
            match c {
                '@' if !in_address => {
                    if let Some(key) = self.key(at, before) {
                        next = key.end;
                        self.top().keys.push(key);
                        after_key = true;
                    }
                }
                '[' => self.open(at, directly_after),
                ']' => self.close(at),
                ';' if self.top().braces == 0 => self.top().semicolons.push(at),
                '{' if closed_braces.binary_search(&at).is_ok() => self.top().braces += 1,
                '}' => self.top().braces = self.top().braces.saturating_sub(1),
                c if c.is_whitespace() => after_key = directly_after,
                _ => {}
            }
            in_address = match c {
                c if c.is_whitespace() || matches!(c, '[' | ']' | '<' | '>' | '"' | MARK | OBJECT) => false,
                ':' => in_address || self.text[at..].starts_with("://"),
                'w' | 'W' => in_address || starts_web(before, &self.text[at..]),
                _ => in_address,
            };
            before = self.text[..next].chars().next_back();
            at = next;
        }
        for frame in std::mem::take(&mut self.frames) {
            self.in_sentence(frame.keys);
        }
    }

    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// The key whose `@` stands here; `before` is the character before it.
    fn key(&mut self, at: usize, before: Option<char>) -> Option<Key> {
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let name = key_name(self.text, at + 1)?;
        let end = if self.text[at + 1..].starts_with('{') { name.end + 1 } else { name.end };
        let ahead = before == Some('-') && !self.text[..at - 1].chars().next_back().is_some_and(char::is_alphanumeric);
        let (start, mode) = if ahead { (at - 1, CiteMode::SuppressAuthor) } else { (at, CiteMode::NormalCitation) };
        Some(Key { start, name, end, mode, tail: None })
    }

    fn open(&mut self, at: usize, after_key: bool) {
        let container = (self.container)(at);
        self.frames.push(Frame { open: at, container, after_key, ..Frame::default() });
    }

    fn close(&mut self, at: usize) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        if self.text[frame.open + 1..].starts_with('^') {
            self.footnote(frame.open, at);
            return;
        }
        let whole = frame.container == (self.container)(at) && !frame.holds_citation;
        let cluster = if whole { items(self.text, &frame, at) } else { None };
        match cluster {
            Some(cluster) => self.citation(&frame, at, cluster),
            None if frame.keys.is_empty() && whole => self.without_key(&frame, at),
            None => {
                let cites = frame.holds_citation || !frame.keys.is_empty();
                self.top().holds_citation |= cites;
                self.in_sentence(frame.keys);
            }
        }
    }

    fn footnote(&mut self, open: usize, close: usize) {
        let label = &self.text[open + 2..close];
        let one_word = !label.chars().any(|c| c.is_whitespace() || matches!(c, '[' | OBJECT | MARK | ESCAPED));
        if !label.is_empty() && label.len() <= MAX_LABEL && one_word {
            self.found.footnotes.push(open..close + 1);
        }
    }

    /// Brackets with keys: a citation, or the rest of one that the key before them begins.
    fn citation(&mut self, frame: &Frame, close: usize, (leading, cluster): (Range<usize>, RawCluster)) {
        let end = close + 1;
        self.top().holds_citation = true;
        if frame.after_key
            && let Some(key) = self.top().keys.last_mut()
        {
            key.tail = Some(Tail { end, rest: leading, cluster });
        } else {
            self.found.regions.push(Region { range: frame.open..end, what: What::Citation(cluster) });
        }
    }

    /// Brackets without a key: the place of the key before them, or a place in the note's own source.
    fn without_key(&mut self, frame: &Frame, close: usize) {
        let content = &self.text[frame.open + 1..close];
        let next = self.text[close + 1..].chars().next();
        if frame.after_key {
            let linked = matches!(next, Some('[' | '('));
            if !linked
                && !content.trim().is_empty()
                && let Some(key) = self.top().keys.last_mut()
            {
                let rest = frame.open + 1..close;
                key.tail = Some(Tail { end: close + 1, rest, cluster: RawCluster::default() });
            }
            return;
        }
        let own = self.own == OwnLocators::Read
            && content.len() <= MAX_LABEL
            && !matches!(next, Some('[' | '(' | ':'))
            && !self.text[..frame.open].ends_with(']')
            && locator::is_place_alone(content);
        if own {
            self.found.regions.push(Region { range: frame.open..close + 1, what: What::OwnLocator });
        }
    }

    fn in_sentence(&mut self, keys: Vec<Key>) {
        for key in keys {
            let mode = if key.mode == CiteMode::SuppressAuthor { key.mode } else { CiteMode::AuthorInText };
            let nothing = key.end..key.end;
            let tail = key.tail.unwrap_or(Tail { end: key.end, rest: nothing, cluster: RawCluster::default() });
            let first = RawItem { key: key.name, mode, prefix: key.start..key.start, rest: tail.rest };
            let mut cluster = tail.cluster;
            cluster.items.insert(0, first);
            self.found.regions.push(Region { range: key.start..tail.end, what: What::Citation(cluster) });
        }
    }
}

/// The works in brackets that hold keys, and before them the part without a key that belongs to the key before the brackets.
fn items(text: &str, frame: &Frame, close: usize) -> Option<(Range<usize>, RawCluster)> {
    if frame.keys.is_empty() {
        return None;
    }
    let mut cluster = RawCluster::default();
    let mut leading = None;
    let mut start = frame.open + 1;
    let mut keys = frame.keys.iter().peekable();
    for end in frame.semicolons.iter().copied().chain([close]) {
        let before = cluster.items.len();
        while let Some(key) = keys.next_if(|key| key.start < end) {
            let second = cluster.items.len() > before;
            let prefix = if second { cut_previous(text, &mut cluster, key) } else { start..key.start };
            cluster.items.push(RawItem { key: key.name.clone(), mode: key.mode, prefix, rest: key.end..end });
        }
        if cluster.items.len() > before {
            start = end + 1;
        } else if frame.after_key && cluster.items.is_empty() && leading.is_none() {
            leading = Some(start..end);
            start = end + 1;
        } else if end == close && !text[start..end].trim().is_empty() {
            return None;
        }
    }
    Some((leading.unwrap_or(close..close), cluster))
}

/// Ends the previous work where a second key follows without `;`: at the last comma between them. Gives the prefix of the second.
fn cut_previous(text: &str, cluster: &mut RawCluster, key: &Key) -> Range<usize> {
    let Some(previous) = cluster.items.last_mut() else { return key.start..key.start };
    let from = previous.rest.start;
    let comma = text[from..key.start].rfind(',').map(|at| from + at);
    previous.rest.end = comma.unwrap_or(from);
    cluster.slips.push(comma.map_or(key.start..key.end, |at| at..at + 1));
    comma.map_or(from, |at| at + 1)..key.start
}

/// Where the braces open that are closed again, in order.
fn closed_braces(text: &str) -> Vec<usize> {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push(at),
            b'}' => closed.extend(open.pop()),
            _ => {}
        }
    }
    closed.sort_unstable();
    closed
}

fn starts_web(before: Option<char>, rest: &str) -> bool {
    !before.is_some_and(char::is_alphanumeric) && rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

/// The key that begins here, braces around it left out.
fn key_name(text: &str, at: usize) -> Option<Range<usize>> {
    if text[at..].starts_with('{') { key_in_braces(text, at) } else { simple_key(text, at) }
}

fn key_in_braces(text: &str, at: usize) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (offset, c) in text[at..].char_indices().take_while(|(offset, _)| *offset < MAX_KEY) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            OBJECT | MARK | ESCAPED => return None,
            _ => {}
        }
        if depth == 0 {
            let name = at + 1..at + offset;
            return (!text[name.clone()].trim().is_empty()).then_some(name);
        }
    }
    None
}

fn simple_key(text: &str, at: usize) -> Option<Range<usize>> {
    let regular = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = at;
    while let Some(c) = text[end..].chars().next() {
        let mut after = text[end + c.len_utf8()..].chars();
        let next = after.next();
        let mark = end > at && ('\u{300}'..='\u{36f}').contains(&c);
        let inner = end > at && ":.#$%&-+?<>~/".contains(c) && next.is_some_and(regular);
        let address = end > at && matches!(c, ':' | '/') && next == Some('/');
        if !(regular(c) || mark || inner || address) || end - at > MAX_KEY {
            break;
        }
        end += c.len_utf8();
    }
    (end > at).then_some(at..end)
}
