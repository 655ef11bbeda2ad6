//! Highwire Press tags, by which Zotero, Mendeley and Google Scholar take a page for the work it is about.
//!
//! A page of a source is a note, and yet saved as the source: Zotero's "Embedded Metadata" translator takes the type from
//! `z:itemType`, unless a tag says otherwise that only works of one type have (`citation_journal_title`). Such a tag
//! stands for works of its type alone; what all others appeared in is `prism.publicationName`.

use super::{Metas, types, work};
use crate::bibliography::Item;

/// The tags of a work. A work without a date has none, so its page must not have a `<time datetime>`, which Zotero
/// would take for it.
pub fn metas(item: &Item, keywords: &[String]) -> Metas {
    let kind = types::zotero(item.kind());
    let text = |variable: &str| item.plain(variable);
    let mut metas = Metas::default();
    metas.add("z:itemType", Some(kind.to_owned()));
    metas.add("citation_title", text("title"));
    metas.all("citation_author", work::authors(item).iter().map(work::inverted));
    metas.all("citation_editor", work::editors(item).iter().map(work::inverted));
    metas.add("citation_publication_date", work::date_in_words(item, "/"));
    metas.extend(container(item, kind));
    metas.add("citation_series_title", text("collection-title"));
    metas.add(publisher(kind), text("publisher").or_else(|| text("authority")));
    metas.add("citation_volume", text("volume"));
    metas.add("citation_issue", text("issue"));
    if let Some((first, last)) = work::pages(item) {
        metas.add("citation_firstpage", Some(first));
        metas.add("citation_lastpage", last);
    }
    metas.add("citation_technical_report_number", text("number").filter(|_| kind == "report"));
    metas.add("citation_issn", text("ISSN"));
    metas.add("citation_isbn", text("ISBN"));
    metas.add("citation_doi", work::doi(item));
    metas.add("citation_pmid", text("PMID"));
    let is_arxiv = text("archive").is_some_and(|archive| archive.eq_ignore_ascii_case("arxiv"));
    metas.add("citation_arxiv_id", text("archive_location").filter(|_| is_arxiv));
    metas.add("citation_public_url", work::address(item));
    metas.add("citation_language", text("language"));
    metas.add("citation_keywords", Some(keywords.join("; ")));
    metas.add("citation_abstract", text("abstract"));
    metas
}

/// What the work appeared in.
fn container(item: &Item, kind: &str) -> Metas {
    let (title, event) = (item.plain("container-title"), item.plain("event-title"));
    let mut metas = Metas::default();
    match kind {
        "journalArticle" => {
            metas.add("citation_journal_title", title);
            metas.add("citation_journal_abbrev", item.plain("container-title-short"));
        }
        "bookSection" => metas.add("citation_inbook_title", title),
        "conferencePaper" if event.is_none() => metas.add("citation_conference_title", title),
        "conferencePaper" => {
            metas.add("citation_conference_title", event);
            metas.add("prism.publicationName", title);
        }
        _ => metas.add("prism.publicationName", title),
    }
    metas
}

/// The tag of the body behind a work of this type.
fn publisher(kind: &str) -> &'static str {
    match kind {
        "thesis" => "citation_dissertation_institution",
        "report" => "citation_technical_report_institution",
        _ => "citation_publisher",
    }
}
