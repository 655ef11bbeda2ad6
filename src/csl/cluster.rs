//! Citations: cites sorted, grouped, collapsed and joined (specification, "Cite Collapsing", "Cite Grouping").

use super::document::Formatter;
use super::eval::{CiteData, Context, Position, Purpose};
use super::token::{self, Mark, Token, Tokens};
use super::{Cite, Extent, numbers, sort};
use citationberg::{Collapse, ToFormatting};
use std::collections::BTreeMap;

/// A cite, rendered.
#[derive(Debug, Clone)]
struct Rendered {
    /// Its number in the cluster as given.
    at: usize,
    tokens: Tokens,
    /// What cites are grouped by: the names it begins with, as text. A cite without names and with a letter is grouped by all
    /// but the letter.
    group: String,
    /// Its date without a letter.
    year: String,
    letter: Option<Tokens>,
    /// Whether an affix or place keeps it from being collapsed.
    alone: bool,
    number: usize,
    /// What stands before it, where that is not the layout's delimiter.
    delimiter: Option<String>,
}

impl Formatter<'_> {
    /// A whole citation, affixes of the layout included.
    pub fn cluster(&self, at: usize) -> Tokens {
        let cluster = &self.clusters[at];
        let citation = &self.program.style.citation;
        let mut cites: Vec<Rendered> =
            self.cites_in_order(at).into_iter().map(|n| self.cite(at, n, Shape::Whole)).collect();
        match citation.collapse {
            Some(Collapse::CitationNumber) => cites = self.by_number(cites),
            Some(collapse) => cites = self.by_year(at, cites, collapse),
            None if citation.cite_group_delimiter.is_some() => cites = self.grouped(cites),
            None => {}
        }
        let delimiter = citation.layout.delimiter.as_deref().unwrap_or_default();
        let mut out: Tokens = Vec::new();
        for one in cites.into_iter().filter(|one| !token::is_empty(&one.tokens)) {
            let joins = cluster.cites[one.at].prefix.first().is_some_and(|token| match token {
                Token::Text(text) => text.starts_with([',', '.', ';', ':']),
                _ => false,
            });
            if !out.is_empty() && !joins {
                let delimiter = one.delimiter.as_deref().unwrap_or(delimiter);
                out.extend(token::affix(delimiter));
                // What an author writes before a work is not to touch the one before.
                if !cluster.cites[one.at].prefix.is_empty() && !delimiter.ends_with(char::is_whitespace) {
                    out.extend(token::text(" "));
                }
            }
            let mut tokens = one.tokens;
            let prefix = token::plain(&cluster.cites[one.at].prefix);
            let begins = match prefix.trim_end() {
                "" => {
                    let starts = out.is_empty() && cluster.extent != Extent::Within;
                    starts && self.program.is_note() && citation.layout.prefix.is_none()
                }
                prefix => prefix.ends_with(['.', '!', '?']) && prefix.contains(' ') || prefix.ends_with(".\""),
            };
            if begins {
                capitalize_term(&mut tokens, !prefix.is_empty());
            }
            out.extend(tokens);
        }
        let (prefix, suffix) = (citation.layout.prefix.as_deref(), citation.layout.suffix.as_deref());
        let out = match cluster.extent {
            Extent::Whole => token::affixed(prefix, out, suffix),
            Extent::Start | Extent::Within => out,
        };
        token::formatted(citation.layout.to_formatting(), out)
    }

    /// The cites of a cluster in the style's order.
    fn cites_in_order(&self, at: usize) -> Vec<usize> {
        let cluster = &self.clusters[at];
        let mut order: Vec<usize> = (0..cluster.cites.len()).collect();
        if let Some(sort) = self.program.style.citation.sort.as_ref().filter(|_| !cluster.in_order && order.len() > 1) {
            let cite = |n: usize| (self.records[cluster.cites[n].item], self.data(at, n));
            sort::order(self.program, sort, Purpose::CitationSort, &mut order, &cite);
        }
        order
    }

    fn data(&self, at: usize, n: usize) -> CiteData<'_> {
        let cite = &self.clusters[at].cites[n];
        let placed = self.placed[at][n];
        CiteData {
            locator: cite.locator.as_ref().map(|locator| (numbers::locator(&locator.label), locator.value.as_str())),
            position: cite.position.unwrap_or(placed.position),
            near_note: placed.near_note,
            first_note: placed.first_note,
            number: self.numbers[cite.item],
            label: self.labels[cite.item].clone(),
            apart: self.apart[cite.item].clone(),
            without_names: cite.without_author,
        }
    }

    /// Renders one cite of a cluster, the cite's own affixes around it.
    fn cite(&self, at: usize, n: usize, shape: Shape) -> Rendered {
        let cite = &self.clusters[at].cites[n];
        let (tokens, stand_in) = self.cite_tokens(at, n, shape);
        let names = token::find(&tokens, |mark| *mark == Mark::Names).map(token::plain);
        let date = token::find(&tokens, |mark| *mark == Mark::Date);
        let letter = token::find(&tokens, |mark| *mark == Mark::YearSuffix).map(<[Token]>::to_vec);
        let year = date.map(|date| token::plain(&without_letter(date))).unwrap_or_default();
        let whole = || letter.as_ref().map(|_| token::plain(&without_letter(&tokens)));
        let group = names.or(stand_in).or_else(whole).unwrap_or_default();
        let alone = cite.locator.is_some() || !cite.prefix.is_empty() || !cite.suffix.is_empty();
        Rendered {
            at: n,
            tokens: self.around(cite, n, tokens),
            group,
            year,
            letter,
            alone,
            number: self.numbers[cite.item],
            delimiter: None,
        }
    }

    /// A cite without its affixes, and the text that stands in for its names.
    fn cite_tokens(&self, at: usize, n: usize, shape: Shape) -> (Tokens, Option<String>) {
        let cite = &self.clusters[at].cites[n];
        let as_always = shape == Shape::Whole && cite.locator.is_none() && !cite.without_author;
        if let Some(ready) = self.ready[cite.item].as_ref().filter(|_| as_always) {
            return (ready.tokens.clone(), ready.stand_in.clone());
        }
        let mut data = self.data(at, n);
        data.without_names |= shape == Shape::WithoutNames;
        let mut context = Context::new(self.program, self.records[cite.item], &data, Purpose::Citation);
        let tokens = context.elements(&self.program.style.citation.layout.elements, "").tokens;
        (tokens, context.stand_in())
    }

    /// The cite's own prefix and suffix, and the mark of its number.
    fn around(&self, cite: &Cite, n: usize, tokens: Tokens) -> Tokens {
        if token::is_empty(&tokens) && cite.prefix.is_empty() {
            return Vec::new();
        }
        let mut inner = cite.prefix.clone();
        inner.extend(tokens);
        inner.extend(cite.suffix.iter().cloned());
        token::marked(Mark::Item(n), inner)
    }

    /// Numbers in a row as a range.
    fn by_number(&self, cites: Vec<Rendered>) -> Vec<Rendered> {
        let after = self.program.style.citation.after_collapse_delimiter.clone();
        let mut out: Vec<Rendered> = Vec::new();
        let (mut at, mut collapsed) = (0, false);
        while at < cites.len() {
            let mut end = at + 1;
            while end < cites.len()
                && !cites[end].alone
                && !cites[end - 1].alone
                && cites[end].number == cites[end - 1].number + 1
            {
                end += 1;
            }
            let first_out = out.len();
            if end - at >= 3 {
                let mut first = cites[at].clone();
                first.tokens.extend(token::text("\u{2013}"));
                first.tokens.extend(cites[end - 1].tokens.iter().cloned());
                out.push(first);
            } else {
                out.extend(cites[at..end].iter().cloned());
            }
            if after.is_some() && collapsed {
                out[first_out].delimiter.clone_from(&after);
            }
            collapsed = end - at >= 3;
            at = end;
        }
        out
    }

    /// Cites of the same names side by side, parted by the delimiter of groups.
    fn grouped(&self, cites: Vec<Rendered>) -> Vec<Rendered> {
        let delimiter = self.program.style.citation.cite_group_delimiter.clone();
        let mut out = Vec::new();
        for group in groups(cites) {
            for (n, mut one) in group.into_iter().enumerate() {
                if n > 0 {
                    one.delimiter.clone_from(&delimiter);
                }
                out.push(one);
            }
        }
        out
    }

    /// Cites of the same names: the names once, then the years; of the same year, the letters.
    fn by_year(&self, at: usize, cites: Vec<Rendered>, collapse: Collapse) -> Vec<Rendered> {
        let citation = &self.program.style.citation;
        let layout = citation.layout.delimiter.clone().unwrap_or_default();
        // Cites are grouped "in in-text citations" (specification, "Cite Grouping"): the default delimiter is theirs alone.
        let in_text = collapse == Collapse::Year && !self.program.is_note();
        let unset = || if in_text { ", ".to_owned() } else { layout.clone() };
        let group_delimiter = citation.cite_group_delimiter.clone().unwrap_or_else(unset);
        let suffix_delimiter = citation.year_suffix_delimiter.clone().unwrap_or_else(|| group_delimiter.clone());
        let after = citation.after_collapse_delimiter.clone();
        let mut out: Vec<Rendered> = Vec::new();
        let mut collapsed = false;
        for group in groups(cites) {
            let mut shown: Vec<Rendered> = Vec::new();
            for (n, one) in group.iter().enumerate() {
                if n == 0 {
                    let mut first = one.clone();
                    if collapsed || after.is_some() {
                        first.delimiter.clone_from(&after);
                    }
                    shown.push(first);
                    continue;
                }
                let before = &group[n - 1];
                let same_year = collapse != Collapse::Year
                    && one.year == before.year
                    && one.letter.is_some()
                    && before.letter.is_some()
                    && !one.alone
                    && !before.alone;
                let mut next = if same_year {
                    let letter = one.letter.clone().unwrap_or_default();
                    Rendered { tokens: token::marked(Mark::Item(one.at), letter), ..one.clone() }
                } else {
                    self.cite(at, one.at, Shape::WithoutNames)
                };
                next.delimiter = Some(match (same_year, before.alone) {
                    (true, _) => suffix_delimiter.clone(),
                    (false, true) => after.clone().unwrap_or_else(|| layout.clone()),
                    (false, false) => group_delimiter.clone(),
                });
                shown.push(next);
            }
            collapsed = shown.len() > 1;
            if collapse == Collapse::YearSuffixRanged {
                shown = ranged(shown, &suffix_delimiter, &group);
            }
            out.extend(shown);
        }
        out
    }
}

