//! What the documentation lists is what the program knows.

use crate::support::html::text;
use crate::support::program::{run, stderr};
use crate::support::{Review, named_file, page, repository, shown};
use sourcebook::bibliography::csl_variables;
use sourcebook::note::record::labels::LABELS;
use sourcebook::{config, style};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

fn document(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_default()
}

#[test]
fn every_key_of_the_configuration_is_documented() {
    let documented = document("docs/configuration.md");
    let section = documented.split("## Front matter").next().unwrap();
    for key in config::KEYS {
        assert!(section.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn every_bundled_style_is_listed() {
    let mut made = String::from(
        "# Bundled citation styles\n\nBy their names in the CSL repository, for `style:` and `--style`. Any other one works as a `.csl` \
         file in `bibliography/styles/`.\n\n| name | title |\n|---|---|\n",
    );
    for (name, title) in style::bundled() {
        let _ = writeln!(made, "| `{name}` | {title} |");
        assert!(style::find(name, "en", &[]).is_ok(), "{name}");
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(repository().join("docs/styles.md"), &made).unwrap();
    }
    assert!(document("docs/styles.md") == made, "docs/styles.md is out of date; write it with `BLESS=1 cargo test`");
    assert_eq!(style::bundled().len(), 80, "README.md and CHANGELOG.md say how many");
}

#[test]
fn every_type_and_variable_of_the_model_has_a_row() {
    let model = document("docs/model.md");
    let rows: Vec<&str> = model.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let known: Vec<&str> = csl_variables::TYPES.iter().copied().chain(csl_variables::all()).collect();
    assert_eq!(rows, known, "in this order");
}

#[test]
fn every_label_of_a_record_is_documented() {
    let model = document("docs/model.md");
    let section = model.split("## Records in notes").nth(1).unwrap();
    for (part, names) in LABELS {
        let row = format!("| {} | ", format!("{part:?}").to_lowercase());
        let row = section.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("no row for {part:?}"));
        for name in *names {
            assert!(row.contains(&format!("`{name}`")), "{part:?}: {name}");
        }
    }
}

#[test]
fn every_example_of_exporting_works_on_our_own_review() {
    let guide = document("docs/export.md");
    let blocks = guide.split("\n```").filter_map(|block| block.strip_prefix("sh\n"));
    let commands = blocks.flat_map(str::lines).map(|line| line.strip_prefix("sourcebook ").expect("a command of ours"));
    let lines: Vec<&str> = commands.collect();
    assert!(lines.len() > 9);
    for line in lines {
        let folder = tempfile::tempdir().unwrap();
        let root = repository();
        let arguments = line.split(" > ").next().unwrap_or_default().split_whitespace();
        let arguments: Vec<&str> = arguments.chain(["--root", root.to_str().unwrap()]).collect();
        let output = run(folder.path(), &arguments);
        let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        let written = files.first().map_or(output.stdout.clone(), |path| fs::read(path).unwrap());
        assert!(output.status.success() && written.len() > 100, "{line}: {}", stderr(&output));
    }
}

#[test]
fn the_readme_names_what_there_is() {
    let readme = document("README.md");
    for path in [
        "docs/pictures/home.png",
        "docs/pictures/source.png",
        "docs/pictures/map.png",
        "docs/start.md",
        "docs/writing.md",
        "docs/export.md",
        "docs/search.md",
        "docs/metadata.md",
        "docs/publishing.md",
        "docs/templates.md",
        "docs/configuration.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "NOTICE",
    ] {
        assert!(readme.contains(path) && repository().join(path).is_file(), "{path}");
    }
}

/// What pages of the examples of a document say, on one line, as its prose has it. A document without a line here need only build.
const SAID: &[(&str, &str, &str)] = &[
    ("docs/writing.md", "index.html", "(see Lai & Lu, 2012, pp. 2–3; also Nye, 2017). Barr (2015, p. 194) sets"),
    ("docs/writing.md", "links.html", "the claim stands in Barr 2015, which is this: What is sent abroad"),
    ("docs/writing.md", "obsidian.html", "Folded Marked words on #power, with Ctrl. rating: 4"),
    ("docs/writing.md", "sources/lai2012.html", "The words of the source. p. 33 Copy"),
    ("docs/writing.md", "sources/lai2012.html", "“Other words of it, in two lines.” p. 34"),
    ("docs/writing.md", "sources/barr2015.html", "“Words of another source.” p. 7"),
    (
        "docs/writing.md",
        "tags/power.html",
        "Quotations Barr 2015 Lai and Lu 2012, under Tradition “Words of another source.” p. 7",
    ),
    ("docs/matrix.md", "matrix-block.html", "2 sources, 2 themes Tradition Soft power Lai and Lu 2012"),
    ("docs/matrix.md", "matrix-block.html", "The classical past p. 194 It has a task at home, too. p. 191"),
    ("docs/matrix.md", "tags/credibility.html", "Means are not results."),
    ("docs/matrix.md", "tags/soft-power.html", "The word came to Chinese debates in the 1990s."),
    ("docs/writing.md", "evidence/index.html", "Liu 2019 survey 1200 Asia"),
    ("docs/writing.md", "evidence-block.html", "Source Date Method Sample people Liu 2019 survey 1200 Lai and Lu"),
    ("docs/configuration.md", "sources/barr2015.html", "Method archive Region Asia"),
    ("docs/configuration.md", "sources/barr2015.html", "Copy it"),
    ("docs/configuration.md", "about.html", "A manual"),
    ("docs/configuration.md", "index.html", "Қысқаша."),
];

/// The examples of a document as small reviews, each the files of one. An example is a fenced block below a line that ends with
/// its path. What can stand in one file does; what says again what an earlier example said begins the
/// next review.
fn examples(document: &str) -> Vec<BTreeMap<String, String>> {
    let mut reviews = vec![BTreeMap::<String, String>::new()];
    let mut lines = document.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(path) = named_file(line) else { continue };
        lines.next_if_eq(&"");
        let Some(opening) = lines.next_if(|line| line.starts_with("```")) else { continue };
        let fence = &opening[..opening.len() - opening.trim_start_matches('`').len()];
        let text: String = lines.by_ref().take_while(|line| *line != fence).map(|line| format!("{line}\n")).collect();
        let last = reviews.last_mut().unwrap();
        let before = last.get(path).cloned().unwrap_or_default();
        match before.is_empty() || stand_together(&before, &text) {
            true => drop(last.insert(path.to_owned(), before + &text + "\n")),
            false => reviews.push(BTreeMap::from([(path.to_owned(), text)])),
        }
    }
    reviews
}

/// Whether two examples can be one file: the second has no front matter, and they have no key in common.
fn stand_together(one: &str, other: &str) -> bool {
    let named = |text: &str| -> BTreeSet<String> {
        let key = |line: &str| {
            line.split_once(':').filter(|(key, _)| !key.contains([' ', '#'])).map(|(key, _)| key.to_owned())
        };
        text.lines().filter_map(key).collect()
    };
    !other.starts_with("---") && named(one).is_disjoint(&named(other))
}

#[test]
fn the_examples_of_the_guide_build_and_do_what_it_says() {
    for path in ["docs/writing.md", "docs/matrix.md", "docs/configuration.md"] {
        let mut unsaid: Vec<_> = SAID.iter().filter(|(of, ..)| *of == path).collect();
        let mut last = String::new();
        for files in examples(&document(path)) {
            let review = Review::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
            review.write("bibliography/references.bib", document("bibliography/references.bib").as_bytes());
            let built = review.build();
            assert_eq!(shown(&built.diagnostics), "", "{path}: {files:#?}");
            unsaid.retain(|(_, output, said)| {
                if !built.site.files.contains_key(*output) {
                    return true;
                }
                // Links to the list, which readers without scripts have, are signs and no words.
                let text = text(&page(&built, output)).replace('*', "");
                last = text.split_whitespace().collect::<Vec<_>>().join(" ");
                !last.contains(said)
            });
            assert!(!built.site.files.contains_key("later.html"));
        }
        assert!(unsaid.is_empty(), "{path}: no page says {unsaid:#?}; the last one looked at:\n{last}");
    }
}

#[test]
fn every_key_of_the_configuration_has_an_example() {
    let reviews = examples(&document("docs/configuration.md"));
    let lines: BTreeSet<&str> =
        reviews.iter().filter_map(|files| files.get("sourcebook.yaml")).flat_map(|file| file.lines()).collect();
    for key in config::KEYS {
        assert!(lines.iter().any(|line| line.starts_with(&format!("{key}:"))), "{key}");
    }
}

#[test]
fn every_fenced_block_has_an_example() {
    let guides = ["docs/writing.md", "docs/matrix.md"].map(document);
    let examples: String = guides.iter().flat_map(|guide| examples(guide)).flat_map(BTreeMap::into_values).collect();
    for name in sourcebook::note::BLOCKS {
        assert!(examples.contains(&format!("```{name}\n")), "{name}");
    }
}
