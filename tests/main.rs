//! The tests, in the order of the pipeline.
#![allow(clippy::disallowed_methods, reason = "tests may use the disk and the clock")]

mod diagnostics;
mod support;
