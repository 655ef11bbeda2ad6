//! The words of each entry with their places, and all of them in files.
//!
//! A word's line is a string of numbers in base 64: for each entry the distance from the last one, how often the word
//! stands in its text (doubled, and odd where it stands in title or names), then the places in either, as distances.

use super::{Entry, Section, fold};
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;

/// About so many bytes of words share a file.
const FILE: usize = 16_384;
/// The most files.
const MOST_FILES: usize = 4_096;
/// A word's file follows from so many of its first letters; in dense scripts from the first.
const LETTERS: usize = 3;
/// A sentence begins at a multiple of this: one that is edited leaves the places in the others as they were.
const STEP: u32 = 32;

/// What may stand behind the full stop of a sentence.
const CLOSING: &[char] = &[')', ']', '”', '’', '"', '»'];

/// The words of an entry in the order in which they first stand, each with its line.
#[derive(Debug, Default, PartialEq)]
pub struct Words {
    words: String,
    lines: String,
    /// The ends of each word and line.
    ends: Vec<(usize, usize)>,
}

/// Where a word stands in an entry.
#[derive(Debug, Default)]
struct Places {
    names: Vec<u32>,
    text: Vec<u32>,
}

impl Words {
    /// Those of an entry.
    pub fn of<'e>(entry: &'e Entry) -> Self {
        let mut words = Self::default();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut places: Vec<Places> = Vec::new();
        let mut add = |text: &str, mut at: u32, which: fn(&mut Places) -> &mut Vec<u32>| {
            fold::words(text, |word| {
                let number = numbers.get(word).copied().unwrap_or_else(|| {
                    numbers.insert(word.to_owned(), places.len());
                    words.words.push_str(word);
                    words.ends.push((words.words.len(), 0));
                    places.push(Places::default());
                    places.len() - 1
                });
                which(&mut places[number]).push(at);
                at += 1;
            });
            at
        };
        let mut at = 0;
        for name in std::iter::once(&entry.title).chain(&entry.names) {
            at = 1 + add(&name.nfc().collect::<String>(), at, |places| &mut places.names);
        }
        let blocks = |section: &'e Section| std::iter::once(&*section.heading).chain(section.text.lines());
        let mut at = 0;
        for sentence in entry.sections.iter().flat_map(blocks).flat_map(sentences) {
            at = (1 + add(sentence, at, |places| &mut places.text)).next_multiple_of(STEP);
        }
        for (places, (_, end)) in places.iter().zip(&mut words.ends) {
            places.write(&mut words.lines);
            *end = words.lines.len();
        }
        words
    }

    /// Each word with its line.
    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let starts = std::iter::once((0, 0)).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| (&self.words[start.0..end.0], &self.lines[start.1..end.1]))
    }
}

impl Places {
    fn write(&self, line: &mut String) {
        number(self.text.len() * 2 + usize::from(!self.names.is_empty()), line);
        if !self.names.is_empty() {
            number(self.names.len(), line);
        }
        for places in [&self.names, &self.text] {
            let mut last = 0;
            for place in places {
                number((place - last) as usize, line);
                last = *place;
            }
        }
    }
}

/// The sentences of a block. No phrase reaches from one to the next.
fn sentences(block: &str) -> impl Iterator<Item = &str> {
    let ends = block.match_indices(['.', '!', '?', '…', '。', '！', '？']).filter(|(at, stop)| {
        let rest = block[at + stop.len()..].trim_start_matches(CLOSING);
        let next = rest.trim_start().chars().next();
        // Words as short as this are abbreviations.
        let letters = block[..*at].chars().rev().take(3).take_while(|c| c.is_alphabetic()).count();
        let goes_on = next.is_none_or(|c| c.is_lowercase() || c.is_numeric());
        matches!(*stop, "。" | "！" | "？") || rest.starts_with(' ') && !goes_on && !matches!(letters, 1 | 2)
    });
    let ends = ends.map(|(at, stop)| at + stop.len()).chain(std::iter::once(block.len()));
    ends.scan(0, |start, end| Some(&block[std::mem::replace(start, end)..end]))
}

/// A number in digits of five bits, the lowest first; all but the last carry a sixth.
fn number(mut number: usize, out: &mut String) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    loop {
        let digit = number & 31;
        number >>= 5;
        let goes_on = if number > 0 { 32 } else { 0 };
        out.push(char::from(DIGITS[digit | goes_on]));
        if number == 0 {
            return;
        }
    }
}

/// The line of a word while it is written.
struct Line<'a> {
    word: &'a str,
    text: String,
    /// The number of the last entry that has it.
    last: usize,
}

/// Words and lines of all entries, by file.
pub fn files<'a>(entries: impl Iterator<Item = &'a Words>) -> Vec<BTreeMap<&'a str, String>> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (at, words) in entries.enumerate() {
        for (word, places) in words.iter() {
            let number = *numbers.entry(word).or_insert(lines.len());
            if number == lines.len() {
                lines.push(Line { word, text: String::new(), last: 0 });
            }
            let line = &mut lines[number];
            self::number(at - line.last, &mut line.text);
            line.text.push_str(places);
            line.last = at;
        }
    }
    let size: usize = lines.iter().map(|line| line.word.len() + line.text.len() + 6).sum();
    let count = (size / FILE).next_power_of_two().min(MOST_FILES);
    let mut files = vec![BTreeMap::new(); count];
    for line in lines {
        files[file_of(line.word, count)].insert(line.word, line.text);
    }
    files
}

/// The number of a word's file: FNV-1a of its first letters.
fn file_of(word: &str, count: usize) -> usize {
    let letters = if word.chars().next().is_some_and(fold::is_dense) { 1 } else { LETTERS };
    let hash = |hash: u32, c: char| (hash ^ u32::from(c)).wrapping_mul(16_777_619);
    word.chars().take(letters).fold(2_166_136_261_u32, hash) as usize % count
}
