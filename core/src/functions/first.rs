//! `first`

use super::shapes::{LIST, MAYBE_ELEMENT};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "first",
        parameters: &[("list", LIST)],
        result: MAYBE_ELEMENT,
        literal: None,
        summary: "The first element of a list; missing if the list is empty.",
    },
    call,
    docs: "",
    examples: &[gives("[3, 1, 2].first()", "3"), gives_nothing("first([])")],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [list] = arguments else { return Err(Unknown::WrongType) };
    Ok(list.elements()?.next().unwrap_or(Value::Missing))
}
