//! The people and bodies behind the sources, each once, however a record spells the name.
//!
//! Two spellings are one person where the family names (with particles) and suffixes are equal and the given names do not
//! contradict each other: word for word equal, or one the abbreviation of the other (`H.`, `Hongyi`). A spelling that would
//! fit two persons who contradict each other (`H.` beside `Hongyi` and `Hua`) stays apart. Equal ORCID iDs join, different ones part.

use super::Source;
use crate::bibliography::{Item, Name};
use crate::collation::Collator;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::UnicodeNormalization;

/// Whose names a source goes by: the first of these that it has.
const CREATORS: &[&str] = &["author", "editor", "translator", "director", "composer", "interviewer"];
/// So many spellings of one family name and initial are looked at; among more, initials say nothing.
const MOST_SPELLINGS: usize = 40;

/// A person or body behind sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// The name in its fullest spelling.
    pub name: Name,
    /// The other spellings of the records.
    pub variants: Vec<Name>,
    /// The numbers of the sources that go by this name, in the order of the bibliography.
    pub made: Vec<usize>,
    /// The numbers of the sources by others that appeared in something this person edited.
    pub edited: Vec<usize>,
    /// The output path of the page.
    pub path: String,
}

impl Author {
    /// The ORCID iD, where a record has it.
    pub fn orcid(&self) -> Option<&str> {
        std::iter::once(&self.name).chain(&self.variants).map(|name| &*name.orcid).find(|orcid| !orcid.is_empty())
    }
}

/// All names of the sources, joined to authors in the order of the language; tells each source the numbers of its own.
pub fn authors(sources: &mut [Source], language: &str) -> Vec<Author> {
    let mut spellings = Spellings::default();
    let named: Vec<[Vec<usize>; 2]> = sources.iter().map(|source| spellings.of(source)).collect();
    let person = persons(&spellings.all);
    let mut authors = spellings.authors(&person);
    let collator = Collator::new(language);
    let mut order: Vec<usize> = (0..authors.len()).collect();
    let by_name = |a: &Name, b: &Name| {
        let family = collator.compare(&a.short(), &b.short());
        family.then_with(|| collator.compare(&a.given, &b.given)).then_with(|| collator.compare(&a.suffix, &b.suffix))
    };
    order.sort_by(|a, b| by_name(&authors[*a].name, &authors[*b].name).then(a.cmp(b)));
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    let numbers = |spellings: &[usize]| spellings.iter().map(|spelling| place[person[*spelling]]).collect();
    authors = order.into_iter().map(|old| authors[old].clone()).collect();
    for (at, (source, [creators, editors])) in sources.iter_mut().zip(named).enumerate() {
        source.creators = numbers(&creators);
        source.editors = numbers(&editors);
        let creators: BTreeSet<usize> = source.creators.iter().copied().collect();
        let editors: BTreeSet<usize> = source.editors.iter().copied().collect();
        editors.difference(&creators).for_each(|author| authors[*author].edited.push(at));
        creators.iter().for_each(|author| authors[*author].made.push(at));
    }
    authors
}

/// The names that a work goes by, in order, and the variable that has them.
pub fn creators(item: &Item) -> (&'static str, Vec<Name>) {
    let named = CREATORS.iter().map(|role| (*role, item.names(role))).find(|(_, names)| !names.is_empty());
    named.unwrap_or(("editor", Vec::new()))
}

/// A spelling of a name, folded to what is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Folded {
    /// Family name with its particles; for a body its name.
    family: String,
    suffix: String,
    is_body: bool,
    given: Vec<Given>,
    orcid: String,
}

/// A given name, or an abbreviation of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Given {
    letters: String,
    short: bool,
}

/// All spellings, each once, in the order of the records.
#[derive(Debug, Default)]
struct Spellings {
    all: Vec<Folded>,
    by_folded: HashMap<Folded, usize>,
    /// How each is written, and how often.
    written: Vec<Vec<(Name, usize)>>,
}

