//! A built site as a reader walks through it: pages, addresses, anchors.

use super::html::{Tag, tags};
use super::page;
use sourcebook::Built;
use std::collections::{BTreeMap, BTreeSet};

/// The pages of a site.
pub struct Pages {
    /// The tags of every page.
    pub tags: BTreeMap<String, Vec<Tag>>,
    files: BTreeSet<String>,
}

impl Pages {
    pub fn of(built: &Built) -> Self {
        let files: BTreeSet<String> = built.site.files.keys().cloned().collect();
        let pages = files.iter().filter(|path| path.ends_with(".html"));
        Self { tags: pages.map(|path| (path.clone(), tags(&page(built, path)))).collect(), files }
    }

    pub fn ids(&self, path: &str) -> Vec<&str> {
        self.tags.get(path).into_iter().flatten().filter_map(|tag| tag.get("id")).collect()
    }

    /// Every address on every page.
    pub fn addresses(&self) -> Vec<(String, String)> {
        let of_page = |(path, tags): (&String, &Vec<Tag>)| {
            let addresses = tags.iter().flat_map(|tag| ["href", "src"].into_iter().filter_map(|name| tag.get(name)));
            addresses.map(|address| (path.clone(), address.to_owned())).collect::<Vec<_>>()
        };
        self.tags.iter().flat_map(of_page).collect()
    }

    /// The addresses that lead nowhere, with their pages.
    pub fn broken(&self) -> Vec<String> {
        let broken = |(path, address): (String, String)| {
            let problem = self.follow(&path, &address).err()?;
            Some(format!("{path}: {address}: {problem}"))
        };
        self.addresses().into_iter().filter_map(broken).collect()
    }

    /// Where an address leads inside the site: path and anchor, both there.
    pub fn follow(&self, from: &str, address: &str) -> Result<(String, String), &'static str> {
        if ["http://", "https://", "mailto:", "data:"].iter().any(|scheme| address.starts_with(scheme)) {
            return Ok((address.to_owned(), String::new()));
        }
        let address = &*sourcebook::review::routes::decode(address);
        let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
        let to = if path.is_empty() { from.to_owned() } else { joined(from, path).ok_or("leaves the site")? };
        if !self.files.contains(&to) {
            return Err("no such file");
        }
        let in_page = to.ends_with(".html") && address.contains('#');
        if in_page && !self.ids(&to).contains(&anchor) {
            return Err("no such anchor");
        }
        Ok((to, anchor.to_owned()))
    }
}

fn joined(from: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        if part == ".." {
            parts.pop()?;
        } else if part != "." {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}
