//! `containsIP`

use super::shapes::{BOOL, CIDR, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use crate::kubernetes::cidr;
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "containsIP",
        parameters: &[("network", CIDR), ("address", STRING)],
        result: BOOL,
        literal: Some(|text| cidr::parse_address(text).is_some()),
        summary: "Whether an IP network contains an address.",
    },
    call,
    docs: "A network of IPv4 holds no address of IPv6, and the reverse. What is not an address makes the call unknown.",
    examples: &[
        gives(r#"cidr("169.254.0.0/16").containsIP("169.254.169.254")"#, "true"),
        gives(r#"cidr("fd00::/8").containsIP("fd00:ec2::254")"#, "true"),
        gives(r#"cidr("0.0.0.0/0").containsIP("::1")"#, "false"),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [network, address] = arguments else { return Err(Unknown::WrongType) };
    let address = cidr::parse_address(address.text()?).ok_or(Unknown::WrongType)?;
    Ok(cidr::contains_address(&network.cidr()?, address).into())
}
