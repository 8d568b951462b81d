//! Candidates of a join: the objects that a condition may hold for, found by keys.

use super::limit;
use super::machine::Machine;
use super::plain::{Plain, read};
use super::value::Value;
use crate::inventory::{Index, KeyHash, Keys, ObjectSet};
use crate::kubernetes::labels;
use crate::kubernetes::vocabulary::SelectorMeaning;
use crate::plan::join::{Factor, Join};

/// The most combinations of keys that one object, or one question, may have; with more, all objects are looked at.
const MOST_KEYS: usize = 256;

/// Stands for "requires no label pair" beside the pairs.
const NO_PAIR: &[u8] = b"\0";

/// The positions of the candidates in the inventory, in the order of the set; none where all have to be looked at.
pub(super) fn candidates(machine: &mut Machine<'_>, number: u32) -> Option<Vec<u32>> {
    let inventory = machine.world.inventory?;
    let join = machine.plan.joins.get(number as usize)?;
    let keys = probes(machine, &join.factors)?;
    let held = machine.indexes.get(number as usize).cloned().flatten();
    let index = held.unwrap_or_else(|| {
        let index = inventory.index(join.signature(machine.plan), || build(machine, join));
        let places = &mut machine.indexes;
        places.resize(places.len().max(number as usize + 1), None);
        if let Some(place) = places.get_mut(number as usize) {
            *place = Some(index.clone());
        }
        index
    });
    machine.world.spend(1).ok()?;
    Some(index.candidates(&keys))
}

/// Indexes all objects of the set. It is done once, so it counts for no rule's steps.
fn build<'a>(machine: &mut Machine<'a>, join: &'a Join) -> Index {
    let mut members = Vec::new();
    let (Some(inventory), Some(kinds)) = (machine.world.inventory, machine.plan.kinds.get(join.kinds as usize)) else {
        return Index::default();
    };
    let left = machine.world.steps();
    let positions = ObjectSet::new(Some(inventory), kinds).positions();
    machine.keeping(join.slot, |machine| {
        for position in positions {
            let Some(object) = inventory.object(position) else { continue };
            machine.world.allow(limit::STEPS);
            let mut found: Option<Vec<u64>> = Some(Vec::new());
            for template in machine.world.workloads.in_set(object.group, object.kind, object.root) {
                machine.bind(join.slot, Value::Object(object, template));
                found = found.zip(keys(machine, &join.factors)).map(|(mut all, keys)| {
                    all.extend(keys);
                    all
                });
            }
            members.push((position, found.map_or(Keys::Always, Keys::These)));
        }
    });
    machine.world.allow(left);
    Index::of(members)
}

/// The keys of the object that is bound: the combinations of those of each factor; none where one cannot be told.
fn keys<'a>(machine: &mut Machine<'a>, factors: &'a [Factor]) -> Option<Vec<u64>> {
    combine(factors, |factor| match factor {
        Factor::Equal { key, .. } | Factor::Among { key, .. } => single(&machine.value(*key)),
        Factor::Holds { key, .. } => elements(&machine.value(*key)),
        Factor::Selects { key, .. } => required_pair(&argument(machine, *key)),
        Factor::Selected { key, .. } => pairs_of(&machine.value(*key)),
        Factor::Any { set, slot, factors } => {
            let elements = machine.value(*set).elements().ok()?;
            machine.keeping(*slot, |machine| {
                let mut all = Vec::new();
                for element in elements {
                    machine.bind(*slot, element);
                    all.extend(keys(machine, factors)?);
                    if all.len() > MOST_KEYS {
                        return None;
                    }
                }
                Some(all)
            })
        }
        Factor::Either(alternatives) => either(alternatives.iter().map(|factors| keys(machine, factors))),
    })
}

/// The keys to look up.
fn probes<'a>(machine: &mut Machine<'a>, factors: &'a [Factor]) -> Option<Vec<u64>> {
    combine(factors, |factor| match factor {
        Factor::Equal { probe, .. } | Factor::Holds { probe, .. } => single(&machine.value(*probe)),
        Factor::Among { probe, .. } => elements(&machine.value(*probe)),
        Factor::Selects { probe, .. } => {
            let mut pairs = pairs_of(&machine.value(*probe))?;
            pairs.push(KeyHash::new().with(NO_PAIR).finish());
            Some(pairs)
        }
        Factor::Selected { probe, .. } => required_pair(&argument(machine, *probe)),
        Factor::Any { factors, .. } => probes(machine, factors),
        Factor::Either(alternatives) => either(alternatives.iter().map(|factors| probes(machine, factors))),
    })
}