impl Spellings {
    /// The numbers of a source's creators, and of its editors where others wrote it.
    fn of(&mut self, source: &Source) -> [Vec<usize>; 2] {
        let item = &source.reference.item;
        let (role, creators) = creators(item);
        let editors = if role == "editor" { Vec::new() } else { item.names("editor") };
        [creators, editors]
            .map(|names| names.into_iter().filter(|name| !name.is_others()).map(|name| self.add(name)).collect())
    }

    fn add(&mut self, name: Name) -> usize {
        let folded = Folded::new(&name);
        let at = *self.by_folded.entry(folded.clone()).or_insert(self.all.len());
        if at == self.all.len() {
            self.all.push(folded);
            self.written.push(Vec::new());
        }
        match self.written[at].iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => *times += 1,
            None => self.written[at].push((name, 1)),
        }
        at
    }

    /// An author for each person; the person of each spelling is given.
    fn authors(&self, person: &[usize]) -> Vec<Author> {
        let mut spellings: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, person) in person.iter().enumerate() {
            spellings.entry(*person).or_default().push(at);
        }
        spellings.values().map(|own| self.author(own)).collect()
    }

    /// The fullest spelling counts, of equal ones the most frequent, of those the first.
    fn author(&self, own: &[usize]) -> Author {
        let fullness = |at: &usize| {
            let given = &self.all[*at].given;
            let full = given.iter().filter(|given| !given.short).count();
            (full, given.len(), given.iter().map(|given| given.letters.len()).sum::<usize>())
        };
        let fullest = own.iter().copied().max_by_key(|at| (fullness(at), std::cmp::Reverse(*at))).unwrap_or_default();
        let mut names: Vec<&(Name, usize)> = self.written[fullest].iter().collect();
        names.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let others = own.iter().filter(|at| **at != fullest).flat_map(|at| &self.written[*at]);
        let mut names = names.into_iter().chain(others).map(|(name, _)| name.clone());
        let name = names.next().unwrap_or_default();
        Author { name, variants: names.collect(), made: Vec::new(), edited: Vec::new(), path: String::new() }
    }
}

impl Folded {
    fn new(name: &Name) -> Self {
        let is_body = !name.literal.is_empty();
        let family = Name { given: String::new(), suffix: String::new(), ..name.clone() };
        let given = name.given.split(|c: char| c.is_whitespace() || c == '-' || c == '\u{2010}');
        let given = given.flat_map(|word| word.split_inclusive('.')).filter_map(Given::new).collect();
        Self { family: fold(&family.natural()), suffix: fold(&name.suffix), is_body, given, orcid: name.orcid.clone() }
    }

    /// Whether two spellings may be those of one person.
    fn fits(&self, other: &Folded) -> bool {
        let one_person = self.orcid.is_empty() || other.orcid.is_empty() || self.orcid == other.orcid;
        one_person && self.given.iter().zip(&other.given).all(|(a, b)| a.fits(b))
    }
}

impl Given {
    fn new(word: &str) -> Option<Self> {
        let letters = fold(word.trim_end_matches('.'));
        let is_letter = |c: char| c.to_lowercase().ne(c.to_uppercase());
        let one = letters.chars().count() == 1 && letters.chars().all(is_letter);
        (!letters.is_empty()).then_some(Self { short: one || word.ends_with('.'), letters })
    }

    fn fits(&self, other: &Given) -> bool {
        self.letters == other.letters
            || self.short && other.letters.starts_with(&self.letters)
            || other.short && self.letters.starts_with(&other.letters)
    }
}

