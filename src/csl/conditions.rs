//! `cs:choose` and its tests (specification, "Choose").

use super::eval::{Context, Out, Position, Purpose};
use super::numbers;
use citationberg::taxonomy::{DateVariable, NumberVariable, StandardVariable, Variable};
use citationberg::{Choose, ChooseBranch, ChooseMatch, TestPosition};
use std::borrow::Cow;

impl<'a> Context<'a> {
    /// The first branch whose tests hold, else `cs:else`.
    pub fn choose(&mut self, choose: &'a Choose, delimiter: &str) -> Out {
        for branch in choose.branches() {
            if self.holds(branch) {
                return self.elements(&branch.children, delimiter);
            }
        }
        match &choose.otherwise {
            Some(otherwise) => self.elements(&otherwise.children, delimiter),
            None => Out::default(),
        }
    }

    fn holds(&self, branch: &ChooseBranch) -> bool {
        match branch.match_ {
            ChooseMatch::All => !self.some_test(branch, false),
            ChooseMatch::Any => self.some_test(branch, true),
            ChooseMatch::None => !self.some_test(branch, true),
        }
    }

    /// Whether some test of a branch comes out so.
    fn some_test(&self, branch: &ChooseBranch, so: bool) -> bool {
        let is_uncertain = |variable: DateVariable| self.record.date(variable).is_some_and(|date| date.circa);
        branch.disambiguate.is_some_and(|wanted| (self.cite.apart.condition == wanted) == so)
            || some(&branch.is_numeric, so, |variable| self.is_numeric(variable))
            || some(&branch.is_uncertain_date, so, is_uncertain)
            || some(&branch.locator, so, |kind| self.locator_kind() == Some(kind))
            || some(&branch.position, so, |position| self.is_at(position))
            || some(&branch.type_, so, |kind| self.record.kind == Some(kind))
            || some(&branch.variable, so, |variable| self.has(variable))
    }

    fn is_numeric(&self, variable: Variable) -> bool {
        let text = match variable {
            Variable::Number(NumberVariable::Locator) => self.cite.locator.map(|(_, value)| Cow::Borrowed(value)),
            Variable::Number(NumberVariable::CitationNumber) => return self.cite.number > 0,
            Variable::Number(NumberVariable::FirstReferenceNoteNumber) => return self.cite.first_note.is_some(),
            other => self.record.text_of(other),
        };
        text.is_some_and(|text| numbers::is_numeric(&text))
    }

    fn has(&self, variable: Variable) -> bool {
        match variable {
            Variable::Number(NumberVariable::Locator) => self.cite.locator.is_some(),
            Variable::Number(NumberVariable::CitationNumber) => self.cite.number > 0,
            Variable::Number(NumberVariable::FirstReferenceNoteNumber) => self.cite.first_note.is_some(),
            Variable::Standard(StandardVariable::YearSuffix) => self.cite.apart.letter.is_some(),
            Variable::Standard(StandardVariable::CitationLabel) => {
                self.cite.label.is_some() || self.record.has(variable)
            }
            Variable::Standard(StandardVariable::ContainerTitleShort) => self.record.has(variable),
            other => self.record.has(other),
        }
    }

    fn is_at(&self, position: TestPosition) -> bool {
        if self.purpose != Purpose::Citation {
            return false;
        }
        let here = self.cite.position;
        match position {
            TestPosition::First => here == Position::First,
            TestPosition::Subsequent => here != Position::First,
            TestPosition::IbidWithLocator => here == Position::IbidWithLocator,
            TestPosition::Ibid => matches!(here, Position::Ibid | Position::IbidWithLocator),
            TestPosition::NearNote => self.cite.near_note,
        }
    }
}

/// Whether one of the values of a test comes out so.
fn some<T: Copy>(values: &Option<Vec<T>>, so: bool, test: impl Fn(T) -> bool) -> bool {
    values.iter().flatten().any(|value| test(*value) == so)
}
