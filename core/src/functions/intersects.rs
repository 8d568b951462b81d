//! `intersects`

use super::shapes::{BOOL, LIST};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World, member, truth};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "intersects",
        parameters: &[("list", LIST), ("other", LIST)],
        result: BOOL,
        literal: None,
        summary: "Whether some element of a list is also in another.",
    },
    call,
    docs: "",
    examples: &[
        gives(r#"["get", "list"].intersects(["list", "watch"])"#, "true"),
        gives(r#"["get"].intersects(["list"])"#, "false"),
        gives("[].intersects([1])", "false"),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [list, other] = arguments else { return Err(Unknown::WrongType) };
    truth::any(list.elements()?.map(|element| member(world, &element, other))).map(Value::Bool)
}
