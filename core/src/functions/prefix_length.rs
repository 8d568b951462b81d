//! `prefixLength`

use super::shapes::{CIDR, INT};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "prefixLength",
        parameters: &[("network", CIDR)],
        result: INT,
        literal: None,
        summary: "The number of leading bits that an IP network fixes: 8 for `10.0.0.0/8`.",
    },
    call,
    docs: "",
    examples: &[gives(r#"cidr("0.0.0.0/0").prefixLength()"#, "0"), gives(r#"cidr("10.0.0.0/8").prefixLength()"#, "8")],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [network] = arguments else { return Err(Unknown::WrongType) };
    Ok(Value::Int(network.cidr()?.prefix_len().into()))
}