/// What of a cite is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Whole,
    WithoutNames,
}

/// Begins a cite with a capital where a term begins it, as `Ibid.` at the start of a note.
fn capitalize_term(tokens: &mut [Token], behind_prefix: bool) {
    let term = tokens.iter().position(|token| *token == Token::Open(Mark::Term));
    let text = tokens.iter().position(|token| matches!(token, Token::Text(text) if !text.is_empty()));
    let Some(term) = term else { return };
    // Nothing but the cite's own prefix may stand before the term.
    if !behind_prefix && text.is_some_and(|text| text < term) {
        return;
    }
    if let Some(Token::Text(text)) = tokens.get_mut(term + 1) {
        let mut letters = text.chars();
        *text = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    }
}

fn without_letter(tokens: &[Token]) -> Tokens {
    let mut out = Vec::new();
    let mut inside = 0_usize;
    for token in tokens {
        match token {
            Token::Open(Mark::YearSuffix) if inside == 0 => inside = 1,
            Token::Open(_) if inside > 0 => inside += 1,
            Token::Close if inside > 0 => inside -= 1,
            _ if inside > 0 => {}
            token => out.push(token.clone()),
        }
    }
    out
}

/// Cites parted into groups of the same names, in the order in which each group begins.
fn groups(cites: Vec<Rendered>) -> Vec<Vec<Rendered>> {
    let mut groups: Vec<Vec<Rendered>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for cite in cites {
        match known.get(&cite.group) {
            Some(group) => groups[*group].push(cite),
            None => {
                if !cite.group.is_empty() {
                    known.insert(cite.group.clone(), groups.len());
                }
                groups.push(vec![cite]);
            }
        }
    }
    groups
}

