//! Where each link of a note leads.

use super::names::Names;
use super::{Document, Place, Review, routes};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::html::{SafeUrl, scheme};
use crate::note::{LabelKind, Link, LinkKind, NoteSummary};

mod anchors;
mod paths;

use paths::{Found, folder_of, join};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A path in the site, with the anchor (without `#`; may be empty) and the title of what stands there.
    Inside {
        /// The output path.
        path: String,
        /// The anchor.
        anchor: String,
        /// The title.
        title: String,
    },
    /// The text of the document of this number, or a part of it, in place of the link.
    Embedded(usize, Part),
    /// Another place of the web.
    Outside(SafeUrl),
    /// A place on the author's machine: the text stays, with the page that the address names.
    Local(Option<String>),
    /// Nowhere: the text stays.
    Nowhere,
}

/// What of a document is embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// What stands under the heading of this number.
    Section(usize),
    /// The block with the name of this number.
    Block(usize),
}

/// Schemes of addresses that lead into programs or files of the author's machine.
const LOCAL: &[&str] =
    &["zotero", "file", "obsidian", "jabref", "logseq", "x-devonthink-item", "papers", "mendeley", "readwise"];

/// Schemes that only MyST knows.
const MYST: &[&str] = &["wiki", "xref", "myst"];

fn to_draft(code: Code, name: &str, link: &Link) -> Diagnostic {
    let problem = Diagnostic::new(code, format!("`{name}` is a draft and no part of the site")).at(link.span.clone());
    problem.hint("`--drafts` makes drafts part of it")
}

/// Resolves every link of a document; those that lead nowhere are reported.
pub fn resolve(review: &Review, names: &Names, document: &Document, diagnostics: &mut Vec<Diagnostic>) -> Vec<Target> {
    let note = &document.note.summary;
    let resolver = Resolver { review, names, document, note };
    let resolve = |link: &Link, hints: Hints| match link.kind {
        LinkKind::Markdown => resolver.markdown(link, hints),
        LinkKind::Wikilink | LinkKind::WikilinkWithText => resolver.wikilink(link, hints),
        LinkKind::Embed => {
            let (target, problem) = resolver.wikilink(link, hints);
            (embedded(review, &target).unwrap_or(target), problem)
        }
    };
    let mut broken = 0;
    let mut targets = Vec::with_capacity(note.links.len());
    for link in &note.links {
        let (target, problem) = resolve(link, if broken < MOST_HINTS { Hints::Sought } else { Hints::Not });
        broken += usize::from(problem.is_some());
        targets.push(target);
        diagnostics.extend(problem);
    }
    targets
}

/// The part of a document that a link to a place in it means.
fn embedded(review: &Review, target: &Target) -> Option<Target> {
    let Target::Inside { path, anchor, .. } = target else { return None };
    let Some(Place::Document(document)) = review.place_of(path) else { return None };
    let summary = &review.documents[document].note.summary;
    let part = match anchor.strip_prefix(BLOCK) {
        _ if anchor.is_empty() => Part::Whole,
        Some(name) => Part::Block(summary.block_ids.iter().position(|known| known == name)?),
        None => Part::Section(summary.headings.iter().position(|heading| heading.id == *anchor)?),
    };
    Some(Target::Embedded(document, part))
}

/// What the anchors of named blocks begin with.
pub const BLOCK: &str = "block-";

/// The page that the address of a file or program names: `?page=3` and `#page=3`.
fn page_in(address: &str) -> Option<String> {
    let parameters = address.split(['?', '&', '#']).skip(1);
    let page = parameters.filter_map(|parameter| parameter.strip_prefix("page=")).next()?;
    (!page.is_empty() && page.chars().all(char::is_alphanumeric)).then(|| page.to_owned())
}

/// So many broken links of a document have what was meant looked for: each looks at all names.
const MOST_HINTS: usize = 20;

/// Whether what was meant by a broken link is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hints {
    Sought,
    Not,
}

type Resolved = (Target, Option<Diagnostic>);

/// Resolves the links of a document.
#[derive(Debug, Clone, Copy)]
struct Resolver<'a> {
    review: &'a Review,
    names: &'a Names,
    document: &'a Document,
    note: &'a NoteSummary,
}

