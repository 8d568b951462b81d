//! Reading a document: a place in it, and ways from there to other places.

use super::path::Path;
use super::tree::{
    ANCHORED, BY_ALIAS, Document, Kind, NO_KEY, NO_PLACE, Node, NodeId, Place, Style, TAGGED, TextRange,
};
use crate::document::symbol::Symbol;
use kubelaw_lang::span::Span;

/// A value in a document.
#[derive(Clone, Copy)]
pub struct NodeRef<'a> {
    document: &'a Document,
    id: NodeId,
}

/// A value, to match on.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// A bool.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number that is no 64-bit integer.
    Float(f64),
    /// A string.
    String(&'a str),
    /// A list; walk it with [`NodeRef::items`].
    List,
    /// A map; walk it with [`NodeRef::entries`].
    Map,
}

/// An entry of a map.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The key's text.
    pub key: &'a str,
    /// The key in the vocabulary, or [`Symbol::UNKNOWN`].
    pub symbol: Symbol,
    /// The value.
    pub value: NodeRef<'a>,
}

impl<'a> NodeRef<'a> {
    #[inline]
    pub(crate) const fn new(document: &'a Document, id: NodeId) -> Self {
        Self { document, id }
    }

    /// The document this is in.
    #[inline]
    pub const fn document(self) -> &'a Document {
        self.document
    }

    /// Its number in the document.
    #[inline]
    pub const fn id(self) -> NodeId {
        self.id
    }

    #[inline]
    pub(crate) fn node(self) -> Node {
        const NOTHING: Node = Node { kind: Kind::Null, style: Style::Unwritten, flags: 0, key: NO_KEY, one: 0, two: 0 };
        self.document.nodes.get(self.id.0 as usize).copied().unwrap_or(NOTHING)
    }

    /// What the value is.
    #[inline]
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// The value, to match on.
    #[inline]
    pub fn value(self) -> Value<'a> {
        let node = self.node();
        match node.kind {
            Kind::Null => Value::Null,
            Kind::Bool => Value::Bool(node.one != 0),
            Kind::Int => Value::Int(node.bits().cast_signed()),
            Kind::Float => Value::Float(f64::from_bits(node.bits())),
            Kind::String => Value::String(self.document.text(TextRange { start: node.one, length: node.two })),
            Kind::List => Value::List,
            Kind::Map => Value::Map,
        }
    }

    /// Whether it is `null`.
    #[inline]
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The bool, if it is one.
    #[inline]
    pub fn as_bool(self) -> Option<bool> {
        if let Value::Bool(value) = self.value() { Some(value) } else { None }
    }

    /// The integer, if it was read as one.
    #[inline]
    pub fn as_i64(self) -> Option<i64> {
        if let Value::Int(value) = self.value() { Some(value) } else { None }
    }

    /// The number, if it is one; an integer beyond 2^53 loses its last digits.
    #[inline]
    pub fn as_f64(self) -> Option<f64> {
        match self.value() {
            #[expect(clippy::cast_precision_loss, reason = "said in the documentation")]
            Value::Int(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// The string, if it is one.
    #[inline]
    pub fn as_str(self) -> Option<&'a str> {
        if let Value::String(value) = self.value() { Some(value) } else { None }
    }

    /// How many items or entries a list or map has; 0 for any other value.
    #[inline]
    pub fn len(self) -> usize {
        let node = self.node();
        if matches!(node.kind, Kind::List | Kind::Map) { node.two as usize } else { 0 }
    }

    /// Whether there are no items or entries.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of a key of this map; none for anything but a map.
    #[inline]
    pub fn get(self, key: Symbol) -> Option<Self> {
        if !key.is_known() {
            return None;
        }
        self.find(|node| node.key == key.number())
    }

    /// The value of a key of this map by its text; none for anything but a map.
    pub fn get_str(self, key: &str) -> Option<Self> {
        let symbol = self.document.symbols.lookup(key);
        if symbol.is_known() {
            return self.get(symbol);
        }
        self.find(|node| node.local().is_some_and(|local| self.document.local_text(local) == key))
    }

    /// The value of a key, unless it is null.
    pub fn present(self, key: &str) -> Option<Self> {
        self.get_str(key).filter(|value| !value.is_null())
    }

    #[inline]
    fn find(self, wanted: impl Fn(&Node) -> bool) -> Option<Self> {
        let parent = self.node();
        if parent.kind != Kind::Map {
            return None;
        }
        let mut at = self.id.0 + 1;
        for _ in 0..parent.two {
            let node = self.document.nodes.get(at as usize)?;
            if wanted(node) {
                return Some(Self::new(self.document, NodeId(at)));
            }
            at += node.size();
        }
        None
    }

    /// The item of a list at an index from 0; none for anything but a list.
    pub fn item(self, index: usize) -> Option<Self> {
        self.items().nth(index)
    }

    /// The items of a list; nothing for anything but a list.
    #[inline]
    pub fn items(self) -> Items<'a> {
        self.children_of(Kind::List)
    }

    /// The entries of a map in the order of the text; nothing for anything but a map.
    #[inline]
    pub fn entries(self) -> Entries<'a> {
        Entries { children: self.children_of(Kind::Map) }
    }

    #[inline]
    fn children_of(self, kind: Kind) -> Items<'a> {
        let node = self.node();
        let left = if node.kind == kind { node.two } else { 0 };
        Items { document: self.document, next: self.id.0 + 1, left }
    }

    /// Whether a value is this one or somewhere inside it.
    pub(crate) fn holds(self, other: Self) -> bool {
        let inside = other.id.0.wrapping_sub(self.id.0) < self.node().size();
        inside && std::ptr::eq(self.document, other.document)
    }

    /// The values directly inside, of a list or a map.
    #[inline]
    pub(crate) fn children(self) -> Items<'a> {
        Items { document: self.document, next: self.id.0 + 1, left: u32::try_from(self.len()).unwrap_or(0) }
    }

    /// The key under which a map holds this value, in the vocabulary; [`Symbol::UNKNOWN`] where it lacks the key or
    /// there is none.
    #[inline]
    pub fn symbol(self) -> Symbol {
        let key = self.node().key;
        if key < Symbol::LIMIT { Symbol::new(key) } else { Symbol::UNKNOWN }
    }

    /// The key under which a map holds this value; none for list items and the root.
    pub fn key(self) -> Option<&'a str> {
        let node = self.node();
        match node.local() {
            Some(local) => Some(self.document.local_text(local)),
            None if node.key < Symbol::LIMIT => self.document.symbols.text(Symbol::new(node.key)),
            None => None,
        }
    }

    /// Where the value stands in the source text: without anchor and tag, with quotes and brackets. A value that an
    /// alias brings has the span of what the anchor names, and a null that is not written an empty span behind its
    /// colon or dash. None for a document that came from no text.
    pub fn span(self) -> Option<Span> {
        self.place().map(|place| place.value).filter(|span| *span != NO_PLACE)
    }

    /// Where the key of this map entry stands in the source text, quotes included.
    pub fn key_span(self) -> Option<Span> {
        self.place().map(|place| place.key).filter(|span| *span != NO_PLACE)
    }

    fn place(self) -> Option<Place> {
        self.document.places().get(self.id.0 as usize).copied()
    }

    /// The value as the source text has it, with quotes and brackets: `0644`, `"a\tb"`, `{a: 1}`.
    pub fn raw(self) -> Option<&'a str> {
        let span = self.span()?;
        self.document.source.text().get(span.range())
    }

    /// How the value is written.
    pub fn style(self) -> Style {
        self.node().style
    }

    /// Whether an alias or a merge key brought the value here: what its span shows stands in another place too, so
    /// that no edit may change it as if it were only here.
    pub fn is_by_alias(self) -> bool {
        self.node().flags & BY_ALIAS != 0
    }

    /// Whether an anchor names the value, so that an edit of it may change other places.
    pub fn is_anchored(self) -> bool {
        self.node().flags & ANCHORED != 0
    }

    /// Whether a tag (`!!str`) stands before the value.
    pub fn is_tagged(self) -> bool {
        self.node().flags & TAGGED != 0
    }

    /// The list or map that holds this value; none for the root.
    pub fn parent(self) -> Option<Self> {
        self.document.parent(self.id).map(|parent| Self::new(self.document, parent))
    }

    /// The lists and maps that hold this value, the innermost first.
    pub(crate) fn around(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |at| at.parent())
    }

    /// The way from the document's root to this value. Walks down from the root.
    pub fn path(self) -> Path<'a> {
        self.path_from(self.document.root())
    }

    /// The way from a value that holds this one; empty where it does not hold it.
    pub fn path_from(self, ancestor: Self) -> Path<'a> {
        Path::between(ancestor, self)
    }

    /// The child that is or holds the node of the document with this number, and the child's index.
    pub(crate) fn child_towards(self, target: NodeId) -> Option<(usize, Self)> {
        let end = self.id.0 + self.node().size();
        if target <= self.id || target.0 >= end {
            return None;
        }
        self.children().enumerate().find(|(_, child)| target.0 < child.id.0 + child.node().size())
    }
}

impl std::fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.value() {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => value.fmt(f),
            Value::Int(value) => value.fmt(f),
            Value::Float(value) => value.fmt(f),
            Value::String(value) => value.fmt(f),
            Value::List => f.debug_list().entries(self.items()).finish(),
            Value::Map => f.debug_map().entries(self.entries().map(|entry| (entry.key, entry.value))).finish(),
        }
    }
}

/// The values directly inside a list or map.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    document: &'a Document,
    next: u32,
    left: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = NodeRef<'a>;

    #[inline]
    fn next(&mut self) -> Option<NodeRef<'a>> {
        self.left = self.left.checked_sub(1)?;
        let node = self.document.nodes.get(self.next as usize)?;
        let child = NodeRef::new(self.document, NodeId(self.next));
        self.next += node.size();
        Some(child)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Items<'_> {}

/// The entries of a map.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    children: Items<'a>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    #[inline]
    fn next(&mut self) -> Option<Entry<'a>> {
        let value = self.children.next()?;
        Some(Entry { key: value.key().unwrap_or_default(), symbol: value.symbol(), value })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.children.size_hint()
    }
}

impl ExactSizeIterator for Entries<'_> {}
