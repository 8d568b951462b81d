//! `number`

use super::shapes::{INT, STRING};
use super::{Function, gives, gives_nothing};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::decimal;
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "number",
        parameters: &[("value", Shape::Optional(&Shape::OneOf(&[STRING, INT, Shape::Is(Simple::Number)])))],
        result: Shape::Optional(&Shape::Is(Simple::Number)),
        literal: Some(|text| parse(text).is_some()),
        summary: "A string or integer as a number; missing if it is not one.",
    },
    call,
    docs: "A string has decimal digits, perhaps a sign, a fraction and an exponent, nothing else.",
    examples: &[
        gives(r#"number("1.5")"#, "1.5"),
        gives(r#"number("-2e1")"#, "-20.0"),
        gives("number(3)", "3.0"),
        gives_nothing(r#"number("in" + "f")"#),
        gives_nothing(r#"number("1" + "x")"#),
    ],
};

/// Rust also reads `inf` and `nan`, which are no numbers here.
fn parse(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    decimal::parse(text).filter(|number| plain && number.is_finite())
}

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value] = arguments else { return Err(Unknown::WrongType) };
    if value.is_missing() {
        return Ok(Value::Missing);
    }
    if let Ok(text) = value.text() {
        return Ok(parse(text).map_or(Value::Missing, Value::Number));
    }
    Ok(Value::Number(value.number()?))
}
