//! What keeps the program readable: modules in the order of the pipeline, fences around foreign crates.
//!
//! The sources are read as text: every path in a `use` line or in an expression counts, tests and
//! comments do not. A module's room is its file and the folder of the same name.

use crate::support::{build, repository};
use sourcebook::{project, theme};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Foreign crates, and the rooms or files that may name them.
const FENCES: &[(&[&str], &[&str])] = &[
    (&["hayagriva"], &["bibliography", "style"]),
    (&["citationberg"], &["csl", "style"]),
    (&["ciborium", "quick_xml"], &["style"]),
    (&["pulldown_cmark"], &["note", "checks", "page"]),
    (&["pulldown_latex"], &["note"]),
    (&["ammonia"], &["page"]),
    (&["encoding_rs", "chardetng"], &["decode"]),
    (&["hashbrown"], &["search"]),
    (&["ignore"], &["project"]),
    // `init` has a reader of its own by that name, for what the settings of Hugo need.
    (&["toml"], &["note", "init"]),
    (&["tera", "rust_embed"], &["theme"]),
    (&["annotate_snippets"], &["diagnostics", "cli", "server"]),
    (&["notify"], &["watcher"]),
    (&["axum", "tokio"], &["server"]),
    (&["clap", "clap_complete", "clap_mangen"], &["cli"]),
    (&["tempfile"], &["publish/tree", "cli/export", "cli/init"]),
    (&["webbrowser"], &["cli/open"]),
    (&["zip"], &["export"]),
    (&["rustix"], &["site/write"]),
    (&["walkdir"], &["project", "watcher/scan", "site/write", "cli/init"]),
    (&["std::fs"], &["project", "site/write", "publish/tree", "cli/export", "cli/init"]),
    // The watcher compares sizes and times, and reads nothing.
    (&["std::fs::Metadata"], &["watcher/scan"]),
    (&["std::net"], &["server", "cli/serve"]),
    (&["std::process"], &["main", "site/write", "publish/git", "cli"]),
    (&["std::time"], &["server", "watcher", "cli"]),
    (&["std::env"], &["site/write", "publish/git", "cli", "main"]),
];

/// What stands in `lib.rs` itself, the pipeline: only the command line calls it.
const ABOVE_ALL: &[&str] = &["cli"];

/// A source file: its path below `src/` without the ending, and the paths that it names.
struct Source {
    name: String,
    paths: BTreeSet<String>,
}

