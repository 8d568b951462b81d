//! What a value becomes. What stays is told by where it stands in the document, so that a change costs what it changes
//! and not what is around it.

use crate::document::{Kind, NodeRef};
use crate::report::blame::Step;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value as Json;
use std::borrow::Cow;

/// What a value becomes.
#[derive(Clone, Debug)]
pub(super) enum Draft<'d> {
    /// What it is.
    Kept(NodeRef<'d>),
    /// Something else.
    New(Json),
    /// A list or map of other children.
    Changed(Changed<'d>),
}

/// A list or map with what becomes of its parts.
#[derive(Clone, Debug)]
pub(super) struct Changed<'d> {
    /// What it was; nothing where it is new.
    pub(super) node: Option<NodeRef<'d>>,
    is_map: bool,
    /// The parts that it had, and behind them those that come, of a map in the order of their keys.
    pub(super) parts: Vec<Part<'d>>,
}

/// A part of a list or map.
#[derive(Clone, Debug)]
pub(super) struct Part<'d> {
    /// Its key in a map.
    pub(super) key: Option<Cow<'d, str>>,
    /// What it was; nothing where it is new.
    pub(super) node: Option<NodeRef<'d>>,
    /// What it becomes; nothing where it goes.
    pub(super) becomes: Option<Draft<'d>>,
}

impl<'d> Draft<'d> {
    /// What a value becomes that shall be this: what is the same in both is kept. Where a list shall have fewer items,
    /// those go that no longer occur.
    pub(super) fn of(node: NodeRef<'d>, new: &Json) -> Self {
        if node.is_json(new) {
            return Self::Kept(node);
        }
        let mut parts = Vec::with_capacity(node.len());
        match (node.kind(), new) {
            (Kind::Map, Json::Object(entries)) => {
                parts.extend(node.children().map(|child| {
                    let becomes = child.key().and_then(|key| entries.get(key));
                    Part::was(child, becomes.map(|new| Self::of(child, new)))
                }));
                let added = entries.iter().filter(|(key, _)| node.get_str(key).is_none());
                parts.extend(added.map(|(key, new)| Part::comes(Some(key.clone()), new.clone())));
            }
            (Kind::List, Json::Array(items)) => {
                let mut wanted = items.iter();
                for (at, item) in node.items().enumerate() {
                    let is_next = wanted.as_slice().first().is_some_and(|next| item.is_json(next));
                    let goes = !is_next && node.len() - at > wanted.len();
                    let becomes = if goes { None } else { wanted.next() };
                    parts.push(Part::was(item, becomes.map(|new| Self::of(item, new))));
                }
                parts.extend(wanted.map(|new| Part::comes(None, new.clone())));
            }
            _ => return Self::New(new.clone()),
        }
        Self::Changed(Changed { node: Some(node), is_map: new.is_object(), parts })
    }

    /// Whether nothing changes.
    pub(super) fn is_kept(&self) -> bool {
        match self {
            Self::Kept(_) => true,
            Self::New(_) => false,
            Self::Changed(changed) => changed.node.is_some() && changed.parts.iter().all(Part::is_kept),
        }
    }

    /// Whether items of a list go, so that those behind them get other numbers.
    pub(super) fn renumbers(&self) -> bool {
        let Self::Changed(changed) = self else { return false };
        changed.parts.iter().any(|part| part.becomes.as_ref().map_or(!changed.is_map, Self::renumbers))
    }

    /// Whether it becomes null.
    pub(super) fn is_null(&self) -> bool {
        match self {
            Self::Kept(node) => node.is_null(),
            Self::New(value) => value.is_null(),
            Self::Changed(_) => false,
        }
    }

    /// Whether a value is what this becomes.
    pub(super) fn is(&self, value: NodeRef<'_>) -> bool {
        match self {
            Self::Kept(node) => node.is_same(value),
            Self::New(new) => value.is_json(new),
            Self::Changed(changed) => changed.is(value),
        }
    }

    /// The whole value.
    pub(super) fn to_json(&self) -> Json {
        match self {
            Self::Kept(node) => node.to_json(),
            Self::New(value) => value.clone(),
            Self::Changed(changed) if changed.is_map => {
                Json::Object(changed.left().map(|(key, becomes)| (key.to_owned(), becomes.to_json())).collect())
            }
            Self::Changed(changed) => Json::Array(changed.left().map(|(_, becomes)| becomes.to_json()).collect()),
        }
    }

    /// The part that a step leads to; none where there is none, or it goes.
    pub(super) fn child(&mut self, step: &Step) -> Option<&mut Self> {
        self.open()?.part(step)?.becomes.as_mut()
    }

    /// Makes it something else.
    pub(super) fn set(&mut self, new: &Json) {
        *self = match self {
            Self::Kept(node) | Self::Changed(Changed { node: Some(node), .. }) => Self::of(*node, new),
            Self::New(_) | Self::Changed(_) => Self::New(new.clone()),
        };
    }

