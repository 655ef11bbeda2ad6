//! The official CSL test suite, where `SOURCEBOOK_CSL_SUITE` names a folder of its cases, one file each.
//!
//! Cases are data of the CSL project and not part of this repository. What they expect is HTML in the flavour of
//! citeproc-js, which [`Html`] writes.

use serde_json::{Map, Value};
use sourcebook::csl::output::{self, Writer};
use sourcebook::csl::token::{self, Inline, Mark, State, Tokens};
use sourcebook::csl::{Cite, Cluster, Formatter, Locator, Position, Program, Record};
use sourcebook::diagnostics::TextFile;
use sourcebook::{bibliography, citation, style};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// One case.
struct Case {
    name: String,
    sections: BTreeMap<String, String>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let mut sections = BTreeMap::new();
        let mut open: Option<(String, String)> = None;
        for line in text.lines() {
            let name = |start: &str, end: &str| {
                let inner = line.trim().strip_prefix(start)?.strip_suffix(end)?;
                let name = inner.trim_matches(['=', ' ']);
                (inner.starts_with('=') && !name.is_empty()).then(|| name.to_owned())
            };
            if let Some(name) = name(">>", ">>") {
                open = Some((name, String::new()));
            } else if name("<<", "<<").is_some() {
                sections.extend(open.take());
            } else if let Some((_, text)) = &mut open {
                text.push_str(line);
                text.push('\n');
            }
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, sections }
    }

    fn json(&self, section: &str) -> Option<Value> {
        serde_json::from_str(self.sections.get(section)?).ok()
    }
}

/// HTML as citeproc-js writes it.
#[derive(Default)]
struct Html {
    out: String,
    ends: Vec<String>,
}

impl Writer for Html {
    fn text(&mut self, text: &str, _: State) {
        const RAISED: &[(char, char)] = &[
            ('ª', 'a'),
            ('º', 'o'),
            ('ᵉ', 'e'),
            ('ʳ', 'r'),
            ('ˢ', 's'),
            ('ᵗ', 't'),
            ('ⁿ', 'n'),
            ('ᵈ', 'd'),
            ('ʰ', 'h'),
            ('ᵃ', 'a'),
            ('ᵒ', 'o'),
        ];
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&#38;"),
                '<' => self.out.push_str("&#60;"),
                '>' => self.out.push_str("&#62;"),
                _ => match RAISED.iter().find(|(raised, _)| *raised == c) {
                    Some((_, plain)) => self.out.push_str(&format!("<sup>{plain}</sup>")),
                    None => self.out.push(c),
                },
            }
        }
    }

    fn open(&mut self, mark: &Mark, around: State, within: State) {
        let mut end = String::new();
        let mut add = |open: &str, close: &str| {
            self.out.push_str(open);
            end.insert_str(0, close);
        };
        match mark {
            Mark::Display(display) => {
                let class = match display {
                    citationberg::Display::Block => "block",
                    citationberg::Display::LeftMargin => "left-margin",
                    citationberg::Display::RightInline => "right-inline",
                    citationberg::Display::Indent => "indent",
                };
                match display {
                    citationberg::Display::Block => add("\n\n    <div class=\"csl-block\">", "</div>\n"),
                    citationberg::Display::LeftMargin => add("\n    <div class=\"csl-left-margin\">", "</div>"),
                    _ => add(&format!("<div class=\"csl-{class}\">"), "</div>\n  "),
                }
            }
            Mark::Inline(Inline::Sup) => add("<sup>", "</sup>"),
            Mark::Inline(Inline::Sub) => add("<sub>", "</sub>"),
            _ => {
                if around.sup != within.sup && within.sup {
                    add("<sup>", "</sup>");
                }
                if around.sub != within.sub && within.sub {
                    add("<sub>", "</sub>");
                }
                if matches!(mark, Mark::Look(look) if look.vertical_align == Some(citationberg::VerticalAlign::Baseline))
                {
                    add("<span style=\"baseline\">", "</span>");
                }
                if around.underline != within.underline {
                    let what = if within.underline { "underline" } else { "none" };
                    add(&format!("<span style=\"text-decoration:{what};\">"), "</span>");
                }
                match (around.bold, within.bold) {
                    (false, true) => add("<b>", "</b>"),
                    (true, false) => add("<span style=\"font-weight:normal;\">", "</span>"),
                    _ => {}
                }
                match (around.small_caps, within.small_caps) {
                    (false, true) => add("<span style=\"font-variant:small-caps;\">", "</span>"),
                    (true, false) => add("<span style=\"font-variant:normal;\">", "</span>"),
                    _ => {}
                }
                match (around.italic, within.italic) {
                    (false, true) => add("<i>", "</i>"),
                    (true, false) => add("<span style=\"font-style:normal;\">", "</span>"),
                    _ => {}
                }
            }
        }
        self.ends.push(end);
    }

    fn close(&mut self, _: &Mark, _: State, _: State) {
        self.out.push_str(&self.ends.pop().unwrap_or_default());
    }
}

