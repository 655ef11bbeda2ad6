//! LaTeX formulas as MathML. A formula that cannot be read is an error with the parser's words.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, ParserError, RenderConfig, Storage, push_mathml};

/// The longest formula, in bytes, and how deep its braces may stand in one another: the parser descends into them.
const MAX_LENGTH: usize = 16 * 1024;
const MAX_DEPTH: usize = 100;

/// The formula as a `<math>` element, or what is wrong with it.
pub fn mathml(latex: &str, display_mode: DisplayMode) -> Result<String, String> {
    if latex.len() > MAX_LENGTH || depth(latex) > MAX_DEPTH {
        return Err("the formula is too long or too deep".to_owned());
    }
    let storage = Storage::new();
    let events = Parser::new(latex, &storage).collect::<Result<Vec<_>, _>>().map_err(|error| reason(&error))?;
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    let events = events.into_iter().map(Ok::<_, ParserError>);
    push_mathml(&mut mathml, events, config).map_err(|error| error.to_string())?;
    Ok(mathml)
}

/// How deep braces, `\left` and `\begin` stand in one another at most.
fn depth(latex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut rest = latex;
    while let Some(c) = rest.chars().next() {
        let opens = c == '{' || rest.starts_with("\\left") || rest.starts_with("\\begin");
        let closes = c == '}' || rest.starts_with("\\right") || rest.starts_with("\\end");
        if opens {
            depth += 1;
        } else if closes {
            depth = depth.saturating_sub(1);
        }
        deepest = deepest.max(depth);
        rest = &rest[c.len_utf8()..];
        if c == '\\' {
            rest = rest.strip_prefix(['{', '}', '\\']).unwrap_or(rest);
        }
    }
    deepest
}

/// The first line of the parser's account, without its picture of the context.
fn reason(error: &ParserError) -> String {
    let account = error.to_string();
    let line = account.lines().next().unwrap_or("");
    line.trim_start_matches("parsing error: ").trim_end_matches([':', '.']).to_owned()
}
