//! The pages in a browser: `tests/browser/`, run by node.

use crate::support::repository;
use std::env;
use std::io::{Write, stderr};
use std::process::{Command, Output};

#[test]
fn pages_behave_in_a_browser() {
    if env::var_os("SOURCEBOOK_BROWSER").is_none() {
        // Not `eprintln!`: the test runner keeps that from those whose tests pass.
        writeln!(
            stderr(),
            "pages_behave_in_a_browser skipped: needs Chromium and node; .ci/run installs them and sets SOURCEBOOK_BROWSER"
        )
        .unwrap();
        return;
    }
    let tests = repository().join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "no tests/browser/node_modules: run `npm ci --ignore-scripts` there");

    // Shows what a program said if it fails.
    let run = |command: &mut Command| {
        let Output { status, stdout, stderr } = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let said = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        assert!(status.success(), "{command:?}: {status}\n{said}");
    };
    let folder = tempfile::tempdir().unwrap();
    let (program, site) = (env!("CARGO_BIN_EXE_sourcebook"), folder.path().join("site"));
    let mut build = Command::new(program);
    run(build.args(["build", "--strict"]).arg("--root").arg(repository()).arg("--output").arg(&site));

    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec", "--test-timeout=600000"]).current_dir(tests);
    run(node.env("SOURCEBOOK_SITE", &site).env("SOURCEBOOK_BIN", program));
}
