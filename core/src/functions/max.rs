//! `max`

use super::shapes::{LIST, MAYBE_ELEMENT};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World, ordered};
use kubelaw_lang::ir::Comparison;
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "max",
        parameters: &[("list", LIST)],
        result: MAYBE_ELEMENT,
        literal: None,
        summary: "The greatest element of a list; missing if the list is empty.",
    },
    call,
    docs: "Elements are compared as by `<`. Of equal ones the first counts.",
    examples: &[gives("[3, 1, 2].max()", "3"), gives("max([2Gi, 500Mi])", "2Gi"), gives_nothing("max([])")],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    extreme(world, arguments, Comparison::Greater)
}

/// The element of a list that compares so with all others; of equal ones the first.
pub(super) fn extreme<'a>(
    world: &World<'a>,
    arguments: &[Value<'a>],
    comparison: Comparison,
) -> Result<Value<'a>, Unknown> {
    let [list] = arguments else { return Err(Unknown::WrongType) };
    let mut found = Value::Missing;
    for element in list.elements()? {
        world.spend(1)?;
        if found.is_missing() || ordered(comparison, &element, &found)? {
            found = element;
        }
    }
    Ok(found)
}
