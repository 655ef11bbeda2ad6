//! What JabRef adds to a `.bib` file: groups of entries, comments on them, types of entries.
//!
//! A group is one more keyword of its entries: those whose field `groups` names it, and, as older versions
//! wrote it, those that `@Comment{jabref-meta: groupstree: ...}` lists behind `ExplicitGroup:` or `StaticGroup:`.
//! Groups that are searches list no entries and add nothing. A field `comment-NAME` is a comment in Markdown and
//! becomes the variable `annote`, behind `annotation`, as it is written. `readstatus`, `ranking` and `priority` are left.

use super::fields::Fields;
use super::raw::Block;
use std::collections::BTreeMap;

/// The groups that a file lists with their entries, by the key of the entry.
pub(super) type Groups = BTreeMap<String, Vec<String>>;

/// What a comment holds, if it is one of JabRef's.
pub(super) fn block(comment: &str) -> Option<Block<'_>> {
    let comment = comment.trim_start();
    let kind = || comment.strip_prefix("jabref-entrytype:")?.split(':').next();
    comment.strip_prefix("jabref-meta:").map(Block::JabRef).or_else(|| kind().map(str::trim).map(Block::JabRefType))
}

/// Adds the groups of one comment, the text behind `jabref-meta:`.
pub(super) fn read_groups(meta: &str, groups: &mut Groups) {
    let Some((name, tree)) = meta.split_once(':') else { return };
    if !matches!(name.trim(), "groupstree" | "grouping" | "groupsTree") {
        return;
    }
    // Old versions break lines anywhere, also inside a key.
    let tree = tree.replace(['\n', '\r'], "");
    for node in parts(&tree, Parted::Nodes) {
        let kind = node.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        let group = kind.strip_prefix("ExplicitGroup:").or_else(|| kind.strip_prefix("StaticGroup:"));
        let mut fields = group.map(|group| parts(group, Parted::Fields)).unwrap_or_default().into_iter();
        let Some(name) = fields.next().map(unescaped).filter(|name| !name.is_empty()) else { continue };
        // The next field says how the group relates to the one above it.
        for key in fields.skip(1).filter(|key| !key.is_empty()) {
            groups.entry(unescaped(key)).or_default().push(name.clone());
        }
    }
}

/// What the semicolons of a tree part: a bare one its nodes, one behind a backslash the fields of a node.
#[derive(Clone, Copy, PartialEq)]
enum Parted {
    Nodes,
    Fields,
}

fn parts(text: &str, parted: Parted) -> Vec<&str> {
    let (mut parts, mut start, mut escapes) = (Vec::new(), 0, 0_usize);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\\' => escapes += 1,
            b';' => {
                let ends = match parted {
                    Parted::Nodes => escapes == 0,
                    Parted::Fields => escapes == 1,
                };
                if ends {
                    parts.push(&text[start..at - escapes]);
                    start = at + 1;
                }
                escapes = 0;
            }
            _ => escapes = 0,
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A name without the backslashes that protect it.
fn unescaped(text: &str) -> String {
    text.replace('\\', "").trim().to_owned()
}

/// The comments of an entry, by the names of their authors.
pub(super) fn comments(fields: &Fields) -> impl Iterator<Item = String> {
    let comments = fields.iter().filter(|(name, _)| name.starts_with("comment-"));
    comments.map(|(_, field)| field.text.trim().to_owned())
}
