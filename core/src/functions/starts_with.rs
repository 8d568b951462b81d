//! `startsWith`

use super::shapes::{BOOL, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "startsWith",
        parameters: &[("text", STRING), ("start", STRING)],
        result: BOOL,
        literal: None,
        summary: "Whether a string begins with another.",
    },
    call,
    docs: "To compare image references or paths by whole segments, use `under`.",
    examples: &[
        gives(r#""kube-system".startsWith("kube-")"#, "true"),
        gives(r#""kube-system".startsWith("Kube-")"#, "false"),
        gives(r#""kube-system".startsWith("")"#, "true"),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text, start] = arguments else { return Err(Unknown::WrongType) };
    Ok(text.text()?.starts_with(start.text()?).into())
}
