//! The processor of CSL, driven: clusters and works out of a job, formatted text out of its tokens.

use super::{Cite, Cluster, Entry, Formatted, FormattedCluster, Job, Setting};
use crate::csl::output::{self, Writer};
use crate::csl::token::{self, Inline, Mark, State, Token, Tokens};
use crate::csl::{self, Extent, Formatter, Program, Record};
use crate::html::SafeUrl;
use crate::note::{CiteMode, Run};
use crate::rich::{Display, Look, Part, Rich};

/// Formats a job, leaving out works that are not usable.
pub fn format(job: &Job, usable: &[bool]) -> Formatted {
    let program = job.style.program();
    let records: Vec<&Record> = job.works.iter().map(|work| &work.record).collect();
    let listed: Vec<usize> = (0..job.works.len()).filter(|at| usable[*at]).collect();
    let clusters = clusters(job, usable);
    let formatter = Formatter::new(program, &records, &clusters, &listed);
    let texts = job.clusters.iter().enumerate().map(|(at, cluster)| text(&formatter, program, at, cluster));
    let entry = |entry: csl::Entry| Entry {
        work: entry.item,
        first: rich(&entry.first, program, &|n| n),
        rest: rich(&entry.rest, program, &|n| n),
    };
    Formatted {
        clusters: texts.collect(),
        hanging: job.style.hangs(),
        numbered: job.style.sets_first_field_apart(),
        entries: formatter.bibliography().into_iter().map(entry).collect(),
        failed: Vec::new(),
    }
}

/// The clusters as the processor takes them.
fn clusters(job: &Job, usable: &[bool]) -> Vec<csl::Cluster> {
    let cites = |cluster: &Cluster| -> Vec<csl::Cite> {
        let mut cites: Vec<_> =
            cluster.cites.iter().filter_map(|one| cite(job, one, cluster.setting, usable)).collect();
        if let Some(first) = cites.first_mut().filter(|_| job.style.is_note() && cluster.setting != Setting::WithinNote)
        {
            capitalize(&mut first.prefix);
        }
        cites
    };
    let cluster = |cluster: &Cluster| csl::Cluster {
        cites: cites(cluster),
        note: if job.style.is_note() { cluster.note } else { 0 },
        in_order: false,
        extent: match cluster.setting {
            Setting::StartOfNote if job.style.is_note() => Extent::Start,
            Setting::WithinNote if job.style.is_note() => Extent::Within,
            _ => Extent::Whole,
        },
    };
    job.clusters.iter().map(cluster).collect()
}

fn cite(job: &Job, cite: &Cite, setting: Setting, usable: &[bool]) -> Option<csl::Cite> {
    let item = cite.work.filter(|work| usable[*work])?;
    let locator = cite.locator.as_ref();
    let in_sentence = cite.mode == CiteMode::AuthorInText && !(job.style.is_note() && setting == Setting::Text);
    Some(csl::Cite {
        item,
        locator: locator.map(|locator| csl::Locator { label: locator.label.clone(), value: locator.value.clone() }),
        prefix: prefix(&cite.prefix),
        suffix: runs(&cite.suffix),
        without_author: in_sentence || cite.mode == CiteMode::SuppressAuthor,
        position: None,
    })
}

/// Begins with a capital, as a note does.
fn capitalize(tokens: &mut Tokens) {
    if let Some(Token::Text(text)) = tokens.iter_mut().find(|token| matches!(token, Token::Text(_))) {
        let mut letters = text.chars();
        *text = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    }
}

/// A prefix, parted from what it stands before.
fn prefix(prefix: &[Run]) -> Tokens {
    let mut tokens = runs(prefix);
    if !tokens.is_empty() && !token::plain(&tokens).ends_with(char::is_whitespace) {
        tokens.push(Token::Text(" ".to_owned()));
    }
    tokens
}

/// What an author writes around a work.
fn runs(runs: &[Run]) -> Tokens {
    let mut out = Vec::new();
    for run in runs {
        let mut tokens = token::text(run.text.clone());
        let marks = [(run.code, Inline::Code), (run.strong, Inline::Bold), (run.emphasis, Inline::Italic)];
        for (_, mark) in marks.into_iter().filter(|(is, _)| *is) {
            tokens = token::marked(Mark::Inline(mark), tokens);
        }
        out.extend(tokens);
    }
    out
}

