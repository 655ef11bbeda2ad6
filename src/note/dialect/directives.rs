//! Directives of MyST: figures, admonitions, formulas, code; what is known leaves its text, all else stays code.

use super::{Close, LabelKind, Open, Teller, blanked, fitted};
use crate::note::dialect::divs::{Attributes, Fence};

/// A directive's first lines.
#[derive(Debug)]
pub(super) struct Directive<'a> {
    mark: u8,
    length: usize,
    name: &'a str,
    argument: &'a str,
    /// How many lines its options take below the first.
    options: usize,
    /// Its label.
    label: Option<&'a str>,
    caption: Option<&'a str>,
}

/// Directives whose text stands in a div of their name.
const ADMONITIONS: &[&str] = &[
    "note",
    "warning",
    "tip",
    "important",
    "admonition",
    "seealso",
    "hint",
    "caution",
    "attention",
    "danger",
    "error",
    "dropdown",
    "exercise",
    "exercise-start",
    "solution",
    "solution-start",
    "margin",
    "sidebar",
    "epigraph",
    "pull-quote",
    "quote",
    "card",
    "grid",
    "grid-item-card",
    "grid-item",
    "tab-set",
    "tab-item",
    "topic",
    "aside",
    "details",
    "versionadded",
    "versionchanged",
    "deprecated",
    "div",
    "container",
    "blockquote",
    "highlights",
];

/// Directives that leave nothing: what they ask for is not here.
const EMPTY: &[&str] = &[
    "toctree",
    "tableofcontents",
    "contents",
    "only",
    "index",
    "glossary-ref",
    "raw",
    "eval-rst",
    "iframe",
    "youtube",
    "exercise-end",
    "solution-end",
];

/// The directive that begins in this line.
pub(super) fn directive<'a>(lines: &[&'a str], at: usize) -> Option<Directive<'a>> {
    let bare = lines[at].trim_start();
    let mark = *bare.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~' | b':'))?;
    let length = bare.bytes().take_while(|byte| *byte == mark).count();
    let (name, argument) = bare[length..].trim_start().strip_prefix('{')?.split_once('}')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_'));
    // A div of pandoc's has attributes in its braces.
    if length < 3 || !is_name {
        return None;
    }
    let mut options = 0;
    let (mut label, mut caption) = (None, None);
    let is_rule = |line: &str| line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
    if lines.get(at + 1).is_some_and(|line| is_rule(line.trim())) {
        // Options as YAML between lines of hyphens; those of a figure stand deeper in it.
        let yaml = &lines[at + 2..];
        let end = yaml.iter().position(|line| is_rule(line.trim())).unwrap_or(yaml.len());
        let value = |key: &str| {
            yaml[..end].iter().position(|line| line.trim().starts_with(key)).and_then(|line| {
                let said = yaml[line].trim()[key.len()..].trim();
                let said = if matches!(said, "|" | ">") { yaml[..end].get(line + 1)?.trim() } else { said };
                Some(said.trim_matches(['"', '\'']))
            })
        };
        (label, caption) = (value("name:").or_else(|| value("label:")), value("caption:"));
        options = (end + 2).min(lines.len() - at - 1);
    }
    for line in &lines[at + 1 + options..] {
        let Some((key, value)) = line.trim().strip_prefix(':').and_then(|rest| rest.split_once(':')) else { break };
        if key.is_empty() || key.contains(' ') {
            break;
        }
        match key {
            "name" | "label" => label = Some(value.trim()),
            "caption" => caption = Some(value.trim()),
            _ => {}
        }
        options += 1;
    }
    Some(Directive { mark, length, name, argument: argument.trim(), options, label, caption })
}

