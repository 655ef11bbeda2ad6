//! Raw HTML of notes, made harmless: elements and attributes that only mark up text stay.

use ammonia::Builder;
use std::sync::LazyLock;

/// Elements that may stand within a line, without attributes but for a few.
const INLINE: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];
const VOID: &[&str] = &["br", "wbr"];
const ATTRIBUTES: &[&str] = &["lang", "dir", "title"];

/// HTML made harmless, and whether that took anything away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The harmless rest.
    pub html: String,
    /// Whether an element or attribute is gone.
    pub removed: bool,
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(["figure", "figcaption", "section", "details", "summary"])
        .add_generic_attributes(["lang", "dir", "title", "class"])
        .add_tag_attributes("details", ["open"])
        .url_schemes(crate::html::SCHEMES.iter().copied().collect())
        .link_rel(None);
    builder
});

/// A block of HTML. Comments vanish without being counted as removed.
pub fn block(html: &str) -> Cleaned {
    let clean = CLEANER.clean(html).to_string();
    let mut left = names(&clean);
    let mut is_lost = |name: &String| match left.iter().position(|kept| kept == name) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    };
    let removed = names(html).iter().filter(|name| !is_harmless(name)).filter(|name| is_lost(name)).count() > 0;
    Cleaned { removed, html: clean }
}

/// Attributes that nobody misses where a page has its own look and addresses.
const HARMLESS: &[&str] = &[
    "align",
    "allowfullscreen",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "class",
    "decoding",
    "frameborder",
    "height",
    "id",
    "loading",
    "markdown",
    "name",
    "referrerpolicy",
    "rel",
    "role",
    "target",
    "valign",
    "width",
];

fn is_harmless(name: &str) -> bool {
    HARMLESS.contains(&name) || name.starts_with("data-") || name.starts_with("aria-")
}

/// Elements that may hold Markdown between two blocks of HTML.
const CONTAINERS: &[&str] = &["details", "div", "section", "figure", "aside"];

/// The containers that are open between blocks of HTML, so that each is closed where its end tag stands.
#[derive(Debug, Default)]
pub struct Blocks(Vec<String>);

impl Blocks {
    /// A block of HTML: whole, or the start or end of a container with Markdown in it.
    pub fn block(&mut self, html: &str) -> Cleaned {
        let trimmed = html.trim();
        let ended = trimmed.strip_prefix("</").and_then(|rest| rest.strip_suffix('>'));
        let ended = ended.map(|name| name.trim().to_ascii_lowercase());
        if ended.is_some() && self.0.last() == ended.as_ref() {
            self.0.pop();
            return Cleaned { html: format!("{}\n", trimmed.to_ascii_lowercase()), removed: false };
        }
        let Some(name) = opened(trimmed) else { return block(html) };
        let (tag, rest) = trimmed.split_at(end_of_tag(trimmed) + 1);
        let (tag, rest) = (block(tag), block(rest));
        let start = tag.html.trim_end().trim_end_matches(&format!("</{name}>")).to_owned();
        self.0.push(name);
        Cleaned { html: format!("{start}{}\n", rest.html), removed: tag.removed || rest.removed }
    }

    /// The end tags of all that is open.
    pub fn close(&mut self) -> String {
        self.0.drain(..).rev().map(|name| format!("</{name}>\n")).collect()
    }
}

/// The container that a block begins with and does not end.
fn opened(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let starts = |name: &&&str| {
        let rest = lower.strip_prefix('<').and_then(|rest| rest.strip_prefix(**name));
        rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\t']))
    };
    let name = CONTAINERS.iter().find(starts)?;
    let ends = lower.matches(&format!("</{name}>")).count();
    let begins = lower.matches(&format!("<{name}")).count();
    (begins > ends && lower.contains('>')).then(|| (*name).to_owned())
}

/// The names of the tags and attributes of an HTML text, sorted: what is compared to see whether anything was taken away.
fn names(html: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (tag, after) = rest.split_at(end_of_tag(rest));
        rest = after;
        names.extend(tag_names(tag));
    }
    names.sort();
    names
}

/// Where a tag ends, quotes respected.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The name of a tag and of its attributes, lower case.
fn tag_names(tag: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut quote = None;
    let mut name = String::new();
    let mut in_value = false;
    for c in tag.chars().chain([' ']) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '=') => in_value = true,
            (None, c) if c.is_whitespace() || c == '/' => {
                if !name.is_empty() {
                    names.push(std::mem::take(&mut name));
                }
                in_value = false;
            }
            (None, c) if !in_value => name.extend(c.to_lowercase()),
            _ => {}
        }
    }
    // The colour of a highlight is the theme's: annotations from Zotero have one each, and nobody misses them.
    if names.first().is_some_and(|name| name == "mark") {
        names.retain(|name| name != "style");
    }
    names
}

