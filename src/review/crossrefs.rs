//! What texts refer to by a label: the figures, tables, sections, formulas and listings of all pages, and their numbers.

use super::Review;
use super::chapters::section_numbers;
use crate::note::LabelKind;
use std::collections::{BTreeMap, HashMap};

/// Something that has a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The number of the document that it stands in.
    pub document: usize,
    /// What it is.
    pub kind: LabelKind,
    /// Its number among those of its kind in the document, behind that of the chapter; of sections only in numbered chapters.
    pub number: Option<String>,
    /// Its caption, or the heading.
    pub caption: String,
}

/// All of them by label; of two with one label the first counts.
pub(super) fn labelled(review: &Review) -> HashMap<String, Labelled> {
    let mut all = HashMap::new();
    for (at, document) in review.documents.iter().enumerate() {
        let note = &document.note.summary;
        let chapter = review.chapter_number(at);
        let sections = section_numbers(&note.headings, chapter);
        let sections: HashMap<&str, String> =
            note.headings.iter().map(|heading| heading.id.as_str()).zip(sections).collect();
        let mut counts: BTreeMap<LabelKind, usize> = BTreeMap::new();
        for label in &note.labels {
            let number = match label.kind {
                LabelKind::Section if note.title_id.as_ref() == Some(&label.id) => chapter.to_owned(),
                LabelKind::Section => sections.get(label.id.as_str()).cloned().unwrap_or_default(),
                kind => {
                    let count = counts.entry(kind).or_default();
                    *count += 1;
                    if chapter.is_empty() { count.to_string() } else { format!("{chapter}.{count}") }
                }
            };
            all.entry(label.id.clone()).or_insert_with(|| Labelled {
                document: at,
                kind: label.kind,
                number: Some(number).filter(|number| !number.is_empty()),
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
