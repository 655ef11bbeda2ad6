//! Names, dates, pages and addresses of a work, as programs that read pages want them.

use crate::bibliography::{Item, Name, Reference, SpelledTitle, Value, year_text};
use crate::html::{SafeUrl, scheme};
use crate::review::authors;
use crate::rich::Rich;

/// The record with its titles in the letters of its file: the engine has them in sentence case.
pub fn spelled(reference: &Reference) -> Item {
    let mut item = reference.item.clone();
    let SpelledTitle { title, addition, container } = &reference.spelled;
    let [title, addition, container] = [title, addition, container].map(|text| Rich::from_markup(text).plain());
    let whole = format!("{title}. {addition}");
    for (variable, spelled) in [("title", [title, whole]), ("container-title", [container, String::new()])] {
        let Some(text) = item.plain(variable).map(|text| text.to_lowercase()) else { continue };
        if let Some(same) = spelled.into_iter().find(|spelled| spelled.to_lowercase() == text) {
            item.0.insert(variable, Value::Text(same));
        }
    }
    item
}

/// The authors; where there are none, those who made the work in their place: directors, composers.
pub fn authors(item: &Item) -> Vec<Name> {
    let (role, names) = authors::creators(item);
    if matches!(role, "editor" | "translator") { Vec::new() } else { known(names) }
}

/// The editors.
pub fn editors(item: &Item) -> Vec<Name> {
    known(item.names("editor"))
}

/// The names that a work goes by: of its authors, else of its editors, else of others.
pub fn creators(item: &Item) -> Vec<Name> {
    known(authors::creators(item).1)
}

fn known(names: Vec<Name>) -> Vec<Name> {
    names.into_iter().filter(|name| !name.is_others()).collect()
}

/// `Family, Given`. A name without parts ends in a comma: without it Zotero takes the last word of a body for its
/// family name.
pub fn inverted(name: &Name) -> String {
    if !name.literal.is_empty() || name.family.is_empty() || name.given.is_empty() {
        return format!("{},", name.natural());
    }
    // Not `Name::inverted`, which leaves a Chinese name in its own order, without a comma.
    let family = Name { family: name.family.clone(), particle: name.particle.clone(), ..Name::default() }.short();
    let given = [name.given.as_str(), &name.dropping_particle].join(" ");
    let parts = [family.as_str(), given.trim(), &name.suffix];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

/// The day, month or year of publication, its parts joined by this: `2015-04-02`; the start of a range. None before
/// Christ and without a date that is understood.
pub fn date(item: &Item, joint: &str) -> Option<String> {
    let date = item.date("issued")?;
    let day = date.start.or(date.end).filter(|day| day.year > 0)?;
    let mut text = format!("{:04}", day.year);
    for part in [day.month, day.month.and(day.day)].into_iter().flatten() {
        text += &format!("{joint}{part:02}");
    }
    Some(text)
}

/// The same, and where there is none what stands in its place: `479 BC`, "forthcoming".
pub fn date_in_words(item: &Item, joint: &str) -> Option<String> {
    let words = || {
        let date = item.date("issued")?;
        date.start.or(date.end).map(|day| year_text(day.year)).or(date.literal)
    };
    date(item, joint).or_else(words)
}

/// The first and the last page; all in the first where the pages are not one range. An article may have a number in
/// place of pages.
pub fn pages(item: &Item) -> Option<(String, Option<String>)> {
    let number = || item.plain("number").filter(|_| item.kind() == "article-journal");
    let pages = item.plain("page").or_else(number)?;
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let mut parts = pages.split(is_dash).map(str::trim).filter(|part| !part.is_empty());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(first), Some(last), None) if !pages.contains([',', ';', '&']) => {
            Some((first.to_owned(), Some(last.to_owned())))
        }
        _ => Some((pages, None)),
    }
}

/// The DOI without an address before it, as the record spells it.
pub fn doi(item: &Item) -> Option<String> {
    let spelled = item.text("DOI")?.trim().to_owned();
    let bare = item.doi()?;
    // `Item::doi` has it in lower case; what stands before it is all that goes.
    spelled.get(spelled.len().checked_sub(bare.len())?..).map(str::to_owned)
}

/// The address of the work itself: of its DOI, else its own.
pub fn address(item: &Item) -> Option<String> {
    doi(item).map(|doi| SafeUrl::doi(&doi).as_str().to_owned()).or_else(|| url(item))
}

/// Its own address, where it is one of the web.
pub fn url(item: &Item) -> Option<String> {
    let url = SafeUrl::new(&item.text("URL")?)?;
    let is_web = scheme(url.as_str()).is_some_and(|scheme| scheme.starts_with("http"));
    is_web.then(|| url.as_str().to_owned())
}