/// The inline elements that are open, so that each block closes its own.
#[derive(Debug, Default)]
pub struct Open(Vec<String>);

impl Open {
    /// One tag within a line. A comment becomes nothing, and so does the end of what did not stay; neither is counted as removed.
    pub fn inline(&mut self, html: &str) -> Cleaned {
        let is_tag = html.starts_with('<') && html[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        let kept = self.tag(html);
        let lost = || {
            names(html).iter().any(|name| name.starts_with("on") || name == "style" || name == "src" || name == "href")
        };
        Cleaned { removed: is_tag && (kept.is_none() || lost()), html: kept.unwrap_or_default() }
    }

    fn tag(&mut self, html: &str) -> Option<String> {
        if let Some(name) = html.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim().to_ascii_lowercase();
            if !INLINE.contains(&name.as_str()) {
                return None;
            }
            let at = self.0.iter().rposition(|open| *open == name)?;
            return Some(self.0.drain(at..).rev().map(|name| format!("</{name}>")).collect());
        }
        let inner = html.strip_prefix('<')?.trim_end_matches('>').trim_end_matches('/');
        let all = tag_names(inner);
        let name = all.first()?;
        if !INLINE.contains(&name.as_str()) {
            return None;
        }
        let attributes: String = ATTRIBUTES
            .iter()
            .filter_map(|attribute| Some((attribute, value(inner, attribute)?)))
            .map(attribute)
            .collect();
        if !VOID.contains(&name.as_str()) {
            self.0.push(name.clone());
        }
        Some(format!("<{name}{attributes}>"))
    }

    /// The end tags of all that is open.
    pub fn close(&mut self) -> String {
        self.0.drain(..).rev().map(|name| format!("</{name}>")).collect()
    }
}

fn attribute((name, value): (&&str, String)) -> String {
    format!(" {name}=\"{}\"", crate::html::escape(&value))
}

/// The value of an attribute of a tag.
fn value(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let rest = &tag[at..];
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
        _ => rest.split_whitespace().next()?,
    };
    Some(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_html_stays_as_it_is() {
        for html in
            ["<p title=\"x\">a <b>b</b></p>\n", "<details><summary>more</summary>x</details>", "<!-- note --><p>x</p>"]
        {
            assert!(!block(html).removed, "{html}");
        }
        let mut open = Open::default();
        assert_eq!(open.inline("<kbd>").html, "<kbd>");
        assert_eq!(open.inline("<span lang='ru'>").html, "<span lang=\"ru\">");
        assert_eq!(open.inline("<!-- note -->"), Cleaned { html: String::new(), removed: false });
        assert_eq!(open.close(), "</span></kbd>");
    }

    #[test]
    fn a_container_may_hold_markdown() {
        let mut blocks = Blocks::default();
        let start = blocks.block("<details open>\n<summary>More</summary>\n");
        assert_eq!((start.html.as_str(), start.removed), ("<details open=\"\">\n<summary>More</summary>\n", false));
        assert_eq!(blocks.block("</details>\n").html, "</details>\n");
        blocks.block("<div onclick=x>\n");
        assert_eq!(blocks.close(), "</div>\n");
        assert!(!block("<table><tr><td>x</td></tr></table>").removed);
    }

    #[test]
    fn scripts_and_handlers_go_and_are_counted() {
        for html in [
            "<script>alert(1)</script>",
            "<p onclick=\"x()\">a</p>",
            "<a href=\"javascript:x\">a</a>",
            "<iframe src=x></iframe>",
            "<form action=x></form>",
        ] {
            let cleaned = block(html);
            assert!(cleaned.removed, "{html}");
            assert!(
                !cleaned.html.contains("alert")
                    && !cleaned.html.contains("onclick")
                    && !cleaned.html.contains("javascript"),
                "{html}"
            );
        }
        let mut open = Open::default();
        assert_eq!(open.inline("<script>"), Cleaned { html: String::new(), removed: true });
        assert_eq!(open.inline("<b onclick=x>"), Cleaned { html: "<b>".into(), removed: true });
        assert_eq!(open.inline("</i>"), Cleaned { html: String::new(), removed: false });
    }
}
