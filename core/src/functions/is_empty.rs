//! `isEmpty`

use super::shapes::{ANY_LIST, ANY_MAP, BOOL, RECORD, SELECTOR, STRING};
use super::{Function, gives};
use crate::eval::{Unknown, Value, World};
use crate::kubernetes::labels;
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "isEmpty",
        parameters: &[("value", Shape::OneOf(&[STRING, ANY_LIST, ANY_MAP, SELECTOR, RECORD]))],
        result: BOOL,
        literal: None,
        summary: "Whether a string, list, map or selector is empty.",
    },
    call,
    docs: "A missing list, map or selector is empty. A selector is empty if it requires nothing: `{}` as well as \
           `{matchLabels: {}}`. Missing elements and values do not count.",
    examples: &[
        gives("[].isEmpty()", "true"),
        gives("isEmpty([0])", "false"),
        gives(r#""".isEmpty()"#, "true"),
        gives(r#"isEmpty({"a": 1})"#, "false"),
    ],
};

fn call<'a>(_: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value] = arguments else { return Err(Unknown::WrongType) };
    if let Value::Selector(place, meaning) = value {
        return labels::is_empty(*place, *meaning).map(Value::Bool);
    }
    if let Ok(text) = value.text() {
        return Ok(text.is_empty().into());
    }
    let empty = match value.elements() {
        Ok(mut elements) => elements.next().is_none(),
        Err(_) => value.entries()?.next().is_none(),
    };
    Ok(empty.into())
}
