//! Quotations in lists, on the pages of sources and tags, and the citations that are copied with them.

use super::context::{CitedIn, PassageContext};
use super::{Composer, begin};
use crate::note::{CiteItem, CiteMode, Locator};
use crate::review::links::BLOCK;
use crate::review::quotations::Quoted;
use crate::review::{Role, routes};

/// The most quotations that a page lists, and the most characters of each.
pub(super) const LISTED: usize = 60;
pub(super) const LONGEST: usize = 400;

impl Composer<'_> {
    /// The quotations from a source by the page that they stand on, as seen from its own; and how many more there are.
    pub(super) fn quotations_from(&self, source: usize) -> (Vec<CitedIn>, usize) {
        let path = &self.review.sources[source].path;
        let quoted = self.review.quotations.iter().filter(|quoted| quoted.source == source).collect();
        let group = |quoted: &Quoted| {
            let document = &self.review.documents[quoted.document];
            (quoted.document, self.origin(document), document.path.as_str())
        };
        self.listed_by(quoted, path, group, |quoted, heading| self.place_in(quoted.document, heading))
    }

    /// The quotations under a tag by their sources, in the order of these; and how many more there are.
    pub(super) fn quotations_under(&self, tag: usize) -> (Vec<CitedIn>, usize) {
        let path = &self.review.vocabulary.tags[tag].path;
        let mut quoted: Vec<&Quoted> =
            self.review.quotations.iter().filter(|quoted| quoted.tags.contains(&tag)).collect();
        quoted.sort_by_key(|quoted| self.review.rank[quoted.source]);
        let group = |quoted: &Quoted| {
            let source = &self.review.sources[quoted.source];
            (quoted.source, source.title.clone(), source.path.as_str())
        };
        self.listed_by(quoted, path, group, |quoted, heading| match self.review.documents[quoted.document].role {
            Role::Source(source) if source == quoted.source => self.place_in(quoted.document, heading),
            _ => self.passage_name(quoted.document, heading),
        })
    }

    /// The first of some quotations, those of one group together: its number, its title, its page; each named by the heading
    /// that it stands under.
    fn listed_by<'r>(
        &'r self,
        quoted: Vec<&Quoted>,
        path: &str,
        group: impl Fn(&Quoted) -> (usize, String, &'r str),
        heading: impl Fn(&Quoted, Option<usize>) -> String,
    ) -> (Vec<CitedIn>, usize) {
        let shown = &quoted[..quoted.len().min(LISTED)];
        let of = |quoted: &[&Quoted]| {
            let (_, title, page) = group(quoted[0]);
            let passages = quoted.iter().map(|quoted| self.quoted_passage(path, quoted, &heading)).collect();
            CitedIn { title, url: routes::relative(path, page), passages }
        };
        let groups = shown.chunk_by(|a, b| group(a).0 == group(b).0).map(of).collect();
        (groups, quoted.len() - shown.len())
    }

    fn quoted_passage(
        &self,
        path: &str,
        quoted: &Quoted,
        heading: &impl Fn(&Quoted, Option<usize>) -> String,
    ) -> PassageContext {
        let document = &self.review.documents[quoted.document];
        let (note, quotation) = (&document.note.summary, self.review.quotation(quoted));
        let anchor = match quotation.block_id {
            Some(name) => routes::encode(&format!("{BLOCK}{}", note.block_ids[name])),
            None => format!("quote-{}", quoted.number + 1),
        };
        let place = self.review.place_of_quotation(quoted).map(|place| self.locator(place));
        PassageContext {
            heading: heading(quoted, quotation.heading),
            url: format!("{}#{anchor}", routes::relative(path, &document.path)),
            text: begin(&quotation.text, LONGEST),
            locator: place.unwrap_or_default(),
            relation: String::new(),
        }
    }

    /// A citation of a source at a place, as the first of a text.
    pub(super) fn citation_of(&self, source: usize, place: Option<&Locator>) -> String {
        let reference = &self.review.sources[source].reference;
        let item = CiteItem {
            key: reference.key.clone(),
            mode: CiteMode::NormalCitation,
            prefix: Vec::new(),
            suffix: Vec::new(),
            locator: place.cloned(),
            span: reference.place.clone(),
        };
        self.citation_alone(&[item], source)
    }

    /// A citation as the first of a text: as a footnote in a style of notes, by author and year in one of numbers.
    pub(super) fn citation_alone(&self, items: &[CiteItem], source: usize) -> String {
        let formatted = self.citations.alone(items);
        let text = formatted.clusters.first().map(|cluster| cluster.note.as_ref().unwrap_or(&cluster.text).plain());
        match text.filter(|text| !formatted.numbered && text.contains(char::is_alphabetic)) {
            Some(text) => text,
            None => {
                let place = items.first().and_then(|item| item.locator.as_ref()).map(|place| self.locator(place));
                let place = place.map(|place| format!(", {place}")).unwrap_or_default();
                format!("({}{place})", self.review.sources[source].title)
            }
        }
    }
}
