//! References that are one work: met by DOI, by ISBN and title, or by title, first author and year.
//!
//! Each reference is looked up under its identities, never compared with all the others.

use super::spelling;
use crate::bibliography::Item;
use crate::diagnostics::{Code, Diagnostic};
use crate::review::{Review, Source};
use std::collections::BTreeMap;

/// With how many earlier works of one identity a work is compared: those that are told apart by their pages are many.
const COMPARED: usize = 8;
/// Types of works that are parts of another, whose identifiers they may carry.
const PARTS: &[&str] = &["chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"];
/// Variables that tell two works of the same title apart.
const TELLING: &[&str] = &["volume", "issue", "page", "number", "edition", "chapter-number"];

/// What a work may share with another, the surest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Doi(String),
    /// Number of the book, type and title: parts of one book share its number.
    Isbn(String, String, String),
    /// Title, family name of the first author, year.
    Title(String, String, Option<i32>),
}

pub fn find(review: &Review) -> Vec<Diagnostic> {
    let mut holders: BTreeMap<Identity, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, source) in review.sources.iter().enumerate() {
        let identities = identities(source);
        let first = identities.iter().find_map(|identity| {
            let earlier = holders.get(identity)?.iter().take(COMPARED);
            let same = earlier.copied().find(|first| is_same(identity, &review.sources[*first], source))?;
            Some((identity.clone(), same))
        });
        for identity in identities {
            let known = holders.entry(identity).or_default();
            // A second one stands for the work only where the first one lacks the identity.
            if first.is_none() || known.is_empty() {
                known.push(at);
            }
        }
        if let Some((identity, first)) = first {
            found.push(duplicate(&identity, &review.sources[first], source));
        }
    }
    found
}

fn identities(source: &Source) -> Vec<Identity> {
    let item = &source.reference.item;
    let title = title(item);
    let mut identities = Vec::new();
    identities.extend(doi(item).map(Identity::Doi));
    if title.is_empty() {
        return identities;
    }
    let isbn = item.plain("ISBN").unwrap_or_default();
    let books =
        spelling::numbers(&isbn, &[10, 13]).into_iter().filter_map(|(number, _)| spelling::book_of_isbn(&number));
    identities.extend(books.map(|book| Identity::Isbn(book, item.kind().to_owned(), title.clone())));
    let author = item.names("author").first().map(|name| spelling::letters(&name.short())).unwrap_or_default();
    identities.push(Identity::Title(title, author, item.year()));
    identities
}

fn title(item: &Item) -> String {
    item.plain("title").map(|title| spelling::letters(&title)).unwrap_or_default()
}

fn doi(item: &Item) -> Option<String> {
    item.plain("DOI").map(|doi| spelling::doi(&doi)).filter(|doi| !doi.is_empty())
}

/// Whether nothing says that two works of one identity are different ones.
fn is_same(identity: &Identity, first: &Source, second: &Source) -> bool {
    let [first, second] = [first, second].map(|source| &source.reference.item);
    let differ = |variable: &str| {
        let [first, second] = [first, second].map(|item| item.plain(variable).map(|text| spelling::letters(&text)));
        first.is_some() && second.is_some() && first != second
    };
    match identity {
        // A chapter may have been given the DOI of its book.
        Identity::Doi(_) => {
            title(first) == title(second) || ![first, second].iter().any(|item| PARTS.contains(&item.kind()))
        }
        Identity::Isbn(..) => !TELLING.iter().any(|variable| differ(variable)),
        Identity::Title(..) => {
            let dois = [first, second].map(doi);
            let two_dois = dois[0].is_some() && dois[1].is_some() && dois[0] != dois[1];
            !two_dois && !TELLING.iter().any(|variable| differ(variable))
        }
    }
}

fn duplicate(identity: &Identity, first: &Source, second: &Source) -> Diagnostic {
    let [first, second] = [first, second].map(|source| &source.reference);
    let shared = match identity {
        Identity::Doi(doi) => format!("both have the DOI `{doi}`"),
        Identity::Isbn(..) => "both have the same ISBN and title".to_owned(),
        Identity::Title(_, _, Some(_)) => "both have the same title, first author and year".to_owned(),
        Identity::Title(..) => "both have the same title and first author, and no year".to_owned(),
    };
    let message = format!("`{}` seems to be the same work as `{}`: {shared}", second.key, first.key);
    let problem = Diagnostic::new(Code::DuplicateWork, message).at(second.place.clone());
    problem.related(first.place.clone(), "the first one").hint("keep one of them and cite its key")
}
