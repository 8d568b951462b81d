//! `selects`

use super::Function;
use super::shapes::{BOOL, SELECTOR, STRING};
use crate::eval::{Unknown, Value, World};
use crate::kubernetes::labels;
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "selects",
        parameters: &[("selector", SELECTOR), ("labels", Shape::Map(&STRING))],
        result: BOOL,
        literal: None,
        summary: "Whether a label selector selects an object with these labels.",
    },
    call,
    docs: "Each selector field has its own meaning of missing and empty: without a `podSelector` a NetworkPolicy \
           selects every Pod of its namespace, without a `selector` a Service selects nothing.",
    examples: &[],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [selector, labels] = arguments else { return Err(Unknown::WrongType) };
    world.spend(1)?;
    labels::selects(selector, labels).map(Value::Bool)
}
