//! A style compiled with its terms: macros by name, names' options inherited, and what the style prints by itself.

use super::eval::Purpose;
use super::record::Record;
use super::terms::Terms;
use crate::collation::Collator;
use citationberg::taxonomy::{NumberVariable, OtherTerm, StandardVariable, Variable};
use citationberg::{
    ChooseBranch, IndependentStyle, InheritableNameOptions, LayoutRenderingElement as Element, Locale, NamesChild,
    StyleClass, TextTarget,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A style, ready to render in one language.
#[derive(Debug, Clone)]
pub struct Program {
    /// The style.
    pub style: IndependentStyle,
    /// The language of its terms.
    pub default_language: String,
    macros: HashMap<String, usize>,
    terms: Terms,
    /// By language, as items write it: the terms of items whose own are wanted.
    item_terms: BTreeMap<String, Terms>,
    citation_names: InheritableNameOptions,
    bibliography_names: InheritableNameOptions,
    letters: [bool; 2],
    short_names: Vec<Element>,
    facts: Facts,
    collator: Arc<Collator>,
}

/// What a style does somewhere, found once: documents are many.
#[derive(Debug, Clone, Copy, Default)]
struct Facts {
    has_disambiguate: bool,
    prints_label: bool,
    is_numeric: bool,
    cites_alike: bool,
}

impl Program {
    /// Compiles a style; `locales` in order of rising precedence.
    pub fn new(style: IndependentStyle, locales: &[&Locale], language: &str) -> Self {
        let terms = terms(&style, locales, language);
        let macros = style.macros.iter().enumerate().map(|(at, one)| (one.name.clone(), at)).collect();
        let base = &style.settings.options;
        let citation_names = base.apply(&style.citation.name_options);
        let bibliography_names =
            style.bibliography.as_ref().map_or_else(|| base.clone(), |list| base.apply(&list.name_options));
        let mut program = Self {
            default_language: language.to_owned(),
            macros,
            terms,
            item_terms: BTreeMap::new(),
            citation_names,
            bibliography_names,
            letters: [false; 2],
            short_names: vec![short_names()],
            facts: Facts::default(),
            collator: Arc::new(Collator::new(language)),
            style,
        };
        let year_suffix = Variable::Standard(StandardVariable::YearSuffix);
        program.letters = [
            program.prints(&program.style.citation.layout.elements, year_suffix),
            program.style.bibliography.as_ref().is_some_and(|list| program.prints(&list.layout.elements, year_suffix)),
        ];
        program.facts = program.find_facts();
        program
    }

    fn find_facts(&self) -> Facts {
        let cites = &self.style.citation.layout.elements;
        let list = self.style.bibliography.as_ref().map(|list| list.layout.elements.as_slice()).unwrap_or_default();
        let label = Variable::Standard(StandardVariable::CitationLabel);
        let is_numeric = self.prints(cites, Variable::Number(NumberVariable::CitationNumber));
        let differ = is_numeric
            || self.is_note()
            || cuts_later_names(&self.citation_names)
            || self
                .any(cites, &|element| matches!(element, Element::Names(names) if cuts_later_names(&names.options())))
            || self.asks(cites, &|branch| branch.position.is_some() || asks_number(branch))
            || self.prints(cites, Variable::Number(NumberVariable::FirstReferenceNoteNumber));
        Facts {
            has_disambiguate: self.asks(cites, &|branch| branch.disambiguate == Some(true)),
            prints_label: self.prints(cites, label) || self.prints(list, label),
            is_numeric,
            cites_alike: !differ,
        }
    }

    /// The order of the style's language.
    pub fn collator(&self) -> &Collator {
        &self.collator
    }

    /// Whether citations or the list print labels of works.
    pub fn prints_label(&self) -> bool {
        self.facts.prints_label
    }

    /// Whether all cites of a work look the same that name no place in it, wherever they stand.
    pub fn cites_alike(&self) -> bool {
        self.facts.cites_alike
    }

    /// Gives items in this language its terms in place of the style's.
    pub fn add_item_terms(&mut self, locales: &[&Locale], language: &str) {
        self.item_terms.insert(language.to_owned(), terms(&self.style, locales, language));
    }

    /// The terms of the style's language.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The terms for an item: its own language's where they were added and its title is written in their letters, else the
    /// style's. A Chinese work whose record is in Latin letters gets no Chinese words.
    pub fn terms_of_item(&self, item: &Record) -> &Terms {
        let title = item.text(StandardVariable::Title.into()).unwrap_or_default();
        let own = self.item_terms.get(&item.language);
        own.filter(|own| is_latin(title) == is_latin(own.word(OtherTerm::EtAl))).unwrap_or(&self.terms)
    }

    /// Elements that render the family names of the authors, or of whom a work has in their place.
    pub fn short_names(&self) -> &[Element] {
        &self.short_names
    }

    /// The elements of a macro.
    pub fn macro_named(&self, name: &str) -> Option<&[Element]> {
        self.macros.get(name).map(|at| self.style.macros[*at].children.as_slice())
    }

    /// The options that names inherit.
    pub fn name_options(&self, purpose: Purpose) -> &InheritableNameOptions {
        if matches!(purpose, Purpose::Citation | Purpose::CitationSort) {
            &self.citation_names
        } else {
            &self.bibliography_names
        }
    }

    /// Whether the style has a place of its own for the letter behind a year.
    pub fn has_year_suffix(&self, purpose: Purpose) -> bool {
        self.letters[usize::from(purpose == Purpose::Bibliography)]
    }

    /// Whether citations are notes.
    pub fn is_note(&self) -> bool {
        self.style.settings.class == StyleClass::Note
    }

    /// Whether citations print numbers.
    pub fn is_numeric(&self) -> bool {
        self.facts.is_numeric
    }

    /// Whether some condition asks for `disambiguate`.
    pub fn has_disambiguate(&self) -> bool {
        self.facts.has_disambiguate
    }

    /// Whether elements print a variable somewhere, macros followed.
    pub fn prints(&self, elements: &[Element], variable: Variable) -> bool {
        self.any(elements, &|element| match element {
            Element::Text(text) => matches!(text.target, TextTarget::Variable { var, .. } if var == variable),
            Element::Number(number) => Variable::from(number.variable) == variable,
            _ => false,
        })
    }

    /// Whether some branch of a condition is such, macros followed.
    fn asks(&self, elements: &[Element], such: &dyn Fn(&ChooseBranch) -> bool) -> bool {
        self.any(elements, &|element| matches!(element, Element::Choose(choose) if choose.branches().any(such)))
    }

    /// Whether some element is such, macros followed.
    fn any(&self, elements: &[Element], such: &dyn Fn(&Element) -> bool) -> bool {
        let mut todo: Vec<&[Element]> = vec![elements];
        let mut called: BTreeSet<&str> = BTreeSet::new();
        while let Some(elements) = todo.pop() {
            for element in elements {
                if such(element) {
                    return true;
                }
                match element {
                    Element::Text(text) => match &text.target {
                        TextTarget::Macro { name } if called.insert(name) => todo.extend(self.macro_named(name)),
                        _ => {}
                    },
                    Element::Group(group) => todo.push(&group.children),
                    Element::Names(names) => todo.extend(names.children.iter().filter_map(|child| match child {
                        NamesChild::Substitute(substitute) => Some(substitute.children.as_slice()),
                        _ => None,
                    })),
                    Element::Choose(choose) => {
                        todo.extend(choose.branches().map(|branch| branch.children.as_slice()));
                        todo.extend(choose.otherwise.as_ref().map(|otherwise| otherwise.children.as_slice()));
                    }
                    _ => {}
                }
            }
        }
        false
    }
}

/// Whether the first letter of a text is a Latin one (Unicode's blocks up to Latin Extended-B, Latin Extended Additional).
fn is_latin(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_none_or(|first| matches!(first, '\0'..'\u{250}' | '\u{1e00}'..'\u{1f00}'))
}

/// The terms of a style in a language: of the locales, then its own for any language, then its own for this one.
fn terms(style: &IndependentStyle, locales: &[&Locale], language: &str) -> Terms {
    let primary = language.split('-').next().unwrap_or(language);
    let own = |exact: bool| {
        style.locale.iter().filter(move |locale| match &locale.lang {
            None => !exact,
            Some(code) => exact && (code.0.eq_ignore_ascii_case(language) || code.0.eq_ignore_ascii_case(primary)),
        })
    };
    let mut own_by_rank: Vec<&Locale> = own(true).collect();
    own_by_rank.sort_by_key(|locale| locale.lang.as_ref().map_or(0, |code| code.0.len()));
    Terms::new(language, locales.iter().copied().chain(own(false)).chain(own_by_rank))
}

/// Whether a branch asks for the number of a work or of a note.
fn asks_number(branch: &ChooseBranch) -> bool {
    let numbers = [NumberVariable::CitationNumber, NumberVariable::FirstReferenceNoteNumber].map(Variable::Number);
    let asked = branch.variable.iter().chain(&branch.is_numeric).flatten();
    asked.into_iter().any(|variable| numbers.contains(variable))
}

/// Whether names are cut short in another way where a work was cited before.
fn cuts_later_names(options: &InheritableNameOptions) -> bool {
    options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
}

fn short_names() -> Element {
    use citationberg::taxonomy::NameVariable;
    let mut names = citationberg::Names::with_variables(vec![NameVariable::Author]);
    names.and = Some(citationberg::NameAnd::Text);
    (names.et_al_min, names.et_al_use_first) = (Some(4), Some(1));
    let mut name = citationberg::Name::default();
    name.form = Some(citationberg::NameForm::Short);
    let others = [NameVariable::Editor, NameVariable::Director, NameVariable::Translator];
    let others = others.map(|variable| Element::Names(citationberg::Names::with_variables(vec![variable])));
    let title = citationberg::Text::with_target(Variable::Standard(StandardVariable::Title));
    let children = others.into_iter().chain([Element::Text(title)]).collect();
    names.children = vec![NamesChild::Name(name), NamesChild::Substitute(citationberg::Substitute { children })];
    Element::Names(names)
}
