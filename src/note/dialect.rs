//! What Quarto, R Markdown, bookdown, pandoc-crossref, MyST and LaTeX put into Markdown, told in Markdown before it is parsed:
//! cells of code and their options, directives and roles, labels and references to them, includes.
//!
//! Every line keeps its bytes, so that each place in the file stays true: what goes becomes white space, what is told
//! otherwise is told in no more bytes than it had. Nothing is run.

use super::dialect::code::Fences;
use super::dialect::divs::{Attributes, Fence};
use std::borrow::Cow;
use std::ops::Range;

mod cells;
pub(super) mod code;
mod comments;
pub(super) mod divs;
mod directives;
mod inline;
mod labels;
pub mod logseq;

pub use labels::{Label, LabelKind};

/// A text told in Markdown.
#[derive(Debug, Default)]
pub(super) struct Told<'a> {
    pub(super) text: Cow<'a, str>,
    /// The divs that are to stand around parts of it, in order.
    pub(super) fences: Vec<Fence>,
    /// What other places may refer to, in order.
    pub(super) labels: Vec<Label>,
    /// How many cells have results that are not here.
    pub(super) cells: usize,
}

/// What only texts of these dialects hold.
const SIGNS: &[&str] = &[
    "```{",
    ":::{",
    "::: {",
    "((",
    "{{embed",
    "id:: ",
    "collapsed:: ",
    "-at:: ",
    "_at:: ",
    "#+BEGIN",
    "logseq.",
    "{#",
    "{.",
    "]{",
    ")=",
    "}`",
    "{-}",
    "\\@ref",
    "(\\#",
    "{{<",
    "$$ (",
    "(ref:",
    "`r if(",
    "<div ",
    "{% ",
    "\\ref",
    "\\label",
    "cite",
    "\\footnote",
    "\\eqref",
    "{width",
    "{fig",
];

/// Tells a text, the part of a file below its front matter.
pub(super) fn told(text: Cow<'_, str>) -> Told<'_> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Told { text, ..Told::default() };
    }
    let mut teller = Teller { out: String::with_capacity(text.len()), ..Teller::default() };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut at = 0;
    while at < lines.len() {
        at = teller.line(&lines, at);
    }
    teller.close_all();
    teller.fill_captions();
    debug_assert_eq!(teller.out.len(), text.len());
    Told { text: Cow::Owned(teller.out), fences: teller.fences, labels: teller.labels, cells: teller.cells }
}

/// A text while it is told.
#[derive(Debug, Default)]
struct Teller {
    out: String,
    fences: Vec<Fence>,
    labels: Vec<Label>,
    cells: usize,
    /// bookdown's references to texts, by name.
    references: Vec<(String, String)>,
    code: Fences,
    /// Directives that are open: their fences, and what closes them.
    open: Vec<Open>,
}

/// A directive that is open.
#[derive(Debug)]
struct Open {
    mark: u8,
    length: usize,
    /// What the closing fence becomes.
    close: Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    /// The end of a div.
    Div,
    /// The end of a formula.
    Formula,
    /// Nothing.
    Nothing,
}

impl Teller {
    /// Tells the line of this number; the number of the next one.
    fn line(&mut self, lines: &[&str], at: usize) -> usize {
        let line = lines[at];
        if self.closes(line) {
            return at + 1;
        }
        if let Some(end) = self.theorem(lines, at) {
            return end;
        }
        if let Some(end) = cells::cell(lines, at) {
            self.cell(&lines[at..end]);
            return end;
        }
        if let Some(directive) = directives::directive(lines, at) {
            return self.directive(lines, at, &directive);
        }
        if self.code.holds(line) {
            self.out.push_str(line);
            return at + 1;
        }
        if let Some(name) = labels::myst_target(line) {
            let kind = LabelKind::of_target(lines.get(at + 1).copied().unwrap_or(""));
            self.label(name, kind, String::new());
            self.blank(line);
            return at + 1;
        }
        if let Some(told) = logseq::line(line) {
            self.out.push_str(&told);
            return at + 1;
        }
        if let Some((name, said)) = text_reference(line) {
            self.references.push((name.to_owned(), said.to_owned()));
            self.blank(line);
            return at + 1;
        }
        if let Some((is_printed, said)) = conditional(line) {
            let told = if is_printed { None } else { fitted(said, line.trim_end()) };
            self.out.push_str(&told.unwrap_or_else(|| blanked(line.trim_end())));
            self.out.push_str(&line[line.trim_end().len()..]);
            return at + 1;
        }
        if is_references_div(line) {
            // pandoc, "Placement of the bibliography", as HTML.
            let attributes = Attributes { id: "refs".to_owned(), classes: Vec::new() };
            let end = lines[at..].iter().position(|line| line.contains("</div>")).map_or(at + 1, |end| at + end + 1);
            self.fences.push(Fence { at: self.out.len(), opens: Some(attributes) });
            lines[at..end].iter().for_each(|line| self.blank(line));
            self.fences.push(Fence { at: self.out.len(), opens: None });
            return end;
        }
        if line.trim_start().starts_with(":::") {
            // A fence of pandoc's has attributes of its own.
            if let Some((id, kind)) = divs::label(line) {
                self.label(&id, kind, String::new());
            }
            self.out.push_str(line);
            return at + 1;
        }
        let told = inline::line(line, &mut self.labels);
        // A figure, a table or a formula that has just been labelled is what is led to.
        let from = self.out.len();
        self.out.push_str(&told.text);
        if let Some(label) = told.labelled {
            self.labelled(label, from..self.out.len());
        }
        at + 1
    }

