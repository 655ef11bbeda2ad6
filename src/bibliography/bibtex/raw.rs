//! A `.bib` file as written: its blocks and their fields, borrowed from its text.

use std::borrow::Cow;
use std::ops::Range;

/// What a file is made of, other comments and preambles left out.
#[derive(Debug)]
pub(super) enum Block<'a> {
    /// An entry of any type.
    Entry(RawEntry<'a>),
    /// The definition of a macro.
    Macro(RawField<'a>),
    /// What JabRef keeps in a comment: the text behind `jabref-meta:`.
    JabRef(&'a str),
    /// The name of a type of entry that JabRef's user has made, behind `jabref-entrytype:`.
    JabRefType(&'a str),
}

/// An entry as written.
#[derive(Debug)]
pub(super) struct RawEntry<'a> {
    /// The word after `@`, in lower case.
    pub kind: Cow<'a, str>,
    /// The key as written.
    pub key: &'a str,
    /// Where the key stands.
    pub key_at: Range<usize>,
    /// The whole entry, from its `@` to its closing brace.
    pub at: Range<usize>,
    /// The fields in their order.
    pub fields: Vec<RawField<'a>>,
}

/// A field as written.
#[derive(Debug)]
pub(super) struct RawField<'a> {
    /// In lower case.
    pub name: Cow<'a, str>,
    /// The value, or what stands before the first `#`; nothing where the value is empty.
    pub first: Option<Part<'a>>,
    /// What `#` joins to it.
    pub more: Vec<Part<'a>>,
    /// Where the value stands.
    pub at: Range<usize>,
}

/// One operand of `#`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    /// Text between braces or quotes, or a number.
    Text(&'a str),
    /// The name of a macro.
    Macro(&'a str),
}

/// The text in lower case, itself where it is so already.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}
