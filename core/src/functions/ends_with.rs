//! `endsWith`

use super::shapes::{BOOL, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "endsWith",
        parameters: &[("text", STRING), ("end", STRING)],
        result: BOOL,
        literal: None,
        summary: "Whether a string ends with another.",
    },
    call,
    docs: "",
    examples: &[gives(r#""/usr/bin/etcd".endsWith("/etcd")"#, "true"), gives(r#""etcd".endsWith("/etcd")"#, "false")],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text, end] = arguments else { return Err(Unknown::WrongType) };
    Ok(text.text()?.ends_with(end.text()?).into())
}