    /// Puts a div around what a label is for.
    fn labelled(&mut self, label: usize, place: Range<usize>) {
        let [id, kind] = [self.labels[label].id.clone(), self.labels[label].kind.class().to_owned()];
        let behind = matches!(self.labels[label].kind, LabelKind::Equation | LabelKind::Table | LabelKind::Listing);
        let start = if behind { place.end } else { place.start };
        self.fences.push(Fence { at: start, opens: Some(Attributes { id, classes: vec![kind] }) });
        self.fences.push(Fence { at: place.end, opens: None });
    }

    /// A label for what stands here; its number.
    fn label(&mut self, id: &str, kind: LabelKind, caption: String) -> usize {
        self.labels.push(Label { id: id.to_owned(), kind, caption });
        self.labels.len() - 1
    }

    /// White space for a line, its end kept.
    fn blank(&mut self, line: &str) {
        self.out.push_str(&blanked(line));
    }

    /// Whether a line closes the innermost directive.
    fn closes(&mut self, line: &str) -> bool {
        let Some(open) = self.open.last() else { return false };
        let bare = line.trim();
        let is_fence = bare.len() >= open.length && bare.bytes().all(|byte| byte == open.mark);
        if !is_fence || self.code.is_open() {
            return false;
        }
        let close = open.close;
        self.open.pop();
        match close {
            Close::Div => {
                self.fences.push(Fence { at: self.out.len(), opens: None });
                self.blank(line);
            }
            Close::Formula => {
                let start = line.len() - line.trim_start().len();
                let blank = blanked(line);
                self.out.push_str(&blank[..start]);
                self.out.push_str("$$");
                self.out.push_str(&blank[start + 2..]);
            }
            Close::Nothing => self.blank(line),
        }
        true
    }

    /// Puts the texts of references into the captions that name them.
    fn fill_captions(&mut self) {
        for label in &mut self.labels {
            let name = label.caption.strip_prefix("(ref:").and_then(|rest| rest.strip_suffix(')'));
            if let Some((_, said)) = self.references.iter().find(|(known, _)| Some(known.as_str()) == name) {
                label.caption.clone_from(said);
            }
        }
    }

    /// Closes what nothing closes.
    fn close_all(&mut self) {
        while let Some(open) = self.open.pop() {
            if open.close == Close::Div {
                self.fences.push(Fence { at: self.out.len(), opens: None });
            }
        }
    }
}

/// A line that R writes for one kind of output only: whether for a printed page, and what it says.
fn conditional(line: &str) -> Option<(bool, &str)> {
    let inner = line.trim().strip_prefix("`r if(")?.strip_suffix('`')?;
    let (condition, rest) = inner.split_once("()) ")?;
    let is_latex = condition.ends_with("is_latex_output");
    let said = rest.trim().strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])?;
    is_latex.then(|| (!condition.starts_with('!'), said))
}

/// `(ref:name) A text for a caption` (bookdown, 2.2.4).
fn text_reference(line: &str) -> Option<(&str, &str)> {
    let (name, said) = line.strip_prefix("(ref:")?.split_once(')')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    (is_name && said.starts_with(' ') && !said.trim().is_empty()).then(|| (name, said.trim()))
}

/// Whether a line opens the place of the reference list.
fn is_references_div(line: &str) -> bool {
    let tag = line.trim_start().strip_prefix("<div ").and_then(|rest| rest.split_once('>'));
    tag.is_some_and(|(tag, _)| {
        tag.split_whitespace().any(|word| matches!(word, "id=\"refs\"" | "id='refs'" | "id=refs"))
    })
}

/// White space of the same bytes, the end of the line kept.
fn blanked(line: &str) -> String {
    line.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' }).collect()
}

/// `told` in the place of `was`, filled up with spaces; nothing where it is longer.
fn fitted(told: &str, was: &str) -> Option<String> {
    let room = " ".repeat(was.len().checked_sub(told.len())?);
    // A space that is seen would part what stands behind it from what is told: none does in brackets, or before a key.
    Some(match told.strip_suffix(']') {
        Some(cited) if told.starts_with('[') && told.contains('@') => format!("{cited}{room}]"),
        _ if told.starts_with('@') => format!("{room}{told}"),
        _ => format!("{told}{room}"),
    })
}

#[cfg(test)]
mod tests;
