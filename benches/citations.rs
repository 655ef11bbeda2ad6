//! How long citations and reference lists take beside hayagriva: the same items, the same style, the same run.
//!
//! Three figures, each a ratio, for only ratios survive a change of machine: one citation of three works, a list of
//! 1,000 entries, and how the time grows from 1,000 entries to 10,000 that are cited and told apart. Times are of the
//! processor, of one thread on either side; each figure is a median. `SOURCEBOOK_BIB=FILE` measures the entries of a
//! `.bib` file of at least 10,000 in place of made ones.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use citationberg::json::Item;
use citationberg::{IndependentStyle, Locale};
use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest};
use rustix::time::{ClockId, clock_gettime};
use serde_json::Value;
use sourcebook::csl::output::{self, Writer};
use sourcebook::csl::token::{Mark, State};
use sourcebook::csl::{Cite, Cluster, Formatter, Program, Record};
use sourcebook::diagnostics::TextFile;
use sourcebook::{bibliography, style};
use std::hint::black_box;

const LARGE: usize = 10_000;
const SMALL: usize = 1_000;

fn main() {
    let text =
        std::env::var("SOURCEBOOK_BIB").map_or_else(|_| library(), |path| std::fs::read_to_string(path).unwrap());
    let read = bibliography::parse(&[TextFile::new("library.bib", &text)], &[]).value;
    let items: Vec<(&str, serde_json::Map<String, Value>)> =
        read.iter().take(LARGE).map(|reference| (reference.key.as_str(), reference.item.0.clone().into())).collect();
    assert_eq!(items.len(), LARGE, "too few entries");
    let theirs: Vec<Item> = items.iter().take(SMALL).map(|(key, item)| for_hayagriva(key, item)).collect();
    let records: Vec<Record> = items.iter().map(|(key, item)| Record::new(key, item)).collect();
    let records: Vec<&Record> = records.iter().collect();
    for name in ["apa", "ieee", "chicago-notes"] {
        let styles = Styles::new(name);
        println!("{name}");
        let (ours, hayagriva) = (&records[..3], &theirs[..3]);
        for (what, form) in [("one citation of three works", &styles.whole), ("the same without a list", &styles.cites)]
        {
            compare(what, 40, || our_citation(form, ours), || styles.their_citation(form, hayagriva));
        }
        compare("a list of 1,000 entries", 5, || styles.our_list(&records[..SMALL]), || styles.their_list(&theirs));
        let (small, large) = pairs(5, || styles.our_document(&records[..SMALL]), || styles.our_document(&records));
        println!(
            "  1,000 entries, cited and listed {}; 10,000 {}: {:.1} times",
            shown(small),
            shown(large),
            large / small
        );
    }
}

/// Prints how many times faster the first is.
fn compare(what: &str, samples: usize, ours: impl Fn() -> String, theirs: impl Fn() -> String) {
    let (ours, theirs) = pairs(samples, ours, theirs);
    println!("  {what}: {} against {}: {:.1} times faster", shown(ours), shown(theirs), theirs / ours);
}

/// The medians of two works' seconds, taken by turns so that a busy machine slows both.
fn pairs(samples: usize, one: impl Fn() -> String, two: impl Fn() -> String) -> (f64, f64) {
    let (mut ones, mut twos) = (Vec::new(), Vec::new());
    for _ in 0..samples {
        ones.push(seconds(&one));
        twos.push(seconds(&two));
    }
    (median(ones), median(twos))
}

/// Seconds of one run; short works are run many times.
fn seconds(work: impl Fn() -> String) -> f64 {
    const LONG_ENOUGH: f64 = 0.005;
    let mut runs = 0.0;
    let start = now();
    loop {
        assert!(!black_box(work()).is_empty());
        runs += 1.0;
        let passed = now() - start;
        if passed > LONG_ENOUGH {
            return passed / runs;
        }
    }
}

fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn shown(seconds: f64) -> String {
    if seconds < 0.001 { format!("{:.1} µs", seconds * 1e6) } else { format!("{:.1} ms", seconds * 1e3) }
}

/// A style as both sides have it.
struct Form {
    ours: Program,
    theirs: IndependentStyle,
}

/// One style; and a copy without its list, which hayagriva renders in any case.
struct Styles {
    whole: Form,
    cites: Form,
    locales: Vec<Locale>,
}

impl Styles {
    fn new(name: &str) -> Self {
        let (style, _) = style::find(name, "en", &[]).unwrap();
        let locales = style::locales("en");
        let form = |csl: IndependentStyle| Form {
            ours: Program::new(csl.clone(), &locales.iter().collect::<Vec<_>>(), "en"),
            theirs: csl,
        };
        let whole = form(style.csl().clone());
        let cites = form(IndependentStyle { bibliography: None, ..whole.theirs.clone() });
        Self { whole, cites, locales }
    }

    fn their_citation(&self, form: &Form, items: &[Item]) -> String {
        let mut driver = BibliographyDriver::new();
        let cites = items.iter().map(CitationItem::with_entry).collect();
        driver.citation(CitationRequest::from_items(cites, &form.theirs, &self.locales));
        let rendered = driver.finish(BibliographyRequest::new(&form.theirs, None, &self.locales));
        let mut out = String::new();
        rendered.citations[0].citation.write_buf(&mut out, BufWriteFormat::Plain).unwrap();
        out
    }

