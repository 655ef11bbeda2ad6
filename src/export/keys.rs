//! Keys as a format can have them.
//!
//! BibTeX and biber end a key at a space, a comma or a brace and stumble over a few other characters; there a hyphen stands
//! for each of these. All other formats have any text for a key.

use super::DataFormat;
use std::collections::BTreeSet;

/// These keys as the format can have them, each once.
pub(super) fn written(keys: &[&str], format: DataFormat) -> Vec<String> {
    let is_tex = matches!(format, DataFormat::BibLatex | DataFormat::BibTex);
    if !is_tex {
        return keys.iter().map(|key| (*key).to_owned()).collect();
    }
    // A key that needs no change keeps its letters, whatever stands before it.
    let mut taken: BTreeSet<String> =
        keys.iter().filter(|key| safe(key) == **key).map(|key| (*key).to_owned()).collect();
    let mut key = |key: &&str| {
        let safe = safe(key);
        if safe == *key {
            return safe;
        }
        let numbered = (2_usize..).map(|number| format!("{safe}-{number}"));
        let found = std::iter::once(safe.clone()).chain(numbered).find(|key| !taken.contains(key)).unwrap_or(safe);
        taken.insert(found.clone());
        found
    };
    keys.iter().map(&mut key).collect()
}

/// The key with a hyphen for each character that a `.bib` file cannot have in it.
fn safe(key: &str) -> String {
    let is_bad = |c: char| c.is_whitespace() || c.is_control() || "\"#%'(),={}\\~@".contains(c);
    let safe: String = key.chars().map(|c| if is_bad(c) { '-' } else { c }).collect();
    if safe.trim_matches('-').is_empty() { "reference".to_owned() } else { safe }
}
