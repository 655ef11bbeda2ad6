//! Texts with CSL's markup as TeX: what `bibliography::tex` reads, backwards.
//!
//! Letters stay in UTF-8, which biber and every BibTeX of today read. Characters that mean something to TeX are escaped, in
//! such a way that BibTeX, which knows no escapes, counts as many opening braces as closing ones.

use super::markup::{Mark, Piece, pieces};
use crate::bibliography::tex::case;

/// A text in the case as written.
pub(super) fn text(source: &str) -> String {
    Letters::new(source).written()
}

/// A title whose capitals stand in braces, so that no style makes small letters of them. All other letters are those of
/// the same title, or a longer one, in another spelling, where that has the same letters.
pub(super) fn title(source: &str, spelled: &str) -> String {
    let mut letters = Letters::new(source);
    letters.guard_capitals();
    letters.spell(&Letters::new(spelled).text);
    letters.written()
}

/// An address or an identifier: as it is, but for braces without a partner and backslashes, which are percent-encoded.
pub(super) fn verbatim(source: &str) -> String {
    let balanced = is_balanced(source);
    let mut out = String::with_capacity(source.len());
    for c in source.trim().chars() {
        match c {
            '{' if !balanced => out.push_str("%7B"),
            '}' if !balanced => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Whether each brace has its partner.
fn is_balanced(text: &str) -> bool {
    let depth = text.bytes().try_fold(0_usize, |depth, byte| match byte {
        b'{' => Some(depth + 1),
        b'}' => depth.checked_sub(1),
        _ => Some(depth),
    });
    depth == Some(0)
}

/// A text whose letters are guarded one by one, apart from its markup.
struct Letters {
    text: String,
    /// Whether a byte stands in braces.
    guarded: Vec<bool>,
    /// The markup, each before the byte of this number.
    marks: Vec<(usize, &'static str)>,
    /// Whether braces can be written as braces with a backslash.
    balanced: bool,
}

impl Letters {
    fn new(source: &str) -> Self {
        let mut letters =
            Self { text: String::new(), guarded: Vec::new(), marks: Vec::new(), balanced: is_balanced(source) };
        let mut no_case = 0_usize;
        for piece in pieces(source) {
            match piece {
                Piece::Text(text) => {
                    letters.text.push_str(text);
                    letters.guarded.resize(letters.text.len(), no_case > 0);
                }
                Piece::Open(Mark::NoCase) => no_case += 1,
                Piece::Close(Mark::NoCase) => no_case -= 1,
                Piece::Open(mark) => letters.marks.push((letters.text.len(), command(mark))),
                Piece::Close(_) => letters.marks.push((letters.text.len(), "}")),
            }
        }
        letters
    }

    /// Guards each word with a capital, but for the first letter of the title and of what follows a colon, which styles keep.
    fn guard_capitals(&mut self) {
        let mut end = 0;
        while let Some(word) = case::next_word(&self.text, end) {
            let mut letters = self.text[word.clone()].chars();
            let begins = letters.next().is_some_and(char::is_uppercase);
            if letters.any(char::is_uppercase) || begins && !self.starts_a_title(word.start) {
                self.guarded[word.clone()].fill(true);
                // One pair of braces around several words.
                let space = word.start.checked_sub(1).filter(|space| *space == end && end > 0);
                let joined = space.filter(|space| self.text[*space..].starts_with(' ') && self.guarded[*space - 1]);
                joined.into_iter().for_each(|space| self.guarded[space] = true);
            }
            end = word.end;
        }
    }

    /// Takes the letters of another spelling, but for those that are guarded.
    fn spell(&mut self, spelled: &str) {
        let pairs = || self.text.char_indices().zip(spelled.chars());
        let alike = |((_, own), other): ((usize, char), char)| {
            own.len_utf8() == other.len_utf8() && own.to_lowercase().eq(other.to_lowercase())
        };
        if spelled.chars().nth(self.text.chars().count().saturating_sub(1)).is_some() && pairs().all(alike) {
            self.text = pairs().map(|((at, own), other)| if self.guarded[at] { own } else { other }).collect();
        }
    }

    /// Whether nothing or a colon stands before this letter.
    fn starts_a_title(&self, at: usize) -> bool {
        let before = self.text[..at].chars().rev().find(|c| !case::is_opening(*c) && !c.is_whitespace());
        before.is_none_or(|before| before == ':' && self.text[..at].ends_with(char::is_whitespace))
    }

    fn written(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + 16);
        let mut marks = self.marks.iter().peekable();
        let mut in_braces = false;
        for (at, c) in self.text.char_indices() {
            let marked = marks.peek().is_some_and(|(place, _)| *place == at);
            if in_braces && (marked || !self.guarded[at]) {
                out.push('}');
                in_braces = false;
            }
            while let Some((_, mark)) = marks.next_if(|(place, _)| *place == at) {
                out.push_str(mark);
            }
            if self.guarded[at] && !in_braces {
                out.push('{');
                in_braces = true;
            }
            self.letter(c, &mut out);
        }
        if in_braces {
            out.push('}');
        }
        marks.for_each(|(_, mark)| out.push_str(mark));
        out.trim().to_owned()
    }

    fn letter(&self, c: char, out: &mut String) {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' | '}' if self.balanced => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '\u{a0}' => out.push('~'),
            // Two of them are a dash or a quotation mark to TeX; behind a line break `@` begins an entry.
            '-' | '\'' if out.ends_with(c) => out.extend(['{', '}', c]),
            '@' if out.trim_end_matches(' ').ends_with('\n') => out.push_str("{}@"),
            '\r' => {}
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
}

/// The command that begins this markup.
fn command(mark: Mark) -> &'static str {
    match mark {
        Mark::Italic => "\\emph{",
        Mark::Bold => "\\textbf{",
        Mark::Sub => "\\textsubscript{",
        Mark::Sup => "\\textsuperscript{",
        Mark::SmallCaps => "\\textsc{",
        Mark::NoCase => "{",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tex_would_take_for_its_own_is_escaped() {
        for (given, expected) in [
            ("AT&T, 50% of $5, #1_a ~ ^", "AT\\&T, 50\\% of \\$5, \\#1\\_a \\textasciitilde{} \\textasciicircum{}"),
            ("{a} \\b", "\\{a\\} \\textbackslash{}b"),
            ("a} {b", "a\\textbraceright{} \\textbraceleft{}b"),
            ("a--b ''c'' `d`", "a-{}-b '{}'c'{}' \\textasciigrave{}d\\textasciigrave{}"),
            ("a\u{a0}b", "a~b"),
            ("“Он” – «да»", "“Он” – «да»"),
            ("<i>a</i> H<sub>2</sub>O 10<sup>3</sup>", "\\emph{a} H\\textsubscript{2}O 10\\textsuperscript{3}"),
            ("a\n\n@book{x, y}", "a\n\n{}@book\\{x, y\\}"),
            ("a < b <i>c", "a < b <i>c"),
        ] {
            assert_eq!(text(given), expected);
        }
    }

    #[test]
    fn capitals_of_titles_are_guarded() {
        for (given, expected) in [
            ("Old wine in New Bottles", "Old wine in {New Bottles}"),
            ("China: A Country of NASA", "{China}: A {Country} of {NASA}"),
            ("What? Why not", "What? {Why} not"),
            ("<i>Homo sapiens</i> in Africa", "\\emph{Homo sapiens} in {Africa}"),
            ("H<sub>2</sub>O and you", "{H}\\textsubscript{{2}}{O} and you"),
            ("On <span class=\"nocase\">iPad</span> use", "On {iPad} use"),
            ("Das Kapital", "Das {Kapital}"),
            ("О Китае", "О {Китае}"),
        ] {
            assert_eq!(title(given, ""), expected.replace("{China}", "China"), "{given}");
        }
    }

    #[test]
    fn a_title_keeps_the_capitals_of_its_author() {
        for (given, spelled, expected) in [
            ("Old wine in new bottles", "Old Wine in New Bottles", "Old Wine in New Bottles"),
            ("The Chinese way", "The Chinese Way", "The {Chinese} Way"),
            ("The <i>iPad</i> age", "The <i>iPad</i> Age", "The \\emph{{iPad}} Age"),
            ("A short one", "A Short One: And More", "A Short One"),
            ("Another title", "Some Other Title", "Another title"),
            ("A title", "", "A title"),
        ] {
            assert_eq!(title(given, spelled), expected, "{given}");
        }
    }

    #[test]
    fn addresses_have_balanced_braces() {
        assert_eq!(verbatim("https://a.b/%20_{x}#~"), "https://a.b/%20_{x}#~");
        assert_eq!(verbatim("https://a.b/}\\{"), "https://a.b/%7D%5C%7B");
    }
}
