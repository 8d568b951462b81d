//! `int`

use super::shapes::{INT, STRING};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "int",
        parameters: &[("value", Shape::Optional(&Shape::OneOf(&[STRING, INT, Shape::Is(Simple::Number)])))],
        result: Shape::Optional(&INT),
        literal: Some(|text| parse(text).is_some()),
        summary: "A string or number as an integer; missing if it is not one.",
    },
    call,
    docs: "A string has decimal digits and perhaps a sign, nothing else. A number must be whole.",
    examples: &[
        gives(r#"int("30")"#, "30"),
        gives(r#"int("-7")"#, "-7"),
        gives("int(2.0)", "2"),
        gives_nothing(r#"int("http" + "s")"#),
        gives_nothing(r#"int("3" + "0 ")"#),
        gives_nothing("int(1.5)"),
    ],
};

fn parse(text: &str) -> Option<i64> {
    text.parse().ok()
}

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value] = arguments else { return Err(Unknown::WrongType) };
    if value.is_missing() {
        return Ok(Value::Missing);
    }
    if let Ok(text) = value.text() {
        return Ok(parse(text).map_or(Value::Missing, Value::Int));
    }
    if let Ok(int) = value.int() {
        return Ok(Value::Int(int));
    }
    Ok(whole(value.number()?).map_or(Value::Missing, Value::Int))
}

/// The integer that a number is.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_precision_loss, reason = "both bounds are powers of two")]
    let inside = number >= i64::MIN as f64 && number < i64::MAX as f64;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and inside")]
    let int = number as i64;
    (inside && number.fract() == 0.0).then_some(int)
}
