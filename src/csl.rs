//! A processor of CSL 1.0.2 (Citation Style Language): styles, locales and items in, citations and reference lists out.
//!
//! It knows nothing of notes, pages or HTML. A style is compiled once with its terms ([`Program`]); items are understood once
//! ([`Record`]); a [`Formatter`] numbers them and tells them apart, and then renders each citation and each entry on its own.
//!
//! | of the specification | is in |
//! |---|---|
//! | rendering elements, macros, groups | `eval` |
//! | text, variables, links | `text` |
//! | conditions | `conditions` |
//! | names, particles, et al., initials | `names`, `initials` |
//! | dates | `dates` |
//! | numbers, labels, page ranges | `numbers` |
//! | terms, locale fallback, ordinals | `terms` |
//! | text-case | `case`, `letters` |
//! | markup in fields, quotation marks | `markup` |
//! | sorting | `sort` |
//! | position, ibid. | `position` |
//! | disambiguation | `disambiguate` |
//! | collapsing, grouping of cites | `cluster` |
//! | numbering, the list, author substitution | `document` |
//! | punctuation where parts meet | `punctuation` |
//! | flip-flop of looks and quotation marks | `output` |

mod case;
mod cluster;
mod conditions;
mod date_value;
mod dates;
mod disambiguate;
mod document;
mod eval;
mod initials;
mod label;
mod letters;
mod markup;
mod names;
mod numbers;
pub mod output;
mod position;
mod program;
mod punctuation;
mod record;
mod sort;
mod terms;
mod text;
pub mod token;

pub use date_value::{DateValue, Point};
pub use document::{Entry, Formatter};
pub use eval::Position;
pub use program::Program;
pub use record::{Field, Name, Record};
pub use terms::Terms;
pub use token::Tokens;

/// A citation: works cited together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Cluster {
    /// The cites, as the author orders them.
    pub cites: Vec<Cite>,
    /// The number of the note it stands in; 0 in the text.
    pub note: u32,
    /// Whether the author's order stands, whatever the style says.
    pub in_order: bool,
    /// How much of its note it is.
    pub extent: Extent,
}

/// How much of its note a citation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Extent {
    /// All of it: what the style puts around a citation stands.
    #[default]
    Whole,
    /// Its beginning: the note's own words follow.
    Start,
    /// A part within the note's own words.
    Within,
}

/// One work within a citation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Cite {
    /// The number of its item.
    pub item: usize,
    /// The place in the work.
    pub locator: Option<Locator>,
    /// What stands before it.
    pub prefix: Tokens,
    /// What stands after it.
    pub suffix: Tokens,
    /// Whether its names are left out: the sentence has them.
    pub without_author: bool,
    /// Where it stands among the others of its work, where the caller knows better.
    pub position: Option<Position>,
}

/// A place in a work.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locator {
    /// CSL's name of the unit.
    pub label: String,
    /// The number or numbers.
    pub value: String,
}

/// A field's text as tokens, its markup and quotation marks read.
pub fn field(text: &str) -> Tokens {
    markup::field(text)
}
