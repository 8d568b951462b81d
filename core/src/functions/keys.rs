//! `keys`

use super::shapes::{ANY_MAP, RECORD, SELECTOR, STRINGS};
use super::{Function, gives};
use crate::eval::{Key, Unknown, Value, World};
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "keys",
        parameters: &[("map", Shape::Optional(&Shape::OneOf(&[ANY_MAP, RECORD, SELECTOR])))],
        result: STRINGS,
        literal: None,
        summary: "The keys of a map or record, in the order in which they are written.",
    },
    call,
    docs: "A key whose value is missing or `null` is left out; a missing map has no keys.",
    examples: &[gives(r#"{"b": 1, "a": 2}.keys()"#, r#"["b", "a"]"#), gives("keys({})", "[]")],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [map] = arguments else { return Err(Unknown::WrongType) };
    let keys: Vec<Value<'a>> = map.entries()?.map(|(key, value)| text(key, &value)).collect();
    world.spend_each(keys.len())?;
    Ok(keys.into_iter().collect())
}

/// A key as a value, at the place of its entry.
pub(super) fn text<'a>(key: Key<'a>, value: &Value<'a>) -> Value<'a> {
    match (key, value.place()) {
        (Key::Borrowed(text), Some(place)) => Value::Part(text, place),
        (Key::Borrowed(text), None) => Value::Text(text),
        (Key::Owned(text), _) => Value::OwnedText(text),
    }
}
