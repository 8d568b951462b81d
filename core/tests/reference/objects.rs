//! Random objects: of their schema, and with what is missing, null, or of a wrong type.

use crate::choices::Choices;
use crate::images::IMAGES;
use crate::shape::{KINDS, Kind, Shape, keys_of};
use serde_json::{Map, Value, json};

/// Some objects, most of one kind, each with a name of its own.
pub(crate) fn set(choices: &mut Choices, kind: &Kind, count: usize) -> Vec<Value> {
    (0..count).map(|number| object(choices, kind, number)).collect()
}

fn object(choices: &mut Choices, kind: &Kind, number: usize) -> Value {
    let kind = if choices.once_in(4) { &KINDS[choices.below(KINDS.len())] } else { kind };
    let mut object = json!({ "apiVersion": kind.api, "kind": kind.name });
    let Shape::Record(fields) = kind.shape else { return object };
    for (name, shape) in *fields {
        if let Some(value) = maybe(choices, shape) {
            object[*name] = value;
        }
    }
    if !object["metadata"].is_object() {
        object["metadata"] = json!({});
    }
    object["metadata"]["name"] = json!(format!("o{number}"));
    if choices.once_in(2) {
        object["metadata"]["namespace"] = json!(choices.pick(&["a", "default"]));
    }
    object
}

/// A value, nothing, null, or a value of a wrong type.
fn maybe(choices: &mut Choices, shape: &'static Shape) -> Option<Value> {
    let shape = shape.stored()?;
    match choices.below(24) {
        0..=3 => None,
        4 => Some(Value::Null),
        5 => Some(wrong(choices)),
        _ => Some(value(choices, shape)),
    }
}

fn wrong(choices: &mut Choices) -> Value {
    let all = [
        json!(true),
        json!(1),
        json!("a"),
        json!(1.5),
        json!([]),
        json!({}),
        json!(["a"]),
        json!({"a": "b"}),
        json!(u64::MAX),
        json!(""),
    ];
    all[choices.below(all.len())].clone()
}

fn value(choices: &mut Choices, shape: &'static Shape) -> Value {
    match shape {
        Shape::Bool => json!(choices.once_in(2)),
        Shape::Int => json!([0, 1, 2, -1, i64::MAX][choices.below(5)]),
        Shape::Quantity => {
            [json!("1Gi"), json!("1024Mi"), json!(1), json!("1500m"), json!("x")][choices.below(5)].clone()
        }
        Shape::Text(words) => json!(choices.pick(words)),
        Shape::Share => [json!(1), json!(0), json!("50%"), json!("a")][choices.below(4)].clone(),
        Shape::Selector(shape) => value(choices, shape),
        Shape::Image => json!(IMAGES[choices.below(IMAGES.len())].0),
        Shape::List(element) => (0..choices.below(4)).filter_map(|_| maybe(choices, element)).collect(),
        Shape::Map(value) => map(choices, keys_of(value).iter().map(|key| (*key, *value))),
        Shape::Record(fields) => map(choices, fields.iter().copied()),
        Shape::View(_) | Shape::Hidden(_) => unreachable!("the shape of what is stored"),
    }
}

fn map(choices: &mut Choices, fields: impl Iterator<Item = (&'static str, &'static Shape)>) -> Value {
    let mut map = Map::new();
    for (name, shape) in fields {
        if let Some(value) = maybe(choices, shape) {
            map.insert(name.to_owned(), value);
        }
    }
    Value::Object(map)
}
