//! `cidr`

use super::shapes::{CIDR, MAYBE_STRING};
use super::{Function, gives, gives_nothing, parsed};
use crate::eval::{Unknown, Value, World};
use crate::kubernetes::cidr;
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "cidr",
        parameters: &[("text", MAYBE_STRING)],
        result: Shape::Optional(&CIDR),
        literal: Some(|text| cidr::parse(text).is_some()),
        summary: "A string as an IP network, such as `10.0.0.0/8`; missing if it is not one.",
    },
    call,
    docs: "An address alone is the network of just that address.",
    examples: &[
        gives(r#"cidr("10.0.0.0/8").containsIP("10.1.2.3")"#, "true"),
        gives(r#"cidr("::1").prefixLength()"#, "128"),
        gives_nothing(r#"cidr("10.0.0.0" + "/33")"#),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    parsed(arguments, |text| cidr::parse(text).map(Value::Cidr))
}
