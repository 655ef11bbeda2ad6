//! Fields that the review's style prints for a kind of work and an entry lacks.
//!
//! What matters for which type stands in one table; what is reported of it, the style decides.

use crate::bibliography::{Item, Reference};
use crate::diagnostics::{Code, Diagnostic};
use crate::review::Review;
use crate::style::Style;
use crate::style::printed::{Asked, Printer};

/// Variables of which a work needs one: the first is named where all are missing.
type Need = &'static [&'static str];

const AUTHOR: Need = &["author"];
const MAKER: Need = &["author", "editor", "translator", "compiler", "director", "organizer", "contributor"];
const DATE: Need = &["issued", "status"];
const TITLE: Need = &["title"];
const CONTAINER: Need = &["container-title"];
const PUBLISHER: Need = &["publisher"];
const NUMBER: Need = &["number"];

/// What a work of a CSL type needs.
fn needs(kind: &str) -> &'static [Need] {
    match kind {
        "article-journal" => {
            &[AUTHOR, DATE, TITLE, CONTAINER, &["volume", "issue", "status"], &["page", "number", "status"]]
        }
        "article" => &[AUTHOR, DATE, TITLE],
        "article-magazine" | "article-newspaper" => &[DATE, TITLE, CONTAINER],
        "review" | "review-book" => &[AUTHOR, DATE, CONTAINER],
        "book" => &[MAKER, DATE, TITLE, PUBLISHER],
        "chapter" => &[AUTHOR, DATE, TITLE, CONTAINER, PUBLISHER, &["page", "chapter-number", "number"]],
        "paper-conference" => &[AUTHOR, DATE, TITLE, &["container-title", "event-title"]],
        "entry" | "entry-dictionary" | "entry-encyclopedia" => &[DATE, TITLE, CONTAINER],
        "thesis" => &[AUTHOR, DATE, TITLE, &["genre"], PUBLISHER],
        "report" => &[MAKER, DATE, TITLE, PUBLISHER, &["number", "DOI", "URL"]],
        "webpage" | "post" | "post-weblog" => &[TITLE, &["URL"], &["accessed"]],
        "dataset" | "software" => &[MAKER, DATE, TITLE, &["publisher", "DOI", "URL"]],
        "patent" => &[AUTHOR, DATE, TITLE, NUMBER],
        "standard" => &[DATE, TITLE, NUMBER],
        "speech" => &[AUTHOR, DATE, TITLE, &["event-title", "event-place", "genre"]],
        "pamphlet" => &[MAKER, DATE, TITLE],
        "manuscript" => &[AUTHOR, TITLE],
        "personal_communication" => &[AUTHOR, DATE],
        "motion_picture" | "broadcast" | "song" | "legislation" | "legal_case" => &[DATE, TITLE],
        _ => &[TITLE],
    }
}

pub fn find(review: &Review, style: &Style) -> Vec<Diagnostic> {
    let printer = Printer::new(style);
    let missing = review.sources.iter().filter_map(|source| missing(&source.reference, &printer, &style.name));
    missing.collect()
}

fn missing(reference: &Reference, printer: &Printer<'_>, style: &str) -> Option<Diagnostic> {
    let item = &reference.item;
    let lacking = |need: &&Need| !need.iter().any(|variable| item.0.contains_key(variable));
    let needs: Vec<Need> = needs(item.kind()).iter().filter(lacking).copied().collect();
    if needs.is_empty() {
        return None;
    }
    let printed = printer.variables(&Incomplete { item, needs: &needs });
    let named = needs.iter().filter_map(|need| need.first()).filter(|variable| printed.contains(**variable));
    let from_bib = [".bib", ".bibtex"].iter().any(|ending| reference.place.file.path.ends_with(ending));
    let name = |variable: &'static str| if from_bib { biblatex(variable, item.kind()) } else { variable };
    let names: Vec<String> = named.map(|variable| format!("`{}`", name(variable))).collect();
    let (last, before) = names.split_last()?;
    let list = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
    let message = format!(
        "`{}` lacks {list}, which the style `{style}` prints for works of type `{}`",
        reference.key,
        item.kind()
    );
    let them = if before.is_empty() { "the field" } else { "the fields" };
    let hint = format!("add {them} to the entry, or change its type");
    Some(Diagnostic::new(Code::MissingField, message).at(reference.place.clone()).hint(hint))
}

/// An item of which it is left open whether it has what it should have.
struct Incomplete<'a> {
    item: &'a Item,
    needs: &'a [Need],
}

impl Asked for Incomplete<'_> {
    fn kind(&self) -> &str {
        self.item.kind()
    }

    fn has(&self, variable: &str) -> Option<bool> {
        let open = self.needs.iter().any(|need| need.contains(&variable));
        (!open).then(|| self.item.0.contains_key(variable))
    }
}

/// What BibLaTeX calls a variable in an entry of a type.
fn biblatex(variable: &'static str, kind: &str) -> &'static str {
    match variable {
        "issued" => "date",
        "page" => "pages",
        "URL" => "url",
        "accessed" => "urldate",
        "genre" => "type",
        "event-title" => "eventtitle",
        "publisher" if matches!(kind, "thesis" | "report") => "institution",
        "container-title" if kind.starts_with("article") || kind.starts_with("review") => "journaltitle",
        "container-title" => "booktitle",
        variable => variable,
    }
}
