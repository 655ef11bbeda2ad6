//! `styles`: the bundled citation styles, each with an example, and the languages of their terms.

use super::{Common, Failure, print};
use crate::bibliography;
use crate::citation::{self, Cite, Cluster, Job, Setting, Work};
use crate::diagnostics::TextFile;
use crate::note::{CiteMode, Locator};
use crate::style::{self, Style};
use std::process::ExitCode;
use std::sync::Arc;

/// The arguments of `styles`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Words of the name or title, or the beginning of a language's code [default: all]
    query: Vec<String>,
    /// The language of the examples, BCP 47
    #[arg(long, short, value_name = "LANG", default_value = "en")]
    language: String,
}

/// The work that every example cites.
const SAMPLE: &str = include_str!("styles.bib");

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let words: Vec<String> = arguments.query.iter().flat_map(|part| part.split_whitespace()).map(folded).collect();
    let sample = sample();
    let (mut out, mut count) = (String::new(), 0);
    for (name, title) in style::bundled() {
        let both = folded(&format!("{name} {title}"));
        if !words.iter().all(|word| both.contains(word)) {
            continue;
        }
        count += 1;
        let (style, warnings) = style::find(name, &arguments.language, &[]).map_err(|problem| problem.message)?;
        for warning in warnings.iter().filter(|_| count == 1 && !common.quiet) {
            super::print_error(&format!("warning: {}", warning.message));
        }
        out.push_str(&format!("{name}\n  {title}\n"));
        out.extend(example(style, &sample).iter().map(|line| format!("  {line}\n")));
        out.push('\n');
    }
    let languages = style::languages();
    let asked = |code: &&String| words.iter().all(|word| folded(code).starts_with(word));
    let languages: Vec<&str> = languages.iter().filter(asked).map(String::as_str).collect();
    if !languages.is_empty() {
        out.push_str(&format!("languages: {}\n", languages.join(" ")));
    }
    if out.is_empty() {
        let query = arguments.query.join(" ");
        let hint =
            "name the path of a `.csl` file in `style:` to use another one: https://www.zotero.org/styles has them all";
        return Err(Failure(format!("no bundled style and no language is called `{query}`\nhint: {hint}")));
    }
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn folded(text: &str) -> String {
    text.to_lowercase()
}

fn sample() -> Vec<Arc<Work>> {
    let file = TextFile::new("styles.bib", SAMPLE);
    let references = bibliography::parse(&[file], &[]).value;
    references.iter().map(|reference| Arc::new(Work::new(&reference.key, &reference.item))).collect()
}

/// A citation and an entry of the list, where the style has one.
fn example(style: Style, works: &[Arc<Work>]) -> Vec<String> {
    let cite = Cite {
        work: Some(0),
        key: works.first().map(|work| work.key.clone()).unwrap_or_default(),
        mode: CiteMode::NormalCitation,
        prefix: Vec::new(),
        suffix: Vec::new(),
        locator: Some(Locator { label: "page".to_owned(), value: "194".to_owned() }),
    };
    let clusters = vec![Cluster { cites: vec![cite], note: 1, setting: Setting::Text }];
    let formatted = citation::format(&Job { style, works: works.to_vec(), clusters });
    let citations = formatted.clusters.iter().map(|cluster| cluster.note.as_ref().unwrap_or(&cluster.text).plain());
    let lines = citations.chain(formatted.entries.iter().map(|entry| entry.whole().plain()));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
