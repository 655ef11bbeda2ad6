//! How `cs:date` renders a date (specification, "Date").

use super::case;
use super::date_value::Point;
use super::eval::{Context, Out};
use super::letters::Rules;
use super::terms::Terms;
use super::token::{self, Mark, Token, Tokens};
use citationberg::taxonomy::{DateVariable, OtherTerm, Term, Variable};
use citationberg::{
    Date, DateDayForm, DateMonthForm, DatePart, DatePartName, DateParts, DateStrongAnyForm, LongShortForm, TermForm,
    ToFormatting,
};

/// Renders `cs:date`.
pub fn render(context: &mut Context<'_>, date: &Date) -> Out {
    let Some(variable) = date.variable else { return Out::default() };
    if context.is_suppressed(Variable::Date(variable)) {
        return Out::missing();
    }
    let Some(value) = context.record.date(variable) else { return Out::missing() };
    context.note_rendered(Variable::Date(variable));
    let terms = context.terms;
    let localised = date.form.and_then(|form| terms.date(form));
    let all = localised.map_or(date.date_part.as_slice(), |form| form.date_part.as_slice());
    let wanted = date.parts.unwrap_or_default();
    let shown = |part: &&DatePart| match part.name {
        DatePartName::Year => true,
        DatePartName::Month => localised.is_none() || wanted.has_month(),
        DatePartName::Day => localised.is_none() || wanted == DateParts::YearMonthDay,
    };
    let parts: Vec<&DatePart> = all.iter().filter(shown).collect();
    if value.start.is_none()
        && let Some(literal) = &value.literal
    {
        let has_year = parts.iter().any(|part| part.name == DatePartName::Year);
        return if has_year { in_words(context, date, variable, literal) } else { Out::missing() };
    }
    let Some(start) = value.start.or(value.end) else { return Out::missing() };
    let over = |part: &DatePart| localised.and(date.date_part.iter().find(|other| other.name == part.name));
    if context.purpose.is_sort() {
        let has = |name: DatePartName| parts.iter().any(|part| part.name == name);
        let key = |point: Point| {
            let month = point.month.filter(|_| has(DatePartName::Month)).unwrap_or(0);
            let day = point.day.filter(|_| has(DatePartName::Day)).unwrap_or(0);
            format!("{:08}{month:02}{day:02}", point.year + 5_000_000)
        };
        return Out::of(token::text(format!("{}{}", key(start), value.end.map(key).unwrap_or_default())));
    }
    let renderer = Renderer { terms, variable, parts, over: &over };
    let delimiter = localised.map_or(date.delimiter.as_deref(), |form| form.delimiter.as_deref()).unwrap_or_default();
    let end = value.end.filter(|end| value.start.is_some_and(|start| start != *end));
    let mut tokens = match end {
        Some(end) => renderer.range(context, start, end, delimiter),
        None => renderer.point(context, start, delimiter, |_| true),
    };
    if value.open && value.start.is_some() && !token::is_empty(&tokens) {
        tokens.push(Token::Text("\u{2013}".to_owned()));
    }
    if token::is_empty(&tokens) {
        return Out::missing();
    }
    finish(context, date, token::formatted(date.to_formatting(), tokens))
}

/// A date in words. It stands where the year would: an element for the month and day alone has nothing of it.
fn in_words(context: &mut Context<'_>, date: &Date, variable: DateVariable, words: &str) -> Out {
    let tokens = token::formatted(date.to_formatting(), context.field(words));
    let tokens = if variable == DateVariable::Issued { with_year_suffix(context, tokens) } else { tokens };
    finish(context, date, tokens)
}

fn finish(context: &Context<'_>, date: &Date, mut tokens: Tokens) -> Out {
    if let Some(text_case) = date.text_case {
        case::apply(&mut tokens, text_case, Rules::of_words(&context.program.default_language));
    }
    let affixes = &date.affixes;
    let tokens = token::marked(Mark::Date, tokens);
    let tokens = token::affixed(affixes.prefix.as_deref(), tokens, affixes.suffix.as_deref());
    Out::of(match date.display {
        Some(display) => token::marked(Mark::Display(display), tokens),
        None => tokens,
    })
}

/// The letter that tells this year's works of one author apart, behind a date without a place of its own for it.
fn with_year_suffix(context: &mut Context<'_>, mut tokens: Tokens) -> Tokens {
    if let Some(letter) = context.implicit_year_suffix() {
        tokens.extend(token::marked(Mark::YearSuffix, token::text(letter)));
    }
    tokens
}

struct Renderer<'a> {
    terms: &'a Terms,
    variable: DateVariable,
    parts: Vec<&'a DatePart>,
    over: &'a dyn Fn(&DatePart) -> Option<&'a DatePart>,
}

