//! Texts that are alike but for what we do on purpose, or what pandoc drops.

use unicode_normalization::UnicodeNormalization;

/// Makes texts alike in one respect.
type Fold = fn(&str) -> String;

/// What is made alike in both texts, one after another, until they are equal: the last one is the reason.
const FOLDS: &[(Fold, &str)] = &[
    (dotted, "an accent takes the place of the dot of i: í, not ı with an accent"),
    (|text| text.replace('\u{ad}', ""), "a place where TeX may break a word is no letter of it"),
    (
        |text| text.nfc().collect(),
        "an accent and its letter are one character, or both of them are given as the file has them",
    ),
    (|text| text.replace("/ ", "/"), "a command such as `\\slash` swallows the spaces behind it"),
    (one_space, "`\\ ` and `\\,` are spaces where a line may break, and several spaces are one"),
    (|text| text.replace(['“', '”'], "\"").replace(['‘', '’'], "\""), "single quotes stay single"),
    (|text| text.replace("…:", "…").replace("….", "…"), "an ellipsis needs no colon or full stop behind it"),
    (without_dashes, "pandoc drops `\\textendash`"),
];

/// What is made alike in titles after all else.
const CASE: (Fold, &str) = (
    spared,
    "in English titles `U.S.`, `H2O`, `O'Brien`, `I` and initials keep their capitals, and a new sentence gets one",
);

/// Why two texts differ, where they are alike but for our folds, or for what pandoc drops.
pub fn fold(mut ours: String, mut theirs: String, is_title: bool) -> Option<&'static str> {
    let folds = FOLDS.iter().chain(is_title.then_some(&CASE)).find_map(|(fold, reason)| {
        (ours, theirs) = (fold(&ours), fold(&theirs));
        (ours == theirs).then_some(*reason)
    });
    folds.or_else(|| {
        let dropped = ours.len() > theirs.len() && is_part(&letters(&theirs), &letters(&ours));
        dropped.then_some("pandoc drops symbols, and what a command that it does not know holds")
    })
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text is the other one with something left out.
fn is_part(part: &[char], whole: &[char]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|c| whole.any(|known| known == c))
}

/// An address or identifier without what TeX and the lines of a file add.
pub fn bare(text: &str) -> String {
    let text = text.replace("arXiv:", "").replace("\\url", "");
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\\' | '{' | '}')).collect()
}

pub fn one_dash(text: &str) -> String {
    let mut text = text.replace(['–', '—'], "-");
    while text.contains("--") {
        text = text.replace("--", "-");
    }
    text
}

pub fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn dotted(text: &str) -> String {
    [("ı\u{304}", "ī"), ("ı\u{306}", "ĭ"), ("ı\u{301}", "í"), ("ı\u{308}", "ï"), ("ı\u{302}", "î"), ("ı\u{300}", "ì")]
        .iter()
        .fold(text.to_owned(), |text, (loose, whole)| text.replace(loose, whole))
}

pub fn without_dashes(text: &str) -> String {
    text.replace('–', "").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text with those words in lower case that are abbreviations or the number I, hold digits, an apostrophe or a
/// capital behind their first letter, or start a sentence.
fn spared(text: &str) -> String {
    let mut starts = true;
    let word = |word: &str| {
        let marked = word.contains(['.', '\u{2019}', '"', '<']) || word.contains(|c: char| c.is_ascii_digit());
        let capitals = word.chars().skip(1).any(char::is_uppercase);
        let number = matches!(word.trim_end_matches([':', ',']), "I" | "i");
        let spare = starts || marked || number || capitals;
        starts = word.trim_end_matches(',').ends_with([':', '.', '?', '!', '\u{2026}', '>']);
        if spare { word.to_lowercase() } else { word.to_owned() }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
