//! Objects as Kubernetes reads them: a `null` that stands as a text in a list or map is the empty text.

use crate::shape::{KINDS, Shape};
use serde_json::Value as Json;

/// The object as laws see it.
pub(crate) fn as_read(object: &Json) -> Json {
    let mut object = object.clone();
    let kind = KINDS.iter().find(|kind| object["kind"] == kind.name).unwrap();
    fill(&mut object, kind.shape);
    object
}

fn fill(json: &mut Json, shape: &'static Shape) {
    match (shape, json) {
        (Shape::Selector(shape), json) => fill(json, shape),
        (Shape::Record(fields), Json::Object(entries)) => {
            for (name, shape) in *fields {
                if let (Some(value), Some(shape)) = (entries.get_mut(*name), shape.stored()) {
                    fill(value, shape);
                }
            }
        }
        (Shape::List(element), Json::Array(items)) => items.iter_mut().for_each(|item| fill_element(item, element)),
        (Shape::Map(element), Json::Object(entries)) => {
            entries.values_mut().for_each(|item| fill_element(item, element))
        }
        _ => {}
    }
}

fn fill_element(json: &mut Json, shape: &'static Shape) {
    if json.is_null() && matches!(shape, Shape::Text(_)) {
        *json = Json::String(String::new());
    }
    fill(json, shape);
}
