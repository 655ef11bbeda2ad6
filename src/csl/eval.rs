//! Rendering elements (specification, "Rendering Elements"): one function an element, over one item.

use super::dates;
use super::markup;
use super::names::{self, Given};
use super::numbers;
use super::program::Program;
use super::record::Record;
use super::terms::Terms;
use super::token::{self, Mark, Tokens};
use citationberg::taxonomy::{Locator, NameVariable, NumberOrPageVariable, NumberVariable, OtherTerm, Term, Variable};
use citationberg::{Group, LayoutRenderingElement as Element, PageRangeFormat, TermForm, ToFormatting};
use std::borrow::Cow;

/// What elements rendered, and what that means for the group around them.
#[derive(Debug, Clone, Default)]
pub struct Out {
    /// What is to be seen.
    pub tokens: Tokens,
    /// Whether a variable was asked for.
    pub asked: bool,
    /// Whether one of them had a value.
    pub found: bool,
    /// Whether names were left out on purpose: nothing is to stand in for them.
    pub hidden: bool,
}

impl Out {
    /// Rendered from a variable with a value.
    pub fn of(tokens: Tokens) -> Self {
        let found = !token::is_empty(&tokens);
        Self { tokens, asked: true, found, hidden: false }
    }

    /// A variable without a value.
    pub fn missing() -> Self {
        Self { asked: true, ..Self::default() }
    }

    /// Names that are left out on purpose.
    pub fn hidden() -> Self {
        Self { tokens: Vec::new(), asked: true, found: true, hidden: true }
    }

    /// A term or text of the style, from no variable.
    pub fn fixed(tokens: Tokens) -> Self {
        Self { tokens, ..Self::default() }
    }
}

/// Where a cite stands among the others of its work (specification, "position").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Position {
    /// The first one.
    #[default]
    First,
    /// A later one.
    Subsequent,
    /// Right behind one of the same work, with another place.
    IbidWithLocator,
    /// Right behind one of the same work, with the same place.
    Ibid,
}

/// What a cite adds to its item.
#[derive(Debug, Clone, Default)]
pub struct CiteData<'a> {
    /// The place in the work: its unit and its value.
    pub locator: Option<(Locator, &'a str)>,
    /// Where it stands among the others of its work.
    pub position: Position,
    /// Whether the one before is near.
    pub near_note: bool,
    /// The number of the note that cites it first.
    pub first_note: Option<u32>,
    /// The number of the work.
    pub number: usize,
    /// The label of the work, for styles that print one.
    pub label: Option<String>,
    /// How it is told apart from others.
    pub apart: Apart,
    /// The names are left out: another cite before has them, or the sentence.
    pub without_names: bool,
}

/// How a cite is told apart from others that would look the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Apart {
    /// How many names are shown at least, by `cs:names` of the item that renders them first; 0 is what the style says.
    pub names: usize,
    /// How much of each given name is shown, in the order of the names.
    pub given: Vec<Given>,
    /// The letter behind the year.
    pub letter: Option<String>,
    /// Whether `disambiguate="true"` holds.
    pub condition: bool,
}

/// What is rendered, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A citation.
    Citation,
    /// An entry of the list.
    Bibliography,
    /// A key to sort citations by.
    CitationSort,
    /// A key to sort the list by.
    ListSort,
}

impl Purpose {
    /// Whether a key to sort by is rendered.
    pub fn is_sort(self) -> bool {
        matches!(self, Self::CitationSort | Self::ListSort)
    }
}

/// All that rendering one item depends on.
pub struct Context<'a> {
    /// The style.
    pub program: &'a Program,
    /// The item.
    pub record: &'a Record,
    /// The terms of the style's language, or of the item's where the layout is for it.
    pub terms: &'a Terms,
    /// The cite.
    pub cite: &'a CiteData<'a>,
    /// What for.
    pub purpose: Purpose,
    /// Limits of names for a sort key: at least so many, the first so many.
    pub sort_names: Option<(Option<u32>, Option<u32>, Option<bool>)>,
    suppressed: Vec<Variable>,
    substituted: Option<Vec<Variable>>,
    letter_done: bool,
    names_done: usize,
    first_names: Option<(NameVariable, usize)>,
    stand_in: Option<String>,
    /// The `cs:names` whose `cs:substitute` is rendered: it speaks for those that say nothing themselves.
    substituting: Option<&'a citationberg::Names>,
    depth: usize,
}

