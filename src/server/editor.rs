//! The way from an error into the author's editor; which programs there are is the command line's to know.

use std::sync::Arc;

/// A place in a file of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Relative to the root of the review, with `/`.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// How the author's editor opens a place.
#[derive(Clone, Default)]
pub enum Editor {
    /// It cannot be opened from a browser: the place is copied.
    #[default]
    Copy,
    /// By a link that the editor's own scheme makes; none for a file outside the review.
    Link(At<Option<String>>),
    /// By a program; says whether it was started.
    Program(At<bool>),
}

/// What is done at a place.
pub type At<T> = Arc<dyn Fn(&Place) -> T + Send + Sync>;
