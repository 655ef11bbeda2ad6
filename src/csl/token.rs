//! What elements render: text, and marks around it. Punctuation is settled on this sequence, where neighbours are easy to see.

pub use citationberg::Display;
use citationberg::{FontStyle, FontVariant, FontWeight, Formatting, TextDecoration, VerticalAlign};

/// A part of rendered output, in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Token {
    /// Text.
    Text(String),
    /// The start of something.
    Open(Mark),
    /// The end of what was opened last.
    Close,
    /// An opening quotation mark; which one depends on the marks around it.
    QuoteOpen,
    /// A closing one.
    QuoteClose,
}

/// What stands between an [`Token::Open`] and its [`Token::Close`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Formatting of the style: what it sets is so.
    Look(Formatting),
    /// Italics, bold and the like in a field: turned round within the same (flip-flop).
    Inline(Inline),
    /// Text whose case is not changed.
    NoCase,
    /// A block of its own.
    Display(Display),
    /// The names of `cs:names`.
    Names,
    /// The names of one variable, with et al., without their label.
    List,
    /// One of them.
    Name,
    /// A term of the style's language.
    Term,
    /// Text that stood behind a quotation mark in the same field: its punctuation stays there.
    Joined,
    /// A date.
    Date,
    /// The letter behind a year.
    YearSuffix,
    /// The number of a work.
    CitationNumber,
    /// A link to this address.
    Link(String),
    /// What belongs to the n-th cite of a citation.
    Item(usize),
}

/// Markup in a field (CSL-JSON, "HTML-like formatting tags").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Inline {
    /// `<i>`
    Italic,
    /// `<b>`
    Bold,
    /// `<span style="font-variant: small-caps;">`, `<sc>`
    SmallCaps,
    /// `<sup>`
    Sup,
    /// `<sub>`
    Sub,
    /// `<span class="nodecor">`: plain.
    Plain,
    /// Monospaced, as an author's prefix may be.
    Code,
}

/// A sequence of tokens.
pub type Tokens = Vec<Token>;

/// Text as tokens.
pub fn text(text: impl Into<String>) -> Tokens {
    const AROUND: usize = 3;
    let text = text.into();
    if text.is_empty() {
        return Vec::new();
    }
    // Room for what is put around it.
    let mut tokens = Vec::with_capacity(1 + AROUND);
    tokens.push(Token::Text(text));
    tokens
}

/// Whether there is nothing to see.
pub fn is_empty(tokens: &[Token]) -> bool {
    !tokens.iter().any(|token| matches!(token, Token::Text(text) if !text.is_empty()))
}

/// The text without its marks; quotation marks as straight ones.
pub fn plain(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::QuoteOpen | Token::QuoteClose => out.push('"'),
            Token::Open(_) | Token::Close => {}
        }
    }
    out
}

/// Puts a mark around tokens, unless there are none.
pub fn marked(mark: Mark, mut tokens: Tokens) -> Tokens {
    if tokens.is_empty() {
        return tokens;
    }
    tokens.reserve(2);
    tokens.insert(0, Token::Open(mark));
    tokens.push(Token::Close);
    tokens
}

/// Formatting around tokens; none changes nothing.
pub fn formatted(formatting: Formatting, tokens: Tokens) -> Tokens {
    if formatting.is_empty() { tokens } else { marked(Mark::Look(formatting), tokens) }
}

/// Quotation marks around tokens.
pub fn quoted(mut tokens: Tokens) -> Tokens {
    tokens.reserve(2);
    tokens.insert(0, Token::QuoteOpen);
    tokens.push(Token::QuoteClose);
    tokens
}

/// Prefix and suffix around tokens that are not empty.
pub fn affixed(prefix: Option<&str>, mut tokens: Tokens, suffix: Option<&str>) -> Tokens {
    if prefix.is_none() && suffix.is_none() || is_empty(&tokens) {
        return tokens;
    }
    if let Some(prefix) = prefix {
        tokens.splice(0..0, affix(prefix));
    }
    if let Some(suffix) = suffix {
        add_affix(&mut tokens, suffix);
    }
    tokens
}

/// An affix or delimiter: it may hold markup, as styles found out.
pub fn affix(source: &str) -> Tokens {
    if source.contains('<') { super::markup::affix(source) } else { text(source) }
}

/// Adds an affix or delimiter.
fn add_affix(out: &mut Tokens, source: &str) {
    if source.contains('<') {
        out.extend(super::markup::affix(source));
    } else if !source.is_empty() {
        out.push(Token::Text(source.to_owned()));
    }
}

/// Joins what is not empty.
pub fn joined(parts: impl IntoIterator<Item = Tokens>, delimiter: &str) -> Tokens {
    let mut out = Vec::new();
    for part in parts {
        join(&mut out, part, delimiter);
    }
    out
}

/// Adds a part that is not empty, a delimiter before it where it is not the first.
pub fn join(out: &mut Tokens, part: Tokens, delimiter: &str) {
    if is_empty(&part) {
        return;
    }
    if out.is_empty() {
        *out = part;
        return;
    }
    add_affix(out, delimiter);
    out.extend(part);
}

/// The tokens within the first mark that satisfies a condition, the mark included.
pub fn find(tokens: &[Token], wanted: impl Fn(&Mark) -> bool) -> Option<&[Token]> {
    let start = tokens.iter().position(|token| matches!(token, Token::Open(mark) if wanted(mark)))?;
    let mut depth = 0_usize;
    for (at, token) in tokens[start..].iter().enumerate() {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(&tokens[start..=start + at]);
        }
    }
    None
}

/// How text looks at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Superscript.
    pub sup: bool,
    /// Subscript.
    pub sub: bool,
    /// Underlined.
    pub underline: bool,
    /// Monospaced.
    pub code: bool,
}

impl State {
    /// The look within a mark.
    pub fn within(mut self, mark: &Mark) -> Self {
        match mark {
            Mark::Look(look) => {
                self.italic = look.font_style.map_or(self.italic, |style| style == FontStyle::Italic);
                self.bold = look.font_weight.map_or(self.bold, |weight| weight == FontWeight::Bold);
                self.small_caps =
                    look.font_variant.map_or(self.small_caps, |variant| variant == FontVariant::SmallCaps);
                self.underline =
                    look.text_decoration.map_or(self.underline, |decoration| decoration == TextDecoration::Underline);
                if let Some(align) = look.vertical_align {
                    self.sup = align == VerticalAlign::Sup;
                    self.sub = align == VerticalAlign::Sub;
                }
            }
            Mark::Inline(Inline::Italic) => self.italic = !self.italic,
            Mark::Inline(Inline::Bold) => self.bold = !self.bold,
            Mark::Inline(Inline::SmallCaps) => self.small_caps = !self.small_caps,
            Mark::Inline(Inline::Code) => self.code = true,
            Mark::Inline(Inline::Plain) => self = Self::default(),
            Mark::Inline(Inline::Sup) => self.sup = true,
            Mark::Inline(Inline::Sub) => self.sub = true,
            _ => {}
        }
        self
    }
}
