//! The lines in which we and citeproc-js differ, against the file that says why.

use super::Lines;
use crate::support::repository;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where lines differ: style, language, key, which text.
type Place = [String; 4];

/// Ours and theirs.
type Pair = [String; 2];

/// The differences that were found.
#[derive(Default)]
pub struct Found {
    differences: BTreeMap<Place, Pair>,
    /// For each style and language, how many lines were compared and how many of them differ.
    counts: BTreeMap<String, (usize, usize)>,
}

/// The differences that are known, each with its reason.
type Known = BTreeMap<Place, (Pair, String)>;

impl Found {
    /// Compares the lines of one style in one language.
    pub fn compare(&mut self, style: &str, language: &str, ours: &Lines, theirs: &Lines) {
        let keys: Vec<_> =
            ours.keys().chain(theirs.keys()).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let count = self.counts.entry(format!("{style} {language}")).or_default();
        for (key, which) in keys {
            let line = |lines: &Lines| lines.get(&(key.clone(), which.clone())).cloned().unwrap_or_default();
            let pair = [line(ours), line(theirs)];
            count.0 += 1;
            if pair[0] != pair[1] {
                count.1 += 1;
                self.differences.insert([style, language, key, which].map(str::to_owned), pair);
            }
        }
    }

    /// Holds them to those that are known; `BLESS` writes them down, new ones without a reason.
    pub fn check(&self) {
        for (what, (all, differing)) in &self.counts {
            println!("{what}: {differing} of {all} lines differ");
        }
        let known = known();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path(), self.written(&known)).unwrap();
        }
        let listed: BTreeMap<&Place, &Pair> = known.iter().map(|(place, (pair, _))| (place, pair)).collect();
        let mut wrong = Vec::new();
        for (place, [ours, theirs]) in self.differences.iter().filter(|(place, pair)| listed.get(place) != Some(pair)) {
            wrong.push(format!("{}\n  ours   {ours}\n  theirs {theirs}", place.join(" ")));
        }
        let gone = known.keys().filter(|place| !self.differences.contains_key(*place));
        wrong.extend(gone.map(|place| format!("{} differs no longer", place.join(" "))));
        let unexplained = known.iter().filter(|(_, (_, reason))| reason.is_empty());
        wrong.extend(unexplained.map(|(place, _)| format!("{} has no reason", place.join(" "))));
        assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    }

    /// The file: by reason, then by style; languages that differ in the same way share an entry.
    fn written(&self, known: &Known) -> String {
        let mut entries: BTreeMap<(String, [String; 3], Pair), Vec<String>> = BTreeMap::new();
        for (place, pair) in &self.differences {
            let reason = known.get(place).map(|(_, reason)| reason.clone()).unwrap_or_default();
            let [style, language, key, which] = place.clone();
            entries.entry((reason, [style, key, which], pair.clone())).or_default().push(language);
        }
        let mut text = String::new();
        let mut last: Option<&String> = None;
        for ((reason, [style, key, which], [ours, theirs]), languages) in &entries {
            if last != Some(reason) {
                text.push_str(&format!("why: {reason}\n\n"));
                last = Some(reason);
            }
            let languages = languages.join(",");
            text.push_str(&format!("{style} {languages} {key} {which}\n  ours   {ours}\n  theirs {theirs}\n\n"));
        }
        text
    }
}

fn path() -> PathBuf {
    repository().join("tests/citeproc/differences.txt")
}

/// Reads the file.
fn known() -> Known {
    let text = std::fs::read_to_string(path()).unwrap_or_default();
    let mut known = Known::new();
    let mut reason = String::new();
    for entry in text.split("\n\n").filter(|entry| !entry.trim().is_empty()) {
        if let Some(new) = entry.trim().strip_prefix("why:") {
            new.trim().clone_into(&mut reason);
            continue;
        }
        let lines: Vec<&str> = entry.trim().lines().collect();
        let [head, ours, theirs] = lines[..] else { panic!("no entry of differences: {entry}") };
        let words: Vec<&str> = head.split(' ').collect();
        let [style, languages, key, which] = words[..] else { panic!("no place of a difference: {head}") };
        let text = |line: &str, name: &str| {
            line.trim_start()
                .strip_prefix(name)
                .unwrap_or_else(|| panic!("no line of `{name}`: {line}"))
                .trim()
                .to_owned()
        };
        for language in languages.split(',') {
            let place = [style, language, key, which].map(str::to_owned);
            known.insert(place, ([text(ours, "ours"), text(theirs, "theirs")], reason.clone()));
        }
    }
    known
}
