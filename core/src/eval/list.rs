//! List and record literals.

use super::machine::Machine;
use super::value::{Key, Value};
use crate::plan::op::{NameId, OpId};

/// `[a, b]`: missing elements are skipped.
pub(super) fn list<'a>(machine: &mut Machine<'a>, parts: &[OpId]) -> Value<'a> {
    let mut elements = Vec::with_capacity(parts.len());
    for part in parts {
        match machine.value(*part) {
            Value::Missing => {}
            value => elements.push(value),
        }
    }
    Value::List(elements.into())
}

/// `{ "k": v }`: missing values are left out.
pub(super) fn record<'a>(machine: &mut Machine<'a>, parts: &[(NameId, OpId)]) -> Value<'a> {
    let mut entries = Vec::with_capacity(parts.len());
    for (name, part) in parts {
        match machine.value(*part) {
            Value::Missing => {}
            value => entries.push((Key::Borrowed(machine.plan.name(*name)), value)),
        }
    }
    Value::Map(entries.into())
}
