//! `contains`

use super::shapes::{BOOL, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "contains",
        parameters: &[("text", STRING), ("part", STRING)],
        result: BOOL,
        literal: None,
        summary: "Whether a string contains another.",
    },
    call,
    docs: "Whether a list has an element, or a map a key, is asked with `in`.",
    examples: &[gives(r#""pods/exec".contains("/")"#, "true"), gives(r#""pods".contains("/")"#, "false")],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text, part] = arguments else { return Err(Unknown::WrongType) };
    Ok(text.text()?.contains(part.text()?).into())
}
