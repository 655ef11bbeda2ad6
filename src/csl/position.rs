//! Where each cite stands among the others of its work (specification, "position").

use super::Cluster;
use super::eval::Position;
use std::collections::BTreeMap;

/// What is known of a cite from those before it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Placed {
    /// Its position.
    pub position: Position,
    /// Whether the last cite of its work is near.
    pub near_note: bool,
    /// The number of the note that cites the work first.
    pub first_note: Option<u32>,
}

/// The positions of all cites, in order.
pub fn place(clusters: &[Cluster], near: u32) -> Vec<Vec<Placed>> {
    let mut first: BTreeMap<usize, u32> = BTreeMap::new();
    let mut last: BTreeMap<usize, u32> = BTreeMap::new();
    let mut placed = Vec::with_capacity(clusters.len());
    let mut in_note: BTreeMap<u32, usize> = BTreeMap::new();
    for cluster in clusters {
        *in_note.entry(cluster.note).or_default() += 1;
    }
    // Notes follow notes, and citations in the text those in the text.
    let (mut last_note, mut last_in_text): (Option<&Cluster>, Option<&Cluster>) = (None, None);
    for cluster in clusters {
        let last_cluster = if cluster.note > 0 { &mut last_note } else { &mut last_in_text };
        let before = last_cluster.replace(cluster);
        let shares = |before: &Cluster| {
            before.note > 0 && before.note != cluster.note && in_note.get(&before.note).is_some_and(|count| *count > 1)
        };
        let before = before.filter(|before| !shares(before));
        let mut ones = Vec::with_capacity(cluster.cites.len());
        for (n, cite) in cluster.cites.iter().enumerate() {
            let previous = match n.checked_sub(1) {
                Some(n) => cluster.cites.get(n),
                None => before.filter(|before| before.cites.len() == 1).and_then(|before| before.cites.first()),
            };
            let known = first.get(&cite.item).copied();
            let position = match previous.filter(|previous| previous.item == cite.item && known.is_some()) {
                _ if known.is_none() => Position::First,
                Some(previous) => match (&previous.locator, &cite.locator) {
                    (None, None) => Position::Ibid,
                    (Some(one), Some(two)) if one == two => Position::Ibid,
                    (_, Some(_)) => Position::IbidWithLocator,
                    (Some(_), None) => Position::Subsequent,
                },
                None => Position::Subsequent,
            };
            let distance = last.get(&cite.item).map(|note| cluster.note.saturating_sub(*note));
            let near_note =
                position != Position::First && cluster.note > 0 && distance.is_some_and(|distance| distance <= near);
            ones.push(Placed { position, near_note, first_note: known.filter(|note| *note > 0) });
            first.entry(cite.item).or_insert(cluster.note);
            last.insert(cite.item, cluster.note);
        }
        placed.push(ones);
    }
    placed
}
