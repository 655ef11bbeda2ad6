//! Terms, date forms and options of a language: the style's own before the locale's (specification, "Locale", "Locale
//! Fallback").

use super::markup::Marks;
use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Date, DateForm, GrammarGender, Locale, LocalizedTerm, OrdinalMatch, TermForm};
use std::collections::HashMap;

/// The terms of one language, as one style has them.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// BCP 47.
    pub language: String,
    known: HashMap<(Term, TermForm), Words>,
    /// The English terms, for those that the language has in no form.
    english: HashMap<(Term, TermForm), Words>,
    ordinals: Vec<LocalizedTerm>,
    dates: Vec<Date>,
    /// The quotation marks.
    pub marks: Marks,
    /// Whether commas and full stops move before a closing quotation mark.
    pub punctuation_in_quote: bool,
    /// Whether only the first day of a month is an ordinal.
    pub limit_day_ordinals_to_day_1: bool,
}

#[derive(Debug, Clone, Default)]
struct Words {
    single: String,
    multiple: String,
    gender: Option<GrammarGender>,
}

impl Terms {
    /// From locales in order of rising precedence: what a later one has wins.
    pub fn new<'a>(language: &str, locales: impl IntoIterator<Item = &'a Locale>) -> Self {
        let mut terms = Self { language: language.to_owned(), ..Self::default() };
        for locale in locales {
            terms.add(locale);
        }
        terms.marks = terms.quotation_marks();
        terms
    }

    fn quotation_marks(&self) -> Marks {
        let english = Marks::default();
        let mark = |term: OtherTerm, english: char| self.word(term).trim().chars().next().unwrap_or(english);
        Marks {
            outer: [mark(OtherTerm::OpenQuote, english.outer[0]), mark(OtherTerm::CloseQuote, english.outer[1])],
            inner: [
                mark(OtherTerm::OpenInnerQuote, english.inner[0]),
                mark(OtherTerm::CloseInnerQuote, english.inner[1]),
            ],
        }
    }

    fn add(&mut self, locale: &Locale) {
        let all = locale.terms.iter().flat_map(|terms| &terms.terms);
        let ordinals: Vec<LocalizedTerm> = all.clone().filter(|term| term.name.is_ordinal()).cloned().collect();
        if !ordinals.is_empty() {
            self.ordinals = ordinals;
        }
        let known = if self.is_foreign(locale) { &mut self.english } else { &mut self.known };
        for term in all {
            let words = Words {
                single: term.single().unwrap_or_default().to_owned(),
                multiple: term.multiple().unwrap_or_default().to_owned(),
                gender: term.gender,
            };
            known.insert((canonical(term.name), term.form), words);
        }
        for date in &locale.date {
            self.dates.retain(|known| known.form != date.form);
            self.dates.push(date.clone());
        }
        if let Some(options) = &locale.style_options {
            self.punctuation_in_quote = options.punctuation_in_quote.unwrap_or(self.punctuation_in_quote);
            self.limit_day_ordinals_to_day_1 =
                options.limit_day_ordinals_to_day_1.unwrap_or(self.limit_day_ordinals_to_day_1);
        }
    }

    /// Whether a locale is of another language than the terms: only the English one is asked for then.
    fn is_foreign(&self, locale: &Locale) -> bool {
        let primary = |code: &str| code.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        locale.lang.as_ref().is_some_and(|lang| primary(&lang.0) != primary(&self.language))
    }

    /// The words of a term: another form in the language before the same form in English.
    fn words(&self, term: Term, form: TermForm) -> Option<&Words> {
        let term = canonical(term);
        let forms = || std::iter::successors(Some(form), |form| form.fallback());
        [&self.known, &self.english].into_iter().find_map(|known| forms().find_map(|form| known.get(&(term, form))))
    }

    /// A term; forms fall back as the specification says. An empty text is one.
    pub fn get(&self, term: Term, form: TermForm, plural: bool) -> Option<&str> {
        let words = self.words(term, form)?;
        Some(if plural { &words.multiple } else { &words.single })
    }

    /// A term by its name alone, singular, long.
    pub fn word(&self, term: OtherTerm) -> &str {
        self.get(Term::Other(term), TermForm::Long, false).unwrap_or_default()
    }

    /// The gender of a term's noun.
    pub fn gender(&self, term: Term) -> Option<GrammarGender> {
        self.words(term, TermForm::Long).and_then(|words| words.gender)
    }

    /// The localised form of a date.
    pub fn date(&self, form: DateForm) -> Option<&Date> {
        self.dates.iter().find(|date| date.form == Some(form))
    }

    /// The suffix of an ordinal number.
    pub fn ordinal(&self, n: i64, gender: Option<GrammarGender>) -> &str {
        let of_gender = |wanted: Option<GrammarGender>| {
            let fits = |term: &&LocalizedTerm| term.gender_form == wanted;
            let numbered = |term: &&LocalizedTerm| match term.name {
                Term::Other(OtherTerm::OrdinalN(of)) => {
                    let (n, of) = (n.abs(), i64::from(of));
                    match term.match_.unwrap_or(if of < 10 {
                        OrdinalMatch::LastDigit
                    } else {
                        OrdinalMatch::LastTwoDigits
                    }) {
                        OrdinalMatch::LastDigit => n % 10 == of,
                        OrdinalMatch::LastTwoDigits => n % 100 == of,
                        OrdinalMatch::WholeNumber => n == of,
                    }
                }
                _ => false,
            };
            let rank = |term: &&LocalizedTerm| match term.name {
                Term::Other(OtherTerm::OrdinalN(of)) => (term.match_ == Some(OrdinalMatch::WholeNumber), of >= 10),
                _ => (false, false),
            };
            let best = self.ordinals.iter().filter(fits).filter(numbered).max_by_key(rank);
            let general =
                || self.ordinals.iter().filter(fits).find(|term| term.name == Term::Other(OtherTerm::Ordinal));
            best.or_else(general).map(|term| term.single().unwrap_or_default())
        };
        if self.is_legacy() {
            let class = match (n % 100, n % 10) {
                (11..=13, _) => 4,
                (_, digit @ 1..=3) => digit,
                _ => 4,
            };
            let name = Term::Other(OtherTerm::OrdinalN(u8::try_from(class).unwrap_or(4)));
            let term = self.ordinals.iter().find(|term| term.name == name);
            return term.and_then(LocalizedTerm::single).unwrap_or_default();
        }
        gender.and_then(|gender| of_gender(Some(gender))).or_else(|| of_gender(None)).unwrap_or_default()
    }

    /// CSL 1.0's four ordinal terms, without a general one.
    fn is_legacy(&self) -> bool {
        let has = |name| self.ordinals.iter().any(|term| term.name == Term::Other(name));
        !has(OtherTerm::Ordinal) && (1..=4).all(|n| has(OtherTerm::OrdinalN(n)))
    }

    /// A spelled-out ordinal, from first to tenth.
    pub fn long_ordinal(&self, n: i64, gender: Option<GrammarGender>) -> Option<&str> {
        let name = Term::Other(OtherTerm::LongOrdinal(u8::try_from(n).ok().filter(|n| (1..=10).contains(n))?));
        let of = |wanted| self.ordinals.iter().find(|term| term.name == name && term.gender_form == wanted);
        gender.and_then(|gender| of(Some(gender))).or_else(|| of(None)).and_then(LocalizedTerm::single)
    }
}

/// Names that stand for the same term.
fn canonical(term: Term) -> Term {
    use citationberg::taxonomy::{Kind, Locator, NumberVariable};
    match term {
        Term::PageVariable => Term::Locator(Locator::Page),
        Term::NumberVariable(NumberVariable::Issue) => Term::Locator(Locator::Issue),
        Term::NumberVariable(NumberVariable::Section) => Term::Locator(Locator::Section),
        Term::NumberVariable(NumberVariable::Volume) => Term::Locator(Locator::Volume),
        Term::Kind(Kind::Book) => Term::Locator(Locator::Book),
        Term::Kind(Kind::Chapter) => Term::Locator(Locator::Chapter),
        Term::Kind(Kind::Figure) => Term::Locator(Locator::Figure),
        other => other,
    }
}
