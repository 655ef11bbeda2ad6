//! A record as pages speak of it.

use crate::bibliography::Item;

impl Item {
    /// The year as lists show it: "2015", "2010–2012", "2010–", "c. 1900", "45 BC"; none without a date.
    pub fn year_text(&self) -> Option<String> {
        let date = self.date("issued")?;
        let (start, end) = (date.start.map(|day| day.year), date.end.map(|day| day.year));
        let text = match (start, end) {
            (Some(start), Some(end)) if start != end => format!("{}–{}", year_text(start), year_text(end)),
            (Some(start), None) if date.open => format!("{}–", year_text(start)),
            (Some(start), _) => year_text(start),
            (None, Some(end)) => format!("–{}", year_text(end)),
            (None, None) => date.literal.clone()?,
        };
        Some(if date.circa { format!("c. {text}") } else { text })
    }

    /// The DOI in lower case, without an address before it: what two records of one work share.
    pub fn doi(&self) -> Option<String> {
        let doi = self.text("DOI")?.trim().to_lowercase();
        let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
            .iter()
            .find_map(|prefix| doi.strip_prefix(prefix))
            .unwrap_or(&doi);
        (!bare.is_empty()).then(|| bare.to_owned())
    }
}

/// A year as a reader sees it: "2015", "44 BC".
pub fn year_text(year: i32) -> String {
    if year < 0 { format!("{} BC", year.unsigned_abs()) } else { year.to_string() }
}
