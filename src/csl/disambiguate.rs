//! Telling cites apart that would look the same (specification, "Disambiguation"): more names, given names, a condition, letters.

use super::eval::{Apart, CiteData, Context, Position, Purpose};
use super::names::Given;
use super::program::Program;
use super::record::{Name, Record};
use super::{punctuation, token};
use citationberg::DisambiguationRule;
use std::collections::{BTreeMap, BTreeSet};

/// How each item is told apart. `order` names the items that are cited or listed, in the order of the list.
pub fn apart(
    program: &Program,
    records: &[&Record],
    labels: &[Option<String>],
    cited: &[usize],
    order: &[usize],
) -> Vec<Apart> {
    let mut all = All { program, records, labels, apart: vec![Apart::default(); records.len()] };
    let citation = &program.style.citation;
    let rule = citation.givenname_disambiguation_rule;
    let any =
        citation.disambiguate_add_givenname || citation.disambiguate_add_names || citation.disambiguate_add_year_suffix;
    if !any && !all.has_condition() {
        return all.apart;
    }
    if citation.disambiguate_add_givenname && rule != DisambiguationRule::ByCite {
        all.expand_names(rule, cited);
    }
    let mut sets = all.ambiguous(cited);
    if citation.disambiguate_add_names || citation.disambiguate_add_givenname && rule == DisambiguationRule::ByCite {
        let by_cite = citation.disambiguate_add_givenname && rule == DisambiguationRule::ByCite;
        for set in &sets {
            all.expand_set(set, citation.disambiguate_add_names, by_cite);
        }
        sets = all.ambiguous(cited);
    }
    if all.has_condition() {
        for set in &sets {
            all.set_condition(set);
        }
        sets = all.ambiguous(cited);
    }
    if citation.disambiguate_add_year_suffix {
        let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(place, item)| (*item, place)).collect();
        for mut set in sets {
            set.sort_by_key(|item| place.get(item).copied().unwrap_or(usize::MAX));
            for (n, item) in set.into_iter().enumerate() {
                all.apart[item].letter = Some(letters(n));
            }
        }
    }
    all.apart
}

/// a to z, then aa, ab and so on.
pub fn letters(n: usize) -> String {
    let mut n = n;
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'a' + u8::try_from(n % 26).unwrap_or(0)));
        if n < 26 {
            break;
        }
        n = n / 26 - 1;
    }
    out.iter().rev().collect()
}

struct All<'a> {
    program: &'a Program,
    records: &'a [&'a Record],
    labels: &'a [Option<String>],
    apart: Vec<Apart>,
}

/// What a cite of an item looks like, and the names it shows.
struct Seen<'a> {
    text: String,
    names: &'a [Name],
    shown: usize,
}

