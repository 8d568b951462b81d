//! A place that a finding can point to, there or not.

use crate::document::{NodeRef, Path, Segment};
use crate::eval::Value;

/// A place in an object: what exists of it, and what is missing below.
#[derive(Clone, Debug)]
pub struct Spot<'a> {
    /// The place, or the nearest existing ancestor of a missing one.
    pub node: NodeRef<'a>,
    /// The steps from there that do not exist; empty for a place that does.
    pub missing: Vec<Step>,
    /// Whether it is the key of what is there.
    pub key: bool,
}

/// A step of a missing path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Into a map.
    Key(String),
    /// Into a list, from 0.
    Index(usize),
}

impl Step {
    /// The step of a path's segment, which it outlives.
    pub(crate) fn of(segment: &Segment<'_>) -> Self {
        match segment {
            Segment::Key(key) => Self::Key((*key).to_owned()),
            Segment::Index(index) => Self::Index(*index),
        }
    }

    /// The same in a path.
    pub(crate) fn segment(&self) -> Segment<'_> {
        match self {
            Self::Key(key) => Segment::Key(key),
            Self::Index(index) => Segment::Index(*index),
        }
    }
}

impl PartialEq for Spot<'_> {
    fn eq(&self, other: &Self) -> bool {
        same(self.node, other.node) && self.missing == other.missing
    }
}

impl<'a> Spot<'a> {
    pub(super) fn at(node: NodeRef<'a>) -> Self {
        Self { node, missing: Vec::new(), key: false }
    }

    /// Where a value was read from.
    pub(super) fn of(value: &Value<'a>) -> Option<Self> {
        value.place().map(|node| Self { key: value.is_key(), ..Self::at(node) })
    }

    pub(super) fn then(mut self, step: Step) -> Self {
        self.missing.push(step);
        self
    }

    pub(super) fn is_inside(&self, ancestor: NodeRef<'a>) -> bool {
        ancestor.holds(self.node)
    }

    /// The path from the object's root, the missing steps included.
    #[must_use]
    pub fn path(&self, root: NodeRef<'a>) -> String {
        let existing = self.node.path_from(root);
        let segments = existing.segments().iter().copied().chain(self.missing.iter().map(Step::segment));
        Path::new(segments.collect()).printed()
    }

    /// The missing steps as a path, where there are any.
    #[must_use]
    pub fn missing_path(&self) -> Option<String> {
        let steps: Vec<Segment<'_>> = self.missing.iter().map(Step::segment).collect();
        (!steps.is_empty()).then(|| Path::new(steps).printed())
    }

    /// The deepest place that holds all of them; missing steps count where all share them.
    pub(super) fn common(spots: &[&Self]) -> Option<Self> {
        let (first, rest) = spots.split_first()?;
        Some(rest.iter().fold((*first).clone(), |common, spot| common.meet(spot)))
    }

    fn meet(mut self, other: &Self) -> Self {
        if same(self.node, other.node) {
            let shared = self.missing.iter().zip(&other.missing).take_while(|(a, b)| a == b).count();
            self.missing.truncate(shared);
            self.key &= other.key;
            return self;
        }
        let mut at = self.node.document().root();
        while let (Some((_, one)), Some((_, two))) =
            (at.child_towards(self.node.id()), at.child_towards(other.node.id()))
        {
            if !same(one, two) {
                break;
            }
            at = one;
        }
        Self::at(at)
    }
}

/// Where a value was read from, or what the parts of a record have in common that is made of them.
pub(super) fn source<'a>(value: &Value<'a>) -> Option<NodeRef<'a>> {
    let Value::Map(parts) = value else { return value.place() };
    let places: Vec<Spot<'a>> = parts.iter().filter_map(|(_, part)| part.place()).map(Spot::at).collect();
    Spot::common(&places.iter().collect::<Vec<_>>()).map(|spot| spot.node)
}

fn same(a: NodeRef<'_>, b: NodeRef<'_>) -> bool {
    std::ptr::eq(a.document(), b.document()) && a.id() == b.id()
}
