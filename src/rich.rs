//! Formatted text as a small tree, and its writers: HTML, Markdown, plain text.
//!
//! The citation engine makes it; it knows nothing of pages. A new output format is a new writer here.

use crate::html::{SafeUrl, escape};

/// A sequence of parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Rich(pub Vec<Part>);

/// A part of formatted text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// Text of one look.
    Text(String, Look),
    /// A link with its text.
    Link(SafeUrl, Rich),
    /// What belongs to the n-th work of a citation.
    Item(usize, Rich),
    /// A block of its own within an entry (CSL's `display`).
    Block(Display, Rich),
}

/// CSL's `display`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Display {
    /// A block from margin to margin.
    Block,
    /// A block in the left margin.
    LeftMargin,
    /// What stands beside the left margin.
    RightInline,
    /// An indented block.
    Indent,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Look {
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Superscript.
    pub superscript: bool,
    /// Subscript.
    pub subscript: bool,
    /// Underlined.
    pub underline: bool,
    /// Monospaced.
    pub code: bool,
}

impl Look {
    /// Plain text.
    pub const PLAIN: Look = Look {
        italic: false,
        bold: false,
        small_caps: false,
        superscript: false,
        subscript: false,
        underline: false,
        code: false,
    };
}

impl Rich {
    /// Plain text.
    pub fn text(text: &str) -> Self {
        Self(vec![Part::Text(text.to_owned(), Look::default())])
    }

    /// Text with CSL's inline markup (CSL-JSON, "HTML-like formatting tags"); any other `<` is text.
    ///
    /// ```
    /// # use sourcebook::rich::Rich;
    /// let title = Rich::from_markup("The <i>Origin</i> & <3");
    /// assert_eq!(title.html(&|_, inner| inner), "The <em>Origin</em> &amp; &lt;3");
    /// assert_eq!(title.markdown(), "The *Origin* & \\<3");
    /// ```
    pub fn from_markup(text: &str) -> Self {
        let mut out = Self::default();
        let mut spans: Vec<Look> = Vec::new();
        let mut look = Look::PLAIN;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length = match markup_at(rest, &mut look, &mut spans) {
                Some(length) => length,
                None => {
                    out.push(&rest[..c.len_utf8()], look);
                    c.len_utf8()
                }
            };
            rest = &rest[length..];
        }
        out
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.plain().trim().is_empty()
    }

    /// Adds text, to the last part where that looks the same.
    pub fn push(&mut self, text: &str, look: Look) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last, same)) if *same == look => last.push_str(text),
            _ => self.0.push(Part::Text(text.to_owned(), look)),
        }
    }

    /// The same without its links: for where it becomes part of one.
    pub fn unlinked(&self) -> Self {
        let mut out = Self::default();
        for part in &self.0 {
            match part {
                Part::Link(_, inner) => out.0.extend(inner.unlinked().0),
                Part::Item(n, inner) => out.0.push(Part::Item(*n, inner.unlinked())),
                Part::Block(display, inner) => out.0.push(Part::Block(*display, inner.unlinked())),
                Part::Text(text, look) => out.push(text, *look),
            }
        }
        out
    }

    /// As text without any markup.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        plain(self, &mut out);
        out
    }

    /// As HTML, escaped. `item` writes the n-th work of a citation around its inner HTML.
    pub fn html(&self, item: &dyn Fn(usize, String) -> String) -> String {
        self.0.iter().map(|part| part_html(part, item)).collect()
    }

    /// As Markdown (pandoc's), its special characters escaped.
    pub fn markdown(&self) -> String {
        // Marks that touch would be read as others (`*a**b*`): what is emphasised alike has one pair around all of it.
        let emphasis = |part: &Part| match part {
            Part::Text(_, look) => (look.bold, look.italic),
            _ => (false, false),
        };
        let alike = self.0.chunk_by(|one, other| emphasis(one) == emphasis(other));
        let written = |parts: &[Part]| {
            let inner: String = parts.iter().map(part_markdown).collect();
            let (bold, italic) = emphasis(&parts[0]);
            let inner = if bold { marked(&inner, "**") } else { inner };
            if italic { marked(&inner, "*") } else { inner }
        };
        alike.map(written).collect()
    }
}

