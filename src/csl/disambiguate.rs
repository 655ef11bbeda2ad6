//! Telling cites apart that would look the same (specification, "Disambiguation"): more names, given names, a condition, letters.

use super::eval::{Apart, CiteData, Context, Position, Purpose};
use super::names::Given;
use super::program::Program;
use super::punctuation;
use super::record::{Name, Record};
use super::token::{self, Tokens};
use citationberg::DisambiguationRule;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How often names are added to a set, at most: works whose names differ in what a style never shows go on without an end.
const MOST_STEPS: usize = 64;

/// How items are told apart, and what their cites look like so.
pub struct Told {
    /// How each item is told apart.
    pub apart: Vec<Apart>,
    /// Each item's cite as it was rendered last, where any cite without a place looks like that.
    pub ready: Vec<Option<Ready>>,
}

/// A cite without a place, rendered.
pub struct Ready {
    /// What is to be seen.
    pub tokens: Tokens,
    /// The text that stood in for names.
    pub stand_in: Option<String>,
}

/// How each item is told apart. `order` names the items that are cited or listed, in the order of the list.
pub fn apart(
    program: &Program,
    records: &[&Record],
    labels: &[Option<String>],
    cited: &[usize],
    order: &[usize],
) -> Told {
    let citation = &program.style.citation;
    let rule = citation.givenname_disambiguation_rule;
    let by_cite = citation.disambiguate_add_givenname && rule == DisambiguationRule::ByCite;
    let seen = std::iter::repeat_with(|| None).take(records.len()).collect();
    let mut all = All { program, records, labels, by_cite, apart: vec![Apart::default(); records.len()], seen };
    let any =
        citation.disambiguate_add_givenname || citation.disambiguate_add_names || citation.disambiguate_add_year_suffix;
    if !any && !program.has_disambiguate() {
        return all.told();
    }
    let distinct: Vec<usize> = cited.iter().copied().collect::<BTreeSet<usize>>().into_iter().collect();
    if citation.disambiguate_add_givenname && !by_cite {
        all.expand_names(rule, &distinct);
    }
    let mut sets = all.ambiguous(&distinct);
    if citation.disambiguate_add_names || by_cite {
        for set in &sets {
            all.expand_set(set, citation.disambiguate_add_names);
        }
        sets = all.ambiguous(&distinct);
    }
    if program.has_disambiguate() {
        for set in &sets {
            all.set_condition(set);
        }
        sets = all.ambiguous(&distinct);
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
    all.told()
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
    /// Whether given names are shown only where they tell cites apart.
    by_cite: bool,
    apart: Vec<Apart>,
    /// What each item's cite looked like when it was rendered last.
    seen: Vec<Option<Seen<'a>>>,
}

/// What a cite of an item looks like, and the names it shows.
struct Seen<'a> {
    /// How the item was told apart.
    apart: Apart,
    text: String,
    names: &'a [Name],
    shown: usize,
    ready: Option<Ready>,
}

