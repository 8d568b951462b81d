//! Settling which entries a map has once it is complete: duplicate keys and merge keys.
//!
//! As in the YAML reader of Kubernetes, entries count in the order of the text, the last of a key wins, and a merge
//! key overrides what stands before it and yields to what stands behind it. In a list of maps to merge, the first map
//! that has a key wins.

use super::builder::{Builder, Frame};
use super::parts::BuildError;
use super::tree::{BY_ALIAS, Kind, MERGE_KEY, NO_PLACE, Node, Place};
use std::cmp::Ordering;

/// An entry that applies to a map.
#[derive(Clone, Copy)]
struct Applied {
    node: usize,
    merged: bool,
}

/// Maps up to this many entries are searched for duplicates pair by pair.
const FEW: usize = 16;

/// Leaves one entry a key in the map that ends with the last node, and says how many there are.
pub(crate) fn settle(builder: &mut Builder, frame: &Frame) -> Result<u32, BuildError> {
    let map = frame.node as usize;
    let applied = applied(builder, map)?;
    let count = |entries: usize| u32::try_from(entries).unwrap_or(u32::MAX);
    if !frame.merges && applied.len() <= FEW && all_differ(builder, &applied) {
        return Ok(count(applied.len()));
    }
    let winners = winners(builder, &applied);
    if frame.merges || winners.len() < applied.len() {
        rebuild(builder, map, &winners);
    }
    Ok(count(winners.len()))
}

/// The map's entries in the order in which they apply.
fn applied(builder: &Builder, map: usize) -> Result<Vec<Applied>, BuildError> {
    let mut applied = Vec::new();
    for node in siblings(builder, map + 1, builder.nodes.len()) {
        let Some(entry) = builder.nodes.get(node) else { continue };
        if entry.key != MERGE_KEY {
            applied.push(Applied { node, merged: false });
            continue;
        }
        let inside = siblings(builder, node + 1, node + entry.size() as usize);
        match entry.kind {
            Kind::Map => applied.extend(inside.map(|node| Applied { node, merged: true })),
            // As in Go's reader, an alias may name one map to merge, not a list of them.
            Kind::List if entry.flags & BY_ALIAS == 0 => {
                let maps: Vec<usize> = inside.collect();
                for map in maps.into_iter().rev() {
                    let Some(node) = builder.nodes.get(map).filter(|node| node.kind == Kind::Map) else {
                        return Err(BuildError::NothingToMerge);
                    };
                    let end = map + node.size() as usize;
                    applied.extend(siblings(builder, map + 1, end).map(|node| Applied { node, merged: true }));
                }
            }
            _ => return Err(BuildError::NothingToMerge),
        }
    }
    Ok(applied)
}

fn siblings(builder: &Builder, from: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
    let mut next = from;
    std::iter::from_fn(move || {
        let at = next;
        let node = builder.nodes.get(at).filter(|_| at < end)?;
        next += node.size() as usize;
        Some(at)
    })
}

/// Whether no two of a few entries can have the same key.
fn all_differ(builder: &Builder, applied: &[Applied]) -> bool {
    let mut marks = [0_u64; FEW];
    for (mark, entry) in marks.iter_mut().zip(applied) {
        let Some(node) = builder.nodes.get(entry.node) else { continue };
        *mark = match node.local().and_then(|local| builder.locals.get(local)) {
            Some(local) => u64::from(local.hash) | (1 << 32),
            None => u64::from(node.key),
        };
    }
    let marks = marks.get(..applied.len()).unwrap_or_default();
    let mut rest = marks;
    while let Some((first, others)) = rest.split_first() {
        if others.contains(first) {
            return false;
        }
        rest = others;
    }
    true
}

/// The entries that stay, in order. Keys written twice in the map itself are reported.
fn winners(builder: &mut Builder, applied: &[Applied]) -> Vec<Applied> {
    let mut order: Vec<usize> = (0..applied.len()).collect();
    order.sort_by(|left, right| compare(builder, applied, *left, *right).then(left.cmp(right)));
    let mut stays = vec![true; applied.len()];
    let mut reports = Vec::new();
    for pair in order.windows(2) {
        let [earlier, later] = *pair else { continue };
        if compare(builder, applied, earlier, later) != Ordering::Equal {
            continue;
        }
        if let Some(stay) = stays.get_mut(earlier) {
            *stay = false;
        }
        reports.push((earlier, later));
    }
    reports.sort_unstable();
    for (earlier, later) in reports {
        report(builder, applied.get(earlier).copied(), applied.get(later).copied());
    }
    applied.iter().zip(stays).filter(|(_, stays)| *stays).map(|(entry, _)| *entry).collect()
}

fn compare(builder: &Builder, applied: &[Applied], left: usize, right: usize) -> Ordering {
    let node = |at: usize| applied.get(at).and_then(|entry| builder.nodes.get(entry.node));
    let (Some(left), Some(right)) = (node(left), node(right)) else {
        return Ordering::Equal;
    };
    let hash = |node: &Node| node.local().and_then(|local| builder.locals.get(local)).map(|local| local.hash);
    match (hash(left), hash(right)) {
        (None, None) => left.key.cmp(&right.key),
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(one), Some(other)) => one.cmp(&other).then_with(|| builder.key_text(left).cmp(builder.key_text(right))),
    }
}

fn report(builder: &mut Builder, earlier: Option<Applied>, later: Option<Applied>) {
    let (Some(earlier), Some(later)) = (earlier, later) else { return };
    if earlier.merged || later.merged {
        return;
    }
    let key = builder.nodes.get(earlier.node).map_or("", |node| builder.key_text(node)).into();
    let span = |at: usize| builder.places.get(at).map(|place| place.key).filter(|span| *span != NO_PLACE);
    let (earlier, later) = (span(earlier.node), span(later.node));
    builder.report_duplicate(key, earlier, later);
}

/// Writes the map anew with these entries only.
fn rebuild(builder: &mut Builder, map: usize, entries: &[Applied]) {
    let mut nodes: Vec<Node> = Vec::with_capacity(builder.nodes.len() - map);
    let mut places: Vec<Place> = Vec::with_capacity(builder.places.len().saturating_sub(map));
    for entry in entries {
        let size = builder.nodes.get(entry.node).map_or(0, |node| node.size() as usize);
        let range = entry.node..entry.node + size;
        let mark = if entry.merged { BY_ALIAS } else { 0 };
        let moved = builder.nodes.get(range.clone()).unwrap_or_default();
        nodes.extend(moved.iter().map(|node| Node { flags: node.flags | mark, ..*node }));
        places.extend_from_slice(builder.places.get(range).unwrap_or_default());
    }
    builder.nodes.truncate(map + 1);
    builder.nodes.append(&mut nodes);
    if !builder.places.is_empty() {
        builder.places.truncate(map + 1);
        builder.places.append(&mut places);
    }
}