fn html(tokens: &[token::Token], program: &Program) -> String {
    let mut html = Html::default();
    output::write(tokens, program.terms(), &mut html);
    html.out
}

fn items(case: &Case) -> Vec<Record> {
    let items = case.json("INPUT").unwrap_or_default();
    // A later item replaces an earlier one of the same name.
    let mut records: Vec<Record> = Vec::new();
    for item in items.as_array().into_iter().flatten().filter_map(Value::as_object) {
        let record = noted(item).unwrap_or_else(|| Record::new(&id_of(item), item));
        match records.iter_mut().find(|known| known.id == record.id) {
            Some(known) => *known = record,
            None => records.push(record),
        }
    }
    records
}

/// An item whose note holds variables, `name: value` a line: taking them out is a matter of reading the bibliography, which
/// the processor leaves to it.
fn noted(item: &Map<String, Value>) -> Option<Record> {
    let note = item.get("note")?.as_str()?;
    note.contains(": ").then_some(())?;
    let file = TextFile::new("items.json", &Value::from(vec![Value::Object(item.clone())]).to_string());
    let read = bibliography::parse(&[file], &[]).value;
    read.iter().next().map(|reference| citation::record(&id_of(item), &reference.item))
}

fn id_of(item: &Map<String, Value>) -> String {
    match item.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(id) => id.to_string(),
        None => String::new(),
    }
}

