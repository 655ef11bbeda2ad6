//! Dates as EDTF, as far as BibLaTeX has it (level 0, with `~`, seasons and open ends of level 1).

use crate::bibliography::{Day, ItemDate};

/// A date or a range; none where only words stand for it.
pub(super) fn edtf(date: &ItemDate) -> Option<String> {
    let doubt = if date.circa { "~" } else { "" };
    let side = |day: Day, season| format!("{}{doubt}", point(day, season));
    Some(match (date.start, date.end) {
        (Some(start), Some(end)) => format!("{}/{}", side(start, date.season), side(end, None)),
        (Some(start), None) if date.open => format!("{}/", side(start, date.season)),
        (Some(start), None) => side(start, date.season),
        (None, Some(end)) => format!("/{}", side(end, None)),
        (None, None) => return None,
    })
}

/// `2013`, `2013-04`, `2013-04-29`, `2013-21` for the spring of a year.
pub(super) fn point(day: Day, season: Option<u8>) -> String {
    let year = year(day.year);
    match (day.month, day.day, season.filter(|season| (1..=4).contains(season))) {
        (Some(month), Some(day), _) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None, _) => format!("{year}-{month:02}"),
        (None, _, Some(season)) => format!("{year}-2{season}"),
        (None, _, None) => year,
    }
}

/// The year, of which EDTF counts 1 BC as 0 and CSL-JSON as -1.
fn year(year: i32) -> String {
    let year = i64::from(year);
    let counted = if year < 0 { year + 1 } else { year };
    match counted.unsigned_abs() {
        0..=9999 if counted < 0 => format!("-{:04}", -counted),
        0..=9999 => format!("{counted:04}"),
        _ => format!("Y{counted}"),
    }
}

#[cfg(test)]
mod tests {
    use super::edtf;
    use crate::bibliography::Item;
    use serde_json::json;

    #[test]
    fn every_date_has_its_edtf() {
        for (given, expected) in [
            (json!({"date-parts": [[2013]]}), "2013"),
            (json!({"date-parts": [[2013, 4]]}), "2013-04"),
            (json!({"date-parts": [[2013, 4, 29], [2013, 5, 1]]}), "2013-04-29/2013-05-01"),
            (json!({"date-parts": [[2013], [0]]}), "2013/"),
            (json!({"date-parts": [[0], [2013]]}), "/2013"),
            (json!({"date-parts": [[1900], [1905]], "circa": true}), "1900~/1905~"),
            (json!({"date-parts": [[2013]], "season": 4}), "2013-24"),
            (json!({"date-parts": [[-44, 3, 15]]}), "-0043-03-15"),
            (json!({"date-parts": [[-1]]}), "0000"),
            (json!({"date-parts": [[79]]}), "0079"),
            (json!({"date-parts": [[-12000]]}), "Y-11999"),
        ] {
            let item = Item::new(json!({ "issued": given }).as_object().unwrap().clone());
            assert_eq!(edtf(&item.date("issued").unwrap()).as_deref(), Some(expected));
        }
    }
}
