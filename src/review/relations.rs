//! How works relate: the words for it, and what the notes say with them.
//!
//! `[disputes: @b]` in the note on a source, or `relations: {disputes: b}` in its front matter, says that the source
//! disputes `b`; `[disputed by: @b]` says the reverse. On any other page it is the review that speaks: such a passage has
//! its word, and makes no relation between two works.

use super::missing::Missing;
use super::tags::folded;
use super::{Mention, Review, Role};
use crate::config::{Config, RelationConfig};
use crate::diagnostics::{Code, Diagnostic, Span, did_you_mean, slip_of};
use crate::note::{CiteItem, Cluster, NoteSummary, Related, Run};
use crate::words::Words;
use std::collections::{BTreeMap, HashMap};

/// The relations of every review, each with its name in CiTO.
const KINDS: &[(&str, &str)] = &[
    ("supports", "supports"),
    ("disputes", "disputes"),
    ("extends", "extends"),
    ("uses-method-of", "usesMethodIn"),
    ("reviews", "reviews"),
];
/// Where the names of CiTO stand.
const CITO: &str = "http://purl.org/spar/cito/";

/// A relation that a work may have to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// The word, as notes write it: `disputes`.
    pub word: String,
    /// What it is called in the language of the review: "disputes".
    pub label: String,
    /// What it is called from the other end: "disputed by".
    pub inverse: String,
    /// Its address in CiTO; none for one that is not there.
    pub cito: Option<String>,
}

/// The relations that a review knows.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    /// Those of every review, then those of the configuration.
    pub all: Vec<Kind>,
    by_name: HashMap<String, Said>,
}

/// A relation as a passage names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The number of the relation.
    pub kind: usize,
    /// From which end.
    pub end: End,
}

/// The two ends of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The one that disputes.
    From,
    /// The one that is disputed.
    To,
}

/// A work relates to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The number of the source that disputes.
    pub from: usize,
    /// The number of the relation.
    pub kind: usize,
    /// The number of the source that is disputed.
    pub to: usize,
    /// Where it is said; never empty.
    pub statements: Vec<Statement>,
}

/// Where a relation is said.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// In the front matter of the document of this number, at this place.
    FrontMatter(usize, Span),
    /// Before a citation.
    Passage(Mention),
}

impl Kinds {
    /// The relations of every review and those of the configuration, called as it says or as the interface does.
    pub fn new(config: &Config, words: &Words) -> Self {
        let mut kinds = Self::default();
        let configured = |word: &str| config.relations.iter().find(|known| folded(&known.word) == folded(word));
        let known = KINDS.iter().map(|(word, cito)| (*word, Some(*cito)));
        let added = config.relations.iter().map(|relation| (relation.word.as_str(), None));
        let added = added.filter(|(word, _)| !KINDS.iter().any(|(known, _)| folded(known) == folded(word)));
        let mut named: Vec<(String, Said)> = Vec::new();
        for (word, cito) in known.chain(added) {
            let said = configured(word);
            if said.is_some_and(|relation| relation.is_off) {
                continue;
            }
            let kind = kind(word, cito, said, config, words);
            let all = |names: fn(&RelationConfig) -> &Vec<(String, String)>| {
                said.map(names).into_iter().flatten().map(|(_, name)| name.as_str()).collect::<Vec<_>>()
            };
            let own =
                [&*kind.word, &*kind.label].into_iter().chain(all(|said| &said.labels)).map(|name| (name, End::From));
            let inverse = std::iter::once(&*kind.inverse).chain(all(|said| &said.inverses)).map(|name| (name, End::To));
            let number = kinds.all.len();
            named.extend(own.chain(inverse).map(|(name, end)| (folded(name), Said { kind: number, end })));
            kinds.all.push(kind);
        }
        // The words themselves come first: no label of one takes the word of another.
        for (number, kind) in kinds.all.iter().enumerate() {
            kinds.by_name.entry(folded(&kind.word)).or_insert(Said { kind: number, end: End::From });
        }
        for (name, said) in named {
            kinds.by_name.entry(name).or_insert(said);
        }
        kinds
    }

