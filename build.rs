//! Tells `--version` the commit that a release was built from; a package without its repository, and a debug build,
//! which every commit would make anew, have the version alone. And tells `init` where a workflow gets the same program.

#![allow(clippy::disallowed_methods, reason = "a build script is told of the build by variables")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, path};

#[allow(dead_code, reason = "the program asks for more of it")]
#[path = "src/publish/address.rs"]
mod address;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/publish/address.rs");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let commit = (env::var("PROFILE").as_deref() == Ok("release")).then(|| commit(&here)).flatten();
    let short = commit.as_ref().and_then(|commit| commit.get(..9));
    let whole = short.map_or_else(|| version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo::rustc-env=SOURCEBOOK_VERSION={whole}");
    if let Some(origin) = origin(&here, commit.as_deref()) {
        println!("cargo::rustc-env=SOURCEBOOK_ORIGIN={origin}");
    }
}

/// Where others get this program: from the registry that made this package, or a commit that the repository has from
/// which this one was cloned, as its address and the commit's name.
fn origin(here: &Path, commit: Option<&str>) -> Option<String> {
    if here.join(".cargo_vcs_info.json").exists() {
        return Some("registry".to_owned());
    }
    let address = address::readable(&git(here, &["remote", "get-url", "origin"])?)?;
    let commit = commit?;
    git(here, &["for-each-ref", "--count=1", "--contains", commit, "refs/remotes/origin", "refs/tags"])?;
    Some(format!("{address} {commit}"))
}

/// The commit that is checked out here, if this folder itself is the top of a repository.
fn commit(here: &Path) -> Option<String> {
    here.join(".git").exists().then_some(())?;
    // What changes with the commit: what is checked out, and where that branch is.
    let branch = git(here, &["symbolic-ref", "--quiet", "HEAD"]);
    for name in ["HEAD", "packed-refs"].into_iter().chain(branch.as_deref()) {
        let file = path::absolute(here.join(git(here, &["rev-parse", "--git-path", name])?)).ok()?;
        // Cargo builds anew at every call for a file that is not there.
        if file.exists() {
            println!("cargo::rerun-if-changed={}", file.display());
        }
    }
    git(here, &["rev-parse", "HEAD"])
}

/// What git says, without hooks or a monitor of the repository's choice.
fn git(here: &Path, arguments: &[&str]) -> Option<String> {
    let options = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
    let output = Command::new("git").current_dir(here).args(options).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
