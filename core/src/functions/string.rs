//! `string`

use super::shapes::{BOOL, CIDR, INT, STRING};
use super::{Function, gives};
use crate::document;
use crate::eval::accepts::TEXT;
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::shortest;
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};

const SCALAR: Shape = Shape::OneOf(&[
    BOOL,
    INT,
    Shape::Is(Simple::Number),
    STRING,
    Shape::Is(Simple::Quantity),
    Shape::Is(Simple::Image),
    Shape::Is(Simple::Version),
    Shape::Is(Simple::Duration),
    CIDR,
    Shape::Is(Simple::Dyn),
]);

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "string",
        parameters: &[("value", SCALAR)],
        result: STRING,
        literal: None,
        summary: "A value as a string: as it is written in the manifest, or else as the language writes it.",
    },
    call,
    docs: "An image reference or quantity of an object is the string that stands there, not a normalised one. Lists and \
           maps have no string.",
    examples: &[
        gives("string(12)", r#""12""#),
        gives("string(true)", r#""true""#),
        gives(r#"string("x")"#, r#""x""#),
        gives("string(1.50)", r#""1.5""#),
        gives("string(v1.25)", r#""v1.25""#),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value] = arguments else { return Err(Unknown::WrongType) };
    Ok(match value {
        Value::Text(_) | Value::Part(..) | Value::OwnedText(_) => value.clone(),
        Value::Bool(value) => value.to_string().into(),
        Value::Int(value) => value.to_string().into(),
        Value::Number(value) => shortest::plain(*value).into(),
        Value::Quantity(value) => value.to_string().into(),
        Value::Version(value) => value.to_string().into(),
        Value::Duration(value) => value.to_string().into(),
        Value::Cidr(value) => value.to_string().into(),
        Value::Node(node, _) => match node.value() {
            document::Value::String(_) => Value::Node(*node, &TEXT),
            document::Value::Bool(value) => value.to_string().into(),
            document::Value::Int(value) => value.to_string().into(),
            document::Value::Float(value) => shortest::plain(value).into(),
            _ => return Err(Unknown::WrongType),
        },
        other => return Err(other.mismatch()),
    })
}
