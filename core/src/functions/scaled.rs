//! `scaled`

use super::shapes::{INT, STRING};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World};
use crate::kubernetes::percent::{IntOrPercent, Rounding};
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "scaled",
        parameters: &[("value", Shape::Optional(&Shape::OneOf(&[INT, STRING]))), ("total", INT)],
        result: Shape::Optional(&INT),
        literal: None,
        summary: "A number as it is, or a percentage of a total, rounded up.",
    },
    call,
    docs: "So Kubernetes reads `minAvailable` and `maxUnavailable` of a PodDisruptionBudget and `maxSurge` of a \
           Deployment. A string that is not a percentage gives nothing.",
    examples: &[
        gives(r#""50%".scaled(3)"#, "2"),
        gives(r#""0%".scaled(3)"#, "0"),
        gives("(2).scaled(3)", "2"),
        gives_nothing(r#""half".scaled(3)"#),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value, total] = arguments else { return Err(Unknown::WrongType) };
    if value.is_missing() {
        return Ok(Value::Missing);
    }
    let counted = match value.int() {
        Ok(int) => IntOrPercent::Int(int),
        Err(_) => IntOrPercent::Text(value.text()?),
    };
    Ok(counted.scaled(total.int()?, Rounding::Up).map_or(Value::Missing, Value::Int))
}
