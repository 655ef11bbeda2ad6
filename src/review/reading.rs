//! How far a source is read, in the words of its note.

use super::{Review, Source};
use crate::note::FrontMatter;

/// How far a work is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// It is read.
    Read,
    /// It is being read.
    Begun,
    /// It waits to be read.
    Unread,
    /// Another word of the author's.
    Other(String),
}

/// Words of `status` for each, without case, spaces, hyphens and underscores.
const READ: &[&str] = &["read", "done", "letto"];
const BEGUN: &[&str] = &["reading", "beingread", "inprogress"];
const UNREAD: &[&str] = &["unread", "toread", "notread", "daleggere"];

/// How far a note says that its source is read: by `status`, else by a date of reading; none where it does not say.
pub fn reading(front: &FrontMatter) -> Option<Reading> {
    let Some(status) = &front.status else { return front.read.is_some().then_some(Reading::Read) };
    let folded: String = status.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match folded.as_str() {
        word if READ.contains(&word) => Reading::Read,
        word if BEGUN.contains(&word) => Reading::Begun,
        word if UNREAD.contains(&word) => Reading::Unread,
        _ => Reading::Other(status.clone()),
    })
}

impl Review {
    /// Whether something besides its own note cites a source.
    pub fn is_cited(&self, source: &Source) -> bool {
        source.mentions.iter().any(|mention| Some(mention.document) != source.note)
    }
}
