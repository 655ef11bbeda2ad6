//! A citation style and the languages of its terms: by name from the archive, or a `.csl` file.
//!
//! A style is equal to another by its text and language, so that results can be remembered by it.

use crate::csl::Program;
use crate::diagnostics::{Code, Diagnostic, Severity, TextFile, nearest};
use citationberg::{IndependentStyle, Locale, StyleClass, TextTarget};
use hayagriva::archive::{ArchivedStyle, LOCALES};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

pub mod attributes;
mod elements;
pub mod printed;
mod reasons;
mod vocabulary;

/// Depth of elements in a `.csl` file, and expansions of its macros: far above any real style.
const MAX_DEPTH: usize = 200;
const MAX_EXPANSIONS: u64 = 100_000;

/// A style ready for use.
#[derive(Debug, Clone)]
pub struct Style {
    /// Its name in the CSL repository, or the path of its file.
    pub name: String,
    /// Its title in full.
    pub title: String,
    /// The language of its terms, BCP 47.
    pub language: String,
    /// The languages of works that have their own terms.
    item_languages: BTreeSet<String>,
    /// Whether the list is left in the order of its works.
    is_unsorted: bool,
    source: Arc<str>,
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    program: Program,
}

impl PartialEq for Style {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, &self.language, &self.item_languages, self.is_unsorted)
            == (&other.source, &other.language, &other.item_languages, other.is_unsorted)
    }
}

impl Eq for Style {}

impl Hash for Style {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.source.hash(state);
        self.language.hash(state);
        self.item_languages.hash(state);
        self.is_unsorted.hash(state);
    }
}

impl Style {
    /// The style itself.
    pub fn csl(&self) -> &IndependentStyle {
        &self.inner.program.style
    }

    /// The style compiled with its terms.
    pub fn program(&self) -> &Program {
        &self.inner.program
    }

    /// Whether the standard behind it wants what describes a work in the language of that work: "et al." for an English one
    /// in a Chinese list (GB/T 7714-2015, 8; GOST R 7.0.5-2008, 4). CSL 1.0.2 has no way for a style to say so.
    pub fn wants_item_terms(&self) -> bool {
        let id = self.csl().info.id.to_lowercase();
        ["gost-r-", "gb-t-7714", "gb7714"].iter().any(|standard| id.contains(standard))
    }

    /// Gives works in these languages terms of their own: abbreviations, labels, dates. Languages that CSL has no terms in,
    /// and dialects of the style's own, keep the style's. Quotation marks and labels of places in a work are the text's.
    pub fn with_item_terms(mut self, languages: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let primary = |code: &str| code.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let mut program = self.inner.program.clone();
        for language in languages.into_iter().map(Into::into).collect::<BTreeSet<String>>() {
            let locales = locales(&language);
            let is_known = locales
                .iter()
                .any(|locale| locale.lang.as_ref().is_some_and(|lang| primary(&lang.0) == primary(&language)));
            if is_known && primary(&language) != primary(&self.language) {
                program.add_item_terms(&locales.iter().collect::<Vec<_>>(), &language);
                self.item_languages.insert(language);
            }
        }
        self.inner = Arc::new(Inner { program });
        self
    }

    /// Leaves the list in the order in which its works are given; numbers and the letters of years follow it.
    pub fn unsorted(self) -> Self {
        let mut program = self.inner.program.clone();
        if let Some(list) = &mut program.style.bibliography {
            list.sort = None;
        }
        Self { is_unsorted: true, inner: Arc::new(Inner { program }), ..self }
    }

    /// Whether citations are notes, not text in brackets.
    pub fn is_note(&self) -> bool {
        self.csl().settings.class == StyleClass::Note
    }

    /// Whether its list is in the order of citation and not sorted.
    pub fn lists_by_citation(&self) -> bool {
        self.csl().bibliography.as_ref().is_none_or(|list| list.sort.is_none())
    }

    /// Whether its list hangs the second and later lines of an entry.
    pub fn hangs(&self) -> bool {
        self.csl().bibliography.as_ref().is_some_and(|list| list.hanging_indent)
    }

    /// Whether its list sets the first field of an entry, a number, apart.
    pub fn sets_first_field_apart(&self) -> bool {
        self.csl().bibliography.as_ref().is_some_and(|list| list.second_field_align.is_some())
    }
}

/// The bundled styles: their name in the CSL repository and their title, by name.
pub fn bundled() -> BTreeMap<&'static str, &'static str> {
    ArchivedStyle::all().iter().map(|style| (repository_name(*style), style.display_name())).collect()
}

fn repository_name(style: ArchivedStyle) -> &'static str {
    style.csl_id().rsplit('/').next().unwrap_or_default()
}