/// The length of the tag that a text begins with, its effect taken; none where it begins with text.
fn markup_at(rest: &str, look: &mut Look, spans: &mut Vec<Look>) -> Option<usize> {
    if !rest.starts_with('<') {
        return None;
    }
    let length = rest.bytes().take(80).position(|byte| byte == b'>')? + 1;
    match &rest[..length] {
        "<i>" => look.italic = true,
        "</i>" => look.italic = false,
        "<b>" => look.bold = true,
        "</b>" => look.bold = false,
        "<sup>" => look.superscript = true,
        "</sup>" => look.superscript = false,
        "<sub>" => look.subscript = true,
        "</sub>" => look.subscript = false,
        "</span>" => *look = spans.pop()?,
        span if span.starts_with("<span ") => {
            spans.push(*look);
            look.small_caps |= span.contains("small-caps");
        }
        _ => return None,
    }
    Some(length)
}

fn plain(rich: &Rich, out: &mut String) {
    for part in &rich.0 {
        match part {
            Part::Text(text, _) => out.push_str(text),
            Part::Link(_, inner) | Part::Item(_, inner) => plain(inner, out),
            Part::Block(display, inner) => {
                if !matches!(display, Display::LeftMargin) && !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                plain(inner, out);
            }
        }
    }
}

fn part_html(part: &Part, item: &dyn Fn(usize, String) -> String) -> String {
    match part {
        Part::Text(text, look) => text_html(text, *look),
        Part::Link(url, inner) => format!("<a href=\"{}\">{}</a>", url.attribute(), inner.html(item)),
        Part::Item(n, inner) => item(*n, inner.html(item)),
        Part::Block(display, inner) => {
            format!("<span class=\"csl-{}\">{}</span>", display_class(*display), inner.html(item))
        }
    }
}

fn display_class(display: Display) -> &'static str {
    match display {
        Display::Block => "block",
        Display::LeftMargin => "left-margin",
        Display::RightInline => "right-inline",
        Display::Indent => "indent",
    }
}

fn text_html(text: &str, look: Look) -> String {
    let mut html = escape(text);
    for (is, open, close) in [
        (look.code, "<code>", "</code>"),
        (look.superscript, "<sup>", "</sup>"),
        (look.subscript, "<sub>", "</sub>"),
        (look.small_caps, "<span class=\"small-caps\">", "</span>"),
        (look.underline, "<span class=\"underline\">", "</span>"),
        (look.bold, "<strong>", "</strong>"),
        (look.italic, "<em>", "</em>"),
    ] {
        if is {
            html = format!("{open}{html}{close}");
        }
    }
    html
}

fn part_markdown(part: &Part) -> String {
    match part {
        Part::Text(text, look) => text_markdown(text, *look),
        Part::Link(url, inner) if inner.plain() == url.as_str() => format!("<{}>", url.as_str()),
        Part::Link(url, inner) => {
            format!("[{}]({})", inner.markdown(), url.as_str().replace('(', "%28").replace(')', "%29"))
        }
        Part::Item(_, inner) => inner.markdown(),
        Part::Block(Display::LeftMargin, inner) => inner.markdown(),
        Part::Block(_, inner) => format!(" {}", inner.markdown()),
    }
}

fn text_markdown(text: &str, look: Look) -> String {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + trimmed.len()..]);
    let mut out = escape_markdown(trimmed);
    for (is, open, close) in [
        (look.superscript, "^", "^"),
        (look.subscript, "~", "~"),
        (look.small_caps, "[", "]{.smallcaps}"),
        (look.underline, "[", "]{.underline}"),
    ] {
        if is {
            out = format!("{open}{out}{close}");
        }
    }
    format!("{before}{out}{after}")
}

/// Markdown between two marks, spaces at its ends outside of them.
fn marked(text: &str, mark: &str) -> String {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + trimmed.len()..]);
    format!("{before}{mark}{trimmed}{mark}{after}")
}

fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '^' | '~' | '$' | '@' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_do_not_touch() {
        let italic = Look { italic: true, ..Look::PLAIN };
        let part = |text: &str, look| Part::Text(text.into(), look);
        let low = Look { subscript: true, ..italic };
        let rich = Rich(vec![part("Of H", italic), part("2", low), part("O ", italic), part("in", Look::PLAIN)]);
        assert_eq!(rich.markdown(), "*Of H~2~O* in");
    }

    #[test]
    fn hostile_text_stays_text_in_every_writer() {
        let rich = Rich(vec![Part::Text("<script>*x*</script>".into(), Look { italic: true, ..Look::PLAIN })]);
        assert_eq!(rich.html(&|_, inner| inner), "<em>&lt;script&gt;*x*&lt;/script&gt;</em>");
        assert_eq!(rich.markdown(), "*\\<script\\>\\*x\\*\\</script\\>*");
        assert_eq!(rich.plain(), "<script>*x*</script>");
    }
}
