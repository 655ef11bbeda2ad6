//! Cells of code of Quarto, R Markdown and Jupyter: shown or hidden as their options say, their figures labelled.

use super::divs::{Attributes, Fence};
use super::labels::theorem;
use super::{LabelKind, Teller, blanked};

/// The languages of cells.
const ENGINES: &[&str] = &[
    "r",
    "python",
    "julia",
    "ojs",
    "bash",
    "sh",
    "sql",
    "stan",
    "rcpp",
    "js",
    "css",
    "cat",
    "mermaid",
    "dot",
    "shell",
    "perl",
    "ruby",
    "webr",
    "webr-r",
    "pyodide",
    "webr-r",
    "asis",
    "block",
    "block2",
    "verbatim",
    "html",
    "latex",
    "tikz",
    "glue",
    "comment",
    "include",
    "embed",
    "octave",
    "matlab",
    "scala",
    "go",
    "rust",
    "observable",
];

/// Where the cell ends that begins in this line: the number of the line behind it.
pub(super) fn cell(lines: &[&str], at: usize) -> Option<usize> {
    let (mark, length, header) = header(lines[at])?;
    let engine = header.split([' ', ',']).next().unwrap_or_default().trim_start_matches('=').trim_start_matches('.');
    if !ENGINES.contains(&engine.to_ascii_lowercase().as_str())
        || engine == "include"
        || engine == "embed"
        || engine == "glue"
    {
        return None;
    }
    let closes = |line: &&str| {
        let bare = line.trim();
        bare.len() >= length && bare.bytes().all(|byte| byte == mark)
    };
    let end = lines[at + 1..].iter().position(closes).map_or(lines.len(), |end| at + end + 2);
    Some(end)
}

/// The mark and length of a fence, and what stands in its braces.
fn header(line: &str) -> Option<(u8, usize, &str)> {
    let bare = line.trim_start();
    let mark = *bare.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = bare.bytes().take_while(|byte| *byte == mark).count();
    let inner = bare[length..].trim().strip_prefix('{')?.strip_suffix('}')?;
    (length >= 3).then_some((mark, length, inner.trim()))
}

impl Teller {
    /// Tells a cell of bookdown's that is a theorem or a proof, and no code: `{theorem, pyth}`; the number of the line behind it.
    pub(super) fn theorem(&mut self, lines: &[&str], at: usize) -> Option<usize> {
        let (mark, length, header) = header(lines[at])?;
        let engine = header.split([' ', ',']).next().unwrap_or_default();
        let prefix = theorem(engine);
        if prefix.is_none() && !matches!(engine, "proof" | "remark" | "solution") {
            return None;
        }
        let closes = |line: &&str| line.trim().len() >= length && line.trim().bytes().all(|byte| byte == mark);
        let end = at + 1 + lines[at + 1..].iter().position(closes)?;
        let name = in_header(header, "label").or_else(|| name_in_header(header));
        let id = prefix.zip(name).map(|(prefix, name)| format!("{prefix}:{name}")).unwrap_or_default();
        if !id.is_empty() {
            self.label(&id, LabelKind::Theorem, in_header(header, "name").unwrap_or_default());
        }
        self.fences
            .push(Fence { at: self.out.len(), opens: Some(Attributes { id, classes: vec![engine.to_owned()] }) });
        self.blank(lines[at]);
        let mut next = at + 1;
        while next < end {
            next = self.line(&lines[..end], next);
        }
        self.fences.push(Fence { at: self.out.len(), opens: None });
        self.blank(lines[end]);
        Some(end + 1)
    }

