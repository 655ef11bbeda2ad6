//! What the review uses of a source, place by place: its pages in order, then its chapters and other parts.

use super::Composer;
use super::context::{LinkContext, PlaceContext};
use crate::note::Locator;
use crate::review::{Role, routes};
use std::collections::BTreeMap;

/// What the anchors of places in a note's own source begin with.
pub const ANCHOR: &str = "loc-";

/// The most places of a source, and the most uses of a place, that are listed.
const PLACES: usize = 150;
const USES: usize = 8;

/// The units of places in the order of their sections; others follow by name.
const UNITS: &[&str] = &["page", "folio", "column", "volume", "book", "part", "chapter", "section", "paragraph"];

/// Where a place stands among others: by unit, Roman numerals before Arabic ones before the rest, by start, by end.
type Order = (usize, String, Numerals, u64, u64, String);

/// Where a place is used: the number of the document, that of the heading above, the anchor.
type Use = (usize, Option<usize>, String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Numerals {
    Roman,
    Arabic,
    Other,
}

impl Composer<'_> {
    /// The places of a source that passages and its own note name, with links to those; and how many more there are.
    pub(super) fn places(&self, at: usize) -> (Vec<PlaceContext>, usize) {
        let source = &self.review.sources[at];
        let mut places: BTreeMap<Order, (String, Vec<Use>)> = BTreeMap::new();
        let mut add = |locator: &Locator, document: usize, heading: Option<usize>, anchor: String| {
            for single in parted(locator) {
                let place = places.entry(order(&single)).or_insert_with(|| (self.locator(&single), Vec::new()));
                place.1.push((document, heading, anchor.clone()));
            }
        };
        if let Some(note) = source.note {
            let own = self.review.documents[note].note.summary.own_locators.iter().enumerate();
            for (n, own) in own.filter(|(_, own)| own.is_shown) {
                own.places.iter().for_each(|place| add(place, note, own.heading, format!("{ANCHOR}{}", n + 1)));
            }
        }
        for mention in &source.mentions {
            let summary = &self.review.documents[mention.document].note.summary;
            let cluster = &summary.citations[mention.cluster];
            if let Some(locator) = &cluster.items[mention.cite].locator {
                let heading = summary.passages[cluster.passage].heading;
                add(locator, mention.document, heading, format!("cite-{}", mention.cluster + 1));
            }
        }
        let more = places.len().saturating_sub(PLACES);
        let place = |(label, uses): (String, Vec<Use>)| {
            let more = uses.len().saturating_sub(USES);
            let mut links: Vec<LinkContext> = Vec::new();
            for (document, heading, anchor) in uses.into_iter().take(USES) {
                let name = self.name_of_use(at, document, heading);
                let same =
                    links.iter().filter(|link| link.label == name || link.label.starts_with(&format!("{name} (")));
                let label = match same.count() {
                    0 => name,
                    n => format!("{name} ({})", n + 1),
                };
                let url = routes::relative(&source.path, &self.review.documents[document].path);
                links.push(LinkContext { label, url: format!("{url}#{anchor}") });
            }
            PlaceContext { label, uses: links, more }
        };
        (places.into_values().take(PLACES).map(place).collect(), more)
    }

    /// Where a place is used: "Okoye 2021, under Precarity"; in the source's own note without its title.
    fn name_of_use(&self, at: usize, document: usize, heading: Option<usize>) -> String {
        match self.review.documents[document].role {
            Role::Source(own) if own == at => self.place_in(document, heading),
            _ => self.passage_name(document, heading),
        }
    }
}

/// The places that a locator names one by one, `3, 7`, each range with an en dash.
fn parted(locator: &Locator) -> impl Iterator<Item = Locator> + '_ {
    let parts = locator.value.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| Locator { label: locator.label.clone(), value: ranged(part) })
}

/// A locator's value, ranges in it with an en dash: `3-7, 9` is "3–7, 9".
pub(super) fn ranged(value: &str) -> String {
    let part = |part: &str| {
        let place = part.trim_end_matches([',', ';']).trim();
        let is_range = place.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && place.contains('-');
        let range = || place.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("–");
        if is_range { part.replacen(place, &range(), 1) } else { part.to_owned() }
    };
    value.split_inclusive([',', ';']).map(part).collect()
}

fn order(locator: &Locator) -> Order {
    let unit = UNITS.iter().position(|unit| *unit == locator.label).unwrap_or(UNITS.len());
    let (start, end) = locator.value.split_once('–').unwrap_or((&locator.value, &locator.value));
    let (numerals, number) = number(start);
    let end = match self::number(end) {
        (of, end) if of == numerals => end,
        _ => number,
    };
    (unit, locator.label.clone(), numerals, number, end, locator.value.clone())
}

/// The number that a text begins with, or that it is in Roman numerals.
fn number(text: &str) -> (Numerals, u64) {
    let text = text.trim();
    let digits: String = text.chars().map_while(|c| c.to_digit(10)).take(18).map(|digit| digit.to_string()).collect();
    if let Ok(number) = digits.parse() {
        return (Numerals::Arabic, number);
    }
    roman(text).map_or((Numerals::Other, 0), |number| (Numerals::Roman, number))
}

/// A Roman numeral's value; a smaller numeral before a greater one is taken off.
fn roman(text: &str) -> Option<u64> {
    let value = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        'd' => Some(500),
        'm' => Some(1000),
        _ => None,
    };
    let values: Vec<i64> = text.chars().map(value).collect::<Option<_>>()?;
    let signed = values.iter().enumerate().map(|(at, value)| match values.get(at + 1) {
        Some(next) if next > value => -value,
        _ => *value,
    });
    u64::try_from(signed.sum::<i64>()).ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_in_the_order_of_the_book() {
        let all = "200-210, 33, S12, 180-194, 180–185, ix, iv-vi, 33a, 180, c, 7";
        let page = |value: &str| Locator { label: "page".to_owned(), value: value.to_owned() };
        let mut places: Vec<Locator> = parted(&page(all)).collect();
        places.push(Locator { label: "chapter".to_owned(), value: "2".to_owned() });
        places.push(Locator { label: "verse".to_owned(), value: "1".to_owned() });
        places.sort_by_key(order);
        let values: Vec<&str> = places.iter().map(|place| place.value.as_str()).collect();
        assert_eq!(
            values,
            ["iv–vi", "ix", "c", "7", "33", "33a", "180", "180–185", "180–194", "200–210", "S12", "2", "1"]
        );
    }

    #[test]
    fn odd_numbers_are_places_all_the_same() {
        for value in ["", "–", "99999999999999999999999", "iiii", "im", "第三", "१२"] {
            order(&Locator { label: "page".to_owned(), value: value.to_owned() });
        }
    }
}
