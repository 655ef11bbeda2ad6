//! Numbers, page ranges and their labels (specification, "Number", "Label", "Page Ranges").

use super::case;
use super::eval::{Context, Out};
use super::letters::Rules;
use super::terms::Terms;
use super::token::{self, Mark, Tokens};
use citationberg::taxonomy::{Locator, NumberOrPageVariable, NumberVariable, PageVariable, Term, Variable};
use citationberg::{Label, LabelPluralize, Number, NumberForm, PageRangeFormat, ToFormatting, VariablelessLabel};

/// Whether a text is numeric content: numbers with affixes, parted by commas, hyphens and ampersands.
pub fn is_numeric(text: &str) -> bool {
    text.trim().split([',', '-', '\u{2013}', '&']).all(|part| is_number(part.trim()))
}

/// Whether a text is one number, with or without letters and the like around it.
fn is_number(text: &str) -> bool {
    let mut digits = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    digits.next().is_some() && digits.next().is_none() && !text.contains(char::is_whitespace)
}

/// Whether several numbers stand in a text.
pub fn is_plural(text: &str) -> bool {
    let text = text.trim();
    let roman = |c: char| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm');
    let digits = |part: &str| {
        let word = part.split([' ', ',', '-', '\u{2013}', '&', ';']).next().unwrap_or_default();
        word.contains(|c: char| c.is_ascii_digit()) || !word.is_empty() && word.chars().all(roman)
    };
    let mut rest = text;
    while let Some(at) = rest.find(['-', '\u{2013}', ',', '&', ';']) {
        let mark = rest[at..].chars().next().map_or(1, char::len_utf8);
        let escaped = rest[..at].ends_with('\\');
        let (before, after) = (rest[..at].trim(), rest[at + mark..].trim_start());
        let last = before.rsplit([' ', ',', '&', ';']).next().unwrap_or_default();
        if !escaped && !last.is_empty() && digits(last) && digits(after) {
            return true;
        }
        rest = &rest[at + mark..];
    }
    text.contains(" and ") || text.contains(" et ") || text.contains(" und ")
}

/// Renders `cs:number`.
pub fn render(context: &mut Context<'_>, number: &Number) -> Out {
    let variable = Variable::from(number.variable);
    let Some(value) = context.number_text(number.variable) else { return Out::missing() };
    if context.is_suppressed(variable) {
        return Out::missing();
    }
    context.note_rendered(variable);
    let gender = context.terms.gender(Term::from(number.variable));
    if context.purpose.is_sort() {
        return Out::of(token::text(super::sort::padded(&value)));
    }
    let text = if is_numeric(&value) {
        each_number(&value, context.range_delimiter(), |n| match number.form {
            NumberForm::Numeric => None,
            NumberForm::Ordinal => Some(format!("{n}{}", context.terms.ordinal(n, gender))),
            NumberForm::LongOrdinal => {
                let long = context.terms.long_ordinal(n, gender).map(str::to_owned);
                Some(long.unwrap_or_else(|| format!("{n}{}", context.terms.ordinal(n, gender))))
            }
            NumberForm::Roman => roman(n),
        })
    } else {
        value.into_owned()
    };
    let mut tokens = token::text(text);
    if let Some(text_case) = number.text_case {
        case::apply(&mut tokens, text_case, Rules::of_words(&context.program.default_language));
    }
    let tokens = token::formatted(number.to_formatting(), tokens);
    let tokens = match number.variable {
        NumberOrPageVariable::Number(NumberVariable::CitationNumber) => token::marked(Mark::CitationNumber, tokens),
        _ => tokens,
    };
    let affixes = &number.affixes;
    let tokens = token::affixed(affixes.prefix.as_deref(), tokens, affixes.suffix.as_deref());
    Out::of(match number.display {
        Some(display) => token::marked(Mark::Display(display), tokens),
        None => tokens,
    })
}

/// A text with each of its whole numbers in another form; separators as the specification wants them, ranges with a dash.
fn each_number(text: &str, dash: &str, form: impl Fn(i64) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([',', '-', '\u{2013}', '&']).unwrap_or(rest.len());
        let part = rest[..end].trim();
        let whole = part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
        out.push_str(&whole.and_then(&form).unwrap_or_else(|| part.to_owned()));
        let Some(mark) = rest[end..].chars().next() else { break };
        out.push_str(match mark {
            ',' => ", ",
            '&' => " & ",
            _ => dash,
        });
        rest = rest[end + mark.len_utf8()..].trim_start();
    }
    out
}

