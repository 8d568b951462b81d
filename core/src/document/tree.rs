//! A document: one arena of nodes in preorder, with the text they were read from.
//!
//! A node is 16 bytes. A scalar is its value or a range of text; a list or map is followed by its children, and knows
//! how many nodes to skip to pass it. Where values stand in the text is kept beside the nodes, so that judging, which
//! never asks for it, does not load it.

use super::json;
use super::node::NodeRef;
use super::source::Source;
use super::symbol::{Symbol, Symbols};
use kubelaw_lang::span::Span;
use std::sync::{Arc, OnceLock};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`, or nothing written.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number that fits 64 bits and was read as an integer.
    Int,
    /// Any other number; always finite.
    Float,
    /// A string.
    String,
    /// A list.
    List,
    /// A map of keys to values.
    Map,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Style {
    /// Not from a text, or not known.
    #[default]
    Unwritten,
    /// A scalar without quotes, in YAML or JSON.
    Plain,
    /// A scalar in `'`.
    SingleQuoted,
    /// A scalar in `"`.
    DoubleQuoted,
    /// A YAML block scalar after `|`.
    Literal,
    /// A YAML block scalar after `>`.
    Folded,
    /// A list or map written by indentation.
    Block,
    /// A list or map in brackets, in YAML or JSON.
    Flow,
}

/// The number of a node in its document, in preorder; the root is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The node of a document as a whole.
    pub const ROOT: Self = Self(0);

    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// Set in [`Node::flags`] where the value was written at an anchor and stands here by an alias or a merge key.
pub(crate) const BY_ALIAS: u8 = 1;
/// Set in [`Node::flags`] where an anchor names the value, so that other places may show it too.
pub(crate) const ANCHORED: u8 = 2;
/// Set in [`Node::flags`] where a tag stands before the value.
pub(crate) const TAGGED: u8 = 4;
/// Set in [`Node::flags`] where the text says `null` and Kubernetes reads an empty text.
pub(crate) const FROM_NULL: u8 = 8;

/// The number that stands for "no key": list items and roots.
pub(crate) const NO_KEY: u32 = u32::MAX;
/// Key of a merge entry while its map is still open.
pub(crate) const MERGE_KEY: u32 = u32::MAX - 1;
/// Set in the start of a range of the side buffer.
pub(crate) const SIDE: u32 = 1 << 31;

/// A value. `one` and `two` are: the bool; the halves of a number; start and length of a text; or, for a list or map,
/// the number of nodes it takes with its children, and how many children it has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) style: Style,
    pub(crate) flags: u8,
    /// A symbol of the vocabulary, or an index of [`Document::locals`] with the top bit set, or [`NO_KEY`].
    pub(crate) key: u32,
    pub(crate) one: u32,
    pub(crate) two: u32,
}

impl Node {
    pub(crate) const fn new(kind: Kind, style: Style, flags: u8) -> Self {
        Self { kind, style, flags, key: NO_KEY, one: 0, two: 0 }
    }

    /// How many nodes the value takes, itself included.
    #[inline]
    pub(crate) const fn size(&self) -> u32 {
        match self.kind {
            Kind::List | Kind::Map => self.one,
            _ => 1,
        }
    }

    /// The index of the key's text in [`Document::locals`], if the vocabulary lacks it.
    pub(crate) const fn local(&self) -> Option<usize> {
        if self.key >= Symbol::LIMIT && self.key < MERGE_KEY { Some((self.key - Symbol::LIMIT) as usize) } else { None }
    }

    pub(crate) const fn with_bits(mut self, bits: u64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        {
            self.one = bits as u32;
            self.two = (bits >> 32) as u32;
        }
        self
    }

    pub(crate) const fn bits(&self) -> u64 {
        self.one as u64 | ((self.two as u64) << 32)
    }
}

/// A range of the source text, or with [`SIDE`] in its start, of the side buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextRange {
    pub(crate) start: u32,
    pub(crate) length: u32,
}

/// A key that the vocabulary lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Local {
    pub(crate) text: TextRange,
    pub(crate) hash: u32,
}

/// Where a value and its key stand in the text. `NO_PLACE` where they do not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) key: Span,
    pub(crate) value: Span,
}

/// Where the values of a document stand in its text.
#[derive(Clone, Debug)]
pub(crate) enum Places {
    /// The document came from no text.
    Nowhere,
    /// A place for each node.
    Told(Vec<Place>),
    /// In JSON from this offset on. Few ask for them, so they are found by reading the value once more.
    Json { start: u32, found: OnceLock<Vec<Place>> },
}

/// The span of what is not written anywhere.
pub(crate) const NO_PLACE: Span = Span { start: u32::MAX, end: u32::MAX };

