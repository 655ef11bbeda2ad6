//! The types of CSL in the words of those who read pages: Zotero and schema.org.
//!
//! Zotero's are those of the `csl` map in its own schema (`github.com/zotero/zotero-schema`), where it has the type; the
//! others take the nearest one that keeps title, names, publisher and date. schema.org's are of `schema.org/CreativeWork`.

/// CSL's type, Zotero's item type, schema.org's types.
type Row = (&'static str, &'static str, &'static [&'static str]);

const TYPES: &[Row] = &[
    ("article", "preprint", &["ScholarlyArticle"]),
    ("article-journal", "journalArticle", &["ScholarlyArticle"]),
    ("article-magazine", "magazineArticle", &["Article"]),
    ("article-newspaper", "newspaperArticle", &["NewsArticle"]),
    ("bill", "bill", &["Legislation"]),
    ("book", "book", &["Book"]),
    ("broadcast", "tvBroadcast", &["Episode"]),
    ("chapter", "bookSection", &["Chapter", "ScholarlyArticle"]),
    ("classic", "book", &["Book"]),
    ("collection", "manuscript", &["Collection"]),
    ("dataset", "dataset", &["Dataset"]),
    ("document", "document", &["CreativeWork"]),
    ("entry", "encyclopediaArticle", &["Chapter"]),
    ("entry-dictionary", "dictionaryEntry", &["Chapter"]),
    ("entry-encyclopedia", "encyclopediaArticle", &["Chapter"]),
    ("event", "presentation", &["CreativeWork"]),
    ("figure", "artwork", &["ImageObject"]),
    ("graphic", "artwork", &["VisualArtwork"]),
    ("hearing", "hearing", &["CreativeWork"]),
    ("interview", "interview", &["CreativeWork"]),
    ("legal_case", "case", &["Legislation"]),
    ("legislation", "statute", &["Legislation"]),
    ("manuscript", "manuscript", &["Manuscript"]),
    ("map", "map", &["Map"]),
    ("motion_picture", "film", &["Movie"]),
    ("musical_score", "document", &["SheetMusic"]),
    ("pamphlet", "document", &["CreativeWork"]),
    ("paper-conference", "conferencePaper", &["ScholarlyArticle"]),
    ("patent", "patent", &["CreativeWork"]),
    ("performance", "presentation", &["CreativeWork"]),
    ("periodical", "document", &["Periodical"]),
    ("personal_communication", "letter", &["Message"]),
    ("post", "forumPost", &["SocialMediaPosting"]),
    ("post-weblog", "blogPost", &["BlogPosting"]),
    ("regulation", "statute", &["Legislation"]),
    ("report", "report", &["Report"]),
    ("review", "journalArticle", &["Review"]),
    ("review-book", "journalArticle", &["Review"]),
    ("software", "computerProgram", &["SoftwareSourceCode"]),
    ("song", "audioRecording", &["MusicRecording"]),
    ("speech", "presentation", &["PresentationDigitalDocument"]),
    ("standard", "standard", &["CreativeWork"]),
    ("thesis", "thesis", &["Thesis"]),
    ("treaty", "document", &["Legislation"]),
    ("webpage", "webpage", &["WebPage"]),
];

fn row(kind: &str) -> Option<&'static Row> {
    TYPES.iter().find(|(csl, ..)| *csl == kind)
}

/// Zotero's item type for a type of CSL.
pub fn zotero(kind: &str) -> &'static str {
    row(kind).map_or("document", |(_, zotero, _)| zotero)
}

/// schema.org's types for a type of CSL.
pub fn schema(kind: &str) -> &'static [&'static str] {
    row(kind).map_or(&["CreativeWork"], |(.., schema)| schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibliography::model::csl_variables;

    #[test]
    fn every_type_of_csl_has_its_row_once() {
        let types: Vec<&str> = TYPES.iter().map(|(csl, ..)| *csl).collect();
        assert_eq!(types, csl_variables::TYPES);
    }
}
