//! Chapters as mdBook and GitBook have them: a Markdown file of links in lists, parts as headings.

use super::{Chapters, Entry, Kind, Texts};

/// Reads a `SUMMARY.md`.
pub(super) fn read(text: &str, texts: Texts<'_>, lost: &mut Vec<String>) -> Chapters {
    let mut entries: Vec<Entry> = Vec::new();
    // The indentations of the lists that are open.
    let mut open: Vec<usize> = Vec::new();
    let mut base = 0;
    for line in text.lines() {
        let bare = line.trim_start();
        if let Some(heading) = bare.strip_prefix('#') {
            let title = heading.trim_matches(['#', ' ']).to_owned();
            // The first heading is the name of the file.
            let is_first = entries.is_empty() && base == 0 && matches!(title.as_str(), "Summary" | "Table of contents");
            if !is_first && !title.is_empty() {
                entries.push(Entry { depth: 0, title: Some(title), path: None, kind: Kind::Part });
                base = 1;
            }
            open.clear();
            continue;
        }
        let Some((title, name)) = link(bare) else { continue };
        let depth = if bare.starts_with(['-', '*', '+']) || bare.starts_with(|c: char| c.is_ascii_digit()) {
            let indent: usize =
                line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
            while open.last().is_some_and(|last| *last >= indent) {
                open.pop();
            }
            open.push(indent);
            base + open.len() - 1
        } else {
            open.clear();
            0
        };
        let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
        match texts.find(name) {
            _ if name.is_empty() => entries.push(Entry { depth, title, path: None, kind: Kind::Part }),
            Some(path) => entries.push(Entry { depth, title, path: Some(path), kind: Kind::Chapter }),
            None if name.contains("://") => {}
            None => lost.push(name.to_owned()),
        }
    }
    Chapters { entries, is_numbered: false }
}

/// The text and the address of the link in a line.
fn link(line: &str) -> Option<(&str, &str)> {
    let start = line.find('[')? + 1;
    let middle = start + line[start..].find("](")?;
    let end = middle + 2 + line[middle + 2..].find(')')?;
    let address = line[middle + 2..end].trim().trim_matches(['<', '>']);
    Some((&line[start..middle], address.split(" \"").next().unwrap_or(address)))
}
