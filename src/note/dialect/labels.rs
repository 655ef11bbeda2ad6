//! What can be referred to: figures, tables, sections, formulas, listings, theorems.

/// Something with a label.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// As the author writes it: `fig-a`, `fig:a`.
    pub id: String,
    /// What it is.
    pub kind: LabelKind,
    /// Its caption without markup; may be empty.
    pub caption: String,
}

/// What a label is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are called what they are")]
pub enum LabelKind {
    Figure,
    Table,
    Section,
    Equation,
    Listing,
    Theorem,
}

/// The prefixes of labels (Quarto, "Cross References"; pandoc-crossref; bookdown, 2.2).
const PREFIXES: &[(&str, LabelKind)] = &[
    ("fig", LabelKind::Figure),
    ("tbl", LabelKind::Table),
    ("tab", LabelKind::Table),
    ("sec", LabelKind::Section),
    ("eq", LabelKind::Equation),
    ("eqn", LabelKind::Equation),
    ("lst", LabelKind::Listing),
    ("thm", LabelKind::Theorem),
    ("lem", LabelKind::Theorem),
    ("cor", LabelKind::Theorem),
    ("prp", LabelKind::Theorem),
    ("cnj", LabelKind::Theorem),
    ("def", LabelKind::Theorem),
    ("exm", LabelKind::Theorem),
    ("exr", LabelKind::Theorem),
    ("hyp", LabelKind::Theorem),
];

impl LabelKind {
    /// What a label is for by its prefix: `fig-a`, `fig:a`, `Fig:a`.
    pub fn of_prefix(id: &str) -> Option<Self> {
        let (prefix, rest) = id.split_once(['-', ':'])?;
        let lower = prefix.to_ascii_lowercase();
        PREFIXES.iter().find(|(known, _)| *known == lower && !rest.is_empty()).map(|(_, kind)| *kind)
    }

    /// What a target of MyST's is for, by the line below it.
    pub(super) fn of_target(below: &str) -> Self {
        match below.trim_start() {
            line if line.starts_with("```{figure") || line.starts_with(":::{figure") || line.starts_with("![") => {
                Self::Figure
            }
            line if line.starts_with("```{table") || line.starts_with(":::{table") || line.starts_with('|') => {
                Self::Table
            }
            line if line.starts_with("```{math") || line.starts_with("$$") => Self::Equation,
            _ => Self::Section,
        }
    }

    /// The class of what is labelled.
    pub fn class(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Table => "table-caption",
            Self::Section => "section",
            Self::Equation => "equation",
            Self::Listing => "listing",
            Self::Theorem => "theorem",
        }
    }

    /// The name of its word among those of the interface.
    pub fn word(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Section => "section",
            Self::Equation => "equation",
            Self::Listing => "listing",
            Self::Theorem => "theorem",
        }
    }
}

/// The kinds of theorems and the prefixes of their labels (bookdown, 2.2.2).
const THEOREMS: &[(&str, &str)] = &[
    ("theorem", "thm"),
    ("lemma", "lem"),
    ("corollary", "cor"),
    ("proposition", "prp"),
    ("conjecture", "cnj"),
    ("definition", "def"),
    ("example", "exm"),
    ("exercise", "exr"),
    ("hypothesis", "hyp"),
];

/// The prefix of the labels of a kind of theorem.
pub(super) fn theorem(kind: &str) -> Option<&'static str> {
    THEOREMS.iter().find(|(known, _)| *known == kind).map(|(_, prefix)| *prefix)
}

/// The name in a line `(name)=`.
pub(super) fn myst_target(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix('(')?.strip_suffix(")=")?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
    is_name.then_some(name)
}
