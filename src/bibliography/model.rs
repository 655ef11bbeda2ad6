//! What every format becomes: an item of CSL's types and variables.

pub mod csl_variables;
pub(super) mod date;
mod item;
pub(crate) mod language;
mod look;
mod value;
mod variables;

pub use item::{Day, ItemDate, Name};
pub use look::year_text;
pub use value::Value;
pub use variables::Variables;
