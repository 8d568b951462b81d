//! The work that is measured: Pods from JSON text to a verdict, by kubelaw and by what it is compared with.

pub mod hand;

use kubelaw::document::{Limits, Symbols};
use kubelaw::{Engine, EngineBuilder, Evaluation, Input};
use serde_json::{Value, json};
use std::sync::Arc;

/// The Pods of a set, one JSON text each: `small` or `large` from the folder that `KUBELAW_BENCH` names, else made here;
/// any number stands for Pods of so many containers.
#[must_use]
pub fn pods(set: &str) -> Vec<String> {
    let folder = std::env::var_os("KUBELAW_BENCH").map(std::path::PathBuf::from);
    let text = folder.and_then(|f| std::fs::read_to_string(f.join(format!("pods-{set}.jsonl"))).ok());
    let containers = set.parse().unwrap_or(if set == "large" { 6 } else { 1 });
    match text {
        Some(text) => text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        None => (0..100).map(|number| made(number, containers)).collect(),
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
#[must_use]
pub fn restricted() -> Engine {
    engine(|name| ["pod-security-baseline", "pod-security-restricted"].contains(&name))
}

/// An engine by the shipped packs of some names.
#[expect(clippy::expect_used, reason = "shipped packs compile, which their tests see to")]
fn engine(wanted: impl Fn(&str) -> bool) -> Engine {
    let packs = kubelaw::pack::shipped().expect("the shipped packs can be read");
    let packs = packs.into_iter().filter(|pack| wanted(pack.name()));
    packs
        .fold(Engine::builder(), EngineBuilder::pack)
        .evaluation(Evaluation::Fast)
        .build()
        .expect("the shipped packs compile")
}

/// So many copies of eight rules about the same places, each rule with a name of its own.
#[expect(clippy::expect_used, reason = "the law compiles")]
fn copies(times: usize) -> Engine {
    const CHECKS: [&str; 8] = [
        "forbid w.pod.spec.hostNetwork == true",
        "forbid w.pod.spec.hostPID == true",
        "for c in w.containers { forbid c.securityContext.privileged == true }",
        "for c in w.containers { require c.securityContext.allowPrivilegeEscalation == false }",
        "for c in w.containers { require \"ALL\" in c.securityContext.capabilities.drop }",
        "for c in w.containers { require (c.securityContext.procMount ?? \"Default\") == \"Default\" }",
        "for v in w.pod.spec.volumes { forbid has(v.hostPath) }",
        "forbid w.pod.spec.securityContext.runAsNonRoot == false",
    ];
    let rule = |copy: usize, at: usize, check: &str| format!("rule r{copy}-{at} for w in Workload {{ {check} }}\n");
    let law: String =
        (0..times).flat_map(|copy| CHECKS.iter().enumerate().map(move |(at, check)| rule(copy, at, check))).collect();
    Engine::builder().law("copies.law", &law).evaluation(Evaluation::Fast).build().expect("the law compiles")
}

/// The default selection of all packs, or of it every tenth rule.
#[expect(clippy::expect_used, reason = "shipped packs compile")]
fn catalogue(every: usize) -> Engine {
    let all = engine(|_| true);
    let names = all.rules().map(|rule| rule.identity()).step_by(every);
    let selection = kubelaw::Selection { rules: names.collect(), ..kubelaw::Selection::default() };
    let packs = kubelaw::pack::shipped().expect("the shipped packs can be read");
    let builder = packs.into_iter().fold(Engine::builder(), EngineBuilder::pack).select(selection);
    builder.evaluation(Evaluation::Fast).build().expect("the shipped packs compile")
}

/// What a work of judging judges by.
#[must_use]
pub fn described(work: &str) -> String {
    let count = |engine: &Engine| engine.rules().count();
    match work {
        "judge" => format!("the restricted profile: {}", count(&restricted())),
        "judge-all" => format!("the default selection: {}", count(&catalogue(1))),
        "tenth" => format!("every tenth of those: {}", count(&catalogue(10))),
        "sixteen" => "the same sixteen times: 128".to_owned(),
        _ => "eight rules on shared paths: 8".to_owned(),
    }
}

/// Judges Pods that were read so many times; gives the number of objections.
fn judge(engine: &Engine, pods: &[String], times: usize) -> usize {
    let inputs = pods.iter().map(|pod| Input::json("pod.json", pod.as_str()));
    let parsed = engine.parse(Input::set(inputs).complete(false));
    (0..times).map(|_| parsed.verdicts().iter().count()).sum()
}

/// Runs some work over the Pods so many times; gives a number that depends on all of it.
///
/// # Panics
/// On work that it does not know, and on Pods that are no JSON.
#[must_use]
#[expect(clippy::expect_used, clippy::panic, reason = "a benchmark on broken input measures nothing")]
pub fn run(work: &str, pods: &[String], times: usize) -> usize {
    let parse = |pod: &String| serde_json::from_str::<Value>(pod).expect("a Pod is JSON");
    let over =
        |one: &mut dyn FnMut(&String) -> usize| (0..times).map(|_| pods.iter().map(&mut *one).sum::<usize>()).sum();
    match work {
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
        "judge" => judge(&restricted(), pods, times),
        "verdict" => {
            let engine = restricted();
            over(&mut |pod| engine.parse(Input::json("pod.json", pod.as_str())).verdicts().iter().count())
        }
        "judge-all" => judge(&catalogue(1), pods, times),
        "tenth" => judge(&catalogue(10), pods, times),
        "once" => judge(&copies(1), pods, times),
        "sixteen" => judge(&copies(16), pods, times),
        "clean" => {
            let engine = restricted();
            over(&mut |pod| usize::from(engine.parse(Input::json("pod.json", pod.as_str())).is_clean()))
        }
        "stream" => {
            let (engine, lines) = (restricted(), pods.join("\n"));
            (0..times).map(|_| engine.parse(Input::json("pods.jsonl", lines.as_str())).verdicts().iter().count()).sum()
        }
        "check" => {
            let engine = restricted();
            over(&mut |pod| engine.check(Input::json("pod.json", pod.as_str())).findings.len())
        }
        other => panic!("there is no work `{other}`"),
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
