//! The values of the language while a rule runs.
//!
//! A value read from a document stays a *place* ([`Value::Node`]) until an operation looks at it, so that a finding can
//! point to where a value came from. A place knows what its static type accepts; reading it as something else is
//! [`Unknown::WrongType`].

use super::accepts::{ANYTHING, Accepts, KindBits};
use super::elements::{Elements, Entries};
use super::truth::{self, Truth};
use super::unknown::Unknown;
use crate::document::{Document, Kind, NodeId, NodeRef, Value as Scalar};
use crate::inventory::{Object, ObjectSet};
use crate::kubernetes::image::Image;
use crate::plan::Regex;
use kubelaw_lang::types::SelectorId;
use kubelaw_lang::values::{Duration, Quantity, Version};
use std::sync::Arc;

/// A value. Copies of it are cheap; `'a` is the life of the plan and of the documents.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// No value: an absent field or `null`.
    Missing,
    /// Not known, with the reason.
    Unknown(Unknown),
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number.
    Number(f64),
    /// A string of the plan or of a document.
    Text(&'a str),
    /// A string that is a part of what stands at a place: a word of a command, a key, the tag of an image.
    Part(&'a str, NodeRef<'a>),
    /// A string that was computed.
    OwnedText(Arc<str>),
    /// A quantity that was written in a law file or computed.
    Quantity(Quantity),
    /// A version.
    Version(Arc<Version>),
    /// A duration.
    Duration(Duration),
    /// An IP network.
    Cidr(ipnet::IpNet),
    /// A regular expression.
    Regex(Arc<Regex>),
    /// A place in a document; never one that holds `null`.
    Node(NodeRef<'a>, &'a Accepts),
    /// Up to three lists of one document after one another, as places.
    Chain(Chain<'a>),
    /// A label selector as an argument of a built-in: its place, if it is there, and what missing and empty select.
    Selector(Option<NodeRef<'a>>, SelectorId),
    /// A Kubernetes object, and the Pod template for which it is looked at: the root for the only one, or the first.
    Object(&'a Object<'a>, NodeId),
    /// All objects of some kinds.
    Objects(ObjectSet<'a>),
    /// A list that was computed, or a constant one.
    List(Arc<[Value<'a>]>),
    /// A map or record that was computed, keys in order of insertion, each once.
    Map(Arc<[(Key<'a>, Value<'a>)]>),
}

/// A key of a computed map.
#[derive(Clone, Debug)]
pub enum Key<'a> {
    /// Of the plan or of a document.
    Borrowed(&'a str),
    /// Computed.
    Owned(Arc<str>),
}

impl Key<'_> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

/// Up to three lists of one document after one another: iterated without a copy.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'a> {
    document: &'a Document,
    /// The root stands for no list, since a list in a chain has a parent.
    lists: [NodeId; 3],
    element: &'a Accepts,
}

impl<'a> Chain<'a> {
    /// The lists that exist, in order, each inside the document; `element` is what each element may hold.
    #[must_use]
    pub fn new(document: &'a Document, lists: [Option<NodeRef<'a>>; 3], element: &'a Accepts) -> Self {
        Self { document, lists: lists.map(|list| list.map_or(NodeId::ROOT, NodeRef::id)), element }
    }

    /// What each element may hold.
    #[must_use]
    pub const fn element(&self) -> &'a Accepts {
        self.element
    }

    /// The list at an index, where there is one.
    #[must_use]
    pub fn list(&self, index: usize) -> Option<NodeRef<'a>> {
        let id = *self.lists.get(index)?;
        if id == NodeId::ROOT { None } else { self.document.node(id) }
    }
}

impl From<Unknown> for Value<'_> {
    fn from(reason: Unknown) -> Self {
        Self::Unknown(reason)
    }
}