/// A name as it is compared: case and the shapes of letters and apostrophes folded.
fn fold(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded.replace('\u{2019}', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The person of each spelling, numbered without gaps in the order of their first spellings.
fn persons(all: &[Folded]) -> Vec<usize> {
    let mut person: Vec<usize> = (0..all.len()).collect();
    let mut alike: BTreeMap<(&str, &str, bool, Option<char>), Vec<usize>> = BTreeMap::new();
    for (at, name) in all.iter().enumerate() {
        let initial = name.given.first().and_then(|given| given.letters.chars().next());
        alike.entry((&name.family, &name.suffix, name.is_body, initial)).or_default().push(at);
    }
    for names in alike.values().filter(|names| names.len() > 1 && names.len() <= MOST_SPELLINGS) {
        let close: Vec<Vec<usize>> =
            names.iter().map(|a| names.iter().copied().filter(|b| all[*a].fits(&all[*b])).collect()).collect();
        let is_clear = |close: &&Vec<usize>| close.iter().all(|a| close.iter().all(|b| all[*a].fits(&all[*b])));
        let clear: Vec<usize> =
            names.iter().zip(&close).filter(|(_, close)| is_clear(close)).map(|(at, _)| *at).collect();
        for (at, name) in clear.iter().enumerate() {
            let first = clear[..at].iter().find(|before| all[**before].fits(&all[*name]));
            person[*name] = first.map_or(*name, |first| person[*first]);
        }
    }
    join_by_orcid(all, &mut person);
    person
}

/// One person has one ORCID iD, whatever the name; then numbers the persons without gaps.
fn join_by_orcid(all: &[Folded], person: &mut [usize]) {
    let mut of: HashMap<&str, usize> = HashMap::new();
    let mut same: HashMap<usize, usize> = HashMap::new();
    for (at, name) in all.iter().enumerate().filter(|(_, name)| !name.orcid.is_empty()) {
        let first = *of.entry(&name.orcid).or_insert(person[at]);
        same.insert(person[at], first);
    }
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    for person in person.iter_mut() {
        let whole = same.get(person).copied().unwrap_or(*person);
        let next = numbers.len();
        *person = *numbers.entry(whole).or_insert(next);
    }
}

#[cfg(test)]
mod tests {
    use super::{Folded, persons};
    use crate::bibliography::Name;

    /// `Family, Given`, then an ORCID iD behind a bar.
    fn name(text: &str) -> Name {
        let (text, orcid) = text.split_once(" | ").unwrap_or((text, ""));
        let (family, given) = text.split_once(", ").unwrap_or((text, ""));
        Name { family: family.to_owned(), given: given.to_owned(), orcid: orcid.to_owned(), ..Name::default() }
    }

    #[test]
    fn spellings_of_one_person_are_joined_where_it_is_safe() {
        for (names, expected) in [
            (&["Lai, H.", "Lai, Hongyi", "Lai, Hongyi"][..], &[0, 0, 0][..]),
            (&["Lai, H.", "Lai, Hongyi", "Lai, Hua"], &[0, 1, 2]),
            (&["Lai, H.", "Lai, Hongyi", "Lai, Hua", "Lai, H. Y."], &[0, 1, 2, 3]),
            (&["Nye, Joseph S.", "Nye, J. S.", "Nye, J.", "NYE, Joseph"], &[0, 0, 0, 0]),
            (&["Nye, J. A.", "Nye, J. S."], &[0, 1]),
            (&["Sartre, J.-P.", "Sartre, Jean-Paul", "Sartre, J.P."], &[0, 0, 0]),
            (&["Müller, A.", "Muller, Anna"], &[0, 1]),
            (&["Lai", "Lai, Hongyi"], &[0, 1]),
            (&["Иванов, И.", "Иванов, Иван Петрович", "Иванов, И. П."], &[0, 0, 0]),
            (&["Иванов, Ю.", "Иванов, Юл. А.", "Иванов, Юлия"], &[0, 0, 0]),
            (&["王, 明", "王, 明华"], &[0, 1]),
            (&["Lai, H. | 0-1", "Lai, Hongyi | 0-2"], &[0, 1]),
            (&["Lai, Hongyi | 0-1", "Lai, Hongyi | 0-2", "Lai, Hongyi"], &[0, 1, 2]),
            (&["Lai, Mei | 0-1", "Chen, Mei | 0-1", "Chen, M."], &[0, 0, 0]),
        ] {
            let all: Vec<Folded> = names.iter().map(|text| Folded::new(&name(text))).collect();
            assert_eq!(persons(&all), expected, "{names:?}");
        }
    }

    #[test]
    fn a_crowd_of_one_name_takes_no_time() {
        let all: Vec<Folded> = (0..100_000).map(|n| Folded::new(&name(&format!("Wang, W. {n}")))).collect();
        assert_eq!(persons(&all).last(), Some(&99_999));
    }
}
