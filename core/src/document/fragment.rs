//! Copies of values, for what an anchor names and its aliases repeat.

use super::builder::Builder;
use super::parts::{BuildError, Scalar, Written};
use super::tree::{BY_ALIAS, Kind, NO_PLACE, Node, Place};

/// A value with all below it, cut out to be put in again elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Fragment {
    nodes: Box<[Node]>,
    places: Box<[Place]>,
    height: usize,
}

impl Fragment {
    /// What the value is.
    pub(crate) fn kind(&self) -> Kind {
        self.nodes.first().map_or(Kind::Null, |node| node.kind)
    }
}

impl Builder {
    /// Cuts out a copy of the last value, which began at this node.
    pub(crate) fn fragment(&self, node: usize) -> Fragment {
        let nodes: Box<[Node]> = self.nodes.get(node..).unwrap_or_default().into();
        let height = height(&nodes);
        Fragment { nodes, places: self.places.get(node..).unwrap_or_default().into(), height }
    }

    /// A scalar as such a copy would have it, though it stands nowhere as a value.
    pub(crate) fn scalar_fragment(&mut self, scalar: Scalar<'_>, written: Written) -> Result<Fragment, BuildError> {
        let node = self.node_of(scalar, written)?;
        let place = Place { key: NO_PLACE, value: written.span };
        Ok(Fragment { nodes: Box::new([node]), places: Box::new([place]), height: 0 })
    }

    /// Puts a copy in as the next value, marked as come by an alias.
    pub(crate) fn insert(&mut self, fragment: &Fragment) -> Result<(), BuildError> {
        if self.around.len() + fragment.height > self.limits.depth {
            return Err(BuildError::TooDeep { limit: self.limits.depth });
        }
        self.aliased += fragment.nodes.len();
        if self.aliased > self.limits.alias_nodes {
            return Err(BuildError::TooManyAliased { limit: self.limits.alias_nodes });
        }
        let at = self.room_for(fragment.nodes.len())? as usize;
        self.nodes.extend(fragment.nodes.iter().map(|node| Node { flags: node.flags | BY_ALIAS, ..*node }));
        self.places.extend_from_slice(&fragment.places);
        if let Some(node) = self.nodes.get_mut(at) {
            node.key = self.key;
        }
        if let Some(place) = self.places.get_mut(at) {
            place.key = self.key_span;
        }
        self.take_key();
        Ok(())
    }
}

/// How many lists and maps stand inside one another in a value.
fn height(nodes: &[Node]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    let mut highest = 0;
    for (at, node) in nodes.iter().enumerate() {
        while ends.last().is_some_and(|end| *end <= at) {
            ends.pop();
        }
        if matches!(node.kind, Kind::List | Kind::Map) {
            ends.push(at + node.size() as usize);
            highest = highest.max(ends.len());
        }
    }
    highest
}
