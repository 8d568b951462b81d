//! `lower`

use super::shapes::STRING;
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::values::case;
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "lower",
        parameters: &[("text", STRING)],
        result: STRING,
        literal: None,
        summary: "A string in lower case.",
    },
    call,
    docs: "",
    examples: &[gives(r#""NET_Admin".lower()"#, r#""net_admin""#), gives(r#""É".lower()"#, r#""é""#)],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text] = arguments else { return Err(Unknown::WrongType) };
    Ok(case::lower(text.text()?).into())
}
