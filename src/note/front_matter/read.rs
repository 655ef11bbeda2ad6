//! From YAML to the typed front matter. Names of keys are understood in any case, with spaces, `-`, `_` or nothing between words.

use super::super::front_matter::{Field, Finding, FrontMatter, Related, Weight};
use super::super::record::{Said, labels, plain};
use super::nocite;
use crate::diagnostics::{Code, Diagnostic, Span, did_you_mean, slip_of};
use crate::yaml::{Document, Reader, Split, scalar_text};
use serde_yaml::Value;

/// The names under which notes have their key, the most telling first.
const CITEKEY: &[&str] = &["citekey", "citationkey", "bibtexkey", "key"];

/// Every key, folded, with its other spellings.
const KEYS: &[&str] = &[
    "citekey",
    "citationkey",
    "bibtexkey",
    "key",
    "aliases",
    "alias",
    "id",
    "doi",
    "title",
    "description",
    "lang",
    "language",
    "date",
    "draft",
    "publish",
    "private",
    "tags",
    "tag",
    "findings",
    "finding",
    "status",
    "read",
    "screening",
    "exclusionreason",
    "fields",
    "abstract",
    "relations",
    "nocite",
    "references",
    "bibliography",
];

/// Those whose value is a list or a mapping: a text under a name that is nearly theirs is an author's own.
const COMPOUND: &[&str] = &["findings", "finding", "fields", "relations", "references"];

/// What other programs and authors write in front matter that is a slip away from one of these keys.
const OTHERS: &[&str] =
    &["data", "dates", "head", "land", "lead", "load", "published", "publisher", "rate", "stats", "tabs"];

/// Whether a word is a key of front matter, in any of its spellings.
pub fn is_key(word: &str) -> bool {
    KEYS.contains(&folded(word).as_str())
}

/// Adds what a document says to the front matter; what is there already stays.
pub fn add(document: &Document, front: &mut FrontMatter) -> Vec<Diagnostic> {
    let keys = document.keys();
    let mut source = Source { reader: Reader::new(document, Code::BadFrontMatter), keys, more: Vec::new() };
    if !matches!(document.value(), Value::Mapping(_) | Value::Null) {
        source.reader.report(&[], "front matter should be a mapping of keys to values", None);
    }
    source.read(front);
    source.more.extend(slips(document, &source.keys));
    let mut diagnostics = source.reader.into_diagnostics();
    diagnostics.append(&mut source.more);
    diagnostics
}

/// Keys that are a slip away from known ones that the document does not have, too.
fn slips(document: &Document, keys: &[String]) -> Vec<Diagnostic> {
    let given: Vec<String> = keys.iter().map(|key| folded(key)).collect();
    let slip = |(key, word): (&String, &String)| {
        let is_own = KEYS.contains(&word.as_str()) || OTHERS.contains(&word.as_str());
        let unused = KEYS.iter().copied().filter(|known| !given.iter().any(|word| word == known));
        let meant = slip_of(word, unused).filter(|_| !is_own)?;
        let is_text = document.get(&[key]).is_some_and(|value| !value.is_mapping() && !value.is_sequence());
        if is_text && COMPOUND.contains(&meant) {
            return None;
        }
        let meant = if meant == "exclusionreason" { "exclusion_reason" } else { meant };
        let place = document.place(&[key]).unwrap_or_else(|| document.nearest_place(&[key]));
        let problem = Diagnostic::new(Code::NearMiss, format!("`{key}` means nothing here")).at(place);
        Some(problem.hint(format!("did you mean `{meant}`?")))
    };
    keys.iter().zip(&given).filter_map(slip).collect()
}

struct Source<'a> {
    reader: Reader<'a>,
    keys: Vec<String>,
    /// What is wrong within values.
    more: Vec<Diagnostic>,
}

