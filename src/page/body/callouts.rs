//! Callouts: what each type is called, and its elements.

use super::Writer;
use crate::html::escape;
use crate::note::{Callout, Fold};

/// Types with the same look, by Obsidian's manual; the first is the one that themes know.
const ALIASES: &[&[&str]] = &[
    &["abstract", "summary", "tldr"],
    &["tip", "hint"],
    &["success", "check", "done"],
    &["question", "help", "faq"],
    &["warning", "attention"],
    &["failure", "fail", "missing"],
    &["danger", "error"],
    &["quote", "cite"],
];

/// How a callout goes on: behind its title, and at its end.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ends {
    pub title: &'static str,
    pub whole: &'static str,
}

/// The type that themes know.
fn family(kind: &str) -> &str {
    ALIASES.iter().find(|kinds| kinds.contains(&kind)).map_or(kind, |kinds| kinds[0])
}

impl Writer<'_, '_> {
    /// How a callout begins, its own title or that of its type included, and how it goes on.
    pub(super) fn callout(&self, callout: &Callout) -> (String, Ends) {
        let family = family(&callout.kind);
        let (element, more) = match callout.fold {
            Some(Fold::Open) => ("details", " open"),
            Some(Fold::Closed) => ("details", ""),
            None if family == "quote" => ("blockquote", ""),
            None => ("div", " role=\"note\""),
        };
        let open = format!("<{element} class=\"callout\" data-callout=\"{}\"{more}>\n", escape(family));
        let name = if callout.titled { String::new() } else { escape(&self.name_of_callout(&callout.kind)) };
        match element {
            "details" => (format!("{open}<summary>{name}"), Ends { title: "</summary>\n", whole: "</details>\n" }),
            // A quotation says what it is by its look.
            "blockquote" if !callout.titled => (open, Ends { title: "", whole: "</blockquote>\n" }),
            "blockquote" => {
                (format!("{open}<p class=\"callout-title\">"), Ends { title: "</p>\n", whole: "</blockquote>\n" })
            }
            _ => (format!("{open}<p class=\"callout-title\">{name}"), Ends { title: "</p>\n", whole: "</div>\n" }),
        }
    }

    pub(super) fn name_of_callout(&self, kind: &str) -> String {
        let words = self.input.words;
        if let Some(name) = words.of("callouts", kind).or_else(|| words.of("callouts", family(kind))) {
            return name.to_owned();
        }
        let spaced = kind.replace(['-', '_'], " ");
        let mut letters = spaced.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}
