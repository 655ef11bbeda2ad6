//! What nobody has said yet: tags of no source or of one, tags never central, tags that no source joins, notes without tags.
//!
//! A source that carries `method/survey` says something under `method`, too.

use super::*;
use crate::note::Weight;

/// A list of gaps has at most so many entries.
const LISTED: usize = 60;

impl Composer<'_> {
    /// The gaps of these rows and columns, one list a kind.
    pub(super) fn gaps(&self, rows: &[usize], columns: &[usize]) -> Vec<GapList> {
        let carriers = self.carriers(rows);
        let (empty, carried): (Vec<usize>, Vec<usize>) = (0..carriers.len()).partition(|tag| carriers[*tag].is_empty());
        let single = carried.iter().filter_map(|tag| match *carriers[*tag] {
            [one] => Some(self.single(*tag, one)),
            _ => None,
        });
        let central = self.central(rows);
        let never = carried.iter().filter(|tag| !central.contains(tag));
        let untagged = self.review.by_year.iter().filter(|at| self.state(&self.review.sources[**at]) == "untagged");
        let lists = [
            list("no_source", empty.iter().map(|tag| self.tag_gap(*tag))),
            list("single", single),
            list("never_central", never.map(|tag| self.tag_gap(*tag))),
            self.apart(rows, columns, &carriers),
            list("untagged", untagged.map(|at| self.source_gap(*at))),
        ];
        lists.into_iter().flatten().collect()
    }

    /// The sources without a note.
    pub(super) fn unread(&self) -> Option<GapList> {
        let unread = self.review.by_year.iter().filter(|at| self.review.sources[**at].note.is_none());
        list("unread", unread.map(|at| self.source_gap(*at)))
    }

    fn tag_gap(&self, tag: usize) -> Gap {
        let LinkContext { label, url } = self.tag_link(tag);
        Gap { label, url, others: Vec::new() }
    }

    fn tag_link(&self, tag: usize) -> LinkContext {
        let url = routes::relative(MATRIX, &self.review.vocabulary.tags[tag].path);
        LinkContext { label: self.tag_label(tag), url }
    }

    fn source_gap(&self, at: usize) -> Gap {
        let source = &self.review.sources[at];
        Gap { label: source.title.clone(), url: routes::relative(MATRIX, &source.path), others: Vec::new() }
    }

    /// A tag with the one source that carries it.
    fn single(&self, tag: usize, source: usize) -> Gap {
        let Gap { label, url, .. } = self.source_gap(source);
        Gap { others: vec![LinkContext { label, url }], ..self.tag_gap(tag) }
    }

    /// The tags of these findings, and those above them.
    fn tags_of<'f>(&self, findings: impl Iterator<Item = &'f SourceFinding>) -> BTreeSet<usize> {
        findings.flat_map(|finding| self.review.vocabulary.at_and_above(finding.tag)).collect()
    }

    /// Which of these sources carry each tag or one below it.
    fn carriers(&self, rows: &[usize]) -> Vec<Vec<usize>> {
        let mut carriers = vec![Vec::new(); self.review.vocabulary.tags.len()];
        for row in rows {
            let tags = self.tags_of(self.review.sources[*row].findings.iter());
            tags.into_iter().for_each(|tag| carriers[tag].push(*row));
        }
        carriers
    }

    /// The tags that are central to one of these sources, themselves or by a tag below.
    fn central(&self, rows: &[usize]) -> BTreeSet<usize> {
        let findings = rows.iter().flat_map(|row| &self.review.sources[*row].findings);
        self.tags_of(findings.filter(|finding| finding.weight == Weight::Central))
    }

    /// Pairs of tags that no source joins: those that the most sources might have joined, by their first tag.
    fn apart(&self, rows: &[usize], columns: &[usize], carriers: &[Vec<usize>]) -> Option<GapList> {
        let mut pairs = self.pairs_apart(rows, columns, carriers);
        let more = pairs.len().saturating_sub(LISTED);
        pairs.sort_by_key(|(a, b)| (std::cmp::Reverse(carriers[*a].len() * carriers[*b].len()), *a, *b));
        pairs.truncate(LISTED);
        pairs.sort_unstable();
        let gap = |pairs: &[(usize, usize)]| Gap {
            others: pairs.iter().map(|(_, other)| self.tag_link(*other)).collect(),
            ..self.tag_gap(pairs[0].0)
        };
        let items: Vec<Gap> = pairs.chunk_by(|a, b| a.0 == b.0).map(gap).collect();
        (!items.is_empty()).then_some(GapList { kind: "apart", items, more })
    }

    fn pairs_apart(&self, rows: &[usize], columns: &[usize], carriers: &[Vec<usize>]) -> Vec<(usize, usize)> {
        let width = columns.len();
        let mut joined = vec![false; width * width];
        for row in rows {
            let tags = self.tags_of(self.review.sources[*row].findings.iter());
            let places: Vec<usize> = tags.iter().filter_map(|tag| columns.binary_search(tag).ok()).collect();
            for a in &places {
                places.iter().for_each(|b| joined[a * width + b] = true);
            }
        }
        let carried: Vec<usize> = (0..width).filter(|at| !carriers[columns[*at]].is_empty()).collect();
        let mut apart = Vec::new();
        for (n, a) in carried.iter().enumerate() {
            let others = carried[n + 1..].iter().filter(|b| !joined[a * width + **b]);
            apart.extend(others.map(|b| (columns[*a], columns[*b])));
        }
        apart
    }
}

/// The first of some gaps; none where there are none.
fn list(kind: &'static str, gaps: impl Iterator<Item = Gap>) -> Option<GapList> {
    let mut items: Vec<Gap> = gaps.collect();
    let more = items.len().saturating_sub(LISTED);
    items.truncate(LISTED);
    (!items.is_empty()).then_some(GapList { kind, items, more })
}
