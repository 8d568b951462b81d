//! `glob`

use super::shapes::{BOOL, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::glob;
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "glob",
        parameters: &[("text", STRING), ("pattern", STRING)],
        result: BOOL,
        literal: None,
        summary: "Whether a pattern matches the whole of a string; `*` stands for any characters, `?` for one.",
    },
    call,
    docs: "`*` crosses `/`. There is no escape: to look for a `*` itself, use `matches`.",
    examples: &[
        gives(r#""ghcr.io/acme/app:1".glob("ghcr.io/*")"#, "true"),
        gives(r#""net.core.somaxconn".glob("net.ipv4.*")"#, "false"),
        gives(r#""v1".glob("v?")"#, "true"),
        gives(r#""abc".glob("b")"#, "false"),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text, pattern] = arguments else { return Err(Unknown::WrongType) };
    let (text, pattern) = (text.text()?, pattern.text()?);
    world.spend_on_bytes(text.len())?;
    Ok(glob::matches(pattern, text).into())
}
