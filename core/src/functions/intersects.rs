//! `intersects`

use super::shapes::{BOOL, LIST};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World, member};
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
    let mut unknown = None;
    for element in list.elements()? {
        match member(world, &element, other) {
            Ok(true) => return Ok(true.into()),
            Ok(false) => {}
            Err(reason) => unknown = unknown.or(Some(reason)),
        }
    }
    unknown.map_or(Ok(false.into()), Err)
}
