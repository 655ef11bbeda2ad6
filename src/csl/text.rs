//! `cs:text`: variables, macros, terms and verbatim text (specification, "Text").

use super::eval::{Context, Out};
use super::letters::Rules;
use super::token::{self, Mark, Token, Tokens};
use super::{case, numbers};
use citationberg::taxonomy::{Locator, NumberVariable, PageVariable, StandardVariable, Variable};
use citationberg::{LongShortForm, Text, TextTarget, ToFormatting};
use std::borrow::Cow;

impl<'a> Context<'a> {
    /// Renders the element.
    pub fn text(&mut self, text: &'a Text) -> Out {
        let mut out = match &text.target {
            TextTarget::Variable { var, form } => self.variable(*var, *form),
            TextTarget::Macro { name } => self.call(name),
            TextTarget::Term { term, form, plural } => {
                let word = token::text(self.terms.get(*term, *form, *plural).unwrap_or_default());
                Out::fixed(token::marked(Mark::Term, word))
            }
            TextTarget::Value { val } => Out::fixed(self.field(val)),
        };
        if token::is_empty(&out.tokens) {
            out.tokens.clear();
            return out;
        }
        if text.strip_periods {
            strip_periods(&mut out.tokens);
        }
        if let Some(text_case) = text.text_case {
            case::apply(&mut out.tokens, text_case, self.letter_rules(&text.target));
        }
        let tokens = std::mem::take(&mut out.tokens);
        let tokens = if text.quotes { token::quoted(tokens) } else { tokens };
        let tokens = token::formatted(text.to_formatting(), tokens);
        let tokens = match &text.target {
            TextTarget::Variable { var, .. } => self.linked(*var, tokens, text),
            _ => {
                let affixes = &text.affixes;
                token::affixed(affixes.prefix.as_deref(), tokens, affixes.suffix.as_deref())
            }
        };
        out.tokens = match text.display {
            Some(display) => token::marked(Mark::Display(display), tokens),
            None => tokens,
        };
        out
    }

    /// Affixes around an identifier, which becomes a link with those that are part of its address.
    fn linked(&self, variable: Variable, tokens: Tokens, text: &Text) -> Tokens {
        let affixes = &text.affixes;
        let (prefix, suffix) = (affixes.prefix.as_deref(), affixes.suffix.as_deref());
        let value = || self.record.text(variable).unwrap_or_default().trim().to_owned();
        let (base, address) = match variable {
            Variable::Standard(StandardVariable::URL) => ("", value()),
            Variable::Standard(StandardVariable::DOI) => ("https://doi.org/", value()),
            Variable::Standard(StandardVariable::PMID) => ("https://www.ncbi.nlm.nih.gov/pubmed/", value()),
            Variable::Standard(StandardVariable::PMCID) => ("https://www.ncbi.nlm.nih.gov/pmc/articles/", value()),
            _ => return token::affixed(prefix, tokens, suffix),
        };
        let link = Mark::Link(format!("{base}{address}"));
        match prefix.and_then(|prefix| prefix.find("http").map(|at| prefix.split_at(at))) {
            Some((before, address)) => {
                let tokens = token::marked(link, token::affixed(Some(address), tokens, None));
                token::affixed(Some(before).filter(|before| !before.is_empty()), tokens, suffix)
            }
            None => token::affixed(prefix, token::marked(link, tokens), suffix),
        }
    }

    fn variable(&mut self, variable: Variable, form: LongShortForm) -> Out {
        if self.is_suppressed(variable) {
            return Out::missing();
        }
        let out = match variable {
            Variable::Number(NumberVariable::Locator) => {
                let Some((kind, value)) = self.cite.locator else { return Out::missing() };
                let value = if kind == Locator::Page {
                    numbers::pages(self, value)
                } else {
                    numbers::dashed(value, self.range_delimiter())
                };
                Out::of(self.field(&value))
            }
            Variable::Number(NumberVariable::CitationNumber) => {
                if self.cite.number == 0 {
                    return Out::missing();
                }
                Out::of(token::marked(Mark::CitationNumber, token::text(self.cite.number.to_string())))
            }
            Variable::Number(NumberVariable::FirstReferenceNoteNumber) => {
                let Some(note) = self.cite.first_note else { return Out::missing() };
                Out::of(token::text(note.to_string()))
            }
            Variable::Page(PageVariable::Page) => {
                let Some(value) = self.record.text(variable) else { return Out::missing() };
                Out::of(token::text(numbers::pages(self, value)))
            }
            Variable::Standard(StandardVariable::YearSuffix) => match &self.cite.apart.letter {
                Some(letter) if !self.purpose.is_sort() => {
                    Out::of(token::marked(Mark::YearSuffix, token::text(letter.clone())))
                }
                // A letter that is not needed says nothing about the group around it.
                _ => return Out::default(),
            },
            Variable::Standard(StandardVariable::CitationLabel) => {
                let label = self.record.text(variable).map(str::to_owned).or_else(|| self.cite.label.clone());
                let Some(label) = label else { return Out::missing() };
                let letter = self.implicit_year_suffix().unwrap_or_default();
                Out::of(token::text(format!("{label}{letter}")))
            }
            Variable::Number(NumberVariable::PageFirst) => match self.record.text_of(variable) {
                Some(value) => Out::of(token::text(value.into_owned())),
                None => return Out::missing(),
            },
            _ => {
                let Some(value) = self.worded(variable, form) else { return Out::missing() };
                let value = match variable {
                    Variable::Number(_) => Cow::Owned(numbers::dashed(&value, self.range_delimiter())),
                    _ => value,
                };
                let verbatim = matches!(
                    variable,
                    Variable::Standard(
                        StandardVariable::URL
                            | StandardVariable::DOI
                            | StandardVariable::PMID
                            | StandardVariable::PMCID
                    )
                );
                Out::of(if verbatim { token::text(value.trim().to_owned()) } else { self.field(&value) })
            }
        };
        self.note_rendered(variable);
        out
    }

    /// The text of a variable in one form.
    fn worded(&self, variable: Variable, form: LongShortForm) -> Option<Cow<'a, str>> {
        let short = match (variable, form) {
            (Variable::Standard(StandardVariable::Title), LongShortForm::Short) => Some(StandardVariable::TitleShort),
            (Variable::Standard(StandardVariable::ContainerTitle), LongShortForm::Short) => {
                Some(StandardVariable::ContainerTitleShort)
            }
            _ => None,
        };
        let short = short.and_then(|short| self.record.text(short.into())).map(Cow::Borrowed);
        short.or_else(|| self.record.text_of(variable))
    }

    /// The language of the item, or the style's where the item names none.
    pub fn language(&self) -> &'a str {
        let item = &self.record.language;
        if item.is_empty() { &self.program.default_language } else { item }
    }

    /// The rules for the case of a text: letters by its language, which is the style's for the style's own words; title and
    /// sentence case by the item's.
    fn letter_rules(&self, target: &TextTarget) -> Rules {
        let is_own = matches!(target, TextTarget::Term { .. } | TextTarget::Value { .. });
        Rules::of(if is_own { &self.program.default_language } else { self.language() }, self.language())
    }
}

fn strip_periods(tokens: &mut [Token]) {
    for token in tokens {
        if let Token::Text(text) = token {
            *text = text.replace('.', "");
        }
    }
}