impl<'a> All<'a> {
    fn seen(&self, item: usize) -> Seen<'a> {
        let cite = CiteData {
            apart: self.apart[item].clone(),
            label: self.labels[item].clone(),
            position: Position::Subsequent,
            ..CiteData::default()
        };
        self.seen_as(item, &cite)
    }

    fn seen_as(&self, item: usize, cite: &CiteData<'_>) -> Seen<'a> {
        let record = self.records[item];
        let mut context = Context::new(self.program, record, cite, Purpose::Citation);
        let layout = &self.program.style.citation.layout;
        let mut tokens = context.elements(&layout.elements, "").tokens;
        punctuation::settle(&mut tokens, false);
        let shown = context.first_names().map_or(0, |(_, shown)| shown);
        let variable = context.first_names().map(|(variable, _)| variable);
        let names = variable.map(|variable| record.names(variable)).unwrap_or_default();
        Seen { text: token::plain(&tokens), names, shown }
    }

    fn has_condition(&self) -> bool {
        self.program.has_disambiguate()
    }

    /// Sets of items that look the same.
    fn ambiguous(&self, cited: &[usize]) -> Vec<Vec<usize>> {
        let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let distinct: BTreeSet<usize> = cited.iter().copied().collect();
        for item in distinct {
            by_text.entry(self.seen(item).text).or_default().push(item);
        }
        let mut sets: Vec<Vec<usize>> = by_text.into_values().filter(|set| set.len() > 1).collect();
        sets.sort();
        sets
    }

    /// How many different texts the items of a set have.
    fn kinds(&self, set: &[usize]) -> usize {
        set.iter().map(|item| self.seen(*item).text).collect::<BTreeSet<_>>().len()
    }

    /// Shows given names wherever two people would have the same name, whatever the cites.
    fn expand_names(&mut self, rule: DisambiguationRule, cited: &[usize]) {
        let many = rule.allows_multiple_names();
        let distinct: BTreeSet<usize> = cited.iter().copied().collect();
        let mut people: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        let mut seen = Vec::new();
        for item in distinct {
            let one = self.seen(item);
            let shown = if many { one.names.len() } else { 1.min(one.names.len()) };
            for name in &one.names[..shown] {
                people.entry(short(name)).or_default().insert((first_letters(name), name.given.clone()));
            }
            seen.push((item, one.names, shown));
        }
        for (item, names, shown) in seen {
            let levels: Vec<Given> = names[..shown].iter().map(|name| level(name, &people, rule)).collect();
            if levels.iter().any(|level| *level != Given::Style) {
                self.apart[item].given = levels;
            }
        }
    }

    /// Shows more of the names of items that look the same, until each stands alone or there is no more to show.
    fn expand_set(&mut self, set: &[usize], names: bool, given: bool) {
        let least = set.iter().map(|item| self.seen(*item).shown).min().unwrap_or(0);
        let most = set.iter().map(|item| self.seen(*item).names.len()).max().unwrap_or(0);
        if given {
            self.expand_given(set, least, self.kinds(set));
        }
        let last = if names { most } else { least };
        for group in self.parted(set) {
            self.expand_names_of(&group, least + 1, last, given);
        }
    }

    /// Shows one name more of each of a set, and goes on with those that still look the same.
    fn expand_names_of(&mut self, set: &[usize], shown: usize, most: usize, given: bool) {
        if set.len() < 2 || shown > most {
            return;
        }
        let before: Vec<Apart> = set.iter().map(|item| self.apart[*item].clone()).collect();
        for item in set {
            self.apart[*item].names = shown;
        }
        let mut kinds = self.kinds(set);
        if given && kinds < set.len() {
            kinds = self.expand_given(set, shown, kinds);
        }
        for group in self.parted(set) {
            self.expand_names_of(&group, shown + 1, most, given);
        }
        // What did not help is taken back.
        if kinds == 1 && self.kinds(set) == 1 {
            for (item, apart) in set.iter().zip(before) {
                self.apart[*item] = apart;
            }
        }
    }

    /// The groups of a set that still look the same.
    fn parted(&self, set: &[usize]) -> Vec<Vec<usize>> {
        let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for item in set {
            by_text.entry(self.seen(*item).text).or_default().push(*item);
        }
        by_text.into_values().filter(|group| group.len() > 1).collect()
    }

    /// Shows given names, one after another, initials first.
    fn expand_given(&mut self, set: &[usize], shown: usize, mut kinds: usize) -> usize {
        for at in 0..shown {
            for level in [Given::Initials, Given::Full] {
                if kinds == set.len() {
                    return kinds;
                }
                let before: Vec<Vec<Given>> = set.iter().map(|item| self.apart[*item].given.clone()).collect();
                for item in set {
                    let given = &mut self.apart[*item].given;
                    if given.len() <= at {
                        given.resize(at + 1, Given::Style);
                    }
                    given[at] = level;
                }
                let now = self.kinds(set);
                if now > kinds {
                    kinds = now;
                    break;
                }
                for (item, given) in set.iter().zip(before) {
                    self.apart[*item].given = given;
                }
            }
        }
        kinds
    }

    /// Lets `disambiguate="true"` hold for a set that it parts.
    fn set_condition(&mut self, set: &[usize]) {
        let kinds = self.kinds(set);
        for item in set {
            self.apart[*item].condition = true;
        }
        if self.kinds(set) <= kinds {
            for item in set {
                self.apart[*item].condition = false;
            }
        }
    }
}

fn short(name: &Name) -> String {
    format!("{}\u{0}{}\u{0}{}", name.non_dropping, name.family, name.literal)
}

fn first_letters(name: &Name) -> String {
    super::initials::initials(&name.given, "", true, true)
}

/// How much of a given name tells its bearer from all others of the same family name.
fn level(name: &Name, people: &BTreeMap<String, BTreeSet<(String, String)>>, rule: DisambiguationRule) -> Given {
    let Some(others) = people.get(&short(name)) else { return Given::Style };
    let own = first_letters(name);
    let different = |given: &String| *given != name.given && !given.is_empty();
    if name.given.is_empty() || !others.iter().any(|(_, given)| different(given)) {
        return Given::Style;
    }
    let same_letters = others.iter().any(|(letters, given)| *letters == own && different(given));
    let other_letters = others.iter().any(|(letters, given)| *letters != own && different(given));
    match rule.allows_full_first_names() {
        true if same_letters => Given::Full,
        false if !other_letters => Given::Style,
        _ => Given::Initials,
    }
}
