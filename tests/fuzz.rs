//! Ten thousand inputs made from the grammar of each format, one part of each broken: nothing panics, nothing takes
//! long, and what stands before and after the broken part is read as if it were whole.
//!
//! The inputs are the same in every run. `SOURCEBOOK_FUZZ=N` makes N times as many.

mod documents;
mod exports;
mod inputs;
pub mod random;

use inputs::Input;
use random::{Random, TOKENS, broken};
use sourcebook::bibliography;
use sourcebook::diagnostics::TextFile;
use sourcebook::note;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How many inputs of each of the seven kinds.
const EACH: usize = 1_450;
/// What takes so long has a fault; unoptimised code gets more.
const LONGEST: Duration = if cfg!(debug_assertions) { Duration::from_secs(10) } else { Duration::from_secs(1) };
/// What never ends, on any machine.
const HANG: Duration = Duration::from_secs(10);
/// How long a text of one token is repeated.
const LARGE: usize = if cfg!(debug_assertions) { 1 << 17 } else { 1 << 20 };

/// What was read of a text, by what names it.
type Found = BTreeMap<String, String>;

/// A kind of inputs.
struct Kind {
    seed: u64,
    make: fn(&mut Random) -> Input,
    read: fn(&str) -> Found,
    /// Whether the part that is broken so may take this neighbour with it, as no reader could know better.
    may_lose: fn(parts: &[String], broken: usize, neighbour: usize) -> bool,
}

const NEVER: fn(&[String], usize, usize) -> bool = |_, _, _| false;
const BIB: Kind = Kind { seed: 1, make: inputs::bib, read: |text| references("a.bib", text), may_lose: NEVER };
const JSON: Kind = Kind { seed: 2, make: inputs::csl_json, read: |text| references("a.json", text), may_lose: NEVER };
const YAML: Kind =
    Kind { seed: 3, make: inputs::csl_yaml, read: |text| references("a.yaml", text), may_lose: of_another };
const HAYAGRIVA: Kind =
    Kind { seed: 4, make: inputs::hayagriva, read: |text| references("a.yml", text), may_lose: continued };
const RIS: Kind = Kind { seed: 5, make: inputs::ris, read: |text| references("a.ris", text), may_lose: NEVER };
const FRONT: Kind = Kind { seed: 6, make: inputs::front_matter, read: front_and_text, may_lose: fenced };
const MARKDOWN: Kind = Kind { seed: 7, make: inputs::markdown, read: cited, may_lose: swallowed };

/// The references of a bibliography.
fn references(file: &str, text: &str) -> Found {
    let files = [TextFile::new(&format!("bibliography/{file}"), text)];
    let read = bibliography::parse(&files, &[]).value;
    read.iter().map(|reference| (reference.key.clone(), format!("{:?}", reference.item))).collect()
}

/// What is left of the first and last entry of a front matter, and of the text below it.
fn front_and_text(text: &str) -> Found {
    let note = note::parse(&TextFile::new("content/a.md", text), "en").value;
    let front = &note.summary.front;
    let kept = [front.title.clone(), front.status.clone()].into_iter().flatten().map(|entry| (entry, String::new()));
    kept.chain(cited(text)).collect()
}

/// Which keys a text cites.
fn cited(text: &str) -> Found {
    let note = note::parse(&TextFile::new("content/sources/a.md", text), "en").value;
    let items = note.summary.citations.iter().flat_map(|cluster| &cluster.items);
    items.map(|item| (item.key.clone(), String::new())).collect()
}

/// Whether the broken part has lost its head, so that its first line is indented: to YAML it is more of the part before.
fn continued(parts: &[String], broken: usize, neighbour: usize) -> bool {
    let mut lines = parts[broken].split(['\n', '\r']).filter(|line| !line.is_empty() && !line.starts_with('#'));
    neighbour + 1 == broken && lines.next().is_some_and(|line| line.starts_with([' ', '\t']))
}

/// The same; and whether a line of the broken part has become the name of another list, which is not that of references.
fn of_another(parts: &[String], broken: usize, neighbour: usize) -> bool {
    let names_list = |line: &str| {
        let apart = line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
        !apart && (line.trim_end().ends_with(':') || line.starts_with("? "))
    };
    let mut lines = parts[broken].split(['\n', '\r']).skip(usize::from(broken == 0));
    continued(parts, broken, neighbour) || neighbour > broken && lines.any(names_list)
}

/// The same; and whether the line that begins the front matter is broken, or one stands within that ends it: what lies
/// outside is text.
fn fenced(parts: &[String], broken: usize, neighbour: usize) -> bool {
    let last = parts.len() - 1;
    let ends = |line: &str| matches!(line.trim_end(), "---" | "...");
    broken == 0 || broken < last && parts[broken].lines().any(ends) || continued(parts, broken, neighbour)
}

/// Whether the broken part opens what Markdown or Obsidian end with a mark only, or at the end of the text: fenced code,
/// comments, some blocks of HTML.
fn swallowed(parts: &[String], broken: usize, neighbour: usize) -> bool {
    let part = &parts[broken];
    let begins = |line: &str, marks: &[&str]| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "->*+:|#".contains(c));
        marks.iter().any(|mark| line.starts_with(mark))
    };
    let opens = part.matches("%%").count() % 2 == 1
        || part.split(['\n', '\r']).any(|line| begins(line, &["```", "~~~", "<!", "<?"]));
    neighbour > broken && opens
}