    /// The relation that a word means.
    pub fn find(&self, word: &str) -> Option<Said> {
        self.by_name.get(&folded(word)).copied()
    }

    /// The relation that stands before a work: all of its prefix is a name of one and a colon.
    pub fn said_before(&self, item: &CiteItem) -> Option<Said> {
        self.find(word_before(item)?)
    }

    /// The name of a relation that the word before a work is a slip away from.
    fn nearly_said_before(&self, item: &CiteItem) -> Option<&str> {
        let word = word_before(item)?;
        let names = || self.by_name.keys().map(String::as_str);
        if self.find(word).is_some() { None } else { slip_of(&folded(word), names()) }
    }

    /// What is printed before a work: a relation is data and no text.
    pub fn prefix_of(&self, item: &CiteItem) -> Vec<Run> {
        if self.said_before(item).is_some() { Vec::new() } else { item.prefix.clone() }
    }

    /// What a relation is called from an end.
    pub fn label(&self, said: Said) -> &str {
        match said.end {
            End::From => &self.all[said.kind].label,
            End::To => &self.all[said.kind].inverse,
        }
    }
}

/// What stands before a work where all of its prefix is that and a colon.
fn word_before(item: &CiteItem) -> Option<&str> {
    let [Run { text, emphasis: false, strong: false, code: false }] = item.prefix.as_slice() else { return None };
    Some(text.trim().strip_suffix([':', '：'])?.trim_end())
}

fn kind(word: &str, cito: Option<&str>, said: Option<&RelationConfig>, config: &Config, words: &Words) -> Kind {
    let of = |texts: &[(String, String)]| in_language(texts, &config.language);
    let label = said.and_then(|said| of(&said.labels)).or_else(|| words.of("relations", word).map(str::to_owned));
    let label = label.unwrap_or_else(|| word.replace(['-', '_'], " "));
    let inverse = said.and_then(|said| of(&said.inverses)).or_else(|| words.of("related_by", word).map(str::to_owned));
    let inverse = inverse.unwrap_or_else(|| words.fill("relates_to_this", &[("relation", &label)]));
    let cito = said.and_then(|said| said.cito.as_deref()).or(cito).map(|name| format!("{CITO}{name}"));
    Kind { word: word.to_owned(), label, inverse, cito }
}

/// The text of a language, of its primary language, or of any.
fn in_language(texts: &[(String, String)], language: &str) -> Option<String> {
    let primary = language.split('-').next().unwrap_or(language);
    let of = |wanted: &str| texts.iter().find(|(language, _)| language == wanted).map(|(_, text)| text.clone());
    of(language).or_else(|| of(primary)).or_else(|| of(""))
}

impl Review {
    /// Where in the files a relation is said.
    pub fn place_of_statement(&self, statement: &Statement) -> Span {
        match statement {
            Statement::FrontMatter(_, place) => place.clone(),
            Statement::Passage(mention) => {
                let note = &self.documents[mention.document].note.summary;
                note.citations[mention.cluster].items[mention.cite].span.clone()
            }
        }
    }
}

/// That the source of a note relates so to another, and where it says so.
type Claim = (usize, Said, usize, Statement);

/// Takes down what the notes say, each relation once, with all its places.
pub(super) fn relate(review: &mut Review, missing: &mut Missing, diagnostics: &mut Vec<Diagnostic>) {
    let mut claims = Vec::new();
    for at in 0..review.documents.len() {
        diagnostics.extend(slips(&review.documents[at].note.summary, &review.kinds));
        claims.extend(front_matter_claims(review, at, missing, diagnostics));
    }
    claims.extend(passage_claims(review));
    let mut relations: BTreeMap<(usize, usize, usize), Relation> = BTreeMap::new();
    for (subject, said, object, statement) in claims {
        if subject == object {
            let place = review.place_of_statement(&statement);
            diagnostics.push(to_itself(&review.sources[subject].reference.key, review.kinds.label(said), place));
            continue;
        }
        let (from, to) = match said.end {
            End::From => (subject, object),
            End::To => (object, subject),
        };
        let relation = Relation { from, kind: said.kind, to, statements: Vec::new() };
        let order = (review.rank[from], said.kind, review.rank[to]);
        relations.entry(order).or_insert(relation).statements.push(statement);
    }
    review.relations = relations.into_values().collect();
    for (number, relation) in review.relations.iter().enumerate() {
        review.sources[relation.from].relations.push(number);
        review.sources[relation.to].relations.push(number);
    }
}

