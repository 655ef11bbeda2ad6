//! The words of each entry with their places, and all of them in files.
//!
//! A word's line is a string of numbers in base 64: for each entry the distance from the last one, how often the word
//! stands in its text (doubled, and odd where it stands in title or names), then the places in either, as distances.

use super::{Entry, Numbering, Section, composed, fnv, fold};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry as Slot;
use rayon::prelude::*;
use std::sync::Arc;

/// About so many bytes of words share a file.
const FILE: usize = 16_384;
/// The most files.
const MOST_FILES: usize = 4_096;
/// A word's file follows from so many of its first letters; in dense scripts from the first.
const LETTERS: usize = 3;
/// A sentence begins at a multiple of this: one that is edited leaves the places in the others as they were.
const STEP: u32 = 32;
/// All words are brought together in so many parts, side by side.
const PARTS: u64 = 4;

/// What ends a sentence.
const STOPS: &[&str] = &[".", "!", "?", "…", "。", "！", "？"];
/// What may stand behind the full stop of a sentence.
const CLOSING: &[char] = &[')', ']', '”', '’', '"', '»'];

/// The words of an entry in the order in which they first stand, each with its line.
#[derive(Debug, Default, PartialEq)]
pub struct Words {
    words: String,
    lines: Vec<u8>,
    /// The hash of each word, the end of the word and that of its line.
    ends: Vec<(u64, u32, u32)>,
}

impl Words {
    /// Those of an entry.
    pub fn of<'e>(entry: &'e Entry) -> Self {
        let mut gathered = Gathered::default();
        let mut at = 0;
        for name in std::iter::once(&entry.title).chain(&entry.names) {
            at = 1 + gathered.add(&composed(name), at);
        }
        let named = std::mem::take(&mut gathered.places);
        let blocks = |section: &'e Section| std::iter::once(&*section.heading).chain(section.text.lines());
        let mut at = 0;
        for sentence in entry.sections.iter().flat_map(blocks).flat_map(sentences) {
            at = (1 + gathered.add(sentence, at)).next_multiple_of(STEP);
        }
        let Gathered { mut words, places, .. } = gathered;
        let (named, places) = (ByWord::of(&named, words.ends.len()), ByWord::of(&places, words.ends.len()));
        for (word, (_, _, end)) in words.ends.iter_mut().enumerate() {
            write_places(named.get(word), places.get(word), &mut words.lines);
            *end = words.lines.len() as u32;
        }
        words
    }

    fn word(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |last| self.ends[last].1);
        &self.words[start as usize..self.ends[at].1 as usize]
    }

    fn line(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |last| self.ends[last].2);
        &self.lines[start as usize..self.ends[at].2 as usize]
    }
}

/// The words of an entry while it is read, still without lines.
#[derive(Default)]
struct Gathered {
    words: Words,
    /// The numbers of the words, by their hashes.
    known: HashTable<u32>,
    /// The number of each word that was read, and where it stands.
    places: Vec<(u32, u32)>,
}

impl Gathered {
    /// Reads a text whose first word stands at this place; the place after its last one.
    fn add(&mut self, text: &str, mut at: u32) -> u32 {
        fold::words(text, |word| {
            let number = self.number(word);
            self.places.push((number, at));
            at += 1;
        });
        at
    }

    fn number(&mut self, word: &str) -> u32 {
        let (hash, words) = (hash(word), &mut self.words);
        match self.known.entry(hash, |at| words.word(*at as usize) == word, |at| words.ends[*at as usize].0) {
            Slot::Occupied(known) => *known.get(),
            Slot::Vacant(free) => {
                let number = words.ends.len() as u32;
                free.insert(number);
                words.words.push_str(word);
                words.ends.push((hash, words.words.len() as u32, 0));
                number
            }
        }
    }
}

/// The hash of a word, eight bytes at a time: words are short, and many.
fn hash(word: &str) -> u64 {
    word.as_bytes().chunks(8).fold(word.len() as u64, |hash, bytes| {
        let mut eight = [0; 8];
        eight[..bytes.len()].copy_from_slice(bytes);
        let product = u128::from(hash ^ u64::from_le_bytes(eight)) * 0x9E37_79B9_7F4A_7C15;
        (product ^ (product >> 64)) as u64
    })
}

/// Places sorted by their words.
struct ByWord {
    places: Vec<u32>,
    /// The end of each word's places.
    ends: Vec<usize>,
}

