//! `.bib` files read by us and by pandoc, variable by variable.
//!
//! Where `SOURCEBOOK_PANDOC` or `pandoc` on the `PATH` is no pandoc, these tests say so and pass. Folded are only
//! the order of keys, numbers and strings of the same digits, and the `nocase` spans, which pandoc makes as we do but
//! does not write to CSL-JSON. Every other difference is one that `differences.rs` lists with its reason: an unlisted
//! one fails, and so does an agreement under 97 % of what is not listed.

use serde_json::{Map, Value};
use sourcebook::bibliography;
use sourcebook::diagnostics::TextFile;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod differences;
mod library;

/// The least part of the fields, listed differences left out, that must be the same.
const AGREEMENT: f64 = 0.97;

type Item = Map<String, Value>;

/// A variable of an entry that we and pandoc read differently.
pub struct Difference {
    pub file: String,
    pub entry: String,
    pub variable: String,
    pub ours: Option<Value>,
    pub theirs: Option<Value>,
    /// Whether the entry is of a whole journal, whose title is its container too.
    pub is_periodical: bool,
    /// Whether only we know its language, by its field `language`.
    pub only_language: bool,
}

/// How far two readings agree.
#[derive(Default)]
struct Comparison {
    same: usize,
    listed: BTreeMap<&'static str, usize>,
    unlisted: Vec<Difference>,
    rejected: usize,
}

impl Comparison {
    fn agreement(&self) -> f64 {
        self.same as f64 / (self.same + self.unlisted.len()).max(1) as f64
    }

    /// Prints what agrees, and what is listed how often.
    fn report(&self, name: &str) {
        let listed: usize = self.listed.values().sum();
        let all = self.same + listed + self.unlisted.len();
        println!(
            "{name}: {all} fields, {} the same ({:.2} %), {listed} different as listed, {} different unlisted; pandoc rejects {} entries",
            self.same,
            100.0 * self.same as f64 / all.max(1) as f64,
            self.unlisted.len(),
            self.rejected
        );
        for (reason, count) in &self.listed {
            println!("  {count:4} {reason}");
        }
        for difference in &self.unlisted {
            println!(
                "  unlisted: {} {} {}\n    ours   {}\n    theirs {}",
                difference.file,
                difference.entry,
                difference.variable,
                shown(&difference.ours),
                shown(&difference.theirs)
            );
        }
    }
}

fn shown(value: &Option<Value>) -> String {
    value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string)
}

/// The program, or why there is none.
fn pandoc() -> Result<PathBuf, String> {
    let program = std::env::var_os("SOURCEBOOK_PANDOC").map_or_else(|| PathBuf::from("pandoc"), PathBuf::from);
    let output = Command::new(&program).arg("--version").output();
    match output {
        Ok(output) if output.status.success() => Ok(program),
        Ok(output) => Err(format!("`{} --version` ends with {}", program.display(), output.status)),
        Err(error) => Err(format!("`{}` cannot be run: {error}", program.display())),
    }
}

/// Runs a comparison where there is a pandoc.
fn with_pandoc(test: impl FnOnce(&Path)) {
    match pandoc() {
        Ok(program) => test(&program),
        Err(reason) => println!("skipped: {reason}"),
    }
}