impl Resolver<'_> {
    fn markdown(&self, link: &Link, hints: Hints) -> Resolved {
        let Self { review, names, note, document } = *self;
        let scheme = scheme(&link.target);
        if scheme.as_deref().is_some_and(|scheme| LOCAL.contains(&scheme) || scheme.len() == 1) {
            let message = format!("`{}` leads to a file of your machine and is no link on the site", link.target);
            // Annotations from Zotero have one link each, and nobody expects those to work elsewhere.
            let is_file = scheme.as_deref().is_some_and(|scheme| scheme == "file" || scheme.len() == 1);
            let note = is_file.then(|| Diagnostic::new(Code::LocalLink, message).at(link.span.clone()));
            return (
                Target::Local(page_in(&link.target)),
                note.map(|note| note.hint("copy the file into `content/`, if it may be published")),
            );
        }
        let label = link.target.trim_start_matches('#');
        if LabelKind::of_prefix(label).is_some()
            && let Some(labelled) = review.labelled(label)
        {
            let document = &review.documents[labelled.document];
            let (path, title) = (document.path.clone(), review.title_of(document));
            return (Target::Inside { path, anchor: label.to_owned(), title }, None);
        }
        if let Some((scheme, name)) = link.target.split_once(':')
            && MYST.contains(&scheme)
        {
            // MyST, "External references": an encyclopedia by name; other projects by names that only their list knows.
            let url = format!("https://en.wikipedia.org/wiki/{name}");
            let target = if scheme == "wiki" { SafeUrl::new(&url).map(Target::Outside) } else { None };
            return (target.unwrap_or(Target::Local(None)), None);
        }
        if scheme.is_some() || link.target.starts_with("//") {
            return match SafeUrl::new(&link.target) {
                Some(url) => (Target::Outside(url), None),
                None => {
                    let message = format!(
                        "the address `{}` is left out: a site may link to http, https, mailto and doi only",
                        link.target
                    );
                    (Target::Nowhere, Some(Diagnostic::new(Code::UnsafeLink, message).at(link.span.clone())))
                }
            };
        }
        let (path, anchor) = split_anchor(&link.target);
        let path = routes::decode(path.split('?').next().unwrap_or(path));
        if let Some(at) = path.trim().strip_prefix('^').and_then(|id| names.block(id)) {
            return self.with_anchor(&review.documents[at], path.trim(), link, Code::BrokenLink);
        }
        if path.is_empty() {
            return self.with_anchor(document, &anchor, link, Code::BrokenLink);
        }
        let wanted = join(folder_of(review.content.below(&note.path)), &path);
        if let Some(found) = self.by_path(&path) {
            return self.finish(found, &anchor, link, Code::BrokenLink);
        }
        let sought =
            wanted.as_ref().map(|wanted| format!("it was looked for at `{}{wanted}`", review.content.prefix()));
        let wanted = wanted.unwrap_or_else(|| path.clone());
        if let Some(why) = names.left_out(&wanted).or_else(|| names.left_out(&path)) {
            let message = format!("`{path}` is no part of the site: {}", why.said());
            let problem = Diagnostic::new(Code::BrokenLink, message).at(link.span.clone());
            return (Target::Nowhere, Some(Diagnostic { severity: Severity::Warning, ..problem }));
        }
        if names.is_draft(&wanted) {
            return (Target::Nowhere, Some(to_draft(Code::BrokenLink, &wanted, link)));
        }
        let message = format!("there is no `{wanted}` in this review");
        let meant = if hints == Hints::Sought { names.suggestion(&path) } else { None };
        let hint = meant.or(sought);
        (Target::Nowhere, Some(Diagnostic::new(Code::BrokenLink, message).at(link.span.clone()).maybe_hint(hint)))
    }

    fn wikilink(&self, link: &Link, hints: Hints) -> Resolved {
        let Self { review, names, document, .. } = *self;
        let (name, anchor) = split_anchor(&link.target);
        let name = name.trim();
        if let Some(at) = names.block(name) {
            return self.with_anchor(&review.documents[at], &format!("^{name}"), link, Code::BrokenWikilink);
        }
        if name.is_empty() {
            return self.with_anchor(document, &anchor, link, Code::BrokenWikilink);
        }
        if let Some(found) = self.by_name(name) {
            return self.finish(found, &anchor, link, Code::BrokenWikilink);
        }
        if names.is_lost(name) {
            // That its notes have no reference has been reported.
            return (Target::Nowhere, None);
        }
        if names.is_draft(name) {
            return (Target::Nowhere, Some(to_draft(Code::BrokenWikilink, name, link)));
        }
        let (message, otherwise) = match link.span.text().starts_with('!') {
            true if is_file(name) => {
                let folder = match review.content.prefix().as_str() {
                    "" => "the folder of the review".to_owned(),
                    folder => format!("`{folder}`"),
                };
                let sought = format!("it was looked for in {folder} and all folders below it");
                (format!("there is no file `{name}` to show here"), sought)
            }
            _ => {
                let what = "write the name of a file, the key of a reference, a title, or a tag";
                (format!("`[[{name}]]` names nothing in this review"), what.to_owned())
            }
        };
        let meant = if hints == Hints::Sought { names.suggestion(name) } else { None };
        let hint = meant.unwrap_or(otherwise);
        (Target::Nowhere, Some(Diagnostic::new(Code::BrokenWikilink, message).at(link.span.clone()).hint(hint)))
    }

    fn finish(&self, found: Found, anchor: &str, link: &Link, code: Code) -> Resolved {
        match found {
            Found::Document(at) => self.with_anchor(&self.review.documents[at], anchor, link, code),
            Found::Page(path, title) => (Target::Inside { path, anchor: anchor.to_owned(), title }, None),
            Found::Asset(path) => (Target::Inside { title: path.clone(), path, anchor: anchor.to_owned() }, None),
        }
    }
}

/// Whether a name is that of a file which is no note: it has an ending of letters and digits.
fn is_file(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    (2..=5).contains(&ending.len()) && ending != "md" && ending.chars().all(|c| c.is_ascii_alphanumeric())
}

fn split_anchor(target: &str) -> (&str, String) {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    (path, anchor.rsplit('#').next().unwrap_or(anchor).trim().to_owned())
}
