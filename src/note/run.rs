//! One run of inline events put into a note: citations, passages, links, formulas.

use super::citation::{self, RawCluster, RawItem, Region, What};
use super::inline::{Flat, Part};
use super::markdown::Body;
use super::{CiteItem, Cluster, Link, LinkKind, Locator, Passage, PassagePart, Piece, locator, maths};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use pulldown_latex::config::DisplayMode;
use std::ops::Range;

impl Body<'_> {
    /// Puts a run into the note; gives back what was found in it.
    pub(super) fn read_run(&mut self, flat: &Flat<'_>) -> Vec<Region> {
        let scan = citation::scan(&flat.text, self.own, self.labels);
        for range in &scan.footnotes {
            self.undefined_footnote(flat, range);
        }
        let passage = self.passages.len();
        let first_citation = self.citations.len();
        for region in &scan.regions {
            if let What::Citation(raw) = &region.what {
                self.citation(flat, &region.range, raw, passage);
            }
        }
        let mut citation = first_citation;
        let (mut parts, mut text) = (Vec::new(), String::new());
        for part in flat.parts(&scan.regions) {
            if let Part::Text(more) = &part {
                text.push_str(more);
                push_passage_text(&mut parts, more);
                continue;
            }
            self.text(&mut text);
            match &part {
                Part::Region(number) if matches!(scan.regions[*number].what, What::Citation(_)) => {
                    parts.push(PassagePart::Citation(citation));
                    self.pieces.push(Piece::Citation(citation));
                    citation += 1;
                }
                part => {
                    push_passage_text(&mut parts, &flat.part_text(part, &scan.regions));
                    self.piece(flat, part, &scan.regions);
                }
            }
        }
        self.text(&mut text);
        if self.citations.len() > first_citation {
            self.passages.push(Passage { heading: self.headings.len().checked_sub(1), parts });
        }
        scan.regions
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
        let items = raw.items.iter().map(|item| self.item(flat, item)).collect();
        self.citations.push(Cluster { items, span: self.file.span(flat.file_range(range)), passage });
    }

    fn item(&self, flat: &Flat<'_>, raw: &RawItem) -> CiteItem {
        let rest = &flat.text[raw.rest.clone()];
        let found = locator::parse(rest, self.labels);
        let shifted = |range: Range<usize>| raw.rest.start + range.start..raw.rest.start + range.end;
        let suffix = found.as_ref().map_or(0, |found| found.end)..rest.len();
        let locator =
            found.map(|found| Locator { label: found.label.to_owned(), value: flat.spelled(&shifted(found.value)) });
        CiteItem {
            key: self.file.span(flat.file_range(&raw.key)).text().to_owned(),
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
                self.pieces.push(Piece::OwnLocator(flat.spelled(&(range.start + 1..range.end - 1))));
            }
        }
    }

    /// Adds the text gathered between two other pieces.
    fn text(&mut self, text: &mut String) {
        if !text.is_empty() {
            self.pieces.push(Piece::Event(Event::Text(std::mem::take(text).into())));
        }
    }

    fn inline_event(&mut self, event: &Event<'_>, range: &Range<usize>) {
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
        self.pieces.push(piece);
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
