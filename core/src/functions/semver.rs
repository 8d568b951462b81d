//! `semver`

use super::shapes::MAYBE_STRING;
use super::{Function, gives, gives_nothing, parsed};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::Version;
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};
use std::sync::Arc;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "semver",
        parameters: &[("text", MAYBE_STRING)],
        result: Shape::Optional(&Shape::Is(Simple::Version)),
        literal: Some(|text| Version::parse(text).is_some()),
        summary: "A string as a version, ordered by semantic versioning; missing if it is not one.",
    },
    call,
    docs: "The `v` and all numbers but the first may be left out.",
    examples: &[
        gives(r#"semver("1.9.2") < semver("1.10.0")"#, "true"),
        gives(r#"semver("v2.0.0-rc.1") < v2.0.0"#, "true"),
        gives_nothing(r#"semver("lat" + "est")"#),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    parsed(arguments, |text| Version::parse(text).map(|version| Value::Version(Arc::new(version))))
}
