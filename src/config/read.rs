//! The keys of `sourcebook.yaml` one by one, each into its type; what does not fit is reported and left out.

use super::*;
use crate::yaml::Split;

/// The whole configuration, with defaults for what is not there.
pub(super) fn read(reader: &mut Reader) -> Config {
    let default = Config::default();
    let place = |reader: &Reader, key: &str| reader.document().value_place(&[key]);
    let publish = publish(reader);
    let of_domain = publish.domain.as_ref().map(|domain| format!("https://{domain}/"));
    Config {
        title: reader.string(&["title"]),
        description: reader.string(&["description"]),
        authors: authors(reader),
        license: reader.string(&["license"]),
        base_url: base_url(reader).or(of_domain),
        language_place: place(reader, "language"),
        language: reader.string(&["language"]).unwrap_or(default.language),
        style_place: place(reader, "style"),
        style: reader.string(&["style"]).map(|style| slashed(&style)).unwrap_or(default.style),
        term_language: match one_of(reader, "term-language", &["source", "review"]) {
            Some(0) => TermLanguage::Source,
            Some(_) => TermLanguage::Review,
            None => TermLanguage::ByStyle,
        },
        bibliography: reader
            .strings(&["bibliography"], Split::Never)
            .map(|paths| paths.into_iter().map(|(path, place)| (slashed(&path), place)).collect()),
        encoding: encoding(reader),
        content: content(reader),
        chapters: chapters(reader),
        ignore: ignore(reader),
        tags: tags(reader),
        relations: relations(reader),
        navigation: navigation(reader),
        theme: theme(reader),
        accent: accent(reader),
        web_fonts: one_of(reader, "fonts", &["built-in", "system"]) != Some(1),
        tags_from_folders: one_of(reader, "tags-from", &["notes", "folders"]) == Some(1),
        keywords: match one_of(reader, "keywords", &["known", "all", "off"]) {
            Some(1) => Keywords::All,
            Some(2) => Keywords::Off,
            _ => Keywords::Known,
        },
        fields: fields(reader),
        html: match one_of(reader, "html", &["sanitise", "escape", "trust"]) {
            Some(1) => HtmlPolicy::Escape,
            Some(2) => HtmlPolicy::Trust,
            _ => HtmlPolicy::Sanitise,
        },
        screening: placed(reader, &["screening"]),
        progress: reader.bool(&["progress"]),
        highwire: highwire(reader),
        checks: checks(reader),
        publish,
    }
}

/// A path as every system has it: authors on Windows write `bibliography\works.bib`.
fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

/// An encoding by a label of the Encoding Standard.
fn encoding(reader: &mut Reader) -> Option<&'static Encoding> {
    let label = reader.string(&["encoding"])?;
    let encoding = crate::decode::by_label(&label);
    if encoding.is_none() {
        let hint = "such as `windows-1251`, `gb18030`, `big5`, `shift_jis` or `euc-kr`".to_owned();
        reader.report(&["encoding"], format!("there is no encoding `{label}`"), Some(hint));
    }
    encoding
}

/// One folder of the review, or several.
fn content(reader: &mut Reader) -> Content {
    let written = reader.strings(&["content"], Split::Never).unwrap_or_default();
    let mut folders = Vec::new();
    for (folder, _) in written {
        let folder = slashed(&folder);
        if folder.starts_with(['/', '~']) || folder.contains(':') || folder.split('/').any(|part| part == "..") {
            let hint =
                Some("name a folder inside the review, such as `notes`, or `.` for the review itself".to_owned());
            reader.report(&["content"], format!("`content` cannot be `{folder}`"), hint);
        } else {
            folders.push(folder);
        }
    }
    Content::new(folders)
}

/// The name of a file or folder, or a list.
fn chapters(reader: &mut Reader) -> Option<ChaptersConfig> {
    if reader.document().get(&["chapters"])?.is_sequence() {
        return Some(ChaptersConfig::Listed);
    }
    let (name, place) = placed(reader, &["chapters"])?;
    Some(ChaptersConfig::Named(slashed(&name).trim_start_matches("./").trim_end_matches('/').to_owned(), place))
}

/// Paths with slashes, without one at their ends.
fn ignore(reader: &mut Reader) -> Vec<String> {
    let written = reader.strings(&["ignore"], Split::Never).unwrap_or_default();
    let plain = |(path, _): (String, _)| slashed(&path).trim_start_matches("./").trim_matches('/').to_owned();
    written.into_iter().map(plain).filter(|path| !path.is_empty()).collect()
}