impl Source<'_> {
    /// The key as the file spells it, of several names the first that is there.
    fn key(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.keys.iter().find(|key| folded(key) == *name)).cloned()
    }

    fn text(&mut self, names: &[&str]) -> Option<String> {
        let key = self.key(names)?;
        self.reader.string(&[&key]).filter(|text| !text.is_empty())
    }

    fn placed(&mut self, names: &[&str]) -> Option<(String, Span)> {
        let key = self.key(names)?;
        let text = self.reader.string(&[&key]).filter(|text| !text.is_empty())?;
        Some((text, self.reader.document().nearest_place(&[&key])))
    }

    fn read(&mut self, front: &mut FrontMatter) {
        let front_was = std::mem::take(front);
        *front = FrontMatter {
            citekey: front_was.citekey.or_else(|| self.citekey()),
            aliases: either(front_was.aliases, || self.aliases()),
            id: front_was.id.or_else(|| self.text(&["id"])),
            doi: front_was.doi.or_else(|| self.text(&["doi"]).map(|doi| normal_doi(&doi))),
            title: front_was.title.or_else(|| self.text(&["title"])),
            description: front_was.description.or_else(|| self.text(&["description"])),
            lang: front_was.lang.or_else(|| self.text(&["lang", "language"])),
            date: front_was.date.or_else(|| self.text(&["date"])),
            draft: front_was.draft || self.is_draft(),
            tags: either(front_was.tags, || self.tags()),
            findings: either(front_was.findings, || self.findings()),
            status: front_was.status.or_else(|| self.text(&["status"])),
            read: front_was.read.or_else(|| self.text(&["read"])),
            screening: front_was.screening.or_else(|| self.placed(&["screening"])),
            exclusion_reason: front_was.exclusion_reason.or_else(|| self.placed(&["exclusionreason"])),
            fields: either(front_was.fields, || self.fields()),
            abstracts: either(front_was.abstracts, || self.abstracts()),
            relations: either(front_was.relations, || self.relations()),
            properties: either(front_was.properties, || self.properties()),
            nocite: either(front_was.nocite, || self.nocite()),
            bibliography: either(front_was.bibliography, || self.bibliography()),
            references: front_was.references.or_else(|| self.references()),
        };
    }

    /// The keys that are labels of a record, with their values as texts.
    fn properties(&self) -> Vec<Said> {
        let document = self.reader.document();
        let said = |key: &String| {
            let part = labels::part(key)?;
            let mut values = Vec::new();
            match document.get(&[key])? {
                // `2103.00020` is no number: its last zero counts.
                number @ Value::Number(_) => values.extend(self.reader.spelled(&[key], number)),
                value => add_texts(value, &mut values),
            }
            (!values.is_empty()).then_some(Said { part, values, in_front: true })
        };
        self.keys.iter().filter_map(said).collect()
    }

    fn citekey(&mut self) -> Option<(String, Span)> {
        let key = self.key(CITEKEY)?;
        let text = self.reader.string(&[&key])?;
        let name = text.trim_matches(['[', ']']).trim_start_matches('@').trim();
        let place = self.reader.document().nearest_place(&[&key]);
        (!name.is_empty()).then(|| (name.to_owned(), within(&place, name)))
    }

    fn aliases(&mut self) -> Vec<String> {
        let Some(key) = self.key(&["aliases", "alias"]) else { return Vec::new() };
        let aliases = self.reader.strings(&[&key], Split::Commas).unwrap_or_default();
        aliases.into_iter().map(|(alias, _)| alias).collect()
    }

    fn is_draft(&mut self) -> bool {
        let mut truth = |name| self.key(&[name]).and_then(|key| self.reader.bool(&[&key]));
        truth("draft") == Some(true) || truth("publish") == Some(false) || truth("private") == Some(true)
    }

    /// Tags as a list or one text; `#a #b`, a comment to YAML, is taken from the line.
    fn tags(&mut self) -> Vec<(String, Span)> {
        let Some(key) = self.key(&["tags", "tag"]) else { return Vec::new() };
        let document = self.reader.document();
        let found = match document.get(&[&key]) {
            Some(Value::Null) => comment_words(document.place(&[&key])),
            Some(Value::Sequence(items)) if items.iter().any(Value::is_null) => {
                let places = (0..items.len()).map(|number| document.place(&[&key, &number.to_string()]));
                let comments = places.zip(items).filter(|(_, item)| item.is_null());
                let mut tags = comments.flat_map(|(place, _)| comment_words(place)).collect::<Vec<_>>();
                tags.extend(self.reader.strings(&[&key], Split::Never).unwrap_or_default());
                tags.sort_by_key(|(_, span)| span.range().start);
                tags
            }
            Some(Value::String(text)) if text.contains(',') && !text.contains('#') => {
                self.reader.strings(&[&key], Split::Commas).unwrap_or_default()
            }
            _ => self.reader.strings(&[&key], Split::CommasAndSpaces).unwrap_or_default(),
        };
        let bare = |(tag, span): (String, Span)| {
            let name = tag.trim_matches(['[', ']', '"', '\'']).trim_start_matches('#').to_owned();
            let span = within(&span, &name);
            (name, span)
        };
        found.into_iter().map(bare).filter(|(tag, _)| !tag.is_empty()).collect()
    }

    fn findings(&mut self) -> Vec<Finding> {
        let Some(key) = self.key(&["findings", "finding"]) else { return Vec::new() };
        let entries = self.reader.mapping(&[&key]);
        entries.into_iter().map(|(tag, value)| self.finding(&key, tag, &value)).collect()
    }

    fn finding(&mut self, key: &str, tag: String, value: &Value) -> Finding {
        let document = self.reader.document();
        let span = document.place(&[key, &tag]).unwrap_or_else(|| document.nearest_place(&[key]));
        let name = tag.trim_start_matches('#').to_owned();
        let mut finding = Finding { tag: name, weight: Weight::Discussed, text: String::new(), at: None, span };
        if value.is_mapping() {
            for (part, _) in self.reader.mapping(&[key, &tag]) {
                self.finding_part(&[key, &tag, &part], &mut finding);
            }
        } else if value.is_sequence() {
            self.reader.unexpected(&[key, &tag], "a text, or a mapping with `weight`, `finding` and `at`");
        } else {
            finding.text = one_line(&self.reader.string(&[key, &tag]).unwrap_or_default());
        }
        finding
    }

    fn finding_part(&mut self, path: &[&str], finding: &mut Finding) {
        match path.last().map(|part| folded(part)).as_deref() {
            Some("finding" | "text") => finding.text = one_line(&self.reader.string(path).unwrap_or_default()),
            Some("at") => finding.at = self.reader.string(path),
            Some("weight") => match self.reader.string(path).as_deref() {
                None | Some("discussed") => {}
                Some("central") => finding.weight = Weight::Central,
                Some("mentioned") => finding.weight = Weight::Mentioned,
                Some(other) => {
                    let hint = did_you_mean(other, ["central", "discussed", "mentioned"])
                        .or_else(|| Some("use `central`, `discussed` or `mentioned`".to_owned()));
                    self.reader.report(path, format!("`{other}` is not a weight"), hint);
                }
            },
            _ => {
                let part = path.last().copied().unwrap_or_default();
                let hint = did_you_mean(part, ["weight", "finding", "at"]);
                self.reader.report_key(path, format!("a finding has no `{part}`"), hint);
            }
        }
    }

    fn fields(&mut self) -> Vec<Field> {
        let Some(key) = self.key(&["fields"]) else { return Vec::new() };
        let names = self.reader.mapping(&[&key]);
        names.into_iter().filter_map(|(name, _)| self.field(&key, name)).collect()
    }

    fn field(&mut self, key: &str, name: String) -> Option<Field> {
        let path = [key, &name];
        let value = self.reader.string(&path)?;
        let document = self.reader.document();
        let place = document.place(&path).unwrap_or_else(|| document.nearest_place(&path));
        let value_place = document.value_place(&path).unwrap_or_else(|| place.clone());
        Some(Field { name, value, place, value_place, in_text: false, rivals: Vec::new() })
    }

    fn abstracts(&mut self) -> Vec<(String, String)> {
        let Some(key) = self.key(&["abstract"]) else { return Vec::new() };
        if !self.reader.document().get(&[&key]).is_some_and(Value::is_mapping) {
            return self.reader.string(&[&key]).into_iter().map(|text| (String::new(), text)).collect();
        }
        let languages = self.reader.mapping(&[&key]);
        languages
            .into_iter()
            .filter_map(|(lang, _)| Some((lang.clone(), self.reader.string(&[&key, &lang])?)))
            .collect()
    }

    fn relations(&mut self) -> Vec<Related> {
        let Some(key) = self.key(&["relations"]) else { return Vec::new() };
        let words = self.reader.mapping(&[&key]);
        let bare = |(text, span): (String, Span)| {
            let name =
                text.trim_matches(['[', ']', '"', '\'']).trim_start_matches('@').trim_matches(['{', '}']).to_owned();
            let span = within(&span, &name);
            (name, span)
        };
        let related = |(word, _): (String, Value)| {
            let keys = self.reader.strings(&[&key, &word], Split::CommasAndSpaces).unwrap_or_default();
            let document = self.reader.document();
            let span = document.place(&[&key, &word]).unwrap_or_else(|| document.nearest_place(&[&key]));
            let keys = keys.into_iter().map(bare).filter(|(key, _)| !key.is_empty()).collect();
            Related { word, span, keys }
        };
        words.into_iter().map(related).collect()
    }

    fn bibliography(&mut self) -> Vec<(String, Span)> {
        let Some(key) = self.key(&["bibliography"]) else { return Vec::new() };
        self.reader.strings(&[&key], Split::Never).unwrap_or_default()
    }

    /// A list of mappings; other programs have other lists under this name.
    fn references(&mut self) -> Option<Span> {
        let key = self.key(&["references"])?;
        let document = self.reader.document();
        let items = document.get(&[&key])?.as_sequence()?;
        items.iter().any(Value::is_mapping).then(|| document.value_place(&[&key])).flatten()
    }

    fn nocite(&mut self) -> Vec<(String, Span)> {
        let Some(key) = self.key(&["nocite"]) else { return Vec::new() };
        let document = self.reader.document();
        let places: Vec<Option<Span>> = match document.get(&[&key]) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::String(_)) => vec![document.value_place(&[&key])],
            Some(Value::Sequence(items)) if items.iter().all(Value::is_string) => {
                (0..items.len()).map(|number| document.value_place(&[&key, &number.to_string()])).collect()
            }
            Some(_) => {
                self.reader.unexpected(&[&key], "a text with citations, or a list of such texts");
                return Vec::new();
            }
        };
        let read = places.into_iter().flatten().map(|place| nocite::read(&place));
        read.flat_map(|checked| checked.unpack(&mut self.more)).collect()
    }
}

