//! The TeX commands that field values hold, and what they stand for.

use super::tex::Tag;

/// What a command does with the groups behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    /// Leaves out so many of them.
    Skipped(usize),
    /// Holds an address.
    Address,
    /// Holds mathematics.
    Maths,
    /// Sets it in a font.
    Font(Tag),
    /// Puts it in quotation marks.
    Quote,
}

/// The combining character of an accent command.
pub(super) fn accent(name: &str) -> Option<char> {
    Some(match name {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "G" => '\u{30f}',
        "U" => '\u{30e}',
        "h" => '\u{309}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

/// The text of a command without an argument.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    SYMBOLS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

const SYMBOLS: &[(&str, &str)] = &[
    ("ss", "ß"), ("o", "ø"), ("O", "Ø"), ("l", "ł"), ("L", "Ł"), ("i", "ı"), ("j", "ȷ"), ("ae", "æ"), ("AE", "Æ"),
    ("oe", "œ"), ("OE", "Œ"), ("aa", "å"), ("AA", "Å"), ("dh", "ð"), ("DH", "Ð"), ("th", "þ"), ("TH", "Þ"), ("dj", "đ"),
    ("DJ", "Đ"), ("ng", "ŋ"), ("NG", "Ŋ"), ("SS", "ẞ"), ("ldots", "…"), ("dots", "…"), ("textellipsis", "…"), ("textendash", "–"),
    ("textemdash", "—"), ("textquoteleft", "‘"), ("textquoteright", "’"), ("textquotedblleft", "“"),
    ("textquotedblright", "”"), ("quotedblbase", "„"), ("glqq", "„"), ("grqq", "“"), ("glq", "‚"), ("grq", "‘"),
    ("guillemotleft", "«"), ("guillemotright", "»"), ("flqq", "«"), ("frqq", "»"), ("lq", "‘"), ("rq", "’"),
    ("textquotesingle", "'"), ("textquotedbl", "\""), ("textasciitilde", "~"), ("textasciicircum", "^"),
    ("textbackslash", "\\"), ("textbar", "|"), ("textless", "<"), ("textgreater", ">"), ("textbraceleft", "{"),
    ("textbraceright", "}"), ("textunderscore", "_"), ("textdollar", "$"), ("textregistered", "®"), ("texttrademark", "™"),
    ("textcopyright", "©"), ("copyright", "©"), ("pounds", "£"), ("textsterling", "£"), ("texteuro", "€"), ("euro", "€"),
    ("textyen", "¥"), ("S", "§"), ("textsection", "§"), ("P", "¶"), ("textparagraph", "¶"), ("textdegree", "°"),
    ("degree", "°"), ("dag", "†"), ("ddag", "‡"), ("textbullet", "•"), ("textperiodcentered", "·"), ("cdot", "⋅"),
    ("cdots", "⋯"), ("slash", "/"), ("textordfeminine", "ª"), ("textordmasculine", "º"), ("textonehalf", "½"),
    ("textexclamdown", "¡"), ("textquestiondown", "¿"), ("newline", " "), ("\\", " "), ("quad", " "), ("qquad", " "),
    ("thinspace", " "), (" ", " "), (",", " "), (";", " "), (":", " "), ("!", ""), ("-", ""), ("/", ""), ("@", ""), ("\n", " "),
    ("allowbreak", ""), ("LaTeX", "LaTeX"), ("TeX", "TeX"), ("BibTeX", "BibTeX"), ("alpha", "α"), ("beta", "β"),
    ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("varepsilon", "ε"), ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"),
    ("vartheta", "ϑ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"), ("pi", "π"),
    ("rho", "ρ"), ("sigma", "σ"), ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("varphi", "φ"), ("chi", "χ"), ("psi", "ψ"),
    ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"),
    ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"), ("textmu", "μ"), ("textalpha", "α"), ("textbeta", "β"),
    ("times", "×"), ("texttimes", "×"), ("pm", "±"), ("textpm", "±"), ("div", "÷"), ("leq", "≤"), ("le", "≤"), ("geq", "≥"),
    ("ge", "≥"), ("neq", "≠"), ("ne", "≠"), ("approx", "≈"), ("sim", "∼"), ("equiv", "≡"), ("infty", "∞"), ("to", "→"),
    ("rightarrow", "→"), ("leftarrow", "←"), ("leftrightarrow", "↔"), ("Rightarrow", "⇒"), ("in", "∈"), ("subset", "⊂"),
    ("cup", "∪"), ("cap", "∩"), ("partial", "∂"), ("nabla", "∇"), ("sum", "∑"), ("prod", "∏"), ("int", "∫"),
    ("sqrt", "√"), ("forall", "∀"), ("exists", "∃"), ("ell", "ℓ"), ("hbar", "ℏ"), ("circ", "∘"), ("star", "⋆"), ("ast", "∗"),
    ("prime", "′"), ("langle", "⟨"), ("rangle", "⟩"), ("relax", ""), ("protect", ""), ("noopsort", ""), ("left", ""),
    ("right", ""), ("bibrangedash", "–"), ("bibstring", ""), ("hyphen", "-"), ("textnumero", "№"),
];

/// What a command does with its argument, where it is more than showing it.
pub(super) fn argument(name: &str) -> Option<Argument> {
    Some(match name {
        "emph" | "textit" | "mkbibemph" | "mkbibitalic" | "textsl" => Argument::Font(Tag::Italic),
        "textbf" | "mkbibbold" => Argument::Font(Tag::Bold),
        "textsubscript" | "mkbibsubscript" => Argument::Font(Tag::Sub),
        "textsuperscript" | "mkbibsuperscript" | "up" => Argument::Font(Tag::Sup),
        "textsc" => Argument::Font(Tag::SmallCaps),
        "enquote" | "mkbibquote" => Argument::Quote,
        "url" | "nolinkurl" | "path" => Argument::Address,
        "ensuremath" => Argument::Maths,
        "href" | "textcolor" | "color" | "hspace" | "vspace" | "label" | "begin" | "end" | "foreignlanguage"
        | "selectlanguage" | "textlang" | "fontencoding" | "phantom" | "hphantom" => Argument::Skipped(1),
        "fontsize" => Argument::Skipped(2),
        _ => return None,
    })
}

/// The markup that holds from a command to the end of its group.
pub(super) fn declaration(name: &str) -> Option<Tag> {
    Some(match name {
        "it" | "em" | "itshape" | "sl" | "slshape" => Tag::Italic,
        "bf" | "bfseries" => Tag::Bold,
        "sc" | "scshape" => Tag::SmallCaps,
        _ => return None,
    })
}
