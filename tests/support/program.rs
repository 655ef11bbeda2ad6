//! The program itself, run in a review, and what it said.

use std::path::Path;
use std::process::{Command, Output};

/// The program in this folder, in the same surroundings on every machine.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sourcebook"));
    // Hints name the program by the way it was called, and cargo calls the tests.
    command.current_dir(folder).env_remove("CARGO").env("NO_COLOR", "1");
    command
}

/// Runs the program in this folder to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder).args(arguments).output().expect("the program starts")
}

/// Standard output as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}