/// A selector with the meaning of its field, as built-ins get it.
fn argument<'a>(machine: &mut Machine<'a>, id: crate::plan::OpId) -> Value<'a> {
    super::call::argument(machine, id, true, false).unwrap_or_else(Value::Unknown)
}

/// All combinations of one key of each factor.
fn combine<'f>(factors: &'f [Factor], mut keys_of: impl FnMut(&'f Factor) -> Option<Vec<u64>>) -> Option<Vec<u64>> {
    let mut all = vec![KeyHash::new()];
    for factor in factors {
        let keys = keys_of(factor)?;
        if all.len() * keys.len() > MOST_KEYS {
            return None;
        }
        all = all.iter().flat_map(|hash| keys.iter().map(|key| hash.with(&key.to_le_bytes()))).collect();
    }
    Some(all.into_iter().map(KeyHash::finish).collect())
}

/// The keys of all alternatives, told apart by their number.
fn either(alternatives: impl Iterator<Item = Option<Vec<u64>>>) -> Option<Vec<u64>> {
    let mut all = Vec::new();
    for (number, keys) in (0_u64..).zip(alternatives) {
        let tag = KeyHash::new().with(&number.to_le_bytes());
        all.extend(keys?.iter().map(|key| tag.with(&key.to_le_bytes()).finish()));
    }
    (all.len() <= MOST_KEYS).then_some(all)
}

/// The key of a value that equals others exactly if they have the same key: strings, integers and bools. A missing one
/// equals nothing and has no key.
fn single(value: &Value<'_>) -> Option<Vec<u64>> {
    if value.is_missing() {
        return Some(Vec::new());
    }
    key_of(value).map(|key| vec![key])
}

fn key_of(value: &Value<'_>) -> Option<u64> {
    let hash = KeyHash::new();
    Some(
        match read(value).ok()? {
            Plain::Text(text, _) => hash.with(b"text").with(text.as_bytes()),
            Plain::Int(int) => hash.with(b"int").with(&int.to_le_bytes()),
            Plain::Bool(value) => hash.with(b"bool").with(&[u8::from(value)]),
            _ => return None,
        }
        .finish(),
    )
}

/// The keys of the elements of a list, or of the keys of a map.
fn elements(value: &Value<'_>) -> Option<Vec<u64>> {
    if let Ok(entries) = value.entries() {
        return Some(entries.map(|(key, _)| text_key(key.as_str())).collect());
    }
    let mut keys = Vec::new();
    for element in value.elements().ok()? {
        keys.push(key_of(&element)?);
        if keys.len() > MOST_KEYS {
            return None;
        }
    }
    Some(keys)
}

fn text_key(text: &str) -> u64 {
    KeyHash::new().with(b"text").with(text.as_bytes()).finish()
}

fn pair_key(key: &str, value: &str) -> u64 {
    KeyHash::new().with(key.as_bytes()).with(value.as_bytes()).finish()
}

/// The key of one label pair that a selector requires, or that of requiring none.
fn required_pair(selector: &Value<'_>) -> Option<Vec<u64>> {
    let none = KeyHash::new().with(NO_PAIR).finish();
    let pair = match selector {
        Value::Unknown(_) => return None,
        Value::Selector(Some(place), id) => {
            let selector = labels::read(*place, SelectorMeaning::of(*id).labels).ok()?;
            selector.pairs().next().map(|(key, value)| pair_key(key, value))
        }
        _ => None,
    };
    Some(vec![pair.unwrap_or(none)])
}

/// The keys of all label pairs, and of none, by which an object is found where a selector requires no pair.
fn pairs_of(labels: &Value<'_>) -> Option<Vec<u64>> {
    let mut keys = vec![KeyHash::new().with(NO_PAIR).finish()];
    for (key, value) in labels.entries().ok()? {
        keys.push(pair_key(key.as_str(), value.text().ok()?));
    }
    Some(keys)
}