impl<'a> Context<'a> {
    /// A context for rendering one item.
    pub fn new(program: &'a Program, record: &'a Record, cite: &'a CiteData<'a>, purpose: Purpose) -> Self {
        Self {
            program,
            record,
            terms: program.terms_of_item(record),
            cite,
            purpose,
            sort_names: None,
            suppressed: Vec::new(),
            substituted: None,
            letter_done: false,
            names_done: 0,
            first_names: None,
            stand_in: None,
            substituting: None,
            depth: 0,
        }
    }

    /// Whether a variable stood in for another already and is not to be printed again.
    pub fn is_suppressed(&self, variable: Variable) -> bool {
        self.suppressed.contains(&variable)
    }

    /// Notes that a variable was printed, while it may stand in for another: names at once, the others when all that stands
    /// in is there, so that a number has its label.
    pub fn note_rendered(&mut self, variable: Variable) {
        if let Some(substituted) = &mut self.substituted {
            substituted.push(variable);
            if matches!(variable, Variable::Name(_)) {
                self.suppressed.push(variable);
            }
        }
    }

    /// The letter behind the year, where no element of the style has a place for it; once.
    pub fn implicit_year_suffix(&mut self) -> Option<String> {
        if self.letter_done || self.purpose.is_sort() || self.program.has_year_suffix(self.purpose) {
            return None;
        }
        let letter = self.cite.apart.letter.clone()?;
        self.letter_done = true;
        Some(letter)
    }

    /// How many `cs:names` have rendered names so far; counts one more.
    pub fn next_names(&mut self) -> usize {
        self.names_done += 1;
        self.names_done - 1
    }

    /// The variable whose names were rendered first, and how many of them are shown.
    pub fn first_names(&self) -> Option<(NameVariable, usize)> {
        self.first_names
    }

    /// Notes which names were rendered, and how many of them are shown.
    pub fn note_names(&mut self, number: usize, variable: NameVariable, shown: usize) {
        if number == 0 {
            self.first_names = Some((variable, shown));
        }
    }

    /// The text that stood in for names, where there were none.
    pub fn stand_in(&self) -> Option<String> {
        self.stand_in.clone()
    }

    /// The names of a lone `cs:names`, for a key to sort by.
    pub fn sorted_names(&mut self, element: &'a Element) -> Tokens {
        self.element(element, "").tokens
    }

    /// The unit of the cite's place.
    pub fn locator_kind(&self) -> Option<Locator> {
        self.cite.locator.map(|(kind, _)| kind)
    }

    /// The form of ranges of pages.
    pub fn page_range_format(&self) -> Option<PageRangeFormat> {
        self.program.style.settings.page_range_format
    }

