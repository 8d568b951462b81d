//! `entries`

use super::{Function, gives, keys};
use crate::eval::{Key, Unknown, Value, World};
use kubelaw_lang::vocabulary::{Shape, Signature};
use std::sync::Arc;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "entries",
        parameters: &[("map", Shape::Optional(&Shape::Map(&Shape::Variable)))],
        result: Shape::List(&Shape::Entry),
        literal: None,
        summary: "The entries of a map, each with `key` and `value`, in the order in which they are written.",
    },
    call,
    docs: "An entry whose value is missing or `null` is left out; a missing map has no entries.",
    examples: &[
        gives(r#"{"a": 1}.entries()"#, r#"[{"key": "a", "value": 1}]"#),
        gives(r#"[e.key for e in {"a": 1, "b": 2}.entries() where e.value > 1]"#, r#"["b"]"#),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [map] = arguments else { return Err(Unknown::WrongType) };
    let entry = |(key, value)| {
        let members: Arc<[(Key<'a>, Value<'a>)]> =
            [(Key::Borrowed("key"), keys::text(key, &value)), (Key::Borrowed("value"), value)].into();
        Value::Map(members)
    };
    let entries: Vec<Value<'a>> = map.entries()?.map(entry).collect();
    world.spend_each(entries.len())?;
    Ok(entries.into_iter().collect())
}
