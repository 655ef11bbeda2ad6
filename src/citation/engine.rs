//! hayagriva, driven: requests out of a job, our own tree out of its tree.
//!
//! Prefixes, suffixes and suppressed authors are not known to this engine; they are placed around the
//! node of the work they belong to.

use super::{Cite, Cluster, Entry, Formatted, FormattedCluster, Job, items, runs};
use crate::html::SafeUrl;
use crate::note::CiteMode;
use crate::rich::{Display, Look, Part, Rich};
use citationberg::json::Item;
use citationberg::taxonomy::Locator;
use citationberg::{FontStyle, FontVariant, FontWeight, IndependentStyle, TextDecoration, VerticalAlign};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChild, ElemChildren,
    ElemMeta, LocatorPayload, Rendered, SpecificLocator,
};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// Formats a job, leaving out works that are not usable.
pub fn format(job: &Job, usable: &[bool]) -> Formatted {
    let engine_items = engine_items(job);
    let listed: Vec<usize> = (0..job.works.len()).filter(|at| usable[*at]).collect();
    let requests = requests(job, usable);
    let mut hidden = Hidden::default();
    if letters_depend_on_order(job) {
        let only_listed = Hidden { last: listed.clone(), ..Hidden::default() };
        let list = drive(job, job.style.csl(), &engine_items, &only_listed, &[], usable);
        hidden.first = list_order(job, &list).unwrap_or(listed);
    } else {
        let cites = requests.iter().flat_map(|one| one.cites.iter().map(|n| &job.clusters[one.cluster].cites[*n]));
        let cited: BTreeSet<usize> = cites.filter_map(|cite| cite.work).collect();
        hidden.last = listed.into_iter().filter(|at| !cited.contains(at)).collect();
    }
    let rendered = drive(job, job.style.csl(), &engine_items, &hidden, &requests, usable);
    let clusters = assemble(job, &engine_items, &hidden, &requests, &rendered);
    let list = rendered.bibliography;
    let numbers = numbers(job);
    Formatted {
        clusters,
        hanging: job.style.hangs(),
        numbered: job.style.sets_first_field_apart(),
        entries: list.into_iter().flat_map(|list| list.items).filter_map(|item| entry(&numbers, &item)).collect(),
        failed: Vec::new(),
    }
}

/// Formats the citations of a job alone, in a style without its list.
pub fn format_citations(job: &Job) -> Vec<FormattedCluster> {
    let usable = vec![true; job.works.len()];
    let (engine_items, requests) = (engine_items(job), requests(job, &usable));
    let csl = job.style.cites_only().unwrap_or_else(|| job.style.csl());
    let rendered = drive(job, csl, &engine_items, &Hidden::default(), &requests, &usable);
    assemble(job, &engine_items, &Hidden::default(), &requests, &rendered)
}

/// Formats one work of a job on its own, to see whether the engine survives it.
pub fn format_alone(job: &Job, at: usize) -> Formatted {
    let mut usable = vec![false; job.works.len()];
    usable[at] = true;
    format(job, &usable)
}

fn engine_items(job: &Job) -> Vec<Item> {
    let protect = job.style.changes_case();
    job.works.iter().map(|work| items::for_engine(work, protect)).collect()
}

/// The engine gives letters (2020a, 2020b) in the order of citation; they belong to the order of the list.
fn letters_depend_on_order(job: &Job) -> bool {
    let works: Vec<_> = job.works.iter().map(|work| &work.item).collect();
    !job.style.is_note() && !job.style.lists_by_citation() && items::may_collide(&works)
}

fn list_order(job: &Job, list: &Rendered) -> Option<Vec<usize>> {
    let list = list.bibliography.as_ref()?;
    let numbers = numbers(job);
    list.items.iter().map(|item| numbers.get(item.key.as_str()).copied()).collect()
}

/// The numbers of a job's works by key.
fn numbers(job: &Job) -> BTreeMap<&str, usize> {
    job.works.iter().enumerate().map(|(at, work)| (work.key.as_str(), at)).collect()
}

/// One citation for the engine: works of one cluster that can be formatted together.
struct Request {
    cluster: usize,
    /// Numbers of the cites within their cluster.
    cites: Vec<usize>,
    purpose: Option<CitePurpose>,
    note: bool,
}

/// A cluster is one citation, but for a first work in the sentence, which is one of its own:
/// its brackets are not those of the others. In a note style the note takes all of it.
fn requests(job: &Job, usable: &[bool]) -> Vec<Request> {
    let mut requests = Vec::new();
    for (at, cluster) in job.clusters.iter().enumerate() {
        let cites: Vec<usize> =
            (0..cluster.cites.len()).filter(|n| cluster.cites[*n].work.is_some_and(|work| usable[work])).collect();
        let Some(first) = cites.first().copied() else { continue };
        let in_sentence = cluster.cites[first].mode == CiteMode::AuthorInText;
        let request = |cites: Vec<usize>, purpose| Request { cluster: at, cites, purpose, note: false };
        match (job.style.is_note(), in_sentence) {
            (false, false) => requests.push(request(cites, None)),
            (false, true) => {
                requests.push(request(vec![first], Some(CitePurpose::Prose)));
                if cites.len() > 1 {
                    requests.push(request(cites[1..].to_vec(), None));
                }
            }
            (true, _) => requests.push(Request { note: true, ..request(cites, None) }),
        }
    }
    requests
}

