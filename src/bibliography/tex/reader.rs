//! Reading TeX into letters and markup.
//!
//! Nothing is lost: a command that is not known leaves the text of its argument. Groups are kept on a
//! stack of their own, so that depth costs no recursion.

use super::accents::{base_letter, inner_accents, marked, plain_argument, starts_with_accent};
use super::tables::Argument;
use super::{Guard, Tag, tables, verbatim};
use crate::bibliography::bibtex::delimiters::behind_group;
use crate::bibliography::bibtex::map::tables::term;

/// Something that the end of a group brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Tag(Tag),
    Quote,
    Mark(char),
}

/// A group that is open: what its end brings, and how its letters are guarded.
struct Group {
    endings: Vec<Ending>,
    guard: Guard,
    maths: bool,
}

/// What becomes of what is read.
pub(super) trait Sink {
    /// One character.
    fn letter(&mut self, c: char, guard: Guard);
    /// Characters that stand for themselves.
    fn letters(&mut self, text: &str, guard: Guard);
    /// Markup starts.
    fn open(&mut self, tag: Tag);
    /// Markup ends.
    fn close(&mut self, tag: Tag);
}

/// The bytes that stand for themselves wherever they are.
const IN_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        table[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b',' | b'.' | b':' | b';' | b'(' | b')' | b'/');
        byte += 1;
    }
    table
};

struct Reader<'a, S> {
    rest: &'a str,
    out: S,
    groups: Vec<Group>,
    quotes: usize,
    maths: bool,
}

/// Reads a value into a sink.
pub(super) fn read<S: Sink>(source: &str, out: S) -> S {
    let mut reader = Reader { rest: source.trim(), out, groups: Vec::with_capacity(4), quotes: 0, maths: false };
    reader.open(Vec::new(), Guard::None);
    loop {
        reader.words();
        let Some(c) = reader.rest.chars().next() else { break };
        reader.rest = &reader.rest[c.len_utf8()..];
        reader.step(c);
    }
    while !reader.groups.is_empty() {
        reader.close();
    }
    reader.out
}

