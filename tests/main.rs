//! The tests, in the order of the pipeline.
#![allow(clippy::disallowed_methods, reason = "tests may use the disk and the clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "a test says what it does by its name")]

mod support;

mod architecture;
mod diagnostics;
mod lists;
mod rebuild;
mod theming;
mod templates;
mod safety;
mod writing;
mod demo;
mod browser;