/// Works in hidden citations: the engine lists only what is cited.
#[derive(Default)]
struct Hidden {
    /// Cited before all others: their order decides the letters.
    first: Vec<usize>,
    /// Cited after all others: works that are only listed. In a note style a work cited before would make
    /// its every other citation a repeated one.
    last: Vec<usize>,
}

fn drive(
    job: &Job,
    csl: &IndependentStyle,
    engine_items: &[Item],
    hidden: &Hidden,
    requests: &[Request],
    usable: &[bool],
) -> Rendered {
    let style = &job.style;
    let mut driver = BibliographyDriver::new();
    let request =
        |csl, items, note| CitationRequest::new(items, csl, Some(style.locale().clone()), style.locales(), note);
    let hide = |at: &usize| CitationItem::new(&engine_items[*at], None, None, true, None);
    if !hidden.first.is_empty() {
        driver.citation(request(csl, hidden.first.iter().map(hide).collect(), None));
    }
    let locator = |cite: &Cite| -> Option<(Locator, String)> {
        let locator = cite.locator.as_ref()?;
        Some((Locator::from_str(&locator.label).unwrap_or(Locator::Custom), locator.value.clone()))
    };
    let locators: Vec<Vec<_>> =
        job.clusters.iter().map(|cluster| cluster.cites.iter().map(locator).collect()).collect();
    let mut note = 0;
    for one in requests {
        let cites = &job.clusters[one.cluster].cites;
        let said =
            |n: &usize| cites[*n].locator.is_some() || !cites[*n].prefix.is_empty() || !cites[*n].suffix.is_empty();
        let csl = style.uncollapsed().filter(|_| one.cites.iter().any(said)).unwrap_or(csl);
        let items = one.cites.iter().filter_map(|n| {
            let work = cites[*n].work.filter(|work| usable[*work])?;
            let locator = locators[one.cluster][*n].as_ref();
            let locator = locator.map(|(label, value)| SpecificLocator(*label, LocatorPayload::Str(value)));
            Some(CitationItem::new(&engine_items[work], locator, None, false, one.purpose))
        });
        note += usize::from(one.note);
        driver.citation(request(csl, items.collect(), one.note.then_some(note)));
    }
    if !hidden.last.is_empty() {
        driver.citation(request(csl, hidden.last.iter().map(hide).collect(), None));
    }
    driver.finish(BibliographyRequest::new(csl, Some(style.locale().clone()), style.locales()))
}

/// Puts the engine's citations back into their clusters.
fn assemble(
    job: &Job,
    engine_items: &[Item],
    hidden: &Hidden,
    requests: &[Request],
    rendered: &Rendered,
) -> Vec<FormattedCluster> {
    let mut clusters = vec![FormattedCluster::default(); job.clusters.len()];
    let before = usize::from(!hidden.first.is_empty());
    for (request, rendered) in requests.iter().zip(rendered.citations.iter().skip(before)) {
        let cluster = &job.clusters[request.cluster];
        let text = items::reveal(citation(cluster, request, &rendered.citation));
        let out = &mut clusters[request.cluster];
        let first = &cluster.cites[request.cites[0]];
        let in_sentence = first.mode == CiteMode::AuthorInText;
        if request.note {
            out.note = Some(text);
            if in_sentence {
                out.text = author(job, engine_items, request.cites[0], first);
            }
        } else if in_sentence && text.plain().ends_with("()") {
            // A style without a year: the form for the sentence is the name alone.
            out.text = author(job, engine_items, request.cites[0], first);
        } else {
            if !out.text.0.is_empty() {
                out.text.push(" ", Look::PLAIN);
            }
            out.text.0.extend(text.0);
        }
    }
    clusters
}

/// The author of a work alone, as the n-th work of its cluster: formatted apart, so that it counts as no citation, and
/// as a repeated one, since a first note gives names in full that a sentence has in short.
fn author(job: &Job, engine_items: &[Item], n: usize, cite: &Cite) -> Rich {
    let Some(work) = cite.work else { return Rich::default() };
    let style = &job.style;
    let locale = || Some(style.locale().clone());
    let mut driver = BibliographyDriver::new();
    for (note, purpose) in [(1, None), (2, Some(CitePurpose::Author))] {
        let item = CitationItem::new(&engine_items[work], None, None, false, purpose);
        driver.citation(CitationRequest::new(vec![item], style.csl(), locale(), style.locales(), Some(note)));
    }
    let rendered = driver.finish(BibliographyRequest::new(style.csl(), locale(), style.locales()));
    let text = rendered.citations.last().map(|rendered| children(&rendered.citation)).unwrap_or_default();
    Rich(vec![Part::Item(n, items::reveal(text))])
}

