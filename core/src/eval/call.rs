//! Calls of built-ins: what is answered for all of them before one runs.

use super::accepts::KindBits;
use super::machine::Machine;
use super::unknown::Unknown;
use super::value::Value;
use crate::plan::op::OpId;

/// The most parameters that a call takes without an allocation.
const INLINE: usize = 4;

/// The value of a call.
pub(super) fn call<'a>(machine: &mut Machine<'a>, builtin: u32, arguments: &[OpId]) -> Value<'a> {
    let plan = machine.plan;
    let Some(builtin) = plan.builtin(builtin) else { return Value::Missing };
    let mut inline = [const { Value::Missing }; INLINE];
    let mut spilled;
    let values: &mut [Value<'a>] = if let Some(values) = inline.get_mut(..arguments.len()) {
        values
    } else {
        spilled = vec![Value::Missing; arguments.len()];
        &mut spilled
    };
    for (at, (place, argument)) in values.iter_mut().zip(arguments).enumerate() {
        let says = |bits: u32| u32::try_from(at).is_ok_and(|at| bits.checked_shr(at).unwrap_or(0) & 1 == 1);
        match self::argument(machine, *argument, says(builtin.optional), says(builtin.collections)) {
            Ok(value) => *place = value,
            Err(reason) => return Value::Unknown(reason),
        }
    }
    Value::from((builtin.run)(&machine.world, values))
}

/// An argument, or why the call is unknown. Where a collection is taken, something missing of unknown type is an empty one.
pub(super) fn argument<'a>(
    machine: &mut Machine<'a>,
    id: OpId,
    optional: bool,
    collection: bool,
) -> Result<Value<'a>, Unknown> {
    let value = machine.value(id);
    let accepts = machine.plan.accepts(id);
    if let Some(selector) = accepts.selector {
        match value {
            Value::Missing => return Ok(Value::Selector(None, selector)),
            Value::Node(node, _) if value.fits() => return Ok(Value::Selector(Some(node), selector)),
            _ => {}
        }
    }
    match &value {
        Value::Missing if optional || accepts.empty_if_missing || collection && accepts.kinds == KindBits::DYN => {
            Ok(value)
        }
        _ => usable(value),
    }
}

/// A value that a built-in may be given, or why its call is unknown.
pub(super) fn usable(value: Value<'_>) -> Result<Value<'_>, Unknown> {
    require_usable(&value).map(|()| value)
}

/// Why a call with a value is unknown, if it is.
pub(super) fn require_usable(value: &Value<'_>) -> Result<(), Unknown> {
    match value {
        Value::Unknown(reason) => Err(*reason),
        Value::Missing => Err(Unknown::Missing),
        Value::List(list) => match list.iter().find(|element| matches!(element, Value::Unknown(_))) {
            Some(element) => Err(element.mismatch()),
            None => Ok(()),
        },
        value if !value.fits() => Err(Unknown::WrongType),
        _ => Ok(()),
    }
}
