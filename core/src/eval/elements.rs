//! Iteration over lists and maps of every form, without copying them.

use super::accepts::Accepts;
use super::value::{Chain, Key, Value};
use super::world::World;
use crate::document::{self, NodeId};
use crate::inventory::{Inventory, Object, ObjectSet, SetMembers};
use std::sync::Arc;

/// The most lists that a chain has.
const LISTS: usize = 3;

/// The elements of a list; missing ones are skipped.
#[derive(Debug)]
pub struct Elements<'a>(Form<'a>);

#[derive(Debug)]
enum Form<'a> {
    None,
    List(Arc<[Value<'a>]>, usize),
    Items(document::Items<'a>, &'a Accepts),
    Chain(Option<document::Items<'a>>, Chain<'a>, usize),
    Objects(SetMembers<'a>),
    Positions(&'a Inventory<'a>, std::vec::IntoIter<u32>),
    Templates(std::vec::IntoIter<Value<'a>>),
}

impl<'a> Elements<'a> {
    pub(super) const fn none() -> Self {
        Self(Form::None)
    }

    pub(super) const fn of_list(list: Arc<[Value<'a>]>) -> Self {
        Self(Form::List(list, 0))
    }

    pub(super) fn of_node(node: document::NodeRef<'a>, element: &'a Accepts) -> Self {
        Self(Form::Items(node.items(), element))
    }

    pub(super) fn of_chain(chain: Chain<'a>) -> Self {
        Self(Form::Chain(None, chain, 0))
    }

    /// The objects at some positions of the inventory, each once for each of its Pod templates, and at least once.
    pub(super) fn of_positions(world: &World<'a>, positions: Vec<u32>) -> Self {
        let Some(inventory) = world.inventory else { return Self::none() };
        if !inventory.has_several_templates(world.workloads) {
            return Self(Form::Positions(inventory, positions.into_iter()));
        }
        let objects = positions.into_iter().filter_map(|position| inventory.object(position));
        let templates = |object: &'a Object<'a>| {
            let found = world.workloads.in_set(object.group, object.kind, object.root);
            found.into_iter().map(move |template| Value::Object(object, template))
        };
        Self(Form::Templates(objects.flat_map(templates).collect::<Vec<_>>().into_iter()))
    }

    /// The objects of a set, each once for each of its Pod templates.
    pub(super) fn of_set(world: &World<'a>, set: ObjectSet<'a>) -> Self {
        match world.inventory {
            Some(inventory) if inventory.has_several_templates(world.workloads) => {
                Self::of_positions(world, set.positions())
            }
            _ => Self::of_objects(set),
        }
    }

    pub(super) fn of_objects(set: ObjectSet<'a>) -> Self {
        Self(Form::Objects(set.members()))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        match &mut self.0 {
            Form::None => None,
            Form::List(list, next) => loop {
                let element = list.get(*next)?;
                *next += 1;
                if !element.is_missing() {
                    return Some(element.clone());
                }
            },
            Form::Items(items, element) => items.find(|n| !n.is_null()).map(|n| Value::Node(n, element)),
            Form::Chain(items, chain, next) => loop {
                if let Some(node) = items.as_mut().and_then(|items| items.find(|n| !n.is_null())) {
                    return Some(Value::Node(node, chain.element()));
                }
                if *next >= LISTS {
                    return None;
                }
                *items = chain.list(*next).map(document::NodeRef::items);
                *next += 1;
            },
            Form::Positions(inventory, positions) => positions
                .find_map(|position| inventory.object(position))
                .map(|object| Value::Object(object, NodeId::ROOT)),
            Form::Templates(objects) => objects.next(),
            Form::Objects(members) => members.next().map(|object| Value::Object(object, NodeId::ROOT)),
        }
    }
}

/// The entries of a map or record; missing values are left out.
#[derive(Debug)]
pub struct Entries<'a>(EntriesForm<'a>);

#[derive(Debug)]
enum EntriesForm<'a> {
    None,
    Map(Arc<[(Key<'a>, Value<'a>)]>, usize),
    Node(document::Entries<'a>, &'a Accepts),
}

impl<'a> Entries<'a> {
    pub(super) const fn none() -> Self {
        Self(EntriesForm::None)
    }

    pub(super) const fn of_map(map: Arc<[(Key<'a>, Value<'a>)]>) -> Self {
        Self(EntriesForm::Map(map, 0))
    }

    pub(super) fn of_node(node: document::NodeRef<'a>, value: &'a Accepts) -> Self {
        Self(EntriesForm::Node(node.entries(), value))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Key<'a>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            EntriesForm::None => None,
            EntriesForm::Map(map, next) => loop {
                let (key, value) = map.get(*next)?;
                *next += 1;
                if !value.is_missing() {
                    return Some((key.clone(), value.clone()));
                }
            },
            EntriesForm::Node(entries, accepts) => {
                let entry = entries.find(|e| !e.value.is_null())?;
                Some((Key::Borrowed(entry.key), Value::Node(entry.value, accepts)))
            }
        }
    }
}
