//! Years as places from left to right. A long time without a source is shortened, and marked so.

use std::ops::Range;

/// A time without sources longer than this is drawn as if it were so long, in years.
const LONGEST: i64 = 10;
/// How far apart two marked years stand at least.
const APART: i32 = 54;

/// Years from left to right.
#[derive(Debug, Default)]
pub struct Scale {
    /// The years that occur, each with its place.
    points: Vec<(i32, i32)>,
    /// The years to mark, each with its place.
    pub marks: Vec<(i32, i32)>,
    /// Where time is shortened.
    pub breaks: Vec<i32>,
}

impl Scale {
    /// For these years, which rise, within these places.
    pub fn new(years: impl Iterator<Item = i32>, within: Range<i32>) -> Self {
        let mut years: Vec<i32> = years.collect();
        years.dedup();
        let gaps = years.windows(2).map(|pair| gap(pair[0], pair[1]).min(LONGEST));
        let units: i64 = gaps.clone().sum::<i64>().max(1);
        let width = i64::from(within.end - within.start);
        let place = |at: i64| within.start + i32::try_from(at * width / units).unwrap_or(0);
        let sums = gaps.scan(0, |sum, gap| {
            *sum += gap;
            Some(*sum)
        });
        let points: Vec<(i32, i32)> = years.iter().copied().zip(std::iter::once(0).chain(sums).map(place)).collect();
        let shortened = |pair: &&[(i32, i32)]| gap(pair[0].0, pair[1].0) > LONGEST;
        let breaks = points.windows(2).filter(shortened).map(|pair| i32::midpoint(pair[0].1, pair[1].1)).collect();
        let marks = marks(&points, width / units);
        Self { points, marks, breaks }
    }

    /// The place of a year that occurs.
    pub fn place(&self, year: i32) -> Option<i32> {
        let at = self.points.binary_search_by_key(&year, |(year, _)| *year).ok()?;
        Some(self.points[at].1)
    }
}

fn gap(before: i32, after: i32) -> i64 {
    i64::from(after) - i64::from(before)
}

/// The first and last year, those beside a shortened time, and round years between, where there is room.
fn marks(points: &[(i32, i32)], unit: i64) -> Vec<(i32, i32)> {
    let mut wished: Vec<(i32, i32)> = points.first().into_iter().chain(points.last()).copied().collect();
    wished.extend(points.windows(2).filter(|pair| gap(pair[0].0, pair[1].0) > LONGEST).flatten().copied());
    let step = [1, 2, 5, 10].into_iter().find(|step| step * unit >= i64::from(APART)).unwrap_or(20);
    for pair in points.windows(2).filter(|pair| gap(pair[0].0, pair[1].0) <= LONGEST) {
        let ((from, start), (to, end)) = (pair[0], pair[1]);
        let years = (from..=to).filter(|year| i64::from(*year) % step == 0);
        wished.extend(years.map(|year| {
            let share = gap(from, year) * i64::from(end - start) / gap(from, to).max(1);
            (year, start + i32::try_from(share).unwrap_or(0))
        }));
    }
    let mut marks: Vec<(i32, i32)> = Vec::new();
    for (year, place) in wished {
        let at = marks.partition_point(|(_, other)| *other < place);
        let is_near = |other: Option<&(i32, i32)>| other.is_some_and(|(_, other)| (other - place).abs() < APART);
        if !is_near(marks.get(at)) && !is_near(at.checked_sub(1).and_then(|before| marks.get(before))) {
            marks.insert(at, (year, place));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_year_stands_further_right_however_long_the_time_between() {
        let years = [i32::MIN, -500, -499, 1517, 1990, 1991, 1995, 2023, i32::MAX];
        let scale = Scale::new(years.into_iter(), 10..1000);
        let places: Vec<i32> = years.iter().map(|year| scale.place(*year).unwrap()).collect();
        assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
        assert_eq!((places[0], places[8]), (10, 1000));
        assert_eq!(scale.breaks.len(), 5);
        assert!(scale.marks.is_sorted_by(|a, b| a.0 < b.0 && b.1 - a.1 >= APART), "{:?}", scale.marks);
        assert!(scale.place(1992).is_none());
    }

    #[test]
    fn round_years_are_marked_and_the_first_and_the_last() {
        let scale = Scale::new([1993, 1999, 2004, 2009, 2012, 2018, 2023].into_iter(), 0..900);
        let years: Vec<i32> = scale.marks.iter().map(|(year, _)| *year).collect();
        assert_eq!(years, [1993, 1996, 1998, 2000, 2002, 2004, 2006, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2023]);
        assert_eq!(Scale::new([2001, 2001].into_iter(), 5..50).place(2001), Some(5));
        assert!(Scale::new(std::iter::empty(), 5..50).marks.is_empty());
    }
}
