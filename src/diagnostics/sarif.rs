//! Diagnostics as SARIF 2.1.0, the format in which services that review code take results.

use super::places::Places;
use super::{Code, Diagnostic, Severity, Span};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Where the program is at home; empty where that is nowhere.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The log of one run. `folder` is the review's within its repository: empty, or ended by a slash.
pub fn render(diagnostics: &[Diagnostic], folder: &str) -> Value {
    let mut log = Log { folder, places: Places::default(), seen: BTreeMap::new() };
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| log.result(diagnostic)).collect();
    let run = json!({ "tool": tool(REPOSITORY), "columnKind": "unicodeCodePoints", "results": results });
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })
}

fn tool(repository: &str) -> Value {
    let version = env!("CARGO_PKG_VERSION");
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code, repository)).collect();
    let mut driver = json!({ "name": "Sourcebook", "version": version, "semanticVersion": version, "rules": rules });
    if !repository.is_empty() {
        driver["informationUri"] = json!(repository);
    }
    json!({ "driver": driver })
}

fn rule(code: Code, repository: &str) -> Value {
    let name = code.name();
    let help =
        format!("docs/diagnostics.md describes `{name}` with an example; `checks: {{{name}: off}}` switches it off");
    let mut rule = json!({
        "id": name,
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": code.summary() },
        "help": { "text": help },
        "defaultConfiguration": { "enabled": code.severity().is_some(), "level": level(code.severity().unwrap_or(Severity::Warning)) },
    });
    if !repository.is_empty() {
        rule["helpUri"] = json!(format!("{repository}/blob/main/docs/diagnostics.md#{name}"));
    }
    rule
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

/// What the results of a run share.
struct Log<'a> {
    folder: &'a str,
    places: Places,
    /// How often each fingerprint was given.
    seen: BTreeMap<String, usize>,
}

impl Log<'_> {
    fn result(&mut self, diagnostic: &Diagnostic) -> Value {
        let locations: Vec<Value> = diagnostic.span.iter().map(|span| self.location(span)).collect();
        let mut result = json!({
            "ruleId": diagnostic.code.name(),
            "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
            "level": level(diagnostic.severity),
            "message": { "text": diagnostic.with_hint() },
            "locations": locations,
            "partialFingerprints": { "sourcebook/v1": self.fingerprint(diagnostic) },
        });
        if !diagnostic.related.is_empty() {
            let related = diagnostic.related.iter().enumerate();
            let related = related.map(|(id, (span, label))| {
                let mut location = self.location(span);
                location["id"] = json!(id);
                location["message"] = json!({ "text": label });
                location
            });
            result["relatedLocations"] = related.collect();
        }
        result
    }

    fn location(&mut self, span: &Span) -> Value {
        let region = self.places.region(span);
        json!({
            "physicalLocation": {
                "artifactLocation": { "uri": encoded(&format!("{}{}", self.folder, span.file.path)), "uriBaseId": "%SRCROOT%" },
                "region": {
                    "startLine": region.line,
                    "startColumn": region.column,
                    "endLine": region.end_line,
                    "endColumn": region.end_column,
                },
            },
        })
    }

    /// Stays the same while lines are added above and counts in the message change; equal problems of a file are numbered.
    fn fingerprint(&mut self, diagnostic: &Diagnostic) -> String {
        let (path, text) = match &diagnostic.span {
            Some(span) => (&*span.file.path, span.text()),
            None => ("", diagnostic.message.as_str()),
        };
        let hash = Sha256::digest(format!("{}\0{path}\0{text}", diagnostic.code.name()));
        let hash: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let times = self.seen.entry(hash.clone()).or_default();
        *times += 1;
        format!("{hash}:{times}")
    }
}

/// A path as a relative reference (RFC 3986): all but unreserved characters and slashes encoded.
fn encoded(path: &str) -> String {
    let keep = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(byte);
    path.bytes().map(|byte| if keep(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::TextFile;

    #[test]
    fn rules_lead_to_the_documentation_where_there_is_a_repository() {
        let tool = tool("https://example.org/sourcebook");
        assert_eq!(tool["driver"]["informationUri"], "https://example.org/sourcebook");
        let rules = tool["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), Code::ALL.len());
        for (rule, code) in rules.iter().zip(Code::ALL) {
            let uri = format!("https://example.org/sourcebook/blob/main/docs/diagnostics.md#{}", code.name());
            assert_eq!((rule["id"].as_str(), rule["helpUri"].as_str()), (Some(code.name()), Some(uri.as_str())));
        }
    }

    #[test]
    fn fingerprints_outlive_lines_added_above() {
        let problem = |text: &str, at: usize| {
            let file = TextFile::new("content/ä b.md", text);
            Diagnostic::new(Code::UnknownKey, format!("cited {at} times")).at(file.span(at..at + 1))
        };
        let prints = |problems: &[Diagnostic]| {
            let log = render(problems, "");
            let results = log["runs"][0]["results"].as_array().unwrap();
            results.iter().map(|result| result["partialFingerprints"]["sourcebook/v1"].clone()).collect::<Vec<_>>()
        };
        let before = prints(&[problem("a b a", 0), problem("a b a", 2), problem("a b a", 4)]);
        let after = prints(&[problem("more\na b a", 5), problem("more\na b a", 7), problem("more\na b a", 9)]);
        assert_eq!(before, after);
        assert!(before[0] != before[1] && before[0] != before[2] && before[1] != before[2]);
    }

    #[test]
    fn paths_are_relative_references() {
        let file = TextFile::new("content/ä: b%.md", "text");
        let log = render(&[Diagnostic::new(Code::BadMaths, "wrong").at(file.span(0..4))], "review/");
        let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(location["uri"], "review/content/%C3%A4%3A%20b%25.md");
        assert_eq!(location["uriBaseId"], "%SRCROOT%");
    }
}
