//! What must not become public: files that hold keys by their name, and keys in the text of any other.
//!
//! A key is known by the fixed beginning that its maker gives it and by what follows. One pass over each file.

use crate::site::Site;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Something in a file of the site that looks secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// The file of the site.
    pub path: String,
    /// The line; none where it is the file itself.
    pub line: Option<usize>,
    /// What it seems to be: "a GitHub token".
    pub kind: &'static str,
    /// Its bytes; of a file, none.
    pub text: String,
    /// What of it can be shown: how it begins.
    pub beginning: String,
}

/// How a key begins and goes on.
struct Shape {
    start: &'static str,
    /// How many bytes follow at least.
    least: usize,
    allowed: fn(u8) -> bool,
    kind: &'static str,
}

const SHAPES: &[Shape] = &[
    Shape { start: "ghp_", least: 36, allowed: is_alphanumeric, kind: "a GitHub token" },
    Shape { start: "gho_", least: 36, allowed: is_alphanumeric, kind: "a GitHub token" },
    Shape { start: "ghu_", least: 36, allowed: is_alphanumeric, kind: "a GitHub token" },
    Shape { start: "ghs_", least: 36, allowed: is_alphanumeric, kind: "a GitHub token" },
    Shape { start: "ghr_", least: 36, allowed: is_alphanumeric, kind: "a GitHub token" },
    Shape { start: "github_pat_", least: 40, allowed: is_word, kind: "a GitHub token" },
    Shape { start: "glpat-", least: 20, allowed: is_word, kind: "a GitLab token" },
    Shape { start: "AKIA", least: 16, allowed: is_upper, kind: "an AWS key" },
    Shape { start: "ASIA", least: 16, allowed: is_upper, kind: "an AWS key" },
    Shape { start: "xoxa-", least: 20, allowed: is_word, kind: "a Slack token" },
    Shape { start: "xoxb-", least: 20, allowed: is_word, kind: "a Slack token" },
    Shape { start: "xoxp-", least: 20, allowed: is_word, kind: "a Slack token" },
    Shape { start: "xoxr-", least: 20, allowed: is_word, kind: "a Slack token" },
    Shape { start: "xoxs-", least: 20, allowed: is_word, kind: "a Slack token" },
    Shape { start: "hf_", least: 34, allowed: is_alphanumeric, kind: "a Hugging Face token" },
    Shape { start: "npm_", least: 36, allowed: is_alphanumeric, kind: "an npm token" },
    Shape { start: "pypi-", least: 60, allowed: is_word, kind: "a PyPI token" },
    Shape { start: "sk-", least: 40, allowed: is_word, kind: "a secret key of a service" },
];

/// Names of files that hold keys.
const NAMES: &[&str] =
    &["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", ".npmrc", ".pypirc", ".git-credentials"];
const ENDINGS: &[&str] = &[".env", ".p12", ".pfx", ".jks", ".kdbx"];

const PEM_START: &[u8] = b"-----BEGIN ";
const PEM_END: &[u8] = b"PRIVATE KEY";

/// Where the index of the search lies, which repeats what pages say.
const INDEX: &str = "assets/search/";

/// Everything in the files of a site that looks secret, but for the files that may hold it.
pub fn secrets(site: &Site, not_secret: &[String]) -> Vec<Secret> {
    let files: Vec<(&String, &[u8])> = site.files.iter().map(|(path, bytes)| (path, &**bytes)).collect();
    let found = files.into_par_iter();
    let found: Vec<Secret> =
        found.flat_map_iter(|(path, bytes)| by_name(path).into_iter().chain(in_text(path, bytes))).collect();
    let on_pages: BTreeSet<String> =
        found.iter().filter(|secret| !secret.path.starts_with(INDEX)).map(|secret| secret.text.clone()).collect();
    let is_repeated = |secret: &Secret| secret.path.starts_with(INDEX) && on_pages.contains(&secret.text);
    found.into_iter().filter(|secret| !not_secret.contains(&secret.path) && !is_repeated(secret)).collect()
}

fn by_name(path: &str) -> Option<Secret> {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_key = NAMES.contains(&&*name) || name.starts_with(".env.") || ENDINGS.iter().any(|end| name.ends_with(end));
    let kind = "a file that keeps secrets";
    is_key.then(|| Secret { path: path.to_owned(), line: None, kind, text: String::new(), beginning: String::new() })
}

