//! `strings`

use super::shapes::STRINGS;
use super::{Function, gives};
use crate::document::{Kind, NodeRef};
use crate::eval::accepts::TEXT;
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::{Shape, Signature};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "strings",
        parameters: &[("value", Shape::Optional(&Shape::Any))],
        result: STRINGS,
        literal: None,
        summary: "Every string inside a value, however deep, in order; keys are not among them.",
    },
    call,
    docs: "Each keeps its place, so that a finding points to it.",
    examples: &[
        gives(r#"strings({"a": "x", "b": [1, "y", {"c": "z"}]})"#, r#"["x", "y", "z"]"#),
        gives(r#"strings("x")"#, r#"["x"]"#),
        gives("strings([1, true])", "[]"),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value] = arguments else { return Err(Unknown::WrongType) };
    let mut found = Vec::new();
    collect(world, value, &mut found)?;
    Ok(found.into_iter().collect())
}

fn collect<'a>(world: &World<'a>, value: &Value<'a>, found: &mut Vec<Value<'a>>) -> Result<(), Unknown> {
    world.spend(1)?;
    if matches!(value, Value::Text(_) | Value::Part(..) | Value::OwnedText(_)) {
        found.push(value.clone());
    } else if let Some(node) = value.place() {
        collect_places(world, node, found)?;
    } else if let Ok(elements) = value.elements() {
        for element in elements {
            collect(world, &element, found)?;
        }
    } else if let Ok(entries) = value.entries() {
        for (_, inner) in entries {
            collect(world, &inner, found)?;
        }
    }
    Ok(())
}

/// All strings at and below a place, without recursion: documents may be deep.
fn collect_places<'a>(world: &World<'a>, root: NodeRef<'a>, found: &mut Vec<Value<'a>>) -> Result<(), Unknown> {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        world.spend(1)?;
        match node.kind() {
            Kind::String => found.push(Value::Node(node, &TEXT)),
            Kind::List | Kind::Map => {
                let first = open.len();
                open.extend(node.children());
                if let Some(added) = open.get_mut(first..) {
                    added.reverse();
                }
            }
            Kind::Null | Kind::Bool | Kind::Int | Kind::Float => {}
        }
    }
    Ok(())
}
