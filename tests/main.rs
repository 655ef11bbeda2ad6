//! The tests, in the order of the pipeline; first what holds for all of it.
#![allow(clippy::disallowed_methods, reason = "tests may use the disk and the clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test says what it skips")]
#![allow(missing_docs, reason = "a test says what it does by its name")]

mod support;

mod architecture;
mod diagnostics;
mod vaults;
mod chapters;
mod fuzz;
mod check;
mod bibliography;
mod export;
mod pandoc;
mod citations;
mod csl_suite;
mod citeproc;
mod labels;
mod pandoc_citations;
mod lists;
mod theming;
mod styles;
mod templates;
mod guide;
mod demo;
mod downloads;
mod matrix;
mod search;
mod evidence;
mod quotations;
mod metadata;
mod rebuild;
mod relations;
mod safety;
mod writing;
mod serve;
mod cli;
mod publish;
mod init;
mod new_note;
mod completions;
mod commands;
mod workflows;
mod windows;
mod browser;