impl Renderer<'_> {
    /// The parts of one day that are wanted, joined.
    fn point(
        &self,
        context: &mut Context<'_>,
        point: Point,
        delimiter: &str,
        wanted: impl Fn(DatePartName) -> bool,
    ) -> Tokens {
        let parts = self.parts.iter().filter(|part| wanted(part.name));
        let rendered: Vec<Tokens> = parts.map(|part| self.part(context, part, point, true, true)).collect();
        token::joined(rendered, delimiter)
    }

    /// A range: what both days share stands once.
    fn range(&self, context: &mut Context<'_>, start: Point, end: Point, delimiter: &str) -> Tokens {
        let has = |name: DatePartName| self.parts.iter().any(|part| part.name == name);
        let differs = if start.year != end.year {
            DatePartName::Year
        } else if start.month != end.month && has(DatePartName::Month) {
            DatePartName::Month
        } else if start.day != end.day && has(DatePartName::Day) {
            DatePartName::Day
        } else {
            return self.point(context, start, delimiter, |_| true);
        };
        let rank = |name: DatePartName| match name {
            DatePartName::Year => 0,
            DatePartName::Month => 1,
            DatePartName::Day => 2,
        };
        // The parts at and below the one that differs stand twice, side by side; larger ones once.
        let said = |name: DatePartName| match name {
            DatePartName::Year => true,
            DatePartName::Month => start.month.is_some() || end.month.is_some(),
            DatePartName::Day => start.day.is_some() || end.day.is_some(),
        };
        let twice: Vec<usize> = (0..self.parts.len())
            .filter(|at| rank(self.parts[*at].name) >= rank(differs) && said(self.parts[*at].name))
            .collect();
        let (Some(first), Some(last)) = (twice.first().copied(), twice.last().copied()) else {
            return self.point(context, start, delimiter, |_| true);
        };
        let separator = self
            .parts
            .iter()
            .find(|part| part.name == differs)
            .and_then(|part| {
                (self.over)(part).and_then(|over| over.range_delimiter.clone()).or_else(|| part.range_delimiter.clone())
            })
            .unwrap_or_else(|| DatePart::DEFAULT_DELIMITER.to_owned());
        let mut out: Vec<Tokens> = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            if at == first {
                let mut both: Tokens = Vec::new();
                let left: Vec<Tokens> = (first..=last)
                    .filter(|at| twice.contains(at))
                    .map(|at| self.part(context, self.parts[at], start, true, at != last))
                    .collect();
                both.extend(token::joined(left, delimiter));
                both.extend(token::text(separator.clone()));
                let right: Vec<Tokens> = (first..=last)
                    .filter(|at| twice.contains(at))
                    .map(|at| self.part(context, self.parts[at], end, at != first, true))
                    .collect();
                both.extend(token::joined(right, delimiter));
                out.push(both);
            } else if !twice.contains(&at) {
                out.push(self.part(context, part, start, true, true));
            }
        }
        token::joined(out, delimiter)
    }

    fn part(&self, context: &mut Context<'_>, part: &DatePart, point: Point, prefix: bool, suffix: bool) -> Tokens {
        let over = (self.over)(part);
        let form = over.map(DatePart::form).filter(|form| *form != DateStrongAnyForm::for_name(part.name, None));
        let form = form.unwrap_or_else(|| part.form());
        let text = match form {
            DateStrongAnyForm::Year(form) => self.year(point.year, form),
            DateStrongAnyForm::Month(form) => match point.month {
                Some(month) => self.month(month, form),
                None => return Vec::new(),
            },
            DateStrongAnyForm::Day(form) => match point.day {
                Some(day) if point.month.is_some_and(|month| month <= 12) => self.day(day, point.month, form),
                _ => return Vec::new(),
            },
        };
        let strip = part.strip_periods || over.is_some_and(|over| over.strip_periods);
        let mut tokens = token::text(if strip { text.replace('.', "") } else { text });
        let text_case = over.and_then(|over| over.text_case).or(part.text_case);
        if let Some(text_case) = text_case {
            case::apply(&mut tokens, text_case, Rules::of_words(&context.program.default_language));
        }
        if part.name == DatePartName::Year && self.variable == DateVariable::Issued {
            tokens = with_year_suffix(context, tokens);
        }
        let formatting = over.map(ToFormatting::to_formatting).unwrap_or_default().apply(part.to_formatting());
        let tokens = token::formatted(formatting, tokens);
        let before = over.and_then(|over| over.affixes.prefix.as_deref()).or(part.affixes.prefix.as_deref());
        let after = over.and_then(|over| over.affixes.suffix.as_deref()).or(part.affixes.suffix.as_deref());
        token::affixed(before.filter(|_| prefix), tokens, after.filter(|_| suffix))
    }

    fn year(&self, year: i64, form: LongShortForm) -> String {
        let digits = year.abs().to_string();
        if form == LongShortForm::Short && digits.len() == 4 {
            return digits[2..].to_owned();
        }
        let era = match year {
            ..0 => self.terms.word(OtherTerm::Bc),
            0..1000 => self.terms.word(OtherTerm::Ad),
            _ => "",
        };
        digits + era
    }

    fn month(&self, month: u8, form: DateMonthForm) -> String {
        if month > 12 {
            let season = [OtherTerm::Season01, OtherTerm::Season02, OtherTerm::Season03, OtherTerm::Season04];
            return season
                .get(usize::from(month - 13))
                .map(|term| self.terms.word(*term).to_owned())
                .unwrap_or_default();
        }
        let term = |form: TermForm| {
            let name = OtherTerm::month(month.saturating_sub(1))?;
            self.terms.get(Term::Other(name), form, false).map(str::to_owned)
        };
        match form {
            DateMonthForm::Long => term(TermForm::Long),
            DateMonthForm::Short => term(TermForm::Short),
            DateMonthForm::Numeric => Some(month.to_string()),
            DateMonthForm::NumericLeadingZeros => Some(format!("{month:02}")),
        }
        .unwrap_or_else(|| month.to_string())
    }

    fn day(&self, day: u8, month: Option<u8>, form: DateDayForm) -> String {
        match form {
            DateDayForm::NumericLeadingZeros => format!("{day:02}"),
            DateDayForm::Ordinal if !self.terms.limit_day_ordinals_to_day_1 || day == 1 => {
                let month = month.and_then(|month| OtherTerm::month(month.saturating_sub(1)));
                let gender = month.and_then(|month| self.terms.gender(Term::Other(month)));
                format!("{day}{}", self.terms.ordinal(i64::from(day), gender))
            }
            _ => day.to_string(),
        }
    }
}
