//! `duration`

use super::shapes::MAYBE_STRING;
use super::{Function, gives, gives_nothing, parsed};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::Duration;
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "duration",
        parameters: &[("text", MAYBE_STRING)],
        result: Shape::Optional(&Shape::Is(Simple::Duration)),
        literal: Some(|text| Duration::parse(text).is_some()),
        summary: "A string as a duration, in Go's notation; missing if it is not one.",
    },
    call,
    docs: "Numbers with the units `h m s ms us ns`, such as `1h30m`. There is no unit for days.",
    examples: &[
        gives(r#"duration("90m") == duration("1h30m")"#, "true"),
        gives(r#"duration("2400h") < duration("2401h")"#, "true"),
        gives_nothing(r#"duration("1" + "d")"#),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    parsed(arguments, |text| Duration::parse(text).map(Value::Duration))
}