    /// Sets a part or adds it; none where there is no such place.
    pub(super) fn insert(&mut self, step: &Step, new: &Json) -> Option<()> {
        let changed = self.open()?;
        if let Some(part) = changed.part(step) {
            part.becomes = Some(part.node.map_or_else(|| Self::New(new.clone()), |node| Self::of(node, new)));
            return Some(());
        }
        let (at, key) = match step {
            Step::Key(key) if changed.is_map => {
                let is_before = |part: &Part<'_>| part.node.is_some() || part.key.as_deref() < Some(key);
                (changed.parts.partition_point(is_before), Some(key.clone()))
            }
            Step::Index(index) if !changed.is_map && *index == changed.left().count() => (changed.parts.len(), None),
            _ => return None,
        };
        changed.parts.insert(at, Part::comes(key, new.clone()));
        Some(())
    }

    /// Adds an item behind the last; none where it is no list.
    pub(super) fn push(&mut self, new: &Json) -> Option<()> {
        let changed = self.open().filter(|changed| !changed.is_map)?;
        changed.parts.push(Part::comes(None, new.clone()));
        Some(())
    }

    /// Takes a part out; none where there is none.
    pub(super) fn remove(&mut self, step: &Step) -> Option<()> {
        self.open()?.part(step)?.becomes.take().map(drop)
    }

    /// Its parts, to be changed; none where it is no list or map.
    fn open(&mut self) -> Option<&mut Changed<'d>> {
        match self {
            Self::Kept(node) if matches!(node.kind(), Kind::List | Kind::Map) => {
                let parts = node.children().map(|child| Part::was(child, Some(Self::Kept(child)))).collect();
                *self = Self::Changed(Changed { node: Some(*node), is_map: node.kind() == Kind::Map, parts });
            }
            Self::New(Json::Object(entries)) => {
                let parts = std::mem::take(entries).into_iter().map(|(key, value)| Part::comes(Some(key), value));
                *self = Self::Changed(Changed { node: None, is_map: true, parts: parts.collect() });
            }
            Self::New(Json::Array(items)) => {
                let parts = std::mem::take(items).into_iter().map(|value| Part::comes(None, value));
                *self = Self::Changed(Changed { node: None, is_map: false, parts: parts.collect() });
            }
            Self::Kept(_) | Self::New(_) | Self::Changed(_) => {}
        }
        if let Self::Changed(changed) = self { Some(changed) } else { None }
    }
}

impl<'d> Changed<'d> {
    /// The parts that there are afterwards, with their keys in a map.
    pub(super) fn left(&self) -> impl Iterator<Item = (&str, &Draft<'d>)> {
        self.parts.iter().filter_map(|part| Some((part.key.as_deref().unwrap_or_default(), part.becomes.as_ref()?)))
    }

    /// Whether a value is what this becomes.
    pub(super) fn is(&self, value: NodeRef<'_>) -> bool {
        let kind = if self.is_map { Kind::Map } else { Kind::List };
        let mut items = value.items();
        let is_there = |(key, becomes): (&str, &Draft<'_>)| {
            let there = if self.is_map { value.get_str(key) } else { items.next() };
            there.is_some_and(|there| becomes.is(there))
        };
        value.kind() == kind && value.len() == self.left().count() && self.left().all(is_there)
    }

    /// The part that a step leads to; in a map also one that goes.
    fn part(&mut self, step: &Step) -> Option<&mut Part<'d>> {
        let mut parts = self.parts.iter_mut();
        match step {
            Step::Key(key) => parts.find(|part| part.key.as_deref() == Some(key)),
            Step::Index(index) if !self.is_map => parts.filter(|part| part.becomes.is_some()).nth(*index),
            Step::Index(_) => None,
        }
    }

    /// The part that holds all changes, where it is one of a list or map.
    pub(super) fn inner(&self) -> Option<&Self> {
        let mut others = self.parts.iter().filter(|part| !part.is_kept());
        match (others.next()?, others.next()) {
            (Part { becomes: Some(Draft::Changed(inner)), .. }, None) if inner.node.is_some() => Some(inner),
            _ => None,
        }
    }
}

impl<'d> Part<'d> {
    fn was(node: NodeRef<'d>, becomes: Option<Draft<'d>>) -> Self {
        Self { key: node.key().map(Cow::Borrowed), node: Some(node), becomes }
    }

    fn comes(key: Option<String>, value: Json) -> Self {
        Self { key: key.map(Cow::Owned), node: None, becomes: Some(Draft::New(value)) }
    }

    /// Whether nothing changes; what is new is no part before and after, if it was taken out again.
    fn is_kept(&self) -> bool {
        match &self.becomes {
            Some(becomes) => self.node.is_some() && becomes.is_kept(),
            None => self.node.is_none(),
        }
    }
}

impl Serialize for Draft<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Kept(node) => node.serialize(serializer),
            Self::New(value) => value.serialize(serializer),
            Self::Changed(changed) if changed.is_map => {
                let mut map = serializer.serialize_map(None)?;
                for (key, becomes) in changed.left() {
                    map.serialize_entry(key, becomes)?;
                }
                map.end()
            }
            Self::Changed(changed) => {
                let mut list = serializer.serialize_seq(None)?;
                for (_, becomes) in changed.left() {
                    list.serialize_element(becomes)?;
                }
                list.end()
            }
        }
    }
}
