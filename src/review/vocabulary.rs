//! Which tags a review has: those of the configuration, of the notes and of their introductions; and who carries them.

use super::tags::{Tag, Vocabulary};
use super::{Document, Role, Source};
use crate::chapters::spoken;
use crate::collation::Collator;
use crate::config::{Config, Content, Keywords, stem};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::note::{Finding, Heading};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The tags that sources carry, introductions have and the configuration names.
pub(super) fn of_review(
    config: &Config,
    documents: &mut [Document],
    sources: &mut [Source],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vocabulary {
    let mut vocabulary = Vocabulary::configured(config);
    let configured = vocabulary.tags.len();
    if config.tags_from_folders {
        documents.iter_mut().for_each(|document| document.folder_tag = folder_tag(&config.content, document));
    }
    for document in documents.iter().filter(|document| matches!(document.role, Role::Source(_))) {
        if document.note.summary.front.is_excluded() {
            continue;
        }
        let front = &document.note.summary.front;
        let inline = document.note.summary.inline_tags.iter().map(|tag| &tag.word);
        let words = front.findings.iter().map(|finding| &finding.tag).chain(front.tags.iter().map(|(word, _)| word));
        for word in words.chain(inline).chain(&document.folder_tag) {
            vocabulary.add(word);
        }
    }
    if config.keywords == Keywords::All {
        let carrying = sources.iter().filter(|source| !source.is_excluded(documents));
        for keyword in carrying.flat_map(|source| &source.reference.keywords) {
            vocabulary.add(keyword);
        }
    }
    let mut seconds = Vec::new();
    for (at, document) in documents.iter_mut().enumerate().filter(|(_, document)| matches!(document.role, Role::Tag(_)))
    {
        let note = &document.note.summary;
        let word = stem(config.content.below(&note.path).trim_start_matches("tags/"));
        if word == "index" {
            document.role = Role::Page;
            continue;
        }
        let tag = vocabulary.add(word);
        if let Some(first) = vocabulary.tags[tag].introduction {
            seconds.push((at, first));
            document.role = Role::Page;
            continue;
        }
        let title = note.front.title.clone().or_else(|| note.heading_title.clone());
        vocabulary.introduce(tag, at, title);
    }
    for (second, first) in seconds {
        let [second, first] = [second, first].map(|at| &documents[at].note.summary);
        let message = format!("the tag already has an introduction, `{}`; this one becomes a page", first.path);
        diagnostics.push(Diagnostic::new(Code::DuplicateNote, message).at(second.file.span(0..0)).hint("join the two"));
    }
    vocabulary.titles_mean_tags();
    let collator = Collator::new(&config.language);
    let label = |tag: &Tag| tag.label(&config.language);
    vocabulary.sort(configured, |a, b| collator.compare(&label(a), &label(b)).then_with(|| a.word.cmp(&b.word)));
    vocabulary.nest();
    for (at, tag) in vocabulary.tags.iter().enumerate() {
        if let Some(introduction) = tag.introduction {
            documents[introduction].role = Role::Tag(at);
        }
    }
    let find = |heading: &Heading| vocabulary.find(&heading.text);
    documents.par_iter_mut().for_each(|document| {
        document.heading_tags = document.note.summary.headings.iter().map(find).collect();
    });
    carry(&mut vocabulary, config.keywords, documents, sources);
    diagnostics
        .extend(sources.iter().filter_map(|source| source.note).flat_map(|note| rivals(&vocabulary, &documents[note])));
    for tag in vocabulary.tags.iter().filter(|tag| tag.sources.is_empty() && tag.narrower.is_empty()) {
        if let Some(introduction) = tag.introduction {
            let place = documents[introduction].note.summary.file.span(0..0);
            let message = format!("no source carries the tag `{}`", tag.word);
            diagnostics
                .push(Diagnostic::new(Code::UnusedTag, message).at(place).hint("add it to the `tags` of a note"));
        }
    }
    vocabulary
}

/// The name of the folder that a note on a source lies in, where the note has no tags.
fn folder_tag(content: &Content, document: &Document) -> Option<String> {
    let note = &document.note.summary;
    let has_own = !note.front.tags.is_empty() || !note.front.findings.is_empty() || !note.inline_tags.is_empty();
    let (folders, _) = content.below(&note.path).rsplit_once('/')?;
    let name = folders.rsplit('/').next().unwrap_or(folders);
    let is_one = matches!(document.role, Role::Source(_)) && !has_own && folders != "sources";
    is_one.then(|| spoken(name))
}

/// Findings of a tag that the note has given one of before, by another of its words: the first one is shown.
fn rivals(vocabulary: &Vocabulary, document: &Document) -> Vec<Diagnostic> {
    let mut first: BTreeMap<usize, &Finding> = BTreeMap::new();
    let mut problems = Vec::new();
    for finding in &document.note.summary.front.findings {
        let Some(tag) = vocabulary.find(&finding.tag) else { continue };
        let Some(shown) = first.get(&tag) else {
            first.insert(tag, finding);
            continue;
        };
        let message = format!("`{}` and `{}` are one tag: this finding is left out", shown.tag, finding.tag);
        let problem = Diagnostic::new(Code::BadFrontMatter, message).at(finding.span.clone());
        let problem = problem.related(shown.span.clone(), "this one is shown").hint("join the two");
        problems.push(Diagnostic { severity: Severity::Warning, ..problem });
    }
    problems
}

fn carry(vocabulary: &mut Vocabulary, keywords: Keywords, documents: &[Document], sources: &mut [Source]) {
    let known = &*vocabulary;
    sources.par_iter_mut().for_each(|source| {
        if source.is_excluded(documents) {
            return;
        }
        if let Some(note) = source.note {
            source.findings = known.findings(&documents[note]);
        }
        if keywords != Keywords::Off {
            known.add_keywords(&source.reference.keywords, &mut source.findings);
        }
    });
    for (at, source) in sources.iter().enumerate() {
        for finding in &source.findings {
            vocabulary.tags[finding.tag].sources.push(at);
        }
    }
}
