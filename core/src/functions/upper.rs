//! `upper`

use super::shapes::STRING;
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::case;
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "upper",
        parameters: &[("text", STRING)],
        result: STRING,
        literal: None,
        summary: "A string in upper case.",
    },
    call,
    docs: "",
    examples: &[gives(r#""net_Admin".upper()"#, r#""NET_ADMIN""#), gives(r#""é".upper()"#, r#""É""#)],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text] = arguments else { return Err(Unknown::WrongType) };
    Ok(case::upper(text.text()?).into())
}