/// Reads a text within the time that is given: what was found, or how it fails.
fn timed(kind: &Kind, text: &str, longest: Duration) -> Result<Found, String> {
    let start = Instant::now();
    let shown = || text.get(..text.floor_char_boundary(2_000)).unwrap_or_default();
    let found =
        catch_unwind(AssertUnwindSafe(|| (kind.read)(text))).map_err(|_| format!("panicked on {:?}", shown()))?;
    let taken = start.elapsed();
    (taken < longest).then_some(found).ok_or_else(|| format!("took {taken:?} for {:?}", shown()))
}

/// Breaks one part of an input: what is lost, or how it fails.
fn lose(kind: &Kind, random: &mut Random) -> Result<(), String> {
    let input = (kind.make)(random);
    let damaged = random.below(input.parts.len());
    let mut parts = input.parts.clone();
    parts[damaged] = broken(random, &parts[damaged]);
    if !parts[damaged].ends_with('\n') {
        parts[damaged].push('\n');
    }
    let line_end = random.pick(&["\n", "\n", "\n", "\r\n"]);
    let whole = timed(kind, &input.text().replace('\n', line_end), LONGEST)?;
    let text = parts.concat().replace('\n', line_end);
    let found = timed(kind, &text, LONGEST)?;
    for (at, key) in input.keys.iter().enumerate().filter(|(at, key)| *at != damaged && !key.is_empty()) {
        if !whole.contains_key(key) {
            return Err(format!("{key} is not even read of the whole input {:?}", input.text()));
        }
        if found.get(key) != whole.get(key) && !(kind.may_lose)(&parts, damaged, at) {
            let what = if found.contains_key(key) { "changed" } else { "lost" };
            return Err(format!("{what} {key} in:\n{text}\n(broken part: {:?})", parts[damaged]));
        }
    }
    Ok(())
}

/// Runs many inputs; says which fail.
fn fuzz(kind: &Kind) {
    let times = std::env::var("SOURCEBOOK_FUZZ").ok().and_then(|times| times.parse::<usize>().ok()).unwrap_or(1);
    let mut random = Random(kind.seed);
    none_of((0..EACH * times).filter_map(|_| lose(kind, &mut random).err()).collect());
}

fn none_of(failures: Vec<String>) {
    let shown = failures.iter().take(5).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} inputs fail; the first:\n{shown}", failures.len());
}

/// Cuts an input off at every seventh byte: the parts before the cut are kept.
fn cut_off(kind: &Kind) {
    let input = (kind.make)(&mut Random(kind.seed + 100));
    let text = input.text();
    let whole = timed(kind, &text, LONGEST).unwrap();
    let mut failures = Vec::new();
    for cut in (0..text.len()).step_by(7).map(|cut| text.floor_char_boundary(cut)) {
        let mut end = 0;
        let mut before = input.parts.iter().zip(&input.keys).take_while(|(part, _)| {
            end += part.len();
            end <= cut
        });
        match timed(kind, &text[..cut], LONGEST) {
            Err(failure) => failures.push(failure),
            Ok(found) => failures.extend(
                before
                    .find(|(_, key)| !key.is_empty() && found.get(*key) != whole.get(*key))
                    .map(|(_, key)| format!("lost or changed {key} in:\n{}", &text[..cut])),
            ),
        }
    }
    none_of(failures);
}

/// Puts a text of one token alone, and a large one in place of a part: all comes to an end in time.
fn swell(kind: &Kind) {
    let input = (kind.make)(&mut Random(kind.seed + 200));
    let mut failures = Vec::new();
    for token in TOKENS {
        let large = token.repeat(LARGE / token.len());
        let mut parts = input.parts.clone();
        parts[2].push_str(&large);
        failures.extend([large, parts.concat()].iter().filter_map(|text| timed(kind, text, HANG).err()));
    }
    none_of(failures);
}

#[test]
fn broken_bib_files_lose_one_entry() {
    fuzz(&BIB);
}

#[test]
fn broken_csl_json_loses_one_item() {
    fuzz(&JSON);
}

#[test]
fn broken_csl_yaml_loses_one_item() {
    fuzz(&YAML);
}

#[test]
fn broken_hayagriva_yaml_loses_one_entry() {
    fuzz(&HAYAGRIVA);
}

#[test]
fn broken_ris_loses_one_entry() {
    fuzz(&RIS);
}

#[test]
fn broken_front_matter_loses_one_key() {
    fuzz(&FRONT);
}

#[test]
fn broken_markdown_loses_one_block() {
    fuzz(&MARKDOWN);
}

#[test]
fn what_stands_before_the_end_of_a_cut_off_file_is_kept() {
    [BIB, JSON, YAML, HAYAGRIVA, RIS, FRONT, MARKDOWN].iter().for_each(cut_off);
}

#[test]
fn large_bib_files_of_one_token_end() {
    swell(&BIB);
}

#[test]
fn large_csl_json_of_one_token_ends() {
    swell(&JSON);
}

#[test]
fn large_csl_yaml_of_one_token_ends() {
    swell(&YAML);
}

#[test]
fn large_hayagriva_yaml_of_one_token_ends() {
    swell(&HAYAGRIVA);
}

#[test]
fn large_ris_of_one_token_ends() {
    swell(&RIS);
}

#[test]
fn large_front_matter_of_one_token_ends() {
    swell(&FRONT);
}

#[test]
fn large_markdown_of_one_token_ends() {
    swell(&MARKDOWN);
}