    /// Tells a cell, its fences included.
    pub(super) fn cell(&mut self, lines: &[&str]) {
        let Some((.., header)) = header(lines[0]) else { return };
        let option_of = |line: &str| {
            let bare = line.trim();
            let said = ["#|", "//|", "%%|", "--|"].iter().find_map(|mark| bare.strip_prefix(mark))?;
            // Quarto's YAML, or R's `key = value,` (knitr, "Chunk options").
            let (key, value) = said.split_once([':', '='])?;
            let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
            Some((key.trim().to_owned(), value.to_owned()))
        };
        let options: Vec<(String, String)> = lines[1..].iter().map_while(|line| option_of(line)).collect();
        let option = |names: &[&str]| {
            let below = options.iter().find(|(key, _)| names.contains(&key.as_str())).map(|(_, value)| value.clone());
            below.or_else(|| names.iter().find_map(|name| in_header(header, name)))
        };
        let is_no = |value: Option<String>| {
            // What is only for a printed page is not for a site.
            value.is_some_and(|value| {
                matches!(value.to_ascii_lowercase().as_str(), "false" | "f" | "no") || is_for_print(&value)
            })
        };
        let is_hidden = is_no(option(&["echo"])) || is_no(option(&["include"])) || header.starts_with("asis");
        self.cells += usize::from(!is_no(option(&["eval"])) && !is_no(option(&["include"])));
        let caption = option(&["fig-cap", "fig.cap", "tbl-cap", "tab.cap", "lst-cap"]).unwrap_or_default();
        let name = option(&["label"]).or_else(|| name_in_header(header));
        if is_hidden {
            lines.iter().for_each(|line| self.blank(line));
        } else {
            // What goes from the head of the cell becomes empty lines before it, and not in it.
            let (head, code) = lines[1..].split_at(options.len());
            let empty = code.iter().take_while(|line| line.trim().is_empty()).count();
            let (gap, code) = code.split_at(empty);
            head.iter().chain(gap).for_each(|line| self.blank(line));
            self.out.push_str(&plain_header(lines[0]));
            code.iter().for_each(|line| self.out.push_str(line));
        }
        let Some(name) = name else { return };
        let label = match LabelKind::of_prefix(&name) {
            Some(kind) => Some(self.label(&name, kind, caption)),
            // bookdown's labels of figures have a prefix that the cell does not say.
            None if !caption.is_empty() => Some(self.label(&format!("fig:{name}"), LabelKind::Figure, caption)),
            None if lines
                .iter()
                .any(|line| line.contains("kable(") || line.contains("caption =") || line.contains("caption=")) =>
            {
                let said = |word: &str| lines.iter().find_map(|line| text_after(line, word));
                let name = said("label").unwrap_or(name);
                Some(self.label(&format!("tab:{name}"), LabelKind::Table, said("caption").unwrap_or_default()))
            }
            None => None,
        };
        if let Some(label) = label {
            let end = self.out.len();
            self.labelled(label, end..end);
        }
    }
}

/// The value of an option in a header: `r name, fig.cap="A, b", echo=FALSE`.
fn in_header(header: &str, name: &str) -> Option<String> {
    let spaced = header.replace(" = ", "=");
    let at = spaced
        .match_indices(&format!("{name}="))
        .map(|(at, _)| at)
        .find(|at| *at == 0 || matches!(spaced.as_bytes()[at - 1], b' ' | b','))?;
    let value = &spaced[at + name.len() + 1..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next().map(str::to_owned),
        _ => value.split([',', ' ', '}']).next().map(str::to_owned),
    }
}

/// Whether an expression asks for LaTeX (knitr, `is_latex_output`).
pub(super) fn is_for_print(expression: &str) -> bool {
    !expression.starts_with('!') && (expression.ends_with("is_latex_output()") || expression.contains("pandoc.to"))
}

/// The name of a cell in its header: the word behind the language.
fn name_in_header(header: &str) -> Option<String> {
    let rest = header.split_once([' ', ','])?.1.trim_start_matches([' ', ',']);
    let first = rest.split(',').next()?.trim();
    (!first.is_empty() && !first.contains('=') && !first.contains(' '))
        .then(|| first.trim_start_matches('#').to_owned())
}

/// The text in quotes behind a word.
fn text_after(line: &str, word: &str) -> Option<String> {
    let rest = &line[line.find(word)? + word.len()..];
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

/// The first line of a cell as that of a block of code: the language without its braces.
fn plain_header(line: &str) -> String {
    let mut blank = blanked(line);
    let start = line.find('{').unwrap_or(0);
    blank.replace_range(..start, &line[..start]);
    let language: String = line[start + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    blank.replace_range(start..start + language.len(), &language);
    blank
}
