//! Which of pulldown-cmark's events belong inside a line of text.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// Whether an event belongs inside a line of text.
pub fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_end(tag.to_end()),
        Event::End(tag) => is_inline_end(*tag),
        Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

/// Whether what ends so is part of a line.
pub fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Whether a link is `[[1]]`: a number in brackets, not the name of a note.
pub fn is_number_in_brackets(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, dest_url, .. } => {
            dest_url.len() <= 3 && dest_url.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}
