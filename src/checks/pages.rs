//! Pages that nothing leads to, and tags that one source alone carries: most often by a slip.

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Span, slip_of};
use crate::review::links::Target;
use crate::review::tags::{Tag, folded};
use crate::review::{Document, Review, Role};
use std::collections::BTreeSet;

/// For so many tags another one is looked for that they may be a slip of: each looks at all.
const LOOKED_FOR: usize = 200;

pub fn find(config: &Config, review: &Review) -> Vec<Diagnostic> {
    let mut found = orphans(config, review);
    let configured: BTreeSet<String> = config.tags.iter().map(|tag| folded(&tag.tag)).collect();
    let own = |tag: &Tag| tag.introduction.is_some() || configured.contains(&folded(&tag.word));
    let own: Vec<bool> = review.vocabulary.tags.iter().map(own).collect();
    let mut looked_for = 0;
    found.extend((0..own.len()).filter_map(|at| {
        let (source, place) = only_carrier(review, at)?;
        looked_for += usize::from(!own[at]);
        let near = if own[at] || looked_for > LOOKED_FOR { None } else { meant(review, &own, at) };
        Some(lone(review, at, &review.sources[source].reference.key, near).at(place))
    }));
    found
}

fn orphans(config: &Config, review: &Review) -> Vec<Diagnostic> {
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    for (document, targets) in review.documents.iter().zip(&review.targets) {
        let inside = targets.iter().filter_map(|target| match target {
            Target::Inside { path, .. } if *path != document.path => Some(path.as_str()),
            _ => None,
        });
        linked.extend(inside);
    }
    let named: BTreeSet<&str> = config.navigation.iter().flatten().map(|(_, target, _)| plain(target)).collect();
    let found = |document: &&Document| {
        let file = review.content.below(&document.note.summary.path);
        linked.contains(document.path.as_str()) || named.contains(file) || named.contains(document.path.as_str())
    };
    // A note without its reference has been reported as such.
    let orphans = review.documents.iter().filter(|document| {
        document.role == Role::Page && !document.note.summary.is_about_a_source() && !found(document)
    });
    let home = review.documents.first().filter(|document| document.role == Role::Home);
    let home = home.map(|document| &document.note.summary.path);
    let orphan = |document: &Document| {
        let message = format!("no page leads to `{}`", document.path);
        let problem = Diagnostic::new(Code::OrphanPage, message).at(document.note.summary.file.span(0..0));
        match home {
            Some(home) => problem.hint(format!("link to it from another page, such as `{home}`")),
            None => problem.hint("link to it from another page"),
        }
    };
    orphans.map(orphan).collect()
}

/// A page as `navigation` names it, without what does not tell it from others.
fn plain(target: &str) -> &str {
    target.trim_matches('/').trim_start_matches("content/")
}

/// The source that alone carries a tag, and where its note says so.
fn only_carrier(review: &Review, at: usize) -> Option<(usize, Span)> {
    let carriers = review.vocabulary.sources_at_and_below(at);
    let only = *carriers.first().filter(|_| carriers.len() == 1)?;
    let note = &review.documents[review.sources[only].note?].note.summary;
    let findings = note.front.findings.iter().map(|finding| (&finding.tag, &finding.span));
    let words = note.front.tags.iter().map(|(word, span)| (word, span)).chain(findings);
    let mut words = words.chain(note.inline_tags.iter().map(|tag| (&tag.word, &tag.span)));
    words.find(|(word, _)| review.vocabulary.find(&folded(word)) == Some(at)).map(|(_, place)| (only, place.clone()))
}

/// The tag that another one may be a slip of: one that the review introduces or configures (`own`), or that other sources
/// carry; all levels but one are the same. Of two that one source each carries, the second is the slip.
fn meant<'a>(review: &'a Review, own: &[bool], at: usize) -> Option<&'a Tag> {
    let tags = &review.vocabulary.tags;
    let levels: Vec<&str> = tags[at].word.split('/').collect();
    let is_known = |other: usize| match tags[other].sources.len() {
        _ if other == at => false,
        _ if own[other] => true,
        0 => false,
        1 => other < at,
        _ => true,
    };
    let is_near = |tag: &&Tag| {
        let others: Vec<&str> = tag.word.split('/').collect();
        let mut differing = levels.iter().zip(&others).filter(|(level, other)| folded(level) != folded(other));
        let (Some((level, other)), None) = (differing.next(), differing.next()) else { return false };
        levels.len() == others.len() && slip_of(level, [*other]).is_some()
    };
    (0..tags.len()).filter(|other| is_known(*other)).map(|other| &tags[other]).find(is_near)
}

fn lone(review: &Review, at: usize, key: &str, near: Option<&Tag>) -> Diagnostic {
    let word = &review.vocabulary.tags[at].word;
    let Some(near) = near else {
        let problem = Diagnostic::new(Code::LoneTag, format!("only `{key}` carries the tag `{word}`"));
        return problem.hint("give it to other notes, or join it with another tag by `synonyms` in `sourcebook.yaml`");
    };
    let message = format!("only `{key}` carries the tag `{word}`, which is nearly `{}`", near.word);
    let hint = format!("did you mean `{}`? Else name both in the `tags` of `sourcebook.yaml`", near.word);
    Diagnostic::new(Code::SimilarTags, message).hint(hint)
}
