//! Hayagriva's YAML as references.
//!
//! Every entry is given to the crate on its own, so that a bad one costs itself. Nesting is counted before
//! any YAML reader sees the file: deep nesting takes their time quadratically.

use super::yaml_items::first_line;
use super::{Item, Reference, SpelledTitle, yaml_items};
use crate::diagnostics::{Code, Diagnostic, Span, TextFile, did_you_mean};
use crate::panics;
use crate::yaml::Document;
use ::hayagriva::Entry;
use item::item;
use std::ops::Range;

mod item;

const MAX_DEPTH: usize = 64;

/// What to do about an entry that is nested deeper.
const LESS_DEEP: &str = "remove brackets or indentation that are not needed";

/// The references of a file, in order.
pub(super) fn parse(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let offset = file.text.len() - text.len();
    let chunks = chunks(text);
    let deep = too_deep(text);
    let Some(first) = chunks.first() else {
        return match deep {
            Some(at) => {
                let problem = Diagnostic::new(Code::BadBibliography, format!("nested deeper than {MAX_DEPTH} levels"));
                diagnostics.push(problem.at(file.span(offset + at..offset + at)).hint(LESS_DEEP));
                Vec::new()
            }
            None => flow_entries(file, serde_yaml::from_str(text), diagnostics),
        };
    };
    let whole = if deep.is_none() { serde_yaml::from_str::<serde_yaml::Value>(text).ok() } else { None };
    let above = text[..first.at.start].lines().find(|line| whole.is_none() && is_content(line));
    if let Some(line) = above {
        let start = offset + (line.as_ptr() as usize - text.as_ptr() as usize);
        let problem = Diagnostic::new(Code::BadEntry, "this is not an entry and is left out");
        let problem = problem.at(file.span(start..start + line.trim_end().len()));
        diagnostics.push(problem.hint("an entry is `key:` with indented lines such as `type: book`"));
    }
    let mut references = Vec::new();
    for chunk in chunks {
        references.extend(chunk_entry(file, offset, chunk, whole.as_ref(), diagnostics));
    }
    references
}

/// Whether a line says something, and is no mark of a document.
fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '%']) && !matches!(line, "---" | "...")
}

/// The entry of a chunk; one that cannot be read as a whole is read up to the line that does not belong to it.
fn chunk_entry(
    file: &TextFile,
    offset: usize,
    chunk: Chunk,
    whole: Option<&serde_yaml::Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Reference> {
    let at = offset + chunk.at.start..offset + chunk.at.end;
    let place = file.span(offset + chunk.key_at.start..offset + chunk.key_at.end);
    let source = &file.text[at.clone()];
    let deep = too_deep(source).map(|deep| at.start + deep);
    let expanded = || expanded(whole, &chunk.key).and_then(|source| read(&source).ok());
    let entry = match deep {
        Some(_) => Err(format!("it is nested deeper than {MAX_DEPTH} levels")),
        None => read(source).or_else(|reason| expanded().ok_or(reason)),
    };
    let (entry, end) = match entry {
        Ok(entry) => (entry, at.end),
        Err(reason) => {
            let misfit = yaml_items::misfit(&file.text, &at).filter(|end| deep.is_none_or(|deep| *end <= deep));
            let before = misfit.and_then(|end| Some((read(&file.text[at.start..end]).ok()?, end)));
            let Some((entry, end)) = before else {
                let problem = unreadable(&chunk.key, &reason).at(place);
                diagnostics.push(match deep {
                    Some(deep) => problem.hint(LESS_DEEP).related(file.span(deep..deep), "here it becomes too deep"),
                    None => problem,
                });
                return None;
            };
            let line = first_line(&file.span(end..at.end));
            diagnostics.push(yaml_items::left_out(&format!("entry `{}`", chunk.key), words(&reason).0, line));
            (entry, end)
        }
    };
    let end = at.start + file.text[at.start..end].trim_end().len();
    Some(reference(chunk.key, place, file.span(at.start..end), item(&entry)))
}

fn reference(key: String, place: Span, entry: Span, item: Item) -> Reference {
    let text = |variable: &str| item.text(variable).unwrap_or_default().into_owned();
    let spelled = SpelledTitle { title: text("title"), addition: String::new(), container: text("container-title") };
    Reference { key, item, place, entry, keywords: Vec::new(), spelled }
}

/// The entries of a file that has none at the start of a line, such as one in braces.
fn flow_entries(
    file: &TextFile,
    whole: Result<serde_yaml::Value, serde_yaml::Error>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reference> {
    let problem = match &whole {
        Err(error) => Some(format!("this is not YAML: {error}")),
        Ok(serde_yaml::Value::Null) => return Vec::new(),
        Ok(serde_yaml::Value::Mapping(_)) => None,
        Ok(_) => Some("this is not a list of entries by key".to_owned()),
    };
    if let Some(message) = problem {
        let problem = Diagnostic::new(Code::BadBibliography, message).at(file.span(0..0));
        diagnostics.push(problem.hint("an entry is `key:` with indented lines such as `type: book`"));
        return Vec::new();
    }
    let keys: Vec<String> = whole
        .iter()
        .filter_map(serde_yaml::Value::as_mapping)
        .flat_map(|entries| entries.keys())
        .filter_map(|key| key.as_str().map(str::to_owned))
        .collect();
    let document = Document::parse(file, 0..file.text.len(), usize::MAX).unwrap_or_else(|_| Document::empty(file));
    let mut references = Vec::new();
    for key in keys {
        let place = document.place(&[&key]).unwrap_or_else(|| file.span(0..0));
        let end = document.nearest_place(&[&key]).range().end;
        let source = expanded(whole.as_ref().ok(), &key).unwrap_or_default();
        match read(&source) {
            Ok(entry) => {
                let whole = file.span(place.range().start..end);
                references.push(reference(key, place, whole, item(&entry)));
            }
            Err(reason) => diagnostics.push(unreadable(&key, &reason).at(place)),
        }
    }
    references
}

/// The crate's reason without its list of all that would have been possible; of that, the nearest is the hint.
fn unreadable(key: &str, reason: &str) -> Diagnostic {
    let (what, possible) = words(reason);
    let word = what.split('`').nth(1).unwrap_or_default();
    let hint =
        did_you_mean(word, possible.split('`').skip(1).step_by(2).filter(|name| !name.starts_with(char::is_uppercase)));
    Diagnostic::new(Code::BadEntry, format!("entry `{key}` cannot be read: {what}")).maybe_hint(hint)
}

/// What is wrong, and what would have been possible.
fn words(reason: &str) -> (&str, &str) {
    let (what, possible) = reason.split_once(", expected one of ").unwrap_or((reason, ""));
    (what.split(" at line ").next().unwrap_or(what), possible)
}

/// A top-level entry: its key, the key's place, and its lines.
struct Chunk {
    key: String,
    key_at: Range<usize>,
    at: Range<usize>,
}

/// The file parted at the lines that start with a key.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match top_level_key(line) {
            Some(length) => {
                let written = line[..length].trim();
                let quoted = Some(written).filter(|key| key.starts_with(['"', '\'']));
                let key = quoted.and_then(|key| serde_yaml::from_str(key).ok());
                let key = key.unwrap_or_else(|| written.trim_matches(['"', '\'']).to_owned());
                chunks.push(Chunk { key, key_at: at..at + length, at: at..end });
            }
            None => {
                if let Some(chunk) = chunks.last_mut().filter(|_| !line.starts_with("---") && !line.starts_with("..."))
                {
                    chunk.at.end = end;
                }
            }
        }
        at = end;
    }
    chunks
}