/// Words before citations that are a slip away from relations: they are printed as text.
fn slips(note: &NoteSummary, kinds: &Kinds) -> Vec<Diagnostic> {
    let items = note.citations.iter().flat_map(|cluster| cluster.items.iter().map(move |item| (cluster, item)));
    let slip = |(cluster, item): (&Cluster, &CiteItem)| {
        let (meant, word) = (kinds.nearly_said_before(item)?, word_before(item)?);
        let start = cluster.span.range().start;
        let before = note.file.text.get(start..item.span.range().start)?;
        let place = before
            .rfind(word)
            .map_or_else(|| item.span.clone(), |at| note.file.span(start + at..start + at + word.len()));
        let meant = if word.contains(' ') { meant.replace('-', " ") } else { meant.to_owned() };
        let problem = Diagnostic::new(Code::NearMiss, format!("`{word}` is no relation between works and is printed"));
        Some(problem.at(place).hint(format!("did you mean `{meant}`?")))
    };
    items.filter_map(slip).collect()
}

/// What the front matter of a document says; what it cannot mean is reported.
fn front_matter_claims(
    review: &Review,
    at: usize,
    missing: &mut Missing,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Claim> {
    let document = &review.documents[at];
    let note = &document.note.summary;
    let Role::Source(subject) = document.role else {
        diagnostics.extend(without_subject(note));
        return Vec::new();
    };
    let mut claims = Vec::new();
    for related in &note.front.relations {
        let Some(said) = review.kinds.find(&related.word) else {
            diagnostics.push(unknown_word(related, &review.kinds));
            continue;
        };
        for (key, place) in &related.keys {
            match review.source_of(key) {
                Some(object) => claims.push((subject, said, object, Statement::FrontMatter(at, place.clone()))),
                None => missing.cited(key, place),
            }
        }
    }
    claims
}

/// What the typed citations of notes on sources say.
fn passage_claims(review: &Review) -> Vec<Claim> {
    let mentions = review.sources.iter().enumerate();
    let mentions = mentions.flat_map(|(object, source)| source.mentions.iter().map(move |mention| (object, mention)));
    let claim = |(object, mention): (usize, &Mention)| match review.documents[mention.document].role {
        Role::Source(subject) => Some((subject, mention.relation?, object, Statement::Passage(*mention))),
        _ => None,
    };
    mentions.filter_map(claim).collect()
}

fn unknown_word(related: &Related, kinds: &Kinds) -> Diagnostic {
    let words = || kinds.all.iter().map(|kind| kind.word.as_str());
    let hint = did_you_mean(&related.word, words()).unwrap_or_else(|| {
        let known = words().collect::<Vec<_>>().join("`, `");
        format!("use one of `{known}`, or add the word to `relations` in `sourcebook.yaml`")
    });
    Diagnostic::new(Code::UnknownRelation, format!("`{}` is no relation between works", related.word))
        .at(related.span.clone())
        .hint(hint)
}

/// Relations of a page that is about no source; a note without its reference has been reported as such.
fn without_subject(note: &NoteSummary) -> Option<Diagnostic> {
    let first = note.front.relations.first()?;
    let message = "this page is about no source, so its `relations` say nothing";
    let problem = Diagnostic::new(Code::UnknownRelation, message).at(first.span.clone());
    (!note.is_about_a_source()).then(|| problem.hint("move them to the note on the source that they are about"))
}

fn to_itself(key: &str, label: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::SelfRelation, format!("the note on `{key}` says `{label}` of its own source"))
        .at(place)
        .hint("name another source")
}
