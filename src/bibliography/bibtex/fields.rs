//! The fields of a `.bib` entry, by name.
//!
//! Each entry is asked for more than a hundred names, of which it has a dozen: asking is quick.

use crate::diagnostics::{Span, TextFile};
use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A value, still in TeX, its macros in, its `#` done.
#[derive(Debug, Clone)]
pub(super) enum Text<'a> {
    /// As the file has it.
    Written(&'a str),
    /// Put together.
    Made(Arc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Written(text) => text,
            Self::Made(text) => text,
        }
    }
}

/// A value, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    /// The value.
    pub text: Text<'a>,
    /// The file that it stands in.
    pub file: &'a TextFile,
    /// Its bytes there.
    pub range: Range<usize>,
}

impl Field<'_> {
    /// In the entry itself, or in the one that it was taken from.
    pub fn at(&self) -> Span {
        self.file.span(self.range.clone())
    }
}

/// The fields of an entry, by name and each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields<'a> {
    sorted: Vec<(Name<'a>, Field<'a>)>,
    /// A bit for every name that is there: most that one asks for are not.
    marks: u128,
}

/// A name, ordered by its first bytes as one number where these differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name<'a> {
    /// The first eight bytes.
    start: u64,
    /// All of it.
    text: Cow<'a, str>,
}

impl<'a> Name<'a> {
    /// This name, in lower case.
    pub fn new(text: Cow<'a, str>) -> Self {
        let mut start = [0; 8];
        start.iter_mut().zip(text.bytes()).for_each(|(to, byte)| *to = byte);
        Self { start: u64::from_be_bytes(start), text }
    }
}

/// The bit of a name, which other names may share.
#[inline]
fn mark(name: &str) -> u128 {
    let bytes = name.as_bytes();
    let (first, last) = (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0));
    1 << ((bytes.len() * 7 + usize::from(first) * 5 + usize::from(last)) % 128)
}

impl<'a> Fields<'a> {
    /// The field of this name.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Field<'a>> {
        if self.marks & mark(name) == 0 { None } else { self.find(name) }
    }

    fn find(&self, name: &str) -> Option<&Field<'a>> {
        let name = Name::new(name.into());
        let at = self.sorted.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
        Some(&self.sorted[at].1)
    }

    /// The fields, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field<'a>)> {
        self.sorted.iter().map(|(name, field)| (&*name.text, field))
    }

    /// Adds fields; of two with one name the one that was there first stays, and `twice` hears of it.
    pub fn extend(&mut self, more: Vec<(Name<'a>, Field<'a>)>, mut twice: impl FnMut(&str, &Field<'a>, &Field<'a>)) {
        match self.sorted.is_empty() {
            true => self.sorted = more,
            false => self.sorted.extend(more),
        }
        self.sorted.sort_by(|a, b| a.0.cmp(&b.0));
        self.marks = self.sorted.iter().fold(0, |marks, (name, _)| marks | mark(&name.text));
        self.sorted.dedup_by(|second, first| {
            let same = first.0 == second.0;
            if same {
                twice(&first.0.text, &first.1, &second.1);
            }
            same
        });
    }
}
