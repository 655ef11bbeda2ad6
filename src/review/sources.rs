//! The works under review, as the bibliography has them.

use super::Source;
use crate::bibliography::Reference;
use crate::collation::Collator;
use crate::words::Words;

/// A source as it is before the notes are known.
pub(super) fn source(reference: &Reference, words: &Words) -> Source {
    let item = &reference.item;
    let names = item.short_authors();
    let authors = match names.as_slice() {
        [] => short_title(reference),
        [one] => one.clone(),
        [first, second] => format!("{first} {} {second}", words.text("and")),
        [first, second, third] => format!("{first}, {second} {} {third}", words.text("and")),
        [first, ..] => format!("{first} {}", words.text("others")),
    };
    let year = item.year_text().unwrap_or_else(|| words.text("no_date").to_owned());
    let title = format!("{authors} {year}");
    Source {
        reference: reference.clone(),
        note: None,
        path: String::new(),
        authors,
        year,
        title,
        findings: Vec::new(),
        mentions: Vec::new(),
        relations: Vec::new(),
        creators: Vec::new(),
        editors: Vec::new(),
    }
}

/// The short title, or the first words of the title, for a work without authors.
fn short_title(reference: &Reference) -> String {
    let item = &reference.item;
    let title = item.plain("title-short").or_else(|| item.plain("title")).unwrap_or_else(|| reference.key.clone());
    let words: Vec<&str> = title.split_whitespace().collect();
    if words.len() <= 6 { title } else { format!("{} …", words[..5].join(" ")) }
}

/// The sources by year, those without one last, then by author in the review's language.
pub(super) fn by_year(sources: &[Source], language: &str) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    let collator = Collator::new(language);
    let years: Vec<i32> = sources.iter().map(|source| source.reference.item.year().unwrap_or(i32::MAX)).collect();
    order.sort_by(|a, b| {
        years[*a].cmp(&years[*b]).then_with(|| collator.compare(&sources[*a].title, &sources[*b].title)).then(a.cmp(b))
    });
    order
}
