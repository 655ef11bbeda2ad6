//! The words by which authors name a place in a work, by language: CSL's terms and what is written besides.
//!
//! To add a language is to add a line for each unit. Every language is understood in every note.
//! A word with a full stop is understood without it too where a digit follows.

use std::ops::Range;

/// Language, CSL's name of the unit, and its words.
const LABELS: &[(&str, &str, &[&str])] = &[
    ("en", "appendix", &["appendix", "appendices", "app.", "apps."]),
    ("en", "book", &["book", "books", "bk.", "bks."]),
    ("en", "chapter", &["chapter", "chapters", "chap.", "chaps.", "ch.", "chs."]),
    ("en", "column", &["column", "columns", "col.", "cols."]),
    ("en", "equation", &["equation", "equations", "eq.", "eqs."]),
    ("en", "figure", &["figure", "figures", "fig.", "figs."]),
    ("en", "folio", &["folio", "folios", "fol.", "fols."]),
    ("en", "issue", &["issue", "issues", "number", "numbers", "no.", "nos."]),
    ("en", "line", &["line", "lines", "l.", "ll."]),
    ("en", "note", &["note", "notes", "n.", "nn."]),
    ("en", "opus", &["opus", "opera", "op.", "opp."]),
    ("en", "page", &["page", "pages", "p.", "pp."]),
    ("en", "paragraph", &["paragraph", "paragraphs", "para.", "paras.", "par.", "¶", "¶¶"]),
    ("en", "part", &["part", "parts", "pt.", "pts."]),
    ("en", "section", &["section", "sections", "sec.", "secs.", "sect.", "§", "§§"]),
    ("en", "sub-verbo", &["sub verbo", "sub verbis", "s.v.", "s.vv."]),
    ("en", "table", &["table", "tables", "tbl."]),
    ("en", "verse", &["verse", "verses", "v.", "vv."]),
    ("en", "volume", &["volume", "volumes", "vol.", "vols."]),
    ("de", "chapter", &["kapitel", "kap."]),
    ("de", "column", &["spalte", "spalten", "sp."]),
    ("de", "figure", &["abbildung", "abbildungen", "abb."]),
    ("de", "issue", &["nummer", "nr.", "heft", "h."]),
    ("de", "line", &["zeile", "zeilen", "z."]),
    ("de", "note", &["anmerkung", "anmerkungen", "anm.", "fn."]),
    ("de", "page", &["seite", "seiten", "s."]),
    ("de", "paragraph", &["absatz", "absätze", "abs."]),
    ("de", "part", &["teil", "teile"]),
    ("de", "section", &["abschnitt", "abschnitte", "abschn."]),
    ("de", "volume", &["band", "bände", "bd.", "bde."]),
    ("fr", "chapter", &["chapitre", "chapitres"]),
    ("fr", "column", &["colonne", "colonnes"]),
    ("fr", "issue", &["numéro", "numéros", "n°", "nº"]),
    ("fr", "line", &["ligne", "lignes"]),
    ("fr", "paragraph", &["paragraphe", "paragraphes"]),
    ("fr", "part", &["partie", "parties"]),
    ("fr", "section", &["sections"]),
    ("fr", "volume", &["tome", "tomes", "t."]),
    ("ru", "book", &["книга", "кн."]),
    ("ru", "chapter", &["глава", "главы", "гл."]),
    ("ru", "column", &["столбец", "стб."]),
    ("ru", "figure", &["рисунок", "рисунки", "рис."]),
    ("ru", "folio", &["лист", "листы", "л."]),
    ("ru", "issue", &["номер", "выпуск", "вып.", "№"]),
    ("ru", "note", &["примечание", "прим."]),
    ("ru", "page", &["страница", "страницы", "стр.", "с.", "cc."]),
    ("ru", "paragraph", &["абзац", "абз."]),
    ("ru", "part", &["часть", "части", "ч."]),
    ("ru", "section", &["раздел", "разделы", "разд."]),
    ("ru", "table", &["таблица", "табл."]),
    ("ru", "volume", &["том", "тома", "т.", "тт."]),
    ("kk", "chapter", &["тарау", "тар."]),
    ("kk", "figure", &["сурет", "сур."]),
    ("kk", "page", &["бет", "беттер", "б.", "бб."]),
    ("kk", "part", &["бөлім", "бөл."]),
    ("zh", "chapter", &["章"]),
    ("zh", "page", &["页", "頁"]),
    ("zh", "section", &["节", "節"]),
    ("zh", "volume", &["卷"]),
];

/// Units that stand behind the number: `33页`, `33-б.`.
const BEHIND: &[(&str, &str, &str)] = &[
    ("zh", "chapter", "章"),
    ("zh", "page", "页"),
    ("zh", "page", "頁"),
    ("zh", "section", "节"),
    ("zh", "section", "節"),
    ("zh", "volume", "卷"),
    ("kk", "page", "-б."),
    ("kk", "page", "-б"),
    ("kk", "page", "-бет"),
    ("kk", "page", "-беттер"),
];

/// A label found at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelMatch {
    /// CSL's name of the unit.
    pub label: &'static str,
    /// The bytes of its word.
    pub length: usize,
    /// Whether the full stop is missing, so that only a digit may follow.
    pub needs_digit: bool,
}

/// The longest label at the start of the text.
pub fn at(text: &str) -> Option<LabelMatch> {
    all_at(text).into_iter().next()
}

/// The labels at the start of the text, longest first.
pub fn all_at(text: &str) -> Vec<LabelMatch> {
    let mut found = LABELS
        .iter()
        .flat_map(|(_, label, words)| words.iter().flat_map(|word| matches(label, word, text)))
        .collect::<Vec<_>>();
    found.sort_by_key(|label| (std::cmp::Reverse(label.length), label.needs_digit));
    found
}

fn matches(label: &'static str, word: &str, text: &str) -> Option<LabelMatch> {
    if let Some(length) = prefix_length(text, word) {
        return boundary(word, &text[length..]).then_some(LabelMatch { label, length, needs_digit: false });
    }
    let bare = word.strip_suffix('.')?;
    let length = prefix_length(text, bare)?;
    let next = text[length..].chars().next();
    let apart = next.is_none_or(|c| c.is_whitespace() || c.is_numeric());
    apart.then_some(LabelMatch { label, length, needs_digit: true })
}

/// A word of letters must not go on with letters.
fn boundary(word: &str, rest: &str) -> bool {
    let letter = word.chars().next_back().is_some_and(|c| c.is_alphabetic() && !is_han(c));
    !letter || !rest.chars().next().is_some_and(char::is_alphabetic)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The bytes of the text that equal the word but for case.
fn prefix_length(text: &str, word: &str) -> Option<usize> {
    let mut rest = text.chars();
    for expected in word.chars() {
        let found = rest.next()?;
        if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

/// A unit behind the number: its name, the number without it, and where the whole ends.
pub fn behind(text: &str, value: Range<usize>) -> Option<(&'static str, Range<usize>, usize)> {
    let with_stop = if text[value.end..].starts_with('.') { value.end + 1 } else { value.end };
    let (label, length, end) = [with_stop, value.end].into_iter().find_map(|end| {
        let whole = &text[value.start..end];
        BEHIND.iter().find(|(_, _, unit)| whole.ends_with(unit)).map(|(_, label, unit)| (*label, unit.len(), end))
    })?;
    let start = if text[value.start..].starts_with('第') { value.start + '第'.len_utf8() } else { value.start };
    Some((label, start..(end - length).max(start), end))
}
