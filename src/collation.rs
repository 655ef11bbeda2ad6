//! Sorting names and titles as the review's language does (Unicode collation, CLDR's tailorings).

use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use std::cmp::Ordering;

/// Compares texts in one language.
#[derive(Debug)]
pub struct Collator(Option<CollatorBorrowed<'static>>);

impl Collator {
    /// The order of a language; that of code points where the language is not known at all.
    pub fn new(language: &str) -> Self {
        let locale: icu_locale::Locale = language.parse().unwrap_or(icu_locale::Locale::UNKNOWN);
        Self(icu_collator::Collator::try_new((&locale).into(), CollatorOptions::default()).ok())
    }

    /// Which text comes first.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.0.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }
}
