//! Fixes of many objects that are one whole: tried alone, then applied together.

use crate::fix::until_cured;
use crate::report::Report;
use crate::{Engine, Finding, Input, Verdict};
use std::collections::BTreeSet;
use std::sync::Arc;

const LAW: &str = r#"
## One has to stay.
rule lost for p in Pod { require any q in Pod: q.metadata.labels["keep"] == "yes" }

rule kept for p in Pod {
  forbid p.metadata.labels["keep"] == "yes"
    fix remove p.metadata.labels["keep"]
}

rule host-network for p in Pod {
  forbid p.spec.hostNetwork == true
    fix set p.spec.hostNetwork = false
}

## What is in the host's network is out of reach of policies.
rule unisolated for p in Pod where p.metadata.labels["isolated"] == "yes" and p.spec.hostNetwork == false {
  require any n in NetworkPolicy: n.namespace == p.namespace
}
"#;

fn engine() -> Engine {
    Engine::builder().law("a.law", LAW).fixes(true).build().unwrap()
}

fn pod(name: &str, label: &str) -> (String, Arc<str>) {
    let text = format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  labels: {{ app: web, {label}: \"yes\" }}\nspec: {{ hostNetwork: true }}\n"
    );
    (format!("{name}.yaml"), text.into())
}

fn check(engine: &Engine, texts: &[(String, Arc<str>)]) -> Report {
    engine.check(Input::set(texts.iter().map(|(name, text)| Input::yaml(name.as_str(), text.clone()))))
}

#[test]
fn fixes_that_are_bad_together_keep_no_other_from_being_applied() {
    let engine = engine();
    let label = |number| if [3, 30].contains(&number) { "keep" } else { "other" };
    let texts: Vec<_> = (0..40).map(|number| pod(&format!("p{number}"), label(number))).collect();
    let mut times = 0;
    let fixed = until_cured(texts, |texts| {
        times += 1;
        check(&engine, texts)
    });
    let applied = |rule: &str| fixed.applied.iter().filter(|applied| applied.rule == rule).count();
    assert_eq!((applied("host-network"), applied("kept")), (40, 1));
    let left: Vec<_> = fixed.report.findings.iter().map(|f| (&*f.rule, f.unfixed.as_deref())).collect();
    assert_eq!(left, [("kept", Some("the fix would cause a finding of lost"))]);
    // Once for the whole, then by halves: twice the depth of a tree of 42 fixes, and the passes after.
    assert!(times <= 16, "judged {times} times");
}

#[test]
fn what_a_fix_causes_is_seen_among_any_number_of_objects() {
    let engine = engine();
    let texts: Vec<_> =
        (0..600).map(|number| pod(&format!("p{number}"), "isolated")).chain([pod("k", "keep")]).collect();
    let report = check(&engine, &texts);
    let unfixed: BTreeSet<_> = report.findings.iter().filter_map(|finding| finding.unfixed.as_deref()).collect();
    let causes = ["the fix would cause a finding of lost", "the fix would cause a finding of unisolated"];
    assert_eq!(unfixed, BTreeSet::from(causes));
    let fixed: Vec<_> = report.findings.iter().filter(|finding| !finding.fixes.is_empty()).collect();
    assert_eq!(fixed.iter().map(|f| (&*f.rule, &*f.subject.name)).collect::<Vec<_>>(), [("host-network", "k")]);
}

/// A fix of one object that another one objects to: tried alone it cures, and nothing is left unsaid when it stays out.
#[test]
fn what_another_object_would_object_to_is_told() {
    let law = r"
rule few for d in Deployment {
  require (d.spec.replicas ?? 1) >= 2
    fix set d.spec.replicas = 2
}

rule crowded for s in Service {
  forbid any d in Deployment: d.namespace == s.namespace and (d.spec.replicas ?? 1) > 1
}

rule host-network for p in Pod {
  forbid p.spec.hostNetwork == true
    fix set p.spec.hostNetwork = false
}
";
    let engine = Engine::builder().law("a.law", law).fixes(true).build().unwrap();
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec: { replicas: 1 }\n";
    let service = "apiVersion: v1\nkind: Service\nmetadata: { name: s }\n";
    let texts = vec![("d.yaml".to_owned(), deployment.into()), ("s.yaml".to_owned(), service.into()), pod("p", "a")];
    assert!(!check(&engine, &texts).findings[0].fixes.is_empty());
    let fixed = until_cured(texts, |texts| check(&engine, texts));
    let applied: Vec<_> = fixed.applied.iter().map(|applied| &*applied.rule).collect();
    assert_eq!(applied, ["host-network"]);
    let [left] = fixed.report.findings.as_slice() else { panic!("{:?}", fixed.report.findings) };
    assert!(left.fixes.is_empty());
    assert_eq!(
        (&*left.rule, left.unfixed.as_deref()),
        ("few", Some("the fix would cause a finding of another object"))
    );
}

/// Each fix is good alone, and two of one object are bad together: those of the others are not parted to find that out.
#[test]
fn fixes_that_are_bad_together_are_searched_for_where_it_shows() {
    let law = r#"
rule no-first for p in Pod { forbid p.metadata.labels["first"] == "yes" fix remove p.metadata.labels["first"] }
rule no-second for p in Pod { forbid p.metadata.annotations["second"] == "yes" fix remove p.metadata.annotations["second"] }
rule unlabelled for p in Pod { require has(p.metadata.labels["first"]) or has(p.metadata.annotations["second"]) or has(p.metadata.labels["third"]) }
"#;
    let engine = Engine::builder().law("a.law", law).fixes(true).build().unwrap();
    let texts = (0..100).map(|number| {
        let other = if number == 60 { "" } else { ", third: \"yes\"" };
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{ name: p{number}, labels: {{ first: \"yes\"{other} }}, annotations: {{ second: \"yes\" }} }}\n"
        );
        (format!("{number}.yaml"), text.into())
    });
    let mut times = 0;
    let fixed = until_cured(texts.collect(), |texts| {
        times += 1;
        check(&engine, texts)
    });
    assert_eq!((fixed.applied.len(), fixed.report.findings.len()), (199, 1));
    assert!(times <= 8, "judged {times} times");
}

/// What a value of the wrong type keeps from being decided was wrong before: it is told once it can be, and is no reason to
/// leave the type wrong.
#[test]
fn what_a_fix_lets_be_decided_is_told_and_holds_no_fix_back() {
    let law = r"
rule mistyped for d in Deployment, m in d.misfits {
  forbid has(m.wanted) at m.value
    fix set m.value = m.near
}

rule many for d in Deployment where (d.spec.replicas ?? 1) > 2 {
  forbid d.spec.replicas == 3
  forbid not has(d.spec.minReadySeconds)
}
";
    let engine = Engine::builder().law("a.law", law).fixes(true).build().unwrap();
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec: { replicas: \"3\" }\n";
    let fixed = until_cured(vec![("d.yaml".to_owned(), text.into())], |texts| check(&engine, texts));
    assert_eq!(&*fixed.texts[0].1, text.replace("\"3\"", "3"));
    let told: Vec<_> = fixed.report.findings.iter().map(|finding| (&*finding.rule, finding.verdict)).collect();
    assert_eq!(told, [("many", Verdict::Fail), ("many", Verdict::Fail)]);
}

#[test]
fn what_takes_long_to_try_is_left_to_the_next_pass() {
    let law = "rule privileged for p in Pod {\n  for c in p.spec.containers {\n    forbid c.securityContext.privileged == true fix set c.securityContext.privileged = false\n  }\n}\n";
    let engine = Engine::builder().law("a.law", law).fixes(true).build().unwrap();
    let mut text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: large\n  annotations:\n".to_owned();
    text.extend((0..200_000).map(|number| format!("    a{number}: b\n")));
    text.push_str("spec:\n  containers:\n");
    text.extend((0..40).map(|number| format!("  - name: c{number}\n    securityContext: {{ privileged: true }}\n")));
    let texts = vec![("large.yaml".to_owned(), text.into())];
    let is_untried = |f: &&Finding| f.unfixed.as_deref().is_some_and(|why| why.starts_with("not tried"));
    let tried = |engine: &Engine| {
        let found = check(engine, &texts).findings;
        (found.len(), found.iter().filter(is_untried).count())
    };
    assert_eq!(tried(&engine), (40, 16));
    // What rules take counts, too.
    let scanning =
        "rule scanned for p in Pod {\n  require all e in p.metadata.annotations.entries(): e.value.size() == 1\n}\n";
    let scans = Engine::builder().law("a.law", law).law("b.law", scanning).fixes(true).build().unwrap();
    let (found, untried) = tried(&scans);
    assert!(found == 40 && (17..40).contains(&untried), "{untried}");
    let fixed = until_cured(texts, |texts| check(&engine, texts));
    assert_eq!((fixed.applied.len(), fixed.report.findings.len()), (40, 0));
}

/// Findings that say the same of two containers are told apart by their places, but where a container before them goes.
#[test]
fn the_cure_of_another_element_is_no_fix() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n  - { name: a, image: a, stdin: true }\n  - { name: b, image: b, stdin: true }\n";
    let offers = |fix: &str| {
        let law = format!("rule reads for p in Pod, c in p.spec.containers {{ forbid c.stdin == true fix {fix} }}");
        let engine = Engine::builder().law("a.law", &law).fixes(true).build().unwrap();
        let findings = engine.check(Input::yaml("p.yaml", pod)).findings;
        findings.iter().map(|finding| (finding.fixes.len(), finding.unfixed.clone())).collect::<Vec<_>>()
    };
    let none = (0, Some("the fix would not cure it".to_owned()));
    assert_eq!(offers("set p.spec.containers[0].stdin = false"), [(1, None), none.clone()]);
    assert_eq!(offers("set p.spec.containers[1].stdin = false"), [none, (1, None)]);
    assert_eq!(offers("remove c"), [(1, None), (1, None)]);
}
