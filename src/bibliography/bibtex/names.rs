//! Lists of names as BibTeX writes them.

use crate::bibliography::{Name, Value, tex};
use std::borrow::Cow;

/// The names of a list such as `Lai, H. and {World Bank} and others`.
///
/// With `use_prefix`, particles belong to the family name and sort with it.
///
/// Where no `and` parts them but semicolons do, those are meant.
pub(crate) fn list(source: &str, use_prefix: bool) -> Vec<Name> {
    let names = separated(source).map(str::trim).filter(|name| !name.is_empty());
    names.filter_map(|name| parse(name, use_prefix)).collect()
}

/// The names with what an annotation of BibLaTeX says of them by their number: `1="0000-0002-1825-0097"; 3="..."`.
pub(super) fn annotated(names: &[Name], part: &str, annotation: &str) -> Value {
    let mut names: Vec<_> = names.iter().map(Name::to_json).collect();
    for (number, value) in annotation.split(';').filter_map(|one| one.split_once('=')) {
        let at = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let value = value.trim().trim_matches('"');
        if let Some(name) = at.and_then(|at| names.get_mut(at)).filter(|_| !value.is_empty()) {
            name[part] = value.into();
        }
    }
    serde_json::Value::from(names).into()
}

fn separated(source: &str) -> impl Iterator<Item = &str> {
    let separator = if has_semicolons_alone(source) { Separator::Semicolon } else { Separator::And };
    split(source, separator)
}

/// Whether semicolons part these names, and no `and` does.
fn has_semicolons_alone(source: &str) -> bool {
    let parts = |separator| split(source, separator).nth(1).is_some();
    source.contains(';') && parts(Separator::Semicolon) && !parts(Separator::And)
}

/// What is wrong with the separators of a list of names, if anything is.
pub(super) fn flaw(source: &str) -> Option<String> {
    if has_semicolons_alone(source) {
        return Some("semicolons part these names".to_owned());
    }
    if source.bytes().filter(|byte| *byte == b',').count() < 3 {
        return None;
    }
    let crowded = |name: &&str| split(name, Separator::Comma).filter(|part| !part.trim().is_empty()).count() > 3;
    let name = separated(source).find(|name| crowded(name) && !name.contains('='))?;
    Some(format!("`{}` has more than two commas", name.trim()))
}

/// The items of a list that is parted by `and`, as text, such as `publisher = {A and B}`.
pub(super) fn items(source: &str) -> impl Iterator<Item = String> {
    split(source, Separator::And).map(|item| tex::text(item, tex::Case::Keep)).filter(|item| !item.is_empty())
}

fn parse(name: &str, use_prefix: bool) -> Option<Name> {
    if name.eq_ignore_ascii_case("others") {
        return Some(literal("others".to_owned()));
    }
    if let Some(inner) = single_group(name) {
        return Some(literal(tex::plain(inner))).filter(|name| !name.literal.is_empty());
    }
    let mut parts: Vec<&str> = split(name, Separator::Comma).map(str::trim).collect();
    while parts.len() > 1 && parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    if parts.iter().any(|part| extended(part).is_some()) {
        return Some(from_extended(&parts, use_prefix));
    }
    let name = match parts.as_slice() {
        [whole] => natural(&tokens(whole), use_prefix),
        [family, given] => inverted(&tokens(family), given, "", use_prefix),
        [family, suffix, given @ ..] => inverted(&tokens(family), &given.join(" "), suffix, use_prefix),
        [] => Name::default(),
    };
    (name != Name::default()).then_some(name)
}

fn literal(literal: String) -> Name {
    Name { literal, ..Name::default() }
}

/// `First von Last`.
fn natural(tokens: &[&str], use_prefix: bool) -> Name {
    let Some(last) = tokens.len().checked_sub(1) else { return Name::default() };
    let first_particle = tokens[..last].iter().position(|token| is_lower(token));
    let (given, von, family) = match first_particle {
        Some(from) => {
            let run = tokens[from..last].iter().take_while(|token| is_lower(token)).count();
            (&tokens[..from], &tokens[from..from + run], &tokens[from + run..])
        }
        None => (&tokens[..last], &tokens[..0], &tokens[last..]),
    };
    assemble(von, family, &joined(given), "", use_prefix)
}

/// `von Last, First` and `von Last, Jr, First`, also `Last, First von`.
fn inverted(family: &[&str], given: &str, suffix: &str, use_prefix: bool) -> Name {
    let last = family.len().saturating_sub(1);
    let particles = family[..last].iter().take_while(|token| is_lower(token)).count();
    let (von, family) = family.split_at(particles);
    let given = tokens(given);
    let trailing = given.iter().skip(1).rev().take_while(|token| is_trailing_particle(token)).count();
    let (given, behind) = given.split_at(given.len() - trailing);
    let mut name = assemble(von, family, &joined(given), suffix, use_prefix);
    if !behind.is_empty() && name.dropping_particle.is_empty() {
        name.dropping_particle = tex::plain(&behind.join(" "));
    }
    name
}

/// Words with a space between each two.
fn joined<'a>(words: &[&'a str]) -> Cow<'a, str> {
    match words {
        [] => Cow::Borrowed(""),
        [word] => Cow::Borrowed(word),
        _ => Cow::Owned(words.join(" ")),
    }
}

fn assemble(von: &[&str], family: &[&str], given: &str, suffix: &str, use_prefix: bool) -> Name {
    let family = tex::plain(&joined(family));
    let given = spaced_initials(tex::plain(given));
    let mut name = Name { family, given, suffix: tex::plain(suffix), ..Name::default() };
    if let Some(length) = attached_particle(&name.family) {
        let family = name.family.split_off(length);
        name.particle = std::mem::replace(&mut name.family, family);
    }
    put_prefix(&mut name, tex::plain(&joined(von)), use_prefix);
    name
}

