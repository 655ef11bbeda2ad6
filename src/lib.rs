//! Sourcebook turns a folder of notes and one bibliography into the website of a literature review.
pub mod diagnostics;
pub mod yaml;
pub mod note;
pub mod bibliography;