impl<'a> From<Result<Value<'a>, Unknown>> for Value<'a> {
    fn from(result: Result<Value<'a>, Unknown>) -> Self {
        result.unwrap_or_else(Self::Unknown)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::OwnedText(text.into())
    }
}

impl<'a> FromIterator<Value<'a>> for Value<'a> {
    /// A list; missing elements are skipped.
    fn from_iter<I: IntoIterator<Item = Value<'a>>>(elements: I) -> Self {
        Self::List(elements.into_iter().filter(|v| !v.is_missing()).collect())
    }
}

impl<'a> Value<'a> {
    /// The value at a place: missing where nothing or `null` is there.
    #[must_use]
    pub fn at(node: Option<NodeRef<'a>>, accepts: &'a Accepts) -> Self {
        match node {
            Some(node) if !node.is_null() => Self::Node(node, accepts),
            _ => Self::Missing,
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// The place that the value was read from, where it is one.
    #[must_use]
    pub fn place(&self) -> Option<NodeRef<'a>> {
        match self {
            Self::Node(node, _) | Self::Part(_, node) => Some(*node),
            Self::Object(object, _) => Some(object.root),
            Self::Selector(node, _) => *node,
            _ => None,
        }
    }

    /// Whether it is the key of what stands at its place.
    #[must_use]
    pub fn is_key(&self) -> bool {
        matches!(self, Self::Part(text, node) if node.key().is_some_and(|key| std::ptr::eq(key, *text)))
    }

    /// Whether the value fits its static type, not looking inside lists and maps. Missing fits: whether a value is
    /// there is another question.
    #[must_use]
    pub fn fits(&self) -> bool {
        match self {
            Self::Unknown(_) => false,
            Self::Node(node, accepts) => fits(*node, accepts.kinds),
            _ => true,
        }
    }

    /// Whether the value fits its static type, its elements too where the type tells of them. An image reference must
    /// parse. What is unknown for another reason than its type leaves it unknown, unless something else is of a wrong type.
    pub fn valid(&self) -> Truth {
        match self {
            Self::Unknown(Unknown::WrongType) => Ok(false),
            Self::Unknown(reason) => Err(*reason),
            Self::Node(node, accepts) => Ok(is_valid(*node, accepts)),
            Self::List(list) => truth::all(list.iter().map(Self::valid)),
            Self::Map(map) => truth::all(map.iter().map(|(_, value)| value.valid())),
            Self::Chain(chain) => Ok(Elements::of_chain(*chain).all(|element| element.is_valid())),
            _ => Ok(true),
        }
    }

    /// Whether the value is known to be valid.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.valid() == Ok(true)
    }

    /// As a boolean.
    pub fn boolean(&self) -> Result<bool, Unknown> {
        match self {
            Self::Bool(value) => Ok(*value),
            Self::Node(node, accepts) if accepts.kinds.intersects(KindBits::BOOL | KindBits::DYN) => {
                node.as_bool().ok_or(Unknown::WrongType)
            }
            other => Err(other.mismatch()),
        }
    }

    /// As an integer.
    pub fn int(&self) -> Result<i64, Unknown> {
        match self {
            Self::Int(value) => Ok(*value),
            Self::Node(node, accepts) if accepts.kinds.intersects(INTEGERS) => node.as_i64().ok_or(Unknown::WrongType),
            other => Err(other.mismatch()),
        }
    }

    /// As a number.
    pub fn number(&self) -> Result<f64, Unknown> {
        match self {
            Self::Number(value) => Ok(*value),
            #[expect(clippy::cast_precision_loss, reason = "the language compares integers with numbers as numbers")]
            Self::Int(value) => Ok(*value as f64),
            Self::Node(node, accepts) if accepts.kinds.intersects(NUMBERS) => node.as_f64().ok_or(Unknown::WrongType),
            #[expect(clippy::cast_precision_loss, reason = "as above")]
            other => other.int().map(|value| value as f64),
        }
    }