/// What stands in the sentence, and in a note style in the note.
fn text(formatter: &Formatter<'_>, program: &Program, at: usize, cluster: &Cluster) -> FormattedCluster {
    // The numbers of the cites that the processor has, within the cluster as the author wrote it.
    let known: Vec<usize> = (0..cluster.cites.len()).filter(|n| cluster.cites[*n].work.is_some()).collect();
    let Some(first) = known.first().copied() else { return FormattedCluster::default() };
    let place = |n: usize| known.get(n).copied().unwrap_or(n);
    let cited = rich(&formatter.citation(at), program, &place);
    let in_sentence = cluster.cites[first].mode == CiteMode::AuthorInText;
    let names = || Rich(vec![Part::Item(first, rich(&formatter.names_alone(at, 0), program, &place))]);
    if program.is_note() && cluster.setting != Setting::Text {
        return FormattedCluster { text: in_footnote(cluster.setting, in_sentence.then(names), cited), note: None };
    }
    match (program.is_note(), in_sentence) {
        (true, false) => FormattedCluster { text: Rich::default(), note: Some(cited) },
        (true, true) => FormattedCluster { text: names(), note: Some(cited) },
        (false, false) => FormattedCluster { text: cited, note: None },
        (false, true) => {
            let mut text = names();
            // A style without a year says the name and no more.
            if !cited.plain().chars().all(|c| !c.is_alphanumeric()) {
                text.push(" ", Look::PLAIN);
                text.0.extend(cited.0);
            }
            FormattedCluster { text, note: None }
        }
    }
}

/// A citation within a footnote of the author, as pandoc has it: in brackets unless the footnote begins with it.
fn in_footnote(setting: Setting, names: Option<Rich>, cited: Rich) -> Rich {
    if names.is_none() && setting != Setting::WithinNote {
        return cited;
    }
    let mut text = names.unwrap_or_default();
    text.push(if text.is_empty() { "(" } else { " (" }, Look::PLAIN);
    text.0.extend(cited.0);
    text.push(")", Look::PLAIN);
    text
}

/// Tokens as formatted text; `place` numbers the cites.
fn rich(tokens: &[Token], program: &Program, place: &dyn Fn(usize) -> usize) -> Rich {
    let mut writer = RichWriter { open: vec![Rich::default()], place };
    output::write(tokens, program.terms(), &mut writer);
    writer.open.into_iter().next().unwrap_or_default()
}

struct RichWriter<'a> {
    /// The texts that are open, outermost first.
    open: Vec<Rich>,
    place: &'a dyn Fn(usize) -> usize,
}

impl RichWriter<'_> {
    fn has_part(mark: &Mark) -> bool {
        matches!(mark, Mark::Item(_) | Mark::Link(_) | Mark::Display(_))
    }
}

impl Writer for RichWriter<'_> {
    fn text(&mut self, text: &str, look: State) {
        if let Some(open) = self.open.last_mut() {
            open.push(text, look_of(look));
        }
    }

    fn open(&mut self, mark: &Mark, _: State, _: State) {
        if Self::has_part(mark) {
            self.open.push(Rich::default());
        }
    }

    fn close(&mut self, mark: &Mark, _: State, _: State) {
        if !Self::has_part(mark) || self.open.len() < 2 {
            return;
        }
        let inner = self.open.pop().unwrap_or_default();
        let Some(outer) = self.open.last_mut() else { return };
        match mark {
            Mark::Item(n) => outer.0.push(Part::Item((self.place)(*n), inner)),
            Mark::Display(display) => outer.0.push(Part::Block(display_of(*display), inner)),
            Mark::Link(address) => match SafeUrl::new(address) {
                Some(url) => outer.0.push(Part::Link(url, inner)),
                None => outer.0.extend(inner.0),
            },
            _ => {}
        }
    }
}

fn display_of(display: token::Display) -> Display {
    match display {
        token::Display::Block => Display::Block,
        token::Display::LeftMargin => Display::LeftMargin,
        token::Display::RightInline => Display::RightInline,
        token::Display::Indent => Display::Indent,
    }
}

fn look_of(state: State) -> Look {
    Look {
        italic: state.italic,
        bold: state.bold,
        small_caps: state.small_caps,
        superscript: state.sup,
        subscript: state.sub,
        underline: state.underline,
        code: state.code,
    }
}
