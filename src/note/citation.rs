//! pandoc's citation syntax, read from the flattened text of one run of inline elements.
//!
//! One pass from left to right keeps a stack of what is open: brackets, quotes, emphasis and the like, each with the
//! keys that stand directly in it. Innermost brackets are decided first: one that holds keys is a citation, unless a
//! citation stands in it. Every other key is a citation in the sentence and takes the brackets behind it as its place.

use super::CiteMode;
use super::markdown::inline::{ENTER, ESCAPED, LEAVE, OBJECT};
use frames::{Frame, Frames, Kind};
use labels::Labels;
use std::ops::Range;

mod frames;
pub(super) mod labels;
pub(super) mod latex;
pub mod locator;

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

/// Finds the citations in a text.
pub fn scan(text: &str, own: OwnLocators, labels: Labels) -> Scan {
    let mut scanner = Scanner { text, own, labels, frames: Frames::default(), found: Scan::default() };
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

struct Scanner<'a> {
    text: &'a str,
    own: OwnLocators,
    labels: Labels,
    frames: Frames,
    found: Scan,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let (mut at, mut in_address, mut after_key, mut before) = (0, false, false, None);
        while let Some(c) = self.text[at..].chars().next() {
            let mut next = at + c.len_utf8();
            let directly_after = std::mem::take(&mut after_key);
            match c {
                '@' if !in_address => {
                    if let Some(key) = self.key(at, before) {
                        next = key.end;
                        self.frames.top().keys.push(key);
                        after_key = true;
                    }
                }
                '[' => self.frames.open(Kind::Bracket, at).after_key = directly_after,
                ']' => self.close(at),
                '“' => drop(self.frames.open(Kind::Double, at)),
                '‘' => drop(self.frames.open(Kind::Single, at)),
                '”' => self.leave(Kind::Double),
                '’' if !self.text[next..].starts_with(char::is_alphanumeric) => self.leave(Kind::Single),
                ENTER => drop(self.frames.open(Kind::Element, at)),
                LEAVE => self.leave(Kind::Element),
                ';' => self.frames.top().semicolons.push(at),
                c if c.is_whitespace() => after_key = directly_after,
                _ => {}
            }
            in_address = match c {
                c if c.is_whitespace() || matches!(c, '[' | ']' | '<' | '>' | '"' | ENTER | LEAVE | OBJECT) => false,
                ':' => in_address || self.text[at..].starts_with("://"),
                'w' | 'W' => in_address || starts_web(before, &self.text[at..]),
                _ => in_address,
            };
            before = self.text[..next].chars().next_back();
            at = next;
        }
        let open = self.frames.take_all();
        self.in_sentence(open.keys);
    }

    /// The key whose `@` stands here; `before` is the character before it.
    fn key(&mut self, at: usize, before: Option<char>) -> Option<Key> {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '.');
        if is_word(before) {
            return None;
        }
        let name = key_name(self.text, at + 1)?;
        let end = if self.text[at + 1..].starts_with('{') { name.end + 1 } else { name.end };
        let ahead = before == Some('-') && !is_word(self.text[..at - 1].chars().next_back());
        let (start, mode) = if ahead { (at - 1, CiteMode::SuppressAuthor) } else { (at, CiteMode::NormalCitation) };
        Some(Key { start, name, end, mode, tail: None })
    }

    fn close(&mut self, at: usize) {
        let Some(frame) = self.frames.take(Kind::Bracket) else { return };
        if self.text[frame.open + 1..].starts_with('^') {
            self.footnote(frame.open, at);
            return;
        }
        let cluster = if frame.holds_citation || self.is_label_next(at) { None } else { items(&frame, self.text, at) };
        match cluster {
            Some(cluster) => self.citation(&frame, at, cluster),
            None if frame.keys.is_empty() && !frame.holds_citation => self.without_key(&frame, at),
            None => self.give_up(frame),
        }
    }

    /// Ends quotes or emphasis: what is open in them is text.
    fn leave(&mut self, kind: Kind) {
        if let Some(frame) = self.frames.take(kind) {
            self.give_up(frame);
        }
    }

    /// The keys of what is no citation as a whole are citations in the sentence.
    fn give_up(&mut self, frame: Frame) {
        self.frames.top().holds_citation |= frame.holds_citation || !frame.keys.is_empty();
        self.in_sentence(frame.keys);
    }

    /// Whether `[label]` follows, so that the brackets before it are the text of a link that leads nowhere.
    fn is_label_next(&self, close: usize) -> bool {
        let next = self.text[close + 1..].strip_prefix('[');
        next.is_some_and(|label| !label.starts_with(['^', '@']) && !label.starts_with("-@"))
    }

    fn footnote(&mut self, open: usize, close: usize) {
        let label = &self.text[open + 2..close];
        let one_word = !label.chars().any(|c| c.is_whitespace() || matches!(c, '[' | OBJECT | ENTER | LEAVE | ESCAPED));
        if !label.is_empty() && label.len() <= MAX_LABEL && one_word {
            self.found.footnotes.push(open..close + 1);
        }
    }

    /// Brackets with keys: a citation, or the rest of one that the key before them begins.
    fn citation(&mut self, frame: &Frame, close: usize, (leading, cluster): (Range<usize>, RawCluster)) {
        let end = close + 1;
        self.frames.top().holds_citation = true;
        if frame.after_key
            && let Some(key) = self.frames.top().keys.last_mut()
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
            let otherwise = matches!(next, Some('[' | '(' | '{')) || !frame.semicolons.is_empty();
            if !otherwise && let Some(key) = self.frames.top().keys.last_mut() {
                let rest = frame.open + 1..close;
                key.tail = Some(Tail { end: close + 1, rest, cluster: RawCluster::default() });
            }
            return;
        }
        let own = self.own == OwnLocators::Read
            && content.len() <= MAX_LABEL
            && !matches!(next, Some('[' | '(' | ':'))
            && !self.text[..frame.open].ends_with(']')
            && locator::is_place_alone(content, self.labels);
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

