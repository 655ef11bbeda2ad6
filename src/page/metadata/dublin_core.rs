//! Dublin Core terms, for library catalogues and browsers of archives.

use super::{Metas, work};
use crate::bibliography::Item;

/// Where the terms are defined: `<link rel="schema.dcterms">`.
pub const TERMS: &str = "http://purl.org/dc/terms/";

/// The terms of a work.
pub fn metas(item: &Item) -> Metas {
    let mut metas = Metas::default();
    metas.add("dcterms.title", item.plain("title"));
    metas.all("dcterms.creator", work::authors(item).iter().map(work::inverted));
    metas.add("dcterms.issued", work::date(item, "-"));
    metas.add("dcterms.language", item.plain("language"));
    metas.add("dcterms.identifier", work::doi(item).map(|doi| format!("doi:{doi}")).or_else(|| work::url(item)));
    metas
}
