//! What stands within a line: labels, references to them, roles, LaTeX's commands, includes.

use super::{Label, LabelKind, blanked, fitted};

/// A line that is told.
pub(super) struct Line {
    pub(super) text: String,
    /// The number of the label of what stands in the line, if it is led to there.
    pub(super) labelled: Option<usize>,
}

/// Tells a line; the labels in it are added.
pub(super) fn line(line: &str, labels: &mut Vec<Label>) -> Line {
    let mut text = String::with_capacity(line.len());
    let mut labelled = None;
    let is_heading = line.starts_with('#');
    let mut rest = line;
    let mut is_blank_line = false;
    while let Some(at) = rest.find(['{', '\\', '(', '`']) {
        text.push_str(&rest[..at]);
        let here = &rest[at..];
        if here.starts_with('`') && !text.ends_with('}') {
            // Code.
            let ticks = here.bytes().take_while(|byte| *byte == b'`').count();
            let end = here[ticks..].find(&here[..ticks]).map_or(ticks, |end| end + 2 * ticks);
            text.push_str(&here[..end]);
            rest = &here[end..];
            continue;
        }
        let found = attributes(&text, here, is_heading, labels, &mut labelled, line)
            .or_else(|| formula_label(&text, here, labels, &mut labelled))
            .or_else(|| shortcode(here))
            .or_else(|| role(here))
            .or_else(|| label_command(here, labels, &mut labelled))
            .or_else(|| command(here));
        match found {
            Some((told, was)) => {
                text.push_str(&told);
                rest = &here[was..];
            }
            None => {
                let first = here.chars().next().map_or(0, char::len_utf8);
                text.push_str(&here[..first]);
                rest = &here[first..];
            }
        }
    }
    text.push_str(rest);
    if let Some(at) = labelled
        && labels[at].kind == LabelKind::Table
        && line.trim_start().starts_with([':', 'T'])
    {
        is_blank_line = true;
    }
    if is_blank_line {
        text = blanked(&text);
    }
    Line { text, labelled }
}

/// A replacement, and how many bytes it stands for.
type Told = Option<(String, usize)>;

/// `{#fig-a .class width=50%}` behind an image, a link, a formula or a caption; `{-}` behind a heading.
fn attributes(
    before: &str,
    here: &str,
    is_heading: bool,
    labels: &mut Vec<Label>,
    labelled: &mut Option<usize>,
    line: &str,
) -> Told {
    let inner = here.strip_prefix('{')?;
    let (inner, _) = inner.split_once('}')?;
    let length = inner.len() + 2;
    let words = attribute_words(inner);
    let id = words.iter().find_map(|word| word.strip_prefix('#'));
    if is_heading {
        // Markdown reads `{#id .class}` of headings itself.
        return matches!(inner.trim(), "-" | ".unnumbered .unlisted").then(|| (" ".repeat(length), length));
    }
    let is_attributes =
        !words.is_empty() && words.iter().all(|word| word.starts_with(['#', '.']) || word.contains('='));
    let is_behind = before.ends_with([')', ']', '$', '`'])
        || before.trim_end().ends_with("$$")
        || before.trim_start().starts_with(':')
        || before.trim_start().starts_with("Table");
    if !is_attributes || !is_behind && id.is_none_or(|id| LabelKind::of_prefix(id).is_none()) {
        return None;
    }
    if let Some(id) = id {
        let kind = LabelKind::of_prefix(id).unwrap_or(if before.ends_with(')') {
            LabelKind::Figure
        } else {
            LabelKind::Equation
        });
        labels.push(Label { id: id.to_owned(), kind, caption: caption(line) });
        *labelled = Some(labels.len() - 1);
    }
    Some((" ".repeat(length), length))
}

