//! Every style and every locale of the archive, with one item of each of CSL's types that has every variable.

use serde_json::{Map, Value, json};
use sourcebook::bibliography::Item;
use sourcebook::bibliography::csl_variables::{self, DATES, NAMES, TYPES};
use sourcebook::citation::{self, Cite, Cluster, Job, Setting, Work};
use sourcebook::diagnostics::TextFile;
use sourcebook::note::{CiteMode, Locator};
use sourcebook::style;
use std::sync::Arc;

/// Variables whose value is a number.
const NUMBERS: &[&str] = &["chapter-number", "edition", "issue", "number", "page", "page-first", "volume"];

fn work(kind: &str) -> Arc<Work> {
    let value = |name: &str| match name {
        name if NAMES.contains(&name) => json!([{"family": "Family", "given": "Given"}, {"literal": "Some Body"}]),
        name if DATES.contains(&name) => json!({"date-parts": [[2015, 3, 29], [2016]]}),
        name if NUMBERS.contains(&name) => json!("3"),
        "title" => json!(format!("Title of {kind}")),
        name => json!(format!("<i>Value</i> of \"{name}\"")),
    };
    let mut item: Map<String, Value> = csl_variables::all().map(|name| (name.to_owned(), value(name))).collect();
    item.insert("type".to_owned(), Value::from(kind));
    item.insert("language".to_owned(), json!("en"));
    Arc::new(Work::new(kind, &Item::new(item)))
}

/// Formats an item of each type, cited once alone with a place and once all together.
fn format_all(name: &str, language: &str) {
    let (style, _) = style::find(name, language, &[]).unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
    let works: Vec<Arc<Work>> = TYPES.iter().map(|kind| work(kind)).collect();
    let cite = |at: usize| Cite {
        work: Some(at),
        key: TYPES[at].to_owned(),
        mode: CiteMode::NormalCitation,
        prefix: Vec::new(),
        suffix: Vec::new(),
        locator: Some(Locator { label: "page".to_owned(), value: "3-5".to_owned() }),
    };
    let cluster = |cites: Vec<Cite>, at: usize| Cluster { cites, note: at as u32 + 1, setting: Setting::Text };
    let mut clusters: Vec<Cluster> = (0..works.len()).map(|at| cluster(vec![cite(at)], at)).collect();
    clusters.push(cluster((0..works.len()).map(cite).collect(), works.len()));
    let formatted = citation::format(&Job { style, works, clusters });
    let place = format!("{name} in {language}");
    assert!(formatted.failed.is_empty(), "{place}: {:?}", formatted.failed);
    for (cluster, kind) in formatted.clusters.iter().zip(TYPES.iter().chain(&["all"])) {
        let text = cluster.note.as_ref().unwrap_or(&cluster.text).plain();
        assert!(!text.trim().is_empty(), "{place}: the citation of {kind} is empty");
    }
    // A style without a list of its own gets author, year and title.
    assert_eq!(formatted.entries.len(), TYPES.len(), "{place}");
    for entry in &formatted.entries {
        let text = entry.whole().plain();
        // Each has something of its item, not only what the style prints by itself.
        let says = ["Title of", "Value", "Family", "Some Body", "2015"].iter().any(|part| text.contains(part));
        assert!(says || text.to_lowercase().contains("title of"), "{place}: {} is `{text}`", TYPES[entry.work]);
    }
}

#[test]
fn every_bundled_style_formats_every_type() {
    for name in style::bundled().keys() {
        format_all(name, "en");
    }
}

#[test]
fn every_locale_formats_every_type() {
    for language in style::languages() {
        format_all("apa", &language);
    }
}

#[test]
fn files_of_the_style_repository_are_read_without_a_warning() {
    let Some(shared) = std::env::var_os("SOURCEBOOK_SHARED") else {
        return println!("skipped: SOURCEBOOK_SHARED names no folder with `csl-suite/styles`");
    };
    let folder = std::path::Path::new(&shared).join("csl-suite/styles");
    let paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(paths.len() >= 12);
    for path in paths {
        let file = TextFile::new(path.to_str().unwrap(), &std::fs::read_to_string(&path).unwrap());
        let (_, warnings) = style::find(&file.path, "en", std::slice::from_ref(&file)).unwrap();
        assert!(warnings.is_empty(), "{}: {warnings:?}", file.path);
    }
}
