//! One run of inline events put into a note: citations, passages, links, formulas.

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::note::citation::latex;
use crate::note::citation::locator;
use crate::note::citation::{self, RawCluster, RawItem, Region, What};
use crate::note::markdown::inline::{Flat, Part};
use crate::note::markdown::marks::Mark;
use crate::note::markdown::{Body, Place};
use crate::note::{
    CiteItem, CiteMode, Cluster, InlineTag, Link, LinkKind, Locator, OwnLocator, Passage, PassagePart, Piece, maths,
};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use pulldown_latex::config::DisplayMode;
use std::ops::Range;

impl Body<'_> {
    /// Puts a run into the note; gives back what was found in it.
    pub(in crate::note) fn read_run(&mut self, flat: &Flat<'_>) -> Vec<Region> {
        let scan = citation::scan(&flat.text, self.own, self.labels);
        for range in &scan.footnotes {
            self.undefined_footnote(flat, range);
        }
        for range in latex::commands(&flat.text) {
            self.latex.push(self.file.span(flat.file_range(&range)));
        }
        let passage = self.passages.len();
        let first_citation = self.citations.len();
        let (first_tag, first_piece) = (self.inline_tags.len(), self.pieces.len());
        for region in &scan.regions {
            if let What::Citation(raw) = &region.what {
                self.citation(flat, &region.range, raw, passage);
            }
        }
        let mut citation = first_citation;
        let (mut parts, mut text) = (Vec::new(), String::new());
        let (mut inside, mut skipping) = (0_usize, false);
        for part in flat.parts(&scan.regions) {
            if skipping {
                skipping = !matches!(part, Part::Event(Event::End(TagEnd::Image), _));
                continue;
            }
            if let Part::Text(more) = &part {
                text.push_str(more);
                push_passage_text(&mut parts, more);
                continue;
            }
            self.text(&mut text);
            match &part {
                Part::Region(number) if matches!(scan.regions[*number].what, What::Citation(_)) => {
                    parts.push(PassagePart::Citation(citation));
                    self.push(Piece::Citation(citation));
                    citation += 1;
                }
                Part::Event(Event::Start(Tag::Image { link_type, dest_url, .. }), range)
                    if matches!(link_type, LinkType::WikiLink { .. }) && !is_media(dest_url) =>
                {
                    let link = self.link(*link_type, dest_url, range);
                    self.links[link].kind = LinkKind::Embed;
                    self.embed(link, inside);
                    skipping = true;
                }
                part => {
                    if let Part::Event(event, _) = part {
                        inside += usize::from(matches!(event, Event::Start(_)));
                        inside -= usize::from(matches!(event, Event::End(_))).min(inside);
                    }
                    push_passage_text(&mut parts, &flat.part_text(part, &scan.regions));
                    self.piece(flat, part, &scan.regions);
                }
            }
        }
        self.text(&mut text);
        self.parted = false;
        let says = |piece: &Piece| match piece {
            Piece::Event(Event::Text(text)) => !text.trim().is_empty(),
            Piece::Event(event) => !matches!(event, Event::SoftBreak | Event::HardBreak),
            piece => !matches!(piece, Piece::Tag(_)),
        };
        if self.pieces[first_piece..].iter().any(says) {
            self.state(flat, &scan.regions, first_tag);
        }
        if self.citations.len() > first_citation {
            self.passages.push(Passage { heading: self.headings.len().checked_sub(1), parts });
        }
        scan.regions
    }

    /// Notes what this run says at the heading right above it, and at its tags.
    fn state(&mut self, flat: &Flat<'_>, regions: &[Region], first_tag: usize) {
        let is_text = self.place == Place::Text;
        let heading = self.headings.last_mut().filter(|heading| is_text && heading.says.is_none());
        let tags = &mut self.inline_tags[first_tag..];
        if heading.is_none() && tags.is_empty() {
            return;
        }
        let statement = flat.statement(regions);
        tags.iter_mut().for_each(|tag| tag.says = Some(statement.clone()));
        if let Some(heading) = heading {
            heading.says = Some(statement);
        }
    }

    fn undefined_footnote(&mut self, flat: &Flat<'_>, range: &Range<usize>) {
        let mark = flat.plain(range);
        let label = mark.trim_start_matches("[^").trim_end_matches(']');
        let diagnostic = Diagnostic::new(Code::UndefinedFootnote, format!("no footnote `{mark}` is defined"));
        let hint =
            did_you_mean(label, self.footnotes.labels()).or_else(|| Some(format!("define it with `{mark}: text`")));
        self.diagnostics.push(diagnostic.at(self.file.span(flat.file_range(range))).maybe_hint(hint));
    }

    fn citation(&mut self, flat: &Flat<'_>, range: &Range<usize>, raw: &RawCluster, passage: usize) {
        for slip in &raw.slips {
            let message = "two keys in one citation without a `;` between them";
            let diagnostic = Diagnostic::new(Code::CommaBetweenCitations, message).hint("did you mean `;`?");
            self.diagnostics.push(diagnostic.at(self.file.span(flat.file_range(slip))));
        }
        let nested: Vec<Diagnostic> = raw.items.iter().filter_map(|item| self.brackets(flat, item)).collect();
        self.diagnostics.extend(nested);
        let items = raw.items.iter().map(|item| self.item(flat, item)).collect();
        self.citations.push(Cluster { items, span: self.file.span(flat.file_range(range)), passage });
    }

    /// A place in brackets behind a key that stands in brackets itself: `[@a [p. 3]]`.
    fn brackets(&self, flat: &Flat<'_>, item: &RawItem) -> Option<Diagnostic> {
        let rest = &flat.text[item.rest.clone()];
        let inner = rest.trim_start().strip_prefix('[')?;
        let place = inner.split_once(']')?.0;
        let is_place = item.mode != CiteMode::AuthorInText && locator::parse(place, self.labels).is_some();
        let start = item.rest.start + (rest.len() - rest.trim_start().len());
        let range = start..start + place.len() + 2;
        let [key, place] = [&item.key, &(range.start + 1..range.end - 1)].map(|range| flat.spelled(range));
        let problem = Diagnostic::new(Code::BracketsInCitation, "these brackets are printed: the citation has its own");
        let minus = if item.mode == CiteMode::SuppressAuthor { "-" } else { "" };
        let problem = problem.at(self.file.span(flat.file_range(&range)));
        is_place.then(|| problem.hint(format!("write `[{minus}@{key}, {place}]`")))
    }

    fn item(&self, flat: &Flat<'_>, raw: &RawItem) -> CiteItem {
        let rest = &flat.text[raw.rest.clone()];
        let found = locator::parse(rest, self.labels);
        let shifted = |range: Range<usize>| raw.rest.start + range.start..raw.rest.start + range.end;
        let suffix = found.as_ref().map_or(0, |found| found.end)..rest.len();
        let locator =
            found.map(|found| Locator { label: found.label.to_owned(), value: flat.spelled(&shifted(found.value)) });
        CiteItem {
            // As it is told: the file may have it in a command of LaTeX's or a role of MyST's.
            key: self.seen.get(flat.file_range(&raw.key)).unwrap_or_default().to_owned(),
            mode: raw.mode,
            prefix: flat.prefix(&raw.prefix, raw.key.start),
            suffix: flat.suffix(&shifted(suffix), raw.key.start),
            locator: locator.filter(|locator| !locator.value.is_empty()),
            span: self.file.span(flat.file_range(&raw.key)),
        }
    }

    fn piece(&mut self, flat: &Flat<'_>, part: &Part<'_>, regions: &[Region]) {
        match part {
            Part::Text(_) => {}
            Part::Event(event, range) => self.inline_event(event, range),
            Part::Region(number) => {
                let range = &regions[*number].range;
                let text = flat.spelled(&(range.start + 1..range.end - 1));
                let heading = self.headings.len().checked_sub(1);
                let places = locator::places(&text, self.labels);
                self.own_locators.push(OwnLocator { text, places, heading, is_shown: false });
                self.push(Piece::OwnLocator(self.own_locators.len() - 1));
            }
        }
    }

    /// Adds a piece of a line; behind an embed a new paragraph begins, without the white space between.
    fn push(&mut self, piece: Piece) {
        if self.go_on(&piece) {
            self.pieces.push(piece);
        }
    }

    /// Adds the text gathered between two other pieces.
    fn text(&mut self, text: &mut String) {
        if !text.is_empty() {
            let mut text = std::mem::take(text);
            if self.parted {
                text = text.trim_start().to_owned();
            }
            self.push(Piece::Event(Event::Text(text.into())));
        }
    }

    fn inline_event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if let Some(mark) = Mark::of(event, self.seen.get(range.clone()).unwrap_or_default()) {
            self.mark(mark, range);
            return;
        }
        let piece = match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                Piece::LinkStart(self.link(*link_type, dest_url, range))
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                Piece::ImageStart(self.link(*link_type, dest_url, range))
            }
            Event::End(TagEnd::Link) => Piece::LinkEnd,
            Event::End(TagEnd::Image) => Piece::ImageEnd,
            Event::InlineMath(latex) => self.maths(latex, DisplayMode::Inline, range),
            Event::DisplayMath(latex) => self.maths(latex, DisplayMode::Block, range),
            Event::FootnoteReference(label) => {
                self.footnotes.refer(label);
                Piece::Event(Event::FootnoteReference(label.clone()).into_static())
            }
            other => Piece::Event((*other).clone().into_static()),
        };
        self.push(piece);
    }

    fn mark(&mut self, mark: Mark, range: &Range<usize>) {
        let piece = match mark {
            Mark::HighlightStart => Piece::HighlightStart,
            Mark::HighlightEnd => Piece::HighlightEnd,
            Mark::Tag(word) => {
                let heading = self.headings.len().checked_sub(1);
                let span = self.file.span(range.clone());
                self.inline_tags.push(InlineTag { word, heading, says: None, span });
                Piece::Tag(self.inline_tags.len() - 1)
            }
            Mark::BlockId(name) => {
                self.block_id = Some(name);
                return;
            }
            Mark::FieldName(name) => {
                let line = self.seen[range.end..].split(['\n', '\r']).next().unwrap_or_default();
                // In bold, `**name**::`, the mark is the colons alone.
                let name_end = if range.len() == 2 { range.start.saturating_sub(2) } else { range.end - 2 };
                self.fields.push((name_end.saturating_sub(name.len())..name_end, range.end..range.end + line.len()));
                Piece::FieldName(name)
            }
            Mark::Field(name, value) => {
                let inner = range.start + 1..range.end - 1;
                let at = inner.start + self.seen[inner.clone()].find("::").unwrap_or_default();
                self.fields.push((inner.start..at, at + 2..inner.end));
                match name {
                    Some(name) => {
                        self.push(Piece::FieldName(name));
                        Piece::FieldValue(format!(" {value}"))
                    }
                    None => Piece::FieldValue(value),
                }
            }
        };
        self.push(piece);
    }

    fn link(&mut self, link_type: LinkType, address: &str, range: &Range<usize>) -> usize {
        let kind = match link_type {
            LinkType::WikiLink { has_pothole: true } => LinkKind::WikilinkWithText,
            LinkType::WikiLink { has_pothole: false } => LinkKind::Wikilink,
            _ => LinkKind::Markdown,
        };
        let target = match link_type {
            LinkType::Email => format!("mailto:{address}"),
            LinkType::WikiLink { .. } => self.wikilink_target(address).to_owned(),
            _ => address.to_owned(),
        };
        self.links.push(Link { target, kind, span: self.file.span(range.clone()) });
        self.links.len() - 1
    }

    /// In a table the `|` of a wikilink is escaped, and the backslash is no part of the name.
    fn wikilink_target<'t>(&self, name: &'t str) -> &'t str {
        let name = if self.in_table { name.strip_suffix('\\').unwrap_or(name) } else { name };
        name.trim()
    }

    fn maths(&mut self, latex: &str, mode: DisplayMode, range: &Range<usize>) -> Piece {
        match maths::mathml(latex, mode) {
            Ok(mathml) => Piece::Maths(mathml),
            Err(reason) => {
                let diagnostic = Diagnostic::new(Code::BadMaths, format!("this formula cannot be read: {reason}"));
                self.diagnostics.push(diagnostic.at(self.file.span(range.clone())));
                let dollars = if mode == DisplayMode::Block { "$$" } else { "$" };
                Piece::Event(Event::Code(format!("{dollars}{latex}{dollars}").into()))
            }
        }
    }
}

fn push_passage_text(parts: &mut Vec<PassagePart>, text: &str) {
    match parts.last_mut() {
        Some(PassagePart::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => parts.push(PassagePart::Text(text.to_owned())),
    }
}

/// Endings of files that are shown where they are embedded.
const MEDIA: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "mp3", "wav", "m4a", "ogg", "oga", "flac", "3gp", "mp4",
    "webm", "ogv", "mov", "mkv", "pdf",
];

/// Whether an embed names a file that is no note.
fn is_media(target: &str) -> bool {
    let path = target.split(['#', '|']).next().unwrap_or(target).trim();
    path.rsplit_once('.').is_some_and(|(_, ending)| MEDIA.contains(&ending.to_ascii_lowercase().as_str()))
}