/// The texts of a value: of a name in parts, `Family, Given`; links of wikis without their brackets.
fn add_texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Sequence(items) => items.iter().for_each(|item| add_texts(item, out)),
        Value::Mapping(parts) => {
            let part = |names: &[&str]| {
                let found =
                    parts.iter().find(|(key, _)| key.as_str().is_some_and(|key| names.contains(&folded(key).as_str())));
                found.and_then(|(_, value)| scalar_text(value)).filter(|text| !text.trim().is_empty())
            };
            let family = part(&["family", "last", "lastname", "familyname", "familynames", "surname"]);
            let given = part(&["given", "first", "firstname", "givenname", "givennames", "forename"]);
            match (family, given) {
                (Some(family), Some(given)) => out.push(format!("{family}, {given}")),
                (Some(name), None) | (None, Some(name)) => out.push(name),
                (None, None) => out.extend(part(&["name", "literal", "fullname", "author"])),
            }
        }
        Value::Tagged(tagged) => add_texts(&tagged.value, out),
        Value::Null | Value::Bool(_) => {}
        one => {
            let text = scalar_text(one).unwrap_or_default();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (said, address) = plain(&text);
            out.extend([said, address.unwrap_or_default()].into_iter().filter(|text| !text.is_empty()));
            out.dedup();
        }
    }
}

