//! CSL-JSON and CSL-YAML: items in CSL's own terms, as other programs write them.

pub(super) mod date;
pub(super) mod item;
pub(super) mod json;
mod json_items;
mod markup;
pub(super) mod name;
pub(super) mod note;
pub(super) mod yaml;
