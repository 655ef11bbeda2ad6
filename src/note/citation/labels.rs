//! The words by which authors name a place in a work: CSL's terms in English and in the page's language, and what
//! is written besides.
//!
//! CSL's terms stand in `labels.txt`, which a test holds to the CSL locales. [`MORE`] is ours: to add a word is to add
//! it there. A word with a full stop is understood without it too where a digit follows.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// CSL's terms: language, unit and words on each line, with tabs between them.
const TERMS: &str = include_str!("labels.txt");

/// Language, CSL's name of the unit, and words that CSL does not have. All are understood in every note, unless they
/// mean something else in English or in the page's language.
const MORE: &[(&str, &str, &[&str])] = &[
    ("en", "appendix", &["apps."]),
    ("en", "chapter", &["chs."]),
    ("en", "equation", &["eqs."]),
    ("en", "issue", &["number", "numbers"]),
    ("en", "paragraph", &["par."]),
    ("en", "section", &["sects."]),
    ("en", "sub-verbo", &["s. v.", "s. vv."]),
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
    ("fr", "volume", &["tome", "tomes", "t."]),
    ("ru", "book", &["книга", "кн."]),
    ("ru", "chapter", &["глава", "главы", "гл."]),
    ("ru", "column", &["столбец", "стб."]),
    ("ru", "figure", &["рисунок", "рисунки", "рис."]),
    ("ru", "folio", &["лист", "листы", "л."]),
    ("ru", "issue", &["номер", "выпуск", "вып.", "№"]),
    ("ru", "note", &["примечание", "прим."]),
    ("ru", "page", &["страница", "страницы", "стр.", "с.", "сс."]),
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

/// Units that stand behind the number in any note: `33页`, `33-б.`.
const BEHIND: &[(&str, &str)] = &[
    ("chapter", "章"),
    ("page", "页"),
    ("page", "頁"),
    ("section", "节"),
    ("section", "節"),
    ("volume", "卷"),
    ("page", "-б."),
    ("page", "-б"),
    ("page", "-бет"),
    ("page", "-беттер"),
];

/// A word and the unit that it names.
#[derive(Debug, Clone, Copy)]
struct Word {
    label: &'static str,
    word: &'static str,
}

/// CSL's terms by language.
static BY_LANGUAGE: LazyLock<BTreeMap<&str, Vec<Word>>> = LazyLock::new(|| {
    let mut terms: BTreeMap<&str, Vec<Word>> = BTreeMap::new();
    for line in TERMS.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        if let (Some(language), Some(label)) = (parts.next(), parts.next()) {
            terms.entry(language).or_default().extend(parts.map(|word| Word { label, word }));
        }
    }
    terms
});

/// The words of a page.
#[derive(Debug, Clone, Copy)]
pub struct Labels {
    language: &'static str,
    own: &'static [Word],
}

impl Labels {
    /// The words of a page in this language, BCP 47.
    pub fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let ours = MORE.iter().map(|(language, ..)| *language).find(|language| *language == primary);
        match BY_LANGUAGE.get_key_value(primary.as_str()) {
            Some((language, own)) => Self { language, own },
            None => Self { language: ours.unwrap_or_default(), own: &[] },
        }
    }

    /// All words; of two that are equal, the one that comes first counts.
    fn words(self) -> impl Iterator<Item = Word> {
        let english = BY_LANGUAGE.get("en").into_iter().flatten().copied();
        let more = |is_wanted: fn(&str, &str) -> bool| {
            let lines = MORE.iter().filter(move |(language, ..)| is_wanted(language, self.language));
            lines.flat_map(|(_, label, words)| words.iter().map(|word| Word { label, word }))
        };
        let ours = more(|language, own| language == "en" || language == own);
        english
            .chain(ours)
            .chain(self.own.iter().copied())
            .chain(more(|language, own| language != "en" && language != own))
    }

    /// The longest label at the start of the text.
    pub fn at(self, text: &str) -> Option<LabelMatch> {
        self.all_at(text).into_iter().next()
    }

    /// The labels at the start of the text, longest first.
    pub fn all_at(self, text: &str) -> Vec<LabelMatch> {
        let mut found = self.words().filter_map(|word| matches(word, text)).collect::<Vec<_>>();
        found.sort_by_key(|label| (std::cmp::Reverse(label.length), label.needs_digit));
        found
    }

    /// A unit behind the number: its name, the number without it, and where the whole ends.
    pub fn behind(self, text: &str, value: Range<usize>) -> Option<(&'static str, Range<usize>, usize)> {
        let own = self.own.iter().filter(|word| word.word.chars().all(is_without_spaces));
        let units = own.map(|word| (word.label, word.word)).chain(BEHIND.iter().copied());
        let units = units.collect::<Vec<_>>();
        let with_stop = if text[value.end..].starts_with('.') { value.end + 1 } else { value.end };
        let (label, length, end) = [with_stop, value.end].into_iter().find_map(|end| {
            let whole = &text[value.start..end];
            let unit = units.iter().filter(|(_, unit)| whole.ends_with(unit)).max_by_key(|(_, unit)| unit.len());
            unit.map(|(label, unit)| (*label, unit.len(), end))
        })?;
        let start = if text[value.start..].starts_with('第') { value.start + '第'.len_utf8() } else { value.start };
        Some((label, start..(end - length).max(start), end))
    }
}

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

fn matches(Word { label, word }: Word, text: &str) -> Option<LabelMatch> {
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
    let letter = word.chars().next_back().is_some_and(|c| c.is_alphabetic() && !is_without_spaces(c));
    !letter || !rest.chars().next().is_some_and(char::is_alphabetic)
}

/// Whether a letter belongs to a script that writes words and numbers without spaces between them.
fn is_without_spaces(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// The bytes of the text that equal the word but for case and the kind of space.
fn prefix_length(text: &str, word: &str) -> Option<usize> {
    let mut rest = text.chars();
    for expected in word.chars() {
        if !is_same(rest.next()?, expected) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

fn is_same(found: char, expected: char) -> bool {
    match (found.is_ascii(), expected.is_ascii()) {
        (true, true) => found.eq_ignore_ascii_case(&expected) || found.is_whitespace() && expected == ' ',
        (false, false) => found == expected || found.to_lowercase().eq(expected.to_lowercase()),
        _ => found.is_whitespace() && expected == ' ',
    }
}