    /// As a string, which an image reference is too.
    #[inline]
    pub fn text(&self) -> Result<&str, Unknown> {
        match self {
            Self::Text(text) | Self::Part(text, _) => Ok(text),
            Self::OwnedText(text) => Ok(text),
            Self::Node(node, accepts) if accepts.kinds.intersects(TEXTS) => node.as_str().ok_or(Unknown::WrongType),
            other => Err(other.mismatch()),
        }
    }

    /// As a string that outlives the value, where it was read from the plan or a document.
    #[must_use]
    pub fn borrowed_text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Part(text, _) => Some(text),
            Self::Node(node, accepts) if accepts.kinds.intersects(TEXTS) => node.as_str(),
            _ => None,
        }
    }

    /// As a quantity: strings that parse, integers and numbers.
    pub fn quantity(&self) -> Result<Quantity, Unknown> {
        match self {
            Self::Quantity(value) => Ok(*value),
            Self::Int(value) => Ok(Quantity::from(*value)),
            Self::Node(node, accepts) if accepts.kinds.intersects(KindBits::QUANTITY | KindBits::DYN) => {
                node_quantity(*node).ok_or(Unknown::WrongType)
            }
            other => Err(other.mismatch()),
        }
    }

    /// As a version.
    pub fn version(&self) -> Result<Arc<Version>, Unknown> {
        match self {
            Self::Version(value) => Ok(value.clone()),
            Self::Node(node, accepts) if accepts.kinds.intersects(KindBits::VERSION) => {
                node.as_str().and_then(Version::parse).map(Arc::new).ok_or(Unknown::WrongType)
            }
            other => Err(other.mismatch()),
        }
    }

    /// As a duration.
    pub fn duration(&self) -> Result<Duration, Unknown> {
        match self {
            Self::Duration(value) => Ok(*value),
            Self::Node(node, accepts) if accepts.kinds.intersects(KindBits::DURATION) => {
                node.as_str().and_then(Duration::parse).ok_or(Unknown::WrongType)
            }
            other => Err(other.mismatch()),
        }
    }

    /// As an IP network; a bare address is the network of that address alone.
    pub fn cidr(&self) -> Result<ipnet::IpNet, Unknown> {
        match self {
            Self::Cidr(value) => Ok(*value),
            Self::Node(node, accepts) if accepts.kinds.intersects(KindBits::CIDR) => {
                node.as_str().and_then(crate::kubernetes::cidr::parse).ok_or(Unknown::WrongType)
            }
            other => Err(other.mismatch()),
        }
    }

    /// As a regular expression.
    pub fn regex(&self) -> Result<&Regex, Unknown> {
        match self {
            Self::Regex(regex) => Ok(regex),
            other => Err(other.mismatch()),
        }
    }

    /// The elements of a list, or the objects of a set; a missing list is empty, and missing elements are skipped.
    pub fn elements(&self) -> Result<Elements<'a>, Unknown> {
        match self {
            Self::Missing => Ok(Elements::none()),
            Self::List(list) => Ok(Elements::of_list(list.clone())),
            Self::Chain(chain) => Ok(Elements::of_chain(*chain)),
            Self::Objects(set) => Ok(Elements::of_objects(*set)),
            Self::Node(node, accepts) if is_list(*node, accepts) => Ok(Elements::of_node(*node, accepts.element())),
            other => Err(other.mismatch()),
        }
    }

    /// The entries of a map or record in their order; a missing map is empty, and missing values are left out.
    pub fn entries(&self) -> Result<Entries<'a>, Unknown> {
        match self {
            Self::Missing => Ok(Entries::none()),
            Self::Map(map) => Ok(Entries::of_map(map.clone())),
            Self::Node(node, accepts) if is_map(*node, accepts) => Ok(Entries::of_node(*node, accepts.element())),
            Self::Object(object, _) => Ok(Entries::of_node(object.root, &ANYTHING)),
            Self::Selector(place, _) => {
                Ok(place.map_or_else(Entries::none, |place| Entries::of_node(place, &ANYTHING)))
            }
            other => Err(other.mismatch()),
        }
    }

    /// The value of a key of a map or record; missing where the map is, unknown where this is no map.
    #[must_use]
    pub fn get(&self, key: &str) -> Self {
        match self {
            Self::Missing => Self::Missing,
            Self::Map(map) => {
                map.iter().find(|(name, _)| name.as_str() == key).map_or(Self::Missing, |(_, value)| value.clone())
            }
            Self::Node(node, accepts) if is_map(*node, accepts) => Self::at(node.get_str(key), accepts.element()),
            Self::Object(object, _) => Self::at(object.root.get_str(key), &ANYTHING),
            other => Self::Unknown(other.mismatch()),
        }
    }

    /// What an operation gives that cannot use this value.
    #[must_use]
    pub const fn mismatch(&self) -> Unknown {
        match self {
            Self::Missing => Unknown::Missing,
            Self::Unknown(reason) => *reason,
            _ => Unknown::WrongType,
        }
    }
}

