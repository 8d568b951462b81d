//! The Pods that are measured on, in sets.
//!
//! `small` and `large` are real ones from the folder that `KUBELAW_BENCH` names, else made here; a number stands for a
//! hundred Pods of so many containers, `objects-N` for so many small Pods, `size-N` for a hundred Pods of about so many bytes.

use serde_json::{Value, json};

/// The Pods of a set, one JSON text each.
#[must_use]
pub fn json(set: &str) -> Vec<String> {
    match given(&format!("pods-{set}.jsonl")) {
        Some(text) => text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        None => made(set).iter().map(Value::to_string).collect(),
    }
}

/// The Pods of a set, one YAML text each.
///
/// # Panics
/// Never: what is JSON can be written as YAML.
#[must_use]
#[expect(clippy::expect_used, reason = "JSON can be written as YAML")]
pub fn yaml(set: &str) -> Vec<String> {
    match given(&format!("pods-{set}.yaml")) {
        Some(text) => {
            text.split("\n---\n").filter(|pod| !pod.trim().is_empty()).map(|pod| format!("{pod}\n")).collect()
        }
        None => made(set).iter().map(|pod| serde_yaml::to_string(pod).expect("JSON is YAML")).collect(),
    }
}

fn given(file: &str) -> Option<String> {
    std::fs::read_to_string(std::path::PathBuf::from(std::env::var_os("KUBELAW_BENCH")?).join(file)).ok()
}

fn made(set: &str) -> Vec<Value> {
    let number = |prefix: &str| set.strip_prefix(prefix).and_then(|number| number.parse::<usize>().ok());
    if let Some(objects) = number("objects-") {
        return (0..objects).map(|number| pod(number, 1)).collect();
    }
    if let Some(bytes) = number("size-") {
        return (0..100).map(|number| padded(pod(number, 1), bytes)).collect();
    }
    let containers = set.parse().unwrap_or(if set == "large" { 6 } else { 1 });
    (0..100).map(|number| pod(number, containers)).collect()
}

/// A Pod with so many containers, each meeting the restricted profile.
fn pod(number: usize, containers: usize) -> Value {
    let container = |index: usize| {
        json!({
            "name": format!("c{index}"), "image": "ghcr.io/acme/app:1.2", "ports": [{ "containerPort": 8080 }],
            "resources": { "limits": { "cpu": "500m", "memory": "256Mi" } },
            "securityContext": {
                "allowPrivilegeEscalation": false, "runAsNonRoot": true, "capabilities": { "drop": ["ALL"] }
            }
        })
    };
    json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": { "name": format!("pod-{number}"), "labels": { "app": "web" } },
        "spec": {
            "securityContext": { "seccompProfile": { "type": "RuntimeDefault" } },
            "containers": (0..containers).map(container).collect::<Vec<_>>()
        }
    })
}

/// The Pod with as many variables as make it about so long.
fn padded(mut pod: Value, bytes: usize) -> Value {
    let variable = |index: usize| json!({ "name": format!("SETTING_{index}"), "value": format!("value of {index}") });
    let each = variable(1000).to_string().len() + 1;
    let count = bytes.saturating_sub(pod.to_string().len()) / each;
    if let Some(container) = pod.pointer_mut("/spec/containers/0") {
        container["env"] = (0..count).map(variable).collect();
    }
    pod
}