/// Which of these words stands at a key.
fn one_of(reader: &mut Reader, key: &str, words: &[&str]) -> Option<usize> {
    let word = reader.string(&[key])?;
    let found = words.iter().position(|known| *known == word);
    if found.is_none() {
        let hint =
            did_you_mean(&word, words.iter().copied()).unwrap_or_else(|| format!("one of `{}`", words.join("`, `")));
        reader.report(&[key], format!("`{key}` cannot be `{word}`"), Some(hint));
    }
    found
}

fn authors(reader: &mut Reader) -> Vec<Author> {
    let count = reader.document().get(&["authors"]).and_then(|value| value.as_sequence().map(Vec::len));
    let Some(count) = count else {
        let names = reader.strings(&["authors"], Split::Never).unwrap_or_default();
        return names.into_iter().map(|(name, _)| Author { name, ..Author::default() }).collect();
    };
    let mut authors = Vec::new();
    for index in (0..count).map(|index| index.to_string()) {
        let is_mapping = reader.document().get(&["authors", &index]).is_some_and(serde_yaml::Value::is_mapping);
        let author = if is_mapping {
            Author {
                name: reader.string(&["authors", &index, "name"]).unwrap_or_default(),
                orcid: placed(reader, &["authors", &index, "orcid"]),
                affiliation: reader.string(&["authors", &index, "affiliation"]),
            }
        } else {
            Author { name: reader.string(&["authors", &index]).unwrap_or_default(), ..Author::default() }
        };
        if author.name.is_empty() {
            reader.report(&["authors", &index], "an author needs a `name`", None);
        } else {
            authors.push(author);
        }
    }
    authors
}

/// A text and where it stands.
fn placed(reader: &mut Reader, path: &[&str]) -> Option<(String, Span)> {
    let text = reader.string(path)?;
    Some((text, reader.document().value_place(path).unwrap_or_else(|| reader.document().nearest_place(path))))
}

fn base_url(reader: &mut Reader) -> Option<String> {
    let url = reader.string(&["base-url"])?;
    match checked_base_url(&url) {
        Some(url) => Some(url),
        None => {
            let hint = "such as `https://example.org/review/`".to_owned();
            reader.report(&["base-url"], format!("`{url}` is no address of a site"), Some(hint));
            None
        }
    }
}

fn tags(reader: &mut Reader) -> Vec<TagConfig> {
    let mut tags = Vec::new();
    for (tag, value) in reader.mapping(&["tags"]) {
        let mut read = TagConfig { tag: tag.clone(), ..TagConfig::default() };
        if value.is_mapping() {
            read.labels = labels(reader, &["tags", &tag, "label"]);
            let synonyms = reader.strings(&["tags", &tag, "synonyms"], Split::Never).unwrap_or_default();
            read.synonyms = synonyms.into_iter().map(|(word, _)| word).collect();
            read.group = reader.string(&["tags", &tag, "group"]);
        } else if !value.is_null() {
            read.labels = reader.string(&["tags", &tag]).map(|label| (String::new(), label)).into_iter().collect();
        }
        tags.push(read);
    }
    tags
}

/// The columns of the evidence table: a label alone, or all that can be said of one.
fn fields(reader: &mut Reader) -> Vec<FieldConfig> {
    let mut fields = Vec::new();
    for (name, value) in reader.mapping(&["fields"]) {
        let mut read = FieldConfig { name: name.clone(), ..FieldConfig::default() };
        if value.is_mapping() {
            read.labels = labels(reader, &["fields", &name, "label"]);
            read.unit = reader.string(&["fields", &name, "unit"]).unwrap_or_default();
            let values = reader.strings(&["fields", &name, "values"], Split::Never).unwrap_or_default();
            read.values = values.into_iter().map(|(word, _)| word).collect();
        } else if !value.is_null() {
            read.labels = labels(reader, &["fields", &name]);
        }
        fields.push(read);
    }
    fields
}

/// A label for any language, or one by language.
fn labels(reader: &mut Reader, path: &[&str]) -> Vec<(String, String)> {
    let is_mapping = reader.document().get(path).is_some_and(serde_yaml::Value::is_mapping);
    if !is_mapping {
        return reader.string(path).map(|label| (String::new(), label)).into_iter().collect();
    }
    let languages: Vec<String> = reader.mapping(path).into_iter().map(|(language, _)| language).collect();
    let label = |language: String| Some((language.clone(), reader.string(&[path, &[&language]].concat())?));
    languages.into_iter().filter_map(label).collect()
}

/// Relations by word: a label, `off`, or a mapping of what is known of it.
fn relations(reader: &mut Reader) -> Vec<RelationConfig> {
    let mut relations = Vec::new();
    for (word, value) in reader.mapping(&["relations"]) {
        let mut read = RelationConfig { word: word.clone(), ..RelationConfig::default() };
        if value.is_mapping() {
            read.labels = labels(reader, &["relations", &word, "label"]);
            read.inverses = labels(reader, &["relations", &word, "inverse"]);
            read.cito = cito(reader, &["relations", &word, "cito"]);
        } else {
            read.labels = labels(reader, &["relations", &word]);
            read.is_off = read.labels.iter().any(|(_, label)| label == "off" || label == "false");
        }
        relations.push(read);
    }
    relations
}

