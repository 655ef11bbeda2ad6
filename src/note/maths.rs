//! LaTeX formulas as MathML. A formula that cannot be read is an error with the parser's words.
//!
//! pulldown-latex descends into braces and into commands that follow one another, and writes operators as they are:
//! how deep a formula goes is limited before it is read, and what it writes is escaped here.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, ParserError, RenderConfig, Storage, push_mathml};

/// The longest formula, in bytes.
const MAX_LENGTH: usize = 16 * 1024;
/// How deep braces may stand in one another, and how many commands or comments may follow one another directly.
const MAX_DEPTH: usize = 60;
/// How many macros a formula may define.
const MAX_DEFINITIONS: usize = 20;

/// The formula as a `<math>` element, or what is wrong with it.
pub fn mathml(latex: &str, display_mode: DisplayMode) -> Result<String, String> {
    if latex.len() > MAX_LENGTH || depth(latex) > MAX_DEPTH || definitions(latex) > MAX_DEFINITIONS {
        return Err("it is too long or too deep".to_owned());
    }
    let storage = Storage::new();
    let events = Parser::new(latex, &storage).collect::<Result<Vec<_>, _>>().map_err(|error| reason(&error))?;
    if events.iter().any(is_markup) {
        return Err("the name of an operator holds `<`, `>` or `&`".to_owned());
    }
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    let events = events.into_iter().map(Ok::<_, ParserError>);
    push_mathml(&mut mathml, events, config).map_err(|error| error.to_string())?;
    Ok(escaped(&mathml))
}

/// Names of operators are written as they are.
fn is_markup(event: &Event<'_>) -> bool {
    matches!(event, Event::Content(Content::Function(name) | Content::Number(name)) if name.contains(['<', '>', '&', '"']))
}

/// Operators `<` and `&`, which stand alone in their elements, as entities; tags and entities stay.
fn escaped(mathml: &str) -> String {
    let mut escaped = String::with_capacity(mathml.len());
    for (at, c) in mathml.char_indices() {
        let rest = &mathml[at + c.len_utf8()..];
        let tag = rest.starts_with(|next: char| next == '/' || next.is_ascii_alphabetic());
        let entity = ["amp;", "lt;", "gt;", "nbsp;"].iter().any(|name| rest.starts_with(name));
        match c {
            '<' if !tag => escaped.push_str("&lt;"),
            '&' if !entity => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// How deep braces, `\left` and `\begin` stand in one another at most, or the longest row of commands and comments.
fn depth(latex: &str) -> usize {
    let (mut depth, mut deepest, mut row) = (0_usize, 0_usize, 0_usize);
    let mut rest = latex;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '%' {
            row += 1;
            rest = after.find('\n').map_or("", |end| &after[end + 1..]);
        } else if c == '\\' {
            let name = after.len() - after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            match &after[..name] {
                "left" | "begin" => depth += 1,
                "right" | "end" => depth = depth.saturating_sub(1),
                _ => {}
            }
            row += 1;
            let letter = after.chars().next().map_or(0, char::len_utf8);
            rest = &after[name.max(letter)..];
        } else {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            row = if c.is_whitespace() || matches!(c, '^' | '_' | '[') { row } else { 0 };
            rest = after;
        }
        deepest = deepest.max(depth).max(row);
    }
    deepest
}

fn definitions(latex: &str) -> usize {
    [
        "\\def",
        "\\gdef",
        "\\edef",
        "\\xdef",
        "\\let",
        "\\futurelet",
        "\\newcommand",
        "\\renewcommand",
        "\\providecommand",
    ]
    .iter()
    .map(|name| latex.matches(name).count())
    .sum()
}

/// The first line of the parser's account, without its picture of the context.
fn reason(error: &ParserError) -> String {
    let account = error.to_string();
    let line = account.lines().next().unwrap_or("");
    line.trim_start_matches("parsing error: ").trim_end_matches([':', '.']).to_owned()
}
