//! Languages of entries as documents mark them: BCP 47 with the region and the script that CLDR adds.

use icu_locale::{LanguageIdentifier, LocaleExpander};

/// A language tag, filled up: `zh` is `zh-Hans-CN`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// As it was given, in its usual spelling.
    given: String,
    primary: String,
    script: String,
    region: String,
}

/// Which of the three languages of a run a script belongs to, in the terms of word processors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// Latin, Cyrillic, Greek and the like.
    Western,
    /// Chinese, Japanese, Korean.
    Asian,
    /// Arabic, Hebrew, Devanagari, Thai and the like.
    Complex,
}

impl Tag {
    /// A tag that is well-formed; `English` and other words are none.
    pub fn new(text: &str) -> Option<Self> {
        let mut language: LanguageIdentifier = text.trim().replace('_', "-").parse().ok()?;
        let is_language = !language.language.is_unknown() && language.language.as_str().len() <= 3;
        let given = language.to_string();
        LocaleExpander::new_extended().maximize(&mut language);
        is_language.then(|| Self {
            given,
            primary: language.language.as_str().to_owned(),
            script: language.script.map(|script| script.as_str().to_owned()).unwrap_or_default(),
            region: language.region.map(|region| region.as_str().to_owned()).unwrap_or_default(),
        })
    }

    /// `zh-Hans` of `zh-hans`.
    pub fn given(&self) -> &str {
        &self.given
    }

    /// `zh` of `zh-Hans`.
    pub fn primary(&self) -> &str {
        &self.primary
    }

    /// `CN` of `zh`; empty where there is none.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// `zh-CN` of `zh`, as word processors name languages.
    pub fn with_region(&self) -> String {
        if self.region.is_empty() { self.primary.clone() } else { format!("{}-{}", self.primary, self.region) }
    }

    /// What its script belongs to.
    pub fn scripts(&self) -> Scripts {
        match self.script.as_str() {
            "Hans" | "Hant" | "Hani" | "Jpan" | "Kore" | "Hira" | "Kana" | "Hang" => Scripts::Asian,
            "Latn" | "Cyrl" | "Grek" | "Armn" | "Geor" | "" => Scripts::Western,
            _ => Scripts::Complex,
        }
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(&self) -> bool {
        matches!(self.script.as_str(), "Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo" | "Adlm" | "Rohg")
    }
}

/// Whether a letter is of a script that runs from right to left.
pub fn is_rtl(c: char) -> bool {
    matches!(c as u32, 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

/// The direction of a text as its first letter has it; none without letters.
pub fn starts_rtl(text: &str) -> Option<bool> {
    text.chars().find(|c| c.is_alphabetic()).map(is_rtl)
}

/// For each character of a paragraph, whether it runs from right to left: letters as their script does, what stands between
/// two of one direction as these, anything else as the paragraph (Unicode's bidirectional algorithm, rules N1 and N2).
pub fn directions(text: &str, paragraph: bool) -> Vec<bool> {
    let letters: Vec<char> = text.chars().collect();
    let mut known: Vec<Option<bool>> = Vec::with_capacity(letters.len());
    let mut last = paragraph;
    for c in &letters {
        // A number after Latin letters belongs to them (rule W7).
        let own = if c.is_alphabetic() { Some(is_rtl(*c)) } else { (c.is_numeric() && !last).then_some(false) };
        last = own.unwrap_or(last);
        known.push(own);
    }
    let mut out = vec![paragraph; letters.len()];
    let mut next = paragraph;
    for (at, own) in known.iter().enumerate().rev() {
        next = own.unwrap_or(next);
        out[at] = next;
    }
    let mut before = paragraph;
    for (at, own) in known.iter().enumerate() {
        before = own.unwrap_or(before);
        out[at] = if before == out[at] { before } else { own.unwrap_or(paragraph) };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Scripts, Tag, directions, starts_rtl};

    #[test]
    fn tags_are_filled_up() {
        for (given, region, scripts, rtl) in [
            ("de", "de-DE", Scripts::Western, false),
            ("en-GB", "en-GB", Scripts::Western, false),
            ("zh", "zh-CN", Scripts::Asian, false),
            ("zh-Hant", "zh-TW", Scripts::Asian, false),
            ("zh_Latn", "zh-CN", Scripts::Western, false),
            ("kk", "kk-KZ", Scripts::Western, false),
            ("ar", "ar-EG", Scripts::Complex, true),
            ("fa-IR", "fa-IR", Scripts::Complex, true),
            ("hi", "hi-IN", Scripts::Complex, false),
        ] {
            let tag = Tag::new(given).unwrap();
            assert_eq!((tag.with_region().as_str(), tag.scripts(), tag.is_rtl()), (region, scripts, rtl), "{given}");
        }
        for none in ["English", "", "de DE", "und", "\"><w:x>"] {
            assert_eq!(Tag::new(none), None, "{none}");
        }
        assert_eq!(Tag::new("ZH-hans").unwrap().given(), "zh-Hans");
    }

    #[test]
    fn a_text_runs_as_its_first_letter_does() {
        assert_eq!(starts_rtl("[1] (2015) القوة Power"), Some(true));
        assert_eq!(starts_rtl("“Power” القوة"), Some(false));
        assert_eq!(starts_rtl("1."), None);
    }

    #[test]
    fn what_is_between_letters_runs_as_they_do() {
        let shown = |text: &str, paragraph| {
            let shown = |rtl: bool| if rtl { '<' } else { '>' };
            directions(text, paragraph).into_iter().map(shown).collect::<String>()
        };
        assert_eq!(shown("A b (12).", false), ">>>>>>>>>");
        assert_eq!(shown("قو (12). ا A B, 1.", true), "<<<<<<<<<<<>>>>>><");
        assert_eq!(shown("A قو ة (1)", false), ">><<<<>>>>");
    }
}
