//! The template of new notes: the author's `templates/note.md`, or the built-in one.

use super::{Context, Kwargs, State, Tera, problem};
use crate::diagnostics::{Diagnostic, TextFile};
use crate::project::NOTE_TEMPLATE as PATH;
use serde::Serialize;
use std::collections::BTreeMap;

const BUILT_IN: &str = include_str!("note.md");

/// A compiled template.
#[derive(Debug, Clone)]
pub struct NoteTemplate {
    tera: Tera,
    /// What it was compiled from.
    pub file: TextFile,
}

impl NoteTemplate {
    /// Compiles the author's template, or the built-in one where there is none.
    pub fn new(own: Option<&TextFile>) -> Result<Self, Diagnostic> {
        let file = own.cloned().unwrap_or_else(|| TextFile::new(PATH, BUILT_IN));
        let mut tera = Tera::default();
        tera.register_filter("yaml", yaml);
        tera.add_raw_template(PATH, &file.text).map_err(|error| problem_in(&file, &error))?;
        Ok(Self { tera, file })
    }

    /// Fills it.
    pub fn fill(&self, fields: &impl Serialize) -> Result<String, Diagnostic> {
        let context = Context::from_serialize(fields).map_err(|error| problem_in(&self.file, &error))?;
        self.tera.render(PATH, &context).map_err(|error| problem_in(&self.file, &error))
    }
}

fn problem_in(file: &TextFile, error: &tera::Error) -> Diagnostic {
    problem(error, &BTreeMap::from([(PATH.to_owned(), file.clone())]))
}

/// `{{ title | yaml }}`: a text or a list as a value of front matter, in quotes where it needs them.
fn yaml(value: tera::Value, _: Kwargs, _: &State) -> tera::TeraResult<String> {
    let value = serde_json::to_value(&value).unwrap_or_default();
    Ok(match &value {
        serde_json::Value::String(text) => crate::yaml::scalar(text),
        other => other.to_string(),
    })
}
