//! Entries that are formatted once for all pages look as they do when a page is formatted as a whole.

use crate::support::repository;
use sourcebook::page::jobs;
use sourcebook::{bibliography, citation, note, project, review, style};
use std::sync::Arc;

/// Styles that sort their list, and some that number it or write notes, which take the other way.
const STYLES: &[&str] = &[
    "apa",
    "chicago-author-date",
    "modern-language-association",
    "harvard-cite-them-right",
    "american-sociological-association",
    "elsevier-harvard",
    "gost-r-7-0-5-2008-numeric",
    "ieee",
    "chicago-notes",
];

#[test]
fn entries_formatted_once_equal_those_of_the_whole_page() {
    let project = project::load(&repository()).value;
    let notes: Vec<_> =
        project.notes.iter().map(|file| Arc::new(note::parse(file, &project.config.language).value)).collect();
    let bibliography = bibliography::parse(&project.bibliography, &[]).value;
    let words = sourcebook::words(&project).value;
    let review = review::link(&project.config, &words, notes, &bibliography, std::iter::empty(), &[]).value;
    let mut alone = 0;
    for name in STYLES {
        let style = style::find(name, "en", &[]).unwrap().0;
        alone += usize::from(style.cites_only().is_some());
        let citations = jobs::format(&review, &style, &jobs::CitationMemo::default());
        for (document, done) in review.documents.iter().zip(&citations.documents) {
            assert_eq!(*done.formatted, citation::format(&done.job), "{name}, {}", document.path);
        }
    }
    assert!(alone >= 4, "only {alone} of these styles list their entries alone");
}