impl<'a> All<'a> {
    /// What a cite of an item looks like, rendered again only where the item is told apart in another way than before.
    fn seen(&mut self, item: usize) -> &Seen<'a> {
        let known = self.seen[item].take().filter(|seen| seen.apart == self.apart[item]);
        let seen = known.unwrap_or_else(|| self.rendered(item));
        self.seen[item].insert(seen)
    }

    fn rendered(&self, item: usize) -> Seen<'a> {
        let cite = CiteData {
            apart: self.apart[item].clone(),
            label: self.labels[item].clone(),
            position: Position::Subsequent,
            ..CiteData::default()
        };
        let record = self.records[item];
        let mut context = Context::new(self.program, record, &cite, Purpose::Citation);
        let layout = &self.program.style.citation.layout;
        let mut tokens = context.elements(&layout.elements, "").tokens;
        let ready = self.program.cites_alike().then(|| Ready { tokens: tokens.clone(), stand_in: context.stand_in() });
        let (names, shown) = match context.first_names() {
            Some((variable, shown)) => (record.names(variable), shown),
            None => (&[][..], 0),
        };
        punctuation::settle(&mut tokens, false);
        Seen { text: token::plain(&tokens), names, shown, ready, apart: cite.apart }
    }

    /// The end: what was rendered is kept where nothing changed since.
    fn told(self) -> Told {
        let ready = self.seen.into_iter().zip(&self.apart).map(|(seen, apart)| {
            let seen = seen.filter(|seen| seen.apart == *apart);
            seen.and_then(|seen| seen.ready)
        });
        Told { ready: ready.collect(), apart: self.apart }
    }

    /// Sets of items that look the same.
    fn ambiguous(&mut self, distinct: &[usize]) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = self.by_text(distinct).into_iter().filter(|set| set.len() > 1).collect();
        sets.sort();
        sets
    }

    /// How many different texts the items of a set have.
    fn kinds(&mut self, set: &[usize]) -> usize {
        self.by_text(set).len()
    }

    /// The groups of a set that still look the same.
    fn parted(&mut self, set: &[usize]) -> Vec<Vec<usize>> {
        self.by_text(set).into_iter().filter(|group| group.len() > 1).collect()
    }

    /// Items by what they look like, in the order of the first of each.
    fn by_text(&mut self, items: &[usize]) -> Vec<Vec<usize>> {
        for item in items {
            self.seen(*item);
        }
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::with_capacity(items.len());
        for item in items {
            let text = self.seen[*item].as_ref().map_or("", |seen| &seen.text);
            let group = *known.entry(text).or_insert(groups.len());
            match groups.get_mut(group) {
                Some(group) => group.push(*item),
                None => groups.push(vec![*item]),
            }
        }
        groups
    }

    /// Shows given names wherever two people would have the same name, whatever the cites.
    fn expand_names(&mut self, rule: DisambiguationRule, distinct: &[usize]) {
        let many = rule.allows_multiple_names();
        let mut people: BTreeMap<Family<'a>, Bearers<'a>> = BTreeMap::new();
        let mut lists: Vec<(usize, &'a [Name])> = Vec::with_capacity(distinct.len());
        for item in distinct {
            let names = self.seen(*item).names;
            let names = if many { names } else { &names[..1.min(names.len())] };
            for name in names.iter().filter(|name| !name.given.is_empty()) {
                people.entry(family(name)).or_default().given.insert(&name.given);
            }
            lists.push((*item, names));
        }
        for bearers in people.values_mut() {
            bearers.count_letters();
        }
        for (item, names) in lists {
            let levels: Vec<Given> = names.iter().map(|name| level(name, &people, rule)).collect();
            if levels.iter().any(|level| *level != Given::Style) {
                self.apart[item].given = levels;
            }
        }
    }

    /// Shows more of the names of items that look the same, until each stands alone or there is no more to show.
    fn expand_set(&mut self, set: &[usize], names: bool) {
        let least = set.iter().map(|item| self.seen(*item).shown).min().unwrap_or(0);
        let most = set.iter().map(|item| self.seen(*item).names.len()).max().unwrap_or(0);
        if self.by_cite {
            let kinds = self.kinds(set);
            self.expand_given(set, least, kinds);
        }
        let last = if names { most } else { least };
        for group in self.parted(set) {
            self.expand_names_of(&group, least + 1, last, MOST_STEPS);
        }
    }

    /// Shows one name more of each of a set, and goes on with those that still look the same.
    fn expand_names_of(&mut self, set: &[usize], shown: usize, most: usize, steps: usize) {
        let Some(shown) = self.first_difference(set).map(|at| at.max(shown)) else { return };
        if set.len() < 2 || shown > most || steps == 0 {
            return;
        }
        let before: Vec<Apart> = set.iter().map(|item| self.apart[*item].clone()).collect();
        for item in set {
            self.apart[*item].names = shown;
        }
        let mut kinds = self.kinds(set);
        if self.by_cite && kinds < set.len() {
            kinds = self.expand_given(set, shown, kinds);
        }
        for group in self.parted(set) {
            self.expand_names_of(&group, shown + 1, most, steps - 1);
        }
        // What did not help is taken back.
        if kinds == 1 && self.kinds(set) == 1 {
            for (item, apart) in set.iter().zip(before) {
                self.apart[*item] = apart;
            }
        }
    }

    /// With how many names shown items may look different: up to the first name that is not the same in all, or the end of
    /// the shortest list; none where all lists are the same.
    fn first_difference(&mut self, set: &[usize]) -> Option<usize> {
        let lists: Vec<&'a [Name]> = set.iter().map(|item| self.seen(*item).names).collect();
        let (first, others) = lists.split_first()?;
        if others.iter().all(|other| other == first) {
            return None;
        }
        let shortest = lists.iter().map(|names| names.len()).min()?;
        let same = (0..shortest).take_while(|at| others.iter().all(|other| other[*at] == first[*at])).count();
        Some(shortest.min(same + 1))
    }

    /// Whether the names at one place are the same in a whole set: then no form of them tells it apart.
    fn same_name(&mut self, set: &[usize], at: usize) -> bool {
        let names: Vec<Option<&'a Name>> = set.iter().map(|item| self.seen(*item).names.get(at)).collect();
        names.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// Shows given names, one after another, initials first.
    fn expand_given(&mut self, set: &[usize], shown: usize, mut kinds: usize) -> usize {
        for at in 0..shown {
            if self.same_name(set, at) {
                continue;
            }
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

/// What those of the same name share: its particle, the family name, or the whole literal.
type Family<'a> = (&'a str, &'a str, &'a str);

fn family(name: &Name) -> Family<'_> {
    (&name.non_dropping, &name.family, &name.literal)
}

/// Those who bear a family name.
#[derive(Default)]
struct Bearers<'a> {
    given: BTreeSet<&'a str>,
    /// How many given names have the same initials; counted only where there is more than one.
    letters: BTreeMap<String, usize>,
}

impl Bearers<'_> {
    fn count_letters(&mut self) {
        for given in self.given.iter().filter(|_| self.given.len() > 1) {
            *self.letters.entry(first_letters(given)).or_default() += 1;
        }
    }
}

fn first_letters(given: &str) -> String {
    super::initials::initials(given, "", true, true)
}

/// How much of a given name tells its bearer from all others of the same family name.
fn level(name: &Name, people: &BTreeMap<Family<'_>, Bearers<'_>>, rule: DisambiguationRule) -> Given {
    let Some(bearers) = people.get(&family(name)).filter(|bearers| bearers.given.len() > 1) else {
        return Given::Style;
    };
    if name.given.is_empty() {
        return Given::Style;
    }
    let same_letters = bearers.letters.get(&first_letters(&name.given)).copied().unwrap_or(0);
    match rule.allows_full_first_names() {
        true if same_letters > 1 => Given::Full,
        false if same_letters == bearers.given.len() => Given::Style,
        _ => Given::Initials,
    }
}
