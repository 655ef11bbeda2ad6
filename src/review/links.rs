//! Where each link of a note leads.

use super::names::Names;
use super::{Document, Place, Review, Role, routes};
use crate::config::stem;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::html::{SafeUrl, scheme};
use crate::note::{Link, LinkKind, NoteSummary};

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

fn to_draft(code: Code, name: &str, link: &Link) -> Diagnostic {
    let problem = Diagnostic::new(code, format!("`{name}` is a draft and no part of the site")).at(link.span.clone());
    problem.hint("`--drafts` makes drafts part of it")
}

/// Resolves every link of a document; those that lead nowhere are reported.
pub fn resolve(review: &Review, names: &Names, document: &Document, diagnostics: &mut Vec<Diagnostic>) -> Vec<Target> {
    let note = &document.note.summary;
    let resolve = |link: &Link, hints: Hints| match link.kind {
        LinkKind::Markdown => markdown(review, names, note, document, link, hints),
        LinkKind::Wikilink | LinkKind::WikilinkWithText => wikilink(review, names, note, document, link, hints),
        LinkKind::Embed => {
            let (target, problem) = wikilink(review, names, note, document, link, hints);
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

fn markdown(
    review: &Review,
    names: &Names,
    note: &NoteSummary,
    document: &Document,
    link: &Link,
    hints: Hints,
) -> Resolved {
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
    if path.is_empty() {
        return with_anchor(review, document, note, &anchor, link, Code::BrokenLink);
    }
    let wanted = join(folder_of(review.content.below(&note.path)), &path);
    if let Some(found) = wanted.as_deref().and_then(|wanted| find_path(review, names, wanted)) {
        return finish(review, found, note, &anchor, link, Code::BrokenLink);
    }
    let sought = wanted.as_ref().map(|wanted| format!("it was looked for at `{}{wanted}`", review.content.prefix()));
    let wanted = wanted.unwrap_or_else(|| path.clone());
    if names.is_draft(&wanted) {
        return (Target::Nowhere, Some(to_draft(Code::BrokenLink, &wanted, link)));
    }
    let message = format!("there is no `{wanted}` in this review");
    let meant = if hints == Hints::Sought { names.suggestion(&path) } else { None };
    let hint = meant.or(sought);
    (Target::Nowhere, Some(Diagnostic::new(Code::BrokenLink, message).at(link.span.clone()).maybe_hint(hint)))
}

/// What a name or path can lead to.
enum Found {
    Document(usize),
    Page(String, String),
    Asset(String),
}

fn find_path(review: &Review, names: &Names, wanted: &str) -> Option<Found> {
    let folded = routes::fold(wanted.trim_end_matches('/'));
    let candidates = [folded.clone(), format!("{folded}.md"), format!("{folded}/index.md")];
    if let Some(at) = candidates.iter().find_map(|path| names.by_path.get(path.trim_start_matches('/'))) {
        return Some(Found::Document(*at));
    }
    if let Some(asset) = names.assets.get(&folded) {
        return Some(Found::Asset(asset.clone()));
    }
    generated(review, wanted)
}

/// A page that the site makes without a file: by its output path, or `tags/NAME` and `sources/KEY` without a file of their own.
fn generated(review: &Review, wanted: &str) -> Option<Found> {
    let wanted = stem(wanted);
    let page = |path: &str, title: String| Some(Found::Page(path.to_owned(), title));
    if let Some(tag) = wanted.strip_prefix("tags/").and_then(|word| review.vocabulary.find(word)) {
        let tag = &review.vocabulary.tags[tag];
        return page(&tag.path, tag.label(&review.language));
    }
    if let Some(source) = wanted.strip_prefix("sources/").and_then(|key| review.source_of(key)) {
        return Some(page_of(review, source));
    }
    let output = if wanted.ends_with(".html") {
        wanted.to_owned()
    } else {
        format!("{}/index.html", wanted.trim_end_matches('/'))
    };
    let is_fixed = output == "index.html" || review.fixed_pages().any(|page| page == output);
    let title = match review.place_of(&output) {
        Some(Place::Document(at)) => return Some(Found::Document(at)),
        Some(Place::Source(at)) => review.sources[at].title.clone(),
        Some(Place::Author(at)) => review.authors[at].name.natural(),
        Some(Place::Tag(at) | Place::Annotated(at)) => review.vocabulary.tags[at].label(&review.language),
        None if is_fixed => output.clone(),
        None => return None,
    };
    Some(Found::Page(output, title))
}

/// The page of a source: its note, where there is one.
fn page_of(review: &Review, source: usize) -> Found {
    let source = &review.sources[source];
    source.note.map_or_else(|| Found::Page(source.path.clone(), source.title.clone()), Found::Document)
}

fn wikilink(
    review: &Review,
    names: &Names,
    note: &NoteSummary,
    document: &Document,
    link: &Link,
    hints: Hints,
) -> Resolved {
    let (name, anchor) = split_anchor(&link.target);
    let name = name.trim();
    if name.is_empty() {
        return with_anchor(review, document, note, &anchor, link, Code::BrokenWikilink);
    }
    if let Some(found) = find_name(review, names, note, name) {
        return finish(review, found, note, &anchor, link, Code::BrokenWikilink);
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

/// Whether a name is that of a file which is no note: it has an ending of letters and digits.
fn is_file(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    (2..=5).contains(&ending.len()) && ending != "md" && ending.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Obsidian's order: a path from the top, a path from here, a file's name, then what we add: a key, a title or alias, a tag.
fn find_name(review: &Review, names: &Names, note: &NoteSummary, name: &str) -> Option<Found> {
    let here = join(folder_of(review.content.below(&note.path)), name);
    let by_path = find_path(review, names, name).or_else(|| find_path(review, names, &here?));
    let title = routes::fold(name);
    let key = name.strip_prefix('@').unwrap_or(name);
    by_path
        .or_else(|| names.document(name).map(Found::Document))
        .or_else(|| review.source_of(key).map(|source| page_of(review, source)))
        .or_else(|| names.by_title.get(&title).map(|at| Found::Document(*at)))
        .or_else(|| names.asset(name).map(Found::Asset))
        .or_else(|| generated(review, &format!("tags/{name}")))
}

fn finish(review: &Review, found: Found, note: &NoteSummary, anchor: &str, link: &Link, code: Code) -> Resolved {
    match found {
        Found::Document(at) => with_anchor(review, &review.documents[at], note, anchor, link, code),
        Found::Page(path, title) => (Target::Inside { path, anchor: anchor.to_owned(), title }, None),
        Found::Asset(path) => (Target::Inside { title: path.clone(), path, anchor: anchor.to_owned() }, None),
    }
}

/// A place in a document: its heading by anchor or by text, or a block by its name.
fn with_anchor(
    review: &Review,
    document: &Document,
    note: &NoteSummary,
    anchor: &str,
    link: &Link,
    code: Code,
) -> Resolved {
    let inside =
        |anchor: String| Target::Inside { path: document.path.clone(), anchor, title: review.title_of(document) };
    if let Some(name) = anchor.strip_prefix('^') {
        let known = document.note.summary.block_ids.iter().map(String::as_str);
        if known.clone().any(|block| block == name) {
            return (inside(format!("{BLOCK}{name}")), None);
        }
        let message = format!("`{}` has no block `^{name}`", document.note.summary.path);
        let hint = nearest(name, known).map_or_else(
            || format!("write `^{name}` at the end of the block"),
            |best| format!("did you mean `^{best}`?"),
        );
        return (inside(String::new()), Some(Diagnostic::new(code, message).at(link.span.clone()).hint(hint)));
    }
    // ZotLit's `[[note#cite:locator=33]]` is a link to the note.
    if link.kind != LinkKind::Markdown && anchor.starts_with("cite:") {
        return (inside(String::new()), None);
    }
    if anchor.is_empty() {
        return (inside(String::new()), None);
    }
    let made_by_us =
        ["ref-", "cite-", "loc-", "quote-", "fn-", "fnref-"].iter().any(|prefix| anchor.starts_with(prefix));
    let wanted = routes::fold(&routes::decode(anchor));
    let NoteSummary { headings, heading_title, title_id, .. } = &document.note.summary;
    let heading = headings.iter().find(|heading| heading.id == anchor || routes::fold(&heading.text) == wanted);
    let is_title = title_id.as_deref() == Some(anchor)
        || heading_title.as_ref().is_some_and(|title| routes::fold(title) == wanted);
    match heading {
        Some(heading) => (inside(heading.id.clone()), None),
        None if made_by_us || is_section(document, anchor) => (inside(anchor.to_owned()), None),
        // The heading that became the title of the page is its top.
        None if is_title => (inside(String::new()), None),
        None => {
            let hint = nearest(anchor, headings.iter().map(|heading| heading.id.as_str()));
            let there = if document.note.summary.path == note.path {
                "this file".to_owned()
            } else {
                format!("`{}`", document.note.summary.path)
            };
            let problem = Diagnostic::new(code, format!("{there} has no heading `{anchor}`")).at(link.span.clone());
            (inside(String::new()), Some(problem.maybe_hint(hint.map(|id| format!("did you mean `#{id}`?")))))
        }
    }
}

/// Parts of a page that every page of its role has.
fn is_section(document: &Document, anchor: &str) -> bool {
    anchor == "references" || document.role == Role::Home && matches!(anchor, "sources" | "themes")
}

fn split_anchor(target: &str) -> (&str, String) {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    (path, anchor.rsplit('#').next().unwrap_or(anchor).trim().to_owned())
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path as seen from a folder, `.` and `..` taken out; none where it leaves the review.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
