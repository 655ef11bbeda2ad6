//! Sourcebook turns the notes that a researcher keeps on each source, and one bibliography, into the
//! cross-linked website of a literature review.
//!
//! This file is the pipeline; the modules stand in its order, and a step uses only those above it.
//!
//! ```text
//!  sourcebook.yaml   content/   bibliography/   themes/
//!                 │ project::load                        the only reading
//!                 ▼
//!              Project ───────────┬───────────────┬────────────┐
//!                 │ note::parse ∥ │ bibliography  │ style      │ theme
//!                 ▼               ▼ ::parse       ▼ ::find     ▼ ::load
//!               Notes ─────▶ Bibliography       Style        Theme
//!                 └───────┬───────┘               │            │
//!                         ▼ review::link ∥        │            │
//!                       Review                    │            │
//!                         └────────── Edition ◀───┴────────────┘
//!                                        │ site::Press ∥, page by page:
//!                                        │ page::jobs, page::compose, Theme::render
//!                                        ▼
//!                                      Site ── site::write, publish, server      the only writing
//! ```
//!
//! Every step yields its value and its [diagnostics]; none stops at a problem.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests may use the disk and the clock"))]

pub mod panics;
pub mod diagnostics;
pub mod memo;
pub mod pace;
pub mod html;
pub mod rich;
pub mod sentence;
pub mod stop_words;
pub mod yaml;
pub mod collation;
pub mod decode;
pub mod config;
pub mod project;
pub mod chapters;
pub mod words;
pub mod note;
pub mod bibliography;
pub mod cff;
pub mod csl;
pub mod style;
pub mod review;
pub mod screening;
pub mod checks;
pub mod citation;
pub mod export;
pub mod search;
pub mod page;
pub mod theme;
pub mod site;
pub mod edition;
pub mod last_good;
pub mod server;
pub mod watcher;
pub mod publish;
pub mod init;
pub mod new_note;
pub mod cli;

use diagnostics::Checked;
use pace::Pace;
use project::Project;

pub use edition::{Built, Counts, Edition, Library, Memory, Options, references, words};

/// From inputs to site: the whole pipeline but for reading and writing.
pub fn build(project: &Checked<Project>, options: &Options, memory: &Memory) -> Built {
    let edition = Edition::new(project, options, memory);
    edition.finish(&edition.press(memory), memory, &Pace::default()).unwrap_or_default()
}