impl<S: Sink> Reader<'_, S> {
    /// Words that stand for themselves, in one go.
    fn words(&mut self) {
        let bytes = self.rest.as_bytes();
        let mut run = 0;
        loop {
            run += bytes[run..].iter().take_while(|byte| IN_WORDS[usize::from(**byte)]).count();
            let space = !self.maths && bytes.get(run) == Some(&b' ');
            if !space || !bytes.get(run + 1).is_some_and(u8::is_ascii_alphanumeric) {
                break;
            }
            run += 1;
        }
        let (words, rest) = self.rest.split_at(run);
        let guard = if self.maths { Guard::Braces } else { self.guard() };
        self.out.letters(words, guard);
        self.rest = rest;
    }

    fn step(&mut self, c: char) {
        match c {
            '\\' => self.command(),
            '{' => self.group(),
            '}' if self.groups.len() > 1 => self.close(),
            '}' => {}
            '$' => self.dollar(),
            '^' if self.maths => self.script(Tag::Sup),
            '_' if self.maths => self.script(Tag::Sub),
            '~' => self.push('\u{a0}'),
            '`' => self.doubled('`', '\u{2018}', '\u{201c}'),
            '\'' if self.maths => self.push('\u{2032}'),
            '\'' => self.doubled('\'', '\u{2019}', '\u{201d}'),
            '-' if !self.maths => self.dash(),
            '-' => self.push('\u{2212}'),
            _ if c.is_whitespace() && c != '\u{a0}' => self.space(c),
            _ => self.push(c),
        }
    }

    fn guard(&self) -> Guard {
        self.groups.last().map_or(Guard::None, |group| group.guard)
    }

    fn push(&mut self, c: char) {
        let guard = if self.maths { Guard::Braces } else { self.guard() };
        self.out.letter(c, guard);
    }

    fn push_str(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(c));
    }

    /// White space as one space; an empty line stays as a paragraph's end.
    fn space(&mut self, first: char) {
        let rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\u{a0}');
        let skipped = &self.rest[..self.rest.len() - rest.len()];
        let breaks = skipped.matches('\n').count() + usize::from(first == '\n');
        self.rest = rest;
        if self.maths {
            return;
        }
        if breaks > 1 {
            self.push_str("\n\n");
        } else {
            self.push(' ');
        }
    }

    fn doubled(&mut self, mark: char, single: char, double: char) {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                self.push(double);
            }
            None => self.push(single),
        }
    }

    fn dash(&mut self) {
        let (length, dash) = if self.rest.starts_with("--") {
            (2, '\u{2014}')
        } else if self.rest.starts_with('-') {
            (1, '\u{2013}')
        } else {
            (0, '-')
        };
        self.rest = &self.rest[length..];
        self.push(dash);
    }

    /// A plain group. It guards its letters, unless a font command or an accent opens it.
    fn group(&mut self) {
        let guard = match self.guard() {
            Guard::None if starts_with_accent(self.rest) => Guard::Accent,
            Guard::None | Guard::Accent => Guard::Braces,
            Guard::Braces => Guard::Braces,
        };
        self.open(Vec::new(), guard);
    }

    fn open(&mut self, endings: Vec<Ending>, guard: Guard) {
        self.groups.push(Group { endings, guard, maths: self.maths });
    }

    fn close(&mut self) {
        let Some(group) = self.groups.pop() else { return };
        self.maths = group.maths;
        for ending in group.endings.into_iter().rev() {
            match ending {
                Ending::Tag(tag) => self.out.close(tag),
                Ending::Mark(mark) => self.push(mark),
                Ending::Quote => {
                    self.quotes -= 1;
                    let mark = if self.quotes.is_multiple_of(2) { '\u{201d}' } else { '\u{2019}' };
                    self.push(mark);
                }
            }
        }
    }

    /// `$` begins and ends mathematics; one without a partner, as in `$5`, stands for itself.
    fn dollar(&mut self) {
        self.rest = self.rest.strip_prefix('$').unwrap_or(self.rest);
        if self.maths || opens_maths(self.rest) {
            self.maths = !self.maths;
        } else {
            self.push('$');
        }
    }

    /// `^` or `_` in mathematics: the next group, command or character is raised or lowered.
    fn script(&mut self, tag: Tag) {
        self.rest = self.rest.trim_start();
        self.out.open(tag);
        if let Some(rest) = self.rest.strip_prefix('{') {
            self.rest = rest;
            self.open(vec![Ending::Tag(tag)], Guard::Braces);
            return;
        }
        if let Some(c) = self.rest.chars().next().filter(|c| !matches!(c, '^' | '_' | '$' | '}')) {
            self.rest = &self.rest[c.len_utf8()..];
            let depth = self.groups.len();
            self.step(c);
            if self.groups.len() > depth {
                self.groups[depth].endings.insert(0, Ending::Tag(tag));
                return;
            }
        }
        self.out.close(tag);
    }

    fn command(&mut self) {
        let name = command_name(self.rest);
        self.rest = &self.rest[name.len()..];
        let letters = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if letters {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
            self.rest = self.rest.strip_prefix('*').filter(|rest| rest.starts_with('{')).unwrap_or(self.rest);
        }
        if name == "verb" && !self.rest.starts_with('{') {
            self.verbatim();
        } else if let Some(mark) = tables::accent(name).filter(|_| !self.maths) {
            self.accent(mark);
        } else if let Some(symbol) = tables::symbol(name) {
            self.push_str(symbol);
            self.rest = self.rest.strip_prefix("{}").unwrap_or(self.rest);
        } else if let Some(argument) = tables::argument(name) {
            self.argument(argument);
        } else if let Some(tag) = tables::declaration(name) {
            self.out.open(tag);
            if let Some(group) = self.groups.last_mut() {
                group.endings.push(Ending::Tag(tag));
            }
        } else if let Some(c) = name.chars().next().filter(|_| !letters) {
            self.push(c);
        } else if let Some(rest) = self.rest.strip_prefix('{') {
            self.rest = rest;
            let guard = self.guard();
            self.open(Vec::new(), guard);
        }
    }

    fn argument(&mut self, argument: Argument) {
        let guard = self.guard();
        match argument {
            Argument::Skipped(count) => (0..count).for_each(|_| self.rest = behind_group(self.rest)),
            Argument::Address => self.address(),
            Argument::Maths => {
                if self.enter(Vec::new(), guard) {
                    self.maths = true;
                }
            }
            Argument::Font(tag) => self.font(tag, guard),
            Argument::Work(tag) => self.font(tag, Guard::Braces),
            Argument::Kept => {
                self.enter(Vec::new(), Guard::Braces);
            }
            Argument::Quote => self.quote(guard),
            Argument::QuotedWork => self.quote(Guard::Braces),
            Argument::Between(open, close) => {
                if self.rest.starts_with('{') {
                    self.push(open);
                    self.enter(vec![Ending::Mark(close)], guard);
                }
            }
            Argument::Fraction => {
                self.enter(vec![Ending::Mark('/')], guard);
            }
            Argument::Term => self.term(),
        }
    }

    fn font(&mut self, tag: Tag, guard: Guard) {
        if self.rest.starts_with('{') {
            self.out.open(tag);
            self.enter(vec![Ending::Tag(tag)], guard);
        }
    }

    fn quote(&mut self, guard: Guard) {
        if self.rest.starts_with('{') {
            let mark = if self.quotes.is_multiple_of(2) { '\u{201c}' } else { '\u{2018}' };
            self.push(mark);
            self.quotes += 1;
            self.enter(vec![Ending::Quote], guard);
        }
    }

    /// `\verb|...|` with any mark.
    fn verbatim(&mut self) {
        let Some(mark) = self.rest.chars().next() else { return };
        let Some((text, behind)) = self.rest[mark.len_utf8()..].split_once(mark) else { return };
        self.rest = behind;
        self.out.letters(text, Guard::Braces);
    }

    /// A key such as `newseries` in words; what is no key stays.
    fn term(&mut self) {
        let behind = behind_group(self.rest);
        let key = self.rest[..self.rest.len() - behind.len()].trim_matches(['{', '}', ' ']);
        if let Some(words) = term(key) {
            self.rest = behind;
            self.push_str(words);
        }
    }

    /// Into the group that follows, where one does.
    fn enter(&mut self, endings: Vec<Ending>, guard: Guard) -> bool {
        let Some(rest) = self.rest.strip_prefix('{') else { return false };
        self.rest = rest;
        self.open(endings, guard);
        true
    }

    fn address(&mut self) {
        let rest = behind_group(self.rest);
        let written = &self.rest[..self.rest.len() - rest.len()];
        let address = verbatim(written);
        self.rest = rest;
        self.out.letters(&address, Guard::Braces);
    }

    /// The accent on the letter that follows, in braces or not, which may have another one: `\~\^e`, `\'{\^e}`.
    fn accent(&mut self, mark: char) {
        let mut marks = vec![mark];
        self.rest = inner_accents(self.rest.trim_start(), &mut marks);
        let letters = match self.rest.starts_with('{') {
            true => {
                let behind = behind_group(self.rest);
                let group = &self.rest[1..self.rest.len() - behind.len()];
                self.rest = behind;
                plain_argument(inner_accents(group.trim_start_matches(['{', ' ']), &mut marks))
            }
            false => self.next_letter(),
        };
        self.push_str(&marked(&letters, marks));
    }

    /// The letter that an accent without braces is for: a character, or `\i` and its like.
    fn next_letter(&mut self) -> String {
        if let Some(rest) = self.rest.strip_prefix('\\') {
            let name = command_name(rest);
            let behind = &rest[name.len()..];
            self.rest = behind.strip_prefix("{}").unwrap_or(behind).trim_start_matches(' ');
            return base_letter(name).to_owned();
        }
        let Some(c) = self.rest.chars().next().filter(|c| !matches!(c, '}' | '$')) else { return String::new() };
        self.rest = &self.rest[c.len_utf8()..];
        c.to_string()
    }
}

/// The name of the command behind a backslash: letters, or one character.
pub(super) fn command_name(rest: &str) -> &str {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
    &rest[..length]
}

/// Whether mathematics starts here: a `$` ends it, and no space stands just inside either of them.
fn opens_maths(rest: &str) -> bool {
    let mut before = b' ';
    for byte in rest.bytes() {
        if byte == b'$' && before != b'\\' {
            return !rest.starts_with(char::is_whitespace) && !before.is_ascii_whitespace();
        }
        before = byte;
    }
    false
}