impl Source {
    fn room(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// Whether it is this file or lies in this room.
    fn is_in(&self, place: &str) -> bool {
        self.name == place || self.room() == place
    }
}

#[test]
fn a_module_uses_only_those_above_it() {
    let modules = modules();
    let mut wrong = BTreeSet::new();
    for source in sources().iter().filter(|source| !["lib", "main"].contains(&source.room())) {
        let here = modules.iter().position(|module| module == source.room()).expect("every file is of a module");
        for used in source.paths.iter().filter_map(|path| path.strip_prefix("crate::")) {
            let used = used.split("::").next().unwrap_or_default();
            match modules.iter().position(|module| module == used) {
                Some(there) if there <= here => {}
                Some(_) => drop(wrong.insert(format!("src/{}.rs uses `{used}`, which stands below it", source.name))),
                None if ABOVE_ALL.contains(&source.room()) => {}
                None => drop(wrong.insert(format!("src/{}.rs uses `{used}` of lib.rs", source.name))),
            }
        }
    }
    assert!(wrong.is_empty(), "the order is {modules:?}\n{wrong:#?}");
}

#[test]
fn every_file_belongs_to_a_module() {
    let modules = modules();
    for source in sources() {
        assert!(["lib", "main"].contains(&source.room()) || modules.iter().any(|module| module == source.room()));
    }
    assert!(modules.len() > 15, "{modules:?}");
}

#[test]
fn foreign_crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (fenced, rooms) in FENCES {
            let named = source.paths.iter().filter(|path| fenced.iter().any(|name| is_below(path, name)));
            // The more exact fence decides.
            let named = named.filter(|path| {
                !FENCES.iter().any(|(others, _)| {
                    others
                        .iter()
                        .any(|other| is_below(path, other) && fenced.iter().any(|name| other.len() > name.len()))
                })
            });
            for path in named {
                if !rooms.iter().any(|room| source.is_in(room)) {
                    wrong.push(format!("src/{}.rs names `{path}`, which belongs to {rooms:?}", source.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fence_has_something_within() {
    let sources = sources();
    for (fenced, rooms) in FENCES {
        for room in *rooms {
            let used = sources.iter().filter(|source| source.is_in(room)).flat_map(|source| &source.paths);
            let mut used = used.filter(|path| fenced.iter().any(|name| is_below(path, name)));
            assert!(used.next().is_some(), "no file of `{room}` needs {fenced:?} any more: tighten the fence");
        }
    }
}

#[test]
fn the_built_in_theme_is_in_the_binary() {
    let embedded = theme::built_in();
    let folder = repository().join("themes/default");
    let files = files_below(&folder);
    for path in &files {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        assert_eq!(embedded.get(&name).map(|bytes| bytes.to_vec()), Some(fs::read(path).unwrap()), "{name}");
    }
    assert_eq!(embedded.len(), files.len());
}

#[test]
fn every_asset_of_the_theme_is_served() {
    let built = build(&project::load(&repository()));
    let assets = repository().join("themes/default/assets");
    for path in files_below(&assets) {
        let name = path.strip_prefix(repository().join("themes/default")).unwrap().to_string_lossy().replace('\\', "/");
        assert_eq!(built.site.files.get(&name).map(|bytes| bytes.to_vec()), Some(fs::read(&path).unwrap()), "{name}");
    }
}

/// The modules in the order of `lib.rs`.
fn modules() -> Vec<String> {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let names = lib.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The source files but for tests.
fn sources() -> Vec<Source> {
    let folder = repository().join("src");
    let name =
        |path: &Path| path.strip_prefix(&folder).unwrap().with_extension("").to_string_lossy().replace('\\', "/");
    let read = |path: &PathBuf| Source { name: name(path), paths: paths(&fs::read_to_string(path).unwrap()) };
    let files = files_below(&folder);
    let files = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    files.map(read).filter(|source| !source.name.ends_with("/tests") && !source.name.contains("/tests/")).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn is_below(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Every path that a source names, `use` trees spread out: `std::fs`, `crate::note::Note`, ...
fn paths(source: &str) -> BTreeSet<String> {
    let code = code(source);
    let mut paths = BTreeSet::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find("use ") {
        let is_word = rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let (before, after) = (&rest[..at], &rest[at + 4..]);
        paths.extend(inline_paths(before));
        let end = if is_word { 0 } else { after.find(';').unwrap_or(0) };
        spread("", &after[..end], &mut paths);
        rest = &after[end..];
    }
    paths.extend(inline_paths(rest));
    paths
}

/// A source without comments and without its tests, which stand last.
fn code(source: &str) -> String {
    let tests = source.find("#[cfg(test)]\nmod tests {").unwrap_or(source.len());
    let lines = source[..tests].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// `a::{b, c::{d, self}}` as `a::b`, `a::c::d`, `a::c`.
fn spread(prefix: &str, tree: &str, paths: &mut BTreeSet<String>) {
    let tree = tree.trim().trim_start_matches("::");
    match tree.split_once('{') {
        None => {
            let name = tree.split(" as ").next().unwrap_or(tree).trim_end_matches("::self").trim_end_matches("self");
            paths.insert(format!("{prefix}{name}").trim_end_matches("::").to_owned());
        }
        Some((head, group)) => {
            let group = group.rsplit_once('}').map_or(group, |(group, _)| group);
            for part in split_outside_braces(group) {
                spread(&format!("{prefix}{head}"), part, paths);
            }
        }
    }
}

fn split_outside_braces(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let outside = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    };
    group.split(outside).filter(|part| !part.trim().is_empty()).collect()
}

/// The paths of at least two parts in an expression.
fn inline_paths(code: &str) -> BTreeSet<String> {
    let words = code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    words.map(|word| word.trim_matches(':')).filter(|word| word.contains("::")).map(str::to_owned).collect()
}

#[test]
fn use_trees_are_spread_out() {
    let found = paths("use std::{fs, io::{self, Read as R}};\nuse ::tera;\nfn f() { crate::note::parse(x) } // a::b\n");
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["crate::note::parse", "std::fs", "std::io", "std::io::Read", "tera"]);
}