/// One document: a tree of values, the text it came from, and where each value stands in it.
///
/// It owns or shares all it needs and may be sent to and read from any thread.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) source: Arc<Source>,
    pub(crate) symbols: Arc<Symbols>,
    pub(crate) index: u32,
    pub(crate) nodes: Vec<Node>,
    pub(crate) places: Places,
    pub(crate) locals: Vec<Local>,
    pub(crate) side: Box<str>,
    /// Whether a `null` was read; then there may be one among the values.
    pub(crate) has_null: bool,
    pub(crate) comments: Box<[Span]>,
    /// The list or map that each node is in, from when it is first asked for: a list may hold thousands of objects.
    pub(crate) parents: OnceLock<Vec<NodeId>>,
}

impl Places {
    /// The places that are in memory.
    fn told(&self) -> Option<&Vec<Place>> {
        match self {
            Self::Nowhere => None,
            Self::Told(places) => Some(places),
            Self::Json { found, .. } => found.get(),
        }
    }
}

impl Document {
    /// The document's value.
    #[inline]
    pub fn root(&self) -> NodeRef<'_> {
        NodeRef::new(self, NodeId::ROOT)
    }

    /// The value of a number that came from this document.
    pub fn node(&self, id: NodeId) -> Option<NodeRef<'_>> {
        self.nodes.get(id.0 as usize).map(|_| NodeRef::new(self, id))
    }

    /// Which document of its text this is, from 0; documents that hold nothing do not count. Of a value, which of several
    /// it is, from 1.
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// The text that the document came from, and its name; both empty where it came from none.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The vocabulary that its keys were looked up in.
    pub fn symbols(&self) -> &Arc<Symbols> {
        &self.symbols
    }

    /// Whether the document came from text, so that its values have spans.
    pub fn has_text(&self) -> bool {
        !matches!(self.places, Places::Nowhere)
    }

    /// The spans of the comments that speak to kubelaw (they hold `kubelaw:`), from their `#` to the end of the line.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// The texts that do not stand in the source as they are, one after another.
    pub(crate) fn copied(&self) -> &str {
        &self.side
    }

    /// The values that are `null`, in order.
    pub(crate) fn nulls(&self) -> Vec<NodeId> {
        if !self.has_null {
            return Vec::new();
        }
        (0..).zip(&self.nodes).filter(|(_, node)| node.kind == Kind::Null).map(|(number, _)| NodeId(number)).collect()
    }

    /// Makes a value that is `null` the empty text; it stands where it did.
    pub(crate) fn make_empty_text(&mut self, id: NodeId) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize).filter(|node| node.kind == Kind::Null) {
            *node = Node { kind: Kind::String, flags: node.flags | FROM_NULL, one: 0, two: 0, ..*node };
        }
    }

    /// How many values there are, lists and maps included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no value at all; never so for a document that a reader made.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The bytes of memory that the document takes, without the text it shares.
    pub fn memory(&self) -> usize {
        size_of::<Self>()
            + self.nodes.capacity() * size_of::<Node>()
            + self.places.told().map_or(0, Vec::capacity) * size_of::<Place>()
            + self.locals.capacity() * size_of::<Local>()
            + self.side.len()
            + size_of_val(&*self.comments)
            + self.parents.get().map_or(0, Vec::capacity) * size_of::<NodeId>()
    }

    #[inline]
    pub(crate) fn text(&self, range: TextRange) -> &str {
        let (text, start) = if range.start & SIDE == 0 {
            (self.source.text(), range.start)
        } else {
            (&*self.side, range.start & !SIDE)
        };
        text.get(start as usize..start as usize + range.length as usize).unwrap_or_default()
    }

    /// Where each node stands in the text; empty for a document that came from none.
    pub(crate) fn places(&self) -> &[Place] {
        match &self.places {
            Places::Nowhere => &[],
            Places::Told(places) => places,
            Places::Json { start, found } => found.get_or_init(|| json::places(&self.source, *start, self.nodes.len())),
        }
    }

    /// The list or map that a node is in; none for the root.
    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parents = self.parents.get_or_init(|| parents(&self.nodes));
        parents.get(node.0 as usize).copied().filter(|_| node != NodeId::ROOT)
    }

    pub(crate) fn local_text(&self, local: usize) -> &str {
        self.locals.get(local).map_or("", |local| self.text(local.text))
    }
}

/// The list or map that each node is in; for the root, itself.
fn parents(nodes: &[Node]) -> Vec<NodeId> {
    let mut open: Vec<(NodeId, u32)> = Vec::new();
    let parent = |(at, node): (u32, &Node)| {
        while open.pop_if(|(_, end)| *end <= at).is_some() {}
        let parent = open.last().map_or(NodeId::ROOT, |(parent, _)| *parent);
        if node.size() > 1 {
            open.push((NodeId(at), at + node.size()));
        }
        parent
    };
    (0..).zip(nodes).map(parent).collect()
}
