//! One run of inline elements as one text, with a table of what stands where: citations are read from the text,
//! and what was found is put back between the events.
//!
//! Code, formulas, HTML, images and the text of links are an object mark, the bounds of emphasis two others,
//! escaped characters a fourth: none of them can be part of a citation's syntax.

use crate::note::Run;
use crate::note::citation::Region;
use crate::note::citation::locator;
use crate::note::markdown::marks::Mark;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Stands for code, a formula, HTML, an image, or text within a link.
pub const OBJECT: char = '\u{fffc}';
/// Stands for the beginning of emphasis, a link and the like.
pub const ENTER: char = '\u{fff9}';
/// Stands for their end.
pub const LEAVE: char = '\u{fffb}';
/// Stands for an escaped character.
pub const ESCAPED: char = '\u{fffd}';

/// A run of inline events and its text.
#[derive(Debug)]
pub struct Flat<'a> {
    /// The text from which citations are read.
    pub text: String,
    events: &'a [(Event<'a>, Range<usize>)],
    segments: Vec<Segment<'a>>,
    /// The file as Markdown sees it.
    seen: &'a str,
}

/// A stretch of the text that comes from one event.
#[derive(Debug)]
struct Segment<'a> {
    flat: Range<usize>,
    file: Range<usize>,
    event: usize,
    /// What a reader sees.
    shown: Cow<'a, str>,
    /// Whether text, file and what is shown agree byte for byte.
    exact: bool,
    look: Look,
}

#[derive(Debug, Clone, Copy, Default)]
struct Look {
    emphasis: usize,
    strong: usize,
    /// How many links and images are open.
    links: usize,
}

