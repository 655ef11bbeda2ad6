//! The full-text index: small scripts that the search page loads by script tags, as few as a question needs.
//!
//! `assets/search/index.js` says how many files there are. `words/N.js` has words with the places where they stand; a word's
//! file follows from its first letters, so that a word that is still being typed needs one file, too. `texts/N.js` has
//! what is shown of a result: a file for each document, one for every [`BLOCK`] of all else. A changed
//! sentence changes the text of its document and the files of its words.
//!
//! The search page cuts texts and questions into the same words: `fold` has its twin in the theme's `search.js`.

use crate::memo::Latest;
use rayon::prelude::*;
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
    /// What else it is known by: titles, authors in every script, key, labels, synonyms.
    pub names: Vec<String>,
    /// Its text.
    pub sections: Vec<Section>,
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
#[derive(Debug, Clone, PartialEq, Default)]
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
        let mut words = block.split_whitespace().peekable();
        if words.peek().is_some() && !self.text.is_empty() {
            self.text.push('\n');
        }
        while let Some(word) = words.next() {
            if is_nfc(word) {
                self.text.push_str(word)
            } else {
                self.text.extend(word.nfc())
            }
            if words.peek().is_some() {
                self.text.push(' ');
            }
        }
    }
}

/// What is said by an entry: its words, and what is shown of it.
#[derive(Debug, Clone)]
pub struct Understood {
    words: Arc<Words>,
    shown: Arc<str>,
}

/// Entries understood, remembered by kind and path.
pub type EntryMemo = Latest<Arc<Entry>, Understood>;

/// The files of the index by path. The documents come first, so many of the entries.
pub fn files(entries: Vec<Entry>, documents: usize, memo: &EntryMemo) -> Vec<(String, Arc<[u8]>)> {
    let understand = |entry: Entry| {
        let name = format!("{} {}", entry.kind as u8, entry.path);
        memo.get(&name, Arc::new(entry), |entry| Understood {
            words: Arc::new(Words::of(entry)),
            shown: shown(entry).into(),
        })
    };
    let kinds: String = entries.iter().map(|entry| char::from(b'0' + entry.kind as u8)).collect();
    let understood: Vec<Understood> = entries.into_par_iter().map(understand).collect();
    let words = words::files(understood.iter().map(|entry| &*entry.words));
    let index = serde_json::json!({ "words": words.len(), "documents": documents, "block": BLOCK, "kinds": kinds });
    let file = |name: String, data: &str| (format!("assets/search/{name}.js"), script(data));
    let alone = understood[..documents].iter().map(|entry| entry.shown.to_string());
    let joined = |block: &[Understood]| block.iter().map(|entry| &*entry.shown).collect::<Vec<_>>().join(",");
    let texts: Vec<String> = alone.chain(understood[documents..].chunks(BLOCK).map(joined)).collect();
    let texts = texts.par_iter().enumerate().map(|(at, text)| file(format!("texts/{at}"), &format!("[{text}]")));
    let words = words.into_par_iter().enumerate().map(|(at, words)| file(format!("words/{at}"), &words));
    let mut files: Vec<(String, Arc<[u8]>)> = texts.chain(words).collect();
    files.push(file("index".to_owned(), &index.to_string()));
    files
}

/// What the search page needs to show an entry, as JSON. It shows no names of a note: the source beside it has them.
fn shown(entry: &Entry) -> String {
    let names = if entry.kind == Kind::Note { &[][..] } else { &entry.names };
    let sections: Vec<[&str; 3]> =
        entry.sections.iter().map(|section| [&*section.anchor, &section.heading, &section.text]).collect();
    let path = crate::review::routes::encode(&entry.path);
    serde_json::json!([path, entry.title, names, sections]).to_string()
}

/// A script that hands over data. JSON is a script but for what would end one where it is pasted into a page.
fn script(json: &str) -> Arc<[u8]> {
    let mut script = String::with_capacity(json.len() + 24);
    script.push_str("sourcebook.found(");
    for part in json.split_inclusive(['<', '\u{2028}', '\u{2029}']) {
        let special = part.chars().next_back().filter(|c| matches!(c, '<' | '\u{2028}' | '\u{2029}'));
        match special {
            Some(c) => {
                script.push_str(&part[..part.len() - c.len_utf8()]);
                script.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            None => script.push_str(part),
        }
    }
    script.push_str(");\n");
    script.into_bytes().into()
}
