//! The last step of all HTML that is not a template's: one function that escapes, one type for an address.

use std::fmt::Write;

/// Text made safe for element content and for attribute values in double quotes.
///
/// ```
/// assert_eq!(sourcebook::html::escape("<b title='x'>"), "&lt;b title=&#39;x&#39;&gt;");
/// ```
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// An address that a page may link to: relative, or of one of the schemes that only lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeUrl(String);

/// The schemes that a link may have.
pub const SCHEMES: &[&str] = &["http", "https", "mailto", "doi", "tel"];

impl SafeUrl {
    /// The address, where its scheme is on the list or it has none. `doi:` becomes `https://doi.org/`.
    ///
    /// Browsers ignore control characters and leading space within a scheme, and so do we (WHATWG URL, 4.4).
    pub fn new(address: &str) -> Option<Self> {
        let seen: String = address.trim().chars().filter(|c| !c.is_control()).collect();
        match scheme(&seen) {
            None if seen.starts_with("//") => None,
            None => Some(Self(seen)),
            Some(scheme) if scheme == "doi" => Some(Self(format!("https://doi.org/{}", &seen[4..]))),
            Some(scheme) if SCHEMES.contains(&scheme.as_str()) => Some(Self(seen)),
            Some(_) => None,
        }
    }

    /// The address of a DOI.
    pub fn doi(doi: &str) -> Self {
        let mut url = String::from("https://doi.org/");
        for byte in doi.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'(' | b')' | b':' | b';' => {
                    url.push(byte as char);
                }
                _ => {
                    let _ = write!(url, "%{byte:02X}");
                }
            }
        }
        Self(url)
    }

    /// The address, not escaped.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address for an attribute in double quotes.
    pub fn attribute(&self) -> String {
        escape(&self.0)
    }
}

/// The scheme of an address in lower case; none where it is relative.
pub fn scheme(address: &str) -> Option<String> {
    let (before, _) = address.split_once(':')?;
    let is_scheme = before.starts_with(|c: char| c.is_ascii_alphabetic())
        && before.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if is_scheme {
        return Some(before.to_ascii_lowercase());
    }
    // `java&#0;script:` and the like: what is not a relative path for certain is no address.
    let plain = before.is_empty() || before.contains(['/', '#', '?']) || before.starts_with('.');
    (!plain).then(|| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_schemes_pass() {
        for bad in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            "//evil.example",
            "jav\u{1}ascript:x",
            "zotero://open",
        ] {
            assert_eq!(SafeUrl::new(bad), None, "{bad}");
        }
        for good in ["https://example.org/?a=b:c", "../x.html", "#a:b", "mailto:a@b.c", "x/y:z", "?q=a:b"] {
            assert!(SafeUrl::new(good).is_some(), "{good}");
        }
        assert_eq!(SafeUrl::new("doi:10.1/x").map(|u| u.0), Some("https://doi.org/10.1/x".into()));
    }

    #[test]
    fn every_special_character_is_escaped() {
        assert_eq!(escape("<a href=\"x\" b='y'>&\0"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\u{fffd}");
    }
}
