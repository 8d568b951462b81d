//! Views of objects and containers.

use crate::value::{Value, read};
use kubelaw_lang::types::{Base, Type};
use serde_json::Value as Json;

/// A view of an object; all kinds of the random laws are namespaced.
pub(crate) fn of_object<'a>(object: &'a Json, name: &str, ty: &Type) -> Value<'a> {
    match name {
        "namespace" => Value::Text(object["metadata"]["namespace"].as_str().unwrap_or("default").to_owned()),
        "group" | "version" => {
            let api = object["apiVersion"].as_str().unwrap();
            let (group, version) = api.split_once('/').unwrap_or(("", api));
            Value::Text(if name == "group" { group } else { version }.to_owned())
        }
        // Of the kinds here none collects the rules of others.
        "effectiveRules" => read(&object["rules"], ty),
        "pod" => pod(object).map_or(Value::Missing, |pod| read(pod, ty)),
        "containers" => containers(object, ty),
        other => panic!("the random laws have no view {other}"),
    }
}

/// What has the metadata and spec of the Pods of a workload.
fn pod(object: &Json) -> Option<&Json> {
    match object["kind"].as_str() {
        Some("Deployment") => within(within(object, "spec")?, "template"),
        Some("CronJob") => within(within(within(within(object, "spec")?, "jobTemplate")?, "spec")?, "template"),
        _ => Some(object),
    }
}

/// What is under a key. What is no map is given instead, so that it is found wrong and not missing.
fn within<'a>(json: &'a Json, key: &str) -> Option<&'a Json> {
    if json.is_object() { json.get(key).filter(|inner| !inner.is_null()) } else { Some(json) }
}

const LISTS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

fn containers<'a>(object: &'a Json, ty: &Type) -> Value<'a> {
    let Some(spec) = pod(object).and_then(|pod| within(pod, "spec")) else { return Value::Missing };
    if !spec.is_object() {
        return Value::Wrong(spec);
    }
    let Some(Base::List(element)) = ty.members.first() else { panic!("containers are a list") };
    let mut all = Vec::new();
    for list in LISTS.iter().filter_map(|key| within(spec, key)) {
        let Some(items) = list.as_array() else { return Value::Wrong(list) };
        all.extend(items.iter().map(|item| read(item, element)).filter(|item| !item.is_missing()));
    }
    Value::List(all)
}

/// The part that a container plays: that of the list which it is in.
pub(crate) fn role(objects: &[Json], container: &Json) -> &'static str {
    let is_in = |key: &str| {
        let spec = |object| pod(object).and_then(|pod| within(pod, "spec")).and_then(|spec| spec.get(key));
        let mut items = objects.iter().filter_map(spec).filter_map(Json::as_array).flatten();
        items.any(|item| std::ptr::eq(item, container))
    };
    if is_in("ephemeralContainers") {
        "ephemeral"
    } else if !is_in("initContainers") {
        "main"
    } else if container["restartPolicy"] == "Always" {
        "sidecar"
    } else {
        "init"
    }
}