fn either<T>(first: Vec<T>, second: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if first.is_empty() { second() } else { first }
}

/// A key without case, spaces, hyphens and underscores.
pub fn folded(key: &str) -> String {
    letters(key).collect()
}

/// Whether two keys are one but for these.
pub fn is_same(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

fn letters(key: &str) -> impl Iterator<Item = char> {
    key.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).flat_map(char::to_lowercase)
}

/// The part of a place that holds this text.
fn within(place: &Span, text: &str) -> Span {
    let Some(at) = place.text().find(text) else { return place.clone() };
    let start = place.range().start + at;
    place.file.span(start..start + text.len())
}

/// The words behind a key or dash whose value is a comment to YAML.
fn comment_words(place: Option<Span>) -> Vec<(String, Span)> {
    let Some(place) = place else { return Vec::new() };
    let start = place.range().end;
    let line = place.file.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let Some(first) = line.find('#') else { return Vec::new() };
    if !line[..first].trim_matches([':', ' ', '\t']).is_empty() {
        return Vec::new();
    }
    let words = line[first..].split([' ', '\t', ',']).take_while(|word| word.is_empty() || word.starts_with('#'));
    let placed = |word: &str| {
        let at = start + (word.as_ptr() as usize - line.as_ptr() as usize);
        (word.to_owned(), place.file.span(at..at + word.len()))
    };
    words.filter(|word| word.len() > 1).map(placed).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A DOI without address or `doi:`, in lower case.
pub fn normal_doi(doi: &str) -> String {
    let lower = doi.trim().to_lowercase();
    let start = lower.find("10.").filter(|at| *at == 0 || lower[..*at].contains("doi"));
    start.map_or_else(|| lower.clone(), |at| lower[at..].to_owned())
}
