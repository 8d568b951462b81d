//! `last`

use super::shapes::{LIST, MAYBE_ELEMENT};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "last",
        parameters: &[("list", LIST)],
        result: MAYBE_ELEMENT,
        literal: None,
        summary: "The last element of a list; missing if the list is empty.",
    },
    call,
    docs: "",
    examples: &[gives("[3, 1, 2].last()", "2"), gives_nothing("last([])")],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [list] = arguments else { return Err(Unknown::WrongType) };
    Ok(list.elements()?.last().unwrap_or(Value::Missing))
}
