//! `min`

use super::max::extreme;
use super::shapes::{LIST, MAYBE_ELEMENT};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::ir::Comparison;
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "min",
        parameters: &[("list", LIST)],
        result: MAYBE_ELEMENT,
        literal: None,
        summary: "The least element of a list; missing if the list is empty.",
    },
    call,
    docs: "Elements are compared as by `<`. Of equal ones the first counts.",
    examples: &[gives("[3, 1, 2].min()", "1"), gives("min([2Gi, 500Mi])", "500Mi"), gives_nothing("min([])")],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    extreme(world, arguments, Comparison::Less)
}
