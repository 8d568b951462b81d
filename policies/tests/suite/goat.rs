//! A deliberately vulnerable application by others: what a plain walk over its values finds, the packs find, each at its
//! exact text.
//!
//! The manifests are no part of the project. Their folder is taken from `KUBELAW_CORPORA`; without it this test does
//! nothing.

use crate::corpora::cases_folder;
use kubelaw::report::verdict::Verdict;
use kubelaw::{Engine, EngineBuilder, Input, pack};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Objections, as a rule, a document's number and a path, with a text that is pointed to.
type Found = BTreeMap<(String, u32, String), String>;

/// Where kinds keep their pod.
fn pod_path(kind: &str) -> Option<&'static [&'static str]> {
    match kind {
        "Pod" => Some(&["spec"]),
        "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet" | "ReplicationController" | "Job" => {
            Some(&["spec", "template", "spec"])
        }
        "CronJob" => Some(&["spec", "jobTemplate", "spec", "template", "spec"]),
        _ => None,
    }
}

/// What is wrong with a document, found by looking.
fn look(number: u32, document: &Value, found: &mut Found) {
    let Some(path) = document["kind"].as_str().and_then(pod_path) else { return };
    let spec = path.iter().fold(document, |value, key| &value[*key]);
    let path = path.join(".");
    let mut add = |rule: &str, path: String, text: &str| {
        found.insert((rule.to_owned(), number, path), text.to_owned());
    };
    for (rule, field) in [("host-pid", "hostPID"), ("host-ipc", "hostIPC"), ("host-network", "hostNetwork")] {
        if spec[field] == true {
            add(rule, format!("{path}.{field}"), "true");
        }
    }
    for (index, volume) in spec["volumes"].as_array().into_iter().flatten().enumerate() {
        if let Some(on_host) = volume["hostPath"]["path"].as_str() {
            add("host-path-volume", format!("{path}.volumes[{index}].hostPath"), on_host);
        }
    }
    for list in ["containers", "initContainers"] {
        for (index, container) in spec[list].as_array().into_iter().flatten().enumerate() {
            if container["securityContext"]["privileged"] == true {
                let path = format!("{path}.{list}[{index}].securityContext.privileged");
                add("privileged-container", path, "true");
            }
        }
    }
}

#[test]
fn the_goat_is_found_out() {
    let Some(folder) = cases_folder() else { return };
    let text = std::fs::read_to_string(folder.join("realworld/kubernetes-goat.yaml")).unwrap();
    let mut expected = Found::new();
    for (number, document) in (0..).zip(serde_yaml::Deserializer::from_str(&text)) {
        // What holds nothing counts as a document, too.
        let value: Option<Value> = serde::Deserialize::deserialize(document).unwrap();
        if let Some(value) = &value {
            look(number, value, &mut expected);
        }
    }
    let rules: BTreeSet<&String> = expected.keys().map(|(rule, ..)| rule).collect();
    assert_eq!(rules.len(), 5, "all five faults are in there");

    let packs = pack::shipped().unwrap().into_iter().filter(|pack| &**pack.name() == "pod-security-baseline");
    let engine = packs.fold(Engine::builder(), EngineBuilder::pack).build().unwrap();
    let report = engine.check(Input::yaml("goat.yaml", text.as_str()));
    let mut met = 0;
    for finding in report.findings.iter().filter(|finding| rules.contains(&finding.rule.to_string())) {
        assert_eq!(finding.verdict, Verdict::Fail, "{finding:?}");
        let place = finding.location.as_ref().unwrap();
        let marked = &text[place.start.offset as usize..place.end.offset as usize];
        let wanted = expected.get(&(finding.rule.to_string(), place.document, finding.path.clone()));
        assert!(wanted.is_some_and(|wanted| marked.contains(wanted.as_str())), "{marked}: {finding:?}");
        met += 1;
    }
    assert_eq!(met, expected.len(), "each once");
}
