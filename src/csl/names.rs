//! Names (specification, "Names"): lists, et al., order, particles, initials.

use super::case;
use super::eval::{Context, Out, Position, Purpose};
use super::initials;
use super::letters::Rules;
use super::markup;
use super::numbers;
use super::record::{self, Name};
use super::token::{self, Mark, Token, Tokens};
use citationberg::taxonomy::{NameVariable, OtherTerm, Term, Variable};
use citationberg::{
    DelimiterBehavior, DemoteNonDroppingParticle, InheritableNameOptions, NameAnd, NameAsSortOrder, NameForm,
    NameLabelPosition, NameOptions, NamePart, Names, TermForm, ToFormatting,
};
use std::borrow::Cow;

/// How much of a given name is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub enum Given {
    /// What the style says.
    #[default]
    Style,
    /// At least its initials.
    Initials,
    /// All of it.
    Full,
}

/// Renders `cs:names`; what it does not say itself, another says that it stands in for.
pub fn render<'a>(context: &mut Context<'a>, names: &'a Names, other: &'a Names) -> Out {
    let says_itself = names.name().is_some() || names.et_al().is_some() || names.label().is_some();
    render_with(context, names, &names.variable, if says_itself { names } else { other })
}

/// Renders the names of some variables as an element says; its own formatting and affixes are those of `names`.
fn render_with<'a>(context: &mut Context<'a>, names: &'a Names, variables: &[NameVariable], says: &'a Names) -> Out {
    let lists: Vec<(NameVariable, &'a [Name])> = variables
        .iter()
        .map(|variable| (*variable, context.names_of(*variable)))
        .filter(|(_, names)| !names.is_empty())
        .collect();
    if lists.is_empty() {
        let substitute = names.substitute().and_then(|substitute| context.substitute(&substitute.children, names));
        let mut out = substitute.unwrap_or_else(Out::missing);
        out.asked = true;
        if context.cite.without_names && out.found && context.purpose == Purpose::Citation && context.next_names() == 0
        {
            return Out::hidden();
        }
        if out.hidden {
            return out;
        }
        if out.found && token::find(&out.tokens, |mark| *mark == Mark::Names).is_none() {
            let name = token::marked(Mark::Name, out.tokens);
            out.tokens = token::marked(Mark::Names, token::marked(Mark::List, name));
        }
        return if std::ptr::eq(names, says) { whole(names, out) } else { out };
    }
    for (variable, _) in &lists {
        context.note_rendered(Variable::Name(*variable));
    }
    let number = context.next_names();
    if context.cite.without_names && number == 0 && context.purpose == Purpose::Citation {
        return Out::hidden();
    }
    let inherited = context.program.name_options(context.purpose);
    let delimiter = says.options().names_delimiter.or_else(|| inherited.names_delimiter.clone()).unwrap_or_default();
    let default = citationberg::Name::default();
    let name = says.name().unwrap_or(&default);
    let own = says.options();
    let inherited = if own == InheritableNameOptions::default() {
        Cow::Borrowed(inherited)
    } else {
        Cow::Owned(inherited.apply(&own))
    };
    let options = name.options(&inherited);
    let letters = Rules::of_words(context.language());
    let lister = Lister { says, name, options: &options, number, letters };
    if options.form == NameForm::Count {
        let count: usize = lists.iter().map(|(_, names)| lister.shown(context, names.len())).sum();
        return Out::of(token::text(count.to_string()));
    }
    if let Some((variable, names)) = lists.first() {
        let shown = lister.shown(context, names.len());
        context.note_names(number, *variable, shown);
    }
    let merged = merged(&lists);
    let both = Term::NameVariable(NameVariable::EditorTranslator);
    let has_word = says
        .label()
        .is_none_or(|(label, _)| context.terms.get(both, label.form, false).is_some_and(|word| !word.is_empty()));
    let lists: Vec<(Term, &[Name])> = match merged.filter(|_| has_word) {
        Some(names) => vec![(both, names)],
        None => lists.iter().map(|(variable, names)| (Term::NameVariable(*variable), *names)).collect(),
    };
    let parts: Vec<Tokens> = lists.iter().map(|(term, names)| lister.labelled(context, *term, names)).collect();
    let tokens = token::marked(Mark::Names, token::joined(parts, &delimiter));
    let out = Out::of(tokens);
    if std::ptr::eq(names, says) || names.name().is_some() { whole(names, out) } else { out }
}

/// The formatting and affixes of a whole `cs:names`.
fn whole(names: &Names, mut out: Out) -> Out {
    let tokens = token::formatted(names.to_formatting(), std::mem::take(&mut out.tokens));
    let tokens = token::affixed(names.prefix.as_deref(), tokens, names.suffix.as_deref());
    out.tokens = match names.display {
        Some(display) => token::marked(Mark::Display(display), tokens),
        None => tokens,
    };
    out
}

/// Editors who are the translators, too, are named once.
fn merged<'a>(lists: &[(NameVariable, &'a [Name])]) -> Option<&'a [Name]> {
    match lists {
        [(NameVariable::Editor, one), (NameVariable::Translator, two)]
        | [(NameVariable::Translator, one), (NameVariable::Editor, two)] => (one == two).then_some(*one),
        _ => None,
    }
}