/// Three or more letters in a row as a range.
fn ranged(shown: Vec<Rendered>, delimiter: &str, group: &[Rendered]) -> Vec<Rendered> {
    let letter = |at: usize| {
        let text = token::plain(group[at].letter.as_deref().unwrap_or_default());
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none()).map(u32::from)
    };
    let is_letter = |one: &Rendered| one.delimiter.as_deref() == Some(delimiter);
    let mut out: Vec<Rendered> = Vec::new();
    let mut at = 0;
    while at < shown.len() {
        let mut end = at + 1;
        while end < shown.len()
            && is_letter(&shown[end])
            && letter(end).zip(letter(end - 1)).is_some_and(|(b, a)| b == a + 1)
        {
            end += 1;
        }
        if end - at >= 3 {
            let mut first = shown[at].clone();
            first.tokens.extend(token::text("\u{2013}"));
            first.tokens.extend(shown[end - 1].tokens.iter().cloned());
            out.push(first);
        } else {
            out.extend(shown[at..end].iter().cloned());
        }
        at = end;
    }
    out
}

impl Formatter<'_> {
    /// The names of one cite alone, in short, for where they stand in the sentence; what stands in for them where there are
    /// none. Styles that print no names have the authors' family names.
    pub fn names_alone(&self, at: usize, n: usize) -> Tokens {
        let cite = &self.clusters[at].cites[n];
        let record = self.records[cite.item];
        let mut data = self.data(at, n);
        (data.without_names, data.locator) = (false, None);
        if self.program.is_note() {
            data.position = Position::Subsequent;
        }
        let mut context = Context::new(self.program, record, &data, Purpose::Citation);
        let tokens = context.elements(&self.program.style.citation.layout.elements, "").tokens;
        if let Some(names) = token::find(&tokens, |mark| *mark == Mark::Names) {
            return names.to_vec();
        }
        let mut context = Context::new(self.program, record, &data, Purpose::Citation);
        context.elements(self.program.short_names(), "").tokens
    }
}
