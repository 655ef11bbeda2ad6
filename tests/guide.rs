//! What the documentation lists is what the program knows.

use crate::support::program::{run, stderr};
use crate::support::repository;
use sourcebook::bibliography::csl_variables;
use sourcebook::{config, style};
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
fn every_example_of_exporting_works_on_our_own_review() {
    let guide = document("docs/export.md");
    let lines: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("$ sourcebook ")).collect();
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
        "docs/templates.md",
        "docs/configuration.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "NOTICE",
    ] {
        assert!(readme.contains(path) && repository().join(path).is_file(), "{path}");
    }
}
