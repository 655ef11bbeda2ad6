//! The full-text index: small scripts that the search page loads by script tags, as few as a question needs.
//!
//! `assets/search/index.js` says how many files there are. `words/N.js` has words with the places where they stand; a word's
//! file follows from its first letters, so that a word that is still being typed needs one file, too. `texts/N.js` has
//! what is shown of a result: a file for each document, one for every `BLOCK` of all else. A changed
//! sentence changes the text of its document and the files of its words.
//!
//! Entries are known by their numbers, and a browser may hold files of an older site: files of words say which
//! `Numbering` they mean, and those of texts show it by their paths, so that no sentence changes all files.
//!
//! The search page cuts texts and questions into the same words: `fold` has its twin in the theme's `search.js`.

use crate::memo::Latest;
use crate::review::routes;
use rayon::prelude::*;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

mod fold;
#[cfg(test)]
mod tests;
mod words;

use words::Words;

/// So many entries that are no documents share a file of texts.
const BLOCK: usize = 32;

/// What can be found: a page, or one side of it (the note on a source, its record).
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// The output path of its page.
    pub path: String,
    /// What links to it say.
    pub title: String,
    /// The language of what is shown of it where it is not the review's, else empty: of a record, its own title.
    pub language: String,
    /// What else it is known by: titles, authors in every script, key, labels, synonyms.
    pub names: Vec<String>,
    /// Its text.
    pub sections: Arc<Vec<Section>>,
}

/// What a result is listed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The review itself, and its pages.
    Page,
    /// A note on a source.
    Note,
    /// The record of a source.
    Source,
    /// A tag.
    Tag,
    /// An author.
    Author,
}

/// A part of a text that can be led to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Its anchor on the page; empty for what stands before the first heading.
    pub anchor: String,
    /// Its heading.
    pub heading: String,
    /// Its blocks as plain text, a line each.
    pub text: String,
}

impl Section {
    /// Adds a block, its white space and its letters brought into one form.
    pub fn add(&mut self, block: &str) {
        let block = composed(block);
        let mut space = if self.text.is_empty() { "" } else { "\n" };
        let mut add = |words: &str| {
            self.text.push_str(std::mem::replace(&mut space, " "));
            self.text.push_str(words);
        };
        match is_tidy(&block) {
            true => add(&block),
            false => block.split_whitespace().for_each(add),
        }
    }
}

/// Whether a text has single spaces between its words and no other white space: most have.
fn is_tidy(text: &str) -> bool {
    let mut last = ' ';
    let fits = |c: char| {
        let before = std::mem::replace(&mut last, c);
        !c.is_whitespace() || c == ' ' && before != ' '
    };
    text.chars().all(fits) && last != ' '
}

/// A text with its letters composed.
fn composed(text: &str) -> Cow<'_, str> {
    match text.is_ascii() || text.chars().all(is_plain) || is_nfc(text) {
        true => text.into(),
        false => text.nfc().collect::<String>().into(),
    }
}

/// Whether a character is composed for sure: most of what is written in Latin letters.
fn is_plain(c: char) -> bool {
    c < '\u{300}' || ('\u{2010}'..'\u{2040}').contains(&c)
}

/// What is said by an entry: its words, and the script of what is shown of it.
#[derive(Debug, Clone)]
pub struct Understood {
    words: Arc<Words>,
    shown: Arc<[u8]>,
}

/// Entries understood, remembered by kind and path.
pub type EntryMemo = Latest<Arc<Entry>, Understood>;

/// The files of the index by path. The documents come first, so many of the entries.
pub fn files(entries: Vec<Entry>, documents: usize, memo: &EntryMemo) -> Vec<(String, Arc<[u8]>)> {
    let numbering = Numbering::of(&entries, documents);
    let understand = |entry: Entry| {
        let name = format!("{} {}", entry.kind as u8, entry.path);
        memo.get(&name, Arc::new(entry), |entry| Understood { words: Arc::new(Words::of(entry)), shown: shown(entry) })
    };
    let kinds: String = entries.iter().map(|entry| char::from(b'0' + entry.kind as u8)).collect();
    let understood: Vec<Understood> = entries.into_par_iter().map(understand).collect();
    let all: Vec<&Words> = understood.iter().map(|entry| &*entry.words).collect();
    let words = words::files(&all, &numbering);
    let index = serde_json::json!({
        "words": words.len(),
        "documents": documents,
        "block": BLOCK,
        "kinds": kinds,
        "version": numbering.version,
        "texts": numbering.texts,
    });
    let (alone, others) = understood.split_at(documents);
    let joined = |block: &[Understood]| Arc::from(block.iter().map(|entry| &*entry.shown).collect::<Vec<_>>().concat());
    let texts = alone.iter().map(|entry| entry.shown.clone()).chain(others.chunks(BLOCK).map(joined)).enumerate();
    let named = |folder: &'static str| move |(at, script)| (format!("assets/search/{folder}/{at}.js"), script);
    let words = words.into_iter().enumerate().map(named("words"));
    let mut files: Vec<(String, Arc<[u8]>)> = texts.map(named("texts")).chain(words).collect();
    files.push(("assets/search/index.js".to_owned(), script(&index)));
    files
}

/// Which entry has which number. It changes when an entry comes, goes or moves, and with no sentence.
struct Numbering {
    /// What the files of words say.
    version: String,
    /// Three characters for each file of texts.
    texts: String,
}

impl Numbering {
    fn of(entries: &[Entry], documents: usize) -> Self {
        let (alone, others) = entries.split_at(documents);
        let check = |entries: &[Entry]| {
            let paths: String = entries.iter().map(|entry| routes::encode(&entry.path)).collect();
            format!("{:03x}", fnv(paths.chars()) >> 20)
        };
        let texts: String = alone.chunks(1).chain(others.chunks(BLOCK)).map(check).collect();
        Self { version: format!("{:08x}", fnv(texts.chars())), texts }
    }
}

/// FNV-1a of characters, as `search.js` has it, too.
fn fnv(text: impl Iterator<Item = char>) -> u32 {
    text.fold(2_166_136_261, |hash, c| (hash ^ u32::from(c)).wrapping_mul(16_777_619))
}

/// The script of what the search page needs to show an entry. It shows no names of a note: the source beside it has them.
fn shown(entry: &Entry) -> Arc<[u8]> {
    let names = if entry.kind == Kind::Note { &[][..] } else { &entry.names };
    let sections: Vec<_> =
        entry.sections.iter().map(|section| [&*section.anchor, &section.heading, &section.text]).collect();
    let path = routes::encode(&entry.path);
    match &*entry.language {
        "" => script(&(path, &entry.title, names, sections)),
        language => script(&(path, &entry.title, names, sections, language)),
    }
}

/// A script that hands over data. JSON is a script but for what would end one where it is pasted into a page.
fn script(data: &impl Serialize) -> Arc<[u8]> {
    let json = serde_json::to_string(data).unwrap_or_default();
    let json = match ['<', '\u{2028}', '\u{2029}'].iter().any(|c| json.contains(*c)) {
        true => json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"),
        false => json,
    };
    ["sourcebook.found(", &json, ");\n"].concat().into_bytes().into()
}