const NUMBERS: KindBits = KindBits::NUMBER.or(KindBits::QUANTITY).or(KindBits::DYN);
const INTEGERS: KindBits = KindBits::INT.or(NUMBERS);
pub(super) const TEXTS: KindBits = KindBits::STRING.or(KindBits::IMAGE).or(KindBits::DYN);

pub(super) fn is_list(node: NodeRef<'_>, accepts: &Accepts) -> bool {
    node.kind() == Kind::List && accepts.kinds.intersects(KindBits::LIST | KindBits::DYN)
}

fn is_map(node: NodeRef<'_>, accepts: &Accepts) -> bool {
    node.kind() == Kind::Map && accepts.kinds.intersects(KindBits::MAP | KindBits::DYN)
}

fn is_valid(node: NodeRef<'_>, accepts: &Accepts) -> bool {
    let image = KindBits::IMAGE;
    if accepts.kinds == image && node.as_str().is_some_and(|text| Image::parse(text).is_none()) {
        return false;
    }
    fits(node, accepts.kinds)
        && node.items().chain(node.entries().map(|entry| entry.value)).all(|inner| is_valid(inner, accepts.element()))
}

/// The quantity at a place.
fn node_quantity(node: NodeRef<'_>) -> Option<Quantity> {
    match node.value() {
        Scalar::String(text) => Quantity::parse_field(text),
        Scalar::Int(value) => Some(Quantity::from(value)),
        Scalar::Float(value) => Quantity::from_number(value),
        _ => None,
    }
}

/// Whether what is at a place is of one of the accepted kinds, looking at strings where they must parse.
fn fits(node: NodeRef<'_>, accepted: KindBits) -> bool {
    let any = |kinds: KindBits| accepted.intersects(kinds | KindBits::DYN);
    match node.value() {
        Scalar::Null => true,
        Scalar::Bool(_) => any(KindBits::BOOL),
        Scalar::Int(_) => any(INTEGERS),
        Scalar::Float(value) => {
            any(KindBits::NUMBER) || accepted.contains(KindBits::QUANTITY) && Quantity::from_number(value).is_some()
        }
        Scalar::List => any(KindBits::LIST),
        Scalar::Map => any(KindBits::MAP),
        Scalar::String(text) => any(KindBits::STRING | KindBits::IMAGE) || text_fits(text, accepted),
    }
}

fn text_fits(text: &str, accepted: KindBits) -> bool {
    accepted.contains(KindBits::QUANTITY) && Quantity::parse_field(text).is_some()
        || accepted.contains(KindBits::VERSION) && Version::parse(text).is_some()
        || accepted.contains(KindBits::DURATION) && Duration::parse(text).is_some()
        || accepted.contains(KindBits::CIDR) && crate::kubernetes::cidr::parse(text).is_some()
}