/// The works in brackets that hold keys, and before them the part without a key that belongs to the key before the
/// brackets. Every other part between `;` needs a key, else the brackets are text.
fn items(frame: &Frame, text: &str, close: usize) -> Option<(Range<usize>, RawCluster)> {
    if frame.keys.is_empty() {
        return None;
    }
    let mut cluster = RawCluster::default();
    let mut leading = close..close;
    let mut start = frame.open + 1;
    let mut keys = frame.keys.iter().peekable();
    for end in frame.semicolons.iter().copied().chain([close]) {
        let before = cluster.items.len();
        while let Some(key) = keys.next_if(|key| key.start < end) {
            let second = cluster.items.len() > before;
            let prefix = if second { cut_previous(text, &mut cluster, key) } else { start..key.start };
            cluster.items.push(RawItem { key: key.name.clone(), mode: key.mode, prefix, rest: key.end..end });
        }
        if cluster.items.len() == before {
            let belongs_to_key = frame.after_key && start == frame.open + 1;
            if !belongs_to_key {
                return None;
            }
            leading = start..end;
        }
        start = end + 1;
    }
    Some((leading, cluster))
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

fn starts_web(before: Option<char>, rest: &str) -> bool {
    !before.is_some_and(char::is_alphanumeric) && rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

/// The key that begins here, braces around it left out.
/// A key as a citation has it: `@barr2015`; in braces, `@{a key}`, where it would end before its end.
pub fn cited(key: &str) -> String {
    if simple_key(key, 0) == Some(0..key.len()) { format!("@{key}") } else { format!("@{{{key}}}") }
}

fn key_name(text: &str, at: usize) -> Option<Range<usize>> {
    if text[at..].starts_with('{') { key_in_braces(text, at) } else { simple_key(text, at) }
}

fn key_in_braces(text: &str, at: usize) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (offset, c) in text[at..].char_indices().take_while(|(offset, _)| *offset < MAX_KEY) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            OBJECT | ENTER | LEAVE | ESCAPED => return None,
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