/// A part of a run after citations were found.
#[derive(Debug)]
pub enum Part<'a> {
    /// Text as readers see it.
    Text(&'a str),
    /// An event that is no text.
    Event(&'a Event<'a>, &'a Range<usize>),
    /// The citation or place of this number among those found.
    Region(usize),
}

impl<'a> Flat<'a> {
    /// Flattens these events, whose ranges count from the start of the file.
    pub fn new(seen: &'a str, events: &'a [(Event<'a>, Range<usize>)]) -> Self {
        let mut flat = Self { text: String::new(), events, segments: Vec::with_capacity(events.len()), seen };
        let (mut look, mut last) = (Look::default(), None);
        for (number, (event, range)) in events.iter().enumerate() {
            if let Event::End(tag) = event {
                look.leave(*tag);
            }
            flat.event(number, event, range, (look, last));
            if let Event::Start(tag) = event {
                look.enter(tag);
            }
            last = Some(range.end);
        }
        flat
    }

    fn event(
        &mut self,
        number: usize,
        event: &'a Event<'a>,
        range: &Range<usize>,
        (look, last): (Look, Option<usize>),
    ) {
        let mut push = |mark: &str, shown: Cow<'a, str>, file: Range<usize>| {
            let start = self.text.len();
            self.text.push_str(mark);
            let exact = mark == shown && self.seen.get(file.clone()) == Some(mark);
            let flat = start..self.text.len();
            self.segments.push(Segment { flat, file, event: number, shown, exact, look });
        };
        match event {
            Event::Text(text) if look.links > 0 => push(&OBJECT.to_string(), Cow::Borrowed(text), range.clone()),
            Event::Text(text) => {
                let raw = self.seen.get(range.clone()).unwrap_or("");
                let escaped = raw == &**text && is_escaped(self.seen, range.start, last);
                let entity =
                    raw.starts_with('&') && raw != &**text && text.starts_with(|c: char| c.is_ascii_punctuation());
                match text.chars().next() {
                    Some(first) if escaped => {
                        let (one, rest) = text.split_at(first.len_utf8());
                        let middle = range.start + one.len();
                        push(&ESCAPED.to_string(), Cow::Borrowed(one), range.start - 1..middle);
                        push(rest, Cow::Borrowed(rest), middle..range.end);
                    }
                    Some(_) if entity => push(&ESCAPED.to_string(), Cow::Borrowed(text), range.clone()),
                    _ => push(text, Cow::Borrowed(text), range.clone()),
                }
            }
            Event::SoftBreak | Event::HardBreak => push(" ", Cow::Borrowed(" "), range.clone()),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                push(&OBJECT.to_string(), Cow::Borrowed(text), range.clone());
            }
            Event::Start(_) => push(&ENTER.to_string(), Cow::Borrowed(""), range.clone()),
            Event::End(_) => push(&LEAVE.to_string(), Cow::Borrowed(""), range.clone()),
            _ => push(&OBJECT.to_string(), Cow::Borrowed(""), range.clone()),
        }
    }

    fn segment_at(&self, at: usize) -> usize {
        self.segments.partition_point(|segment| segment.flat.end <= at)
    }

    /// The bytes of the file from which these of the text come.
    pub fn file_range(&self, range: &Range<usize>) -> Range<usize> {
        let whole = |segment: &Segment<'_>, at: usize| segment.file.start + (at - segment.flat.start);
        let start = match self.segments.get(self.segment_at(range.start)) {
            Some(segment) if segment.exact => whole(segment, range.start),
            Some(segment) => segment.file.start,
            None => self.segments.last().map_or(0, |segment| segment.file.end),
        };
        if range.is_empty() {
            return start..start;
        }
        let end = match self.segments.get(self.segment_at(range.end - 1)) {
            Some(segment) if segment.exact => whole(segment, range.end),
            Some(segment) => segment.file.end,
            None => start,
        };
        start..end.max(start)
    }

    /// The stretches of these bytes of the text, each with what is shown of it.
    fn shown(&self, range: &Range<usize>) -> impl Iterator<Item = (&Segment<'a>, &str)> {
        let (from, range) = (self.segment_at(range.start), range.clone());
        self.segments[from..].iter().take_while(move |segment| segment.flat.start < range.end).map({
            let range = range.clone();
            move |segment| (segment, clipped(segment, &range))
        })
    }

    /// What readers see of these bytes of the text.
    pub fn plain(&self, range: &Range<usize>) -> String {
        self.shown(range).map(|(_, text)| text).collect()
    }

    /// The same as the file spells it, before typography: `3-5` for `3--5`.
    pub fn spelled(&self, range: &Range<usize>) -> String {
        let mut spelled = String::new();
        for (segment, text) in self.shown(range) {
            let raw = self.seen.get(segment.file.clone()).unwrap_or("");
            let typeset =
                !segment.exact && matches!(self.events[segment.event].0, Event::Text(_)) && !raw.starts_with('&');
            spelled.push_str(if typeset { raw } else { text });
        }
        let mut plain = spelled.split_whitespace().collect::<Vec<_>>().join(" ");
        while plain.contains("--") {
            plain = plain.replace("--", "-");
        }
        plain
    }

    /// These bytes of the text with the looks that they do not share with what stands at `key`.
    fn runs(&self, range: &Range<usize>, key: usize) -> Vec<Run> {
        let around = self.segments.get(self.segment_at(key)).map_or_else(Look::default, |segment| segment.look);
        let mut runs: Vec<Run> = Vec::new();
        for (segment, text) in self.shown(range).filter(|(_, text)| !text.is_empty()) {
            let code = matches!(self.events[segment.event].0, Event::Code(_));
            let run = Run {
                text: text.to_owned(),
                emphasis: segment.look.emphasis > around.emphasis,
                strong: segment.look.strong > around.strong,
                code,
            };
            match runs.last_mut() {
                Some(last) if (last.emphasis, last.strong, last.code) == (run.emphasis, run.strong, run.code) => {
                    last.text.push_str(text);
                }
                _ => runs.push(run),
            }
        }
        runs
    }

    /// What stands before the work whose key begins here: no white space around it.
    pub fn prefix(&self, range: &Range<usize>, key: usize) -> Vec<Run> {
        trim_end(trim_start(self.runs(range, key)))
    }

    /// What stands after the work whose key begins here; a comma is put before words that follow it directly.
    pub fn suffix(&self, range: &Range<usize>, key: usize) -> Vec<Run> {
        let mut runs = trim_end(self.runs(range, key));
        let first = runs.first().and_then(|run| run.text.chars().next());
        if first.is_some_and(|c| !c.is_whitespace() && !locator::is_punctuation(c)) {
            match runs.first_mut() {
                Some(run) if !run.emphasis && !run.strong && !run.code => run.text.insert_str(0, ", "),
                _ => runs.insert(0, Run { text: ", ".into(), ..Run::default() }),
            }
        }
        runs
    }

    /// The run in parts, in order; what is within a region is left out but for footnote marks, which follow it.
    pub fn parts<'b>(&'b self, regions: &[Region]) -> Vec<Part<'b>> {
        let mut parts = Vec::with_capacity(self.segments.len());
        let mut next = 0;
        let mut later = Vec::new();
        for segment in &self.segments {
            let mut at = segment.flat.start;
            loop {
                while regions.get(next).is_some_and(|region| region.range.end <= at) {
                    next += 1;
                    parts.append(&mut later);
                }
                let region = regions.get(next).map_or(usize::MAX..usize::MAX, |region| region.range.clone());
                if region.contains(&at) {
                    if region.start == at {
                        parts.push(Part::Region(next));
                    }
                    at = region.end.min(segment.flat.end);
                    later.extend(self.kept(segment));
                } else {
                    let end = region.start.min(segment.flat.end);
                    parts.extend(self.part(segment, &(at..end)));
                    at = end;
                }
                if at >= segment.flat.end {
                    break;
                }
            }
        }
        parts.append(&mut later);
        parts
    }

    fn part<'b>(&'b self, segment: &'b Segment<'a>, range: &Range<usize>) -> Option<Part<'b>> {
        let (event, place) = &self.events[segment.event];
        match event {
            Event::Text(_) => Some(Part::Text(clipped(segment, range))).filter(|_| !range.is_empty()),
            _ => Some(Part::Event(event, place)),
        }
    }

    fn kept<'b>(&'b self, segment: &Segment<'a>) -> Option<Part<'b>> {
        let (event, place) = &self.events[segment.event];
        matches!(event, Event::FootnoteReference(_)).then_some(Part::Event(event, place))
    }

    /// What readers see, citations and places left out, and tags unless they are words of a sentence.
    pub fn without(&self, regions: &[Region]) -> String {
        let mut text = String::new();
        // Where the tags begin that nothing has followed so far.
        let mut last = None;
        for part in self.parts(regions) {
            if let Some(word) = self.tag(&part) {
                let words = text.trim_end();
                if !words.is_empty() && !words.ends_with(['.', '!', '?', '…', '。', '！', '？']) {
                    last.get_or_insert(text.len());
                    text.push_str(&word);
                }
                continue;
            }
            if !matches!(&part, Part::Event(Event::SoftBreak | Event::HardBreak, _))
                && !matches!(&part, Part::Text(text) if text.trim().is_empty())
            {
                last = None;
            }
            match part {
                Part::Region(_) => {
                    if text.ends_with(' ') {
                        text.pop();
                    }
                }
                part => text.push_str(&self.part_text(&part, regions)),
            }
        }
        text.truncate(last.unwrap_or(text.len()));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The mark that a part is.
    pub fn mark(&self, part: &Part<'_>) -> Option<Mark> {
        let Part::Event(event, range) = part else { return None };
        Mark::of(event, self.seen.get((*range).clone()).unwrap_or_default())
    }

    /// The word of a part that is a tag.
    fn tag(&self, part: &Part<'_>) -> Option<String> {
        match self.mark(part)? {
            Mark::Tag(word) => Some(word),
            _ => None,
        }
    }

    /// What readers see of a part that is no citation.
    pub fn part_text(&self, part: &Part<'_>, regions: &[Region]) -> String {
        match part {
            Part::Text(text) => (*text).to_owned(),
            Part::Event(Event::SoftBreak | Event::HardBreak, _) => " ".to_owned(),
            Part::Event(Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text), _) => text.to_string(),
            Part::Event(..) => self.mark(part).map(|mark| mark.plain()).unwrap_or_default(),
            Part::Region(number) => regions.get(*number).map_or_else(String::new, |region| self.plain(&region.range)),
        }
    }
}

