//! A reader of HTML for tests: the tags of a page with their attributes as a browser sees them, and its text.
//!
//! It follows the tokeniser of the HTML standard as far as the tests need: comments, the contents of
//! `script`, `style`, `title` and `textarea`, attributes with and without quotes, entities in values.

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_whitespace().any(|known| known == class))
    }
}

/// What a page consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Start(Tag),
    End(String),
    Text(String),
}

/// The start tags of a page.
pub fn tags(html: &str) -> Vec<Tag> {
    let start = |token| if let Token::Start(tag) = token { Some(tag) } else { None };
    tokens(html).into_iter().filter_map(start).collect()
}

/// The values of an attribute, by tag.
pub fn values(html: &str, attribute: &str) -> Vec<String> {
    tags(html).iter().filter_map(|tag| tag.get(attribute)).map(str::to_owned).collect()
}

/// The text of a page or a part of one: no tags, entities decoded, space as a browser shows it.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    for token in tokens(html) {
        match token {
            Token::Text(text) => out.push_str(&text.replace('\n', " ")),
            Token::Start(Tag { name, .. }) | Token::End(name) if is_block(&name) => out.push('\n'),
            _ => {}
        }
    }
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What stands within the elements of one name, in order; they may not hold one of the same name.
pub fn inner<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let mut parts = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&start) {
        rest = &rest[at + start.len()..];
        if !rest.starts_with(['>', ' ']) {
            continue;
        }
        let Some((inner, after)) = rest.split_once('>').and_then(|(_, rest)| rest.split_once(&end)) else { break };
        parts.push(inner);
        rest = after;
    }
    parts
}

/// An HTML page without the parts that are the same on all: head, masthead, colophon.
pub fn main_of(html: &str) -> &str {
    inner(html, "main").first().expect("a page has a main part")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "ol" | "ul" | "div" | "section" | "table" | "tr" | "td" | "th" | "dt" | "dd" | "pre" | "br"
    ) || name.len() == 2 && name.starts_with('h') && name != "hr"
}

fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut tokens, &rest[..at]);
        rest = &rest[at..];
        rest = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->").map_or("", |(_, rest)| rest)
        } else if rest[1..].starts_with(['!', '?']) {
            rest.split_once('>').map_or("", |(_, rest)| rest)
        } else if let Some(end) = rest.strip_prefix("</").filter(|rest| starts_with_letter(rest)) {
            let (tag, after) = tag(end);
            tokens.push(Token::End(tag.name));
            after
        } else if starts_with_letter(&rest[1..]) {
            let (tag, after) = tag(&rest[1..]);
            raw_text(tag, after, &mut tokens)
        } else {
            push_text(&mut tokens, "<");
            &rest[1..]
        };
    }
    push_text(&mut tokens, rest);
    tokens
}

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    if !text.is_empty() {
        tokens.push(Token::Text(decoded(text)));
    }
}

/// Takes in a start tag and, where its element holds no tags, all up to its end.
fn raw_text<'a>(tag: Tag, after: &'a str, tokens: &mut Vec<Token>) -> &'a str {
    let name = tag.name.clone();
    tokens.push(Token::Start(tag));
    if !matches!(name.as_str(), "script" | "style" | "title" | "textarea") {
        return after;
    }
    let end = after.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(after.len());
    if name == "title" || name == "textarea" {
        push_text(tokens, &after[..end]);
    }
    &after[end..]
}

/// Reads a tag from its name on; what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let is_end = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    let (name, mut rest) = text.split_at(text.find(is_end).unwrap_or(text.len()));
    let mut tag = Tag { name: name.to_ascii_lowercase(), attributes: Vec::new() };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (tag, rest.get(1..).unwrap_or_default());
        }
        let end = 1 + rest[1..].find(|c| is_end(c) || c == '=').unwrap_or(rest.len() - 1);
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => attribute_value(value.trim_start()),
            None => ("", after),
        };
        tag.attributes.push((name.to_ascii_lowercase(), decoded(value)));
        rest = after;
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.split_once(quote).unwrap_or((rest, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(text.len()))
}

/// A text with its entities decoded.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let named = rest.split_once(';').and_then(|(name, after)| Some((entity(name)?, after)));
        match named {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => out.push('&'),
        }
    }
    out + rest
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        "colon" => Some(':'),
        "Tab" => Some('\t'),
        "NewLine" => Some('\n'),
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(hex) => number(hex, 16),
            None => number(&name[1..], 10),
        },
    }
}

#[test]
fn tags_are_read_as_a_browser_reads_them() {
    let read = |html| tags(html).into_iter().map(|tag| (tag.name, tag.attributes)).collect::<Vec<_>>();
    let one = |name: &str, attributes: &[(&str, &str)]| {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        vec![(name.to_owned(), attributes.iter().map(own).collect::<Vec<_>>())]
    };
    assert_eq!(read("a < b <A HREF='x&amp;y' b c=d>"), one("a", &[("href", "x&y"), ("b", ""), ("c", "d")]));
    assert_eq!(
        read("<!-- <b> --><img/onerror=x src = \"java&#115;cript:\">"),
        one("img", &[("onerror", "x"), ("src", "javascript:")])
    );
    assert_eq!(read("<script>if (a <b) '<i>'</script>"), one("script", &[]));
    assert_eq!(read("</p x><br/>"), one("br", &[]));
    assert_eq!(text("<p>a &lt;b&gt;\n <i>c</i></p><p>d</p>"), "a <b> c\nd");
}
