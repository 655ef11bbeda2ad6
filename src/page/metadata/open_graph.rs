//! Open Graph, which messengers and networks show a link by. A page of a source is a note and so a `website`, as all are.

use super::Metas;
use crate::bibliography::Item;

/// The properties of a page.
pub fn metas(title: &str, site: &str, description: Option<&str>, address: Option<&str>) -> Metas {
    let mut metas = Metas::default();
    metas.property("og:type", Some("website"));
    metas.property("og:title", Some(title));
    metas.property("og:site_name", Some(site));
    metas.property("og:description", description);
    metas.property("og:url", address);
    metas
}

/// "Barr 2015: Old Wine", for what is shown small: the short title, else the title up to its subtitle.
pub fn title(label: &str, item: &Item) -> String {
    let whole = item.plain("title").unwrap_or_default();
    let main = whole.split(": ").next().unwrap_or_default();
    // A short title that only leaves out the subtitle is in sentence case.
    let short = item.plain("title-short").filter(|short| short.to_lowercase() != main.to_lowercase());
    match short.as_deref().unwrap_or(main) {
        "" => label.to_owned(),
        short => format!("{label}: {short}"),
    }
}