/// A number in small Roman numerals.
fn roman(n: i64) -> Option<String> {
    const DIGITS: &[(i64, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(n).filter(|n| (1..4000).contains(n))?;
    let mut out = String::new();
    for (value, digits) in DIGITS {
        while rest >= *value {
            out.push_str(digits);
            rest -= value;
        }
    }
    Some(out)
}

/// Renders `cs:label`.
pub fn label(context: &mut Context<'_>, label: &Label) -> Out {
    let variable = Variable::from(label.variable);
    if context.is_suppressed(variable) {
        return Out::default();
    }
    let Some(value) = context.number_text(label.variable) else { return Out::default() };
    let is_locator = label.variable == NumberOrPageVariable::Number(NumberVariable::Locator);
    let term = match (is_locator, context.locator_kind()) {
        (true, Some(kind)) => Term::Locator(kind),
        (true, None) => return Out::default(),
        (false, _) => Term::from(label.variable),
    };
    let plural = match label.label.plural {
        LabelPluralize::Always => true,
        LabelPluralize::Never => false,
        LabelPluralize::Contextual if variable.is_number_of_variable() => {
            value.trim().parse::<i64>().is_ok_and(|n| n != 1)
        }
        LabelPluralize::Contextual => is_plural(&value),
    };
    // A text with words of its own has its label in it.
    if !is_locator
        && label.variable != NumberOrPageVariable::Page(PageVariable::Page)
        && !is_numeric(&value)
        && value.trim().contains(' ')
    {
        return Out::default();
    }
    if is_locator && !starts_with_number(&value) {
        return Out::default();
    }
    // A place is named by whoever cites, in the language of the citing text.
    let terms = if is_locator { context.program.terms() } else { context.terms };
    let Some(tokens) = worded(terms, &label.label, term, plural) else { return Out::default() };
    Out { tokens, ..Out::default() }
}

/// Whether a place begins with its number: one that begins with words of its own has its unit in them.
fn starts_with_number(value: &str) -> bool {
    let word = value.trim().split([' ', ',', '-', '\u{2013}', ':']).next().unwrap_or_default();
    let roman = |c: char| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm');
    let single = word.chars().count() == 1 || !value.trim().contains(' ');
    single || word.contains(|c: char| c.is_ascii_digit()) || word.chars().all(roman)
}

/// A text with a dash for the hyphen between two numbers.
pub fn dashed(value: &str, dash: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let mut out = String::with_capacity(value.len());
    let mut at = 0;
    while at < chars.len() {
        let after = chars[at..].iter().skip(1).position(|c| *c != ' ').map(|skip| at + 1 + skip);
        let digit_after = after.is_some_and(|after| chars[after].is_ascii_digit());
        let digit_before = out.trim_end().ends_with(|c: char| c.is_ascii_digit());
        if matches!(chars[at], '-' | '\u{2013}') && digit_before && digit_after {
            out.truncate(out.trim_end().len());
            out.push_str(dash);
            at = after.unwrap_or(at + 1);
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// A term as a label renders it.
pub fn worded(terms: &Terms, label: &VariablelessLabel, term: Term, plural: bool) -> Option<Tokens> {
    let word = terms.get(term, label.form, plural)?;
    let word = if label.strip_periods { word.replace('.', "") } else { word.to_owned() };
    let mut tokens = token::text(word);
    if let Some(text_case) = label.text_case {
        case::apply(&mut tokens, text_case, Rules::of_words(&terms.language));
    }
    let tokens = token::formatted(label.to_formatting(), tokens);
    let affixes = &label.affixes;
    Some(token::affixed(affixes.prefix.as_deref(), tokens, affixes.suffix.as_deref()))
}

/// A page, or several, with ranges in the style's form.
pub fn pages(context: &Context<'_>, text: &str) -> String {
    let delimiter = context.range_delimiter();
    let format = context.page_range_format();
    let mut out = String::new();
    for (at, part) in split_kept(text).into_iter().enumerate() {
        let (separator, part) = part;
        if at > 0 {
            out.push_str(separator);
        }
        out.push_str(&range(part, format, delimiter));
    }
    out
}

/// The parts of a list of pages, each with what parts it from the one before.
fn split_kept(text: &str) -> Vec<(&'static str, &str)> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    let mut separator = "";
    loop {
        let end = rest.find([',', '&', ';']).unwrap_or(rest.len());
        parts.push((separator, rest[..end].trim()));
        separator = match rest[end..].chars().next() {
            None => return parts,
            Some(',') => ", ",
            Some('&') => " & ",
            Some(_) => "; ",
        };
        rest = rest[end + 1..].trim_start();
    }
}

fn range(text: &str, format: Option<PageRangeFormat>, delimiter: &str) -> String {
    let text = text.replace("\\-", "\u{0}");
    let restored = |text: String| text.replace('\u{0}', "-");
    let Some((start, end)) = text.split_once(['-', '\u{2013}']) else { return restored(text) };
    let (start, end) = (start.trim(), end.trim_start_matches(['-', '\u{2013}']).trim());
    let plain = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    if start.is_empty() || end.is_empty() || end.contains(['-', '\u{2013}']) {
        return restored(text.replace('-', delimiter));
    }
    let split = |text: &str| {
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        (
            text[..letters].to_owned(),
            !text[letters..].is_empty() && text[letters..].bytes().all(|byte| byte.is_ascii_digit()),
        )
    };
    let ((before, one), (other, two)) = (split(start), split(end));
    let mixed = plain(start) && plain(end) && !(one && two && before == other);
    if mixed && format.is_some() {
        return restored(format!("{start}-{end}"));
    }
    let numbers = plain(start) && plain(end);
    let roman = |text: &str| !text.is_empty() && text.bytes().all(|byte| b"ivxlcdmIVXLCDM".contains(&byte));
    let countable = numbers || roman(start) && roman(end);
    if !countable {
        let word = |text: &str| text.chars().all(char::is_alphabetic);
        let mark = if word(start) || word(end) { "-" } else { delimiter };
        return restored(format!("{start}{mark}{end}"));
    }
    let Some(format) = format.filter(|_| numbers) else { return restored(format!("{start}{delimiter}{end}")) };
    restored(formatted_range(start, end, format, delimiter))
}

/// A range of pages in one of the specification's forms (appendix V).
fn formatted_range(start: &str, end: &str, format: PageRangeFormat, delimiter: &str) -> String {
    let split = |text: &'_ str| {
        let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        (text[..text.len() - digits].to_owned(), text[text.len() - digits..].to_owned())
    };
    let ((before, x), (other, y)) = (split(start), split(end));
    if x.is_empty() || y.is_empty() || !(other.is_empty() || other == before) {
        return format!("{start}{delimiter}{end}");
    }
    // `101-7` says 101 to 107.
    let full = if y.len() < x.len() { format!("{}{y}", &x[..x.len() - y.len()]) } else { y };
    if full.len() > x.len() || full <= x && full.len() == x.len() && full != x && format != PageRangeFormat::Expanded {
        return format!("{start}{delimiter}{before}{full}");
    }
    let common = x.bytes().zip(full.bytes()).take_while(|(a, b)| a == b).count();
    let least = |digits: usize| full[common.min(full.len().saturating_sub(digits))..].to_owned();
    let last = match format {
        PageRangeFormat::Expanded => format!("{before}{full}"),
        PageRangeFormat::Minimal => least(1),
        PageRangeFormat::MinimalTwo => least(2.min(full.len())),
        PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16 => {
            let tail = &x[x.len().saturating_sub(2)..];
            if x.len() < 3 || x.ends_with("00") {
                full.clone()
            } else if tail.starts_with('0') {
                least(1)
            } else if format == PageRangeFormat::Chicago15 && x.len() == 4 && full.len() - common >= 3 {
                full.clone()
            } else {
                least(2)
            }
        }
    };
    format!("{start}{delimiter}{last}")
}

/// The unit of places that a name of CSL stands for; one that CSL does not know has no term.
pub fn locator(label: &str) -> Locator {
    label.parse().unwrap_or(Locator::Custom)
}