struct Lister<'a> {
    says: &'a Names,
    name: &'a citationberg::Name,
    options: &'a NameOptions<'a>,
    /// How many `cs:names` were rendered before.
    number: usize,
    letters: Rules,
}

impl Lister<'_> {
    /// How many of so many names are shown.
    fn shown(&self, context: &Context<'_>, all: usize) -> usize {
        let options = self.options;
        let subsequent = context.purpose == Purpose::Citation && context.cite.position != Position::First;
        let (mut least, mut first) = match subsequent {
            true => (
                options.et_al_subsequent_min.or(options.et_al_min),
                options.et_al_subsequent_use_first.or(options.et_al_use_first),
            ),
            false => (options.et_al_min, options.et_al_use_first),
        };
        if let Some((sort_least, sort_first, _)) = context.sort_names {
            least = sort_least.or(least);
            first = sort_first.or(first);
        }
        let (Some(least), Some(first)) = (least, first) else { return all };
        let (least, first) = (least as usize, first as usize);
        let wanted =
            if self.number == 0 && context.purpose == Purpose::Citation { context.cite.apart.names } else { 0 };
        if all < least { all } else { first.max(wanted).min(all) }
    }

    fn labelled(&self, context: &mut Context<'_>, term: Term, names: &[Name]) -> Tokens {
        let list = token::marked(Mark::List, self.list(context, names));
        let Some((label, position)) = self.says.label().filter(|_| !context.purpose.is_sort()) else { return list };
        let plural = match label.plural {
            citationberg::LabelPluralize::Always => true,
            citationberg::LabelPluralize::Never => false,
            citationberg::LabelPluralize::Contextual => names.len() > 1,
        };
        let word = numbers::worded(context.terms, label, term, plural).unwrap_or_default();
        // Without `cs:name` there is nothing that the label could stand before.
        match position {
            NameLabelPosition::BeforeName if self.says.name().is_some() => [word, list].concat(),
            _ => [list, word].concat(),
        }
    }

    fn list(&self, context: &mut Context<'_>, names: &[Name]) -> Tokens {
        let is_others = |name: &Name| name.literal == "others";
        let others = names.len() > 1 && names.last().is_some_and(is_others);
        let names = if others { &names[..names.len() - 1] } else { names };
        let shown = self.shown(context, names.len()).min(names.len());
        let cut = shown < names.len() || others;
        let use_last = context.sort_names.and_then(|(_, _, last)| last).unwrap_or(self.options.et_al_use_last);
        let mut out: Tokens = Vec::new();
        let mut last_inverted = false;
        for (at, name) in names.iter().take(shown).enumerate() {
            let (tokens, inverted) = self.one(context, name, at);
            if at > 0 {
                let is_last = at + 1 == shown && !cut;
                out.extend(self.between(context, is_last, shown, last_inverted));
            }
            out.extend(token::marked(Mark::Name, tokens));
            last_inverted = inverted;
        }
        if !cut || shown == 0 {
            return self.finish(out);
        }
        if use_last && names.len() >= shown + 2 && !others {
            if let Some(last) = names.last() {
                out.extend(token::affix(self.options.delimiter));
                out.extend(token::text("\u{2026} "));
                out.extend(self.one(context, last, names.len() - 1).0);
            }
            return self.finish(out);
        }
        let et_al = self.says.et_al().copied().unwrap_or_default();
        let word = context.terms.get(Term::from(et_al.term), TermForm::Long, false).unwrap_or_default();
        if word.is_empty() {
            return self.finish(out);
        }
        let parted = match self.options.delimiter_precedes_et_al {
            DelimiterBehavior::Always => true,
            DelimiterBehavior::Never => false,
            DelimiterBehavior::Contextual => shown > 1,
            DelimiterBehavior::AfterInvertedName => last_inverted,
        };
        let spaced = !starts_with_han(word);
        out.extend(if parted {
            token::affix(self.options.delimiter)
        } else {
            token::text(if spaced { " " } else { "" })
        });
        out.extend(token::formatted(et_al.to_formatting(), token::text(word)));
        self.finish(out)
    }

    fn finish(&self, tokens: Tokens) -> Tokens {
        let tokens = token::formatted(self.name.to_formatting(), tokens);
        let affixes = &self.name.affixes;
        token::affixed(affixes.prefix.as_deref(), tokens, affixes.suffix.as_deref())
    }

    /// What stands between two names.
    fn between(&self, context: &Context<'_>, is_last: bool, count: usize, before_inverted: bool) -> Tokens {
        let delimiter = self.options.delimiter;
        if context.purpose.is_sort() {
            return token::text(", ");
        }
        let Some(and) = self.options.and.filter(|_| is_last) else { return token::affix(delimiter) };
        let word = match and {
            NameAnd::Text => context.terms.word(OtherTerm::And),
            NameAnd::Symbol => "&",
        };
        let parted = match self.options.delimiter_precedes_last {
            DelimiterBehavior::Always => true,
            DelimiterBehavior::Never => false,
            DelimiterBehavior::Contextual => count > 2,
            DelimiterBehavior::AfterInvertedName => before_inverted,
        };
        let space = if starts_with_han(word) { "" } else { " " };
        match parted {
            true => token::affix(&format!("{delimiter}{word}{space}")),
            false => token::affix(&format!("{space}{word}{space}")),
        }
    }

    /// One name, and whether its family name stands first.
    fn one(&self, context: &Context<'_>, name: &Name, at: usize) -> (Tokens, bool) {
        let family_part = self.name.name_part_family();
        if !name.literal.is_empty() {
            return (self.part(family_part, context.field(&name.literal)), false);
        }
        let sorting = context.purpose.is_sort();
        let apart = self.number == 0 && !context.purpose.is_sort();
        let given_level =
            if apart { context.cite.apart.given.get(at).copied().unwrap_or_default() } else { Given::Style };
        let form = match (self.options.form, given_level) {
            (NameForm::Short, Given::Style) => NameForm::Short,
            _ => NameForm::Long,
        };
        let given = self.given(context, name, given_level);
        if !name.is_romanesque() {
            let family = self.part(family_part, markup::field(&name.family));
            let given_tokens = self.part(self.name.name_part_given(), markup::field(&name.given));
            return (if form == NameForm::Short { family } else { [family, given_tokens].concat() }, false);
        }
        let demote = context.program.style.settings.demote_non_dropping_particle;
        let inverted = match self.options.name_as_sort_order {
            _ if sorting => true,
            Some(NameAsSortOrder::All) => true,
            Some(NameAsSortOrder::First) => at == 0,
            None => false,
        };
        let bare_family = || self.look(family_part, markup::field(&name.family));
        let particle = |text: &str, part: Option<&NamePart>| self.look(part, markup::field(text));
        let with_particle = || attached(particle(&name.non_dropping, family_part), &name.non_dropping, bare_family());
        if form == NameForm::Short {
            let bare = sorting && demote != DemoteNonDroppingParticle::Never;
            let family = if bare { bare_family() } else { with_particle() };
            return (self.affixed(family_part, family), false);
        }
        let given_part = self.name.name_part_given();
        let suffix = markup::field(&name.suffix);
        let given = self.look(given_part, given);
        if name.fixed_order {
            return (
                token::joined([self.affixed(family_part, with_particle()), self.affixed(given_part, given)], " "),
                false,
            );
        }
        if !inverted {
            let whole = attached(particle(&name.dropping, given_part), &name.dropping, with_particle());
            let whole = token::joined([whole, suffix], if name.comma_suffix { ", " } else { " " });
            return (token::joined([self.affixed(given_part, given), self.affixed(family_part, whole)], " "), false);
        }
        let demoted = match demote {
            DemoteNonDroppingParticle::Never => false,
            DemoteNonDroppingParticle::SortOnly => sorting,
            DemoteNonDroppingParticle::DisplayAndSort => true,
        };
        let (first, last) = match demoted {
            true => (bare_family(), name.non_dropping.trim()),
            false => (with_particle(), ""),
        };
        let rest = token::joined([given, particle(&name.dropping, given_part), particle(last, given_part)], " ");
        let parts = [self.affixed(family_part, first), self.affixed(given_part, rest), suffix];
        (token::joined(parts, if sorting { " " } else { self.options.sort_separator }), true)
    }

    /// The given name as the style or the need to tell names apart has it.
    fn given(&self, context: &Context<'_>, name: &Name, level: Given) -> Tokens {
        let options = self.options;
        let hyphens = context.program.style.settings.initialize_with_hyphen;
        let shorten = |given: &str, with: &str| initials::initials(given, with, hyphens, options.initialize);
        match (options.initialize_with, level) {
            (Some(with), Given::Style | Given::Initials) if name.given.contains('<') => {
                initials::marked(markup::field(&name.given), |given| shorten(given, with))
            }
            (Some(with), Given::Style | Given::Initials) => markup::field(&shorten(&name.given, with)),
            _ => markup::field(&name.given),
        }
    }

    /// A part of a name with its own formatting and affixes.
    fn part(&self, part: Option<&NamePart>, tokens: Tokens) -> Tokens {
        self.affixed(part, self.look(part, tokens))
    }

    /// The formatting of a part of a name.
    fn look(&self, part: Option<&NamePart>, mut tokens: Tokens) -> Tokens {
        let Some(part) = part else { return tokens };
        if let Some(text_case) = part.text_case {
            case::apply(&mut tokens, text_case, self.letters);
        }
        token::formatted(part.to_formatting(), tokens)
    }

    /// The affixes of a part of a name, around all that belongs to it.
    fn affixed(&self, part: Option<&NamePart>, tokens: Tokens) -> Tokens {
        let Some(affixes) = part.map(|part| &part.affixes) else { return tokens };
        token::affixed(affixes.prefix.as_deref(), tokens, affixes.suffix.as_deref())
    }
}

