//! The tags of a review: which words mean the same one, their order, and what each source says under them.

use super::Document;
use super::routes;
use crate::config::{Config, TagConfig};
use crate::note::{Statement, Weight};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many levels up a tag looks for one above it.
const DEEPEST: usize = 16;

/// A theme of the review.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The word as the configuration or the first note writes it.
    pub word: String,
    /// The name in its address.
    pub slug: String,
    /// Its labels by language, as configured; the empty language stands for any.
    pub labels: Vec<(String, String)>,
    /// The title of its introduction.
    pub title: Option<String>,
    /// Other words that mean it, as configured.
    pub synonyms: Vec<String>,
    /// The group it stands in, as configured.
    pub group: Option<String>,
    /// The number of the nearest tag above it: `method` of `method/survey`.
    pub broader: Option<usize>,
    /// The numbers of the tags right below it, in the order of the site.
    pub narrower: Vec<usize>,
    /// The number of its introduction among the documents.
    pub introduction: Option<usize>,
    /// The output path of its page.
    pub path: String,
    /// The output path of its annotated bibliography; none where no source with a note carries it.
    pub annotated: Option<String>,
    /// The numbers of the sources that carry it, in the order of the review.
    pub sources: Vec<usize>,
}

impl Tag {
    /// The word of what it stands under: `method` of `method/survey`, whether that is a tag or not.
    fn above(&self) -> Option<&str> {
        self.word.rsplit_once('/').map(|(above, _)| above)
    }

    /// Its name in a language: the label of that language, of any, the introduction's title, the word itself with spaces.
    pub fn label(&self, language: &str) -> String {
        let primary = language.split('-').next().unwrap_or(language);
        let of =
            |wanted: &str| self.labels.iter().find(|(language, _)| language == wanted).map(|(_, label)| label.clone());
        of(language)
            .or_else(|| of(primary))
            .or_else(|| of(""))
            .or_else(|| self.title.clone())
            .unwrap_or_else(|| spoken(&self.word))
    }
}

/// A word as a reader would see it: `soft-power` is "Soft power".
fn spoken(word: &str) -> String {
    let spaced = word.replace(['-', '_'], " ");
    let last = spaced.rsplit('/').next().unwrap_or(&spaced);
    let mut letters = last.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What a source says under a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFinding {
    /// The number of the tag.
    pub tag: usize,
    /// How much.
    pub weight: Weight,
    /// The finding in a line; may be empty.
    pub text: String,
    /// The place in the source; may be empty.
    pub at: String,
    /// The number of the heading in the note that is its evidence.
    pub heading: Option<usize>,
}

impl SourceFinding {
    /// A tag that is carried and not said anything about.
    fn bare(tag: usize, weight: Weight) -> Self {
        Self { tag, weight, text: String::new(), at: String::new(), heading: None }
    }
}

/// The words that mean each tag.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// In the order of the site, once sorted.
    pub tags: Vec<Tag>,
    by_word: HashMap<String, usize>,
}

/// A word as it is compared: case, spaces, hyphens and underscores do not count.
pub fn folded(word: &str) -> String {
    let mut word = routes::fold(word);
    if word.contains(|c: char| c == '_' || c.is_whitespace()) {
        word = word.chars().map(|c| if c == '_' || c.is_whitespace() { '-' } else { c }).collect();
    }
    word
}

impl Vocabulary {
    /// The tags of the configuration, in its order.
    pub fn configured(config: &Config) -> Self {
        let mut vocabulary = Self::default();
        for tag in &config.tags {
            vocabulary.add_configured(tag);
        }
        vocabulary
    }

    fn add_configured(&mut self, tag: &TagConfig) {
        let at = self.add(&tag.tag);
        self.tags[at].labels = tag.labels.clone();
        self.tags[at].group.clone_from(&tag.group);
        self.tags[at].synonyms.clone_from(&tag.synonyms);
        let words = tag.synonyms.iter().chain(tag.labels.iter().map(|(_, label)| label));
        for word in words {
            self.by_word.entry(folded(word)).or_insert(at);
        }
    }

    /// The number of the tag that a word means, a new one if need be.
    pub fn add(&mut self, word: &str) -> usize {
        let key = folded(word);
        if let Some(at) = self.by_word.get(&key) {
            return *at;
        }
        self.tags.push(Tag {
            word: word.to_owned(),
            slug: routes::slug(word),
            labels: Vec::new(),
            title: None,
            synonyms: Vec::new(),
            group: None,
            broader: None,
            narrower: Vec::new(),
            introduction: None,
            path: String::new(),
            annotated: None,
            sources: Vec::new(),
        });
        self.by_word.insert(key, self.tags.len() - 1);
        self.tags.len() - 1
    }

    /// The number of the tag that a word means.
    pub fn find(&self, word: &str) -> Option<usize> {
        self.by_word.get(&folded(word)).copied()
    }

    /// Lets the titles of introductions mean their tags, where they are no tag of their own.
    pub fn titles_mean_tags(&mut self) {
        for (at, tag) in self.tags.iter().enumerate() {
            if let Some(title) = &tag.title {
                self.by_word.entry(folded(title)).or_insert(at);
            }
        }
    }

    /// Gives a tag its introduction.
    pub fn introduce(&mut self, tag: usize, document: usize, title: Option<String>) {
        self.tags[tag].introduction = Some(document);
        self.tags[tag].title = title;
    }

