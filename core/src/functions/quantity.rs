//! `quantity`

use super::shapes::{INT, STRING};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::Quantity;
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};

const SOURCE: Shape = Shape::OneOf(&[STRING, INT, Shape::Is(Simple::Number), Shape::Is(Simple::Quantity)]);

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "quantity",
        parameters: &[("value", Shape::Optional(&SOURCE))],
        result: Shape::Optional(&Shape::Is(Simple::Quantity)),
        literal: Some(|text| Quantity::parse(text).is_some()),
        summary: "A string or number as a Kubernetes quantity; missing if it is not one.",
    },
    call,
    docs: "",
    examples: &[
        gives(r#"quantity("1.5Gi")"#, "1536Mi"),
        gives(r#"quantity("1e3")"#, "1k"),
        gives("quantity(2)", "2000m"),
        gives_nothing(r#"quantity("1" + "Gib")"#),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value] = arguments else { return Err(Unknown::WrongType) };
    if value.is_missing() {
        return Ok(Value::Missing);
    }
    if let Ok(text) = value.text() {
        return Ok(Quantity::parse(text).map_or(Value::Missing, Value::Quantity));
    }
    if let Ok(number) = value.number() {
        return Ok(Quantity::from_number(number).map_or(Value::Missing, Value::Quantity));
    }
    value.quantity().map(Value::Quantity)
}
