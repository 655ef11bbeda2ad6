//! Where everything stands in the site: generated names, one registry, relative addresses.
//!
//! A path is never taken from a key or a title as it is (product contract, "Names of files"): safe letters only, and a
//! short hash where the key had others, where a name is empty, reserved or long, and where two names would meet.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

const LONGEST: usize = 60;
const RESERVED: &[&str] = &[
    "index", "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The name of a key in a path: its own letters where they are safe.
pub fn key_name(key: &str) -> String {
    let safe: String =
        key.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' }).collect();
    checked(key, safe.trim_matches('-'), safe != key)
}

/// The name of a tag, author or page in a path: transliterated, lower case, with hyphens.
pub fn slug(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.nfc() {
        let is_han = matches!(c as u32, 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
        spaced.push(c);
        if is_han {
            spaced.push(' ');
        }
    }
    let mut out = String::new();
    for c in any_ascii::any_ascii(&spaced).chars() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            '\'' | '`' => {}
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    checked(text, out.trim_end_matches('-'), false)
}

fn checked(original: &str, name: &str, changed: bool) -> String {
    let folded = name.to_ascii_lowercase();
    let cut = &name[..name.len().min(LONGEST)];
    match changed || name.is_empty() || name.len() > LONGEST || RESERVED.contains(&folded.as_str()) {
        true => with_hash(cut, original),
        false => name.to_owned(),
    }
}

fn with_hash(name: &str, original: &str) -> String {
    let digest = Sha256::digest(original.as_bytes());
    let hash: String = digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    if name.is_empty() { hash } else { format!("{name}-{hash}") }
}

/// The registry of output paths.
#[derive(Debug, Default)]
pub struct Registry {
    wanted: Vec<Wanted>,
}

#[derive(Debug)]
struct Wanted {
    folder: String,
    name: String,
    original: String,
    fixed: bool,
}

impl Registry {
    /// Asks for `FOLDER/NAME.html`; the number names the answer. `original` is what the hash is made of.
    pub fn ask(&mut self, folder: &str, name: String, original: &str) -> usize {
        self.wanted.push(Wanted { folder: folder.to_owned(), name, original: original.to_owned(), fixed: false });
        self.wanted.len() - 1
    }

    /// Takes `FOLDER/NAME.html` for a page that may not move.
    pub fn take(&mut self, folder: &str, name: &str) -> usize {
        let wanted =
            Wanted { folder: folder.to_owned(), name: name.to_owned(), original: name.to_owned(), fixed: true };
        self.wanted.push(wanted);
        self.wanted.len() - 1
    }

    /// The paths, in the order of asking: no two equal, case and normalisation folded.
    pub fn assign(self) -> Vec<String> {
        let path = |wanted: &Wanted, name: &str| match wanted.folder.is_empty() {
            true => format!("{name}.html"),
            false => format!("{}/{name}.html", wanted.folder),
        };
        let mut meetings: BTreeMap<String, usize> = BTreeMap::new();
        for wanted in &self.wanted {
            *meetings.entry(fold(&path(wanted, &wanted.name))).or_default() += 1;
        }
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut paths = Vec::new();
        for wanted in &self.wanted {
            let plain = path(wanted, &wanted.name);
            let alone = wanted.fixed || meetings.get(&fold(&plain)) == Some(&1);
            let chosen = if alone { plain } else { path(wanted, &with_hash(&wanted.name, &wanted.original)) };
            let times = taken.entry(fold(&chosen)).or_default();
            *times += 1;
            paths.push(match *times {
                1 => chosen,
                n => chosen.replace(".html", &format!("-{n}.html")),
            });
        }
        paths
    }
}

/// A path or name with case and normalisation folded.
pub fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfkc().flat_map(char::to_lowercase).collect()
}

/// The address of `to` as seen from the page `from`; both are paths in the site. Characters that an address may not hold are encoded.
pub fn relative(from: &str, to: &str) -> String {
    format!("{}{}", root_of(from), encode(to))
}

/// What goes from a page up to the root of the site: `""`, `"../"`, ...
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// A path with what is not unreserved in an address encoded (RFC 3986, 2.3), slashes kept.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'=' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// An address with its `%XX` decoded; unchanged where that would be no UTF-8.
pub fn decode(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe() {
        assert_eq!(key_name("barr2015"), "barr2015");
        assert_eq!(key_name("Smith_2020-a"), "Smith_2020-a");
        for hostile in
            ["../../etc/passwd", "C:\\x", "a/b", "..", "", "ключ2020", "CON", "index", "a\0b", &"x".repeat(5000)]
        {
            let name = key_name(hostile);
            assert!(!name.is_empty() && name.len() <= LONGEST + 11, "{hostile}: {name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{hostile}: {name}");
            assert!(!RESERVED.contains(&name.to_lowercase().as_str()), "{hostile}: {name}");
        }
        assert_ne!(key_name("a:b"), key_name("a/b"));
    }

    #[test]
    fn slugs_are_transliterated() {
        assert_eq!(slug("Soft power"), "soft-power");
        assert_eq!(slug("Қазақстан ғылымы"), "qazaqstan-ghylymy");
        assert_eq!(slug("文化外交"), "wen-hua-wai-jiao");
        assert!(!slug("???").is_empty());
    }

    #[test]
    fn names_that_meet_are_both_hashed() {
        let mut registry = Registry::default();
        registry.ask("sources", "Smith2020".into(), "Smith2020");
        registry.ask("sources", "smith2020".into(), "smith2020");
        registry.ask("sources", "other".into(), "other");
        registry.take("sources", "index");
        let paths = registry.assign();
        assert!(paths[0].starts_with("sources/Smith2020-") && paths[1].starts_with("sources/smith2020-"), "{paths:?}");
        assert_eq!(paths[2..], ["sources/other.html", "sources/index.html"]);
    }

    #[test]
    fn addresses_are_relative_and_encoded() {
        assert_eq!(relative("index.html", "sources/a.html"), "sources/a.html");
        assert_eq!(relative("sources/a.html", "tags/index.html"), "../tags/index.html");
        assert_eq!(relative("a/b/c.html", "img/x y.png"), "../../img/x%20y.png");
        assert_eq!(decode("img/x%20y.png%"), "img/x y.png%");
    }
}
