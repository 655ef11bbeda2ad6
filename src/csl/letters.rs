//! Capital and small letters by language: what a change of case (specification, "Text-case") has to know of one.

use std::char::{ToLowercase, ToUppercase};

/// What the language of a text says of its letters.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Title and sentence case follow English rules: in other languages they do nothing.
    pub english: bool,
    /// In Turkish and Azerbaijani `i` keeps its dot and `ı` its lack of one (Unicode, `SpecialCasing.txt`).
    turkic: bool,
}

impl Rules {
    /// Those of a text in one language, BCP 47, about an item in another or the same.
    pub fn of(text: &str, item: &str) -> Self {
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        let turkic = ["az", "tr"].iter().any(|code| primary.eq_ignore_ascii_case(code));
        Self { english: item.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en")), turkic }
    }

    /// Those of words in this language that are no title, such as terms and names: the style means the case that it names.
    pub fn of_words(language: &str) -> Self {
        Self { english: true, ..Self::of(language, language) }
    }

    /// The capital of a letter; `ß` has two.
    pub fn upper(self, c: char) -> ToUppercase {
        if self.turkic && c == 'i' { 'İ' } else { c }.to_uppercase()
    }

    /// The small letter of a capital.
    pub fn lower(self, c: char) -> ToLowercase {
        match c {
            'I' if self.turkic => 'ı',
            'İ' if self.turkic => 'i',
            c => c,
        }
        .to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::Rules;
    use crate::csl::{case::apply, token};
    use citationberg::TextCase;

    #[test]
    fn letters_have_the_capitals_of_their_language() {
        for (language, case, text, expected) in [
            ("tr", TextCase::Uppercase, "ilk ısı", "İLK ISI"),
            ("az-Latn", TextCase::CapitalizeFirst, "ilk", "İlk"),
            ("tr-TR", TextCase::Lowercase, "ISI İlk", "ısı ilk"),
            ("tr", TextCase::TitleCase, "ilk iş", "ilk iş"),
            ("en", TextCase::Uppercase, "ilk ısı", "ILK ISI"),
            ("", TextCase::Lowercase, "ISI", "isi"),
            ("trv", TextCase::Uppercase, "ilk", "ILK"),
        ] {
            let mut tokens = token::text(text);
            apply(&mut tokens, case, Rules::of(language, language));
            assert_eq!(token::plain(&tokens), expected, "{language}");
        }
        let mut tokens = token::text("ilk iş");
        apply(&mut tokens, TextCase::TitleCase, Rules::of_words("tr"));
        assert_eq!(token::plain(&tokens), "İlk İş");
    }
}