fn in_text(path: &str, bytes: &[u8]) -> Vec<Secret> {
    let starts = starts();
    let mut found: Vec<Secret> = Vec::new();
    let (mut line, mut counted, mut at) = (1, 0, 0);
    while let Some(byte) = bytes.get(at) {
        let is_start = starts[usize::from(*byte)] && (at == 0 || !is_alphanumeric(bytes[at - 1]));
        let Some((length, shown, kind)) = is_start.then(|| key(&bytes[at..])).flatten() else {
            at += 1;
            continue;
        };
        line += bytes[counted..at].iter().filter(|byte| **byte == b'\n').count();
        counted = at;
        let text = |length: usize| String::from_utf8_lossy(&bytes[at..at + length]).into_owned();
        let (text, beginning) = (text(length), text(shown));
        found.push(Secret { path: path.to_owned(), line: Some(line), kind, text, beginning });
        at += length;
    }
    found
}

/// The bytes that a key may begin with.
fn starts() -> [bool; 256] {
    let mut starts = [false; 256];
    let first = SHAPES.iter().filter_map(|shape| shape.start.bytes().next());
    first.chain([PEM_START[0]]).for_each(|byte| starts[usize::from(byte)] = true);
    starts
}

/// The length of a key that stands here, how much of it can be shown, and its kind.
fn key(bytes: &[u8]) -> Option<(usize, usize, &'static str)> {
    if let Some(rest) = bytes.strip_prefix(PEM_START) {
        let line = &rest[..rest.len().min(40)];
        let at = line.windows(PEM_END.len()).position(|part| part == PEM_END)?;
        let length = PEM_START.len() + at + PEM_END.len();
        return Some((length, length, "a private key"));
    }
    let shape = SHAPES.iter().find(|shape| bytes.starts_with(shape.start.as_bytes()))?;
    let rest = &bytes[shape.start.len()..];
    let length = rest.iter().take(512).take_while(|byte| (shape.allowed)(**byte)).count();
    let is_key = length >= shape.least && (shape.start != "sk-" || is_random(&rest[..length]));
    let start = shape.start.len();
    is_key.then_some((start + length, start + 4, shape.kind))
}

/// Whether it is no slug, which has letters of one case.
fn is_random(text: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| text.iter().any(is);
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key that no scan of this repository takes for one.
    fn long(start: &str, part: &str) -> String {
        format!("{start}{}", part.repeat(10))
    }

    fn kinds(text: &str) -> Vec<(Option<usize>, &'static str)> {
        in_text("a.html", text.as_bytes()).into_iter().map(|secret| (secret.line, secret.kind)).collect()
    }

    #[test]
    fn keys_are_known_by_their_beginning() {
        for (key, kind) in [
            (long("ghp_", "a1B2"), "a GitHub token"),
            (long("github_pat_", "a1_B2"), "a GitHub token"),
            (long("glpat-", "a1-"), "a GitLab token"),
            (long("AKIA", "A1"), "an AWS key"),
            (long("xoxb-", "12-"), "a Slack token"),
            (long("hf_", "aB12"), "a Hugging Face token"),
            (long("sk-proj-", "aB1-"), "a secret key of a service"),
            (["-----BEGIN", "OPENSSH PRIVATE", "KEY-----\nb3Bl"].join(" "), "a private key"),
        ] {
            assert_eq!(kinds(&format!("<p>\nthe key={key}\n")), [(Some(2), kind)], "{key}");
            assert_eq!(kinds(&format!("{key}\n\n{key}")).len(), 2);
            assert_eq!(kinds(&format!("x{key}")), [], "within a word");
        }
    }

    #[test]
    fn words_and_slugs_are_no_keys() {
        for text in [
            "ghp_short",
            "AKIA",
            "akiaaaaaaaaaaaaaaaaaaaaa",
            "sk-slovenska-republika-a-jej-kulturna-diplomacia-v-rokoch-1993-2004",
            "task-a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN ",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn files_that_keep_secrets_are_known_by_their_name() {
        let named = |path| by_name(path).is_some();
        assert!([".env", "a/prod.env", "a/.env.local", "keys/id_ed25519", "store.P12"].into_iter().all(named));
        assert!(!["environment.html", "sources/env.html", "id_rsa.pub", "talk.key"].into_iter().any(named));
    }

    #[test]
    fn a_file_that_may_hold_one_is_passed_over() {
        let file = |path: &str| (path.to_owned(), long("ghp_", "a1B2").into_bytes().into());
        let site = Site { files: [file("a.html"), file("b.html")].into() };
        let found = secrets(&site, &["a.html".to_owned()]);
        assert_eq!(found.iter().map(|secret| secret.path.as_str()).collect::<Vec<_>>(), ["b.html"]);
    }
}
