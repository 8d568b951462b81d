//! `size`

use super::shapes::{ANY_LIST, ANY_MAP, INT, RECORD, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "size",
        parameters: &[("value", Shape::OneOf(&[STRING, ANY_LIST, ANY_MAP, RECORD]))],
        result: INT,
        literal: None,
        summary: "The number of characters of a string, of elements of a list, or of entries of a map.",
    },
    call,
    docs: "Missing elements and values do not count.",
    examples: &[
        gives(r#"size("é1")"#, "2"),
        gives("size([1, 2, 3])", "3"),
        gives(r#"size({"a": 1})"#, "1"),
        gives("size([])", "0"),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value] = arguments else { return Err(Unknown::WrongType) };
    Ok(Value::Int(i64::try_from(count(world, value)?).unwrap_or(i64::MAX)))
}

fn count<'a>(world: &World<'a>, value: &Value<'a>) -> Result<usize, Unknown> {
    if let Ok(text) = value.text() {
        return Ok(text.chars().count());
    }
    let count = match value.elements() {
        Ok(elements) => elements.count(),
        Err(_) => value.entries()?.count(),
    };
    world.spend_each(count)?;
    Ok(count)
}