/// The length of the key that starts this line without indentation.
fn top_level_key(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if first.is_whitespace() || matches!(first, '#' | '-' | '{' | '}' | '[' | ']' | '?' | '%' | '&' | '*' | '!' | ',') {
        return None;
    }
    let quoted = Some(first).filter(|c| matches!(c, '"' | '\'')).and_then(|quote| {
        let end = line[1..].match_indices(quote).find(|(at, _)| line[at + 2..].starts_with(':'))?;
        Some(end.0 + 2)
    });
    if quoted.is_some() {
        return quoted;
    }
    let colon = line.match_indices(':').find(|(at, _)| line[at + 1..].chars().next().is_none_or(char::is_whitespace));
    colon.map(|(at, _)| at).filter(|at| *at > 0)
}

/// The source of one entry with its aliases put in.
fn expanded(whole: Option<&serde_yaml::Value>, key: &str) -> Option<String> {
    let value = whole?.get(key)?;
    let mut entry = serde_yaml::Mapping::new();
    entry.insert(key.into(), value.clone());
    serde_yaml::to_string(&entry).ok()
}

fn read(source: &str) -> Result<Entry, String> {
    let library = panics::caught(|| ::hayagriva::io::from_yaml_str(source));
    let library = library.ok_or_else(|| "a value in it cannot be understood".to_owned())?;
    let library = library.map_err(|error| error.to_string().trim_end_matches('.').to_owned())?;
    library.nth(0).cloned().ok_or_else(|| "it is empty".to_owned())
}

/// Where nesting goes too deep, counted by indentation, list marks and brackets.
fn too_deep(text: &str) -> Option<usize> {
    let (mut at, mut indents, mut brackets) = (0, Vec::new(), 0_usize);
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        if !content.trim().is_empty() {
            indents.retain(|outer| *outer < indent);
            indents.push(indent);
            brackets = if indent == 0 && top_level_key(line).is_some() { 0 } else { brackets };
        }
        let marks = content.split(' ').take_while(|mark| matches!(*mark, "-" | "?")).count();
        for byte in content.bytes() {
            match byte {
                b'[' | b'{' => brackets += 1,
                b']' | b'}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if brackets + indents.len() + marks > MAX_DEPTH {
                return Some(at);
            }
        }
        at += line.len();
    }
    None
}
