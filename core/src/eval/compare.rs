//! `==` and the ordering operators.

use super::plain::{Plain, both, order, read};
use super::truth::{self, Truth};
use super::unknown::Unknown;
use super::value::Value;
use crate::plan::Plan;
use crate::plan::op::OpId;
use kubelaw_lang::ir::Comparison;
use std::cmp::Ordering;

/// `a == b`. A missing value equals nothing, not even another; a missing list, map or selector is empty.
pub(crate) fn equal_operands(plan: &Plan, left: (OpId, &Value<'_>), right: (OpId, &Value<'_>)) -> Truth {
    let (a, b) = (left.1, right.1);
    for operand in [a, b] {
        if let Value::Unknown(reason) = operand {
            return Err(*reason);
        }
    }
    match (a.is_missing(), b.is_missing()) {
        (false, false) => equal(a, b),
        (true, true) => Ok(plan.accepts(left.0).empty_if_missing && plan.accepts(right.0).empty_if_missing),
        (true, false) => missing_equals(plan, left.0, b),
        (false, true) => missing_equals(plan, right.0, a),
    }
}

/// Whether a missing operand equals a value: only an empty list or map where the operand's type is one.
fn missing_equals(plan: &Plan, missing: OpId, value: &Value<'_>) -> Truth {
    match read(value)? {
        Plain::List if plan.accepts(missing).empty_if_missing => Ok(value.elements()?.next().is_none()),
        Plain::Map if plan.accepts(missing).empty_if_missing => Ok(value.entries()?.next().is_none()),
        _ => Ok(false),
    }
}

/// Whether two values are equal: lists and maps by structure, numbers by value, values of different types never.
pub(crate) fn equal(a: &Value<'_>, b: &Value<'_>) -> Truth {
    // What is compared most, and there is nothing for the two to meet in.
    if let (Ok(a), Ok(b)) = (a.text(), b.text()) {
        return Ok(a == b);
    }
    match both(a, b)? {
        (Plain::Bool(a), Plain::Bool(b)) => Ok(a == b),
        (Plain::Cidr(a), Plain::Cidr(b)) => Ok(a == b),
        (Plain::Regex(a), Plain::Regex(b)) => Ok(a == b),
        (Plain::List, Plain::List) => equal_lists(a, b),
        (Plain::Map, Plain::Map) => equal_maps(a, b),
        (a, b) => Ok(order(&a, &b) == Some(Ordering::Equal)),
    }
}

fn equal_lists(a: &Value<'_>, b: &Value<'_>) -> Truth {
    // An unknown element may not be there at all, so that not even the lengths are known.
    if let Some(reason) = unknown_element(a).or_else(|| unknown_element(b)) {
        return Err(reason);
    }
    let (mut left, mut right) = (a.elements()?, b.elements()?);
    truth::all(std::iter::from_fn(|| match (left.next(), right.next()) {
        (Some(a), Some(b)) => Some(equal(&a, &b)),
        (None, None) => None,
        _ => Some(Ok(false)),
    }))
}

fn unknown_element(list: &Value<'_>) -> Option<Unknown> {
    let Value::List(list) = list else { return None };
    list.iter().find_map(|element| if let Value::Unknown(reason) = element { Some(*reason) } else { None })
}

fn equal_maps(left: &Value<'_>, right: &Value<'_>) -> Truth {
    if let (Some(a), Some(b)) = (left.place(), right.place())
        && std::ptr::eq(a.document(), b.document())
        && a.id() == b.id()
        // What is not of its type equals nothing for certain, not even itself.
        && left.is_valid()
    {
        return Ok(true);
    }
    if left.entries()?.count() != right.entries()?.count() {
        return Ok(false);
    }
    truth::all(left.entries()?.map(|(key, value)| {
        let other = right.get(key.as_str());
        if other.is_missing() { Ok(false) } else { equal(&value, &other) }
    }))
}

/// `a < b` and its like: unknown where an operand is missing or the two have no order.
pub(crate) fn ordered(comparison: Comparison, a: &Value<'_>, b: &Value<'_>) -> Truth {
    let order = match (a, b) {
        // Sizes, which are compared most.
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        _ => {
            let (left, right) = both(a, b)?;
            order(&left, &right).ok_or(Unknown::Incomparable)?
        }
    };
    Ok(comparison.holds(order))
}