    /// What stands between the numbers of a range, of pages and of others.
    pub fn range_delimiter(&self) -> &'a str {
        let term = Term::Other(OtherTerm::PageRangeDelimiter);
        self.terms.get(term, TermForm::Long, false).unwrap_or("\u{2013}")
    }

    /// The text of a number variable.
    pub fn number_text(&self, variable: NumberOrPageVariable) -> Option<Cow<'a, str>> {
        match variable {
            NumberOrPageVariable::Number(NumberVariable::Locator) => {
                self.cite.locator.map(|(_, value)| Cow::Borrowed(value))
            }
            NumberOrPageVariable::Number(NumberVariable::CitationNumber) => {
                (self.cite.number > 0).then(|| Cow::Owned(self.cite.number.to_string()))
            }
            NumberOrPageVariable::Number(NumberVariable::FirstReferenceNoteNumber) => {
                self.cite.first_note.map(|note| Cow::Owned(note.to_string()))
            }
            other => self.record.text_of(Variable::from(other)),
        }
    }

    /// A field's text as tokens, quotation marks as the language of the terms has them.
    pub fn field(&self, text: &str) -> Tokens {
        markup::field_with(text, self.program.terms().marks)
    }

    /// Renders elements one after another, joined.
    pub fn elements(&mut self, elements: &'a [Element], delimiter: &str) -> Out {
        let mut out = Out::default();
        for element in elements {
            let one = self.element(element, delimiter);
            out.asked |= one.asked;
            out.found |= one.found;
            out.hidden |= one.hidden;
            token::join(&mut out.tokens, one.tokens, delimiter);
        }
        out
    }

    /// Renders one element; `delimiter` is that of the group around it, by which a condition joins its own elements.
    fn element(&mut self, element: &'a Element, delimiter: &str) -> Out {
        match element {
            Element::Text(text) => self.text(text),
            Element::Date(date) => dates::render(self, date),
            Element::Number(number) => numbers::render(self, number),
            Element::Names(names) => names::render(self, names, self.substituting.unwrap_or(names)),
            Element::Label(label) => numbers::label(self, label),
            Element::Group(group) => self.group(group),
            Element::Choose(choose) => self.choose(choose, delimiter),
        }
    }

    /// Calls a macro, which is suppressed as a group is; one with something in it is as good as a variable with a value
    /// (specification, "cs:group").
    pub fn call(&mut self, name: &str) -> Out {
        const DEEPEST: usize = 64;
        let Some(elements) = self.program.macro_named(name).filter(|_| self.depth < DEEPEST) else {
            return Out::default();
        };
        self.depth += 1;
        let substituting = self.substituting.take();
        let out = self.elements(elements, "");
        self.substituting = substituting;
        self.depth -= 1;
        if out.asked && !out.found {
            return Out::missing();
        }
        let printed = !token::is_empty(&out.tokens);
        Out { asked: out.asked || printed, found: out.found || printed, ..out }
    }

    fn group(&mut self, group: &'a Group) -> Out {
        let mut out = self.elements(&group.children, group.delimiter.as_deref().unwrap_or_default());
        if out.asked && !out.found {
            return Out::missing();
        }
        if token::is_empty(&out.tokens) {
            return Out { tokens: Vec::new(), ..out };
        }
        // A group with something in it is as good as a variable with a value.
        (out.asked, out.found) = (true, true);
        let tokens = token::formatted(group.to_formatting(), std::mem::take(&mut out.tokens));
        let tokens = token::affixed(group.prefix.as_deref(), tokens, group.suffix.as_deref());
        out.tokens = match group.display {
            Some(display) => token::marked(Mark::Display(display), tokens),
            None => tokens,
        };
        out
    }

    /// Renders what may stand in for names that an item lacks; what is printed so is not printed again.
    pub fn substitute(&mut self, elements: &'a [Element], names: &'a citationberg::Names) -> Option<Out> {
        let around = self.substituting.replace(names);
        let out = elements.iter().find_map(|element| self.stand_in_by(element));
        self.substituting = around;
        out
    }

    /// One element of a `cs:substitute`, if it renders something or hides it on purpose.
    fn stand_in_by(&mut self, element: &'a Element) -> Option<Out> {
        let outer = self.substituted.replace(Vec::new());
        let out = self.element(element, "");
        let rendered = std::mem::replace(&mut self.substituted, outer).unwrap_or_default();
        if out.hidden {
            return Some(out);
        }
        if token::is_empty(&out.tokens) {
            return None;
        }
        self.suppressed.extend_from_slice(&rendered);
        if let Some(outer) = &mut self.substituted {
            outer.extend(rendered);
        }
        if self.stand_in.is_none() {
            self.stand_in = Some(token::plain(&out.tokens));
        }
        Some(out)
    }

    /// The names of a variable that are to be printed.
    pub fn names_of(&self, variable: NameVariable) -> &'a [super::record::Name] {
        if self.is_suppressed(Variable::Name(variable)) { &[] } else { self.record.names(variable) }
    }
}
