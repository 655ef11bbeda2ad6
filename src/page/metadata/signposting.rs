//! Typed links in the head (signposting.org/FAIR): where the work is, what the page belongs to, what stands beside it.
//!
//! A source's own address is `related` and not `cite-as`: it does not lead to our page.

use crate::bibliography::Item;
use crate::page::context::{HeadLink, LinkContext, SourcePage};
use crate::page::downloads::DATA;

fn link(rel: &str, url: &str, kind: &'static str) -> HeadLink {
    HeadLink { rel: rel.to_owned(), url: url.to_owned(), kind }
}

/// The links of a source's page.
pub fn source(item: &Item, page: &SourcePage, root: &str) -> Vec<HeadLink> {
    let mut links: Vec<HeadLink> =
        super::work::address(item).map(|address| link("related", &address, "")).into_iter().collect();
    links.push(link("collection", &format!("{root}index.html"), ""));
    links.extend(page.earlier.as_ref().map(|source| link("prev", &source.url, "")));
    links.extend(page.later.as_ref().map(|source| link("next", &source.url, "")));
    links.extend(data(&page.downloads));
    links
}

/// Links to the records of a page's works as data, among the files that it offers.
pub fn data(files: &[LinkContext]) -> impl Iterator<Item = HeadLink> {
    let of = |file: &LinkContext| {
        let ending = file.url.rsplit_once('.')?.1;
        let data = DATA.iter().find(|data| data.ending == ending)?;
        Some(link("alternate describedby", &file.url, data.kind))
    };
    files.iter().filter_map(of)
}
