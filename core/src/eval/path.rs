//! Steps of a path: fields, indexes, views, and where a path starts.

use super::accepts::{Accepts, KindBits};
use super::machine::Machine;
use super::place::Place;
use super::unknown::Unknown;
use super::value::Value;
use super::world::World;
use crate::document::{Kind, NodeId, NodeRef};
use crate::inventory::ObjectSet;
use crate::kubernetes::workload;
use crate::plan::Plan;
use crate::plan::op::Field;

/// `request`
pub(super) fn request<'a>(world: &World<'a>, accepts: &'a Accepts) -> Value<'a> {
    match world.request.and_then(|request| request.fields) {
        Some(fields) => Value::at(Some(fields), accepts),
        None => Value::Unknown(Unknown::NoRequest),
    }
}

/// `old(subject)`, looked at for the Pod template at the place of the subject's; missing where it has none there.
pub(super) fn old<'a>(world: &World<'a>, subject: Option<&Value<'a>>) -> Value<'a> {
    let Some(old) = world.request.and_then(|request| request.old) else { return Value::Missing };
    match subject {
        Some(Value::Object(now, template)) if *template != NodeId::ROOT => {
            let found = workload::counterpart(*template, now.root, old.root);
            found.map_or(Value::Missing, |found| Value::Object(old, found.id()))
        }
        _ => Value::Object(old, NodeId::ROOT),
    }
}

/// A kind set.
pub(super) fn objects<'a>(machine: &Machine<'a>, kinds: u32) -> Value<'a> {
    match machine.plan.kinds.get(kinds as usize) {
        Some(kinds) => Value::Objects(ObjectSet::new(machine.world.inventory, kinds)),
        None => Value::Missing,
    }
}

/// `base.field` of a value that is no place.
pub(super) fn field<'a>(plan: &Plan, base: &Value<'a>, field: Field, accepts: &'a Accepts) -> Value<'a> {
    match base {
        Value::Missing => Value::Missing,
        Value::Object(object, template) => field_of(Place::Object(object, *template), field, accepts).value(),
        Value::Node(node, of) => field_of(Place::Node(*node, of), field, accepts).value(),
        Value::Map(map) => {
            let name = plan.name(field.name);
            map.iter().find(|(key, _)| key.as_str() == name).map_or(Value::Missing, |(_, value)| value.clone())
        }
        other => Value::Unknown(other.mismatch()),
    }
}

/// `base.field` of a place.
#[inline]
pub(super) fn field_of<'a>(base: Place<'a>, field: Field, accepts: &'a Accepts) -> Place<'a> {
    let found = match base {
        Place::Object(object, _) => match object.root.get(field.symbol) {
            None => return object.implied(field.symbol).map_or(Place::Missing, Place::Text),
            found => found,
        },
        Place::Node(node, of) => match in_map(node, of) {
            Ok(true) => node.get(field.symbol),
            Ok(false) => None,
            Err(reason) => return Place::Unknown(reason),
        },
        Place::Missing | Place::Unknown(_) => return base,
        Place::Text(_) => return Place::Unknown(Unknown::WrongType),
    };
    match found {
        Some(node) if !node.is_null() => Place::Node(node, accepts),
        _ => Place::Missing,
    }
}

/// Whether a place holds a map, as its type says it may. A scalar that the type allows beside maps has no fields.
fn in_map(node: NodeRef<'_>, of: &Accepts) -> Result<bool, Unknown> {
    let maps = KindBits::MAP | KindBits::DYN;
    if node.kind() == Kind::Map && of.kinds.intersects(maps) {
        return Ok(true);
    }
    let union = !of.kinds.contains(KindBits::DYN) && of.kinds.contains(KindBits::MAP) && of.kinds != KindBits::MAP;
    if union && node.kind() != Kind::Map && Value::Node(node, of).fits() { Ok(false) } else { Err(Unknown::WrongType) }
}

/// A view of a value.
pub(super) fn view<'a>(machine: &Machine<'a>, base: &Value<'a>, view: u32, accepts: &'a Accepts) -> Value<'a> {
    match base {
        Value::Missing => Value::Missing,
        Value::Unknown(reason) => Value::Unknown(*reason),
        base if !base.fits() => Value::Unknown(Unknown::WrongType),
        base => match machine.plan.view(view) {
            Some(view) => Value::from((view.run)(&machine.world, base, accepts)),
            None => Value::Missing,
        },
    }
}

/// `base[3]`, counted as `size` and `first` count: what is missing is no element. Behind an element of which nothing is known, not
/// even whether it is there, no number is certain.
pub(super) fn item<'a>(base: &Value<'a>, index: i64) -> Value<'a> {
    let elements = match base.elements() {
        Ok(elements) => elements,
        Err(reason) => return Value::Unknown(reason),
    };
    let Ok(index) = usize::try_from(index) else { return Value::Missing };
    let mut doubt = None;
    for (at, element) in elements.enumerate() {
        if let Value::Unknown(reason) = element {
            doubt.get_or_insert(reason);
        }
        if at == index {
            return doubt.map_or(element, Value::Unknown);
        }
    }
    Value::Missing
}

/// `base[index]`, of a list by number, of a map or record by key. Below what is missing there is nothing, whatever the index.
pub(super) fn index<'a>(base: &Value<'a>, index: &Value<'a>) -> Value<'a> {
    match (base, index) {
        (Value::Missing, _) => Value::Missing,
        (Value::Unknown(reason), _) | (_, Value::Unknown(reason)) => Value::Unknown(*reason),
        (base, index) => match (index.int(), index.text()) {
            (Ok(number), _) => item(base, number),
            (_, Ok(key)) => base.get(key),
            (_, Err(reason)) => Value::Unknown(reason),
        },
    }
}