/// Finds the style of this name or path, in this language. `files` are the review's own `.csl` files.
///
/// Diagnostics without a place are for the caller, who knows where the name was written.
pub fn find(name: &str, language: &str, files: &[TextFile]) -> Result<(Style, Vec<Diagnostic>), Diagnostic> {
    let mut warnings = Vec::new();
    let (csl, title, source) = match files
        .iter()
        .find(|file| &*file.path == name || file.path.ends_with(&format!("/{name}")) && name.ends_with(".csl"))
    {
        Some(file) => from_file(file, &mut warnings)?,
        None if name.ends_with(".csl") => return Err(unknown(name, files)),
        None => from_archive(name).ok_or_else(|| unknown(name, files))?,
    };
    let locales = locales(language);
    if locales.len() < 2 && !is_english(language) {
        let message = format!("CSL has no terms in the language `{language}`; English ones are used");
        let hint = "name the language of the terms that readers know best, such as `en`, `ru` or `zh-CN`";
        warnings.push(Diagnostic::new(Code::UnknownLanguage, message).hint(hint));
    }
    let program = Program::new(csl, &locales.iter().collect::<Vec<_>>(), language);
    Ok((
        Style {
            name: name.to_owned(),
            title,
            language: language.to_owned(),
            item_languages: BTreeSet::new(),
            is_unsorted: false,
            source,
            inner: Arc::new(Inner { program }),
        },
        warnings,
    ))
}

fn is_english(language: &str) -> bool {
    language.split(['-', '_']).next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}

fn unknown(name: &str, files: &[TextFile]) -> Diagnostic {
    let bundled = bundled();
    let own = files.iter().map(|file| &*file.path);
    let whole = nearest(name, bundled.keys().copied().chain(own)).map(|best| format!("did you mean `{best}`?"));
    let hint = whole.or_else(|| family(name, &bundled)).unwrap_or_else(|| {
        "use a name from the CSL repository that is bundled, such as `apa`, `ieee` or `chicago-author-date`, or the path of a `.csl` file in `bibliography/styles/`".to_owned()
    });
    Diagnostic::new(Code::UnknownStyle, format!("no citation style is called `{name}`")).hint(hint)
}

/// The bundled styles whose first word is nearest to that of a name: `chigaco` means those of Chicago.
fn family(name: &str, bundled: &BTreeMap<&'static str, &'static str>) -> Option<String> {
    let first = |name: &'static str| name.split('-').next().unwrap_or(name);
    let word = nearest(name.split('-').next().unwrap_or(name), bundled.keys().copied().map(first))?;
    let family: Vec<&str> = bundled.keys().copied().filter(|name| first(name) == word).take(5).collect();
    Some(format!("did you mean `{}`?", family.join("`, `")))
}

/// Where styles come from.
const SOURCES: &str =
    "`sourcebook styles` lists the bundled styles, which need no file; others are at https://www.zotero.org/styles";

fn from_archive(name: &str) -> Option<(IndependentStyle, String, Arc<str>)> {
    let archived = ArchivedStyle::all()
        .iter()
        .copied()
        .find(|style| repository_name(*style) == name)
        .or_else(|| ArchivedStyle::by_name(name))?;
    match archived.get() {
        citationberg::Style::Independent(csl) => {
            Some((csl, archived.display_name().to_owned(), format!("archive:{}", archived.csl_id()).into()))
        }
        citationberg::Style::Dependent(_) => None,
    }
}

fn from_file(
    file: &TextFile,
    warnings: &mut Vec<Diagnostic>,
) -> Result<(IndependentStyle, String, Arc<str>), Diagnostic> {
    let bad = |message: String| {
        Diagnostic::new(Code::UnknownStyle, format!("`{}` is no usable citation style: {message}", file.path))
    };
    if elements::depth(&file.text) > MAX_DEPTH {
        return Err(bad(format!("its elements are nested deeper than {MAX_DEPTH}")));
    }
    let mut unknown = vocabulary::unknown(file);
    let read = citationberg::Style::from_xml(&attributes::normalised(&file.text));
    let style = read.map_err(|error| match (reasons::of_whole(&file.text), unknown.first()) {
        (Some(reason), _) => bad(reason).hint(SOURCES),
        (None, Some(first)) => Diagnostic { message: bad(first.message.clone()).message, ..first.clone() },
        (None, None) => bad(error.to_string()),
    })?;
    for diagnostic in &mut unknown {
        diagnostic.severity = Severity::Warning;
        diagnostic.message.push_str("; it is left out");
    }
    warnings.append(&mut unknown);
    let title = style.info().title.value.clone();
    let csl = match style {
        citationberg::Style::Independent(csl) => csl,
        citationberg::Style::Dependent(dependent) => {
            let parent = dependent.parent_link.href.clone();
            let archived = ArchivedStyle::by_id(&parent).ok_or_else(|| {
                let hint = "save that style itself beside this one, and name it in its place";
                bad(format!("it holds nothing but a link to `{parent}`, which is not bundled")).hint(hint)
            })?;
            match archived.get() {
                citationberg::Style::Independent(csl) => csl,
                citationberg::Style::Dependent(_) => return Err(bad("its parent depends on another style".to_owned())),
            }
        }
    };
    check_macros(&csl).map_err(bad)?;
    Ok((csl, title, file.text.clone()))
}

