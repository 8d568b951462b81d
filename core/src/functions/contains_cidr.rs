//! `containsCIDR`

use super::shapes::{BOOL, CIDR, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use crate::kubernetes::cidr;
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "containsCIDR",
        parameters: &[("network", CIDR), ("other", Shape::OneOf(&[CIDR, STRING]))],
        result: BOOL,
        literal: Some(|text| cidr::parse(text).is_some()),
        summary: "Whether an IP network contains all of another.",
    },
    call,
    docs: "The other may be a string; what is not a network makes the call unknown.",
    examples: &[
        gives(r#"cidr("10.0.0.0/8").containsCIDR("10.1.0.0/16")"#, "true"),
        gives(r#"cidr("10.1.0.0/16").containsCIDR(cidr("10.0.0.0/8"))"#, "false"),
        gives(r#"cidr("10.0.0.0/8").containsCIDR("10.0.0.1")"#, "true"),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [network, other] = arguments else { return Err(Unknown::WrongType) };
    let other = match other.text() {
        Ok(text) => cidr::parse(text).ok_or(Unknown::WrongType)?,
        Err(_) => other.cidr()?,
    };
    Ok(cidr::contains(&network.cidr()?, &other).into())
}
