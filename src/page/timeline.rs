//! The sources by year, empty years among them.

use super::Composer;
use super::context::*;
use super::lists::MOST_TAGS;
use crate::bibliography::year_text;

/// So many empty years stand each for itself; more of them share a row.
const APART: i64 = 3;

impl Composer<'_> {
    pub(super) fn timeline_page(&self, path: &str) -> TimelinePage {
        let year = |source: &usize| self.review.sources[*source].reference.item.year();
        let order = &self.review.by_year;
        let dated = order.partition_point(|source| year(source).is_some());
        let (dated, undated) = order.split_at(dated);
        let mut years: Vec<TimelineYear> = Vec::new();
        let mut before: Option<i32> = None;
        for sources in dated.chunk_by(|a, b| year(a) == year(b)) {
            let Some(now) = sources.first().and_then(year) else { continue };
            years.extend(before.into_iter().flat_map(|before| empty_years(before, now)));
            before = Some(now);
            let sources = self.source_lines(path, sources);
            years.push(TimelineYear { label: year_text(now), id: format!("y{now}"), empty: 0, sources });
        }
        let tags = self.tag_lines(path);
        TimelinePage {
            years,
            undated: self.source_lines(path, undated),
            span: self.years(order),
            count: order.len(),
            tags: if (2..=MOST_TAGS).contains(&tags.len()) { tags } else { Vec::new() },
        }
    }
}

/// The years between two years with sources. No year is numbered 0: 1 follows 1 BC.
fn empty_years(before: i32, now: i32) -> Vec<TimelineYear> {
    let count = |year: i32| if year < 0 { i64::from(year) + 1 } else { i64::from(year) };
    let label = |count: i64| {
        let year = if count <= 0 { count - 1 } else { count };
        i32::try_from(year).map(year_text).unwrap_or_default()
    };
    let (first, end) = (count(before) + 1, count(now));
    let row = |label: String, empty: i64| TimelineYear {
        label,
        id: String::new(),
        empty: usize::try_from(empty).unwrap_or_default(),
        sources: Vec::new(),
    };
    match end - first {
        many if many > APART => vec![row(format!("{}–{}", label(first), label(end - 1)), many)],
        _ => (first..end).map(|year| row(label(year), 1)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::empty_years;

    #[test]
    fn empty_years_are_counted_without_a_year_0() {
        let shown = |before, now| -> Vec<String> {
            empty_years(before, now).iter().map(|year| format!("{} ({})", year.label, year.empty)).collect()
        };
        assert!(shown(2015, 2016).is_empty() && shown(-1, 1).is_empty());
        assert_eq!(shown(2015, 2019), ["2016 (1)", "2017 (1)", "2018 (1)"]);
        assert_eq!(shown(2010, 2015), ["2011–2014 (4)"]);
        assert_eq!(shown(-2, 2), ["1 BC (1)", "1 (1)"]);
        assert_eq!(shown(-300, 1517), ["299 BC–1516 (1815)"]);
        assert_eq!(shown(i32::MIN, i32::MAX).len(), 1);
    }
}
