//! A document: items numbered and told apart, citations in order, the list.

use super::disambiguate::{self, Ready};
use super::eval::{Apart, CiteData, Context, Purpose};
use super::names;
use super::position::{self, Placed};
use super::program::Program;
use super::record::Record;
use super::token::{self, Mark, Token, Tokens};
use super::{Cluster, label, punctuation, sort};
use citationberg::{Bibliography, SubsequentAuthorSubstituteRule, ToFormatting};
use std::collections::BTreeSet;

/// All that rendering the parts of a document needs.
pub struct Formatter<'a> {
    pub(super) program: &'a Program,
    pub(super) records: &'a [&'a Record],
    pub(super) clusters: &'a [Cluster],
    pub(super) placed: Vec<Vec<Placed>>,
    pub(super) numbers: Vec<usize>,
    pub(super) labels: Vec<Option<String>>,
    pub(super) apart: Vec<Apart>,
    pub(super) ready: Vec<Option<Ready>>,
    order: Vec<usize>,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number of its item.
    pub item: usize,
    /// The first field, where the style sets it apart.
    pub first: Tokens,
    /// The entry, or the rest of it.
    pub rest: Tokens,
}

impl<'a> Formatter<'a> {
    /// Prepares a document. The list has what is cited, in order of citation, then `listed`.
    pub fn new(program: &'a Program, records: &'a [&'a Record], clusters: &'a [Cluster], listed: &[usize]) -> Self {
        let mut seen = BTreeSet::new();
        let cited = clusters.iter().flat_map(|cluster| &cluster.cites).map(|cite| cite.item);
        let registry: Vec<usize> = cited.chain(listed.iter().copied()).filter(|item| seen.insert(*item)).collect();
        Self::with_registry(program, records, clusters, registry)
    }

    fn with_registry(
        program: &'a Program,
        records: &'a [&'a Record],
        clusters: &'a [Cluster],
        registry: Vec<usize>,
    ) -> Self {
        let mut numbers = vec![0; records.len()];
        for (at, item) in registry.iter().enumerate() {
            numbers[*item] = at + 1;
        }
        let labels = label::labels(program, records);
        let mut order = registry.clone();
        if let Some(sort) = program.style.bibliography.as_ref().and_then(|list| list.sort.as_ref()) {
            let cite = |item: usize| {
                (records[item], CiteData { number: numbers[item], label: labels[item].clone(), ..CiteData::default() })
            };
            sort::order(program, sort, Purpose::ListSort, &mut order, &cite);
            let by_number = sort::by_number_only(program, sort);
            if !by_number {
                for (at, item) in order.iter().enumerate() {
                    numbers[*item] = at + 1;
                }
            }
        }
        let placed = position::place(clusters, program.style.citation.near_note_distance);
        let told = disambiguate::apart(program, records, &labels, &registry, &order);
        let (apart, ready) = (told.apart, told.ready);
        Self { program, records, clusters, placed, numbers, labels, apart, ready, order }
    }