/// Gives a name its particle: one that stays where it belongs to the family name.
fn put_prefix(name: &mut Name, prefix: String, stays: bool) {
    if !prefix.is_empty() {
        *(if stays { &mut name.particle } else { &mut name.dropping_particle }) = prefix;
    }
}

/// `family=Goethe, given=Johann, prefix=von, useprefix=true`.
fn from_extended(parts: &[&str], use_prefix: bool) -> Name {
    let mut name = Name::default();
    let mut prefix = String::new();
    let mut keep = use_prefix;
    for (key, value) in parts.iter().filter_map(|part| extended(part)) {
        let value = tex::plain(value.trim_matches('"'));
        match key {
            "family" => name.family = value,
            "given" => name.given = spaced_initials(value),
            "suffix" => name.suffix = value,
            "prefix" => prefix = value,
            "useprefix" => keep = value == "true",
            _ => {}
        }
    }
    put_prefix(&mut name, prefix, keep);
    name
}

fn extended(part: &str) -> Option<(&str, &str)> {
    const KEYS: &[&str] = &[
        "family",
        "given",
        "prefix",
        "suffix",
        "useprefix",
        "family-i",
        "given-i",
        "prefix-i",
        "suffix-i",
        "id",
        "hash",
    ];
    let (key, value) = part.split_once('=')?;
    KEYS.contains(&key.trim()).then_some((key.trim(), value.trim()))
}

/// The inside of a name that is one group in braces, as organisations are written.
fn single_group(name: &str) -> Option<&str> {
    let inner = name.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_usize;
    for byte in inner.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some(inner)
}

/// Whether a word behind the given names is a particle of the family name, and no initial or `jr.`
fn is_trailing_particle(token: &str) -> bool {
    token.len() > 1 && !(token.ends_with('.') && token.len() > 2) && is_lower(token)
}

/// Whether a word is a particle: its first letter is a small one.
fn is_lower(token: &str) -> bool {
    if let Some(first) = token.bytes().next().filter(u8::is_ascii_alphabetic) {
        return first.is_ascii_lowercase();
    }
    tex::plain(token).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// The length of a particle that is written together with the name, as in `d’Alembert` and `al-Khwarizmi`.
fn attached_particle(family: &str) -> Option<usize> {
    let (at, mark) = family.char_indices().find(|(_, c)| !c.is_lowercase())?;
    let known = match mark {
        '\'' | '\u{2019}' => (1..=4).contains(&at),
        '-' => matches!(&family[..at], "al" | "el" | "as" | "ad" | "an" | "at" | "ul" | "ibn" | "bin" | "bint"),
        _ => false,
    };
    let end = at + mark.len_utf8();
    (known && end < family.len()).then_some(end)
}

/// `J.R.R.` as `J. R. R.`
fn spaced_initials(given: String) -> String {
    let bytes = given.as_bytes();
    let crowded = |at: usize| bytes[at] == b'.' && bytes.get(at + 1).is_some_and(|next| *next != b' ');
    if given.is_ascii() && !(0..bytes.len()).any(crowded) {
        return given;
    }
    let mut out = String::with_capacity(given.len());
    let mut before = ' ';
    for c in given.chars() {
        if before == '.' && c.is_uppercase() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out.replace('\u{a0}', " ")
}

/// The words of a name; a space behind a command such as `\c` parts none.
fn tokens(part: &str) -> Vec<&str> {
    split(part, Separator::Space).map(str::trim).filter(|token| !token.is_empty()).collect()
}

/// What parts names, and what they are made of.
#[derive(Clone, Copy)]
enum Separator {
    And,
    Comma,
    Semicolon,
    Space,
}

impl Separator {
    /// The length of the separator that stands here, if one does.
    fn length(self, bytes: &[u8], at: usize) -> Option<usize> {
        let stands = match (self, bytes[at]) {
            (Self::And, b'a' | b'A') => {
                let before = at == 0 || bytes[at - 1].is_ascii_whitespace();
                let after = bytes.get(at + 3).is_none_or(u8::is_ascii_whitespace);
                let word = bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"and"));
                return (word && before && after).then_some(3);
            }
            (Self::Comma, b',') => true,
            (Self::Semicolon, b';') => {
                // `&uuml;` is a letter of HTML.
                let letters = bytes[..at].iter().rev().take(10).take_while(|byte| byte.is_ascii_alphanumeric()).count();
                at == letters || !matches!(bytes[at - letters - 1], b'&' | b'#')
            }
            (Self::Space, byte) if byte.is_ascii_whitespace() || byte == b'~' && !bytes[..at].ends_with(b"\\") => {
                let letters = bytes[..at].iter().rev().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
                !(1..8).contains(&letters) || bytes[..at - letters].last() != Some(&b'\\')
            }
            _ => false,
        };
        stands.then_some(1)
    }

    /// The first of these separators from a place on, outside braces: where it stands, and its length.
    fn find(self, bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
        let mut depth = 0_usize;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' if bytes.get(at + 1).is_some_and(|next| matches!(next, b'{' | b'}' | b',')) => at += 1,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                _ => {
                    if let Some(length) = self.length(bytes, at) {
                        return Some((at, length));
                    }
                }
            }
            at += 1;
        }
        None
    }
}

fn split(text: &str, separator: Separator) -> impl Iterator<Item = &str> {
    let mut rest = Some(0);
    std::iter::from_fn(move || {
        let start = rest?;
        let found = separator.find(text.as_bytes(), start);
        rest = found.map(|(at, length)| at + length);
        Some(&text[start..found.map_or(text.len(), |(at, _)| at)])
    })
}