fn clipped<'b>(segment: &'b Segment<'_>, range: &Range<usize>) -> &'b str {
    if !segment.exact {
        return &segment.shown;
    }
    let start = range.start.max(segment.flat.start) - segment.flat.start;
    let end = range.end.min(segment.flat.end).max(segment.flat.start) - segment.flat.start;
    segment.shown.get(start..end).unwrap_or("")
}

/// Whether a text of the file that begins here was escaped: a backslash before it that is no part of the text before.
fn is_escaped(text: &str, start: usize, last: Option<usize>) -> bool {
    let backslash = start > 0 && text.as_bytes().get(start - 1) == Some(&b'\\');
    let punctuation = text.as_bytes().get(start).is_some_and(u8::is_ascii_punctuation);
    backslash && punctuation && last.is_none_or(|last| last < start)
}

impl Look {
    fn enter(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { .. } | Tag::Image { .. } => self.links += 1,
            _ => {}
        }
    }

    fn leave(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.links = self.links.saturating_sub(1),
            _ => {}
        }
    }
}

fn trim_start(mut runs: Vec<Run>) -> Vec<Run> {
    while let Some(first) = runs.first_mut() {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            break;
        }
        runs.remove(0);
    }
    runs
}

fn trim_end(mut runs: Vec<Run>) -> Vec<Run> {
    while let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        runs.pop();
    }
    runs
}