/// A particle before a name; a hyphen or an elision joins them.
fn attached(particle_tokens: Tokens, particle: &str, name: Tokens) -> Tokens {
    if particle.is_empty() {
        return name;
    }
    let joins = particle.ends_with(['-', '\u{2013}', ' ']) || record::is_elided(particle);
    let mut out = particle_tokens;
    if !joins {
        out.push(Token::Text(" ".to_owned()));
    }
    out.extend(name);
    out
}

fn starts_with_han(word: &str) -> bool {
    word.chars().next().is_some_and(|c| matches!(c as u32, 0x2E80..=0x9FFF | 0xAC00..=0xD7AF))
}

/// The names of the first `cs:names` in some tokens, one by one.
pub fn each(tokens: &[Token]) -> Option<Vec<Tokens>> {
    let names = token::find(tokens, |mark| *mark == Mark::Names)?;
    let mut found = Vec::new();
    let mut rest = names;
    while let Some(name) = token::find(rest, |mark| *mark == Mark::Name) {
        found.push(name.to_vec());
        let start = rest.iter().position(|token| *token == Token::Open(Mark::Name)).unwrap_or_default();
        rest = &rest[start + name.len()..];
    }
    Some(found)
}

/// Puts one text in the place of all names of the first `cs:names`, labels left where they are.
pub fn replace_all(tokens: &mut Tokens, substitute: &str) {
    let Some(start) = tokens.iter().position(|token| *token == Token::Open(Mark::List)) else { return };
    let length = token::find(&tokens[start..], |_| true).map_or(1, <[Token]>::len);
    tokens.splice(start..start + length, token::affix(substitute));
}

/// Puts a text in the place of each of the first names.
pub fn replace_first(tokens: &mut Tokens, substitute: &str, count: usize) {
    let mut from = 0;
    for _ in 0..count {
        let Some(start) = tokens[from..].iter().position(|token| *token == Token::Open(Mark::Name)) else { return };
        let start = from + start;
        let length = token::find(&tokens[start..], |_| true).map_or(1, <[Token]>::len);
        let new = token::affix(substitute);
        from = start + new.len();
        tokens.splice(start..start + length, new);
    }
}
