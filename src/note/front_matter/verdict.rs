//! What a note says of whether its source was chosen for the review.

use super::FrontMatter;

/// What became of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is part of the review.
    Included,
    /// It is not, for this reason; empty where none is given.
    Excluded(String),
    /// Another word of the author's.
    Other(String),
}

impl FrontMatter {
    /// What became of the source, where the note says it.
    pub fn verdict(&self) -> Option<Verdict> {
        let (word, _) = self.screening.as_ref()?;
        Some(match word.to_lowercase().as_str() {
            "included" | "include" => Verdict::Included,
            "excluded" | "exclude" => {
                Verdict::Excluded(self.exclusion_reason.as_ref().map(|(reason, _)| reason.clone()).unwrap_or_default())
            }
            _ => Verdict::Other(word.clone()),
        })
    }

    /// Whether the source is left out of the review: it carries no themes then and is in no table.
    pub fn is_excluded(&self) -> bool {
        matches!(self.verdict(), Some(Verdict::Excluded(_)))
    }
}
