//! `subsetOf`

use super::shapes::{BOOL, LIST};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World, member, truth};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "subsetOf",
        parameters: &[("list", LIST), ("superset", LIST)],
        result: BOOL,
        literal: None,
        summary: "Whether every element of a list is also in another.",
    },
    call,
    docs: "The empty list is a subset of every list.",
    examples: &[
        gives(r#"["a", "b"].subsetOf(["b", "a", "c"])"#, "true"),
        gives(r#"["a", "z"].subsetOf(["a"])"#, "false"),
        gives("[].subsetOf([])", "true"),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [list, superset] = arguments else { return Err(Unknown::WrongType) };
    truth::all(list.elements()?.map(|element| member(world, &element, superset))).map(Value::Bool)
}
