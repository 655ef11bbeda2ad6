//! Sorting names and titles as the review's language does (Unicode collation, CLDR's tailorings).

use icu_collator::CollatorBorrowed;
use icu_collator::options::{CollatorOptions, Strength};
use std::cmp::Ordering;

/// Compares texts in one language.
#[derive(Debug)]
pub struct Collator {
    all: Option<CollatorBorrowed<'static>>,
    /// Base letters only: accents and case do not count.
    base: Option<CollatorBorrowed<'static>>,
}

impl Collator {
    /// The order of a language; that of code points where the language is not known at all.
    pub fn new(language: &str) -> Self {
        let locale: icu_locale::Locale = language.parse().unwrap_or(icu_locale::Locale::UNKNOWN);
        let mut base = CollatorOptions::default();
        base.strength = Some(Strength::Primary);
        let collator = |options| icu_collator::Collator::try_new((&locale).into(), options).ok();
        Self { all: collator(CollatorOptions::default()), base: collator(base) }
    }

    /// Which text comes first.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.all.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }

    /// Whether two letters are one in this language, accents and case aside: Å is A in English and not in Swedish.
    pub fn is_one_letter(&self, a: &str, b: &str) -> bool {
        a == b || self.base.as_ref().is_some_and(|collator| collator.compare(a, b) == Ordering::Equal)
    }
}