/// The words of a list of attributes; a value in quotation marks is one with its name.
fn attribute_words(inner: &str) -> Vec<&str> {
    let (mut words, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, c) if c.is_whitespace() => {
                words.push(&inner[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    words.push(&inner[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// MyST's `$$ (label)`: the name of a formula behind its end.
fn formula_label(before: &str, here: &str, labels: &mut Vec<Label>, labelled: &mut Option<usize>) -> Told {
    let id = here.trim_end().strip_prefix('(')?.strip_suffix(')')?;
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'));
    if !is_id || !before.trim_end().ends_with("$$") {
        return None;
    }
    labels.push(Label { id: id.to_owned(), kind: LabelKind::Equation, caption: String::new() });
    *labelled = Some(labels.len() - 1);
    Some((" ".repeat(id.len() + 2), id.len() + 2))
}

/// The caption in a line: that of an image, or what stands behind the colon of a table's.
fn caption(line: &str) -> String {
    let line = line.trim();
    let said = match line.strip_prefix("![") {
        Some(inner) => inner.split_once("](").map(|(said, _)| said),
        None => line.strip_prefix(": ").or_else(|| line.strip_prefix("Table: ")).or_else(|| line.strip_prefix(':')),
    };
    said.map(|said| said.split("{#").next().unwrap_or(said).trim().replace(['*', '`'], "")).unwrap_or_default()
}

/// Quarto's and Hugo's shortcodes, Liquid's tags: includes and citations are told, the rest goes.
fn shortcode(here: &str) -> Told {
    let (open, close) =
        [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")].into_iter().find(|(open, _)| here.starts_with(open))?;
    let end = here.find(close)? + close.len();
    let words: Vec<&str> = here[open.len()..end - close.len()].trim().trim_matches('-').split_whitespace().collect();
    let told = match words.as_slice() {
        ["include", file, ..] if open == "{{<" => fitted(&format!("![[{file}]]"), &here[..end]),
        ["cite" | "cite_details", keys @ ..] => {
            let keys: Vec<String> =
                keys.iter().take_while(|key| !key.starts_with('-')).map(|key| format!("@{key}")).collect();
            fitted(&format!("[{}]", keys.join(";")), &here[..end])
        }
        _ => None,
    };
    Some((told.unwrap_or_else(|| blanked(&here[..end])), end))
}

/// Roles of MyST: `` {cite:t}`a,b` ``, `` {numref}`fig-a` ``.
fn role(here: &str) -> Told {
    let (name, rest) = here.strip_prefix('{')?.split_once('}')?;
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_'));
    let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
    if !is_name || name.is_empty() || ticks == 0 {
        return None;
    }
    let close = rest[ticks..].find(&rest[..ticks])?;
    let inside = &rest[ticks..ticks + close];
    let length = name.len() + 2 + 2 * ticks + close;
    let was = &here[..length];
    let target = inside.rsplit_once('<').map_or(inside, |(_, target)| target.trim_end_matches('>')).trim();
    let told = match name {
        _ if name.starts_with("cite") => {
            let keys: Vec<&str> = inside.split([',', ';']).map(str::trim).filter(|key| !key.is_empty()).collect();
            let is_text = matches!(name, "cite:t" | "citet" | "cite:ct" | "cite:alt" | "cite:ts") && keys.len() == 1;
            if is_text {
                fitted(&format!("@{}", keys[0]), was)
            } else {
                fitted(&format!("[@{}]", keys.join(";@")), was)
            }
        }
        "numref" | "ref" | "eq" | "prf:ref" | "figref" | "tblref" => fitted(&format!("[@{{{target}}}]"), was),
        "math" => fitted(&format!("${inside}$"), was),
        "doc" | "any" | "download" if inside.contains('<') => {
            let words = inside.split('<').next().unwrap_or(inside).trim();
            fitted(&format!("[{words}]({target})"), was)
        }
        "doc" => fitted(&format!("[]({target})"), was),
        "term" | "index" | "kbd" | "sub" | "sup" | "abbr" | "download" | "any" | "guilabel" | "file" | "py:func" => {
            let words = inside.split('<').next().unwrap_or(inside).trim();
            fitted(words, was)
        }
        _ => return None,
    };
    Some((told?, length))
}

/// `\label{eq:a}` and bookdown's `(\#eq:a)`: what stands here has a label.
fn label_command(here: &str, labels: &mut Vec<Label>, labelled: &mut Option<usize>) -> Told {
    let (id, length) = match here.strip_prefix(r"(\#") {
        Some(rest) => {
            let id = rest.split_once(')')?.0;
            (id, id.len() + 4)
        }
        None => {
            let id = here.strip_prefix(r"\label{")?.split_once('}')?.0;
            (id, id.len() + 8)
        }
    };
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'));
    if !is_id {
        return None;
    }
    let kind = LabelKind::of_prefix(id).unwrap_or(LabelKind::Equation);
    let caption = here[length..].trim().to_owned();
    labels.push(Label {
        id: id.to_owned(),
        kind,
        caption: if kind == LabelKind::Equation { String::new() } else { caption },
    });
    // Within a formula no div can stand: it comes behind.
    *labelled = (kind != LabelKind::Section).then_some(labels.len() - 1);
    Some((" ".repeat(length), length))
}

/// References and citations as commands of LaTeX's and bookdown's.
fn command(here: &str) -> Told {
    if let Some(rest) = here.strip_prefix(r"\@ref(") {
        let id = rest.split_once(')')?.0;
        let length = id.len() + 7;
        return Some((fitted(&format!("[-@{{{id}}}]"), &here[..length])?, length));
    }
    let name: &str = here.strip_prefix('\\')?;
    let name = &name[..name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len())];
    match name {
        "ref" | "eqref" | "autoref" | "cref" | "Cref" | "nameref" => {
            let id = here[name.len() + 1..].strip_prefix('{')?.split_once('}')?.0;
            let length = name.len() + id.len() + 3;
            let told = if matches!(name, "ref" | "eqref") { format!("[-@{{{id}}}]") } else { format!("[@{{{id}}}]") };
            Some((fitted(&told, &here[..length])?, length))
        }
        "footnote" => {
            let inner = here[name.len() + 1..].strip_prefix('{')?;
            let mut depth = 1_usize;
            let (end, _) = inner.char_indices().find(|(_, c)| {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                depth == 0
            })?;
            let length = name.len() + 2 + end + 1;
            Some((fitted(&format!("^[{}]", &inner[..end]), &here[..length])?, length))
        }
        _ => citation(here, name),
    }
}

/// `\citep[see][p. 3]{a,b}` (natbib, biblatex) as `[see @a; @b, p. 3]`.
fn citation(here: &str, name: &str) -> Told {
    const IN_BRACKETS: &[&str] = &[
        "cite",
        "citep",
        "parencite",
        "autocite",
        "footcite",
        "Parencite",
        "Autocite",
        "citealp",
        "smartcite",
        "supercite",
        "cites",
        "fullcite",
    ];
    const IN_TEXT: &[&str] = &["citet", "textcite", "Textcite", "citealt", "Citet"];
    let is_text = IN_TEXT.contains(&name);
    if !is_text && !IN_BRACKETS.contains(&name) {
        return None;
    }
    let mut rest = here[name.len() + 1..].trim_start_matches('*');
    let mut options: Vec<&str> = Vec::new();
    while let Some(option) = rest.strip_prefix('[') {
        let (option, behind) = option.split_once(']')?;
        options.push(option);
        rest = behind;
    }
    let keys = rest.strip_prefix('{')?.split_once('}')?.0;
    let length = here.len() - rest.len() + keys.len() + 2;
    let keys: Vec<&str> = keys.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
    let is_key = |key: &&str| key.chars().all(|c| c.is_alphanumeric() || ":.#$%&-+?<>~/_".contains(c));
    if keys.is_empty() || !keys.iter().all(is_key) {
        return None;
    }
    let (before, after) = match options.as_slice() {
        [] => ("", ""),
        [after] => ("", *after),
        [before, after, ..] => (*before, *after),
    };
    let after = if after.is_empty() { String::new() } else { format!(", {after}") };
    let before = if before.is_empty() { String::new() } else { format!("{before} ") };
    let told = match (is_text, keys.as_slice()) {
        (true, [one]) if after.is_empty() => format!("@{one}"),
        (true, [one]) => format!("@{one} [{}]", after.trim_start_matches(", ")),
        _ => format!("[{before}@{}{after}]", keys.join(";@")),
    };
    Some((fitted(&told, &here[..length])?, length))
}