    /// Puts the tags that the configuration does not name behind it, in the order given by `compare`.
    pub fn sort(&mut self, configured: usize, compare: impl Fn(&Tag, &Tag) -> std::cmp::Ordering) {
        let mut order: Vec<usize> = (0..self.tags.len()).collect();
        order[configured..].sort_by(|a, b| compare(&self.tags[*a], &self.tags[*b]));
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        self.tags = order.into_iter().map(|old| self.tags[old].clone()).collect();
        self.by_word.values_mut().for_each(|at| *at = place[*at]);
    }

    /// Lets every tag know the nearest one above it. Once they are sorted.
    pub fn nest(&mut self) {
        for at in 0..self.tags.len() {
            let word = self.tags[at].word.clone();
            let above = word.rmatch_indices('/').take(DEEPEST).filter_map(|(slash, _)| self.find(&word[..slash]));
            // A synonym may name the tag itself, or one below it.
            let broader = above.take(1).find(|above| !self.is_at_or_above(at, *above));
            if let Some(broader) = broader {
                self.tags[at].broader = Some(broader);
                self.tags[broader].narrower.push(at);
            }
        }
    }

    /// Whether a tag is this one or stands above it.
    fn is_at_or_above(&self, tag: usize, this: usize) -> bool {
        self.at_and_above(this).any(|at| at == tag)
    }

    /// A tag, and those above it from the nearest on.
    pub fn at_and_above(&self, tag: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(tag), |at| self.tags[*at].broader)
    }

    /// The tags below a tag, at any depth.
    pub fn below(&self, tag: usize) -> Vec<usize> {
        let mut below = self.tags[tag].narrower.clone();
        let mut at = 0;
        while let Some(next) = below.get(at) {
            below.extend(&self.tags[*next].narrower);
            at += 1;
        }
        below
    }

    /// The sources that carry a tag or one below it.
    pub fn sources_at_and_below(&self, tag: usize) -> BTreeSet<usize> {
        let tags = self.below(tag).into_iter().chain([tag]);
        tags.flat_map(|at| self.tags[at].sources.iter().copied()).collect()
    }

    /// The tags with their numbers, in the order of the site, without those that are no more than a name for those below them.
    pub fn themes(&self) -> impl Iterator<Item = (usize, &Tag)> {
        self.tags.iter().enumerate().filter(|(_, tag)| !tag.sources.is_empty() || tag.narrower.is_empty())
    }

    /// The name of the group that a tag stands in, and its tag where it is one: the configured group, or what it stands under.
    pub fn group_of(&self, tag: &Tag, language: &str) -> (String, Option<usize>) {
        match (&tag.group, tag.above()) {
            (Some(group), _) => (group.clone(), None),
            (None, Some(above)) => match self.find(above).map(|above| (above, &self.tags[above])) {
                Some((above, broader)) if broader.word != tag.word => (broader.label(language), Some(above)),
                _ => (spoken(above), None),
            },
            (None, None) => (String::new(), None),
        }
    }

    /// What a note says under its tags, in the order of the site. Front matter decides; else a heading that names the tag
    /// and says something, or a block that carries it, makes it discussed; else it is mentioned. What front matter does not
    /// say in words, the first sentence of that section or block does.
    pub fn findings(&self, document: &Document) -> Vec<SourceFinding> {
        let note = &document.note.summary;
        let mut findings: BTreeMap<usize, SourceFinding> = BTreeMap::new();
        for finding in &note.front.findings {
            let Some(tag) = self.find(&finding.tag) else { continue };
            let evidence = self.evidence(document, tag);
            let (text, at) = match &finding.text {
                text if text.is_empty() => (evidence.text, finding.at.clone().unwrap_or(evidence.at)),
                text => (text.clone(), finding.at.clone().unwrap_or_default()),
            };
            findings.entry(tag).or_insert(SourceFinding { weight: finding.weight, text, at, ..evidence });
        }
        let inline = note.inline_tags.iter().map(|tag| &tag.word);
        let carried = note.front.tags.iter().map(|(word, _)| word).chain(inline).chain(&document.folder_tag);
        let carried = carried.filter_map(|word| self.find(word));
        let said = |(at, tag): (usize, &Option<usize>)| tag.filter(|_| note.says_below(at));
        for tag in carried.chain(document.heading_tags.iter().enumerate().filter_map(said)) {
            findings.entry(tag).or_insert_with(|| self.evidence(document, tag));
        }
        findings.into_values().collect()
    }

    /// What the text of a note says under a tag: below the first heading that names it, or else in the first block that
    /// carries it.
    fn evidence(&self, document: &Document, tag: usize) -> SourceFinding {
        let note = &document.note.summary;
        let names = |(at, named): (usize, &Option<usize>)| *named == Some(tag) && note.says_below(at);
        let heading = document.heading_tags.iter().enumerate().position(names);
        let block =
            note.inline_tags.iter().find(|inline| inline.says.is_some() && self.find(&inline.word) == Some(tag));
        let (heading, says) = match heading {
            Some(heading) => (Some(heading), &note.headings[heading].says),
            None => (block.and_then(|block| block.heading), block.map_or(&None, |block| &block.says)),
        };
        let weight = if heading.is_some() || block.is_some() { Weight::Discussed } else { Weight::Mentioned };
        let Statement { text, at } = says.clone().unwrap_or_default();
        SourceFinding { tag, weight, text, at, heading }
    }

    /// The keywords of a record that are tags, for those that its note does not carry.
    pub fn add_keywords(&self, keywords: &[String], findings: &mut Vec<SourceFinding>) {
        for tag in keywords.iter().filter_map(|keyword| self.find(keyword)) {
            if !findings.iter().any(|finding| finding.tag == tag) {
                findings.push(SourceFinding::bare(tag, Weight::Mentioned));
            }
        }
        findings.sort_by_key(|finding| finding.tag);
    }
}
