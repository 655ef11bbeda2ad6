//! Pages that nothing leads to, and tags that one source alone carries.

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::review::links::Target;
use crate::review::names::below_content;
use crate::review::tags::folded;
use crate::review::{Document, Review, Role};
use std::collections::BTreeSet;

pub fn find(config: &Config, review: &Review) -> Vec<Diagnostic> {
    let mut found = orphans(config, review);
    found.extend(review.vocabulary.tags.iter().enumerate().filter_map(|(at, _)| lone(review, at)));
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
        let file = below_content(&document.note.summary.path);
        linked.contains(document.path.as_str()) || named.contains(file) || named.contains(document.path.as_str())
    };
    let orphans = review.documents.iter().filter(|document| document.role == Role::Page && !found(document));
    let orphan = |document: &Document| {
        let message = format!("no page leads to `{}`", document.path);
        let problem = Diagnostic::new(Code::OrphanPage, message).at(document.note.summary.file.span(0..0));
        problem.hint("link to it from another page, such as `content/index.md`")
    };
    orphans.map(orphan).collect()
}

/// A page as `navigation` names it, without what does not tell it from others.
fn plain(target: &str) -> &str {
    target.trim_matches('/').trim_start_matches("content/")
}

fn lone(review: &Review, at: usize) -> Option<Diagnostic> {
    let tag = &review.vocabulary.tags[at];
    let [only] = tag.sources.as_slice() else { return None };
    let source = &review.sources[*only];
    let front = &review.documents[source.note?].note.summary.front;
    let findings = front.findings.iter().map(|finding| (&finding.tag, &finding.span));
    let words = front.tags.iter().map(|(word, span)| (word, span)).chain(findings);
    let place =
        words.into_iter().find(|(word, _)| review.vocabulary.find(&folded(word)) == Some(at)).map(|(_, span)| span)?;
    let message = format!("only `{}` carries the tag `{}`", source.reference.key, tag.word);
    let problem = Diagnostic::new(Code::LoneTag, message).at(place.clone());
    Some(problem.hint("give it to other notes, or join it with another tag by `synonyms` in `sourcebook.yaml`"))
}
