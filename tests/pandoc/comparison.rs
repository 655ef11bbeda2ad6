//! Two readings of a `.bib` file, variable by variable.

use super::{differences, folds};
use serde_json::{Map, Value};
use sourcebook::bibliography;
use sourcebook::diagnostics::TextFile;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

type Item = Map<String, Value>;
type Items = BTreeMap<String, Item>;

/// A variable of an entry that we and pandoc read differently.
pub struct Difference {
    pub file: String,
    pub entry: String,
    /// The variable, or `id` where only one of us has the entry.
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
pub struct Comparison {
    pub same: usize,
    pub listed: BTreeMap<&'static str, usize>,
    pub unlisted: Vec<Difference>,
    /// How many entries pandoc rejects.
    pub rejected: usize,
}

impl Comparison {
    /// The part of all fields that are the same.
    pub fn raw(&self) -> f64 {
        self.same as f64 / self.all().max(1) as f64
    }

    /// The part of the fields that are the same, those left out that are different as listed.
    pub fn agreement(&self) -> f64 {
        self.same as f64 / (self.same + self.unlisted.len()).max(1) as f64
    }

    fn all(&self) -> usize {
        self.same + self.listed.values().sum::<usize>() + self.unlisted.len()
    }

    /// Takes in what another file says.
    pub fn append(&mut self, mut other: Comparison) {
        self.same += other.same;
        self.rejected += other.rejected;
        self.unlisted.append(&mut other.unlisted);
        for (reason, count) in other.listed {
            *self.listed.entry(reason).or_default() += count;
        }
    }

    /// Prints how much agrees.
    pub fn report(&self, name: &str) {
        println!(
            "{name}: {} fields, {} the same ({:.2} %), {} different as listed, {} different unlisted; pandoc rejects {} entries",
            self.all(),
            self.same,
            100.0 * self.raw(),
            self.listed.values().sum::<usize>(),
            self.unlisted.len(),
            self.rejected
        );
    }

    /// Prints what is listed how often, and what is not listed.
    pub fn report_differences(&self) {
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

    fn add(&mut self, file: &str, ours: &Items, theirs: &Items) {
        let mut entries: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
        entries.sort();
        entries.dedup();
        for entry in entries {
            self.add_item(file, entry, ours.get(entry), theirs.get(entry));
        }
    }

    fn add_item(&mut self, file: &str, entry: &str, ours: Option<&Item>, theirs: Option<&Item>) {
        let difference = |variable: &str, ours: Option<Value>, theirs: Option<Value>| Difference {
            file: file.to_owned(),
            entry: entry.to_owned(),
            variable: variable.to_owned(),
            ours,
            theirs,
            is_periodical: false,
            only_language: false,
        };
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            let id = |item: Option<&Item>| item.map(|_| Value::from(entry));
            return self.unlisted.push(difference("id", id(ours), id(theirs)));
        };
        let (ours, theirs) = (folds::item(ours), folds::item(theirs));
        let is_periodical = ours.contains_key("title") && ours.get("title") == ours.get("container-title");
        let only_language = ours.contains_key("language") && !theirs.contains_key("language");
        let mut variables: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
        variables.sort();
        variables.dedup();
        for variable in variables {
            let (ours, theirs) = (ours.get(variable), theirs.get(variable));
            if ours == theirs {
                self.same += 1;
                continue;
            }
            let difference = difference(variable, ours.cloned(), theirs.cloned());
            let difference = Difference { is_periodical, only_language, ..difference };
            match differences::reason(&difference) {
                Some(reason) => *self.listed.entry(reason).or_default() += 1,
                None => self.unlisted.push(difference),
            }
        }
    }
}

fn shown(value: &Option<Value>) -> String {
    value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string)
}

/// What pandoc reads, by key, the first entry of each; nothing where it rejects the text.
fn theirs(pandoc: &Path, text: &str) -> Option<Items> {
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
    Some(items.into_iter().rev().map(|item| (id(&item), item)).collect())
}

/// What we read, by key.
fn ours(text: &str) -> Items {
    let checked = bibliography::parse(&[TextFile::new("library.bib", text)], &[]);
    checked.value.iter().map(|reference| (reference.key.clone(), reference.item.0.clone().into())).collect()
}

/// Compares a file; where pandoc rejects it, without the entries that it rejects.
pub fn compare(pandoc: &Path, file: &str, text: &str) -> Comparison {
    let mut comparison = Comparison::default();
    if let Some(items) = theirs(pandoc, text) {
        comparison.add(file, &ours(text), &items);
        return comparison;
    }
    let (definitions, entries) = split(text);
    let definitions = readable(pandoc, &definitions);
    compare_parts(pandoc, file, &definitions, &entries, &mut comparison);
    comparison
}

/// Those definitions that pandoc does not reject.
fn readable(pandoc: &Path, definitions: &[String]) -> String {
    let text = definitions.concat();
    match definitions {
        _ if theirs(pandoc, &format!("{text}@book{{x, title = {{T}}}}")).is_some() => text,
        [] | [_] => String::new(),
        _ => {
            let (former, latter) = definitions.split_at(definitions.len() / 2);
            readable(pandoc, former) + &readable(pandoc, latter)
        }
    }
}

/// Compares entries all at once or, where pandoc rejects some of them, half by half.
fn compare_parts(pandoc: &Path, file: &str, definitions: &str, entries: &[String], comparison: &mut Comparison) {
    let text = format!("{definitions}{}", entries.concat());
    match (theirs(pandoc, &text), entries) {
        (Some(items), _) => comparison.add(file, &ours(&text), &items),
        (None, [] | [_]) => comparison.rejected += entries.len(),
        (None, _) => {
            let (former, latter) = entries.split_at(entries.len() / 2);
            compare_parts(pandoc, file, definitions, former, comparison);
            compare_parts(pandoc, file, definitions, latter, comparison);
        }
    }
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
