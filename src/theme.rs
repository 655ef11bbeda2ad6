//! How the site looks: the built-in templates and assets, under the author's files of the same path.

use crate::diagnostics::{Checked, Code, Diagnostic, TextFile};
use crate::project::Files;
use crate::words::counted;
use rust_embed::Embed;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;
use tera::{Context, Kwargs, State, Tera, Value};

mod note_template;

pub use note_template::NoteTemplate;

/// The built-in theme, in the binary.
#[derive(Embed)]
#[folder = "themes/default/"]
struct BuiltIn;

/// Compiled templates, and the files that are served as they are.
#[derive(Debug, Clone)]
pub struct Theme {
    tera: Tera,
    built_in: Tera,
    /// By path below the root of the site: `assets/style.css`.
    pub assets: Files,
    own: BTreeMap<String, TextFile>,
}

/// The built-in files by path: `templates/home.html`, `assets/style.css`, `words/en.yaml`.
///
/// One copy for the whole program, as fonts are large and every build asks.
pub fn built_in() -> Files {
    static FILES: LazyLock<Files> = LazyLock::new(|| {
        BuiltIn::iter().filter_map(|path| Some((path.to_string(), BuiltIn::get(&path)?.data.as_ref().into()))).collect()
    });
    FILES.clone()
}

/// Compiles the templates. One of the author's that cannot be read is reported, and the built-in one is used.
pub fn load(own: &Files, name: &str) -> Checked<Theme> {
    let mut diagnostics = Vec::new();
    let given = built_in();
    let templates = templates(&given);
    let mut own_templates: BTreeMap<String, TextFile> = own
        .iter()
        .filter_map(|(path, bytes)| {
            let template = path.strip_prefix("templates/")?;
            let file = TextFile::new(&format!("themes/{name}/{path}"), &String::from_utf8_lossy(bytes));
            Some((template.to_owned(), file))
        })
        .collect();
    let built_in = compile(&templates, &BTreeMap::new()).unwrap_or_default();
    let tera = loop {
        match compile(&templates, &own_templates) {
            Ok(tera) => break tera,
            Err(_) if own_templates.is_empty() => break built_in.clone(),
            Err(error) => {
                diagnostics.push(problem(&error, &own_templates));
                // The one it stands in goes; where that is a built-in one, it is for want of one of the author's.
                let guilty = place(&error).map(|(name, _)| name).filter(|name| own_templates.contains_key(name));
                match guilty {
                    Some(name) => drop(own_templates.remove(&name)),
                    None => own_templates.clear(),
                }
            }
        }
    };
    let assets = given.into_iter().chain(own.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
    let assets = assets.filter(|(path, _)| path.starts_with("assets/")).collect();
    Checked { value: Theme { tera, built_in, assets, own: own_templates }, diagnostics }
}

fn templates(files: &Files) -> BTreeMap<String, String> {
    let named = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("templates/")?, bytes)));
    named.map(|(name, bytes)| (name.to_owned(), String::from_utf8_lossy(bytes).into_owned())).collect()
}

fn compile(built_in: &BTreeMap<String, String>, own: &BTreeMap<String, TextFile>) -> tera::TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.register_filter("count", count);
    let given =
        built_in.iter().filter(|(name, _)| !own.contains_key(*name)).map(|(name, text)| (name.as_str(), text.as_str()));
    tera.add_raw_templates(given.chain(own.iter().map(|(name, file)| (name.as_str(), &*file.text))))?;
    Ok(tera)
}

/// `n | count(of=site.words.sources, lang=site.words.language)`: the plural form for a number.
fn count(n: usize, arguments: Kwargs, _: &State) -> tera::TeraResult<String> {
    let forms: Value = arguments.must_get("of")?;
    let language: String = arguments.must_get("lang")?;
    let forms = serde_json::to_value(&forms).unwrap_or_default();
    Ok(counted(&forms, &language, n))
}

/// What all templates are given under one name, converted once.
#[derive(Debug, Clone)]
pub struct Shared(Value);

impl Theme {
    /// Converts it.
    pub fn shared(value: &impl Serialize) -> Shared {
        Shared(Value::from_serializable(value))
    }

    /// Fills a template: `site`, `page` and `it` are what it may use. Where one of the author's fails, the built-in one
    /// is used and the problem reported.
    pub fn render(&self, template: &str, site: &Shared, page: &impl Serialize, it: &impl Serialize) -> Rendered {
        let mut context = Context::new();
        context.insert_value("site", site.0.clone());
        context.insert("page", page);
        context.insert("it", it);
        match self.tera.render(template, &context) {
            Ok(html) => Rendered { html, problem: None },
            Err(error) => Rendered {
                html: self.built_in.render(template, &context).unwrap_or_default(),
                problem: Some(Box::new(problem(&error, &self.own))),
            },
        }
    }
}

/// A page, and what was wrong with its template.
#[derive(Debug)]
pub struct Rendered {
    /// The page.
    pub html: String,
    /// Why the author's template was not used.
    pub problem: Option<Box<Diagnostic>>,
}

/// The template that an error stands in, and the bytes.
fn place(error: &tera::Error) -> Option<(String, Range<usize>)> {
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            Some((report.filename().to_owned(), report.span().range.clone()))
        }
        _ => None,
    }
}

/// A template's error, at its place where that is one of the author's.
fn problem(error: &tera::Error, own: &BTreeMap<String, TextFile>) -> Diagnostic {
    let message = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => report.message().to_owned(),
        _ => error.to_string(),
    };
    let message = message.lines().map(str::trim).find(|line| !line.is_empty() && *line != "error:").unwrap_or_default();
    let diagnostic = Diagnostic::new(Code::BadTemplate, lower(message.trim_start_matches("error: ")));
    let place = place(error);
    match place.as_ref().and_then(|(name, range)| Some(own.get(name)?.span(range.clone()))) {
        Some(span) => diagnostic.at(span),
        None => match place {
            Some((name, _)) => {
                diagnostic.hint(format!("the built-in template `{name}` needs it from one of your theme"))
            }
            None => diagnostic,
        },
    }
}

fn lower(message: &str) -> String {
    let mut letters = message.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_templates_compile() {
        if let Err(error) = compile(&templates(&built_in()), &BTreeMap::new()) {
            panic!("{error}");
        }
    }
}
