//! How the site looks: the built-in templates and assets, under the author's files of the same path.

use crate::diagnostics::{Checked, Code, Diagnostic, TextFile};
use crate::words::{Files, counted};
use rust_embed::Embed;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Kwargs, State, Tera, Value};

/// The built-in theme, in the binary.
#[derive(Embed)]
#[folder = "themes/default/"]
struct BuiltIn;

/// Compiled templates, and the files that are served as they are.
#[derive(Debug, Clone)]
pub struct Theme {
    tera: Tera,
    /// By path below the root of the site: `assets/style.css`.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    sources: BTreeMap<String, String>,
    own: Arc<str>,
}

/// All files of a theme by path: the built-in ones, under those of the author's theme.
pub fn files(own: &BTreeMap<String, Arc<[u8]>>) -> Files {
    let built_in =
        BuiltIn::iter().filter_map(|path| Some((path.to_string(), BuiltIn::get(&path)?.data.as_ref().into())));
    let mut files: Files = built_in.collect();
    files.extend(own.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
    files
}

/// Compiles the templates. One of the author's that cannot be read is reported, and the built-in ones are used.
pub fn load(own: &BTreeMap<String, Arc<[u8]>>, name: &str) -> Checked<Theme> {
    let mut diagnostics = Vec::new();
    let folder: Arc<str> = format!("themes/{name}").into();
    let theme = match compile(&files(own), &folder) {
        Ok(theme) => theme,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            let assets_only = own.iter().filter(|(path, _)| !path.starts_with("templates/"));
            let files = files(&assets_only.map(|(path, bytes)| (path.clone(), bytes.clone())).collect());
            compile(&files, &folder).unwrap_or_else(|_| Theme {
                tera: Tera::default(),
                assets: BTreeMap::new(),
                sources: BTreeMap::new(),
                own: folder,
            })
        }
    };
    Checked { value: theme, diagnostics }
}

fn compile(files: &Files, folder: &Arc<str>) -> Result<Theme, Diagnostic> {
    let mut sources = BTreeMap::new();
    let mut assets = BTreeMap::new();
    for (path, bytes) in files {
        if let Some(name) = path.strip_prefix("templates/") {
            sources.insert(name.to_owned(), String::from_utf8_lossy(bytes).into_owned());
        } else if path.starts_with("assets/") {
            assets.insert(path.clone(), bytes.clone());
        }
    }
    let mut tera = Tera::default();
    tera.register_filter("count", count);
    tera.add_raw_templates(sources.iter()).map_err(|error| problem(&error, &sources, folder))?;
    Ok(Theme { tera, assets, sources, own: folder.clone() })
}

/// `n | count(of=site.words.sources, lang=page.language)`: the plural form for a number.
fn count(n: usize, arguments: Kwargs, _: &State) -> tera::TeraResult<String> {
    let forms: Value = arguments.must_get("of")?;
    let language: String = arguments.must_get("lang")?;
    let forms = serde_json::to_value(&forms).unwrap_or_default();
    Ok(counted(&forms, &language, n))
}

impl Theme {
    /// What all templates are given under one name, converted once.
    pub fn shared(value: &impl Serialize) -> Value {
        Value::from_serializable(value)
    }

    /// Fills a template: `site`, `page` and `it` are what it may use.
    pub fn render(
        &self,
        template: &str,
        site: &Value,
        page: &impl Serialize,
        it: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", site.clone());
        context.insert("page", page);
        context.insert("it", it);
        self.tera.render(template, &context).map_err(|error| Box::new(problem(&error, &self.sources, &self.own)))
    }
}

/// A template's error at its place in the file.
fn problem(error: &tera::Error, sources: &BTreeMap<String, String>, folder: &str) -> Diagnostic {
    let report = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => report,
        _ => return Diagnostic::new(Code::BadTemplate, lower(&error.to_string())),
    };
    let diagnostic = Diagnostic::new(Code::BadTemplate, lower(report.message().lines().next().unwrap_or_default()));
    match sources.get(report.filename()) {
        Some(source) => {
            let file = TextFile::new(&format!("{folder}/templates/{}", report.filename()), source);
            diagnostic.at(file.span(report.span().range.clone()))
        }
        None => diagnostic,
    }
}

fn lower(message: &str) -> String {
    let mut letters = message.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
