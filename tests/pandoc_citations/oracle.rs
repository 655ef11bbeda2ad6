//! What pandoc reads. Its syntax tree keeps a place inside the suffix, so its citation processor is asked for
//! both apart, with a style that prints them between marks.

use super::{Work, plain, written};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The units that the style of the test can print.
const LABELS: &[&str] = &[
    "appendix",
    "article-locator",
    "book",
    "canon",
    "chapter",
    "column",
    "elocation",
    "equation",
    "figure",
    "folio",
    "issue",
    "line",
    "note",
    "opus",
    "page",
    "paragraph",
    "part",
    "rule",
    "scene",
    "section",
    "sub-verbo",
    "supplement",
    "table",
    "timestamp",
    "title-locator",
    "verse",
    "version",
    "volume",
];

/// A citation of the tree without the processor, its rest after the key left alone.
type Citations = Vec<Vec<Work>>;

/// What pandoc makes of these texts in a language, each in the notation of the comparison; an error says why it was
/// not asked.
pub fn read(texts: &[&str], language: &str) -> Result<Vec<String>, String> {
    let program = std::env::var_os("SOURCEBOOK_PANDOC").map_or_else(|| PathBuf::from("pandoc"), PathBuf::from);
    let version = Command::new(&program).arg("--version").output();
    version.map_err(|error| format!("`{}` cannot be run ({error})", program.display()))?;
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), texts);
    let tree = run(&program, folder.path(), &files, &[]);
    let mut citations = Citations::new();
    collect(&tree["blocks"], &mut citations);
    references(folder.path(), &citations);
    let processed = run(
        &program,
        folder.path(),
        &files,
        &["--citeproc", "-M", &format!("lang={language}"), "--csl", "style.csl", "--bibliography", "references.json"],
    );
    let mut rendered = Vec::new();
    collect_rendered(&processed["blocks"], &mut rendered);
    assert_eq!(citations.len(), rendered.len(), "the processor sees the same citations");
    for (works, rendered) in citations.iter_mut().zip(rendered) {
        add_places(works, &rendered);
    }
    let mut writer = Writer { citations: citations.into_iter(), notes: Vec::new() };
    let mut read = Vec::new();
    let mut current = Vec::new();
    for block in tree["blocks"].as_array().unwrap() {
        if block["t"] == "Header" && block["c"][1][0].as_str().is_some_and(|id| id.ends_with("case-ends")) {
            current.extend(std::mem::take(&mut writer.notes));
            read.push(lines(&std::mem::take(&mut current)));
        } else {
            writer.block(block, &mut current);
        }
    }
    Ok(read)
}

/// The lines of a text, empty ones left out.
pub fn lines(blocks: &[String]) -> String {
    let lines = blocks.iter().map(|text| plain(text).trim().to_owned()).filter(|text| !text.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A file for each text, so that nothing in one changes another.
fn files(folder: &Path, texts: &[&str]) -> Vec<String> {
    std::fs::write(folder.join("style.csl"), style()).unwrap();
    let name = |number: usize| format!("{number}.md");
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.join(name(number)), format!("{text}\n\n# case ends {{#case-ends}}\n")).unwrap();
    }
    (0..texts.len()).map(name).collect()
}

fn run(program: &Path, folder: &Path, files: &[String], options: &[&str]) -> Value {
    let mut command = Command::new(program);
    command.current_dir(folder).args(["-f", "markdown", "-t", "json", "--file-scope", "--quiet"]);
    let output = command.args(options).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A style that prints, after the author, `⟦unit|place⟧`.
fn style() -> String {
    let units = LABELS.iter().map(|label| format!("<if locator=\"{label}\"><text value=\"{label}\"/></if>"));
    let choose = units.map(|unit| format!("<choose>{unit}</choose>")).collect::<String>();
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
<info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout delimiter="⁂"><names variable="author"/><text value="⟦"/>{choose}<text value="|"/><text variable="locator"/><text value="⟧"/></layout></citation>
</style>"#
    )
}

fn references(folder: &Path, citations: &Citations) {
    let keys: BTreeSet<&String> = citations.iter().flatten().map(|work| &work.key).collect();
    let entries: Vec<Value> = keys
        .iter()
        .enumerate()
        .map(|(number, key)| json!({"id": key, "type": "book", "author": [{"literal": format!("Author{number}")}]}))
        .collect();
    std::fs::write(folder.join("references.json"), Value::Array(entries).to_string()).unwrap();
}

/// The citations below a node of the tree, in its order, outer ones first.
fn each_citation(node: &Value, see: &mut impl FnMut(&Value)) {
    if node["t"] == "Cite" {
        see(&node["c"]);
        for work in node["c"][0].as_array().unwrap() {
            each_citation(&work["citationPrefix"], see);
            each_citation(&work["citationSuffix"], see);
        }
        return;
    }
    match node {
        Value::Array(nodes) => nodes.iter().for_each(|node| each_citation(node, see)),
        Value::Object(_) => each_citation(&node["c"], see),
        _ => {}
    }
}

fn collect(node: &Value, citations: &mut Citations) {
    each_citation(node, &mut |content| {
        let works = content[0].as_array().unwrap().iter();
        citations.push(
            works
                .map(|work| Work {
                    mode: match work["citationMode"]["t"].as_str() {
                        Some("AuthorInText") => "in-text",
                        Some("SuppressAuthor") => "no-author",
                        _ => "normal",
                    },
                    key: work["citationId"].as_str().unwrap().to_owned(),
                    before: runs(&work["citationPrefix"]),
                    place: None,
                    behind: String::new(),
                })
                .collect(),
        );
    });
}