    fn our_list(&self, records: &[&Record]) -> String {
        let all: Vec<usize> = (0..records.len()).collect();
        let mut out = Plain::default();
        self.write_list(&Formatter::new(&self.whole.ours, records, &[], &all), &mut out);
        out.0
    }

    /// All works in one citation: what costs hayagriva least.
    fn their_list(&self, items: &[Item]) -> String {
        let mut driver = BibliographyDriver::new();
        let cite = |item| CitationItem::new(item, None, None, true, None);
        driver.citation(CitationRequest::from_items(
            items.iter().map(cite).collect(),
            &self.whole.theirs,
            &self.locales,
        ));
        let rendered = driver.finish(BibliographyRequest::new(&self.whole.theirs, None, &self.locales));
        let mut out = String::new();
        for item in rendered.bibliography.unwrap().items {
            item.content.write_buf(&mut out, BufWriteFormat::Plain).unwrap();
            out.push('\n');
        }
        out
    }

    /// Every work cited, three in a citation, each in a note of its own, and listed.
    fn our_document(&self, records: &[&Record]) -> String {
        let clusters: Vec<Cluster> = (0..records.len() / 3)
            .map(|at| Cluster { note: u32::try_from(at + 1).unwrap(), ..cluster(at * 3..at * 3 + 3) })
            .collect();
        let all: Vec<usize> = (0..records.len()).collect();
        let formatter = Formatter::new(&self.whole.ours, records, &clusters, &all);
        let mut out = Plain::default();
        for at in 0..clusters.len() {
            output::write(&formatter.citation(at), self.whole.ours.terms(), &mut out);
        }
        self.write_list(&formatter, &mut out);
        out.0
    }

    fn write_list(&self, formatter: &Formatter<'_>, out: &mut Plain) {
        for entry in formatter.bibliography() {
            for part in [&entry.first, &entry.rest] {
                output::write(part, self.whole.ours.terms(), out);
            }
            out.0.push('\n');
        }
    }
}

fn our_citation(form: &Form, records: &[&Record]) -> String {
    let clusters = [cluster(0..records.len())];
    let formatter = Formatter::new(&form.ours, records, &clusters, &[]);
    let mut out = Plain::default();
    output::write(&formatter.citation(0), form.ours.terms(), &mut out);
    out.0
}

fn cluster(items: std::ops::Range<usize>) -> Cluster {
    Cluster { cites: items.map(|item| Cite { item, ..Cite::default() }).collect(), ..Cluster::default() }
}

#[derive(Default)]
struct Plain(String);

impl Writer for Plain {
    fn text(&mut self, text: &str, _: State) {
        self.0.push_str(text);
    }
    fn open(&mut self, _: &Mark, _: State, _: State) {}
    fn close(&mut self, _: &Mark, _: State, _: State) {}
}

/// An item in hayagriva's reading of CSL-JSON.
fn for_hayagriva(key: &str, item: &serde_json::Map<String, Value>) -> Item {
    let mut item = item.clone();
    item.insert("id".to_owned(), Value::String(key.to_owned()));
    serde_json::from_value(Value::Object(item)).unwrap()
}

/// Entries of five types. Families share names, authors share years: letters, initials and more names are needed.
fn library() -> String {
    const GIVEN: &[&str] = &["Ann", "Albert", "Bea", "Carl J.", "Dora", "Emil", "Françoise"];
    const WORDS: &[&str] = &["Soft", "Power", "{NASA}", "of", "the", "in", "Studies", "Method", "Wine", "Trust"];
    const FAMILIES: &[&str] = &["Lai", "van der Berg", "Müller", "Barr", "O'Neill", "Ames", "Long-Price", "Okafor"];
    let mut text = String::new();
    for at in 0..LARGE {
        let title: Vec<&str> = (0..8).map(|word| WORDS[(at / 7 + word * (at % 9 + 1)) % WORDS.len()]).collect();
        let name = |n: usize| {
            let family = (at / 3 + n * 11) % 400;
            format!("{}{}, {}", FAMILIES[family % 8], family / 8, GIVEN[(at + n) % GIVEN.len()])
        };
        let authors: Vec<String> = (0..at % 5 + 1).map(name).collect();
        let rest = match at % 5 {
            0 => "publisher = {A Press},\n  location = {London}",
            1 => {
                "booktitle = {The Book of {Parts}},\n  editor = {Ames, Ann},\n  pages = {12--34},\n  publisher = {A Press}"
            }
            2 => "type = {phdthesis},\n  institution = {A University},\n  url = {https://example.org/a_b}",
            3 => "url = {https://example.org/a},\n  urldate = {2024-05-06}",
            _ => {
                "journaltitle = {Journal of Things},\n  volume = {12},\n  number = {3},\n  pages = {100--120},\n  doi = {10.1000/xyz}"
            }
        };
        let kind = ["book", "incollection", "thesis", "online", "article"][at % 5];
        text.push_str(&format!(
            "@{kind}{{key{at},\n  author = {{{}}},\n  title = {{{}: {at} and More}},\n  date = {{{}-03}},\n  {rest},\n}}\n",
            authors.join(" and "),
            title.join(" "),
            1960 + at / 11 % 65
        ));
    }
    text
}
