//! A parsed pattern: flags are resolved, groups are gone, classes are plain sets.

use super::class::Set;

pub(super) enum Node {
    /// Matches the empty text.
    Empty,
    /// One character.
    Literal(char),
    /// One character of a set.
    Class(Set),
    /// A place in the text.
    Place(Place),
    /// One after the other.
    Sequence(Vec<Node>),
    /// One of them.
    Alternatives(Vec<Node>),
    /// So many times; without an upper bound if `most` is `None`.
    Repeat { node: Box<Node>, least: u32, most: Option<u32>, lazy: bool },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordEdge,
    NoWordEdge,
}

impl Node {
    /// About how many states an engine needs for it.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Empty | Self::Place(_) => 1,
            Self::Literal(c) => c.len_utf8(),
            Self::Class(set) => set.size(),
            Self::Sequence(nodes) => nodes.iter().fold(0, |sum, node| sum.saturating_add(node.size())),
            Self::Alternatives(nodes) => nodes.iter().fold(0, |sum, node| sum.saturating_add(node.size() + 1)),
            Self::Repeat { node, least, most, .. } => {
                let times = most.unwrap_or(*least).max(1) as usize;
                node.size().saturating_add(1).saturating_mul(times)
            }
        }
    }

    /// The product of the bounded repetitions around its most repeated part.
    pub(super) fn repeats(&self) -> u32 {
        match self {
            Self::Sequence(nodes) | Self::Alternatives(nodes) => nodes.iter().map(Self::repeats).max().unwrap_or(1),
            Self::Repeat { node, least, most, .. } => node.repeats().saturating_mul(most.unwrap_or(*least).max(1)),
            _ => 1,
        }
    }
}
