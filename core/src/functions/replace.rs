//! `replace`

use super::shapes::STRING;
use super::{Function, gives};
use crate::eval::{Unknown, Value, World, limit};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "replace",
        parameters: &[("text", STRING), ("old", STRING), ("new", STRING)],
        result: STRING,
        literal: None,
        summary: "A string with every occurrence of one part replaced by another.",
    },
    call,
    docs: "Occurrences are found from the left and do not overlap. An empty old part changes nothing.",
    examples: &[
        gives(r#""CAP_NET_RAW".replace("CAP_", "")"#, r#""NET_RAW""#),
        gives(r#""aaa".replace("aa", "b")"#, r#""ba""#),
        gives(r#""abc".replace("", "-")"#, r#""abc""#),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text, old, new] = arguments else { return Err(Unknown::WrongType) };
    let (whole, old, new) = (text.text()?, old.text()?, new.text()?);
    let count = if old.is_empty() { 0 } else { whole.matches(old).count() };
    if count == 0 {
        return Ok(text.clone());
    }
    if whole.len().saturating_add(count.saturating_mul(new.len())) > limit::TEXT {
        return Err(Unknown::SizeLimit);
    }
    Ok(whole.replace(old, new).into())
}
