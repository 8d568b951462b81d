//! Equality and order of values: by structure, whatever the text, and the same in every run.

use super::node::{Entry, NodeRef, Value};
use super::tree::FROM_NULL;
use std::cmp::Ordering;

impl NodeRef<'_> {
    /// Whether two values are the same: lists item by item, maps key by key in any order, numbers by their value, so
    /// that `1` and `1.0` are the same. A `null` that stands for an empty string is the same as any. The two may be of
    /// different documents, and even of different vocabularies.
    pub fn is_same(self, other: NodeRef<'_>) -> bool {
        match (self.value(), other.value()) {
            (Value::List, Value::List) => {
                self.len() == other.len() && self.items().zip(other.items()).all(|(left, right)| left.is_same(right))
            }
            (Value::Map, Value::Map) => {
                let is_there = |(left, right): (Entry<'_>, Entry<'_>)| {
                    // Two maps mostly have their keys in the same order.
                    let right = if left.key == right.key { Some(right.value) } else { other.get_str(left.key) };
                    right.is_some_and(|right| left.value.is_same(right))
                };
                self.len() == other.len() && self.entries().zip(other.entries()).all(is_there)
            }
            // Text that is read by itself does not show where its nulls stand for strings.
            (Value::String(_), Value::Null) => self.node().flags & FROM_NULL != 0,
            _ => self.order(other) == Ordering::Equal,
        }
    }

    /// A total order of values: null, bools, numbers, strings, lists, maps; lists by their items, maps by their entries
    /// sorted by key.
    pub fn order(self, other: NodeRef<'_>) -> Ordering {
        match (self.value(), other.value()) {
            (Value::Bool(left), Value::Bool(right)) => left.cmp(&right),
            (Value::Int(left), Value::Int(right)) => left.cmp(&right),
            (Value::Float(left), Value::Float(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
            (Value::Int(left), Value::Float(right)) => order_mixed(left, right),
            (Value::Float(left), Value::Int(right)) => order_mixed(right, left).reverse(),
            (Value::String(left), Value::String(right)) => left.cmp(right),
            (Value::List, Value::List) => order_lists(self, other),
            (Value::Map, Value::Map) => order_maps(self, other),
            (left, right) => rank(left).cmp(&rank(right)),
        }
    }
}

const fn rank(value: Value<'_>) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Int(_) | Value::Float(_) => 2,
        Value::String(_) => 3,
        Value::List => 4,
        Value::Map => 5,
    }
}

/// An integer against a float that is a number, exactly: beyond 2^53 not every integer is a float.
pub(crate) fn order_mixed(integer: i64, float: f64) -> Ordering {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if float >= BEYOND {
        return Ordering::Less;
    }
    if float < -BEYOND {
        return Ordering::Greater;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the bounds are checked; the fraction is compared after")]
    let whole = float.trunc() as i64;
    integer.cmp(&whole).then_with(|| 0.0_f64.partial_cmp(&float.fract()).unwrap_or(Ordering::Equal))
}

fn order_lists(left: NodeRef<'_>, right: NodeRef<'_>) -> Ordering {
    for (left, right) in left.items().zip(right.items()) {
        let order = left.order(right);
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

fn order_maps(left: NodeRef<'_>, right: NodeRef<'_>) -> Ordering {
    let (left, right) = (sorted(left), sorted(right));
    for ((left_key, left), (right_key, right)) in left.iter().zip(&right) {
        let order = left_key.cmp(right_key).then_with(|| left.order(*right));
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

fn sorted(map: NodeRef<'_>) -> Vec<(&str, NodeRef<'_>)> {
    let mut entries: Vec<(&str, NodeRef<'_>)> = map.entries().map(|entry| (entry.key, entry.value)).collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}