fn collect_rendered(node: &Value, rendered: &mut Vec<String>) {
    each_citation(node, &mut |content| rendered.push(runs(&content[1])));
}

/// Takes places and what stands behind them from what the processor printed: `⟦unit|place⟧ behind⁂`.
fn add_places(works: &mut [Work], rendered: &str) {
    let mut rest = rendered;
    for work in works {
        // The processor prints nothing for a key that is empty or `*`.
        let Some((_, after)) = rest.split_once('⟦') else { return };
        let (place, after) = after.split_once('⟧').unwrap();
        let (label, value) = place.split_once('|').unwrap();
        // pandoc's manual: "page" where no unit is named; its processor forgets that within braces.
        let label = if label.is_empty() { "page" } else { label };
        work.place = (!value.is_empty()).then(|| (label.to_owned(), value.to_owned()));
        let end = after.find('⁂').unwrap_or(after.len());
        work.behind = after[..end].to_owned();
        rest = &after[end..];
    }
}

/// Text with its looks: emphasis in `*`, strong in `**`, code in backticks.
fn runs(inlines: &Value) -> String {
    let mut runs = Vec::new();
    flatten(inlines, Look::default(), &mut runs);
    super::ours::marked(runs.iter().map(|(text, look)| (text.as_str(), *look)))
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub emphasis: bool,
    pub strong: bool,
    pub code: bool,
}

fn flatten(inlines: &Value, look: Look, runs: &mut Vec<(String, Look)>) {
    for inline in inlines.as_array().unwrap() {
        let content = &inline["c"];
        let mut push = |text: &str| runs.push((text.to_owned(), look));
        match inline["t"].as_str().unwrap() {
            "Str" => push(content.as_str().unwrap()),
            "Space" | "SoftBreak" | "LineBreak" => push(" "),
            "Code" => runs.push((content[1].as_str().unwrap().to_owned(), Look { code: true, ..look })),
            "Math" => push(content[1].as_str().unwrap()),
            "RawInline" => {}
            "Emph" => flatten(content, Look { emphasis: true, ..look }, runs),
            "Strong" => flatten(content, Look { strong: true, ..look }, runs),
            "Quoted" => {
                let (open, close) = if content[0]["t"] == "SingleQuote" { ("‘", "’") } else { ("“", "”") };
                push(open);
                flatten(&content[1], look, runs);
                runs.push((close.to_owned(), look));
            }
            "Link" | "Image" | "Span" | "Cite" => flatten(&content[1], look, runs),
            "Note" => push(""),
            _ => flatten(content, look, runs),
        }
    }
}

/// Writes the text of blocks, citations in it in the notation of the comparison.
struct Writer {
    citations: std::vec::IntoIter<Vec<Work>>,
    notes: Vec<String>,
}

impl Writer {
    fn block(&mut self, node: &Value, out: &mut Vec<String>) {
        match node["t"].as_str() {
            Some("Para" | "Plain") => out.push(self.inlines(&node["c"])),
            Some("Header") => out.push(self.inlines(&node["c"][2])),
            Some("LineBlock") => out.extend(node["c"].as_array().unwrap().iter().map(|line| self.inlines(line))),
            Some("CodeBlock" | "RawBlock") => {}
            _ => match node {
                Value::Array(nodes) => nodes.iter().for_each(|node| self.block(node, out)),
                Value::Object(_) => self.block(&node["c"], out),
                _ => {}
            },
        }
    }

    fn inlines(&mut self, inlines: &Value) -> String {
        inlines.as_array().unwrap().iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Value) -> String {
        let content = &inline["c"];
        match inline["t"].as_str().unwrap() {
            "Str" => content.as_str().unwrap().to_owned(),
            "Space" | "SoftBreak" | "LineBreak" => " ".to_owned(),
            "Code" => format!("`{}`", content[1].as_str().unwrap()),
            "Math" => content[1].as_str().unwrap().to_owned(),
            "RawInline" => String::new(),
            "Emph" => format!("<em>{}</em>", self.inlines(content)),
            "Strong" => format!("<strong>{}</strong>", self.inlines(content)),
            "Quoted" if content[0]["t"] == "SingleQuote" => format!("‘{}’", self.inlines(&content[1])),
            "Quoted" => format!("“{}”", self.inlines(&content[1])),
            "Link" => format!("<a>{}</a>", self.inlines(&content[1])),
            "Image" => format!("<img>{}</img>", self.inlines(&content[1])),
            "Span" => self.inlines(&content[1]),
            "Note" => {
                let mut note = Vec::new();
                self.block(content, &mut note);
                self.notes.extend(note);
                "^".to_owned()
            }
            "Cite" => {
                let works = self.citations.next().unwrap();
                let mut within = 0;
                for work in content[0].as_array().unwrap() {
                    each_citation(&work["citationPrefix"], &mut |_| within += 1);
                    each_citation(&work["citationSuffix"], &mut |_| within += 1);
                }
                self.citations.by_ref().take(within).for_each(drop);
                written(&works)
            }
            _ => self.inlines(content),
        }
    }
}