/// The tree of one citation, with prefixes and suffixes around the works and suppressed authors gone.
fn citation(cluster: &Cluster, request: &Request, tree: &ElemChildren) -> Rich {
    let mut out = Rich::default();
    for child in &tree.0 {
        let entry = match child {
            ElemChild::Elem(elem) => match elem.meta {
                Some(ElemMeta::Entry(at)) => request.cites.get(at).map(|n| (*n, elem)),
                _ => None,
            },
            _ => None,
        };
        let Some((n, elem)) = entry else {
            push_child(child, &mut out);
            continue;
        };
        let cite = &cluster.cites[n];
        let mut text = children(&elem.children);
        if cite.mode == CiteMode::SuppressAuthor {
            text = without_names(&elem.children);
        }
        let prefix = runs(&cite.prefix);
        if !prefix.is_empty() {
            let ends_open = prefix.plain().ends_with(char::is_whitespace);
            out.0.extend(prefix.0);
            out.push(if ends_open { "" } else { " " }, Look::PLAIN);
        }
        out.0.push(Part::Item(n, text));
        out.0.extend(runs(&cite.suffix).0);
    }
    out
}

/// The children without their first names element and what parts it from the rest.
fn without_names(tree: &ElemChildren) -> Rich {
    let mut copy = tree.clone();
    drop_names(&mut copy);
    let mut rich = children(&copy);
    trim_start(&mut rich);
    rich
}

fn drop_names(tree: &mut ElemChildren) -> bool {
    for at in 0..tree.0.len() {
        if let ElemChild::Elem(elem) = &mut tree.0[at] {
            if matches!(elem.meta, Some(ElemMeta::Names(_))) {
                tree.0.remove(at);
                return true;
            }
            if drop_names(&mut elem.children) {
                return true;
            }
        }
    }
    false
}

fn trim_start(rich: &mut Rich) {
    while let Some(part) = rich.0.first_mut() {
        match part {
            Part::Text(text, _) => {
                *text = text
                    .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.'))
                    .to_owned();
                if !text.is_empty() {
                    return;
                }
                rich.0.remove(0);
            }
            Part::Link(_, inner) | Part::Item(_, inner) | Part::Block(_, inner) => return trim_start(inner),
        }
    }
}

fn entry(numbers: &BTreeMap<&str, usize>, item: &hayagriva::BibliographyItem) -> Option<Entry> {
    let mut first = Rich::default();
    if let Some(child) = &item.first_field {
        push_child(child, &mut first);
    }
    Some(Entry {
        work: *numbers.get(item.key.as_str())?,
        first: items::reveal(first),
        rest: items::reveal(children(&item.content)),
    })
}

fn children(tree: &ElemChildren) -> Rich {
    let mut out = Rich::default();
    for child in &tree.0 {
        push_child(child, &mut out);
    }
    out
}

fn push_child(child: &ElemChild, out: &mut Rich) {
    match child {
        ElemChild::Text(text) => out.push(&text.text, look(&text.formatting)),
        ElemChild::Markup(text) => out.push(text, Look::PLAIN),
        ElemChild::Link { text, url } => {
            let mut inner = Rich::default();
            inner.push(&text.text, look(&text.formatting));
            match SafeUrl::new(url) {
                Some(url) => out.0.push(Part::Link(url, inner)),
                None => out.0.extend(inner.0),
            }
        }
        ElemChild::Elem(elem) => match elem.display {
            Some(display) => out.0.push(Part::Block(display_of(display), children(&elem.children))),
            None => {
                for part in children(&elem.children).0 {
                    match part {
                        Part::Text(text, look) => out.push(&text, look),
                        other => out.0.push(other),
                    }
                }
            }
        },
        ElemChild::Transparent { .. } => {}
    }
}

fn display_of(display: citationberg::Display) -> Display {
    match display {
        citationberg::Display::Block => Display::Block,
        citationberg::Display::LeftMargin => Display::LeftMargin,
        citationberg::Display::RightInline => Display::RightInline,
        citationberg::Display::Indent => Display::Indent,
    }
}

fn look(formatting: &hayagriva::Formatting) -> Look {
    Look {
        italic: formatting.font_style == FontStyle::Italic,
        bold: formatting.font_weight == FontWeight::Bold,
        small_caps: formatting.font_variant == FontVariant::SmallCaps,
        superscript: formatting.vertical_align == VerticalAlign::Sup,
        subscript: formatting.vertical_align == VerticalAlign::Sub,
        underline: formatting.text_decoration == TextDecoration::Underline,
        code: false,
    }
}