/// A name of the Citation Typing Ontology, with or without `cito:`.
fn cito(reader: &mut Reader, path: &[&str]) -> Option<String> {
    let name = reader.string(path)?;
    let plain = name.strip_prefix("cito:").unwrap_or(&name);
    let is_name = !plain.is_empty() && plain.len() < 60 && plain.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_name {
        let hint = "such as `disputes` or `usesMethodIn`".to_owned();
        reader.report(path, format!("`{name}` is no name of CiTO"), Some(hint));
    }
    is_name.then(|| plain.to_owned())
}

/// A mapping of labels to pages, in order: `About: about.md`.
fn navigation(reader: &mut Reader<'_>) -> Option<Vec<(String, String, Span)>> {
    reader.document().get(&["navigation"])?;
    let labels: Vec<String> = reader.mapping(&["navigation"]).into_iter().map(|(label, _)| label).collect();
    let mut items = Vec::new();
    for label in labels {
        if let Some(target) = reader.string(&["navigation", &label]) {
            let place = reader.document().nearest_place(&["navigation", &label]);
            items.push((label, target, place));
        }
    }
    Some(items)
}

fn theme(reader: &mut Reader) -> Option<(String, Span)> {
    let name = reader.string(&["theme"])?;
    let place = reader.document().nearest_place(&["theme"]);
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    if !plain {
        reader.report(&["theme"], format!("`{name}` is not the name of a folder in `themes/`"), None);
    }
    plain.then_some((name, place))
}

/// A colour goes into a style sheet, so it may hold only what colours are made of.
fn accent(reader: &mut Reader) -> Option<String> {
    let colour = reader.string(&["accent"])?;
    let plain = colour.len() < 100 && colour.chars().all(|c| c.is_ascii_alphanumeric() || "#(),.%/ -".contains(c));
    if !plain {
        reader.report(
            &["accent"],
            format!("`{colour}` is no CSS colour"),
            Some("such as `#2c3fb1` or `rgb(44 63 177)`".to_owned()),
        );
    }
    plain.then_some(colour)
}

fn highwire(reader: &mut Reader) -> bool {
    // That it is a mapping is said here, for all that it holds.
    reader.mapping(&["metadata"]);
    reader.bool(&["metadata", "highwire"]).unwrap_or(true)
}

fn checks(reader: &mut Reader) -> BTreeMap<Code, Option<Severity>> {
    let mut checks = BTreeMap::new();
    let names: Vec<String> = reader.mapping(&["checks"]).into_iter().map(|(name, _)| name).collect();
    for name in names {
        let known = Code::ALL.iter().find(|code| code.name() == name);
        let severity = match reader.string(&["checks", &name]).as_deref() {
            Some("error") => Some(Some(Severity::Error)),
            Some("warning") => Some(Some(Severity::Warning)),
            Some("off" | "false") => Some(None),
            _ => None,
        };
        match (known, severity) {
            (Some(code), Some(severity)) => {
                checks.insert(*code, severity);
            }
            (None, _) => {
                let hint = did_you_mean(&name, Code::ALL.iter().map(|code| code.name()));
                reader.report(&["checks", &name], format!("there is no check `{name}`"), hint);
            }
            (_, None) => reader.report(&["checks", &name], "a severity is `error`, `warning` or `off`", None),
        }
    }
    checks
}

fn publish(reader: &mut Reader) -> PublishConfig {
    reader.mapping(&["publish"]);
    let not_secret = reader.strings(&["publish", "not-secret"], Split::Never).unwrap_or_default();
    PublishConfig {
        remote: reader.string(&["publish", "remote"]),
        branch: reader.string(&["publish", "branch"]),
        domain: domain(reader),
        not_secret: not_secret.into_iter().map(|(path, _)| path).collect(),
    }
}

/// A domain goes into a file that hosts read, and into addresses: a name of letters, digits and hyphens, as DNS has it.
fn domain(reader: &mut Reader) -> Option<String> {
    let domain = reader.string(&["publish", "domain"])?;
    let is_label = |label: &str| {
        (1..64).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let plain = domain.len() < 254 && domain.contains('.') && domain.split('.').all(is_label);
    if !plain {
        let hint = "such as `review.example.org`, without `https://`; other letters in punycode";
        reader.report(&["publish", "domain"], format!("`{domain}` is no domain"), Some(hint.to_owned()));
    }
    plain.then(|| domain.to_ascii_lowercase())
}
