//! Dates as people write them: the year for certain, month and day where the form leaves no doubt.

/// The names of the months in small letters, as they begin: English, German, French, Spanish, Portuguese, Russian.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "янв"],
    &["feb", "fév", "fev", "фев"],
    &["mar", "mär", "мар"],
    &["apr", "avr", "abr", "апр"],
    &["may", "mai", "мая", "май"],
    &["jun", "juin", "июн"],
    &["jul", "juil", "июл"],
    &["aug", "aoû", "ago", "авг"],
    &["sep", "set", "сен"],
    &["oct", "okt", "out", "окт"],
    &["nov", "ноя"],
    &["dec", "dez", "déc", "dic", "дек"],
];

/// Year, month and day, as far as they are said: `2019`, `2019-05-01T00:00`, `1 May 2019`, `May 2019`, `2019年5月1日`, `01.05.2019`.
pub(super) fn read(text: &str) -> Option<Vec<i32>> {
    let lower = text.to_lowercase();
    let numbers: Vec<&str> = lower.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let at = numbers.iter().position(|number| is_year(number))?;
    let year: i32 = numbers[at].parse().ok()?;
    let number = |at: usize| numbers.get(at).filter(|part| part.len() <= 2).and_then(|part| part.parse::<i32>().ok());
    let month = |n: Option<i32>| n.filter(|n| (1..=12).contains(n));
    let day = |n: Option<i32>| n.filter(|n| (1..=31).contains(n));
    let named = named_month(&lower);
    let separator = lower[lower.find(numbers[at])? + 4..].chars().next();
    if let Some(month) = named {
        let said = day(if at == 0 { None } else { number(at - 1) });
        return Some([Some(year), Some(month), said].into_iter().flatten().collect());
    }
    if at == 0 && matches!(separator, Some('-' | '/' | '.' | '年')) {
        let month = month(number(1));
        let day = month.and_then(|_| day(number(2)));
        return Some([Some(year), month, day].into_iter().flatten().collect());
    }
    if at == 2 && lower.contains('.') {
        // Day and month with full stops: the order of most of Europe.
        let (month, day) = (month(number(1)), day(number(0)));
        return Some([Some(year), month, month.and(day)].into_iter().flatten().collect());
    }
    Some(vec![year])
}

/// The month that a text names by a word.
fn named_month(lower: &str) -> Option<i32> {
    let words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 3);
    let mut months =
        words.filter_map(|word| MONTHS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start))));
    months.next().map(|at| at as i32 + 1)
}

/// The year in which a paper came to arXiv, by its number: `2410.13857`, `cs/0112017`.
pub(super) fn of_arxiv(number: &str) -> Option<i32> {
    let digits = number.rsplit('/').next()?;
    let year: i32 = digits.get(..2)?.parse().ok()?;
    Some(if year > 90 { 1900 + year } else { 2000 + year })
}

/// The year that stands in brackets at the end of a title, or at its start.
pub(super) fn in_brackets(title: &str) -> Option<i32> {
    let inside = title.split(['(', '[']).skip(1).filter_map(|rest| rest.split([')', ']']).next());
    inside.filter(|text| text.len() == 4 && is_year(text)).last()?.parse().ok()
}

/// The year in the name of a conference: `ACL 2025`, `NIPS'17`.
pub(super) fn in_name(name: &str) -> Option<i32> {
    let numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    numbers.clone().find(|number| is_year(number)).and_then(|year| year.parse().ok()).or_else(|| {
        let short = name.split(['\'', '’']).nth(1)?;
        let year: i32 = short.get(..2)?.parse().ok()?;
        Some(if year > 50 { 1900 + year } else { 2000 + year })
    })
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && number.parse().is_ok_and(|year: i32| (1400..=2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_usual_form() {
        for (text, parts) in [
            ("2019", Some(vec![2019])),
            ("2025-06-15T00:00:00Z", Some(vec![2025, 6, 15])),
            ("2019/05", Some(vec![2019, 5])),
            ("1 May 2019", Some(vec![2019, 5, 1])),
            ("May 3, 2019", Some(vec![2019, 5, 3])),
            ("Juin 2019", Some(vec![2019, 6])),
            ("12 мая 2019", Some(vec![2019, 5, 12])),
            ("2019年5月1日", Some(vec![2019, 5, 1])),
            ("01.05.2019", Some(vec![2019, 5, 1])),
            ("12/22/2017", Some(vec![2017])),
            ("soon", None),
        ] {
            assert_eq!(read(text), parts, "{text}");
        }
        assert_eq!(in_brackets("A title (2019)"), Some(2019));
        assert_eq!(
            (in_name("ACL 2025 (Findings)"), in_name("NIPS'17"), in_name("Nature")),
            (Some(2025), Some(2017), None)
        );
        assert_eq!((of_arxiv("2410.13857"), of_arxiv("cs/9912017")), (Some(2024), Some(1999)));
    }
}
