//! The work that is measured: Pods from JSON text to a verdict, by kubelaw and by what it is compared with.

pub mod hand;
#[cfg(feature = "peers")]
pub mod peers;
pub mod plot;
pub mod pods;

use kubelaw::document::{Limits, Symbols};
use kubelaw::{Engine, EngineBuilder, Evaluation, Input};
use serde_json::Value;
use std::sync::Arc;

/// The restricted profile as it ships.
#[must_use]
pub fn restricted() -> Engine {
    built(profile())
}

fn profile() -> EngineBuilder {
    builder(|name| ["pod-security-baseline", "pod-security-restricted"].contains(&name))
}

/// What builds an engine by the shipped packs of some names.
#[expect(clippy::expect_used, reason = "shipped packs can be read, which their tests see to")]
fn builder(wanted: impl Fn(&str) -> bool) -> EngineBuilder {
    let packs = kubelaw::pack::shipped().expect("the shipped packs can be read");
    let packs = packs.into_iter().filter(|pack| wanted(pack.name()));
    packs.fold(Engine::builder(), EngineBuilder::pack).evaluation(Evaluation::Fast)
}

#[expect(clippy::expect_used, reason = "shipped packs compile, which their tests see to")]
fn built(builder: EngineBuilder) -> Engine {
    builder.build().expect("the shipped packs compile")
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
fn catalogue(every: usize) -> Engine {
    let names = built(builder(|_| true)).rules().map(|rule| rule.identity()).step_by(every).collect();
    built(builder(|_| true).select(kubelaw::Selection { rules: names, ..kubelaw::Selection::default() }))
}

/// How many rules a work of judging judges by.
#[must_use]
pub fn rules(work: &str) -> usize {
    let engine = match numbered(work) {
        Some(("copies", times)) => copies(times),
        Some(("every", step)) => catalogue(step),
        _ => restricted(),
    };
    engine.rules().count()
}

/// Judges Pods that were read so many times; gives the number of objections.
fn judge(engine: &Engine, pods: &[String], times: usize) -> usize {
    let inputs = pods.iter().map(|pod| Input::json("pod.json", pod.as_str()));
    let parsed = engine.parse(Input::set(inputs).complete(false));
    (0..times).map(|_| parsed.verdicts().iter().count()).sum()
}

/// Runs some work over the Pods of a set so many times; gives a number that depends on all of it.
///
/// # Panics
/// On work that it does not know, and on Pods that are no JSON.
#[must_use]
#[expect(clippy::expect_used, clippy::panic, reason = "a benchmark on broken input measures nothing")]
pub fn run(work: &str, set: &str, times: usize) -> usize {
    let pods = &if work.starts_with("yaml") { pods::yaml(set) } else { pods::json(set) };
    let parse = |pod: &String| serde_json::from_str::<Value>(pod).expect("a Pod is JSON");
    let over =
        |one: &mut dyn FnMut(&String) -> usize| (0..times).map(|_| pods.iter().map(&mut *one).sum::<usize>()).sum();
    let fixes = |input: fn(&str) -> Input<'static>| {
        let engine = built(profile().fixes(true));
        over(&mut |pod| engine.check(input(pod)).findings.iter().map(|finding| finding.fixes.len()).sum())
    };
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
        "clean" => {
            let engine = restricted();
            over(&mut |pod| usize::from(engine.parse(Input::json("pod.json", pod.as_str())).is_clean()))
        }
        "yaml-parse" => over(&mut |pod| {
            usize::from(serde_yaml::from_str::<serde_yaml::Value>(pod).expect("a Pod is YAML").is_mapping())
        }),
        "yaml-events" => over(&mut |pod| events(pod)),
        "yaml-read" => {
            let symbols = Arc::new(Symbols::new());
            over(&mut |pod| {
                kubelaw::document::read("pod.yaml", pod.as_str().into(), &symbols, &Limits::default()).documents.len()
            })
        }
        "yaml-verdict" => {
            let engine = restricted();
            over(&mut |pod| engine.parse(Input::yaml("pod.yaml", pod.as_str())).verdicts().iter().count())
        }
        "stream" => {
            let (engine, lines) = (restricted(), pods.join("\n"));
            (0..times).map(|_| engine.parse(Input::json("pods.jsonl", lines.as_str())).verdicts().iter().count()).sum()
        }
        "check" => {
            let engine = restricted();
            over(&mut |pod| engine.check(Input::json("pod.json", pod.as_str())).findings.len())
        }
        "fix" => fixes(|pod| Input::json("pod.json", pod)),
        "yaml-fix" => fixes(|pod| Input::yaml("pod.yaml", pod)),
        #[cfg(feature = "peers")]
        peer if peers::NAMES.contains(&peer) => {
            peers::objections(peer, &pods.iter().map(parse).collect::<Vec<_>>(), times)
        }
        other => match numbered(other) {
            Some(("copies", copied)) => judge(&copies(copied), pods, times),
            Some(("every", step)) => judge(&catalogue(step), pods, times),
            _ => panic!("there is no work `{other}`"),
        },
    }
}

/// A work with a number behind its name.
fn numbered(work: &str) -> Option<(&str, usize)> {
    let (name, number) = work.split_once('-')?;
    Some((name, number.parse().ok()?))
}

/// How many events the YAML parser that kubelaw uses has for a text.
#[expect(clippy::expect_used, reason = "a benchmark on broken input measures nothing")]
fn events(text: &str) -> usize {
    let options = granit_parser::options! { emit_comments: false };
    let mut parser = granit_parser::Parser::new_from_str_with_options(text, options);
    let mut count = 0;
    while let Some(event) = parser.next_event() {
        std::hint::black_box(event.expect("a Pod is YAML"));
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_set_are_the_same_pods() {
        for set in ["small", "large", "3", "size-2000"] {
            let read = |text: &String| serde_json::from_str::<Value>(text).unwrap();
            let json: Vec<Value> = pods::json(set).iter().map(read).collect();
            let yaml: Vec<Value> = pods::yaml(set).iter().map(|text| serde_yaml::from_str(text).unwrap()).collect();
            assert_eq!(json.len(), yaml.len(), "{set}");
            assert!(json.iter().all(|pod| yaml.contains(pod)), "{set}");
        }
    }

    #[test]
    fn the_hand_written_rules_and_the_packs_agree() {
        let engine = restricted();
        for pod in pods::json("small").iter().chain(&pods::json("large")) {
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