impl Teller {
    /// Tells the first lines of a directive; the number of the line behind them.
    pub(super) fn directive(&mut self, lines: &[&str], at: usize, directive: &Directive<'_>) -> usize {
        let Directive { mark, length, name, argument, options, .. } = *directive;
        let line = lines[at];
        let below = at + 1 + options;
        let open = |close| Open { mark, length, close };
        match name {
            "figure" | "image" => {
                let start = self.out.len();
                let told =
                    fitted(&format!("![]({argument})"), line.trim_end()).unwrap_or_else(|| blanked(line.trim_end()));
                let label = directive.label.map(|id| (id.to_owned(), caption(lines, below, mark, length)));
                let label = label.map(|(id, caption)| self.label(&id, LabelKind::Figure, caption));
                let (id, class) = label.map_or((String::new(), "figure"), |at| (self.labels[at].id.clone(), "figure"));
                self.fences.push(Fence { at: start, opens: Some(Attributes { id, classes: vec![class.to_owned()] }) });
                self.out.push_str(&told);
                self.out.push_str(&line[line.trim_end().len()..]);
                self.open.push(open(Close::Div));
            }
            "math" => {
                let told = fitted("$$", line.trim_end()).unwrap_or_default();
                self.out.push_str(&told);
                self.out.push_str(&line[line.trim_end().len()..]);
                if let Some(id) = directive.label {
                    let label = self.label(id, LabelKind::Equation, String::new());
                    let place = self.out.len();
                    self.labelled(label, place..place);
                }
                self.open.push(open(Close::Formula));
            }
            "bibliography" => {
                self.fences.push(Fence {
                    at: self.out.len(),
                    opens: Some(Attributes { id: "refs".to_owned(), classes: Vec::new() }),
                });
                self.blank(line);
                self.open.push(open(Close::Div));
            }
            "table" | "list-table" => {
                if let Some(id) = directive.label {
                    let label = self.label(id, LabelKind::Table, argument.to_owned());
                    let place = self.out.len();
                    self.labelled(label, place..place);
                }
                self.blank(line);
                self.open.push(open(Close::Nothing));
            }
            _ if ADMONITIONS.contains(&name) || name.starts_with("prf:") || name.starts_with("proof:") => {
                let class = name.rsplit(':').next().unwrap_or(name).to_owned();
                let id = directive.label.map(|id| {
                    let label = self.label(id, LabelKind::Theorem, argument.to_owned());
                    self.labels[label].id.clone()
                });
                self.fences.push(Fence {
                    at: self.out.len(),
                    opens: Some(Attributes {
                        id: id.unwrap_or_default(),
                        classes: vec!["admonition".to_owned(), class],
                    }),
                });
                let title = (!argument.is_empty() && !argument.starts_with(['{', ':']))
                    .then(|| fitted(&format!("**{argument}**\\"), line.trim_end()))
                    .flatten();
                match title {
                    Some(told) => {
                        // The mark of a line break is its last.
                        let bare = told.trim_end();
                        self.out.push_str(&" ".repeat(told.len() - bare.len()));
                        self.out.push_str(bare);
                        self.out.push_str(&line[line.trim_end().len()..]);
                    }
                    None => self.blank(line),
                }
                self.open.push(open(Close::Div));
            }
            _ if EMPTY.contains(&name) => {
                // All of it goes.
                let closes = |line: &&str| line.trim().len() >= length && line.trim().bytes().all(|byte| byte == mark);
                let end = lines[at + 1..].iter().position(closes).map_or(lines.len(), |end| at + end + 2);
                lines[at..end].iter().for_each(|line| self.blank(line));
                return end;
            }
            _ => {
                // Code, or what is not known: shown as code, without its options.
                let language = argument.split(' ').next().unwrap_or_default();
                let is_code = matches!(
                    name,
                    "code" | "code-block" | "code-cell" | "sourcecode" | "literalinclude" | "parsed-literal"
                );
                let word = if is_code { language } else { name };
                let fence = &line[..line.len() - line.trim_start().len() + length];
                let fence = fence.replace(':', "`");
                let told =
                    fitted(&format!("{fence}{word}"), line.trim_end()).unwrap_or_else(|| line.trim_end().to_owned());
                self.cells += usize::from(name == "code-cell");
                // Empty lines in place of the options stand before the code, and not in it.
                lines[at + 1..below].iter().for_each(|line| self.blank(line));
                self.out.push_str(&told);
                self.out.push_str(&line[line.trim_end().len()..]);
                let end = self.code_to_end(lines, below, mark, length);
                if let Some(id) = directive.label.filter(|_| directive.caption.is_some()) {
                    let kind = if name == "code-cell" { LabelKind::Figure } else { LabelKind::Listing };
                    let label = self.label(id, kind, directive.caption.unwrap_or_default().to_owned());
                    let place = self.out.len();
                    self.labelled(label, place..place);
                }
                return end;
            }
        }
        lines[at + 1..below].iter().for_each(|line| self.blank(line));
        below
    }

    /// Passes code on, its closing fence included; the number of the line behind it.
    fn code_to_end(&mut self, lines: &[&str], from: usize, mark: u8, length: usize) -> usize {
        for (number, line) in lines.iter().enumerate().skip(from) {
            let bare = line.trim();
            if bare.len() >= length && bare.bytes().all(|byte| byte == mark) {
                self.out.push_str(&line.replace(':', "`"));
                return number + 1;
            }
            self.out.push_str(line);
        }
        lines.len()
    }
}

/// The text of a directive up to its end, as one line.
fn caption(lines: &[&str], from: usize, mark: u8, length: usize) -> String {
    let inside = lines.iter().skip(from).map(|line| line.trim());
    let inside = inside.take_while(|line| !(line.len() >= length && line.bytes().all(|byte| byte == mark)));
    inside.collect::<Vec<_>>().join(" ").trim().to_owned()
}