/// Refuses macros that call themselves, or that call each other so often that expanding them would not end.
fn check_macros(csl: &IndependentStyle) -> Result<(), String> {
    let calls: BTreeMap<&str, Vec<String>> =
        csl.macros.iter().map(|one| (one.name.as_str(), elements::called_macros(&one.children))).collect();
    let mut sizes = BTreeMap::new();
    for name in calls.keys() {
        expansions(name, &calls, &mut sizes, 0)?;
    }
    Ok(())
}

fn expansions(
    name: &str,
    calls: &BTreeMap<&str, Vec<String>>,
    sizes: &mut BTreeMap<String, u64>,
    depth: usize,
) -> Result<u64, String> {
    if let Some(size) = sizes.get(name) {
        return Ok(*size);
    }
    if depth > MAX_DEPTH {
        return Err(format!("its macro `{name}` calls itself, or others deeper than {MAX_DEPTH}"));
    }
    let mut size = 1u64;
    for called in calls.get(name).into_iter().flatten() {
        size = size.saturating_add(expansions(called, calls, sizes, depth + 1)?);
    }
    if size > MAX_EXPANSIONS {
        return Err(format!("its macro `{name}` stands for more than {MAX_EXPANSIONS} others"));
    }
    sizes.insert(name.to_owned(), size);
    Ok(size)
}

fn is_called(locale: &Locale, code: &str) -> bool {
    locale.lang.as_ref().is_some_and(|lang| lang.0.eq_ignore_ascii_case(code))
}

/// The dialect that stands for a language without one (CSL locales repository, `locales.json`).
fn main_dialect(primary: &str) -> &str {
    match primary {
        "en" => "en-US",
        "de" => "de-DE",
        "es" => "es-ES",
        "fr" => "fr-FR",
        "pt" => "pt-PT",
        "zh" => "zh-CN",
        other => other,
    }
}

/// The archive's locales for a language, in order of rising precedence (specification, "Locale Fallback"): English, the
/// language's main dialect, the dialect itself.
pub fn locales(language: &str) -> Vec<Locale> {
    let primary = language.split(['-', '_']).next().unwrap_or(language).to_lowercase();
    let mut found: Vec<Locale> = parsed_locales("en").into_iter().filter(|locale| is_called(locale, "en-US")).collect();
    let own = parsed_locales(&primary);
    let main = own.iter().find(|locale| is_called(locale, main_dialect(&primary))).or_else(|| own.first());
    found.extend(main.cloned());
    found.extend(own.iter().find(|locale| is_called(locale, language)).cloned());
    found
}

/// The codes of the languages that the archive has terms in, in order.
pub fn languages() -> BTreeSet<String> {
    let read = |bytes: &&[u8]| ciborium::from_reader::<Locale, _>(*bytes).ok()?.lang.map(|lang| lang.0);
    LOCALES.iter().filter_map(|bytes| read(&&**bytes)).collect()
}

/// The archive's locales of a primary language; the others are not even decoded.
fn parsed_locales(primary: &str) -> Vec<Locale> {
    if primary.is_empty() {
        return Vec::new();
    }
    let named = |locale: &Locale| locale.lang.as_ref().is_some_and(|lang| lang.0.split('-').next() == Some(primary));
    LOCALES
        .iter()
        .filter(|bytes| bytes[..bytes.len().min(64)].windows(primary.len()).any(|part| part == primary.as_bytes()))
        .filter_map(|bytes| ciborium::from_reader::<Locale, _>(*bytes).ok())
        .filter(named)
        .collect()
}

/// Whether a text element calls a macro, and which.
fn macro_of(target: &TextTarget) -> Option<&str> {
    match target {
        TextTarget::Macro { name } => Some(name),
        _ => None,
    }
}

/// The term for a place in the style's language: "p." or "pp." for `page`, by whether the value names several.
pub fn term_of_locator(style: &Style, label: &str, value: &str) -> Option<String> {
    use citationberg::taxonomy::{Locator, Term};
    let locator: Locator = label.parse().ok()?;
    let several = value.contains(['-', '–', ',', '&', ';']);
    let term = style.program().terms().get(Term::Locator(locator), citationberg::TermForm::Short, several)?;
    Some(term.to_owned())
}