impl ByWord {
    /// Of so many words; those of a word stay in order.
    fn of(read: &[(u32, u32)], words: usize) -> Self {
        let mut ends = vec![0; words];
        read.iter().for_each(|(word, _)| ends[*word as usize] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut places = vec![0; read.len()];
        for (word, place) in read {
            let end = &mut ends[*word as usize];
            places[*end] = *place;
            *end += 1;
        }
        Self { places, ends }
    }

    fn get(&self, word: usize) -> &[u32] {
        let start = word.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.places[start..self.ends[word]]
    }
}

fn write_places(named: &[u32], places: &[u32], line: &mut Vec<u8>) {
    number(places.len() * 2 + usize::from(!named.is_empty()), line);
    if !named.is_empty() {
        number(named.len(), line);
    }
    for places in [named, places] {
        let mut last = 0;
        for place in places {
            number((place - last) as usize, line);
            last = *place;
        }
    }
}

/// The sentences of a block. No phrase reaches from one to the next.
fn sentences(block: &str) -> impl Iterator<Item = &str> {
    // First bytes of the stops are found sooner than stops.
    let stops = block.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'.' | b'!' | b'?' | 0xE2 | 0xE3 | 0xEF));
    let stops = stops.filter_map(|(at, _)| Some((at, STOPS.iter().find(|stop| block[at..].starts_with(**stop))?)));
    let ends = stops.filter(|(at, stop)| {
        let rest = block[at + stop.len()..].trim_start_matches(CLOSING);
        let next = rest.trim_start().chars().next();
        // Words as short as this are abbreviations.
        let letters = block[..*at].chars().rev().take(3).take_while(|c| c.is_alphabetic()).count();
        let goes_on = next.is_none_or(|c| c.is_lowercase() || c.is_numeric());
        matches!(**stop, "。" | "！" | "？") || rest.starts_with(' ') && !goes_on && !matches!(letters, 1 | 2)
    });
    let ends = ends.map(|(at, stop)| at + stop.len()).chain(std::iter::once(block.len()));
    ends.scan(0, |start, end| Some(&block[std::mem::replace(start, end)..end]))
}

/// A number in digits of five bits, the lowest first; all but the last carry a sixth.
fn number(mut number: usize, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    loop {
        let digit = number & 31;
        number >>= 5;
        let goes_on = if number > 0 { 32 } else { 0 };
        out.push(DIGITS[digit | goes_on]);
        if number == 0 {
            return;
        }
    }
}

/// The line of a word while it is written.
struct Line<'a> {
    word: &'a str,
    hash: u64,
    text: Vec<u8>,
    /// The number of the last entry that has it.
    last: usize,
}

/// The scripts of all words with their lines, by file.
pub fn files(entries: &[&Words], numbering: &Numbering) -> Vec<Arc<[u8]>> {
    let parts: Vec<Vec<Line>> = (0..PARTS).into_par_iter().map(|part| lines(entries, part)).collect();
    let size: usize = parts.iter().flatten().map(|line| line.word.len() + line.text.len() + 6).sum();
    let count = (size / FILE).next_power_of_two().min(MOST_FILES);
    let mut files: Vec<Vec<&Line>> = vec![Vec::new(); count];
    for line in parts.iter().flatten() {
        files[file_of(line.word, count)].push(line);
    }
    files.into_par_iter().map(|lines| script(lines, numbering)).collect()
}

/// The lines of a part of all words.
fn lines<'a>(entries: &[&'a Words], part: u64) -> Vec<Line<'a>> {
    let mut known: HashTable<usize> = HashTable::new();
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (at, words) in entries.iter().enumerate() {
        for (n, (hash, ..)) in words.ends.iter().enumerate().filter(|(_, (hash, ..))| (hash >> 32) % PARTS == part) {
            let word = words.word(n);
            let number = match known.entry(*hash, |at| lines[*at].word == word, |at| lines[*at].hash) {
                Slot::Occupied(known) => *known.get(),
                Slot::Vacant(free) => {
                    free.insert(lines.len());
                    lines.push(Line { word, hash: *hash, text: Vec::new(), last: 0 });
                    lines.len() - 1
                }
            };
            let line = &mut lines[number];
            self::number(at - line.last, &mut line.text);
            line.text.extend_from_slice(words.line(n));
            line.last = at;
        }
    }
    lines
}

/// The script of some lines, by word. Neither letters nor numbers need to be escaped.
fn script(mut lines: Vec<&Line>, numbering: &Numbering) -> Arc<[u8]> {
    lines.sort_unstable_by_key(|line| line.word);
    let size: usize = lines.iter().map(|line| line.word.len() + line.text.len() + 6).sum();
    let mut script = Vec::with_capacity(size + 40);
    script.extend_from_slice(b"sourcebook.found({");
    for (at, line) in lines.into_iter().enumerate() {
        let quote: &[u8] = if at == 0 { b"\"" } else { b",\"" };
        let parts = [quote, line.word.as_bytes(), b"\":\"", &line.text, b"\""];
        parts.into_iter().for_each(|part| script.extend_from_slice(part));
    }
    let end: [&[u8]; 3] = [b"},\"", numbering.version.as_bytes(), b"\");\n"];
    end.into_iter().for_each(|part| script.extend_from_slice(part));
    script.into()
}

/// The number of a word's file: FNV-1a of its first letters.
fn file_of(word: &str, count: usize) -> usize {
    let letters = if word.chars().next().is_some_and(fold::is_dense) { 1 } else { LETTERS };
    fnv(word.chars().take(letters)) as usize % count
}
