//! What texts refer to by a label: the figures, tables, sections, formulas and listings of all pages, and their numbers.

use super::Document;
use crate::note::LabelKind;
use std::collections::{BTreeMap, HashMap};

/// Something that has a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The number of the document that it stands in.
    pub document: usize,
    /// What it is.
    pub kind: LabelKind,
    /// Its number among those of its kind in the document; of sections none.
    pub number: Option<usize>,
    /// Its caption, or the heading.
    pub caption: String,
}

/// All of them by label; of two with one label the first counts.
pub(super) fn labelled(documents: &[Document]) -> HashMap<String, Labelled> {
    let mut all = HashMap::new();
    for (at, document) in documents.iter().enumerate() {
        let mut counts: BTreeMap<LabelKind, usize> = BTreeMap::new();
        for label in &document.note.summary.labels {
            let number = (label.kind != LabelKind::Section).then(|| {
                let count = counts.entry(label.kind).or_default();
                *count += 1;
                *count
            });
            all.entry(label.id.clone()).or_insert_with(|| Labelled {
                document: at,
                kind: label.kind,
                number,
                caption: label.caption.clone(),
            });
        }
    }
    all
}

/// A label as it may be written at the head of a sentence: `Fig-a` for `fig-a`.
pub(super) fn plain(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}
