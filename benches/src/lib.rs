//! The work that is measured: Pods from JSON text to a verdict, by kubelaw and by what it is compared with.

pub mod hand;

use kubelaw::document::{Limits, Symbols};
use kubelaw::{Engine, EngineBuilder, Input};
use serde_json::{Value, json};
use std::sync::Arc;

/// What can be run.
pub const WORK: [&str; 6] = ["parse", "hand", "read", "judge", "check", "nothing"];

/// The Pods of a set (`small` or `large`), one JSON text each: from the folder that `KUBELAW_BENCH` names, else made here.
#[must_use]
pub fn pods(set: &str) -> Vec<String> {
    let folder = std::env::var_os("KUBELAW_BENCH").map(std::path::PathBuf::from);
    let text = folder.and_then(|f| std::fs::read_to_string(f.join(format!("pods-{set}.jsonl"))).ok());
    match text {
        Some(text) => text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        None => (0..100).map(|number| made(number, if set == "large" { 6 } else { 1 })).collect(),
    }
}

/// A Pod with so many containers, each meeting the restricted profile.
fn made(number: usize, containers: usize) -> String {
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
    .to_string()
}

/// The restricted profile as it ships.
///
/// # Panics
/// When the shipped packs do not compile, which their tests rule out.
#[must_use]
#[expect(clippy::expect_used, reason = "shipped packs compile")]
pub fn restricted() -> Engine {
    let wanted = ["pod-security-baseline", "pod-security-restricted"];
    let packs = kubelaw::pack::shipped().expect("the shipped packs can be read");
    let packs = packs.into_iter().filter(|pack| wanted.contains(&&**pack.name()));
    packs.fold(Engine::builder(), EngineBuilder::pack).build().expect("the shipped packs compile")
}

/// Runs some work over the Pods so many times; gives a number that depends on all of it.
///
/// # Panics
/// On work that is none of [`WORK`], and on Pods that are no JSON.
#[must_use]
#[expect(clippy::expect_used, clippy::panic, reason = "a benchmark on broken input measures nothing")]
pub fn run(work: &str, pods: &[String], times: usize) -> usize {
    let parse = |pod: &String| serde_json::from_str::<Value>(pod).expect("a Pod is JSON");
    let over =
        |one: &mut dyn FnMut(&String) -> usize| (0..times).map(|_| pods.iter().map(&mut *one).sum::<usize>()).sum();
    match work {
        "nothing" => 0,
        "parse" => over(&mut |pod| usize::from(parse(pod).is_object())),
        "hand" => {
            let values: Vec<Value> = pods.iter().map(parse).collect();
            (0..times).map(|_| values.iter().map(|pod| hand::broken(pod).count_ones() as usize).sum::<usize>()).sum()
        }
        "read" => {
            let symbols = Arc::new(Symbols::new());
            over(&mut |pod| {
                kubelaw::document::read("pod.json", pod.as_str().into(), &symbols, &Limits::default()).documents.len()
            })
        }
        "judge" => {
            let engine = restricted();
            let inputs = pods.iter().map(|pod| Input::json("pod.json", pod.as_str()));
            let parsed = engine.parse(Input::set(inputs).complete(false));
            (0..times).map(|_| parsed.verdicts().iter().count()).sum()
        }
        "check" => {
            let engine = restricted();
            over(&mut |pod| engine.check(Input::json("pod.json", pod.as_str())).findings.len())
        }
        other => panic!("there is no work `{other}`; there is {WORK:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hand_written_rules_and_the_packs_agree() {
        let engine = restricted();
        for pod in pods("small").iter().chain(&pods("large")) {
            let value = serde_json::from_str(pod).unwrap();
            let by_hand = hand::broken(&value);
            let by_hand: Vec<_> =
                (0..).zip(hand::RULES).filter(|(bit, _)| by_hand >> bit & 1 == 1).map(|(_, rule)| rule).collect();
            let parsed = engine.parse(Input::json("pod.json", pod.as_str()));
            let verdicts = parsed.verdicts();
            let rules = verdicts.iter().filter_map(|verdict| verdict.rule());
            let mut ours: Vec<_> = rules.map(|rule| (rule.pack.unwrap_or_default(), &*rule.rule.id)).collect();
            ours.sort_by_key(|rule| hand::RULES.iter().position(|by_hand| by_hand == rule));
            assert_eq!(ours, by_hand, "{pod}");
        }
    }
}
