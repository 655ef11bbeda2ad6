//! `atom.xml`: what was read and written last, for those who follow a review (RFC 4287).
//!
//! Its dates are those of the front matter, and so the same input gives the same feed.

use super::xml::text;
use crate::page::{Composer, Dated};
use std::fmt::Write;

/// Its name.
pub const PATH: &str = "atom.xml";
/// It tells of so many pages.
const MOST: usize = 50;

/// The feed; none without dated pages, or where it is not known where the site will stand.
pub fn write(composer: &Composer<'_>) -> Option<String> {
    let dated = composer.dated();
    let (site, newest) = (composer.site(), dated.first()?);
    let (home, own) = (composer.address("index.html")?, composer.address(PATH)?);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{id}</id>\n<link rel=\"alternate\" href=\"{id}\"/>\n<link rel=\"self\" href=\"{}\"/>\n\
         <updated>{}</updated>\n<generator>Sourcebook</generator>\n",
        text(&site.language),
        text(&site.title),
        text(&own),
        moment(&newest.date),
        id = text(&home),
    );
    if let Some(description) = &site.description {
        let _ = writeln!(out, "<subtitle>{}</subtitle>", text(description));
    }
    // A feed must name an author.
    let authors = if site.authors.is_empty() { vec![site.title.clone()] } else { site.authors };
    for author in &authors {
        let _ = writeln!(out, "<author><name>{}</name></author>", text(author));
    }
    for page in dated.iter().take(MOST) {
        out += &entry(page, &composer.address(&page.path)?);
    }
    Some(out + "</feed>\n")
}

fn entry(page: &Dated, address: &str) -> String {
    let summary = match page.summary.as_str() {
        "" => String::new(),
        summary => format!("<summary>{}</summary>\n", text(summary)),
    };
    format!(
        "<entry>\n<title>{}</title>\n<id>{id}</id>\n<link href=\"{id}\"/>\n<updated>{}</updated>\n{summary}</entry>\n",
        text(&page.title),
        moment(&page.date),
        id = text(address),
    )
}

/// A day as the moment that Atom asks for.
fn moment(day: &str) -> String {
    format!("{day}T00:00:00Z")
}
