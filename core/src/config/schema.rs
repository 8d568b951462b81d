//! The JSON Schema of a configuration, for editors.

use super::form::KEYS;
use crate::pack::WorkloadKind;
use crate::report::waiver::Waiver;
use kubelaw_lang::ir::Severity;
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 7, which all editors take) of `kubelaw.yaml`, as text with a line break at its end.
#[must_use]
pub fn schema() -> String {
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "kubelaw.yaml",
        "description": "How kubelaw judges the manifests of a project.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": properties(KEYS, key),
    });
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn properties(keys: &[&str], of: fn(&str) -> (Value, &'static str)) -> Map<String, Value> {
    let described = |key: &&str| {
        let (mut schema, description) = of(key);
        if let Value::Object(map) = &mut schema {
            map.insert("description".to_owned(), description.into());
        }
        ((*key).to_owned(), schema)
    };
    keys.iter().map(described).collect()
}

fn key(name: &str) -> (Value, &'static str) {
    match name {
        "packs" => (
            texts(),
            "Packs: names of packs that ship with kubelaw, or folders. Without packs and laws, the default packs are used.",
        ),
        "laws" => (texts(), "Law files, or folders of law files."),
        "params" => (json!({"type": "object"}), "Values for the parameters of the law files, by name."),
        "severities" => (
            json!({"type": "object", "additionalProperties": severity()}),
            "Severities that override those of rules, by rule or pack/rule.",
        ),
        "rules" => (texts(), "Judge only these rules, as rule or pack/rule."),
        "layers" => (texts(), "Judge only rules of these layers, such as network."),
        "tiers" => (
            json!({"type": "array", "items": {"enum": ["default", "strict", "optional"]}}),
            "Judge only rules of these tiers.",
        ),
        "frameworks" => (texts(), "Judge only rules with a control of these frameworks, such as pss or cis-1.12."),
        "waivers" => (json!({"type": "array", "items": waiver()}), "Waivers for findings that are known and accepted."),
        "inPlaceWaivers" => (
            json!({"type": "boolean"}),
            "Whether annotations and comments in the manifests waive findings too; true by default.",
        ),
        "exclude" => (texts(), "Globs of files and folders to leave out when folders are read, relative to this file."),
        "crds" => (
            texts(),
            "Files with CustomResourceDefinitions, or folders of them. The checker then knows the fields of their kinds.",
        ),
        "workloads" => (
            json!({"type": "array", "items": workload()}),
            "Kinds that create Pods, in addition to those of Kubernetes and of the packs. Their objects are Workloads for rules.",
        ),
        "kubernetes" => (json!({"type": ["string", "number"]}), "The version of the cluster: 1.33, v1.33 or latest."),
        "namespace" => (text(), "The namespace to assume for namespaced objects that name none."),
        "failOnWarnings" => (
            json!({"type": "boolean"}),
            "Whether warnings make `kubelaw check` exit with status 1, such as one about an object that no rule looks at.",
        ),
        _ => (
            severity(),
            "The lowest severity of a finding that makes `kubelaw check` exit with status 1; medium by default.",
        ),
    }
}

fn waiver() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["rule", "reason"],
        "properties": properties(Waiver::KEYS, waiver_key),
    })
}

fn waiver_key(name: &str) -> (Value, &'static str) {
    match name {
        "rule" => (text(), "The rule, as rule or pack/rule."),
        "kind" => (text(), "A glob for the kind of the objects."),
        "namespace" => (text(), "A glob for their namespace."),
        "name" => (text(), "A glob for their name."),
        "labels" => (
            json!({"type": "object", "additionalProperties": text()}),
            "Labels that the objects must have, with globs for the values.",
        ),
        "reason" => (json!({"type": "string", "minLength": 1}), "Why the findings are accepted."),
        "owner" => (text(), "Who accepted them."),
        _ => (
            json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
            "The first day on which the waiver no longer counts.",
        ),
    }
}

fn workload() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["kind", "template"],
        "properties": properties(WorkloadKind::KEYS, workload_key),
    })
}

fn workload_key(name: &str) -> (Value, &'static str) {
    match name {
        "kind" => (text(), "The kind, as group/Kind."),
        _ => (
            json!({"type": ["string", "array"], "items": text()}),
            "The path of the Pod template, such as spec.template or spec.tasks[*].template, or a list of paths.",
        ),
    }
}

fn text() -> Value {
    json!({"type": "string"})
}

fn texts() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

fn severity() -> Value {
    json!({"enum": Severity::ALL.map(Severity::as_str)})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_beside_the_source_is_current() {
        let committed = include_str!("kubelaw.schema.json").replace("\r\n", "\n");
        assert_eq!(committed, schema(), "write it anew: kubelaw config-schema > core/src/config/kubelaw.schema.json");
    }

    #[test]
    fn every_key_is_described() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        for key in KEYS {
            assert!(schema["properties"][key]["description"].is_string(), "{key}");
        }
        for key in WorkloadKind::KEYS {
            assert!(schema["properties"]["workloads"]["items"]["properties"][key]["description"].is_string(), "{key}");
        }
        for key in Waiver::KEYS {
            assert!(schema["properties"]["waivers"]["items"]["properties"][key]["description"].is_string(), "{key}");
        }
    }
}