/// What pandoc reads, by key; nothing where it rejects the text.
fn theirs(pandoc: &Path, text: &str) -> Option<BTreeMap<String, Item>> {
    let mut child = Command::new(pandoc)
        .args(["-f", "biblatex", "-t", "csljson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writing = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    drop(writing.join().unwrap());
    let items: Vec<Item> = output.status.success().then(|| serde_json::from_slice(&output.stdout).unwrap())?;
    let id = |item: &Item| item["id"].as_str().unwrap().to_owned();
    Some(items.into_iter().map(|item| (id(&item), item)).collect())
}

/// What we read, by key.
fn ours(text: &str) -> BTreeMap<String, Item> {
    let checked = bibliography::parse(&[TextFile::new("library.bib", text)], &[]);
    checked.value.iter().map(|reference| (reference.key.clone(), reference.item.0.clone())).collect()
}

/// Compares a file; where pandoc rejects it whole, entry by entry.
fn compare(pandoc: &Path, file: &str, text: &str) -> Comparison {
    let mut comparison = Comparison::default();
    if let Some(items) = theirs(pandoc, text) {
        add(&mut comparison, file, &ours(text), &items);
        return comparison;
    }
    let (definitions, entries) = split(text);
    let readable = |definition: &String| theirs(pandoc, &format!("{definition}@book{{x, title = {{T}}}}")).is_some();
    let definitions: String = definitions.into_iter().filter(readable).collect();
    for entry in entries {
        let text = format!("{definitions}{entry}");
        match theirs(pandoc, &text) {
            Some(items) => add(&mut comparison, file, &ours(&text), &items),
            None => comparison.rejected += 1,
        }
    }
    comparison
}

/// The definitions of a file, and its entries one by one.
fn split(text: &str) -> (Vec<String>, Vec<String>) {
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with('@') || blocks.is_empty() {
            blocks.push(String::new());
        }
        let block = blocks.last_mut().unwrap();
        block.push_str(line);
        block.push('\n');
    }
    let is = |block: &String, kinds: &[&str]| kinds.iter().any(|kind| block.to_lowercase().starts_with(kind));
    let (definitions, others): (Vec<String>, Vec<String>) =
        blocks.into_iter().partition(|block| is(block, &["@string"]));
    let entries = others.into_iter().filter(|block| block.starts_with('@') && !is(block, &["@comment", "@preamble"]));
    let entries = entries.collect();
    (definitions, entries)
}

fn add(comparison: &mut Comparison, file: &str, ours: &BTreeMap<String, Item>, theirs: &BTreeMap<String, Item>) {
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "{file}");
    for (entry, theirs) in theirs {
        let ours = &ours[entry];
        let is_periodical = ours.contains_key("title") && ours.get("title") == ours.get("container-title");
        let only_language = ours.contains_key("language") && !theirs.contains_key("language");
        let mut variables: Vec<&String> = ours.keys().chain(theirs.keys()).filter(|name| *name != "id").collect();
        variables.sort();
        variables.dedup();
        for variable in variables {
            let (ours, theirs) = (ours.get(variable).map(folded), theirs.get(variable).map(folded));
            if ours == theirs {
                comparison.same += 1;
                continue;
            }
            let difference = Difference {
                file: file.to_owned(),
                entry: entry.clone(),
                variable: variable.clone(),
                ours,
                theirs,
                is_periodical,
                only_language,
            };
            match differences::reason(&difference) {
                Some(reason) => *comparison.listed.entry(reason).or_default() += 1,
                None => comparison.unlisted.push(difference),
            }
        }
    }
}

/// A value with numbers as text and without `nocase` spans.
fn folded(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::String(text) => Value::String(without_nocase(text)),
        Value::Array(values) => values.iter().map(folded).collect(),
        Value::Object(map) => Value::Object(map.iter().map(|(key, value)| (key.clone(), folded(value))).collect()),
        Value::Null | Value::Bool(_) => value.clone(),
    }
}

fn without_nocase(text: &str) -> String {
    const OPEN: &str = "<span class=\"nocase\">";
    let (mut out, mut rest, mut spans) = (String::new(), text, Vec::new());
    while let Some(c) = rest.chars().next() {
        let nocase = rest.starts_with(OPEN);
        if nocase || rest.starts_with("<span ") {
            spans.push(nocase);
            let tag = if nocase { OPEN.len() } else { "<span ".len() };
            out.push_str(if nocase { "" } else { &rest[..tag] });
            rest = &rest[tag..];
        } else if rest.starts_with("</span>") && spans.pop() == Some(true) {
            rest = &rest["</span>".len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[test]
fn our_own_references_are_read_as_pandoc_reads_them() {
    with_pandoc(|pandoc| {
        let text = fs::read_to_string(folder().join("bibliography/references.bib")).unwrap();
        let comparison = compare(pandoc, "references.bib", &text);
        comparison.report("our own references");
        assert!(comparison.unlisted.is_empty() && comparison.same > 200);
    });
}

#[test]
fn fixtures_are_read_as_pandoc_reads_them() {
    with_pandoc(|pandoc| {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("tests/fixtures/bibliography"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "bib"))
            .collect();
        paths.sort();
        let mut unlisted = 0;
        for path in paths {
            let name = path.file_name().unwrap().to_str().unwrap();
            let comparison = compare(pandoc, name, &fs::read_to_string(&path).unwrap());
            comparison.report(name);
            unlisted += comparison.unlisted.len();
        }
        assert_eq!(unlisted, 0, "differences that are not listed");
    });
}

#[test]
fn a_thousand_entries_are_read_as_pandoc_reads_them() {
    with_pandoc(|pandoc| {
        let comparison = compare(pandoc, "library.bib", &library::generate(1000));
        comparison.report("a thousand generated entries");
        assert!(comparison.agreement() >= AGREEMENT);
        assert!(comparison.rejected == 0 && comparison.same > 5_000);
    });
}
