//! `sitemap.xml`, every page for search engines (sitemaps.org), and `robots.txt`, which tells them of it.
//!
//! A page has a date where its front matter does: no clock and no file time, so that only what changed changes.

use super::xml::text;
use crate::page::Composer;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Its name.
pub const PATH: &str = "sitemap.xml";
/// The name of the other file.
pub const ROBOTS: &str = "robots.txt";
/// A sitemap may hold so many pages; more stand in several, of which this is then the index.
const MOST: usize = 50_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const SCHEMA: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap by path, and those that it is the index of; nothing where it is not known where the site will stand.
pub fn write(composer: &Composer<'_>) -> Vec<(String, String)> {
    let dates: BTreeMap<String, String> = composer.dated().into_iter().map(|page| (page.path, page.date)).collect();
    let pages = composer.subjects().into_keys().filter(|path| *path != "404.html");
    let urls: Vec<String> = pages
        .filter_map(|path| {
            let date = dates.get(path).map(|date| format!("<lastmod>{date}</lastmod>")).unwrap_or_default();
            Some(format!("<url><loc>{}</loc>{date}</url>\n", text(&composer.address(path)?)))
        })
        .collect();
    files(&urls, MOST, |path| composer.address(path))
}

/// Addresses in one file, or in several and an index of them.
fn files(urls: &[String], most: usize, address: impl Fn(&str) -> Option<String>) -> Vec<(String, String)> {
    let set = |urls: &[String]| format!("{HEAD}<urlset xmlns=\"{SCHEMA}\">\n{}</urlset>\n", urls.concat());
    if urls.is_empty() {
        return Vec::new();
    }
    if urls.len() <= most {
        return vec![(PATH.to_owned(), set(urls))];
    }
    let parts = urls.chunks(most).enumerate().map(|(at, urls)| (format!("sitemap-{}.xml", at + 1), set(urls)));
    let mut files: Vec<(String, String)> = parts.collect();
    let mut index = format!("{HEAD}<sitemapindex xmlns=\"{SCHEMA}\">\n");
    for address in files.iter().filter_map(|(path, _)| address(path)) {
        let _ = writeln!(index, "<sitemap><loc>{}</loc></sitemap>", text(&address));
    }
    files.push((PATH.to_owned(), index + "</sitemapindex>\n"));
    files
}

/// All may be read.
pub fn robots(composer: &Composer<'_>) -> String {
    let sitemap = composer.address(PATH).map(|address| format!("Sitemap: {address}\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_pages_stand_in_several_files_with_an_index() {
        let urls: Vec<String> = (0..5).map(|n| format!("<url><loc>{n}</loc></url>\n")).collect();
        let address = |path: &str| Some(format!("https://example.org/{path}"));
        let paths = |most: usize| files(&urls, most, address).into_iter().map(|(path, _)| path).collect::<Vec<_>>();
        assert_eq!(paths(5), ["sitemap.xml"]);
        assert_eq!(paths(2), ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let all: String = files(&urls, 2, address).into_iter().map(|(_, text)| text).collect();
        assert_eq!(all.matches("<url>").count(), 5);
        assert!(all.contains("<sitemap><loc>https://example.org/sitemap-3.xml</loc></sitemap>"));
    }
}