fn text(cite: &Map<String, Value>, key: &str) -> Option<String> {
    match cite.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn cite(cite: &Map<String, Value>, records: &[&Record], placed: bool) -> Option<Cite> {
    let id = id_of(cite);
    let item = records.iter().position(|record| record.id == id)?;
    let affix = |key: &str| text(cite, key).map(|text| sourcebook::csl::field(&text)).unwrap_or_default();
    let locator = text(cite, "locator")
        .filter(|value| !value.is_empty())
        .map(|value| Locator { label: text(cite, "label").unwrap_or_else(|| "page".to_owned()), value });
    let position = cite.get("position").and_then(Value::as_u64).map(|position| match position {
        0 => Position::First,
        1 => Position::Subsequent,
        2 => Position::Ibid,
        _ => Position::IbidWithLocator,
    });
    Some(Cite {
        item,
        locator,
        prefix: affix("prefix"),
        suffix: affix("suffix"),
        without_author: cite.get("suppress-author").is_some_and(|yes| yes == &Value::Bool(true) || yes == 1),
        position: position.or(if placed { None } else { Some(Position::First) }),
    })
}

fn cluster(cites: &Value, records: &[&Record], note: u32, placed: bool) -> Cluster {
    let cites = cites.as_array().into_iter().flatten().filter_map(Value::as_object);
    Cluster { cites: cites.filter_map(|one| cite(one, records, placed)).collect(), note, ..Cluster::default() }
}

/// The locales of a language, read once.
fn locales(language: &str) -> Vec<citationberg::Locale> {
    static KNOWN: Mutex<BTreeMap<String, Vec<citationberg::Locale>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap();
    known.entry(language.to_owned()).or_insert_with(|| style::locales(language)).clone()
}

/// What the processor makes of a case.
fn run(case: &Case) -> Result<String, String> {
    let csl = case.sections.get("CSL").ok_or("no style")?;
    let style = citationberg::IndependentStyle::from_xml(&style::attributes::normalised(csl.trim()))
        .map_err(|error| format!("style: {error}"))?;
    let language = style.default_locale.as_ref().map_or_else(|| "en-US".to_owned(), |locale| locale.0.clone());
    let locales = locales(&language);
    let program = Program::new(style, &locales.iter().collect::<Vec<_>>(), &language);
    let records = items(case);
    let records: Vec<&Record> = records.iter().collect();
    let all: Vec<usize> = (0..records.len()).collect();
    let entries: Vec<usize> = match case.json("BIBENTRIES") {
        Some(entries) => {
            let last = entries.as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
            let ids: Vec<String> =
                last.as_array().into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect();
            ids.iter().filter_map(|id| records.iter().position(|record| record.id == *id)).collect()
        }
        None => all.clone(),
    };
    let is_list = case.sections.get("MODE").is_some_and(|mode| mode.trim().starts_with("bibliography"));
    if let Some(citations) = case.json("CITATIONS") {
        return Ok(in_order(&program, &records, &citations, is_list));
    }
    let clusters: Vec<Cluster> = match case.json("CITATION-ITEMS") {
        Some(items) => items.as_array().into_iter().flatten().map(|cites| cluster(cites, &records, 0, false)).collect(),
        None if is_list => Vec::new(),
        None => {
            let one = |item: &usize| Cite { item: *item, position: Some(Position::First), ..Cite::default() };
            vec![Cluster { cites: all.iter().map(one).collect(), ..Cluster::default() }]
        }
    };
    // All items are known to the document, in the order of the input, before anything is cited.
    let formatter = Formatter::in_order(&program, &records, &clusters, &entries);
    Ok(match is_list {
        true => bibliography(&formatter, &program),
        false => (0..clusters.len()).map(|at| html(&formatter.citation(at), &program)).collect::<Vec<_>>().join("\n"),
    })
}

fn bibliography(formatter: &Formatter<'_>, program: &Program) -> String {
    let mut out = String::from("<div class=\"csl-bib-body\">\n");
    for entry in formatter.bibliography() {
        let wrap = |class: &str, tokens: &Tokens| format!("<div class=\"csl-{class}\">{}</div>", html(tokens, program));
        let inner = match entry.first.is_empty() {
            true => html(&entry.rest, program),
            false => format!("{}{}", wrap("left-margin", &entry.first), wrap("right-inline", &entry.rest)),
        };
        let inner = if inner.starts_with("<div") { format!("\n    {inner}\n  ") } else { inner };
        out.push_str(&format!("  <div class=\"csl-entry\">{inner}</div>\n"));
    }
    out + "</div>"
}

/// A document that grows by one citation after another; the last answer says what that one changed.
fn in_order(program: &Program, records: &[&Record], citations: &Value, is_list: bool) -> String {
    let mut known: BTreeMap<String, (Value, u32)> = BTreeMap::new();
    let mut rendered: BTreeMap<String, String> = BTreeMap::new();
    let mut answer = String::new();
    for step in citations.as_array().into_iter().flatten() {
        let citation = &step[0];
        let id = citation["citationID"].as_str().map_or_else(|| format!("auto{}", known.len()), str::to_owned);
        let note = citation["properties"]["noteIndex"].as_u64().and_then(|note| u32::try_from(note).ok()).unwrap_or(0);
        known.insert(id.clone(), (citation["citationItems"].clone(), note));
        let around = |at: usize| -> Vec<(String, u32)> {
            let pairs = step[at].as_array().into_iter().flatten().filter_map(Value::as_array);
            pairs
                .filter_map(|pair| {
                    Some((
                        pair.first()?.as_str()?.to_owned(),
                        pair.get(1)?.as_u64().and_then(|n| u32::try_from(n).ok())?,
                    ))
                })
                .collect()
        };
        let (before, after) = (around(1), around(2));
        for (id, note) in before.iter().chain(&after) {
            if let Some(entry) = known.get_mut(id) {
                entry.1 = *note;
            }
        }
        let ids = |around: Vec<(String, u32)>| around.into_iter().map(|(id, _)| id);
        let order: Vec<String> = ids(before).chain([id.clone()]).chain(ids(after)).collect();
        let clusters: Vec<Cluster> = order
            .iter()
            .filter_map(|id| known.get(id))
            .map(|(cites, note)| cluster(cites, records, *note, true))
            .collect();
        let formatter = Formatter::new(program, records, &clusters, &[]);
        if is_list {
            answer = bibliography(&formatter, program);
            continue;
        }
        let mut lines = Vec::new();
        for (at, other) in order.iter().enumerate() {
            let text = html(&formatter.citation(at), program);
            let changed = *other == id || rendered.get(other).is_some_and(|before| *before != text);
            lines.push(format!("{}[{at}] {text}", if changed { ">>" } else { ".." }));
            rendered.insert(other.clone(), text);
        }
        answer = lines.join("\n");
    }
    answer
}

fn folder() -> Option<PathBuf> {
    std::env::var_os("SOURCEBOOK_CSL_SUITE").map(PathBuf::from)
}

fn cases(folder: &Path) -> Vec<Case> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

/// Whether a case passes, or how it fails.
fn judge(case: &Case) -> Result<(), String> {
    let expected = case.sections.get("RESULT").map(|text| text.trim().to_owned()).unwrap_or_default();
    let found = catch_unwind(AssertUnwindSafe(|| run(case))).unwrap_or_else(|_| Err("panicked".to_owned()))?;
    if found.trim() == expected { Ok(()) } else { Err(format!("expected {expected}\n    found    {}", found.trim())) }
}

#[test]
fn csl_suite() {
    let Some(folder) = folder() else {
        println!("skipped: SOURCEBOOK_CSL_SUITE names no folder with cases of the CSL test suite");
        return;
    };
    let (mut passed, mut failed) = (Vec::new(), Vec::new());
    for case in cases(&folder) {
        match judge(&case) {
            Ok(()) => passed.push(case.name),
            Err(problem) => failed.push((case.name, problem)),
        }
    }
    for (name, problem) in &failed {
        println!("{name}:\n    {problem}");
    }
    println!("{} passed, {} failed", passed.len(), failed.len());
    assert!(!failed.iter().any(|(_, problem)| problem == "panicked"), "no case may panic");
}

/// The cases that pass, one a line.
const PASSING: &str = include_str!("csl_suite/passing.txt");
/// The cases that fail, one a line, each with the reason.
const FAILING: &str = include_str!("csl_suite/failing.txt");

#[test]
fn csl_suite_keeps_what_passes() {
    let failing: Vec<(&str, &str)> = FAILING.lines().filter_map(|line| line.split_once(": ")).collect();
    assert_eq!(failing.len(), FAILING.lines().count(), "each case that fails has its reason");
    let listed: BTreeSet<&str> = PASSING.lines().chain(failing.iter().map(|(name, _)| *name)).collect();
    assert_eq!(listed.len(), PASSING.lines().count() + failing.len(), "a case is listed once");
    let Some(folder) = folder() else {
        println!("skipped: SOURCEBOOK_CSL_SUITE names no folder with cases of the CSL test suite");
        return;
    };
    let cases = cases(&folder);
    let passed: BTreeSet<&str> =
        cases.iter().filter(|case| judge(case).is_ok()).map(|case| case.name.as_str()).collect();
    let lost: Vec<&str> = PASSING.lines().filter(|name| !passed.contains(name)).collect();
    assert!(lost.is_empty(), "these passed before: {lost:?}");
    let gained: Vec<&&str> = failing.iter().map(|(name, _)| name).filter(|name| passed.contains(**name)).collect();
    assert!(gained.is_empty(), "these pass now; list them so: {gained:?}");
    let unlisted: Vec<&str> = cases.iter().map(|case| &*case.name).filter(|name| !listed.contains(name)).collect();
    assert!(unlisted.is_empty(), "these are not listed: {unlisted:?}");
}
