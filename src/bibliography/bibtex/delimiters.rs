//! Where values and entries of a `.bib` file end, whole or broken.

use super::map::tables::is_known_kind;

/// The deepest nesting of braces that a value may have.
pub(super) const MAX_DEPTH: usize = 100;

/// The bytes that may end a value, or the line that it stands in, and what decides whether they do.
const DELIMITS: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < b"{}()\"\\\n\r".len() {
        table[b"{}()\"\\\n\r"[at] as usize] = true;
        at += 1;
    }
    table
};

/// Why a value has no end.
pub(super) enum Unclosed {
    /// Its closing brace or quote is missing.
    Open,
    /// Its braces are nested too deep to be meant.
    TooDeep,
}

/// Whether a byte may be part of a type or a field's name.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'.' | b':' | b'/' | b'*') || byte >= 0x80
}

/// Past spaces and tabs.
pub(super) fn skip_blank(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The line break that ends this line, or the end of the file.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

/// The line that was looked at last: where it starts, and whether it is a comment.
#[derive(Default)]
pub(super) struct Line {
    start: usize,
    seen: usize,
    is_comment: Option<bool>,
}

impl Line {
    /// A line that begins here; nothing before it is asked for.
    pub fn starting(at: usize) -> Self {
        Self { start: at, seen: at, is_comment: None }
    }

    /// Whether the line of this place, which is not before the last one asked for, starts with `%`.
    pub fn is_comment(&mut self, bytes: &[u8], at: usize) -> bool {
        if let Some(skipped) = bytes.get(self.seen..at)
            && let Some(last) = skipped.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'))
        {
            self.start = self.seen + last + 1;
            self.is_comment = None;
        }
        self.seen = self.seen.max(at);
        *self.is_comment.get_or_insert_with(|| {
            let first = bytes.get(self.start..at).unwrap_or_default().iter().find(|byte| !byte.is_ascii_whitespace());
            first == Some(&b'%')
        })
    }
}

/// The bytes of a file.
#[derive(Clone, Copy)]
pub(super) struct Source<'a>(pub &'a [u8]);

impl Source<'_> {
    /// Where the text that starts here is closed: every brace counts, as it does for BibTeX, unless the
    /// value would then end where none can, and does not when backslashes are escapes.
    pub fn delimited_end(self, start: usize, closer: u8) -> Result<usize, Unclosed> {
        let counted = self.closing(start, closer, 1);
        if counted.as_ref().is_ok_and(|end| self.may_end(*end)) {
            return counted;
        }
        match self.closing(start, closer, 2) {
            Ok(end) if counted.is_err() || self.may_end(end) => Ok(end),
            _ => counted,
        }
    }

    /// Whether a value may end with this byte: a separator or the next field follows.
    fn may_end(self, end: usize) -> bool {
        let rest = self.0[end + 1..].trim_ascii_start();
        let name = rest.iter().take_while(|byte| is_name_byte(**byte)).count();
        matches!(rest.first(), Some(b',' | b'#' | b'}' | b')'))
            || name > 0 && rest[name..].trim_ascii_start().starts_with(b"=")
    }

    /// The closing byte outside inner braces; a backslash takes `escape` bytes.
    fn closing(self, start: usize, closer: u8, escape: usize) -> Result<usize, Unclosed> {
        let (mut at, mut depth) = (start, 0_usize);
        loop {
            at += self.0.get(at..).unwrap_or_default().iter().take_while(|byte| !DELIMITS[usize::from(**byte)]).count();
            let Some(byte) = self.0.get(at) else { break };
            match byte {
                b'\\' => at += escape - 1,
                _ if *byte == closer && depth == 0 => return Ok(at),
                b'{' => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        return Err(Unclosed::TooDeep);
                    }
                }
                b'}' => depth = depth.checked_sub(1).ok_or(Unclosed::Open)?,
                b'\n' | b'\r' if self.at_boundary(at + 1) => break,
                _ => {}
            }
            at += 1;
        }
        Err(Unclosed::Open)
    }

    /// Whether an entry starts here: `@word{key,` (or `@book{key}`) behind nothing but blanks.
    pub fn at_boundary(self, at: usize) -> bool {
        let at = skip_blank(self.0, at);
        if self.0.get(at) != Some(&b'@') {
            return false;
        }
        let rest = &self.0[at + 1..];
        let word = rest.iter().take_while(|byte| is_name_byte(**byte)).count();
        let open = skip_blank(rest, word);
        if word == 0 || !matches!(rest.get(open), Some(b'{' | b'(')) {
            return false;
        }
        let mut behind = rest.get(open + 1..).unwrap_or_default().iter().take(200);
        let kind = String::from_utf8_lossy(&rest[..word]).to_ascii_lowercase();
        match behind.find(|byte| matches!(byte, b',' | b'}' | b'{' | b'\n' | b'=')) {
            Some(b',') => true,
            Some(b'}') if is_known_kind(&kind) => true,
            _ => matches!(kind.as_str(), "comment" | "string" | "preamble"),
        }
    }
}

/// What follows the group at the start, or the text itself where there is none.
pub(crate) fn behind_group(rest: &str) -> &str {
    let start = rest.trim_start();
    if !start.starts_with('{') {
        return rest;
    }
    let mut depth = 0_usize;
    for (at, byte) in start.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return &start[at + 1..],
            b'}' => depth -= 1,
            _ => {}
        }
    }
    ""
}