    /// Prepares a document whose items are numbered in their own order before anything is cited.
    pub fn in_order(
        program: &'a Program,
        records: &'a [&'a Record],
        clusters: &'a [Cluster],
        listed: &[usize],
    ) -> Self {
        Self::with_registry(program, records, clusters, listed.to_vec())
    }

    /// The whole of a citation, its punctuation settled.
    pub fn citation(&self, at: usize) -> Tokens {
        let mut tokens = self.cluster(at);
        punctuation::settle(&mut tokens, self.program.terms().punctuation_in_quote);
        tokens
    }

    /// The items of the list in its order.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The list; none where the style has none.
    pub fn bibliography(&self) -> Vec<Entry> {
        let Some(list) = &self.program.style.bibliography else { return Vec::new() };
        let mut entries = Vec::with_capacity(self.order.len());
        let mut before: Option<Vec<Tokens>> = None;
        for item in &self.order {
            let mut tokens = self.entry_tokens(list, *item);
            if let Some(substitute) = &list.subsequent_author_substitute {
                let own = names::each(&tokens);
                if let (Some(before), Some(own)) = (&before, &own) {
                    replace_names(&mut tokens, before, own, substitute, list.subsequent_author_substitute_rule);
                    if substitute.is_empty() {
                        drop_empty_blocks(&mut tokens);
                    }
                }
                before = own;
            }
            let entry = self.finished(list, *item, tokens);
            if !token::is_empty(&entry.rest) {
                entries.push(entry);
            }
        }
        entries
    }

    /// One entry of the list, without regard to those around it.
    pub fn entry(&self, item: usize) -> Option<Entry> {
        let list = self.program.style.bibliography.as_ref()?;
        Some(self.finished(list, item, self.entry_tokens(list, item)))
    }

    /// The first field of an entry marked as such, where the style sets it apart.
    fn entry_tokens(&self, list: &Bibliography, item: usize) -> Tokens {
        let cite = CiteData {
            number: self.numbers[item],
            label: self.labels[item].clone(),
            apart: Apart {
                letter: self.apart[item].letter.clone(),
                condition: self.apart[item].condition,
                given: self.apart[item].given.clone(),
                ..Apart::default()
            },
            ..CiteData::default()
        };
        let mut context = Context::new(self.program, self.records[item], &cite, Purpose::Bibliography);
        if list.second_field_align.is_none() {
            return context
                .elements(&list.layout.elements, list.layout.delimiter.as_deref().unwrap_or_default())
                .tokens;
        }
        let Some((first, rest)) = list.layout.elements.split_first() else { return Vec::new() };
        let first = context.elements(std::slice::from_ref(first), "").tokens;
        let rest = context.elements(rest, list.layout.delimiter.as_deref().unwrap_or_default()).tokens;
        let mut out = token::marked(Mark::Display(citationberg::Display::LeftMargin), first);
        out.extend(rest);
        out
    }

    fn finished(&self, list: &Bibliography, item: usize, mut tokens: Tokens) -> Entry {
        let affixes = (list.layout.prefix.as_deref(), list.layout.suffix.as_deref());
        let mut first = Vec::new();
        if list.second_field_align.is_some()
            && let Some(margin) = token::find(&tokens, |mark| *mark == Mark::Display(citationberg::Display::LeftMargin))
        {
            let length = margin.len();
            if matches!(tokens.first(), Some(Token::Open(Mark::Display(_)))) {
                first = tokens.drain(..length).collect();
                first = first[1..first.len() - 1].to_vec();
            }
        }
        if token::is_empty(&tokens) && !token::is_empty(&first) {
            std::mem::swap(&mut first, &mut tokens);
        }
        let rest = token::affixed(affixes.0, tokens, affixes.1);
        let mut rest = token::formatted(list.layout.to_formatting(), rest);
        let in_quote = self.program.terms().punctuation_in_quote;
        punctuation::settle(&mut first, in_quote);
        punctuation::settle(&mut rest, in_quote);
        Entry { item, first, rest }
    }
}

/// Puts a dash or the like in the place of names that the entry before has (specification, "Reference Grouping").
fn replace_names(
    tokens: &mut Tokens,
    before: &[Tokens],
    own: &[Tokens],
    substitute: &str,
    rule: SubsequentAuthorSubstituteRule,
) {
    let same = before.iter().zip(own).take_while(|(a, b)| a == b).count();
    let all = before == own;
    let count = match rule {
        SubsequentAuthorSubstituteRule::CompleteAll | SubsequentAuthorSubstituteRule::CompleteEach if !all => 0,
        SubsequentAuthorSubstituteRule::CompleteAll => {
            names::replace_all(tokens, substitute);
            return;
        }
        SubsequentAuthorSubstituteRule::CompleteEach => own.len(),
        SubsequentAuthorSubstituteRule::PartialEach => same,
        SubsequentAuthorSubstituteRule::PartialFirst => same.min(1),
    };
    names::replace_first(tokens, substitute, count);
}

/// Drops blocks in which nothing is left to see: names that head several entries were taken out of all but the first.
fn drop_empty_blocks(tokens: &mut Tokens) {
    let mut from = 0;
    while let Some(at) = tokens[from..].iter().position(|token| matches!(token, Token::Open(Mark::Display(_)))) {
        let start = from + at;
        let block = token::find(&tokens[start..], |_| true).unwrap_or_default();
        if token::is_empty(block) {
            tokens.drain(start..start + block.len());
            from = start;
        } else {
            from = start + 1;
        }
    }
}
