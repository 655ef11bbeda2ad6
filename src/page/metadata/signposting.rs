//! Typed links in the head (signposting.org/FAIR): where the work is, what the page belongs to, what stands beside it.
//!
//! A source's own address is `related` and not `cite-as`: it does not lead to our page.

use crate::bibliography::Item;
use crate::page::context::{HeadLink, SourcePage};

fn link(rel: &str, url: &str, kind: &'static str) -> HeadLink {
    HeadLink { rel: rel.to_owned(), url: url.to_owned(), kind }
}

/// The links of a source's page. Files of its reference beside it would be `alternate describedby`.
pub fn source(item: &Item, page: &SourcePage, root: &str) -> Vec<HeadLink> {
    let mut links: Vec<HeadLink> =
        super::work::address(item).map(|address| link("related", &address, "")).into_iter().collect();
    links.push(link("collection", &format!("{root}index.html"), ""));
    links.extend(page.earlier.as_ref().map(|source| link("prev", &source.url, "")));
    links.extend(page.later.as_ref().map(|source| link("next", &source.url, "")));
    links
}
