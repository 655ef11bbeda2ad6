//! What Sourcebook reads, in the notation of the comparison.

use super::oracle::{Look, lines};
use super::{Work, written};
use pulldown_cmark::{Event, Tag, TagEnd};
use sourcebook::diagnostics::TextFile;
use sourcebook::note::{self, CiteItem, CiteMode, Note, Piece, Run};

/// What we make of a text in a language.
pub fn read(text: &str, language: &str) -> String {
    let note = note::parse(&TextFile::new("page.md", &format!("***\n\n{text}\n")), language).value;
    let mut blocks = vec![String::new()];
    let mut notes = vec![String::new()];
    let mut in_note = false;
    for piece in &note.body {
        let out = if in_note { &mut notes } else { &mut blocks };
        match piece {
            Piece::Event(Event::Start(Tag::FootnoteDefinition(_))) => in_note = true,
            Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => in_note = false,
            Piece::Event(Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough))
            | Piece::Event(Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)) => {}
            Piece::Event(Event::Start(_) | Event::End(_)) | Piece::HeadingStart(_) | Piece::HeadingEnd(_) => {
                out.push(String::new());
            }
            _ => {}
        }
        let text = inline(&note, piece);
        if let Some(last) = out.last_mut() {
            last.push_str(&text);
        }
    }
    blocks.extend(notes);
    lines(&blocks)
}

fn inline(note: &Note, piece: &Piece) -> String {
    match piece {
        Piece::Event(Event::Text(text)) => text.to_string(),
        Piece::Event(Event::Code(text)) => format!("`{text}`"),
        Piece::Event(Event::SoftBreak | Event::HardBreak) => " ".to_owned(),
        Piece::Event(Event::Start(Tag::Emphasis)) => "<em>".to_owned(),
        Piece::Event(Event::End(TagEnd::Emphasis)) => "</em>".to_owned(),
        Piece::Event(Event::Start(Tag::Strong)) => "<strong>".to_owned(),
        Piece::Event(Event::End(TagEnd::Strong)) => "</strong>".to_owned(),
        Piece::Event(Event::FootnoteReference(_)) => "^".to_owned(),
        Piece::LinkStart(_) => "<a>".to_owned(),
        Piece::LinkEnd => "</a>".to_owned(),
        Piece::ImageStart(_) => "<img>".to_owned(),
        Piece::ImageEnd => "</img>".to_owned(),
        Piece::Citation(number) => written(&note.summary.citations[*number].items.iter().map(work).collect::<Vec<_>>()),
        Piece::OwnLocator(number) => format!("[{}]", note.summary.own_locators[*number].text),
        _ => String::new(),
    }
}

fn work(item: &CiteItem) -> Work {
    Work {
        mode: match item.mode {
            CiteMode::NormalCitation => "normal",
            CiteMode::AuthorInText => "in-text",
            CiteMode::SuppressAuthor => "no-author",
        },
        key: item.key.clone(),
        before: runs(&item.prefix),
        place: item.locator.as_ref().map(|locator| (locator.label.clone(), locator.value.clone())),
        behind: runs(&item.suffix),
    }
}

fn runs(runs: &[Run]) -> String {
    let look = |run: &Run| Look { emphasis: run.emphasis, strong: run.strong, code: run.code };
    marked(runs.iter().map(|run| (run.text.as_str(), look(run))))
}

/// Text with marks for its looks, neighbours of one look together.
pub fn marked<'a>(runs: impl Iterator<Item = (&'a str, Look)>) -> String {
    let mut joined: Vec<(String, Look)> = Vec::new();
    for (text, look) in runs.filter(|(text, _)| !text.is_empty()) {
        match joined.last_mut() {
            Some((last, same)) if *same == look => last.push_str(text),
            _ => joined.push((text.to_owned(), look)),
        }
    }
    let mark = |look: &Look| match (look.emphasis, look.strong, look.code) {
        (_, _, true) => "`",
        (true, true, _) => "***",
        (true, false, _) => "*",
        (false, true, _) => "**",
        _ => "",
    };
    joined.iter().map(|(text, look)| format!("{0}{text}{0}", mark(look))).collect()
}
